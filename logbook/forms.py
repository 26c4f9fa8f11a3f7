"""The forms of the logbook: the quick log, a correction, the filter."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from cases.models import Case
from core.dates import DateNotUnderstood
from core.forms import FilterForm, Form, LongTextField, ShortTextField, SwedishDateField
from logbook import queries
from logbook.actions import Wording
from logbook.circle import Circle, circle_of
from logbook.events import Audience
from logbook.models import LogEntry
from logbook.steps import LATE, MINE, OpenStep
from logbook.when import parse_when, when_text
from measures.models import MainActivity, Measure

STEP = ("next_step", "next_step_on", "next_step_by")
FOLDED = ("participants", "result", *STEP, "internal")
WHOLE_CASE = "Ärendet som helhet"


class EntryForm(Form):
    """What an entry says. `places` are the measures of the case with their main activities.

    Those who are not inside the case, its guests, write no next steps: these, and the people they
    wait for, are the municipalities' own.
    """

    may_declare = True

    what = LongTextField(label="Vad har gjorts?", rows=3)
    when = ShortTextField(
        label="När?",
        max_length=60,
        help_text="En dag eller en period: idag, igår, 12/3, 2026-03-01, 3–5 mars 2026, juni 2016.",
    )
    place = forms.ChoiceField(label="Huvudaktivitet", required=False)
    participants = ShortTextField(
        label="Medverkande",
        max_length=500,
        required=False,
        help_text="Helst roller och organisationer i stället för namn.",
    )
    result = LongTextField(label="Resultat", required=False, rows=2)
    next_step = ShortTextField(label="Nästa steg", max_length=500, required=False)
    next_step_on = SwedishDateField(label="Senast", required=False)
    next_step_by = forms.TypedChoiceField(label="Vem", required=False, coerce=int, empty_value=None)
    internal = forms.BooleanField(
        label="Endast internt",
        required=False,
        help_text="Läses bara av din egen kommun. Kommer aldrig med i rapporter eller delningar.",
    )

    def __init__(
        self,
        *args: Any,
        case: Case,
        places: list[Measure],
        is_inside: bool = True,
        waits_for: User | None = None,
        circle: Circle | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        self.circle = circle or circle_of(case)
        self._choices("place", _place_choices(places))
        if is_inside:
            people = list(self.circle.people)
            # Whom a step waits for now may have left, and is not to be swapped for someone else.
            if waits_for and waits_for.pk not in dict(people):
                people.append((waits_for.pk, waits_for.name))
            self._choices("next_step_by", [("", "Jag själv"), *people])
        else:
            for name in STEP:
                del self.fields[name]

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def is_unfolded(self) -> bool:
        """Whether the folded part holds a value or an error."""
        folded = [name for name in FOLDED if name in self.fields]
        return any(self[name].value() or name in self.errors for name in folded)

    def clean_when(self) -> tuple[date, date]:
        try:
            return parse_when(self.cleaned_data["when"], self.today)
        except DateNotUnderstood as error:
            raise ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        told_more = values.get("next_step_on") or values.get("next_step_by")
        if told_more and not values.get("next_step") and "next_step" not in self.errors:
            self.add_error("next_step", ValidationError("Skriv vad nästa steg är."))
        if values.get("next_step_by") and not values.get("next_step_on"):
            if "next_step_on" not in self.errors:
                self.add_error(
                    "next_step_on", ValidationError("Skriv vilken dag det ska vara gjort.")
                )
        return values

    def wording(self, author: User) -> Wording:
        """What the cleaned form says; a next step with a day and no person is the author's own."""
        values = self.cleaned_data
        first, last = values["when"]
        measure, activity = self._place(values["place"])
        waits_for = None
        if values.get("next_step_on"):
            chosen = values["next_step_by"]
            waits_for = queries.person(chosen) if chosen else author
        return Wording(
            what=values["what"],
            happened_from=first,
            happened_to=last,
            participants=values["participants"],
            result=values["result"],
            next_step=values.get("next_step", ""),
            next_step_on=values.get("next_step_on"),
            next_step_by=waits_for,
            internal=values.get("internal", False),
            measure=measure,
            main_activity=activity,
        )

    @property
    def audience(self) -> Audience | None:
        """The readers of what is logged beside the entry: its own, when it is internal."""
        return Audience.ORGANISATION if self.cleaned_data.get("internal") else None

    def _place(self, value: str) -> tuple[Measure | None, MainActivity | None]:
        for measure in self.places:
            if value == f"m{measure.pk}":
                return measure, None
            for activity in measure.main_activities.all():
                if value == f"a{activity.pk}":
                    return measure, activity
        return None, None


class QuickLogForm(EntryForm):
    """A new entry. `closing` is the next step that it closes."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    closes = forms.UUIDField(widget=forms.HiddenInput, required=False)
    closing: OpenStep | None = None


class CorrectionForm(EntryForm):
    """A new wording of an entry, with the reason and the version the person saw."""

    correction_reason = ShortTextField(label="Skäl till rättelsen", max_length=500)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(
        cls,
        entry: LogEntry,
        data: Any = None,
        *,
        case: Case,
        circle: Circle,
        is_inside: bool,
        may_hide: bool,
        is_closed: bool,
    ) -> "CorrectionForm":
        """What `entry` says now, or what was written instead.

        A step that `is_closed` stays as it is; only its own organisation `may_hide` an entry.
        """
        initial = {
            "what": entry.what,
            "when": when_text(entry.happened_from, entry.happened_to),
            "place": queries.place_of(entry),
            "participants": entry.participants,
            "result": entry.result,
            "next_step": entry.next_step,
            "next_step_on": entry.next_step_on,
            "next_step_by": entry.next_step_by_id,
            "internal": entry.is_internal,
            "seen_version": entry.version,
        }
        form = cls(
            data,
            initial=initial,
            case=case,
            places=queries.places_in(case),
            circle=circle,
            is_inside=is_inside,
            waits_for=entry.next_step_by,
        )
        if not may_hide:
            del form.fields["internal"]
        if is_closed and is_inside:
            for name in STEP:
                form.fields[name].disabled = True
            form.fields[
                "next_step"
            ].help_text = (
                "Nästa steg är klart och ändras inte. Skriv det som ska göras nu i en ny loggpost."
            )
        return form


class StepFilterForm(FilterForm):
    """Which open next steps to show."""

    visa = forms.ChoiceField(
        label="Visa",
        required=False,
        choices=[("", "Allas"), (MINE, "Mina"), (LATE, "Försenade")],
    )
    person = forms.TypedChoiceField(label="Väntar på", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Alla"), *people]


class LogFilterForm(FilterForm):
    """What the logbook shows."""

    q = ShortTextField(label="Sök i loggboken", max_length=100, required=False)
    fran = SwedishDateField(label="Från", required=False)
    till = SwedishDateField(label="Till", required=False)
    insats = forms.TypedChoiceField(label="Insats", required=False, coerce=int, empty_value=None)
    person = forms.TypedChoiceField(
        label="Skriven av", required=False, coerce=int, empty_value=None
    )
    system = forms.BooleanField(label="Visa systemets anteckningar", required=False)

    def __init__(
        self,
        *args: Any,
        measures: list[tuple[int, str]],
        people: list[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, first, choices in (
            ("insats", "Alla insatser", measures),
            ("person", "Alla", people),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", first), *choices]


def quick_log_form(
    case: Case,
    user: User,
    *,
    is_inside: bool = True,
    place: str | None = None,
    closing: OpenStep | None = None,
) -> QuickLogForm:
    """An empty quick log: today, and the place used last, or what closes a next step.

    Give `place` when it is known, to save a query.
    """
    initial: dict[str, Any] = {
        "when": timezone.localdate().isoformat(),
        "place": queries.last_place(case, user) if place is None else place,
        "once": uuid.uuid4(),
    }
    if closing:
        initial |= {
            "what": closing.suggestion,
            "place": queries.place_of(closing.entry),
            "internal": closing.entry.is_internal,
            "closes": closing.entry.entry,
        }
    places = queries.places_in(case)
    form = QuickLogForm(initial=initial, case=case, places=places, is_inside=is_inside)
    form.closing = closing
    return form


def _place_choices(places: list[Measure]) -> list[Any]:
    choices: list[Any] = [("", WHOLE_CASE)]
    for measure in places:
        activities = [(f"a{a.pk}", f"{a.number}. {a.title}") for a in measure.main_activities.all()]
        choices.append((measure.title, [*activities, (f"m{measure.pk}", "Insatsen i övrigt")]))
    return choices
