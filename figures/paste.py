"""Reads rows of figures that were copied out of a spreadsheet. Pure."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import StringIO

from core.dates import DateNotUnderstood, parse_day
from figures.categories import MOST_PERSONS, Category

MOST_ROWS = 200
DAY, WAVE, SOURCE = "day", "wave", "source"
# What people call the columns, in small letters.
_NAMES: dict[str, str | Category] = {
    "dag": DAY,
    "datum": DAY,
    "varsel": WAVE,
    "varselomgång": WAVE,
    "omgång": WAVE,
    "källa": SOURCE,
    "slutat själva": Category.RESIGNED,
    "egen begäran": Category.RESIGNED,
    "sagt upp sig": Category.RESIGNED,
    "arbete": Category.REEMPLOYED,
    "nytt jobb": Category.REEMPLOYED,
    "nya jobb": Category.REEMPLOYED,
    "i arbete": Category.REEMPLOYED,
    "studerar": Category.IN_EDUCATION,
    "studerande": Category.IN_EDUCATION,
    "utbildning": Category.IN_EDUCATION,
    "företag": Category.SELF_EMPLOYED,
    "egen firma": Category.SELF_EMPLOYED,
    "pensionerade": Category.RETIRED,
    "avtalspension": Category.RETIRED,
    "arbetslös": Category.UNEMPLOYED,
    "inskrivna": Category.UNEMPLOYED,
    "flyttat/okänt": Category.UNKNOWN,
    "okänt": Category.UNKNOWN,
    "okända": Category.UNKNOWN,
    "flyttat": Category.UNKNOWN,
    **{str(category.label).lower(): category for category in Category},
}
ORDER: tuple[str | Category, ...] = (DAY, *Category, SOURCE)
_NOTHING = {"", "-", "–", "?", "okänt", "okänd", "uppgift saknas", ".", ".."}
# 1 234 and 1.234 are thousands; 12.5 is no count of persons.
_NUMBER = re.compile(r"\d{1,3}(?:[\s.]\d{3})+|\d+")
_EMPTY_DECIMALS = re.compile(r"[.,]0{1,2}$")


@dataclass
class PastedRow:
    """A row as it was read, and what could not be read in it. `line` counts from 1."""

    line: int
    day: date | None = None
    wave: str = ""
    source: str = ""
    counts: dict[Category, int | None] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Pasted:
    """All rows, what was wrong with the whole, and the headings of columns that are left out."""

    rows: tuple[PastedRow, ...]
    faults: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        return bool(self.rows) and not self.faults and not any(row.faults for row in self.rows)


def read_rows(text: str, *, today: date) -> Pasted:
    """The rows in `text`, with tabs or semicolons between cells.

    A first line with headings may name the columns in any order; otherwise they are day, the ten
    numbers in their order, and perhaps the source. An empty cell, a dash or "okänt" is no number.
    """
    lines = [(place, cells) for place, cells in enumerate(_cells(text), start=1) if any(cells)]
    if not lines:
        return Pasted((), ("Klistra in minst en rad.",))
    headings = [_NAMES.get(cell.lower().rstrip(":")) for cell in lines[0][1]]
    has_headings = DAY in headings or sum(h is not None for h in headings) >= 3
    columns = headings if has_headings else list(ORDER)
    if has_headings and DAY not in columns:
        return Pasted((), ("Rubrikraden har ingen kolumn som heter Dag eller Datum.",))
    if len([c for c in columns if c]) != len({c for c in columns if c}):
        return Pasted((), ("Två kolumner har samma rubrik.",))
    body = lines[1:] if has_headings else lines
    if len(body) > MOST_ROWS:
        return Pasted((), (f"Klistra in högst {MOST_ROWS} rader åt gången.",))
    if not body:
        return Pasted((), ("Under rubrikraden finns inga rader.",))
    left_out = tuple(
        cell for cell, column in zip(lines[0][1], columns, strict=False) if cell and column is None
    )
    return Pasted(
        tuple(_row(place, cells, columns, today) for place, cells in body), left_out=left_out
    )


def _cells(text: str) -> list[list[str]]:
    mark = "\t" if "\t" in text else ";"
    reader = csv.reader(StringIO(text, newline=""), delimiter=mark)
    try:
        return [[cell.strip().strip("\N{NO-BREAK SPACE}") for cell in line] for line in reader]
    except csv.Error:
        return [[cell.strip() for cell in line.split(mark)] for line in text.splitlines()]


def _row(
    place: int, cells: Sequence[str], columns: Sequence[str | Category | None], today: date
) -> PastedRow:
    row = PastedRow(place)
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        row.faults.append(f"Raden har {len(cells)} celler, men det finns {len(columns)} kolumner.")
    for column, cell in zip(columns, cells, strict=False):
        if column == DAY:
            _take_day(row, cell, today)
        elif column == WAVE:
            row.wave = cell
        elif column == SOURCE:
            row.source = cell[:120]
        elif isinstance(column, Category):
            _take_count(row, column, cell)
    if row.day is None and not row.faults:
        row.faults.append("Raden har ingen dag.")
    return row


def _take_day(row: PastedRow, cell: str, today: date) -> None:
    if not cell:
        row.faults.append("Raden har ingen dag.")
        return
    try:
        row.day = parse_day(cell, today)
    except DateNotUnderstood as error:
        row.faults.append(f"Dagen ”{cell[:30]}”: {error}")


def _take_count(row: PastedRow, category: Category, cell: str) -> None:
    if cell.lower() in _NOTHING:
        row.counts[category] = None
        return
    text = _EMPTY_DECIMALS.sub("", cell)
    if not _NUMBER.fullmatch(text) or int(re.sub(r"\D", "", text)) > MOST_PERSONS:
        row.faults.append(f"{category.label}: ”{cell[:30]}” är inte ett antal.")
        return
    row.counts[category] = int(re.sub(r"\D", "", text))


def wave_numbered(wanted: str, names: Mapping[int, str]) -> int | None:
    """The wave's number that a cell means: "2", "Varsel 2" or its name. None when it is no wave."""
    text = wanted.strip().casefold()
    for number, name in names.items():
        if text == name.casefold():
            return number
    digits = re.fullmatch(r"(?:varsel|omgång|varselomgång)?\s*(\d{1,3})", text)
    return int(digits[1]) if digits and int(digits[1]) in names else None
