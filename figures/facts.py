"""Where the clock takes its numbers from: how many people are concerned, and who says so."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.models import Case
from core.days import day_words
from figures.categories import Category
from figures.clock import Redundancies
from figures.models import Headcount, Supplier
from figures.supplier_states import SupplierState
from figures.suppliers import SupplierFigures, redundancies_by_day


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """How many people a notice concerns, None when nobody knows, and where that stands."""

    number: int | None
    source: str


def concerned(case: Case) -> Concerned:
    """How many people the case's notice concerns, and where the number comes from."""
    return concerned_in([case])[case.pk]


def concerned_in(cases: Iterable[Case]) -> dict[int, Concerned]:
    """The same for several cases at once: the newest number of those given notice, all waves together.

    Until one is entered, the number among the case's facts. One query.
    """
    cases = list(cases)
    entered = notified_in(cases)
    return {case.pk: entered.get(case.pk) or _by_the_notice(case) for case in cases}


def _by_the_notice(case: Case) -> Concerned:
    return Concerned(number=case.affected, source="enligt beskedet")


def notified_in(cases: Iterable[Case]) -> dict[int, Concerned]:
    """What has been entered as the number given notice, by case. One query."""
    newest: dict[int, dict[int, Headcount]] = {}
    rows = Headcount.objects.current().filter(
        wave__case__in=[case.pk for case in cases], notified_count__isnull=False
    )
    for row in rows.select_related("wave").order_by("counted_on", "id"):
        newest.setdefault(row.wave.case_id, {})[row.wave_id] = row
    found = {}
    for case, by_wave in newest.items():
        last = max(by_wave.values(), key=lambda row: (row.counted_on, row.pk))
        found[case] = Concerned(
            number=sum(row.notified_count or 0 for row in by_wave.values()),
            source=f"enligt {last.source_of(Category.NOTIFIED)} den {day_words(last.counted_on)}",
        )
    return found


def redundancies_in(cases: Iterable[Case]) -> dict[int, tuple[Redundancies, ...]]:
    """The redundancies that count towards the globalisation fund, by case.

    All whom the notice concerns are expected to be dismissed, counted on the day of the notice;
    what suppliers have cut is counted on its own days. Two queries.
    """
    cases = list(cases)
    concerned = concerned_in(cases)
    suppliers = _at_suppliers(cases)
    return {
        case.pk: (*_expected(case, concerned[case.pk]), *suppliers.get(case.pk, ()))
        for case in cases
    }


def _expected(case: Case, concerned: Concerned) -> tuple[Redundancies, ...]:
    if not concerned.number:
        return ()
    return (
        Redundancies(
            on=case.notice_on, number=concerned.number, source=concerned.source, is_expected=True
        ),
    )


def _at_suppliers(cases: Iterable[Case]) -> dict[int, tuple[Redundancies, ...]]:
    rows = Supplier.objects.filter(
        case__in=[case.pk for case in cases], redundant__gt=0, redundant_on__isnull=False
    )
    by_case: dict[int, list[SupplierFigures]] = {}
    for row in rows:
        figures = SupplierFigures(
            state=SupplierState(row.state), redundant=row.redundant, redundant_on=row.redundant_on
        )
        by_case.setdefault(row.case_id, []).append(figures)
    return {
        case: tuple(
            Redundancies(
                on=day, number=number, source="enligt underleverantörerna", at_supplier=True
            )
            for day, number in redundancies_by_day(figures).items()
        )
        for case, figures in by_case.items()
    }
