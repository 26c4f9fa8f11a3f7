"""Frozen dataclasses to canonical JSON and back, with every type checked on the way in."""

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

# The member that says which of several dataclasses an object is. No field may have this name.
TAG = "block"


class NotFrozen(ValueError):
    """The data do not have the shape that the dataclass promises; the message names the place."""


def canonical(data: Any) -> str:
    """JSON text that is the same for the same data: sorted keys, UTF-8 as it is, one line end."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"


def thaw(value: Any) -> Any:
    """Turn a frozen dataclass into plain JSON data."""
    if is_dataclass(value) and not isinstance(value, type):
        # A field that was added later says nothing while it is empty, so that older data keep their bytes.
        silent = getattr(type(value), "SILENT", ())
        plain = {
            field.name: thaw(getattr(value, field.name))
            for field in fields(value)
            if field.name not in silent or getattr(value, field.name) is not None
        }
        if tag := getattr(type(value), "TAG", None):
            plain[TAG] = tag
        return plain
    if isinstance(value, tuple):
        return [thaw(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value


def freeze(kind: Any, data: Any, where: str = "report") -> Any:
    """Build a value of type `kind` from plain JSON data. Raises NotFrozen if anything differs."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _freeze_union(get_args(kind), data, where)
    if origin is tuple:
        return _freeze_tuple(get_args(kind), data, where)
    if is_dataclass(kind):
        return _freeze_dataclass(kind, data, where)
    if isinstance(kind, type) and issubclass(kind, Enum | date):
        return _freeze_scalar(kind, data, where)
    # bool is an int in Python, but not here.
    if type(data) is not kind:
        raise NotFrozen(f"{where}: expected {kind.__name__}, got {type(data).__name__}")
    return data


def _freeze_scalar(kind: Any, data: Any, where: str) -> Any:
    if not isinstance(data, str):
        raise NotFrozen(f"{where}: expected text, got {type(data).__name__}")
    try:
        return kind.fromisoformat(data) if issubclass(kind, date) else kind(data)
    except ValueError as error:
        raise NotFrozen(f"{where}: {error}") from error


def _freeze_tuple(args: tuple[Any, ...], data: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        raise NotFrozen(f"{where}: expected a list, got {type(data).__name__}")
    return tuple(freeze(args[0], item, f"{where}[{i}]") for i, item in enumerate(data))


def _freeze_union(kinds: tuple[Any, ...], data: Any, where: str) -> Any:
    if data is None and type(None) in kinds:
        return None
    rest = [kind for kind in kinds if kind is not type(None)]
    if len(rest) == 1:
        return freeze(rest[0], data, where)
    tag = data.get(TAG) if isinstance(data, Mapping) else None
    for kind in rest:
        if tag is not None and getattr(kind, "TAG", None) == tag:
            return freeze(kind, data, where)
    raise NotFrozen(f"{where}: unknown block {tag!r}")


def _freeze_dataclass(kind: Any, data: Any, where: str) -> Any:
    if not isinstance(data, Mapping):
        raise NotFrozen(f"{where}: expected an object, got {type(data).__name__}")
    tag = getattr(kind, "TAG", None)
    if data.get(TAG) != tag:
        raise NotFrozen(f"{where}: expected block {tag!r}, got {data.get(TAG)!r}")
    hints = get_type_hints(kind)
    names = {field.name for field in fields(kind)}
    if unknown := set(data) - names - {TAG}:
        raise NotFrozen(f"{where}: unknown members {sorted(unknown)}")
    # A report that was issued before a field was added has the field's default.
    if missing := names - set(data) - set(getattr(kind, "ADDED", ())):
        raise NotFrozen(f"{where}: missing members {sorted(missing)}")
    held = names & set(data)
    return kind(**{name: freeze(hints[name], data[name], f"{where}.{name}") for name in held})
