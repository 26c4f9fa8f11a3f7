"""Questions to the database about a case's plan: how it is now, what was adopted, what a page shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator

from cases.models import Case, Group, GroupQuerySet
from core.charts import Chart
from core.sorting import swedish_key
from figures.outcome_queries import measured_goals, money_in
from figures.timeline import draw_timeline, timeline_rows
from measures.models import Measure, MeasureQuerySet
from reports.models import AdoptedPlan, AdoptedPlanQuerySet
from reports.plan import Change, Plan, PlanRow, changes, plan_from_json, plan_of
from reports.plan_parts import reasons_of_cancelled

MOST_ADOPTED = 20  # earlier adopted plans that a page lists
MOST_GROUPS = 200
NOBODY = "ingen"
_LAST = date.max


@dataclass(frozen=True)
class PlanNow:
    """The plan as it is, with the measures it is made of."""

    plan: Plan
    measures: Sequence[Measure]


@dataclass(frozen=True)
class ShownRow:
    """A row of the plan with its measure."""

    row: PlanRow
    measure: Measure


def plan_now(case: Case, measures: MeasureQuerySet, *, today: date) -> PlanNow:
    """The whole plan. Four queries, whatever the number of measures."""
    found = list(measures.filter(case=case).select_related("responsible").in_order())
    money = money_in(case, stop=today).rows
    return PlanNow(plan_of(found, measured_goals(case, stop=today), money), found)


def plan_page(now: PlanNow, wanted: Mapping[str, Any], *, page: str, size: int) -> Page[ShownRow]:
    """A page of the plan by group, state, who answers for it, and order. No queries."""
    by_key = {measure.pk: measure for measure in now.measures}
    rows = [ShownRow(row, by_key[row.key]) for row in now.plan.rows]
    rows = [row for row in rows if _is_wanted(row.measure, wanted)]
    if order := _ORDERS.get(wanted.get("ordning", "")):
        rows.sort(key=order)
    return Paginator(rows, size).get_page(page)


def _is_wanted(measure: Measure, wanted: Mapping[str, Any]) -> bool:
    responsible = wanted.get("ansvarig", "")
    return (
        wanted.get("grupp", measure.group) == measure.group
        and wanted.get("lage", measure.state) == measure.state
        and (
            not responsible
            or (responsible == NOBODY and measure.responsible_id is None)
            or responsible == str(measure.responsible_id)
        )
    )


_ORDERS: dict[str, Callable[[ShownRow], Any]] = {
    "start": lambda each: each.row.starts_on or _LAST,
    "slut": lambda each: each.row.ends_on or _LAST,
    "insats": lambda each: swedish_key(each.row.title),
    "ansvarig": lambda each: (not each.row.responsible, swedish_key(each.row.responsible)),
}


def chart_of(rows: Sequence[ShownRow], *, today: date) -> Chart | None:
    """The shown measures along the calendar; None when none of them has a day."""
    drawn = timeline_rows([], [row.measure for row in rows], stop=today)
    if not drawn:
        return None
    return draw_timeline(
        drawn, key="plan-i-tiden", title="Insatserna i tiden", stop=today, stop_words="i dag"
    )


def adopted_plans(plans: AdoptedPlanQuerySet) -> list[AdoptedPlan]:
    """The adopted plans of a case, the one that counts first. One query."""
    rows = plans.newest_first().select_related("noted_by").defer("data")
    return list(rows[:MOST_ADOPTED])


def changes_since(adopted: AdoptedPlan, now: PlanNow) -> list[Change]:
    """What is otherwise than in the adopted plan. One query when its data are deferred."""
    if not adopted.data:
        return []
    reasons = reasons_of_cancelled(list(now.measures))
    return changes(plan_from_json(adopted.data), now.plan, reasons)


def groups_to_choose(groups: GroupQuerySet) -> list[Group]:
    """The groups that may have adopted the plan, by name. One query."""
    return sorted(groups.order_by("id")[:MOST_GROUPS], key=lambda group: swedish_key(group.name))
