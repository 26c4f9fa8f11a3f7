"""Questions to the database about measures: the plan, one measure, who may be responsible."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Max, Q, Window
from django.db.models import QuerySet as DjangoQuerySet
from django.db.models.functions import RowNumber

from accounts.models import Membership, User
from accounts.permissions import CASE_OPENING_ROLES
from cases.models import Case, Participant, Reader, still_active
from guide.load import guide
from guide.model import CatalogueMeasure
from logbook.events import Event
from logbook.models import LogEntry, LogEntryQuerySet
from measures.lateness import Course, lateness
from measures.models import MainActivity, MainActivityQuerySet, Measure, MeasureQuerySet
from measures.states import State

LATEST_ENTRIES = 3
COURSE_EVENTS = (Event.MEASURE_ADDED, Event.MEASURE_STATE_CHANGED, Event.MEASURE_REASON_GIVEN)
NOBODY = "ingen"


@dataclass(frozen=True)
class PlannedMeasure:
    """A measure as it stands in the list."""

    measure: Measure
    activities: int
    activities_done: int
    last_entry_on: date | None
    late: str


def plan_page(
    measures: MeasureQuerySet,
    wanted: Mapping[str, Any],
    *,
    log: LogEntryQuerySet,
    today: date,
    page: str | int,
    size: int,
) -> tuple[Page[Measure], list[PlannedMeasure]]:
    """A page of the plan as `wanted`, with what the reader sees of the log. Four queries."""
    shown = Paginator(_narrowed(measures, wanted).select_related("responsible"), size).get_page(
        page
    )
    ids = [measure.pk for measure in shown]
    counts: dict[int, Any] = {
        row["measure"]: row
        for row in MainActivity.objects.filter(measure__in=ids)
        .values("measure")
        .annotate(all=Count("pk"), done=Count("done_on"))
        .order_by()
    }
    last = dict(
        log.current()
        .notes()
        .filter(measure__in=ids)
        .values_list("measure")
        .annotate(Max("happened_to"))
        .order_by()
    )
    return shown, [
        PlannedMeasure(
            measure=measure,
            activities=counts.get(measure.pk, {}).get("all", 0),
            activities_done=counts.get(measure.pk, {}).get("done", 0),
            last_entry_on=last.get(measure.pk),
            late=late_words(measure, today),
        )
        for measure in shown
    ]


def _narrowed(measures: MeasureQuerySet, wanted: Mapping[str, Any]) -> MeasureQuerySet:
    if wanted.get("grupp"):
        measures = measures.filter(group=wanted["grupp"])
    if wanted.get("lage"):
        measures = measures.filter(state=wanted["lage"])
    if wanted.get("ansvarig") == NOBODY:
        measures = measures.filter(responsible=None)
    elif wanted.get("ansvarig"):
        measures = measures.filter(responsible=wanted["ansvarig"])
    return measures.in_order()


def page_of(measure: Measure, *, size: int) -> int:
    """On which page of the whole plan the measure stands."""
    before = Q(position__lt=measure.position) | Q(position=measure.position, pk__lt=measure.pk)
    return Measure.objects.filter(before, case=measure.case_id).count() // size + 1


def number_of_activity(pk: int) -> int:
    """The number of a main activity within its measure."""
    return MainActivity.objects.values_list("number", flat=True).get(pk=pk)


def late_words(measure: Measure, today: date) -> str:
    """What is late with the measure, in words."""
    return lateness(course_of(measure), today)


def course_of(measure: Measure) -> Course:
    """The measure's planned and real days."""
    return Course(
        planned_start=measure.planned_start,
        planned_end=measure.planned_end,
        started_on=measure.started_on,
        ended_on=measure.ended_on,
    )


@dataclass(frozen=True)
class ShownActivity:
    """A main activity on its measure's page, with the latest the reader may read about it."""

    activity: MainActivity
    entries: Sequence[LogEntry]
    today: date

    @cached_property
    def late(self) -> str:
        """What is late, in words. That it has begun shows in its log entries."""
        activity = self.activity
        return lateness(
            Course(
                planned_start=activity.planned_start,
                planned_end=activity.planned_end,
                started_on=self.entries[-1].happened_from if self.entries else None,
                ended_on=activity.done_on,
            ),
            self.today,
        )


def activity_page(
    activities: MainActivityQuerySet,
    *,
    log: LogEntryQuerySet,
    today: date,
    page: str | int,
    size: int,
) -> tuple[Page[MainActivity], list[ShownActivity]]:
    """A page of main activities, each with its latest entries for the reader. Three queries."""
    shown = Paginator(activities.in_order().select_related("responsible"), size).get_page(page)
    entries: dict[int | None, list[LogEntry]] = {}
    latest = (
        log.current()
        .notes()
        .filter(main_activity__in=[activity.pk for activity in shown])
        .select_related("author")
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=F("main_activity"),
                order_by=[F("happened_to").desc(), F("id").desc()],
            )
        )
        .filter(place__lte=LATEST_ENTRIES)
        .newest_first()
    )
    for entry in latest:
        entries.setdefault(entry.main_activity_id, []).append(entry)
    return shown, [
        ShownActivity(activity, entries.get(activity.pk, []), today) for activity in shown
    ]


def course_in_log(log: LogEntryQuerySet, measure: Measure, *, limit: int = 40) -> list[LogEntry]:
    """How the measure got where it is, oldest first, as far as the reader may know. One query."""
    rows = log.filter(measure=measure, event__in=COURSE_EVENTS).select_related("author")
    return list(reversed(rows.order_by("-chain_number")[:limit]))


def as_seen_from_outside(measure: Measure) -> Measure:
    """The measure without what only the municipalities in the case may know (decision 4).

    For showing only: the emptied fields must not be saved.
    """
    measure.state_reason = measure.exceptional_reasons = measure.judged_by = ""
    measure.judged_on = None
    return measure


def people_in(case: Case, *, besides: User | None = None) -> "DjangoQuerySet[User]":
    """Who may answer for a measure: officers of the municipalities in the case, by name.

    In a restricted case its named readers, for nobody else may know of it. `besides` is who
    answers for it now, who may have left.
    """
    chosen: DjangoQuerySet[Any, Any]
    if case.is_restricted:
        chosen = Reader.objects.filter(still_active(), case=case).values("user")
    else:
        chosen = (
            Membership.objects.active()
            .filter(
                organisation__in=Participant.objects.active()
                .filter(case=case)
                .values("organisation"),
                role__in=CASE_OPENING_ROLES,
            )
            .values("user")
        )
    wanted = Q(pk__in=chosen) | Q(pk=besides.pk) if besides else Q(pk__in=chosen)
    return User.objects.filter(wanted).order_by("name", "pk")


def is_in_the_case(user: User, case: Case) -> bool:
    """Whether `user` may answer for a measure of the case."""
    return people_in(case).filter(pk=user.pk).exists()


def responsible_people(measures: MeasureQuerySet) -> list[User]:
    """Those who answer for any of `measures`, by name."""
    return list(User.objects.filter(pk__in=measures.values("responsible")).order_by("name", "pk"))


def chosen_from_catalogue(measures: MeasureQuerySet) -> dict[str, int]:
    """The keys of the catalogue that stand in the plan already, with a measure of each."""
    rows = measures.exclude(catalogue_key="").exclude(state=State.CANCELLED).in_order()
    return dict(rows.values_list("catalogue_key", "pk"))


def catalogue_entry_called(title: str) -> CatalogueMeasure | None:
    """The entry of the guide's catalogue with that title, whatever the case of its letters."""
    wanted = title.strip().casefold()
    return next((entry for entry in guide().measures if entry.title.casefold() == wanted), None)
