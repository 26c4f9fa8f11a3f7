"""The region's pages: the county reports are made, read and fetched."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Organisation
from core.actions import AlreadyDone, Refused
from core.htmx import render_page
from region import actions, queries
from region.access import CoordinatorRequest, coordinator_view
from region.build import build_county_report
from region.forms import CountyDiaryNumberForm, CountyReportFilter, CountyReportForm
from region.request import CountyRequest
from reports import actions as report_actions
from reports.model import Report
from reports.models import Issued
from reports.queries import file_of, latest_diary_numbers
from reports.queries import report_page as page_of_reports
from reports.render import body_context
from reports.serving import FileLinks, file_context, other_form_answer, pdf_answer

PER_PAGE = 20


@require_GET
@coordinator_view
def report_list(request: CoordinatorRequest) -> HttpResponseBase:
    """The region's issued reports, newest first."""
    form = CountyReportFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    reports = Issued.objects.visible_to(request.user).filter(case=None)
    if recipient := wanted.get("mottagare"):
        reports = reports.filter(recipient__icontains=recipient)
    page = page_of_reports(
        reports,
        before=request.GET.get("fore", ""),
        size=PER_PAGE,
        oldest_first=wanted.get("ordning") == "aldst",
    )
    context = {
        "reports": page.rows,
        "more": page.next_key,
        "filter": form,
        "is_filtered": bool(wanted.get("mottagare")),
        "form_failed": bool(form.errors),
    }
    status = 422 if form.errors else 200
    return render_page(request, "region/report_list.html", context, status=status)


@require_GET
@coordinator_view
def report_new(request: CoordinatorRequest) -> HttpResponseBase:
    """The form, from where the last report ended until today."""
    form = CountyReportForm(regions=request.regions, initial=_initial(request.regions[0]))
    return _form_page(request, form)


@require_POST
@coordinator_view
def report_preview(request: CoordinatorRequest) -> HttpResponseBase:
    """The form with the report as it would look, without storing anything."""
    form = CountyReportForm(request.POST, regions=request.regions)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    return _form_page(request, form, asked=form.request())


@require_POST
@coordinator_view
def report_issue(request: CoordinatorRequest) -> HttpResponseBase:
    """Freeze the report and go to it."""
    form = CountyReportForm(request.POST, regions=request.regions)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    try:
        issued = actions.issue_county_report(
            region=form.chosen_region,
            request=form.request(),
            once=form.cleaned_data["once"],
            actor=request.user,
            at=timezone.now(),
        )
    except AlreadyDone as done:
        return redirect("region:report", int(done.result))
    except Refused as refused:
        return _form_page(request, form, reasons=refused.reasons, status=422)
    messages.success(request, f"Länsrapporten är fastställd och har nummer {issued.number}.")
    return redirect("region:report", issued.pk)


@require_GET
@coordinator_view
def report_page(request: CoordinatorRequest, report: int) -> HttpResponseBase:
    """An issued report as it was frozen."""
    return _report_page(request, _issued(request, report), CountyDiaryNumberForm())


@require_GET
@coordinator_view
def report_download(request: CoordinatorRequest, report: int) -> HttpResponseBase:
    """The PDF; the report's page while it is being made."""
    file = file_of(_issued(request, report))
    return pdf_answer(file) if file else redirect("region:report", report)


@require_GET
@coordinator_view
def report_form(request: CoordinatorRequest, report: int, form: str) -> HttpResponseBase:
    """The report as Word, Excel or HTML."""
    return other_form_answer(_issued(request, report), form)


@require_POST
@coordinator_view
def report_pdf_again(request: CoordinatorRequest, report: int) -> HttpResponseBase:
    """Try once more to make the PDF."""
    issued = _issued(request, report)
    try:
        report_actions.ask_for_pdf_again(report=issued, actor=request.user, at=timezone.now())
    except Refused as refused:
        messages.warning(request, " ".join(refused.reasons))
    return redirect("region:report", issued.pk)


@require_POST
@coordinator_view
def report_diary_number(request: CoordinatorRequest, report: int) -> HttpResponseBase:
    """Note the diary number beside the frozen report."""
    issued = _issued(request, report)
    form = CountyDiaryNumberForm(request.POST)
    if not form.is_valid():
        return _report_page(request, issued, form, status=422)
    report_actions.give_diary_number(
        report=issued,
        diary_number=form.cleaned_data["diary_number"],
        actor=request.user,
        at=timezone.now(),
    )
    messages.success(request, "Diarienumret är antecknat.")
    return redirect("region:report", issued.pk)


def _issued(request: CoordinatorRequest, pk: int) -> Issued:
    reports = Issued.objects.visible_to(request.user).filter(case=None)
    return get_object_or_404(reports.select_related("issued_by", "organisation"), pk=pk)


def _initial(region: Organisation) -> dict[str, Any]:
    last, today = queries.last_issued(region), timezone.localdate()
    return {
        "region": str(region.pk),
        "period_from": last.stop_on + timedelta(days=1) if last else today.replace(day=1),
        "period_to": today,
        "recipient": last.recipient if last else "",
        "once": uuid.uuid4(),
    }


def _form_page(
    request: CoordinatorRequest,
    form: CountyReportForm,
    *,
    asked: CountyRequest | None = None,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    context: dict[str, Any] = {
        "form": form,
        "reasons": reasons or [],
        "form_failed": status == 422,
    }
    if asked:
        material = queries.county_material(
            form.chosen_region,
            officer=request.user,
            first=asked.period_from,
            stop=asked.period_to,
        )
        report = build_county_report(material, asked, day=timezone.localdate())
        context |= body_context(report, top=2) | {
            "preview": report,
            "missing": [section.heading for section in report.sections if section.is_empty],
        }
    return render_page(request, "region/report_new.html", context, status=status)


def _report_page(
    request: CoordinatorRequest,
    issued: Issued,
    form: CountyDiaryNumberForm,
    *,
    status: int = 200,
) -> HttpResponseBase:
    links = FileLinks(
        page=reverse("region:report", args=[issued.pk]),
        listed=reverse("region:report_list"),
        download=reverse("region:report_download", args=[issued.pk]),
        again=reverse("region:report_pdf_again", args=[issued.pk]),
        form=lambda key: reverse("region:report_form", args=[issued.pk, key]),
    )
    context = {
        "issued": issued,
        "diary_number": latest_diary_numbers([issued]).get(issued.pk, ""),
        "form": form,
        "form_failed": status == 422,
    }
    context |= file_context(issued, links, "") | body_context(Report.from_json(issued.data), top=2)
    return render_page(
        request, "region/report.html", context, partials=("report-file",), status=status
    )
