"""The logbook's filter: each choice, alone and together, as an address that can be kept."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html
from lxml.cssselect import CSSSelector

from accounts.models import Organisation, User
from cases.models import Case
from guide.phases import Phase
from logbook import actions
from logbook.events import SYSTEM_KINDS, Event
from logbook.models import LogEntry
from tests import make

Show = Callable[..., list[str]]

ENTRIES = CSSSelector("article.entry > p.entry-text:nth-of-type(2)")
TODAY = date(2026, 6, 15)


def page_of(response: HttpResponse) -> Any:
    assert response.status_code == 200
    return html.fromstring(response.content)


def texts(page: Any) -> list[str]:
    return [element.text_content().strip() for element in ENTRIES(page)]


@pytest.fixture
def client(as_user: Callable[[User], Client], alice: User) -> Client:
    return as_user(alice)


@pytest.fixture
def show(client: Client, case: Case) -> Show:
    """`show(q="möte", period="i-ar")`: what stands in the log with that filter, newest first."""

    def ask(**wanted: object) -> list[str]:
        url = reverse("logbook:list", args=[case.number])
        return texts(page_of(client.get(url, wanted)))

    return ask


@pytest.fixture
def plan(case: Case, alice: User) -> dict[str, Any]:
    """Two measures with activities and an entry at each place."""
    one = make.measure(case, by=alice, title="Jobbmässa")
    two = make.measure(case, by=alice, title="Ny användning")
    hall = make.activity(one, by=alice, title="Boka hall")
    make.entry(case, by=alice, what="I hallen", main_activity=hall)
    make.entry(case, by=alice, what="Om mässan", measure=one)
    make.entry(case, by=alice, what="Om lokalen", measure=two)
    make.entry(case, by=alice, what="I stort")
    return {"one": one, "two": two, "hall": hall}


def test_by_measure_by_main_activity_and_the_case_as_a_whole(
    show: Show, plan: dict[str, Any]
) -> None:
    assert show(insats=f"m{plan['one'].pk}") == ["Om mässan", "I hallen"]
    assert show(insats=f"m{plan['two'].pk}") == ["Om lokalen"]
    assert show(insats=f"a{plan['hall'].pk}") == ["I hallen"]
    assert show(insats="helhet") == ["I stort"]


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("vecka", date(2026, 6, 9), None),
        ("4-veckor", date(2026, 5, 19), None),
        ("3-manader", date(2026, 3, 16), None),
        ("i-ar", date(2026, 1, 1), None),
        ("forra-aret", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_by_period_in_words(
    period: str, first: date, last: date | None, case: Case, alice: User, show: Show
) -> None:
    with time_machine.travel(TODAY, tick=False):
        before = first - timedelta(days=1)
        after = last + timedelta(days=1) if last else None
        for day, what in ((before, "Före"), (first, "Första dagen"), (last, "Sista dagen")):
            if day:
                make.entry(case, by=alice, what=what, on=day)
        if after:
            make.entry(case, by=alice, what="Efter", on=after)
        make.entry(case, by=alice, what="In i", happened_from=before, happened_to=first)
        expected = {"Första dagen", "In i"} | ({"Sista dagen"} if last else set())
        assert set(show(period=period)) == expected


def test_by_days_and_a_period_together(case: Case, alice: User, show: Show) -> None:
    with time_machine.travel(TODAY, tick=False):
        for days in (1, 10, 40):
            make.entry(case, by=alice, what=f"{days}", on=TODAY - timedelta(days=days))
        assert show(fran="2026-06-05") == ["1", "10"]
        assert show(till="2026-06-05") == ["10", "40"]
        assert show(period="4-veckor", till="igår") == ["1", "10"]


def test_by_person(case: Case, alice: User, bo: User, show: Show) -> None:
    make.entry(case, by=alice, what="Alice skrev")
    make.entry(case, by=bo, what="Bo skrev")
    assert show(person=bo.pk) == ["Bo skrev"]


def test_by_kind(case: Case, alice: User, show: Show, plan: dict[str, Any]) -> None:
    make.moved_to(case, Phase.ANALYSE, by=alice)
    assert "I stort" in show()
    assert not [text for text in show() if text.startswith("Ärendet")]
    assert "I stort" in show(slag="allt")
    assert "I stort" not in show(slag="system")
    assert [
        text for text in show(slag="faser") if not text.startswith(("Ärendet gick", "Skäl"))
    ] == []
    assert len(show(slag="insatser")) == 3
    assert show(slag="arendet") == ["Ärendet öppnades."]


def test_every_system_event_is_of_one_kind() -> None:
    kinds = [event for kind in SYSTEM_KINDS.values() for event in kind.events]
    assert sorted(kinds) == sorted(set(Event) - {Event.NOTED})


def test_by_the_phase_the_case_was_in_then(alice: User, norrby: Organisation, show: Show) -> None:
    """Entries of a phase, of both phases on the day of a move, and from before the case."""
    with time_machine.travel(TODAY, tick=False) as clock:
        case = make.case(norrby, by=alice)
        make.entry(case, by=alice, what="Långt innan", on=TODAY - timedelta(days=20))
        make.entry(case, by=alice, what="I fas 1", on=TODAY)
        clock.shift(timedelta(days=10))
        make.moved_to(case, Phase.ANALYSE, by=alice)
        make.entry(case, by=alice, what="Flyttdagen")
        clock.shift(timedelta(days=10))
        make.entry(case, by=alice, what="I fas 2")
        make.entry(case, by=alice, what="Hela tiden", happened_from=TODAY, happened_to=make.today())
        found = {phase: _found(case, alice, fas=phase) for phase in ("fore", "1", "2", "3")}
    assert found == {
        "fore": {"Långt innan"},
        "1": {"I fas 1", "Flyttdagen", "Hela tiden"},
        "2": {"I fas 2", "Flyttdagen", "Hela tiden"},
        "3": set(),
    }


def _found(case: Case, user: User, **wanted: str) -> set[str]:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return set(texts(page_of(client.get(reverse("logbook:list", args=[case.number]), wanted))))


def test_choices_are_told_counted_and_taken_away_one_by_one(
    client: Client, case: Case, plan: dict[str, Any]
) -> None:
    url = reverse("logbook:list", args=[case.number])
    kept = {"q": "om", "period": "i-ar", "insats": f"m{plan['one'].pk}"}
    wanted = kept | {"q": "mässan"}
    page = page_of(client.get(url, wanted))
    said = " ".join(page.cssselect(".chosen")[0].text_content().split())
    assert "”mässan”" in said
    assert "Period: I år" in said
    assert "Insats eller huvudaktivitet: Hela insatsen" in said
    assert "1\N{NO-BREAK SPACE}loggpost passar urvalet" in page.text_content()
    without = [link.get("href") for link in page.cssselect(".chosen .badge a")]
    assert without[1] == f"?q=m%C3%A4ssan&insats=m{plan['one'].pk}"
    # The form shows what was chosen, so the address is all there is to keep.
    assert page.cssselect("#id_period option[selected]")[0].get("value") == "i-ar"
    assert page.cssselect("#id_q")[0].get("value") == "mässan"


def test_hits_are_marked_in_both_readings(client: Client, case: Case, plan: dict[str, Any]) -> None:
    url = reverse("logbook:list", args=[case.number])
    for reading in ({}, {"vy": "insatser"}):
        page = page_of(client.get(url, {"q": "mässan", **reading}))
        assert [mark.text_content() for mark in page.cssselect("mark")] == ["mässan"]
    table = page.cssselect(".guide-table")[0].text_content()
    assert "Jobbmässa" in table
    assert "Ny användning" not in table


def test_a_filter_holds_on_the_next_page(client: Client, case: Case, alice: User) -> None:
    for number in range(60):
        make.entry(case, by=alice, what=f"Träff {number}" if number % 10 else "Annat")
    url = reverse("logbook:list", args=[case.number])
    first = page_of(client.get(url, {"q": "träff"}))
    following = first.cssselect(".more a")[0].get("href")
    rest = page_of(client.get(url + following))
    assert len(texts(first)) == 50
    assert len(texts(rest)) == 4
    assert not set(texts(first)) & set(texts(rest))


def test_only_common_words_are_told_to_be_too_common(
    client: Client, case: Case, alice: User
) -> None:
    make.entry(case, by=alice, what="Det och det")
    page = page_of(client.get(reverse("logbook:list", args=[case.number]), {"q": "det och"}))
    assert "Orden är för vanliga" in page.text_content()
    assert texts(page) == []


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"fran": "2026-06-02", "till": "2026-06-01"}, "till"),
        ({"fran": "2026-02-30"}, "fran"),
        ({"period": "alltid"}, "period"),
        ({"insats": "a999999"}, "insats"),
        ({"person": "0"}, "person"),
        ({"slag": "annat"}, "slag"),
        ({"fas": "6"}, "fas"),
    ],
)
def test_what_cannot_be_asked_for_is_told_at_the_field(
    client: Client, case: Case, wanted: dict[str, str], field: str
) -> None:
    response = client.get(reverse("logbook:list", args=[case.number]), wanted)
    assert response.status_code == 422
    page = html.fromstring(response.content)
    assert page.cssselect(f"#id_{field}_error")
    assert page.cssselect(".filters details[open]")


# --- What outsiders must not find ----------------------------------------------------------------

SECRET = "Hemlighetsord"


@pytest.fixture
def outsiders(
    case: Case, alice: User, siv: User, gun: User, region_vast: Organisation
) -> list[User]:
    make.share(case, region_vast, by=alice)
    make.guest(case, gun, make.partner("Almi"), by=alice)
    return [siv, gun]


def _next_step(case: Case, alice: User) -> None:
    entry = make.entry(
        case,
        by=alice,
        what="Synlig post",
        next_step=SECRET,
        next_step_on=make.today(),
        next_step_by=alice,
    )
    actions.close_next_step(entry=entry, actor=alice, at=make.now())


def _internal(case: Case, alice: User) -> None:
    make.entry(case, by=alice, what=SECRET, internal=True)


def _newest_is_internal(case: Case, alice: User) -> None:
    _correct(make.entry(case, by=alice, what=SECRET), alice, make.wording("Dold", internal=True))


def _older_was_internal(case: Case, alice: User) -> None:
    entry = make.entry(case, by=alice, what=SECRET, internal=True)
    _correct(entry, alice, make.wording("Synlig post"))


def _older_wording(case: Case, alice: User) -> None:
    _correct(make.entry(case, by=alice, what=SECRET), alice, make.wording("Synlig post"))


def _correct(entry: LogEntry, by: User, wording: actions.Wording) -> None:
    actions.correct_entry(
        entry=entry, seen_version=1, wording=wording, reason="Fel", actor=by, at=make.now()
    )


HIDDEN = [_next_step, _internal, _newest_is_internal, _older_was_internal, _older_wording]


@pytest.mark.parametrize("hide", HIDDEN, ids=lambda hide: hide.__name__)
@pytest.mark.parametrize("address", ["log", "log, all kinds", "guide table", "search"])
def test_outsiders_find_nothing_by_what_they_may_not_read(
    hide: Callable[[Case, User], None],
    address: str,
    case: Case,
    alice: User,
    outsiders: list[User],
    as_user: Callable[[User], Client],
) -> None:
    hide(case, alice)
    log = reverse("logbook:list", args=[case.number])
    url, more = {
        "log": (log, {}),
        "log, all kinds": (log, {"slag": "allt"}),
        "guide table": (log, {"vy": "insatser"}),
        "search": (reverse("home:search"), {}),
    }[address]
    for person in outsiders:
        client = as_user(person)
        hidden = client.get(url, {"q": SECRET, **more})
        absent = client.get(url, {"q": "Finnsintealls", **more})
        assert _plain(hidden, SECRET) == _plain(absent, "Finnsintealls")


def _plain(response: HttpResponse, word: str) -> str:
    assert response.status_code == 200
    text = response.content.decode().replace(word, "ORDET")
    assert "Synlig post" not in text
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize("slag", ["allt", "system", "steg"])
def test_outsiders_do_not_read_a_next_step_where_it_is_done(
    slag: str,
    case: Case,
    alice: User,
    outsiders: list[User],
    as_user: Callable[[User], Client],
) -> None:
    _next_step(case, alice)
    url = reverse("logbook:list", args=[case.number])
    for person in outsiders:
        assert SECRET not in as_user(person).get(url, {"slag": slag}).content.decode()
    assert SECRET in as_user(alice).get(url, {"slag": slag}).content.decode()


@pytest.mark.parametrize("hide", [_next_step, _internal], ids=lambda hide: hide.__name__)
def test_insiders_find_by_all_of_it(
    hide: Callable[[Case, User], None], case: Case, alice: User, as_user: Callable[[User], Client]
) -> None:
    hide(case, alice)
    client = as_user(alice)
    for url in (reverse("logbook:list", args=[case.number]), reverse("home:search")):
        marks = html.fromstring(client.get(url, {"q": SECRET}).content).cssselect("mark")
        assert [mark.text_content() for mark in marks] == [SECRET]
