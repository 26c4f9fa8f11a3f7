"""The described schema of a package: the same facts as JSON Schema and as XSD, made from the columns."""

import json
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from archive.columns import BASE64, Column, columns_of
from archive.contents import ALL_PARTS, Part

FORMAT = "omstallning-arende"
# Goes up when a column gets another meaning or goes away.
VERSION = 1
NAMESPACE = f"urn:omstallning:arende:{VERSION}"

# What the package says of itself: name, type in the schemas, words.
ABOUT: tuple[tuple[str, str, str], ...] = (
    ("case_number", "string", "Ärendets nummer"),
    ("made_at", "date-time", "När uppgifterna lästes ur systemet"),
    ("made_for", "string", "Kommunen som paketet är gjort för"),
    ("ordered_by", "string", "Vem som begärde paketet"),
    ("whole_chain", "boolean", "Om loggens kedja av kontrollsummor finns med"),
)


def json_schema() -> str:
    """JSON Schema, draft 2020-12, of `arende.json`."""
    about = {name: _about_json(kind) | {"description": words} for name, kind, words in ABOUT}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": NAMESPACE,
        "title": "Ett ärende om omställning, med allt som hör till det",
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "package": _closed_object(about),
            **{
                part.table: {
                    "description": part.words,
                    "type": "array",
                    "items": {"$ref": f"#/$defs/{part.table}"},
                }
                for part in ALL_PARTS
            },
        },
        "required": ["format", "version", "package", *(part.table for part in ALL_PARTS)],
        "additionalProperties": False,
        "$defs": {part.table: _row_json(part) for part in ALL_PARTS},
    }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _about_json(kind: str) -> dict[str, Any]:
    return {"type": "string", "format": kind} if kind == "date-time" else {"type": kind}


def _closed_object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _row_json(part: Part) -> dict[str, Any]:
    return _closed_object({column.name: _column_json(column) for column in columns_of(part)})


def _column_json(column: Column) -> dict[str, Any]:
    schema = dict(column.sort.json_schema)
    if column.choices:
        schema["enum"] = [value for value, _ in column.choices]
    if column.is_nullable and "type" in schema:
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    return schema | {"description": _described(column)}


def _described(column: Column) -> str:
    """The words, what the column refers to, and what its codes mean."""
    words = f"{column.words}."
    if column.refers_to:
        words += f" Raden med det id:t i tabellen {column.refers_to}."
    if column.choices:
        words += " " + "; ".join(f"{value}: {label}" for value, label in column.choices) + "."
    return words


def xsd() -> str:
    """XML Schema 1.0 of `arende.xml`."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{NAMESPACE}"',
        f'  targetNamespace="{NAMESPACE}" elementFormDefault="qualified">',
        _COMMON_TYPES,
        '<xs:element name="arende"><xs:complexType><xs:sequence>',
        '<xs:element name="package"><xs:complexType><xs:sequence>',
        *(_about_xsd(*about) for about in ABOUT),
        "</xs:sequence></xs:complexType></xs:element>",
        *(
            f'<xs:element name="{part.table}">{_said(part.words)}<xs:complexType><xs:sequence>'
            f'<xs:element name="row" type="{part.table}-row" minOccurs="0" maxOccurs="unbounded"/>'
            "</xs:sequence></xs:complexType></xs:element>"
            for part in ALL_PARTS
        ),
        "</xs:sequence>",
        f'<xs:attribute name="format" type="xs:string" use="required" fixed="{FORMAT}"/>',
        f'<xs:attribute name="version" type="xs:integer" use="required" fixed="{VERSION}"/>',
        "</xs:complexType></xs:element>",
        *(_row_xsd(part) for part in ALL_PARTS),
        "</xs:schema>",
    ]
    return "\n".join(lines) + "\n"


_COMMON_TYPES = f"""<xs:complexType name="text"><xs:annotation><xs:documentation xml:lang="sv">Text. \
Tecken som XML inte kan hålla skrivs i base64 (UTF-8), och då säger attributet encoding det.\
</xs:documentation></xs:annotation><xs:simpleContent><xs:extension base="xs:string">\
<xs:attribute name="encoding"><xs:simpleType><xs:restriction base="xs:string">\
<xs:enumeration value="{BASE64}"/></xs:restriction></xs:simpleType></xs:attribute>\
</xs:extension></xs:simpleContent></xs:complexType>
<xs:simpleType name="uuid"><xs:restriction base="xs:string">\
<xs:pattern value="[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}"/></xs:restriction></xs:simpleType>"""


def _said(words: str) -> str:
    documentation = f'<xs:documentation xml:lang="sv">{escape(words)}</xs:documentation>'
    return f"<xs:annotation>{documentation}</xs:annotation>"


def _about_xsd(name: str, kind: str, words: str) -> str:
    types = {"string": "text", "boolean": "xs:boolean", "date-time": "xs:dateTime"}
    return f'<xs:element name="{name}" type="{types[kind]}">{_said(words)}</xs:element>'


def _row_xsd(part: Part) -> str:
    elements = "\n".join(_column_xsd(column) for column in columns_of(part))
    return (
        f'<xs:complexType name="{part.table}-row"><xs:sequence>\n{elements}\n'
        "</xs:sequence></xs:complexType>"
    )


def _column_xsd(column: Column) -> str:
    """An element for the column; one without a value is left out."""
    optional = ' minOccurs="0"' if column.is_nullable else ""
    said = _said(_described(column))
    if not column.choices:
        kind = column.sort.xsd_type
        return f'<xs:element name="{column.name}" type="{kind}"{optional}>{said}</xs:element>'
    base = column.sort.xsd_type.replace("text", "xs:string")
    values = "".join(
        f"<xs:enumeration value={quoteattr(str(value))}/>" for value, _ in column.choices
    )
    return (
        f'<xs:element name="{column.name}"{optional}>{said}<xs:simpleType>'
        f'<xs:restriction base="{base}">{values}</xs:restriction></xs:simpleType></xs:element>'
    )
