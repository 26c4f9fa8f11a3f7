"""Packs a ZIP: files go in piece by piece, and a list of their SHA-256 sums comes last."""

import hashlib
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import IO

SUMS = "sha256.txt"


class Packer:
    """A ZIP under way. Holds nothing but sums and the piece at hand in memory."""

    def __init__(self, file: IO[bytes], *, at: datetime) -> None:
        self._zip = zipfile.ZipFile(file, "w", allowZip64=True)
        self._at = at.timetuple()[:6]
        self._sums: list[tuple[str, str]] = []

    @property
    def files(self) -> int:
        """How many files are in it, the list of sums left out."""
        return len(self._sums)

    def add(self, path: str, pieces: Iterable[bytes], *, compress: bool = True) -> str:
        """Add a file; gives its SHA-256 in hex. What is compressed already need not be so again."""
        digest = hashlib.sha256()
        with self._zip.open(self._info(path, compress), "w", force_zip64=True) as member:
            for piece in pieces:
                digest.update(piece)
                member.write(piece)
        self._sums.append((digest.hexdigest(), path))
        return digest.hexdigest()

    def close(self) -> None:
        """Write the list of sums, as `sha256sum --check` reads it, and end the ZIP."""
        lines = "".join(f"{digest}  {path}\n" for digest, path in sorted(self._sums, key=_path))
        with self._zip.open(self._info(SUMS, compress=True), "w") as member:
            member.write(lines.encode())
        self._zip.close()

    def _info(self, path: str, compress: bool) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(path, date_time=self._at)  # type: ignore[arg-type]
        info.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
        info.external_attr = 0o644 << 16
        return info


def _path(row: tuple[str, str]) -> str:
    return row[1]
