"""The pages where reports are made, read and fetched."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import WHO_CAN_GIVE, Permission
from cases.access import CaseRequest, case_view, render_case_page, saving
from cases.models import Case
from core.actions import AlreadyDone, Refused
from figures.clock_queries import next_report_on
from reports import actions, queries
from reports.build import NOT_AT_THIS_LEVEL, build_report
from reports.forms import SHOWN_IN, USUAL_RECIPIENT, DiaryNumberForm, ReportForm, usual_decisions
from reports.levels import Level, seen_at_each
from reports.model import OF_A_CASE, Empty, Kind, Report
from reports.models import Issued
from reports.parts import held_in
from reports.render import body_context
from reports.request import ReportRequest
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
        "other_kinds": [k for k in OF_A_CASE if k not in (Kind.STATUS_REPORT, Kind.LOGBOOK)],
        "cannot": _cannot_issue(request),
    }
    return render_case_page(request, case, "reports/list.html", context, tab="reports")


@require_GET
@case_view(Permission.ISSUE_REPORT)
def report_new(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The form, filled in as far as the case knows."""
    replaced = _replaced(request, case, request.GET.get("ersatter", ""))
    form = ReportForm(initial=_initial(case, request.GET.get("typ", ""), replaced))
    return _form_page(request, case, form, replaced)


@require_POST
@case_view(Permission.ISSUE_REPORT)
def report_preview(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The form with the report as it would look, without storing anything."""
    form = ReportForm(request.POST)
    replaced = _replaced(request, case, form["replaces"].value())
    if not form.is_valid():
        return _form_page(request, case, form, replaced, status=422)
    if reasons := queries.why_not_at_level(form.request(), request.user, case):
        return _form_page(request, case, form, replaced, reasons=reasons, status=422)
    return _form_page(request, case, form, replaced, asked=form.request())


@require_POST
@case_view(Permission.ISSUE_REPORT)
def report_issue(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Freeze the report and go to it."""
    form = ReportForm(request.POST)
    replaced = _replaced(request, case, form["replaces"].value())
    if not form.is_valid():
        return _form_page(request, case, form, replaced, status=422)
    try:
        with saving(request, form, case):
            issued = actions.issue_report(
                case=case,
                request=form.request(),
                replaces=replaced,
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
    except AlreadyDone as done:
        return redirect("reports:page", case.number, int(done.result))
    except Refused as refused:
        return _form_page(request, case, form, replaced, reasons=refused.reasons, status=422)
    messages.success(request, f"{issued.title} är fastställd och har nummer {issued.number}.")
    return redirect("reports:page", case.number, issued.pk)


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


def _replaced(request: CaseRequest, case: Case, pk: object) -> Issued | None:
    """The report to withdraw, when one is named. Raises Http404 for what is not one of the case's."""
    if pk in (None, ""):
        return None
    if not str(pk).isdecimal() or len(str(pk)) > 18:
        raise Http404
    return _issued(request, case, int(str(pk)))


def _preview(
    request: CaseRequest, case: Case, asked: ReportRequest, replaced: Issued | None
) -> dict[str, Any]:
    """The report as it would look to those it is for, and what each level would see."""
    material = queries.material_for(
        case,
        officer=request.user,
        organisation=queries.organisation_of(request.user, case),
        first=asked.period_from,
        stop=asked.period_to,
        recipient=asked.recipient,
        level=asked.level,
        replaces=replaced,
    )
    number = replaced.number if replaced else ""
    report = build_report(material, asked, day=timezone.localdate(), replaces=number)
    context = {
        "preview": report,
        "chosen_level": asked.level,
        "levels": seen_at_each(held_in(material, asked.kind), chosen=asked.level),
        "missing": [
            section.heading
            for section in report.sections
            if section.is_empty and Empty(NOT_AT_THIS_LEVEL) not in section.blocks
        ],
    }
    return context | body_context(report, top=2)


def _form_page(
    request: CaseRequest,
    case: Case,
    form: ReportForm,
    replaced: Issued | None,
    *,
    asked: ReportRequest | None = None,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    context: dict[str, Any] = {
        "form": form,
        "reasons": reasons or [],
        "replaced": replaced,
        "form_failed": status == 422,
    }
    if asked:
        context |= _preview(request, case, asked, replaced)
    return render_case_page(
        request, case, "reports/new.html", context, tab="reports", status=status
    )


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


def _initial(case: Case, kind: str, replaced: Issued | None) -> dict[str, Any]:
    """Carry on where the last report of that kind ended; to the board; until today.

    A report that replaces another one is as that one was.
    """
    if replaced:
        return {
            "kind": replaced.kind,
            "period_from": replaced.period_from,
            "period_to": replaced.period_to,
            "recipient": replaced.recipient,
            "level": replaced.level,
            "replaces": replaced.pk,
            "once": uuid.uuid4(),
        }
    wanted = Kind(kind) if kind in {k.value for k in OF_A_CASE} else Kind.STATUS_REPORT
    last, today = queries.last_issued(case, wanted), timezone.localdate()
    following = next_report_on(case)
    return {
        "kind": wanted.value,
        "period_from": last.stop_on + timedelta(days=1) if last else case.notice_on,
        "period_to": today,
        "next_report_on": following if following and following > today else None,
        "recipient": last.recipient if last else USUAL_RECIPIENT.get(wanted, ""),
        "level": Level.PUBLIC,
        "decisions": usual_decisions(wanted)[0] if "decisions" in SHOWN_IN[wanted] else "",
        "once": uuid.uuid4(),
    }


def _cannot_issue(request: CaseRequest) -> str:
    """Why there is no button, in words; empty when there is one."""
    if request.standing.may(Permission.ISSUE_REPORT):
        return ""
    who = WHO_CAN_GIVE[Permission.ISSUE_REPORT]
    return f"Du kan läsa rapporterna men inte ta fram nya. Den rätten ger {who}."
