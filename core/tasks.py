"""What the worker runs: our jobs, the rescue of jobs whose worker died, and tidying up."""

from datetime import timedelta

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from core import jobs

# Seconds without a sign of life after which a worker counts as dead.
DEAD_AFTER = 20
KEPT_DAYS = 30


@app.task(name="perform_job", retry=RetryStrategy(max_attempts=jobs.MOST_ATTEMPTS, linear_wait=5))
def perform_job(*, run: int) -> None:
    """Do one job (core.jobs.perform)."""
    jobs.perform(run)


@app.periodic(cron="*/20 * * * * *")
@app.task(name="rescue", queueing_lock="rescue")
async def rescue(timestamp: int = 0) -> None:
    """Give back the jobs of workers that died, so that others take them up."""
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER)
    for job in stalled:
        await app.job_manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(name="tidy_jobs", queueing_lock="tidy_jobs")
def tidy_jobs(timestamp: int) -> None:
    """Forget jobs that ended long ago."""
    jobs.forget(timedelta(days=KEPT_DAYS))
