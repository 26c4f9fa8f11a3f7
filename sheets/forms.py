"""The forms of taking entries from a file: the file, its columns, what is to be saved."""

import hashlib
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from core.forms import FilterForm, Form
from core.text import personal_number_in
from measures.models import Measure
from sheets.columns import heading_text
from sheets.days import shortened
from sheets.matching import Matching, Target, blockers_to_match
from sheets.places import Unknown, choices_for
from sheets.preview import Preview
from sheets.reading.grid import MAX_BYTES, Sheet, cell_text, column_letter

LONGEST_NAME = 160
EXAMPLES = 3
HEADING_ROWS = 20
TARGETS = [(target.value, target.label) for target in Target]


class FileForm(Form):
    """An Excel workbook or a CSV file. What it is shows in its content, not in its name."""

    file = forms.FileField(
        label="Fil",
        help_text="Excel-arbetsbok (.xlsx) eller CSV, högst 5 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise ValidationError(
                "Filen är större än 5 MB. Ta bort bilder och blad som inte behövs, eller dela upp den."
            )
        if refusal := personal_number_in(file.name or "", "Filens namn"):
            raise ValidationError(refusal)
        return file

    @property
    def file_name(self) -> str:
        """The name as it is kept: one line, and not longer than the log has room for."""
        name = "".join(c if c.isprintable() else " " for c in self.cleaned_data["file"].name or "")
        path = PurePath(" ".join(name.split()) or "fil")
        return path.stem[: LONGEST_NAME - len(path.suffix[:10])] + path.suffix[:10]


class SheetForm(FilterForm):
    """Which sheet of the file, and which of its rows has the headings."""

    blad = forms.TypedChoiceField(label="Blad", coerce=int, required=False, empty_value=None)
    rubrikrad = forms.TypedChoiceField(
        label="Rad med rubriker", coerce=int, required=False, empty_value=None
    )

    def __init__(
        self, *args: Any, sheets: Sequence[Sheet], labels: Sequence[str], shown: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        usable = [(n, label) for n, label in enumerate(labels) if not sheets[n].fault]
        self._choices("blad", usable)
        rows = [(0, "Ingen rubrikrad")]
        for row in sheets[shown].rows[:HEADING_ROWS]:
            rows.append((row.number, f"Rad {row.number}: {_line(row.cells)}"))
        self._choices("rubrikrad", rows)
        if len(usable) < 2:
            del self.fields["blad"]

    def _choices(self, name: str, choices: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def _line(cells: Sequence[Any], most: int = 60) -> str:
    return shortened(" | ".join(cell_text(cell) for cell in cells if cell is not None), most)


class MatchingForm(Form):
    """What each column of one sheet holds, and how its rows are read."""

    sheet = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    heading = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    year = forms.IntegerField(
        label="År för dagar utan år",
        required=False,
        min_value=1950,
        max_value=2100,
        help_text="Används för dagar som 12/3 när året inte står i en rubrik ovanför dem.",
    )
    splits = forms.BooleanField(
        label="Dela celler med flera händelser",
        required=False,
        help_text="”12/3 möte med facket; 15/3 beslut” blir två loggposter med var sin dag.",
    )
    opens_steps = forms.BooleanField(
        label="Nästa steg utan dag blir öppna i ärendet",
        required=False,
        help_text="Annars står de som text i resultatet. Nästa steg vars dag har gått står alltid där.",
    )
    internal = forms.BooleanField(
        label="Endast internt",
        required=False,
        help_text="Alla loggposter ur bladet läses bara av din egen kommun.",
    )

    def __init__(self, *args: Any, shown: Sheet, heading: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = range(shown.width)
        rows = [row for row in shown.rows if row.number > heading]
        for column in self.columns:
            texts = dict.fromkeys(_line([row.cell(column)], 40) for row in rows[:40])
            examples = [text for text in texts if text][:EXAMPLES]
            title = heading_text(shown, heading, column) or "utan rubrik"
            field = forms.ChoiceField(
                label=f"Kolumn {column_letter(column)}: {shortened(title, 60)}",
                choices=TARGETS,
                required=False,
                help_text=f"Till exempel: {' · '.join(examples)}" if examples else "Tom kolumn.",
            )
            field.says_optional = False  # type: ignore[attr-defined]
            field.widget.attrs["class"] = "ds-input"
            field.error_messages["invalid_choice"] = "Välj ett av alternativen."
            self.fields[f"column_{column}"] = field

    @classmethod
    def of(cls, matching: Matching, shown: Sheet) -> "MatchingForm":
        columns = {f"column_{n}": target.value for n, target in matching.columns.items()}
        values = {
            name: getattr(matching, name)
            for name in ("sheet", "heading", "year", "splits", "opens_steps", "internal")
        }
        return cls(initial=columns | values, shown=shown, heading=matching.heading)

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column_{column}"] for column in self.columns]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for blocker in blockers_to_match(self._targets(), splits=bool(values.get("splits"))):
            self.add_error(None, blocker)
        return values

    def _targets(self) -> dict[int, Target]:
        chosen = {column: self.cleaned_data.get(f"column_{column}", "") for column in self.columns}
        return {column: Target(value) for column, value in chosen.items() if value}

    def matching(self, places: dict[str, str]) -> Matching:
        """What the cleaned form says. `places` are the choices made on the preview before."""
        values = self.cleaned_data
        return Matching(
            sheet=values["sheet"],
            heading=values["heading"],
            columns=self._targets(),
            year=values["year"],
            splits=values["splits"],
            internal=values["internal"],
            opens_steps=values["opens_steps"],
            places=places,
        )


class ImportForm(Form):
    """Where entries of unknown measures stand, and that rows which cannot be read are passed over."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    skip = forms.BooleanField(required=False)

    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preview = preview
        measures = list(preview.plan.measures.values())
        self.unknown = {field_name(unknown): unknown for unknown in preview.unknown}
        for name, unknown in self.unknown.items():
            self.fields[name] = _place_field(unknown, measures, preview.plan.choices)
        if count := len(preview.unreadable):
            self.fields["skip"].label = f"Hoppa över det som inte går att läsa ({count})"
        else:
            del self.fields["skip"]

    @property
    def place_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.unknown]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for name in self.unknown:
            if name not in self.data:
                self.add_error(name, "Välj var loggposterna ska stå.")
        if "skip" in self.fields and not values.get("skip"):
            self.add_error(
                "skip",
                "Rätta filen och välj den på nytt, eller kryssa i att det som inte går att läsa "
                "hoppas över.",
            )
        return values


def field_name(unknown: Unknown) -> str:
    """A name that is the same each time the page is made."""
    return f"place_{hashlib.sha256(unknown.key.encode()).hexdigest()[:12]}"


def posted_places(form: "ImportForm") -> dict[str, str]:
    """The choices that were sent, by the words of the file; what was never offered is left out."""
    chosen = {}
    for name, unknown in form.unknown.items():
        field, value = form.fields[name], form.data.get(name)
        if value is not None and isinstance(field, forms.ChoiceField) and field.valid_value(value):
            chosen[unknown.key] = value
    return chosen


def _place_field(unknown: Unknown, measures: Sequence[Measure], choices: Any) -> forms.ChoiceField:
    many = f"{unknown.entries} loggposter" if unknown.entries > 1 else "1 loggpost"
    field = forms.ChoiceField(
        label=f"{unknown.label} ({many})",
        choices=list(choices_for(unknown, measures)),
        initial=choices.get(unknown.key, ""),
        required=False,
    )
    field.says_optional = False  # type: ignore[attr-defined]
    field.widget.attrs["class"] = "ds-input"
    field.error_messages["invalid_choice"] = "Välj ett av alternativen."
    return field
