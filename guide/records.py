"""Reads tables of a TOML file strictly: every field must be there, be right and be known."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Self

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class ContentError(Exception):
    """A file of the guide is not as it must be. The text names file, record and field."""


class Record:
    """One table. Fields are taken one by one; leaving the `with` block refuses what is left."""

    def __init__(self, where: str, fields: Mapping[str, Any]) -> None:
        self.where = where
        self._fields = dict(fields)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None and self._fields:
            raise self.error(f"unknown field {min(self._fields)!r}")

    def error(self, text: str) -> ContentError:
        """An error that says where it stands."""
        return ContentError(f"{self.where}: {text}")

    def text(self, name: str, *, default: str | None = None) -> str:
        """A string that is not empty (only its default may be)."""
        value: str = self._take(name, str, default)
        if value is not default and (not value or value != value.strip()):
            raise self.error(f"{name!r} is empty or has spaces around it")
        return value

    def slug(self, name: str, pattern: re.Pattern[str] = SLUG) -> str:
        """A key: a–z, digits and single hyphens."""
        value = self.text(name)
        if not pattern.fullmatch(value):
            raise self.error(f"{name!r} is {value!r} and does not match {pattern.pattern}")
        return value

    def url(self, name: str) -> str:
        """A web address."""
        value = self.text(name)
        if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", value):
            raise self.error(f"{name!r} is {value!r} and no web address")
        return value

    def number(self, name: str) -> int:
        """An integer."""
        value: int = self._take(name, int, None)
        if isinstance(value, bool):
            raise self.error(f"{name!r} must be int, is bool")
        return value

    def number_or_none(self, name: str) -> int | None:
        """An integer, or None when left out."""
        return self.number(name) if name in self._fields else None

    def flag(self, name: str) -> bool:
        """True or false; left out it is false."""
        return bool(self._take(name, bool, False))

    def day_or_none(self, name: str) -> date | None:
        """A day, or None when left out."""
        if name not in self._fields:
            return None
        value: date = self._take(name, date, None)
        if isinstance(value, datetime):
            raise self.error(f"{name!r} must be a day, is a moment")
        return value

    def choice_or_none[E: Enum](self, name: str, choices: type[E]) -> E | None:
        """A member of an enum, or None when left out."""
        return self.choice(name, choices) if name in self._fields else None

    def choice[E: Enum](self, name: str, choices: type[E], *, default: E | None = None) -> E:
        """A member of an enum, by its value."""
        if default is not None and name not in self._fields:
            return default
        value = self._take(name, (str, int), None)
        try:
            return choices(value)
        except ValueError:
            allowed = ", ".join(str(member.value) for member in choices)
            raise self.error(f"{name!r} is {value!r}, must be one of {allowed}") from None

    def choices[E: Enum](
        self, name: str, choices: type[E], *, default: tuple[E, ...] = ()
    ) -> tuple[E, ...]:
        """Several members of an enum, by their values; at least one unless there is a default."""
        values = self.texts(name, optional=bool(default))
        unknown = set(values) - {each.value for each in choices}
        if unknown or len(set(values)) < len(values):
            raise self.error(f"{name!r} is {list(values)!r}, which holds what is unknown or twice")
        return tuple(choices(value) for value in values) or default

    def texts(self, name: str, *, optional: bool = False) -> tuple[str, ...]:
        """A list of strings that are not empty; at least one unless optional."""
        values = self._take(name, list, [] if optional else None)
        if not optional and not values:
            raise self.error(f"{name!r} is an empty list")
        for value in values:
            if not isinstance(value, str) or not value.strip():
                raise self.error(f"{name!r} holds {value!r}, which is no text")
        return tuple(values)

    def records(self, name: str, *, optional: bool = False) -> Iterator["Record"]:
        """The tables of a list; at least one unless optional."""
        values = self._take(name, list, [] if optional else None)
        if not optional and not values:
            raise self.error(f"{name!r} is an empty list")
        for number, value in enumerate(values, start=1):
            if not isinstance(value, dict):
                raise self.error(f"{name!r} holds {value!r}, which is no table")
            label = next(
                (value[key] for key in ("key", "slug", "term", "title") if key in value), ""
            )
            yield Record(f"{self.where}, {name} {number}" + (f" ({label})" if label else ""), value)

    def _take(self, name: str, kind: Any, default: Any) -> Any:
        """The field, taken out. Without a default (None) it must be there."""
        if name not in self._fields:
            if default is None:
                raise self.error(f"{name!r} is missing")
            return default
        value = self._fields.pop(name)
        if not isinstance(value, kind):
            raise self.error(f"{name!r} must be {_name(kind)}, is {type(value).__name__}")
        return value


def read(path: Path) -> Record:
    """A whole file as one record."""
    try:
        with path.open("rb") as file:
            return Record(path.name, tomllib.load(file))
    except FileNotFoundError:
        raise ContentError(f"{path.name}: the file is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(f"{path.name}: {error}") from error


def _name(kind: Any) -> str:
    kinds = kind if isinstance(kind, tuple) else (kind,)
    return " or ".join(k.__name__ for k in kinds)
