"""A report in the making as a page shows it: sections with fields for own words. Makes no queries."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.forms import BoundField
from reports.as_text import words_of
from reports.forms import ReportForm
from reports.model import (
    Block,
    Entries,
    GuideMeasure,
    GuideTable,
    NumberedList,
    Paragraph,
    PlainList,
    Report,
    Section,
    Table,
    Timeline,
)
from reports.sections import SECTIONS

# Rows of a table, entries of a log or items of a list that a page with fields shows.
MOST_ROWS = 30


@dataclass(frozen=True)
class SectionInMaking:
    """A section as it will be, and the fields for one's own words in it."""

    section: Section
    words: list[BoundField]
    more_words: BoundField | None

    @property
    def more_is_open(self) -> bool:
        """Whether the folded field holds something, or something is wrong with it."""
        field = self.more_words
        return bool(field and (field.value() or field.errors))


def sections_in_making(report: Report, form: ReportForm) -> list[SectionInMaking]:
    """Every section of the report with its fields."""
    return [
        SectionInMaking(each, form.words_in(each.key), form.more_words_in(each.key))
        for each in report.sections
    ]


@dataclass(frozen=True)
class UnseenWords:
    """A field whose section is not in the report. Its words are kept, and stand nowhere."""

    heading: str
    field: BoundField

    @property
    def says_something(self) -> bool:
        return bool(self.field.value())


def unseen_words(report: Report, form: ReportForm) -> list[UnseenWords]:
    """The fields for one's own words in the sections that the report leaves out."""
    shown = {section.key for section in report.sections}
    found = []
    for spec in SECTIONS[report.kind]:
        if spec.key not in shown:
            more = form.more_words_in(spec.key)
            fields = [*form.words_in(spec.key), *([more] if more else [])]
            found += [UnseenWords(spec.heading, field) for field in fields]
    return found


def shortened(report: Report) -> Report:
    """The report with long tables, logs and lists cut, each with a sentence on what is left out.

    So that a page where one writes comes at once, however long the log is.
    """
    return replace(
        report,
        sections=tuple(
            replace(section, blocks=tuple(_shorter(section.blocks))) for section in report.sections
        ),
    )


def _shorter(blocks: tuple[Block, ...]) -> Iterator[Block]:
    charts = 0
    for block in blocks:
        match block:
            case Table() if len(block.rows) > MOST_ROWS:
                yield replace(block, rows=block.rows[:MOST_ROWS])
                yield _left("rader", len(block.rows))
            case Entries() if len(block.entries) > MOST_ROWS:
                yield Entries(block.entries[:MOST_ROWS])
                yield _left("loggposter", len(block.entries))
            case PlainList() | NumberedList() if len(block.items) > MOST_ROWS:
                yield replace(block, items=block.items[:MOST_ROWS])
                yield _left("punkter", len(block.items))
            case GuideTable():
                yield from _shorter_guide(block)
            case Timeline():
                charts += 1
                if charts == 1:
                    yield block
            case _:
                yield block


def _shorter_guide(block: GuideTable) -> Iterator[Block]:
    """The first entries of the guide's table; rows count as entries, so that plans are cut too."""
    left, total = MOST_ROWS, 0
    measures = []
    for measure in block.measures:
        rows = []
        for row in measure.rows:
            weight = max(1, len(row.entries))
            total += weight
            if left > 0:
                rows.append(replace(row, entries=row.entries[:left]))
                left -= weight
        if rows:
            measures.append(GuideMeasure(heading=measure.heading, rows=tuple(rows)))
    yield replace(block, measures=tuple(measures))
    if total > MOST_ROWS:
        yield _left("loggposter", total)


def _left(what: str, total: int) -> Paragraph:
    return Paragraph(
        f"[Här visas de första {MOST_ROWS} av {total} {what}. Alla kommer med i rapporten.]"
    )


def words_beside(report: Report, form: ReportForm) -> list[tuple[str, str]]:
    """Heading and words of each section of another report where the form has words of one's own."""
    found = []
    for section in report.sections:
        if form.words_in(section.key) or form.more_words_in(section.key):
            if text := words_of(section):
                found.append((section.heading, text))
    return found
