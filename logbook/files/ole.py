"""Tells Outlook's messages from other compound files, such as Office documents of before 2007.

The layout is Microsoft's [MS-CFB]: a header, sectors chained by a table (FAT), and a directory whose
entries hang in trees under their storage.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from logbook.files.kinds import FileKind, NotAccepted, not_allowed
from logbook.files.zips import BROKEN, LOCKED

HEADER = 512
ENTRY = 128
NONE = 0xFFFFFFFF
LAST_SECTOR = 0xFFFFFFFA  # numbers above it are marks, not sectors
MOST_SECTORS = 4096  # of a directory: far more than any message has
MESSAGE = "__properties_version1.0"
OLD_OFFICE = {"WordDocument", "Workbook", "Book", "PowerPoint Document"}
LOCKED_OFFICE = "EncryptedPackage"


def kind_of_compound(file: BinaryIO) -> FileKind:
    """MSG for an Outlook message. Raises NotAccepted for everything else."""
    try:
        names = _names_in_root(file)
    except (struct.error, IndexError, UnicodeError) as error:
        raise NotAccepted(BROKEN) from error
    if MESSAGE in names:
        return FileKind.MSG
    if LOCKED_OFFICE in names:
        raise NotAccepted(LOCKED)
    if OLD_OFFICE & names:
        raise not_allowed(
            "Dokumentet är i Offices äldre format. Spara det som .docx, .xlsx, .pptx eller PDF."
        )
    raise not_allowed("Filen är av en sort som inte tas emot.")


@dataclass(frozen=True)
class _Entry:
    name: str
    left: int
    right: int
    child: int


class _Sectors:
    """The sectors of a compound file and the table that chains them."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        header = self._bytes(0, HEADER)
        (shift,) = struct.unpack_from("<H", header, 30)
        if shift not in (9, 12):
            raise IndexError("no such size of sectors")
        self.size = 1 << shift
        (self.directory,) = struct.unpack_from("<I", header, 48)
        self.tables = [n for n in struct.unpack_from("<109I", header, 76) if n < LAST_SECTOR]
        (more,) = struct.unpack_from("<I", header, 68)
        self._read_more_tables(more)

    def _read_more_tables(self, sector: int) -> None:
        """Large files list the rest of their tables in sectors of their own."""
        per_sector = self.size // 4 - 1
        for _ in range(MOST_SECTORS):
            if sector >= LAST_SECTOR:
                return
            numbers = struct.unpack(f"<{per_sector + 1}I", self.read(sector))
            self.tables += [n for n in numbers[:-1] if n < LAST_SECTOR]
            sector = numbers[-1]

    def _bytes(self, start: int, length: int) -> bytes:
        self.file.seek(start)
        return self.file.read(length)

    def read(self, sector: int) -> bytes:
        return self._bytes((sector + 1) * self.size, self.size)

    def chain(self, sector: int) -> Iterator[bytes]:
        """The content of the chained sectors, at most MOST_SECTORS of them."""
        for _ in range(MOST_SECTORS):
            if sector >= LAST_SECTOR:
                return
            yield self.read(sector)
            table = self.tables[sector * 4 // self.size]
            (sector,) = struct.unpack_from("<I", self.read(table), sector * 4 % self.size)


def _names_in_root(file: BinaryIO) -> set[str]:
    """What lies directly under the root storage; a message inside a message does not count."""
    sectors = _Sectors(file)
    entries = [
        _entry(sector[place : place + ENTRY])
        for sector in sectors.chain(sectors.directory)
        for place in range(0, len(sector), ENTRY)
    ]
    names: set[str] = set()
    seen: set[int] = set()
    waiting = [entries[0].child]
    while waiting:
        number = waiting.pop()
        if number == NONE or number in seen:
            continue
        seen.add(number)
        entry = entries[number]
        names.add(entry.name)
        waiting += [entry.left, entry.right]
    return names


def _entry(raw: bytes) -> _Entry:
    (length,) = struct.unpack_from("<H", raw, 64)
    left, right, child = struct.unpack_from("<3I", raw, 68)
    name = raw[: max(0, min(length, 64) - 2)].decode("utf-16-le")
    return _Entry(name, left, right, child)
