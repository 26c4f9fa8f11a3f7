"""Forms for suppliers: what is known of one, and which the list shows."""

from typing import Any

from django import forms

from core.forms import FilterForm, Form, ShortTextField, SwedishDateField
from figures.categories import MOST_PERSONS
from figures.models import Supplier
from figures.number_fields import SwedishDecimalField
from figures.supplier_actions import SupplierFacts
from figures.supplier_states import SupplierState


def _persons(label: str, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_PERSONS,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class SupplierForm(Form):
    """What is known of a supplier."""

    may_declare = True

    name = ShortTextField(label="Företag", max_length=160)
    organisation_number = ShortTextField(label="Organisationsnummer", max_length=11, required=False)
    municipality = ShortTextField(label="Ort", max_length=80, required=False)
    state = forms.ChoiceField(label="Läge", choices=SupplierState.choices)
    turnover_share = SwedishDecimalField(
        label="Andel av omsättningen, procent",
        max_digits=4,
        decimal_places=1,
        min_value=0,
        max_value=100,
        required=False,
        help_text="Hur stor del av företagets försäljning som går till arbetsgivaren.",
    )
    employees = _persons("Anställda")
    jobs_at_risk = _persons("Hotade jobb", "Så många som företaget tror kan behöva sluta.")
    redundant = _persons("Uppsagda")
    redundant_on = SwedishDateField(label="Dag för uppsägningarna", required=False)
    contact = ShortTextField(
        label="Kontakt i arbetet",
        max_length=200,
        required=False,
        help_text="Namn, befattning och telefon till arbetet. Läses bara av kommunerna i ärendet.",
    )
    note = ShortTextField(label="Anteckning", max_length=500, required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        day = values.get("redundant_on")
        if day and day > self.today:
            self.add_error("redundant_on", "Dagen ligger i framtiden.")
        if values.get("redundant") and not day and "redundant_on" not in self.errors:
            self.add_error("redundant_on", "Skriv vilken dag uppsägningarna gjordes.")
        staff, risk = values.get("employees"), values.get("jobs_at_risk")
        if staff is not None and risk is not None and risk > staff:
            self.add_error("jobs_at_risk", "De hotade jobben är fler än de anställda.")
        return values

    def facts(self) -> SupplierFacts:
        """The cleaned facts."""
        names = SupplierFacts.__dataclass_fields__
        values = {name: self.cleaned_data[name] for name in names}
        return SupplierFacts(**(values | {"state": SupplierState(values["state"])}))

    @classmethod
    def of(cls, supplier: Supplier) -> "SupplierForm":
        """The form filled in with what is known now."""
        initial = {name: getattr(supplier, name) for name in SupplierFacts.__dataclass_fields__}
        return cls(initial=initial | {"seen_version": supplier.version})


class SupplierFilterForm(FilterForm):
    """Which suppliers the list shows, in which order."""

    lage = forms.ChoiceField(
        label="Läge", choices=[("", "Alla lägen"), *SupplierState.choices], required=False
    )
    ordning = forms.ChoiceField(
        label="Ordning",
        choices=[("", "Namn"), ("jobb", "Flest hotade jobb"), ("andel", "Störst andel")],
        required=False,
    )
