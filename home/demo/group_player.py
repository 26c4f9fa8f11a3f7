"""Does what a story tells of groups, through the real actions."""

from collections.abc import Mapping
from datetime import date, datetime

from accounts.models import Organisation, User
from cases import contact_actions as contacts
from cases import group_actions as groups
from cases.models import Case, Contact, Group, GroupMember
from home.demo.story import Formed, Produces, Seats


def form(
    case: Case, step: Formed, *, day: date, until: date | None, actor: User, at: datetime
) -> Group:
    """Form the group; one that is over later is known to be so from the start."""
    facts = groups.GroupFacts(kind=step.kind, began_on=day, task=step.task, ended_on=until)
    return groups.form_group(case=case, facts=facts, actor=actor, at=at)


def seat(
    group: Group,
    each: Seats,
    *,
    users: Mapping[str, User],
    municipality: Organisation,
    day: date,
    actor: User,
    at: datetime,
) -> GroupMember:
    """Seat a user, or a contact that is added when it is new."""
    chosen: User | Contact
    if each.user:
        chosen = users[each.user]
    else:
        chosen = contacts.find_or_add_contact(
            municipality=municipality, facts=_contact(each), actor=actor, at=at
        )
    sits = groups.Seat(
        began_on=day,
        role=each.role,
        has_mandate=bool(each.mandate),
        mandate=each.mandate,
        deputy=each.deputy,
    )
    return groups.add_member(group=group, chosen=chosen, seat=sits, actor=actor, at=at)


def leave(contact: Contact, each: Seats, *, day: date, actor: User, at: datetime) -> None:
    """End the contact: the person has left their organisation."""
    contacts.change_contact(
        contact=contact,
        seen_version=1,
        facts=_contact(each, ended_on=day),
        actor=actor,
        at=at,
    )


def give(
    group: Group,
    each: Produces,
    *,
    responsible: GroupMember,
    due_on: date,
    done_on: date | None,
    actor: User,
    at: datetime,
) -> None:
    """Give the group something to produce, or tell that it is done."""
    facts = groups.AssignmentFacts(
        title=each.title, responsible=responsible, due_on=due_on, done_on=done_on
    )
    given = group.assignments.filter(title=each.title).first()
    if given is None:
        groups.give_assignment(group=group, facts=facts, actor=actor, at=at)
    else:
        groups.change_assignment(assignment=given, seen_version=1, facts=facts, actor=actor, at=at)


def _contact(each: Seats, ended_on: date | None = None) -> contacts.ContactFacts:
    assert each.kind
    return contacts.ContactFacts(
        name=each.name,
        organisation=each.organisation,
        kind=each.kind,
        title=each.title,
        phone=each.phone,
        ended_on=ended_on,
    )
