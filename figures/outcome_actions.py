"""What people do to follow a measure's effect and money: goals, results, funding, costs."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from accounts.models import User
from cases.models import Case
from core.actions import Conflict, action, refuse_if
from core.models import label_of
from core.money import crowns
from figures import outcome_rules as rules
from figures.models import Cost, Funding, Goal, Result
from figures.units import Better, Unit
from logbook.events import Event
from logbook.models import LogEntry
from logbook.record import local_day, record
from measures.models import Measure


@dataclass(frozen=True, kw_only=True)
class GoalFacts:
    """How one sees that a measure has effect."""

    indicator: str
    unit: Unit
    better: Better
    baseline: Decimal
    baseline_on: date
    target: Decimal
    target_on: date
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class FundingFacts:
    """What a funder is asked for and grants. Whole öre."""

    funder: str
    applied_ore: int | None = None
    applied_on: date | None = None
    granted_ore: int | None = None
    decided_on: date | None = None
    reference: str = ""


@action
def set_goal(
    *, measure: Measure, facts: GoalFacts, once: UUID | None = None, actor: User, at: datetime
) -> Goal:
    """Set a goal for the measure. Raises Refused if the rules say no."""
    case = _locked(measure.case)
    refuse_if(_blockers_to_goal(facts, local_day(at)))
    goal = Goal.objects.create(measure=measure, **_values(facts))
    _log(case, Event.GOAL_SET, measure, actor, at, name=goal.indicator)
    return goal


@action
def change_goal(
    *, goal: Goal, seen_version: int, facts: GoalFacts, actor: User, at: datetime
) -> Goal:
    """Change a goal. Raises Conflict when someone changed it since `seen_version`."""
    goal = Goal.objects.select_related("measure__case").get(pk=goal.pk)
    case = _locked(goal.measure.case)
    goal = Goal.objects.select_related("measure").get(pk=goal.pk)
    if goal.version != seen_version:
        raise Conflict(goal)
    refuse_if(_blockers_to_goal(facts, local_day(at)))
    if changed := _change(goal, facts):
        labels = [label_of(Goal, name) for name in changed]
        _log(
            case,
            Event.GOAL_CHANGED,
            goal.measure,
            actor,
            at,
            name=goal.indicator,
            changed=labels,
        )
    return goal


@action
def note_result(
    *,
    goal: Goal,
    value: Decimal,
    measured_on: date,
    source: str = "",
    comment: str = "",
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Result:
    """Note what was measured at a follow-up; also in a closed case (product.md, decision 9)."""
    goal = Goal.objects.select_related("measure__case").get(pk=goal.pk)
    case = _locked(goal.measure.case)
    refuse_if(
        list(
            rules.blockers_to_result(
                measured_on=measured_on, baseline_on=goal.baseline_on, today=local_day(at)
            )
        )
    )
    result = Result.objects.create(
        goal=goal,
        value=value,
        measured_on=measured_on,
        source=source,
        comment=comment,
        recorded_by=actor,
    )
    _log(case, Event.RESULT_NOTED, goal.measure, actor, at, name=goal.indicator)
    return result


@action
def add_funding(
    *,
    measure: Measure,
    facts: FundingFacts,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Funding:
    """Add a funder to the measure."""
    case = _locked(measure.case)
    refuse_if(_blockers_to_funding(measure, facts, local_day(at)))
    funding = Funding.objects.create(measure=measure, **_values(facts))
    _log(case, Event.FUNDING_ADDED, measure, actor, at, funder=funding.funder)
    return funding


@action
def change_funding(
    *, funding: Funding, seen_version: int, facts: FundingFacts, actor: User, at: datetime
) -> Funding:
    """Change a funding. Raises Conflict when someone changed it since `seen_version`."""
    funding = Funding.objects.select_related("measure__case").get(pk=funding.pk)
    case = _locked(funding.measure.case)
    funding = Funding.objects.select_related("measure").get(pk=funding.pk)
    if funding.version != seen_version:
        raise Conflict(funding)
    refuse_if(_blockers_to_funding(funding.measure, facts, local_day(at), besides=funding))
    if changed := _change(funding, facts):
        labels = [label_of(Funding, name) for name in changed]
        _log(
            case,
            Event.FUNDING_CHANGED,
            funding.measure,
            actor,
            at,
            funder=funding.funder,
            changed=labels,
        )
    return funding


@action
def note_cost(
    *,
    funding: Funding,
    amount_ore: int,
    used_on: date,
    what: str = "",
    entry: UUID | None = None,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Cost:
    """Note money used, tied to the log entry that tells of it. A mistake is put right by the opposite."""
    funding = Funding.objects.select_related("measure__case").get(pk=funding.pk)
    case = _locked(funding.measure.case)
    refuse_if(
        list(
            rules.blockers_to_cost(
                amount=amount_ore,
                used_on=used_on,
                has_entry_elsewhere=_is_elsewhere(entry, case),
                today=local_day(at),
            )
        )
    )
    cost = Cost.objects.create(
        funding=funding,
        amount_ore=amount_ore,
        used_on=used_on,
        what=what,
        entry=entry,
        recorded_by=actor,
    )
    _log(
        case,
        Event.COST_NOTED,
        funding.measure,
        actor,
        at,
        funder=funding.funder,
        amount=crowns(amount_ore),
    )
    return cost


def _is_elsewhere(entry: UUID | None, case: Case) -> bool:
    """Whether the entry is named but is none of this case's."""
    return entry is not None and not LogEntry.objects.filter(entry=entry, case=case).exists()


def _log(
    case: Case, event: Event, measure: Measure, actor: User, at: datetime, **details: Any
) -> None:
    record(
        case=case,
        event=event,
        actor=actor,
        at=at,
        measure=measure,
        title=measure.title,
        **details,
    )


def _values(facts: GoalFacts | FundingFacts) -> dict[str, object]:
    return {each.name: getattr(facts, each.name) for each in fields(facts)}


def _change(row: Goal | Funding, facts: GoalFacts | FundingFacts) -> list[str]:
    """Put the facts in the row. Returns the columns that changed."""
    changed = [name for name, value in _values(facts).items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, getattr(facts, name))
    if changed:
        row.version += 1
        row.save(update_fields=[*changed, "version"])
    return changed


def _blockers_to_goal(facts: GoalFacts, today: date) -> list[str]:
    return list(
        rules.blockers_to_goal(
            indicator=facts.indicator,
            baseline_on=facts.baseline_on,
            target_on=facts.target_on,
            today=today,
        )
    )


def _blockers_to_funding(
    measure: Measure, facts: FundingFacts, today: date, *, besides: Funding | None = None
) -> list[str]:
    named = Funding.objects.filter(measure=measure, funder__iexact=facts.funder)
    others = [row for row in named if row != besides]
    return list(
        rules.blockers_to_funding(
            funder=facts.funder,
            granted=facts.granted_ore,
            applied_on=facts.applied_on,
            decided_on=facts.decided_on,
            is_named_already=bool(others),
            today=today,
        )
    )


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(no_key=True).get(pk=case.pk)
