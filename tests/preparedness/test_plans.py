"""A municipality's preparedness plan: written before the crisis, reviewed yearly, carried into cases."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import Organisation, User
from cases.first_steps import steps_in
from cases.group_kinds import GroupKind, GroupRole
from cases.models import Case, Contact, Group, GroupMember
from cases.states import Visibility
from core.actions import Conflict, Refused
from core.models import RowChange
from guide.load import guide
from logbook.events import Event
from logbook.models import LogEntry
from logbook.wording import sentence
from preparedness import actions
from preparedness.models import Employer, PlanGroup, PlanMember, PreparednessPlan
from preparedness.opening import open_case_from_plan
from preparedness.queries import due_plans, steps_of
from tests import make, make_preparedness

AsUser = Callable[[User], Client]


@pytest.fixture
def contact(norrby: Organisation, alice: User) -> Contact:
    return make.contact(norrby, by=alice)


@pytest.fixture
def start_up(norrby: Organisation, alice: User, bo: User, contact: Contact) -> PlanGroup:
    """A start-up group with a contact and a colleague."""
    group = make_preparedness.group(norrby, by=alice, task="Mötas dagen efter")
    make_preparedness.member(
        group, contact, by=alice, has_mandate=True, mandate="Rådgivning", deputy="Per"
    )
    make_preparedness.member(group, bo, by=alice, role=GroupRole.CHAIR)
    return group


def opened(norrby: Organisation, alice: User, **values: Any) -> Case:
    return open_case_from_plan(
        municipality=norrby, facts=make.facts(alice), actor=alice, at=make.now(), **values
    )


def main_of(client: Client, url: str) -> str:
    page = html.fromstring(client.get(url).content.decode())
    return " ".join(page.cssselect("main")[0].text_content().split())


# --- The plan -----------------------------------------------------------------------------------


def test_the_first_thing_written_makes_the_plan_and_leaves_a_trace(
    norrby: Organisation, alice: User
) -> None:
    make_preparedness.employer(norrby, by=alice)
    assert PreparednessPlan.objects.get().municipality == norrby
    tables = set(RowChange.objects.filter(actor_id=alice.pk).values_list("table_name", flat=True))
    assert {"preparedness_preparednessplan", "preparedness_employer"} <= tables


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"jobs": 0}, "minst 1"),
        ({"jobs": 9000}, "vilket år"),
        ({"jobs": 9000, "jobs_year": 2025}, "varifrån"),
    ],
)
def test_a_number_of_jobs_has_its_year_and_source(
    norrby: Organisation, alice: User, facts: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        make_preparedness.plan(norrby, by=alice, **facts)


def test_what_is_there_already_or_lies_ahead_is_refused(
    norrby: Organisation, alice: User, start_up: PlanGroup, contact: Contact
) -> None:
    with pytest.raises(Refused, match="redan en grupp"):
        make_preparedness.group(norrby, by=alice)
    with pytest.raises(Refused, match="redan med"):
        make_preparedness.member(start_up, contact, by=alice)
    with pytest.raises(Refused, match="Kryssa i"):
        make_preparedness.member(start_up, alice, by=alice, mandate="Lokaler")
    make_preparedness.employer(norrby, by=alice)
    with pytest.raises(Refused, match="finns redan"):
        make_preparedness.employer(norrby, "NORRBY LIVS AB", by=alice)
    with pytest.raises(Refused, match="framtiden"):
        make_preparedness.employer(
            norrby, "B", by=alice, counted_on=make.today() + timedelta(days=1)
        )
    with pytest.raises(Refused, match="Högst"):
        make_preparedness.steps(norrby, *map(str, range(21)), by=alice)


def test_someone_who_was_first_is_not_overwritten(norrby: Organisation, alice: User) -> None:
    make_preparedness.plan(norrby, by=alice, call_out="Ring")
    with pytest.raises(Conflict):
        make_preparedness.plan(norrby, by=alice, call_out="Mejla")


def test_taking_a_group_out_takes_its_members_and_keeps_the_contact(
    start_up: PlanGroup, alice: User, contact: Contact
) -> None:
    actions.remove_group(group=start_up, actor=alice, at=make.now())
    assert not PlanMember.objects.exists()
    assert Contact.objects.filter(pk=contact.pk).exists()


def test_the_page_shows_groups_with_deputies_shares_and_what_is_weak(
    norrby: Organisation, alice: User, start_up: PlanGroup, as_user: AsUser
) -> None:
    make_preparedness.plan(norrby, by=alice, jobs=9000, jobs_year=2025, jobs_source="SCB")
    make_preparedness.employer(norrby, by=alice)
    text = main_of(as_user(alice), reverse("preparedness:page", args=[norrby.pk]))
    for wanted in ("Uppstartsgrupp", "ersättare: Per", "mandat: Rådgivning", "2,7\xa0% av jobben"):
        assert " ".join(wanted.split()) in text, wanted
    assert "Utan ersättare: Bo Berg." in text


def test_employers_stand_in_the_order_that_is_asked_for(
    norrby: Organisation, alice: User, as_user: AsUser
) -> None:
    for name, jobs in (("Bruket", 100), ("Ångan", 300), ("Affären", 200)):
        make_preparedness.employer(norrby, name, by=alice, jobs=jobs)
    client, url = as_user(alice), reverse("preparedness:page", args=[norrby.pk])

    def names(query: str) -> list[str]:
        rows = html.fromstring(client.get(url + query).content).cssselect(
            "[aria-labelledby=employers-heading] .row-title"
        )
        return [row.text_content() for row in rows]

    assert names("") == ["Ångan", "Affären", "Bruket"]
    assert names("?ordning=namn") == ["Affären", "Bruket", "Ångan"]
    assert client.get(url + "?ordning=annan").status_code == 422


def test_a_double_click_adds_one(norrby: Organisation, alice: User, as_user: AsUser) -> None:
    data = {"name": "Bruket", "jobs": "100", "counted_on": "2026-03-01", "source": "SCB"}
    data["once"] = str(uuid.uuid4())
    url = reverse("preparedness:employer_add_save", args=[norrby.pk])
    for _ in range(2):
        assert as_user(alice).post(url, data).status_code == 302
    assert Employer.objects.count() == 1


def test_only_a_contact_of_the_municipality_may_be_chosen(
    norrby: Organisation,
    soderby: Organisation,
    alice: User,
    charlie: User,
    start_up: PlanGroup,
    as_user: AsUser,
) -> None:
    theirs = make.contact(soderby, by=charlie, name="Okänd")
    url = reverse("preparedness:member_add_save", args=[norrby.pk, start_up.pk])
    for who in (f"c{theirs.pk}", f"u{charlie.pk}"):
        response = as_user(alice).post(url, {"who": who, "role": "MEMBER"})
        assert response.status_code == 422
        assert "Okänd" not in response.content.decode()


def test_another_municipalitys_plan_is_not_there(
    norrby: Organisation, soderby: Organisation, charlie: User, start_up: PlanGroup, as_user: AsUser
) -> None:
    client = as_user(charlie)
    for organisation, status in ((norrby, 404), (soderby, 404)):
        url = reverse("preparedness:group_edit", args=[organisation.pk, start_up.pk])
        assert client.get(url).status_code == status


# --- Once a year --------------------------------------------------------------------------------


def test_a_plan_asks_to_be_gone_through_after_a_year(
    norrby: Organisation, alice: User, rolf: User, as_user: AsUser
) -> None:
    make_preparedness.plan(norrby, by=alice, call_out="Ring")
    assert "Gå igenom beredskapsplanen" in main_of(as_user(alice), "/")
    assert "beredskapsplanen" not in main_of(as_user(rolf), "/")
    assert as_user(alice).post(reverse("preparedness:review", args=[norrby.pk])).status_code == 302
    assert "beredskapsplanen" not in main_of(as_user(alice), "/")
    today = make.today()
    assert due_plans(alice, today + timedelta(days=360)) == []
    (due,) = due_plans(alice, today + timedelta(days=366))
    assert due.reviewed_on == today
    case = make.case(norrby, by=alice)
    assert case.number in main_of(as_user(alice), "/")
    with time_machine.travel(make.now() + timedelta(days=366), tick=False):
        assert "Gå igenom beredskapsplanen" in main_of(as_user(alice), "/")


# --- A case from the plan -----------------------------------------------------------------------


def test_a_case_takes_groups_members_and_the_list_with_it(
    norrby: Organisation, alice: User, bo: User, start_up: PlanGroup, contact: Contact
) -> None:
    make_preparedness.group(norrby, GroupKind.STEERING, by=alice)
    make_preparedness.steps(norrby, "Ring kommundirektören", by=alice, left_out=["who-may-speak"])
    case = opened(norrby, alice)
    groups = Group.objects.filter(case=case).order_by("id")
    assert [group.name for group in groups] == ["Uppstartsgrupp", "Styrgrupp"]
    seated = {m.person_name: m for m in GroupMember.objects.filter(group__case=case)}
    assert set(seated) == {contact.name, bo.name}
    assert seated[contact.name].contact == contact
    assert seated[contact.name].deputy == "Per"
    assert seated[contact.name].mandate == "Rådgivning"
    assert seated[bo.name].role == GroupRole.CHAIR
    keys = [step.key for step in steps_in(case)]
    assert "who-may-speak" not in keys
    assert steps_in(case)[-1].title == "Ring kommundirektören"
    said = sentence(LogEntry.objects.get(case=case, event=Event.PLAN_USED))
    assert said == "Ärendet utgår från beredskapsplanen. Grupper: 2. Deltagare som kom med: 2."


def test_those_who_have_left_stay_behind_and_are_named(
    norrby: Organisation, alice: User, bo: User, start_up: PlanGroup
) -> None:
    make.end_memberships(bo)
    case = opened(norrby, alice)
    assert GroupMember.objects.filter(group__case=case, user=bo).count() == 0
    said = sentence(LogEntry.objects.get(case=case, event=Event.PLAN_USED))
    assert f"Har slutat och kom inte med: {bo.name}." in said


def test_a_restricted_case_gets_empty_groups(
    norrby: Organisation, alice: User, start_up: PlanGroup
) -> None:
    """Who sits in them would say that they know of the case."""
    case = opened(norrby, alice, visibility=Visibility.RESTRICTED)
    assert Group.objects.filter(case=case).count() == 1
    assert not GroupMember.objects.filter(group__case=case).exists()


def test_a_case_that_is_refused_leaves_nothing(
    norrby: Organisation, alice: User, start_up: PlanGroup
) -> None:
    facts = make.facts(alice, notice_on=make.today() + timedelta(days=1))
    with pytest.raises(Refused):
        open_case_from_plan(municipality=norrby, facts=facts, actor=alice, at=make.now())
    assert not Case.objects.exists()
    assert not Group.objects.exists()


def test_a_case_keeps_its_list_when_the_plan_changes(norrby: Organisation, alice: User) -> None:
    make_preparedness.steps(norrby, "Ring kommundirektören", by=alice)
    case = opened(norrby, alice)
    changed = make_preparedness.steps(norrby, "Ring regionen", by=alice)
    assert steps_of(changed)[-1].title == "Ring regionen"
    assert steps_in(Case.objects.get(pk=case.pk))[-1].title == "Ring kommundirektören"
    assert steps_in(make.case(norrby, by=alice)) == guide().first_steps


def test_the_open_form_offers_the_plan_only_where_there_is_one(
    norrby: Organisation, alice: User, as_user: AsUser
) -> None:
    client, url = as_user(alice), reverse("cases:open")
    assert "Utgå från beredskapsplanen" not in client.get(url).content.decode()
    make_preparedness.group(norrby, by=alice)
    assert "Utgå från beredskapsplanen" in client.get(url).content.decode()
    data = {
        "title": "Bruket stänger",
        "municipality": str(norrby.pk),
        "company": "Bruket AB",
        "trigger": "CLOSURE",
        "notice_on": make.today().isoformat(),
        "responsible": str(alice.pk),
        "visibility": "INTERNAL",
        "use_plan": "on",
        "once": str(uuid.uuid4()),
    }
    for _ in range(2):
        assert client.post(reverse("cases:open_save"), data).status_code == 302
    assert Group.objects.filter(case=Case.objects.get()).count() == 1


def test_an_own_point_is_ticked_off_like_the_guides(
    norrby: Organisation, alice: User, as_user: AsUser
) -> None:
    make_preparedness.steps(norrby, "Ring kommundirektören", by=alice)
    case, client = opened(norrby, alice), as_user(alice)
    url = reverse("cases:first_step", args=[case.number, "egen-1"])
    assert "Ring kommundirektören: …" in client.get(url).content.decode()
    ticked = client.post(
        reverse("cases:first_step_tick", args=[case.number, "egen-1"]),
        {"what": "Ringde henne", "on": make.today().isoformat(), "once": str(uuid.uuid4())},
    )
    assert ticked.status_code == 302
    assert LogEntry.objects.filter(case=case, what="Ringde henne").exists()
