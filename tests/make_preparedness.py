"""Makes a municipality's preparedness plan for tests, through the real actions."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.models import Organisation, User
from cases.group_kinds import GroupKind
from cases.models import Contact
from preparedness import actions
from preparedness.models import Employer, PlanGroup, PlanMember, PreparednessPlan


def now() -> datetime:
    return timezone.now()


def today() -> date:
    return timezone.localdate()


def plan(municipality: Organisation, *, by: User, **values: Any) -> PreparednessPlan:
    """The plan's own facts, saved for the first time."""
    facts = actions.PlanFacts(**values)
    return actions.save_facts(
        municipality=municipality, seen_version=1, facts=facts, actor=by, at=now()
    )


def steps(municipality: Organisation, *own: str, by: User, left_out: Any = ()) -> PreparednessPlan:
    found = PreparednessPlan.objects.filter(municipality=municipality).first()
    return actions.adapt_steps(
        municipality=municipality,
        seen_version=found.version if found else 1,
        left_out=list(left_out),
        own=list(own),
        actor=by,
        at=now(),
    )


def group(
    municipality: Organisation, kind: GroupKind = GroupKind.START_UP, *, by: User, **values: Any
) -> PlanGroup:
    facts = actions.PlanGroupFacts(kind=kind, **values)
    return actions.add_group(municipality=municipality, facts=facts, actor=by, at=now())


def member(group: PlanGroup, chosen: Contact | User, *, by: User, **values: Any) -> PlanMember:
    seat = actions.PlannedSeat(**values)
    return actions.add_member(group=group, chosen=chosen, seat=seat, actor=by, at=now())


def employer(
    municipality: Organisation, name: str = "Norrby Livs AB", *, by: User, **values: Any
) -> Employer:
    given = {"jobs": 240, "counted_on": today(), "source": "SCB"} | values
    facts = actions.EmployerFacts(name=name, **given)
    return actions.add_employer(municipality=municipality, facts=facts, actor=by, at=now())


def full_plan(
    municipality: Organisation, known: Contact, *, by: User, canary: str
) -> dict[str, Any]:
    """A plan with something in every field, for those who log alone, and the ids its URLs need."""
    mark = f"{canary}-SENDER"
    plan(municipality, by=by, call_out=mark, jobs=9000, jobs_year=2025, jobs_source=mark)
    steps(municipality, f"{mark} punkt", by=by)
    formed = group(municipality, by=by, name=f"{mark} planerad", task=mark)
    seated = member(formed, known, by=by, has_mandate=True, mandate=mark, deputy=mark)
    largest = employer(municipality, f"{mark} arbetsgivare", by=by, source=mark, note=mark)
    return {"plan_group": formed.pk, "plan_member": seated.pk, "employer": largest.pk}
