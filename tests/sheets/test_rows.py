"""Rows become log entries, or reasons why not; the five files are read as a person would read them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.forms import LONG_TEXT
from sheets.columns import guess, heading_row, target_of
from sheets.matching import Matching, Target, blockers_to_match
from sheets.places import Words
from sheets.reading.files import read_file
from sheets.reading.grid import Cell, Row, Sheet
from sheets.rows import Item, Reader
from tests.sheets import files

TODAY = date(2026, 11, 25)


def read(content: bytes, name: str = "logg.xlsx", **changes: Any) -> list[Item]:
    """The items of the first sheet, read as it is guessed with these changes."""
    sheets = read_file(content)
    matching = replace(guess(sheets, 0, name), **changes)
    return Reader(sheets[0], matching, TODAY, {"bo berg": 7}).items()


def read_rows(*rows: tuple[Cell, ...], **changes: Any) -> list[Item]:
    sheet = Sheet("Logg", tuple(Row(n, cells) for n, cells in enumerate(rows, start=1)))
    matching = replace(guess([sheet], 0, "logg.xlsx"), **changes)
    return Reader(sheet, matching, TODAY, {"bo berg": 7}).items()


def told(items: list[Item]) -> list[tuple[str, str]]:
    return [(i.draft.happened_from.isoformat(), i.draft.what) for i in items if i.draft]


# --- The five files -------------------------------------------------------------------------------


def test_the_guides_own_table_gives_an_entry_for_each_dated_sentence() -> None:
    items = read(files.guide_table(), "loggbok enligt guiden.xlsx")
    assert told(items) == [
        ("2016-03-31", "Beskedet kom."),
        ("2016-04-29", "Första mötet med fastighetsbolaget."),
        ("2016-09-16", "Möte med företagets svenska ledning"),
        ("2016-12-19", "Foodhills AB bildades"),
    ]
    assert [item.draft.words for item in items if item.draft] == [
        Words("Insats: Ny användning av fabriken", "Huvudaktivitet 1: Kontakta fastighetsägare"),
    ] * 3 + [Words("Insats: Ny användning av fabriken", "Huvudaktivitet 2: Nytt bolag")]
    assert [item.where for item in items][:3] == ["Rad 4, händelse 1", "Rad 4, händelse 2", "Rad 5"]


def test_days_of_every_kind_are_read_and_the_rest_named_with_row_and_reason() -> None:
    items = read(files.every_kind_of_day())
    days = [day for day, _ in told(items)]
    assert len(days) == 15
    assert days.count("2016-03-31") == 9
    faults = {item.row: item.problems[0] for item in items if item.problems}
    assert list(faults) == [17, 18, 19, 20, 21]
    assert "finns inte i kalendern" in faults[17]
    assert "säger inte vilken dag" in faults[18]
    assert "går inte att förstå" in faults[19]
    assert "framtiden" in faults[20]
    assert faults[21] == "Datum saknas."


def test_months_are_periods_and_two_columns_one_text() -> None:
    items = read(files.months_only())
    first = items[0].draft
    assert first
    assert (first.happened_from, first.happened_to) == (date(2016, 6, 1), date(2016, 6, 30))
    assert first.what == "Ny regional samordnare\nKommentar: Med erfarenhet"
    assert items[0].notes == ("”2016-06” är läst som 1–30 juni 2016.",)
    assert items[1].draft.what == "Lantmännen blev delägare"


def test_headings_are_found_on_row_4_and_years_between_the_rows() -> None:
    [sheet] = read_file(files.headings_on_row_4())
    assert heading_row(sheet) == 4
    hall, invitation, school = [item.draft for item in read(files.headings_on_row_4())]
    assert hall.happened_from == date(2016, 3, 1)
    assert hall.words == Words("Jobbmässa", "1. Boka lokal")
    assert hall.participants == "Kommunen"
    assert (invitation.happened_from, invitation.happened_to) == (
        date(2016, 3, 3),
        date(2016, 3, 5),
    )
    assert school.happened_from == date(2017, 1, 12)


def test_next_steps_to_come_are_reminders_and_those_of_the_past_are_told_in_the_result() -> None:
    hall, _, school = [item.draft for item in read(files.headings_on_row_4())]
    assert hall.result == "Ledigt\nNästa steg: Skriv avtal (senast 15/3, Bo Berg)"
    assert hall.next_step == ""
    assert (school.next_step, school.next_step_on, school.next_step_by) == (
        "Följ upp",
        date(2030, 1, 15),
        "Bo Berg",
    )


def test_several_events_in_a_cell_are_entries_of_their_own() -> None:
    assert told(read(files.several_in_one_cell())) == [
        ("2016-03-12", "möte med facket"),
        ("2016-03-15", "beslut om samordnare"),
        ("2016-04-08", "Regionen beslutade"),
        ("2016-04-29", "Första mötet\nMånga kom."),
        ("2016-05-02", "Träffade Almi. Nästa möte 12/5."),
    ]


def test_parting_can_be_turned_off() -> None:
    items = read(files.several_in_one_cell(), splits=False)
    assert items[0].draft.what == ("12/3 möte med facket; 15/3 beslut om samordnare")
    assert [item.row for item in items] == [2, 3, 4]


# --- Single rows ----------------------------------------------------------------------------------

HEADS = ("Datum", "Vad", "Medverkande", "Resultat", "Insats")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("2026-03-01", None, "Almi"), "Texten saknas"),
        ((None, "Möte"), "Datum saknas"),
        (("12/3", "Möte"), "Året saknas"),
        (("2026-11-26", "Möte"), "framtiden"),
        (("2026-11-20 – 2026-12-20", "Möte"), "framtiden"),
        (("2026-03-01", "Ring 19811218-9876"), r"Vad har gjorts innehåller ett personnummer"),
        (("2026-03-01", "Möte", "811218-9876"), "Medverkande innehåller ett personnummer"),
        (("2026-03-01", "Möte", None, None, "811218-9876"), "Insats innehåller ett personnummer"),
        (("2026-03-01", "å" * (LONG_TEXT + 1)), "Vad har gjorts är för lång"),
        (("2026-03-01", "Möte", "å" * 501), "Medverkande är för lång"),
        (("2026-03-01", "Möte", None, None, "å" * 161), "Insats är för lång"),
        (("2026-03-01", "Mö\x00te"), "osynliga styrtecken"),
        (("2026-03-01", "Möte", "Al\x1bmi"), "Medverkande innehåller osynliga"),
    ],
)
def test_a_row_that_cannot_be_stored_is_named_with_its_reason(
    row: tuple[Cell, ...], why: str
) -> None:
    [item] = read_rows(HEADS, row)
    assert item.draft is None
    assert item.row == 2
    assert any(why in problem for problem in item.problems)


def test_a_month_that_is_not_over_lasts_until_today() -> None:
    [item] = read_rows(HEADS, ("november 2026", "Möten"))
    assert item.draft.happened_to == TODAY


def test_a_year_may_be_given_for_days_without_one() -> None:
    assert told(read_rows(HEADS, ("12/3", "Möte"), year=2016)) == [("2016-03-12", "Möte")]


@pytest.mark.parametrize("sheet_name", ["Logg 2016", "2016"])
def test_the_year_may_stand_in_the_name_of_the_sheet(sheet_name: str) -> None:
    sheet = Sheet(sheet_name, (Row(1, HEADS), Row(2, ("12/3", "Möte"))))
    assert guess([sheet], 0, "logg 2018.xlsx").year == 2016
    assert guess([Sheet("Logg", sheet.rows)], 0, "logg 2018.xlsx").year == 2018


def test_days_below_a_heading_with_a_month_need_no_month_of_their_own() -> None:
    items = read_rows(
        HEADS, ("Mars 2016",), ("12", "Möte"), ("14", "Brev"), ("April",), ("2", "Svar")
    )
    assert told(items) == [("2016-03-12", "Möte"), ("2016-03-14", "Brev"), ("2016-04-02", "Svar")]


def test_year_month_and_day_may_have_columns_of_their_own() -> None:
    items = read_rows(("År", "Månad", "Dag", "Vad"), (2016.0, "mars", 12.0, "Möte"))
    assert told(items) == [("2016-03-12", "Möte")]
    items = read_rows(("År", "Vecka", "Vad"), ("2016", "12", "Möte"))
    assert told(items) == [("2016-03-21", "Möte")]


def test_merged_days_and_texts_go_for_every_row_of_their_area() -> None:
    sheet = Sheet(
        "Logg",
        (
            Row(1, HEADS),
            Row(2, ("2016-03-12", "Möte")),
            Row(3, ("2016-03-12", "Brev"), filled=frozenset({0})),
            Row(4, ("2016-03-14", "Brev"), filled=frozenset({1})),
            Row(5, ("2016-03-14", "Brev"), filled=frozenset({0, 1})),
        ),
    )
    items = Reader(sheet, guess([sheet], 0, ""), TODAY).items()
    assert told(items) == [("2016-03-12", "Möte"), ("2016-03-12", "Brev"), ("2016-03-14", "Brev")]


def test_a_next_step_without_a_day_is_text_unless_it_shall_be_open() -> None:
    rows = (("Datum", "Vad", "Nästa steg"), ("2026-03-01", "Möte", "Ring igen"))
    [item] = read_rows(*rows)
    assert (item.draft.next_step, item.draft.result) == ("", "Nästa steg: Ring igen")
    [item] = read_rows(*rows, opens_steps=True)
    assert (item.draft.next_step, item.draft.result) == ("Ring igen", "")


def test_a_next_step_for_somebody_outside_the_case_says_whose_it_is() -> None:
    [item] = read_rows(
        ("Datum", "Vad", "Nästa steg", "Senast", "Ansvarig"),
        ("2026-03-01", "Möte", "Ring", "2030-01-01", "Eva Ek"),
    )
    assert item.draft.next_step == "Ring (Eva Ek)"
    assert "Eva Ek arbetar inte i ärendet" in item.notes[0]


def test_rows_may_be_internal_one_by_one_or_all() -> None:
    rows = (
        ("Datum", "Vad", "Endast internt"),
        ("2026-03-01", "A", "ja"),
        ("2026-03-01", "B", None),
    )
    assert [item.draft.internal for item in read_rows(*rows)] == [True, False]
    assert [item.draft.internal for item in read_rows(*rows, internal=True)] == [True, True]


# --- Fingerprints ---------------------------------------------------------------------------------


@pytest.fixture
def mark() -> Callable[..., str]:
    def of(day: str = "2026-03-01", what: str = "Möte", measure: str = "", case: int = 1) -> str:
        [item] = read_rows(HEADS, (day, what, None, None, measure or None))
        return item.draft.fingerprint(case)

    return of


def test_the_same_day_text_and_place_have_one_fingerprint(mark: Callable[..., str]) -> None:
    assert mark() == mark(day="1/3 2026") == mark(what="  MÖTE ")
    assert (
        len({mark(), mark(day="2026-03-02"), mark(what="Möten"), mark(measure="A"), mark(case=2)})
        == 5
    )


# --- Guesses --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("Datum", Target.WHEN), ("Datum/tid", Target.WHEN), ("När?", Target.WHEN),
        ("Vad har gjorts och när", Target.WHAT), ("Händelse", Target.WHAT),
        ("Beskrivning av aktivitet", Target.WHAT), ("INSATS", Target.MEASURE),
        ("Huvudaktivitet", Target.ACTIVITY), ("Medverkande:", Target.PARTICIPANTS),
        ("Vilka deltog?", Target.PARTICIPANTS), ("Ansvarig", Target.PARTICIPANTS),
        ("Resultat/utfall", Target.RESULT), ("Nästa steg", Target.NEXT_STEP),
        ("Att göra", Target.NEXT_STEP), ("Klart senast", Target.NEXT_STEP_ON),
        ("T.o.m.", Target.UNTIL), ("Nr", Target.IGNORE), ("Kostnad", None), ("", None),
    ],
)  # fmt: skip
def test_headings_are_known_by_their_swedish_words(heading: str, target: Target | None) -> None:
    assert target_of(heading) == target


def test_without_headings_the_contents_tell() -> None:
    sheet = Sheet(
        "Logg",
        (
            Row(1, ("A1", "31/3 2016", "Möte med hela kommunledningen")),
            Row(2, ("A2", "1/4 2016", "Beslut i kommunstyrelsen om samordnare")),
        ),
    )
    matching = guess([sheet], 0, "")
    assert matching.heading == 0
    assert matching.columns_of(Target.WHEN) == [1]
    assert matching.columns_of(Target.WHAT) == [2]


@pytest.mark.parametrize(
    ("columns", "splits", "why"),
    [
        ({0: Target.WHEN}, True, "vad som har gjorts"),
        ({0: Target.WHAT}, False, "när det hände"),
        ({0: Target.WHAT, 1: Target.UNTIL}, True, "första dagen"),
        ({0: Target.WHAT, 1: Target.WHEN, 2: Target.MEASURE, 3: Target.MEASURE}, True, "Bara en"),
    ],
)
def test_a_matching_that_gives_no_log_is_refused(
    columns: dict[int, Target], splits: bool, why: str
) -> None:
    assert any(why in blocker for blocker in blockers_to_match(columns, splits=splits))


def test_a_matching_is_kept_as_it_was() -> None:
    matching = Matching(
        1, 4, {0: Target.WHEN, 2: Target.WHAT}, 2016, False, True, True, {"a": "m1"}
    )
    assert Matching.from_json(matching.to_json()) == matching
    assert not list(blockers_to_match({0: Target.WHAT}, splits=True))
