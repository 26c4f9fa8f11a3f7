"""What suppliers stand to lose, summed. Pure; persons, except where money is named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from figures.supplier_states import STILL_AT_RISK, SupplierState


@dataclass(frozen=True, kw_only=True)
class SupplierFigures:
    """The numbers of one supplier; None is not known."""

    state: SupplierState
    jobs_at_risk: int | None = None
    redundant: int | None = None
    redundant_on: date | None = None


def jobs_at_risk(suppliers: Iterable[SupplierFigures]) -> int:
    """Jobs that suppliers may still have to cut: of those not asked yet, or who say jobs are at risk.

    Persons. Jobs of suppliers that have cut down count as redundancies instead, and those of
    suppliers that manage do not count. Source: the municipality's own contacts.
    """
    return sum(each.jobs_at_risk or 0 for each in suppliers if each.state in STILL_AT_RISK)


def redundancies(
    suppliers: Iterable[SupplierFigures], *, first: date | None = None, last: date | None = None
) -> int:
    """Persons made redundant by suppliers, from `first` to `last` with both days counted.

    The globalisation fund counts redundancies at suppliers together with the employer's own: 200 in
    four months (regulation (EU) 2021/691, article 4.2 a).
    """
    return sum(
        each.redundant or 0
        for each in suppliers
        if each.redundant
        and each.redundant_on
        and (first is None or each.redundant_on >= first)
        and (last is None or each.redundant_on <= last)
    )


def redundancies_by_day(suppliers: Iterable[SupplierFigures]) -> Mapping[date, int]:
    """Persons made redundant by suppliers on each day, oldest first; for the fund's four months."""
    found: dict[date, int] = {}
    for each in suppliers:
        if each.redundant and each.redundant_on:
            found[each.redundant_on] = found.get(each.redundant_on, 0) + each.redundant
    return dict(sorted(found.items()))
