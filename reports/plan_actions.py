"""What people do with a case's plan: note that a body adopted it, which freezes it as it reads."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.models import User
from cases.models import Case, Group
from cases.states import State
from core.actions import Conflict, action, refuse_if
from figures.clock_actions import note_date
from figures.clock_kinds import DateKind
from logbook.events import Event
from logbook.record import local_day, record, speaks_for
from measures.models import Measure
from reports import plan_rules as rules
from reports.models import AdoptedPlan
from reports.plan_queries import plan_now


@dataclass(frozen=True, kw_only=True)
class Adoption:
    """Who adopted the plan and when: a group of the case, or someone in words."""

    adopted_on: date
    group: Group | None = None
    body: str = ""
    diary_number: str = ""


@action
def adopt_plan(
    *,
    case: Case,
    facts: Adoption,
    seen_sha256: str = "",
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> AdoptedPlan:
    """Freeze the plan as it reads now, and note the day for the clock. Raises Refused if the rules say no.

    `seen_sha256` is the sum of the plan that the person looked at: when it has changed since then,
    raises Conflict, with the plan as it is now.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    today = local_day(at)
    plan = plan_now(case, Measure.objects.all(), today=today).plan
    group, body = facts.group, facts.body.strip()
    refuse_if(
        list(
            rules.blockers_to_adopt(
                is_closed=case.state == State.CLOSED,
                measures=len(plan.rows),
                adopted_on=facts.adopted_on,
                has_body=bool(group or body),
                has_two_bodies=bool(group and body),
                is_group_of_case=group is None or group.case_id == case.pk,
                today=today,
            )
        )
    )
    data = plan.to_json()
    digest = hashlib.sha256(data.encode()).hexdigest()
    if seen_sha256 and seen_sha256 != digest:
        raise Conflict(plan)
    adopted = AdoptedPlan.objects.create(
        case=case,
        organisation=speaks_for(actor, case),
        adopted_on=facts.adopted_on,
        body=group.name if group else body,
        group=group,
        diary_number=facts.diary_number,
        measures=len(plan.rows),
        data=data,
        data_sha256=digest,
        noted_by=actor,
    )
    note_date(
        case=case,
        kind=DateKind.PLAN_ADOPTED,
        on=adopted.adopted_on,
        source=f"Genomförandeplanen antogs av {adopted.body}",
        actor=actor,
        at=at,
    )
    record(
        case=case,
        event=Event.PLAN_ADOPTED,
        actor=actor,
        at=at,
        body=adopted.body,
        on=adopted.adopted_on.isoformat(),
        diary_number=adopted.diary_number,
        count=adopted.measures,
    )
    return adopted
