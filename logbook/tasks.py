"""What the worker does about the logs: seals them each night."""

from django.utils import timezone
from procrastinate.contrib.django import app

from logbook import sealing


@app.periodic(cron="20 1 * * *")
@app.task(name="seal_log", queueing_lock="seal_log")
def seal_log(timestamp: int) -> None:
    """After the worker has been away the next night's seal covers all nights."""
    sealing.seal(timezone.now())
