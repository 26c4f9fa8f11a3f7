"""Hands out a lägesbild or a genomförandeplan to begin with, as Word or PDF. Nothing is kept."""

import threading
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from cases.access import CaseRequest, case_view
from cases.group_queries import groups_of, is_over
from cases.models import Assignment, Case, Group, GroupMember
from cases.queries import questions_of
from figures.models import CaseDate
from reports import queries
from reports.beginnings import ANSWERS_OF, Inside, build_beginning
from reports.model import Kind, Report
from reports.other_forms import OTHER_FORMS
from reports.render import RenderFailed, render_pdf

KINDS = {kind.slug: kind for kind in ANSWERS_OF}
# Seconds. A PDF of a beginning is a few pages; one that is slower is not worth waiting for.
LONGEST = 30
# A PDF takes a processor for seconds, so a server process makes one at a time.
_MAKING = threading.BoundedSemaphore(1)


@require_POST
@case_view(Permission.VIEW_INSIDE)
def beginning(request: CaseRequest, case: Case, kind: str, form: str) -> HttpResponseBase:
    """The document to begin with, made now. A POST, since it is work and no page."""
    wanted = KINDS.get(kind)
    if wanted is None or form not in {"word", "pdf"}:
        raise Http404
    report = _report(request, case, wanted)
    name = f"{case.file_mark}{kind}-{case.number}-utkast"
    if form == "word":
        word = OTHER_FORMS["word"]
        content = word.make(report, issued_at=timezone.now())
        return _file(content, word.content_type, f"{name}.docx")
    try:
        content = _pdf(report)
    except RenderFailed as failed:
        messages.error(request, f"{failed.reason} Word-filen går att hämta under tiden.")
        return redirect("cases:documents", case.number)
    return _file(content, "application/pdf", f"{name}.pdf")


def _pdf(report: Report) -> bytes:
    """Raises RenderFailed, also when another one is being made."""
    if not _MAKING.acquire(timeout=LONGEST / 2):
        raise RenderFailed("En annan PDF görs just nu. Försök igen om en stund.")
    try:
        return render_pdf(report, issued_at=timezone.now(), timeout=LONGEST)
    finally:
        _MAKING.release()


def _report(request: CaseRequest, case: Case, kind: Kind) -> Report:
    today = timezone.localdate()
    material = queries.material_for(
        case,
        officer=request.user,
        organisation=queries.organisation_of(request.user, case),
        first=min(case.notice_on, today),
        stop=today,
    )
    return build_beginning(kind, material, _inside(request, case, kind, today), day=today)


def _inside(request: CaseRequest, case: Case, kind: Kind, today: date) -> Inside:
    answers = [
        each for phase in ANSWERS_OF[kind] for each in questions_of(case, phase, today=today)
    ]
    if kind is not Kind.SITUATION:
        return Inside(answers)
    rows = groups_of(
        Group.objects.visible_to(request.user).filter(case=case),
        GroupMember.objects.visible_to(request.user),
        Assignment.objects.visible_to(request.user),
        today,
    )
    dates = CaseDate.objects.visible_to(request.user).filter(case=case)
    return Inside(
        answers,
        groups=[row for row in rows if not is_over(row.group, today)],
        days=sorted(dates.newest_of_each(), key=lambda each: each.on or today),
    )


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
