"""How people write when something happened: said forms, and what holds whatever they write."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from core.dates import WEEKDAYS, DateNotUnderstood
from core.days import MONTHS, day_words
from logbook.when import EARLIEST, parse_when, when_text

TUESDAY = date(2026, 11, 24)


def days(*numbers: int) -> tuple[date, date]:
    """Two days from year, month, day, and what differs in the last."""
    first = date(*numbers[:3])
    last = numbers[3:]
    return first, date(*(*numbers[: 3 - len(last)], *last)) if last else first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Days
        ("idag", days(2026, 11, 24)),
        ("I dag", days(2026, 11, 24)),
        (" igår ", days(2026, 11, 23)),
        ("i förrgår", days(2026, 11, 22)),
        ("i fredags", days(2026, 11, 20)),
        ("i tisdags", days(2026, 11, 17)),
        ("fredag", days(2026, 11, 20)),
        ("fre", days(2026, 11, 20)),
        ("tisdag", days(2026, 11, 24)),
        ("onsdag", days(2026, 11, 18)),
        ("för 3 dagar sedan", days(2026, 11, 21)),
        ("2 veckor sedan", days(2026, 11, 10)),
        ("12/3", days(2026, 3, 12)),
        ("24/12", days(2025, 12, 24)),
        ("12/3 2019", days(2019, 3, 12)),
        ("2026-03-01", days(2026, 3, 1)),
        ("20260301", days(2026, 3, 1)),
        ("260301", days(2026, 3, 1)),
        ("den 1 mars", days(2026, 3, 1)),
        ("fredag 20 november", days(2026, 11, 20)),
        ("fre 20/11", days(2026, 11, 20)),
        ("onsdag v. 12", days(2026, 3, 18)),
        # Spans
        ("3–5 mars 2026", days(2026, 3, 3, 5)),
        ("3-5 mars", days(2026, 3, 3, 5)),
        ("3/3-5/3", days(2026, 3, 3, 5)),
        ("3/3 - 5/3", days(2026, 3, 3, 5)),
        ("3-5/3", days(2026, 3, 3, 5)),
        ("3-5/3 2025", days(2025, 3, 3, 5)),
        ("från 3 mars till 5 april", days(2026, 3, 3, 4, 5)),
        ("3 mars t.o.m. 5 april", days(2026, 3, 3, 4, 5)),
        ("1 mars – 5 april 2016", days(2016, 3, 1, 4, 5)),
        ("28 december – 3 januari 2017", days(2016, 12, 28, 2017, 1, 3)),
        ("1 mars 2016 – 5 april", days(2016, 3, 1, 4, 5)),
        ("28 december 2016 – 3 januari", days(2016, 12, 28, 2017, 1, 3)),
        ("28/12-3/1", days(2025, 12, 28, 2026, 1, 3)),
        ("2026-03-01 — 2026-03-05", days(2026, 3, 1, 5)),
        ("2026-03-01-2026-03-05", days(2026, 3, 1, 5)),
        ("2026-03-01/2026-03-05", days(2026, 3, 1, 5)),
        ("i måndags–idag", days(2026, 11, 23, 24)),
        ("i torsdags-igår", days(2026, 11, 19, 23)),
        ("i måndags–igår", days(2026, 11, 23, 23)),
        ("måndag till onsdag", days(2026, 11, 16, 18)),
        ("igår - idag", days(2026, 11, 23, 24)),
        # Weeks
        ("v. 12", days(2026, 3, 16, 22)),
        ("v12", days(2026, 3, 16, 22)),
        ("vecka 12", days(2026, 3, 16, 22)),
        ("v. 50", days(2025, 12, 8, 14)),
        ("v 12 2025", days(2025, 3, 17, 23)),
        ("2026-W12", days(2026, 3, 16, 22)),
        ("2025W01", days(2024, 12, 30, 2025, 1, 5)),
        ("v. 53", days(2020, 12, 28, 2021, 1, 3)),
        ("v. 12–14", days(2026, 3, 16, 4, 5)),
        ("v. 12 - v. 14", days(2026, 3, 16, 4, 5)),
        ("v. 12–14 2025", days(2025, 3, 17, 4, 6)),
        ("förra veckan", days(2026, 11, 16, 22)),
        ("den här veckan", days(2026, 11, 23, 24)),
        ("i helgen", days(2026, 11, 21, 22)),
        # Months and years
        ("juni 2016", days(2016, 6, 1, 30)),
        ("juli–augusti 2017", days(2017, 7, 1, 8, 31)),
        ("november 2017 - februari 2018", days(2017, 11, 1, 2018, 2, 28)),
        ("mars", days(2026, 3, 1, 31)),
        ("december", days(2025, 12, 1, 31)),
        ("november", days(2026, 11, 1, 24)),
        ("2016-06", days(2016, 6, 1, 30)),
        ("förra månaden", days(2026, 10, 1, 31)),
        ("2020", days(2020, 1, 1, 12, 31)),
        ("2016–2018", days(2016, 1, 1, 2018, 12, 31)),
        ("i fjol", days(2025, 1, 1, 12, 31)),
        ("i år", days(2026, 1, 1, 11, 24)),
    ],
)
def test_what_people_write_is_understood(text: str, expected: tuple[date, date]) -> None:
    assert parse_when(text, TUESDAY) == expected


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("imorgon", "Skriv en dag"),
        ("", "Skriv en dag"),
        ("12-14", "Skriv en dag"),
        ("snart", "Skriv en dag"),
        ("31/2", "finns inte"),
        ("29 februari 2025", "finns inte"),
        ("3/3-31/2", "finns inte"),
        ("v. 54", "Vecka 54 finns inte"),
        ("v. 53 2025", "Vecka 53 finns inte 2025"),
        ("v. 0", "finns inte"),
        ("2026-13", "finns inte"),
        ("2026-11-25", "framtiden"),
        ("v. 50 2026", "framtiden"),
        ("2027", "framtiden"),
        ("igår – 2026-11-25", "Slutdagen ligger i framtiden"),
        ("5 mars 2026 – 3 mars 2026", "före startdagen"),
        ("idag–igår", "före startdagen"),
        ("1949", "för långt tillbaka"),
        ("1849", "årtal"),
        ("torsdag 20 november", "20 november 2026 är en fredag."),
        ("måndag 3/3 2026", "3 mars 2026 är en tisdag."),
    ],
)
def test_what_is_no_day_that_has_been_is_told_in_words(text: str, part: str) -> None:
    with pytest.raises(DateNotUnderstood, match=part):
        parse_when(text, TUESDAY)


@pytest.mark.parametrize(
    ("today", "text", "expected"),
    [
        # New Year's Day 2027 is a Friday in week 53 of 2026.
        (date(2027, 1, 1), "igår", days(2026, 12, 31)),
        (date(2027, 1, 1), "i måndags", days(2026, 12, 28)),
        (date(2027, 1, 1), "fredag", days(2027, 1, 1)),
        (date(2027, 1, 1), "torsdag", days(2026, 12, 31)),
        (date(2027, 1, 1), "31/12", days(2026, 12, 31)),
        (date(2027, 1, 1), "28/12-1/1", days(2026, 12, 28, 2027, 1, 1)),
        (date(2027, 1, 1), "28 december till idag", days(2026, 12, 28, 2027, 1, 1)),
        (date(2027, 1, 1), "den här veckan", days(2026, 12, 28, 2027, 1, 1)),
        (date(2027, 1, 1), "förra veckan", days(2026, 12, 21, 27)),
        (date(2027, 1, 1), "v. 53", days(2026, 12, 28, 2027, 1, 1)),
        (date(2027, 1, 1), "v. 1", days(2025, 12, 29, 2026, 1, 4)),
        (date(2027, 1, 1), "fredag v. 53", days(2027, 1, 1)),
        (date(2027, 1, 1), "förra månaden", days(2026, 12, 1, 31)),
        (date(2027, 1, 1), "denna månad", days(2027, 1, 1)),
        (date(2027, 1, 1), "december", days(2026, 12, 1, 31)),
        (date(2027, 1, 1), "januari", days(2027, 1, 1)),
        (date(2027, 1, 1), "i år", days(2027, 1, 1)),
        (date(2027, 1, 1), "2027", days(2027, 1, 1)),
        (date(2027, 1, 1), "förra året", days(2026, 1, 1, 12, 31)),
        (date(2027, 1, 1), "december–januari", days(2026, 12, 1, 2027, 1, 1)),
        (date(2027, 1, 2), "i helgen", days(2027, 1, 2)),
        (date(2027, 1, 3), "i helgen", days(2027, 1, 2, 3)),
        (date(2027, 1, 4), "i helgen", days(2027, 1, 2, 3)),
        (date(2027, 1, 4), "v. 1", days(2027, 1, 4)),
        (date(2027, 1, 4), "v. 53", days(2026, 12, 28, 2027, 1, 3)),
        (date(2027, 1, 4), "v. 52–53", days(2026, 12, 21, 2027, 1, 3)),
        (date(2027, 1, 4), "för 4 dagar sedan", days(2026, 12, 31)),
        (date(2027, 1, 4), "1 vecka sedan", days(2026, 12, 28)),
        # The last days of 2024 lie in week 1 of 2025.
        (date(2024, 12, 31), "v. 1", days(2024, 12, 30, 31)),
        (date(2024, 12, 31), "v. 1 2025", days(2024, 12, 30, 31)),
        # Leap days
        (date(2028, 2, 29), "idag", days(2028, 2, 29)),
        (date(2028, 3, 1), "igår", days(2028, 2, 29)),
        (date(2028, 3, 1), "29/2", days(2028, 2, 29)),
        (date(2028, 2, 28), "29/2", days(2024, 2, 29)),
        (date(2026, 11, 24), "29 februari", days(2024, 2, 29)),
        (date(2026, 11, 24), "28/2-1/3 2024", days(2024, 2, 28, 3, 1)),
        (date(2026, 11, 24), "februari 2024", days(2024, 2, 1, 29)),
        (date(2026, 11, 24), "februari", days(2026, 2, 1, 28)),
        (date(2028, 3, 31), "förra månaden", days(2028, 2, 1, 29)),
        (date(2029, 2, 28), "i fjol", days(2028, 1, 1, 12, 31)),
    ],
)
def test_at_the_turn_of_the_year_and_on_leap_days(
    today: date, text: str, expected: tuple[date, date]
) -> None:
    assert parse_when(text, today) == expected


TODAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@st.composite
def moments(draw: st.DrawFn) -> tuple[date, date, date]:
    """A day or period that has been, and the day it is told of."""
    today = draw(TODAYS)
    first = draw(st.dates(EARLIEST, today))
    return first, draw(st.dates(first, today)), today


@given(moments())
@example((date(2016, 3, 1), date(2016, 4, 5), TUESDAY))
@example((date(2017, 12, 1), date(2018, 1, 3), TUESDAY))
def test_a_form_reads_back_what_it_shows(moment: tuple[date, date, date]) -> None:
    first, last, today = moment
    assert parse_when(when_text(first, last), today) == (first, last)


@given(moments())
def test_a_period_in_words_is_read_back(moment: tuple[date, date, date]) -> None:
    """As reports and pages say it: "3–5 mars 2026", "juni 2016", "1 mars – 5 april 2016"."""
    first, last, today = moment
    assert parse_when(day_words(first, last), today) == (first, last)


@given(TODAYS, st.integers(0, 6))
def test_a_weekday_is_the_latest_one(today: date, back: int) -> None:
    day = today - timedelta(days=back)
    name = WEEKDAYS[day.weekday()]
    assert parse_when(name, today) == (day, day)
    last = day if back else day - timedelta(days=7)
    assert parse_when(f"i {name}s", today) == (last, last)


@given(moments())
def test_a_week_by_number_holds_its_days(moment: tuple[date, date, date]) -> None:
    day, _, today = moment
    year, week, _ = day.isocalendar()
    assume(date.fromisocalendar(year, week, 1) >= EARLIEST)
    for text in (f"v. {week} {year}", f"{year}-W{week:02}"):
        first, last = parse_when(text, today)
        assert first <= day <= last <= today
        assert first.weekday() == 0
        assert last == min(first + timedelta(days=6), today)


@given(moments())
def test_without_a_year_it_is_the_latest_that_has_been(moment: tuple[date, date, date]) -> None:
    day, _, today = moment
    assume((day.month, day.day) != (2, 29))
    for text in (f"{day.day}/{day.month}", f"{day.day} {MONTHS[day.month - 1]}"):
        found, last = parse_when(text, today)
        assert found == last
        assert (found.month, found.day) == (day.month, day.day)
        assert found <= today
        assert (today - found).days < 366


PIECES = st.sampled_from(
    [*WEEKDAYS, *MONTHS, "i", "förra", "veckan", "v.", "v", "-", "–", "/", " ", " ", "till", "från"]
    + [
        "den",
        "idag",
        "igår",
        "sedan",
        "dagar",
        "t.o.m.",
        "w",
        "0",
        "1",
        "3",
        "12",
        "29",
        "31",
        "53",
    ]
    + ["2024", "2026", "9999", "0000", "\u00b2", "٣", "é", "\n"]
)


@given(st.one_of(st.lists(PIECES, max_size=9).map("".join), st.text(max_size=60)), TODAYS)
def test_whatever_is_written_is_a_period_that_has_been_or_a_sentence(
    text: str, today: date
) -> None:
    said = ""
    first = last = today
    try:
        first, last = parse_when(text, today)
    except DateNotUnderstood as error:
        said = str(error)
    assert EARLIEST <= first <= last <= today
    assert not said or said.endswith(".")
