"""What the logbook's pages ask: rows with their words, pages by key, the guide's table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import CASE_READING_ROLES
from cases.models import Case, Participant, Reader, still_active
from core.days import month_words
from logbook.events import Event
from logbook.models import SEARCHED_TEXT, Draft, DraftQuerySet, LogEntry, LogEntryQuerySet
from logbook.record import local_day
from logbook.wording import sentence
from measures.models import MainActivity, MainActivityQuerySet, Measure, MeasureQuerySet

OFFERED = 5  # drafts offered back at once
SHOWN_OF_DRAFT = 120  # characters
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
class OpenStep:
    """A next step that nobody has closed."""

    entry: LogEntry
    today: date

    @property
    def days_late(self) -> int:
        """Days past its day; 0 when there is time left."""
        due = self.entry.next_step_on
        return max(0, (self.today - due).days) if due else 0


@dataclass(frozen=True)
class LogPage:
    """Rows and the key of the next page, if there is more."""

    rows: list[Row]
    next_key: str

    @property
    def months(self) -> list[tuple[str, list[Row]]]:
        return [(month, list(rows)) for month, rows in groupby(self.rows, lambda row: row.month)]


def _with_relations(entries: LogEntryQuerySet) -> LogEntryQuerySet:
    """All that a row shows, in the same query."""
    closing = LogEntry.objects.filter(closes=OuterRef("entry"))
    return entries.annotate(step_is_closed=Exists(closing)).select_related(
        "case", "organisation", "measure", "main_activity", "author", "next_step_by"
    )


def latest_rows(entries: LogEntryQuerySet, *, limit: int) -> list[Row]:
    """The latest notes, newest first. One query."""
    notes = _with_relations(entries.current().notes().newest_first())
    return [Row(entry) for entry in notes[:limit]]


def open_steps(entries: LogEntryQuerySet, *, today: date) -> list[OpenStep]:
    """Open next steps, the most overdue first. One query."""
    steps = _with_relations(entries.open_next_steps())
    return [OpenStep(entry, today) for entry in steps.order_by("next_step_on", "id")[:200]]


def log_page(entries: LogEntryQuerySet, *, before: str, size: int) -> LogPage:
    """Rows in time order, newest first, that come after the key `before`. One query."""
    entries = _with_relations(entries.current().newest_first())
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


def versions(entries: LogEntryQuerySet, entry: UUID) -> list[Row]:
    """All wordings of an entry the person may see, the newest first. One query."""
    return list(map(Row, _with_relations(entries.filter(entry=entry).order_by("-version"))))


@dataclass(frozen=True)
class Place:
    """A measure where an entry may belong, with its main activities in order."""

    measure: Measure
    activities: tuple[MainActivity, ...]


def places_in(case: Case) -> list[Place]:
    """The measures of the case with their main activities, for the choice of place. One query."""
    activities = MainActivity.objects.filter(measure=OuterRef("pk")).order_by("number")
    rows = activities.values(row=JSONObject(pk="pk", number="number", title="title"))
    measures: Any = Measure.objects.filter(case=case).in_order()
    return [
        Place(measure, tuple(MainActivity(measure=measure, **row) for row in measure.found))
        for measure in measures.annotate(found=ArraySubquery(rows))
    ]


def last_place(case: Case, user: User) -> str:
    """Where the person wrote last in the case, as the form's value: "a12", "m7" or ""."""
    latest = LogEntry.objects.filter(case=case, author=user, event=Event.NOTED).order_by("-id")
    entry = latest.first()
    return place_of(entry) if entry else ""


def last_places(entries: LogEntryQuerySet, user: User, *, limit: int) -> dict[int, str]:
    """The cases the person wrote in last, the latest first, with the place there. One query."""
    own = entries.notes().filter(author=user).order_by("-id")
    places: dict[int, str] = {}
    for entry in own.only("case_id", "measure_id", "main_activity_id")[:limit]:
        places.setdefault(entry.case_id, place_of(entry))
    return places


def place_of(entry: LogEntry) -> str:
    """An entry's place as the form's value."""
    if entry.main_activity_id:
        return f"a{entry.main_activity_id}"
    return f"m{entry.measure_id}" if entry.measure_id else ""


def people_in(case: Case) -> list[tuple[int, str]]:
    """Who may be given a next step: those who read the case from inside. One query.

    In a restricted case its named readers, for nobody else may know of it.
    """
    if case.is_restricted:
        readers = Reader.objects.filter(still_active(), case=case).values("user")
        people = User.objects.filter(pk__in=readers)
    else:
        organisations = Participant.objects.active().filter(case=case).values("organisation")
        members = Membership.objects.active().filter(
            organisation__in=organisations, role__in=CASE_READING_ROLES
        )
        people = User.objects.filter(pk__in=members.values("user"))
    return list(people.order_by("name", "pk").values_list("pk", "name"))


def person(pk: int) -> User:
    return User.objects.get(pk=pk)


@dataclass(frozen=True)
class KeptDraft:
    """A draft as it is offered back."""

    draft: Draft

    @property
    def beginning(self) -> str:
        """The first words of it."""
        texts = [self.draft.fields.get(name) for name in (*SEARCHED_TEXT, "correction_reason")]
        text = " ".join(next((str(text) for text in texts if text), "").split())
        return text if len(text) <= SHOWN_OF_DRAFT else f"{text[:SHOWN_OF_DRAFT].rstrip()} …"

    @property
    def saved(self) -> str:
        """When, in words: the time if it was today, else the day too."""
        moment = timezone.localtime(self.draft.saved_at)
        time = f"{moment:%H:%M}"
        is_today = moment.date() == timezone.localdate()
        return f"kl. {time}" if is_today else f"{moment.date()} kl. {time}"


def kept_drafts(drafts: DraftQuerySet, *, limit: int = OFFERED) -> list[KeptDraft]:
    """Drafts to offer back, the newest first. One query."""
    return [KeptDraft(draft) for draft in drafts.order_by("-saved_at", "-id")[:limit]]
