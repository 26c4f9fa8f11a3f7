"""The page where the whole case is taken out as one package for the archive."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import WHO_CAN_GIVE, Permission
from archive import actions, queries, storing
from archive.models import Package
from cases.access import CaseRequest, case_view, render_case_page
from cases.models import Case
from core import jobs
from core.actions import Refused

PER_PAGE = 10
UNAVAILABLE = "Filen kan inte hämtas just nu. Försök igen om en stund."


@require_GET
@case_view(Permission.VIEW_INSIDE)
def package_list(request: CaseRequest, case: Case) -> HttpResponseBase:
    """What a package holds, and those that have been made, newest first."""
    return _page(request, case)


@require_POST
@case_view(Permission.ISSUE_REPORT)
def package_order(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Ask for a package; the page then shows how far it has come."""
    try:
        actions.order_package(case=case, actor=request.user, at=timezone.now())
    except Refused as refused:
        return _page(request, case, reasons=refused.reasons, status=422)
    return redirect("archive:list", case.number)


@require_POST
@case_view(Permission.ISSUE_REPORT)
def package_fetch(request: CaseRequest, case: Case, package: int) -> HttpResponseBase:
    """The file, a little at a time. Each time is noted in the log, so it is a POST."""
    found = _package(request, case, package)
    try:
        content = storing.fetch(found.key) if found.has_file else None
        fetched = actions.fetch_package(package=found, actor=request.user, at=timezone.now())
    except Refused as refused:
        return _page(request, case, reasons=refused.reasons, status=422)
    except storing.Unavailable:
        return _page(request, case, reasons=[UNAVAILABLE], status=503)
    assert content is not None
    return FileResponse(
        content,
        as_attachment=True,
        filename=fetched.file_name,
        content_type="application/zip",
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )


@require_POST
@case_view(Permission.ISSUE_REPORT)
def package_remove(request: CaseRequest, case: Case, package: int) -> HttpResponseBase:
    """Throw the file away before its day."""
    found = _package(request, case, package)
    try:
        actions.remove_package(package=found, actor=request.user, at=timezone.now())
    except Refused as refused:
        return _page(request, case, reasons=refused.reasons, status=422)
    messages.success(request, "Filen är borttagen. Ett nytt arkivpaket kan göras när som helst.")
    return redirect("archive:list", case.number)


def _package(request: CaseRequest, case: Case, pk: int) -> Package:
    packages = Package.objects.visible_to(request.user).filter(case=case)
    return get_object_or_404(packages.select_related("case"), pk=pk)


def _page(
    request: CaseRequest, case: Case, *, reasons: Sequence[str] = (), status: int = 200
) -> HttpResponseBase:
    page = queries.package_page(
        Package.objects.visible_to(request.user).filter(case=case),
        before=request.GET.get("fore", ""),
        size=PER_PAGE,
    )
    context = {
        "page": page,
        "steps": jobs.KINDS[actions.PACKAGE_JOB].steps,
        "kept_days": settings.ARCHIVE_DAYS,
        "reasons": list(reasons),
        "form_failed": status == 422,
        "cannot": _cannot_order(request),
    }
    return render_case_page(
        request,
        case,
        "archive/list.html",
        context,
        tab="reports",
        partials=("archive-packages",),
        status=status,
    )


def _cannot_order(request: CaseRequest) -> str:
    """Why there is no button, in words; empty when there is one."""
    if request.standing.may(Permission.ISSUE_REPORT):
        return ""
    who = WHO_CAN_GIVE[Permission.ISSUE_REPORT]
    return f"Du kan inte göra eller hämta arkivpaket. Den rätten ger {who}."
