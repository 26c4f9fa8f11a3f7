"""Cleans up after packages: files kept long enough, and files that no row knows."""

from datetime import datetime, timedelta

from accounts.models import User
from archive import storing
from archive.actions import remove_package
from archive.models import Package
from logbook.record import local_day

# A worker that dies between storing and saving leaves a file; nobody needs a day to save.
LEFT_BEHIND = timedelta(days=1)


def drop_expired(*, actor: User, at: datetime) -> int:
    """Remove the files that have been kept until their day; how many."""
    expired = Package.objects.kept().filter(kept_until__lt=local_day(at))
    count = 0
    for package in expired.order_by("pk"):
        remove_package(package=package, actor=actor, at=at)
        count += 1
    return count


def sweep_store(*, at: datetime) -> int:
    """Take away old files that no row knows; how many."""
    known = set(Package.objects.kept().values_list("key", flat=True))
    unknown = [key for key in storing.keys(before=at - LEFT_BEHIND) if key not in known]
    for key in unknown:
        storing.take_away(key)
    return len(unknown)
