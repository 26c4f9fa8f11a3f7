"""What the logbook's pages ask: rows with their words, pages by key, the guide's table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.models import Membership, Organisation, User
from accounts.permissions import CASE_READING_ROLES
from cases.models import Case, Participant, Reader, still_active
from core.days import month_words
from logbook.events import Event
from logbook.models import SEARCHED_TEXT, LogEntry, LogEntryQuerySet
from logbook.record import local_day
from logbook.wording import sentence
from measures.models import MainActivity, MainActivityQuerySet, Measure, MeasureQuerySet

LATE_AFTER = 14  # days between what happened and when it was written, worth telling
_KEY = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{1,18})")


@dataclass(frozen=True)
class Row:
    """A log entry as a page shows it."""

    entry: LogEntry

    @property
    def is_closed(self) -> bool:
        """Whether the entry's next step is done."""
        return bool(getattr(self.entry, "step_is_closed", False))

    @property
    def closed_by(self) -> dict[str, str] | None:
        """What closed the entry's step, for those who may know: `entry`, `on` and `event`."""
        return getattr(self.entry, "closing", None)

    @property
    def closed_step(self) -> str:
        """The step that this note closed, for those who may know."""
        return getattr(self.entry, "closed_words", None) or ""

    @property
    def sentence(self) -> str:
        return sentence(self.entry)

    @property
    def recorded_on(self) -> date:
        return local_day(self.entry.recorded_at)

    @property
    def is_late(self) -> bool:
        """Whether it was written long after it happened."""
        return (self.recorded_on - self.entry.happened_to).days > LATE_AFTER

    @property
    def month(self) -> str:
        return month_words(self.entry.happened_to)


@dataclass(frozen=True)
class LogPage:
    """Rows and the key of the next page, if there is more."""

    rows: list[Row]
    next_key: str

    @property
    def months(self) -> list[tuple[str, list[Row]]]:
        return [(month, list(rows)) for month, rows in groupby(self.rows, lambda row: row.month)]


def _with_relations(
    entries: LogEntryQuerySet, steps_in: LogEntryQuerySet | None = None
) -> LogEntryQuerySet:
    """All that a row shows, in the same query; what closed what as far as `steps_in` go."""
    closing = LogEntry.objects.filter(closes=OuterRef("entry"))
    entries = entries.with_previous_audience().annotate(step_is_closed=Exists(closing))
    if steps_in is not None:
        told = JSONObject(entry="entry", on="happened_to", event="event")
        closing = steps_in.current().filter(closes=OuterRef("entry"))
        closed = steps_in.current().filter(entry=OuterRef("closes"))
        entries = entries.annotate(
            closing=Subquery(closing.values(told=told)[:1]),
            closed_words=Subquery(closed.values("next_step")[:1]),
        )
    return entries.select_related(
        "case", "organisation", "measure", "main_activity", "author", "next_step_by"
    )


def latest_rows(
    entries: LogEntryQuerySet, *, limit: int, steps_in: LogEntryQuerySet | None = None
) -> list[Row]:
    """The latest notes, newest first. One query."""
    notes = _with_relations(entries.current().notes().newest_first(), steps_in)
    return [Row(entry) for entry in notes[:limit]]


def log_page(
    entries: LogEntryQuerySet,
    *,
    before: str,
    size: int,
    steps_in: LogEntryQuerySet | None = None,
) -> LogPage:
    """Rows in time order, newest first, that come after the key `before`. One query."""
    entries = _with_relations(entries.current().newest_first(), steps_in)
    if match := _KEY.fullmatch(before):
        try:
            day = date.fromisoformat(match[1])
        except ValueError:
            day = None
        if day:
            entries = entries.filter(
                Q(happened_to__lt=day) | Q(happened_to=day, pk__lt=int(match[2]))
            )
    found = [Row(entry) for entry in entries[: size + 1]]
    rows, more = found[:size], found[size:]
    last = rows[-1].entry if rows else None
    return LogPage(rows, f"{last.happened_to}_{last.pk}" if more and last else "")


def history_page(entries: LogEntryQuerySet, *, before: str, size: int) -> LogPage:
    """What the system recorded, newest first. One query."""
    events = entries.exclude(event=Event.NOTED).select_related("author").order_by("-id")
    if before.isdecimal() and len(before) < 19:
        events = events.filter(pk__lt=int(before))
    found = [Row(entry) for entry in events[: size + 1]]
    rows, more = found[:size], found[size:]
    return LogPage(rows, str(rows[-1].entry.pk) if more else "")


def filtered(entries: LogEntryQuerySet, wanted: Mapping[str, Any]) -> LogEntryQuerySet:
    """The entries that a filter form asks for; without the system's unless it asks."""
    if not wanted.get("system"):
        entries = entries.notes()
    if text := wanted.get("q"):
        query = SearchQuery(text, config="swedish", search_type="websearch")
        inside = Q()
        for field in SEARCHED_TEXT:
            inside |= Q(**{f"{field}__icontains": text})
        entries = entries.filter(Q(search=query) | inside)
    if wanted.get("fran"):
        entries = entries.filter(happened_to__gte=wanted["fran"])
    if wanted.get("till"):
        entries = entries.filter(happened_from__lte=wanted["till"])
    if wanted.get("insats"):
        entries = entries.filter(measure=wanted["insats"])
    if wanted.get("person"):
        entries = entries.filter(author=wanted["person"])
    return entries


def authors_in(entries: LogEntryQuerySet) -> "list[tuple[int, str]]":
    """Who has written, by name."""
    ids = entries.notes().order_by().values("author").distinct()
    return list(User.objects.filter(pk__in=ids).order_by("name").values_list("pk", "name"))


@dataclass(frozen=True)
class GuideRow:
    """A main activity with its entries, oldest first. Without an activity: the rest of the measure."""

    activity: MainActivity | None
    rows: list[Row]


@dataclass(frozen=True)
class GuideGroup:
    """A measure with its rows in the guide's table. Without a measure: the case as a whole."""

    measure: Measure | None
    rows: list[GuideRow]


def guide_table(
    entries: LogEntryQuerySet,
    measures: MeasureQuerySet,
    activities: MainActivityQuerySet,
    *,
    limit: int,
) -> tuple[list[GuideGroup], bool]:
    """The guide's table: measures in plan order, numbered activities, dated sentences. Three queries.

    The `limit` oldest entries, and whether there are more; the logbook in time order has them all.
    """
    notes = list(_with_relations(entries.current().notes().oldest_first())[: limit + 1])
    by_place: dict[tuple[int | None, int | None], list[Row]] = {}
    for row in map(Row, notes[:limit]):
        place = (row.entry.measure_id, row.entry.main_activity_id)
        by_place.setdefault(place, []).append(row)
    by_measure: dict[int, list[MainActivity]] = {}
    for activity in activities.in_order():
        by_measure.setdefault(activity.measure_id, []).append(activity)
    groups = []
    for measure in measures.in_order():
        rows = [
            GuideRow(activity, by_place.get((measure.pk, activity.pk), []))
            for activity in by_measure.get(measure.pk, [])
        ]
        if rest := by_place.get((measure.pk, None)):
            rows.append(GuideRow(None, rest))
        groups.append(GuideGroup(measure, rows))
    if whole := by_place.get((None, None)):
        groups.append(GuideGroup(None, [GuideRow(None, whole)]))
    return groups, len(notes) > limit


def versions(
    entries: LogEntryQuerySet, entry: UUID, *, steps_in: LogEntryQuerySet | None = None
) -> list[Row]:
    """All wordings of an entry the person may see, the newest first. One query."""
    wordings = entries.filter(entry=entry).order_by("-version")
    return list(map(Row, _with_relations(wordings, steps_in)))


def last_place(case: Case, user: User) -> str:
    """Where the person wrote last in the case, as the form's value: "a12", "m7" or ""."""
    latest = LogEntry.objects.filter(case=case, author=user, event=Event.NOTED).order_by("-id")
    entry = latest.first()
    return place_of(entry) if entry else ""


def place_of(entry: LogEntry) -> str:
    """An entry's place as the form's value."""
    if entry.main_activity_id:
        return f"a{entry.main_activity_id}"
    return f"m{entry.measure_id}" if entry.measure_id else ""


def places_in(case: Case) -> list[Measure]:
    """The measures of the case with their main activities, for the choice of place. Two queries."""
    measures = Measure.objects.filter(case=case).in_order()
    return list(measures.prefetch_related("main_activities"))


def readers_to_wait_for(case: Case, *, only: Organisation | None = None) -> "QuerySet[User]":
    """Those who read the case from inside; `only` those who read what is internal to it.

    In a restricted case its named readers, for nobody else may know of it.
    """
    organisations = Participant.objects.active().filter(case=case).values("organisation")
    members = Membership.objects.active().filter(role__in=CASE_READING_ROLES)
    inside = (
        members.filter(organisation=only)
        if only
        else members.filter(organisation__in=organisations)
    )
    readers = Reader.objects.filter(still_active(), case=case)
    if not case.is_restricted:
        return User.objects.filter(pk__in=inside.values("user"))
    people = User.objects.filter(pk__in=readers.values("user"))
    return people.filter(pk__in=inside.values("user")) if only else people


def person(pk: int) -> User:
    return User.objects.get(pk=pk)
