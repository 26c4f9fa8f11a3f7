"""After the end: a closed case asks how it went at 6, 12 and 24 months, and stays readable."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from accounts.models import Organisation, User
from cases import actions as case_actions
from cases.models import Case
from cases.states import State
from figures.clock import add_months
from figures.clock_after import asked_now, follow_up_lines
from figures.clock_facts import ClockFacts, Noted
from figures.clock_kinds import FOLLOW_UPS, DateKind
from figures.clock_lines import clock_lines
from figures.clock_queries import clock_of
from figures.clock_words import Reader
from figures.facts import Answer, Concerned
from figures.models import Headcount
from tests import make
from tests.figures.test_feed import Program, program

AsUser = Callable[[User], Client]
CLOSED = date(2026, 1, 15)
OPENED = datetime(2025, 1, 1, tzinfo=UTC)


def facts(closed_on: date | None = CLOSED, **noted: date) -> ClockFacts:
    return ClockFacts(
        notice_on=date(2025, 1, 1),
        changed_at=OPENED,
        concerned=[Concerned(number=240, on=date(2025, 1, 1))],
        closed_on=closed_on,
        noted={
            DateKind(kind): Noted(on=on, source="Enkät", by="Alice", at=OPENED)
            for kind, on in noted.items()
        },
    )


# --- The lines ---------------------------------------------------------------------------------


def test_an_open_case_asks_nothing() -> None:
    assert list(follow_up_lines(facts(None), date(2030, 1, 1))) == []


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 6, 15), ["om 30 dagar", "om 214 dagar", "om 579 dagar"]),
        (date(2026, 7, 15), ["idag", "om 184 dagar", "om 549 dagar"]),
        (date(2026, 7, 27), ["12 dagar försenade", "om 172 dagar", "om 537 dagar"]),
    ],
)
def test_each_follow_up_says_how_far_off_or_late_it_is(today: date, said: list[str]) -> None:
    lines = list(follow_up_lines(facts(), today))
    assert [line.when.replace("\N{NO-BREAK SPACE}", " ") for line in lines] == said
    assert [line.is_late for line in lines] == ["försenade" in words for words in said]
    assert all("15 januari 2026" in line.how for line in lines)


def test_it_asks_a_month_before_and_until_it_is_noted() -> None:
    due = add_months(CLOSED, 6)
    assert asked_now(facts(), due - timedelta(days=31)) == []
    [line] = asked_now(facts(), due - timedelta(days=30))
    assert line.note == DateKind.FOLLOWED_UP_6
    assert len(asked_now(facts(), add_months(CLOSED, 24))) == 3
    done = facts(FOLLOWED_UP_6=due)
    assert asked_now(done, due + timedelta(days=1)) == []
    [answered, *_] = follow_up_lines(done, due + timedelta(days=1))
    assert answered.when == "hämtade 2026-07-15"


def test_what_was_noted_before_the_case_was_closed_again_does_not_count() -> None:
    assert asked_now(facts(FOLLOWED_UP_6=CLOSED - timedelta(days=1)), add_months(CLOSED, 6))


def answered(*days: date) -> ClockFacts:
    rows = [
        Answer(on=day, source="Enkäten", row=place, at=OPENED + timedelta(days=700 + place))
        for place, day in enumerate(days)
    ]
    return replace(facts(), answers=rows)


def test_a_row_of_its_day_or_later_answers_a_follow_up() -> None:
    due = add_months(CLOSED, 6)
    early, in_time = due - timedelta(days=31), due - timedelta(days=30)
    assert asked_now(answered(early), due)
    [six, twelve, _] = follow_up_lines(answered(early, in_time), due + timedelta(days=1))
    assert six.when == "besvarade av raden för 2026-06-15, Enkäten"
    assert (six.row, six.is_asked, six.is_late) == (1, False, False)
    assert six.changed_at == OPENED + timedelta(days=701)
    assert (twelve.row, twelve.is_asked) == (None, True)


def test_a_later_row_answers_what_was_missed_before() -> None:
    year = add_months(CLOSED, 12)
    [six, twelve, last] = follow_up_lines(answered(year), year)
    assert six.when == twelve.when == "besvarade av raden för 2027-01-15, Enkäten"
    assert last.is_asked


def test_what_a_person_noted_goes_before_a_row() -> None:
    due = add_months(CLOSED, 6)
    both = replace(answered(due), noted=facts(FOLLOWED_UP_6=due).noted)
    [six, *_] = follow_up_lines(both, due)
    assert (six.when, six.row) == ("hämtade 2026-07-15", None)


def test_outsiders_are_not_asked() -> None:
    today = add_months(CLOSED, 6)
    inside = clock_lines(facts(), today=today, reader=Reader.INSIDE)
    outside = clock_lines(facts(), today=today, reader=Reader.OUTSIDE)
    assert [line.key for line in inside if line.is_asked] == [
        "follow-up-6",
        "follow-up-12",
        "follow-up-24",
    ]
    assert not [line for line in outside if line.is_asked]


def test_a_closed_cases_report_is_not_late() -> None:
    lines = clock_lines(
        facts(REPORT_STOP=CLOSED), today=add_months(CLOSED, 2), reader=Reader.INSIDE
    )
    [report] = [line for line in lines if line.key == "report-stop"]
    assert (report.when, report.is_late) == ("ärendet är avslutat", False)


# --- A case that was closed half a year ago -----------------------------------------------------


@pytest.fixture
def closed(alice: User, bo: User, norrby: Organisation) -> Case:
    """Closed six months and ten days ago: the first follow-up is late."""
    day = add_months(make.today(), -6) - timedelta(days=10)
    moment = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    case = make.case(norrby, by=alice, deputy=bo, at=moment, notice_on=day - timedelta(days=500))
    make.entry(case, by=alice, what="Ringde platschefen", on=day - timedelta(days=3))
    return case_actions.change_state(
        case=case, to=State.CLOSED, reason="Klart", actor=alice, at=moment
    )


def main(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    [tree] = html.fromstring(response.content.decode()).cssselect("main")
    return " ".join(tree.text_content().split()).replace("\N{NO-BREAK SPACE}", " ")


def note(client: Client, case: Case, **changes: str) -> Any:
    data = {
        "kind": "FOLLOWED_UP_6",
        "on": make.today().isoformat(),
        "source": "Telefonrunda: 52 av 64 svarade",
    }
    return client.post(f"/arenden/{case.number}/klockan/notera/", data | changes)


def test_the_case_the_start_page_and_the_calendar_ask_until_it_is_noted(
    closed: Case, alice: User, as_user: AsUser
) -> None:
    client, mine = as_user(alice), program(alice)
    overview = f"/arenden/{closed.number}/"
    assert "Hur gick det?" in main(client, overview)
    assert "Siffror 6 månader efter avslutet" in main(client, overview)
    assert "Siffror 6 månader efter avslutet" in main(client, "/")
    assert mine.said() == {f"Siffror {months} månader efter avslutet" for months in FOLLOW_UPS}
    assert note(client, closed).status_code == 302
    assert "Hur gick det?" not in main(client, overview)
    assert "Siffror 6 månader efter avslutet" not in main(client, "/")
    assert f"hämtade {make.today()}" in main(client, f"/arenden/{closed.number}/klockan/")


def test_a_closed_case_takes_the_figures_it_asks_for(
    closed: Case, alice: User, as_user: AsUser
) -> None:
    client, pages = as_user(alice), f"/arenden/{closed.number}/"
    [link] = html.fromstring(client.get(pages).content.decode()).cssselect(
        ".ds-alert a[href$='/siffror/ny/']"
    )
    # A case that never had figures begins with its wave, closed or not.
    first = client.get(link.get("href"))
    assert first.url == f"{pages}siffror/varsel/nytt/"
    make.wave(closed, by=alice)
    row = {
        "wave": "1",
        "counted_on": make.today().isoformat(),
        "source": "Enkäten",
        "once": str(uuid.uuid4()),
    }
    notified = client.post(f"{link.get('href')}spara/", row | {"notified_count": "64"})
    assert notified.status_code == 302
    # That alone does not say how it went.
    assert "Hur gick det?" in main(client, pages)
    told = {"reemployed_count": "40", "unknown_count": "12", "source": "Facket"}
    saved = client.post(
        f"{link.get('href')}spara/", row | told | {"once": str(uuid.uuid4())}, follow=True
    )
    assert "Siffror 6 månader efter avslutet: besvarade med den här raden." in (
        " ".join(saved.content.decode().split())
    )
    assert "Hur gick det?" not in main(client, pages)
    assert "Siffror 6 månader" not in main(client, "/")
    clock = main(client, f"{pages}klockan/")
    assert f"besvarade av raden för {make.today()}, Facket" in clock
    newest = Headcount.objects.latest("pk")
    assert f'href="{pages}siffror/rader/{newest.pk}/"' in (
        client.get(f"{pages}klockan/").content.decode()
    )


def test_only_those_who_answer_for_it_are_asked_on_the_start_page(
    closed: Case, bo: User, rolf: User, as_user: AsUser
) -> None:
    assert "Hur gick det?" in main(as_user(bo), "/")
    assert "Hur gick det?" not in main(as_user(rolf), "/")
    assert "Hur gick det?" in main(as_user(rolf), f"/arenden/{closed.number}/")


def test_outsiders_are_not_asked_anywhere(
    closed: Case, alice: User, siv: User, region_vast: Organisation, as_user: AsUser
) -> None:
    make.share(closed, region_vast, by=alice)
    client = as_user(siv)
    for url in ("/", f"/arenden/{closed.number}/", f"/arenden/{closed.number}/klockan/"):
        assert "Siffror 6 månader" not in main(client, url)
    assert program(siv).events() == []


def test_a_case_taken_up_again_asks_nothing(closed: Case, alice: User, as_user: AsUser) -> None:
    case_actions.change_state(
        case=closed, to=State.OPEN, reason="Mer att göra", actor=alice, at=make.now()
    )
    assert "Hur gick det?" not in main(as_user(alice), "/")
    assert clock_of(closed).closed_on is None


def test_one_who_has_left_the_municipality_is_not_asked(
    closed: Case, bo: User, as_user: AsUser
) -> None:
    make.end_memberships(bo)
    assert "Hur gick det?" not in main(as_user(bo), "/")


def test_a_day_before_the_end_is_no_follow_up(closed: Case, alice: User, as_user: AsUser) -> None:
    response = note(as_user(alice), closed, on=(make.today() - timedelta(days=300)).isoformat())
    assert response.status_code == 422
    assert "Dagen ligger före den dag då ärendet avslutades." in response.content.decode()


def test_a_closed_cases_clock_offers_no_days_that_it_would_refuse(
    closed: Case, alice: User, as_user: AsUser
) -> None:
    def offered() -> list[str]:
        page = as_user(alice).get(f"/arenden/{closed.number}/klockan/").content.decode()
        links = html.fromstring(page).cssselect("main a[href^='?notera=']")
        return [link.get("href").removeprefix("?notera=").partition("#")[0] for link in links]

    assert offered() == [kind.value for kind in FOLLOW_UPS.values()]
    case_actions.change_state(
        case=closed, to=State.OPEN, reason="Mer att göra", actor=alice, at=make.now()
    )
    assert DateKind.LAST_WORKING_DAY in offered()


def test_an_open_case_offers_no_follow_up(case: Case, alice: User, as_user: AsUser) -> None:
    assert "Siffror efter 6" not in main(as_user(alice), f"/arenden/{case.number}/klockan/")
    assert note(as_user(alice), case).status_code == 422


def test_a_closed_case_stays_readable_to_those_who_could_read_it(
    closed: Case, alice: User, rolf: User, siv: User, region_vast: Organisation, as_user: AsUser
) -> None:
    make.share(closed, region_vast, by=alice)
    for person in (alice, rolf, siv):
        client = as_user(person)
        for page in ("", "loggbok/", "insatser/", "faser/", "klockan/"):
            assert client.get(f"/arenden/{closed.number}/{page}").status_code == 200
        assert "Ringde platschefen" in main(client, f"/arenden/{closed.number}/loggbok/")


def test_a_case_that_is_not_public_asks_its_readers_without_a_name(
    closed: Case, alice: User
) -> None:
    make.restricted(closed, by=alice)
    assert program(alice).said() == {f"Ärende {closed.number}"}


def test_it_is_quiet_when_the_last_follow_up_is_a_year_late(
    closed: Case, alice: User, as_user: AsUser
) -> None:
    secret = program(alice).secret
    later = make.now() + timedelta(days=1000)
    with time_machine.travel(later, tick=False):
        assert "Hur gick det?" not in main(as_user(alice), "/")
        assert Program(secret).events() == []


def test_the_start_page_asks_no_more_of_the_database_for_many_closed_cases(
    closed: Case, alice: User, norrby: Organisation, as_user: AsUser
) -> None:
    client = as_user(alice)
    client.get("/")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        return len(queries)

    one = asked()
    for _ in range(5):
        made = make.case(norrby, by=alice, at=closed.opened_at, notice_on=closed.notice_on)
        case_actions.change_state(
            case=made, to=State.CLOSED, reason="Klart", actor=alice, at=closed.opened_at
        )
    assert asked() == one
    assert main(client, "/").count("Hur gick det?") == 6
