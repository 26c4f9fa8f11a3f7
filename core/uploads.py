"""Takes in the files of a request: to disk piece by piece, and never more than is allowed."""

from dataclasses import dataclass
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

from core.text import file_size


@dataclass(frozen=True)
class Arrived:
    """A file that came whole, on disk for as long as the request lasts."""

    name: str
    content: BinaryIO


@dataclass(frozen=True)
class LeftOut:
    """A file that was thrown away while it arrived, and why, in words for the person."""

    field: str
    name: str
    sentence: str


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Each file becomes a temporary file. What is too large is let go of; the rest of the form stays.

    Only a logged-in person's files are written to disk at all.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.written = 0
        self.left_out: list[LeftOut] = []
        if request is not None:
            request.files_left_out = self.left_out  # type: ignore[attr-defined]

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            raise SkipFile
        if start + len(raw_data) > settings.UPLOAD_FILE_BYTES:
            self._leave_out(too_large())
        if self.written + len(raw_data) > settings.UPLOAD_REQUEST_BYTES:
            most = file_size(settings.UPLOAD_REQUEST_BYTES)
            self._leave_out(f"Filerna är tillsammans större än {most}. Bifoga några i taget.")
        self.written += len(raw_data)
        super().receive_data_chunk(raw_data, start)

    def _leave_out(self, sentence: str) -> None:
        self.left_out.append(LeftOut(str(self.field_name), str(self.file_name), sentence))
        raise SkipFile


def too_large() -> str:
    return f"Filen är större än {settings.UPLOAD_FILE_BYTES // (1024 * 1024)} MB."


def files_of(request: HttpRequest, field: str) -> tuple[list[Arrived], list[LeftOut]]:
    """The files that arrived in `field`, and those that were left out."""
    sent: list[Any] = request.FILES.getlist(field)
    left_out: list[LeftOut] = getattr(request, "files_left_out", [])
    arrived = [Arrived(str(file.name), file) for file in sent]
    return arrived, [file for file in left_out if file.field == field]
