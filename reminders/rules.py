"""When a day is told of: pure, no database."""

from datetime import date, timedelta

# How many days ahead a person is first told.
AHEAD = {"NEXT_STEP": 1, "QUESTION": 3, "REPORT": 7, "OUTCOME": 0}


def is_near(due: date, today: date, *, ahead: int) -> bool:
    """Whether it belongs in a digest at all: late, or due within `ahead` days."""
    return due <= today + timedelta(days=ahead)


def is_news(due: date, today: date, *, ahead: int) -> bool:
    """Whether it alone is a reason to write: so many days ahead, the day before, on the day and the
    day after; then each Monday. What falls on a weekend is told on Monday.
    """
    return any(_is_told(due, day, ahead) for day in _since_last_workday(today))


def _is_told(due: date, day: date, ahead: int) -> bool:
    left = (due - day).days
    return left in {ahead, min(ahead, 1), 0, -1} or (left < 0 and day.weekday() == 0)


def _since_last_workday(today: date) -> list[date]:
    days = 3 if today.weekday() == 0 else 1
    return [today - timedelta(days=back) for back in range(days)]


def is_workday(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < 5
