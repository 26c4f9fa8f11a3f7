"""The measures of a case and their numbered main activities."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from cases.models import Case
from core.models import AuditedModel, QuerySet, both_or_neither, ends_after_start, known_value
from guide.model import MeasureGroup
from measures.states import State

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class MeasureQuerySet(QuerySet["Measure"]):
    """Measures by who may see them and in the order they stand in the plan."""

    def visible_to(self, user: "User | AnonymousUser") -> "MeasureQuerySet":
        """Those of visible cases; measures are on the allow-list for outsiders."""
        return self.filter(case__in=Case.objects.visible_to(user))

    def in_order(self) -> "MeasureQuerySet":
        return self.order_by("position", "id")


class Measure(AuditedModel):
    """An *insats*, from the guide's catalogue or the municipality's own."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="measures")
    position = models.PositiveIntegerField()
    catalogue_key = models.CharField(max_length=60, blank=True)
    title = models.CharField("insats", max_length=160)
    group = models.CharField("grupp", max_length=10, choices=MeasureGroup)
    description = models.TextField("beskrivning", blank=True)
    state = models.CharField("läge", max_length=11, choices=State, default=State.IDEA)
    state_reason = models.CharField("skäl", max_length=1000, blank=True)
    handed_over_to = models.CharField("överlämnad till", max_length=160, blank=True)
    responsible = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ansvarig"
    )
    partners = models.CharField("samverkansparter", max_length=300, blank=True)
    planned_start = models.DateField("planerad start", null=True, blank=True)
    planned_end = models.DateField("planerat slut", null=True, blank=True)
    started_on = models.DateField("började", null=True, blank=True)
    ended_on = models.DateField("slutade", null=True, blank=True)
    target = models.CharField("mål", max_length=500, blank=True)
    outcome = models.CharField("utfall", max_length=1000, blank=True)
    favours_single_company = models.BooleanField("riktas till ett enskilt företag", default=False)
    exceptional_reasons = models.TextField("synnerliga skäl", blank=True)
    judged_by = models.CharField("bedömt av", max_length=160, blank=True)
    judged_on = models.DateField("bedömt den", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[MeasureQuerySet] = MeasureQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("measure", "group", MeasureGroup),
            known_value("measure", "state", State),
            ends_after_start("measure", "planned_start", "planned_end"),
            ends_after_start("measure", "started_on", "ended_on"),
            models.CheckConstraint(
                condition=Q(favours_single_company=False)
                | (~Q(exceptional_reasons="") & ~Q(judged_by="") & Q(judged_on__isnull=False)),
                name="measure_for_one_company_has_its_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(state="CANCELLED") | ~Q(state_reason=""),
                name="measure_cancelled_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="HANDED_OVER") | ~Q(handed_over_to=""),
                name="measure_handed_over_says_to_whom",
            ),
        ]
        indexes = [models.Index(fields=["case", "position"], name="measure_in_plan_order")]

    def __str__(self) -> str:
        return self.title


class MainActivityQuerySet(QuerySet["MainActivity"]):
    """Main activities by who may see them, in order."""

    def visible_to(self, user: "User | AnonymousUser") -> "MainActivityQuerySet":
        return self.filter(measure__in=Measure.objects.visible_to(user))

    def in_order(self) -> "MainActivityQuerySet":
        return self.order_by("measure__position", "measure_id", "number")


class MainActivity(AuditedModel):
    """A *huvudaktivitet*: numbered 1, 2, 3 … within its measure, and gathering log entries."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="main_activities")
    number = models.PositiveSmallIntegerField()
    title = models.CharField("huvudaktivitet", max_length=160)
    responsible = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ansvarig"
    )
    planned_start = models.DateField("planerad start", null=True, blank=True)
    planned_end = models.DateField("planerat slut", null=True, blank=True)
    done_on = models.DateField("klar", null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[MainActivityQuerySet] = MainActivityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "number"],
                name="main_activity_number_is_unique_in_its_measure",
                deferrable=models.Deferrable.DEFERRED,
            ),
            ends_after_start("main_activity", "planned_start", "planned_end"),
            both_or_neither("main_activity", "done_on", "done_by"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
