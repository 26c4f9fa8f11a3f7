"""Does what a story tells of figures, through the real actions."""

from datetime import date, datetime
from decimal import Decimal

from accounts.models import User
from cases.models import Case
from figures import indicator_actions as indicators
from figures import outcome_actions as outcomes
from figures import supplier_actions as suppliers
from figures.indicator_set import ready_indicator
from figures.models import Funding, Goal, Indicator
from figures.units import Better, Unit
from home.demo.story import Aim, Followed, Paid, Supplies
from logbook.models import LogEntry
from measures.models import Measure


def follow(case: Case, step: Followed, *, actor: User, at: datetime) -> Indicator:
    """Follow an indicator of the ready set, with its baseline and target."""
    ready = ready_indicator(step.key)
    assert ready, step.key
    year = case.notice_on.year
    base_year, baseline, jobs = step.baseline
    target_year, target = step.target
    return indicators.add_indicator(
        case=case,
        facts=indicators.IndicatorFacts(
            name=ready.name,
            unit=ready.unit,
            better=ready.better,
            source=ready.source,
            baseline=Decimal(baseline),
            baseline_year=year + base_year,
            baseline_jobs=jobs,
            target=Decimal(target),
            target_year=year + target_year,
        ),
        catalogue_key=step.key,
        actor=actor,
        at=at,
    )


def observe(
    indicator: Indicator,
    value: tuple[int, str, int | None],
    *,
    read_on: date,
    actor: User,
    at: datetime,
) -> None:
    """Enter a value, unless its year has not been yet."""
    after, number, jobs = value
    year = indicator.case.notice_on.year + after
    if year <= read_on.year:
        indicators.enter_observation(
            indicator=indicator,
            observed=indicators.Observed(year=year, value=Decimal(number), jobs=jobs),
            source=indicator.source,
            read_on=read_on,
            actor=actor,
            at=at,
        )


def add_supplier(case: Case, step: Supplies, *, day: date, actor: User, at: datetime) -> None:
    """Note a supplier; redundancies are of the day it is told."""
    suppliers.add_supplier(
        case=case,
        facts=suppliers.SupplierFacts(
            name=step.name,
            state=step.state,
            municipality=step.town,
            turnover_share=Decimal(step.share) if step.share else None,
            employees=step.employees,
            jobs_at_risk=step.at_risk,
            redundant=step.redundant,
            redundant_on=day if step.redundant else None,
            contact=step.contact,
        ),
        actor=actor,
        at=at,
    )


def set_goal(
    measure: Measure, step: Aim, *, day: date, target_on: date, actor: User, at: datetime
) -> Goal:
    """Set a goal with the day it is told as the day of the baseline."""
    return outcomes.set_goal(
        measure=measure,
        facts=outcomes.GoalFacts(
            indicator=step.indicator,
            unit=Unit.NUMBER,
            better=Better.HIGHER,
            baseline=Decimal(step.baseline),
            baseline_on=day,
            target=Decimal(step.target),
            target_on=target_on,
            source=step.source,
        ),
        actor=actor,
        at=at,
    )


def note_result(goal: Goal, value: str, *, day: date, actor: User, at: datetime) -> None:
    outcomes.note_result(
        goal=goal, value=Decimal(value), measured_on=day, source=goal.source, actor=actor, at=at
    )


def apply_for(measure: Measure, step: Paid, *, day: date, actor: User, at: datetime) -> Funding:
    """Note what a funder is asked for."""
    return outcomes.add_funding(
        measure=measure,
        facts=outcomes.FundingFacts(
            funder=step.funder, applied_ore=step.applied * 100, applied_on=day
        ),
        actor=actor,
        at=at,
    )


def grant(funding: Funding, crowns: int, *, day: date, actor: User, at: datetime) -> None:
    """Note what the funder decided."""
    outcomes.change_funding(
        funding=funding,
        seen_version=1,
        facts=outcomes.FundingFacts(
            funder=funding.funder,
            applied_ore=funding.applied_ore,
            applied_on=funding.applied_on,
            granted_ore=crowns * 100,
            decided_on=day,
        ),
        actor=actor,
        at=at,
    )


def spend(
    funding: Funding, crowns: int, what: str, *, day: date, actor: User, at: datetime
) -> None:
    """Note a cost, tied to what the log last told of the measure by that day."""
    told = LogEntry.objects.current().notes().filter(measure=funding.measure_id)
    entry = told.filter(happened_to__lte=day).newest_first().first()
    outcomes.note_cost(
        funding=funding,
        amount_ore=crowns * 100,
        used_on=day,
        what=what,
        entry=entry.entry if entry else None,
        actor=actor,
        at=at,
    )
