"""What the clock of one case is made of, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from figures.clock import Redundancies
from figures.clock_kinds import DateKind
from figures.facts import Answer, Concerned


@dataclass(frozen=True, kw_only=True)
class Noted:
    """A noted day as it stands now; without a day it has been taken away again."""

    on: date | None
    source: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Stay:
    """A time the case was in a phase."""

    key: int
    phase: int
    label: str
    began_on: date
    ended_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class StartedMeasure:
    """The measure that began first."""

    title: str
    on: date
    changed_at: datetime


@dataclass(frozen=True, kw_only=True)
class ClockFacts:
    """All that the clock of one case is made of. `changed_at` is when the case's own facts changed last."""

    notice_on: date
    changed_at: datetime
    # One for each notice wave that figures tell of, or one for the case.
    concerned: Sequence[Concerned]
    redundancies: Sequence[Redundancies] = ()
    # Jobs that suppliers may still have to cut; no day is known, so they are only told of.
    supplier_jobs_at_risk: int = 0
    # Rows of figures that tell how it went for those who left, oldest first.
    answers: Sequence[Answer] = ()
    # When waves, figures or suppliers changed last.
    figures_at: datetime | None = None
    # An establishment has no notice and no dismissals.
    has_dismissals: bool = True
    noted: Mapping[DateKind, Noted] = field(default_factory=dict)
    measure: StartedMeasure | None = None
    stays: Sequence[Stay] = ()
    reported_until: date | None = None
    # The day the case was closed, while it is.
    closed_on: date | None = None

    # The group's last self-assessment that is fixed: the day it agreed, and when that was fixed.
    assessed_on: date | None = None
    assessed_at: datetime | None = None

    @property
    def numbers_changed_at(self) -> datetime:
        """When anything changed that a number of people on the clock may rest on."""
        return max(self.changed_at, self.figures_at or self.changed_at)

    def day_of(self, kind: DateKind) -> date | None:
        noted = self.noted.get(kind)
        return noted.on if noted else None
