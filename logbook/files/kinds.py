"""The kinds of file that may be attached: what they are called, sent as and end in."""

from dataclasses import dataclass

from django.db.models import TextChoices

from core.actions import Refused

MEGABYTE = 1024 * 1024
SMALL_SIDE = 480  # pixels on the longer side of a small picture


class FileKind(TextChoices):
    """What a file is by its content, whatever its name says."""

    PDF = "PDF", "PDF"
    JPEG = "JPEG", "JPEG-bild"
    PNG = "PNG", "PNG-bild"
    WEBP = "WEBP", "WebP-bild"
    GIF = "GIF", "GIF-bild"
    DOCX = "DOCX", "Word"
    XLSX = "XLSX", "Excel"
    PPTX = "PPTX", "PowerPoint"
    ODT = "ODT", "OpenDocument-text"
    ODS = "ODS", "OpenDocument-kalkyl"
    ODP = "ODP", "OpenDocument-presentation"
    EML = "EML", "e-post"
    MSG = "MSG", "e-post från Outlook"
    TXT = "TXT", "text"
    CSV = "CSV", "CSV-tabell"


@dataclass(frozen=True)
class Sort:
    """How files of a kind are sent to a browser, and the endings their names may have."""

    content_type: str
    endings: tuple[str, ...]
    is_image: bool = False

    @property
    def ending(self) -> str:
        return self.endings[0]


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

SORTS: dict[FileKind, Sort] = {
    FileKind.PDF: Sort("application/pdf", ("pdf",)),
    FileKind.JPEG: Sort("image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), is_image=True),
    FileKind.PNG: Sort("image/png", ("png",), is_image=True),
    FileKind.WEBP: Sort("image/webp", ("webp",), is_image=True),
    FileKind.GIF: Sort("image/gif", ("gif",), is_image=True),
    FileKind.DOCX: Sort(f"{_OOXML}.wordprocessingml.document", ("docx",)),
    FileKind.XLSX: Sort(f"{_OOXML}.spreadsheetml.sheet", ("xlsx",)),
    FileKind.PPTX: Sort(f"{_OOXML}.presentationml.presentation", ("pptx",)),
    FileKind.ODT: Sort(f"{_ODF}.text", ("odt",)),
    FileKind.ODS: Sort(f"{_ODF}.spreadsheet", ("ods",)),
    FileKind.ODP: Sort(f"{_ODF}.presentation", ("odp",)),
    FileKind.EML: Sort("message/rfc822", ("eml",)),
    FileKind.MSG: Sort("application/vnd.ms-outlook", ("msg",)),
    FileKind.TXT: Sort("text/plain", ("txt", "md", "log")),
    FileKind.CSV: Sort("text/csv", ("csv",)),
}
IMAGE_KINDS: frozenset[FileKind] = frozenset(kind for kind in SORTS if SORTS[kind].is_image)

ALLOWED = (
    "Det går att bifoga PDF, Word, Excel, PowerPoint, OpenDocument, bilder (JPEG, PNG, WebP, GIF), "
    "e-post (eml, msg) och text (txt, csv)."
)
# For the browser's file picker. A phone that makes HEIC pictures turns them into JPEG by itself
# when only these are asked for.
ACCEPT = ",".join(
    sort.content_type if sort.is_image else ",".join(f".{ending}" for ending in sort.endings)
    for sort in SORTS.values()
)


class NotAccepted(Refused):
    """The file is not taken in; the reason is one sentence or two for the person."""

    def __init__(self, sentence: str) -> None:
        super().__init__([sentence])


def not_allowed(what: str) -> NotAccepted:
    """`what` the file is, and what one may attach instead."""
    return NotAccepted(f"{what} {ALLOWED}")
