"""Noting a day of the case: what is kept, what is refused, what the log tells."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from cases import actions as case_actions
from cases.models import Case
from cases.queries import standing_of
from cases.states import State, Trigger
from core.actions import AlreadyDone, Refused
from figures.clock_kinds import FOLLOW_UPS, HAS_HAPPENED, DateKind, kinds_to_note
from figures.clock_queries import clock_of, clocks_of
from figures.clock_rules import blockers_to_note_date
from figures.models import CaseDate
from logbook.events import Audience, Event
from logbook.models import LogEntry
from logbook.wording import sentence
from measures import actions as measure_actions
from measures.states import State as MeasureState
from tests import make

TODAY = date(2026, 6, 15)


def blockers(**changes: Any) -> list[str]:
    values: dict[str, Any] = {
        "kind": DateKind.GROUP_MET,
        "on": TODAY,
        "source": "Protokollet",
        "today": TODAY,
        "closed_on": None,
        "was": None,
    }
    return list(blockers_to_note_date(**(values | changes)))


# --- The rules ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [*kinds_to_note(is_closed=False)])
def test_what_has_happened_does_not_lie_ahead_but_plans_may(kind: DateKind) -> None:
    assert blockers(kind=kind) == []
    tomorrow = blockers(kind=kind, on=TODAY + timedelta(days=1))
    assert bool(tomorrow) is (kind in HAS_HAPPENED)


def test_a_day_needs_a_source() -> None:
    assert blockers(source="  ") == ["Skriv hur dagen är känd."]


def test_there_must_be_a_day_to_take_away() -> None:
    assert blockers(on=None) == ["Skriv en dag. Det finns ingen noterad dag att ta bort."]
    assert blockers(on=None, was=TODAY) == []


def test_a_closed_case_takes_corrections_and_nothing_new() -> None:
    assert blockers(closed_on=TODAY) == [
        "Ärendet är avslutat. Öppna det igen för att notera nya dagar."
    ]
    assert blockers(closed_on=TODAY, was=TODAY) == []


@pytest.mark.parametrize("kind", FOLLOW_UPS.values())
def test_follow_ups_are_noted_when_the_case_is_closed_and_not_before(kind: DateKind) -> None:
    assert blockers(kind=kind, closed_on=TODAY) == []
    assert blockers(kind=kind) == ["Siffror efter avslutet noteras när ärendet är avslutat."]
    assert blockers(kind=kind, closed_on=TODAY + timedelta(days=1)) == [
        "Dagen ligger före den dag då ärendet avslutades."
    ]
    assert blockers(kind=kind, closed_on=TODAY, on=TODAY + timedelta(days=1))


def test_a_day_long_ago_is_a_slip_of_the_pen() -> None:
    assert blockers(on=date(1949, 12, 31)) == ["Dagen ligger för långt tillbaka i tiden."]


# --- The action --------------------------------------------------------------------------------


def test_the_newest_note_counts_and_the_older_stay(case: Case, alice: User, bo: User) -> None:
    make.noted_day(case, DateKind.GROUP_MET, make.today() - timedelta(days=9), by=alice)
    make.noted_day(case, DateKind.GROUP_MET, make.today() - timedelta(days=8), by=bo)
    assert CaseDate.objects.filter(case=case).count() == 2
    noted = clock_of(case).noted[DateKind.GROUP_MET]
    assert (noted.on, noted.by) == (make.today() - timedelta(days=8), "Bo Berg")


def test_a_day_can_be_taken_away_and_noted_again(case: Case, alice: User) -> None:
    kind = DateKind.LAST_WORKING_DAY
    make.noted_day(case, kind, date(2030, 1, 1), by=alice)
    make.noted_day(case, kind, None, by=alice, source="Företaget har ångrat sig")
    assert clock_of(case).day_of(kind) is None
    make.noted_day(case, kind, date(2030, 6, 1), by=alice)
    assert clock_of(case).day_of(kind) == date(2030, 6, 1)


def test_the_same_once_more_changes_nothing(case: Case, alice: User) -> None:
    first = make.noted_day(case, DateKind.GROUP_MET, make.today(), by=alice)
    assert make.noted_day(case, DateKind.GROUP_MET, make.today(), by=alice) == first
    once = uuid4()
    make.noted_day(case, DateKind.PLAN_ADOPTED, make.today(), by=alice, once=once)
    with pytest.raises(AlreadyDone):
        make.noted_day(case, DateKind.PLAN_ADOPTED, make.today(), by=alice, once=once)
    assert CaseDate.objects.count() == 2


def test_a_refused_note_leaves_nothing(case: Case, alice: User) -> None:
    with pytest.raises(Refused):
        make.noted_day(case, DateKind.GROUP_MET, make.today() + timedelta(days=1), by=alice)
    assert not CaseDate.objects.exists()
    assert not LogEntry.objects.filter(event=Event.DATE_NOTED).exists()


def test_a_closed_cases_wrong_day_can_be_mended(case: Case, alice: User) -> None:
    make.noted_day(case, DateKind.GROUP_MET, make.today(), by=alice)
    case_actions.change_state(
        case=case, to=State.CLOSED, reason="Klart", actor=alice, at=make.now()
    )
    make.noted_day(case, DateKind.GROUP_MET, make.today() - timedelta(days=1), by=alice)
    with pytest.raises(Refused, match="avslutat"):
        make.noted_day(case, DateKind.PLAN_ADOPTED, make.today(), by=alice)


def test_the_log_tells_of_it_to_the_municipalities_only(case: Case, alice: User) -> None:
    make.noted_day(case, DateKind.GROUP_MET, date(2026, 3, 4), by=alice, source="Protokollet")
    make.noted_day(case, DateKind.GROUP_MET, None, by=alice, source="Fel ärende")
    entries = LogEntry.objects.filter(event=Event.DATE_NOTED).order_by("id")
    assert [sentence(entry) for entry in entries] == [
        "Första gruppmötet noterades till den 2026-03-04. Källa: Protokollet",
        "Första gruppmötet: den noterade dagen togs bort. Skäl: Fel ärende",
    ]
    assert {entry.audience for entry in entries} == {Audience.PARTICIPANTS}


# --- What the clock is made of -----------------------------------------------------------------


def test_the_first_measure_is_the_one_that_began_first(case: Case, alice: User) -> None:
    days = {"Sen": 1, "Först": 9, "Avbruten": 5}
    for title, days_ago in days.items():
        measure = make.measure(case, by=alice, title=title)
        measure_actions.change_measure_state(
            measure=measure,
            to=MeasureState.ONGOING,
            on=make.today() - timedelta(days=days_ago),
            actor=alice,
            at=make.now(),
        )
    make.measure(case, by=alice, title="Bara en idé")
    found = clock_of(case).measure
    assert found
    assert (found.title, found.on) == ("Först", make.today() - timedelta(days=9))


def test_an_establishment_has_no_dismissals(case: Case, alice: User) -> None:
    facts = make.facts(alice, trigger=Trigger.ESTABLISHMENT, deputy=case.deputy)
    changed = case_actions.change_case(
        case=case, seen_version=1, facts=facts, actor=alice, at=make.now()
    )
    assert not clock_of(changed).has_dismissals


def test_who_is_inside_is_the_same_for_calendars_and_pages(
    case: Case, alice: User, rolf: User, jonna: User, siv: User, gun: User, ada: User
) -> None:
    samby = jonna.memberships.get().organisation
    make.take_part(case, samby, by=alice)
    make.share(case, siv.memberships.get().organisation, by=alice)
    make.guest(case, gun, make.partner("Almi"), by=alice, may_log=True)
    for person in (alice, rolf, jonna, siv, gun, ada):
        seen = Case.objects.visible_to(person)
        assert [clock.is_inside for clock in clocks_of(seen, person)] == [
            standing_of(person, found).is_inside for found in seen
        ]
    make.restricted(case, by=alice)
    make.reader(case, siv, by=alice)
    for person in (alice, siv):
        [clock] = clocks_of(Case.objects.visible_to(person), person)
        assert clock.is_inside is standing_of(person, clock.case).is_inside is True
