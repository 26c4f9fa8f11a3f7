"""The pages of a case: list, open, overview, phases, state, visibility and history."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import WHO_CAN_GIVE, Permission
from cases import actions, document_queries, queries
from cases.access import CaseRequest, MemberRequest, case_view, render_case_page, saving
from cases.first_steps import first_steps_of
from cases.forms import (
    CaseFilterForm,
    EditCaseForm,
    MoveBackForm,
    MoveForm,
    OpenCaseForm,
    ReasonForm,
    StateForm,
)
from cases.models import Case, Document, Participant
from cases.states import State, Visibility
from core.access import MissingRight, for_members
from core.actions import AlreadyDone, Conflict, Refused
from core.htmx import render_page
from figures.clock_pages import short_clock
from figures.headcount_queries import in_short
from figures.timeline import draw_timeline, timeline_rows
from guide.load import guide
from guide.phases import Phase
from logbook.models import Draft, LogEntry, LogEntryQuerySet
from logbook.queries import history_page, latest_rows
from logbook.sealing import chain_state
from logbook.steps import step_page
from measures.models import Measure
from preparedness.models import PreparednessPlan
from preparedness.opening import open_case_from_plan
from preparedness.queries import planned_for
from reminders.queries import NextReport, next_report_among, participants_with_reports

PER_PAGE = 20
LATEST = 5
STEPS = 8
ON_OVERVIEW = 20
MOST_IN_TIMELINE = 80


@require_GET
@for_members
def case_list(request: MemberRequest) -> HttpResponseBase:
    """The cases the person may see, filtered and sorted."""
    visible = Case.objects.visible_to(request.user)
    form = CaseFilterForm(request.GET, municipalities=queries.municipalities_of(visible))
    wanted = form.cleaned_data if form.is_valid() else {}
    page = queries.case_list(visible, wanted, page=request.GET.get("sida", "1"), size=PER_PAGE)
    context = {
        "form": form,
        "form_failed": bool(form.errors),
        "page": page,
        "last_days": queries.last_entry_days(LogEntry.objects.visible_to(request.user), page),
        "today": timezone.localdate(),
        "may_open": queries.may_open(request.user),
        "is_filtered": any(wanted.get(name) for name in ("q", "fas", "lage", "kommun", "ovningar")),
        "who_can_give": WHO_CAN_GIVE[Permission.LOG],
    }
    return render_page(
        request,
        "cases/list.html",
        context,
        partials=("case-list",),
        status=422 if form.errors else 200,
    )


# --- Open and change --------------------------------------------------------------------------


@require_GET
@for_members
def case_open_form(request: MemberRequest) -> HttpResponseBase:
    """The form for a new case."""
    municipalities = _municipalities_or_403(request)
    initial = {
        "municipality": municipalities[0],
        "responsible": request.user,
        "once": uuid.uuid4(),
    }
    return _open_page(request, _open_form(request, municipalities, initial=initial))


@require_POST
@for_members
def case_open(request: MemberRequest) -> HttpResponseBase:
    """Open the case and go to it."""
    form = _open_form(request, _municipalities_or_403(request), data=request.POST)
    if not form.is_valid():
        return _open_page(request, form, status=422)
    try:
        with saving(request, form) as saved:
            opened_by = (
                open_case_from_plan if form.cleaned_data.get("use_plan") else actions.open_case
            )
            case = saved.case = opened_by(
                municipality=form.cleaned_data["municipality"],
                facts=form.facts(),
                visibility=Visibility(form.cleaned_data["visibility"]),
                is_exercise=form.cleaned_data["is_exercise"],
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
    except AlreadyDone as done:
        return redirect("cases:page", queries.number_of(int(done.result)))
    except Refused as refused:
        return _open_page(request, form, reasons=refused.reasons, status=422)
    messages.success(request, f"Ärende {case.number} är öppnat.")
    return redirect("cases:page", case.number)


def _municipalities_or_403(request: MemberRequest) -> list[Any]:
    municipalities = list(queries.municipalities_to_open_for(request.user))
    if not municipalities:
        raise MissingRight("öppna ärenden", WHO_CAN_GIVE[Permission.LOG])
    return municipalities


def _open_form(request: MemberRequest, municipalities: list[Any], **kwargs: Any) -> OpenCaseForm:
    ids = [municipality.pk for municipality in municipalities]
    return OpenCaseForm(
        **kwargs,
        municipalities=queries.organisations(ids),
        officers=queries.officers_of(ids),
        planned=planned_for(PreparednessPlan.objects.visible_to(request.user), ids),
    )


def _open_page(
    request: HttpRequest, form: OpenCaseForm, *, reasons: list[str] | None = None, status: int = 200
) -> HttpResponseBase:
    context = {"form": form, "reasons": reasons or [], "form_failed": status == 422}
    return render_page(request, "cases/open.html", context, status=status)


@require_GET
@case_view(Permission.STEER_CASE)
def case_edit_form(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The form for changing the case's facts."""
    return _edit_page(request, case, EditCaseForm.of(case, officers=_officers(case)))


@require_POST
@case_view(Permission.STEER_CASE)
def case_edit(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Change the facts; when someone was first, show both."""
    form = EditCaseForm(request.POST, officers=_officers(case))
    if not form.is_valid():
        return _edit_page(request, case, form, status=422)
    try:
        with saving(request, form, case):
            actions.change_case(
                case=case,
                seen_version=form.cleaned_data["seen_version"],
                facts=form.facts(),
                actor=request.user,
                at=timezone.now(),
            )
    except Conflict:
        return _edit_page(request, case, form, conflict=True, status=409)
    except Refused as refused:
        return _edit_page(request, case, form, reasons=refused.reasons, status=422)
    messages.success(request, "Uppgifterna är ändrade.")
    return redirect("cases:page", case.number)


def _officers(case: Case) -> Any:
    return queries.officers_of([queries.lead_of(case).pk])


def _edit_page(
    request: CaseRequest,
    case: Case,
    form: EditCaseForm,
    *,
    reasons: list[str] | None = None,
    conflict: bool = False,
    status: int = 200,
) -> HttpResponseBase:
    context = {
        "form": form,
        "reasons": reasons or [],
        "form_failed": status != 200,
        # As it stands now, beside what the person wrote.
        "theirs": queries.differences(case, form) if conflict else [],
    }
    if conflict:
        form.put("seen_version", case.version)
    return render_case_page(request, case, "cases/edit.html", context, tab="case", status=status)


# --- Overview ---------------------------------------------------------------------------------


@require_GET
@case_view(Permission.VIEW_CASE)
def case_page(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The overview: phases, clock, next steps, latest entries, measures, facts."""
    inside = request.standing.is_inside
    entries = LogEntry.objects.visible_to(request.user).filter(case=case)
    measures = Measure.objects.visible_to(request.user).filter(case=case)
    today = timezone.localdate()
    clock = short_clock(case, inside=inside, today=today)
    answers, marks = queries.answers_and_marks(case) if inside else (None, [])
    steps = queries.phase_steps(case, inside=inside, stays=clock.stays, answers=answers)
    figures = in_short(case, inside=inside)
    first = first_steps_of(case, today=today, has_figures=figures is not None, marks=marks)
    participants = participants_with_reports(case, today=today)
    context = {
        "steps": steps,
        "first": first if inside and first.is_on_overview else None,
        "clock": clock,
        "current": next(step for step in steps if step.state == "current"),
        "days": queries.days_since(case.notice_on, today),
        "today": today,
        "next_steps": step_page(entries, today=today, after="", size=STEPS) if inside else None,
        "may_close": request.standing.may(Permission.LOG) and case.state != State.CLOSED,
        "latest": latest_rows(entries, limit=LATEST, steps_in=entries if inside else None),
        "measures": list(measures.in_order().select_related("responsible")[:ON_OVERVIEW]),
        "participants": participants,
        "figures": figures,
        "next_report": _next_report(request, case, participants, today),
        "cannot_log": _cannot(request, Permission.LOG),
        "cannot_steer": _cannot(request, Permission.STEER_CASE),
    }
    return render_case_page(request, case, "cases/page.html", context, tab="case")


def _next_report(
    request: CaseRequest, case: Case, participants: list[Participant], today: date
) -> NextReport | None:
    """For those who make reports in the case."""
    standing = request.standing
    if not standing.may(Permission.ISSUE_REPORT):
        return None
    return next_report_among(participants, standing.organisations, case, today=today)


def _cannot(request: CaseRequest, permission: Permission) -> str:
    """Which right is missing and who can give it, in words; empty when it is there."""
    if request.standing.may(permission):
        return ""
    label, who = permission.label, WHO_CAN_GIVE[permission]
    return f"Du kan läsa men saknar rätten att {label}. Den kan du få av {who}."


# --- Phases -----------------------------------------------------------------------------------


@require_GET
@case_view(Permission.VIEW_CASE)
def phase_list(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The five phases, when the case was in each, and how far the questions have come."""
    today = timezone.localdate()
    measures = Measure.objects.visible_to(request.user).filter(case=case).in_order()
    rows = timeline_rows(queries.stays_of(case), measures[:MOST_IN_TIMELINE], stop=today)
    inside = request.standing.is_inside
    steps = queries.phase_steps(case, inside=inside)
    context = {
        "steps": steps,
        "whole": queries.progress_of(step.progress for step in steps if step.progress),
        "passed": queries.passed_phases(_entries(request, case)) if inside else [],
        "chart": draw_timeline(
            rows, key="tidslinje", title="Faser och insatser", stop=today, stop_words="i dag"
        ),
    }
    return render_case_page(request, case, "cases/phases.html", context, tab="phases")


@require_GET
@case_view(Permission.VIEW_CASE)
def phase_page(request: CaseRequest, case: Case, phase: int) -> HttpResponseBase:
    """The guide's phase inside the case."""
    return phase_response(request, case, phase_or_404(phase))


@require_POST
@case_view(Permission.STEER_CASE)
def phase_move(request: CaseRequest, case: Case, phase: int) -> HttpResponseBase:
    """Go on to the next phase, or back; passing what is missing takes a reason."""
    phase_or_404(phase)
    now = Phase(case.phase)
    is_onward = request.POST.get("to") == str(now + 1)
    form = MoveForm(request.POST) if is_onward else MoveBackForm(request.POST, now=now)
    # What failed is shown where the case is now: there the forms are.
    if not form.is_valid():
        return phase_response(request, case, now, move_form=form, status=422)
    try:
        with saving(request, form, case):
            moved = actions.move_to_phase(
                case=case,
                to=form.cleaned_data["to"],
                reason=form.cleaned_data["reason"],
                actor=request.user,
                at=timezone.now(),
            )
    except Refused as refused:
        return phase_response(
            request, case, now, move_form=form, reasons=refused.reasons, status=422
        )
    messages.success(request, f"Ärendet är nu i fas {moved.phase}, {Phase(moved.phase).label}.")
    return redirect("cases:phase", case.number, moved.phase)


def phase_or_404(number: int) -> Phase:
    if number not in Phase.values:
        raise Http404
    return Phase(number)


def phase_response(
    request: CaseRequest,
    case: Case,
    phase: Phase,
    *,
    move_form: MoveForm | MoveBackForm | None = None,
    reasons: list[str] | None = None,
    failed: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    inside = request.standing.is_inside
    now = Phase(case.phase)
    context: dict[str, Any] = {
        "phase": guide().phase(phase),
        "steps": (steps := queries.phase_steps(case, inside=inside)),
        "is_current": phase == now,
        "stays": [stay for stay in queries.stays_of(case) if stay.phase == phase],
        "form_failed": status != 200,
        "cannot_log": _cannot(request, Permission.LOG),
        "cannot_steer": _cannot(request, Permission.STEER_CASE),
    }
    if inside:
        next_phase = Phase(now + 1) if now < Phase.FOLLOW_UP else None
        drafts = (
            Draft.objects.visible_to(request.user) if request.standing.may(Permission.LOG) else None
        )
        questions = queries.questions_of(case, phase, today=timezone.localdate(), drafts=drafts)
        if failed:
            questions = [question.with_attempt(**failed) for question in questions]
        passed = queries.passed_phases(_entries(request, case))
        context |= {
            "areas": queries.by_area(questions),
            "progress": steps[phase - 1].progress,
            "whole": queries.progress_of(step.progress for step in steps if step.progress),
            "open_questions": [
                item for item in questions if item.is_open and not item.question.retired
            ],
            "passed": [left for left in passed if left.phase == phase],
            "expected": document_queries.expected_in_phase(
                Document.objects.visible_to(request.user).filter(case=case), phase
            ),
            "today": timezone.localdate(),
            "missing_goals": queries.missing_goals(case, phase) if phase == now else [],
            "failed_form": move_form,
            "reasons": reasons or [],
            "next_phase": next_phase,
            "forward_form": move_form
            if isinstance(move_form, MoveForm)
            else MoveForm(initial={"to": next_phase}),
            "back_form": move_form
            if isinstance(move_form, MoveBackForm)
            else MoveBackForm(now=now),
        }
    return render_case_page(request, case, "cases/phase.html", context, tab="phases", status=status)


def _entries(request: CaseRequest, case: Case) -> LogEntryQuerySet:
    return LogEntry.objects.visible_to(request.user).filter(case=case)


# --- State, visibility, history ---------------------------------------------------------------


@require_GET
@case_view(Permission.STEER_CASE)
def case_state_form(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The form for pausing, closing or taking up the case again."""
    return _state_page(request, case, StateForm(case=case))


@require_POST
@case_view(Permission.STEER_CASE)
def case_state(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Change the state."""
    form = StateForm(request.POST, case=case)
    if not form.is_valid():
        return _state_page(request, case, form, status=422)
    to = State(form.cleaned_data["to"])
    reason = form.cleaned_data["reason"]
    try:
        with saving(request, form, case):
            actions.change_state(
                case=case, to=to, reason=reason, actor=request.user, at=timezone.now()
            )
    except Refused as refused:
        return _state_page(request, case, form, reasons=refused.reasons, status=422)
    messages.success(request, f"Ärendets läge är nu: {to.label}.")
    return redirect("cases:page", case.number)


def _state_page(
    request: CaseRequest,
    case: Case,
    form: StateForm,
    *,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    context = {"form": form, "reasons": reasons or [], "form_failed": status == 422}
    return render_case_page(request, case, "cases/state.html", context, tab="case", status=status)


@require_GET
@case_view(Permission.STEER_CASE)
def case_visibility_form(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The form for hiding the case or making it known to the municipality."""
    return _visibility_page(request, case, ReasonForm())


@require_POST
@case_view(Permission.STEER_CASE)
def case_visibility(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Switch between restricted and internal."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _visibility_page(request, case, form, status=422)
    to = Visibility.INTERNAL if case.is_restricted else Visibility.RESTRICTED
    reason = form.cleaned_data["reason"]
    try:
        with saving(request, form, case):
            actions.change_visibility(
                case=case, to=to, reason=reason, actor=request.user, at=timezone.now()
            )
    except Refused as refused:
        return _visibility_page(request, case, form, reasons=refused.reasons, status=422)
    messages.success(request, "Synligheten är ändrad.")
    return redirect("cases:page", case.number)


def _visibility_page(
    request: CaseRequest,
    case: Case,
    form: ReasonForm,
    *,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    context = {
        "form": form,
        "reasons": reasons or [],
        "form_failed": status == 422,
        "readers": queries.readers_of(case),
    }
    return render_case_page(
        request, case, "cases/visibility.html", context, tab="case", status=status
    )


@require_GET
@case_view(Permission.VIEW_INSIDE)
def case_history(request: CaseRequest, case: Case) -> HttpResponse | HttpResponseBase:
    """What the system itself has recorded, newest first."""
    entries = LogEntry.objects.visible_to(request.user).filter(case=case)
    before = request.GET.get("fore", "")
    context = {
        "page": history_page(entries, before=before, size=50),
        "stays": queries.stays_of(case),
        "chain": None if before else chain_state(case, entries),
    }
    return render_case_page(request, case, "cases/history.html", context, tab="history")
