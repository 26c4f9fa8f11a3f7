"""The one door to the job queue: work that is done outside the request, once, by any worker.

`enqueue` joins the caller's transaction, so a job exists when what it is about does. A worker that
dies gives its job back (core.tasks.rescue), so the work of a job must bear being done again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from core.models import JobRun, JobState

MOST_ATTEMPTS = 3

logger = logging.getLogger(__name__)

# `progress(stage, step)`: what is being done, in words, and which step of the kind's `steps` it is.
Progress = Callable[[str, int], None]
Work = Callable[[int, Progress], None]


@dataclass(frozen=True)
class JobKind:
    """A kind of job. `work` is given the id of what it is about."""

    name: str
    label: str
    steps: int
    work: Work


class JobFailed(Exception):
    """The work cannot be done, and trying again will not help. `reason` is for the person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


KINDS: dict[str, JobKind] = {}


def job(name: str, *, label: str, steps: int = 1) -> Callable[[Work], Work]:
    """Register the work of a kind of job. `steps` is the number of steps that it tells of."""

    def register(work: Work) -> Work:
        KINDS[name] = JobKind(name, label, steps, work)
        return work

    return register


def enqueue(name: str, subject: int, *, asked_by: int, is_quiet: bool = False) -> None:
    """Ask for a job, in the transaction that is open. Asking again while it is under way does nothing.

    `subject` is the id of what the job is about, `asked_by` the id of the person.
    """
    from core.tasks import perform_job

    assert name in KINDS, name
    with transaction.atomic():
        if JobRun.objects.about(name, subject).unfinished().exists():
            return
        run = JobRun.objects.create(
            kind=name, subject=subject, asked_by_id=asked_by, is_quiet=is_quiet
        )
        perform_job.defer(run=run.pk)


def latest(name: str, subject: int) -> JobRun | None:
    """The latest job of that kind about `subject`. One query."""
    return JobRun.objects.about(name, subject).first()


def perform_now(name: str, subject: int) -> None:
    """Do a job that waits, without a worker: for commands that want the result at once."""
    if (run := latest(name, subject)) is not None:
        perform(run.pk)


def perform(run_id: int) -> None:
    """Do the job and keep the books. Raises what went wrong when it is worth trying again."""
    run = _begin(run_id)
    if run is None:
        return
    kind = KINDS[run.kind]

    def progress(stage: str, step: int) -> None:
        JobRun.objects.filter(pk=run.pk).update(stage=stage, step=step)

    try:
        kind.work(run.subject, progress)
    except JobFailed as failed:
        _end(run, JobState.FAILED, failed.reason)
    except Exception:
        logger.exception("job %s (%s) failed at attempt %s", run.pk, run.kind, run.attempts)
        if run.attempts >= MOST_ATTEMPTS:
            _end(run, JobState.FAILED, GAVE_UP)
            return
        JobRun.objects.filter(pk=run.pk).update(state=JobState.WAITING)
        raise
    else:
        _end(run, JobState.DONE)


def forget(age: timedelta) -> None:
    """Delete the books of jobs that ended longer ago than `age`."""
    ended = JobRun.objects.exclude(state__in=[JobState.WAITING, JobState.RUNNING])
    ended.filter(finished_at__lt=Now() - age).delete()


GAVE_UP = (
    f"Arbetet avbröts {MOST_ATTEMPTS} gånger. Försök igen, "
    "och kontakta den som sköter systemet om det händer på nytt."
)


def _begin(run_id: int) -> JobRun | None:
    """Take the job up; None when there is nothing left to do."""
    with transaction.atomic():
        run = JobRun.objects.select_for_update().filter(pk=run_id).first()
        if run is None or not run.is_under_way:
            return None
        if run.attempts >= MOST_ATTEMPTS:
            # Its workers died, most likely of it.
            _end(run, JobState.FAILED, GAVE_UP)
            return None
        JobRun.objects.filter(pk=run_id).update(
            state=JobState.RUNNING, attempts=F("attempts") + 1, started_at=Now()
        )
        run.attempts += 1
        return run


def _end(run: JobRun, state: JobState, reason: str = "") -> None:
    JobRun.objects.filter(pk=run.pk).update(
        state=state, reason=reason[:300], stage="", finished_at=Now()
    )
