"""The clock in words: what each line says, what is missing, and who is told what."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from figures.clock import Redundancies
from figures.clock_facts import ClockFacts, Noted, StartedMeasure, Stay
from figures.clock_kinds import DateKind, kinds_to_note
from figures.clock_lines import clock_lines, coming, lead_times, past
from figures.clock_words import Line, Reader
from figures.facts import Concerned

NOTICE = date(2026, 3, 3)
TODAY = date(2026, 6, 15)
OPENED = datetime(2026, 3, 3, 9, tzinfo=UTC)
SECRET = "Hemlig källa"


def noted(on: date | None, *, at: datetime = OPENED) -> Noted:
    return Noted(on=on, source=SECRET, by="Alice Andersson", at=at)


def facts(number: int | None = 240, **changes: Any) -> ClockFacts:
    values: dict[str, Any] = {
        "notice_on": NOTICE,
        "changed_at": OPENED,
        "concerned": [Concerned(number=number, on=NOTICE, source="enligt beskedet")],
        "redundancies": [Redundancies(on=NOTICE, number=number or 0, is_expected=True)],
    }
    return ClockFacts(**(values | changes))


def lines(
    made_of: ClockFacts, *, today: date = TODAY, reader: Reader = Reader.INSIDE
) -> dict[str, Line]:
    found = clock_lines(made_of, today=today, reader=reader)
    by_key = {line.key: line for line in found}
    assert len(by_key) == len(found)
    return by_key


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


# --- What the lines say ------------------------------------------------------------------------


def test_a_new_case_says_what_is_missing_and_where_to_note_it() -> None:
    found = lines(facts())
    missing = {key: line for key, line in found.items() if not line.is_known}
    assert set(missing) == {
        "group-met",
        "measure",
        "plan-adopted",
        "notice-filed",
        "last-working-day",
        "report-stop",
    }
    assert all(line.how for line in missing.values())
    notes = {line.note for line in missing.values()} - {None}
    assert notes == set(kinds_to_note(is_closed=False))
    assert (
        plain(missing["group-met"].how) == "Inget gruppmöte är noterat, 104 dagar efter beskedet."
    )


def test_lead_times_are_counted_from_the_notice() -> None:
    made_of = facts(
        noted={
            DateKind.GROUP_MET: noted(NOTICE),
            DateKind.PLAN_ADOPTED: noted(NOTICE + timedelta(days=148)),
        },
        measure=StartedMeasure(title="Jobbmässa", on=NOTICE - timedelta(days=1), changed_at=OPENED),
    )
    assert [(label, plain(words)) for label, words in lead_times(made_of)] == [
        ("Första gruppmötet", "samma dag som beskedet"),
        ("Första insatsen", "1 dag före beskedet"),
        ("Antagen plan", "148 dagar efter beskedet"),
    ]
    assert [words for _, words in lead_times(facts())] == [
        "inget är noterat än",
        "ingen har börjat än",
        "ingen är noterad än",
    ]


def test_the_notice_time_is_counted_from_the_notice_to_the_employment_service() -> None:
    filed = noted(date(2026, 3, 10))
    from_case, from_filed = (
        lines(facts())["cut"],
        lines(facts(noted={DateKind.NOTICE_FILED: filed}))["cut"],
    )
    assert from_case.on == date(2026, 9, 3)
    assert "från beskedet den 3 mars 2026" in from_case.how
    assert "Notera dagen då varslet kom in" in from_case.how
    assert from_filed.on == date(2026, 9, 10)
    assert "från varslet den 10 mars 2026" in from_filed.how
    assert from_filed.law
    assert "1974:13" in from_filed.law.text


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (None, "Antalet berörda är inte känt, och varseltiden beror på det."),
        (4, "Färre än 5 ger ingen skyldighet"),
        (0, "Färre än 5 ger ingen skyldighet"),
        (25, "minst två månader"),
        (100, "minst fyra månader"),
        (101, "minst sex månader"),
    ],
)
def test_the_notice_time_says_how_it_follows_from_the_number(
    number: int | None, words: str
) -> None:
    line = lines(facts(number))["cut"]
    assert words in line.how
    assert line.is_known is (number is not None and number >= 5)


def test_a_last_working_day_before_the_earliest_day_is_pointed_out() -> None:
    early = facts(noted={DateKind.LAST_WORKING_DAY: noted(date(2026, 8, 31))})
    assert "3 dagar före den tidigaste dagen: stäm av" in plain(
        lines(early)["last-working-day"].how
    )
    in_time = facts(noted={DateKind.LAST_WORKING_DAY: noted(date(2026, 9, 3))})
    assert "stäm av" not in lines(in_time)["last-working-day"].how


def test_a_day_that_was_taken_away_is_missing_again() -> None:
    line = lines(facts(noted={DateKind.GROUP_MET: noted(None)}))["group-met"]
    assert not line.is_known
    assert line.note == DateKind.GROUP_MET


@pytest.mark.parametrize(
    ("stop", "reported_until", "when", "is_late"),
    [
        (TODAY + timedelta(days=12), None, "om 12 dagar", False),
        (TODAY, None, "idag", False),
        (TODAY - timedelta(days=1), None, "rapporten är 1 dag försenad", True),
        (
            TODAY - timedelta(days=8),
            TODAY - timedelta(days=9),
            "rapporten är 8 dagar försenad",
            True,
        ),
        (TODAY - timedelta(days=8), TODAY - timedelta(days=8), "rapporten är fastställd", False),
    ],
)
def test_a_report_is_late_until_one_is_issued_that_reaches_its_stop_date(
    stop: date, reported_until: date | None, when: str, is_late: bool
) -> None:
    made_of = facts(noted={DateKind.REPORT_STOP: noted(stop)}, reported_until=reported_until)
    line = lines(made_of)["report-stop"]
    assert (plain(line.when), line.is_late) == (when, is_late)


def test_the_fund_says_whether_it_is_reached_how_far_and_over_which_period() -> None:
    reached = lines(facts(redundancies=[Redundancies(on=NOTICE, number=213)]))["egf"]
    assert reached.on == date(2026, 9, 24)
    assert plain(reached.how).startswith(
        "Tröskeln 200 är nådd: 213 personer inom fyra månader (3 mars – 2 juli 2026)."
    )
    expected = lines(facts())["egf"]
    assert "Tröskeln 200 kan nås" in expected.how
    assert "om alla som berörs sägs upp" in expected.how
    short = lines(facts(85))["egf"]
    assert not short.is_known
    assert "Tröskeln 200 nås inte: 85 personer" in plain(short.how)
    assert "Det fattas 115." in short.how
    nothing = lines(facts(None, redundancies=[]))["egf"]
    assert "Inga uppsägningar är kända." in nothing.how


def test_a_fund_whose_day_has_passed_says_so() -> None:
    line = lines(facts(), today=date(2026, 12, 1))["egf"]
    assert plain(line.when) == "gick ut för 68 dagar sedan"


def test_an_establishment_has_no_dismissals_on_its_clock() -> None:
    found = lines(facts(has_dismissals=False))
    assert not {"cut", "egf", "last-working-day", "notice-filed"} & set(found)


def test_days_come_in_order_and_what_is_not_known_last() -> None:
    made_of = facts(
        stays=[Stay(key=1, phase=1, label="Förbereda", began_on=NOTICE)],
        noted={
            DateKind.LAST_WORKING_DAY: noted(date(2027, 1, 1)),
            DateKind.REPORT_STOP: noted(TODAY - timedelta(days=3)),
        },
    )
    found = clock_lines(made_of, today=TODAY, reader=Reader.INSIDE)
    days = [line.on for line in found if line.on]
    assert days == sorted(days)
    assert [line.is_known for line in found] == sorted(
        (line.is_known for line in found), reverse=True
    )
    ahead = [line.key for line in coming(found, today=TODAY)]
    assert ahead == ["report-stop", "cut", "egf", "last-working-day", "self-assessment"]
    assert [line.key for line in past(found, today=TODAY)] == ["notice", "phase-1"]


def test_a_line_has_changed_when_anything_it_is_made_of_has() -> None:
    later = OPENED + timedelta(days=40)
    found = lines(
        facts(
            noted={DateKind.NOTICE_FILED: noted(NOTICE, at=later)},
            measure=StartedMeasure(title="Mässa", on=NOTICE, changed_at=later),
        )
    )
    assert {key for key, line in found.items() if line.changed_at == later} == {
        "notice-filed",
        "cut",
        "measure",
    }


# --- Who is told what --------------------------------------------------------------------------


def everything() -> ClockFacts:
    return facts(
        3,
        noted={kind: noted(TODAY - timedelta(days=1)) for kind in kinds_to_note(is_closed=False)},
        measure=StartedMeasure(title="Jobbmässa", on=NOTICE, changed_at=OPENED),
        stays=[Stay(key=7, phase=1, label="Förbereda", began_on=NOTICE)],
        redundancies=[
            Redundancies(on=NOTICE, number=210),
            Redundancies(on=NOTICE, number=4, at_supplier=True),
        ],
    )


def test_outsiders_get_the_days_on_their_list_and_no_more() -> None:
    found = lines(everything(), reader=Reader.OUTSIDE)
    assert set(found) == {"notice", "phase-7", "group-met", "measure", "plan-adopted"}


@pytest.mark.parametrize("reader", [Reader.OUTSIDE, Reader.CALENDAR])
def test_what_leaves_the_case_has_no_sources_and_no_small_numbers(reader: Reader) -> None:
    said = plain(" ".join(line.how for line in lines(everything(), reader=reader).values()))
    assert SECRET not in said
    assert "Alice" not in said
    assert "3 personer" not in said
    assert "4 hos" not in said
    if reader == Reader.CALENDAR:
        assert "färre än 5 personer berörs" in said
        assert "Tröskeln 200 är nådd inom fyra månader (3 mars – 2 juli 2026)." in said


def test_insiders_get_the_sources_and_the_numbers() -> None:
    said = plain(" ".join(line.how for line in lines(everything()).values()))
    assert f"Noterad av Alice Andersson. Källa: {SECRET}." in said
    assert "3 personer berörs" in said
    assert "varav 4 hos leverantörer" in said
    assert "1 person berörs" in plain(lines(facts(1))["cut"].how)
