"""What people do with indicators: follow one, change it, enter values, import a file."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Max

from accounts.models import User
from cases.models import Case
from core.actions import Conflict, Refused, action, refuse_if
from core.models import label_of
from figures import indicator_rules as rules
from figures.models import Indicator, Observation
from figures.units import Better, Unit
from logbook.events import Event
from logbook.record import local_day, record


@dataclass(frozen=True, kw_only=True)
class IndicatorFacts:
    """What is measured, from where it starts and where it should go."""

    name: str
    unit: Unit
    better: Better
    source: str = ""
    baseline: Decimal | None = None
    baseline_year: int | None = None
    baseline_jobs: int | None = None
    target: Decimal | None = None
    target_year: int | None = None
    is_followed: bool = True


@dataclass(frozen=True, kw_only=True)
class Observed:
    """A value of a year. `jobs` is the number of jobs behind a share."""

    year: int
    value: Decimal
    jobs: int | None = None


@action
def add_indicator(
    *,
    case: Case,
    facts: IndicatorFacts,
    catalogue_key: str = "",
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Indicator:
    """Follow an indicator: one of the set, which can be chosen once, or the case's own."""
    case = _locked(case)
    chosen = Indicator.objects.filter(case=case, catalogue_key=catalogue_key)
    is_chosen = bool(catalogue_key) and chosen.exists()
    refuse_if(_blockers(facts, local_day(at), is_chosen=is_chosen))
    last = Indicator.objects.filter(case=case).aggregate(last=Max("position"))["last"] or 0
    indicator = Indicator.objects.create(
        case=case, position=last + 1, catalogue_key=catalogue_key, **_values(facts)
    )
    record(case=case, event=Event.INDICATOR_ADDED, actor=actor, at=at, name=indicator.name)
    return indicator


@action
def change_indicator(
    *, indicator: Indicator, seen_version: int, facts: IndicatorFacts, actor: User, at: datetime
) -> Indicator:
    """Change an indicator. Raises Conflict when someone changed it since `seen_version`."""
    case = _locked(indicator.case)
    indicator = Indicator.objects.get(pk=indicator.pk)
    if indicator.version != seen_version:
        raise Conflict(indicator)
    refuse_if(_blockers(facts, local_day(at), is_chosen=False))
    new = _values(facts)
    changed = [name for name, value in new.items() if getattr(indicator, name) != value]
    if not changed:
        return indicator
    for name in changed:
        setattr(indicator, name, new[name])
    indicator.version += 1
    indicator.save(update_fields=[*changed, "version"])
    record(
        case=case,
        event=Event.INDICATOR_CHANGED,
        actor=actor,
        at=at,
        name=indicator.name,
        changed=[label_of(Indicator, name) for name in changed],
    )
    return indicator


@action
def enter_observation(
    *,
    indicator: Indicator,
    observed: Observed,
    source: str,
    read_on: date,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Observation:
    """Enter the value of a year; for a year that has one, the new value counts instead."""
    case = _locked(indicator.case)
    refuse_if(_blockers_to_observe(observed, read_on, local_day(at)))
    row = _observe(indicator, observed, source, read_on, actor)
    record(
        case=case,
        event=Event.OBSERVATION_ENTERED,
        actor=actor,
        at=at,
        name=indicator.name,
        year=observed.year,
    )
    return row


@action
def import_observations(
    *,
    indicator: Indicator,
    observed: Sequence[Observed],
    source: str,
    read_on: date,
    file_name: str,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Indicator:
    """Enter every value of a file, or none."""
    case = _locked(indicator.case)
    if not observed:
        raise Refused(["Det finns inga värden att spara."])
    today = local_day(at)
    reasons = [r for each in observed for r in _blockers_to_observe(each, read_on, today)]
    refuse_if(list(dict.fromkeys(reasons)))
    for each in observed:
        _observe(indicator, each, source, read_on, actor)
    record(
        case=case,
        event=Event.OBSERVATIONS_IMPORTED,
        actor=actor,
        at=at,
        name=indicator.name,
        file_name=file_name,
        count=len(observed),
    )
    return indicator


def _observe(
    indicator: Indicator, observed: Observed, source: str, read_on: date, actor: User
) -> Observation:
    return Observation.objects.create(
        indicator=indicator,
        year=observed.year,
        value=observed.value,
        jobs=observed.jobs,
        source=source,
        read_on=read_on,
        recorded_by=actor,
    )


def _blockers_to_observe(observed: Observed, read_on: date, today: date) -> list[str]:
    return list(
        rules.blockers_to_observe(
            year=observed.year, value=observed.value, read_on=read_on, today=today
        )
    )


def _blockers(facts: IndicatorFacts, today: date, *, is_chosen: bool) -> list[str]:
    return list(
        rules.blockers_to_indicator(
            name=facts.name,
            baseline=facts.baseline,
            baseline_year=facts.baseline_year,
            target=facts.target,
            target_year=facts.target_year,
            today=today,
            is_chosen=is_chosen,
        )
    )


def _values(facts: IndicatorFacts) -> dict[str, object]:
    return {each.name: getattr(facts, each.name) for each in fields(facts)}


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(no_key=True).get(pk=case.pk)
