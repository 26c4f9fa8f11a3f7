"""When a day is told of: ahead, the day before, on the day, the day after, then each Monday."""

from datetime import date, timedelta

import pytest

from reminders.rules import is_near, is_news, is_workday

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("due", "told"),
    [
        (MONDAY + timedelta(days=8), False),
        (MONDAY + timedelta(days=7), True),
        (MONDAY + timedelta(days=4), False),
        (MONDAY + timedelta(days=1), True),
        (MONDAY, True),
        (MONDAY - timedelta(days=1), True),
        (MONDAY - timedelta(days=40), True),
    ],
)
def test_a_report_is_told_a_week_ahead_and_late_ones_each_monday(due: date, told: bool) -> None:
    assert is_news(due, MONDAY, ahead=7) is told


def test_what_is_late_is_told_the_day_after_and_not_every_day() -> None:
    due = date(2026, 11, 24)
    told = [day for day in range(25, 31) if is_news(due, date(2026, 11, day), ahead=1)]
    assert told == [25, 30]


def test_what_falls_on_a_weekend_is_told_on_monday() -> None:
    saturday_report = MONDAY + timedelta(days=5)  # a week after Saturday 21 November
    assert is_news(saturday_report, MONDAY, ahead=7)
    assert is_news(MONDAY - timedelta(days=2), MONDAY, ahead=1)


def test_only_what_is_near_is_in_a_digest() -> None:
    assert is_near(MONDAY + timedelta(days=3), MONDAY, ahead=3)
    assert not is_near(MONDAY + timedelta(days=4), MONDAY, ahead=3)
    assert is_near(MONDAY - timedelta(days=400), MONDAY, ahead=0)


def test_workdays_are_monday_to_friday() -> None:
    assert [is_workday(MONDAY + timedelta(days=n)) for n in range(7)] == [True] * 5 + [False] * 2
