"""Forms for a case's plan: which measures it shows, and who adopted it."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from cases.models import Group
from core.forms import FilterForm, Form, ShortTextField, SwedishDateField
from guide.model import MeasureGroup
from measures.states import State
from reports.plan_actions import Adoption
from reports.plan_queries import NOBODY


class AdoptForm(Form):
    """When the plan was adopted, and by whom: one of the case's `groups`, or someone in words."""

    may_declare = True
    sometimes_needed: Collection[str] = ("group", "body")

    adopted_on = SwedishDateField(label="Antagen den")
    group = forms.TypedChoiceField(label="Antagen av", required=False, coerce=int, empty_value=None)
    body = ShortTextField(
        label="Eller av någon annan",
        max_length=160,
        required=False,
        help_text="Till exempel kommunstyrelsen.",
    )
    diary_number = ShortTextField(label="Diarienummer", max_length=40, required=False)
    seen_sha256 = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, groups: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._groups = {group.pk: group for group in groups}
        field = self.fields["group"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Ingen grupp i ärendet"),
            *((group.pk, group.name) for group in groups),
        ]

    def clean_adopted_on(self) -> date:
        day: date = self.cleaned_data["adopted_on"]
        if day > self.today:
            raise ValidationError("Dagen ligger i framtiden.")
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        group, body = values.get("group"), values.get("body")
        if group and body:
            self.add_error("body", "Välj en grupp eller skriv någon annan, inte båda.")
        if not group and not body and not {"group", "body"} & set(self.errors):
            self.add_error("group", "Välj eller skriv vem som antog planen.")
        return values

    def adoption(self) -> Adoption:
        """The cleaned facts."""
        values = self.cleaned_data
        return Adoption(
            adopted_on=values["adopted_on"],
            group=self._groups.get(values["group"]),
            body=values["body"],
            diary_number=values["diary_number"],
        )


class PlanFilterForm(FilterForm):
    """Which measures the plan shows, and in which order. `people` answer for some."""

    grupp = forms.ChoiceField(
        label="Grupp", choices=[("", "Båda grupperna"), *MeasureGroup.choices], required=False
    )
    lage = forms.ChoiceField(
        label="Läge",
        choices=[
            ("", "Alla lägen"),
            *((value, label) for value, label in State.choices if value != State.CANCELLED),
        ],
        required=False,
    )
    ansvarig = forms.ChoiceField(label="Ansvarig", required=False)
    ordning = forms.ChoiceField(
        label="Ordning",
        choices=[
            ("", "Planens ordning"),
            ("start", "Planerad start"),
            ("slut", "Planerat slut"),
            ("insats", "Insats"),
            ("ansvarig", "Ansvarig"),
        ],
        required=False,
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
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
