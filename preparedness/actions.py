"""What people do with a preparedness plan: write it, name its groups, adapt its list, go through it.

Nothing of a case is written here, so nothing is logged in any: the audit of the tables says who
did what.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.models import Organisation, User
from cases.group_kinds import GroupKind, GroupRole
from cases.models import Contact
from core.actions import Conflict, action, refuse_if
from core.sorting import swedish_key
from logbook.record import local_day
from preparedness import rules
from preparedness.models import Employer, PlanGroup, PlanMember, PreparednessPlan


@dataclass(frozen=True, kw_only=True)
class PlanFacts:
    """How people are called out, and how many jobs there are in the municipality."""

    call_out: str = ""
    jobs: int | None = None
    jobs_year: int | None = None
    jobs_source: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanGroupFacts:
    """What a group is. Without a name it is called what its kind is called."""

    kind: GroupKind
    name: str = ""
    task: str = ""


@dataclass(frozen=True, kw_only=True)
class PlannedSeat:
    """What a person is to be in a group, and who comes when that person cannot."""

    role: GroupRole = GroupRole.MEMBER
    has_mandate: bool = False
    mandate: str = ""
    deputy: str = ""


@dataclass(frozen=True, kw_only=True)
class EmployerFacts:
    """An employer and its jobs in the municipality, as of a day and a source."""

    name: str
    jobs: int
    counted_on: date
    source: str
    note: str = ""


@action
def save_facts(
    *,
    municipality: Organisation,
    seen_version: int,
    facts: PlanFacts,
    actor: User,
    at: datetime,
) -> PreparednessPlan:
    """Write the plan's own facts. Raises Conflict when someone was first."""
    plan = _plan(municipality)
    _check_version(plan, seen_version)
    refuse_if(
        list(
            rules.blockers_to_facts(
                jobs=facts.jobs,
                year=facts.jobs_year,
                source=facts.jobs_source,
                call_out=facts.call_out,
            )
        )
    )
    _save_changes(plan, _values(facts))
    return plan


@action
def adapt_steps(
    *,
    municipality: Organisation,
    seen_version: int,
    left_out: list[str],
    own: list[str],
    actor: User,
    at: datetime,
) -> PreparednessPlan:
    """Choose among the guide's points for the first days and add one's own."""
    plan = _plan(municipality)
    _check_version(plan, seen_version)
    refuse_if(list(rules.blockers_to_steps(own)))
    _save_changes(plan, {"left_out": left_out, "own_steps": own})
    return plan


@action
def review_plan(*, municipality: Organisation, actor: User, at: datetime) -> PreparednessPlan:
    """Note that the plan has been gone through today; it asks again in a year."""
    plan = _plan(municipality)
    _save_changes(plan, {"reviewed_on": local_day(at), "reviewed_by": actor})
    return plan


@action
def add_group(
    *,
    municipality: Organisation,
    facts: PlanGroupFacts,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> PlanGroup:
    """Add a group to the plan. Raises Refused when the name is taken."""
    plan, values = _plan(municipality), _group_values(facts)
    refuse_if(_blockers_to_group(plan, values["name"], but=None))
    return PlanGroup.objects.create(plan=plan, **values)


@action
def change_group(
    *, group: PlanGroup, seen_version: int, facts: PlanGroupFacts, actor: User, at: datetime
) -> PlanGroup:
    """Change a group. Raises Conflict when someone was first."""
    plan = _plan(group.plan.municipality)
    row = PlanGroup.objects.get(pk=group.pk)
    _check_version(row, seen_version)
    values = _group_values(facts)
    refuse_if(_blockers_to_group(plan, values["name"], but=row))
    _save_changes(row, values)
    return row


@action
def remove_group(*, group: PlanGroup, actor: User, at: datetime) -> None:
    """Take a group and its members out of the plan."""
    _plan(group.plan.municipality)
    PlanMember.objects.filter(group=group).delete()
    PlanGroup.objects.filter(pk=group.pk).delete()


@action
def add_member(
    *,
    group: PlanGroup,
    chosen: Contact | User,
    seat: PlannedSeat,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> PlanMember:
    """Name a contact or a colleague for a group. Raises Refused if they are named already."""
    _plan(group.plan.municipality)
    who = {"contact": chosen} if isinstance(chosen, Contact) else {"user": chosen}
    sits = PlanMember.objects.filter(group=group, **who).exists()
    refuse_if(_blockers_to_member(chosen.name, seat, sits=sits))
    return PlanMember.objects.create(group=group, **who, **_values(seat))


@action
def change_member(
    *, member: PlanMember, seen_version: int, seat: PlannedSeat, actor: User, at: datetime
) -> PlanMember:
    """Change what a person is to be. Raises Conflict when someone was first."""
    _plan(member.group.plan.municipality)
    row = PlanMember.objects.get(pk=member.pk)
    _check_version(row, seen_version)
    refuse_if(_blockers_to_member(row.name, seat, sits=False))
    _save_changes(row, _values(seat))
    return row


@action
def remove_member(*, member: PlanMember, actor: User, at: datetime) -> None:
    """Take a person out of a group."""
    _plan(member.group.plan.municipality)
    PlanMember.objects.filter(pk=member.pk).delete()


@action
def add_employer(
    *,
    municipality: Organisation,
    facts: EmployerFacts,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Employer:
    """Add an employer. Raises Refused when the plan has one of that name."""
    plan = _plan(municipality)
    refuse_if(_blockers_to_employer(plan, facts, at, but=None))
    return Employer.objects.create(plan=plan, **_values(facts))


@action
def change_employer(
    *, employer: Employer, seen_version: int, facts: EmployerFacts, actor: User, at: datetime
) -> Employer:
    """Change an employer. Raises Conflict when someone was first."""
    plan = _plan(employer.plan.municipality)
    row = Employer.objects.get(pk=employer.pk)
    _check_version(row, seen_version)
    refuse_if(_blockers_to_employer(plan, facts, at, but=row))
    _save_changes(row, _values(facts))
    return row


@action
def remove_employer(*, employer: Employer, actor: User, at: datetime) -> None:
    """Take an employer out of the plan."""
    _plan(employer.plan.municipality)
    Employer.objects.filter(pk=employer.pk).delete()


def _plan(municipality: Organisation) -> PreparednessPlan:
    """The municipality's plan, made when it has none; one writer at a time."""
    Organisation.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    plan, _ = PreparednessPlan.objects.get_or_create(municipality=municipality)
    return plan


def _blockers_to_group(plan: PreparednessPlan, name: str, *, but: PlanGroup | None) -> list[str]:
    same = PlanGroup.objects.filter(plan=plan, name__iexact=name)
    taken = same.exclude(pk=but.pk if but else 0).exists()
    return list(rules.blockers_to_group(name=name, taken=taken))


def _blockers_to_member(name: str, seat: PlannedSeat, *, sits: bool) -> list[str]:
    return list(
        rules.blockers_to_member(
            name=name, has_mandate=seat.has_mandate, mandate=seat.mandate, sits_already=sits
        )
    )


def _blockers_to_employer(
    plan: PreparednessPlan, facts: EmployerFacts, at: datetime, *, but: Employer | None
) -> list[str]:
    same = Employer.objects.filter(plan=plan, name_sort=swedish_key(facts.name))
    return list(
        rules.blockers_to_employer(
            name=facts.name,
            taken=same.exclude(pk=but.pk if but else 0).exists(),
            counted_on=facts.counted_on,
            today=local_day(at),
            source=facts.source,
        )
    )


def _group_values(facts: PlanGroupFacts) -> dict[str, Any]:
    return _values(facts) | {"name": facts.name.strip() or str(facts.kind.label)}


Row = PreparednessPlan | PlanGroup | PlanMember | Employer


def _check_version(row: Row, seen: int) -> None:
    if row.version != seen:
        raise Conflict(row)


def _save_changes(row: Row, values: dict[str, Any]) -> None:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(row, name, values[name])
    row.version += 1
    row.save(update_fields=[*changed, "version"])


def _values(facts: PlanFacts | PlanGroupFacts | PlannedSeat | EmployerFacts) -> dict[str, Any]:
    return {each.name: getattr(facts, each.name) for each in fields(facts)}
