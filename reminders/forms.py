"""Forms: a table of a board's meetings, one meeting, which the list shows, and what to be reminded of."""

import uuid
from typing import Any

from django import forms

from core.forms import FilterForm, Form, ShortTextField, SwedishDateField
from reminders.actions import MeetingDays
from reminders.models import Meeting, ReminderKind

ROWS = 6  # meetings in the table form; half a year of monthly meetings
NOTHING_FILLED_IN = "Fyll i minst ett möte: mötesdag och stoppdatum."
MEETS_WITHOUT_STOP = "Fyll i stoppdatum för mötet."
STOP_WITHOUT_MEETING = "Fyll i mötesdagen."
STOP_AFTER_MEETING = "Stoppdatum ligger efter mötesdagen."
SAME_DAY = "Samma mötesdag står på en rad ovanför."


def _board() -> ShortTextField:
    return ShortTextField(
        label="Nämnd",
        max_length=120,
        help_text="Till exempel kommunstyrelsen.",
        widget=forms.TextInput(attrs={"list": "namnder", "autocomplete": "off"}),
    )


def _check_days(form: Form, meets: str, stop: str) -> MeetingDays | None:
    """The two days of a meeting when both are there and in order; else each fault at its field."""
    meets_on, stop_on = form.cleaned_data.get(meets), form.cleaned_data.get(stop)
    if meets_on and stop_on:
        if stop_on <= meets_on:
            return MeetingDays(meets_on, stop_on)
        form.add_error(stop, STOP_AFTER_MEETING)
    elif meets_on and stop not in form.errors:
        form.add_error(stop, MEETS_WITHOUT_STOP)
    elif stop_on and meets not in form.errors:
        form.add_error(meets, STOP_WITHOUT_MEETING)
    return None


class MeetingsForm(Form):
    """A board's meetings, a row each; rows that are left empty are no meetings."""

    sometimes_needed = tuple(f"{name}_{n}" for n in range(ROWS) for name in ("meets_on", "stop_on"))

    board = _board()
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days: list[MeetingDays] = []

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two fields of each row of the table."""
        return [(self[f"meets_on_{n}"], self[f"stop_on_{n}"]) for n in range(ROWS)]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        self.days, seen = [], set()
        for n in range(ROWS):
            found = _check_days(self, f"meets_on_{n}", f"stop_on_{n}")
            if found and found.meets_on in seen:
                self.add_error(f"meets_on_{n}", SAME_DAY)
            elif found:
                seen.add(found.meets_on)
                self.days.append(found)
        if not self.days and not self.errors:
            self.add_error("meets_on_0", NOTHING_FILLED_IN)
        return values


for _n in range(ROWS):
    for _name, _label in (("meets_on", "Mötesdag"), ("stop_on", "Stoppdatum")):
        MeetingsForm.base_fields[f"{_name}_{_n}"] = SwedishDateField(
            label=f"{_label}, rad {_n + 1}", required=False
        )


class MeetingForm(Form):
    """One meeting that is noted already."""

    board = _board()
    meets_on = SwedishDateField(label="Mötesdag")
    stop_on = SwedishDateField(
        label="Stoppdatum", help_text="Sista dag att lämna det som ska med till mötet."
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        self.days = _check_days(self, "meets_on", "stop_on")
        return values

    @classmethod
    def of(cls, meeting: Meeting) -> "MeetingForm":
        """The form filled in with what is noted."""
        return cls(initial={name: getattr(meeting, name) for name in cls.base_fields})


class MeetingFilterForm(FilterForm):
    """Which meetings the list shows, in which order."""

    q = ShortTextField(label="Nämnd", max_length=100, required=False)
    visa = forms.ChoiceField(
        label="Visa",
        choices=[("", "Kommande"), ("tidigare", "Tidigare"), ("alla", "Alla")],
        required=False,
    )
    ordning = forms.ChoiceField(
        label="Ordning",
        choices=[("", "Första mötet först"), ("sist", "Sista mötet först"), ("namnd", "Nämnd")],
        required=False,
    )

    @property
    def is_filtered(self) -> bool:
        """Whether something else than the coming meetings of all boards is shown."""
        return self.is_valid() and bool(self.cleaned_data["q"] or self.cleaned_data["visa"])


class ReminderForm(Form):
    """The kinds of reminders that a person wants by e-mail."""

    sometimes_needed = ("wanted",)

    wanted = forms.MultipleChoiceField(
        label="Påminn mig om",
        choices=ReminderKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Välj bland alternativen."},
    )

    @classmethod
    def without(cls, muted: set[str]) -> "ReminderForm":
        """The form with all ticked but those that are turned off."""
        return cls(initial={"wanted": [kind for kind in ReminderKind if kind not in muted]})


def new_form() -> MeetingsForm:
    return MeetingsForm(initial={"once": uuid.uuid4()})
