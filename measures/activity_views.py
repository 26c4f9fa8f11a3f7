"""What is done with main activities: added on their measure's page, changed, moved, done."""

from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission
from cases.access import CaseRequest, case_view, render_case_page, saving
from cases.models import Case
from core.actions import AlreadyDone, Refused
from measures import actions, queries
from measures.forms import ActivityForm, DoneForm, MoveForm
from measures.models import MainActivity
from measures.pages import (
    cannot_plan,
    done_id,
    find_activity,
    find_measure,
    show_measure,
    to_activity,
)


@require_POST
@case_view(Permission.LOG)
def activity_add(request: CaseRequest, case: Case, measure: int) -> HttpResponseBase:
    """Add a main activity last in the measure."""
    found = find_measure(request, case, measure)
    form = ActivityForm(request.POST, people=queries.people_in(case))
    if not form.is_valid():
        return show_measure(request, case, found, add_form=form, status=422)
    try:
        with saving(request, form, case):
            activity = actions.add_main_activity(
                measure=found,
                facts=form.facts(),
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
    except AlreadyDone as done:
        return to_activity(case, found, int(done.result))
    except Refused as refused:
        return show_measure(
            request, case, found, add_form=form, reasons=refused.reasons, status=422
        )
    messages.success(request, f"Huvudaktivitet {activity.number} är tillagd.")
    return to_activity(case, found, activity.pk)


@require_GET
@case_view(Permission.LOG)
def activity_edit_form(request: CaseRequest, case: Case, activity: int) -> HttpResponseBase:
    """The form for changing a main activity."""
    found = find_activity(request, case, activity)
    people = queries.people_in(case, besides=found.responsible)
    return _edit_page(request, case, found, ActivityForm.of(found, people=people))


@require_POST
@case_view(Permission.LOG)
def activity_edit(request: CaseRequest, case: Case, activity: int) -> HttpResponseBase:
    """Change a main activity's title and plan."""
    found = find_activity(request, case, activity)
    people = queries.people_in(case, besides=found.responsible)
    form = ActivityForm(request.POST, people=people)
    if not form.is_valid():
        return _edit_page(request, case, found, form, status=422)
    try:
        with saving(request, form, case):
            actions.change_main_activity(
                activity=found, facts=form.facts(), actor=request.user, at=timezone.now()
            )
    except Refused as refused:
        return _edit_page(request, case, found, form, reasons=refused.reasons, status=422)
    messages.success(request, f"Huvudaktivitet {found.number} är ändrad.")
    return to_activity(case, found.measure, found.pk)


@require_POST
@case_view(Permission.LOG)
def activity_done(request: CaseRequest, case: Case, activity: int) -> HttpResponseBase:
    """Mark the main activity as done on a day."""
    found = find_activity(request, case, activity)
    form = DoneForm(request.POST, auto_id=done_id(found.pk))
    if not form.is_valid():
        return show_measure(request, case, found.measure, done_form=(found, form), status=422)
    try:
        actions.finish_main_activity(
            activity=found,
            on=form.cleaned_data["on"],
            once=form.cleaned_data["once"],
            actor=request.user,
            at=timezone.now(),
        )
        messages.success(request, f"Huvudaktivitet {found.number} är klar.")
    except AlreadyDone:
        pass
    except Refused as refused:
        return show_measure(request, case, found.measure, reasons=refused.reasons, status=422)
    return to_activity(case, found.measure, found.pk)


@require_POST
@case_view(Permission.LOG)
def activity_reopen(request: CaseRequest, case: Case, activity: int) -> HttpResponseBase:
    """Take up a main activity again that was marked as done."""
    found = find_activity(request, case, activity)
    try:
        actions.reopen_main_activity(activity=found, actor=request.user, at=timezone.now())
    except Refused as refused:
        return show_measure(request, case, found.measure, reasons=refused.reasons, status=422)
    messages.success(request, f"Huvudaktivitet {found.number} pågår igen.")
    return to_activity(case, found.measure, found.pk)


@require_POST
@case_view(Permission.LOG)
def activity_move(request: CaseRequest, case: Case, activity: int) -> HttpResponseBase:
    """One step up or down; the numbers follow."""
    found = find_activity(request, case, activity)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Välj upp eller ner.", content_type="text/plain")
    try:
        actions.move_main_activity(
            activity=found, direction=form.which(), actor=request.user, at=timezone.now()
        )
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
    return to_activity(case, found.measure, found.pk)


def _edit_page(
    request: CaseRequest,
    case: Case,
    activity: MainActivity,
    form: ActivityForm,
    *,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    context = {
        "activity": activity,
        "measure": activity.measure,
        "form": form,
        "reasons": reasons or [],
        "form_failed": status == 422,
        "cannot": cannot_plan(request, case),
    }
    return render_case_page(
        request, case, "measures/activity.html", context, tab="measures", status=status
    )
