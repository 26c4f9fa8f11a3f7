"""PostgreSQL's own programs: the ones that are new enough for the server."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core import localdb


class BackupFailed(Exception):
    """Nothing came of it; the message is a sentence for whoever runs the service."""


def find(program: str, *, server: int) -> str:
    """The path of `pg_dump` or `pg_restore` of the server's version or later. Raises BackupFailed.

    `server` is the version's first number. `OMSTALLNING_PG_BIN` names the folder to look in first.
    """
    seen = []
    for path in _candidates(program):
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
        version = re.search(r"\) (\d+)", said.stdout)
        if version and int(version[1]) >= server:
            return path
        seen.append(f"{path} ({said.stdout.strip() or 'does not run'})")
    raise BackupFailed(
        f"{program} of PostgreSQL {server} or later is needed. Found: {', '.join(seen) or 'none'}. "
        "Install postgresql-client, or name its folder in OMSTALLNING_PG_BIN."
    )


def _candidates(program: str) -> Iterator[str]:
    folders = [os.environ.get("OMSTALLNING_PG_BIN")]
    folders += [str(p) for p in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    for folder in filter(None, folders):
        if found := shutil.which(program, path=folder):
            yield found
    if found := shutil.which(program):
        yield found
    try:
        yield str(localdb.programs() / program)
    except localdb.DatabaseFailed:
        return


def run(command: list[str], settings: dict[str, Any]) -> None:
    """Run a program against the database of Django's `settings`; the password is not on the line."""
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    given = {name: str(settings[key]) for name, key in named.items() if settings.get(key)}
    for option in ("sslmode", "sslrootcert"):
        if option in settings.get("OPTIONS", {}):
            given[f"PG{option.upper()}"] = str(settings["OPTIONS"][option])
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"} | given
    done = subprocess.run(
        [*command, "--dbname", settings["NAME"]],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupFailed(f"{Path(command[0]).name} failed:\n{done.stderr.strip()[-2000:]}")
