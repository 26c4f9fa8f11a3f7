"""The files of a package that come from elsewhere: where each lies, and its content in small pieces."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, Func, Value

from cases.models import DocumentFile
from library.models import Publication
from logbook import stores
from logbook.models import Attachment
from reports.models import AdoptedPlan, Issued, ReportFile

CHUNK = 256 * 1024


class Gone(Exception):
    """The file is not where it should be."""


@dataclass(frozen=True)
class PackedFile:
    """A file in the package: its path, and where its content comes from.

    `source` is a key in the store of attachments, or a column of the row of `model` with the id
    `pk`. `sha256` is what the system says of it.
    """

    path: str
    sha256: str
    source: str
    model: type[models.Model] | None = None
    pk: int = 0

    @property
    def is_attachment(self) -> bool:
        return self.model is None

    def pieces(self) -> Iterator[bytes]:
        """The content, never more than CHUNK at a time. Raises Gone."""
        if self.model is None:
            return _from_store(self.source)
        return _from_column(self.model, self.pk, self.source)


def file_of(row: models.Model) -> PackedFile | None:
    """The file that a row stands for; None when its content has been erased.

    A row with a column that holds a file has been read with `file_bytes`, the column's length.
    """
    if isinstance(row, Attachment | DocumentFile):
        if row.is_erased:
            return None
        folder = "bilagor" if isinstance(row, Attachment) else "dokument"
        return PackedFile(f"{folder}/{row.sha256[:16]}/{_safe(row.name)}", row.sha256, row.key)
    if not getattr(row, "file_bytes", 0):
        return None
    if isinstance(row, Issued):
        return _of_column(row, f"{_folder(row)}/uppgifter.json", row.data_sha256, "data")
    if isinstance(row, Publication):
        return _of_column(row, f"bibliotek/id{row.pk}.json", row.data_sha256, "data")
    if isinstance(row, AdoptedPlan):
        return _of_column(row, f"planer/{row.adopted_on}-id{row.pk}.json", row.data_sha256, "data")
    assert isinstance(row, ReportFile)
    path = f"{_folder(row.report)}/{_safe(row.name)}"
    return _of_column(row, path, row.sha256, "content")


def _of_column(row: models.Model, path: str, sha256: str, column: str) -> PackedFile:
    return PackedFile(path, sha256, column, type(row), int(row.pk))


def _folder(report: Issued) -> str:
    """Two municipalities may both have a report number 1, so the id makes it one of a kind."""
    return f"rapporter/{report.year}-{report.serial}-id{report.pk}"


def _safe(name: str) -> str:
    return name.replace("/", "_").replace("\\", "_")


def _from_store(key: str) -> Iterator[bytes]:
    if not stores.store().exists(key):
        raise Gone
    with stores.fetch(key) as content:
        while piece := content.read(CHUNK):
            yield piece


def _from_column(model: type[models.Model], pk: int, column: str) -> Iterator[bytes]:
    """A long value in pieces: PostgreSQL counts characters of a text and bytes of a bytea."""
    place = 1
    while piece := _piece(model, pk, column, place):
        yield piece.encode() if isinstance(piece, str) else bytes(piece)
        place += CHUNK


def _piece(model: type[models.Model], pk: int, column: str, place: int) -> Any:
    kind = models.TextField() if column == "data" else models.BinaryField()
    cut: Any = Func(F(column), Value(place), Value(CHUNK), function="substring", output_field=kind)
    rows: Any = model._default_manager.filter(pk=pk)
    return rows.values_list(cut, flat=True).first()
