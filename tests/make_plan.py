"""Makes adopted plans for tests, through the real action."""

from typing import Any

from accounts.models import User
from cases.models import Case
from reports.models import AdoptedPlan
from reports.plan_actions import Adoption, adopt_plan
from tests import make


def adopted(case: Case, *, by: User, **values: Any) -> AdoptedPlan:
    """The plan as it is now, adopted by the board today unless `values` say otherwise."""
    facts = Adoption(**({"adopted_on": make.today(), "body": "Kommunstyrelsen"} | values))
    return adopt_plan(case=case, facts=facts, actor=by, at=make.now())


def plan_of_everything(case: Case, *, by: User, canary: str) -> dict[str, Any]:
    """An adopted plan, and the ids that its addresses and those of a beginning need."""
    body, number = f"{canary}-INSIDE nämnd", f"{canary}-INSIDE dnr"
    plan = adopted(case, by=by, body=body, diary_number=number)
    return {"plan": plan.pk, "beginning": "lagesbild"}
