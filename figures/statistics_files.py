"""Reads yearly values out of files as SCB and Kolada export them: CSV or XLSX, wide or long."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from figures.number_fields import parse_decimal

MOST_BYTES = 2_000_000
MOST_ROWS = 5_000
MOST_SERIES = 400
_YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")
_NO_VALUE = {"", "-", "–", ".", "..", "...", "null", "none"}
_YEAR_NAMES = {"år", "year", "period", "tid"}
_VALUE_NAMES = {"värde", "value", "värde totalt", "totalt", "antal", "andel"}


class FileNotUnderstood(ValueError):
    """The file holds no yearly values; the message is a sentence for the person."""


@dataclass(frozen=True)
class Series:
    """Yearly values under one label, such as a municipality and the name of a figure."""

    label: str
    values: tuple[tuple[int, Decimal], ...]


def read_series(name: str, content: bytes) -> list[Series]:
    """The series in a file. Raises FileNotUnderstood.

    Wide: a heading row with years, and a row for each series (SCB's tables, Kolada's "Område 2019
    2020 …"). Long: columns for year and value (Kolada's and SCB's row files).
    """
    if len(content) > MOST_BYTES:
        raise FileNotUnderstood("Filen är för stor. Hämta bara den egna kommunens rader.")
    table = _sheet(content) if name.lower().endswith((".xlsx", ".xlsm")) else _text(content)
    for place, row in enumerate(table):
        if found := _long(row, table[place + 1 :]):
            return found[:MOST_SERIES]
        if found := _wide(table[:place], row, table[place + 1 :]):
            return found[:MOST_SERIES]
    raise FileNotUnderstood(
        "Filen har ingen rad med årtal och inga kolumner för år och värde. "
        "Hämta tabellen som CSV eller Excel från SCB eller Kolada."
    )


def _text(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise FileNotUnderstood("Filen går inte att läsa som text.")
    if "\x00" in text:
        raise FileNotUnderstood("Filen går inte att läsa som text.")
    sample = text[:5000]
    mark = max(";\t,", key=sample.count)
    try:
        rows = csv.reader(StringIO(text, newline=""), delimiter=mark)
        return [
            [cell.strip() for cell in row] for row, _ in zip(rows, range(MOST_ROWS), strict=False)
        ]
    except csv.Error:
        raise FileNotUnderstood("Filen går inte att läsa som CSV.") from None


def _sheet(content: bytes) -> list[list[str]]:
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(max_row=MOST_ROWS, max_col=80, values_only=True)
        return [[_cell(value) for value in row] for row in rows]
    except (InvalidFileException, BadZipFile, KeyError, ValueError, IndexError, OSError):
        raise FileNotUnderstood("Filen går inte att läsa som Excel.") from None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        # Excel keeps every number as a float; its shortest form is what people see.
        return f"{Decimal(repr(value)).normalize():f}"
    return str(value).strip()


def _wide(
    above: Sequence[Sequence[str]], head: Sequence[str], body: Iterable[Sequence[str]]
) -> list[Series]:
    groups = _groups(head)
    if not groups:
        return []
    start = min(place for columns in groups.values() for place in columns)
    title = next((cell for row in above for cell in row if cell), "")
    found, former = [], [""] * start
    for row in body:
        texts = list(row[:start])
        for words, years in groups.items():
            values = [
                (year, n) for place, year in years.items() if (n := _value(row, place)) is not None
            ]
            if not values:
                continue
            # SCB leaves a cell empty when it is the same as in the row above.
            texts = [cell or old for cell, old in zip(texts, former, strict=False)]
            if any(texts):
                former = texts
                found.append(Series(_label([*texts, words], title), tuple(sorted(values))))
    return found


def _groups(head: Sequence[str]) -> dict[str, dict[int, int]]:
    """The columns with a year, by place, under what their headings say besides the year.

    One group without words when no year comes twice; otherwise (men 2022, women 2022, …) a group for
    each. None when that does not part them.
    """
    years = {place: int(m[1]) for place, cell in enumerate(head) if (m := _YEAR.search(cell))}
    if len(set(years.values())) < 2:
        return {}
    if len(set(years.values())) == len(years):
        return {"": years}
    groups: dict[str, dict[int, int]] = {}
    for place, year in years.items():
        words = " ".join(_YEAR.sub(" ", head[place]).split())
        groups.setdefault(words, {})[place] = year
    whole = all(len(set(group.values())) == len(group) for group in groups.values())
    return groups if whole else {}


def _long(head: Sequence[str], body: Sequence[Sequence[str]]) -> list[Series]:
    names = [re.sub(r"[()]", "", cell).strip().lower() for cell in head]
    year_at = next((i for i, name in enumerate(names) if name in _YEAR_NAMES), None)
    if year_at is None:
        return []
    value_at = next((i for i, name in enumerate(names) if name in _VALUE_NAMES), None)
    named = ""
    if value_at is None:
        # SCB's files for processing name the last column after what is counted.
        value_at, named = len(head) - 1, head[-1]
        if value_at == year_at or not _is_of_numbers(body, value_at):
            return []
    grouped: dict[str, dict[int, Decimal]] = {}
    for row in body:
        year = _YEAR.fullmatch(row[year_at]) if len(row) > year_at else None
        value = _value(row, value_at)
        if year and value is not None:
            texts = [cell for i, cell in enumerate(row) if i not in (year_at, value_at)]
            grouped.setdefault(_label(texts, named), {})[int(year[1])] = value
    return [Series(label, tuple(sorted(values.items()))) for label, values in grouped.items()]


def _is_of_numbers(body: Sequence[Sequence[str]], place: int) -> bool:
    cells = [row[place] for row in body if len(row) > place]
    told = [cell for cell in cells if cell.lower() not in _NO_VALUE]
    return bool(told) and all(parse_decimal(cell) is not None for cell in told)


def _label(texts: Iterable[str], title: str) -> str:
    parts = [text for text in texts if text and text.lower() not in _NO_VALUE]
    return ", ".join(dict.fromkeys([*parts, *([title] if title else [])]))[:300] or "Utan namn"


def _value(row: Sequence[str], place: int) -> Decimal | None:
    text = row[place] if place < len(row) else ""
    return None if text.lower() in _NO_VALUE else parse_decimal(text)


def best_first(series: Iterable[Series], words: Iterable[str]) -> list[Series]:
    """Those whose label has most of `words` (the municipality, the indicator) first."""
    wanted = [word.casefold() for word in words if len(word) > 2]
    return sorted(series, key=lambda s: -sum(word in s.label.casefold() for word in wanted))


def values_as_text(series: Series) -> str:
    """The values as a form field carries them: "2019=77.5;2020=78.1"."""
    return ";".join(f"{year}={value:f}" for year, value in series.values)


def values_from_text(text: str) -> list[tuple[int, Decimal]]:
    """The values of such a field. Raises FileNotUnderstood when they are not whole."""
    found = []
    for part in filter(None, text.split(";")):
        year, _, number = part.partition("=")
        value = parse_decimal(number)
        if not _YEAR.fullmatch(year) or value is None:
            raise FileNotUnderstood("Värdena går inte att läsa. Hämta filen en gång till.")
        found.append((int(year), value))
    return found
