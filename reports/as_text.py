"""A report as plain text, for a terminal or an e-mail: headings, lists, tables side by side."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from reports.model import (
    Block,
    Empty,
    Entries,
    Facts,
    Figures,
    GuideTable,
    Masked,
    NumberedList,
    Paragraph,
    PlainList,
    Report,
    Section,
    Subheading,
    Table,
    Timeline,
)

WIDTH = 90
WIDEST_CELL = 34


def as_text(report: Report) -> str:
    """The whole report; lines are at most WIDTH characters, but for words that are longer."""
    parts = [
        _underlined(report.title, "="),
        _facts(report.head.facts),
        *map(_section, report.sections),
    ]
    return "\n\n".join(parts) + "\n"


def words_of(section: Section) -> str:
    """The sentences and lists of a section as they stand, without its tables and charts."""
    said = [
        "\n\n".join(block.parts) if isinstance(block, Paragraph) else "\n".join(block.items)
        for block in section.blocks
        if isinstance(block, Paragraph | NumberedList | PlainList)
    ]
    return "\n\n".join(said)


def _facts(facts: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{term + ':':<14}{value}" for term, value in facts)


def _section(section: Section) -> str:
    heading = f"{section.number} {section.heading}".strip()
    return "\n\n".join([_underlined(heading, "-"), *map(_block, section.blocks)])


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return "\n\n".join(map(_wrapped, block.parts))
        case Subheading():
            return f"{block.text}:"
        case Empty():
            return _wrapped(block.sentence)
        case Masked():
            return block.words
        case Facts():
            return "\n".join(_wrapped(f"{fact.term}: {fact.value}") for fact in block.facts)
        case NumberedList():
            numbered = enumerate(block.items, start=1)
            return "\n".join(_wrapped(item, f"{number}. ") for number, item in numbered)
        case PlainList():
            return "\n".join(_wrapped(item, "- ") for item in block.items)
        case Table():
            return _table(block)
        case Figures():
            about = [block.about_hidden] if block.about_hidden else []
            return "\n\n".join([*map(_table, block.tables), *map(_wrapped, about)])
        case Timeline():
            return _table(block.table)
        case Entries():
            return "\n\n".join(_entries(block))
        case GuideTable():
            return "\n\n".join(_guide_table(block))
    assert_never(block)


def _entries(block: Entries) -> Iterator[str]:
    for entry in block.entries:
        lines = [f"{entry.when}  {entry.where}".rstrip(), *_paragraphs(entry.text)]
        lines += [f"Resultat: {entry.result}"] if entry.result else []
        lines += [f"Medverkande: {entry.participants}"] if entry.participants else []
        lines += [f"Bilagor: {', '.join(entry.attachments)}"] if entry.attachments else []
        lines += ["Endast internt"] if entry.is_internal else []
        lines += [f"Rättad {entry.corrected_on.isoformat()}"] if entry.corrected_on else []
        yield "\n".join(map(_wrapped, lines))


def _guide_table(block: GuideTable) -> Iterator[str]:
    for measure in block.measures:
        yield measure.heading
        for row in measure.rows:
            lines = [_wrapped(row.label, "  ")]
            lines += [_wrapped(row.note, "    ")] if row.note else []
            for entry in row.entries:
                lines += [_wrapped(f"{entry.when}: {entry.text}", "    ")]
                lines += [_wrapped(f"Resultat: {entry.result}", "    ")] if entry.result else []
            yield "\n".join(lines)


def _table(table: Table) -> str:
    """Columns side by side; a long cell goes on under itself."""
    rows = [[column.label for column in table.columns], *map(list, table.rows)]
    widths = [min(max(map(len, cells)), WIDEST_CELL) for cells in zip(*rows, strict=True)]
    right = [column.numeric for column in table.columns]
    lines = [line for row in rows for line in _row(row, widths, right)]
    head = max(1, len(list(_row(rows[0], widths, right))))
    lines.insert(head, "  ".join("-" * width for width in widths))
    return "\n".join([table.caption, *lines])


def _row(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> Iterator[str]:
    wrapped = [
        textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, widths, strict=True)
    ]
    for number in range(max(map(len, wrapped))):
        parts = [part[number] if number < len(part) else "" for part in wrapped]
        placed = [
            part.rjust(width) if is_right else part.ljust(width)
            for part, width, is_right in zip(parts, widths, right, strict=True)
        ]
        yield "  ".join(placed).rstrip()


def _underlined(text: str, with_: str) -> str:
    lines = textwrap.wrap(text, WIDTH) or [""]
    return "\n".join([*lines, with_ * max(map(len, lines))])


def _paragraphs(text: str) -> Iterable[str]:
    return text.splitlines() or [""]


def _wrapped(text: str, lead: str = "") -> str:
    """The text broken into lines; those after the first stand under its beginning."""
    return textwrap.fill(
        text, WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead), break_long_words=False
    )
