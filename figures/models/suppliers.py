"""Suppliers of the employer: what they stand to lose, and whom to call."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from cases.models import Case
from core.models import AuditedModel, known_value
from core.sorting import swedish_sort_key
from figures.models.inside import InsideQuerySet
from figures.supplier_states import SupplierState


class SupplierQuerySet(InsideQuerySet["Supplier"]):
    """Suppliers by who may read them; their contacts are never for outsiders."""

    def in_order(self) -> "SupplierQuerySet":
        return self.order_by("name_sort", "id")


class Supplier(AuditedModel):
    """An *underleverantör*: a company that sells to the employer that cuts down."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="suppliers")
    name = models.CharField("företag", max_length=160)
    name_sort = swedish_sort_key("name")
    organisation_number = models.CharField("organisationsnummer", max_length=11, blank=True)
    municipality = models.CharField("ort", max_length=80, blank=True)
    turnover_share = models.DecimalField(
        "andel av omsättningen", max_digits=4, decimal_places=1, null=True, blank=True
    )
    employees = models.PositiveIntegerField("anställda", null=True, blank=True)
    jobs_at_risk = models.PositiveIntegerField("hotade jobb", null=True, blank=True)
    redundant = models.PositiveIntegerField("uppsagda", null=True, blank=True)
    redundant_on = models.DateField("dag för uppsägningarna", null=True, blank=True)
    contact = models.CharField("kontakt i arbetet", max_length=200, blank=True)
    state = models.CharField("läge", max_length=12, choices=SupplierState)
    note = models.CharField("anteckning", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[SupplierQuerySet] = SupplierQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("supplier", "state", SupplierState),
            models.CheckConstraint(
                condition=Q(turnover_share=None)
                | Q(turnover_share__gte=0, turnover_share__lte=100),
                name="supplier_turnover_share_is_per_cent",
            ),
            models.CheckConstraint(
                condition=Q(redundant=None) | Q(redundant_on__isnull=False),
                name="supplier_redundancies_have_their_day",
            ),
        ]
        indexes = [models.Index(fields=["case", "name_sort"], name="supplier_by_name")]

    def __str__(self) -> str:
        return self.name
