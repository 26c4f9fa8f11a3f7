"""The clock's arithmetic: months, the notice law, the globalisation fund."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.days import distance_words
from figures.clock import (
    EGF_PEOPLE,
    Redundancies,
    add_months,
    days_between,
    earliest_cut,
    egf_threshold,
    first_asking,
    follow_ups,
    notice_months,
)

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 12, 31))
TODAY = date(2026, 6, 15)


# --- Days and months ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-03-03", 6, "2026-09-03"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),  # a leap year
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-10-31", 4, "2027-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-11-30", 4, "2027-03-30"),
        ("2026-05-31", 0, "2026-05-31"),
    ],
)
def test_a_month_ends_on_the_same_number_or_on_its_last_day(
    day: str, months: int, then: str
) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(then)


@given(DAYS, st.integers(0, 60))
def test_adding_months_lands_in_the_month_that_many_later(day: date, months: int) -> None:
    then = add_months(day, months)
    assert (then.year - day.year) * 12 + then.month - day.month == months
    assert then.day <= day.day
    assert then.day == day.day or (then + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-03-28", "2026-03-30", 2),  # the clocks go forward on the 29th
        ("2026-10-24", "2026-10-26", 2),  # and back on the 25th
        ("2026-03-01", "2026-03-01", 0),
        ("2026-03-02", "2026-03-01", -1),
        ("2024-02-28", "2024-03-01", 2),
    ],
)
def test_days_are_calendar_days_also_when_the_clocks_change(
    first: str, last: str, days: int
) -> None:
    assert days_between(date.fromisoformat(first), date.fromisoformat(last)) == days


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "idag"),
        (1, "i morgon"),
        (-1, "igår"),
        (12, "om 12 dagar"),
        (-3, "för 3 dagar sedan"),
        (1200, "om 1 200 dagar"),
    ],
)
def test_how_far_off_a_day_is_in_words(days: int, words: str) -> None:
    said = distance_words(TODAY + timedelta(days=days), TODAY)
    assert said.replace("\N{NO-BREAK SPACE}", " ") == words


# --- The notice law ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("concerned", "months"),
    [
        (0, None),
        (1, None),
        (4, None),
        (5, 2),
        (25, 2),
        (26, 4),
        (100, 4),
        (101, 6),
        (1_000_000, 6),
    ],
)
def test_the_notice_time_follows_from_how_many_are_concerned(
    concerned: int, months: int | None
) -> None:
    assert notice_months(concerned) == months


def test_fewer_than_nobody_is_no_number() -> None:
    with pytest.raises(ValueError, match="negative"):
        notice_months(-1)


@pytest.mark.parametrize(
    ("filed_on", "concerned", "day"),
    [
        ("2026-03-03", 240, "2026-09-03"),
        ("2026-03-07", 26, "2026-07-07"),  # a Saturday counts as any day
        ("2026-08-31", 101, "2027-02-28"),
        ("2027-12-29", 25, "2028-02-29"),
        ("2026-03-03", 4, None),
    ],
)
def test_the_earliest_day_is_the_notice_time_after_the_notice(
    filed_on: str, concerned: int, day: str | None
) -> None:
    expected = date.fromisoformat(day) if day else None
    assert earliest_cut(date.fromisoformat(filed_on), concerned) == expected


# --- The globalisation fund --------------------------------------------------------------------


def dismissed(on: str, number: int, **values: bool) -> Redundancies:
    return Redundancies(on=date.fromisoformat(on), number=number, **values)


def test_nothing_known_gives_no_threshold() -> None:
    assert egf_threshold([], TODAY) is None
    assert egf_threshold([dismissed("2026-03-01", 0)], TODAY) is None


def test_two_hundred_on_one_day_reach_it_and_one_less_does_not() -> None:
    reached = egf_threshold([dismissed("2026-03-01", 200)], TODAY)
    assert reached
    assert reached.is_reached
    assert reached.is_certain
    assert (reached.first, reached.last) == (date(2026, 3, 1), date(2026, 6, 30))
    assert reached.apply_by == date(2026, 9, 22)  # twelve weeks, to the day
    short = egf_threshold([dismissed("2026-03-01", 199)], TODAY)
    assert short
    assert not short.is_reached
    assert short.missing == 1


def test_suppliers_count_and_are_told_apart() -> None:
    threshold = egf_threshold(
        [dismissed("2026-03-01", 190), dismissed("2026-04-02", 12, at_supplier=True)], TODAY
    )
    assert threshold
    assert threshold.is_reached
    assert (threshold.number, threshold.at_suppliers) == (202, 12)


@pytest.mark.parametrize(
    ("second", "is_reached"), [("2026-06-30", True), ("2026-07-01", False), ("2026-02-28", True)]
)
def test_four_months_are_counted_from_the_first_day_and_exclude_the_next(
    second: str, is_reached: bool
) -> None:
    rows = [dismissed("2026-03-01", 100), dismissed(second, 100)]
    threshold = egf_threshold(rows, TODAY)
    assert threshold
    assert threshold.is_reached is is_reached


def test_a_period_from_the_last_of_august_ends_in_december() -> None:
    threshold = egf_threshold([dismissed("2026-08-31", 250)], TODAY)
    assert threshold
    assert threshold.last == date(2026, 12, 30)


def test_what_has_happened_goes_before_what_is_expected() -> None:
    rows = [
        dismissed("2026-01-10", 500, is_expected=True),
        dismissed("2026-03-01", 210),
    ]
    threshold = egf_threshold(rows, TODAY)
    assert threshold
    assert threshold.is_certain
    assert threshold.number == 210


def test_what_is_only_expected_reaches_it_without_being_certain() -> None:
    rows = [dismissed("2026-03-01", 180), dismissed("2026-03-02", 60, is_expected=True)]
    threshold = egf_threshold(rows, TODAY)
    assert threshold
    assert threshold.is_reached
    assert not threshold.is_certain
    assert (threshold.number, threshold.expected) == (240, 60)


def test_when_the_first_period_is_too_old_a_later_one_is_used() -> None:
    rows = [dismissed("2025-01-01", 200), dismissed("2026-03-01", 200)]
    threshold = egf_threshold(rows, TODAY)
    assert threshold
    assert threshold.first == date(2026, 3, 1)


def test_when_all_are_too_old_the_last_is_shown() -> None:
    rows = [dismissed("2023-01-01", 200), dismissed("2024-01-01", 200)]
    threshold = egf_threshold(rows, TODAY)
    assert threshold
    assert threshold.first == date(2024, 1, 1)
    assert threshold.apply_by < TODAY


def test_short_of_it_the_period_with_most_people_is_shown() -> None:
    rows = [dismissed("2026-01-01", 80), dismissed("2026-05-20", 90)]
    threshold = egf_threshold(rows, TODAY)
    assert threshold
    assert (threshold.number, threshold.missing) == (90, 110)


def test_a_negative_number_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        egf_threshold([dismissed("2026-03-01", -1)], TODAY)


ROWS = st.lists(
    st.builds(
        Redundancies,
        on=st.dates(date(2025, 1, 1), date(2027, 1, 1)),
        number=st.integers(0, 150),
        at_supplier=st.booleans(),
        is_expected=st.booleans(),
    ),
    max_size=12,
)


@given(ROWS, st.dates(date(2025, 1, 1), date(2028, 1, 1)))
def test_the_period_counts_exactly_its_own_and_no_other_would_do_better(
    rows: list[Redundancies], today: date
) -> None:
    threshold = egf_threshold(rows, today)
    counts = {
        first: sum(row.number for row in rows if first <= row.on < add_months(first, 4))
        for first in {row.on for row in rows}
    }
    if threshold is None:
        assert not any(counts.values())
        return
    assert threshold.is_reached is (max(counts.values()) >= EGF_PEOPLE)
    if not threshold.is_reached:
        assert threshold.number == max(counts.values())
    assert threshold.expected <= threshold.number
    assert threshold.at_suppliers <= threshold.number
    assert (threshold.apply_by - threshold.last).days == 84


# --- After the end -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closed_on", "days"),
    [
        ("2026-02-10", ["2026-08-10", "2027-02-10", "2028-02-10"]),
        ("2026-08-31", ["2027-02-28", "2027-08-31", "2028-08-31"]),
        ("2024-02-29", ["2024-08-29", "2025-02-28", "2026-02-28"]),
    ],
)
def test_a_closed_case_asks_after_6_12_and_24_months(closed_on: str, days: list[str]) -> None:
    asked = follow_ups(date.fromisoformat(closed_on))
    assert [months for months, _ in asked] == [6, 12, 24]
    assert [day.isoformat() for _, day in asked] == days


def test_it_asks_until_the_last_follow_up_is_a_year_late() -> None:
    closed_on = first_asking(TODAY)
    assert closed_on == date(2023, 6, 15)
    assert follow_ups(closed_on)[-1][1] == date(2025, 6, 15)
