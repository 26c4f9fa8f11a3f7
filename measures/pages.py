"""A measure's page, which several views show, and finding what an address names."""

import uuid
from datetime import date
from typing import Any

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import WHO_CAN_GIVE, Permission
from cases.access import CaseRequest, render_case_page
from cases.models import Case
from guide.load import guide
from logbook.audience import who_reads
from logbook.forms import offered, quick_log_form
from logbook.models import Draft, LogEntry
from measures import queries, rules
from measures.forms import ActivityForm, DoneForm
from measures.models import MainActivity, Measure
from measures.states import NEXT_STATES, State
from measures.words import proposed_note

ACTIVITIES_PER_PAGE = 50


def find_measure(request: CaseRequest, case: Case, pk: int) -> Measure:
    """A measure of the case, or 404."""
    measures = Measure.objects.visible_to(request.user).filter(case=case)
    return get_object_or_404(measures.select_related("case", "responsible"), pk=pk)


def find_activity(request: CaseRequest, case: Case, pk: int) -> MainActivity:
    """A main activity of the case, or 404."""
    activities = MainActivity.objects.visible_to(request.user).filter(measure__case=case)
    return get_object_or_404(
        activities.select_related("measure__case", "measure__responsible", "responsible"), pk=pk
    )


def show_measure(
    request: CaseRequest,
    case: Case,
    measure: Measure,
    *,
    add_form: ActivityForm | None = None,
    done_form: tuple[MainActivity, DoneForm] | None = None,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    """The measure's page; a form that failed stands in its place with what was written."""
    log = LogEntry.objects.visible_to(request.user).filter(case=case)
    page, rows = queries.activity_page(
        MainActivity.objects.visible_to(request.user).filter(measure=measure),
        log=log,
        today=timezone.localdate(),
        page=request.GET.get("sida", "1"),
        size=ACTIVITIES_PER_PAGE,
    )
    cannot = cannot_plan(request, case)
    if not request.standing.is_inside:
        measure = queries.as_seen_from_outside(measure)
    failed = done_form[1] if done_form else add_form
    context: dict[str, Any] = {
        "measure": measure,
        "inside": request.standing.is_inside,
        "course": queries.course_in_log(log, measure),
        "late": queries.late_words(measure, timezone.localdate()),
        "entry": _catalogue_entry(measure),
        "page": page,
        "rows": [(row, _done_form(row.activity, done_form)) for row in rows],
        "next_states": [state for state in State if state in NEXT_STATES[State(measure.state)]],
        "add_form": add_form or ActivityForm(initial=_once(), people=queries.people_in(case)),
        "failed_form": failed,
        "reasons": reasons or [],
        "cannot": cannot,
        "form_failed": status == 422,
    }
    if not cannot and (day := _asked_to_note(request)):
        context |= _proposed_note(request, case, measure, day)
    return render_case_page(
        request, case, "measures/page.html", context, tab="measures", status=status
    )


def to_activity(case: Case, measure: Measure, activity: int) -> HttpResponseRedirect:
    """Back to the measure's page, at the main activity."""
    number = queries.number_of_activity(activity)
    page = (number - 1) // ACTIVITIES_PER_PAGE + 1
    address = reverse("measures:page", args=[case.number, measure.pk])
    where = f"?sida={page}" if page > 1 else ""
    return HttpResponseRedirect(f"{address}{where}#huvudaktivitet-{activity}")


def cannot_plan(request: CaseRequest, case: Case) -> str:
    """Why there are no buttons, in words; empty when there are."""
    if not request.standing.may(Permission.LOG):
        who = WHO_CAN_GIVE[Permission.LOG]
        return f"Du kan läsa insatserna men inte planera dem. Den rätten ger {who}."
    return " ".join(rules.blockers_to_plan(case))


def done_id(activity: int) -> str:
    """Ids for the fields of one of many forms on the page."""
    return f"id_klar_{activity}_%s"


def _done_form(activity: MainActivity, failed: tuple[MainActivity, DoneForm] | None) -> DoneForm:
    if failed and failed[0].pk == activity.pk:
        return failed[1]
    return DoneForm(initial=_once() | {"on": timezone.localdate()}, auto_id=done_id(activity.pk))


def _asked_to_note(request: CaseRequest) -> date | None:
    """The day from which the measure has its state, when it was changed just now."""
    try:
        day = date.fromisoformat(request.GET.get("anteckna", ""))
    except ValueError:
        return None
    return day if day <= timezone.localdate() else None


def _proposed_note(request: CaseRequest, case: Case, measure: Measure, day: date) -> dict[str, Any]:
    """The quick log with a sentence on the new state; nothing is written until the person saves it."""
    form = quick_log_form(
        case,
        request.user,
        is_inside=request.standing.is_inside,
        place=f"m{measure.pk}",
    )
    state, taker = State(measure.state), measure.handed_over_to
    form.initial["what"] = proposed_note(measure.title, state, handed_over_to=taker)
    form.initial["when"] = day.isoformat()
    drafts = Draft.objects.visible_to(request.user).of_entries(None).filter(case=case)
    return {
        "quick_form": form,
        "who_reads": who_reads(case, request.user, request.standing, form.circle),
        "drafts": offered(drafts, form),
    }


def _once() -> dict[str, Any]:
    return {"once": uuid.uuid4()}


def _catalogue_entry(measure: Measure) -> Any:
    return next((e for e in guide().measures if e.key == measure.catalogue_key), None)
