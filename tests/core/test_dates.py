"""Days as people write them, everywhere in the product; leap days and the turn of the year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import WEEKDAYS, DateNotUnderstood, parse_day
from core.days import MONTHS, day_words, distance_words, month_words

WEDNESDAY = date(2026, 11, 25)
NEW_YEARS_DAY = date(2027, 1, 1)
# Within the range that a leap day is looked for in, both sides of 2100, which has none.
TODAYS = st.dates(date(1960, 1, 1), date(2110, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("idag", date(2026, 11, 25)),
        ("I DAG", date(2026, 11, 25)),
        (" igår\n", date(2026, 11, 24)),
        ("i  går", date(2026, 11, 24)),
        ("i förrgår", date(2026, 11, 23)),
        ("förrgår", date(2026, 11, 23)),
        ("i mån dags", None),
        ("i måndags", date(2026, 11, 23)),
        ("i onsdags", date(2026, 11, 18)),
        ("i torsdags", date(2026, 11, 19)),
        ("i söndags", date(2026, 11, 22)),
        ("2026-03-01", date(2026, 3, 1)),
        ("2026-3-1", date(2026, 3, 1)),
        ("2026.03.01", date(2026, 3, 1)),
        ("2026/03/01", date(2026, 3, 1)),
        ("2026 03 01", date(2026, 3, 1)),
        ("12/3", date(2026, 3, 12)),
        ("12 / 3", date(2026, 3, 12)),
        ("12/3 2019", date(2019, 3, 12)),
        ("12/3-2019", date(2019, 3, 12)),
        ("12/3/2019", date(2019, 3, 12)),
        ("25/11", date(2026, 11, 25)),
        ("26/11", date(2025, 11, 26)),
        ("1 mars", date(2026, 3, 1)),
        ("den 1 mars 2019", date(2019, 3, 1)),
        ("1 mar. 2019", date(2019, 3, 1)),
        ("1mars", date(2026, 3, 1)),
        ("24 dec", date(2025, 12, 24)),
        ("5 maj", date(2026, 5, 5)),
        ("3 sept", date(2026, 9, 3)),
        ("1 marsipan", None),
        ("1 ma", None),
        ("imorgon", None),
        ("", None),
        ("12/3 19", None),
        ("1.3.2026", None),
    ],
)
def test_what_people_write(text: str, day: date | None) -> None:
    if day:
        assert parse_day(text, WEDNESDAY) == day
    else:
        with pytest.raises(DateNotUnderstood, match="Skriv ett datum"):
            parse_day(text, WEDNESDAY)


@pytest.mark.parametrize(
    "text", ["31/4", "2026-02-29", "29 februari 2025", "0/1", "1/13", "2026-00-01"]
)
def test_a_day_that_no_calendar_has_is_named(text: str) -> None:
    with pytest.raises(DateNotUnderstood, match=f"Dagen {text} finns inte i kalendern."):
        parse_day(text, WEDNESDAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("igår", date(2026, 12, 31)),
        ("i förrgår", date(2026, 12, 30)),
        ("i tors", None),
        ("i torsdags", date(2026, 12, 31)),
        ("i fredags", date(2026, 12, 25)),
        ("31/12", date(2026, 12, 31)),
        ("1/1", date(2027, 1, 1)),
        ("2/1", date(2026, 1, 2)),
        ("31 december", date(2026, 12, 31)),
    ],
)
def test_the_year_turns(text: str, day: date | None) -> None:
    if day:
        assert parse_day(text, NEW_YEARS_DAY) == day
    else:
        with pytest.raises(DateNotUnderstood):
            parse_day(text, NEW_YEARS_DAY)


@pytest.mark.parametrize(
    ("today", "leap_day"),
    [
        (date(2028, 2, 28), date(2024, 2, 29)),
        (date(2028, 2, 29), date(2028, 2, 29)),
        (date(2028, 3, 1), date(2028, 2, 29)),
        (date(2027, 12, 31), date(2024, 2, 29)),
        (date(2103, 1, 1), date(2096, 2, 29)),
    ],
)
def test_a_leap_day_without_a_year_is_the_latest_there_has_been(
    today: date, leap_day: date
) -> None:
    assert parse_day("29/2", today) == leap_day
    assert parse_day("29 februari", today) == leap_day


@given(TODAYS, st.integers(0, 365))
def test_without_a_year_it_is_the_latest_such_day(today: date, back: int) -> None:
    day = today - timedelta(days=back)
    for text in (f"{day.day}/{day.month}", f"den {day.day} {MONTHS[day.month - 1]}"):
        found = parse_day(text, today)
        assert (found.day, found.month) == (day.day, day.month)
        assert day <= found <= today


@given(TODAYS, TODAYS)
def test_with_a_year_it_is_that_day_whatever_today_is(day: date, today: date) -> None:
    assert parse_day(day.isoformat(), today) == day
    assert parse_day(day_words(day), today) == day
    assert parse_day(f"{day.day}/{day.month} {day.year}", today) == day


@given(TODAYS, st.integers(1, 7))
def test_last_weekday_is_never_today_and_at_most_a_week_ago(today: date, back: int) -> None:
    day = today - timedelta(days=back)
    short = {3: "tors"}.get(day.weekday(), WEEKDAYS[day.weekday()][:3])
    assert parse_day(f"i {short}dags", today) == day


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, ""),
        (None, date(2026, 3, 1), "till och med 1 mars 2026"),
        (date(2026, 3, 1), None, "1 mars 2026"),
        (date(2024, 2, 29), date(2024, 2, 29), "29 februari 2024"),
        (date(2026, 3, 3), date(2026, 3, 5), "3–5 mars 2026"),
        (date(2026, 3, 3), date(2026, 4, 5), "3 mars – 5 april 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 december 2026 – 3 januari 2027"),
        (date(2024, 2, 1), date(2024, 2, 29), "februari 2024"),
        (date(2024, 2, 1), date(2024, 2, 28), "1–28 februari 2024"),
        (date(2026, 7, 1), date(2026, 8, 31), "juli–augusti 2026"),
        (date(2026, 12, 1), date(2027, 1, 31), "december 2026 – januari 2027"),
        (date(2026, 1, 1), date(2026, 12, 31), "2026"),
        (date(2026, 1, 1), date(2028, 12, 31), "2026–2028"),
    ],
)
def test_a_period_in_words(first: date | None, last: date | None, words: str) -> None:
    assert day_words(first, last) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "idag"),
        (1, "i morgon"),
        (-1, "igår"),
        (12, "om 12\N{NO-BREAK SPACE}dagar"),
        (-3, "för 3\N{NO-BREAK SPACE}dagar sedan"),
        (1500, "om 1\N{NO-BREAK SPACE}500\N{NO-BREAK SPACE}dagar"),
    ],
)
def test_how_far_off_a_day_is(days: int, words: str) -> None:
    assert distance_words(WEDNESDAY + timedelta(days=days), WEDNESDAY) == words


def test_a_month_as_a_heading() -> None:
    assert month_words(date(2016, 3, 9)) == "Mars 2016"
