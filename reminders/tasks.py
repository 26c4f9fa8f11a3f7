"""What the worker does about reminders: each working morning it plans the day's digests, and sends them."""

from django.utils import timezone
from procrastinate.contrib.django import app

from core.jobs import Progress, job
from reminders import digests


@job(digests.DIGEST_JOB, label="Påminnelse med e-post")
def send_digest(subject: int, progress: Progress) -> None:
    """Send the digest with id `subject`."""
    digests.send(subject, now=timezone.now())


@app.periodic(cron="10 5-9 * * 1-5")
@app.task(name="plan_digests", queueing_lock="plan_digests")
def plan_digests(timestamp: int) -> None:
    """Each hour of the morning, so that a worker that was away at six is no loss; each person once."""
    digests.plan(timezone.now())
