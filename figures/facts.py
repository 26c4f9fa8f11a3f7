"""Where the clock takes its numbers from: how many people are concerned, and who says so."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.models import Case
from figures.clock import Redundancies


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """How many people a notice concerns, None when nobody knows, and where that stands."""

    number: int | None
    source: str


def concerned(case: Case) -> Concerned:
    """How many people the case's notice concerns, and where the number comes from."""
    return concerned_in([case])[case.pk]


def concerned_in(cases: Iterable[Case]) -> dict[int, Concerned]:
    """The same for several cases at once. No query: the number stands among the case's facts."""
    return {case.pk: Concerned(number=case.affected, source="enligt beskedet") for case in cases}


def redundancies_in(cases: Iterable[Case]) -> dict[int, tuple[Redundancies, ...]]:
    """The redundancies that count towards the globalisation fund, by case.

    Until dismissals are known, all whom the notice concerns are expected to be dismissed, counted on
    the day of the notice. No query.
    """
    return {case.pk: _expected(case) for case in cases}


def _expected(case: Case) -> tuple[Redundancies, ...]:
    if not case.affected:
        return ()
    return (
        Redundancies(
            on=case.notice_on, number=case.affected, source="enligt beskedet", is_expected=True
        ),
    )
