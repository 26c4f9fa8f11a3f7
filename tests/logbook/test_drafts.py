"""Drafts: kept while typing, for their writer alone, and gone when the form is saved."""

import logging
import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from accounts.models import Organisation, User
from cases.models import Case
from core.actions import acting_as
from core.models import OnceKey, RowChange
from logbook.models import Draft, LogEntry
from logbook.rules import LONGEST_DRAFT
from tests import make

PERSONAL_NUMBER = "Ring Eva, 19811218-9876"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(as_user: Callable[[User], Client], alice: User, case: Case) -> Client:
    return as_user(alice)


def url(case: Case, page: str = "utkast/") -> str:
    return f"/arenden/{case.number}/loggbok/{page}"


def keep(client: Client, case: Case, what: str = "Möte med", **changes: Any) -> Any:
    fields = {"what": what, "when": "idag", "once": uuid.uuid4()} | changes
    return client.post(url(case), fields, headers=HTMX)


def offered(response: HttpResponse) -> list[str]:
    """The keys of the drafts that a page offers."""
    return html.fromstring(response.content.decode()).xpath("//section/@data-once")


# --- Kept ---------------------------------------------------------------------------------------


def test_a_draft_is_kept_and_said_so_with_the_time(client: Client, case: Case, alice: User) -> None:
    answer = keep(client, case, next_step="Ring", place="")
    draft = Draft.objects.get()
    assert answer.json()["kept"] is True
    assert re.fullmatch(r"Utkast sparat \d\d:\d\d", answer.json()["words"])
    assert (draft.saved_by, draft.case, draft.entry) == (alice, case, None)
    assert draft.fields["next_step"] == "Ring"
    assert "csrfmiddlewaretoken" not in draft.fields


def test_the_same_form_has_one_draft_and_two_forms_have_two(client: Client, case: Case) -> None:
    key = uuid.uuid4()
    for what in ("M", "Möte", "Möte med facket"):
        keep(client, case, what, once=key)
    keep(client, case, "Annat")
    assert sorted(d.fields["what"] for d in Draft.objects.all()) == ["Annat", "Möte med facket"]


def test_a_draft_costs_few_queries(client: Client, case: Case) -> None:
    keep(client, case)
    with CaptureQueriesContext(connection) as queries:
        keep(client, case)
    assert len(queries) <= 9


def test_an_emptied_form_has_no_draft(client: Client, case: Case) -> None:
    key = uuid.uuid4()
    keep(client, case, once=key)
    assert keep(client, case, " \n ", once=key).json() == {"kept": True, "words": ""}
    assert not Draft.objects.exists()


@pytest.mark.parametrize("field", ["what", "result", "participants", "next_step", "new_activity"])
def test_a_personal_number_stays_in_the_browser(client: Client, case: Case, field: str) -> None:
    answer = keep(client, case, **{field: PERSONAL_NUMBER}).json()
    assert answer["kept"] is False
    assert "bara i den här webbläsaren" in answer["words"]
    assert "personnummer" in answer["words"]
    assert not Draft.objects.exists()


def test_what_was_kept_before_the_personal_number_stays_as_it_was(
    client: Client, case: Case
) -> None:
    key = uuid.uuid4()
    keep(client, case, "Ring Eva", once=key)
    keep(client, case, PERSONAL_NUMBER, once=key)
    assert Draft.objects.get().fields["what"] == "Ring Eva"


def test_a_monstrous_text_stays_in_the_browser(client: Client, case: Case) -> None:
    assert keep(client, case, "å" * (LONGEST_DRAFT - 100)).json()["kept"] is True
    assert keep(client, case, "å" * (LONGEST_DRAFT + 1)).json()["kept"] is False
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x", "\x00", "9" * 40])
def test_a_form_without_a_key_is_answered_in_words(client: Client, case: Case, key: str) -> None:
    answer = keep(client, case, once=key)
    assert answer.status_code == 422
    assert answer.json()["words"].endswith(".")
    assert client.post(url(case, "utkast/slang/"), {"once": key}).status_code == 404


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(text=st.text(max_size=200).filter(lambda text: text.replace("\x00", "").strip()))
def test_any_text_comes_back_as_it_was_typed(client: Client, case: Case, text: str) -> None:
    key = uuid.uuid4()
    assert keep(client, case, text, once=key).status_code == 200
    response = client.get(url(case, "ny/"), {"utkast": key})
    form = response.context["quick_form"]
    sent = text.encode("utf-8", "replace").decode()
    assert form["what"].value() == sent.replace("\x00", "")


def test_a_draft_is_no_part_of_the_record(client: Client, case: Case) -> None:
    before = (RowChange.objects.count(), LogEntry.objects.count())
    keep(client, case)
    assert (RowChange.objects.count(), LogEntry.objects.count()) == before


def test_a_draft_never_reaches_the_servers_log(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**values: Any) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr("logbook.actions.keep_draft", fail)
    client.raise_request_exception = False
    with caplog.at_level(logging.DEBUG):
        assert keep(client, case, "Hemligheten").status_code == 500
        assert keep(client, case, "Hemligheten", once="x").status_code == 422
    assert "the database went away" in caplog.text
    assert "Hemligheten" not in caplog.text


# --- Offered back -------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["/", "list", "new"])
def test_a_draft_is_offered_where_one_writes(
    client: Client, case: Case, alice: User, page: str
) -> None:
    draft = make.draft(case, by=alice, what="Mötet med facket " + "x" * 200)
    address = {"/": "/", "list": url(case, ""), "new": url(case, "ny/")}[page]
    response = client.get(address)
    assert offered(response) == [str(draft.form)]
    assert "Mötet med facket x" in response.content.decode()
    assert "x" * 150 not in response.content.decode()


def test_a_draft_is_taken_up_with_everything_in_it(client: Client, case: Case, alice: User) -> None:
    measure = make.measure(case, by=alice)
    draft = make.draft(case, by=alice, place=f"m{measure.pk}", result="Bra", internal="on")
    response = client.get(url(case, "ny/"), {"utkast": draft.form})
    form = response.context["quick_form"]
    for name, value in draft.fields.items():
        assert form[name].value() == value
    assert form["once"].value() == draft.fields.get("once", form["once"].value())
    assert b"<details open" in response.content


def test_the_newest_draft_comes_first(client: Client, case: Case, alice: User) -> None:
    drafts = [make.draft(case, by=alice, at=make.now() - timedelta(hours=h)) for h in (3, 1, 2)]
    assert offered(client.get("/")) == [str(drafts[n].form) for n in (1, 2, 0)]


def test_a_saved_form_has_no_draft(client: Client, case: Case) -> None:
    key = uuid.uuid4()
    sent = {"what": "Möte", "when": "idag", "once": key}
    keep(client, case, **sent)
    client.post(url(case, "ny/spara/"), sent)
    assert not Draft.objects.exists()


def test_a_draft_that_came_in_while_its_form_was_saved_is_not_offered(
    client: Client, case: Case, alice: User
) -> None:
    late = make.draft(case, by=alice)
    OnceKey.objects.create(actor_id=alice.pk, key=late.form)
    assert offered(client.get("/")) == []
    assert client.get(url(case, "ny/"), {"utkast": late.form}).status_code == 404


def test_a_draft_is_thrown_away(client: Client, case: Case, alice: User) -> None:
    draft, other = make.draft(case, by=alice), make.draft(case, by=alice)
    headers = HTMX | {"HX-Target": "div#utkast"}
    answer = client.post(url(case, "utkast/slang/"), {"once": draft.form}, headers=headers)
    assert offered(answer) == [str(other.form)]
    assert "Utkastet är slängt." in answer.content.decode()
    plain = client.post(url(case, "utkast/slang/"), {"once": other.form}, follow=True)
    assert plain.redirect_chain == [(url(case, ""), 302)]
    assert not Draft.objects.exists()


def test_the_draft_of_a_correction_is_offered_on_its_own_form(
    client: Client, case: Case, alice: User
) -> None:
    entry = make.entry(case, by=alice)
    keep(client, case, "Rättad text", entry=entry.entry, seen_version="1", correction_reason="Fel")
    draft = Draft.objects.get()
    page = url(case, f"{entry.entry}/ratta/")
    assert offered(client.get("/")) == offered(client.get(url(case, "ny/"))) == []
    assert offered(client.get(page)) == [str(draft.form)]
    form = client.get(page, {"utkast": draft.form}).context["form"]
    assert (form["what"].value(), form["correction_reason"].value()) == ("Rättad text", "Fel")


def test_a_draft_of_an_old_wording_meets_the_new_one(
    client: Client, case: Case, alice: User, bo: User, as_user: Callable[[User], Client]
) -> None:
    entry = make.entry(case, by=alice)
    save = url(case, f"{entry.entry}/ratta/spara/")
    mine = {"what": "Min", "when": "idag", "correction_reason": "Fel", "seen_version": "1"}
    keep(client, case, **mine, entry=entry.entry)
    as_user(bo).post(save, mine | {"what": "Bos"})
    draft = Draft.objects.get()
    form = client.get(url(case, f"{entry.entry}/ratta/"), {"utkast": draft.form}).context["form"]
    sent = {name: form[name].value() for name in mine}
    answer = client.post(save, sent)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Bos</p>" in text
    assert "Min</textarea>" in text
    assert client.post(save, sent | {"seen_version": "2"}).status_code == 302


# --- Nobody else --------------------------------------------------------------------------------


def test_a_colleague_is_neither_offered_nor_given_a_draft(
    case: Case, alice: User, bo: User, as_user: Callable[[User], Client]
) -> None:
    draft = make.draft(case, by=alice, what="Hemligheten")
    client = as_user(bo)
    for page in ("/", url(case, ""), url(case, "ny/"), f"/arenden/{case.number}/"):
        assert "Hemligheten" not in client.get(page).content.decode()
    assert client.get(url(case, "ny/"), {"utkast": draft.form}).status_code == 404
    client.post(url(case, "utkast/slang/"), {"once": draft.form})
    assert Draft.objects.count() == 1


def test_a_colleague_with_the_same_key_writes_a_draft_of_their_own(
    client: Client, case: Case, bo: User, as_user: Callable[[User], Client]
) -> None:
    key = uuid.uuid4()
    keep(client, case, "Alices", once=key)
    keep(as_user(bo), case, "Bos", once=key)
    assert sorted(draft.fields["what"] for draft in Draft.objects.all()) == ["Alices", "Bos"]


def test_a_draft_is_gone_with_the_right_to_the_case(
    case: Case, alice: User, bo: User, as_user: Callable[[User], Client]
) -> None:
    draft = make.draft(case, by=bo)
    client = as_user(bo)
    page = url(case, "ny/")
    assert client.get(page, {"utkast": draft.form}).status_code == 200
    make.end_memberships(bo)
    for address in (f"{page}?utkast={draft.form}", url(case, "")):
        assert client.get(address).status_code == 404
    assert keep(client, case).status_code == 404
    assert client.post(url(case, "utkast/slang/"), {"once": draft.form}).status_code == 404
    assert offered(client.get("/")) == []


def test_a_restricted_case_hides_the_drafts_of_those_who_may_no_longer_know(
    case: Case, alice: User, jonna: User, as_user: Callable[[User], Client]
) -> None:
    make.take_part(case, jonna.memberships.get().organisation, by=alice)
    client = as_user(jonna)
    draft = make.draft(case, by=jonna, what="Hemligheten")
    make.restricted(case, by=alice)
    assert client.get(url(case, "ny/"), {"utkast": draft.form}).status_code == 404
    assert "Hemligheten" not in client.get("/").content.decode()
    assert not Draft.objects.visible_to(jonna).exists()


def test_a_draft_of_a_correction_needs_an_entry_one_may_see(
    case: Case, alice: User, jonna: User, as_user: Callable[[User], Client]
) -> None:
    make.take_part(case, jonna.memberships.get().organisation, by=alice)
    hidden = make.entry(case, by=alice, internal=True)
    for entry in (hidden.entry, uuid.uuid4()):
        assert keep(as_user(jonna), case, entry=entry).status_code == 404
    assert not Draft.objects.exists()


def test_a_draft_follows_its_form_to_another_case(
    client: Client, case: Case, alice: User, norrby: Organisation
) -> None:
    other = make.case(norrby, by=alice, title="Annat")
    key = uuid.uuid4()
    keep(client, case, once=key)
    keep(client, other, once=key)
    assert Draft.objects.get().case == other


def test_an_ended_session_is_told_and_keeps_nothing(client: Client, case: Case) -> None:
    client.logout()
    assert keep(client, case).status_code == 401
    assert not Draft.objects.exists()


# --- Cleared ------------------------------------------------------------------------------------


def test_old_drafts_and_those_of_saved_forms_are_cleared(
    case: Case, alice: User, settings: Any
) -> None:
    fresh = make.draft(case, by=alice, at=make.now() - timedelta(days=29))
    make.draft(case, by=alice, at=make.now() - timedelta(days=31))
    saved = make.draft(case, by=alice)
    with acting_as(alice):
        OnceKey.objects.create(actor_id=alice.pk, key=saved.form)
    said = StringIO()
    call_command("clear_drafts", stdout=said)
    assert said.getvalue() == "2 utkast är borttagna.\n"
    assert list(Draft.objects.all()) == [Draft.objects.get(form=fresh.form)]
    settings.DRAFT_DAYS = 7
    call_command("clear_drafts", stdout=said)
    assert not Draft.objects.exists()
