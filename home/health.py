"""For machines: whether this process can do its work, part by part."""

import os
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.access import public


class NotReadyError(Exception):
    """A part does not work."""


@require_safe
@never_cache
@public(because="whoever watches the service has no account; it names the part that fails, no more")
def ready(request: HttpRequest) -> HttpResponseBase:
    """200 when every part works, else 503; says which part, and nothing of why."""
    found = {name: _works(check) for name, check in CHECKS.items()}
    status = 200 if all(found.values()) else 503
    words = {name: "ok" if works else "fails" for name, works in found.items()}
    return JsonResponse(words, status=status)


def _works(check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception:  # whatever it is, the part does not work
        return False
    return True


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations() -> None:
    """Every migration of this version has been run. A database that is ahead is no fault: see
    docs/operations.md on upgrades without a stop."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    if not _known_migrations() <= applied:
        raise NotReadyError


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """The migrations in the code; a replaced one counts as run when those it replaces are."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _storage() -> None:
    """Every place for files answers, and takes files where that can be told without writing."""
    for alias in settings.STORAGES:
        if alias == "staticfiles":
            continue
        storage = storages[alias]
        if isinstance(storage, FileSystemStorage):
            os.makedirs(storage.location, exist_ok=True)
            if not os.access(storage.location, os.W_OK | os.X_OK):
                raise NotReadyError
        else:
            storage.exists("healthz")


CHECKS: dict[str, Callable[[], None]] = {
    "database": _database,
    "migrations": _migrations,
    "storage": _storage,
}
