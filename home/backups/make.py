"""Makes a backup: one folder, complete or not there at all."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyrage
from django.db import connection, transaction

from core.db import OWNER_ROLE
from home.backups import files
from home.backups.facts import facts
from home.backups.programs import BackupFailed, find, run

MANIFEST = "manifest.json"
DUMP, FILES = "database.dump", "files.tar"
FORMAT = 1


@dataclass(frozen=True)
class Made:
    """A backup that has been made."""

    folder: Path
    bytes: int
    files: int
    entries: int


def make_backup(target: Path, *, recipients: list[str], at: datetime) -> Made:
    """Write a backup into a new folder below `target`, encrypted for `recipients` (age keys) if any.

    Database and figures are of the same moment; files are copied after, so that none which the
    database names is missing. Raises BackupFailed; then no folder is left.
    """
    keys = [_recipient(text) for text in recipients]
    target.mkdir(parents=True, exist_ok=True)
    folder = target / f"omstallning-{at:%Y%m%dT%H%M%SZ}"
    if folder.exists():
        raise BackupFailed(f"{folder} is there already.")
    unfinished = target / f".{folder.name}-unfinished"
    unfinished.mkdir(mode=0o700)
    try:
        known = _dump(unfinished / DUMP)
        count = files.pack(unfinished / FILES)
        parts = {name: _seal(unfinished / name, keys) for name in (DUMP, FILES)}
        manifest = {
            "format": FORMAT,
            "made_at": at.isoformat(),
            "encrypted": bool(keys),
            "parts": parts,
            "files": count,
            "database": known,
        }
        (unfinished / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        unfinished.rename(folder)
    except BaseException:
        for path in unfinished.iterdir():
            path.unlink()
        unfinished.rmdir()
        raise
    size = sum(path.stat().st_size for path in folder.iterdir())
    return Made(folder, size, count, known["rows"]["logbook_logentry"])


def _recipient(text: str) -> Any:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise BackupFailed(f"{text} is no public key of age: it begins with age1.") from error


def _dump(path: Path) -> dict[str, Any]:
    """Dump the database as it stood at one moment, and count it as it stood at the same."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version_num')::int")
        [(snapshot, version)] = cursor.fetchall()
        known = facts(cursor).as_dict() | {"server": version // 10_000}
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        known["migrations"] = [name for (name,) in cursor.fetchall()]
        command = [find("pg_dump", server=version // 10_000), "--format=custom", "--no-owner"]
        command += ["--no-privileges", f"--role={OWNER_ROLE}", f"--snapshot={snapshot}"]
        run([*command, f"--file={path}"], connection.settings_dict)
    return known


def _seal(path: Path, keys: list[Any]) -> dict[str, Any]:
    """Encrypt a part if there is anybody to encrypt it for; its name, size and sum as it lies there."""
    if keys:
        sealed = path.with_name(f"{path.name}.age")
        pyrage.encrypt_file(str(path), str(sealed), keys)
        path.unlink()
        path = sealed
    return {"name": path.name, "bytes": path.stat().st_size, "sha256": sum_of(path)}


def sum_of(path: Path) -> str:
    """The file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
