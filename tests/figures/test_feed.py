"""What a calendar address gives, to whom, and when it stops: asked as a calendar program asks."""

import io
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from ical.calendar_stream import IcsCalendarStream

from accounts.models import Organisation, User
from cases import actions as case_actions
from cases.models import Case
from cases.states import State, Visibility
from core.actions import Refused, acting_as
from core.logs import SecretlessFormatter
from core.models import RowChange
from figures import feed_actions
from figures.clock_kinds import DateKind, kinds_to_note
from figures.feed_secret import hash_of, new_secret
from figures.models import CalendarFeed
from logbook import actions as logbook_actions
from logbook.events import Event
from logbook.models import LogEntry
from measures import actions as measure_actions
from measures.states import State as MeasureState
from tests import busy, make

TITLE = "Livsmedelsfabriken lägger ner"


@dataclass
class Program:
    """A calendar program: knows an address and nothing else."""

    secret: str

    def ask(self, **headers: str) -> Any:
        return Client().get(f"/kalender/{self.secret}.ics", headers=headers)

    def events(self) -> list[Any]:
        response = self.ask()
        assert response.status_code == 200
        return sorted(
            IcsCalendarStream.calendar_from_ics(response.content.decode()).events,
            key=lambda event: (event.dtstart, event.summary),
        )

    def text(self) -> str:
        return re.sub(r"\r\n ", "", self.ask().content.decode())

    def said(self) -> set[str]:
        return {event.summary.partition(":")[0] for event in self.events()}


def program(user: User, case: Case | None = None, **values: Any) -> Program:
    return Program(make.calendar(user, case, **values)[1])


def noted(case: Case, by: User) -> Case:
    for kind in kinds_to_note(is_closed=False):
        ahead = {DateKind.LAST_WORKING_DAY: 90, DateKind.REPORT_STOP: 20}.get(kind, 0)
        make.noted_day(case, kind, make.today() + timedelta(days=ahead), by=by, source="Hemlig")
    return case


def next_step(case: Case, by: User, what: str = "Ring igen", **values: Any) -> LogEntry:
    values = {"next_step_on": make.today() + timedelta(days=3), "next_step_by": by} | values
    return make.entry(case, by=by, next_step=what, **values)


# --- What is in it -----------------------------------------------------------------------------


def test_my_calendar_has_the_clock_of_my_cases_and_my_next_steps(
    case: Case, alice: User, bo: User
) -> None:
    noted(case, alice)
    next_step(case, alice)
    next_step(case, bo, "Någon annans")
    mine = program(alice)
    assert {
        "Beskedet",
        "Första gruppmötet",
        "Sista arbetsdagen",
        "Nästa rapports stoppdatum",
        "Sista dag att söka ur globaliseringsfonden",
        "Nästa steg",
    } <= mine.said()
    [step] = [event for event in mine.events() if event.summary.startswith("Nästa steg")]
    assert step.summary == f"Nästa steg: Ring igen ({case.number})"
    assert step.dtstart == make.today() + timedelta(days=3)
    assert "Någon annans" not in mine.text()
    assert "Hemlig" not in mine.text()


def test_my_calendar_has_the_questions_that_wait_for_me_until_they_are_answered(
    case: Case, alice: User, bo: User
) -> None:
    due = make.today() + timedelta(days=3)
    for key, person in (("1-right-people", alice), ("1-communicator", bo)):
        case_actions.assign_question(
            case=case, question=key, person=person, due_on=due, actor=bo, at=make.now()
        )
    [asked] = [event for event in program(alice).events() if "fråga" in event.summary]
    assert (asked.dtstart, asked.summary) == (due, f"Svara på en fråga i guiden ({case.number})")
    case_actions.answer_question(
        case=case, question="1-right-people", text="Ja", actor=bo, at=make.now()
    )
    assert "Svara på en fråga" not in program(alice).text()


def test_a_cases_calendar_has_everyones_next_steps_but_never_internal_ones(
    case: Case, alice: User, bo: User
) -> None:
    next_step(case, alice)
    next_step(case, bo, "Fråga Bo")
    next_step(case, alice, "Internt steg", internal=True)
    of_case = program(alice, case)
    text = of_case.text()
    assert "Ring igen" in text
    assert "Fråga Bo" in text
    assert "Ansvarig: Bo Berg." in text
    assert "Internt steg" not in text
    assert f"X-WR-CALNAME:Omställning: {TITLE}" in text


def test_an_internal_next_step_of_mine_says_only_in_which_case(case: Case, alice: User) -> None:
    next_step(case, alice, "Internt steg", internal=True)
    mine = program(alice)
    assert "Internt steg" not in mine.text()
    assert f"Ärende {case.number}" in mine.said()


def test_a_step_that_is_closed_and_a_case_that_is_closed_are_gone(case: Case, alice: User) -> None:
    entry = next_step(case, alice)
    mine = program(alice)
    assert "Nästa steg" in mine.said()
    logbook_actions.close_next_step(entry=entry, actor=alice, at=make.now())
    assert "Nästa steg" not in mine.said()
    case_actions.change_state(
        case=case, to=State.CLOSED, reason="Klart", actor=alice, at=make.now()
    )
    # Only what a closed case asks for is left (tests/figures/test_after_the_end.py).
    assert mine.said() == {f"Siffror {months} månader efter avslutet" for months in (6, 12, 24)}


def test_what_lies_far_back_is_left_out(alice: User, norrby: Organisation) -> None:
    make.case(norrby, by=alice, notice_on=make.today() - timedelta(days=401))
    assert "Beskedet" not in program(alice).said()
    make.case(norrby, by=alice, notice_on=make.today() - timedelta(days=400))
    assert "Beskedet" in program(alice).said()


def test_a_correction_is_the_same_event_with_a_higher_sequence(case: Case, alice: User) -> None:
    kind = DateKind.LAST_WORKING_DAY
    mine = program(alice)

    def the_event() -> Any:
        return next(e for e in mine.events() if e.summary.startswith("Sista arbetsdagen"))

    make.noted_day(case, kind, date(2030, 1, 1), by=alice)
    before = the_event()
    sql = "SELECT pg_sleep(1.01)"  # the file counts whole seconds
    with connection.cursor() as cursor:
        cursor.execute(sql)
    make.noted_day(case, kind, date(2030, 2, 1), by=alice)
    after = the_event()
    assert before.uid == after.uid
    assert (before.dtstart, after.dtstart) == (date(2030, 1, 1), date(2030, 2, 1))
    assert after.sequence > before.sequence
    assert after.last_modified > before.last_modified


def test_a_new_address_names_the_same_events(case: Case, alice: User) -> None:
    before = {event.uid for event in program(alice).events()}
    after = {event.uid for event in program(alice).events()}
    assert before == after
    assert before


def test_the_first_measure_is_read_from_when_it_began(case: Case, alice: User) -> None:
    measure = make.measure(case, by=alice, title="Jobbmässa")
    mine = program(alice)
    assert "Första insatsen började" not in mine.said()
    day = make.today() - timedelta(days=2)
    measure_actions.change_measure_state(
        measure=measure, to=MeasureState.ONGOING, on=day, actor=alice, at=make.now()
    )
    [event] = [e for e in mine.events() if e.summary.startswith("Första insatsen")]
    assert event.dtstart == day
    assert "Jobbmässa" in event.description


# --- Who gets what -----------------------------------------------------------------------------


def test_a_lost_membership_empties_both_calendars_at_once(
    case: Case, alice: User, rolf: User
) -> None:
    mine, of_case = program(rolf), program(rolf, case)
    assert mine.events()
    assert of_case.events()
    make.end_memberships(rolf)
    assert mine.events() == of_case.events() == []
    assert TITLE not in of_case.text()


def test_a_coordinator_gets_the_days_on_the_list_for_outsiders(
    case: Case, alice: User, siv: User, region_vast: Organisation
) -> None:
    noted(case, alice)
    mine = program(siv)
    assert mine.events() == []
    share = make.share(case, region_vast, by=alice)
    assert mine.said() == {
        "Beskedet",
        "Fas 1, Förbereda, började",
        "Första gruppmötet",
        "Genomförandeplanen antogs",
    }
    with acting_as(alice):
        share.ends_at, share.ended_by = make.now(), alice
        share.save()
    assert mine.events() == []


def test_a_guest_gets_the_days_of_the_one_case(case: Case, alice: User, gun: User) -> None:
    make.guest(case, gun, make.partner("Almi"), by=alice)
    assert program(gun).said() == {"Beskedet", "Fas 1, Förbereda, började"}


def test_an_administrator_and_an_outsider_get_nothing(case: Case, ada: User, charlie: User) -> None:
    assert program(ada).events() == program(charlie).events() == []


def test_a_participating_municipality_has_the_cases_calendar_too(
    case: Case, alice: User, jonna: User
) -> None:
    samby = jonna.memberships.get().organisation
    make.take_part(case, samby, by=alice)
    assert "Sista dag att söka ur globaliseringsfonden" in program(jonna, case).said()


@pytest.mark.parametrize("who", ["charlie", "siv", "gun"])
def test_nobody_outside_the_case_gets_its_calendar(
    who: str,
    case: Case,
    alice: User,
    charlie: User,
    siv: User,
    gun: User,
    region_vast: Organisation,
) -> None:
    make.share(case, region_vast, by=alice)
    make.guest(case, gun, make.partner("Almi"), by=alice, may_log=True)
    person = {"charlie": charlie, "siv": siv, "gun": gun}[who]
    with pytest.raises(Refused, match="kommunerna som deltar"):
        make.calendar(person, case)


# --- Restricted --------------------------------------------------------------------------------


@pytest.fixture
def restricted(case: Case, alice: User) -> Case:
    noted(case, alice)
    next_step(case, alice, "Ring Norrby Livs")
    return make.restricted(case, by=alice)


def test_a_case_that_is_not_public_is_a_number_and_nothing_more(
    restricted: Case, alice: User
) -> None:
    mine = program(alice)
    assert mine.said() == {f"Ärende {restricted.number}"}
    assert {event.description for event in mine.events()} == {
        "Logga in för att se vad dagen gäller."
    }
    text = mine.text()
    for word in ("Livs", TITLE, "arbetsdag", "globalisering", "Hemlig", "gruppmöte"):
        assert word not in text


def test_it_can_be_left_out(restricted: Case, alice: User) -> None:
    feed, secret = make.calendar(alice, with_restricted=False)
    assert Program(secret).events() == []
    feed_actions.choose_content(feed=feed, with_restricted=True, actor=alice, at=make.now())
    assert Program(secret).events()


def test_it_has_no_calendar_of_its_own(restricted: Case, alice: User) -> None:
    with pytest.raises(Refused, match="ej offentligt"):
        make.calendar(alice, restricted)


def test_a_cases_calendar_is_empty_from_the_moment_it_is_made_not_public(
    case: Case, alice: User
) -> None:
    of_case = program(alice, case)
    assert of_case.events()
    make.restricted(case, by=alice)
    assert of_case.events() == []
    assert TITLE not in of_case.text()


def test_a_case_made_not_public_changes_its_events_so_that_programs_notice(
    case: Case, alice: User
) -> None:
    next_step(case, alice)
    mine = program(alice)
    before = {event.uid: event for event in mine.events()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1.01)")
    make.restricted(case, by=alice)
    after = {event.uid: event for event in mine.events()}
    assert set(before) == set(after)
    assert all(after[uid].sequence > before[uid].sequence for uid in before)


def test_a_named_reader_of_another_municipality_gets_the_number_only(
    restricted: Case, alice: User, charlie: User
) -> None:
    mine = program(charlie)
    assert mine.events() == []
    make.reader(restricted, charlie, by=alice)
    assert mine.said() == {f"Ärende {restricted.number}"}


def test_a_case_made_known_again_gets_its_words_back(restricted: Case, alice: User) -> None:
    mine = program(alice)
    case_actions.change_visibility(
        case=restricted, to=Visibility.INTERNAL, reason="Offentligt", actor=alice, at=make.now()
    )
    assert "Beskedet" in mine.said()


# --- The address -------------------------------------------------------------------------------


def test_the_secret_is_long_and_kept_nowhere_in_clear(
    case: Case, alice: User, sql: Callable[..., list[tuple[Any, ...]]]
) -> None:
    secrets = {new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", secret) for secret in secrets)  # 256 bits
    _, secret = make.calendar(alice)
    feed = CalendarFeed.objects.get()
    assert feed.secret_hash == hash_of(secret)
    kept = sql("SELECT row_to_json(f)::text FROM figures_calendarfeed f")
    kept += sql("SELECT row_to_json(c)::text FROM core_rowchange c")
    assert not [text for (text,) in kept if secret in text]


@pytest.fixture
def dead_addresses(alice: User, bo: User, rolf: User) -> dict[str, Program]:
    """An address that never was, one that was ended, one renewed, one whose owner is shut out."""
    ended, ended_secret = make.calendar(alice)
    feed_actions.close_calendar(feed=ended, actor=alice, at=make.now())
    renewed = program(bo)
    make.calendar(bo)
    shut_out = program(rolf)
    rolf.is_active = False
    rolf.save(update_fields=["is_active"])
    return {
        "never was": Program(new_secret()),
        "ended": Program(ended_secret),
        "renewed": renewed,
        "shut out": shut_out,
        "no secret at all": Program("x"),
        "odd": Program("%00%ff"),
    }


def test_addresses_that_give_nothing_look_the_same(dead_addresses: dict[str, Program]) -> None:
    dead_addresses["never was"].ask()  # the first one of all makes the counter
    answers = set()
    for address in dead_addresses.values():
        with CaptureQueriesContext(connection) as queries:
            response = address.ask()
        # Every request has a number of its own in the server's log, whatever it asked for.
        headers = tuple(sorted(h for h in response.items() if h[0] != "X-Request-ID"))
        answers.add((response.status_code, response.content, headers, len(queries)))
    assert len(answers) == 1
    [(status, body, _, count)] = answers
    assert status == 404
    assert body.decode() == "Adressen finns inte."
    assert count <= 8


def test_a_new_address_ends_the_old_one_and_the_change_has_a_name(alice: User, case: Case) -> None:
    _, old = make.calendar(alice, case)
    _, new = make.calendar(alice, case)
    assert Program(old).ask().status_code == 404
    assert Program(new).events()
    events = LogEntry.objects.filter(event=Event.CALENDAR_OPENED)
    assert [entry.author for entry in events] == [alice, alice]
    changes = RowChange.objects.filter(table_name="figures_calendarfeed")
    assert {change.actor_id for change in changes} == {alice.pk}


def test_an_address_that_is_ended_once_is_not_ended_again(alice: User) -> None:
    feed, _ = make.calendar(alice)
    feed_actions.close_calendar(feed=feed, actor=alice, at=make.now())
    with pytest.raises(Refused, match="redan avslutad"):
        feed_actions.close_calendar(feed=feed, actor=alice, at=make.now())


def test_one_persons_address_is_no_business_of_anothers(
    case: Case, alice: User, bo: User, as_user: Callable[[User], Client]
) -> None:
    feed, secret = make.calendar(alice)
    client = as_user(bo)
    assert client.post(f"/konto/kalender/{feed.pk}/avsluta/").status_code == 404
    assert client.post(f"/konto/kalender/{feed.pk}/val/").status_code == 404
    assert Program(secret).events()


# --- How it answers ----------------------------------------------------------------------------


def test_nothing_on_the_way_keeps_it_and_no_search_engine_finds_it(case: Case, alice: User) -> None:
    for response in (program(alice).ask(), Program("x").ask()):
        assert response["Cache-Control"] == "private, no-store"
        assert "noindex" in response["X-Robots-Tag"]
        assert not response.cookies
    assert response["Content-Type"].startswith("text/plain")
    answer = program(alice).ask()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'inline; filename="omstallning.ics"'


def test_a_program_that_has_the_newest_is_told_so(case: Case, alice: User) -> None:
    mine = program(alice)
    first = mine.ask()
    again = mine.ask(if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "private, no-store"
    make.noted_day(case, DateKind.REPORT_STOP, make.today(), by=alice)
    assert mine.ask(if_none_match=first["ETag"]).status_code == 200


def test_a_program_that_asks_by_date_still_learns_what_is_gone(case: Case, alice: User) -> None:
    mine = program(alice)
    newest = mine.ask()["Last-Modified"]
    make.end_memberships(alice)
    answer = mine.ask(if_modified_since=newest)
    assert answer.status_code == 200
    assert b"BEGIN:VEVENT" not in answer.content


def test_head_is_answered_and_nothing_can_be_sent(case: Case, alice: User) -> None:
    secret = program(alice).secret
    assert Client().head(f"/kalender/{secret}.ics").status_code == 200
    assert Client(enforce_csrf_checks=True).post(f"/kalender/{secret}.ics").status_code in (
        403,
        405,
    )


def test_guessing_is_stopped(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("figures.feed_views.MOST_MISSES", 3)
    answers = [Program(new_secret()).ask() for _ in range(5)]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 429, 429]
    assert answers[-1]["Retry-After"] == "300"


def test_one_who_asks_too_often_waits_and_others_do_not(
    case: Case, alice: User, bo: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("figures.feed_views.MOST_FETCHES", 2)
    eager, other = program(alice), program(bo)
    assert [eager.ask().status_code for _ in range(3)] == [200, 200, 429]
    assert other.ask().status_code == 200


def test_days_are_swedish_days_round_midnight_when_the_clocks_change(
    alice: User, norrby: Organisation
) -> None:
    """At 22.30 UTC the day before, it is past midnight in Sweden in summer but not in winter."""
    answers = {}
    for moment in (
        datetime(2026, 3, 28, 22, 30, tzinfo=UTC),  # 23.30, still the 28th
        datetime(2026, 3, 29, 22, 30, tzinfo=UTC),  # 00.30 on the 30th, summer time
        datetime(2026, 10, 24, 22, 30, tzinfo=UTC),  # 00.30 on the 25th
        datetime(2026, 10, 25, 22, 30, tzinfo=UTC),  # 23.30, still the 25th
    ):
        with time_machine.travel(moment, tick=False):
            case = make.case(norrby, by=alice, notice_on=date(2026, 3, 1))
            make.noted_day(case, DateKind.GROUP_MET, make.today(), by=alice)
            [event] = [
                event
                for event in program(alice).events()
                if event.summary.endswith(f"({case.number})") and "gruppmötet" in event.summary
            ]
            answers[moment] = event.dtstart
    assert list(answers.values()) == [
        date(2026, 3, 28),
        date(2026, 3, 30),
        date(2026, 10, 25),
        date(2026, 10, 25),
    ]


@pytest.mark.parametrize("n", [10, 100])
def test_it_asks_as_little_however_much_there_is(
    n: int,
    alice: User,
    bo: User,
    siv: User,
    norrby: Organisation,
    region_vast: Organisation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")
    case, ids = make.full_case(norrby, by=alice, deputy=bo, canary="Bjuv")
    make.share(case, region_vast, by=alice)
    busy.fill(n, case, ids, region_vast, by=alice)
    for reader, of in ((alice, None), (alice, case), (siv, None)):
        address = program(reader, of)
        address.ask()
        with CaptureQueriesContext(connection) as queries:
            assert len(address.events()) >= 5
        assert len(queries) <= 12


def test_the_servers_log_never_shows_an_address(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    [console] = [
        handler
        for handler in logging.getLogger().handlers
        if isinstance(handler.formatter, SecretlessFormatter)
    ]
    assert isinstance(console, logging.StreamHandler)
    log = io.StringIO()
    monkeypatch.setattr(console, "stream", log)

    def fail(*args: object) -> Iterator[object]:
        raise RuntimeError("broken")

    monkeypatch.setattr("figures.feed_queries.content_of", fail)
    secret = program(alice).secret
    client = Client(raise_request_exception=False)
    assert client.get(f"/kalender/{secret}.ics").status_code == 500
    assert "Internal Server Error: /kalender/…" in log.getvalue()
    assert secret not in log.getvalue()
