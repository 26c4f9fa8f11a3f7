"""Questions to the database about what measures lead to, and their money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, Sum

from cases.models import Case
from core.money import crowns
from figures import money, trends
from figures.models import Cost, Funding, Goal, Result
from figures.models.outcomes import CostQuerySet
from figures.money import FunderMoney
from figures.units import in_words, outside_words
from logbook.events import Audience
from logbook.models import LogEntry, LogEntryQuerySet
from measures.models import Measure
from measures.states import State

MOST_RESULTS = 20
MOST_ENTRIES = 60
MOST_TIED = 50
# To be carried out, or being so: these have a goal before phase 4.
NEED_A_GOAL = (State.DECIDED, State.ONGOING)


@dataclass(frozen=True)
class ShownGoal:
    """A goal with its results, the newest first."""

    goal: Goal
    results: Sequence[Result]

    @property
    def baseline_words(self) -> str:
        return in_words(self.goal.baseline, self.goal.unit)

    @property
    def target_words(self) -> str:
        return in_words(self.goal.target, self.goal.unit)

    @property
    def result_words(self) -> str:
        return in_words(self.results[0].value, self.goal.unit) if self.results else ""

    @property
    def way(self) -> str:
        """How far it is to the target by the newest result."""
        return trends.target_in_words(
            baseline=self.goal.baseline,
            value=self.results[0].value if self.results else None,
            target=self.goal.target,
            unit=self.goal.unit,
            better=self.goal.better,
        )


def goal_page(measure: Measure, *, page: str | None, size: int) -> Page[ShownGoal]:
    """A page of the measure's goals with their results. Three queries."""
    goals = Paginator(Goal.objects.filter(measure=measure).order_by("id"), size).get_page(page)
    return _page(goals, goals_with_results(list(goals)))


def goals_with_results(goals: Sequence[Goal]) -> list[ShownGoal]:
    """The goals with their results, the newest first. One query."""
    by_goal: dict[int, list[Result]] = {}
    results = Result.objects.filter(goal__in=[goal.pk for goal in goals])
    for result in results.select_related("recorded_by").order_by("-measured_on", "-id"):
        by_goal.setdefault(result.goal_id, []).append(result)
    return [ShownGoal(goal, by_goal.get(goal.pk, [])[:MOST_RESULTS]) for goal in goals]


@dataclass(frozen=True)
class MeasuredGoal:
    """A goal as it may leave the case, with its newest result by a day: no count of 1–4 is told."""

    goal: Goal
    result: Result | None

    @property
    def baseline_words(self) -> str:
        return f"{self._words(self.goal.baseline)} ({self.goal.baseline_on.year})"

    @property
    def result_words(self) -> str:
        if self.result is None:
            return "inte mätt"
        return f"{self._words(self.result.value)} ({self.result.measured_on.isoformat()})"

    @property
    def target_words(self) -> str:
        return f"{self._words(self.goal.target)} ({self.goal.target_on.isoformat()})"

    def _words(self, value: Decimal) -> str:
        return outside_words(value, self.goal.unit)


def measured_goals(case: Case, *, stop: date) -> list[MeasuredGoal]:
    """The goals of all measures that had their baseline by `stop`, in the plan's order. Two queries."""
    goals = Goal.objects.filter(measure__case=case, baseline_on__lte=stop)
    found = list(goals.select_related("measure").order_by("measure__position", "id"))
    results = Result.objects.filter(goal__in=[goal.pk for goal in found], measured_on__lte=stop)
    newest = {result.goal_id: result for result in results.order_by("measured_on", "id")}
    return [MeasuredGoal(goal, newest.get(goal.pk)) for goal in found]


def _page[T](page: Page[Any], rows: Sequence[T]) -> Page[T]:
    """The page with other rows in the place of its own."""
    return Page(rows, page.number, page.paginator)


@dataclass(frozen=True)
class ShownFunding:
    """A funder's money for a measure, in words."""

    funding: Funding
    money: FunderMoney

    @property
    def applied(self) -> str:
        return crowns(self.money.applied) or "inte sökt"

    @property
    def granted(self) -> str:
        return crowns(self.money.granted) or "inte beslutat"

    @property
    def used(self) -> str:
        return crowns(self.money.used)

    @property
    def left(self) -> str:
        return crowns(money.left(self.money)) or "–"


@dataclass(frozen=True)
class Money:
    """All money of one measure or one case, in words."""

    rows: list[ShownFunding]

    @property
    def each(self) -> list[FunderMoney]:
        return [row.money for row in self.rows]

    @property
    def applied(self) -> str:
        return crowns(money.total_applied(self.each))

    @property
    def granted(self) -> str:
        return crowns(money.total_granted(self.each))

    @property
    def used(self) -> str:
        return crowns(money.total_used(self.each))

    @property
    def warnings(self) -> list[str]:
        return money.warnings(self.each)


def money_of(measure: Measure) -> Money:
    """The measure's money, funder by funder. One query."""
    rows = Funding.objects.filter(measure=measure).annotate(used=Sum("costs__amount_ore"))
    return Money([_shown(row) for row in rows.order_by("funder")])


def money_in(case: Case, *, stop: date | None = None) -> Money:
    """All funders of all measures in the case; with `stop` only costs up to that day. One query."""
    spent = Q() if stop is None else Q(costs__used_on__lte=stop)
    rows = Funding.objects.filter(measure__case=case).annotate(
        used=Sum("costs__amount_ore", filter=spent)
    )
    in_order = rows.select_related("measure").order_by("measure__position", "funder")
    return Money([_shown(row) for row in in_order])


def _shown(row: Funding) -> ShownFunding:
    used: int | None = getattr(row, "used", None)
    return ShownFunding(
        row,
        FunderMoney(
            funder=row.funder, applied=row.applied_ore, granted=row.granted_ore, used=used or 0
        ),
    )


@dataclass(frozen=True)
class ShownCost:
    """A cost with the log entry it is tied to, as it reads now."""

    cost: Cost
    amount: str
    entry: LogEntry | None


def cost_page(
    measure: Measure, entries: LogEntryQuerySet, *, page: str | None, size: int
) -> Page[ShownCost]:
    """The measure's costs, newest first, with their entries as the reader may see them. Three queries."""
    costs = Cost.objects.filter(funding__measure=measure).select_related("funding")
    rows = Paginator(costs.order_by("-used_on", "-id"), size).get_page(page)
    told = {row.entry for row in rows if row.entry}
    found = {entry.entry: entry for entry in entries.current().filter(entry__in=told)}
    return _page(
        rows,
        [
            ShownCost(row, crowns(row.amount_ore), found.get(row.entry) if row.entry else None)
            for row in rows
        ],
    )


def tied_to(entry: UUID, costs: CostQuerySet) -> list[ShownCost]:
    """The costs that belong to a log entry, by day; the newest ones when there are many. One query."""
    rows = costs.filter(entry=entry).select_related("funding").order_by("-used_on", "-id")
    return [ShownCost(row, crowns(row.amount_ore), None) for row in rows[:MOST_TIED]]


@dataclass(frozen=True)
class CaseCost:
    """A cost in words, with the measure, the funder, and the log entry that tells what it was for."""

    measure: str
    funder: str
    used_on: date
    amount: str
    what: str
    entry: LogEntry | None


def costs_in(case: Case, *, stop: date) -> list[CaseCost]:
    """The costs of a case up to `stop`, the oldest first; entries only if all may read them. Two queries."""
    rows = list(
        Cost.objects.filter(funding__measure__case=case, used_on__lte=stop)
        .select_related("funding__measure")
        .order_by("used_on", "id")
    )
    told = {row.entry for row in rows if row.entry}
    entries = LogEntry.objects.current().filter(
        case=case, audience=Audience.EVERYONE, entry__in=told
    )
    found = {entry.entry: entry for entry in entries}
    return [
        CaseCost(
            measure=row.funding.measure.title,
            funder=row.funding.funder,
            used_on=row.used_on,
            amount=crowns(row.amount_ore),
            what=row.what,
            entry=found.get(row.entry) if row.entry else None,
        )
        for row in rows
    ]


def entries_to_tie(entries: LogEntryQuerySet, measure: Measure) -> list[tuple[UUID, str]]:
    """The measure's newest entries to choose among, with day and words. One query."""
    rows = entries.current().notes().filter(measure=measure).newest_first()[:MOST_ENTRIES]
    return [(row.entry, f"{row.happened_to.isoformat()}: {row.what[:80]}") for row in rows]


def without_goals(case: Case) -> list[str]:
    """The titles of measures that are to be carried out and have no goal. One query."""
    goals = Goal.objects.filter(measure=OuterRef("pk"))
    measures = Measure.objects.filter(~Exists(goals), case=case, state__in=NEED_A_GOAL)
    return list(measures.in_order().values_list("title", flat=True))
