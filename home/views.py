"""The start page, *Mina ärenden*, and the search over all a person may see."""

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import WHO_CAN_GIVE, Permission
from cases.access import MemberRequest
from cases.models import Case
from cases.queries import may_open as may_open_cases
from core.access import for_members
from core.htmx import render_page
from home import finding, queries
from home.forms import SearchForm
from logbook.forms import quick_log_form
from logbook.models import LogEntry
from measures.models import Measure

SHOWN = 30
PER_KIND = 20


@require_GET
@for_members
def start(request: MemberRequest) -> HttpResponseBase:
    """What waits for me, my cases, and the quick log."""
    cases = Case.objects.visible_to(request.user)
    entries = LogEntry.objects.visible_to(request.user)
    today = timezone.localdate()
    quick_case = _quick_case(request)
    may_open = may_open_cases(request.user)
    context = {
        "steps": queries.my_next_steps(entries, request.user, today=today, limit=SHOWN),
        "cases": queries.my_cases(cases, entries, request.user, today=today, limit=SHOWN),
        "quick_case": quick_case,
        "quick_form": quick_log_form(quick_case, request.user) if quick_case else None,
        "may_open": may_open,
        "nothing": _nothing(may_open),
    }
    return render_page(request, "home/start.html", context)


def _quick_case(request: MemberRequest) -> Case | None:
    """The case asked for, else the one written in last, if the person may write in it."""
    cases = Case.objects.visible_to(request.user)
    wanted = request.GET.get("arende", "")
    case = cases.numbered(wanted).first() if wanted else None
    if case is None:
        entries = LogEntry.objects.visible_to(request.user)
        case = queries.last_used_case(entries, cases, request.user)
    return case if case and case.is_open and queries.may_log(request.user, case) else None


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
