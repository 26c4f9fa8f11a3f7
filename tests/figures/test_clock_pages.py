"""The clock's pages: what they show to whom, and how an address is handed over once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from lxml import html

from accounts.models import Organisation, User
from cases import actions as case_actions
from cases.models import Case
from cases.states import State
from figures.clock_kinds import DateKind, kinds_to_note
from figures.models import CalendarFeed, CaseDate
from tests import make

AsUser = Callable[[User], Client]


def page(client: Client, url: str, **data: str) -> Any:
    response = client.get(url, data)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def clock(case: Case) -> str:
    return f"/arenden/{case.number}/klockan/"


def words(tree: Any) -> str:
    return " ".join(tree.text_content().split()).replace("\N{NO-BREAK SPACE}", " ")


# --- The page of the case ----------------------------------------------------------------------


def test_a_day_is_noted_and_stands_on_the_clock(case: Case, alice: User, as_user: AsUser) -> None:
    client = as_user(alice)
    tree = page(client, clock(case))
    form = next(form for form in tree.forms if form.get("action").endswith("/notera/"))
    fields = dict(form.fields) | {
        "kind": "LAST_WORKING_DAY",
        "on": "1 mars 2030",
        "source": "Platschefen i telefon",
    }
    fields = {name: value for name, value in fields.items() if value}
    assert client.post(form.get("action"), fields).status_code == 302
    assert client.post(form.get("action"), fields).status_code == 302  # a double click
    assert CaseDate.objects.count() == 1
    [line] = page(client, clock(case)).cssselect("#last-working-day")
    assert "2030-03-01" in words(line)
    assert "Källa: Platschefen i telefon." in words(line)


def test_what_is_missing_leads_to_the_form_with_the_kind_chosen(
    case: Case, alice: User, as_user: AsUser
) -> None:
    client = as_user(alice)
    [line] = page(client, clock(case)).cssselect("#group-met")
    [link] = line.cssselect("a")
    tree = page(client, clock(case) + link.get("href").partition("#")[0])
    [chosen] = tree.cssselect("#id_kind option[selected]")
    assert chosen.get("value") == "GROUP_MET"


def test_taking_a_day_away_needs_no_day_but_a_reason(
    case: Case, alice: User, as_user: AsUser
) -> None:
    client, url = as_user(alice), clock(case) + "notera/"
    make.noted_day(case, DateKind.GROUP_MET, make.today(), by=alice)
    data = {"kind": "GROUP_MET", "on": "", "is_withdrawn": "on", "source": ""}
    assert client.post(url, data).status_code == 422
    assert client.post(url, data | {"source": "Fel möte"}).status_code == 302
    tree = page(client, clock(case))
    assert "Fel möte" in words(tree.cssselect("#notera details")[0])
    assert tree.cssselect("#group-met time") == []


def test_a_refusal_of_the_rules_keeps_what_was_typed(
    case: Case, alice: User, as_user: AsUser
) -> None:
    case_actions.change_state(
        case=case, to=State.CLOSED, reason="Klart", actor=alice, at=make.now()
    )
    data = {"kind": "GROUP_MET", "on": "2026-03-01", "source": "Protokollet"}
    response = as_user(alice).post(clock(case) + "notera/", data)
    tree = html.fromstring(response.content.decode())
    assert response.status_code == 422
    assert "Öppna det igen för att notera nya dagar." in words(
        tree.cssselect(".ds-error-summary")[0]
    )
    assert tree.cssselect("#id_source")[0].get("value") == "Protokollet"


def test_those_who_may_only_read_see_why_and_whom_to_ask(
    case: Case, rolf: User, as_user: AsUser
) -> None:
    tree = page(as_user(rolf), clock(case))
    assert "Den rätten ger kommunens förvaltare" in words(tree.cssselect("#notera")[0])
    assert not [form for form in tree.forms if "notera" in form.get("action")]
    assert not tree.cssselect("a[href*=notera]")


def test_outsiders_see_the_days_on_their_list_and_no_source(
    case: Case, alice: User, siv: User, region_vast: Organisation, as_user: AsUser
) -> None:
    for kind in kinds_to_note(is_closed=False):
        make.noted_day(case, kind, make.today(), by=alice, source="Hemlig källa")
    make.share(case, region_vast, by=alice)
    tree = page(as_user(siv), clock(case))
    said = words(tree.cssselect("main")[0])
    assert "Första gruppmötet" in said
    for word in ("Hemlig", "Sista arbetsdagen", "varsel", "globalisering", "240", "stoppdatum"):
        assert word not in said
    assert not tree.cssselect("#notera, #kalender")


def test_a_guest_who_may_log_notes_no_days(
    case: Case, alice: User, gun: User, as_user: AsUser
) -> None:
    make.guest(case, gun, make.partner("Almi"), by=alice, may_log=True)
    data = {"kind": "GROUP_MET", "on": "2026-03-01", "source": "Protokollet"}
    assert as_user(gun).post(clock(case) + "notera/", data).status_code == 404
    assert not CaseDate.objects.exists()


def test_the_overview_has_the_clock_in_short(case: Case, alice: User, as_user: AsUser) -> None:
    make.noted_day(case, DateKind.REPORT_STOP, make.today() - timedelta(days=8), by=alice)
    tree = page(as_user(alice), f"/arenden/{case.number}/")
    [section] = tree.xpath("//section[h2[@id='clock-heading']]")
    assert "rapporten är 8 dagar försenad" in words(section)
    assert "Första gruppmötet: inget är noterat än." in words(section)
    assert section.cssselect(".badge-warning")


# --- Calendar addresses ------------------------------------------------------------------------


def make_address(client: Client, url: str, **data: str) -> str:
    """Press the button on the page; the address that is shown then."""
    tree = page(client, url)
    form = next(
        form for form in tree.forms if form.get("action").endswith(("/ny/", "/klockan/kalender/"))
    )
    sent = {name: value for name, value in form.fields.items() if value} | data
    response = client.post(form.get("action"), sent, follow=True)
    shown = html.fromstring(response.content.decode()).cssselect("#new-address")
    return str(shown[0].get("value")) if shown else ""


@pytest.mark.parametrize("of_case", [False, True])
def test_an_address_is_shown_once_and_works(
    of_case: bool, case: Case, alice: User, as_user: AsUser
) -> None:
    client = as_user(alice)
    url = clock(case) if of_case else "/konto/kalender/"
    address = make_address(client, url)
    assert address.startswith("http://testserver/kalender/")
    assert b"BEGIN:VEVENT" in Client().get(address).content
    assert address not in client.get(url).content.decode()
    assert CalendarFeed.objects.get().case_id == (case.pk if of_case else None)


def test_the_address_is_shown_on_its_own_page_only(
    case: Case, alice: User, as_user: AsUser
) -> None:
    client = as_user(alice)
    url = "/konto/kalender/ny/"
    response = client.post(url, {"once": str(uuid4())})
    cookie = response.cookies["omstallning_calendar"]
    assert cookie["path"] == "/konto/kalender/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


def test_a_double_click_makes_one_address(case: Case, alice: User, as_user: AsUser) -> None:
    client, once = as_user(alice), str(uuid4())
    for _ in range(2):
        assert client.post("/konto/kalender/ny/", {"once": once}).status_code == 302
    assert CalendarFeed.objects.count() == 1


def test_an_address_is_renewed_and_ended_by_its_owner(
    case: Case, alice: User, as_user: AsUser
) -> None:
    client = as_user(alice)
    old, new = make_address(client, clock(case)), make_address(client, clock(case))
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200
    tree = page(client, "/konto/kalender/")
    form = next(form for form in tree.forms if form.get("action").endswith("/avsluta/"))
    assert case.number in words(form)
    assert client.post(form.get("action")).status_code == 302
    assert Client().get(new).status_code == 404
    assert client.post(form.get("action")).status_code == 404


def test_the_choice_to_leave_out_what_is_not_public_is_kept_in_a_new_address(
    case: Case, alice: User, as_user: AsUser
) -> None:
    client = as_user(alice)
    make.restricted(case, by=alice)
    make_address(client, "/konto/kalender/", with_restricted="on")
    feed = CalendarFeed.objects.get()
    client.post(f"/konto/kalender/{feed.pk}/val/", {})
    feed.refresh_from_db()
    assert not feed.with_restricted
    address = make_address(client, "/konto/kalender/")
    assert b"BEGIN:VEVENT" not in Client().get(address).content


def test_a_case_i_no_longer_see_has_no_name_in_my_list(
    case: Case, rolf: User, as_user: AsUser
) -> None:
    make.calendar(rolf, case)
    make.end_memberships(rolf)
    said = words(page(as_user(rolf), "/konto/kalender/").cssselect("main")[0])
    assert "Ett ärende som du inte ser längre" in said
    assert case.number not in said
    assert case.title not in said


def test_a_case_that_is_not_public_offers_no_address(
    case: Case, alice: User, as_user: AsUser
) -> None:
    make.restricted(case, by=alice)
    client = as_user(alice)
    tree = page(client, clock(case))
    assert "har ingen egen kalender" in words(tree.cssselect("#kalender")[0])
    response = client.post(clock(case) + "kalender/", follow=True)
    assert "Ärendet är ej offentligt" in response.content.decode()
    assert not CalendarFeed.objects.exists()
