"""The pages of a case's measures: the plan, and a measure's own forms."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission
from cases.access import CaseRequest, case_view, render_case_page, saving
from cases.models import Case
from core.actions import AlreadyDone, Conflict, Refused
from guide.load import guide
from guide.model import CatalogueMeasure
from logbook.models import LogEntry
from measures import actions, queries
from measures.forms import (
    CATALOGUE_TITLES,
    EditMeasureForm,
    MeasureForm,
    MoveForm,
    PlanFilterForm,
    StateForm,
)
from measures.from_catalogue import as_many_as_fit
from measures.models import Measure
from measures.pages import cannot_plan, find_measure, show_measure

PER_PAGE = 50


# --- The plan ---------------------------------------------------------------------------------


@require_GET
@case_view(Permission.VIEW_CASE)
def measure_list(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The case's measures in plan order, or those the filters ask for."""
    measures = Measure.objects.visible_to(request.user).filter(case=case)
    form = PlanFilterForm(request.GET, people=queries.responsible_people(measures))
    wanted = form.wanted()
    page, rows = queries.plan_page(
        measures,
        wanted,
        log=LogEntry.objects.visible_to(request.user).filter(case=case),
        today=timezone.localdate(),
        page=request.GET.get("sida", "1"),
        size=PER_PAGE,
    )
    context = {
        "page": page,
        "rows": rows,
        "form": form,
        "is_filtered": bool(wanted),
        "moved": request.GET.get("flyttad", ""),
        "cannot": cannot_plan(request, case),
    }
    return render_case_page(
        request, case, "measures/list.html", context, tab="measures", partials=("plan",)
    )


@require_POST
@case_view(Permission.LOG)
def measure_move(request: CaseRequest, case: Case, measure: int) -> HttpResponseBase:
    """One step up or down in the plan; back to the list, at the measure."""
    found = find_measure(request, case, measure)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Välj upp eller ner.", content_type="text/plain")
    try:
        found = actions.move_measure(
            measure=found, direction=form.which(), actor=request.user, at=timezone.now()
        )
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
    page = queries.page_of(found, size=PER_PAGE)
    address = reverse("measures:list", args=[case.number])
    return redirect(f"{address}?sida={page}&flyttad={found.pk}#insats-{found.pk}")


@require_GET
@case_view(Permission.VIEW_CASE)
def measure_page(request: CaseRequest, case: Case, measure: int) -> HttpResponseBase:
    """The measure with its facts, its course and its main activities."""
    return show_measure(request, case, find_measure(request, case, measure))


# --- Add and change a measure -----------------------------------------------------------------


@require_GET
@case_view(Permission.LOG)
def measure_add_form(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The form for a new measure, filled in from the catalogue when `?fran=` names an entry."""
    initial: dict[str, Any] = {"once": uuid.uuid4()}
    entry = _entry(request.GET.get("fran", ""))
    if entry:
        initial |= {
            "title": entry.title,
            "group": entry.group.value,
            "description": entry.description,
            "partners": as_many_as_fit(entry.actors),
            "catalogue_key": entry.key,
        }
    return _add_page(request, case, MeasureForm(initial=initial, people=queries.people_in(case)))


@require_POST
@case_view(Permission.LOG)
def measure_add(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Add the measure last in the plan and go to it."""
    form = MeasureForm(request.POST, people=queries.people_in(case))
    if not form.is_valid():
        return _add_page(request, case, form, status=422)
    try:
        with saving(request, form, case):
            measure = actions.add_measure(
                case=case,
                facts=form.facts(),
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
    except AlreadyDone as done:
        return redirect("measures:page", case.number, int(done.result))
    except Refused as refused:
        return _add_page(request, case, form, reasons=refused.reasons, status=422)
    messages.success(request, f"Insatsen {measure.title} är tillagd. Lägg till huvudaktiviteter.")
    return redirect("measures:page", case.number, measure.pk)


@require_GET
@case_view(Permission.LOG)
def measure_edit_form(request: CaseRequest, case: Case, measure: int) -> HttpResponseBase:
    """The form for changing a measure's facts."""
    found = find_measure(request, case, measure)
    people = queries.people_in(case, besides=found.responsible)
    return _edit_page(request, case, found, EditMeasureForm.of(found, people=people))


@require_POST
@case_view(Permission.LOG)
def measure_edit(request: CaseRequest, case: Case, measure: int) -> HttpResponseBase:
    """Change the facts; when someone was first, show both texts."""
    found = find_measure(request, case, measure)
    people = queries.people_in(case, besides=found.responsible)
    form = EditMeasureForm(request.POST, people=people)
    if not form.is_valid():
        return _edit_page(request, case, found, form, status=422)
    try:
        with saving(request, form, case):
            actions.change_measure(
                measure=found,
                seen_version=form.cleaned_data["seen_version"],
                facts=form.facts(),
                actor=request.user,
                at=timezone.now(),
            )
    except Conflict as conflict:
        theirs = cast(Measure, conflict.current)
        differences = _differences(theirs, form)
        form.put("seen_version", theirs.version)
        return _edit_page(request, case, theirs, form, theirs=differences, status=409)
    except Refused as refused:
        return _edit_page(request, case, found, form, reasons=refused.reasons, status=422)
    messages.success(request, "Insatsen är ändrad.")
    return redirect("measures:page", case.number, found.pk)


@require_GET
@case_view(Permission.LOG)
def measure_state_form(request: CaseRequest, case: Case, measure: int) -> HttpResponseBase:
    """The form for moving a measure to another state."""
    found = find_measure(request, case, measure)
    initial = {"on": timezone.localdate(), "once": uuid.uuid4()}
    return _state_page(request, case, found, StateForm(initial=initial, measure=found))


@require_POST
@case_view(Permission.LOG)
def measure_state(request: CaseRequest, case: Case, measure: int) -> HttpResponseBase:
    """Move the measure to its next state."""
    found = find_measure(request, case, measure)
    form = StateForm(request.POST, measure=found)
    if not form.is_valid():
        return _state_page(request, case, found, form, status=422)
    values = form.cleaned_data
    try:
        with saving(request, form, case):
            found = actions.change_measure_state(
                measure=found,
                to=values["to"],
                on=values["on"],
                reason=values["reason"],
                handed_over_to=values["handed_over_to"],
                once=values["once"],
                actor=request.user,
                at=timezone.now(),
            )
        messages.success(request, f"Insatsens läge är nu: {values['to'].label}.")
    except AlreadyDone:
        pass
    except Refused as refused:
        return _state_page(request, case, found, form, reasons=refused.reasons, status=422)
    page = reverse("measures:page", args=[case.number, found.pk])
    return redirect(f"{page}?anteckna={values['on'].isoformat()}")


# --- The bodies of GET and failed POST --------------------------------------------------------


def _add_page(
    request: CaseRequest,
    case: Case,
    form: MeasureForm,
    *,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    entry = _entry(str(form["catalogue_key"].value() or ""))
    context = _form_context(form, reasons, status) | {
        "entry": entry,
        "cannot": cannot_plan(request, case),
    }
    return render_case_page(
        request, case, "measures/add.html", context, tab="measures", status=status
    )


def _edit_page(
    request: CaseRequest,
    case: Case,
    measure: Measure,
    form: EditMeasureForm,
    *,
    theirs: list[tuple[str, str, str]] | None = None,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    context = _form_context(form, reasons, status) | {
        "measure": measure,
        "theirs": theirs or [],
        "is_conflict": status == 409,
        "cannot": cannot_plan(request, case),
    }
    return render_case_page(
        request, case, "measures/edit.html", context, tab="measures", status=status
    )


def _state_page(
    request: CaseRequest,
    case: Case,
    measure: Measure,
    form: StateForm,
    *,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    context = _form_context(form, reasons, status) | {
        "measure": measure,
        "cannot": cannot_plan(request, case),
    }
    return render_case_page(
        request, case, "measures/state.html", context, tab="measures", status=status
    )


def _form_context(form: Any, reasons: list[str] | None, status: int) -> dict[str, Any]:
    return {
        "form": form,
        "reasons": reasons or [],
        "form_failed": status in (409, 422),
        "catalogue": guide().measures,
        "catalogue_titles": CATALOGUE_TITLES,
    }


def _entry(key: str) -> CatalogueMeasure | None:
    try:
        return guide().measure(key)
    except KeyError:
        return None


def _differences(theirs: Measure, form: EditMeasureForm) -> list[tuple[str, str, str]]:
    """Label, what stands there now, what this person wrote: for the fields that differ."""
    saved = EditMeasureForm.of(theirs, people=queries.people_in(theirs.case))
    rows = []
    for field in form.visible_fields():
        now, mine = saved.in_words(field.name), form.in_words(field.name)
        if now != mine:
            rows.append((str(field.label), now, mine))
    return rows
