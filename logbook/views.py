"""The pages of the logbook: read it two ways, write in it, correct an entry."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import WHO_CAN_GIVE, Permission
from cases.access import CaseRequest, case_frame, case_view, render_case_page, saving
from cases.models import Case
from core.access import MissingRight
from core.actions import AlreadyDone, Conflict, Refused
from core.htmx import redirect_page, render_done
from figures.models import Cost
from figures.outcome_queries import tied_to
from logbook import actions, queries, rules, steps
from logbook.audience import WhoReads, who_reads
from logbook.draft_views import asked_for
from logbook.file_field import SentFiles, drafted_files, sent_files
from logbook.filters import LogFilterForm
from logbook.forms import CorrectionForm, QuickLogForm, offered, quick_log_form
from logbook.models import Draft, LogEntry, LogEntryQuerySet
from logbook.queries import Place
from logbook.steps import OpenStep
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
    cannot_log = _why_not(request, case)
    form = None if cannot_log or for_print else _empty_form(request, case)
    reading = reading_of(request, case)
    places = form.places if form else queries.places_in(case)
    shown = queries.filtered(entries, {})
    contents = queries.contents_of(shown, reading)
    wanted = filter_form(request, places, contents.authors, reading)
    reading = replace(reading, marks=wanted.marks)
    if wanted.chosen:
        shown = queries.filtered(entries, wanted.cleaned_data)
    context: dict[str, Any] = {
        "cannot_log": cannot_log,
        "step_is_gone": _step_is_gone(request, form),
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
        size = PER_PRINT if for_print else PER_PAGE
        context |= _in_time_order(request, case, shown, reading, size=size)
        context["contents"] = queries.contents_of(shown, reading) if wanted.chosen else contents
    status = 422 if wanted.errors else 200
    return render_case_page(
        request, case, "logbook/list.html", context, tab="logbook", status=status
    )


def _visible(request: CaseRequest, case: Case) -> LogEntryQuerySet:
    return LogEntry.objects.visible_to(request.user).filter(case=case)


def reading_of(request: CaseRequest, case: Case) -> queries.Reading:
    """Who reads, and since when it is new to them. The whole log, or its beginning, is a visit."""
    arrives = not set(request.GET) - {"vy", "huvudaktivitet", "klart"}
    return queries.Reading(request.user.pk, visit=last_visit(request.user, case, arrives=arrives))


def filter_form(
    request: CaseRequest,
    places: list[Place],
    authors: list[tuple[int, str]],
    reading: queries.Reading,
) -> LogFilterForm:
    """The filter of a case's log as the address has it, for whatever shows what it finds."""
    return LogFilterForm(
        request.GET,
        places=places,
        people=authors,
        newer=reading.is_new if reading.visit else None,
        sees_steps=request.standing.is_inside,
    )


def _in_time_order(
    request: CaseRequest,
    case: Case,
    entries: LogEntryQuerySet,
    reading: queries.Reading,
    *,
    size: int,
) -> dict[str, Any]:
    before = request.GET.get("fore", "")
    steps_in = _steps_in(request, case)
    page = queries.log_page(entries, reading, before=before, size=size, steps_in=steps_in)
    return {"page": page, "is_first_page": not before}


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


def _steps_in(request: CaseRequest, case: Case) -> LogEntryQuerySet | None:
    """Where what closed what is told from; outsiders see no next steps."""
    return _visible(request, case) if request.standing.is_inside else None


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
    form = QuickLogForm(
        request.POST,
        case=case,
        places=queries.places_in(case),
        is_inside=request.standing.is_inside,
    )
    sent = sent_files(request, case, form)
    if not form.is_valid():
        return _refused(request, case, form)
    try:
        with saving(request, form, case, audience=form.audience):
            entry = _write_entry(request, case, form, sent)
    except AlreadyDone as done:
        return _saved_before(request, case, form, sent, done.result)
    except Refused as refused:
        let_go = _let_go_of_step(request, case, form)
        return _refused(request, case, form, reasons=[*refused.reasons, *let_go])
    return _saved(request, case, form, entry)


def _write_entry(request: CaseRequest, case: Case, form: QuickLogForm, sent: SentFiles) -> LogEntry:
    what: dict[str, Any] = {
        "case": case,
        "wording": form.wording(request.user),
        "files": sent.files(),
        "closes": form.cleaned_data["closes"],
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
        form.places = queries.with_place_of(form.places, entry)
        empty = quick_log_form(
            case,
            request.user,
            is_inside=request.standing.is_inside,
            place=queries.place_of(entry),
            like=form,
            circle=form.circle,
        )
        return case_frame(request, case, tab="logbook") | {
            "quick_form": empty.focus(),
            "who_reads": _readers(request, case, empty),
            "saved": queries.row_of(entry, steps_in=_steps_in(request, case)),
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
    _keep_closing(request, case, form)
    context = _quick_log(request, case, form) | {"saved_before": queries.Row(entry)}
    return _new_page(request, case, context, status=409)


def _refused(
    request: CaseRequest, case: Case, form: QuickLogForm, *, reasons: Sequence[str] = ()
) -> HttpResponseBase:
    _keep_closing(request, case, form)
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
    """What the quick log shows: the form, who reads it, and drafts to go on with. One query."""
    mine = Draft.objects.visible_to(request.user).of_entries(None).filter(case=case)
    return {
        "quick_form": form,
        "who_reads": _readers(request, case, form),
        "drafts": offered(mine, form),
    }


def _readers(request: CaseRequest, case: Case, form: QuickLogForm) -> WhoReads:
    return who_reads(case, request.user, request.standing, form.circle)


def _keep_closing(request: CaseRequest, case: Case, form: QuickLogForm) -> None:
    """Have the form name the step that it says it closes, if that is still open."""
    form.closing = _closing(request, case, str(form["closes"].value() or ""))


def _let_go_of_step(request: CaseRequest, case: Case, form: QuickLogForm) -> Iterator[str]:
    """When the step to close is no longer there, what was written can be saved without it."""
    closes = form.cleaned_data["closes"]
    if closes and steps.open_step(_visible(request, case), closes, today=form.today) is None:
        form.put("closes", "")
        yield "Spara igen om du vill ha kvar det du har skrivit som en vanlig loggpost."


def _closing(request: CaseRequest, case: Case, entry: str) -> OpenStep | None:
    """The open next step of `entry`, if it is one of those the person may close."""
    try:
        wanted = UUID(entry) if request.standing.is_inside else None
    except ValueError:
        return None
    if wanted is None:
        return None
    return steps.open_step(_visible(request, case), wanted, today=timezone.localdate())


def _step_is_gone(request: CaseRequest, form: QuickLogForm | None) -> bool:
    """Whether someone came to close a step that is closed already, or was never theirs to see."""
    return bool(request.GET.get("klart") and form and form.closing is None)


def _empty_form(
    request: CaseRequest,
    case: Case,
    *,
    draft: Draft | None = None,
) -> QuickLogForm:
    wanted = request.GET.get("huvudaktivitet", "")
    place = f"a{wanted}" if wanted.isdecimal() else None
    form = quick_log_form(
        case,
        request.user,
        is_inside=request.standing.is_inside,
        place=place,
        closing=_closing(request, case, request.GET.get("klart", "")),
    )
    if draft:
        form.take_up(draft.fields)
        _keep_closing(request, case, form)
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
    readers = who_reads(case, request.user, request.standing)
    entry_now = rows[0].entry
    of_case = {"funding__measure__case": case}
    context = {
        "row": rows[0],
        "older": rows[1:],
        "source": queries.file_source(_visible(request, case), rows),
        "read_by": readers.of(entry_now),
        "may_correct": entry_now.is_note and _may_correct(request, readers, entry_now),
        "may_close": request.standing.is_inside and not _why_not(request, case),
        "costs": tied_to(entry, Cost.objects.visible_to(request.user).filter(**of_case)),
    }
    return render_case_page(request, case, "logbook/entry_page.html", context, tab="logbook")


def _versions(request: CaseRequest, case: Case, entry: UUID) -> list[queries.Row]:
    rows = queries.versions(_visible(request, case), entry, steps_in=_steps_in(request, case))
    if not rows:
        raise Http404
    return rows


def _may_correct(request: CaseRequest, readers: WhoReads, entry: LogEntry) -> bool:
    """The municipalities correct each other's entries; a guest the guest's own organisation's."""
    is_own = entry.organisation_id == readers.writes_for.pk
    return request.standing.may(Permission.LOG) and (request.standing.is_inside or is_own)


@require_GET
@case_view(Permission.LOG)
def entry_correct_form(request: CaseRequest, case: Case, entry: UUID) -> HttpResponseBase:
    """The form for a new wording; `?utkast=` is a draft to go on with."""
    latest = _versions(request, case, entry)[0]
    readers, form = _correction(request, case, latest)
    if draft := asked_for(request, case, entry=entry):
        form.take_up(draft.fields)
        form.form_files = drafted_files(draft, case, request.user, latest.files)
    return _correct_page(request, case, latest, form, readers)


@require_POST
@case_view(Permission.LOG)
def entry_correct(request: CaseRequest, case: Case, entry: UUID) -> HttpResponseBase:
    """Save a new wording; when someone was first, show both."""
    latest = _versions(request, case, entry)[0]
    readers, form = _correction(request, case, latest, request.POST)
    sent = sent_files(request, case, form, latest.files)
    if not form.is_valid():
        return _correct_page(request, case, latest, form, readers, status=422)
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
        return _conflict(request, case, entry, form, readers, sent)
    except Refused as refused:
        return _correct_page(
            request, case, latest, form, readers, reasons=refused.reasons, status=422
        )
    except AlreadyDone:
        sent.let_go()
        if not form.says(latest.entry, request.user):
            form.put("once", uuid4())
            return _conflict(request, case, entry, form, readers, sent)
    messages.success(request, "Rättelsen är sparad. Den tidigare lydelsen finns kvar att läsa.")
    return redirect_page(request, reverse("logbook:entry", args=[case.number, entry]))


def _conflict(
    request: CaseRequest,
    case: Case,
    entry: UUID,
    form: CorrectionForm,
    readers: WhoReads,
    sent: SentFiles,
) -> HttpResponseBase:
    """Someone was first: the other wording above, and one's own in the form, to be saved over it."""
    latest = _versions(request, case, entry)[0]
    form.put("seen_version", latest.entry.version)
    sent.current = latest.files
    return _correct_page(request, case, latest, form, readers, status=409)


def _correction(
    request: CaseRequest, case: Case, latest: queries.Row, data: QueryDict | None = None
) -> tuple[WhoReads, CorrectionForm]:
    """The form for correcting an entry, and who reads it. 403 for a guest at someone else's entry."""
    readers = who_reads(case, request.user, request.standing)
    if not _may_correct(request, readers, latest.entry):
        organisation = latest.entry.organisation.name
        raise MissingRight("rätta andras loggposter", f"{organisation}, som skrev loggposten")
    form = CorrectionForm.of(
        latest.entry,
        data,
        case=case,
        circle=readers.circle,
        is_inside=request.standing.is_inside,
        may_hide=latest.entry.organisation_id == readers.writes_for.pk,
        is_closed=latest.is_closed and bool(latest.entry.next_step),
    )
    return readers.when_written_for(latest.entry.organisation), form


def _correct_page(
    request: CaseRequest,
    case: Case,
    latest: queries.Row,
    form: CorrectionForm,
    readers: WhoReads,
    *,
    reasons: Sequence[str] = (),
    status: int = 200,
) -> HttpResponseBase:
    mine = Draft.objects.visible_to(request.user).of_entries(latest.entry.entry).filter(case=case)
    context = {
        "row": latest,
        "form": form,
        "who_reads": readers,
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
