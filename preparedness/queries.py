"""Questions to the database about preparedness plans: what the plan's page shows, and which are due."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import JSONObject

from accounts.models import Membership, Organisation, User
from accounts.permissions import CASE_OPENING_ROLES
from cases.first_steps import OWN_STEP, chosen_steps
from cases.group_kinds import ABOUT, GroupKind, GroupRole
from cases.models import ContactQuerySet
from core.sorting import swedish_key
from guide.load import guide
from guide.model import FirstStep
from preparedness import rules
from preparedness.models import (
    Employer,
    EmployerQuerySet,
    PlanGroup,
    PlanMember,
    PlanQuerySet,
    PreparednessPlan,
)

MOST_GROUPS, MOST_MEMBERS = 30, 300
EMPLOYER_ORDERS = {"": ("-jobs", "id"), "namn": ("name_sort", "id"), "aldst": ("counted_on", "id")}


@dataclass(frozen=True)
class PlannedMember:
    """A member as the plan's page shows one."""

    member: PlanMember
    has_left: bool


@dataclass(frozen=True)
class PlannedGroup:
    """A group with those who are to sit in it."""

    group: PlanGroup
    members: Sequence[PlannedMember]

    @property
    def about(self) -> str:
        """What such a group is for, after the guide."""
        return ABOUT[GroupKind(self.group.kind)]

    @property
    def warnings(self) -> list[str]:
        """What is weak, in words; never a reason to stop."""
        found = [] if self.members else ["Gruppen har inga deltagare än."]
        alone = [m.member.name for m in self.members if not m.member.deputy]
        if alone:
            found.append(f"Utan ersättare: {', '.join(alone)}.")
        found += [f"{m.member.name} har slutat." for m in self.members if m.has_left]
        return found


@dataclass(frozen=True)
class EmployerRow:
    """An employer with its share of the municipality's jobs, in per cent, when those are known."""

    employer: Employer
    share: float | None

    @property
    def share_words(self) -> str:
        """ "9,3 % av jobben"."""
        if self.share is None:
            return ""
        said = "under 0,1" if self.share < 0.05 else f"{self.share:.1f}".replace(".", ",")
        return f"{said}\N{NO-BREAK SPACE}% av jobben"


def plan_of(plans: PlanQuerySet, municipality: Organisation) -> PreparednessPlan:
    """The municipality's plan; an unsaved one with nothing in it when it has none. One query."""
    plan = plans.filter(municipality=municipality).select_related("reviewed_by").first()
    return plan or PreparednessPlan(municipality=municipality)


def groups_of(plan: PreparednessPlan) -> list[PlannedGroup]:
    """The groups in the guide's order, with members by role and name. Two queries."""
    if plan.pk is None:
        return []
    groups = list(PlanGroup.objects.filter(plan=plan).order_by("id")[:MOST_GROUPS])
    groups.sort(key=lambda group: list(GroupKind).index(GroupKind(group.kind)))
    by_group: dict[int, list[PlannedMember]] = {}
    for member in members_in([group.pk for group in groups]):
        by_group.setdefault(member.member.group_id, []).append(member)
    return [PlannedGroup(group, by_group.get(group.pk, [])) for group in groups]


def members_in(groups: Sequence[int]) -> list[PlannedMember]:
    """Those of the groups, by role and name, each with whether they have left. One query."""
    held = Membership.objects.active().filter(user=OuterRef("user"))
    rows: Any = PlanMember.objects.filter(group__in=groups).select_related("contact__actor", "user")
    rows = rows.annotate(user_has_left=Q(user__isnull=False) & ~Q(Exists(held)))
    members = [
        PlannedMember(row, row.user_has_left or row.left_on is not None)
        for row in rows.order_by("id")[:MOST_MEMBERS]
    ]
    roles = list(GroupRole)
    return sorted(
        members,
        key=lambda m: (roles.index(GroupRole(m.member.role)), swedish_key(m.member.name)),
    )


def employer_page(
    employers: EmployerQuerySet, plan: PreparednessPlan, *, order: str, page: str, size: int
) -> tuple[Page[Employer], list[EmployerRow]]:
    """A page of employers, and its rows with their shares. Two queries."""
    if plan.pk is None:
        employers = employers.none()
    ordered = employers.filter(plan=plan.pk).order_by(*EMPLOYER_ORDERS[order])
    found = Paginator(ordered, size).get_page(page)
    rows = [EmployerRow(each, rules.share_of_jobs(each.jobs, plan.jobs)) for each in found]
    return found, rows


def steps_of(plan: PreparednessPlan) -> tuple[FirstStep, ...]:
    """The list for the first days as the plan has it: the guide's points and its own."""
    return chosen_steps(listed(plan)) or guide().first_steps


def listed(plan: PreparednessPlan) -> list[dict[str, str]]:
    """The list as a case keeps it; empty when the plan has changed nothing in the guide's."""
    if not plan.left_out and not plan.own_steps:
        return []
    kept = [{"key": s.key} for s in guide().first_steps if s.key not in plan.left_out]
    own = [
        {"key": f"{OWN_STEP}{number}", "title": title}
        for number, title in enumerate(plan.own_steps, start=1)
    ]
    return [*kept, *own]


def people_to_choose(
    municipality: Organisation, contacts: ContactQuerySet
) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Colleagues who run cases, and contacts who have not left, in words by name. Two queries."""
    members = Membership.objects.active().filter(
        organisation=municipality, role__in=CASE_OPENING_ROLES
    )
    colleagues = User.objects.filter(pk__in=members.values("user")).order_by("name", "id")
    named = contacts.current().in_order().values_list("pk", "name", "actor__name")
    return (
        list(colleagues.values_list("pk", "name")),
        [(pk, f"{name}, {organisation}") for pk, name, organisation in named],
    )


def colleague(municipality: Organisation, pk: int) -> User:
    """One of those who run the municipality's cases. Raises User.DoesNotExist."""
    members = Membership.objects.active().filter(
        organisation=municipality, role__in=CASE_OPENING_ROLES
    )
    return User.objects.get(pk=pk, pk__in=members.values("user"))


def planned_for(plans: PlanQuerySet, municipalities: Sequence[int]) -> set[int]:
    """Which of the municipalities have a plan. One query."""
    found = plans.filter(municipality__in=municipalities)
    return set(found.values_list("municipality", flat=True))


@dataclass(frozen=True)
class DuePlan:
    """A plan that is to be gone through now."""

    municipality_id: int
    municipality: str
    reviewed_on: date | None


def due_plans_as_rows(user: User, today: date) -> ArraySubquery:
    """For another query: the plans that `user` is to go through now."""
    return ArraySubquery(_due(user, today).values(row=JSONObject(**_DUE))[:5])


def due_plans(user: User, today: date) -> list[DuePlan]:
    """The same, asked alone. One query."""
    return due_plans_from(
        _due(user, today).values(**{key: F(path) for key, path in _DUE.items()})[:5]
    )


def due_plans_from(rows: Iterable[Mapping[str, Any]]) -> list[DuePlan]:
    """Plans out of `due_plans_as_rows`."""
    return [DuePlan(row["of"], row["name"], _day(row["reviewed"])) for row in rows]


_DUE = {"of": "municipality_id", "name": "municipality__name", "reviewed": "reviewed_on"}


def _due(user: User, today: date) -> PlanQuerySet:
    due = Q(reviewed_on=None) | Q(reviewed_on__lte=rules.last_day_not_due(today))
    return PreparednessPlan.objects.visible_to(user).filter(due).order_by("id")


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
