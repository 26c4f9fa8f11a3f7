"""A server that dies in the middle of an action: before its first write, its second, and so on."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection

from core.models import AppendOnlyModel, AuditedModel, OnceKey

MOST_WRITES = 60


class ServerKilledError(Exception):
    """Stands for the server dying."""


def stored() -> dict[str, int]:
    """How many rows there are of everything that an action may write."""
    kinds = (AppendOnlyModel, AuditedModel, OnceKey)
    models = [model for model in apps.get_models() if issubclass(model, kinds)]
    return {model._meta.db_table: model._default_manager.count() for model in models}


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
            assert allowed >= 2, "the action writes and logs"
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
