"""The form for noting a day of the case."""

import uuid
from datetime import date
from typing import Any

from django import forms

from core.forms import Form, ShortTextField, SwedishDateField
from figures import clock_rules
from figures.clock_kinds import DateKind, kinds_to_note


class NoteDateForm(Form):
    """What happened or is to happen, on which day, and how that is known."""

    may_declare = True
    sometimes_needed = ("on",)

    kind = forms.ChoiceField(label="Vad gäller dagen?")
    on = SwedishDateField(label="Dag", required=False)
    source = ShortTextField(
        label="Hur vet vi det?",
        max_length=300,
        help_text="Till exempel protokoll, mejl från företaget eller den som sade det.",
    )
    is_withdrawn = forms.BooleanField(
        label="Dagen gäller inte längre",
        required=False,
        help_text="Tar bort dagen från klockan. Det som var noterat finns kvar att läsa.",
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, closed_on: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.closed_on = closed_on
        kinds = kinds_to_note(is_closed=closed_on is not None)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Välj"), *((kind.value, kind.label) for kind in kinds)]

    @classmethod
    def empty(cls, wanted: str, *, closed_on: date | None) -> "NoteDateForm":
        """A fresh form, with the kind of day chosen if it is one of them."""
        kind = wanted if wanted in DateKind.values else ""
        return cls(initial={"kind": kind, "once": uuid.uuid4()}, closed_on=closed_on)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        day: date | None = values.get("on")
        if values.get("is_withdrawn"):
            values["on"] = None
        elif day is None and "on" not in self.errors:
            self.add_error("on", "Fyll i dag.")
        elif day and values.get("kind"):
            kind = DateKind(values["kind"])
            for reason in clock_rules.blockers_to_day(
                kind=kind, on=day, today=self.today, closed_on=self.closed_on
            ):
                self.add_error("on", reason)
        return values
