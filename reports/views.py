"""The pages where issued reports are read and fetched."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import WHO_CAN_GIVE, Permission
from cases.access import CaseRequest, case_view, render_case_page, saving
from cases.models import Case
from core import jobs
from core.actions import Refused
from reminders.queries import next_report_of
from reports import actions, queries
from reports.forms import DiaryNumberForm
from reports.model import ISSUABLE, Kind, Report
from reports.models import Issued
from reports.other_forms import OTHER_FORMS
from reports.render import body_context

PER_PAGE = 20


@require_GET
@case_view(Permission.VIEW_INSIDE)
def report_list(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Issued reports of the case, newest first."""
    page = queries.report_page(
        Issued.objects.visible_to(request.user).filter(case=case),
        before=request.GET.get("fore", ""),
        size=PER_PAGE,
    )
    context = {
        "reports": page.rows,
        "more": page.next_key,
        "other_kinds": [k for k in ISSUABLE if k not in (Kind.STATUS_REPORT, Kind.LOGBOOK)],
        "cannot": _cannot_issue(request),
        "next_report": next_report_of(case, request.user, today=timezone.localdate()),
    }
    return render_case_page(request, case, "reports/list.html", context, tab="reports")


@require_GET
@case_view(Permission.VIEW_INSIDE)
def report_page(request: CaseRequest, case: Case, report: int) -> HttpResponseBase:
    """An issued report as it was frozen."""
    return _report_page(request, case, _issued(request, case, report), DiaryNumberForm())


@require_GET
@case_view(Permission.VIEW_INSIDE)
def report_download(request: CaseRequest, case: Case, report: int) -> HttpResponseBase:
    """The PDF, the same bytes for ever; the report's page while it is being made."""
    file = queries.file_of(_issued(request, case, report))
    if file is None:
        return redirect("reports:page", case.number, report)
    return HttpResponse(
        bytes(file.content),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{file.name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_GET
@case_view(Permission.VIEW_INSIDE)
def report_other_form(request: CaseRequest, case: Case, report: int, form: str) -> HttpResponseBase:
    """The report as Word, Excel or HTML, made from the frozen data."""
    issued = _issued(request, case, report)
    wanted = OTHER_FORMS.get(form)
    if wanted is None:
        raise Http404
    name = f"{actions.file_name(issued).removesuffix('.pdf')}.{wanted.ending}"
    return HttpResponse(
        wanted.make(Report.from_json(issued.data), issued_at=issued.issued_at),
        content_type=wanted.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
@case_view(Permission.ISSUE_REPORT)
def report_pdf_again(request: CaseRequest, case: Case, report: int) -> HttpResponseBase:
    """Try once more to make the PDF."""
    issued = _issued(request, case, report)
    try:
        actions.ask_for_pdf_again(report=issued, actor=request.user, at=timezone.now())
    except Refused as refused:
        messages.warning(request, " ".join(refused.reasons))
    return redirect("reports:page", case.number, issued.pk)


@require_POST
@case_view(Permission.ISSUE_REPORT)
def report_diary_number(request: CaseRequest, case: Case, report: int) -> HttpResponseBase:
    """Note the diary number beside the frozen report."""
    issued = _issued(request, case, report)
    form = DiaryNumberForm(request.POST)
    if not form.is_valid():
        return _report_page(request, case, issued, form, status=422)
    with saving(request, form, case):
        actions.give_diary_number(
            report=issued,
            diary_number=form.cleaned_data["diary_number"],
            actor=request.user,
            at=timezone.now(),
        )
    messages.success(request, "Diarienumret är antecknat.")
    return redirect("reports:page", case.number, issued.pk)


def _issued(request: CaseRequest, case: Case, pk: int) -> Issued:
    reports = Issued.objects.visible_to(request.user).select_related(
        "issued_by", "organisation", "replaces"
    )
    return get_object_or_404(reports.filter(case=case), pk=pk)


def _report_page(
    request: CaseRequest, case: Case, issued: Issued, form: DiaryNumberForm, *, status: int = 200
) -> HttpResponseBase:
    report = Report.from_json(issued.data)
    file = queries.file_of(issued, with_content=False)
    replacement = queries.replacement_of(issued)
    cannot = _cannot_issue(request)
    context = {
        "replacement": replacement,
        "other_forms": OTHER_FORMS,
        "may_replace": not cannot and not replacement,
        "issued": issued,
        "file": file,
        "run": None if file else jobs.latest(actions.PDF_JOB, issued.pk),
        "steps": jobs.KINDS[actions.PDF_JOB].steps,
        "diary_number": queries.latest_diary_numbers([issued]).get(issued.pk, ""),
        "form": form,
        "form_failed": status == 422,
        "cannot": cannot,
    } | body_context(report, top=2)
    return render_case_page(
        request,
        case,
        "reports/page.html",
        context,
        tab="reports",
        partials=("report-file",),
        status=status,
    )


def _cannot_issue(request: CaseRequest) -> str:
    """Why there is no button, in words; empty when there is one."""
    if request.standing.may(Permission.ISSUE_REPORT):
        return ""
    who = WHO_CAN_GIVE[Permission.ISSUE_REPORT]
    return f"Du kan läsa rapporterna men inte ta fram nya. Den rätten ger {who}."
