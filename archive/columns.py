"""How a value of the database is written in JSON and in XML, and what a reader is told of it."""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models

from archive.contents import ALL_PARTS, CHAIN_FIELDS, Part
from archive.words import FIELD_WORDS

# XML 1.0 can hold nothing else than this.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_TO_ESCAPE = re.compile("[&<>\r]")
BASE64 = "base64"


@dataclass(frozen=True)
class Sort:
    """A sort of value: its type in both schemas, and how it is written."""

    json_schema: dict[str, Any]
    xsd_type: str
    to_json: Callable[[Any], Any] = lambda value: value
    to_xml: Callable[[Any], str] = str


def _hex(value: Any) -> str:
    return bytes(value).hex()


INTEGER = Sort({"type": "integer"}, "xs:integer")
BOOLEAN = Sort({"type": "boolean"}, "xs:boolean", to_xml=lambda value: "true" if value else "false")
TEXT = Sort({"type": "string"}, "text")
DATE = Sort(
    {"type": "string", "format": "date"},
    "xs:date",
    to_json=lambda value: value.isoformat(),
    to_xml=lambda value: str(value.isoformat()),
)
MOMENT = Sort(
    {"type": "string", "format": "date-time"},
    "xs:dateTime",
    to_json=lambda value: value.isoformat(),
    to_xml=lambda value: str(value.isoformat()),
)
DECIMAL = Sort(
    {"type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$"},
    "xs:decimal",
    to_json=lambda value: f"{value:f}",
    to_xml=lambda value: f"{value:f}",
)
UUID = Sort({"type": "string", "format": "uuid"}, "uuid", to_json=str)
BINARY = Sort({"type": "string", "pattern": "^([0-9a-f]{2})*$"}, "xs:hexBinary", _hex, _hex)
ANYTHING = Sort({}, "text", to_xml=lambda value: json.dumps(value, ensure_ascii=False))

LIST = Sort({"type": "array"}, "text", to_xml=ANYTHING.to_xml)

SORTS: dict[str, Sort] = {
    "BigAutoField": INTEGER,
    "BigIntegerField": INTEGER,
    "PositiveBigIntegerField": INTEGER,
    "PositiveIntegerField": INTEGER,
    "PositiveSmallIntegerField": INTEGER,
    "ForeignKey": INTEGER,
    "OneToOneField": INTEGER,
    "BooleanField": BOOLEAN,
    "CharField": TEXT,
    "TextField": TEXT,
    "DateField": DATE,
    "DateTimeField": MOMENT,
    "DecimalField": DECIMAL,
    "UUIDField": UUID,
    "BinaryField": BINARY,
    "JSONField": ANYTHING,
    "ArrayField": LIST,
}


@dataclass(frozen=True)
class Column:
    """One column of a table in the package. `field` is the model's; `is_file` gives it a path."""

    name: str
    words: str
    sort: Sort
    field: "models.Field[Any, Any]"
    is_file: bool
    is_nullable: bool
    refers_to: str
    choices: tuple[tuple[Any, str], ...]

    def value_in(self, row: models.Model) -> Any:
        return getattr(row, self.field.attname)


@cache
def columns_of(part: Part) -> tuple[Column, ...]:
    """The columns of a table, in the order of the model's fields."""
    return tuple(_column(part, field) for field in part.fields)


def _column(part: Part, field: "models.Field[Any, Any]") -> Column:
    is_file = field.name in part.files
    kind = getattr(field, "output_field", field).get_internal_type()
    return Column(
        name="file" if is_file else field.name,
        words=words_for(part, field),
        sort=TEXT if is_file else SORTS[kind],
        field=field,
        is_file=is_file,
        is_nullable=field.null or is_file or field.name in CHAIN_FIELDS,
        refers_to=_table_of(field.related_model) if field.is_relation else "",
        choices=() if is_file else tuple(field.flatchoices or ()),
    )


def words_for(part: Part, field: "models.Field[Any, Any]") -> str:
    """What the column holds, in Swedish: our own words, or else the field's. Raises KeyError."""
    own = FIELD_WORDS.get(f"{part.table}.{field.name}")
    if own:
        return own
    said = str(field.verbose_name)
    if said != field.name.replace("_", " ") and said != "ID":
        return said[:1].upper() + said[1:]
    return FIELD_WORDS[field.name]


def _table_of(model: Any) -> str:
    return next(part.table for part in ALL_PARTS if part.model is model)


def xml_element(column: Column, value: Any) -> str:
    """The value as an element; in base64, and saying so, when XML cannot hold its characters."""
    text = column.sort.to_xml(value)
    return xml_text(column.name, text)


def xml_text(name: str, text: str) -> str:
    if _NOT_IN_XML.search(text):
        coded = base64.b64encode(text.encode()).decode("ascii")
        return f'<{name} encoding="{BASE64}">{coded}</{name}>'
    return f"<{name}>{_TO_ESCAPE.sub(lambda sign: _ESCAPES[sign[0]], text)}</{name}>"
