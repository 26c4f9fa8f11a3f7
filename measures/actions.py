"""What people do with measures and main activities: add, change, order, move to another state."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Max, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from cases.models import Case
from core.actions import Conflict, action, refuse_if
from core.models import label_of
from guide.model import MeasureGroup
from logbook import actions as logbook
from logbook.attaching import NO_FILES, Files
from logbook.events import Event
from logbook.models import LogEntry
from logbook.record import local_day, record, record_all, unwritten
from measures import rules
from measures.models import MainActivity, Measure
from measures.queries import is_in_the_case
from measures.states import ENDED, State

Direction = Literal["up", "down"]


@dataclass(frozen=True, kw_only=True)
class MeasureFacts:
    """What a measure is and how it is planned."""

    title: str
    group: MeasureGroup
    catalogue_key: str = ""
    description: str = ""
    responsible: User | None = None
    partners: str = ""
    planned_start: date | None = None
    planned_end: date | None = None
    target: str = ""
    outcome: str = ""
    favours_single_company: bool = False
    exceptional_reasons: str = ""
    judged_by: str = ""
    judged_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ActivityFacts:
    """What a main activity is and how it is planned."""

    title: str
    responsible: User | None = None
    planned_start: date | None = None
    planned_end: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewMeasure:
    """A measure to add, with the titles of the main activities it starts with."""

    facts: MeasureFacts
    activities: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NewPlace:
    """Where an entry belongs that does not exist yet: a main activity, a measure, or both.

    The measure is one of the case's own, or the facts of a new one.
    """

    measure: Measure | MeasureFacts
    activity: str = ""


@action
def add_measure(
    *, case: Case, facts: MeasureFacts, once: UUID | None = None, actor: User, at: datetime
) -> Measure:
    """Add a measure last in the plan, as an idea. Raises Refused if the rules say no."""
    measure = _make_measure(_locked(case), facts, at)
    record(case=measure.case, actor=actor, at=at, **_added(measure))
    return measure


@action
def add_measures(
    *,
    case: Case,
    measures: Sequence[NewMeasure],
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> list[Measure]:
    """Add several measures last in the plan, as ideas: all of them or none.

    Raises Refused if the rules say no to any.
    """
    speaking = logbook.Speaking.of(actor, case)
    case = speaking.case
    refuse_if(list(rules.blockers_to_add_several(len(measures))))
    told: list[dict[str, Any]] = []
    added = []
    for new in measures:
        added.append(measure := _make_measure(case, new.facts, at))
        told.append(_added(measure))
        for title in new.activities:
            activity = _make_activity(case, measure, ActivityFacts(title=title))
            told.append(_activity_added(activity))
    frame: dict[str, Any] = {"case": case, "speaker": speaking.organisation}
    record_all([unwritten(**frame, actor=actor, at=at, **what) for what in told])
    return added


def _make_measure(case: Case, facts: MeasureFacts, at: datetime) -> Measure:
    refuse_if([*rules.blockers_to_plan(case), *_blockers_to_facts(case, facts, local_day(at))])
    position = _next_in(Measure.objects.filter(case=case), "position")
    return Measure.objects.create(case=case, position=position, **_values(facts))


def _added(measure: Measure) -> dict[str, Any]:
    """What the log tells of a new measure."""
    return {"event": Event.MEASURE_ADDED, "measure": measure, "title": measure.title}


@action
def change_measure(
    *, measure: Measure, seen_version: int, facts: MeasureFacts, actor: User, at: datetime
) -> Measure:
    """Change a measure's facts. Raises Conflict when someone changed them since `seen_version`."""
    case = _locked(measure.case)
    measure = Measure.objects.select_for_update(no_key=True).get(pk=measure.pk)
    if measure.version != seen_version:
        raise Conflict(measure)
    refuse_if(
        [
            *rules.blockers_to_plan(case),
            *_blockers_to_facts(case, facts, local_day(at), was=measure.responsible),
        ]
    )
    changed = [name for name, value in _values(facts).items() if getattr(measure, name) != value]
    if not changed:
        return measure
    for name in changed:
        setattr(measure, name, getattr(facts, name))
    measure.version += 1
    measure.save(update_fields=[*changed, "version"])
    record(
        case=case,
        event=Event.MEASURE_CHANGED,
        actor=actor,
        at=at,
        measure=measure,
        title=measure.title,
        changed=[label_of(Measure, name) for name in changed],
    )
    return measure


@action
def change_measure_state(
    *,
    measure: Measure,
    to: State,
    on: date,
    reason: str = "",
    handed_over_to: str = "",
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Measure:
    """Move the measure to state `to` as of the day `on`.

    Who takes over stands in the log for all to read; the reason only for the municipalities.
    """
    case = _locked(measure.case)
    measure = Measure.objects.select_for_update(no_key=True).get(pk=measure.pk)
    refuse_if(
        [
            *rules.blockers_to_plan(case),
            *rules.blockers_to_change_state(
                measure,
                to=to,
                on=on,
                today=local_day(at),
                reason=reason,
                handed_over_to=handed_over_to,
            ),
        ]
    )
    old = State(measure.state)
    measure.state = to
    measure.state_reason = reason
    measure.handed_over_to = handed_over_to if to == State.HANDED_OVER else ""
    if to == State.ONGOING and measure.started_on is None:
        measure.started_on = on
    measure.ended_on = on if to in ENDED else None
    measure.save(
        update_fields=["state", "state_reason", "handed_over_to", "started_on", "ended_on"]
    )
    record(
        case=case,
        event=Event.MEASURE_STATE_CHANGED,
        actor=actor,
        at=at,
        measure=measure,
        title=measure.title,
        old=old.label,
        new=to.label,
        on=on.isoformat(),
        handed_over_to=measure.handed_over_to,
    )
    if reason:
        record(
            case=case,
            event=Event.MEASURE_REASON_GIVEN,
            actor=actor,
            at=at,
            measure=measure,
            title=measure.title,
            new=to.label,
            reason=reason,
        )
    return measure


@action
def move_measure(*, measure: Measure, direction: Direction, actor: User, at: datetime) -> Measure:
    """Change places with the measure above or below in the plan. At the end it stays."""
    case = _locked(measure.case)
    refuse_if(list(rules.blockers_to_plan(case)))
    measure = Measure.objects.get(pk=measure.pk)
    plan = Measure.objects.filter(case=case)
    if direction == "up":
        other = plan.filter(position__lt=measure.position).order_by("-position", "-id").first()
    else:
        other = plan.filter(position__gt=measure.position).order_by("position", "id").first()
    if other is not None:
        measure.position, other.position = other.position, measure.position
        measure.save(update_fields=["position"])
        other.save(update_fields=["position"])
    return measure


@action
def add_main_activity(
    *,
    measure: Measure,
    facts: ActivityFacts,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> MainActivity:
    """Add a main activity with the next number in its measure."""
    activity = _make_activity(_locked(measure.case), measure, facts)
    record(case=measure.case, actor=actor, at=at, **_activity_added(activity))
    return activity


def _make_activity(case: Case, measure: Measure, facts: ActivityFacts) -> MainActivity:
    refuse_if([*rules.blockers_to_plan(case), *_blockers_to_plan_of(case, facts)])
    number = _next_in(MainActivity.objects.filter(measure=measure), "number")
    return MainActivity.objects.create(measure=measure, number=number, **_values(facts))


def _activity_added(activity: MainActivity) -> dict[str, Any]:
    """What the log tells of a new main activity."""
    return {
        "event": Event.MAIN_ACTIVITY_ADDED,
        "measure": activity.measure,
        "main_activity": activity,
        "title": activity.title,
        "number": activity.number,
    }


@action
def log_in_new_place(
    *,
    case: Case,
    wording: logbook.Wording,
    place: NewPlace,
    files: Files = NO_FILES,
    closes: UUID | None = None,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> LogEntry:
    """Write an entry in a main activity or measure that is made at the same time."""
    speaking = logbook.Speaking.of(actor, case)
    measure, activity = place.measure, None
    told: list[dict[str, Any]] = []
    if isinstance(measure, MeasureFacts):
        measure = _make_measure(speaking.case, measure, at)
        told.append(_added(measure))
    if place.activity:
        activity = _make_activity(speaking.case, measure, ActivityFacts(title=place.activity))
        told.append(_activity_added(activity))
    case, speaker = speaking.case, speaking.organisation
    record_all([unwritten(case=case, speaker=speaker, actor=actor, at=at, **what) for what in told])
    placed = replace(wording, measure=measure, main_activity=activity)
    return logbook.write_entry(
        speaking=speaking, wording=placed, files=files, closes=closes, form=once, at=at
    )


@action
def change_main_activity(
    *, activity: MainActivity, facts: ActivityFacts, actor: User, at: datetime
) -> MainActivity:
    """Change a main activity's title and plan."""
    case = _locked(activity.measure.case)
    activity = MainActivity.objects.select_related("measure", "responsible").get(pk=activity.pk)
    blockers = _blockers_to_plan_of(case, facts, was=activity.responsible)
    refuse_if([*rules.blockers_to_plan(case), *blockers])
    changed = [name for name, value in _values(facts).items() if getattr(activity, name) != value]
    if not changed:
        return activity
    for name in changed:
        setattr(activity, name, getattr(facts, name))
    activity.save(update_fields=changed)
    record(
        case=case,
        event=Event.MAIN_ACTIVITY_CHANGED,
        actor=actor,
        at=at,
        measure=activity.measure,
        main_activity=activity,
        title=activity.title,
        number=activity.number,
    )
    return activity


@action
def finish_main_activity(
    *,
    activity: MainActivity,
    on: date,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> MainActivity:
    """Mark the main activity as done on a day."""
    case = _locked(activity.measure.case)
    activity = MainActivity.objects.select_related("measure").get(pk=activity.pk)
    refuse_if(
        [
            *rules.blockers_to_plan(case),
            *rules.blockers_to_finish_activity(activity, on=on, today=local_day(at)),
        ]
    )
    activity.done_on, activity.done_by = on, actor
    activity.save(update_fields=["done_on", "done_by"])
    record(
        case=case,
        event=Event.MAIN_ACTIVITY_DONE,
        actor=actor,
        at=at,
        measure=activity.measure,
        main_activity=activity,
        title=activity.title,
        number=activity.number,
        on=on.isoformat(),
    )
    return activity


@action
def reopen_main_activity(*, activity: MainActivity, actor: User, at: datetime) -> MainActivity:
    """Take up a main activity again that was marked as done, by mistake or because more came."""
    case = _locked(activity.measure.case)
    activity = MainActivity.objects.select_related("measure").get(pk=activity.pk)
    refuse_if([*rules.blockers_to_plan(case), *rules.blockers_to_reopen_activity(activity)])
    activity.done_on = activity.done_by = None
    activity.save(update_fields=["done_on", "done_by"])
    record(
        case=case,
        event=Event.MAIN_ACTIVITY_REOPENED,
        actor=actor,
        at=at,
        measure=activity.measure,
        main_activity=activity,
        title=activity.title,
        number=activity.number,
    )
    return activity


@action
def move_main_activity(
    *, activity: MainActivity, direction: Direction, actor: User, at: datetime
) -> MainActivity:
    """Change places, and numbers, with the main activity above or below. At the end it stays."""
    case = _locked(activity.measure.case)
    refuse_if(list(rules.blockers_to_plan(case)))
    activity = MainActivity.objects.get(pk=activity.pk)
    siblings = MainActivity.objects.filter(measure=activity.measure_id)
    if direction == "up":
        other = siblings.filter(number__lt=activity.number).order_by("-number").first()
    else:
        other = siblings.filter(number__gt=activity.number).order_by("number").first()
    if other is not None:
        activity.number, other.number = other.number, activity.number
        activity.save(update_fields=["number"])
        other.save(update_fields=["number"])
    return activity


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(no_key=True).get(pk=case.pk)


def _next_in(siblings: "QuerySet[Any]", field: str) -> Any:
    """The number after the highest, worked out by the INSERT itself."""
    highest = siblings.order_by().values(of=Value(1)).annotate(highest=Max(field)).values("highest")
    return Coalesce(Subquery(highest), 0) + 1


def _values(facts: MeasureFacts | ActivityFacts) -> dict[str, object]:
    return {field.name: getattr(facts, field.name) for field in fields(facts)}


def _blockers_to_facts(
    case: Case, facts: MeasureFacts, today: date, *, was: User | None = None
) -> list[str]:
    return [
        *_blockers_to_plan_of(case, facts, was=was),
        *rules.blockers_to_favour_company(
            favours_single_company=facts.favours_single_company,
            exceptional_reasons=facts.exceptional_reasons,
            judged_by=facts.judged_by,
            judged_on=facts.judged_on,
            today=today,
        ),
    ]


def _blockers_to_plan_of(
    case: Case, facts: MeasureFacts | ActivityFacts, *, was: User | None = None
) -> list[str]:
    """`was` may stay responsible, also after having left the municipality."""
    chosen = facts.responsible
    return [
        *rules.blockers_to_dates(planned_start=facts.planned_start, planned_end=facts.planned_end),
        *rules.blockers_to_responsible(
            is_in_the_case=chosen is None or chosen == was or is_in_the_case(chosen, case)
        ),
    ]
