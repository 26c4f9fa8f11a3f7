"""Where the files of packages lie: a part of the file storage of their own, which no backup needs."""

import logging
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import IO

from django.core.files import File
from django.core.files.storage import Storage, storages

logger = logging.getLogger(__name__)


class Unavailable(Exception):
    """The file cannot be fetched: it is lost, or the store does not answer."""


def store() -> Storage:
    return storages["archives"]


def put(package: int, content: IO[bytes]) -> str:
    """Store a package's file, read from its start; gives its key, which nobody can guess."""
    content.seek(0)
    return store().save(f"{package}-{uuid.uuid4().hex}.zip", File(content))


def fetch(key: str) -> "File[bytes]":
    """The file, open for reading. Raises Unavailable."""
    try:
        return store().open(key)
    except Exception as error:
        logger.exception("A package cannot be fetched: %s", key)
        raise Unavailable from error


def take_away(key: str) -> None:
    """Remove a file; a store that is down leaves it to the sweep."""
    try:
        store().delete(key)
    except Exception:
        logger.exception("A package stays in the store until it is swept: %s", key)


def keys(*, before: datetime) -> Iterator[str]:
    """What was put in the store before the moment."""
    try:
        names = store().listdir("")[1]
    except FileNotFoundError:
        return
    for name in names:
        try:
            if store().get_modified_time(name) < before:
                yield name
        except FileNotFoundError:
            continue
