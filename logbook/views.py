"""The pages of the logbook: read it two ways, write in it, correct, close a next step."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import WHO_CAN_GIVE, Permission
from cases.access import CaseRequest, case_frame, case_view, render_case_page, saving
from cases.models import Case
from core.actions import AlreadyDone, Conflict, Refused
from core.htmx import redirect_page, render_done
from logbook import actions, queries, rules
from logbook.draft_views import asked_for
from logbook.file_field import SentFiles, drafted_files, sent_files
from logbook.forms import CorrectionForm, LogFilterForm, QuickLogForm, offered, quick_log_form
from logbook.models import Draft, LogEntry, LogEntryQuerySet
from logbook.queries import Place
from logbook.visits import last_visit
from measures.actions import log_in_new_place

QUICK_LOG = ("snabblogg",)
CORRECTION = ("rattelse",)
PER_PAGE = 50
PER_PRINT = 500
GUIDE_LIMIT = 1000


@require_GET
@case_view(Permission.VIEW_CASE)
def log_list(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The logbook with the quick log on top; `?vy=insatser` shows it as the guide's table."""
    for_print = request.GET.get("utskrift") == "ja"
    entries = _visible(request, case)
    people = queries.people_round(case, entries)
    cannot_log = _why_not(request, case)
    form = None if cannot_log or for_print else _empty_form(request, case, people=people.may_wait)
    reading = reading_of(request, case)
    places = form.places if form else queries.places_in(case)
    wanted = filter_form(request, places, people, reading)
    reading = replace(reading, marks=wanted.marks)
    shown = queries.filtered(entries, wanted.cleaned_data if wanted.is_valid() else {})
    context: dict[str, Any] = {
        "cannot_log": cannot_log,
        "by_measure": request.GET.get("vy") == "insatser",
        "for_print": for_print,
        "filter_form": wanted,
        "form_failed": bool(wanted.errors),
        "visit": reading.visit,
        "now": timezone.now(),
    }
    if form:
        context |= _quick_log(request, case, form)
    if context["by_measure"]:
        context |= _by_measure(shown, places, wanted, reading)
    else:
        context |= _in_time_order(
            request, shown, reading, size=PER_PRINT if for_print else PER_PAGE
        )
    status = 422 if wanted.errors else 200
    return render_case_page(
        request, case, "logbook/list.html", context, tab="logbook", status=status
    )


def _visible(request: CaseRequest, case: Case) -> LogEntryQuerySet:
    return LogEntry.objects.visible_to(request.user).filter(case=case)


def reading_of(request: CaseRequest, case: Case) -> queries.Reading:
    """Who reads, and since when it is new to them. The whole log, or its beginning, is a visit."""
    arrives = not set(request.GET) - {"vy", "huvudaktivitet"}
    return queries.Reading(request.user.pk, visit=last_visit(request.user, case, arrives=arrives))


def filter_form(
    request: CaseRequest, places: list[Place], people: queries.People, reading: queries.Reading
) -> LogFilterForm:
    """The filter of a case's log as the address has it, for whatever shows what it finds."""
    return LogFilterForm(
        request.GET,
        places=places,
        people=people.authors,
        newer=reading.is_new if reading.visit else None,
        sees_steps=request.standing.is_inside,
    )


def _in_time_order(
    request: CaseRequest, entries: LogEntryQuerySet, reading: queries.Reading, *, size: int
) -> dict[str, Any]:
    before = request.GET.get("fore", "")
    return {
        "page": queries.log_page(entries, reading, before=before, size=size),
        "contents": queries.contents_of(entries, reading),
        "is_first_page": not before,
    }


def _by_measure(
    entries: LogEntryQuerySet,
    places: list[Place],
    form: LogFilterForm,
    reading: queries.Reading,
) -> dict[str, Any]:
    groups, is_cut = queries.guide_table(
        entries,
        places,
        reading=reading,
        only_with_entries=bool(form.chosen),
        limit=GUIDE_LIMIT,
    )
    return {"groups": groups, "is_cut": is_cut}


def _why_not(request: CaseRequest, case: Case) -> str:
    """Why the person cannot write here, in words; empty when they can."""
    if not request.standing.may(Permission.LOG):
        who = WHO_CAN_GIVE[Permission.LOG]
        return f"Du kan läsa loggboken men inte skriva i den. Den rätten ger {who}."
    return " ".join(rules.blockers_to_log(case))


# --- Writing ------------------------------------------------------------------------------------


@require_GET
@case_view(Permission.LOG)
def entry_new(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The quick log alone: for every other page of the case, which opens it in place.

    `?utkast=` is a draft to go on with.
    """
    if cannot_log := _why_not(request, case):
        return _new_page(request, case, {"cannot_log": cannot_log})
    form = _empty_form(request, case, draft=asked_for(request, case, entry=None))
    return _new_page(request, case, _quick_log(request, case, form.focus()))


@require_POST
@case_view(Permission.LOG)
def entry_add(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Save an entry; the answer is the emptied form with the entry beside it, or the logbook."""
    if request.POST.get("arende", case.number) != case.number:
        # The start page's choice of case was changed and the form had not followed.
        return redirect("home:change_case", preserve_request=True)
    form = QuickLogForm(request.POST, case=case, places=queries.places_in(case))
    sent = sent_files(request, case, form)
    if not form.is_valid():
        return _refused(request, case, form)
    try:
        with saving(request, form, case, audience=form.audience):
            entry = _write_entry(request, case, form, sent)
    except AlreadyDone as done:
        return _saved_before(request, case, form, sent, done.result)
    except Refused as refused:
        return _refused(request, case, form, reasons=refused.reasons)
    return _saved(request, case, form, entry)


def _write_entry(request: CaseRequest, case: Case, form: QuickLogForm, sent: SentFiles) -> LogEntry:
    what: dict[str, Any] = {
        "case": case,
        "wording": form.wording(request.user),
        "files": sent.files(),
        "once": form.cleaned_data["once"],
        "actor": request.user,
        "at": timezone.now(),
    }
    if place := form.new_place:
        return log_in_new_place(place=place, **what)
    return actions.add_entry(**what)


def _saved(
    request: CaseRequest, case: Case, form: QuickLogForm, entry: LogEntry
) -> HttpResponseBase:
    """The emptied form, and what changes elsewhere on the page. Drafts on offer stay as they are."""

    def context() -> dict[str, Any]:
        # A place that is new to the form is among its choices from now on.
        like = None if form.is_in_new_place else form
        empty = quick_log_form(case, request.user, place=queries.place_of(entry), like=like)
        return case_frame(request, case, tab="logbook") | {
            "quick_form": empty.focus(),
            "saved": queries.Row(entry, has_files="attachments" in entry.details),
            "total": _visible(request, case).current().notes().count(),
        }

    return render_done(
        request,
        "logbook/new.html",
        context,
        partials=QUICK_LOG,
        location=f"{reverse('logbook:list', args=[case.number])}#post-{entry.entry}",
        said="Sparat i loggboken.",
    )


def _saved_before(
    request: CaseRequest, case: Case, form: QuickLogForm, sent: SentFiles, result: str
) -> HttpResponseBase:
    """The same form came again. With the same words all is well; other words are kept, and told of.

    So are files that it holds beyond those that were saved.
    """
    entry = _visible(request, case).filter(pk=int(result or 0)).first()
    if entry is None:
        return redirect_page(request, reverse("logbook:list", args=[case.number]))
    if form.says(entry, request.user) and not sent.adds_to(entry):
        sent.let_go()
        return _saved(request, case, form, entry)
    form.put("once", uuid4())
    context = _quick_log(request, case, form) | {"saved_before": queries.Row(entry)}
    return _new_page(request, case, context, status=409)


def _refused(
    request: CaseRequest, case: Case, form: QuickLogForm, *, reasons: Sequence[str] = ()
) -> HttpResponseBase:
    context = _quick_log(request, case, form) | {"reasons": reasons}
    return _new_page(request, case, context, status=422)


def _new_page(
    request: CaseRequest, case: Case, context: dict[str, Any], *, status: int = 200
) -> HttpResponseBase:
    return render_case_page(
        request,
        case,
        "logbook/new.html",
        context | {"form_failed": status != 200},
        tab="logbook",
        partials=QUICK_LOG,
        status=status,
    )


def _quick_log(request: CaseRequest, case: Case, form: QuickLogForm) -> dict[str, Any]:
    """What the quick log shows: the form, and drafts to go on with. One query."""
    mine = Draft.objects.visible_to(request.user).filter(case=case, entry=None)
    return {"quick_form": form, "drafts": offered(mine, form)}


def _empty_form(
    request: CaseRequest,
    case: Case,
    *,
    draft: Draft | None = None,
    people: list[tuple[int, str]] | None = None,
) -> QuickLogForm:
    wanted = request.GET.get("huvudaktivitet", "")
    place = f"a{wanted}" if wanted.isdecimal() else None
    form = quick_log_form(case, request.user, place=place, people=people)
    if draft:
        form.initial |= draft.fields
        form.form_files = drafted_files(draft, case, request.user)
    elif not request.GET:
        form.focus()
    return form


# --- One entry ----------------------------------------------------------------------------------


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
    """The form for a new wording; `?utkast=` is a draft to go on with."""
    latest = _versions(request, case, entry)[0]
    form = CorrectionForm.of(latest.entry, case=case, places=queries.places_in(case))
    if draft := asked_for(request, case, entry=entry):
        form.initial |= draft.fields
        form.form_files = drafted_files(draft, case, request.user, latest.files)
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
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
    except Conflict:
        return _conflict(request, case, entry, form, sent)
    except Refused as refused:
        return _correct_page(request, case, latest, form, reasons=refused.reasons, status=422)
    except AlreadyDone:
        sent.let_go()
        if not form.says(latest.entry, request.user):
            form.put("once", uuid4())
            return _conflict(request, case, entry, form, sent)
    messages.success(request, "Rättelsen är sparad. Den tidigare lydelsen finns kvar att läsa.")
    return redirect_page(request, reverse("logbook:entry", args=[case.number, entry]))


def _conflict(
    request: CaseRequest, case: Case, entry: UUID, form: CorrectionForm, sent: SentFiles
) -> HttpResponseBase:
    """Someone was first: the other wording above, and one's own in the form, to be saved over it."""
    latest = _versions(request, case, entry)[0]
    form.put("seen_version", latest.entry.version)
    sent.current = latest.files
    return _correct_page(request, case, latest, form, status=409)


def _correct_page(
    request: CaseRequest,
    case: Case,
    latest: queries.Row,
    form: CorrectionForm,
    *,
    reasons: Sequence[str] = (),
    status: int = 200,
) -> HttpResponseBase:
    mine = Draft.objects.visible_to(request.user).filter(case=case, entry=latest.entry.entry)
    context = {
        "row": latest,
        "form": form,
        "drafts": offered(mine, form),
        "reasons": reasons,
        "conflict": status == 409,
        "form_failed": status != 200,
    }
    return render_case_page(
        request,
        case,
        "logbook/correct.html",
        context,
        tab="logbook",
        partials=CORRECTION,
        status=status,
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
