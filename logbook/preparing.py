"""Makes a sent file ready to keep: a clean name, its kind by content, antivirus, pictures made anew."""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

from logbook import antivirus
from logbook.files.images import made_anew
from logbook.files.kinds import SORTS, FileKind
from logbook.files.names import clean_name, with_ending
from logbook.files.sniff import kind_of

CHUNK = 64 * 1024


@dataclass(frozen=True)
class Prepared:
    """A file as it will be kept. Pictures have a small picture, a width and a height."""

    content: BinaryIO
    name: str
    kind: FileKind
    size: int
    sha256: str
    small: BinaryIO | None = None
    width: int | None = None
    height: int | None = None


def prepare(file: BinaryIO, name: str) -> Prepared:
    """Look at the file and make it ready to keep. Raises NotAccepted."""
    name = clean_name(name)
    kind = kind_of(file, name)
    antivirus.refuse_infected(file)
    name = with_ending(name, kind)
    if not SORTS[kind].is_image:
        return Prepared(file, name, kind, *_measured(file))
    picture = made_anew(file, kind)
    return Prepared(
        picture.content,
        name,
        kind,
        *_measured(picture.content),
        small=picture.small,
        width=picture.width,
        height=picture.height,
    )


def _measured(file: BinaryIO) -> tuple[int, str]:
    """Bytes and SHA-256; the file is left at its beginning."""
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    file.seek(0)
    return size, digest.hexdigest()
