"""The catalogue as it is used in a case: look for measures, tick several, add them at once."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission
from cases.access import CaseRequest, case_view, render_case_page, saving
from cases.models import Case
from core.actions import AlreadyDone, Refused
from guide import filters
from guide.filters import MeasureFilter
from guide.load import guide
from guide.model import CatalogueMeasure
from measures import actions, queries
from measures.choose_forms import ChooseForm
from measures.models import Measure
from measures.pages import cannot_plan


@require_GET
@case_view(Permission.VIEW_CASE)
def measure_catalogue(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The guide's catalogue, to choose from; what is in the plan already is marked.

    `?valda=` is what was ticked before the filter was changed.
    """
    known = {entry.key for entry in guide().measures}
    ticked = [key for key in request.GET.getlist("valda") if key in known]
    form = ChooseForm(
        initial={"valda": ticked, "once": uuid.uuid4()}, people=queries.people_in(case)
    )
    return _page(request, case, form, MeasureFilter.read(request.GET))


@require_POST
@case_view(Permission.LOG)
def measure_choose(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Add all that is chosen, and go to the plan."""
    form = ChooseForm(request.POST, people=queries.people_in(case))
    chosen = MeasureFilter.read(request.POST)
    if not form.is_valid():
        return _page(request, case, form, chosen, status=422)
    try:
        with saving(request, form, case):
            added = actions.add_measures(
                case=case,
                measures=form.measures(),
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
    except AlreadyDone:
        return redirect("measures:list", case.number)
    except Refused as refused:
        return _page(request, case, form, chosen, reasons=refused.reasons, status=422)
    how_many = "En insats är tillagd" if len(added) == 1 else f"{len(added)} insatser är tillagda"
    messages.success(request, f"{how_many}, som idéer. Öppna dem för att planera vidare.")
    return redirect("measures:list", case.number)


def _page(
    request: CaseRequest,
    case: Case,
    form: ChooseForm,
    chosen: MeasureFilter,
    *,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    planned = queries.chosen_from_catalogue(
        Measure.objects.visible_to(request.user).filter(case=case)
    )
    hits = chosen.measures()
    ticked = {entry.key for entry in form.chosen}
    context: dict[str, Any] = {
        "chosen": chosen,
        "choices": filters.measure_choices(),
        "form": form,
        "rows": [_row(entry, planned, ticked) for entry in hits],
        "also_ticked": [entry for entry in form.chosen if entry not in hits],
        "total": len(guide().measures),
        "fitting": _fitting(request, case),
        "cannot": cannot_plan(request, case),
        "reasons": reasons or [],
        "form_failed": status == 422,
    }
    return render_case_page(
        request,
        case,
        "measures/catalogue.html",
        context,
        tab="measures",
        partials=("catalogue-hits",),
        status=status,
    )


def _row(entry: CatalogueMeasure, planned: dict[str, int], ticked: set[str]) -> dict[str, Any]:
    return {
        "entry": entry,
        "planned": planned.get(entry.key),
        "is_ticked": entry.key in ticked,
        "used": [(guide().example(use.example), use.went) for use in entry.used],
    }


def _fitting(request: CaseRequest, case: Case) -> str:
    """The filter that suits this case. The number concerned is for those inside only."""
    wanted = {"fas": str(case.phase), "orsak": case.trigger}
    if request.standing.is_inside:
        wanted["berorda"] = filters.affected_slug(case.affected)
    return urlencode({key: value for key, value in wanted.items() if value})
