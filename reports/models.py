"""Issued reports: frozen data, the PDF beside it, and a diary number given later."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Concat

from accounts.models import Membership, Organisation, User
from accounts.permissions import CASE_READING_ROLES, Role
from cases.models import Case
from core.models import AppendOnlyModel, QuerySet, ends_after_start, known_value
from logbook.models import LogClock, LogEntry
from reports.levels import Level
from reports.model import Kind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class IssuedQuerySet(QuerySet["Issued"]):
    """Issued reports by who may read them."""

    def visible_to(self, user: "User | AnonymousUser") -> "IssuedQuerySet":
        """Reports of visible cases, for those inside the case; a region's own for its coordinators.

        In a restricted case every named reader is inside. An internal report tells what is
        *Endast internt*, so it is read within the organisation that issued it alone.
        """
        mine = Membership.objects.active().filter(user=user.pk)
        own = mine.filter(role__in=CASE_READING_ROLES).values("organisation")
        coordinated = mine.filter(role=Role.COORDINATOR).values("organisation")
        return self.filter(
            Q(~Q(level=Level.INTERNAL) | Q(organisation__in=own))
            & Q(case__in=Case.objects.seen_from_inside_by(user))
            | Q(case=None, organisation__in=coordinated)
        )


class Issued(AppendOnlyModel):
    """A report as it was issued: its data never changes, whatever happens to the case.

    A county report is of a region and of no single case. A disclosure copy is a report too, made
    from the data of another one, with parts masked.
    """

    erasable = ("data", "replaced_because")

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="reports")
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
    level = models.CharField("nivå", max_length=8, choices=Level, default=Level.PUBLIC)
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
    copy_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="copies", verbose_name="kopia av"
    )
    decided_by = models.CharField("beslutat av", max_length=160, blank=True)
    issued_at = models.DateTimeField(db_default=LogClock(), editable=False)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[IssuedQuerySet] = IssuedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("issued", "kind", Kind),
            known_value("issued", "level", Level),
            ends_after_start("issued", "period_from", "period_to"),
            models.CheckConstraint(
                condition=Q(replaces__isnull=False) | Q(replaced_because=""),
                name="issued_gives_a_reason_only_when_it_replaces",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=True, kind=Kind.COUNTY_REPORT.value)
                | Q(~Q(kind=Kind.COUNTY_REPORT.value), case__isnull=False),
                name="issued_is_of_a_case_unless_of_a_county",
            ),
            models.CheckConstraint(
                condition=Q(copy_of=None, decided_by="")
                | Q(~Q(decided_by=""), copy_of__isnull=False, replaces=None),
                name="issued_copy_says_who_decided",
            ),
            models.UniqueConstraint(
                fields=["organisation", "year", "serial"], name="issued_number_is_unique"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-id"], name="issued_newest_in_case"),
            models.Index(
                fields=["organisation", "-id"],
                condition=Q(case=None),
                name="issued_newest_of_region",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


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
