"""The pages of the self-assessment: all years side by side, and one year with its twelve indicators."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import WHO_CAN_GIVE, Permission
from cases.access import CaseRequest, case_view, render_case_page, saving
from cases.models import Case
from core.actions import Conflict, Refused
from figures import assessment_actions, assessment_queries, assessment_rules
from figures.assessment_forms import AssessmentBase, AssessmentForm, ReopenForm
from figures.assessment_records import Judgement
from figures.models import SelfAssessment
from measures.rules import blockers_to_plan

YEARS_SHOWN = 6


@require_GET
@case_view(Permission.VIEW_INSIDE)
def assessment_list(request: CaseRequest, case: Case) -> HttpResponseBase:
    """All years side by side, with how each grade has moved."""
    this_year = timezone.localdate().year
    years = assessment_queries.years_of(_visible(request, case), limit=YEARS_SHOWN)
    context = {
        "years": years,
        "this_year": this_year,
        "has_this_year": any(row.year == this_year for row in years.years),
        "cannot": _cannot(request, case),
    }
    return render_case_page(
        request, case, "figures/assessments.html", context, tab="self-assessment"
    )


@require_GET
@case_view(Permission.VIEW_INSIDE)
def assessment_page(request: CaseRequest, case: Case, year: int) -> HttpResponseBase:
    """One year: the form while the group is at it, and what it said once that is fixed."""
    found = _of_year(request, case, year)
    if found is None and list(
        assessment_rules.blockers_to_year(
            year=year, notice_on=case.notice_on, today=timezone.localdate()
        )
    ):
        raise Http404
    return _page(request, case, year, found)


@require_POST
@case_view(Permission.LOG)
def assessment_save(request: CaseRequest, case: Case, year: int) -> HttpResponseBase:
    """Save what the group says so far; with the other button also fix it."""
    _inside_or_404(request)
    form = AssessmentForm(request.POST)
    if not form.is_valid():
        return _page(request, case, year, _of_year(request, case, year), form=form, status=422)
    try:
        with saving(request, form, case):
            saved = assessment_actions.save_assessment(
                case=case,
                year=year,
                seen_version=form.cleaned_data["seen_version"],
                judgements=form.judgements(),
                actor=request.user,
                at=timezone.now(),
            )
    except Conflict:
        return _conflict(request, case, year, form)
    except Refused as refused:
        return _refused(request, case, year, form, refused.reasons)
    if not form.is_to_be_agreed:
        messages.success(request, "Det ni har skrivit är sparat.")
        return redirect("figures:assessment", case.number, year)
    try:
        assessment_actions.agree_on_assessment(
            assessment=saved,
            agreed_on=form.cleaned_data["agreed_on"],
            participants=form.cleaned_data["participants"],
            actor=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        form.put("seen_version", saved.version)
        return _refused(request, case, year, form, refused.reasons)
    messages.success(request, f"Självskattningen för {year} är fastställd.")
    return redirect("figures:assessment", case.number, year)


@require_POST
@case_view(Permission.LOG)
def assessment_reopen(request: CaseRequest, case: Case, year: int) -> HttpResponseBase:
    """Take up again what the group agreed on."""
    _inside_or_404(request)
    found = _of_year(request, case, year)
    if found is None:
        raise Http404
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _page(request, case, year, found, reopen_form=form, status=422)
    try:
        with saving(request, form, case):
            assessment_actions.reopen_assessment(
                assessment=found,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                at=timezone.now(),
            )
    except Refused as refused:
        return _page(
            request, case, year, found, reopen_form=form, reasons=refused.reasons, status=422
        )
    messages.success(request, f"Självskattningen för {year} går att ändra igen.")
    return redirect("figures:assessment", case.number, year)


@require_POST
@case_view(Permission.LOG)
def suggestion_plan(
    request: CaseRequest, case: Case, year: int, indicator: str
) -> HttpResponseBase:
    """Make a suggestion an idea in the plan, and go to it there."""
    _inside_or_404(request)
    found = _of_year(request, case, year)
    grade = assessment_queries.grade_in(found, indicator) if found else None
    if grade is None:
        raise Http404
    try:
        measure = assessment_actions.plan_suggestion(
            grade=grade, actor=request.user, at=timezone.now()
        )
    except Refused as refused:
        return _page(request, case, year, found, reasons=refused.reasons, status=422)
    messages.success(request, f"Förslaget är nu en insats: {measure.title}.")
    return redirect("measures:page", case.number, measure.pk)


# --- The bodies -------------------------------------------------------------------------------


def _visible(request: CaseRequest, case: Case) -> Any:
    return SelfAssessment.objects.visible_to(request.user).filter(case=case)


def _of_year(request: CaseRequest, case: Case, year: int) -> SelfAssessment | None:
    return cast("SelfAssessment | None", _visible(request, case).filter(year=year).first())


def _inside_or_404(request: CaseRequest) -> None:
    if not request.standing.is_inside:
        raise Http404


def _cannot(request: CaseRequest, case: Case) -> str:
    """Why the person cannot write here, in words; empty when they can."""
    if not request.standing.may(Permission.LOG):
        who = WHO_CAN_GIVE[Permission.LOG]
        return f"Du kan läsa självskattningen men inte ändra den. Den rätten ger {who}."
    return " ".join(blockers_to_plan(case))


def _refused(
    request: CaseRequest, case: Case, year: int, form: AssessmentBase, reasons: list[str]
) -> HttpResponseBase:
    found = _of_year(request, case, year)
    return _page(request, case, year, found, form=form, reasons=reasons, status=422)


def _conflict(
    request: CaseRequest, case: Case, year: int, form: AssessmentBase
) -> HttpResponseBase:
    """Both what was written and what someone else has saved since."""
    found = _of_year(request, case, year)
    assert found
    theirs = assessment_queries.judgements_of(found)
    mine = form.judgements()
    form.put("seen_version", found.version)
    different = [
        (about, said)
        for about, _ in form.parts()
        if (said := theirs.get(about.key, Judgement())) != mine[about.key]
    ]
    return _page(request, case, year, found, form=form, theirs=different, status=409)


def _page(
    request: CaseRequest,
    case: Case,
    year: int,
    found: SelfAssessment | None,
    *,
    form: AssessmentBase | None = None,
    reopen_form: ReopenForm | None = None,
    reasons: list[str] | None = None,
    theirs: list[Any] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    cannot = _cannot(request, case)
    is_open = (found is None or not found.is_agreed) and not cannot
    if is_open and form is None:
        said = assessment_queries.judgements_of(found) if found else {}
        version = found.version if found else 0
        participants = found.participants if found else ""
        form = AssessmentForm.of(said, version=version, participants=participants)
    context = {
        "year": year,
        "assessment": found,
        "is_open": is_open,
        "form": form,
        "graded": assessment_queries.graded(found) if found and not is_open else [],
        "reopen_form": reopen_form or ReopenForm(),
        "failed_form": reopen_form or form,
        "reasons": reasons or [],
        "theirs": theirs or [],
        "form_failed": status != 200,
        "cannot": cannot,
    }
    return render_case_page(
        request, case, "figures/assessment.html", context, tab="self-assessment", status=status
    )
