"""Questions to the database about packages: what a page lists, what a worker is to make."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from archive.models import Package, PackageQuerySet
from core.models import JobRun

KIND = "archive.package"


def is_under_way(packages: PackageQuerySet) -> bool:
    """Whether a worker has one of them in hand, or is to have. One query."""
    runs = JobRun.objects.unfinished().filter(kind=KIND, subject=OuterRef("pk"))
    return packages.filter(Exists(runs)).exists()


def to_make(pk: int) -> Package | None:
    """The package that is to be made; None when it is made already."""
    waiting = Package.objects.filter(sha256="").select_related("case", "organisation", "ordered_by")
    return waiting.filter(pk=pk).first()


def may_still(package: Package) -> bool:
    """Whether the one who asked for the package may still see it: rights may have ended since."""
    return Package.objects.visible_to(package.ordered_by).filter(pk=package.pk).exists()


@dataclass(frozen=True)
class PackageRow:
    """A package in a list, with how far its making has come."""

    package: Package
    run: JobRun | None

    @property
    def is_under_way(self) -> bool:
        return self.run is not None and self.run.is_under_way

    @property
    def has_failed(self) -> bool:
        return not self.package.is_made and not self.is_under_way


@dataclass(frozen=True)
class PackagePage:
    """Some packages, newest first, and the key of the next page, if there is more."""

    rows: list[PackageRow]
    next_key: str

    @property
    def is_waiting(self) -> bool:
        return any(row.is_under_way for row in self.rows)


def package_page(packages: PackageQuerySet, *, before: str, size: int) -> PackagePage:
    """The newest packages before the one with id `before`. Two queries."""
    if before.isdecimal() and len(before) < 18:
        packages = packages.filter(pk__lt=int(before))
    found = list(
        packages.select_related("case", "organisation", "ordered_by", "removed_by").order_by("-id")[
            : size + 1
        ]
    )
    shown = found[:size]
    runs = JobRun.objects.filter(kind=KIND, subject__in=[package.pk for package in shown])
    latest = {run.subject: run for run in runs.order_by("id")}
    rows = [PackageRow(package, latest.get(package.pk)) for package in shown]
    return PackagePage(rows, str(shown[-1].pk) if len(found) > size else "")
