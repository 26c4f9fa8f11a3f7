"""The store of attached files: put in, fetch, take away. A private folder, or one that speaks S3."""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import Storage, storages

from core.actions import Refused

logger = logging.getLogger(__name__)

SMALL = "-small"
DOWN = "Filen kunde inte sparas just nu. Försök igen om en stund."


class Unavailable(Exception):
    """The file cannot be fetched: it is lost, or the store does not answer."""


def store() -> Storage:
    return storages["attachments"]


@contextmanager
def kept_if_saved(case_pk: int, content: BinaryIO, small: BinaryIO | None) -> Iterator[str]:
    """Put a file in the store and give its key; take it away again if the block fails.

    The block saves the row. Keys tell nothing: the case's id and a random part. What a dying
    process leaves behind is swept by manage.py tidy_files. Raises Refused when the store is down.
    """
    key = f"{case_pk}/{uuid.uuid4().hex}"
    try:
        try:
            store().save(key, File(content))
            if small:
                store().save(key + SMALL, File(small))
        except Exception as error:
            # A full disk, or whatever the network does to an S3 client.
            logger.exception("The store of attachments does not take files")
            raise Refused([DOWN]) from error
        yield key
    except BaseException:
        take_away(key)
        raise


def take_away(key: str) -> None:
    """Remove a file and its small picture; a store that is down leaves them to the sweep."""
    try:
        store().delete(key)
        store().delete(key + SMALL)
    except Exception:
        logger.exception("A file stays in the store until it is swept: %s", key)


def fetch(key: str, *, small: bool = False) -> "File[bytes]":
    """The file, open for reading. Raises Unavailable."""
    try:
        return store().open(key + SMALL if small else key)
    except Exception as error:
        logger.exception("An attached file cannot be fetched: %s", key)
        raise Unavailable from error


def keys_by_case(*, before: datetime) -> Iterator[tuple[str, set[str]]]:
    """For each case's part of the store, the keys of what was put there before the moment."""
    for folder in _listed("")[0]:
        names = {name.removesuffix(SMALL) for name in _listed(folder)[1]}
        old = {f"{folder}/{name}" for name in names if _is_older(f"{folder}/{name}", before)}
        yield folder, old


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return store().listdir(folder)
    except FileNotFoundError:
        return [], []


def _is_older(key: str, before: datetime) -> bool:
    for name in (key, key + SMALL):
        try:
            return store().get_modified_time(name) < before
        except FileNotFoundError:
            continue
    return False
