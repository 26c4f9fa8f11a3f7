"""All files that people have attached, in one archive with a sum for each."""

import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from django.conf import settings
from django.core.files.storage import Storage, storages

from home.backups.programs import BackupFailed

SUMS = "sums.json"


def stores() -> dict[str, Storage]:
    """The places where files are kept, by their name in the settings."""
    return {alias: storages[alias] for alias in settings.STORAGES if alias != "staticfiles"}


def pack(path: Path) -> int:
    """Write every file of every store to the tar archive `path`; how many there were."""
    sums: dict[str, str] = {}
    with tarfile.open(path, "w") as archive:
        for alias, store in stores().items():
            for name in _names(store):
                try:
                    with store.open(name) as file:
                        place = f"{alias}/{name}"
                        sums[place] = _add(
                            archive, place, cast("IO[bytes]", file), store.size(name)
                        )
                except FileNotFoundError:
                    continue  # erased since the list was made
        text = json.dumps(sums, indent=1, sort_keys=True).encode()
        _add(archive, SUMS, io.BytesIO(text), len(text))
    return len(sums)


def _add(archive: tarfile.TarFile, name: str, file: IO[bytes], size: int) -> str:
    entry = tarfile.TarInfo(name)
    entry.size = size
    reader = _Summing(file)
    archive.addfile(entry, cast("IO[bytes]", reader))
    return reader.digest.hexdigest()


class _Summing:
    """Reads on, and sums what has been read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        part = self.file.read(size)
        self.digest.update(part)
        return part


def unpack(path: Path) -> int:
    """Put every file of the archive back in its store; each sum is checked. Raises BackupFailed."""
    kept = stores()
    with tarfile.open(path) as archive:
        listed = archive.extractfile(SUMS)
        sums: dict[str, str] = json.load(listed) if listed else {}
        for place, expected in sums.items():
            alias, _, name = place.partition("/")
            file = archive.extractfile(place)
            if alias not in kept or file is None:
                raise BackupFailed(f"The file {place} has no place to go: no store {alias}.")
            with file, io.BytesIO() as content:
                shutil.copyfileobj(file, content)
                if hashlib.sha256(content.getvalue()).hexdigest() != expected:
                    raise BackupFailed(f"The file {place} is not what it was.")
                content.seek(0)
                if kept[alias].save(name, content) != name:
                    raise BackupFailed(f"The file {place} is there already.")
    return len(sums)


def _names(store: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, names = store.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(names):
        yield f"{folder}/{name}" if folder else name
    for inner in sorted(folders):
        yield from _names(store, f"{folder}/{inner}" if folder else inner)


def is_empty() -> bool:
    """Whether no store holds a file."""
    return not any(True for store in stores().values() for _ in _names(store))
