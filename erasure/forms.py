"""Forms for erasing an exercise: the list's filter, and the number written as consent."""

from django import forms

from cases.states import State
from core.forms import FilterForm, Form, ShortTextField


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
