"""The clock as other pages show it: a few lines on the overview of a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cases.models import Case
from figures import clock_lines, clock_queries
from figures.clock_after import asked_now
from figures.clock_facts import Stay
from figures.clock_words import Line, Reader

SHOWN = 4


@dataclass(frozen=True)
class ShortClock:
    """What is late or comes next, how long it took from the notice to the first steps, and what a
    closed case asks those inside for.
    """

    coming: Sequence[Line]
    lead_times: Sequence[tuple[str, str]]
    asked: Sequence[Line]
    # When the case was in which phase: known here, so the page need not ask for it again.
    stays: Sequence[Stay]


def short_clock(case: Case, *, inside: bool, today: date) -> ShortClock:
    """The clock in short for someone inside the case or outside of it. One query."""
    facts = clock_queries.clock_of(case)
    reader = Reader.INSIDE if inside else Reader.OUTSIDE
    lines = clock_lines.clock_lines(facts, today=today, reader=reader)
    return ShortClock(
        coming=clock_lines.coming(lines, today=today)[:SHOWN],
        lead_times=clock_lines.lead_times(facts),
        asked=asked_now(facts, today) if inside else [],
        stays=facts.stays,
    )
