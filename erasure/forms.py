"""Forms for erasing: the list's filter, an exercise's number as consent, a contact's wish."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cases.states import State
from core.forms import FilterForm, Form, ShortTextField, SwedishDateField


class ExerciseFilterForm(FilterForm):
    """Which exercises, and in which order."""

    lage = forms.ChoiceField(
        label="Läge", choices=[("", "Alla lägen"), *State.choices], required=False
    )
    ordning = forms.ChoiceField(
        label="Ordning",
        choices=[
            ("", "Senast öppnade först"),
            ("aldst", "Äldsta först"),
            ("nummer", "Nummer"),
        ],
        required=False,
    )


class EraseForm(Form):
    """The number of the exercise, so that the right one is erased."""

    written = ShortTextField(
        label="Övningens nummer",
        max_length=20,
        help_text="Skriv numret för att visa att du vill radera just den övningen.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)


class EraseContactForm(Form):
    """When the person asked to be erased."""

    asked_on = SwedishDateField(
        label="Begärdes", help_text="Dagen då personen bad om att uppgifterna raderas."
    )

    def clean_asked_on(self) -> Any:
        day = self.cleaned_data["asked_on"]
        if day > self.today:
            raise ValidationError("Dagen ligger i framtiden.")
        return day
