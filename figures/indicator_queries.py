"""Questions to the database about indicators: what is followed, and how it has gone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.paginator import Page, Paginator

from cases.models import Case
from core.charts import Bar, Chart, DataTable, Goal, Svg, bars, sparkline
from figures import trends
from figures.clock_queries import clock_of
from figures.indicator_set import ReadyIndicator, indicator_set, ready_indicator
from figures.models import Indicator, Observation
from figures.models.indicators import IndicatorQuerySet
from figures.trends import Point
from figures.units import Unit, amount_in_words, in_words, outside_words

MOST_SHOWN = 60
NOTICE_SHARE = "notice_share"


@dataclass(frozen=True)
class FollowedIndicator:
    """An indicator with its values, oldest first, the baseline among them."""

    indicator: Indicator
    observations: Sequence[Observation]

    @cached_property
    def points(self) -> list[Point]:
        """One value a year, baseline first; a value entered for the baseline's year counts instead."""
        indicator = self.indicator
        found = {row.year: Point(row.year, row.value, row.jobs) for row in self.observations}
        if indicator.baseline is not None and indicator.baseline_year is not None:
            start = Point(indicator.baseline_year, indicator.baseline, indicator.baseline_jobs)
            found.setdefault(indicator.baseline_year, start)
        return [found[year] for year in sorted(found)]

    @property
    def ready(self) -> ReadyIndicator | None:
        return ready_indicator(self.indicator.catalogue_key)

    @property
    def is_dependence(self) -> bool:
        """Whether it must be read beside the number of jobs."""
        return bool(self.ready and self.ready.of_jobs)

    @property
    def asks_for_jobs(self) -> bool:
        """Whether a value is asked for with the number of jobs: ready shares of jobs, and own shares."""
        return self.is_dependence or (self.ready is None and self.is_share)

    @property
    def is_notice_share(self) -> bool:
        """Whether the value follows from the notified and the employed."""
        return self.indicator.catalogue_key == NOTICE_SHARE

    @property
    def is_share(self) -> bool:
        return self.indicator.unit == Unit.PER_CENT

    @property
    def latest(self) -> Point | None:
        return self.points[-1] if self.points else None

    @property
    def latest_words(self) -> str:
        return in_words(self.latest.value, self.indicator.unit) if self.latest else ""

    @property
    def jobs_words(self) -> str:
        """The number of jobs that must stand beside a share of them."""
        if not self.is_dependence or self.latest is None:
            return ""
        return (
            "antal jobb okänt" if self.latest.jobs is None else f"{in_words(self.latest.jobs)} jobb"
        )

    @property
    def latest_outside(self) -> str:
        """The newest value with its year, as it may leave the case; with the jobs behind a share."""
        if self.latest is None:
            return ""
        words = outside_words(self.latest.value, self.indicator.unit)
        jobs = self.latest.jobs
        if self.is_dependence:
            words += ", antal jobb okänt" if jobs is None else f", {outside_words(jobs)} jobb"
        return f"{words} ({self.latest.year})"

    @property
    def baseline_outside(self) -> str:
        indicator = self.indicator
        if indicator.baseline is None:
            return "–"
        return f"{outside_words(indicator.baseline, indicator.unit)} ({indicator.baseline_year})"

    @property
    def dependence_outside(self) -> str:
        """The share of the jobs told with the jobs, unless so few jobs are concerned."""
        jobs = [point.jobs for point in (self.points[:1] + self.points[-1:]) if point.jobs]
        changes = [abs(jobs[-1] - jobs[0])] if jobs else []
        return "" if any(1 <= number <= 4 for number in jobs + changes) else self.dependence

    @property
    def target_words(self) -> str:
        indicator = self.indicator
        if indicator.target is None:
            return "–"
        return f"{in_words(indicator.target, indicator.unit)} ({indicator.target_year})"

    @property
    def trend(self) -> str:
        """The direction, with whether that is good news unless it must be interpreted."""
        direction = trends.trend(self.points)
        said = trends.verdict(self.points, self.indicator.better)
        return f"{direction}, {said}" if said else direction

    @property
    def per_year(self) -> str:
        change = trends.yearly_change(self.points)
        if change is None:
            return ""
        words = amount_in_words(change, self.indicator.unit)
        return f"{'+' if change > 0 else ''}{words} om året"

    @property
    def to_target(self) -> str:
        indicator = self.indicator
        words = trends.target_in_words(
            baseline=indicator.baseline,
            value=self.latest.value if self.latest else None,
            target=indicator.target,
            unit=indicator.unit,
            better=indicator.better,
        )
        if words and self.is_dependence:
            # A share of jobs that has come to its target is no success in itself.
            return words.replace("Målet", "Talet för målet")
        return words

    @property
    def dependence(self) -> str:
        """A share of the jobs told together with the jobs; empty for other indicators."""
        if not self.is_dependence:
            return ""
        return trends.dependence_in_words(self.points, is_share=self.is_share)

    @property
    def spark(self) -> Svg:
        said = ", ".join(f"{p.year}: {in_words(p.value, self.indicator.unit)}" for p in self.points)
        return sparkline(
            [float(p.value) for p in self.points], title=f"{self.indicator.name}: {said}"
        )

    @property
    def chart(self) -> Chart | None:
        """Bars year by year with the target; none for fewer than two years or negative values."""
        points = self.points[-20:]
        if len(points) < 2 or any(point.value < 0 for point in points):
            return None
        indicator = self.indicator
        goal = None
        if indicator.target is not None and indicator.target >= 0:
            goal = Goal(
                float(indicator.target),
                f"Mål {in_words(indicator.target, indicator.unit)} år {indicator.target_year}",
            )
        return bars(
            key=f"indikator-{indicator.pk}",
            title=f"{indicator.name}, år för år",
            description=" ".join(f"{p.year}: {self._words(p)}." for p in points),
            rows=[Bar(str(p.year), float(p.value), self._words(p)) for p in points],
            goal=goal,
            table=self._table(points),
            source=f"Källa: {indicator.source}." if indicator.source else "",
        )

    def _words(self, point: Point) -> str:
        words = in_words(point.value, self.indicator.unit)
        return f"{words} ({in_words(point.jobs)} jobb)" if point.jobs is not None else words

    def _table(self, points: Iterable[Point]) -> DataTable:
        unit = self.indicator.unit
        columns = ("År", "Värde", *(("Antal jobb",) if self.is_dependence else ()))
        rows = tuple(
            (
                str(p.year),
                in_words(p.value, unit),
                *((in_words(p.jobs),) if self.is_dependence else ()),
            )
            for p in points
        )
        return DataTable(self.indicator.name, columns, rows)


def followed(indicators: IndicatorQuerySet, *, stop: date | None = None) -> list[FollowedIndicator]:
    """The first indicators with the value that counts for each year. Two queries.

    With `stop` only what had been fetched by that day.
    """
    return with_values(list(indicators.in_order()[:MOST_SHOWN]), stop=stop)


def with_values(rows: Sequence[Indicator], *, stop: date | None = None) -> list[FollowedIndicator]:
    """The indicators with the value that counts for each year. One query."""
    by_indicator: dict[int, list[Observation]] = {}
    observations = Observation.objects.filter(indicator__in=[row.pk for row in rows])
    if stop is not None:
        observations = observations.filter(read_on__lte=stop)
    for observation in observations.newest_of_each():
        by_indicator.setdefault(observation.indicator_id, []).append(observation)
    return [FollowedIndicator(row, by_indicator.get(row.pk, [])) for row in rows]


def indicator_page(indicators: IndicatorQuerySet, *, page: str, size: int) -> Page[Indicator]:
    """A page of indicators in their order. Two queries."""
    return Paginator(indicators.in_order(), size).get_page(page)


def notified_in(case: Case) -> int | None:
    """Persons given notice in the case as the clock knows them, all waves together. One query."""
    known = [each.number for each in clock_of(case).concerned if each.number is not None]
    return sum(known) if known else None


def history_of(indicator: Indicator, *, limit: int = 100) -> list[Observation]:
    """Every value that has been entered, the newest first. One query."""
    rows = Observation.objects.filter(indicator=indicator).select_related("recorded_by")
    return list(rows.order_by("-year", "-id")[:limit])


def not_chosen(case: Case) -> list[ReadyIndicator]:
    """What is left of the ready set. One query."""
    chosen = set(Indicator.objects.filter(case=case).values_list("catalogue_key", flat=True))
    return [each for each in indicator_set() if each.key not in chosen]
