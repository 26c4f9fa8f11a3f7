"""A server that dies in the middle of an action: before its first write, its second, and so on."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection

MOST_WRITES = 60


class ServerKilledError(Exception):
    """Stands for the server dying."""


def stored() -> dict[str, str]:
    """A digest of every table's rows."""
    tables = [model._meta.db_table for model in apps.get_models()]
    with connection.cursor() as cursor:
        parts = [
            f"SELECT '{table}', md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table} t"
            for table in tables
        ]
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())


def assert_all_or_nothing(attempt: Callable[[], object]) -> None:
    """Let one more write through each time until the action comes to its end; nothing before counts."""
    before = stored()
    for allowed in range(MOST_WRITES):
        try:
            with connection.execute_wrapper(killing_after(allowed)):
                attempt()
        except ServerKilledError:
            assert stored() == before, f"killed at write {allowed + 1}"
        else:
            assert allowed >= 1, "the action writes"
            assert stored() != before
            return
    raise AssertionError("the action never came to its end")


def killing_after(allowed: int) -> Callable[..., Any]:
    """A wrapper round the database that lets `allowed` writes through."""
    left = [allowed]

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            if left[0] == 0:
                raise ServerKilledError
            left[0] -= 1
        return run(sql, params, many, context)

    return execute
