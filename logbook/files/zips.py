"""Tells office documents from other ZIP files, and refuses macros, locks and bombs."""

import zipfile
import zlib
from typing import BinaryIO

from logbook.files.kinds import MEGABYTE, SORTS, FileKind, NotAccepted, not_allowed

MOST_MEMBERS = 5000
MOST_UNPACKED = 400 * MEGABYTE
# Office documents are packed 5–30 times; a bomb a thousand.
MOST_RATIO = 150
RATIO_FROM = 20 * MEGABYTE
INDEX_BYTES = 2 * MEGABYTE
END_RECORD = 22  # bytes of a ZIP's last record, without its comment
LARGE_RECORDS = 76  # bytes of the two records before it in a ZIP of the large sort
CHUNK = 64 * 1024

BROKEN = "Filen är skadad eller inte hel. Öppna den, spara den på nytt och bifoga den igen."
BOMB = "Filen packar upp sig till något orimligt stort och tas inte emot."
LOCKED = "Filen är låst med lösenord. Spara den utan lösenord och bifoga den igen."
MACROS = (
    "Dokumentet innehåller makron, och sådana tas inte emot. "
    "Spara det utan makron (.docx, .xlsx, .pptx) eller som PDF."
)

# What the index of an Office document calls its main part.
_OFFICE = {
    f"{SORTS[kind].content_type}.main+xml".encode(): kind
    for kind in (FileKind.DOCX, FileKind.XLSX, FileKind.PPTX)
}
_OPEN = {
    SORTS[kind].content_type.encode(): kind for kind in (FileKind.ODT, FileKind.ODS, FileKind.ODP)
}
_OFFICE_MACROS = ("vbaproject.bin", "vbadata.xml", "/macrosheets/", "/activex/", "/dialogsheets/")
_OPEN_MACROS = ("basic/", "scripts/")
_INDEX = "[Content_Types].xml"


def kind_of_zip(file: BinaryIO) -> FileKind:
    """The kind of an office document. Raises NotAccepted for every other ZIP, and for unsound ones."""
    if _index_bytes(file) > INDEX_BYTES:
        raise NotAccepted(BOMB)
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_unsound(archive, file)
            kind = _kind_by_index(archive)
            _unpack_all(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise NotAccepted(BROKEN) from error
    except (NotImplementedError, RuntimeError, UnicodeError) as error:
        # A way of packing that no office program uses, or a lock.
        raise NotAccepted(BROKEN) from error
    return kind


def ends_like_a_zip(file: BinaryIO) -> bool:
    """Whether a ZIP program would read the file as a ZIP: its last record ends where the file ends."""
    size = file.seek(0, 2)
    start = max(0, size - END_RECORD - 0xFFFF)
    file.seek(start)
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    while place >= 0:
        record = tail[place : place + END_RECORD]
        if len(record) == END_RECORD:
            comment = int.from_bytes(record[20:22], "little")
            if place + END_RECORD + comment == len(tail):
                return True
        place = tail.rfind(b"PK\x05\x06", 0, place)
    return False


def _index_bytes(file: BinaryIO) -> int:
    """How long the list of members says it is; read before a program makes objects of a million."""
    size = file.seek(0, 2)
    file.seek(max(0, size - END_RECORD - LARGE_RECORDS))
    tail = file.read()
    if tail[-42:-38] == b"PK\x06\x07" and tail[:4] == b"PK\x06\x06":
        return int.from_bytes(tail[40:48], "little")
    if tail[-END_RECORD:-18] != b"PK\x05\x06":
        raise NotAccepted(BROKEN)
    return int.from_bytes(tail[-10:-6], "little")


def _refuse_unsound(archive: zipfile.ZipFile, file: BinaryIO) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise NotAccepted(BOMB)
    if any(member.flag_bits & 0x1 for member in members):
        raise NotAccepted(LOCKED)
    size = file.seek(0, 2)
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_FROM and unpacked > MOST_RATIO * size):
        raise NotAccepted(BOMB)
    begins = min((member.header_offset for member in members), default=-1)
    if begins != 0 or any(_leads_out(member.filename) for member in members):
        raise NotAccepted(BROKEN)


def _leads_out(name: str) -> bool:
    """Whether unpacking the member would write outside the folder."""
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0]


def _kind_by_index(archive: zipfile.ZipFile) -> FileKind:
    names = archive.namelist()
    if _INDEX in names:
        return _office_kind(archive, names)
    if names[:1] == ["mimetype"]:
        return _open_kind(archive, names)
    raise not_allowed("Filen är ett ZIP-arkiv. Packa upp det och bifoga filerna var för sig.")


def _office_kind(archive: zipfile.ZipFile, names: list[str]) -> FileKind:
    index = _start_of(archive, _INDEX)
    low = [f"/{name}".lower() for name in names]
    if b"macroEnabled" in index or any(part in name for name in low for part in _OFFICE_MACROS):
        raise NotAccepted(MACROS)
    found = [kind for main, kind in _OFFICE.items() if b'"' + main + b'"' in index]
    if len(found) != 1:
        raise not_allowed("Filen är ett Office-dokument av en sort som inte tas emot.")
    return found[0]


def _open_kind(archive: zipfile.ZipFile, names: list[str]) -> FileKind:
    if any(name.lower().startswith(_OPEN_MACROS) for name in names):
        raise NotAccepted(MACROS)
    if b"encryption-data" in _start_of(archive, "META-INF/manifest.xml"):
        raise NotAccepted(LOCKED)
    kind = _OPEN.get(_start_of(archive, "mimetype").strip())
    if kind is None:
        raise not_allowed("Filen är ett OpenDocument av en sort som inte tas emot.")
    return kind


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
    """The member's first bytes, enough for every honest index; empty when there is no such member."""
    try:
        member = archive.getinfo(name)
    except KeyError:
        return b""
    with archive.open(member) as part:
        return part.read(INDEX_BYTES)


def _unpack_all(archive: zipfile.ZipFile) -> None:
    """Unpack each member to nowhere: a size that lies, a wrong checksum or a bomb shows itself."""
    left = MOST_UNPACKED
    for member in archive.infolist():
        with archive.open(member) as part:
            while chunk := part.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise NotAccepted(BOMB)
