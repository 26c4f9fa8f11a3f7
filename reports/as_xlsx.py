"""The tables of a report as an Excel workbook: a sheet for each, and one for the log."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from io import BytesIO

import xlsxwriter

from reports.export import LOG_COLUMNS, log_row
from reports.model import Figures, Masked, Report, Table, Timeline
from sheets.writing import EXCEL_OPTIONS, TextSheet, pieces

MOST_IN_NAME = 31
COLUMN_WIDTH = 24
# Only what every program takes; Excel counts letters beyond the first plane as two.
_NOT_IN_NAME = re.compile(r"[^\w ,.–-]|[\U00010000-\U0010ffff]")
# As reports print it: hard spaces between thousands.
_NUMBER = re.compile(r"-?\d{1,3}(?:\u00a0\d{3})*(?:,\d+)?")

Value = str | float | date


def as_xlsx(report: Report, *, issued_at: datetime) -> bytes:
    """Numbers are numbers and days are days; no text is run as a formula.

    What is longer than a cell has room for goes on to the right of its row.
    """
    out = BytesIO()
    with xlsxwriter.Workbook(out, EXCEL_OPTIONS) as book:
        # Or the clock's moment is written, and no two files are alike.
        book.set_properties({"created": issued_at.astimezone(UTC).replace(tzinfo=None)})
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        names: set[str] = set()
        for title, columns, rows in _sheets(report):
            sheet = book.add_worksheet(_name(title, names), TextSheet)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(columns) - 1, COLUMN_WIDTH)
            for place, label in enumerate(columns):
                sheet.write_string(0, place, label, bold)
            for number, row in enumerate(rows, start=1):
                for place, value in enumerate(_cells(row)):
                    if isinstance(value, date):
                        sheet.write_datetime(number, place, datetime(*value.timetuple()[:3]), day)
                    elif isinstance(value, float):
                        sheet.write_number(number, place, value)
                    else:
                        sheet.write_string(number, place, value)
    return out.getvalue()


def _cells(row: Sequence[Value]) -> list[Value]:
    first: list[Value] = []
    rest: list[Value] = []
    for value in row:
        parts = pieces(value) if isinstance(value, str) else [value]
        first.append(parts[0])
        rest += parts[1:]
    return first + rest


def tables_of(report: Report) -> Iterator[Table]:
    """Every table in the report, those behind its charts too."""
    for block in report.blocks():
        match block:
            case Table():
                yield block
            case Figures():
                yield from block.tables
            case Timeline():
                yield block.table


def _sheets(report: Report) -> Iterator[tuple[str, Sequence[str], Iterable[Sequence[Value]]]]:
    if report.head.exercise:
        yield "Övning", [report.head.exercise], []
    for table in tables_of(report):
        numeric = [column.numeric for column in table.columns]
        rows = [
            [_value(text, numeric=is_number) for text, is_number in zip(row, numeric, strict=True)]
            for row in table.rows
        ]
        yield table.caption, [column.label for column in table.columns], rows
    masked = [
        (section.heading, block.words)
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Masked)
    ]
    if masked:
        yield "Maskat", ("Avsnitt", "Maskat enligt"), masked
    if log := report.log():
        yield "Loggbok", LOG_COLUMNS, [log_row(entry) for entry in log]


def _value(text: str, *, numeric: bool) -> Value:
    if numeric and _NUMBER.fullmatch(text):
        return float(text.replace("\u00a0", "").replace(",", "."))
    try:
        return date.fromisoformat(text) if len(text) == 10 else text
    except ValueError:
        return text


def _name(title: str, taken: set[str]) -> str:
    """A name that Excel takes for a sheet, and that no other sheet has."""
    plain = " ".join(_NOT_IN_NAME.sub(" ", title).split()) or "Tabell"
    name, number = plain[:MOST_IN_NAME].strip(), 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[: MOST_IN_NAME - 3].strip()} {number}"
    taken.add(name.casefold())
    return name
