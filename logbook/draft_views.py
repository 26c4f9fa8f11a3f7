"""What is being written and not saved yet: kept, thrown away, taken up again."""

from typing import Any
from uuid import UUID

from django.http import Http404, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from cases.access import CaseRequest, case_view
from cases.models import Case
from core.actions import Refused
from core.htmx import render_done
from logbook import actions, queries
from logbook.forms import DraftForm, is_worth_keeping, written
from logbook.models import Draft, LogEntry, LogEntryQuerySet

NOT_KEPT = "Utkastet kunde inte sparas på servern. Det finns i den här webbläsaren."


@require_POST
@case_view(Permission.LOG)
def draft_keep(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Keep what a form holds so far; the answer says in words where it is kept."""
    key = DraftForm(request.POST)
    if not key.is_valid():
        return JsonResponse({"kept": False, "words": NOT_KEPT}, status=422)
    form, entry = key.cleaned_data["once"], key.cleaned_data["entry"]
    if entry and not _entries(request, case).filter(entry=entry).exists():
        raise Http404
    fields = written(request.POST)
    at = timezone.now()
    if not is_worth_keeping(fields):
        actions.drop_draft(form=form, actor=request.user, at=at)
        return JsonResponse({"kept": True, "words": ""})
    try:
        actions.keep_draft(
            case=case, entry=entry, form=form, fields=fields, actor=request.user, at=at
        )
    except Refused as refused:
        return JsonResponse({"kept": False, "words": " ".join(refused.reasons)})
    return JsonResponse({"kept": True, "words": f"Utkast sparat {timezone.localtime(at):%H:%M}"})


@require_POST
@case_view(Permission.LOG)
def draft_drop(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Throw away a draft; the answer is the drafts that are left."""
    key = DraftForm(request.POST)
    if not key.is_valid():
        raise Http404
    form, entry = key.cleaned_data["once"], key.cleaned_data["entry"]
    actions.drop_draft(form=form, actor=request.user, at=timezone.now())

    def context() -> dict[str, Any]:
        mine = Draft.objects.visible_to(request.user).of_entries(entry).filter(case=case)
        return {
            "case": case,
            "drafts": queries.kept_drafts(mine),
            "is_dropped": True,
        }

    return render_done(
        request,
        "logbook/new.html",
        context,
        partials=("utkast",),
        location=reverse("logbook:entry", args=[case.number, entry])
        if entry
        else reverse("logbook:list", args=[case.number]),
        said="Utkastet är slängt.",
    )


def asked_for(request: CaseRequest, case: Case, *, entry: UUID | None) -> Draft | None:
    """The draft the address names; 404 when it is not there, or not this person's."""
    if "utkast" not in request.GET:
        return None
    try:
        key = UUID(request.GET["utkast"])
    except ValueError:
        raise Http404 from None
    drafts = Draft.objects.visible_to(request.user).of_entries(entry).filter(case=case, form=key)
    return get_object_or_404(drafts)


def _entries(request: CaseRequest, case: Case) -> LogEntryQuerySet:
    return LogEntry.objects.visible_to(request.user).filter(case=case)
