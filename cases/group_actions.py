"""What people do with a case's groups: form one, seat and end members, give it something to produce."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from cases import group_rules as rules
from cases.contact_actions import ContactFacts, find_or_add_contact
from cases.group_kinds import ActorKind, GroupKind, GroupRole
from cases.models import Assignment, Case, Contact, Group, GroupMember, Participant
from cases.states import State
from core.actions import Conflict, action, refuse_if
from core.models import label_of
from logbook.events import Event
from logbook.record import local_day, record


@dataclass(frozen=True, kw_only=True)
class GroupFacts:
    """What a group is. Without a name it is called what its kind is called."""

    kind: GroupKind
    began_on: date
    name: str = ""
    task: str = ""
    ended_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Seat:
    """What a member is in the group, from and to; both days may lie ahead."""

    began_on: date
    role: GroupRole = GroupRole.MEMBER
    has_mandate: bool = False
    mandate: str = ""
    deputy: str = ""
    ended_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """A person who is written in by hand."""

    name: str
    organisation: str
    kind: ActorKind
    title: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class AssignmentFacts:
    """An analysis or a plan to be produced."""

    title: str
    responsible: GroupMember | None = None
    due_on: date | None = None
    done_on: date | None = None


Chosen = Contact | User | PersonFacts


@action
def form_group(
    *, case: Case, facts: GroupFacts, once: UUID | None = None, actor: User, at: datetime
) -> Group:
    """Form a group in the case. Raises Refused when the name is taken or the days are wrong."""
    case = _locked(case)
    values = _group_values(facts)
    refuse_if(_blockers_to_group(case, values, at, but=None))
    group = Group.objects.create(case=case, **values)
    record(case=case, event=Event.GROUP_FORMED, actor=actor, at=at, group=group.name)
    return group


@action
def change_group(
    *, group: Group, seen_version: int, facts: GroupFacts, actor: User, at: datetime
) -> Group:
    """Change a group, or end it by a day. Raises Conflict when someone was first."""
    case = _locked(group.case)
    row = Group.objects.get(pk=group.pk)
    _check_version(row, seen_version)
    values = _group_values(facts)
    refuse_if(_blockers_to_group(case, values, at, but=row))
    if changed := _save_changes(row, values):
        record(
            case=case,
            event=Event.GROUP_CHANGED,
            actor=actor,
            at=at,
            group=row.name,
            changed=changed,
        )
    return row


@action
def add_member(
    *,
    group: Group,
    chosen: Chosen,
    seat: Seat,
    keep: bool = False,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> GroupMember:
    """Seat a contact, a user or someone written in by hand. Raises Refused if they sit already.

    With `keep` someone written in by hand is put among the contacts of the actor's municipality,
    or found there; never from a restricted case, whose people would tell of it.
    """
    case = _locked(group.case)
    if keep and isinstance(chosen, PersonFacts) and not case.is_restricted:
        municipality = Participant.objects.spoken_for_by(actor, case)
        facts = ContactFacts(**_values(chosen))
        chosen = find_or_add_contact(municipality=municipality, facts=facts, actor=actor, at=at)
    values = _person_values(chosen, case)
    refuse_if(_blockers_to_member(group, values, seat, but=None))
    member = GroupMember.objects.create(group=group, **values, **_values(seat))
    record(
        case=case,
        event=Event.GROUP_MEMBER_ADDED,
        actor=actor,
        at=at,
        role=member.get_role_display(),
        has_mandate=member.has_mandate,
        **_named(member),
    )
    if member.ended_on:
        _record_end(member, actor, at)
    return member


@action
def change_member(
    *,
    member: GroupMember,
    seen_version: int,
    seat: Seat,
    person: PersonFacts | None = None,
    actor: User,
    at: datetime,
) -> GroupMember:
    """Change what a member is, or end them by a day. Raises Conflict when someone was first.

    `person` is for one who is written in this group only.
    """
    _locked(member.group.case)
    row = GroupMember.objects.select_related("group__case", "contact__actor", "user").get(
        pk=member.pk
    )
    _check_version(row, seen_version)
    ended_before = row.ended_on
    values = _values(seat)
    if person and row.is_written_here:
        values |= _values(person)
    who = {
        "name": values.get("name", row.person_name),
        "organisation": values.get("organisation", row.organisation_name),
        "contact": row.contact,
        "user": row.user,
    }
    refuse_if(_blockers_to_member(row.group, who, seat, but=row))
    changed = _save_changes(row, values)
    others = [label for label in changed if label != label_of(GroupMember, "ended_on")]
    if others or (changed and row.ended_on is None):
        words: dict[str, Any] = _named(row) | {"changed": changed}
        record(case=row.group.case, event=Event.GROUP_MEMBER_CHANGED, actor=actor, at=at, **words)
    if row.ended_on and row.ended_on != ended_before:
        _record_end(row, actor, at)
    return row


@action
def give_assignment(
    *, group: Group, facts: AssignmentFacts, once: UUID | None = None, actor: User, at: datetime
) -> Assignment:
    """Give the group an analysis or a plan to produce. Raises Refused if it has it already."""
    case = _locked(group.case)
    refuse_if(_blockers_to_assignment(group, facts, at, but=None))
    assignment = Assignment.objects.create(group=group, **_values(facts))
    _record_assignment(Event.ASSIGNMENT_GIVEN, case, assignment, actor, at)
    return assignment


@action
def change_assignment(
    *, assignment: Assignment, seen_version: int, facts: AssignmentFacts, actor: User, at: datetime
) -> Assignment:
    """Change what is to be produced, or say that it is done. Raises Conflict when someone was first."""
    case = _locked(assignment.group.case)
    row = Assignment.objects.select_related("group", "responsible").get(pk=assignment.pk)
    _check_version(row, seen_version)
    refuse_if(_blockers_to_assignment(row.group, facts, at, but=row))
    if changed := _save_changes(row, _values(facts)):
        _record_assignment(Event.ASSIGNMENT_CHANGED, case, row, actor, at, changed=changed)
    return row


def _record_assignment(
    event: Event, case: Case, row: Assignment, actor: User, at: datetime, **words: Any
) -> None:
    who = row.responsible
    record(
        case=case,
        event=event,
        actor=actor,
        at=at,
        group=row.group.name,
        title=row.title,
        responsible=f"{who.person_name}, {who.organisation_name}" if who else "",
        **words,
    )


def _record_end(member: GroupMember, actor: User, at: datetime) -> None:
    record(
        case=member.group.case,
        event=Event.GROUP_MEMBER_ENDED,
        actor=actor,
        at=at,
        on=member.ended_on.isoformat() if member.ended_on else "",
        **_named(member),
    )


def _named(member: GroupMember) -> dict[str, Any]:
    return {
        "name": member.person_name,
        "organisation": member.organisation_name,
        "group": member.group.name,
    }


def _group_values(facts: GroupFacts) -> dict[str, Any]:
    return _values(facts) | {"name": facts.name.strip() or str(facts.kind.label)}


def _person_values(chosen: Chosen, case: Case) -> dict[str, Any]:
    """The person as they are now; a user comes from the municipality they speak for in the case."""
    if isinstance(chosen, PersonFacts):
        return _values(chosen) | {"contact": None, "user": None}
    if isinstance(chosen, User):
        return {
            "contact": None,
            "user": chosen,
            "name": chosen.name,
            "organisation": Participant.objects.spoken_for_by(chosen, case).name,
            "kind": ActorKind.MUNICIPALITY,
            "email": chosen.email,
            "phone": chosen.phone,
        }
    return {
        "contact": chosen,
        "user": None,
        "name": chosen.name,
        "title": chosen.title,
        "organisation": chosen.actor.name,
        "kind": chosen.actor.kind,
        "email": chosen.email,
        "phone": chosen.phone,
    }


def _blockers_to_group(
    case: Case, values: dict[str, Any], at: datetime, *, but: Group | None
) -> list[str]:
    same = Group.objects.filter(case=case, name__iexact=values["name"])
    return list(
        rules.blockers_to_group(
            name=values["name"],
            began_on=values["began_on"],
            ended_on=values["ended_on"],
            taken=same.exclude(pk=but.pk if but else 0).exists(),
            today=local_day(at),
        )
    )


def _blockers_to_member(
    group: Group, who: dict[str, Any], seat: Seat, *, but: GroupMember | None
) -> list[str]:
    sitting = GroupMember.objects.filter(group=group, ended_on=None)
    sitting = sitting.exclude(pk=but.pk if but else 0)
    if who.get("contact"):
        same = sitting.filter(contact=who["contact"])
    elif who.get("user"):
        same = sitting.filter(user=who["user"])
    else:
        name, organisation = who["name"], who["organisation"]
        same = sitting.filter(name__iexact=name, organisation__iexact=organisation)
    return list(
        rules.blockers_to_member(
            name=who["name"],
            organisation=who["organisation"],
            has_mandate=seat.has_mandate,
            mandate=seat.mandate,
            began_on=seat.began_on,
            ended_on=seat.ended_on,
            sits_already=seat.ended_on is None and same.exists(),
        )
    )


def _blockers_to_assignment(
    group: Group, facts: AssignmentFacts, at: datetime, *, but: Assignment | None
) -> list[str]:
    same = Assignment.objects.filter(group=group, title__iexact=facts.title)
    who = facts.responsible
    return list(
        rules.blockers_to_assignment(
            title=facts.title,
            taken=same.exclude(pk=but.pk if but else 0).exists(),
            is_of_group=who is None or who.group_id == group.pk,
            done_on=facts.done_on,
            today=local_day(at),
        )
    )


def _check_version(row: Group | GroupMember | Assignment, seen: int) -> None:
    if row.version != seen:
        raise Conflict(row)


def _save_changes(row: Group | GroupMember | Assignment, values: dict[str, Any]) -> list[str]:
    """Save what differs, and tell what it is called."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, values[name])
        row.version += 1
        row.save(update_fields=[*changed, "version"])
    return [label_of(type(row), name) for name in changed]


def _values(facts: GroupFacts | Seat | PersonFacts | AssignmentFacts) -> dict[str, Any]:
    return {each.name: getattr(facts, each.name) for each in fields(facts)}


def _locked(case: Case) -> Case:
    """The case, held until all is done. Raises Refused when it is closed."""
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    refuse_if(list(rules.blockers_to_change_groups(is_closed=case.state == State.CLOSED)))
    return case
