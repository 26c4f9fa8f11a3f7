"""Says in words what is late in a plan. Pure: days in, a sentence's part out."""

from dataclasses import dataclass
from datetime import date, timedelta

HARD_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, kw_only=True)
class Course:
    """When something was to begin and end, and when it did."""

    planned_start: date | None = None
    planned_end: date | None = None
    started_on: date | None = None
    ended_on: date | None = None


def lateness(course: Course, today: date) -> str:
    """ "8 dagar försenad", "skulle ha börjat för 3 dagar sedan", or nothing when all is in time."""
    if course.ended_on:
        return ""
    if course.planned_end and course.planned_end < today:
        return f"{_days(today - course.planned_end)} försenad"
    if course.planned_start and course.planned_start < today and not course.started_on:
        return f"skulle ha börjat för {_days(today - course.planned_start)} sedan"
    return ""


def _days(gap: timedelta) -> str:
    return f"{gap.days}{HARD_SPACE}{'dag' if gap.days == 1 else 'dagar'}"
