"""What the logbook's pages ask: rows with their words, pages by key, the guide's table."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Prefetch, Q, Sum

from accounts.models import Membership, User
from accounts.permissions import CASE_READING_ROLES
from cases.models import Case, Participant, PhaseStay, Reader, still_active
from core.days import month_words
from logbook.events import SYSTEM_KINDS, Event
from logbook.models import Attachment, LogEntry, LogEntryQuerySet, Upload, UploadQuerySet
from logbook.record import local_day
from logbook.wording import sentence
from measures.models import MainActivity, MainActivityQuerySet, Measure, MeasureQuerySet

LATE_AFTER = 14  # days between what happened and when it was written, worth telling
_KEY = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{1,18})")


@dataclass(frozen=True)
class Row:
    """A log entry as a page shows it. `marks` is what a search found, to be marked."""

    entry: LogEntry
    marks: re.Pattern[str] | None = None

    @property
    def files(self) -> list[Attachment]:
        return list(self.entry.attachments.all())

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
    """All that a row shows but its files, in the same query."""
    closing = LogEntry.objects.filter(closes=OuterRef("entry"))
    return entries.annotate(step_is_closed=Exists(closing)).select_related(
        "case", "organisation", "measure", "main_activity", "author", "next_step_by"
    )


def _with_files(entries: LogEntryQuerySet) -> LogEntryQuerySet:
    """All that a row shows; the files of all rows in one query more."""
    files = Prefetch("attachments", Attachment.objects.in_order())
    return _with_relations(entries).prefetch_related(files)


def latest_rows(entries: LogEntryQuerySet, *, limit: int) -> list[Row]:
    """The latest notes, newest first. Two queries."""
    notes = _with_files(entries.current().notes().newest_first())
    return [Row(entry) for entry in notes[:limit]]


def open_steps(entries: LogEntryQuerySet, *, today: date) -> list[OpenStep]:
    """Open next steps, the most overdue first. One query."""
    steps = _with_relations(entries.open_next_steps())
    return [OpenStep(entry, today) for entry in steps.order_by("next_step_on", "id")[:200]]


def log_page(
    entries: LogEntryQuerySet, *, before: str, size: int, marks: re.Pattern[str] | None = None
) -> LogPage:
    """Current entries in time order, newest first, after the key `before`. Two queries."""
    entries = _with_files(entries.newest_first())
    if match := _KEY.fullmatch(before):
        try:
            day = date.fromisoformat(match[1])
        except ValueError:
            day = None
        if day:
            entries = entries.filter(
                Q(happened_to__lt=day) | Q(happened_to=day, pk__lt=int(match[2]))
            )
    found = [Row(entry, marks) for entry in entries[: size + 1]]
    rows, more = found[:size], found[size:]
    last = rows[-1].entry if rows else None
    return LogPage(rows, f"{last.happened_to}_{last.pk}" if more and last else "")


def all_rows(entries: LogEntryQuerySet) -> Iterator[Row]:
    """Current entries in time order, newest first, a few hundred at a time. One query."""
    for entry in _with_relations(entries.newest_first()).iterator(chunk_size=500):
        yield Row(entry)


def history_page(entries: LogEntryQuerySet, *, before: str, size: int) -> LogPage:
    """What the system recorded, newest first. One query."""
    events = entries.exclude(event=Event.NOTED).select_related("author").order_by("-id")
    if before.isdecimal() and len(before) < 19:
        events = events.filter(pk__lt=int(before))
    found = [Row(entry) for entry in events[: size + 1]]
    rows, more = found[:size], found[size:]
    return LogPage(rows, str(rows[-1].entry.pk) if more else "")


EVERYTHING, SYSTEM_ONLY = "allt", "system"
WHOLE_CASE = "helhet"
BEFORE_PHASES = "fore"


def filtered(entries: LogEntryQuerySet, wanted: Mapping[str, Any]) -> LogEntryQuerySet:
    """The current entries that a filter form asks for; without the system's unless it asks.

    Only the wording that counts is searched, never an older one. `wanted` is what the form
    cleaned; next steps are searched only where its `sees_steps` says so.
    """
    entries = _of_kind(entries.current(), wanted.get("slag") or "")
    if search := wanted.get("search"):
        entries = entries.filter(search.in_log(sees_steps=wanted.get("sees_steps", False)))
    elif wanted.get("q"):
        entries = entries.none()
    if first := wanted.get("first"):
        entries = entries.filter(happened_to__gte=first)
    if last := wanted.get("last"):
        entries = entries.filter(happened_from__lte=last)
    if place := wanted.get("insats"):
        entries = entries.filter(_at_place(place))
    if title := wanted.get("om"):
        in_measure = Q(measure__title__icontains=title)
        entries = entries.filter(in_measure | Q(main_activity__title__icontains=title))
    if wanted.get("person"):
        entries = entries.filter(author=wanted["person"])
    if name := wanted.get("av"):
        entries = entries.filter(author__name__icontains=name)
    if phase := wanted.get("fas"):
        entries = entries.filter(_in_phase(phase))
    return entries


def _of_kind(entries: LogEntryQuerySet, kind: str) -> LogEntryQuerySet:
    if kind == EVERYTHING:
        return entries
    if kind == SYSTEM_ONLY:
        return entries.exclude(event=Event.NOTED)
    if kind in SYSTEM_KINDS:
        return entries.filter(event__in=SYSTEM_KINDS[kind].events)
    return entries.notes()


def _at_place(place: str) -> Q:
    """At a measure ("m7"), at a main activity ("a12"), or at the case as a whole."""
    if place == WHOLE_CASE:
        return Q(measure=None)
    field = "main_activity" if place.startswith("a") else "measure"
    return Q(**{field: int(place[1:])})


def _in_phase(phase: str) -> Q:
    """Happened while the case was in the phase; a period, or the day of a move, is in several.

    What happened before the case was opened was in none.
    """
    stays = PhaseStay.objects.filter(case=OuterRef("case"))
    if phase == BEFORE_PHASES:
        return ~Q(Exists(stays.filter(began_on__lte=OuterRef("happened_to"))))
    began = stays.filter(phase=int(phase), began_on__lte=OuterRef("happened_to"))
    still = Q(ended_on=None) | Q(ended_on__gte=OuterRef("happened_from"))
    return Q(Exists(began.filter(still)))


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

    def without_empty_rows(self) -> "GuideGroup":
        return GuideGroup(self.measure, [row for row in self.rows if row.rows])


def guide_table(
    entries: LogEntryQuerySet,
    measures: MeasureQuerySet,
    activities: MainActivityQuerySet,
    *,
    only_with_entries: bool = False,
    marks: re.Pattern[str] | None = None,
    limit: int,
) -> tuple[list[GuideGroup], bool]:
    """The guide's table: measures in plan order, numbered activities, dated sentences. Four queries.

    The `limit` oldest of the current entries, and whether there are more; the logbook in time
    order has them all.
    """
    notes = list(_with_files(entries.notes().oldest_first())[: limit + 1])
    by_place: dict[tuple[int | None, int | None], list[Row]] = {}
    for entry in notes[:limit]:
        place = (entry.measure_id, entry.main_activity_id)
        by_place.setdefault(place, []).append(Row(entry, marks))
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
    if only_with_entries:
        groups = [found for group in groups if (found := group.without_empty_rows()).rows]
    return groups, len(notes) > limit


def versions(entries: LogEntryQuerySet, entry: UUID) -> list[Row]:
    """All wordings of an entry the person may see, the newest first. Two queries."""
    return list(map(Row, _with_files(entries.filter(entry=entry).order_by("-version"))))


@dataclass(frozen=True)
class FileSource:
    """Which file an entry was taken from, and the row of the log that tells of it."""

    file_name: str
    sheet: str
    row: int
    place: str
    event: UUID


def file_source(entries: LogEntryQuerySet, rows: Iterable[Row]) -> FileSource | None:
    """Where the entry with these wordings came from, for those who may know. At most one query."""
    taken = next((row.entry.taken_from for row in rows if row.entry.taken_from), None)
    if taken is None:
        return None
    event = entries.filter(entry=taken["event"], event=Event.ENTRIES_IMPORTED).first()
    if event is None:
        return None
    return FileSource(
        file_name=event.details.get("file_name", ""),
        sheet=taken["sheet"],
        row=taken["row"],
        place=taken["place"],
        event=event.entry,
    )


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


def bytes_held(case: Case) -> int:
    """How much the case's files take in the store; a file carried to a correction counts once.

    Two queries.
    """
    files = Attachment.objects.filter(log_entry__case=case).exclude(key="").values("key")
    attached = files.annotate(bytes=Max("size")).aggregate(all=Sum("bytes"))["all"] or 0
    waiting = Upload.objects.filter(case=case).aggregate(all=Sum("size"))["all"] or 0
    return attached + waiting


def waiting_files(uploads: UploadQuerySet, case: Case, *, limit: int) -> list[Upload]:
    """Files sent to the case and not saved with an entry, the latest first. One query."""
    return list(uploads.filter(case=case).order_by("-uploaded_at", "id")[:limit])
