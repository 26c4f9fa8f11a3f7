"""The clock as other pages show it: a few lines on the overview of a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cases.models import Case
from figures import clock_lines, clock_queries
from figures.clock_lines import Line, Reader

SHOWN = 4


@dataclass(frozen=True)
class ShortClock:
    """What is late or comes next, and how long it took from the notice to the first steps."""

    coming: Sequence[Line]
    lead_times: Sequence[tuple[str, str]]


def short_clock(case: Case, *, inside: bool, today: date) -> ShortClock:
    """The clock in short for someone inside the case or outside of it. One query."""
    facts = clock_queries.clock_of(case)
    reader = Reader.INSIDE if inside else Reader.OUTSIDE
    lines = clock_lines.clock_lines(facts, today=today, reader=reader)
    return ShortClock(clock_lines.coming(lines, today=today)[:SHOWN], clock_lines.lead_times(facts))
