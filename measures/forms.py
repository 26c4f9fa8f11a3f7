"""Forms for planning measures and main activities, and for moving them on."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from core.forms import (
    FilterForm,
    Form,
    LongTextField,
    PersonChoice,
    ShortTextField,
    SwedishDateField,
)
from guide.load import guide
from guide.model import MeasureGroup
from measures.actions import ActivityFacts, Direction, MeasureFacts
from measures.models import MainActivity, Measure
from measures.queries import NOBODY
from measures.states import NEXT_STATES, State

CATALOGUE_TITLES = "katalogens-insatser"  # id of the datalist

STATE_WORDS = {
    State.IDEA: "Idé: ett förslag som inte är beslutat",
    State.DECIDED: "Beslutad: ska göras men har inte börjat",
    State.ONGOING: "Pågår: arbetet har börjat",
    State.DONE: "Genomförd: arbetet är klart",
    State.CANCELLED: "Avbruten: insatsen blir inte av",
    State.HANDED_OVER: "Överlämnad: någon annan tar över",
}


class PlanForm(Form):
    """What measures and main activities have in common: who and when."""

    may_declare = True
    responsible = PersonChoice(label="Ansvarig", empty_label="Ingen ansvarig än", required=False)
    planned_start = SwedishDateField(label="Planerad start", required=False)
    planned_end = SwedishDateField(label="Planerat slut", required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["responsible"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        start, end = values.get("planned_start"), values.get("planned_end")
        if start and end and end < start:
            self.add_error("planned_end", "Planerat slut ligger före planerad start.")
        return values


class MeasureForm(PlanForm):
    """A measure's facts, and what the law asks of one that favours a single company."""

    sometimes_needed = ("group", "exceptional_reasons", "judged_by", "judged_on")

    field_order = ("title", "group")

    title = ShortTextField(
        label="Insats",
        max_length=160,
        widget=forms.TextInput(attrs={"list": CATALOGUE_TITLES, "autocomplete": "off"}),
        help_text="Välj ur guidens katalog eller skriv egna ord.",
    )
    group = forms.ChoiceField(
        label="Grupp", choices=[("", "Välj grupp"), *MeasureGroup.choices], required=False
    )
    partners = ShortTextField(
        label="Samverkansparter",
        max_length=300,
        required=False,
        help_text="Till exempel Arbetsförmedlingen, Almi, facken.",
    )
    description = LongTextField(label="Beskrivning", required=False)
    target = ShortTextField(
        label="Mål",
        max_length=500,
        required=False,
        help_text="Vad insatsen ska leda till, helst så att det går att räkna.",
    )
    favours_single_company = forms.BooleanField(
        label="Riktas till ett enskilt företag",
        required=False,
        help_text="Då behövs synnerliga skäl (kommunallagen 2 kap. 8 §).",
    )
    exceptional_reasons = LongTextField(label="Synnerliga skäl", required=False)
    judged_by = ShortTextField(
        label="Bedömt av",
        max_length=160,
        required=False,
        help_text="Den som har prövat skälen, till exempel kommunjuristen.",
    )
    judged_on = SwedishDateField(label="Bedömt den", required=False)
    catalogue_key = forms.SlugField(widget=forms.HiddenInput, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        self._take_from_catalogue(values)
        if not values.get("group") and "group" not in self.errors:
            self.add_error("group", "Välj grupp.")
        if values.get("favours_single_company"):
            self._ask_for_reasons(values)
        elif any(values.get(name) for name in ("exceptional_reasons", "judged_by", "judged_on")):
            self.add_error(
                "favours_single_company",
                "Kryssa i rutan om insatsen riktas till ett enskilt företag, "
                "eller töm fälten om skälen.",
            )
        return values

    def clean_catalogue_key(self) -> str:
        """A key nobody knows is no fault of the person's."""
        key = self.cleaned_data["catalogue_key"]
        return key if key in {entry.key for entry in guide().measures} else ""

    def clean_judged_on(self) -> Any:
        day = self.cleaned_data["judged_on"]
        if day and day > self.today:
            raise ValidationError("Dagen för bedömningen ligger i framtiden.")
        return day

    def _take_from_catalogue(self, values: dict[str, Any]) -> None:
        """A title from the list brings the entry's key and, where none is chosen, its group."""
        for entry in guide().measures:
            if entry.title == values.get("title"):
                values["catalogue_key"] = entry.key
                values["group"] = values.get("group") or entry.group.value

    def _ask_for_reasons(self, values: dict[str, Any]) -> None:
        for name, sentence in (
            ("exceptional_reasons", "Skriv vilka synnerliga skäl som finns."),
            ("judged_by", "Skriv vem som har bedömt skälen."),
            ("judged_on", "Skriv vilken dag skälen bedömdes."),
        ):
            if not values.get(name) and name not in self.errors:
                self.add_error(name, sentence)

    def facts(self) -> MeasureFacts:
        """The cleaned facts."""
        names = [name for name in MeasureFacts.__dataclass_fields__ if name in self.cleaned_data]
        values = {name: self.cleaned_data[name] for name in names}
        return MeasureFacts(**(values | {"group": MeasureGroup(values["group"])}))

    @property
    def asks_for_reasons(self) -> bool:
        """Whether the questions on support to one company stand open."""
        asked = ("favours_single_company", "exceptional_reasons", "judged_by", "judged_on")
        return any(self[name].value() or self[name].errors for name in asked)


class EditMeasureForm(MeasureForm):
    """A measure's facts as they are changed later, with the outcome."""

    outcome = ShortTextField(
        label="Utfall", max_length=1000, required=False, help_text="Vad insatsen har lett till."
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, measure: Measure, *, people: Any) -> "EditMeasureForm":
        """The form filled in with what the measure says now."""
        names = list(MeasureFacts.__dataclass_fields__)
        initial = {name: getattr(measure, name) for name in names}
        return cls(initial=initial | {"seen_version": measure.version}, people=people)

    def in_words(self, name: str) -> str:
        """What the field says, as a person would write it."""
        value = self[name].value()
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            people: Any = field.queryset
            chosen = people.filter(pk=value).first() if value else None
            return chosen.name if chosen else "–"
        if isinstance(field, forms.BooleanField):
            return "Ja" if value else "Nej"
        if isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            return str(dict(choices).get(value, "–"))
        return str(value or "–").replace("\r\n", "\n")


class StateForm(Form):
    """Which state comes next, from which day, and what the record wants to know."""

    may_declare = True
    sometimes_needed = ("reason", "handed_over_to")

    to = forms.TypedChoiceField(
        label="Nytt läge",
        choices=[(state.value, STATE_WORDS[state]) for state in State],
        coerce=State,
        widget=forms.RadioSelect,
    )
    on = SwedishDateField(label="Från och med")
    reason = LongTextField(
        label="Skäl",
        max_length=1000,
        rows=3,
        required=False,
        help_text="Behövs när insatsen avbryts. Läses bara av kommunerna i ärendet.",
    )
    handed_over_to = ShortTextField(
        label="Överlämnas till",
        max_length=160,
        required=False,
        help_text="Behövs när insatsen överlämnas. Läses av alla som ser ärendet.",
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only the widget is narrowed: a second click must reach the action, which knows its key.
        possible = NEXT_STATES[State(measure.state)]
        field = self.fields["to"]
        assert isinstance(field.widget, forms.RadioSelect)
        field.widget.choices = [(s.value, STATE_WORDS[s]) for s in State if s in possible]

    def clean_on(self) -> Any:
        return _not_ahead(self.cleaned_data["on"], self)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("to") == State.CANCELLED and not values.get("reason"):
            if "reason" not in self.errors:
                self.add_error("reason", "Skriv varför insatsen avbryts.")
        if values.get("to") == State.HANDED_OVER and not values.get("handed_over_to"):
            if "handed_over_to" not in self.errors:
                self.add_error("handed_over_to", "Skriv vem som tar över insatsen.")
        return values


class ActivityForm(PlanForm):
    """A main activity: what, who and when."""

    field_order = ("title",)

    title = ShortTextField(label="Huvudaktivitet", max_length=160)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, activity: MainActivity, *, people: Any) -> "ActivityForm":
        """The form filled in with what the main activity says now."""
        names = list(ActivityFacts.__dataclass_fields__)
        return cls(initial={name: getattr(activity, name) for name in names}, people=people)

    def facts(self) -> ActivityFacts:
        """The cleaned facts."""
        names = ActivityFacts.__dataclass_fields__
        return ActivityFacts(**{name: self.cleaned_data[name] for name in names})


class DoneForm(Form):
    """The day a main activity was done."""

    on = SwedishDateField(label="Klar den")
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_on(self) -> Any:
        return _not_ahead(self.cleaned_data["on"], self)


class MoveForm(Form):
    """Up or down."""

    direction = forms.ChoiceField(choices=[("up", "Upp"), ("down", "Ner")])

    def which(self) -> Direction:
        """The cleaned direction."""
        return "up" if self.cleaned_data["direction"] == "up" else "down"


class PlanFilterForm(FilterForm):
    """Which measures the list shows."""

    grupp = forms.ChoiceField(
        label="Grupp", choices=[("", "Båda grupperna"), *MeasureGroup.choices], required=False
    )
    lage = forms.ChoiceField(
        label="Läge", choices=[("", "Alla lägen"), *State.choices], required=False
    )
    ansvarig = forms.ChoiceField(label="Ansvarig", required=False)

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ansvarig"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Alla"),
            (NOBODY, "Ingen ansvarig"),
            *((str(person.pk), person.name) for person in people),
        ]

    def wanted(self) -> dict[str, Any]:
        """What was asked for; what is not understood is left aside."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def _not_ahead(day: Any, form: Form) -> Any:
    if day > form.today:
        raise ValidationError("Dagen ligger i framtiden.")
    return day
