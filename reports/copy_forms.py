"""The form for a disclosure copy: what is masked, by which provision, and who decided."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.forms import Form, ShortTextField
from reports.copies import PartsOfSection
from reports.provisions import OTHER, PROVISIONS, is_provision

BETWEEN = "|"


class Choices(forms.MultipleChoiceField):
    """Some of the report's parts. `known` are the keys of all of them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.known: frozenset[str] = frozenset()

    def valid_value(self, value: str) -> bool:
        return value in self.known


class MaskedChoices(Choices):
    """Parts that are masked already, each with its provision: `post-3|OSL 21 kap. 1 §`."""

    widget = forms.MultipleHiddenInput

    def valid_value(self, value: str) -> bool:
        key, _, provision = value.partition(BETWEEN)
        return key in self.known and is_provision(provision)


class CopyForm(Form):
    """Parts are chosen a few at a time, each time with a provision; what is chosen goes along."""

    may_declare = True
    sometimes_needed = ("provision", "other_provision", "decided_by", "confirmed")

    masked = MaskedChoices(label="Maskat")
    part = Choices(label="Delar att maska")
    undo = Choices(label="Delar att ta tillbaka")
    provision = forms.ChoiceField(
        label="Lagrum",
        required=False,
        choices=[
            ("", "Välj lagrum"),
            *((key, f"{key}, {about}") for key, about in PROVISIONS.items()),
            (OTHER, "Annat lagrum"),
        ],
    )
    other_provision = ShortTextField(
        label="Annat lagrum",
        max_length=60,
        required=False,
        help_text="Till exempel OSL 39 kap. 2 §.",
    )
    decided_by = ShortTextField(
        label="Beslutat av",
        max_length=160,
        required=False,
        help_text="Namn och befattning på den som har beslutat vad som maskas.",
    )
    confirmed = forms.BooleanField(
        label="Jag har läst ställena ovan. De får lämnas ut.", required=False
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sections: list[PartsOfSection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = [part.key for section in sections for part in section.parts]
        wholes = [section.whole.key for section in sections if section.whole]
        self.known = frozenset(parts + wholes)
        for field in self.fields.values():
            if isinstance(field, Choices):
                field.known = self.known

    def clean_other_provision(self) -> str:
        text = " ".join(self.cleaned_data["other_provision"].split())
        if text and not is_provision(text):
            raise ValidationError("Skriv lagrummet så här: OSL 39 kap. 2 §.")
        return text

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("part"):
            if not values.get("provision") and "provision" not in self.errors:
                self.add_error("provision", ValidationError("Välj lagrum för det du har markerat."))
            if values.get("provision") == OTHER and not values.get("other_provision"):
                if "other_provision" not in self.errors:
                    self.add_error("other_provision", ValidationError("Skriv lagrummet."))
        return values

    @property
    def masks(self) -> dict[str, str]:
        """What is masked so far; what cannot be read is left out."""
        posted = self.data.getlist("masked") if hasattr(self.data, "getlist") else []
        pairs = (each.partition(BETWEEN) for each in posted)
        return {
            key: provision
            for key, _, provision in pairs
            if key in self.known and is_provision(provision)
        }

    @property
    def chosen(self) -> dict[str, str]:
        """What is masked when what was just marked and taken back is counted in."""
        values = self.cleaned_data
        provision = values["provision"]
        provision = values["other_provision"] if provision == OTHER else provision
        masks = self.masks | dict.fromkeys(values["part"], provision)
        return {key: said for key, said in masks.items() if key not in values["undo"]}
