"""The pages of a case's plan: as it is now, what was adopted, and noting that a body adopted it."""

import hashlib
import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.permissions import WHO_CAN_GIVE, Permission
from cases.access import CaseRequest, case_view, from_inside, render_case_page, saving
from cases.models import Case, Group
from cases.states import State
from core.actions import AlreadyDone, Conflict, Refused
from core.sorting import swedish_key
from measures.models import Measure
from reports import plan_queries
from reports.models import AdoptedPlan, AdoptedPlanQuerySet
from reports.plan import Plan, adopted_words, gaps, plan_from_json
from reports.plan_actions import adopt_plan
from reports.plan_forms import AdoptForm, PlanFilterForm
from reports.plan_queries import PlanNow

PER_PAGE = 25
MOST_CHANGES = 40


@require_GET
@case_view(Permission.VIEW_INSIDE)
def plan_page(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The plan as a table and along the calendar, what is missing, and changes since it was adopted."""
    today = timezone.localdate()
    now = _now(request, case)
    form = PlanFilterForm(request.GET, people=_people(now))
    wanted = form.wanted()
    page = plan_queries.plan_page(now, wanted, page=request.GET.get("sida", "1"), size=PER_PAGE)
    adopted = plan_queries.adopted_plans(_adopted(request, case))
    found = plan_queries.changes_since(adopted[0], now) if adopted else []
    context = {
        "page": page,
        "chart": plan_queries.chart_of(list(page), today=today),
        "form": form,
        "is_filtered": bool(wanted.keys() - {"ordning"}),
        "gaps": list(gaps(now.plan)),
        "adopted": adopted[0] if adopted else None,
        "adopted_words": _words(adopted[0]) if adopted else "",
        "earlier": adopted[1:],
        "changes": found[:MOST_CHANGES],
        "more_changes": max(0, len(found) - MOST_CHANGES),
        "cannot": _cannot(request, case),
    }
    return _page(request, case, "reports/plan.html", context)


@require_GET
@case_view(Permission.VIEW_INSIDE)
def adopted_plan_page(request: CaseRequest, case: Case, plan: int) -> HttpResponseBase:
    """A plan as it read when it was adopted."""
    found = get_object_or_404(_adopted(request, case).select_related("noted_by"), pk=plan)
    rows = plan_from_json(found.data).rows if found.data else ()
    context = {
        "adopted": found,
        "adopted_words": _words(found),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("sida", "1")),
    }
    return _page(request, case, "reports/adopted_plan.html", context)


@require_GET
@case_view(Permission.LOG)
def plan_adopt_form(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The form for noting that the plan as it is now was adopted."""
    plan = _now(request, case).plan
    initial = {
        "adopted_on": timezone.localdate(),
        "once": uuid.uuid4(),
        "seen_sha256": _sum(plan),
        "diary_number": case.diary_number,
    }
    groups = _groups(request, case)
    return _adopt_page(request, case, AdoptForm(initial=initial, groups=groups), plan)


@require_POST
@case_view(Permission.LOG)
def plan_adopt(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Freeze the plan as it reads now; when it has changed since the page was opened, show it again."""
    from_inside(request)
    form = AdoptForm(request.POST, groups=_groups(request, case))
    if not form.is_valid():
        return _adopt_page(request, case, form, _now(request, case).plan, status=422)
    try:
        with saving(request, form, case):
            adopt_plan(
                case=case,
                facts=form.adoption(),
                seen_sha256=form.cleaned_data["seen_sha256"],
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
        messages.success(request, "Planen är antecknad som antagen. Ändringar syns nu mot den.")
    except AlreadyDone:
        pass
    except Conflict:
        plan = _now(request, case).plan
        form.put("seen_sha256", _sum(plan))
        return _adopt_page(request, case, form, plan, has_changed=True, status=409)
    except Refused as refused:
        plan = _now(request, case).plan
        return _adopt_page(request, case, form, plan, reasons=refused.reasons, status=422)
    return redirect("plan:page", case.number)


def _adopt_page(
    request: CaseRequest,
    case: Case,
    form: AdoptForm,
    plan: Plan,
    *,
    reasons: Sequence[str] = (),
    has_changed: bool = False,
    status: int = 200,
) -> HttpResponseBase:
    from_inside(request)
    context = {
        "form": form,
        "reasons": reasons,
        "has_changed": has_changed,
        "form_failed": status != 200,
        "count": len(plan.rows),
        "gaps": list(gaps(plan)),
    }
    return _page(request, case, "reports/plan_adopt.html", context, status=status)


def _page(
    request: CaseRequest, case: Case, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponseBase:
    return render_case_page(request, case, template, context, tab="measures", status=status)


def _now(request: CaseRequest, case: Case) -> PlanNow:
    measures = Measure.objects.visible_to(request.user)
    return plan_queries.plan_now(case, measures, today=timezone.localdate())


def _adopted(request: CaseRequest, case: Case) -> AdoptedPlanQuerySet:
    return AdoptedPlan.objects.visible_to(request.user).filter(case=case)


def _groups(request: CaseRequest, case: Case) -> Sequence[Group]:
    return plan_queries.groups_to_choose(Group.objects.visible_to(request.user).filter(case=case))


def _people(now: PlanNow) -> list[User]:
    people = {each.responsible_id: each.responsible for each in now.measures if each.responsible}
    return sorted(filter(None, people.values()), key=lambda person: swedish_key(person.name))


def _words(adopted: AdoptedPlan) -> str:
    return adopted_words(
        on=adopted.adopted_on, body=adopted.body, diary_number=adopted.diary_number
    )


def _sum(plan: Plan) -> str:
    return hashlib.sha256(plan.to_json().encode()).hexdigest()


def _cannot(request: CaseRequest, case: Case) -> str:
    """Why the plan cannot be adopted here, in words; empty when it can."""
    if not request.standing.may(Permission.LOG):
        return (
            f"Du kan läsa planen men inte anta den. Den rätten ger {WHO_CAN_GIVE[Permission.LOG]}."
        )
    return "Ärendet är avslutat." if case.state == State.CLOSED else ""
