"""What the worker does about packages: makes them, and each night throws away those kept long enough."""

import hashlib
from typing import IO

from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.queries import system_user
from archive import actions, queries, storing, tidying
from archive.files import CHUNK
from archive.making import STAGES, make_package, temporary
from core.jobs import JobFailed, Progress, job
from reports.render import RenderFailed

NO_PDF = (
    "Loggboken kunde inte bli en PDF som går att arkivera. "
    "Felet är antecknat; kontakta den som sköter systemet."
)
NO_LONGER = "Den som begärde paketet får inte längre läsa ärendet."


@job(actions.PACKAGE_JOB, label="Arkivpaket", steps=len(STAGES))
def make(subject: int, progress: Progress) -> None:
    """Make and keep the package with id `subject`; nothing when it is there already."""
    package = queries.to_make(subject)
    if package is None:
        return
    if not queries.may_still(package):
        raise JobFailed(NO_LONGER)
    with temporary() as file:
        try:
            made = make_package(package, file, at=timezone.now(), progress=progress)
        except RenderFailed as failed:
            raise JobFailed(NO_PDF) from failed
        progress(STAGES[-1], len(STAGES))
        size, sha256 = _measured(file)
        key = storing.put(package.pk, file)
    was_first = actions.keep_package(
        package=package,
        key=key,
        size=size,
        sha256=sha256,
        files=made.files,
        faults=len(made.faults),
        actor=system_user(),
        at=timezone.now(),
    )
    if not was_first:
        storing.take_away(key)


def _measured(file: IO[bytes]) -> tuple[int, str]:
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := file.read(CHUNK):
        digest.update(piece)
        size += len(piece)
    return size, digest.hexdigest()


@app.periodic(cron="40 2 * * *")
@app.task(name="tidy_packages", queueing_lock="tidy_packages")
def tidy_packages(timestamp: int) -> None:
    """Each night."""
    now = timezone.now()
    tidying.drop_expired(actor=system_user(), at=now)
    tidying.sweep_store(at=now)
