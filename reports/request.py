"""What a person asks for when a report is made."""

from dataclasses import dataclass
from datetime import date

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
    replaced_because: str = ""
