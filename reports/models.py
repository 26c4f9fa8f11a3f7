"""Issued reports: frozen data, the PDF beside it, and a diary number given later."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Concat

from accounts.models import Organisation, User
from cases.models import Case, Group
from core.models import AppendOnlyModel, QuerySet, ends_after_start, known_value
from logbook.models import LogClock, LogEntry
from reports.model import Kind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class IssuedQuerySet(QuerySet["Issued"]):
    """Issued reports by who may read them."""

    def visible_to(self, user: "User | AnonymousUser") -> "IssuedQuerySet":
        """Reports of visible cases, for those inside the case: a report has one audience.

        In a restricted case every named reader is inside.
        """
        return self.filter(case__in=Case.objects.seen_from_inside_by(user))


class Issued(AppendOnlyModel):
    """A report as it was issued: its data never changes, whatever happens to the case."""

    erasable = ("data", "replaced_because")

    case = models.ForeignKey(Case, models.PROTECT, related_name="reports")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.GeneratedField(
        expression=Concat(
            Cast("year", models.CharField()), models.Value(":"), Cast("serial", models.CharField())
        ),
        output_field=models.CharField(max_length=12),
        db_persist=True,
    )
    kind = models.CharField(
        "rapporttyp", max_length=20, choices=[(kind.value, kind.label) for kind in Kind]
    )
    title = models.CharField("rubrik", max_length=250)
    recipient = models.CharField("mottagare", max_length=160, blank=True)
    period_from = models.DateField("period från")
    period_to = models.DateField("period till")
    stop_on = models.DateField("stoppdatum")
    data = models.TextField()
    data_sha256 = models.CharField(max_length=64)
    # A report is withdrawn only by a new one that says so.
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name="ersätter"
    )
    replaced_because = models.CharField("skäl till att den ersätts", max_length=500, blank=True)
    issued_at = models.DateTimeField(db_default=LogClock(), editable=False)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[IssuedQuerySet] = IssuedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("issued", "kind", Kind),
            ends_after_start("issued", "period_from", "period_to"),
            models.CheckConstraint(
                condition=Q(replaces__isnull=False) | Q(replaced_because=""),
                name="issued_gives_a_reason_only_when_it_replaces",
            ),
            models.UniqueConstraint(
                fields=["organisation", "year", "serial"], name="issued_number_is_unique"
            ),
        ]
        indexes = [models.Index(fields=["case", "-id"], name="issued_newest_in_case")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class AdoptedPlanQuerySet(QuerySet["AdoptedPlan"]):
    """Adopted plans by who may read them."""

    def visible_to(self, user: "User | AnonymousUser") -> "AdoptedPlanQuerySet":
        """Those of visible cases, for those inside: a plan tells of money and of who pays."""
        return self.filter(case__in=Case.objects.seen_from_inside_by(user))

    def newest_first(self) -> "AdoptedPlanQuerySet":
        """The one that counts comes first: the latest adopted, of the same day the latest noted."""
        return self.order_by("-adopted_on", "-id")


class AdoptedPlan(AppendOnlyModel):
    """A *genomförandeplan* as it read when a body adopted it. It never changes; a new one follows it.

    `data` is a reports.plan.Plan as canonical JSON. `body` names who adopted it as it was called then.
    """

    erasable = ("data",)

    case = models.ForeignKey(Case, models.PROTECT, related_name="adopted_plans")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    adopted_on = models.DateField("antagen den")
    body = models.CharField("antagen av", max_length=160)
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+")
    diary_number = models.CharField("diarienummer", max_length=40, blank=True)
    measures = models.PositiveIntegerField()
    data = models.TextField()
    data_sha256 = models.CharField(max_length=64)
    noted_at = models.DateTimeField(db_default=LogClock(), editable=False)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[AdoptedPlanQuerySet] = AdoptedPlanQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="adopted_plan_says_by_whom"),
            models.CheckConstraint(condition=Q(measures__gte=1), name="adopted_plan_has_a_measure"),
        ]
        indexes = [models.Index(fields=["case", "-adopted_on", "-id"], name="adopted_plan_newest")]

    def __str__(self) -> str:
        return f"{self.adopted_on} {self.body}"


class ReportFile(AppendOnlyModel):
    """The PDF of an issued report, kept in the database so that both are stored or neither."""

    erasable = ("content",)

    report = models.OneToOneField(Issued, models.PROTECT, related_name="file")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class ReportedEntry(AppendOnlyModel):
    """A wording of a log entry that an issued report tells."""

    report = models.ForeignKey(Issued, models.PROTECT, related_name="entries")
    log_entry = models.ForeignKey(LogEntry, models.PROTECT, related_name="reported")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["log_entry", "report"], name="reported_entry_is_told_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.log_entry_id} in {self.report_id}"


class DiaryNumber(AppendOnlyModel):
    """A diary number given to a report after it was issued; the newest one counts."""

    report = models.ForeignKey(Issued, models.PROTECT, related_name="diary_numbers")
    diary_number = models.CharField("diarienummer", max_length=40)
    given_at = models.DateTimeField(db_default=LogClock(), editable=False)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.diary_number
