"""Questions to the database about self-assessments: what was said, and all years side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from figures.assessment import TrendRow, mean_grade, trend
from figures.assessment_indicators import ABOUT, About, Side
from figures.assessment_records import Judgement
from figures.models import SelfAssessment, SelfAssessmentQuerySet, SelfGrade
from measures.models import Measure


def judgements_of(assessment: SelfAssessment) -> dict[str, Judgement]:
    """What counts of each indicator that anything was said of. One query."""
    grades = SelfGrade.objects.filter(assessment=assessment).newest_of_each()
    return {row.indicator: _judgement(row) for row in grades}


def _judgement(row: SelfGrade) -> Judgement:
    return Judgement(grade=row.grade, reason=row.reason, suggestion=row.suggestion)


@dataclass(frozen=True)
class Years:
    """All years of a case side by side, oldest first."""

    years: Sequence[SelfAssessment]
    rows: Sequence[TrendRow]
    means: Sequence[tuple[Side, Sequence[Decimal | None]]]

    def rows_of(self, side: Side) -> list[TrendRow]:
        return [row for row in self.rows if row.about.side == side]

    @property
    def sides(self) -> list[tuple[Side, list[TrendRow], Sequence[Decimal | None]]]:
        """Each side with its rows and the mean of each year."""
        return [(side, self.rows_of(side), means) for side, means in self.means]


def years_of(assessments: SelfAssessmentQuerySet, *, limit: int) -> Years:
    """The latest years with their grades, the trend and the means. Two queries."""
    found = sorted(assessments.order_by("-year")[:limit], key=lambda row: row.year)
    year_of = {row.pk: row.year for row in found}
    grades: dict[int, dict[str, int]] = {row.year: {} for row in found}
    for grade in SelfGrade.objects.filter(assessment__in=list(year_of)).newest_of_each():
        if grade.grade is not None:
            grades[year_of[grade.assessment_id]][grade.indicator] = grade.grade
    return Years(
        found,
        trend(grades),
        [(side, [mean_grade(grades[row.year], side) for row in found]) for side in Side],
    )


@dataclass(frozen=True)
class GradedIndicator:
    """An indicator on the page of a year: what counts, and the measure its suggestion became."""

    about: About
    grade: SelfGrade | None
    measure: Measure | None


def graded(assessment: SelfAssessment) -> list[GradedIndicator]:
    """All twelve with what the group said. One query."""
    grades = (
        SelfGrade.objects.filter(assessment=assessment)
        .newest_of_each()
        .select_related("became__measure")
    )
    found = {row.indicator: row for row in grades}
    return [GradedIndicator(item, row := found.get(item.key), _measure_of(row)) for item in ABOUT]


def _measure_of(grade: SelfGrade | None) -> Measure | None:
    became = getattr(grade, "became", None) if grade else None
    return became.measure if became else None


def grade_in(assessment: SelfAssessment, key: str) -> SelfGrade | None:
    """What counts of one indicator."""
    grades = SelfGrade.objects.filter(assessment=assessment, indicator=key)
    return grades.select_related("assessment__case").order_by("-id").first()
