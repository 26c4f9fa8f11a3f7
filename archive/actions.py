"""What people do with packages: ask for one, fetch it, remove its file; and the worker keeps it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts.models import User
from archive import rules, storing
from archive.models import Package
from archive.queries import KIND, is_under_way
from cases.models import Case
from core import jobs
from core.actions import action, refuse_if
from logbook.events import Event
from logbook.record import local_day, record, speaks_for

PACKAGE_JOB = KIND


@action
def order_package(*, case: Case, actor: User, at: datetime) -> Package:
    """Ask for a package of the case for the actor's municipality; a worker makes it.

    It is noted in the log before it is read, so the package tells of itself. Raises Refused.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    organisation = speaks_for(actor, case)
    theirs = Package.objects.filter(case=case, organisation=organisation)
    refuse_if(
        list(rules.blockers_to_order(under_way=is_under_way(theirs), kept=theirs.kept().count()))
    )
    package = Package.objects.create(
        case=case, organisation=organisation, ordered_at=at, ordered_by=actor
    )
    record(
        case=case,
        event=Event.ARCHIVE_ORDERED,
        actor=actor,
        at=at,
        name=actor.name,
        package=package.pk,
    )
    jobs.enqueue(PACKAGE_JOB, package.pk, asked_by=actor.pk, is_quiet=case.is_restricted)
    return package


@action
def keep_package(
    *,
    package: Package,
    key: str,
    size: int,
    sha256: str,
    files: int,
    faults: int,
    actor: User,
    at: datetime,
) -> bool:
    """Note where the file lies, and until when. False when another worker was first."""
    return bool(
        Package.objects.filter(pk=package.pk, sha256="").update(
            key=key,
            size=size,
            sha256=sha256,
            files=files,
            faults=faults,
            kept_until=local_day(at) + timedelta(days=settings.ARCHIVE_DAYS),
        )
    )


@action
def fetch_package(*, package: Package, actor: User, at: datetime) -> Package:
    """Note in the log that the actor fetches the file. Raises Refused when there is none."""
    package = Package.objects.select_related("case").get(pk=package.pk)
    refuse_if(list(rules.blockers_to_fetch(has_file=package.has_file, is_made=package.is_made)))
    record(
        case=package.case,
        event=Event.ARCHIVE_FETCHED,
        actor=actor,
        at=at,
        name=actor.name,
        package=package.pk,
    )
    return package


@action
def remove_package(*, package: Package, actor: User, at: datetime) -> None:
    """Throw the file away; the row stays and tells who asked for it and what its sum was.

    The store lets go of it when the removal is certain. Raises Refused.
    """
    package = Package.objects.select_for_update(no_key=True).get(pk=package.pk)
    refuse_if(list(rules.blockers_to_remove(has_file=package.has_file)))
    key = package.key
    Package.objects.filter(pk=package.pk).update(key="", removed_at=at, removed_by=actor)
    transaction.on_commit(lambda: storing.take_away(key))
