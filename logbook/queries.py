"""What the logbook's pages ask: rows with their words, pages by key, the guide's table."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import router
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import JSONObject, TruncMonth
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from accounts.permissions import CASE_READING_ROLES
from cases.models import Case, DocumentFile, Participant, PhaseStay, Reader, still_active
from core.days import MONTHS, month_words
from logbook.events import SYSTEM_KINDS, Event
from logbook.models import (
    Attachment,
    Draft,
    DraftQuerySet,
    LogEntry,
    LogEntryQuerySet,
    Upload,
    UploadQuerySet,
)
from logbook.record import local_day
from logbook.visits import Visit
from logbook.wording import sentence
from measures.models import MainActivity, Measure

OFFERED = 5  # drafts offered back at once
SHOWN_OF_DRAFT = 120  # characters
LATE_AFTER = 14  # days between what happened and when it was written, worth telling
_KEY = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{1,18})")


class Line(StrEnum):
    """What stands between a row and the one above it: what follows is new, or was there before."""

    NEW = "new"
    SEEN = "seen"
    NONE = ""


@dataclass(frozen=True)
class Row:
    """A log entry as a page shows it. `marks` is what a search found, to be marked.

    An entry that has just been written knows its files, and the step that it closed.
    """

    entry: LogEntry
    marks: re.Pattern[str] | None = None
    is_new: bool = False
    line: Line = Line.NONE
    closed: str = ""

    @property
    def files(self) -> list[Attachment]:
        written: list[Attachment] | None = getattr(self.entry, "written_files", None)
        return list(self.entry.attachments.all()) if written is None else written

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
        return self.closed or getattr(self.entry, "closed_words", None) or ""

    @property
    def reports(self) -> list[dict[str, Any]]:
        """The issued reports that tell it, for insiders: `id`, `number`, `stop_on`, `version`."""
        return getattr(self.entry, "reports", None) or []

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

    @property
    def month_anchor(self) -> str:
        return f"manad-{self.entry.happened_to:%Y-%m}"


@dataclass(frozen=True)
class Reading:
    """How one person reads a log now: what to mark as found, and since when it is new to them."""

    reader: int
    marks: re.Pattern[str] | None = None
    visit: Visit | None = None

    @property
    def is_new(self) -> Q:
        """Rows by others that were written since the last visit; none on the first."""
        if self.visit is None:
            return Q(pk__in=[])
        return Q(chain_number__gt=self.visit.number) & ~Q(author=self.reader)

    def row(self, entry: LogEntry) -> Row:
        is_new = (
            self.visit is not None
            and entry.chain_number > self.visit.number
            and entry.author_id != self.reader
        )
        return Row(entry, self.marks, is_new=is_new)

    def rows(self, entries: Iterable[LogEntry]) -> list[Row]:
        """The rows of a page, with a line where new ones begin and where they end."""
        rows = [self.row(entry) for entry in entries]
        above = [False, *(row.is_new for row in rows)]
        return [
            replace(row, line=_line(row.is_new, was))
            for row, was in zip(rows, above[:-1], strict=True)
        ]


def _line(is_new: bool, was_new: bool) -> Line:
    if is_new == was_new:
        return Line.NONE
    return Line.NEW if is_new else Line.SEEN


@dataclass(frozen=True)
class LogPage:
    """Rows and the key of the next page, if there is more."""

    rows: list[Row]
    next_key: str

    @property
    def months(self) -> list[tuple[str, str, list[Row]]]:
        """The rows by month: its words, the id of its heading, its rows."""
        by_month = groupby(self.rows, lambda row: (row.month, row.month_anchor))
        return [(*month, list(rows)) for month, rows in by_month]


def _with_relations(
    entries: LogEntryQuerySet, steps_in: LogEntryQuerySet | None = None
) -> LogEntryQuerySet:
    """All that a row shows but its files, in the same query; what closed what as far as `steps_in` go."""
    closing = LogEntry.objects.filter(closes=OuterRef("entry"))
    entries = entries.with_previous_audience().annotate(step_is_closed=Exists(closing))
    if steps_in is not None:
        told = JSONObject(entry="entry", on="happened_to", event="event")
        closing = steps_in.current().filter(closes=OuterRef("entry"))
        closed = steps_in.current().filter(entry=OuterRef("closes"))
        entries = entries.annotate(
            closing=Subquery(closing.values(told=told)[:1]),
            closed_words=Subquery(closed.values("next_step")[:1]),
            reports=ArraySubquery(_reports_with(OuterRef("entry"))),
        )
    return entries.select_related(
        "case", "organisation", "measure", "main_activity", "author", "next_step_by"
    )


def _reports_with(entry: Any) -> Any:
    """The issued reports that tell any wording of `entry`, the oldest first; reports know them.

    Not the internal ones: those of one municipality are nothing to the others in the case.
    """
    told = LogEntry.objects.filter(
        entry=entry, reported__isnull=False, reported__report__level__in=("REGION", "PUBLIC")
    )
    return told.order_by("reported__report_id").values(
        told=JSONObject(
            id="reported__report_id",
            number="reported__report__number",
            stop_on="reported__report__stop_on",
            version="version",
        )
    )


def _with_files(
    entries: LogEntryQuerySet, steps_in: LogEntryQuerySet | None = None
) -> LogEntryQuerySet:
    """All that a row shows; the files of all rows in one query more."""
    files = Prefetch("attachments", Attachment.objects.in_order())
    return _with_relations(entries, steps_in).prefetch_related(files)


def latest_rows(
    entries: LogEntryQuerySet, *, limit: int, steps_in: LogEntryQuerySet | None = None
) -> list[Row]:
    """The latest notes, newest first. Two queries."""
    notes = _with_files(entries.current().notes().newest_first(), steps_in)
    return [Row(entry) for entry in notes[:limit]]


def log_page(
    entries: LogEntryQuerySet,
    reading: Reading,
    *,
    before: str,
    size: int,
    steps_in: LogEntryQuerySet | None = None,
) -> LogPage:
    """Current entries in time order, newest first, after the key `before`. Two queries."""
    entries = _with_files(entries.newest_first(), steps_in)
    if match := _KEY.fullmatch(before):
        try:
            day = date.fromisoformat(match[1])
        except ValueError:
            day = None
        if day:
            entries = entries.filter(
                Q(happened_to__lt=day) | Q(happened_to=day, pk__lt=int(match[2]))
            )
    found = list(entries[: size + 1])
    shown = found[:size]
    key = f"{shown[-1].happened_to}_{shown[-1].pk}" if len(found) > size else ""
    return LogPage(reading.rows(shown), key)


@dataclass(frozen=True)
class Month:
    """A month that has entries: how many, and how many of them are new to the reader."""

    first: date
    count: int
    new: int

    @property
    def name(self) -> str:
        return MONTHS[self.first.month - 1]

    @property
    def anchor(self) -> str:
        return f"manad-{self.first:%Y-%m}"

    @property
    def key(self) -> str:
        """The key of the page that begins with this month (see `log_page`)."""
        following = date(self.first.year + self.first.month // 12, self.first.month % 12 + 1, 1)
        return f"{following}_0"


@dataclass(frozen=True)
class Contents:
    """What a log holds: month by month, the newest first, and who wrote it, by (id, name)."""

    months: list[Month]
    authors: list[tuple[int, str]]

    @property
    def total(self) -> int:
        return sum(month.count for month in self.months)

    @property
    def new(self) -> int:
        return sum(month.new for month in self.months)

    @property
    def years(self) -> list[tuple[int, list[Month]]]:
        by_year = groupby(self.months, lambda month: month.first.year)
        return [(year, list(months)) for year, months in by_year]


def contents_of(entries: LogEntryQuerySet, reading: Reading) -> Contents:
    """The months of `entries` with their numbers, and their authors by name.

    One query, which reads the entries once; a row for each month and author in it.
    """
    rows = (
        entries.order_by()
        .values("author", name=F("author__name"), month=TruncMonth("happened_to"))
        .annotate(count=Count("pk"), new=Count("pk", filter=reading.is_new))
        .order_by("-month", "author")
    )
    months, authors = [], set()
    for month, of_month in groupby(rows, lambda row: row["month"]):
        written = list(of_month)
        authors |= {(row["name"], row["author"]) for row in written}
        count, new = (sum(row[key] for row in written) for key in ("count", "new"))
        months.append(Month(month, count, new))
    return Contents(months, [(pk, name) for name, pk in sorted(authors)])


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
WHOLE_CASE, WHOLE_CASE_LABEL = "helhet", "Ärendet som helhet"
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
    if newer := wanted.get("newer"):
        entries = entries.filter(newer)
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


@dataclass(frozen=True)
class Place:
    """A measure where an entry may belong, with its main activities in order."""

    measure: Measure
    activities: tuple[MainActivity, ...]


def places_in(case: Case) -> list[Place]:
    """The measures of the case with their main activities, for the choice of place. One query."""
    return _places(_with_activities(case))


def with_place_of(places: list[Place], entry: LogEntry) -> list[Place]:
    """`places` with the one that was made for the entry, last as it stands in the plan. No query."""
    measure, activity = entry.measure, entry.main_activity
    if measure is None:
        return places
    known = {place.measure.pk: place.activities for place in places}
    activities = known.get(measure.pk, ())
    if activity and activity not in activities:
        activities = (*activities, activity)
    if measure.pk not in known:
        return [*places, Place(measure, activities)]
    return [
        Place(measure, activities) if place.measure.pk == measure.pk else place for place in places
    ]


def places_and_last(case: Case, user: User) -> tuple[list[Place], str]:
    """`places_in`, and where the person wrote last in the case, as the form's value. One query."""
    own = LogEntry.objects.filter(case=case, author=user, event=Event.NOTED).order_by("-id")
    last = own.values(place=JSONObject(measure="measure_id", main_activity="main_activity_id"))
    measures = list(_with_activities(case).annotate(last=Subquery(last[:1])))
    latest = measures[0].last if measures else None
    place = place_value(latest["measure"], latest["main_activity"]) if latest else ""
    return _places(measures), place


def _with_activities(case: Case) -> Any:
    activities = MainActivity.objects.filter(measure=OuterRef("pk")).order_by("number")
    rows = activities.values(row=JSONObject(pk="pk", number="number", title="title"))
    return Measure.objects.filter(case=case).in_order().annotate(found=ArraySubquery(rows))


def _places(measures: Iterable[Any]) -> list[Place]:
    return [
        Place(measure, tuple(MainActivity(measure=measure, **row) for row in measure.found))
        for measure in measures
    ]


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
    places: list[Place],
    *,
    reading: Reading,
    only_with_entries: bool = False,
    limit: int,
) -> tuple[list[GuideGroup], bool]:
    """The guide's table: measures in plan order, numbered activities, dated sentences. Two queries.

    `places` are all of the case, in plan order (`places_in`). The `limit` oldest of the current
    entries, and whether there are more; the logbook in time order has them all.
    """
    notes = list(_with_files(entries.notes().oldest_first())[: limit + 1])
    by_place: dict[tuple[int | None, int | None], list[Row]] = {}
    for entry in notes[:limit]:
        place = (entry.measure_id, entry.main_activity_id)
        by_place.setdefault(place, []).append(reading.row(entry))
    groups = []
    for planned in places:
        measure = planned.measure
        rows = [
            GuideRow(activity, by_place.get((measure.pk, activity.pk), []))
            for activity in planned.activities
        ]
        if rest := by_place.get((measure.pk, None)):
            rows.append(GuideRow(None, rest))
        groups.append(GuideGroup(measure, rows))
    if whole := by_place.get((None, None)):
        groups.append(GuideGroup(None, [GuideRow(None, whole)]))
    if only_with_entries:
        groups = [found for group in groups if (found := group.without_empty_rows()).rows]
    return groups, len(notes) > limit


def row_of(entry: LogEntry, *, steps_in: LogEntryQuerySet | None) -> Row:
    """An entry that has just been written. A query when it was written by an earlier try."""
    if entry.closes is None or steps_in is None or hasattr(entry, "closed_words"):
        return Row(entry)
    closed = steps_in.current().filter(entry=entry.closes).values_list("next_step", flat=True)
    return Row(entry, closed=closed.first() or "")


def versions(
    entries: LogEntryQuerySet, entry: UUID, *, steps_in: LogEntryQuerySet | None = None
) -> list[Row]:
    """All wordings of an entry the person may see, the newest first. Two queries."""
    wordings = entries.filter(entry=entry).order_by("-version")
    return list(map(Row, _with_files(wordings, steps_in)))


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


def last_places(entries: LogEntryQuerySet, user: User, *, limit: int) -> dict[int, str]:
    """The cases the person wrote in last, the latest first, with the place there. One query."""
    own = entries.notes().filter(author=user).order_by("-id")
    places: dict[int, str] = {}
    for entry in own.only("case_id", "measure_id", "main_activity_id")[:limit]:
        places.setdefault(entry.case_id, place_of(entry))
    return places


def place_of(entry: LogEntry) -> str:
    """An entry's place as the form's value."""
    return place_value(entry.measure_id, entry.main_activity_id)


def place_value(measure: int | None, activity: int | None) -> str:
    """A place as the form's value: "a12" for a main activity, "m7" for a measure, "" for neither."""
    if activity:
        return f"a{activity}"
    return f"m{measure}" if measure else ""


def people_in(case: Case) -> list[tuple[int, str]]:
    """Who may be given a next step: those who read the case from inside. One query."""
    return list(readers_to_wait_for(case).order_by("name", "pk").values_list("pk", "name"))


def readers_to_wait_for(case: Case, *, only: Organisation | None = None) -> QuerySet[User]:
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


def named_person(pk: int, name: str) -> User:
    """A person whose name is known, without a query; the rest is fetched when it is asked for."""
    return User.from_db(router.db_for_read(User), ["id", "name"], [pk, name])


def bytes_held(case: Case) -> int:
    """How much the case's files take in the store; a file carried to a correction counts once.

    Three queries.
    """
    files = Attachment.objects.filter(log_entry__case=case).exclude(key="").values("key")
    attached = files.annotate(bytes=Max("size")).aggregate(all=Sum("bytes"))["all"] or 0
    waiting = Upload.objects.filter(case=case).aggregate(all=Sum("size"))["all"] or 0
    documents = DocumentFile.objects.filter(document__case=case).exclude(key="")
    return attached + waiting + (documents.aggregate(all=Sum("size"))["all"] or 0)


def waiting_files(uploads: UploadQuerySet, case: Case, *, limit: int) -> list[Upload]:
    """Files sent to the case and not saved with an entry, the latest first. One query."""
    return list(uploads.filter(case=case).order_by("-uploaded_at", "id")[:limit])


DRAFTED_TEXT = ("what", "result", "next_step", "participants", "correction_reason")


@dataclass(frozen=True)
class KeptDraft:
    """A draft as it is offered back."""

    draft: Draft

    @property
    def beginning(self) -> str:
        """The first words of it."""
        texts = [self.draft.fields.get(name) for name in DRAFTED_TEXT]
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
