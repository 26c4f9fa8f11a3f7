"""Where the clock's numbers of people come from: each wave's figures, the suppliers, else the notice."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from accounts.models import User
from cases.models import Case
from figures import headcount_actions
from figures.clock import concerned_together
from figures.clock_facts import ClockFacts, Noted
from figures.clock_kinds import DateKind
from figures.clock_lines import clock_lines
from figures.clock_queries import clock_of
from figures.clock_words import Line, Reader
from figures.facts import Notice, concerned, redundancies
from figures.funnel import Snapshot
from figures.models import Headcount, NoticeWave
from figures.supplier_states import SupplierState
from figures.suppliers import SupplierFigures
from tests import make
from tests.figures.samples import snapshot

AsUser = Callable[[User], Client]
NOTICE = date(2026, 3, 3)
TODAY = date(2026, 6, 15)
ONE = Notice(number=1, name="Första varslet", on=NOTICE)
TWO = Notice(number=2, name="Andra varslet", on=date(2026, 5, 4))


def made_of(*snapshots: Snapshot, waves: tuple[Notice, ...] = (ONE,), **more: Any) -> ClockFacts:
    """A clock of a case whose own number is 240, with these figures."""
    own: dict[str, Any] = {
        "affected": 240,
        "notice_on": NOTICE,
        "waves": waves,
        "snapshots": snapshots,
    }
    suppliers = more.pop("suppliers", ())
    return ClockFacts(
        notice_on=NOTICE,
        changed_at=datetime(2026, 3, 3, tzinfo=UTC),
        concerned=concerned(**own),
        redundancies=redundancies(**own, suppliers=suppliers),
        **more,
    )


def lines(facts: ClockFacts, *, reader: Reader = Reader.INSIDE) -> dict[str, Line]:
    return {line.key: line for line in clock_lines(facts, today=TODAY, reader=reader)}


def said(line: Line) -> str:
    return " ".join((line.how, *line.parts)).replace("\N{NO-BREAK SPACE}", " ")


def counted(facts: ClockFacts) -> list[tuple[date, int, bool]]:
    return [(row.on, row.number, row.is_expected) for row in facts.redundancies]


def gone(number: int, on: date) -> SupplierFigures:
    return SupplierFigures(state=SupplierState.CUTS_DOWN, redundant=number, redundant_on=on)


# --- The number concerned ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("notified", "day"),
    [
        (4, None),
        (5, date(2026, 5, 3)),
        (25, date(2026, 5, 3)),
        (26, date(2026, 7, 3)),
        (100, date(2026, 7, 3)),
        (101, date(2026, 9, 3)),
    ],
)
def test_the_notice_time_follows_the_notified_of_the_wave(notified: int, day: date | None) -> None:
    line = lines(made_of(snapshot(NOTICE, notified=notified)))["cut"]
    assert line.on == day
    assert f"{notified} personer är varslade enligt Företaget den 3 mars 2026." in said(line)


def test_the_newest_number_counts_and_says_who_gave_it_first() -> None:
    first = snapshot(NOTICE, notified=100)
    af = {"notified": "Arbetsförmedlingen"}
    second = snapshot(date(2026, 4, 1), notified=101, dismissed=10, sources=af)
    silent = snapshot(date(2026, 5, 1), dismissed=12)
    again = snapshot(date(2026, 6, 1), notified=101, source="Kommunen")
    line = lines(made_of(first, second, silent, again))["cut"]
    assert "101 personer är varslade enligt Arbetsförmedlingen den 1 april 2026" in said(line)
    assert "sex månader, räknat från varslet den 3 mars 2026" in said(line)


def test_what_other_sources_say_of_the_same_day_is_told() -> None:
    line = lines(
        made_of(
            snapshot(NOTICE, notified=104, source="Facket", place=1),
            snapshot(NOTICE, notified=98, place=2),
        )
    )["cut"]
    assert "98 personer är varslade enligt Företaget" in said(line)
    assert "(samma dag 104 enligt Facket)" in said(line)
    assert line.on == date(2026, 7, 3)


def test_one_person_is_told_as_one() -> None:
    facts = made_of(snapshot(NOTICE, notified=1))
    assert said(lines(facts)["cut"]).startswith("1 person är varslad enligt Företaget")
    outside = lines(facts, reader=Reader.CALENDAR)["cut"]
    assert said(outside).startswith("färre än 5 personer är varslade.")


@pytest.mark.parametrize("rows", [(), (snapshot(NOTICE, unemployed=30),)])
def test_without_a_number_of_notified_the_cases_own_counts(rows: tuple[Snapshot, ...]) -> None:
    line = lines(made_of(*rows))["cut"]
    assert said(line).startswith("240 personer berörs (enligt beskedet).")
    assert line.on == date(2026, 9, 3)


def test_each_wave_has_its_own_notice_time() -> None:
    found = lines(
        made_of(
            snapshot(NOTICE, notified=120),
            snapshot(TWO.on, wave=2, notified=30),
            waves=(ONE, TWO),
            noted={
                DateKind.NOTICE_FILED: Noted(
                    on=date(2026, 3, 5), source="Brev", by="Alice", at=datetime.now(UTC)
                )
            },
        )
    )
    assert found["cut"].label == "Tidigaste dag att sluta enligt varseltiden, Första varslet"
    assert (found["cut"].on, found["cut-2"].on) == (date(2026, 9, 5), date(2026, 9, 4))
    assert (
        "Hör varslen inom 90 dagar, tillsammans 150 personer, till samma inskränkning är tiden sex "
        "månader: stäm av med Arbetsförmedlingen." in said(found["cut-2"])
    )
    assert "tillsammans" not in said(found["cut"])


def test_small_waves_that_together_are_twenty_may_need_a_notice() -> None:
    rows = (snapshot(NOTICE, notified=3), snapshot(TWO.on, wave=2, notified=17))
    found = lines(made_of(*rows, waves=(ONE, TWO)))
    assert found["cut"].on is None
    assert "tillsammans 20 personer" in said(found["cut"])
    fewer = (snapshot(NOTICE, notified=3), snapshot(TWO.on, wave=2, notified=4))
    assert "tillsammans" not in said(lines(made_of(*fewer, waves=(ONE, TWO)))["cut"])


def test_a_wave_without_a_number_says_so() -> None:
    found = lines(made_of(snapshot(NOTICE, notified=120), waves=(ONE, TWO)))
    assert not found["cut-2"].is_known
    assert "Antalet varslade är inte infört för Andra varslet" in said(found["cut-2"])
    assert found["cut-2"].from_wave == 2


@pytest.mark.parametrize(
    ("days", "together"),
    [([0], 10), ([0, 89], 20), ([0, 90], 10), ([0, 60, 120], 20), ([0, 30, 60, 89], 40), ([91], 0)],
)
def test_notices_count_together_within_ninety_days(days: list[int], together: int) -> None:
    notices = [(NOTICE + timedelta(days=day), 10) for day in days]
    assert concerned_together(notices, NOTICE) == together


# --- The fund's threshold ----------------------------------------------------------------------


def test_the_notified_are_expected_to_be_dismissed_until_more_is_known() -> None:
    assert counted(made_of()) == [(NOTICE, 240, True)]
    assert counted(made_of(snapshot(date(2026, 4, 1), notified=210, withdrawn=6))) == [
        (NOTICE, 204, True)
    ]
    resigned = snapshot(date(2026, 4, 1), notified=210, withdrawn=6, resigned=5)
    assert counted(made_of(resigned)) == [(NOTICE, 199, True)]


def test_the_dismissed_count_on_the_day_that_first_tells_of_them() -> None:
    rows = [
        snapshot(date(2026, 4, 1), notified=210, dismissed=100),
        snapshot(date(2026, 5, 1), dismissed=100),
        snapshot(date(2026, 6, 1), dismissed=160),
    ]
    assert counted(made_of(*rows)) == [
        (date(2026, 4, 1), 100, False),
        (date(2026, 6, 1), 60, False),
        # No word yet, so not before the day up to which the dismissed are known.
        (date(2026, 6, 1), 50, True),
    ]


def test_sources_that_differ_on_a_day_are_not_added_up() -> None:
    rows = (
        snapshot(date(2026, 4, 1), dismissed=96, place=1),
        snapshot(date(2026, 4, 1), dismissed=104, source="Facket", place=2),
    )
    assert counted(made_of(*rows)) == [(date(2026, 4, 1), 104, False)]
    assert "104 uppsagda enligt Facket den 1 april 2026 (samma dag 96 enligt Företaget)." in said(
        lines(made_of(*rows))["egf"]
    )


def test_fewer_dismissed_than_before_takes_from_the_newest() -> None:
    rows = [
        snapshot(date(2026, 4, 1), dismissed=100),
        snapshot(date(2026, 5, 1), dismissed=120),
        snapshot(date(2026, 6, 1), dismissed=90),
    ]
    assert counted(made_of(*rows)) == [(date(2026, 4, 1), 90, False)]


@given(st.lists(st.integers(0, 300), min_size=1, max_size=8))
def test_the_counted_dismissed_are_always_as_many_as_last_told(told: list[int]) -> None:
    rows = [
        snapshot(NOTICE + timedelta(days=place), dismissed=number)
        for place, number in enumerate(told)
    ]
    found = counted(made_of(*rows))
    assert sum(number for _, number, _ in found) == told[-1]
    assert all(number > 0 for _, number, _ in found)


def test_all_waves_and_suppliers_are_counted_together() -> None:
    facts = made_of(
        snapshot(date(2026, 4, 1), notified=150, withdrawn=10, dismissed=140),
        snapshot(date(2026, 6, 1), wave=2, notified=45, dismissed=45, source="Facket"),
        waves=(ONE, TWO),
        suppliers=[gone(10, date(2026, 5, 2)), gone(5, date(2026, 5, 20)), gone(9, TODAY)],
    )
    line = lines(facts)["egf"]
    assert line.on == date(2026, 10, 23)
    assert "Tröskeln 200 är nådd: 209 personer inom fyra månader" in said(line)
    assert "varav 24 hos leverantörer" in said(line)
    assert [part.replace("\N{NO-BREAK SPACE}", " ") for part in line.parts[:3]] == [
        "140 uppsagda (Första varslet) enligt Företaget den 1 april 2026.",
        "45 uppsagda (Andra varslet) enligt Facket den 1 juni 2026.",
        "24 uppsagda hos leverantörer (2 maj – 15 juni 2026) "
        "enligt ärendets lista över leverantörer.",
    ]
    assert "Fick de besked tidigare går tiden ut tidigare." in said(line)


def test_suppliers_count_beside_the_notices_own_number() -> None:
    facts = made_of(waves=(), suppliers=[gone(10, NOTICE)])
    assert [(row.number, row.at_supplier) for row in facts.redundancies] == [
        (240, False),
        (10, True),
    ]


def test_figures_that_say_nobody_is_dismissed_are_not_put_aside_for_the_notice() -> None:
    nobody = snapshot(date(2026, 5, 1), notified=0, dismissed=0)
    assert made_of(nobody).redundancies == ()
    assert "Inga uppsägningar är kända" in said(lines(made_of(nobody))["egf"])


def test_jobs_at_risk_at_suppliers_are_told_of_but_not_counted() -> None:
    row = snapshot(date(2026, 5, 1), notified=150)
    line = lines(made_of(row, supplier_jobs_at_risk=60))["egf"]
    assert "Det fattas 50." in said(line)
    assert "Hos leverantörerna hotas ytterligare 60 jobb." in said(line)
    certain = made_of(snapshot(NOTICE, dismissed=220), supplier_jobs_at_risk=60)
    assert "hotas" not in said(lines(certain)["egf"])


def test_a_long_row_of_numbers_is_told_in_short() -> None:
    rows = [snapshot(NOTICE + timedelta(days=n), dismissed=10 * n) for n in range(1, 8)]
    line = lines(made_of(*rows))["egf"]
    assert line.parts[0] == "30 i tidigare rader."
    assert "10 uppsagda enligt Företaget den 7 mars 2026." in line.parts


def test_a_calendar_gets_neither_sources_nor_parts() -> None:
    facts = made_of(
        snapshot(NOTICE, notified=3, source="Hemlig källa", dismissed=1),
        snapshot(NOTICE, wave=2, notified=230, source="Hemlig källa", dismissed=223, withdrawn=4),
        waves=(ONE, TWO),
        suppliers=[gone(2, NOTICE)],
        supplier_jobs_at_risk=3,
    )
    found = lines(facts, reader=Reader.CALENDAR)
    told = " ".join(said(line) for line in found.values())
    assert "Hemlig källa" not in told
    assert "färre än 5 personer är varslade." in told
    assert found["egf"].parts == ()
    assert "hotas" not in told
    assert "Tröskeln 200 är nådd inom fyra månader (3 mars – 2 juli 2026)." in told
    # The sums would give away the small numbers beside the notified that are told.
    assert not [words for words in ("233", "229", "226", "228", "3 personer") if words in told]
    assert not {"cut", "cut-2", "egf"} & set(lines(facts, reader=Reader.OUTSIDE))


# --- As the case has it ------------------------------------------------------------------------


@pytest.fixture
def wave(case: Case, alice: User) -> NoticeWave:
    return make.wave(case, by=alice)


def page(client: Client, case: Case, path: str = "klockan/") -> str:
    response = client.get(f"/arenden/{case.number}/{path}")
    assert response.status_code == 200
    [tree] = html.fromstring(response.content.decode()).cssselect("main")
    return " ".join(tree.text_content().split()).replace("\N{NO-BREAK SPACE}", " ")


def corrected(row: Headcount, alice: User, **values: Any) -> None:
    headcount_actions.correct_headcount(
        row=row,
        facts=make.headcount_facts(**values),
        reason="Fel blad",
        actor=alice,
        at=make.now(),
    )


def test_the_clock_reads_rows_as_they_are_corrected(
    case: Case, wave: NoticeWave, alice: User
) -> None:
    row = make.headcount(wave, by=alice, notified=30)
    assert [each.number for each in clock_of(case).concerned] == [30]
    corrected(row, alice, notified=20)
    assert [each.number for each in clock_of(case).concerned] == [20]
    newer = make.headcount(wave, by=alice, notified=26, source="Facket")
    assert [each.number for each in clock_of(case).concerned] == [26]
    corrected(newer, alice, notified=None)
    [again] = clock_of(case).concerned
    assert (again.number, again.wave) == (20, wave.number)


def test_without_figures_the_clock_has_the_number_of_the_notice(case: Case) -> None:
    [own] = clock_of(case).concerned
    assert (own.number, own.source, own.wave) == (240, "enligt beskedet", 0)
    [expected] = clock_of(case).redundancies
    assert (expected.on, expected.number) == (case.notice_on, 240)


def test_an_unknown_number_without_figures_stays_unknown(case: Case, alice: User) -> None:
    facts = concerned(affected=None, notice_on=NOTICE)
    assert [each.number for each in facts] == [None]
    assert redundancies(affected=None, notice_on=NOTICE) == ()


def test_the_page_names_number_source_and_day_and_the_suppliers(
    case: Case, wave: NoticeWave, alice: User, siv: User, as_user: AsUser
) -> None:
    make.headcount(wave, by=alice, notified=190, source="Platschefen")
    make.supplier(
        case,
        by=alice,
        state=SupplierState.CUTS_DOWN,
        redundant=12,
        redundant_on=make.today(),
    )
    make.supplier(case, by=alice, name="Svets AB", jobs_at_risk=7)
    said = page(as_user(alice), case)
    assert "190 personer är varslade enligt Platschefen" in said
    assert "Tröskeln 200 kan nås: 202 personer" in said
    assert "12 uppsagda hos leverantörer" in said
    assert "hotas ytterligare 7 jobb" in said
    make.share(case, siv.memberships.get().organisation, by=alice)
    outside = page(as_user(siv), case)
    assert not [word for word in ("190", "Platschefen", "Tröskeln", "Svets") if word in outside]


def test_new_figures_move_the_calendars_sequence(case: Case, wave: NoticeWave, alice: User) -> None:
    before = clock_of(case)
    later = lines(before)
    make.headcount(wave, by=alice, notified=90)
    after = clock_of(case)
    assert after.numbers_changed_at > before.numbers_changed_at
    assert lines(after)["cut"].changed_at > later["cut"].changed_at
    assert lines(after)["egf"].changed_at > later["egf"].changed_at
    supplied = make.supplier(case, by=alice, redundant=3, redundant_on=make.today())
    assert supplied.pk
    assert clock_of(case).numbers_changed_at > after.numbers_changed_at


def test_many_rows_are_one_query(case: Case, wave: NoticeWave, alice: User) -> None:
    for number in range(1, 6):
        make.headcount(wave, by=alice, notified=number, source=f"Källa {number}")
    with CaptureQueriesContext(connection) as queries:
        clock_of(case)
    assert len(queries) == 1
