"""What people do with suppliers: add one, and change what is known of it."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from accounts.models import User
from cases.models import Case
from core.actions import Conflict, action, refuse_if
from core.models import label_of
from figures.models import Supplier
from figures.supplier_rules import blockers_to_supplier
from figures.supplier_states import SupplierState
from logbook.events import Event
from logbook.record import local_day, record


@dataclass(frozen=True, kw_only=True)
class SupplierFacts:
    """What is known of a supplier. `turnover_share` is per cent of its sales to the employer."""

    name: str
    state: SupplierState
    organisation_number: str = ""
    municipality: str = ""
    turnover_share: Decimal | None = None
    employees: int | None = None
    jobs_at_risk: int | None = None
    redundant: int | None = None
    redundant_on: date | None = None
    contact: str = ""
    note: str = ""


@action
def add_supplier(
    *, case: Case, facts: SupplierFacts, once: UUID | None = None, actor: User, at: datetime
) -> Supplier:
    """Add a supplier to the case. Raises Refused if the rules say no."""
    case = _locked(case)
    refuse_if(_blockers(facts, local_day(at)))
    supplier = Supplier.objects.create(case=case, **_values(facts))
    record(case=case, event=Event.SUPPLIER_ADDED, actor=actor, at=at, name=supplier.name)
    return supplier


@action
def change_supplier(
    *, supplier: Supplier, seen_version: int, facts: SupplierFacts, actor: User, at: datetime
) -> Supplier:
    """Change what is known. Raises Conflict when someone changed it since `seen_version`."""
    case = _locked(supplier.case)
    supplier = Supplier.objects.get(pk=supplier.pk)
    if supplier.version != seen_version:
        raise Conflict(supplier)
    refuse_if(_blockers(facts, local_day(at)))
    new = _values(facts)
    changed = [name for name, value in new.items() if getattr(supplier, name) != value]
    if not changed:
        return supplier
    for name in changed:
        setattr(supplier, name, new[name])
    supplier.version += 1
    supplier.save(update_fields=[*changed, "version"])
    record(
        case=case,
        event=Event.SUPPLIER_CHANGED,
        actor=actor,
        at=at,
        name=supplier.name,
        changed=[label_of(Supplier, name) for name in changed],
    )
    return supplier


def _values(facts: SupplierFacts) -> dict[str, object]:
    return {each.name: getattr(facts, each.name) for each in fields(facts)}


def _blockers(facts: SupplierFacts, today: date) -> list[str]:
    return list(
        blockers_to_supplier(
            name=facts.name,
            turnover_share=facts.turnover_share,
            employees=facts.employees,
            jobs_at_risk=facts.jobs_at_risk,
            redundant=facts.redundant,
            redundant_on=facts.redundant_on,
            today=today,
        )
    )


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(no_key=True).get(pk=case.pk)
