"""What the start page and the search ask over everything a person may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Case as Choose
from django.db.models import F, IntegerField, Q, Value, When

from accounts.models import User
from cases.models import NUMBER, Case, CaseQuerySet
from cases.queries import last_entry_days
from logbook.models import SEARCHED_TEXT, LogEntry, LogEntryQuerySet
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


@dataclass(frozen=True)
class Step:
    """A next step that waits for someone."""

    entry: LogEntry
    today: date

    @property
    def days_late(self) -> int:
        """How many days past its day; 0 when there is time left."""
        return max(0, (self.today - self.entry.next_step_on).days) if self.entry.next_step_on else 0


def my_next_steps(entries: LogEntryQuerySet, user: User, *, today: date, limit: int) -> list[Step]:
    """Open next steps that wait for `user`, the most overdue first. One query."""
    steps = entries.open_next_steps().filter(next_step_by=user).exclude(case__state="CLOSED")
    ordered = steps.select_related("case").order_by("next_step_on", "id")
    return [Step(entry, today) for entry in ordered[:limit]]


def cases_to_write_in(
    cases: CaseQuerySet, *, wanted: str, latest: Sequence[int], limit: int
) -> list[Case]:
    """The cases to choose between for an entry: the `wanted` number, the `latest`, the newest. One query."""
    places = [When(number=wanted, then=Value(-1))] if NUMBER.fullmatch(wanted) else []
    places += [When(pk=pk, then=Value(place)) for place, pk in enumerate(latest)]
    nearness = (
        Choose(*places, default=Value(len(latest)), output_field=IntegerField())
        if places
        else Value(0)
    )
    return list(cases.annotate(nearness=nearness).order_by("nearness", "-notice_on", "-id")[:limit])


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
