"""Days as they stand in sheets."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import DateNotUnderstood
from sheets.days import Context, heading_context, read_period
from sheets.reading.grid import Cell

MARCH_2016 = Context(2016, 3)

A_DAY = [
    date(2016, 3, 31), 42460.0, 42460.58, "42460", "2016-03-31", "2016.03.31", "2016/03/31",
    "16-03-31", "160331", "20160331", 20160331.0, 160331.0, "31/3 2016", "31/3", "31/3-16",
    "31/3 -16", "31/3/16", "31/3/2016", "31.3.2016", "31.03.16", "31.3", "31 mars 2016", "31 mars",
    "31 mars -16", "31 mars 16", "31:a mars", "31 MARS, 2016", "den 31 mars", "tors 31/3",
    "torsdagen den 31 mars 2016", "ca 31 mars", "2016-03-31 14:00", "31 mars kl 14.30",
    "2016-03-31 00:00:00", "fr.o.m. 31 mars", " 31/3. ", "31",
]  # fmt: skip

A_LONGER_TIME = [
    ("mars 2016", "2016-03-01", "2016-03-31"),
    ("Mars", "2016-03-01", "2016-03-31"),
    ("mars -16", "2016-03-01", "2016-03-31"),
    ("2016-03", "2016-03-01", "2016-03-31"),
    ("201603", "2016-03-01", "2016-03-31"),
    ("2016 mars", "2016-03-01", "2016-03-31"),
    ("2016", "2016-01-01", "2016-12-31"),
    ("v. 12 2016", "2016-03-21", "2016-03-27"),
    ("vecka 12", "2016-03-21", "2016-03-27"),
    ("v12-13", "2016-03-21", "2016-04-03"),
    ("v. 53 2015", "2015-12-28", "2016-01-03"),
    ("våren 2016", "2016-03-01", "2016-05-31"),
    ("hösten", "2016-09-01", "2016-11-30"),
    ("vintern 2016/17", "2016-12-01", "2017-02-28"),
    ("VT 2016", "2016-01-01", "2016-06-30"),
    ("Q1 2016", "2016-01-01", "2016-03-31"),
    ("1:a kvartalet 2016", "2016-01-01", "2016-03-31"),
    ("början av mars 2016", "2016-03-01", "2016-03-10"),
    ("slutet av februari 2016", "2016-02-21", "2016-02-29"),
    ("juli-augusti 2017", "2017-07-01", "2017-08-31"),
    ("nov-feb 2017", "2016-11-01", "2017-02-28"),
    ("mars/april 2016", "2016-03-01", "2016-04-30"),
]

FROM_DAY_TO_DAY = [
    ("3-5 mars 2016", "2016-03-03", "2016-03-05"),
    ("3–5 mars", "2016-03-03", "2016-03-05"),
    ("12-15/3", "2016-03-12", "2016-03-15"),
    ("12/3-15/3", "2016-03-12", "2016-03-15"),
    ("12/3 – 15/4 2017", "2017-03-12", "2017-04-15"),
    ("28/12-3/1 2017", "2016-12-28", "2017-01-03"),
    ("2016-03-31 - 2016-04-02", "2016-03-31", "2016-04-02"),
    ("31 mars till 2 april 2016", "2016-03-31", "2016-04-02"),
    ("31 mars t.o.m. 2 april", "2016-03-31", "2016-04-02"),
]

NO_DAY = [
    (None, "saknas"),
    ("", "saknas"),
    ("snart", "går inte att förstå"),
    ("12 och 15 mars", "går inte att förstå"),
    ("mars 16", "går inte att förstå"),
    ("12,3", "går inte att förstå"),
    ("x" * 5000, "går inte att förstå"),
    ("30/2 2016", "finns inte i kalendern"),
    ("v. 60 2016", "finns inte"),
    ("2016-13", "finns inte"),
    ("igår", "säger inte vilken dag"),
    ("i fredags", "säger inte vilken dag"),
    ("förra veckan", "säger inte vilken dag"),
    ("5/3 - 3/3 2016", "före startdagen"),
    ("1905-01-01", "för långt bort"),
]


@pytest.mark.parametrize("cell", A_DAY, ids=str)
def test_a_day_is_read_however_it_is_written(cell: Cell) -> None:
    period = read_period(cell, MARCH_2016)
    assert (period.first, period.last, period.is_coarse) == (
        date(2016, 3, 31),
        date(2016, 3, 31),
        False,
    )


@pytest.mark.parametrize(("cell", "first", "last"), A_LONGER_TIME)
def test_a_month_a_week_a_season_is_a_period(cell: str, first: str, last: str) -> None:
    period = read_period(cell, Context(2016))
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert period.is_coarse


@pytest.mark.parametrize(("cell", "first", "last"), FROM_DAY_TO_DAY)
def test_a_first_and_a_last_day_are_a_period(cell: str, first: str, last: str) -> None:
    period = read_period(cell, Context(2016))
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert not period.is_coarse


@pytest.mark.parametrize(("cell", "why"), NO_DAY)
def test_what_is_no_day_is_told_in_words(cell: Cell, why: str) -> None:
    with pytest.raises(DateNotUnderstood, match=why):
        read_period(cell, Context(2016))


@pytest.mark.parametrize("cell", ["31/3", "mars", "v. 12", "våren", "31 mars", "3-5 mars"])
def test_a_day_without_a_year_is_never_guessed(cell: str) -> None:
    with pytest.raises(DateNotUnderstood, match="Året saknas"):
        read_period(cell, Context())


def test_the_day_29_february_needs_its_year() -> None:
    assert read_period("29/2", Context(2016)).first == date(2016, 2, 29)
    with pytest.raises(DateNotUnderstood, match="finns inte"):
        read_period("29/2", Context(2015))


def test_serial_numbers_follow_the_workbooks_own_calendar() -> None:
    assert read_period(40998.0, Context(epoch_1904=True)).first == date(2016, 3, 31)


@pytest.mark.parametrize(
    ("cell", "year", "month"),
    [("2016", 2016, None), (2016.0, 2016, None), ("År 2016", 2016, None), ("Mars 2016", 2016, 3),
     ("mars", 2015, 3), ("2016-04", 2016, 4), ("Loggbok 2016", 2016, None)],
)  # fmt: skip
def test_a_heading_names_the_year_or_the_month(cell: Cell, year: int, month: int | None) -> None:
    context = heading_context(cell, Context(2015))
    assert context
    assert (context.year, context.month) == (year, month)


@pytest.mark.parametrize("cell", ["Uppstart", "31/3 2016", "Insats 1", None])
def test_other_words_are_no_heading(cell: Cell) -> None:
    assert heading_context(cell, Context(2015)) is None


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_every_day_is_read_back_from_every_common_way_to_write_it(day: date) -> None:
    ways = (
        f"{day:%Y-%m-%d}", f"{day.day}/{day.month} {day.year}", f"{day.day}.{day.month}.{day.year}",
        f"{day:%Y%m%d}", f"{day.day}/{day.month}-{day:%y}", f"{day:%y%m%d}", day,
    )  # fmt: skip
    for cell in ways:
        if cell == f"{day:%y%m%d}" and day.year < 2013:
            continue  # six digits may also be a year and a month
        assert read_period(cell, Context()).first == day


@given(st.text(max_size=200))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    with suppress(DateNotUnderstood):
        period = read_period(text, Context(2016))
        assert period.first <= period.last
