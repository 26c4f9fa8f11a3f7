"""Questions to the database for the clock: all that the clocks of many cases are made of, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import JSONObject

from accounts.models import Membership, User
from accounts.permissions import CASE_READING_ROLES
from cases.models import Case, CaseQuerySet, Participant, PhaseStay, still_active
from cases.states import State, Trigger, Visibility
from figures.clock import first_asking
from figures.clock_after import asked_now
from figures.clock_facts import ClockFacts, Noted, StartedMeasure, Stay
from figures.clock_figures import figures_of, with_figures
from figures.clock_kinds import DateKind
from figures.clock_words import Line
from figures.models import CaseDate, CaseDateQuerySet, SelfAssessment
from guide.phases import Phase
from logbook.events import Audience, Event
from logbook.models import LogEntry
from measures.models import Measure

# What a case's own facts, name and standing can change by.
CHANGES_OF_THE_CASE = (
    Event.CASE_OPENED,
    Event.CASE_CHANGED,
    Event.VISIBILITY_CHANGED,
    Event.CASE_PAUSED,
    Event.CASE_CLOSED,
    Event.CASE_REOPENED,
)


@dataclass(frozen=True)
class CaseClock:
    """A case with the facts of its clock, and whether the reader is inside of it."""

    case: Case
    facts: ClockFacts
    is_inside: bool


def clock_of(case: Case) -> ClockFacts:
    """The facts of one case's clock. One query."""
    row = _with_facts(Case.objects.filter(pk=case.pk)).get()
    return _facts_of(row)


def clocks_of(cases: CaseQuerySet, reader: User) -> list[CaseClock]:
    """The clocks of `cases`, each with whether `reader` is inside. One query, however many there are."""
    rows = list(_with_facts(cases).annotate(is_inside=inside_for(reader)).order_by("pk"))
    return [CaseClock(row, _facts_of(row), row.is_inside) for row in rows]


def inside_for(reader: User) -> Q:
    """Whether a case that `reader` sees is seen from inside; the same as cases.queries.Standing says.

    Whoever sees a restricted case is a named reader.
    """
    mine = Membership.objects.held_by(reader).filter(role__in=CASE_READING_ROLES)
    taking_part = Participant.objects.filter(
        still_active(), case=OuterRef("pk"), organisation__in=mine.values("organisation")
    )
    return Q(Exists(taking_part)) | Q(visibility=Visibility.RESTRICTED)


def closed_on(case: Case) -> date | None:
    """The day the case was closed, None while it is not. One query for a closed case."""
    if case.state != State.CLOSED:
        return None
    closings = LogEntry.objects.filter(case=case, event=Event.CASE_CLOSED)
    day: date | None = closings.aggregate(last=Max("happened_to"))["last"]
    return day


def next_report_on(case: Case) -> date | None:
    """The stop date that is noted for the next report, None when none is. One query."""
    noted = CaseDate.objects.filter(case=case, kind=DateKind.REPORT_STOP)
    newest = noted.newest_of_each().first()
    return newest.on if newest else None


def closed_since(day: date) -> Q:
    """Cases that are closed, and were so on `day` or later."""
    closings = LogEntry.objects.filter(
        case=OuterRef("pk"), event=Event.CASE_CLOSED, happened_to__gte=day
    )
    return Q(Exists(closings), state=State.CLOSED)


@dataclass(frozen=True)
class AskedFollowUp:
    """A closed case that asks how it went, soon or since some days."""

    case: Case
    line: Line


def follow_ups_asked(cases: CaseQuerySet, user: User, *, today: date) -> list[AskedFollowUp]:
    """What closed cases that `user` answers for ask now, the most overdue first. One query."""
    mine = cases.filter(Q(responsible=user) | Q(deputy=user), closed_since(first_asking(today)))
    asked = [
        AskedFollowUp(clock.case, line)
        for clock in clocks_of(mine, user)
        for line in asked_now(clock.facts, today)
        if clock.is_inside
    ]
    return sorted(asked, key=lambda found: (found.line.on or today, found.case.pk))


def noted_days(dates: CaseDateQuerySet, *, limit: int) -> list[CaseDate]:
    """What has been noted, the newest note first. One query."""
    return list(dates.select_related("noted_by").order_by("-id")[:limit])


def _with_facts(cases: CaseQuerySet) -> Any:
    of_this_case = {"case": OuterRef("pk")}
    log = LogEntry.objects.filter(**of_this_case).order_by().values("case")
    return cases.annotate(
        **with_figures(),
        noted=ArraySubquery(
            CaseDate.objects.filter(**of_this_case)
            .newest_of_each()
            .values(
                row=JSONObject(
                    kind="kind", on="on", source="source", by="noted_by__name", at="noted_at"
                )
            )
        ),
        stays=ArraySubquery(
            PhaseStay.objects.filter(**of_this_case)
            .order_by("began_on", "id")
            .values(
                row=JSONObject(key="id", phase="phase", began_on="began_on", ended_on="ended_on")
            )
        ),
        first_measure=Subquery(_first_measure()),
        reported_until=Subquery(
            # One that is internal to a municipality is nothing to the others who read the clock.
            log.filter(event=Event.REPORT_ISSUED)
            .exclude(audience=Audience.ORGANISATION)
            .annotate(until=Max(KeyTextTransform("stop_on", "details")))
            .values("until")
        ),
        assessed=Subquery(
            SelfAssessment.objects.filter(**of_this_case, agreed_on__isnull=False)
            .order_by("-agreed_on", "-id")
            .values(row=JSONObject(on="agreed_on", at="agreed_at"))[:1]
        ),
        closed_on=Subquery(
            log.filter(event=Event.CASE_CLOSED).annotate(on=Max("happened_to")).values("on")
        ),
        changed_at=Subquery(
            log.filter(event__in=CHANGES_OF_THE_CASE).annotate(at=Max("recorded_at")).values("at")
        ),
    )


def _first_measure() -> Any:
    """The measure that began first, with when the log was told of its states last."""
    told = (
        LogEntry.objects.filter(
            measure=OuterRef("pk"), event__in=(Event.MEASURE_STATE_CHANGED, Event.MEASURE_CHANGED)
        )
        .order_by()
        .values("measure")
        .annotate(at=Max("recorded_at"))
        .values("at")
    )
    return (
        Measure.objects.filter(case=OuterRef("pk"), started_on__isnull=False)
        .order_by("started_on", "position", "id")
        .values(row=JSONObject(title="title", on="started_on", changed_at=Subquery(told)))[:1]
    )


def _facts_of(row: Any) -> ClockFacts:
    changed_at = row.changed_at or row.opened_at
    measure = row.first_measure
    return ClockFacts(
        notice_on=row.notice_on,
        changed_at=changed_at,
        **figures_of(row),
        has_dismissals=row.trigger != Trigger.ESTABLISHMENT,
        noted=dict(_noted(row.noted)),
        measure=StartedMeasure(
            title=measure["title"],
            on=date.fromisoformat(measure["on"]),
            changed_at=_moment(measure["changed_at"]) or changed_at,
        )
        if measure
        else None,
        stays=[
            Stay(
                key=stay["key"],
                phase=stay["phase"],
                label=str(Phase(stay["phase"]).label),
                began_on=date.fromisoformat(stay["began_on"]),
                ended_on=date.fromisoformat(stay["ended_on"]) if stay["ended_on"] else None,
            )
            for stay in row.stays
        ],
        reported_until=date.fromisoformat(row.reported_until) if row.reported_until else None,
        assessed_on=date.fromisoformat(row.assessed["on"]) if row.assessed else None,
        assessed_at=_moment(row.assessed["at"]) if row.assessed else None,
        closed_on=row.closed_on if row.state == State.CLOSED else None,
    )


def _noted(rows: Iterable[dict[str, Any]]) -> Iterable[tuple[DateKind, Noted]]:
    for row in rows:
        day = date.fromisoformat(row["on"]) if row["on"] else None
        at = datetime.fromisoformat(row["at"])
        yield DateKind(row["kind"]), Noted(on=day, source=row["source"], by=row["by"], at=at)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
