"""Calendar addresses: a person's own page of them, and what a calendar program fetches."""

from collections.abc import Iterator
from datetime import date

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.permissions import Permission
from cases.access import CaseRequest, MemberRequest, case_view
from cases.models import Case
from core.access import for_members, public
from core.actions import AlreadyDone, Refused
from core.htmx import render_page
from core.rates import is_too_often
from figures import feed_actions, feed_cookie, feed_queries
from figures.calendar_file import CalendarEvent, calendar_file, etag_of, last_change
from figures.feed_events import clock_events, question_events, step_events
from figures.feed_forms import CalendarForm, OnceForm
from figures.feed_queries import Content
from figures.feed_secret import hash_of, new_secret
from figures.models import CalendarFeed

NAME = "Omställning"
ABOUT = "Ärendenas dagar och dina nästa steg. Ändra i Omställning, inte här."
MOST_FETCHES, MOST_MISSES = 60, 60
WINDOW = 300  # seconds
PER_PAGE = 50

# --- What a calendar program fetches ----------------------------------------------------------


@require_safe
@public(because="a calendar program cannot log in; the secret in the address is what gives access")
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The calendar with that secret, as its owner may see it right now.

    An address that never was, has ended or whose owner is shut out: the same 404. Four questions to
    the database and its cache for each of them.
    """
    found = feed_queries.feed_with(secret)
    if found is None:
        who = str(get_adapter(request).get_client_ip(request))
        missed = is_too_often("calendar-miss", who, most=MOST_MISSES, seconds=WINDOW)
        return _too_many() if missed else _plain("Adressen finns inte.", status=404)
    if is_too_often("calendar", hash_of(secret), most=MOST_FETCHES, seconds=WINDOW):
        return _too_many()
    today = timezone.localdate()
    content = feed_queries.content_of(found, today)
    events = list(_events(request, found, content, today))
    name = f"{NAME}: {content.title}" if content.title else NAME
    body = calendar_file(events, name=name, about=ABOUT)
    response = _guarded(HttpResponse(body, content_type="text/calendar; charset=utf-8"))
    response["Content-Disposition"] = 'inline; filename="omstallning.ics"'
    response["ETag"] = etag_of(body)
    if changed_at := last_change(events):
        response["Last-Modified"] = http_date(int(changed_at.timestamp()))
    # By content alone: what has gone from a calendar leaves no later date behind, and must not stay
    # in a program that asks only whether anything is newer.
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    return _guarded(answer or response)


def _events(
    request: HttpRequest, found: CalendarFeed, content: Content, today: date
) -> Iterator[CalendarEvent]:
    def address(name: str, *parts: object) -> str:
        return request.build_absolute_uri(reverse(name, args=parts))

    yield from clock_events(
        content.clocks,
        today=today,
        address=lambda case: address("figures:clock", case.number),
    )
    yield from step_events(
        content.steps,
        changes={clock.case.pk: clock.facts.changed_at for clock in content.clocks},
        today=today,
        address=lambda entry: address("logbook:entry", entry.case.number, entry.entry),
        says_who=found.case is not None,
    )
    yield from question_events(
        content.questions,
        changes={clock.case.pk: clock.facts.changed_at for clock in content.clocks},
        today=today,
        address=lambda case, question: (
            f"{address('cases:phase', case.number, question.phase.value)}#{question.key}"
        ),
    )


def _plain(text: str, *, status: int) -> HttpResponse:
    return _guarded(HttpResponse(text, status=status, content_type="text/plain; charset=utf-8"))


def _too_many() -> HttpResponse:
    response = _plain("För många försök. Vänta fem minuter.", status=429)
    response["Retry-After"] = str(WINDOW)
    return response


def _guarded[R: HttpResponseBase](response: R) -> R:
    """Kept by no cache, found by no search engine."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


# --- My addresses -----------------------------------------------------------------------------


@require_GET
@for_members
def calendar_page(request: MemberRequest) -> HttpResponseBase:
    """My calendar, and those of single cases."""
    mine = CalendarFeed.objects.visible_to(request.user)
    own = feed_queries.own_calendar(mine)
    context = {
        "own": own,
        "page": feed_queries.case_calendars(
            mine,
            Case.objects.visible_to(request.user),
            before=request.GET.get("fore", ""),
            size=PER_PAGE,
        ),
        "form": CalendarForm.fresh(with_restricted=own.with_restricted if own else True),
        "new_address": feed_cookie.handed_over(request),
    }
    response = render_page(request, "figures/calendar.html", context)
    if context["new_address"]:
        feed_cookie.forget(response, page=request.path)
    return response


@require_POST
@for_members
def calendar_open(request: MemberRequest) -> HttpResponseBase:
    """Make my address, or a new one instead of it, and show it once."""
    form = CalendarForm(request.POST)
    secret = new_secret()
    page = reverse("calendar:page")
    response = redirect(page)
    if not form.is_valid():
        messages.warning(request, "Något blev fel. Försök igen.")
        return response
    try:
        feed_actions.open_calendar(
            secret_hash=hash_of(secret),
            with_restricted=form.cleaned_data["with_restricted"],
            once=form.cleaned_data["once"],
            actor=request.user,
            at=timezone.now(),
        )
    except AlreadyDone:
        return response
    feed_cookie.hand_over(response, secret, page=page)
    return response


@require_POST
@for_members
def calendar_choose(request: MemberRequest, calendar: int) -> HttpResponseBase:
    """Take cases that are not public into my calendar, or leave them out."""
    found = get_object_or_404(CalendarFeed.objects.visible_to(request.user), pk=calendar)
    form = CalendarForm(request.POST)
    chosen = form.is_valid() and form.cleaned_data["with_restricted"]
    feed_actions.choose_content(
        feed=found, with_restricted=bool(chosen), actor=request.user, at=timezone.now()
    )
    messages.success(request, "Valet är sparat. Kalendern följer med nästa gång den hämtas.")
    return redirect("calendar:page")


@require_POST
@for_members
def calendar_close(request: MemberRequest, calendar: int) -> HttpResponseBase:
    """End one of my addresses."""
    found = get_object_or_404(CalendarFeed.objects.visible_to(request.user), pk=calendar)
    try:
        feed_actions.close_calendar(feed=found, actor=request.user, at=timezone.now())
    except Refused:
        return redirect("calendar:page")
    messages.success(request, "Adressen är avslutad och slutar fungera direkt.")
    return redirect("calendar:page")


@require_POST
@case_view(Permission.VIEW_INSIDE)
def case_calendar_open(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Make my address of the case's calendar, or a new one instead of it, and show it once."""
    form = OnceForm(request.POST)
    secret = new_secret()
    page = reverse("figures:clock", args=[case.number])
    response = redirect(f"{page}#kalender")
    try:
        feed_actions.open_calendar(
            secret_hash=hash_of(secret),
            case=case,
            once=form.cleaned_data["once"] if form.is_valid() else None,
            actor=request.user,
            at=timezone.now(),
        )
    except AlreadyDone:
        return response
    except Refused as refused:
        messages.warning(request, " ".join(refused.reasons))
        return response
    feed_cookie.hand_over(response, secret, page=page)
    return response
