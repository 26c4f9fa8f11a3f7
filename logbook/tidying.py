"""Cleans up after files: those that waited too long, those no row knows, and what does not agree."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from cases.models import Case, DocumentFile
from logbook import stores
from logbook.models import Attachment, Upload

CHUNK = 64 * 1024


def drop_old_uploads(*, before: datetime) -> int:
    """Take away files that were sent before the moment and never saved with an entry; how many."""
    old = list(Upload.objects.filter(uploaded_at__lt=before).values_list("pk", flat=True))
    return sum(_drop(pk) for pk in old)


def _drop(pk: UUID) -> int:
    """One at a time, so that one that is just being saved is left alone."""
    with transaction.atomic():
        upload = Upload.objects.filter(pk=pk).select_for_update(skip_locked=True).first()
        if upload is None:
            return 0
        upload.delete()
    stores.take_away(upload.key)
    return 1


def sweep_store(*, before: datetime) -> int:
    """Take away what was stored before the moment and no row knows; how many files.

    Left by a process that died between storing and saving, or emptied from its rows by erasure.
    """
    swept = 0
    for folder, keys in stores.keys_by_case(before=before):
        for key in sorted(keys - _known(folder)):
            stores.take_away(key)
            swept += 1
    return swept


def _known(folder: str) -> set[str]:
    prefix = f"{folder}/"
    waiting = Upload.objects.filter(key__startswith=prefix).values_list("key", flat=True)
    attached = Attachment.objects.filter(key__startswith=prefix).values_list("key", flat=True)
    documents = DocumentFile.objects.filter(key__startswith=prefix).values_list("key", flat=True)
    return {*waiting, *attached, *documents}


def faults() -> Iterator[str]:
    """What does not agree: an entry's files with its hash, or a stored file with its row.

    Reads every stored file.
    """
    yield from _entries_with_other_files()
    files = Attachment.objects.exclude(key="").order_by("key", "id").distinct("key")
    yield from _faults_in("Bilaga", files.iterator(chunk_size=500))
    documents = DocumentFile.objects.exclude(key="").order_by("id")
    yield from _faults_in("Dokumentfil", documents.iterator(chunk_size=500))


def _faults_in(what: str, files: Iterable[Attachment | DocumentFile]) -> Iterator[str]:
    for file in files:
        try:
            found = _checksum(file.key)
        except stores.Unavailable:
            yield f"{what} {file.pk}: filen {file.key} finns inte i förrådet."
            continue
        if found != file.sha256:
            yield f"{what} {file.pk}: filen {file.key} är ändrad."


def _entries_with_other_files() -> Iterator[str]:
    for pk, number in Case.objects.order_by("id").values_list("pk", "number"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM logbook_altered_attachments(%s)", [pk])
            for (place,) in cursor.fetchall():
                yield f"Ärende {number}, loggrad {place}: bilagorna är inte de som skrevs in."


def _checksum(key: str) -> str:
    digest = hashlib.sha256()
    with stores.fetch(key) as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
