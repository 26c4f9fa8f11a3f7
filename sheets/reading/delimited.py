"""Reads a text file of separated values (.csv, .txt): its encoding and its separator are found out."""

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO

from core.cells import unguarded
from sheets.reading.grid import CannotRead, Cell, Row, Sheet, SheetBuilder, tidy

SEPARATORS = (";", "\t", ",")
TRIED = 100  # rows looked at to find the separator
MAX_FIELD = 200_000


def read_delimited(content: bytes) -> list[Sheet]:
    """The file as one sheet without a name. Raises CannotRead."""
    text = decoded(content)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        separator, text, skipped = first.strip()[4], rest, 1
    else:
        separator, skipped = found_separator(text), 0
    builder = SheetBuilder("")
    for number, cells in enumerate(_records(text, separator), start=1 + skipped):
        if not builder.add(Row(number, cells)):
            break
    sheet = builder.build()
    return [sheet] if sheet.rows or sheet.fault else []


def decoded(content: bytes) -> str:
    """UTF-8 or UTF-16, with or without a byte order mark; else what Windows writes in Sweden."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif content[1:200:2].count(0) > len(content[1:200:2]) // 2:
        encodings = ["utf-16-le"]
    elif content[0:200:2].count(0) > len(content[0:200:2]) // 2:
        encodings = ["utf-16-be"]
    else:
        # Latin-1 takes any byte; a sign that is none is then named with its row.
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotRead("Filens text går inte att läsa. Spara den som CSV UTF-8 och välj den igen.")


def found_separator(text: str) -> str:
    """The separator that gives most rows the same number of cells, more than one."""
    best = max(SEPARATORS, key=lambda separator: _evenness(text, separator))
    return best if _evenness(text, best) else SEPARATORS[0]


def _evenness(text: str, separator: str) -> float:
    widths: Counter[int] = Counter()
    for cells in _records(text, separator):
        widths[len(cells)] += bool(cells)
        if widths.total() >= TRIED:
            break
    several = {width: count for width, count in widths.items() if width > 1}
    return max(several.values(), default=0) / (widths.total() or 1)


def _records(text: str, separator: str) -> Iterator[tuple[Cell, ...]]:
    csv.field_size_limit(MAX_FIELD)
    try:
        for record in csv.reader(StringIO(text, newline=""), delimiter=separator):
            cells = [tidy(unguarded(cell)) for cell in record]
            while cells and cells[-1] is None:
                cells.pop()
            yield tuple(cells)
    except csv.Error:
        raise CannotRead(
            "Filen har en cell som aldrig tar slut. Ett citattecken saknas nog någonstans. "
            "Spara filen som Excel-arbetsbok (.xlsx) i stället."
        ) from None
