"""Questions to the database about suppliers: the list, and the sums."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F

from cases.models import Case
from figures.models import Supplier
from figures.models.suppliers import SupplierQuerySet
from figures.supplier_states import SupplierState
from figures.suppliers import SupplierFigures, jobs_at_risk, redundancies


def figures_of(case: Case) -> list[SupplierFigures]:
    """The numbers of every supplier in the case. One query."""
    rows = Supplier.objects.filter(case=case).only(
        "state", "jobs_at_risk", "redundant", "redundant_on"
    )
    return [
        SupplierFigures(
            state=SupplierState(row.state),
            jobs_at_risk=row.jobs_at_risk,
            redundant=row.redundant,
            redundant_on=row.redundant_on,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class SupplierSums:
    """The suppliers of a case together."""

    count: int
    jobs_at_risk: int
    redundant: int
    not_asked: int


def sums_of(case: Case) -> SupplierSums:
    """All suppliers together. One query."""
    figures = figures_of(case)
    return SupplierSums(
        count=len(figures),
        jobs_at_risk=jobs_at_risk(figures),
        redundant=redundancies(figures),
        not_asked=sum(each.state == SupplierState.NOT_ASKED for each in figures),
    )


# What the list may be sorted by, the highest first and what is not known last.
ORDERS = {"jobb": "jobs_at_risk", "andel": "turnover_share"}


def supplier_page(
    suppliers: SupplierQuerySet, *, state: str, order: str, page: str, size: int
) -> Page[Supplier]:
    """A page of suppliers by state and order; what is not known comes last. Two queries."""
    if state:
        suppliers = suppliers.filter(state=state)
    suppliers = suppliers.in_order()
    if column := ORDERS.get(order):
        suppliers = suppliers.order_by(F(column).desc(nulls_last=True), "name_sort", "id")
    return Paginator(suppliers, size).get_page(page)
