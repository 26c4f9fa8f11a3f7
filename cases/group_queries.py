"""Questions to the database about groups: the groups of a case with members, and the matrix of the four
questions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import Membership, User
from cases import group_rules as rules
from cases.group_kinds import ABOUT, ActorKind, GroupKind, GroupRole
from cases.models import (
    Assignment,
    AssignmentQuerySet,
    Case,
    Group,
    GroupMember,
    GroupMemberQuerySet,
    GroupQuerySet,
)
from core.sorting import swedish_key
from logbook.queries import readers_to_wait_for

MOST_MEMBERS = 30  # as many of a group are shown where all groups are
MOST_READ = 300  # and as many groups, members and assignments are read to judge the whole
_ROLES = list(GroupRole)


@dataclass(frozen=True)
class Seated:
    """A member as pages show one."""

    member: GroupMember
    has_left: bool
    is_coming: bool

    @property
    def facts(self) -> rules.MemberFacts:
        return rules.MemberFacts(
            name=self.member.person_name,
            organisation=self.member.organisation_name,
            kind=ActorKind(self.member.organisation_kind),
            role=GroupRole(self.member.role),
            has_mandate=self.member.has_mandate,
            deputy=self.member.deputy,
            has_left=self.has_left,
        )


@dataclass(frozen=True)
class GroupRow:
    """A group with those who sit in it now or will, and what it is to produce."""

    group: Group
    members: Sequence[Seated] = ()
    assignments: Sequence[Assignment] = ()
    former: Sequence[Seated] = field(default=())

    @property
    def about(self) -> str:
        """What such a group is for, after the guide."""
        return ABOUT[GroupKind(self.group.kind)]

    @property
    def sitting(self) -> list[Seated]:
        """Those whose time has begun."""
        return [seated for seated in self.members if not seated.is_coming]

    @property
    def shown(self) -> Sequence[Seated]:
        return self.members[:MOST_MEMBERS]

    @property
    def others(self) -> int:
        return max(0, len(self.members) - MOST_MEMBERS)

    @property
    def facts(self) -> rules.GroupFacts:
        sitting = {seated.member.pk: seated.facts for seated in self.sitting}
        return rules.GroupFacts(
            kind=GroupKind(self.group.kind),
            name=self.group.name,
            members=list(sitting.values()),
            assignments=[
                _assignment_facts(row, sitting) for row in self.assignments if row.done_on is None
            ],
        )


def _assignment_facts(
    row: Assignment, sitting: dict[int, rules.MemberFacts]
) -> rules.AssignmentFacts:
    who = sitting.get(row.responsible_id or 0)
    former = row.responsible.person_name if row.responsible and who is None else ""
    return rules.AssignmentFacts(title=row.title, responsible=who, former=former)


@dataclass(frozen=True)
class Party:
    """An organisation in a group: how many sit for it, and what its mandate covers."""

    name: str
    count: int
    mandates: Sequence[str]
    has_mandate: bool


@dataclass(frozen=True)
class MatrixRow:
    """The four questions about one analysis or plan; without one, about the group alone.

    Who takes part stands once for the whole group: on its first row, which spans `span` rows.
    """

    group: Group
    assignment: Assignment | None
    responsible: GroupMember | None
    parties: Sequence[Party]
    span: int = 1


def groups_of(
    groups: GroupQuerySet,
    members: GroupMemberQuerySet,
    assignments: AssignmentQuerySet,
    today: date,
) -> list[GroupRow]:
    """The groups by kind, the ended ones last, with members and assignments. Three queries."""
    found = list(groups.order_by(F("ended_on").asc(nulls_first=True), "began_on", "id")[:MOST_READ])
    found.sort(key=lambda g: (is_over(g, today), list(GroupKind).index(GroupKind(g.kind)), g.pk))
    ids = [group.pk for group in found]
    seated: dict[int, list[Seated]] = {}
    former: dict[int, list[Seated]] = {}
    for each in seated_in(members.filter(group__in=ids), today):
        place = former if each.member.is_over(today) else seated
        place.setdefault(each.member.group_id, []).append(each)
    produced: dict[int, list[Assignment]] = {}
    rows = assignments.filter(group__in=ids).select_related(
        "responsible__contact__actor", "responsible__user"
    )
    for row in rows.order_by(F("due_on").asc(nulls_last=True), "id")[:MOST_READ]:
        produced.setdefault(row.group_id, []).append(row)
    return [
        GroupRow(g, seated.get(g.pk, []), produced.get(g.pk, []), former.get(g.pk, []))
        for g in found
    ]


def is_over(group: Group, today: date) -> bool:
    """Whether the group has ended."""
    return group.ended_on is not None and group.ended_on < today


def the_group(group: Group) -> str:
    """The group in running text: styrgruppen, or its own name."""
    return rules.GroupFacts(kind=GroupKind(group.kind), name=group.name).the_group


def seated_in(members: GroupMemberQuerySet, today: date) -> list[Seated]:
    """Members by role and name, with whether they have left their organisation. One query."""
    held = Membership.objects.active().filter(user=OuterRef("user"))
    rows = members.select_related("contact__actor", "user").annotate(
        user_has_left=Q(user__isnull=False) & ~Q(Exists(held))
    )
    newest = rows.order_by(F("ended_on").desc(nulls_first=True), "id")[: 3 * MOST_READ]
    seated = [_seated(member, today) for member in newest]
    return sorted(seated, key=lambda each: _order(each.member))


def _seated(member: GroupMember, today: date) -> Seated:
    left = member.left_on is not None and member.left_on < today
    has_left = left or bool(getattr(member, "user_has_left", False))
    return Seated(member, has_left, is_coming=member.began_on > today)


def _order(member: GroupMember) -> tuple[int, str, int]:
    return _ROLES.index(GroupRole(member.role)), swedish_key(member.person_name), member.pk


def matrix(rows: Iterable[GroupRow]) -> list[MatrixRow]:
    """What is to be produced, who answers for it, who takes part, with which mandate."""
    made = []
    for row in rows:
        parties = parties_in(row.sitting)
        for place, each in enumerate(row.assignments):
            span = len(row.assignments) if place == 0 else 0
            made.append(MatrixRow(row.group, each, each.responsible, parties, span))
        if not row.assignments:
            made.append(MatrixRow(row.group, None, None, parties))
    return made


def parties_in(seated: Iterable[Seated]) -> list[Party]:
    """The organisations in a group in Swedish order, each with what its members may decide."""
    members = sorted(
        (each.member for each in seated), key=lambda m: swedish_key(m.organisation_name)
    )
    return [
        Party(
            name=own[0].organisation_name,
            count=len(own),
            mandates=list(dict.fromkeys(m.mandate for m in own if m.mandate)),
            has_mandate=any(m.has_mandate for m in own),
        )
        for _, group in groupby(members, key=lambda m: swedish_key(m.organisation_name))
        if (own := list(group))
    ]


def assignment_page(assignments: AssignmentQuerySet, *, page: str, size: int) -> Page[Assignment]:
    """What a group is to produce, what is not done first. Two queries."""
    rows = assignments.select_related("responsible__contact__actor", "responsible__user")
    ordered = rows.order_by(
        F("done_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "id"
    )
    return Paginator(ordered, size).get_page(page)


def people_to_choose(case: Case) -> "QuerySet[User]":
    """The users who read the case from inside, by name."""
    return readers_to_wait_for(case).order_by("name", "id")
