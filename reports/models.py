"""Issued reports with their files and diary numbers; drafts; what organisations settle for theirs."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast, Concat

from accounts.models import Membership, Organisation, User
from accounts.permissions import CASE_READING_ROLES, Role
from cases.models import Case, Group
from core.models import (
    AppendOnlyModel,
    AuditedModel,
    OnceKey,
    QuerySet,
    ends_after_start,
    known_value,
)
from logbook.models import LogClock, LogEntry
from reports.arrangement import Arrangement, Place, whole
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


class ReportDraftQuerySet(QuerySet["ReportDraft"]):
    """Drafts of reports: nobody but the writer ever reads one."""

    def visible_to(self, user: "User | AnonymousUser") -> "ReportDraftQuerySet":
        """A person's own, in cases the person is still inside of, whose report is not issued."""
        inside = Case.objects.seen_from_inside_by(user)
        return self.filter(~_page_is_used(), saved_by=user.pk, case__in=inside)

    def outlived(self, until: datetime) -> "ReportDraftQuerySet":
        """Those not gone on with since `until`, and those whose report has been issued."""
        return self.filter(Q(saved_at__lt=until) | Q(_page_is_used()))


def _page_is_used() -> Exists:
    """A draft may come in after the page it was written on was used to issue the report."""
    return Exists(OnceKey.objects.filter(actor_id=OuterRef("saved_by"), key=OuterRef("page")))


class ReportDraft(models.Model):
    """What a person has chosen and written for a report that is not issued: one per case and kind.

    No part of the record: neither audited nor reported, gone when the report is issued or the draft
    thrown away. `page` is the one-time key of the page that wrote it last, `version` counts up, so
    that two pages never write over each other.
    """

    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.label) for kind in Kind])
    replaces = models.ForeignKey(Issued, models.PROTECT, null=True, related_name="+")
    page = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    fields = models.JSONField()

    objects: ClassVar[ReportDraftQuerySet] = ReportDraftQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("report_draft", "kind", Kind),
            models.UniqueConstraint(
                fields=["saved_by", "case", "kind", "replaces"],
                nulls_distinct=False,
                name="report_draft_is_one_per_kind",
            ),
        ]

    def __str__(self) -> str:
        return str(self.page)


class ReportSettings(AuditedModel):
    """What an organisation has settled for its reports of one kind; each report may differ.

    `sections` are the sections in order: key, own heading, whether included (reports.arrangement).
    `decisions` and `decision_goes_to` have one on each line.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.label) for kind in Kind])
    sections = models.JSONField(default=list)
    decisions = models.TextField("stående förslag till beslut", blank=True)
    recipient = models.CharField("mottagare", max_length=160, blank=True)
    decision_goes_to = models.TextField("beslutet skickas till", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            known_value("report_settings", "kind", Kind),
            models.UniqueConstraint(
                fields=["organisation", "kind"], name="report_settings_are_one_per_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.kind}"

    @property
    def arrangement(self) -> Arrangement:
        """The sections in order, each once; what this release of the product does not know is left out."""
        return whole(Kind(self.kind), (Place(**place) for place in self.sections))


class ReportLogo(AppendOnlyModel):
    """An organisation's logo in its reports, as PNG; the newest counts, an empty one is none."""

    erasable = ("content", "alt_text")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    content = models.BinaryField(blank=True)
    alt_text = models.CharField("beskrivning", max_length=160, blank=True)
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField(db_default=LogClock(), editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="report_logo_newest")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.width}x{self.height}"
