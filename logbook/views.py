"""The pages of the logbook: read it two ways, write in it, correct, close a next step."""

from typing import Any
from uuid import UUID

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
from core.actions import AlreadyDone, Conflict, Refused
from logbook import actions, queries, rules
from logbook.file_field import sent_files
from logbook.forms import CorrectionForm, LogFilterForm, QuickLogForm, quick_log_form
from logbook.models import LogEntry, LogEntryQuerySet
from measures.models import MainActivity, Measure

PER_PAGE = 50
GUIDE_LIMIT = 1000


@require_GET
@case_view(Permission.VIEW_CASE)
def log_list(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The logbook with the quick log on top; `?vy=insatser` shows it as the guide's table."""
    return _list_page(request, case)


@require_POST
@case_view(Permission.LOG)
def entry_add(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Save an entry and show it in the list."""
    form = QuickLogForm(request.POST, case=case, places=queries.places_in(case))
    sent = sent_files(request, case, form)
    if not form.is_valid():
        return _list_page(request, case, form=form, status=422)
    try:
        with saving(request, form, case, audience=form.audience):
            entry = actions.add_entry(
                case=case,
                wording=form.wording(request.user),
                files=sent.files(),
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
    except AlreadyDone:
        sent.let_go()
        return redirect("logbook:list", case.number)
    except Refused as refused:
        return _list_page(request, case, form=form, reasons=refused.reasons, status=422)
    messages.success(request, "Sparat i loggboken.")
    return redirect(f"{reverse('logbook:list', args=[case.number])}#post-{entry.entry}")


def _visible(request: CaseRequest, case: Case) -> LogEntryQuerySet:
    return LogEntry.objects.visible_to(request.user).filter(case=case)


def _list_page(
    request: CaseRequest,
    case: Case,
    *,
    form: QuickLogForm | None = None,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    entries = _visible(request, case)
    quick_form = form or _quick_form(request, case)
    places = quick_form.places if quick_form else queries.places_in(case)
    filter_form = _filter_form(request, entries, places)
    shown = queries.filtered(entries, filter_form.cleaned_data if filter_form.is_valid() else {})
    context: dict[str, Any] = {
        "quick_form": quick_form,
        "reasons": reasons or [],
        "form_failed": status == 422,
        "cannot_log": _why_not(request, case),
        "by_measure": request.GET.get("vy") == "insatser",
        "filter_form": filter_form,
    }
    if context["by_measure"]:
        context |= _by_measure(request, case, shown, filter_form)
    else:
        context["page"] = queries.log_page(
            shown,
            before=request.GET.get("fore", ""),
            size=PER_PAGE,
            marks=filter_form.marks,
        )
        context["total"] = shown.count()
    if filter_form.errors:
        context["form_failed"], status = True, 422
    return render_case_page(
        request, case, "logbook/list.html", context, tab="logbook", status=status
    )


def _filter_form(
    request: CaseRequest, entries: LogEntryQuerySet, places: list[Measure]
) -> LogFilterForm:
    return LogFilterForm(
        request.GET,
        measures=places,
        people=queries.authors_in(entries),
        sees_steps=request.standing.is_inside,
    )


def _by_measure(
    request: CaseRequest, case: Case, entries: LogEntryQuerySet, form: LogFilterForm
) -> dict[str, Any]:
    groups, is_cut = queries.guide_table(
        entries,
        Measure.objects.visible_to(request.user).filter(case=case),
        MainActivity.objects.visible_to(request.user).filter(measure__case=case),
        only_with_entries=bool(form.chosen),
        marks=form.marks,
        limit=GUIDE_LIMIT,
    )
    return {"groups": groups, "is_cut": is_cut}


def _quick_form(request: CaseRequest, case: Case) -> QuickLogForm | None:
    if _why_not(request, case):
        return None
    wanted = request.GET.get("huvudaktivitet", "")
    place = f"a{wanted}" if wanted.isdecimal() else ""
    return quick_log_form(case, request.user, place=place)


def _why_not(request: CaseRequest, case: Case) -> str:
    """Why the person cannot write here, in words; empty when they can."""
    if not request.standing.may(Permission.LOG):
        who = WHO_CAN_GIVE[Permission.LOG]
        return f"Du kan läsa loggboken men inte skriva i den. Den rätten ger {who}."
    return " ".join(rules.blockers_to_log(case))


@require_GET
@case_view(Permission.VIEW_CASE)
def entry_page(request: CaseRequest, case: Case, entry: UUID) -> HttpResponseBase:
    """One entry with all its wordings."""
    rows = _versions(request, case, entry)
    context = {
        "row": rows[0],
        "older": rows[1:],
        "source": queries.file_source(_visible(request, case), rows),
        "may_correct": request.standing.may(Permission.LOG) and rows[0].entry.is_note,
    }
    return render_case_page(request, case, "logbook/entry_page.html", context, tab="logbook")


def _versions(request: CaseRequest, case: Case, entry: UUID) -> list[queries.Row]:
    rows = queries.versions(_visible(request, case), entry)
    if not rows:
        raise Http404
    return rows


@require_GET
@case_view(Permission.LOG)
def entry_correct_form(request: CaseRequest, case: Case, entry: UUID) -> HttpResponseBase:
    """The form for a new wording."""
    latest = _versions(request, case, entry)[0]
    form = CorrectionForm.of(latest.entry, case=case, places=queries.places_in(case))
    return _correct_page(request, case, latest, form)


@require_POST
@case_view(Permission.LOG)
def entry_correct(request: CaseRequest, case: Case, entry: UUID) -> HttpResponseBase:
    """Save a new wording; when someone was first, show both."""
    latest = _versions(request, case, entry)[0]
    form = CorrectionForm(request.POST, case=case, places=queries.places_in(case))
    sent = sent_files(request, case, form, latest.files)
    if not form.is_valid():
        return _correct_page(request, case, latest, form, status=422)
    try:
        with saving(request, form, case, audience=form.audience):
            actions.correct_entry(
                entry=latest.entry,
                seen_version=form.cleaned_data["seen_version"],
                wording=form.wording(request.user),
                files=sent.files(),
                reason=form.cleaned_data["correction_reason"],
                actor=request.user,
                at=timezone.now(),
            )
    except Conflict:
        return _correct_page(request, case, latest, form, conflict=True, status=409)
    except Refused as refused:
        return _correct_page(request, case, latest, form, reasons=refused.reasons, status=422)
    messages.success(request, "Rättelsen är sparad. Den tidigare lydelsen finns kvar att läsa.")
    return redirect("logbook:entry", case.number, entry)


def _correct_page(
    request: CaseRequest,
    case: Case,
    latest: queries.Row,
    form: CorrectionForm,
    *,
    reasons: list[str] | None = None,
    conflict: bool = False,
    status: int = 200,
) -> HttpResponseBase:
    if conflict:
        form.put("seen_version", latest.entry.version)
    context = {
        "row": latest,
        "form": form,
        "reasons": reasons or [],
        "conflict": conflict,
        "form_failed": status != 200,
    }
    return render_case_page(
        request, case, "logbook/correct.html", context, tab="logbook", status=status
    )


@require_POST
@case_view(Permission.LOG)
def next_step_done(request: CaseRequest, case: Case, entry: UUID) -> HttpResponseBase:
    """Mark the entry's next step as done, by a new row in the log."""
    latest = _versions(request, case, entry)[0].entry
    try:
        actions.close_next_step(entry=latest, actor=request.user, at=timezone.now())
    except Refused as refused:
        messages.warning(request, " ".join(refused.reasons))
    else:
        messages.success(request, "Nästa steg är markerat som klart.")
    return redirect("logbook:entry", case.number, entry)
