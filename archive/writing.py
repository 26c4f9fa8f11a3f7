"""The tables of a package as JSON and as XML, written row by row: nothing but the row is in memory."""

import json
from collections.abc import Mapping
from typing import IO, Any

from archive.columns import Column, xml_element, xml_text
from archive.contents import Part
from archive.schema import FORMAT, NAMESPACE, VERSION

Values = list[tuple[Column, Any]]


class JsonWriter:
    """Writes `arende.json`: begin, a table after the other with its rows, end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._between = ""

    def begin(self, about: Mapping[str, Any]) -> None:
        head = {"format": FORMAT, "version": VERSION, "package": dict(about)}
        self._write(json.dumps(head, ensure_ascii=False)[:-1])

    def begin_table(self, part: Part) -> None:
        self._write(f',\n"{part.table}": [')
        self._between = "\n"

    def row(self, values: Values) -> None:
        row = {
            column.name: None if value is None else column.sort.to_json(value)
            for column, value in values
        }
        self._write(self._between + json.dumps(row, ensure_ascii=False))
        self._between = ",\n"

    def end_table(self) -> None:
        self._write("]")

    def end(self) -> None:
        self._write("}\n")

    def _write(self, text: str) -> None:
        self._file.write(text.encode())


class XmlWriter:
    """Writes `arende.xml` in the same steps. A column without a value has no element."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._table = ""

    def begin(self, about: Mapping[str, Any]) -> None:
        said = "".join(
            xml_text(name, str(value).lower() if isinstance(value, bool) else str(value))
            for name, value in about.items()
        )
        self._write(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<arende xmlns="{NAMESPACE}" format="{FORMAT}" version="{VERSION}">\n'
            f"<package>{said}</package>\n"
        )

    def begin_table(self, part: Part) -> None:
        self._table = part.table
        self._write(f"<{part.table}>\n")

    def row(self, values: Values) -> None:
        elements = "".join(
            xml_element(column, value) for column, value in values if value is not None
        )
        self._write(f"<row>{elements}</row>\n")

    def end_table(self) -> None:
        self._write(f"</{self._table}>\n")

    def end(self) -> None:
        self._write("</arende>\n")

    def _write(self, text: str) -> None:
        self._file.write(text.encode())
