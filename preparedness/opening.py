"""Opens a case from the municipality's plan: its groups, members and list come along in the same act."""

from datetime import datetime
from uuid import UUID

from accounts.models import Organisation, User
from cases.actions import CaseFacts, open_case
from cases.group_actions import GroupFacts, Seat, form_group
from cases.group_actions import add_member as seat_member
from cases.group_kinds import GroupKind, GroupRole
from cases.models import Case
from cases.states import Visibility
from core.actions import action
from logbook.events import Event
from logbook.record import local_day, record
from preparedness.models import PlanGroup, PreparednessPlan
from preparedness.queries import listed, members_in


@action
def open_case_from_plan(
    *,
    municipality: Organisation,
    facts: CaseFacts,
    visibility: Visibility = Visibility.INTERNAL,
    is_exercise: bool = False,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Case:
    """Open a case with what the plan of `municipality` says. Raises Refused as open_case does.

    Those who have left do not come along. In a restricted case the groups come along empty: who
    sits in them would say that they know of it. What is left out is told in the log.
    """
    plan = PreparednessPlan.objects.get(municipality=municipality)
    case = open_case(
        municipality=municipality,
        facts=facts,
        visibility=visibility,
        first_list=listed(plan),
        is_exercise=is_exercise,
        actor=actor,
        at=at,
    )
    groups = list(PlanGroup.objects.filter(plan=plan).order_by("id"))
    planned = members_in([group.pk for group in groups])
    present = [] if case.is_restricted else [each for each in planned if not each.has_left]
    for group in groups:
        formed = form_group(
            case=case,
            facts=GroupFacts(
                kind=GroupKind(group.kind), name=group.name, task=group.task, began_on=local_day(at)
            ),
            actor=actor,
            at=at,
        )
        for each in present:
            member = each.member
            if member.group_id != group.pk:
                continue
            chosen = member.contact or member.user
            assert chosen is not None
            seat = Seat(
                began_on=local_day(at),
                role=GroupRole(member.role),
                has_mandate=member.has_mandate,
                mandate=member.mandate,
                deputy=member.deputy,
            )
            seat_member(group=formed, chosen=chosen, seat=seat, actor=actor, at=at)
    record(
        case=case,
        event=Event.PLAN_USED,
        actor=actor,
        at=at,
        groups=len(groups),
        members=len(present),
        left=sorted({each.member.name for each in planned if each.has_left}),
    )
    return case
