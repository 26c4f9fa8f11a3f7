"""The frame round everything that changes something: one transaction, one named actor."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

from django.db import connection, transaction

from core.models import OnceKey

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User

P = ParamSpec("P")
R = TypeVar("R")

ACTOR_SETTING = "omstallning.actor"
# Who acts in the transaction that is under way; an action inside another need not say it again.
_acting: ContextVar[int | None] = ContextVar("acting", default=None)


class Refused(Exception):
    """The rules say no. `reasons` are sentences for the person who asked."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class AlreadyDone(Exception):
    """The form's one-time key has been used: a double click, Back, or a retry after bad network.

    `result` is the id of what the first time made.
    """

    def __init__(self, result: str) -> None:
        super().__init__("already done")
        self.result = result


def refuse_if(reasons: list[str]) -> None:
    """Raise Refused unless the rules had nothing to say."""
    if reasons:
        raise Refused(reasons)


class Conflict(Exception):
    """Somebody else changed the text first. `current` is the row as it stands now."""

    def __init__(self, current: object) -> None:
        super().__init__("changed by someone else")
        self.current = current


@contextmanager
def acting_as(actor: "User", *, once: "UUID | None" = None) -> Iterator[None]:
    """Tell PostgreSQL who acts, for the audit triggers, until the block ends.

    Opens a transaction. A failing block rolls back, and the setting with it. With `once`, the
    form's one-time key, raises AlreadyDone if it is used. One query; one more to give the word
    back to another, inside a transaction that goes on.
    """
    goes_on = connection.in_atomic_block
    with transaction.atomic():
        previous = _acting.get()
        token = _acting.set(actor.pk)
        try:
            if once:
                _claim(once, actor)
            elif previous != actor.pk:
                _tell(str(actor.pk))
            yield
            if goes_on and previous != actor.pk:
                _tell(str(previous or ""))
        finally:
            _acting.reset(token)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make `function` an action: all of it happens, in the name of `actor`, or none.

    The function takes keyword arguments only, among them `actor` (User) and `at` (datetime).
    If it takes `once` (the form's one-time key) the same key from the same actor does it once;
    later tries raise AlreadyDone. An action inside an action joins its transaction.
    """

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        if args:
            raise TypeError(f"{function.__name__} takes keyword arguments only")
        actor = cast("User", kwargs["actor"])
        once = cast("UUID | None", kwargs.get("once"))
        with acting_as(actor, once=once):
            result = function(*args, **kwargs)
            if once:
                OnceKey.objects.filter(actor_id=actor.pk, key=once).update(
                    result=str(getattr(result, "pk", ""))
                )
            return result

    wrapper.is_action = True  # type: ignore[attr-defined]
    return wrapper


def _claim(key: "UUID", actor: "User") -> None:
    """Take the key and say who acts, in one query. Waits for another try that is under way."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_oncekey (actor_id, key, result)"
            " VALUES (set_config(%s, %s, true)::bigint, %s, '')"
            " ON CONFLICT (actor_id, key) DO NOTHING",
            [ACTOR_SETTING, str(actor.pk), key],
        )
        if cursor.rowcount == 0:
            raise AlreadyDone(OnceKey.objects.get(actor_id=actor.pk, key=key).result)


def _tell(actor: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [ACTOR_SETTING, actor])
