"""The pages where a disclosure copy of an issued report is made."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission
from cases.access import CaseRequest, case_view, render_case_page, saving
from cases.models import Case
from core.actions import AlreadyDone, Refused
from reports import copy_actions
from reports.copies import leftovers, parts_of
from reports.copy_forms import CopyForm
from reports.model import Report
from reports.models import Issued
from reports.render import body_context


@require_GET
@case_view(Permission.ISSUE_REPORT)
def copy_new(request: CaseRequest, case: Case, report: int) -> HttpResponseBase:
    """What the report holds, to choose what is masked."""
    issued = _original(request, case, report)
    form = CopyForm(
        sections=parts_of(Report.from_json(issued.data)), initial={"once": uuid.uuid4()}
    )
    return _copy_page(request, case, issued, form, {})


@require_POST
@case_view(Permission.ISSUE_REPORT)
def copy_preview(request: CaseRequest, case: Case, report: int) -> HttpResponseBase:
    """Mask what is marked, take back what is not to be, and show the copy. Nothing is stored."""
    issued = _original(request, case, report)
    form = CopyForm(request.POST, sections=parts_of(Report.from_json(issued.data)))
    if not form.is_valid():
        return _copy_page(request, case, issued, form, form.masks, status=422)
    return _copy_page(request, case, issued, form, form.chosen, keeps_marks=False)


@require_POST
@case_view(Permission.ISSUE_REPORT)
def copy_issue(request: CaseRequest, case: Case, report: int) -> HttpResponseBase:
    """Freeze the copy and go to it."""
    issued = _original(request, case, report)
    form = CopyForm(request.POST, sections=parts_of(Report.from_json(issued.data)))
    if not form.is_valid():
        return _copy_page(request, case, issued, form, form.masks, status=422)
    if form.cleaned_data["part"]:
        reasons = ["Du har markerat delar som inte är maskade än. Tryck på Maska de markerade."]
        return _copy_page(request, case, issued, form, form.masks, reasons=reasons, status=422)
    try:
        with saving(request, form, case):
            copy = copy_actions.issue_disclosure_copy(
                report=issued,
                masks=form.masks,
                decided_by=form.cleaned_data["decided_by"],
                confirmed=form.cleaned_data["confirmed"],
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
    except AlreadyDone as done:
        return redirect("reports:page", case.number, int(done.result))
    except Refused as refused:
        reasons = refused.reasons
        return _copy_page(request, case, issued, form, form.masks, reasons=reasons, status=422)
    messages.success(request, f"Utlämnandekopian är fastställd och har nummer {copy.number}.")
    return redirect("reports:page", case.number, copy.pk)


def _original(request: CaseRequest, case: Case, pk: int) -> Issued:
    """A report of the case that is no copy itself. Raises Http404."""
    reports = Issued.objects.visible_to(request.user).filter(case=case, copy_of=None)
    return get_object_or_404(reports, pk=pk)


def _copy_page(
    request: CaseRequest,
    case: Case,
    issued: Issued,
    form: CopyForm,
    masks: Mapping[str, str],
    *,
    keeps_marks: bool = True,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    original = Report.from_json(issued.data)
    sections = parts_of(original)
    marked = form["part"].value() or [] if keeps_marks else []
    context: dict[str, Any] = {
        "issued": issued,
        "form": form,
        "sections": sections,
        "open_sections": {
            section.heading
            for section in sections
            if any(part.key in masks or part.key in marked for part in section.parts)
        },
        "masks": masks,
        "marked": marked,
        "reasons": reasons or [],
        "form_failed": status == 422,
    }
    if masks:
        decided_by = form["decided_by"].value() or ""
        copy = copy_actions.copy_to_give(
            original, masks, report=issued, decided_by=decided_by, at=timezone.now()
        )
        context |= body_context(copy, top=2) | {
            "preview": copy,
            "leftovers": leftovers(original, masks),
        }
    return render_case_page(
        request, case, "reports/copy.html", context, tab="reports", status=status
    )
