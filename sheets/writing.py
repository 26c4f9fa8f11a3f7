"""Writes the log as an Excel workbook or as CSV, row by row, with exactly the text that is stored."""

import csv
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import TextIOWrapper
from typing import IO, Any
from uuid import UUID

import xlsxwriter
from django.utils import timezone
from xlsxwriter.worksheet import Worksheet

from core.cells import guarded
from core.days import day_words
from logbook.models import LogEntry
from logbook.queries import Row

Value = str | int | date | datetime | None

MOST_IN_CELL = 32_767  # UTF-16 units; Excel has no room for more
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
EXCEL_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width in characters, and what stands in it."""

    label: str
    width: int
    value: Callable[[Row], Value]


def columns_for(
    *,
    is_inside: bool,
    with_system: bool,
    first_recorded: Mapping[UUID, datetime],
    organisations: Collection[int] = (),
) -> list[Column]:
    """The columns that the reader may see. Next steps and reasons are for those inside the case.

    That an entry is corrected is told those who could read the older wording: everyone when it was
    open, and the reader's own `organisations`.

    `first_recorded` holds, for entries that have been corrected, when the first wording that the
    reader may see was written.
    """

    def is_told(row: Row) -> bool:
        entry = row.entry
        is_own = entry.is_correction and entry.organisation_id in organisations
        return entry.follows_an_open_wording or is_own

    def corrected(row: Row) -> datetime | None:
        return row.entry.recorded_at if is_told(row) else None

    def reason(row: Row) -> str:
        return row.entry.correction_reason if is_told(row) else ""

    def recorded(row: Row) -> datetime:
        return first_recorded.get(row.entry.entry, row.entry.recorded_at)

    columns = [
        Column("Från", 11, lambda row: row.entry.happened_from),
        Column("Till", 11, lambda row: row.entry.happened_to),
        Column("När", 20, _period),
        Column("Insats", 26, lambda row: row.entry.measure.title if row.entry.measure else ""),
        Column("Huvudaktivitet nr", 8, lambda row: _activity(row, "number")),
        Column("Huvudaktivitet", 26, lambda row: _activity(row, "title") or ""),
        Column("Vad har gjorts", 60, lambda row: row.sentence),
        Column("Resultat", 40, lambda row: row.entry.result),
        Column("Medverkande", 30, lambda row: row.entry.participants),
    ]
    if is_inside:
        columns += [
            Column("Nästa steg", 30, lambda row: row.entry.next_step),
            Column("Senast", 11, lambda row: row.entry.next_step_on),
            Column("Vem", 18, lambda row: _name(row.entry.next_step_by)),
        ]
    columns += [
        Column("Endast internt", 8, lambda row: "ja" if row.entry.is_internal else ""),
        Column("Skriven av", 18, lambda row: _name(row.entry.author)),
        Column("Organisation", 20, lambda row: row.entry.organisation.name),
        Column("Antecknad", 16, recorded),
        Column("Rättad", 16, corrected),
    ]
    if is_inside:
        columns.append(Column("Skäl till rättelsen", 30, reason))
    if with_system:
        columns.append(
            Column("Antecknad av systemet", 8, lambda row: "" if row.entry.is_note else "ja")
        )
    return columns


def _period(row: Row) -> str:
    return day_words(row.entry.happened_from, row.entry.happened_to)


def _activity(row: Row, name: str) -> Any:
    return getattr(row.entry.main_activity, name) if row.entry.main_activity else None


def _name(person: Any) -> str:
    return person.name if person else ""


def write_csv(rows: Iterable[Row], columns: Sequence[Column], target: IO[bytes]) -> None:
    """As a Swedish spreadsheet opens it: UTF-8 with a byte order mark, semicolons, CRLF.

    A text that would be run as a formula gets an apostrophe before it (core.cells).
    """
    text = TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.label for column in columns])
    for row in rows:
        writer.writerow([_plain(column.value(row)) for column in columns])
    text.detach()


def _plain(value: Value) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
    return guarded(value) if isinstance(value, str) else str(value)


class TextSheet(Worksheet):  # type: ignore[misc]
    """A worksheet that writes every text exactly, whatever it looks like."""

    @staticmethod
    def _escape_control_characters(data: str) -> str:
        """Signs by their numbers (ECMA-376 part 1, 22.9.2.19, ST_Xstring).

        XlsxWriter's own overlooks escapes that share an underscore, and a text that begins with
        its mark of formatted text would be written as markup.
        """
        data = _LOOKS_ESCAPED.sub("_x005F_", data)
        data = _NO_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", data)
        return f"_x003C_{data[1:]}" if data.startswith("<r>") else data


def write_xlsx(
    rows: Iterable[Row],
    columns: Sequence[Column],
    target: IO[bytes],
    *,
    more: Mapping[str, int],
    mark: str = "",
) -> None:
    """Real dates, a heading row that stays, a filter, and every text as text.

    `more` says how many columns besides its own a heading's longest text needs (`more_columns`).
    `mark` stands in the sheet's name and on each page that is printed.
    """
    workbook = xlsxwriter.Workbook(target, EXCEL_OPTIONS)
    sheet = workbook.add_worksheet(f"{mark} Loggbok".strip(), TextSheet)
    if mark:
        sheet.set_header(f"&C{mark}")
    formats = {
        "head": workbook.add_format(
            {"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"}
        ),
        "text": workbook.add_format({"text_wrap": True, "valign": "top"}),
        "day": workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        "moment": workbook.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"}),
    }
    rest = [(label, part) for label, count in more.items() for part in range(2, count + 2)]
    headings = [c.label for c in columns] + [f"{label}, del {part}" for label, part in rest]
    places = {about: len(columns) + n for n, about in enumerate(rest)}
    for place, heading in enumerate(headings):
        sheet.set_column(place, place, columns[place].width if place < len(columns) else 60)
        sheet.write_string(0, place, heading, formats["head"])
    number = 0
    for number, row in enumerate(rows, start=1):
        for place, value in _cells(row, columns, places):
            _write(sheet, number, place, value, formats)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, number, len(headings) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    workbook.close()


def _cells(
    row: Row, columns: Sequence[Column], places: Mapping[tuple[str, int], int]
) -> Iterator[tuple[int, Value]]:
    for place, column in enumerate(columns):
        value = column.value(row)
        if not isinstance(value, str) or (column.label, 2) not in places:
            yield place, value
            continue
        for part, piece in enumerate(pieces(value), start=1):
            yield (place if part == 1 else places[column.label, part]), piece


def _write(sheet: Any, row: int, place: int, value: Value, formats: Mapping[str, Any]) -> None:
    match value:
        case None | "":
            return
        case datetime():
            local = timezone.localtime(value).replace(tzinfo=None, second=0, microsecond=0)
            sheet.write_datetime(row, place, local, formats["moment"])
        case date():
            sheet.write_datetime(row, place, datetime(*value.timetuple()[:3]), formats["day"])
        case int():
            sheet.write_number(row, place, value, formats["text"])
        case _:
            sheet.write_string(row, place, value, formats["text"])


def pieces(text: str) -> list[str]:
    """The text in parts that a cell of Excel has room for; joined they are the text."""
    parts, start, units = [], 0, 0
    for place, character in enumerate(text):
        size = 2 if ord(character) > 0xFFFF else 1
        if units + size > MOST_IN_CELL:
            parts.append(text[start:place])
            start, units = place, 0
        units += size
    return [*parts, text[start:]]


def more_columns(long_texts: Iterable[tuple[str, str]]) -> dict[str, int]:
    """How many columns besides its own each heading needs. `long_texts` are headings and texts."""
    more: dict[str, int] = {}
    for label, text in long_texts:
        if extra := len(pieces(text)) - 1:
            more[label] = max(more.get(label, 0), extra)
    return more


LONG_COLUMNS = {"what": "Vad har gjorts", "result": "Resultat"}


def long_texts(entries: Iterable[LogEntry]) -> Iterator[tuple[str, str]]:
    """The headings and texts of entries that may not have room in a cell."""
    for entry in entries:
        for name, label in LONG_COLUMNS.items():
            yield label, getattr(entry, name)
