"""The pages of the logbook: read it two ways, write in it, correct an entry."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import WHO_CAN_GIVE, Permission
from cases.access import CaseRequest, case_view, render_case_page, saving
from cases.models import Case
from core.access import MissingRight
from core.actions import AlreadyDone, Conflict, Refused
from logbook import actions, queries, rules, steps
from logbook.audience import WhoReads, who_reads
from logbook.forms import CorrectionForm, LogFilterForm, QuickLogForm, quick_log_form
from logbook.models import LogEntry, LogEntryQuerySet
from logbook.steps import OpenStep
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
    form = QuickLogForm(
        request.POST,
        case=case,
        places=queries.places_in(case),
        is_inside=request.standing.is_inside,
    )
    if not form.is_valid():
        return _list_page(request, case, form=form, status=422)
    try:
        with saving(request, form, case, audience=form.audience):
            entry = actions.add_entry(
                case=case,
                wording=form.wording(request.user),
                closes=form.cleaned_data["closes"],
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
    except AlreadyDone:
        return redirect("logbook:list", case.number)
    except Refused as refused:
        reasons = [*refused.reasons, *_let_go_of_step(request, case, form)]
        return _list_page(request, case, form=form, reasons=reasons, status=422)
    messages.success(request, "Sparat i loggboken.")
    return redirect(f"{reverse('logbook:list', args=[case.number])}#post-{entry.entry}")


def _let_go_of_step(request: CaseRequest, case: Case, form: QuickLogForm) -> Iterator[str]:
    """When the step to close is no longer there, what was written can be saved without it."""
    closes = form.cleaned_data["closes"]
    if closes and steps.open_step(_visible(request, case), closes, today=form.today) is None:
        form.put("closes", "")
        yield "Spara igen om du vill ha kvar det du har skrivit som en vanlig loggpost."


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
    measures = Measure.objects.visible_to(request.user).filter(case=case).in_order()
    quick_form = form or _quick_form(request, case, entries)
    if form:
        form.closing = _closing(request, entries, str(form["closes"].value() or ""))
    context: dict[str, Any] = {
        "quick_form": quick_form,
        "reasons": reasons or [],
        "form_failed": status == 422,
        "cannot_log": _why_not(request, case),
        "step_is_gone": _step_is_gone(request, quick_form),
        "who_reads": quick_form
        and who_reads(case, request.user, request.standing, quick_form.circle),
        "by_measure": request.GET.get("vy") == "insatser",
    }
    if context["by_measure"]:
        activities = MainActivity.objects.visible_to(request.user).filter(measure__case=case)
        context["groups"], context["is_cut"] = queries.guide_table(
            entries, measures, activities, limit=GUIDE_LIMIT
        )
    else:
        places = quick_form.places if quick_form else measures
        context |= _in_time_order(request, case, entries, [(m.pk, m.title) for m in places])
        if context["filter_form"].errors:
            context["form_failed"], status = True, 422
    return render_case_page(
        request, case, "logbook/list.html", context, tab="logbook", status=status
    )


def _in_time_order(
    request: CaseRequest,
    case: Case,
    entries: LogEntryQuerySet,
    measures: list[tuple[int, str]],
) -> dict[str, Any]:
    """The filter, the page of rows it gives, and how many there are in all."""
    form = LogFilterForm(request.GET, measures=measures, people=queries.authors_in(entries))
    wanted = form.cleaned_data if form.is_valid() else {}
    shown = queries.filtered(entries, wanted)
    return {
        "filter_form": form,
        "is_filtered": any(wanted.values()),
        "page": queries.log_page(
            shown,
            before=request.GET.get("fore", ""),
            size=PER_PAGE,
            steps_in=_steps_in(request, case),
        ),
        "total": shown.current().count(),
    }


def _quick_form(request: CaseRequest, case: Case, entries: LogEntryQuerySet) -> QuickLogForm | None:
    if _why_not(request, case):
        return None
    wanted = request.GET.get("huvudaktivitet", "")
    return quick_log_form(
        case,
        request.user,
        is_inside=request.standing.is_inside,
        place=f"a{wanted}" if wanted.isdecimal() else None,
        closing=_closing(request, entries, request.GET.get("klart", "")),
    )


def _step_is_gone(request: CaseRequest, form: QuickLogForm | None) -> bool:
    """Whether someone came to close a step that is closed already, or was never theirs to see."""
    asked = request.method == "GET" and request.GET.get("klart")
    return bool(asked and form and form.closing is None)


def _closing(request: CaseRequest, entries: LogEntryQuerySet, entry: str) -> OpenStep | None:
    """The open next step that `?klart=` names, if it is one of those the person may close."""
    try:
        wanted = UUID(entry) if request.standing.is_inside else None
    except ValueError:
        return None
    return steps.open_step(entries, wanted, today=timezone.localdate()) if wanted else None


def _steps_in(request: CaseRequest, case: Case) -> LogEntryQuerySet | None:
    """Where what closed what is told from; outsiders see no next steps."""
    return _visible(request, case) if request.standing.is_inside else None


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
    readers = who_reads(case, request.user, request.standing)
    entry_now = rows[0].entry
    context = {
        "row": rows[0],
        "older": rows[1:],
        "read_by": readers.of(entry_now),
        "may_correct": entry_now.is_note and _may_correct(request, readers, entry_now),
        "may_close": request.standing.is_inside and not _why_not(request, case),
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
    """The form for a new wording."""
    latest = _versions(request, case, entry)[0]
    readers, form = _correction(request, case, latest)
    return _correct_page(request, case, latest, form, readers)


@require_POST
@case_view(Permission.LOG)
def entry_correct(request: CaseRequest, case: Case, entry: UUID) -> HttpResponseBase:
    """Save a new wording; when someone was first, show both."""
    latest = _versions(request, case, entry)[0]
    readers, form = _correction(request, case, latest, request.POST)
    if not form.is_valid():
        return _correct_page(request, case, latest, form, readers, status=422)
    try:
        with saving(request, form, case, audience=form.audience):
            actions.correct_entry(
                entry=latest.entry,
                seen_version=form.cleaned_data["seen_version"],
                wording=form.wording(request.user),
                reason=form.cleaned_data["correction_reason"],
                actor=request.user,
                at=timezone.now(),
            )
    except Conflict:
        return _correct_page(request, case, latest, form, readers, conflict=True, status=409)
    except Refused as refused:
        return _correct_page(
            request, case, latest, form, readers, reasons=refused.reasons, status=422
        )
    messages.success(request, "Rättelsen är sparad. Den tidigare lydelsen finns kvar att läsa.")
    return redirect("logbook:entry", case.number, entry)


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
    reasons: list[str] | None = None,
    conflict: bool = False,
    status: int = 200,
) -> HttpResponseBase:
    if conflict:
        form.put("seen_version", latest.entry.version)
    context = {
        "row": latest,
        "form": form,
        "who_reads": readers,
        "reasons": reasons or [],
        "conflict": conflict,
        "form_failed": status != 200,
    }
    return render_case_page(
        request, case, "logbook/correct.html", context, tab="logbook", status=status
    )
