"""What a measure shall lead to and what it led to; its money, funder by funder."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from core.models import AppendOnlyModel, AuditedModel, both_or_neither, known_value
from figures.models.inside import InsideQuerySet
from figures.units import Better, Unit
from logbook.models import LogClock
from measures.models import Measure


class GoalQuerySet(InsideQuerySet["Goal"]):
    """Goals by who may read them."""

    path = "measure__case"


class Goal(AuditedModel):
    """How one sees that a measure has effect: an indicator with baseline and target."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="goals")
    indicator = models.CharField("indikator", max_length=160)
    unit = models.CharField("enhet", max_length=12, choices=Unit)
    better = models.CharField("riktning", max_length=8, choices=Better)
    baseline = models.DecimalField("utgångsläge", max_digits=14, decimal_places=2)
    baseline_on = models.DateField("dag för utgångsläget")
    target = models.DecimalField("målvärde", max_digits=14, decimal_places=2)
    target_on = models.DateField("ska nås")
    source = models.CharField("källa", max_length=160, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[GoalQuerySet] = GoalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("goal", "unit", Unit),
            known_value("goal", "better", Better),
            models.CheckConstraint(
                condition=Q(target_on__gte=models.F("baseline_on")),
                name="goal_is_reached_after_its_baseline",
            ),
        ]

    def __str__(self) -> str:
        return self.indicator


class ResultQuerySet(InsideQuerySet["Result"]):
    """Results by who may read them."""

    path = "goal__measure__case"


class Result(AppendOnlyModel):
    """What was measured at a follow-up. The newest day counts; all stay."""

    erasable = ("source", "comment")

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="results")
    measured_on = models.DateField("mätt den")
    value = models.DecimalField("utfall", max_digits=14, decimal_places=2)
    source = models.CharField("källa", max_length=160, blank=True)
    comment = models.CharField("kommentar", max_length=500, blank=True)
    recorded_at = models.DateTimeField(db_default=LogClock(), editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[ResultQuerySet] = ResultQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.measured_on}: {self.value}"


class FundingQuerySet(InsideQuerySet["Funding"]):
    """Funding by who may read it."""

    path = "measure__case"


class Funding(AuditedModel):
    """What one funder is asked for and grants a measure. Money is whole öre, never a float."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="funding")
    funder = models.CharField("finansiär", max_length=160)
    applied_ore = models.BigIntegerField("sökt", null=True, blank=True)
    applied_on = models.DateField("sökt den", null=True, blank=True)
    granted_ore = models.BigIntegerField("beviljat", null=True, blank=True)
    decided_on = models.DateField("beslut den", null=True, blank=True)
    reference = models.CharField("beteckning", max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[FundingQuerySet] = FundingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            both_or_neither("funding", "granted_ore", "decided_on"),
            models.CheckConstraint(
                condition=Q(applied_ore=None) | Q(applied_ore__gte=0),
                name="funding_applied_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(granted_ore=None) | Q(granted_ore__gte=0),
                name="funding_granted_is_not_negative",
            ),
            models.UniqueConstraint(
                fields=["measure", "funder"], name="funding_funder_is_named_once"
            ),
        ]

    def __str__(self) -> str:
        return self.funder


class CostQuerySet(InsideQuerySet["Cost"]):
    """Costs by who may read them."""

    path = "funding__measure__case"


class Cost(AppendOnlyModel):
    """Money used of a funding, tied to the log entry that tells what it was used for.

    A mistake is put right by a cost of the opposite sign.
    """

    erasable = ("what",)

    funding = models.ForeignKey(Funding, models.PROTECT, related_name="costs")
    used_on = models.DateField("dag")
    amount_ore = models.BigIntegerField("belopp")
    what = models.CharField("vad pengarna gick till", max_length=300, blank=True)
    # The entry in all its versions (logbook.LogEntry.entry), so a correction keeps the tie.
    entry = models.UUIDField("loggpost", null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=LogClock(), editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[CostQuerySet] = CostQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount_ore=0), name="cost_is_not_nothing")
        ]

    def __str__(self) -> str:
        return f"{self.funding_id} {self.used_on}: {self.amount_ore}"
