"""Forms for a measure's goals, results, funding and costs."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from core.forms import Form, ShortTextField, SwedishDateField
from core.money import parse_crowns, written
from figures.headcount_forms import not_ahead
from figures.indicator_forms import value_field
from figures.models import Funding, Goal
from figures.outcome_actions import FundingFacts, GoalFacts
from figures.units import Better, Unit


class CrownsField(forms.CharField):
    """An amount in crowns, kept as whole öre."""

    def __init__(self, *, allow_negative: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.allow_negative = allow_negative
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        ore = parse_crowns(text)
        if ore is None:
            raise ValidationError("Skriv ett belopp i kronor, till exempel 250 000.")
        if ore < 0 and not self.allow_negative:
            raise ValidationError("Beloppet får inte vara mindre än 0.")
        return ore

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, int) else value


class GoalForm(Form):
    """How one sees that the measure has effect."""

    may_declare = True

    indicator = ShortTextField(
        label="Indikator",
        max_length=160,
        help_text="Något som går att räkna, till exempel antal i nytt arbete.",
    )
    unit = forms.ChoiceField(label="Enhet", choices=Unit.choices, initial=Unit.NUMBER)
    better = forms.ChoiceField(label="Riktning", choices=Better.choices)
    baseline = value_field("Utgångsläge", required=True)
    baseline_on = SwedishDateField(label="Dag för utgångsläget")
    target = value_field("Målvärde", required=True)
    target_on = SwedishDateField(label="Ska nås")
    source = ShortTextField(label="Källa", max_length=160, required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_baseline_on(self) -> Any:
        return not_ahead(self.cleaned_data["baseline_on"], self)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        start, end = values.get("baseline_on"), values.get("target_on")
        if start and end and end < start:
            self.add_error("target_on", "Målet ska nås efter utgångsläget.")
        return values

    def facts(self) -> GoalFacts:
        """The cleaned facts."""
        values = {name: self.cleaned_data[name] for name in GoalFacts.__dataclass_fields__}
        kinds = {"unit": Unit(values["unit"]), "better": Better(values["better"])}
        return GoalFacts(**(values | kinds))

    @classmethod
    def of(cls, goal: Goal) -> "GoalForm":
        """The form filled in with what the goal says now."""
        initial = {name: getattr(goal, name) for name in GoalFacts.__dataclass_fields__}
        return cls(initial=initial | {"seen_version": goal.version})


class ResultForm(Form):
    """What was measured at a follow-up."""

    may_declare = True

    value = value_field("Utfall", required=True)
    measured_on = SwedishDateField(label="Mätt den")
    source = ShortTextField(label="Källa", max_length=160, required=False)
    comment = ShortTextField(label="Kommentar", max_length=500, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_measured_on(self) -> Any:
        return not_ahead(self.cleaned_data["measured_on"], self)


class FundingForm(Form):
    """What a funder is asked for and grants."""

    may_declare = True

    funder = ShortTextField(label="Finansiär", max_length=160)
    applied_ore = CrownsField(label="Sökt belopp, kronor", required=False)
    applied_on = SwedishDateField(label="Sökt den", required=False)
    granted_ore = CrownsField(label="Beviljat belopp, kronor", required=False)
    decided_on = SwedishDateField(label="Beslut den", required=False)
    reference = ShortTextField(
        label="Beteckning",
        max_length=80,
        required=False,
        help_text="Finansiärens nummer på ansökan eller beslutet.",
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for name in ("applied_on", "decided_on"):
            if values.get(name) and values[name] > self.today:
                self.add_error(name, "Dagen ligger i framtiden.")
        pair = ("granted_ore", "decided_on")
        if not set(pair) & set(self.errors):
            granted, decided = (values.get(name) for name in pair)
            if (granted is None) != (decided is None):
                missing = "granted_ore" if granted is None else "decided_on"
                self.add_error(missing, "Skriv både beviljat belopp och dag för beslutet.")
        return values

    def facts(self) -> FundingFacts:
        """The cleaned facts."""
        names = FundingFacts.__dataclass_fields__
        return FundingFacts(**{name: self.cleaned_data[name] for name in names})

    @classmethod
    def of(cls, funding: Funding) -> "FundingForm":
        """The form filled in with what is known now."""
        initial = {name: getattr(funding, name) for name in FundingFacts.__dataclass_fields__}
        return cls(initial=initial | {"seen_version": funding.version})


class CostForm(Form):
    """Money used, and the log entry that tells what for."""

    may_declare = True

    amount_ore = CrownsField(
        label="Belopp, kronor",
        allow_negative=True,
        help_text="Rätta ett fel med samma belopp och minustecken.",
    )
    used_on = SwedishDateField(label="Dag")
    entry = forms.ChoiceField(
        label="Loggpost",
        required=False,
        help_text="Finansiärer frågar vilken aktivitet en kostnad hör till.",
    )
    what = ShortTextField(label="Vad pengarna gick till", max_length=300, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, entries: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["entry"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Ingen loggpost"), *((str(pk), words) for pk, words in entries)]

    def clean_amount_ore(self) -> Any:
        amount = self.cleaned_data["amount_ore"]
        if amount == 0:
            raise ValidationError("Skriv ett belopp.")
        return amount

    def clean_used_on(self) -> Any:
        return not_ahead(self.cleaned_data["used_on"], self)

    def entry_id(self) -> UUID | None:
        """The chosen entry."""
        chosen = self.cleaned_data["entry"]
        return UUID(chosen) if chosen else None
