"""The pages where issued reports are read and fetched."""

from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import WHO_CAN_GIVE, Permission
from cases.access import CaseRequest, case_view, render_case_page, saving
from cases.models import Case
from core.actions import Refused
from reminders.queries import next_report_of
from reports import actions, queries
from reports.forms import DiaryNumberForm
from reports.model import ISSUABLE, Kind, Report
from reports.models import Issued
from reports.render import body_context
from reports.serving import FileLinks, file_context, other_form_answer, pdf_answer

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
    return pdf_answer(file) if file else redirect("reports:page", case.number, report)


@require_GET
@case_view(Permission.VIEW_INSIDE)
def report_other_form(request: CaseRequest, case: Case, report: int, form: str) -> HttpResponseBase:
    """The report as Word, Excel or HTML, made from the frozen data."""
    return other_form_answer(_issued(request, case, report), form)


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
        "issued_by", "organisation", "replaces", "copy_of"
    )
    return get_object_or_404(reports.filter(case=case), pk=pk)


def _report_page(
    request: CaseRequest, case: Case, issued: Issued, form: DiaryNumberForm, *, status: int = 200
) -> HttpResponseBase:
    report = Report.from_json(issued.data)
    replacement = queries.replacement_of(issued)
    cannot = _cannot_issue(request)
    context: dict[str, Any] = {
        "replacement": replacement,
        "may_replace": not cannot and not replacement and not issued.copy_of_id,
        "copies": queries.copies_of(issued),
        "issued": issued,
        "diary_number": queries.latest_diary_numbers([issued]).get(issued.pk, ""),
        "form": form,
        "form_failed": status == 422,
    }
    links = FileLinks(
        page=reverse("reports:page", args=[case.number, issued.pk]),
        listed=reverse("reports:list", args=[case.number]),
        download=reverse("reports:download", args=[case.number, issued.pk]),
        again=reverse("reports:pdf_again", args=[case.number, issued.pk]),
        form=lambda key: reverse("reports:other_form", args=[case.number, issued.pk, key]),
    )
    context |= file_context(issued, links, cannot) | body_context(report, top=2)
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
