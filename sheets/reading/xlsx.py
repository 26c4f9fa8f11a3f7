"""Reads an Excel workbook (.xlsx): exact text, real days, merged areas."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from xml.parsers import expat

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader, apply_stylesheet
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from sheets.reading.grid import (
    MAX_COLUMNS,
    MAX_SHEETS,
    CannotRead,
    Cell,
    Row,
    Sheet,
    SheetBuilder,
    tidy,
)

MAX_PARTS = 2_000
MAX_UNPACKED = 60 * 1024 * 1024  # bytes, all parts together
CHUNK = 64 * 1024

DAMAGED = (
    "Filen är skadad och går inte att läsa. Öppna den i Excel, spara den på nytt som "
    "Excel-arbetsbok (.xlsx) och välj den igen."
)
TOO_LARGE = "Filen är för stor när den packas upp. Dela upp den i flera filer."
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
# What a number format says besides its letters: quoted words, colours, locales, escaped signs.
_NOT_LETTERS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')


class Exact(str):
    """Text whose escapes have been resolved."""

    __slots__ = ()


class Reader(ExcelReader):  # type: ignore[misc]
    """openpyxl's reader, but with texts exactly as they are shown.

    Its own string table leaves `_x000D_` as it is and takes `x005F_` out of ordinary text.
    Whatever has nothing to do with cells is left unread.
    """

    def read(self) -> None:
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)
        self.read_worksheets()

    def read_chartsheet(self, sheet: Any, rel: Any) -> None:
        """A sheet that is a chart has no cells."""

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            for _, node in iterparse(source):
                if node.tag == f"{{{SHEET_MAIN_NS}}}si":
                    self.shared_strings.append(unescape(Text.from_tree(node).content))
                    node.clear()


def unescape(text: str) -> Exact:
    """`_x000D_` is a sign by its number (ECMA-376 part 1, 22.9.2.19, ST_Xstring)."""
    return Exact(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text))


def read_workbook(content: bytes) -> list[Sheet]:
    """The sheets with something in them. Raises CannotRead."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _refuse_bombs(archive)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _sheets(content)
    except CannotRead:
        raise
    except MemoryError:
        raise CannotRead(TOO_LARGE) from None
    except Exception as error:
        # Damaged and odd files fail in any way there is; the person can only save it anew.
        raise CannotRead(DAMAGED) from error


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    """Few parts, of bounded size when unpacked, and no document types.

    A part never gives more than the size its header declares: zipfile stops there.
    """
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise CannotRead(TOO_LARGE)
    for part in parts:
        # What is no XML, such as a picture, cannot be read as XML later on either.
        with archive.open(part) as source, suppress(expat.ExpatError):
            _refuse_document_type(source)


def _refuse_document_type(source: Any) -> None:
    """Document types define entities that grow; Office files may not have any (ECMA-376 part 2)."""
    begun: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _has_document_type
    parser.StartElementHandler = lambda name, attributes: begun.append(name)
    while not begun and (chunk := source.read(CHUNK)):
        parser.Parse(chunk, False)


def _has_document_type(*about: object) -> None:
    raise CannotRead(DAMAGED)


def _sheets(content: bytes) -> list[Sheet]:
    reader = Reader(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.read()
    worksheets = reader.wb.worksheets
    if len(worksheets) > MAX_SHEETS:
        raise CannotRead(f"Filen har fler än {MAX_SHEETS} blad. Ta bort dem som inte behövs.")
    read = [_sheet(worksheet, reader.wb) for worksheet in worksheets]
    return [sheet for sheet in read if sheet.rows or sheet.fault]


def _sheet(worksheet: Any, workbook: Any) -> Sheet:
    builder = SheetBuilder(worksheet.title, epoch_1904=workbook.epoch == MAC_EPOCH)
    with worksheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            worksheet._shared_strings,
            data_only=True,
            epoch=workbook.epoch,
            date_formats=workbook._date_formats,
            timedelta_formats=workbook._timedelta_formats,
        )
        for number, cells in parser.parse():
            if not builder.add(Row(number, _cells(worksheet, cells))):
                return builder.build()
    if parser.merged_cells:
        areas = [merge.bounds for merge in parser.merged_cells.mergeCell]
        builder.rows = list(_with_merges(builder.rows, areas))
    return builder.build()


def _cells(worksheet: Any, cells: list[dict[str, Any]]) -> tuple[Cell, ...]:
    """The row up to its last cell with something in it, and never far past the limit."""
    found: dict[int, Cell] = {}
    for cell in cells:
        value = _value(worksheet, cell)
        if value is not None:
            found[min(cell["column"], MAX_COLUMNS + 1) - 1] = value
    return tuple(found.get(column) for column in range(max(found, default=-1) + 1))


def _value(worksheet: Any, cell: dict[str, Any]) -> Cell:
    match value := cell["value"]:
        case None:
            return None
        case bool():
            return "ja" if value else "nej"
        case int() | float():
            return float(value)
        case datetime() | date():
            return shown_day(value, str(ReadOnlyCell(worksheet, **cell).number_format or ""))
        case time():
            return value.strftime("%H:%M")
        case timedelta():
            return str(value)
        case Exact():
            return tidy(value)
    return tidy(unescape(str(value)))


def shown_day(value: date, number_format: str) -> Cell:
    """The day; or the month or year, when the cell shows no more than that of it."""
    day = value.date() if isinstance(value, datetime) else value
    letters = _NOT_LETTERS.sub("", number_format.partition(";")[0]).lower()
    if "y" in letters and "d" not in letters:
        return f"{day:%Y-%m}" if "m" in letters else f"{day:%Y}"
    return day


def _with_merges(rows: list[Row], areas: list[tuple[int, int, int, int]]) -> Iterator[Row]:
    """The value of a merged area stands in its first row; here in all of them, in its first column."""
    by_number = {row.number: row for row in rows}
    tall = [area for area in areas if area[3] > area[1] and area[1] in by_number]
    wide = {top for left, top, right, _ in areas if right > left and _first(by_number, top) == left}
    for row in rows:
        cells, filled = list(row.cells), set()
        for left, top, _, bottom in tall:
            if top < row.number <= bottom and left <= MAX_COLUMNS:
                cells += [None] * (left - len(cells))
                if cells[left - 1] is None:
                    cells[left - 1] = by_number[top].cell(left - 1)
                    filled.add(left - 1)
        yield Row(row.number, tuple(cells), frozenset(filled), row.number in wide)


def _first(rows: dict[int, Row], number: int) -> int:
    """The first column, counted from 1, with something in it; 0 when the row is empty."""
    row = rows.get(number)
    return row.own()[0] + 1 if row else 0
