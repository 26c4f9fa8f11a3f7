"""Sets the log's clock back, so that demo and load data can be recorded "then"."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

CLOCK_SETTING = "omstallning.clock"


@contextmanager
def recorded_at(moment: datetime) -> Iterator[None]:
    """Let the log's clock (core.db) say `moment` until the block ends.

    Only the owner role is believed; for the serving role the clock stays the database's own.
    Opens a transaction. A failing block rolls back, and the setting with it.
    """
    with transaction.atomic():
        previous = _exchange(moment.isoformat())
        yield
        _exchange(previous)


def _exchange(value: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting(%s, true), ''), set_config(%s, %s, true)",
            [CLOCK_SETTING, CLOCK_SETTING, value],
        )
        row = cursor.fetchone()
    assert row is not None
    return str(row[0])
