"""What is written to the log in production: JSON lines without personal data or case numbers.

A line names the page (`cases:page`), never the address, for addresses hold case numbers and words
that somebody searched for. Whatever text comes with a message is left out, numbers are kept; of an
error its kind and the places in the code, never its words, which may quote what somebody wrote
(docs/decisions/0026).
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

# Whoever knows a calendar's address may read it (figures.feed_views).
_SECRET_IN_ADDRESS = re.compile(r"(/kalender/)[^\s\"'<>?]+")

request_id: ContextVar[str] = ContextVar("request_id", default="")

LEFT_OUT = "…"
_GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
# What our own lines may say besides the message; all of it names code, or is a number.
FACTS = ("page", "method", "status", "ms", "queries", "database_ms", "sql")


def new_request_id(given: str) -> str:
    """The id that the proxy gave the request, if it looks like one, else a new one."""
    return given if _GIVEN_ID.fullmatch(given) else uuid4().hex


class JsonFormatter(logging.Formatter):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        if identity := request_id.get():
            line["request"] = identity
        line |= {name: getattr(record, name) for name in FACTS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = list(_chain(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    """The message as the programmer wrote it, with the numbers that were laid into it."""
    text = str(record.msg)
    if not record.args:
        return text
    if isinstance(record.args, dict):
        values: Any = {key: _number_or_nothing(value) for key, value in record.args.items()}
    else:
        values = tuple(_number_or_nothing(value) for value in record.args or ())
    try:
        form = re.sub(r"%(?:\((\w+)\))?[-#0-9. ]*[sdrfix]", r"%(\1)s", text)
        return str(form.replace("%()s", "%s") % values)
    except (TypeError, ValueError, KeyError):
        return LEFT_OUT


def _number_or_nothing(value: Any) -> Any:
    return value if isinstance(value, int | float) else LEFT_OUT


def _chain(error: BaseException | None) -> Iterator[dict[str, Any]]:
    """The error and what it came from: kinds and places, no words."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield {
            "kind": f"{type(error).__module__}.{type(error).__qualname__}",
            "places": [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            ],
        }
        error = error.__cause__ or error.__context__


# --- On one's own machine ----------------------------------------------------------------------


def without_secrets(text: str) -> str:
    """The text with each secret part of an address taken out."""
    return _SECRET_IN_ADDRESS.sub(r"\1…", text)


class SecretlessFormatter(logging.Formatter):
    """Formats as usual, then takes out the secrets, those in tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))
