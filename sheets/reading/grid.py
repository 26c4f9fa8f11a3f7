"""A file as plain cells: what the reading process hands over, and what is kept between the steps."""

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

# A text, a number, or a day that the spreadsheet itself knew as one. None is an empty cell.
Cell = str | float | date | None

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 2_000  # with something in them, in one sheet
MAX_COLUMNS = 40
MAX_SHEETS = 30
MAX_CHARACTERS = 6_000_000  # in one sheet

_TWO_HALVES = re.compile("[\ud800-\udfff]")


class CannotRead(Exception):
    """The file gives no table. The message is a sentence for the person who chose it."""


@dataclass(frozen=True)
class Row:
    """A row with something in it. `number` is the one that the spreadsheet shows."""

    number: int
    cells: tuple[Cell, ...]
    # Columns whose value comes from a merged area that began further up.
    filled: frozenset[int] = frozenset()
    # The first thing in the row stands across several columns, as headings do.
    is_wide: bool = False

    def cell(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else None

    def own(self) -> list[int]:
        """The columns where the row itself has something."""
        return [
            column
            for column, cell in enumerate(self.cells)
            if cell is not None and column not in self.filled
        ]


@dataclass(frozen=True)
class Sheet:
    """One table. `fault` says why it cannot be used; such a sheet has no rows."""

    name: str
    rows: tuple[Row, ...] = ()
    fault: str = ""
    epoch_1904: bool = False

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)

    def row(self, number: int) -> Row | None:
        return next((row for row in self.rows if row.number == number), None)


@dataclass
class SheetBuilder:
    """Gathers rows and stops at the limits."""

    name: str
    epoch_1904: bool = False
    rows: list[Row] = field(default_factory=list)
    fault: str = ""
    characters: int = 0

    def add(self, row: Row) -> bool:
        """Take one more row; False when no more is wanted."""
        if not any(cell is not None for cell in row.cells):
            return True
        self.characters += sum(len(cell) for cell in row.cells if isinstance(cell, str))
        if len(row.cells) > MAX_COLUMNS:
            self.fault = (
                f"Tabellen har fler än {MAX_COLUMNS} kolumner. Ta bort dem som inte behövs."
            )
        elif len(self.rows) >= MAX_ROWS:
            self.fault = "Tabellen har fler än 2\N{NO-BREAK SPACE}000 rader. Dela upp den i flera."
        elif self.characters > MAX_CHARACTERS:
            self.fault = "Tabellen har för mycket text. Dela upp den i flera."
        else:
            self.rows.append(row)
        return not self.fault

    def build(self) -> Sheet:
        if self.fault:
            return Sheet(self.name, fault=self.fault)
        return Sheet(self.name, tuple(self.rows), epoch_1904=self.epoch_1904)


def tidy(text: str) -> str | None:
    """A cell's text with one kind of line break and without empty edges; None when nothing is left."""
    if _TWO_HALVES.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip() or None


def cell_text(cell: Cell) -> str:
    """What a person sees in the cell."""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.10g}".replace(".", ",")
    return cell or ""


def column_letter(column: int) -> str:
    """A, B … Z, AA: the name of a column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def pack(sheets: list[Sheet]) -> bytes:
    """The cells as compressed JSON."""
    return zlib.compress(json.dumps([_plain(sheet) for sheet in sheets]).encode())


def unpack(content: bytes) -> list[Sheet]:
    """The cells again."""
    return [_sheet(plain) for plain in json.loads(zlib.decompress(content))]


def _plain(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "fault": sheet.fault,
        "epoch_1904": sheet.epoch_1904,
        "rows": [
            [row.number, list(map(_plain_cell, row.cells)), sorted(row.filled), row.is_wide]
            for row in sheet.rows
        ],
    }


def _plain_cell(cell: Cell) -> Any:
    return {"day": cell.isoformat()} if isinstance(cell, date) else cell


def _sheet(plain: dict[str, Any]) -> Sheet:
    return Sheet(plain["name"], tuple(_rows(plain["rows"])), plain["fault"], plain["epoch_1904"])


def _rows(plain: list[Any]) -> Iterator[Row]:
    for number, cells, filled, is_wide in plain:
        yield Row(number, tuple(map(_cell, cells)), frozenset(filled), is_wide)


def _cell(plain: Any) -> Cell:
    if isinstance(plain, dict):
        return date.fromisoformat(plain["day"])
    return float(plain) if isinstance(plain, int) else plain
