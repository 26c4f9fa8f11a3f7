"""The columns that a log entry is found by, as expressions the database keeps up to date.

What everyone who sees a row may find it by stands in `search` (words with weights) and
`search_text` (lower case, for what stands inside other words). Next steps are for insiders only
(product.md, decision 4), so they have columns of their own: no outsider's search touches them.
"""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.expressions import Combinable, Expression
from django.db.models.functions import Cast, Concat, Lower

CONFIG = "swedish"
COLUMNS = ("search", "search_text", "search_step", "search_step_text")
_BETWEEN = Value("\n")


def _composed(source: Combinable) -> Func:
    """The text with one form of each letter: files from a Mac bring "ä" as two."""
    return Func(source, function="normalize", output_field=models.TextField())


def _file_names() -> Cast:
    """The names of an entry's files: details is {"attachments": [{"name": …}, …]}."""
    names = Func(
        F("details"),
        Value("$.attachments[*].name"),
        function="jsonb_path_query_array",
        output_field=models.JSONField(),
    )
    return Cast(names, models.TextField())


def _file_words() -> Func:
    """The same with the parts of "AF_avtal-2026.pdf" as words."""
    return Func(
        _file_names(),
        Value("_-./"),
        Value("    "),
        function="translate",
        output_field=models.TextField(),
    )


def _words(source: Combinable, **options: str) -> SearchVector:
    return SearchVector(_composed(source), config=CONFIG, **options)


def _column(expression: Expression, field: models.Field) -> models.GeneratedField:  # type: ignore[type-arg]
    return models.GeneratedField(expression=expression, output_field=field, db_persist=True)


def open_words() -> models.GeneratedField:
    return _column(
        _words(F("what"), weight="A")
        + _words(F("result"), weight="B")
        + _words(F("participants"), weight="C")
        + _words(_file_words(), weight="C"),
        SearchVectorField(),
    )


def open_text() -> models.GeneratedField:
    text = Concat(
        "what",
        _BETWEEN,
        "result",
        _BETWEEN,
        "participants",
        _BETWEEN,
        _file_names(),
        output_field=models.TextField(),
    )
    return _column(_composed(Lower(text)), models.TextField())


def step_words() -> models.GeneratedField:
    return _column(_words(F("next_step")), SearchVectorField())


def step_text() -> models.GeneratedField:
    return _column(_composed(Lower(F("next_step"))), models.TextField())


# A next step that is told; only such rows stand in the indexes of next steps.
HAS_STEP = ~Q(next_step="")


def indexes() -> list[GinIndex]:
    """Without a list of pending rows: a search costs the same the minute after an import."""
    trigrams = ["gin_trgm_ops"]
    kept: dict[str, Any] = {"fastupdate": False}
    steps = kept | {"condition": HAS_STEP}
    return [
        GinIndex(fields=["search"], name="log_entry_search", **kept),
        GinIndex(fields=["search_text"], opclasses=trigrams, name="log_entry_search_text", **kept),
        GinIndex(fields=["search_step"], name="log_entry_search_step", **steps),
        GinIndex(
            fields=["search_step_text"],
            opclasses=trigrams,
            name="log_entry_search_step_text",
            **steps,
        ),
    ]
