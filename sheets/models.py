"""A file that somebody is about to take entries from, kept between the steps and never longer than a day."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Now

from accounts.models import User
from cases.models import Case
from core.models import QuerySet
from sheets.reading.grid import Sheet, unpack

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

KEPT_FOR = timedelta(days=1)


class StagedFileQuerySet(QuerySet["StagedFile"]):
    """Staged files by whose they are and how old."""

    def visible_to(self, user: "User | AnonymousUser") -> "StagedFileQuerySet":
        """The person's own, in cases still visible, for a day."""
        return self.filter(
            staged_by=user.pk,
            staged_at__gt=Now() - KEPT_FOR,
            case__in=Case.objects.visible_to(user),
        )

    def expired(self) -> "StagedFileQuerySet":
        return self.filter(staged_at__lte=Now() - KEPT_FOR)


class StagedFile(models.Model):
    """The cells of a chosen file and what has been said of its columns, for one person in one case.

    Neither audited nor append-only: it is working material, and must leave no copy behind.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=160)
    cells = models.BinaryField()  # sheets.reading.grid.pack
    matching = models.JSONField(default=dict)  # sheets.matching.Matching; empty before step 2
    taken = models.JSONField(default=list)  # numbers of the sheets that have been saved
    staged_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    staged_at = models.DateTimeField(db_default=Now())

    objects = StagedFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "staged_by"], name="staged_file_is_one_per_person_and_case"
            )
        ]
        indexes = [models.Index(fields=["staged_at"], name="staged_file_oldest_first")]

    def __str__(self) -> str:
        return f"{self.file_name} in {self.case_id}"

    def sheets(self) -> list[Sheet]:
        """The tables of the file."""
        return unpack(bytes(self.cells))
