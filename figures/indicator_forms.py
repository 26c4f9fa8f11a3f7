"""Forms for indicators: what is measured, the value of a year, a file from SCB or Kolada."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.forms import Form, ShortTextField, SwedishDateField
from figures.categories import MOST_PERSONS
from figures.headcount_forms import not_ahead
from figures.indicator_actions import IndicatorFacts, Observed
from figures.indicator_rules import EARLIEST_YEAR, LATEST_YEAR
from figures.models import Indicator
from figures.number_fields import SwedishDecimalField
from figures.statistics_files import (
    MOST_BYTES,
    FileNotUnderstood,
    Series,
    read_series,
    values_from_text,
)
from figures.units import Better, Unit


def _year(label: str, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=EARLIEST_YEAR,
        max_value=LATEST_YEAR,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def value_field(label: str, *, required: bool = False, **kwargs: Any) -> SwedishDecimalField:
    """A value of an indicator or a goal: up to two decimals."""
    return SwedishDecimalField(
        label=label, required=required, max_digits=14, decimal_places=2, **kwargs
    )


def jobs_field() -> forms.IntegerField:
    """The number of jobs behind a share."""
    return forms.IntegerField(
        label="Antal jobb",
        required=False,
        min_value=0,
        max_value=MOST_PERSONS * 10,
        help_text="Jobben bakom andelen, för att den ska gå att tolka.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class IndicatorForm(Form):
    """What is measured, from where it starts and where it should go."""

    may_declare = True

    name = ShortTextField(label="Indikator", max_length=160)
    unit = forms.ChoiceField(label="Enhet", choices=Unit.choices)
    better = forms.ChoiceField(label="Riktning", choices=Better.choices)
    source = ShortTextField(label="Källa", max_length=160, required=False)
    baseline = value_field("Utgångsläge")
    baseline_year = _year("År för utgångsläget")
    baseline_jobs = jobs_field()
    target = value_field("Målvärde")
    target_year = _year("Målår")
    is_followed = forms.BooleanField(label="Följs", required=False, initial=True)
    catalogue_key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for value, year, sentence in (
            ("baseline", "baseline_year", "Skriv både värde och år för utgångsläget."),
            ("target", "target_year", "Skriv både målvärde och målår."),
        ):
            if {value, year} & set(self.errors):
                continue
            if (values.get(value) is None) != (values.get(year) is None):
                self.add_error(value if values.get(value) is None else year, sentence)
        began = values.get("baseline_year")
        if began and began > self.today.year:
            self.add_error("baseline_year", "Året ligger i framtiden.")
        return values

    def facts(self) -> IndicatorFacts:
        """The cleaned facts."""
        names = IndicatorFacts.__dataclass_fields__
        values = {name: self.cleaned_data[name] for name in names}
        kinds = {"unit": Unit(values["unit"]), "better": Better(values["better"])}
        return IndicatorFacts(**(values | kinds))

    @classmethod
    def of(cls, indicator: Indicator) -> "IndicatorForm":
        """The form filled in with what the indicator says now."""
        names = IndicatorFacts.__dataclass_fields__
        initial = {name: getattr(indicator, name) for name in names}
        return cls(initial=initial | {"seen_version": indicator.version})


class ObservationForm(Form):
    """The value of a year."""

    may_declare = True

    year = _year("År", required=True)
    value = value_field("Värde", required=True)
    jobs = jobs_field()
    source = ShortTextField(label="Källa", max_length=160, required=False)
    read_on = SwedishDateField(label="Hämtat den")
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_year(self) -> Any:
        year = self.cleaned_data["year"]
        if year > self.today.year:
            raise ValidationError("Året har inte varit än.")
        return year

    def clean_read_on(self) -> Any:
        return not_ahead(self.cleaned_data["read_on"], self)

    def observed(self) -> Observed:
        """The cleaned value."""
        values = self.cleaned_data
        return Observed(year=values["year"], value=values["value"], jobs=values["jobs"])


class NoticeShareForm(Form):
    """What the notice's share is counted of; read from the address, nothing is saved."""

    forvarvsarbetande = forms.IntegerField(
        label="Förvärvsarbetande i kommunen",
        min_value=1,
        max_value=MOST_PERSONS * 10,
        help_text="Enligt SCB. Andelen och källan fylls i under Nytt värde.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class StatisticsFileForm(Form):
    """A file as SCB or Kolada export it."""

    file = forms.FileField(
        label="Fil från SCB eller Kolada",
        help_text="CSV eller Excel, högst 2 MB. Inget sparas förrän du har valt rad.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise ValidationError("Filen är för stor. Hämta bara den egna kommunens rader.")
        try:
            self.series: list[Series] = read_series(upload.name, upload.read())
        except FileNotUnderstood as error:
            raise ValidationError(str(error)) from None
        return upload


class ChosenSeriesForm(Form):
    """The series of a file that was chosen, with its values in the form itself."""

    values = ShortTextField(label="Värden", max_length=4000, widget=forms.HiddenInput)
    file_name = ShortTextField(label="Fil", max_length=160, widget=forms.HiddenInput)
    source = ShortTextField(label="Källa", max_length=160, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_values(self) -> list[Observed]:
        try:
            found = values_from_text(self.cleaned_data["values"])
        except FileNotUnderstood as error:
            raise ValidationError(str(error)) from None
        return [Observed(year=year, value=value) for year, value in found]
