"""Dated figures of a case, and when its clock tells people to act."""

from figures.models.assessments import (
    SelfAssessment,
    SelfAssessmentQuerySet,
    SelfGrade,
    SuggestedMeasure,
)
from figures.models.feeds import (
    CalendarFeed,
    CalendarFeedQuerySet,
    CaseDate,
    CaseDateQuerySet,
)
from figures.models.headcounts import Headcount, NoticeWave
from figures.models.indicators import Indicator, Observation
from figures.models.outcomes import Cost, Funding, Goal, Result
from figures.models.suppliers import Supplier

__all__ = [
    "CalendarFeed",
    "CalendarFeedQuerySet",
    "CaseDate",
    "CaseDateQuerySet",
    "Cost",
    "Funding",
    "Goal",
    "Headcount",
    "Indicator",
    "NoticeWave",
    "Observation",
    "Result",
    "SelfAssessment",
    "SelfAssessmentQuerySet",
    "SelfGrade",
    "SuggestedMeasure",
    "Supplier",
]
