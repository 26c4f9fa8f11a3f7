"""What must hold before a supplier is saved. Pure: facts in, sentences out."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from figures.categories import MOST_PERSONS


def blockers_to_supplier(
    *,
    name: str,
    turnover_share: Decimal | None,
    employees: int | None,
    jobs_at_risk: int | None,
    redundant: int | None,
    redundant_on: date | None,
    today: date,
) -> Iterator[str]:
    """A supplier has a name, shares lie within 0–100 %, and redundancies have their day."""
    if not name.strip():
        yield "Skriv företagets namn."
    if turnover_share is not None and not 0 <= turnover_share <= 100:
        yield "Andelen av omsättningen ska ligga mellan 0 och 100 procent."
    for number in (employees, jobs_at_risk, redundant):
        if number is not None and not 0 <= number <= MOST_PERSONS:
            yield "Antalen ska ligga mellan 0 och en miljon."
            break
    if employees is not None and jobs_at_risk is not None and jobs_at_risk > employees:
        yield "De hotade jobben är fler än de anställda."
    if redundant and redundant_on is None:
        yield "Skriv vilken dag uppsägningarna gjordes."
    if redundant_on and redundant_on > today:
        yield "Dagen för uppsägningarna ligger i framtiden."
