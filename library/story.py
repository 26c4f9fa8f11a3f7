"""What of a case others may read in the library: an allow-list, frozen when it is published. Pure."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from figures.masking import hidden_words
from figures.published import Cell, Column, Mark, Row
from guide.causes import Cause
from guide.model import Industry, MeasureGroup
from reports.frozen import canonical, freeze, thaw


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMeasure:
    """A measure: what it was, how far it came and what it led to. No persons, no partners, no money."""

    title: str
    group: MeasureGroup
    catalogue_key: str
    state: str
    outcome: str
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFigure:
    """One number of persons as it may leave the case, or why it is not shown."""

    row: Row
    mark: Mark
    number: int | None

    @property
    def label(self) -> str:
        return self.row.label

    @property
    def words(self) -> str:
        return Cell(row=self.row, mark=self.mark, number=self.number).words


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line with a label."""

    label: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All that others can read of a published case. What is no field here is never published."""

    title: str
    municipality: str
    county: str
    employer: str
    industry: Industry
    cause: Cause
    notice: str  # month and year
    year: int
    until: int | None
    affected: str  # words; "färre än 5" for 1–4, empty when not known
    share_percent: (
        str  # of the jobs in the municipality, with a decimal point; empty when not known
    )
    summary: str
    lessons: str
    differently: str
    pace: tuple[Fact, ...]
    figures_on: date | None
    figures: tuple[StoryFigure, ...]
    measures: tuple[StoryMeasure, ...]

    def to_json(self) -> str:
        """The same text for the same story."""
        return canonical(thaw(self))

    @classmethod
    def from_json(cls, text: str) -> "Story":
        """The story that `to_json` wrote. Raises NotFrozen if it is of another shape."""
        story = freeze(cls, json.loads(text), "story")
        assert isinstance(story, cls)
        return story

    @property
    def seal(self) -> str:
        """Tells one story from another: SHA-256 of its text."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.share_percent) if self.share_percent else None

    @property
    def years(self) -> str:
        """The year, or the years from–to."""
        return (
            f"{self.year}–{self.until}" if self.until and self.until > self.year else f"{self.year}"
        )

    @property
    def column(self) -> Column | None:
        """The figures as they were shown, for masking what is shown later."""
        if self.figures_on is None:
            return None
        cells = tuple(Cell(row=f.row, mark=f.mark, number=f.number) for f in self.figures)
        return Column(key="latest", heading="Tillsammans", day=self.figures_on, cells=cells)

    @property
    def hidden_words(self) -> str:
        """Why some numbers are not there; empty when all are."""
        return hidden_words([self.column]) if self.column else ""

    def texts(self) -> Iterator[tuple[str, str]]:
        """Each text that a person has written, with what its place is called."""
        yield "Rubrik", self.title
        yield "Vad som hände", self.summary
        yield "Lärdomar", self.lessons
        yield "Vad ni skulle göra annorlunda", self.differently
        for measure in self.measures:
            yield f"Insatsen {measure.title}", measure.title
            yield f"Utfallet av {measure.title}", measure.outcome
            for activity in measure.activities:
                yield f"Huvudaktivitet i {measure.title}", activity
