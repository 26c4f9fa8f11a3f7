"""What has happened since the report before to the same recipient: in words, and before beside now. Pure."""

from collections import Counter
from dataclasses import dataclass

from core.days import day_words
from figures.published import LATEST_ROWS, Mark, Published
from guide.phases import Phase
from logbook.models import LogEntry
from measures.states import State
from reports.model import (
    Block,
    Column,
    Figures,
    MeasureStanding,
    Paragraph,
    PlainList,
    Report,
    Standing,
    Subheading,
    Table,
)
from reports.models import Issued

LONGEST_TOLD = 200  # characters of a corrected entry


@dataclass(frozen=True)
class Previous:
    """The report before, as it was frozen, and what in it has been corrected since."""

    issued: Issued
    report: Report
    corrected: list[LogEntry]

    @property
    def name(self) -> str:
        return f"nr {self.issued.number}"


def figures_shown_in(report: Report) -> Published | None:
    """The figures that a report's readers were shown."""
    if report.standing:
        return report.standing.figures
    blocks = (block for block in report.blocks() if isinstance(block, Figures))
    return next((block.figures for block in blocks), None)


def since(previous: Previous, now: Standing, *, entries: int) -> list[Block]:
    """The part of a report that tells what is new; `entries` is the number it tells of itself."""
    stop = day_words(previous.issued.stop_on)
    blocks: list[Block] = [
        Paragraph(f"Den förra lägesrapporten, {previous.name}, hade stoppdatum {stop}.")
    ]
    if before := previous.report.standing:
        blocks.append(_table(before, now, previous, entries))
        told = tuple(_changes(before, now))
        blocks.append(
            PlainList(told) if told else Paragraph("Fas och insatser är som i förra rapporten.")
        )
    if previous.corrected:
        blocks.append(Subheading(f"Rättat sedan rapport {previous.name}"))
        blocks.append(PlainList(tuple(_correction(entry) for entry in previous.corrected)))
    return blocks


def _table(before: Standing, now: Standing, previous: Previous, entries: int) -> Table:
    counts = [Counter(measure.state for measure in each.measures) for each in (before, now)]
    rows = [
        ("Fas", _phase(before), _phase(now)),
        *(
            (f"Insatser: {state.label.lower()}", str(counts[0][state]), str(counts[1][state]))
            for state in State
            if counts[0][state] or counts[1][state]
        ),
        ("Loggposter i rapporten", str(previous.report.entries_told()), str(entries)),
    ]
    return Table(
        caption="Läget i förra rapporten och nu",
        columns=(Column("Uppgift"), Column("Förra rapporten"), Column("Nu")),
        rows=tuple(rows),
    )


def figures_beside(previous: Previous | None, now: Published) -> list[Block]:
    """The newest figures beside those of the report before, both as their readers see them."""
    before = figures_shown_in(previous.report) if previous else None
    if before is None:
        return []
    pairs = [(before.latest.cell(row), now.latest.cell(row)) for row in LATEST_ROWS]
    rows = tuple(
        (new.row.label, old.words, new.words)
        for old, new in pairs
        if Mark.UNKNOWN not in (old.mark, new.mark)
    )
    columns = (
        Column("Antal personer"),
        Column(f"Förra rapporten, {before.latest.day.isoformat()}", numeric=True),
        Column(f"Nu, {now.latest.day.isoformat()}", numeric=True),
    )
    return [Table(caption="Jämfört med förra rapporten", columns=columns, rows=rows)]


def _phase(standing: Standing) -> str:
    if not standing.phase:
        return "–"
    return f"{standing.phase}. {Phase(standing.phase).label}"


def _changes(before: Standing, now: Standing) -> list[str]:
    told = []
    if before.phase != now.phase:
        told.append(f"Ärendet har gått från fas {before.phase} till fas {now.phase}.")
    old = {measure.key: measure for measure in before.measures}
    told += [words for measure in now.measures if (words := _change(old.get(measure.key), measure))]
    if before.decisions:
        proposed = "; ".join(before.decisions)
        told.append(f"Förra rapporten föreslog: {proposed}")
    return told


def _change(before: MeasureStanding | None, now: MeasureStanding) -> str:
    state = State(now.state).label.lower()
    if before is None:
        return f"Ny insats: {now.title} ({state})."
    if before.state != now.state:
        return f"{now.title}: från {State(before.state).label.lower()} till {state}."
    return ""


def _correction(entry: LogEntry) -> str:
    text = entry.what if len(entry.what) <= LONGEST_TOLD else f"{entry.what[:LONGEST_TOLD]} …"
    return f"{day_words(entry.happened_from, entry.happened_to)}: {text}"
