"""Indicators that a case follows, and what was observed year by year."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from cases.models import Case
from core.models import AppendOnlyModel, AuditedModel, both_or_neither, known_value
from figures.models.inside import InsideQuerySet
from figures.units import Better, Unit
from logbook.models import LogClock


class IndicatorQuerySet(InsideQuerySet["Indicator"]):
    """Indicators by who may read them."""

    def in_order(self) -> "IndicatorQuerySet":
        return self.order_by("-is_followed", "position", "id")


class Indicator(AuditedModel):
    """Something measured to see whether the work has effect, from the ready set or the case's own."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="indicators")
    position = models.PositiveIntegerField()
    catalogue_key = models.CharField(max_length=40, blank=True)
    name = models.CharField("indikator", max_length=160)
    unit = models.CharField("enhet", max_length=12, choices=Unit)
    better = models.CharField("riktning", max_length=8, choices=Better)
    source = models.CharField("källa", max_length=160, blank=True)
    baseline = models.DecimalField(
        "utgångsläge", max_digits=14, decimal_places=2, null=True, blank=True
    )
    baseline_year = models.PositiveSmallIntegerField("år för utgångsläget", null=True, blank=True)
    baseline_jobs = models.PositiveIntegerField("antal jobb då", null=True, blank=True)
    target = models.DecimalField("målvärde", max_digits=14, decimal_places=2, null=True, blank=True)
    target_year = models.PositiveSmallIntegerField("målår", null=True, blank=True)
    is_followed = models.BooleanField("följs", default=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[IndicatorQuerySet] = IndicatorQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("indicator", "unit", Unit),
            known_value("indicator", "better", Better),
            both_or_neither("indicator", "baseline", "baseline_year"),
            both_or_neither("indicator", "target", "target_year"),
            models.UniqueConstraint(
                fields=["case", "catalogue_key"],
                condition=~Q(catalogue_key=""),
                name="indicator_of_the_set_is_chosen_once",
            ),
        ]
        indexes = [models.Index(fields=["case", "position"], name="indicator_in_order")]

    def __str__(self) -> str:
        return self.name


class ObservationQuerySet(InsideQuerySet["Observation"]):
    """Observations by who may read them; the newest of each year counts."""

    path = "indicator__case"

    def newest_of_each(self) -> "ObservationQuerySet":
        return self.order_by("indicator_id", "year", "-id").distinct("indicator_id", "year")


class Observation(AppendOnlyModel):
    """The value of an indicator for a year. A later row for the same year counts instead; both stay.

    `jobs` is the number of jobs behind a share, so that a falling share is never read alone.
    """

    erasable = ("source",)

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="observations")
    year = models.PositiveSmallIntegerField("år")
    value = models.DecimalField("värde", max_digits=14, decimal_places=2)
    jobs = models.PositiveIntegerField("antal jobb", null=True, blank=True)
    source = models.CharField("källa", max_length=160, blank=True)
    read_on = models.DateField("hämtat den")
    recorded_at = models.DateTimeField(db_default=LogClock(), editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[ObservationQuerySet] = ObservationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["indicator", "year", "-id"], name="observation_newest_of_year")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}: {self.value}"
