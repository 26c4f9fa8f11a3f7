"""Phases and measures along the calendar: the rows, and the chart of them. Frozen in reports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from cases.models import PhaseStay
from core.charts import Chart, DataTable, Group, Line, Span, gantt
from core.days import day_words
from guide.phases import Phase
from measures.models import Measure
from measures.states import State

PHASES, MEASURES = "Faser", "Insatser"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineSpan:
    """From the first to the last day; without a last day it goes on."""

    first: date
    last: date | None = None

    @property
    def words(self) -> str:
        return day_words(self.first, self.last) if self.last else f"sedan {day_words(self.first)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """A phase or a measure along the calendar."""

    heading: str
    label: str
    words: str = ""
    planned: TimelineSpan | None = None
    real: tuple[TimelineSpan, ...] = ()

    @property
    def planned_words(self) -> str:
        return day_words(self.planned.first, self.planned.last) if self.planned else "–"

    @property
    def real_words(self) -> str:
        return ", ".join(span.words for span in self.real) or "–"


def timeline_rows(
    stays: Sequence[PhaseStay], measures: Iterable[Measure], *, stop: date
) -> list[TimelineRow]:
    """What had begun by `stop` and what is planned, phases first. Measures without days are left out."""
    phases = [
        TimelineRow(
            heading=PHASES,
            label=f"{phase.value}. {phase.label}",
            real=tuple(_until(stay.began_on, stay.ended_on, stop) for stay in own),
        )
        for phase in Phase
        if (own := [s for s in stays if s.phase == phase and s.began_on <= stop])
    ]
    return phases + [row for measure in measures if (row := _measure_row(measure, stop))]


def _measure_row(measure: Measure, stop: date) -> TimelineRow | None:
    began = measure.started_on if measure.started_on and measure.started_on <= stop else None
    planned = measure.planned_start or measure.planned_end
    if began is None and planned is None:
        return None
    return TimelineRow(
        heading=MEASURES,
        label=measure.title,
        words=State(measure.state).label.lower(),
        planned=TimelineSpan(first=planned, last=measure.planned_end) if planned else None,
        real=(_until(began, measure.ended_on, stop),) if began else (),
    )


def _until(first: date, last: date | None, stop: date) -> TimelineSpan:
    return TimelineSpan(first=first, last=last if last and last <= stop else None)


def draw_timeline(
    rows: Sequence[TimelineRow], *, key: str, title: str, stop: date, stop_words: str
) -> Chart:
    """The rows as a gantt: planned time as dashed frames, real time as bars, `stop` as a line."""
    groups = [
        Group(heading, tuple(_line(row) for row in group))
        for heading, group in groupby(rows, lambda row: row.heading)
    ]
    said = " ".join(f"{row.label}: {row.real_words}, planerad {row.planned_words}." for row in rows)
    return gantt(
        key=key,
        title=title,
        description=f"Streckade ramar är planerad tid, fyllda staplar är verklig tid. {said}",
        groups=groups,
        today=stop,
        today_words=stop_words,
        table=DataTable(
            title,
            ("Fas eller insats", "Läge", "Planerad", "Verklig"),
            tuple((r.label, r.words or "–", r.planned_words, r.real_words) for r in rows),
        ),
        source="Streckad ram är planerad tid, fylld stapel är verklig tid. En pil betyder att det pågår.",
    )


def _line(row: TimelineRow) -> Line:
    planned = Span(row.planned.first, row.planned.last) if row.planned else None
    real = tuple(Span(span.first, span.last) for span in row.real)
    return Line(row.label, planned, real, row.words, "f" if row.heading == PHASES else "d")
