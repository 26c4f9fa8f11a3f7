"""What the start page and the search ask over everything a person may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Case as Choose
from django.db.models import Exists, F, IntegerField, OuterRef, Q, Value, When

from accounts.models import Membership, User
from accounts.permissions import PARTICIPANT_PERMISSIONS, Permission
from cases.models import Case, CaseQuerySet, Participant
from cases.queries import last_entry_days
from logbook.models import SEARCHED_TEXT, LogEntryQuerySet
from logbook.queries import place_of
from logbook.steps import StepPage, step_page
from measures.models import MeasureQuerySet

SILENT_AFTER = 21  # days without a log entry in an open case
SHORTEST_STEM = 4


@dataclass(frozen=True)
class MyCase:
    """A case in the list of mine, with how long it has been silent."""

    case: Case
    is_responsible: bool
    last_day: date | None
    today: date

    @property
    def days(self) -> int:
        """Days since the notice."""
        return (self.today - self.case.notice_on).days

    @property
    def silent_days(self) -> int | None:
        """Days without an entry, when that is long for an open case."""
        if not self.case.is_open or self.last_day is None:
            return None
        days = (self.today - self.last_day).days
        return days if days >= SILENT_AFTER else None


def my_cases(
    cases: CaseQuerySet, entries: LogEntryQuerySet, user: User, *, today: date, limit: int
) -> list[MyCase]:
    """The open cases a person sees, those the person answers for first. Two queries."""
    mine = Choose(
        When(Q(responsible=user) | Q(deputy=user), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    found = list(
        cases.exclude(state="CLOSED")
        .annotate(distance=mine)
        .order_by("distance", "-notice_on", "-id")[:limit]
    )
    days = last_entry_days(entries, found)
    return [
        MyCase(case, user.pk in (case.responsible_id, case.deputy_id), days.get(case.pk), today)
        for case in found
    ]


def my_next_steps(
    entries: LogEntryQuerySet, user: User, *, today: date, after: str, size: int
) -> StepPage:
    """Open next steps that wait for `user`, the most overdue first. One query.

    Each entry knows by `may_close` whether the person writes in its case, and so may close it.
    """
    writing = [role for role, held in PARTICIPANT_PERMISSIONS.items() if Permission.LOG in held]
    organisations = Membership.objects.held_by(user).filter(role__in=writing)
    writes = Participant.objects.active().filter(
        case=OuterRef("case"), organisation__in=organisations.values("organisation")
    )
    mine = entries.filter(next_step_by=user).exclude(case__state="CLOSED")
    return step_page(mine.annotate(may_close=Exists(writes)), today=today, after=after, size=size)


def last_used_case(
    entries: LogEntryQuerySet, cases: CaseQuerySet, user: User
) -> tuple[Case | None, str | None]:
    """The open case where the person wrote last and the place there, else the newest case.

    At most two queries. The place is None when the person has not written.
    """
    own = entries.notes().filter(author=user, case__state="OPEN").order_by("-id")
    if latest := own.select_related("case").first():
        return latest.case, place_of(latest)
    return cases.filter(state="OPEN").order_by("-notice_on", "-id").first(), None


# --- Search -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """What a search found of one kind: the first rows and how many there are."""

    rows: list[object]
    total: int


def stems(text: str) -> list[str]:
    """The stem of each searched word, in PostgreSQL's Swedish. One query."""
    words = [word for word in text.lower().split() if word]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, coalesce((ts_lexize('swedish_stem', word))[1], word)"
            " FROM unnest(%s::text[]) AS word",
            [words],
        )
        return [stem for _, stem in cursor.fetchall()]


def search_cases(cases: CaseQuerySet, text: str, *, limit: int, skip: int = 0) -> Found:
    """Cases by number, title or company."""
    found = cases.filter(
        Q(number__startswith=text) | Q(title__icontains=text) | Q(company__icontains=text)
    )
    return _page(found.order_by("-notice_on", "-id"), limit, skip)


def search_measures(
    measures: MeasureQuerySet, found_stems: Iterable[str], *, limit: int, skip: int = 0
) -> Found:
    """Measures whose title or description holds every word."""
    for stem in found_stems:
        measures = measures.filter(Q(title__icontains=stem) | Q(description__icontains=stem))
    return _page(measures.select_related("case").order_by("-id"), limit, skip)


def search_entries(
    entries: LogEntryQuerySet, text: str, found_stems: list[str], *, limit: int, skip: int = 0
) -> Found:
    """Log entries in their current wording: whole words first, then words within compounds.

    "omställning" finds "omställningsarbete": the stem is looked for inside words when it has at
    least four letters.
    """
    query = SearchQuery(text, config="swedish", search_type="websearch")
    inside = Q(pk__isnull=False) if found_stems else Q(pk__isnull=True)
    for stem in found_stems:
        if len(stem) < SHORTEST_STEM:
            inside = Q(pk__isnull=True)
            break
        inside &= _holds(stem)
    whole = Choose(When(search=query, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = entries.current().notes().filter(Q(search=query) | inside).annotate(distance=whole)
    ordered = found.select_related("case", "measure", "author").order_by(
        "distance", F("happened_to").desc(), "-id"
    )
    return _page(ordered, limit, skip)


def _holds(stem: str) -> Q:
    held = Q()
    for field in SEARCHED_TEXT:
        held |= Q(**{f"{field}__icontains": stem})
    return held


def _page(
    found: "CaseQuerySet | MeasureQuerySet | LogEntryQuerySet", limit: int, skip: int
) -> Found:
    return Found(list(found[skip : skip + limit]), found.count())
