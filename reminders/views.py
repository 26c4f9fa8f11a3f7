"""The pages of an organisation's meetings: all its members read, those who report or administer write."""

from collections.abc import Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import MemberRequest, organisation_view, who_can_give
from accounts.models import Organisation
from accounts.permissions import Role
from core.access import MissingRight
from core.actions import AlreadyDone, Refused
from core.htmx import render_page
from reminders import actions, queries
from reminders.forms import MeetingFilterForm, MeetingForm, MeetingsForm, new_form
from reminders.models import Meeting

PER_PAGE = 50
EDITORS = frozenset({Role.CASE_OFFICER, Role.REPORT_OFFICER, Role.ADMIN, Role.COORDINATOR})


def meetings_view(view: Any) -> Any:
    """For members who may change the meetings; other members get 403, outsiders 404."""

    @organisation_view()
    @wraps(view)
    def wrapper(
        request: MemberRequest, organisation: Organisation, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not request.roles & EDITORS:
            raise MissingRight("ändra nämndernas möten", who_can_give(organisation))
        response: HttpResponseBase = view(request, organisation, *args, **kwargs)
        return response

    return wrapper


# --- Meetings -----------------------------------------------------------------------------------


@require_GET
@organisation_view()
def meeting_list(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """The meetings, filtered and sorted; those to come first."""
    form = MeetingFilterForm(request.GET)
    page = queries.meeting_page(
        Meeting.objects.visible_to(request.user).filter(organisation=organisation),
        form.cleaned_data if form.is_valid() else {},
        today=timezone.localdate(),
        page=request.GET.get("sida", "1"),
        size=PER_PAGE,
    )
    context = {
        "organisation": organisation,
        "form": form,
        "form_failed": bool(form.errors),
        "is_filtered": form.is_filtered,
        "page": page,
        "today": timezone.localdate(),
    }
    status = 422 if form.errors else 200
    return render_page(request, "reminders/meetings.html", context, status=status)


@require_GET
@meetings_view
def meetings_form(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """The table to fill in."""
    return _add_page(request, organisation, new_form())


@require_POST
@meetings_view
def meetings_add(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """Note the meetings and go to the list."""
    form = MeetingsForm(request.POST)
    if not form.is_valid():
        return _add_page(request, organisation, form, status=422)
    try:
        actions.add_meetings(
            organisation=organisation,
            board=form.cleaned_data["board"],
            days=form.days,
            once=form.cleaned_data["once"],
            actor=request.user,
            at=timezone.now(),
        )
    except AlreadyDone:
        return redirect("reminders:meetings", organisation.pk)
    except Refused as refused:
        return _add_page(request, organisation, form, reasons=refused.reasons, status=422)
    messages.success(request, "Mötena är inlagda. Ärendena visar nästa stoppdatum.")
    return redirect("reminders:meetings", organisation.pk)


@require_GET
@meetings_view
def meeting_edit_form(
    request: MemberRequest, organisation: Organisation, meeting: int
) -> HttpResponseBase:
    """One meeting, to change or cancel."""
    found = _meeting(request, organisation, meeting)
    return _edit_page(request, organisation, found, MeetingForm.of(found))


@require_POST
@meetings_view
def meeting_edit(
    request: MemberRequest, organisation: Organisation, meeting: int
) -> HttpResponseBase:
    """Save the change."""
    found, form = _meeting(request, organisation, meeting), MeetingForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, organisation, found, form, status=422)
    assert form.days
    try:
        actions.change_meeting(
            meeting=found,
            board=form.cleaned_data["board"],
            days=form.days,
            actor=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        return _edit_page(request, organisation, found, form, reasons=refused.reasons, status=422)
    messages.success(request, "Mötet är ändrat.")
    return redirect("reminders:meetings", organisation.pk)


@require_POST
@meetings_view
def meeting_cancel(
    request: MemberRequest, organisation: Organisation, meeting: int
) -> HttpResponseBase:
    """Take the meeting away."""
    found = _meeting(request, organisation, meeting)
    actions.cancel_meeting(meeting=found, actor=request.user, at=timezone.now())
    messages.success(request, f"Mötet i {found.board} {found.meets_on.isoformat()} är borttaget.")
    return redirect("reminders:meetings", organisation.pk)


def _meeting(request: MemberRequest, organisation: Organisation, pk: int) -> Meeting:
    meetings = Meeting.objects.visible_to(request.user).filter(organisation=organisation)
    return get_object_or_404(meetings.select_related("organisation"), pk=pk)


def _add_page(
    request: MemberRequest,
    organisation: Organisation,
    form: MeetingsForm,
    *,
    reasons: Sequence[str] = (),
    status: int = 200,
) -> HttpResponseBase:
    context = {"form": form, "reasons": reasons, "form_failed": status == 422}
    return _form_page(request, organisation, "reminders/add.html", context, status)


def _edit_page(
    request: MemberRequest,
    organisation: Organisation,
    meeting: Meeting,
    form: MeetingForm,
    *,
    reasons: Sequence[str] = (),
    status: int = 200,
) -> HttpResponseBase:
    context = {
        "form": form,
        "meeting": meeting,
        "reasons": reasons,
        "form_failed": status == 422,
    }
    return _form_page(request, organisation, "reminders/edit.html", context, status)


def _form_page(
    request: MemberRequest,
    organisation: Organisation,
    template: str,
    context: dict[str, Any],
    status: int,
) -> HttpResponseBase:
    shared = {"organisation": organisation, "boards": queries.boards_of(organisation)}
    return render_page(request, template, shared | context, status=status)
