"""Tells what kind a file is by its content. The name is never believed."""

import codecs
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from logbook.files.kinds import FileKind, NotAccepted, not_allowed
from logbook.files.ole import kind_of_compound
from logbook.files.zips import ends_like_a_zip, kind_of_zip

HEAD = CHUNK = 64 * 1024
BROKEN = "Filen är skadad eller inte hel. Öppna den, spara den på nytt och bifoga den igen."

# What starts so and is not taken in, with what to do instead.
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"MZ", "Filen är ett program."),
    (b"\x7fELF", "Filen är ett program."),
    (b"\xca\xfe\xba\xbe", "Filen är ett program."),
    (b"\xcf\xfa\xed\xfe", "Filen är ett program."),
    (b"#!", "Filen är ett program."),
    (b"{\\rtf", "Filen är i formatet RTF. Spara den som Word (.docx) eller PDF."),
    (b"%!PS", "Filen är i formatet PostScript. Spara den som PDF."),
    (b"BM", "Bilden är i formatet BMP. Spara den som JPEG eller PNG."),
    (b"II*\x00", "Bilden är i formatet TIFF. Spara den som PDF, JPEG eller PNG."),
    (b"MM\x00*", "Bilden är i formatet TIFF. Spara den som PDF, JPEG eller PNG."),
    (b"7z\xbc\xaf", "Filen är ett arkiv. Packa upp det och bifoga filerna var för sig."),
    (b"Rar!", "Filen är ett arkiv. Packa upp det och bifoga filerna var för sig."),
    (b"\x1f\x8b", "Filen är ett arkiv. Packa upp det och bifoga filerna var för sig."),
)
_HEIC = (
    "Bilden är i telefonens eget format HEIC. Skicka den som JPEG: på en iPhone väljer du "
    "Inställningar, Kamera, Format och Mest kompatibelt. Bilder som redan är tagna går att "
    "skicka som en skärmbild."
)
_UNKNOWN = not_allowed("Filen är av en sort som inte tas emot.")


def kind_of(file: BinaryIO, name: str) -> FileKind:
    """The kind by content; `name` only tells a CSV table from other text. Raises NotAccepted.

    Reads the file in pieces and leaves it at its beginning.
    """
    try:
        return _kind_of(file, name)
    finally:
        file.seek(0)


def _kind_of(file: BinaryIO, name: str) -> FileKind:
    head = _part(file, 0, HEAD)
    if not head:
        raise NotAccepted("Filen är tom.")
    for signature, found in _BY_SIGNATURE:
        if signature(head):
            return found(file)
    _refuse_known(head)
    return _kind_of_text(file, name, head)


def _part(file: BinaryIO, start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)


# --- PDF and pictures -------------------------------------------------------------------------


def _pdf(file: BinaryIO) -> FileKind:
    """A PDF from its first byte to its last: nothing before it, nothing after it, no ZIP inside out."""
    end = file.seek(0, 2)
    tail = _part(file, max(0, end - 2048), 2048)
    _, mark, rest = tail.rpartition(b"%%EOF")
    if not mark:
        raise NotAccepted(BROKEN)
    if rest.strip(b"\0\t\n\f\r ") or ends_like_a_zip(file):
        raise not_allowed("Filen börjar som en PDF men innehåller något annat också.")
    return FileKind.PDF


def _always(kind: FileKind) -> Callable[[BinaryIO], FileKind]:
    """Pictures are made anew from their pixels (logbook.files.images), which tells if they are whole."""
    return lambda file: kind


_BY_SIGNATURE: tuple[tuple[Callable[[bytes], bool], Callable[[BinaryIO], FileKind]], ...] = (
    (lambda head: head.startswith(b"%PDF-"), _pdf),
    (lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), _always(FileKind.PNG)),
    (lambda head: head.startswith(b"\xff\xd8\xff"), _always(FileKind.JPEG)),
    (lambda head: head[:6] in (b"GIF87a", b"GIF89a"), _always(FileKind.GIF)),
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP", _always(FileKind.WEBP)),
    (lambda head: head.startswith(b"PK\x03\x04"), kind_of_zip),
    (lambda head: head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), kind_of_compound),
)


def _refuse_known(head: bytes) -> None:
    if head[4:8] == b"ftyp":
        if head[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1"):
            raise NotAccepted(_HEIC)
        if head[8:12] in (b"avif", b"avis"):
            raise not_allowed("Bilden är i formatet AVIF. Spara den som JPEG eller PNG.")
        raise not_allowed("Film och ljud tas inte emot.")
    for signature, what in _REFUSED:
        # "BM" and "MZ" may begin an ordinary text; binary files have a zero soon after.
        if head.startswith(signature) and (
            len(signature) > 2 or b"\0" in head or signature == b"#!"
        ):
            raise not_allowed(what)


# --- Text and e-mail --------------------------------------------------------------------------

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"<[a-z!?/]", re.IGNORECASE)
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]*):")
_LETTER_HEADERS = {b"date", b"received", b"message-id", b"mime-version"}


def _kind_of_text(file: BinaryIO, name: str, head: bytes) -> FileKind:
    if _is_letter(head) and all(b"\0" not in chunk for chunk in _chunks(file)):
        return FileKind.EML
    encoding = _encoding_of(file, head)
    start = _decoded(head, encoding)[:1024].lstrip("\ufeff \t\r\n")
    if _MARKUP.match(start):
        raise not_allowed("Filen är en webbsida eller ett dokument i HTML, SVG eller XML.")
    return FileKind.CSV if name.lower().endswith(".csv") else FileKind.TXT


def _is_letter(head: bytes) -> bool:
    """Whether the head is that of an e-mail (RFC 5322): From and something of when or which."""
    lines = head.splitlines()
    names: set[bytes] = set()
    for line in lines[:-1] if len(head) == HEAD else lines:
        if not line:
            break
        if line[:1] in b" \t" and names:
            continue
        match = _HEADER.match(line)
        if not match:
            return False
        names.add(match[1].lower())
    return b"from" in names and bool(_LETTER_HEADERS & names)


def _encoding_of(file: BinaryIO, head: bytes) -> str:
    """How the text is written. Raises NotAccepted when it is no text at all."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        tried: tuple[str, ...] = ("utf-16",)
    else:
        # cp1252 is what older Swedish Windows programs write.
        tried = ("utf-8", "cp1252")
    for encoding in tried:
        if _is_text(file, encoding):
            return encoding
    raise _UNKNOWN


def _is_text(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(file):
            if _CONTROL.search(decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(head: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)().decode(head)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk
