"""Conditions that depend on a person alone, put into SQL once: building them costs more than asking.

Who sees what is asked by every query of every page. As Django's objects the condition is built,
copied and compiled anew each time, some milliseconds a piece; as text with the person's id filled
in, it is next to nothing (docs/decisions/0025).
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import BooleanField, F, Func

# Stands for the person while the condition is put into SQL; no row has it.
SOMEBODY = -7_160_914_321
_ALIAS = re.compile(r'"([A-Z]{1,3}\d+)"')
_ROW = "{row}"


class IsAmong(Func):
    """Whether a column is among the values of a subquery that does not look at the row.

    The values are gathered once, before anything else, and looked up by index. `IN` leaves it to
    the planner, which sometimes gathers them again for every row.
    """

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    conditional = True
    output_field = BooleanField()

    def __init__(self, column: str, values: models.QuerySet[Any]) -> None:
        super().__init__(F(column), ArraySubquery(values))


type Visible[Q: models.QuerySet[Any]] = Callable[[Q, Any], Q]


class PersonCondition(Func):
    """A compiled condition on the rows of one table, for one person."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, sql: str, params: tuple[Any, ...]) -> None:
        # The column gives the name that the table has in the query it stands in.
        super().__init__(F("pk"))
        self.sql, self.params = sql, params

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **kwargs: Any) -> Any:
        alias = cast("Any", self.get_source_expressions()[0]).alias
        return self.sql.replace(_ROW, compiler.quote_name(alias)), self.params

    def __repr__(self) -> str:
        return "PersonCondition()"


def compiled_once[Q: models.QuerySet[Any]](visible_to: Visible[Q]) -> Visible[Q]:
    """Make `visible_to(self, user)` compile its condition the first time and reuse it.

    The method filters by the person and by columns of its own table only, without joins; whoever
    is not logged in goes the plain way. `visible_to.plain` is the method as it was written.
    """
    kept: dict[type[models.Model], tuple[str, tuple[Any, ...]]] = {}

    @wraps(visible_to)
    def wrapper(self: Q, user: Any) -> Q:
        if not user.is_authenticated:
            return visible_to(self, user)
        if self.model not in kept:
            everything = self.model._default_manager.all().order_by()
            somebody = get_user_model()(pk=SOMEBODY)
            kept[self.model] = _compile(visible_to(cast("Q", everything), somebody))
        sql, params = kept[self.model]
        filled = tuple(user.pk if value == SOMEBODY else value for value in params)
        return self.filter(PersonCondition(sql, filled))

    wrapper.plain = visible_to  # type: ignore[attr-defined]
    return wrapper


def _compile(rows: models.QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    """The WHERE of the queryset, with a mark for the table's name and names of its own inside."""
    query = rows.query
    joined = [alias for alias, count in query.alias_refcount.items() if count]
    if len(joined) > 1:
        raise TypeError(f"visible_to of {rows.model.__name__} must not join other tables")
    table = rows.model._meta.db_table
    compiler = query.get_compiler(rows.db)
    sql, params = compiler.compile(query.where)
    # Inside the condition tables are called U0, V0 …, as they may be outside it as well.
    prefix = rows.model._meta.model_name
    return _ALIAS.sub(rf'"{prefix}_\1"', sql).replace(f'"{table}".', f"{_ROW}."), tuple(params)
