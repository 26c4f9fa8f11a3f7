"""What every table builds on, and the audit record that triggers write."""

from enum import Enum
from typing import Any, ClassVar

from django.db import models
from django.db.models import FETCH_PEERS, Q
from django.db.models.functions import Now


class AppendOnlyModel(models.Model):
    """Rows are added, never changed or deleted. The promise is kept by triggers (core.db.AppendOnly).

    `erasable` names the columns the erasure role may empty.
    """

    erasable: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True


class AuditedModel(models.Model):
    """Every change leaves a RowChange, written by a trigger (core.db.Audited)."""

    class Meta:
        abstract = True


class QuerySet[M: models.Model](models.QuerySet[M]):
    """The base of all our querysets: a relation not fetched is fetched for all rows at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fetch_mode = FETCH_PEERS


def label_of(model: type[models.Model], field: str) -> str:
    """What people call the field."""
    return str(getattr(model._meta.get_field(field), "verbose_name", field))


def known_value(model: str, field: str, choices: type[Enum]) -> models.CheckConstraint:
    """A CHECK that `field` holds one of `choices`; forms alone promise nothing."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [choice.value for choice in choices]}),
        name=f"{model}_{field}_is_known",
    )


def both_or_neither(model: str, *fields: str) -> models.CheckConstraint:
    """A CHECK that all of `fields` are set, or none."""
    all_set = Q(**{f"{field}__isnull": False for field in fields})
    none_set = Q(**{f"{field}__isnull": True for field in fields})
    return models.CheckConstraint(
        condition=all_set | none_set, name=f"{model}_{fields[0]}_is_paired"
    )


def ends_after_start(model: str, start: str, end: str) -> models.CheckConstraint:
    """A CHECK that a period does not end before it begins; either end may be open."""
    return models.CheckConstraint(
        condition=Q(**{f"{start}__isnull": True})
        | Q(**{f"{end}__isnull": True})
        | Q(**{f"{end}__gte": models.F(start)}),
        name=f"{model}_{end}_is_not_before_{start}",
    )


class Operation(models.TextChoices):
    """What happened to a row."""

    INSERT = "INSERT"
    UPDATE = "UPDATE"
    DELETE = "DELETE"


class RowChange(AppendOnlyModel):
    """One change of one audited row: who, when, what it was and what it became."""

    erasable = ("before", "after")

    table_name = models.CharField(max_length=63)
    row_id = models.CharField(max_length=40)
    operation = models.CharField(max_length=6, choices=Operation)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    actor_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            known_value("row_change", "operation", Operation),
        ]
        indexes = [models.Index(fields=["table_name", "row_id"], name="row_change_by_row")]

    def __str__(self) -> str:
        return f"{self.operation} {self.table_name} {self.row_id}"


class OnceKey(models.Model):
    """A form's one-time key that has been used, and the id of what it made."""

    actor_id = models.BigIntegerField()
    key = models.UUIDField()
    result = models.CharField(max_length=40, blank=True)
    used_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor_id", "key"], name="once_key_is_used_once")
        ]

    def __str__(self) -> str:
        return str(self.key)


class JobState(models.TextChoices):
    """How far a job has come."""

    WAITING = "WAITING", "väntar"
    RUNNING = "RUNNING", "pågår"
    DONE = "DONE", "klart"
    FAILED = "FAILED", "misslyckades"


class JobRunQuerySet(QuerySet["JobRun"]):
    """Jobs by how far they have come."""

    def unfinished(self) -> "JobRunQuerySet":
        return self.filter(state__in=[JobState.WAITING, JobState.RUNNING])

    def about(self, kind: str, subject: int) -> "JobRunQuerySet":
        return self.filter(kind=kind, subject=subject).order_by("-id")


class JobRun(models.Model):
    """Work done outside the request (core.jobs): what it is about and how far it has come.

    Holds ids and our own words, never content. `is_quiet` marks what concerns a case that is not
    public: no list shows it.
    """

    kind = models.CharField(max_length=40)
    subject = models.BigIntegerField()
    asked_by_id = models.BigIntegerField()
    is_quiet = models.BooleanField(default=False)
    state = models.CharField(max_length=7, choices=JobState, default=JobState.WAITING)
    stage = models.CharField(max_length=120, blank=True)
    step = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[JobRunQuerySet] = JobRunQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("job_run", "state", JobState),
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(state__in=["WAITING", "RUNNING"]),
                name="job_run_is_under_way_once",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "subject", "-id"], name="job_run_about"),
            models.Index(fields=["asked_by_id", "-id"], name="job_run_asked_by"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.state}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (JobState.WAITING, JobState.RUNNING)

    @property
    def has_failed(self) -> bool:
        return self.state == JobState.FAILED
