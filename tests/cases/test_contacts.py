"""A municipality's contacts: kept once, ended rather than erased, and silent about restricted cases."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import Organisation, User
from cases import contact_actions as actions
from cases.group_kinds import ActorKind
from cases.models import Actor, Case, Contact
from core.actions import Conflict, Refused
from core.models import RowChange
from tests import make

AsUser = Callable[[User], Client]


def test_a_new_person_brings_a_new_organisation_and_finds_a_known_one(
    norrby: Organisation, alice: User
) -> None:
    first = make.contact(norrby, by=alice)
    second = make.contact(norrby, by=alice, name="Per Palm", organisation="almi")
    assert first.actor == second.actor
    assert Actor.objects.get().name == "Almi"
    assert RowChange.objects.filter(table_name="cases_contact", actor_id=alice.pk).count() == 2


def test_the_same_person_is_there_once_and_may_come_back_after_leaving(
    norrby: Organisation, alice: User
) -> None:
    contact = make.contact(norrby, by=alice)
    with pytest.raises(Refused, match="finns redan"):
        make.contact(norrby, by=alice, name="EVA EK")
    actions.change_contact(
        contact=contact,
        seen_version=1,
        facts=make.contact_facts(ended_on=make.today()),
        actor=alice,
        at=make.now(),
    )
    assert make.contact(norrby, by=alice).pk != contact.pk


def test_two_municipalities_may_know_the_same_person(
    norrby: Organisation, soderby: Organisation, alice: User, charlie: User
) -> None:
    make.contact(norrby, by=alice)
    make.contact(soderby, by=charlie)
    assert Contact.objects.visible_to(charlie).get().municipality == soderby


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"name": " "}, "Skriv vad personen heter"),
        ({"organisation": " "}, "vilken organisation"),
        ({"ended_on": make.today() + timedelta(days=1)}, "framtiden"),
    ],
)
def test_what_cannot_be_a_contact_is_refused(
    norrby: Organisation, alice: User, values: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        make.contact(norrby, by=alice, **values)


def test_an_organisation_is_named_once(norrby: Organisation, alice: User) -> None:
    facts = actions.ActorFacts(name="Almi", kind=ActorKind.ALMI)
    who = {"actor": alice, "at": make.now()}
    added = actions.add_actor(municipality=norrby, facts=facts, **who)
    with pytest.raises(Refused, match="finns redan"):
        actions.add_actor(municipality=norrby, facts=facts, **who)
    actions.change_actor(changed=added, seen_version=1, facts=facts, **who)
    with pytest.raises(Conflict):
        actions.change_actor(changed=added, seen_version=2, facts=facts, **who)


def names_on(client: Client, url: str, query: str = "") -> list[str]:
    rows = html.fromstring(client.get(url + query).content).cssselect("main .rows .row-title")
    return [row.text_content() for row in rows]


def test_the_list_searches_filters_and_sorts(
    norrby: Organisation, alice: User, as_user: AsUser
) -> None:
    make.contact(norrby, by=alice, name="Åsa Åkare")
    make.contact(norrby, by=alice, name="Zara Zetter", organisation="Unionen", kind=ActorKind.UNION)
    make.contact(
        norrby, by=alice, name="Adam Al", organisation="Facket", kind=ActorKind.UNION,
        ended_on=make.today(),
    )  # fmt: skip
    client, url = as_user(alice), reverse("contacts:list", args=[norrby.pk])
    assert names_on(client, url) == ["Zara Zetter", "Åsa Åkare"]
    assert names_on(client, url, "?ordning=organisation") == ["Åsa Åkare", "Zara Zetter"]
    assert names_on(client, url, "?slag=UNION&visa=alla") == ["Adam Al", "Zara Zetter"]
    assert names_on(client, url, "?visa=avslutade") == ["Adam Al"]
    assert names_on(client, url, "?q=union") == ["Zara Zetter"]
    actors = reverse("contacts:actors", args=[norrby.pk])
    assert names_on(client, actors, "?ordning=slag") == ["Almi", "Facket", "Unionen"]
    assert names_on(client, actors, "?q=fack") == ["Facket"]


def test_a_double_click_adds_one_and_someone_who_was_first_is_shown(
    norrby: Organisation, alice: User, as_user: AsUser
) -> None:
    client = as_user(alice)
    data = {"name": "Eva Ek", "organisation": "Almi", "kind": "ALMI", "once": str(uuid.uuid4())}
    for _ in range(2):
        added = client.post(reverse("contacts:add_save", args=[norrby.pk]), data)
        assert added.status_code == 302
    contact = Contact.objects.get()
    url = reverse("contacts:edit_save", args=[norrby.pk, contact.pk])
    stale = data | {"title": "Chef", "seen_version": "1"}
    assert client.post(url, stale).status_code == 302
    answer = client.post(url, stale | {"title": "Rådgivare"})
    assert answer.status_code == 409
    assert "Befattning: Chef" in answer.content.decode()
    assert 'value="Rådgivare"' in answer.content.decode()


def test_a_new_organisation_needs_its_kind_and_a_known_one_does_not(
    norrby: Organisation, alice: User, as_user: AsUser
) -> None:
    client, url = as_user(alice), reverse("contacts:add_save", args=[norrby.pk])
    data = {"name": "Eva Ek", "organisation": "Almi"}
    assert "Organisationen är ny" in client.post(url, data).content.decode()
    make.contact(norrby, by=alice, name="Per Palm")
    assert client.post(url, data).status_code == 302


def test_nobody_writes_in_anothers_list(
    norrby: Organisation, soderby: Organisation, alice: User, charlie: User, as_user: AsUser
) -> None:
    theirs = make.contact(soderby, by=charlie)
    client = as_user(alice)
    through_own = reverse("contacts:edit", args=[norrby.pk, theirs.pk])
    assert client.get(through_own).status_code == 404
    assert client.get(reverse("contacts:list", args=[soderby.pk])).status_code == 404


def test_whoever_is_written_into_a_restricted_case_never_reaches_the_contacts(
    case: Case, norrby: Organisation, alice: User, bo: User, as_user: AsUser
) -> None:
    """Bo may be among the readers; the list is for all who log, whether they know of the case or not."""
    make.restricted(case, by=alice)
    group = make.group(case, by=alice)
    form = as_user(alice).get(reverse("cases:member_add", args=[case.number, group.pk]))
    assert b'name="keep"' not in form.content
    member = make.group_member(group, by=alice, keep=True)
    assert member.is_written_here
    assert not Contact.objects.exists()
    assert not Actor.objects.exists()
    page = as_user(bo).get(reverse("contacts:list", args=[norrby.pk])).content.decode()
    assert "Vera Vd" not in page
    assert "Norrby Livs" not in page
