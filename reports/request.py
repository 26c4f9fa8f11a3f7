"""What a person asks for when a report is made."""

from dataclasses import dataclass
from datetime import date

from reports.arrangement import Arrangement
from reports.levels import Level
from reports.model import Kind


@dataclass(frozen=True, kw_only=True)
class ReportRequest:
    """Kind, period and the report's own words. `period_to` is the stop date.

    A stop date filters dated facts; states and wordings are as they are when the report is issued
    (product.md, decision 8).
    """

    kind: Kind
    period_from: date
    period_to: date
    level: Level = Level.PUBLIC
    recipient: str = ""
    decisions: tuple[str, ...] = ()
    summary: str = ""
    deviations: str = ""
    next_report_on: date | None = None
    decision_goes_to: tuple[str, ...] = ()
    working: str = ""
    lessons: str = ""
    continues: str = ""
    # Words of one's own in other sections: key of the section and text.
    words: tuple[tuple[str, str], ...] = ()
    # Which sections, in which order, under which headings; none: as usual.
    arrangement: Arrangement = ()
    replaced_because: str = ""
