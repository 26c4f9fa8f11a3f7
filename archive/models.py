"""Packages for the archive: who asked for one, what it became, and when its file is thrown away."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Membership, Organisation, User
from accounts.permissions import CASE_READING_ROLES
from cases.models import Case
from core.models import AuditedModel, QuerySet, both_or_neither

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class PackageQuerySet(QuerySet["Package"]):
    """Packages by who may know of them, and by whether their file is there."""

    def visible_to(self, user: "User | AnonymousUser") -> "PackageQuerySet":
        """Those made for the person's own municipality, in cases that the person sees from inside.

        A package holds what its municipality has written as *Endast internt*; nobody else gets it.
        """
        mine = Membership.objects.active().filter(user=user.pk, role__in=CASE_READING_ROLES)
        return self.filter(
            organisation__in=mine.values("organisation"),
            case__in=Case.objects.seen_from_inside_by(user),
        )

    def kept(self) -> "PackageQuerySet":
        """Those whose file is in the store."""
        return self.exclude(key="")


class Package(AuditedModel):
    """A case as one ZIP file, made for one municipality. The row stays when the file is gone.

    `key` is where the file lies in the store, empty before it is made and after it is removed.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="packages")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    key = models.CharField(max_length=80, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    files = models.PositiveIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0)
    kept_until = models.DateField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[PackageQuerySet] = PackageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            both_or_neither("package", "removed_at", "removed_by"),
            models.CheckConstraint(
                condition=Q(key="")
                | Q(size__isnull=False, kept_until__isnull=False, removed_at=None) & ~Q(sha256=""),
                name="package_in_the_store_is_described",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-id"], name="package_newest_in_case"),
            models.Index(fields=["kept_until"], condition=~Q(key=""), name="package_to_throw_away"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def file_name(self) -> str:
        """A plain name that tells nothing of what the case is about: arkivpaket-2026-4817-nr-3.zip."""
        return f"{self.case.file_mark}arkivpaket-{self.case.number}-nr-{self.pk}.zip"

    @property
    def is_made(self) -> bool:
        return self.sha256 != ""

    @property
    def has_file(self) -> bool:
        return self.key != ""
