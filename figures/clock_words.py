"""What the clock is told in: its readers, its lines and its words. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from core.days import HARD_SPACE
from core.text import fewer_than_five
from figures.clock import days_between
from figures.clock_facts import ClockFacts
from figures.clock_kinds import DateKind


@dataclass(frozen=True)
class Law:
    """Where a rule stands, with an address to read it at."""

    text: str
    url: str


class Reader(Enum):
    """Who is told.

    Those inside the case get all of it; their calendar, which leaves the house, gets no sources and
    no small numbers; outsiders get that and only the days on their allow-list (product.md, decision 4).
    """

    INSIDE = "INSIDE"
    CALENDAR = "CALENDAR"
    OUTSIDE = "OUTSIDE"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One day on the clock. Without a day, `how` says what is missing and `note` what to note."""

    key: str
    label: str
    on: date | None = None
    when: str = ""
    lead: str = ""
    how: str = ""
    # What a number in `how` is made of; for those inside.
    parts: tuple[str, ...] = ()
    law: Law | None = None
    note: DateKind | None = None
    is_late: bool = False
    # Something is to be done and noted, now or when the day comes.
    is_asked: bool = False
    # The row of figures that answers what was asked.
    row: int | None = None
    # The number of the wave whose figures it rests on; 0 when it rests on none.
    from_wave: int = 0
    changed_at: datetime

    @property
    def is_known(self) -> bool:
        return self.on is not None


def lead_words(facts: ClockFacts, day: date) -> str:
    """How long after the notice, or before it."""
    days = days_between(facts.notice_on, day)
    if days == 0:
        return "samma dag som beskedet"
    return f"{days_words(abs(days))} {'efter' if days > 0 else 'före'} beskedet"


def days_words(number: int) -> str:
    """3 dagar, 1 dag."""
    return f"{number_words(number)}{HARD_SPACE}{'dag' if number == 1 else 'dagar'}"


def people_words(number: int, reader: Reader) -> str:
    """A count of people; one that leaves the case says nothing exact of fewer than five."""
    said = count_words(number, reader)
    return f"{said}{HARD_SPACE}{'person' if said == '1' else 'personer'}"


def count_words(number: int, reader: Reader) -> str:
    """A count as the reader may have it."""
    return number_words(number) if reader == Reader.INSIDE else fewer_than_five(number)


def number_words(number: int) -> str:
    """1 200 with a hard space."""
    return f"{number:,}".replace(",", HARD_SPACE)
