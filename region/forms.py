"""The form for a county report."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Organisation
from core.forms import FilterForm, Form, LongTextField, ShortTextField, SwedishDateField
from region.request import CountyRequest


class CountyReportForm(Form):
    """What is chosen and written for one county report."""

    region = forms.ChoiceField(label="Region")
    period_from = SwedishDateField(label="Period från")
    period_to = SwedishDateField(
        label="Period till",
        help_text="Stoppdatum: det som hänt till och med den här dagen tas med.",
    )
    recipient = ShortTextField(
        label="Mottagare", max_length=160, help_text="Till exempel Regeringskansliet."
    )
    situation = LongTextField(
        label="Varselläge",
        required=False,
        help_text="Egna ord. Ärendena och talen läggs till automatiskt.",
    )
    actions = LongTextField(
        label="Vidtagna åtgärder",
        required=False,
        help_text="Egna ord. Insatser som startade och avslutades läggs till automatiskt.",
    )
    results = LongTextField(
        label="Uppnådda resultat",
        required=False,
        help_text="Egna ord. Hur det har gått för de varslade läggs till automatiskt.",
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, regions: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regions = {str(region.pk): region for region in regions}
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, region.name) for key, region in self.regions.items()]
        if len(regions) == 1:
            field.widget, field.required = forms.HiddenInput(), False

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("period_from"), values.get("period_to")
        if first and last and last < first:
            self.add_error("period_to", ValidationError("Period till ligger före period från."))
        return values

    def clean_period_to(self) -> date:
        day: date = self.cleaned_data["period_to"]
        if day > self.today:
            raise ValidationError("Dagen ligger i framtiden. Välj i dag eller en tidigare dag.")
        return day

    @property
    def chosen_region(self) -> Organisation:
        """The region of the cleaned form."""
        return self.regions[self.cleaned_data["region"] or next(iter(self.regions))]

    def request(self) -> CountyRequest:
        """What the cleaned form asks for."""
        values = self.cleaned_data
        return CountyRequest(
            period_from=values["period_from"],
            period_to=values["period_to"],
            recipient=values["recipient"],
            situation=values["situation"],
            actions=values["actions"],
            results=values["results"],
        )


class CountyReportFilter(FilterForm):
    """Which of the issued reports the list shows."""

    mottagare = ShortTextField(label="Mottagare", max_length=160, required=False)
    ordning = forms.ChoiceField(
        label="Ordning",
        required=False,
        choices=[("", "Nyast först"), ("aldst", "Äldst först")],
    )


class CountyDiaryNumberForm(Form):
    """The number a report got when the region's registrar entered it."""

    diary_number = ShortTextField(label="Diarienummer", max_length=40)
