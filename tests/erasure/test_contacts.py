"""A contact who left long ago and asks for it is erased: from the list, groups and audit, never the log."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from cases import contact_actions
from cases.models import Case, Contact, GroupMember
from core.actions import Refused, acting_as
from core.models import RowChange
from erasure import actions
from erasure.models import ErasedContact
from logbook.models import LogEntry
from logbook.wording import sentence
from tests import make
from tests.erasure.test_exercises import tables_with

AsUser = Callable[[User], Client]
Sql = Callable[..., list[tuple[Any, ...]]]
NAME = "Vendela Utflyttad"


@pytest.fixture
def contact(case: Case, norrby: Organisation, alice: User) -> Contact:
    """Someone with something in every field who sat in a group and left a year ago."""
    contact = make.contact(
        norrby, by=alice, name=NAME, title=f"{NAME} titel", email="vendela.utflyttad@almi.example",
        phone="070-1 vendela", note=f"{NAME} anteckning",
    )  # fmt: skip
    make.group_member(make.group(case, by=alice), contact, by=alice)
    return left(contact, alice, days=365)


def left(contact: Contact, by: User, *, days: int) -> Contact:
    contact_actions.change_contact(
        contact=contact,
        seen_version=contact.version,
        facts=make.contact_facts(
            name=contact.name,
            title=contact.title,
            email=contact.email,
            phone=contact.phone,
            note=contact.note,
            ended_on=make.today() - timedelta(days=days),
        ),
        actor=by,
        at=make.now(),
    )
    return Contact.objects.get(pk=contact.pk)


def erased(contact: Contact, by: User) -> ErasedContact:
    return actions.erase_contact(contact=contact, asked_on=make.today(), actor=by, at=make.now())


def test_the_name_is_left_in_the_log_alone(contact: Contact, alice: User, sql: Sql) -> None:
    before = tables_with("vendela", sql)
    assert before == {"cases_contact", "cases_groupmember", "core_rowchange", "logbook_logentry"}
    erased(contact, alice)
    assert tables_with("vendela", sql) == {"logbook_logentry"}
    assert any(NAME in sentence(entry) for entry in LogEntry.objects.all())


def test_the_list_and_the_group_say_that_someone_was_erased(
    contact: Contact, case: Case, alice: User, as_user: AsUser
) -> None:
    proof = erased(contact, alice)
    assert (proof.contact_id, proof.erased_by) == (contact.pk, alice)
    row = Contact.objects.select_related("actor").get(pk=contact.pk)
    assert (row.name, row.email, row.actor.name) == ("Raderad person", "", "Almi")
    member = GroupMember.objects.get(contact=contact)
    assert (member.name, member.person_name) == ("Raderad person", "Raderad person")
    groups = as_user(alice).get(reverse("cases:groups", args=[case.number])).content.decode()
    assert "Raderad person" in groups
    assert NAME not in groups


def test_the_audit_keeps_who_did_it(contact: Contact, alice: User) -> None:
    erased(contact, alice)
    rows = RowChange.objects.filter(table_name="cases_contact", row_id=str(contact.pk))
    assert {(row.before, row.after) for row in rows} == {(None, None)}
    assert rows.latest("id").actor_id == alice.pk


@pytest.mark.parametrize(
    ("days", "reason"), [(None, "har inte slutat"), (30, "mindre än 6 månader")]
)
def test_someone_who_has_not_left_long_ago_stays(
    norrby: Organisation, alice: User, days: int | None, reason: str
) -> None:
    contact = make.contact(norrby, by=alice, name=NAME)
    if days:
        contact = left(contact, alice, days=days)
    with pytest.raises(Refused, match=reason):
        erased(contact, alice)
    assert Contact.objects.get(pk=contact.pk).name == NAME


def test_the_database_refuses_someone_who_is_still_there(
    norrby: Organisation, alice: User, sql: Sql
) -> None:
    contact = make.contact(norrby, by=alice)
    with pytest.raises(Error, match="has not left"), transaction.atomic(), acting_as(alice):
        sql("SELECT erasure_of_contact(%s)", contact.pk)


def test_it_is_done_once_and_a_day_ahead_is_refused(contact: Contact, alice: User) -> None:
    with pytest.raises(Refused, match="framtiden"):
        actions.erase_contact(
            contact=contact,
            asked_on=make.today() + timedelta(days=1),
            actor=alice,
            at=make.now(),
        )
    erased(contact, alice)
    with pytest.raises(Refused, match="redan raderad"):
        erased(contact, alice)


def test_the_page_says_what_goes_and_erases(
    contact: Contact, norrby: Organisation, alice: User, as_user: AsUser
) -> None:
    client, place = as_user(alice), [norrby.pk, contact.pk]
    edit = client.get(reverse("contacts:edit", args=place)).content.decode()
    assert reverse("erasing:contact", args=place) in edit
    assert (
        "Radera uppgifterna" in client.get(reverse("erasing:contact", args=place)).content.decode()
    )
    url = reverse("erasing:contact_erase", args=place)
    assert client.post(url, {"asked_on": "snart"}).status_code == 422
    assert client.post(url, {"asked_on": make.today().isoformat()}).status_code == 302
    assert "redan raderad" in client.get(reverse("erasing:contact", args=place)).content.decode()


def test_a_contact_who_is_still_there_has_no_button(
    norrby: Organisation, alice: User, as_user: AsUser
) -> None:
    contact = make.contact(norrby, by=alice)
    place = [norrby.pk, contact.pk]
    assert "Radera" not in as_user(alice).get(reverse("contacts:edit", args=place)).content.decode()
    page = as_user(alice).get(reverse("erasing:contact", args=place)).content.decode()
    assert "har inte slutat" in page
    assert '<button class="ds-button" data-color="danger"' not in page
