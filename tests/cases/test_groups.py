"""Groups of a case: who sits in them, the four questions on one page, and meetings in the log."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import Organisation, User
from cases import contact_actions, group_actions
from cases.group_kinds import ActorKind, GroupKind, GroupRole
from cases.models import Case, Contact, Group, GroupMember
from core.actions import Conflict, Refused
from core.models import RowChange
from logbook.events import Audience, Event
from logbook.models import LogEntry
from logbook.wording import sentence
from tests import make

AsUser = Callable[[User], Client]


@pytest.fixture
def group(case: Case, alice: User) -> Group:
    """The steering group, with nobody in it."""
    return make.group(case, by=alice)


def latest(case: Case) -> str:
    return sentence(LogEntry.objects.filter(case=case).latest("id"))


def test_every_step_is_logged_in_words_for_the_municipalities_alone(
    case: Case, alice: User, group: Group
) -> None:
    assert latest(case) == "Gruppen Styrgrupp bildades."
    member = make.group_member(group, by=alice, role=GroupRole.CHAIR, has_mandate=True)
    assert latest(case) == (
        "Vera Vd, Norrby Livs AB, kom med i Styrgrupp som ordförande, med mandat."
    )
    given = make.assignment(group, by=alice, responsible=member)
    assert latest(case) == (
        "Styrgrupp ska ta fram Konsekvensanalys. Ansvarig: Vera Vd, Norrby Livs AB."
    )
    group_actions.change_assignment(
        assignment=given,
        seen_version=1,
        facts=group_actions.AssignmentFacts(title=given.title, done_on=make.today()),
        actor=alice,
        at=make.now(),
    )
    assert latest(case).endswith("ändrades: ansvarig, blev klar. Ingen är utsedd som ansvarig.")
    change(member, alice, has_mandate=True)
    assert latest(case) == "Uppgifter om Vera Vd i Styrgrupp ändrades: roll."
    change(member, alice, has_mandate=True, ended_on=make.today())
    assert latest(case).startswith("Vera Vd, Norrby Livs AB, är med i Styrgrupp till och med den")
    told = LogEntry.objects.filter(case=case, event__startswith="GROUP")
    assert {entry.audience for entry in told} == {Audience.PARTICIPANTS}


def change(member: GroupMember, by: User, **values: Any) -> GroupMember:
    version = GroupMember.objects.get(pk=member.pk).version
    return group_actions.change_member(
        member=member, seen_version=version, seat=make.seat(**values), actor=by, at=make.now()
    )


def test_a_member_is_ended_not_erased_and_may_come_back(
    case: Case, alice: User, group: Group
) -> None:
    member = make.group_member(group, by=alice)
    with pytest.raises(Refused, match="redan med"):
        make.group_member(group, by=alice)
    change(member, alice, ended_on=make.today())
    make.group_member(group, by=alice)
    assert group.members.count() == 2
    assert RowChange.objects.filter(table_name="cases_groupmember", operation="DELETE").count() == 0


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"mandate": "Lokaler"}, "Kryssa i att personen har mandat"),
        ({"ended_on": make.today() - timedelta(days=1)}, "före från-dagen"),
    ],
)
def test_what_cannot_be_a_seat_is_refused(
    alice: User, group: Group, values: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        make.group_member(group, by=alice, **values)


def test_a_group_is_named_once_in_its_case_and_changed_by_one_at_a_time(
    case: Case, alice: User, group: Group
) -> None:
    with pytest.raises(Refused, match="redan en grupp som heter Styrgrupp"):
        make.group(case, by=alice)
    facts = group_actions.GroupFacts(kind=GroupKind.STEERING, began_on=make.today(), task="Leda")
    what = {"group": group, "facts": facts, "actor": alice, "at": make.now()}
    assert group_actions.change_group(seen_version=1, **what).version == 2
    with pytest.raises(Conflict):
        group_actions.change_group(seen_version=1, **what)


def test_nobody_from_another_group_answers_for_what_a_group_produces(
    case: Case, alice: User, group: Group
) -> None:
    other = make.group(case, GroupKind.WORKING, by=alice)
    with pytest.raises(Refused, match="ska sitta i gruppen"):
        make.assignment(other, by=alice, responsible=make.group_member(group, by=alice))


def test_a_closed_case_takes_no_groups(case: Case, alice: User, group: Group) -> None:
    make.closed(case, by=alice)
    with pytest.raises(Refused, match="avslutat"):
        make.group_member(group, by=alice)


def test_someone_written_in_is_kept_among_the_contacts_and_reused(
    case: Case, alice: User, group: Group
) -> None:
    first = make.group_member(group, by=alice, keep=True)
    other = make.group(case, GroupKind.WORKING, by=alice)
    second = make.group_member(other, by=alice, keep=True)
    assert first.contact == second.contact == Contact.objects.get()
    assert first.contact.actor.kind == ActorKind.COMPANY


def test_the_company_of_the_case_needs_no_kind(
    case: Case, alice: User, group: Group, as_user: AsUser
) -> None:
    save = reverse("cases:member_add_save", args=[case.number, group.pk])
    data = {
        "name": "Karin Ek",
        "organisation": case.company,
        "role": GroupRole.MEMBER,
        "began_on": make.today().isoformat(),
    }
    client = as_user(alice)
    assert client.post(save, data | {"organisation": "Okänt AB"}).status_code == 422
    assert client.post(save, data).status_code == 302
    assert GroupMember.objects.get().organisation_kind == ActorKind.COMPANY


def test_a_contact_who_left_is_still_named_and_marked(
    case: Case, alice: User, group: Group, norrby: Organisation, as_user: AsUser
) -> None:
    contact = make.contact(norrby, by=alice)
    make.group_member(group, contact, by=alice)
    contact_actions.change_contact(
        contact=contact,
        seen_version=1,
        facts=make.contact_facts(ended_on=make.today() - timedelta(days=1)),
        actor=alice,
        at=make.now(),
    )
    client = as_user(alice)
    page = client.get(reverse("cases:groups", args=[case.number])).content.decode()
    assert "Eva Ek (Almi) har slutat men sitter kvar i styrgruppen." in page
    form = client.get(reverse("cases:member_add", args=[case.number, group.pk])).content.decode()
    assert "Eva Ek" not in form


def test_a_user_whose_role_has_ended_is_marked_as_gone(
    case: Case, alice: User, bo: User, group: Group, as_user: AsUser
) -> None:
    make.group_member(group, bo, by=alice)
    make.end_memberships(bo)
    page = as_user(alice).get(reverse("cases:group", args=[case.number, group.pk]))
    assert "Har slutat" in page.content.decode()


def test_the_page_answers_the_four_questions_and_warns(
    case: Case, alice: User, group: Group, norrby: Organisation, as_user: AsUser
) -> None:
    chair = make.group_member(
        group, alice, by=alice, role=GroupRole.CHAIR, has_mandate=True, mandate="Kommunens lokaler"
    )
    make.group_member(group, make.contact(norrby, by=alice), by=alice)
    make.assignment(group, by=alice, responsible=chair, due_on=make.today())
    make.assignment(group, "Plan", by=alice, done_on=make.today())
    page = html.fromstring(as_user(alice).get(reverse("cases:groups", args=[case.number])).content)
    first, second = page.cssselect(".four-questions tbody tr")
    cells = [" ".join(cell.text_content().split()) for cell in first]
    assert cells == [
        f"Konsekvensanalys senast {make.today()}",
        "Alice Andersson Norrby kommun",
        "Styrgrupp Almi, Norrby kommun",
        "Almi: inget mandat Norrby kommun: Kommunens lokaler",
    ]
    assert [" ".join(cell.text_content().split()) for cell in second] == [
        f"Plan Klar {make.today()}",
        "Ingen utsedd",
    ]
    warned = [item.text_content() for item in page.cssselect(".ds-alert li")]
    assert warned == [
        "Saknar mandat i styrgruppen: Eva Ek (Almi).",
        "Alice Andersson (Norrby kommun) är ensam ansvarig för Konsekvensanalys "
        "och har ingen ersättare.",
        "Företaget Norrby Livs AB är inte representerat i någon grupp.",
    ]


def test_a_member_of_another_municipality_sees_the_group_but_not_the_contacts(
    case: Case, alice: User, jonna: User, group: Group, norrby: Organisation, as_user: AsUser
) -> None:
    make.take_part(case, jonna.memberships.get().organisation, by=alice)
    make.contact(norrby, by=alice, name="Bara Norrbys")
    make.group_member(group, by=alice)
    client = as_user(jonna)
    assert "Vera Vd" in client.get(reverse("cases:groups", args=[case.number])).content.decode()
    form = client.get(reverse("cases:member_add", args=[case.number, group.pk])).content.decode()
    assert "Bara Norrbys" not in form
    theirs = Contact.objects.get()
    posted = client.post(
        reverse("cases:member_add_save", args=[case.number, group.pk]),
        {"who": f"c{theirs.pk}", "role": "MEMBER", "began_on": "2026-03-01"},
    )
    assert posted.status_code == 422


def test_a_guest_who_may_log_sees_no_groups(
    case: Case, alice: User, gun: User, group: Group, as_user: AsUser
) -> None:
    make.guest(case, gun, make.partner("Almi"), by=alice, may_log=True)
    client = as_user(gun)
    for name in ("cases:group", "cases:meeting", "cases:group_edit", "cases:member_add"):
        answer = client.get(reverse(name, args=[case.number, group.pk])).status_code
        assert answer in {403, 404}, name
    assert b"Grupper" not in client.get(reverse("cases:page", args=[case.number])).content


def meeting(**values: Any) -> dict[str, Any]:
    given = {"when": "idag", "what": "Läget på fabriken", "once": str(uuid.uuid4())}
    return given | values


def test_a_meeting_becomes_one_entry_that_names_nobody(
    case: Case, alice: User, bo: User, group: Group, as_user: AsUser
) -> None:
    chair = make.group_member(group, alice, by=alice, role=GroupRole.CHAIR)
    manager = make.group_member(group, by=alice)
    make.group_member(group, bo, by=alice)
    data = meeting(
        present=[chair.pk, manager.pk],
        others="en konsult",
        decisions="Beställa en analys",
        next_step="Ring Almi",
        next_step_on=(make.today() + timedelta(days=7)).isoformat(),
        next_step_by=str(bo.pk),
    )
    url = reverse("cases:meeting_save", args=[case.number, group.pk])
    for _ in range(2):
        assert as_user(alice).post(url, data).status_code == 302
    [entry] = LogEntry.objects.filter(case=case, event=Event.NOTED)
    assert entry.what == "Möte med styrgruppen.\nLäget på fabriken"
    assert entry.participants == (
        "Styrgruppen: ordförande (Norrby kommun), ledamot (Norrby Livs AB). Också: en konsult"
    )
    assert entry.result == "Beslut: Beställa en analys"
    assert (entry.next_step, entry.next_step_by) == ("Ring Almi", bo)
    assert not entry.is_internal


def test_a_meeting_that_nobody_came_to_is_not_saved_and_nothing_is_lost(
    case: Case, alice: User, group: Group, as_user: AsUser
) -> None:
    member = make.group_member(group, by=alice)
    client, url = as_user(alice), reverse("cases:meeting_save", args=[case.number, group.pk])
    answer = client.post(url, meeting())
    assert answer.status_code == 422
    assert "Kryssa för vilka som var med" in answer.content.decode()
    answer = client.post(url, meeting(present=[member.pk], what=""))
    form = html.fromstring(answer.content).cssselect("form.form")[0]
    assert answer.status_code == 422
    assert form.cssselect(f"input[name=present][value='{member.pk}'][checked]")
    assert not LogEntry.objects.filter(event=Event.NOTED).exists()


def test_an_internal_meeting_is_read_by_the_writers_own_alone(
    case: Case, alice: User, jonna: User, group: Group, as_user: AsUser
) -> None:
    make.take_part(case, jonna.memberships.get().organisation, by=alice)
    url = reverse("cases:meeting_save", args=[case.number, group.pk])
    as_user(alice).post(url, meeting(others="kommunens jurist", internal="on"))
    assert LogEntry.objects.get(event=Event.NOTED).is_internal
    assert not LogEntry.objects.visible_to(jonna).filter(event=Event.NOTED).exists()
