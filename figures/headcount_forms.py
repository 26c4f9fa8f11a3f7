"""Forms for figures: a wave, one row of numbers, rows pasted from a spreadsheet."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.forms import Form, LongTextField, ShortTextField, SwedishDateField
from figures.categories import HELP, MOST_PERSONS, USUAL_SOURCES, Category
from figures.headcount_actions import HeadcountFacts
from figures.models import Headcount, NoticeWave
from figures.paste import Pasted, PastedRow, read_rows, wave_numbered

SOURCES_LIST = "vanliga-kallor"  # id of the datalist
LONGEST_SOURCE = 120


def not_ahead(day: Any, form: Form) -> Any:
    """The day, unless it has not come yet."""
    if day > form.today:
        raise ValidationError("Dagen ligger i framtiden.")
    return day


class WaveForm(Form):
    """A wave's name and day."""

    may_declare = True

    name = ShortTextField(label="Namn", max_length=80, help_text="Till exempel Första varslet.")
    noticed_on = SwedishDateField(label="Dag för varslet")
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_noticed_on(self) -> Any:
        return not_ahead(self.cleaned_data["noticed_on"], self)


def _persons(category: Category) -> forms.IntegerField:
    return forms.IntegerField(
        label=str(category.label),
        required=False,
        min_value=0,
        max_value=MOST_PERSONS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "title": HELP[category]}),
    )


def _other_source(category: Category) -> ShortTextField:
    return ShortTextField(
        label=f"Källa för {str(category.label).lower()}",
        required=False,
        max_length=LONGEST_SOURCE,
        widget=forms.TextInput(attrs={"list": SOURCES_LIST}),
    )


class CountsForm(Form):
    """One source's numbers on a day; each number may have a source of its own."""

    may_declare = True

    counted_on = SwedishDateField(label="Dag")
    source = ShortTextField(
        label="Källa",
        max_length=LONGEST_SOURCE,
        widget=forms.TextInput(attrs={"list": SOURCES_LIST, "autocomplete": "off"}),
    )
    notified_count = _persons(Category.NOTIFIED)
    withdrawn_count = _persons(Category.WITHDRAWN)
    dismissed_count = _persons(Category.DISMISSED)
    resigned_count = _persons(Category.RESIGNED)
    reemployed_count = _persons(Category.REEMPLOYED)
    in_education_count = _persons(Category.IN_EDUCATION)
    self_employed_count = _persons(Category.SELF_EMPLOYED)
    retired_count = _persons(Category.RETIRED)
    unemployed_count = _persons(Category.UNEMPLOYED)
    unknown_count = _persons(Category.UNKNOWN)
    source_notified_count = _other_source(Category.NOTIFIED)
    source_withdrawn_count = _other_source(Category.WITHDRAWN)
    source_dismissed_count = _other_source(Category.DISMISSED)
    source_resigned_count = _other_source(Category.RESIGNED)
    source_reemployed_count = _other_source(Category.REEMPLOYED)
    source_in_education_count = _other_source(Category.IN_EDUCATION)
    source_self_employed_count = _other_source(Category.SELF_EMPLOYED)
    source_retired_count = _other_source(Category.RETIRED)
    source_unemployed_count = _other_source(Category.UNEMPLOYED)
    source_unknown_count = _other_source(Category.UNKNOWN)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    # An empty number says that the source does not give it; "valfritt" ten times says nothing.
    sometimes_needed = tuple(
        name for category in Category for name in (category.value, f"source_{category.value}")
    )
    usual_sources = USUAL_SOURCES

    def clean_counted_on(self) -> Any:
        return not_ahead(self.cleaned_data["counted_on"], self)

    @property
    def numbers(self) -> list[forms.BoundField]:
        """The ten fields of the row, in order."""
        return [self[category.value] for category in Category]

    @property
    def other_sources(self) -> list[forms.BoundField]:
        return [self[f"source_{category.value}"] for category in Category]

    @property
    def has_other_sources(self) -> bool:
        """Whether the sources of single numbers stand open."""
        return any(field.value() or field.errors for field in self.other_sources)

    def facts(self) -> HeadcountFacts:
        """The cleaned facts."""
        values = self.cleaned_data
        return HeadcountFacts(
            counted_on=values["counted_on"],
            source=values["source"],
            counts={category: values[category.value] for category in Category},
            sources={category: values[f"source_{category.value}"] for category in Category},
        )

    @staticmethod
    def initial_of(row: Headcount) -> dict[str, Any]:
        """What the form says when it is filled in from a row."""
        numbers = {category.value: row.count(category) for category in Category}
        others = {f"source_{name}": who for name, who in row.sources.items()}
        return {"source": row.source, **numbers, **others}


class HeadcountForm(CountsForm):
    """A new row, for one of the case's waves."""

    field_order = ("wave",)

    wave = forms.ChoiceField(label="Varselomgång")

    def __init__(self, *args: Any, waves: Sequence[NoticeWave], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["wave"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(wave.number), wave.name) for wave in waves]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        names = {category.value for category in Category}
        if not names & set(self.errors) and all(values.get(name) is None for name in names):
            self.add_error(Category.NOTIFIED.value, "Skriv minst ett tal.")
        return values


class CorrectionForm(CountsForm):
    """New numbers in the place of a row. Without numbers the row is taken away."""

    field_order = ("correction_reason",)

    correction_reason = ShortTextField(
        label="Skäl till rättelsen",
        max_length=500,
        help_text="Den tidigare raden går fortfarande att läsa.",
    )


class PasteForm(Form):
    """Rows as they were copied from a spreadsheet, and what they do not say themselves."""

    may_declare = True

    text = LongTextField(
        label="Rader",
        rows=8,
        help_text=(
            "Kopiera raderna i Excel och klistra in dem här. Kolumnerna är dag, de tio talen i "
            "tabellens ordning och källa, eller så kommer en rubrikrad först."
        ),
    )
    wave = forms.ChoiceField(label="Varselomgång, om raderna inte säger annat")
    source = ShortTextField(
        label="Källa, om raderna inte säger annat",
        required=False,
        max_length=LONGEST_SOURCE,
        widget=forms.TextInput(attrs={"list": SOURCES_LIST, "autocomplete": "off"}),
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    usual_sources = USUAL_SOURCES

    def __init__(self, *args: Any, waves: Sequence[NoticeWave], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waves = {wave.number: wave for wave in waves}
        self.names = {wave.number: wave.name for wave in waves}
        self.pasted: Pasted | None = None
        field = self.fields["wave"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(wave.number), wave.name) for wave in waves]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if self.errors:
            return values
        self.pasted = read_rows(values["text"], today=self.today)
        for row in self.pasted.rows:
            self._complete(row, values)
        faults = list(self.pasted.faults)
        faults += [f"Rad {row.line}: {fault}" for row in self.pasted.rows for fault in row.faults]
        for fault in faults[:10]:
            self.add_error("text", fault)
        return values

    def _complete(self, row: PastedRow, values: dict[str, Any]) -> None:
        """Take wave and source from the form where the row has none, and look at what is left."""
        if row.wave and wave_numbered(row.wave, self.names) is None:
            row.faults.append(f"Det finns ingen varselomgång som heter ”{row.wave[:40]}”.")
        elif not row.wave:
            row.wave = values["wave"]
        row.source = row.source or values["source"]
        if not row.source:
            row.faults.append("Källan saknas. Skriv den i raden eller i fältet under.")
        if row.day and row.day > self.today:
            row.faults.append("Dagen ligger i framtiden.")
        if all(count is None for count in row.counts.values()):
            row.faults.append("Raden har inga tal.")

    def wave_of(self, row: PastedRow) -> NoticeWave:
        """The wave that a row without faults belongs to."""
        number = wave_numbered(row.wave, self.names)
        assert number is not None
        return self.waves[number]

    def facts(self) -> list[tuple[NoticeWave, HeadcountFacts]]:
        """What each row says, with its wave."""
        assert self.pasted is not None
        return [
            (
                self.wave_of(row),
                HeadcountFacts(counted_on=row.day, source=row.source, counts=row.counts),
            )
            for row in self.pasted.rows
            if row.day
        ]
