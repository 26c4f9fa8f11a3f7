"""*Endast internt*: no page, count, search, day or report tells outsiders that there is such an entry.

Two municipalities, a region and a guest share one case, and each writes internally. A page that
someone reads before the others' internal entries exist must be the same page afterwards.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoDbBlocker

from accounts.models import User
from cases.models import Case
from core.forms import DECLARE
from logbook import actions
from logbook.models import LogEntry
from measures.models import MainActivity
from reports.model import Paper
from tests import make
from tests.access_matrix import MATRIX
from tests.cast import everyone_round_a_full_case, made_once
from tests.test_access import text_of

WORD = "Kanariefågel"
# Other readings of the same pages.
READINGS = {
    # As text: a workbook tells when it was made.
    "sheets:export": ("?format=csv",),
    "home:search": (f"?q={WORD}", "?q=fabrik", "?q=Ring"),
    "logbook:list": ("", "?vy=insatser", "?system=on", "?slag=allt", f"?q={WORD}", "?q=Ring"),
    "cases:list": ("", "?q=fabrik"),
}
OUTSIDE_CASES = {"home:start", "home:search", "cases:list"}


@dataclass
class World:
    """The shared case, and its people by whose internal entries they may read."""

    case: Case
    ids: dict[str, Any]
    readers: dict[str, User]
    writers: dict[str, User]
    day: Any = field(default_factory=lambda: make.today() - timedelta(days=3))

    def others(self, writer: str) -> dict[str, User]:
        """Those who may not read what `writer`'s organisation writes internally."""
        same = {"Norrby": "alice", "Samby": "jonna", "Almi": "gun"}[writer]
        return {name: user for name, user in self.readers.items() if name != same}


@pytest.fixture(scope="module")
def whole_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    yield from made_once(django_db_blocker, shared_by_all)


def shared_by_all() -> World:
    everyone = everyone_round_a_full_case()
    case, alice, gun = everyone.case, everyone.people["alice"], everyone.people["gun"]
    make.take_part(case, everyone.organisations["samby"], by=alice)
    make.share(case, everyone.organisations["region_vast"], by=alice)
    make.guest(case, gun, make.partner("Almi"), by=alice, may_log=True)
    readers = {name: everyone.people[name] for name in ("alice", "jonna", "siv", "gun")}
    writers = {"Norrby": alice, "Samby": readers["jonna"], "Almi": gun}
    return World(case, everyone.ids, readers, writers)


@pytest.fixture
def world(whole_world: World, db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """The same for every test, with the ids its own."""
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")
    # What the paper says, without when it was printed.
    monkeypatch.setattr("reports.handover_views.render_pdf", lambda paper, **k: said_in(paper))
    return replace(whole_world, ids=dict(whole_world.ids))


def pages_for(world: World, user: User) -> dict[str, str]:
    """Every page the person can open, as read: what differs from request to request taken out."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    pages = {}
    for name, row in MATRIX.items():
        if row.method != "get" or not (row.is_of_case or name in OUTSIDE_CASES):
            continue
        url = row.url(name, world.ids).partition("?")[0]
        for reading in READINGS.get(name, ("",)):
            response = client.get(url + reading)
            pages[f"{name}{reading}"] = plain(response)
    return pages | {"reports:preview": preview_for(world, client)}


def preview_for(world: World, client: Client) -> str:
    """The logbook of the last days as a report, before it is issued."""
    draft = {
        "kind": "LOGBOOK",
        "period_from": (make.today() - timedelta(days=90)).isoformat(),
        "period_to": make.today().isoformat(),
    }
    return plain(client.post(MATRIX["reports:preview"].url("reports:preview", world.ids), draft))


def said_in(paper: Paper) -> bytes:
    return paper.to_json().encode()


def plain(response: HttpResponse) -> str:
    text = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", text_of(response))
    text = re.sub(r'(name="once" value=")[^"]+', r"\1", text)
    text = re.sub(r"(Utskrift) [^,]*,", r"\1,", text)
    return re.sub(r"(Set-Cookie|X-Request-ID):.*", "", text)


def write_internally(world: World, writer: User, owner: str) -> None:
    """Internal entries of every kind: with a step, corrected, closed, hidden after having been open."""
    case, now = world.case, make.now()
    activity = MainActivity.objects.get(pk=world.ids["activity"])
    step: dict[str, Any] = {"result": WORD, "participants": WORD, "main_activity": activity}
    if owner != "Almi":
        step |= {"next_step": f"{WORD} ring", "next_step_on": world.day, "next_step_by": writer}
    first = make.entry(case, by=writer, what=f"{WORD} ett", internal=True, **step)
    actions.correct_entry(
        entry=first,
        seen_version=1,
        wording=make.wording(f"{WORD} två", internal=True, on=world.day, **step),
        reason=WORD,
        actor=writer,
        at=now,
    )
    if owner != "Almi":
        done = make.entry(case, by=writer, what=f"{WORD} tre", internal=True, **step)
        actions.close_next_step(entry=done, actor=writer, at=now)
    opened = make.entry(case, by=writer, what=f"{WORD} fyra", **step)
    actions.correct_entry(
        entry=opened,
        seen_version=1,
        wording=make.wording(f"{WORD} fyra", internal=True, **step),
        reason=f"{WORD} ska inte spridas",
        actor=writer,
        at=now,
    )
    client = Client()
    client.force_login(writer, backend="allauth.account.auth_backends.AuthenticationBackend")
    data = {
        "what": f"{WORD} 811218-9876",
        "when": "idag",
        "internal": "on",
        f"{DECLARE}-what": "8112189876",
    }
    assert client.post(MATRIX["logbook:add"].url("logbook:add", world.ids), data).status_code == 302


def test_the_pages_of_others_are_the_same_with_and_without_internal_entries(world: World) -> None:
    """Each organisation writes in turn; whoever is not of it reads what they read before."""
    read = {name: pages_for(world, world.readers[name]) for name in ("jonna", "siv", "gun")}

    def changed(name: str) -> list[str]:
        now = pages_for(world, world.readers[name])
        return [f"{name} {page}: {text}" for page, text in now.items() if text != read[name][page]]

    write_internally(world, world.writers["Norrby"], "Norrby")
    read["alice"] = pages_for(world, world.readers["alice"])
    assert not changed("jonna")
    write_internally(world, world.writers["Samby"], "Samby")
    read["jonna"] = pages_for(world, world.readers["jonna"])
    assert not changed("gun")
    write_internally(world, world.writers["Almi"], "Almi")
    assert not changed("alice") + changed("jonna") + changed("siv")


@pytest.mark.parametrize("owner", ["Norrby", "Samby", "Almi"])
def test_the_organisation_itself_reads_its_internal_entries(world: World, owner: str) -> None:
    write_internally(world, world.writers[owner], owner)
    pages = pages_for(world, world.writers[owner])
    assert f"{WORD} två" in pages["logbook:list"]
    assert "<mark>Kanariefågel</mark> fyra" in pages[f"home:search?q={WORD}"]


def test_an_entry_that_became_open_tells_nothing_of_what_was_internal(world: World) -> None:
    """Others meet it as a new entry: no older wording, no reason, not even that it is corrected."""
    alice = world.writers["Norrby"]
    hidden = make.entry(world.case, by=alice, what=f"{WORD} rått", internal=True)
    actions.correct_entry(
        entry=hidden,
        seen_version=1,
        wording=make.wording("Kan läsas av alla"),
        reason=f"{WORD} är borttagen",
        actor=alice,
        at=make.now(),
    )
    world.ids["entry"] = hidden.entry
    for name, user in world.others("Norrby").items():
        pages = pages_for(world, user).items()
        # A search tells what was searched for; that it finds nothing is told by the test above.
        assert not [(name, page) for page, text in pages if WORD in text and WORD not in page]
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        for page in ("logbook:list", "logbook:entry", "cases:page"):
            shown = text_of(client.get(MATRIX[page].url(page, world.ids)))
            assert "Kan läsas av alla" in shown
            assert "rättad" not in shown.split("Kan läsas av alla")[1].split("</article>")[0]
            assert "Skäl till rättelsen" not in shown
            assert "Tidigare lydelse" not in shown
    assert "Skäl till rättelsen" in pages_for(world, alice)["logbook:entry"]


def test_an_entry_that_became_internal_is_gone_with_its_open_wordings(world: World) -> None:
    jonna = world.writers["Samby"]
    opened = make.entry(world.case, by=jonna, what=f"{WORD} öppen", next_step=f"{WORD} steg")
    actions.correct_entry(
        entry=opened,
        seen_version=1,
        wording=make.wording(f"{WORD} dold", internal=True),
        reason="Ska inte spridas",
        actor=jonna,
        at=make.now(),
    )
    for user in world.others("Samby").values():
        assert not LogEntry.objects.visible_to(user).filter(entry=opened.entry).exists()


def test_a_report_counts_as_left_out_only_what_its_maker_may_read(
    world: World, as_user: Callable[[User], Client]
) -> None:
    alice, jonna = world.writers["Norrby"], world.writers["Samby"]
    make.entry(world.case, by=jonna, what=f"{WORD} i Samby", internal=True)
    # Alice has two of her own since before.
    assert "2 poster som bara är interna är inte med." in preview_for(world, as_user(alice))
    assert "1 post som bara är intern är inte med." in preview_for(world, as_user(jonna))
    make.entry(world.case, by=jonna, what=f"{WORD} i Samby", internal=True)
    assert "2 poster som bara är interna är inte med." in preview_for(world, as_user(alice))


def test_a_step_closed_by_an_internal_note_is_done_to_all_who_see_the_step(world: World) -> None:
    """That it is done belongs to the step; what was written when it was stays internal."""
    alice, jonna = world.writers["Norrby"], world.writers["Samby"]
    waiting = make.entry(world.case, by=jonna, next_step="Ring länsstyrelsen")
    actions.add_entry(
        case=world.case,
        wording=make.wording(f"{WORD} ringde", internal=True),
        closes=waiting.entry,
        actor=alice,
        at=make.now(),
    )
    pages = pages_for(world, jonna)
    assert "Ring länsstyrelsen" not in pages["logbook:steps"]
    assert not [page for page, text in pages.items() if WORD in text and WORD not in page]


def test_in_a_restricted_case_named_readers_of_two_municipalities_keep_their_own(
    world: World, as_user: Callable[[User], Client]
) -> None:
    alice, jonna = world.writers["Norrby"], world.writers["Samby"]
    make.reader(world.case, jonna, by=alice)
    make.restricted(world.case, by=alice)
    before = pages_for(world, jonna)
    write_internally(world, alice, "Norrby")
    after = pages_for(world, jonna)
    assert before == after
    assert "Loggbok" in after["logbook:list"]
