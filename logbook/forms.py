"""The forms of the logbook: the quick log, a correction, the filter."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from cases.models import Case
from core.dates import DateNotUnderstood
from core.forms import FilterForm, Form, LongTextField, ShortTextField, SwedishDateField
from guide.phases import Phase
from logbook import queries
from logbook.actions import Wording
from logbook.events import SYSTEM_KINDS, Audience
from logbook.file_field import AttachmentsField, FormFiles, files_to_correct
from logbook.models import LogEntry
from logbook.search import LONGEST, Search
from logbook.when import parse_when, when_text
from measures.models import MainActivity, Measure

FOLDED = ("participants", "result", "next_step", "next_step_on", "next_step_by", "internal")
WHOLE_CASE = "Ärendet som helhet"


class EntryForm(Form):
    """What an entry says. `places` are the measures of the case with their main activities."""

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
    attachments = AttachmentsField()
    internal = forms.BooleanField(
        label="Endast internt",
        required=False,
        help_text="Läses bara av din egen kommun. Kommer aldrig med i rapporter eller delningar.",
    )

    def __init__(self, *args: Any, case: Case, places: list[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        self.form_files = FormFiles()
        self._choices("place", _place_choices(places))
        self._choices("next_step_by", [("", "Jag själv"), *queries.people_in(case)])

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def is_unfolded(self) -> bool:
        """Whether the folded part holds a value or an error."""
        return any(self[name].value() or name in self.errors for name in FOLDED)

    @property
    def has_files(self) -> bool:
        """Whether the part with files holds any, or something is wrong with one."""
        return bool(self.form_files.rows) or "attachments" in self.errors

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
        if values["next_step_on"]:
            chosen = values["next_step_by"]
            waits_for = queries.person(chosen) if chosen else author
        return Wording(
            what=values["what"],
            happened_from=first,
            happened_to=last,
            participants=values["participants"],
            result=values["result"],
            next_step=values["next_step"],
            next_step_on=values["next_step_on"],
            next_step_by=waits_for,
            internal=values["internal"],
            measure=measure,
            main_activity=activity,
        )

    @property
    def audience(self) -> Audience | None:
        """The readers of what is logged beside the entry: its own, when it is internal."""
        return Audience.ORGANISATION if self.cleaned_data["internal"] else None

    def _place(self, value: str) -> tuple[Measure | None, MainActivity | None]:
        for measure in self.places:
            if value == f"m{measure.pk}":
                return measure, None
            for activity in measure.main_activities.all():
                if value == f"a{activity.pk}":
                    return measure, activity
        return None, None


class QuickLogForm(EntryForm):
    """A new entry."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)


class CorrectionForm(EntryForm):
    """A new wording of an entry, with the reason and the version the person saw."""

    correction_reason = ShortTextField(label="Skäl till rättelsen", max_length=500)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, entry: LogEntry, *, case: Case, places: list[Measure]) -> "CorrectionForm":
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
        form = cls(initial=initial, case=case, places=places)
        form.form_files = files_to_correct(entry.attachments.all(), case)
        return form


# What the choices of a period reach back to, seen from today.
PERIODS: dict[str, tuple[str, Callable[[date], tuple[date, date | None]]]] = {
    "vecka": ("Senaste veckan", lambda today: (today - timedelta(days=6), None)),
    "4-veckor": ("Senaste 4 veckorna", lambda today: (today - timedelta(days=27), None)),
    "3-manader": ("Senaste 3 månaderna", lambda today: (today - timedelta(days=91), None)),
    "i-ar": ("I år", lambda today: (date(today.year, 1, 1), None)),
    "forra-aret": (
        "Förra året",
        lambda today: (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    ),
}
KINDS: list[Any] = [
    ("", "Anteckningar"),
    (queries.EVERYTHING, "Anteckningar och det systemet noterar"),
    (queries.SYSTEM_ONLY, "Bara det systemet noterar"),
    ("Av det systemet noterar", [(kind.key, kind.label) for kind in SYSTEM_KINDS.values()]),
]
PHASES: list[Any] = [
    ("", "Alla faser"),
    *((str(phase.value), f"{phase.value}. {phase.label}") for phase in Phase),
    (queries.BEFORE_PHASES, "Innan ärendet öppnades"),
]


@dataclass(frozen=True)
class Chosen:
    """A choice in a filter as a page tells it, with the field that takes it away again."""

    field: str
    label: str
    value: str


class EntryFilterForm(FilterForm):
    """Which log entries to show: by words, period, kind and phase. Every field may be empty.

    Cleaned, it is what `queries.filtered` wants: `search`, `first` and `last` besides the fields.
    """

    q = ShortTextField(label="Sök efter", max_length=LONGEST, required=False)
    period = forms.ChoiceField(
        label="Period",
        required=False,
        choices=[("", "Hela tiden"), *((key, label) for key, (label, _) in PERIODS.items())],
    )
    fran = SwedishDateField(label="Från", required=False)
    till = SwedishDateField(label="Till", required=False)
    slag = forms.ChoiceField(label="Visa", required=False, choices=KINDS)
    fas = forms.ChoiceField(label="Ärendets fas då", required=False, choices=PHASES)

    def __init__(self, *args: Any, sees_steps: Q | bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sees_steps = sees_steps

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("fran"), values.get("till")
        if first and last and last < first:
            self.add_error("till", ValidationError("Till-dagen ligger före från-dagen."))
        if period := values.get("period"):
            began, ended = PERIODS[period][1](self.today)
            first = max(filter(None, (first, began)))
            last = min(filter(None, (last, ended)), default=None)
        search = Search.of(values.get("q") or "")
        return values | {
            "first": first,
            "last": last,
            "search": search,
            "sees_steps": self.sees_steps,
        }

    @property
    def chosen(self) -> list[Chosen]:
        """What the form asks for, in words."""
        if not self.is_valid():
            return []
        asked = [(name, self.cleaned_data.get(name)) for name in self.fields]
        return [
            Chosen(name, str(self.fields[name].label), self._words(name, value))
            for name, value in asked
            if value
        ]

    def _words(self, name: str, value: object) -> str:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            return f"”{value}”" if name == "q" else str(value)
        choices: Any = field.choices
        for key, label in choices:
            group = label if isinstance(label, list | tuple) else [(key, label)]
            for inner, words in group:
                if str(inner) == str(value):
                    return str(words)
        return str(value)

    @property
    def is_unfolded(self) -> bool:
        """Whether a choice beside the words is made, or something in it is wrong."""
        return any(choice.field != "q" for choice in self.chosen) or any(
            name != "q" for name in self.errors
        )

    @property
    def marks(self) -> "re.Pattern[str] | None":
        """What to mark in the texts that are found."""
        return self.cleaned_data["search"].pattern if self.is_valid() else None

    @property
    def is_wordless(self) -> bool:
        """Whether something was searched for, but nothing that can be found."""
        return self.is_valid() and bool(self.cleaned_data["q"]) and not self.cleaned_data["search"]


class LogFilterForm(EntryFilterForm):
    """What the logbook of a case shows. `measures` come with their main activities."""

    insats = forms.ChoiceField(label="Insats eller huvudaktivitet", required=False)
    person = forms.TypedChoiceField(
        label="Skriven av", required=False, coerce=int, empty_value=None
    )

    field_order = ("q", "period", "fran", "till", "insats", "person", "slag", "fas")

    def __init__(
        self,
        *args: Any,
        measures: list[Measure],
        people: list[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = "Sök i loggboken"
        self._choices(
            "insats", [("", "Alla"), (queries.WHOLE_CASE, WHOLE_CASE), *_places(measures)]
        )
        self._choices("person", [("", "Alla"), *people])

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def quick_log_form(case: Case, user: User, *, place: str = "") -> QuickLogForm:
    """An empty quick log: today, and the place used last."""
    places = queries.places_in(case)
    initial = {
        "when": timezone.localdate().isoformat(),
        "place": place or queries.last_place(case, user),
        "once": uuid.uuid4(),
    }
    return QuickLogForm(initial=initial, case=case, places=places)


def _place_choices(places: list[Measure]) -> list[Any]:
    choices: list[Any] = [("", WHOLE_CASE)]
    for measure in places:
        activities = [(f"a{a.pk}", f"{a.number}. {a.title}") for a in measure.main_activities.all()]
        choices.append((measure.title, [*activities, (f"m{measure.pk}", "Insatsen i övrigt")]))
    return choices


def _places(measures: list[Measure]) -> list[Any]:
    """Measures to choose among, each whole or by main activity."""
    return [
        (
            measure.title,
            [
                (f"m{measure.pk}", "Hela insatsen"),
                *((f"a{a.pk}", f"{a.number}. {a.title}") for a in measure.main_activities.all()),
            ],
        )
        for measure in measures
    ]
