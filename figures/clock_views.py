"""The clock of a case: its page, and noting a day there."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import WHO_CAN_GIVE, Permission
from cases.access import CaseRequest, case_view, render_case_page, saving
from cases.models import Case
from core.actions import AlreadyDone, Refused
from figures import clock_actions, clock_lines, clock_queries, feed_cookie
from figures.clock import days_between
from figures.clock_forms import NoteDateForm
from figures.clock_kinds import DateKind
from figures.clock_words import Reader
from figures.feed_forms import OnceForm
from figures.models import CalendarFeed, CaseDate

NOTES_SHOWN = 50


@require_GET
@case_view(Permission.VIEW_CASE)
def clock_page(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The days of the case, how each was found, and what is missing."""
    form = NoteDateForm.empty(
        request.GET.get("notera", ""), closed_on=clock_queries.closed_on(case)
    )
    return _page(request, case, form)


@require_POST
@case_view(Permission.LOG)
def date_note(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Note a day, or take a noted one away."""
    if not request.standing.is_inside:
        raise Http404
    form = NoteDateForm(request.POST, closed_on=clock_queries.closed_on(case))
    if not form.is_valid():
        return _page(request, case, form, status=422)
    values = form.cleaned_data
    kind = DateKind(values["kind"])
    try:
        with saving(request, form, case):
            clock_actions.note_date(
                case=case,
                kind=kind,
                on=values["on"],
                source=values["source"],
                once=values["once"],
                actor=request.user,
                at=timezone.now(),
            )
    except AlreadyDone:
        pass
    except Refused as refused:
        return _page(request, case, form, reasons=refused.reasons, status=422)
    done = "noterat" if values["on"] else "borttaget ur klockan"
    messages.success(request, f"{kind.label}: {done}.")
    return redirect("figures:clock", case.number)


def _page(
    request: CaseRequest,
    case: Case,
    form: NoteDateForm,
    *,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    inside = request.standing.is_inside
    today = timezone.localdate()
    facts = clock_queries.clock_of(case)
    reader = Reader.INSIDE if inside else Reader.OUTSIDE
    lines = clock_lines.clock_lines(facts, today=today, reader=reader)
    context: dict[str, Any] = {
        "coming": clock_lines.coming(lines, today=today),
        "past": clock_lines.past(lines, today=today),
        "missing": [line for line in lines if not line.is_known],
        "lead_times": clock_lines.lead_times(facts),
        "days": days_between(facts.notice_on, today),
        "form_failed": status != 200,
        "form": form,
        "reasons": reasons or [],
    }
    if inside:
        dates = CaseDate.objects.visible_to(request.user).filter(case=case)
        context |= {
            "notes": clock_queries.noted_days(dates, limit=NOTES_SHOWN),
            "may_note": request.standing.may(Permission.LOG),
            "who_can_give": WHO_CAN_GIVE[Permission.LOG],
            "calendar": CalendarFeed.objects.visible_to(request.user).filter(case=case).first(),
            "calendar_form": OnceForm.fresh(),
            "new_address": feed_cookie.handed_over(request),
        }
    response = render_case_page(
        request, case, "figures/clock.html", context, tab="clock", status=status
    )
    if context.get("new_address"):
        feed_cookie.forget(response, page=reverse("figures:clock", args=[case.number]))
    return response
