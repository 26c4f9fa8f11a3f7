"""The yearly self-assessment of a case: grades with reasons, and the measures that came of them."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Membership, User
from accounts.permissions import CASE_READING_ROLES
from cases.models import Case, Participant, still_active
from core.models import AppendOnlyModel, AuditedModel, QuerySet, both_or_neither, known_value
from figures.assessment_indicators import HIGHEST, LOWEST, SelfIndicator
from logbook.models import LogClock
from measures.models import Measure

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class SelfAssessmentQuerySet(QuerySet["SelfAssessment"]):
    """Assessments by who may read them."""

    def visible_to(self, user: "User | AnonymousUser") -> "SelfAssessmentQuerySet":
        """Those of visible cases, for those inside: a judgement of one's own work is no outsider's."""
        mine = Membership.objects.active().filter(user=user.pk, role__in=CASE_READING_ROLES)
        inside = Participant.objects.filter(
            still_active(), case=OuterRef("case"), organisation__in=mine.values("organisation")
        )
        return self.filter(
            Q(Exists(inside)) | Q(case__visibility="RESTRICTED"),
            case__in=Case.objects.visible_to(user),
        )


class SelfAssessment(AuditedModel):
    """How the group judges its work and what came of it, once a year. Fixed when it is agreed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="self_assessments")
    year = models.PositiveSmallIntegerField("år")
    version = models.PositiveIntegerField(default=1)
    agreed_on = models.DateField("dag", null=True, blank=True)
    participants = models.CharField("vilka som var med", max_length=500, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[SelfAssessmentQuerySet] = SelfAssessmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            both_or_neither("self_assessment", "agreed_at", "agreed_by", "agreed_on"),
            models.UniqueConstraint(fields=["case", "year"], name="self_assessment_is_once_a_year"),
            models.CheckConstraint(
                condition=Q(year__gte=1950, year__lte=2100),
                name="self_assessment_year_is_plausible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.year}"

    @property
    def is_agreed(self) -> bool:
        return self.agreed_at is not None


class SelfGradeQuerySet(QuerySet["SelfGrade"]):
    """Grades; the newest of each indicator is the one that counts."""

    def newest_of_each(self) -> "SelfGradeQuerySet":
        return self.order_by("assessment_id", "indicator", "-id").distinct(
            "assessment_id", "indicator"
        )


class SelfGrade(AppendOnlyModel):
    """A grade of one indicator with its reason, and what to do next year. A new one is a new row."""

    erasable = ("reason", "suggestion")

    assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="grades")
    indicator = models.CharField(max_length=16, choices=SelfIndicator)
    grade = models.PositiveSmallIntegerField("betyg", null=True, blank=True)
    reason = models.CharField("skäl", max_length=500, blank=True)
    suggestion = models.CharField("förslag", max_length=160, blank=True)
    given_at = models.DateTimeField(db_default=LogClock(), editable=False)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[SelfGradeQuerySet] = SelfGradeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("self_grade", "indicator", SelfIndicator),
            models.CheckConstraint(
                condition=Q(grade=None) | Q(grade__gte=LOWEST, grade__lte=HIGHEST),
                name="self_grade_is_on_the_scale",
            ),
        ]
        indexes = [
            models.Index(fields=["assessment", "indicator", "-id"], name="self_grade_newest")
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.grade}"


class SuggestedMeasure(AppendOnlyModel):
    """The measure that a suggestion became."""

    grade = models.OneToOneField(SelfGrade, models.PROTECT, related_name="became")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=LogClock(), editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.grade_id} became {self.measure_id}"
