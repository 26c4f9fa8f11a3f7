"""Forms for opening, changing and steering a case."""

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import Organisation, User
from cases.actions import CaseFacts
from cases.models import Case
from cases.rules import NOTICE_IN_FUTURE
from cases.states import NEXT_STATES, State, Trigger, Visibility
from core.forms import (
    FilterForm,
    Form,
    LongTextField,
    PersonChoice,
    ShortTextField,
    SwedishDateField,
)
from core.text import passes_luhn
from guide.phases import Phase


class CaseForm(Form):
    """A case's facts. The choices of persons depend on the municipality."""

    may_declare = True
    sometimes_needed = ("secrecy_provision",)

    title = ShortTextField(label="Rubrik", max_length=160)
    company = ShortTextField(label="Företag", max_length=160)
    organisation_number = ShortTextField(
        label="Organisationsnummer",
        max_length=13,
        required=False,
        help_text="Tio siffror, till exempel 556016-0680.",
    )
    trigger = forms.ChoiceField(label="Händelse", choices=Trigger.choices)
    notice_on = SwedishDateField(
        label="Datum för beskedet",
        help_text="Dagen då ni fick veta, också när det blir känt för andra senare.",
    )
    affected = forms.IntegerField(
        label="Antal berörda",
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text="Så många som beskedet gäller. Uppgiften kan komma senare.",
    )
    responsible = PersonChoice(label="Ansvarig", empty_label="Välj ansvarig")
    deputy = PersonChoice(
        label="Ersättare",
        empty_label="Ingen ersättare än",
        required=False,
        help_text="Två personer gör att arbetet inte stannar när en är borta.",
    )
    diary_number = ShortTextField(label="Diarienummer", max_length=40, required=False)
    description = LongTextField(label="Beskrivning", required=False)
    secrecy_provision = ShortTextField(
        label="Lagrum för sekretess",
        max_length=120,
        required=False,
        help_text="Fylls i för ärenden som inte är offentliga, till exempel OSL 31 kap. 16 §.",
    )

    def __init__(self, *args: Any, officers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person_field("responsible").queryset = officers
        self.person_field("deputy").queryset = officers

    def person_field(self, name: str) -> "forms.ModelChoiceField[User]":
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        return field

    def clean_organisation_number(self) -> str:
        text: str = self.cleaned_data["organisation_number"]
        if not text:
            return ""
        digits = re.sub(r"[\s-]", "", text)
        if len(digits) == 12 and digits.startswith("16"):
            digits = digits[2:]
        # The third digit is at least 2, which parts it from a person's number (1974:174).
        if not re.fullmatch(r"[1-9]\d[2-9]\d{7}", digits) or not passes_luhn(digits):
            raise ValidationError(
                "Organisationsnumret stämmer inte. Skriv tio siffror, till exempel 556016-0680."
            )
        return f"{digits[:6]}-{digits[6:]}"

    def clean_notice_on(self) -> Any:
        day = self.cleaned_data["notice_on"]
        if day > self.today:
            raise ValidationError(NOTICE_IN_FUTURE)
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("deputy") and values["deputy"] == values.get("responsible"):
            self.add_error("deputy", ValidationError("Välj någon annan än den ansvariga."))
        return values

    def facts(self) -> CaseFacts:
        """The cleaned facts."""
        values = {name: self.cleaned_data[name] for name in CaseFacts.__dataclass_fields__}
        return CaseFacts(**(values | {"trigger": Trigger(values["trigger"])}))


class OpenCaseForm(CaseForm):
    """The facts of a new case, where it belongs and who may see it."""

    field_order = ("title", "municipality")

    title = ShortTextField(
        label="Rubrik",
        max_length=160,
        help_text=(
            "Är det inte känt än? Skriv en neutral rubrik, och välj Ej offentligt längre ner. "
            "Det går att ändra den dag det blir känt."
        ),
    )
    municipality: forms.ModelChoiceField = forms.ModelChoiceField(label="Kommun", queryset=None)
    visibility = forms.ChoiceField(
        label="Synlighet",
        choices=Visibility.choices,
        widget=forms.RadioSelect,
        initial=Visibility.INTERNAL,
        help_text=(
            "Är ärendet ej offentligt vet bara du, den ansvariga och ersättaren att det finns."
        ),
    )
    use_plan = forms.BooleanField(
        label="Utgå från beredskapsplanen",
        required=False,
        help_text="Planens grupper, deltagare och lista för de första dygnen följer med in i ärendet.",
    )
    is_exercise = forms.BooleanField(
        label="Övning",
        required=False,
        help_text=(
            "Märks som övning på varje sida och i varje fil, räknas aldrig med i statistik och kan "
            "raderas helt. Går inte att ändra efteråt."
        ),
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        municipalities: "QuerySet[Organisation]",
        planned: Collection[int],
        **kwargs: Any,
    ) -> None:
        """`planned` are the ids of those municipalities that have a preparedness plan."""
        super().__init__(*args, **kwargs)
        field = self.fields["municipality"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = municipalities
        field.empty_label = None
        self._planned = frozenset(planned)
        if not planned:
            del self.fields["use_plan"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        municipality = values.get("municipality")
        if values.get("use_plan") and municipality and municipality.pk not in self._planned:
            self.add_error("use_plan", f"{municipality.name} har ingen beredskapsplan än.")
        return values


class EditCaseForm(CaseForm):
    """The facts with the version the person saw."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, case: Case, *, officers: Any) -> "EditCaseForm":
        initial = {name: getattr(case, name) for name in CaseFacts.__dataclass_fields__}
        return cls(initial=initial | {"seen_version": case.version}, officers=officers)


class ReasonForm(Form):
    """A change that needs its reason."""

    may_declare = True
    reason = LongTextField(label="Skäl", max_length=1000, rows=3)


class StateForm(ReasonForm):
    """To which state, and why."""

    to = forms.ChoiceField(label="Nytt läge", widget=forms.RadioSelect)
    field_order = ("to", "reason")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        possible = NEXT_STATES[State(case.state)]
        field.choices = [(state.value, STATE_WORDS[state]) for state in State if state in possible]


STATE_WORDS = {
    State.OPEN: "Pågår: arbetet tas upp igen",
    State.PAUSED: "Vilande: inget arbete planeras just nu",
    State.CLOSED: "Avslutat: bara rättelser, uppföljande siffror och svar tas emot",
}


def _as_phase(value: str) -> Phase:
    return Phase(int(value))


class MoveForm(Form):
    """On to the next phase, and why if something is missing."""

    may_declare = True
    sometimes_needed = ("reason",)

    to = forms.TypedChoiceField(
        label="Fas", choices=Phase.choices, coerce=_as_phase, widget=forms.HiddenInput
    )
    reason = LongTextField(
        label="Skäl",
        max_length=1000,
        rows=3,
        required=False,
    )


class MoveBackForm(Form):
    """Back to an earlier phase, and why."""

    may_declare = True
    to = forms.TypedChoiceField(label="Fas", coerce=_as_phase)
    reason = LongTextField(label="Skäl", max_length=1000, rows=3)

    def __init__(self, *args: Any, now: Phase, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="back-%s", **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(p.value, f"{p.value}. {p.label}") for p in Phase if p < now]


class AnswerForm(Form):
    """An answer to one of the guide's questions."""

    may_declare = True
    sometimes_needed = ("text", "reason")
    text = LongTextField(label="Svar", required=False, max_length=20_000, rows=3)
    not_relevant = forms.BooleanField(label="Inte aktuellt", required=False)
    reason = ShortTextField(label="Varför inte aktuellt?", max_length=1000, required=False)
    seen_answer = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("not_relevant") and not values.get("reason") and "reason" not in self.errors:
            self.add_error("reason", ValidationError("Skriv varför frågan inte är aktuell."))
        return values


class AnswerDraftForm(forms.Form):
    """An answer that is being written. Nothing of it is judged, for nothing of it may be lost."""

    once = forms.UUIDField()
    text = forms.CharField(required=False, strip=False)
    not_relevant = forms.BooleanField(required=False)
    reason = forms.CharField(required=False, strip=False)
    seen_answer = forms.IntegerField(required=False)

    @property
    def is_thrown_away(self) -> bool:
        """Whether the button said so."""
        return "slang" in self.data

    def written(self) -> dict[str, str | list[str]]:
        """What to keep; nothing unless something is written or the question is set aside."""
        values = self.cleaned_data
        if not (values["text"].strip() or values["reason"].strip() or values["not_relevant"]):
            return {}
        seen = values["seen_answer"]
        return {
            "text": values["text"],
            "not_relevant": "on" if values["not_relevant"] else "",
            "reason": values["reason"],
            "seen_answer": "" if seen is None else str(seen),
        }


class AssignForm(Form):
    """Who answers a question, and by when."""

    person = PersonChoice(label="Vem svarar?", empty_label="Välj person")
    due_on = SwedishDateField(label="Senast")

    def __init__(self, *args: Any, people: "QuerySet[User]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people


TO_FILL_IN = "…"  # in the ready-worded sentences of guide/content/first_days.toml


class TickForm(Form):
    """What was done about something for the first days, as it goes into the log."""

    may_declare = True
    what = LongTextField(label="Vad har gjorts?", rows=4)
    on = SwedishDateField(label="När?")
    internal = forms.BooleanField(
        label="Endast internt",
        required=False,
        help_text="Loggposten läses då bara av er egen organisation.",
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > self.today:
            raise ValidationError("Dagen ligger i framtiden. Skriv när det gjordes.")
        return day

    def clean_what(self) -> Any:
        what = self.cleaned_data["what"]
        if TO_FILL_IN in what:
            raise ValidationError("Byt ut varje … mot det som stämmer, eller ta bort den delen.")
        return what


class SetAsideForm(Form):
    """Why something for the first days is not relevant."""

    may_declare = True
    reason = ShortTextField(label="Varför inte aktuellt?", max_length=1000)


class CaseFilterForm(FilterForm):
    """What the list of cases shows, and in which order."""

    q = ShortTextField(label="Sök", max_length=100, required=False)
    fas = forms.TypedChoiceField(
        label="Fas",
        choices=[("", "Alla faser"), *Phase.choices],
        coerce=int,
        required=False,
        empty_value=None,
    )
    lage = forms.ChoiceField(
        label="Läge", choices=[("", "Alla lägen"), *State.choices], required=False
    )
    kommun = forms.ChoiceField(label="Kommun", required=False)
    ovningar = forms.ChoiceField(
        label="Övningar",
        choices=[("", "Utan övningar"), ("med", "Också övningar"), ("bara", "Bara övningar")],
        required=False,
    )
    ordning = forms.ChoiceField(
        label="Ordning",
        choices=[
            ("", "Senaste beskedet först"),
            ("rubrik", "Rubrik, A–Ö"),
            ("fas", "Fas"),
            ("aldst", "Äldsta beskedet först"),
        ],
        required=False,
    )

    def __init__(self, *args: Any, municipalities: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kommun"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Alla kommuner"), *((name, name) for name in municipalities)]
