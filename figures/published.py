"""A table of figures as a reader sees it: columns of cells, plain or masked. Frozen in reports."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from figures.categories import OUTCOMES, Category
from figures.disclosure import Hidden
from figures.funnel import Counts, leaving, undecided, untold, without_outcome

HARD_SPACE = "\N{NO-BREAK SPACE}"


class Row(Enum):
    """What a line of the table counts: a category, or what follows from several. Unit: persons."""

    NOTIFIED = "notified_count"
    WITHDRAWN = "withdrawn_count"
    DISMISSED = "dismissed_count"
    RESIGNED = "resigned_count"
    UNDECIDED = "undecided"
    LEAVING = "leaving"
    REEMPLOYED = "reemployed_count"
    IN_EDUCATION = "in_education_count"
    SELF_EMPLOYED = "self_employed_count"
    RETIRED = "retired_count"
    UNEMPLOYED = "unemployed_count"
    UNKNOWN = "unknown_count"
    UNTOLD = "untold"
    WITHOUT_OUTCOME = "without_outcome"

    @property
    def label(self) -> str:
        if self in _DERIVED_LABELS:
            return _DERIVED_LABELS[self]
        return str(Category(self.value).label)


_DERIVED_LABELS = {
    Row.UNDECIDED: "Utan besked än",
    Row.LEAVING: "Lämnar företaget",
    Row.UNTOLD: "Utan redovisat utfall",
    Row.WITHOUT_OUTCOME: "Utan redovisat utfall",
}
OUTCOME_ROWS = tuple(Row(category.value) for category in OUTCOMES)
# What a day in a series shows, and what the newest figures show.
DAY_ROWS = (Row.NOTIFIED, Row.WITHDRAWN, *OUTCOME_ROWS, Row.WITHOUT_OUTCOME)
LATEST_ROWS = tuple(row for row in Row if row is not Row.WITHOUT_OUTCOME)


class Mark(Enum):
    """Why a cell has no number, or that it has one."""

    PLAIN = "PLAIN"
    SMALL = "SMALL"
    HIDDEN = "HIDDEN"
    WITHHELD = "WITHHELD"
    UNKNOWN = "UNKNOWN"


WORDS = {
    Mark.SMALL: "färre än 5",
    Mark.HIDDEN: "visas inte",
    Mark.WITHHELD: "visas inte",
    Mark.UNKNOWN: "okänt",
}
MARK_OF = {
    Hidden.SMALL: Mark.SMALL,
    Hidden.COVERED: Mark.HIDDEN,
    Hidden.WITHHELD: Mark.WITHHELD,
}
HIDDEN_OF = {mark: hidden for hidden, mark in MARK_OF.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One number, or why there is none."""

    row: Row
    mark: Mark
    number: int | None = None

    @property
    def words(self) -> str:
        if self.number is None:
            return WORDS[self.mark]
        return f"{self.number:,}".replace(",", HARD_SPACE)

    @property
    def is_hidden(self) -> bool:
        return self.mark in HIDDEN_OF


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The figures of a wave, or of all waves together on a day. `key` is the same in every report."""

    key: str
    heading: str
    day: date
    cells: tuple[Cell, ...]

    def cell(self, row: Row) -> Cell:
        """The cell of a row; unknown when the column has no such row."""
        return next((c for c in self.cells if c.row is row), Cell(row=row, mark=Mark.UNKNOWN))

    def number(self, row: Row) -> int | None:
        return self.cell(row).number


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The newest figures per wave and together, and all waves together day by day, oldest first.

    `waves` is empty when there is one wave only: then it is the same as all of them.
    """

    latest: Column
    waves: tuple[Column, ...] = ()
    days: tuple[Column, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        return (*self.days, self.latest, *self.waves)


def rows_of(counts: Counts, rows: Iterable[Row]) -> dict[Row, int | None]:
    """The number of each row, with what follows from the counts."""
    derived = {
        Row.UNDECIDED: undecided(counts),
        Row.LEAVING: leaving(counts),
        Row.UNTOLD: untold(counts),
        Row.WITHOUT_OUTCOME: without_outcome(counts),
    }
    return {
        row: derived[row] if row in derived else counts.get(Category(row.value)) for row in rows
    }


def plain_column(key: str, heading: str, day: date, numbers: Mapping[Row, int | None]) -> Column:
    """A column with every number as it is, for those inside the case."""
    return Column(
        key=key,
        heading=heading,
        day=day,
        cells=tuple(
            Cell(row=row, mark=Mark.UNKNOWN if number is None else Mark.PLAIN, number=number)
            for row, number in numbers.items()
        ),
    )
