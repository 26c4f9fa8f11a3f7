"""The filters of the logbook: which entries to show, and which next steps."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from core.forms import FilterForm, ShortTextField, SwedishDateField
from guide.phases import Phase
from logbook import queries
from logbook.events import SYSTEM_KINDS
from logbook.queries import Place
from logbook.search import LONGEST, Search
from logbook.steps import LATE, MINE

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
PERIOD_CHOICES: list[Any] = [
    ("", "Hela tiden"),
    *((key, label) for key, (label, _) in PERIODS.items()),
]
NEWER, NEWER_LABEL = "nytt", "Nytt sedan jag var här sist"
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
        choices=PERIOD_CHOICES,
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
        if (period := values.get("period")) in PERIODS:
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
    """What the logbook of a case shows. `places` are the measures with their main activities."""

    insats = forms.ChoiceField(label="Insats eller huvudaktivitet", required=False)
    person = forms.TypedChoiceField(
        label="Skriven av", required=False, coerce=int, empty_value=None
    )

    field_order = ("q", "period", "fran", "till", "insats", "person", "slag", "fas")

    def __init__(
        self,
        *args: Any,
        places: list[Place],
        people: list[tuple[int, str]],
        newer: Q | None = None,
        **kwargs: Any,
    ) -> None:
        """`newer` tells what is new to the reader, who has been here before."""
        super().__init__(*args, **kwargs)
        self.newer = newer
        if newer is not None:
            self._choices("period", [*PERIOD_CHOICES, (NEWER, NEWER_LABEL)])
        self.fields["q"].label = "Sök i loggboken"
        self._choices(
            "insats",
            [("", "Alla"), (queries.WHOLE_CASE, queries.WHOLE_CASE_LABEL), *_whole_or_part(places)],
        )
        self._choices("person", [("", "Alla"), *people])

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        return values | {"newer": self.newer if values.get("period") == NEWER else None}

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def _whole_or_part(places: list[Place]) -> list[Any]:
    """Measures to choose among, each whole or by main activity."""
    return [
        (
            place.measure.title,
            [
                (f"m{place.measure.pk}", "Hela insatsen"),
                *((f"a{a.pk}", f"{a.number}. {a.title}") for a in place.activities),
            ],
        )
        for place in places
    ]
