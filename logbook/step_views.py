"""The open next steps of a case, and marking one as done without a note."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import WHO_CAN_GIVE, Permission
from cases.access import CaseRequest, case_view, render_case_page
from cases.models import Case
from core.actions import Refused
from logbook import actions, rules, steps
from logbook.filters import StepFilterForm
from logbook.models import LogEntry

PER_PAGE = 50


@require_GET
@case_view(Permission.VIEW_INSIDE)
def step_list(request: CaseRequest, case: Case) -> HttpResponseBase:
    """What is still to be done in the case, the most overdue first."""
    entries = LogEntry.objects.visible_to(request.user).filter(case=case)
    today = timezone.localdate()
    form = StepFilterForm(request.GET, people=steps.waited_for(entries))
    wanted = form.cleaned_data if form.is_valid() else {}
    shown = steps.narrowed(entries, wanted, user=request.user, today=today)
    context = {
        "form": form,
        "form_failed": bool(form.errors),
        "is_filtered": any(wanted.values()),
        "page": steps.step_page(
            shown, today=today, after=request.GET.get("efter", ""), size=PER_PAGE
        ),
        "total": shown.open_next_steps().count(),
        "cannot_close": cannot_close(request, case),
    }
    return render_case_page(
        request,
        case,
        "logbook/steps.html",
        context,
        tab="logbook",
        status=422 if form.errors else 200,
    )


@require_POST
@case_view(Permission.LOG)
def next_step_done(request: CaseRequest, case: Case, entry: UUID) -> HttpResponseBase:
    """Mark the entry's next step as done, by a row of the system's; back to where one was."""
    visible = LogEntry.objects.visible_to(request.user).filter(case=case, entry=entry)
    step = visible.current().select_related("measure", "main_activity").first()
    if step is None:
        raise Http404
    try:
        actions.close_next_step(entry=step, actor=request.user, at=timezone.now())
    except Refused as refused:
        messages.warning(request, " ".join(refused.reasons))
    else:
        messages.success(request, f"Nästa steg är klart: {step.next_step}")
    if request.POST.get("tillbaka") == "lista":
        return redirect("logbook:steps", case.number)
    return redirect("logbook:entry", case.number, entry)


def cannot_close(request: CaseRequest, case: Case) -> str:
    """Why there are no buttons beside the steps, in words; empty when there are."""
    if not request.standing.may(Permission.LOG):
        who = WHO_CAN_GIVE[Permission.LOG]
        return f"Du kan läsa nästa steg men inte markera dem som klara. Den rätten ger {who}."
    return " ".join(rules.blockers_to_log(case))
