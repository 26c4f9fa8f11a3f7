"""The start page, *Mina ärenden*, and the search over all a person may see."""

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import WHO_CAN_GIVE, Permission
from cases.access import MemberRequest
from cases.models import Case
from cases.queries import municipalities_to_open_for, standing_of
from core.access import for_members
from core.htmx import render_page
from home import queries
from home.forms import SearchForm
from logbook.audience import who_reads
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
    may_open = municipalities_to_open_for(request.user).exists()
    context = {
        "steps": queries.my_next_steps(
            entries, request.user, today=today, after=request.GET.get("steg", ""), size=SHOWN
        ),
        "cases": queries.my_cases(cases, entries, request.user, today=today, limit=SHOWN),
        "may_open": may_open,
        "nothing": _nothing(may_open),
    } | _quick_log(request)
    return render_page(request, "home/start.html", context)


def _quick_log(request: MemberRequest) -> dict[str, object]:
    """The quick log for the case asked for, else the one written in last, if one may write there."""
    cases = Case.objects.visible_to(request.user)
    wanted = request.GET.get("arende", "")
    case, place = cases.numbered(wanted).first() if wanted else None, None
    if case is None:
        entries = LogEntry.objects.visible_to(request.user)
        case, place = queries.last_used_case(entries, cases, request.user)
    standing = standing_of(request.user, case) if case and case.is_open else None
    if case is None or standing is None or not standing.may(Permission.LOG):
        return {}
    form = quick_log_form(case, request.user, is_inside=standing.is_inside, place=place)
    return {
        "quick_case": case,
        "quick_form": form,
        "who_reads": who_reads(case, request.user, standing, form.circle),
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
    """Cases, measures and log entries that hold the words."""
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    context: dict[str, object] = {"form": form, "q": text, "form_failed": bool(form.errors)}
    if text:
        page = request.GET.get("sida", "1")
        number = int(page) if page.isdecimal() and len(page) < 6 else 1
        context |= _found(request, text, max(1, number))
    return render_page(request, "home/search.html", context, status=422 if form.errors else 200)


def _found(request: MemberRequest, text: str, page: int) -> dict[str, object]:
    stems = queries.stems(text)
    skip = (page - 1) * PER_KIND
    cases = queries.search_cases(
        Case.objects.visible_to(request.user), text, limit=PER_KIND, skip=skip
    )
    measures = queries.search_measures(
        Measure.objects.visible_to(request.user), stems, limit=PER_KIND, skip=skip
    )
    entries = queries.search_entries(
        LogEntry.objects.visible_to(request.user), text, stems, limit=PER_KIND, skip=skip
    )
    most = max(cases.total, measures.total, entries.total)
    return {
        "cases": cases,
        "measures": measures,
        "entries": entries,
        "stems": stems,
        "total": cases.total + measures.total + entries.total,
        "more": page + 1 if skip + PER_KIND < most else None,
    }
