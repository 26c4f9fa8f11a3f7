"""Dated figures of a case, and when its clock tells people to act."""

from figures.models.feeds import (
    CalendarFeed,
    CalendarFeedQuerySet,
    CaseDate,
    CaseDateQuerySet,
)

__all__ = ["CalendarFeed", "CalendarFeedQuerySet", "CaseDate", "CaseDateQuerySet"]
