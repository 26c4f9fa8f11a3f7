"""The start page, *Mina ärenden*, and the search over all a person may see."""

from collections.abc import Mapping
from typing import Any

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import WHO_CAN_GIVE, Permission
from cases.access import MemberRequest
from cases.models import Case, CaseQuerySet
from cases.queries import may_open as may_open_cases
from cases.queries import open_to_write_in, standing_of
from core.access import for_members
from core.htmx import render_page
from figures.clock_queries import follow_ups_asked
from home import finding, queries
from home.forms import SearchForm
from logbook.audience import who_reads
from logbook.forms import NEW, quick_log_form, written
from logbook.models import Draft, LogEntry, LogEntryQuerySet
from logbook.queries import kept_drafts, last_places
from measures.models import Measure
from preparedness.queries import due_plans
from region.queries import regions_of

SHOWN = 30
PER_KIND = 20
RECENT = 200  # own entries looked through for the cases written in last
CANNOT_WRITE_THERE = "Det ärendet finns inte, eller så kan du inte skriva i det. Välj ett annat."


@require_GET
@for_members
def start(request: MemberRequest) -> HttpResponseBase:
    """What waits for me, my cases, and the quick log."""
    return _start_page(request, wanted=request.GET.get("arende", ""))


@require_POST
@for_members
def change_case(request: MemberRequest) -> HttpResponseBase:
    """The quick log for another case, with all that has been typed."""
    return _start_page(request, wanted=request.POST.get("arende", ""), typed=written(request.POST))


def _start_page(
    request: MemberRequest, *, wanted: str, typed: Mapping[str, Any] | None = None
) -> HttpResponseBase:
    cases = Case.objects.visible_to(request.user)
    entries = LogEntry.objects.visible_to(request.user)
    today = timezone.localdate()
    my_cases = queries.my_cases(cases, entries, request.user, today=today, limit=SHOWN)
    may_open = my_cases[0].may_open if my_cases else may_open_cases(request.user)
    context = {
        "steps": queries.my_next_steps(
            entries, request.user, today=today, after=request.GET.get("steg", ""), size=SHOWN
        ),
        "assignments": queries.questions_waiting(my_cases, limit=SHOWN),
        "plans": my_cases[0].due_plans if my_cases else due_plans(request.user, today),
        "follow_ups": follow_ups_asked(cases.real(), request.user, today=today)[:SHOWN],
        "cases": my_cases,
        "may_open": may_open,
        "nothing": _nothing(may_open),
        **_quick_log(request, cases, entries, wanted=wanted, typed=typed),
    }
    case = context["quick_case"]
    # Whoever writes in no log may be one who reads what others have shared.
    context["coordinates"] = case is None and bool(regions_of(request.user))
    is_refused = typed is not None and (case is None or case.number != wanted)
    context |= {
        "form_failed": is_refused,
        "reasons": [CANNOT_WRITE_THERE] if is_refused else [],
    }
    return render_page(
        request,
        "home/start.html",
        context,
        partials=("snabblogg",),
        status=422 if is_refused else 200,
    )


def _quick_log(
    request: MemberRequest,
    cases: CaseQuerySet,
    entries: LogEntryQuerySet,
    *,
    wanted: str,
    typed: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """The form for the case asked for, else the one with the newest draft, else the last written in."""
    drafts = kept_drafts(Draft.objects.visible_to(request.user).of_entries(None), limit=SHOWN)
    places = last_places(entries, request.user, limit=RECENT)
    latest = dict.fromkeys([*(kept.draft.case_id for kept in drafts), *places])
    choices = queries.cases_to_write_in(
        open_to_write_in(cases, request.user), wanted=wanted, latest=[*latest], limit=SHOWN
    )
    case = next((case for case in choices if case.number == wanted), None) or next(
        iter(choices), None
    )
    if case is None:
        return {"quick_case": None}
    standing = standing_of(request.user, case)
    form = quick_log_form(
        case, request.user, is_inside=standing.is_inside, place=places.get(case.pk, "")
    )
    if typed is None:
        form.focus()
    else:
        # Measures, main activities and next steps are the other case's own.
        new_in = NEW if typed.get("new_in") == NEW else ""
        own = {"place": form.initial["place"], "new_in": new_in, "closes": ""}
        form.initial.update({**typed, **own})
    key = str(form["once"].value())
    return {
        "quick_case": case,
        "quick_choices": choices,
        "quick_form": form,
        "who_reads": who_reads(case, request.user, standing, form.circle),
        "others_with_drafts": [
            other
            for other in choices
            if other.pk != case.pk and any(d.draft.case_id == other.pk for d in drafts)
        ],
        "drafts": [d for d in drafts if d.draft.case_id == case.pk and str(d.draft.form) != key],
    }


def _nothing(may_open: bool) -> str:
    if may_open:
        return "Du har inga ärenden som pågår. Öppna ett när ett stort varsel eller en nedläggning kommer."
    who = WHO_CAN_GIVE[Permission.LOG]
    return (
        "Här finns inga ärenden för dig. Du ser ärenden som din kommun arbetar med om du har en "
        f"roll i dem, och sådana som andra delar med er. Roller ger {who}."
    )


@require_GET
@for_members
def search(request: MemberRequest) -> HttpResponseBase:
    """Cases, measures and log entries that hold the words; log entries by period and more."""
    scope = finding.scope_of(request.user)
    form = SearchForm(request.GET, sees_steps=scope.sees_steps)
    context: dict[str, object] = {"form": form, "form_failed": bool(form.errors)}
    if form.is_valid() and form.chosen:
        page = request.GET.get("sida", "1")
        number = int(page) if page.isdecimal() and len(page) < 6 else 1
        context |= _found(request, form, scope, max(1, number))
    return render_page(request, "home/search.html", context, status=422 if form.errors else 200)


def _found(
    request: MemberRequest, form: SearchForm, scope: finding.Scope, page: int
) -> dict[str, object]:
    wanted = form.cleaned_data
    words, text = wanted["search"], wanted["q"]
    paging = {"limit": PER_KIND, "skip": (page - 1) * PER_KIND}
    cases = measures = finding.NOTHING
    if text and form.is_about_words:
        cases = finding.find_cases(Case.objects.visible_to(request.user), text, words, **paging)
        measures = finding.find_measures(Measure.objects.visible_to(request.user), words, **paging)
    entries = finding.find_entries(
        LogEntry.objects.visible_to(request.user), wanted, scope, **paging
    )
    most = max(cases.total, measures.total, entries.total)
    return {
        "searched": True,
        "cases": cases,
        "measures": measures,
        "entries": entries,
        "marks": form.marks,
        "total": cases.total + measures.total + entries.total,
        "more": page + 1 if page * PER_KIND < most else None,
    }
