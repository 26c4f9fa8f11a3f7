"""The arithmetic of the self-assessment: means, and how grades have moved over the years. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from figures.assessment_indicators import ABOUT, About, Side

Grades = Mapping[str, int]


def mean_grade(grades: Grades, side: Side) -> Decimal | None:
    """The mean of the grades on one side (six indicators), 1.0–5.0 with one decimal; None without any.

    Every indicator weighs the same, and those without a grade are left out. Half a tenth goes up.
    The set is our own proposal (design/domain.md, section 8); no weights stand in any source.
    """
    given = [grades[item.key] for item in ABOUT if item.side == side and item.key in grades]
    if not given:
        return None
    mean = Decimal(sum(given)) / len(given)
    return mean.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, kw_only=True)
class TrendRow:
    """One indicator over the years, oldest first; None where it was not graded."""

    about: About
    grades: tuple[int | None, ...]
    moved: int | None

    @property
    def words(self) -> str:
        """How the grade has moved since it was last given."""
        if self.moved is None:
            return "inget att jämföra med"
        if self.moved == 0:
            return "oförändrat"
        steps = f"{abs(self.moved)} steg"
        return f"upp {steps}" if self.moved > 0 else f"ner {steps}"


def trend(years: Mapping[int, Grades]) -> list[TrendRow]:
    """Each indicator over the years; `moved` is the newest grade less the one given before it.

    Unit: steps on the scale 1–5. A year without a grade is passed over, not counted as zero.
    """
    ordered = sorted(years)
    rows = []
    for item in ABOUT:
        grades = tuple(years[year].get(item.key) for year in ordered)
        rows.append(TrendRow(about=item, grades=grades, moved=_moved(grades)))
    return rows


def _moved(grades: Iterable[int | None]) -> int | None:
    given = [grade for grade in grades if grade is not None]
    return given[-1] - given[-2] if len(given) > 1 else None
