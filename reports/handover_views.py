"""The handover of a case: a page for its insiders, and the same as a PDF that is never stored."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission
from cases.access import CaseRequest, case_view, render_case_page
from cases.models import Case
from reports.handover import Handover, build_handover
from reports.handover_queries import handover_material
from reports.render import RenderFailed, body_context, render_pdf


@require_GET
@case_view(Permission.VIEW_INSIDE)
def handover_page(request: CaseRequest, case: Case) -> HttpResponseBase:
    """What someone who takes over the case must know."""
    context = body_context(_handover(request, case), top=2)
    return render_case_page(request, case, "reports/handover.html", context, tab="case")


@require_GET
@case_view(Permission.VIEW_INSIDE)
def handover_pdf(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The same as a PDF, made here and now; takes about 2 s."""
    try:
        pdf = render_pdf(_handover(request, case), issued_at=timezone.now())
    except RenderFailed as failed:
        messages.error(request, failed.reason)
        return redirect("handover:page", case.number)
    name = f"{case.file_mark}overlamning-{case.number}-{timezone.localdate().isoformat()}.pdf"
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _handover(request: CaseRequest, case: Case) -> Handover:
    return build_handover(handover_material(case, by=request.user, today=timezone.localdate()))
