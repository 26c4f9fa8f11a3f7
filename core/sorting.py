"""Swedish order on every PostgreSQL: a generated sort key, and the same key in Python."""

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Lower

# å, ä, ö come after z in the C collation as { | }; é and others sort as their base letter.
_FROM = "åäöéèüáàæøÅÄÖ"
_TO = "{|}eeyaa|}{|}"
_TABLE = str.maketrans(_FROM, _TO)


def swedish_sort_key(field: str) -> "models.GeneratedField":
    """A stored column that orders `field` as Swedish does, whatever the server's locale."""
    return models.GeneratedField(
        expression=Func(Lower(F(field)), Value(_FROM), Value(_TO), function="translate"),
        output_field=models.CharField(max_length=300, db_collation="C"),
        db_persist=True,
    )


def swedish_key(text: str) -> str:
    """The same order for lists in memory."""
    return text.lower().translate(_TABLE)
