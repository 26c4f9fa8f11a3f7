"""Questions to the database for calendars: whose an address is, and what its owner may see right now."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from accounts.models import User
from cases.models import Case, CaseQuerySet, QuestionAssignment
from cases.states import State, Visibility
from figures.clock import first_asking
from figures.clock_queries import CaseClock, clocks_of, closed_since, inside_for
from figures.feed_secret import hash_of
from figures.models import CalendarFeed, CalendarFeedQuerySet
from logbook.events import Audience
from logbook.models import LogEntry, LogEntryQuerySet


def feed_with(secret: str) -> CalendarFeed | None:
    """The address with that secret; None when there is none, it has ended or its owner is shut out.

    One query, whichever it is.
    """
    return CalendarFeed.objects.with_hash(hash_of(secret)).select_related("owner", "case").first()


@dataclass(frozen=True)
class Content:
    """What a calendar holds at the moment it is fetched. Without a case it may name, it has no title."""

    clocks: list[CaseClock]
    steps: list[LogEntry]
    title: str = ""
    questions: list[QuestionAssignment] = field(default_factory=list)


def content_of(feed: CalendarFeed, today: date) -> Content:
    """What the owner may see now, asked anew each time. Two queries, three for all of a person's."""
    return _of_case(feed.owner, feed.case) if feed.case else _of_person(feed, today)


def _of_person(feed: CalendarFeed, today: date) -> Content:
    """All cases that go on or are asked about after their end; what waits for the person in them."""
    goes_on = ~Q(state=State.CLOSED) | closed_since(first_asking(today))
    cases = Case.objects.visible_to(feed.owner).filter(goes_on)
    steps = _steps(feed.owner).filter(next_step_by=feed.owner).exclude(case__state=State.CLOSED)
    questions = QuestionAssignment.objects.visible_to(feed.owner).open().filter(person=feed.owner)
    questions = questions.exclude(case__state=State.CLOSED).select_related("case")
    questions = questions.order_by("due_on", "id")
    if not feed.with_restricted:
        cases = cases.exclude(visibility=Visibility.RESTRICTED)
        steps = steps.exclude(case__visibility=Visibility.RESTRICTED)
        questions = questions.exclude(case__visibility=Visibility.RESTRICTED)
    return Content(clocks_of(cases, feed.owner), list(steps), questions=list(questions))


def _of_case(owner: User, case: Case) -> Content:
    """One case for those inside of it, next steps of all but what one municipality keeps to itself."""
    found = clocks_of(_inside_and_known(owner).filter(pk=case.pk), owner)
    if not found:
        return Content([], [])
    steps = _steps(owner).filter(case=case).exclude(audience=Audience.ORGANISATION)
    if case.state == State.CLOSED:
        steps = steps.none()
    return Content(found, list(steps), found[0].case.title)


def _inside_and_known(owner: User) -> CaseQuerySet:
    visible = Case.objects.visible_to(owner).exclude(visibility=Visibility.RESTRICTED)
    return visible.filter(inside_for(owner))


def _steps(owner: User) -> LogEntryQuerySet:
    steps = LogEntry.objects.visible_to(owner).open_next_steps().filter(next_step_on__isnull=False)
    return steps.select_related("case", "next_step_by").order_by("next_step_on", "id")


@dataclass(frozen=True)
class CalendarRow:
    """A person's address of one case in the list; the case only while they may see it."""

    feed: CalendarFeed
    case: Case | None


@dataclass(frozen=True)
class CalendarPage:
    """A page of addresses and the key of the next one, if there is more."""

    rows: list[CalendarRow]
    next_key: str


def own_calendar(feeds: CalendarFeedQuerySet) -> CalendarFeed | None:
    """The address of all a person's cases. One query."""
    return feeds.filter(case=None).first()


def case_calendars(
    feeds: CalendarFeedQuerySet, cases: CaseQuerySet, *, before: str, size: int
) -> CalendarPage:
    """A person's addresses of single cases, the newest first. Two queries."""
    feeds = feeds.exclude(case=None)
    if before.isdecimal() and len(before) < 18:
        feeds = feeds.filter(pk__lt=int(before))
    found = list(feeds.order_by("-id")[: size + 1])
    shown, more = found[:size], found[size:]
    seen = {case.pk: case for case in cases.filter(pk__in=[feed.case_id for feed in shown])}
    rows = [CalendarRow(feed, seen.get(feed.case_id or 0)) for feed in shown]
    return CalendarPage(rows, str(shown[-1].pk) if more else "")
