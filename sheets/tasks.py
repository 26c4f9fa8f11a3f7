"""What the worker does about files: forgets those that have been kept for a day."""

from procrastinate.contrib.django import app

from sheets import tidying


@app.periodic(cron="41 * * * *")
@app.task(name="drop_staged_files", queueing_lock="drop_staged_files")
def drop_staged_files(timestamp: int) -> None:
    """Each hour."""
    tidying.drop_expired()
