"""The way back: a backup into an empty database and empty stores, checked before and after."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pyrage
from django.core.management import call_command
from django.db import connection

from core.db import OWNER_ROLE
from home.backups import files
from home.backups.facts import broken_chains, facts, tables
from home.backups.make import DUMP, FILES, FORMAT, MANIFEST, sum_of
from home.backups.programs import BackupFailed, find, run


def restore_backup(folder: Path, *, identity: Path | None) -> dict[str, Any]:
    """Put the backup in `folder` back; gives its manifest. Raises BackupFailed.

    Nothing is written before every sum is right, the key fits and the place is empty. `identity`
    is a file with the secret key of age for a backup that is encrypted.
    """
    manifest = read_manifest(folder)
    _refuse_unless_empty()
    with _opened(folder, manifest, identity) as parts:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
            [(server,)] = cursor.fetchall()
        if server < manifest["database"]["server"]:
            raise BackupFailed(
                f"The backup is from PostgreSQL {manifest['database']['server']}, this is {server}."
            )
        command = [find("pg_restore", server=manifest["database"]["server"]), "--exit-on-error"]
        command += ["--single-transaction", "--no-owner", "--no-privileges"]
        run([*command, f"--role={OWNER_ROLE}", str(parts[DUMP])], connection.settings_dict)
        files.unpack(parts[FILES])
    call_command("protect_tables", stdout=StringIO())
    check_restored(manifest)
    return manifest


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest, when every part is there and is what it was. Raises BackupFailed."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackupFailed(f"{folder} holds no backup: {MANIFEST} cannot be read.") from error
    if manifest.get("format") != FORMAT:
        raise BackupFailed(f"The backup has format {manifest.get('format')}, not {FORMAT}.")
    for part in manifest["parts"].values():
        path = folder / part["name"]
        if not path.exists() or sum_of(path) != part["sha256"]:
            raise BackupFailed(f"{path.name} is missing or damaged: its sum is another.")
    return manifest


def check_restored(manifest: dict[str, Any]) -> None:
    """The database holds what the manifest says, and every chain of the log holds."""
    with connection.cursor() as cursor:
        found, expected = facts(cursor).as_dict(), manifest["database"]
        differ = [name for name in found if found[name] != expected[name]]
        if differ:
            raise BackupFailed(f"The restored database differs from the backup: {differ}.")
        if broken := broken_chains(cursor):
            raise BackupFailed(f"The log's chain does not hold in {', '.join(broken)}.")


def _refuse_unless_empty() -> None:
    with connection.cursor() as cursor:
        if there := tables(cursor):
            raise BackupFailed(
                f"The database is not empty: it has {len(there)} tables. Restore into a new one."
            )
    if not files.is_empty():
        raise BackupFailed("The store of files is not empty. Restore into an empty one.")


@contextmanager
def _opened(
    folder: Path, manifest: dict[str, Any], identity: Path | None
) -> Iterator[dict[str, Path]]:
    """The parts in the clear; what had to be decrypted is gone afterwards."""
    paths = {name: folder / part["name"] for name, part in manifest["parts"].items()}
    if not manifest["encrypted"]:
        yield paths
        return
    if identity is None:
        raise BackupFailed("The backup is encrypted: give the file with the key, --identity.")
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".opened-") as place:
        opened = {name: Path(place) / name for name in paths}
        keys = _keys(identity)
        for name, path in paths.items():
            try:
                pyrage.decrypt_file(str(path), str(opened[name]), keys)
            except pyrage.DecryptError as error:
                raise BackupFailed("The key does not fit the backup.") from error
        yield opened


def _keys(identity: Path) -> list[Any]:
    lines = [line.strip() for line in identity.read_text(encoding="utf-8").splitlines()]
    try:
        return [
            pyrage.x25519.Identity.from_str(line)
            for line in lines
            if line and not line.startswith("#")
        ]
    except pyrage.IdentityError as error:
        raise BackupFailed(f"{identity} holds no secret key of age.") from error
