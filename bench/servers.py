"""Databases with load data, and the application served from them as in production."""

import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.web import HOST, Person
from core import localdb

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".data" / "postgres-bench"
STARTED_WITHIN = 60  # seconds


@dataclass(frozen=True)
class Size:
    """How much there is."""

    name: str
    cases: int
    entries: int


def production(database_url: str, role: str = "web") -> dict[str, str]:
    """The environment of a production server behind a proxy that does TLS."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "SECRET_KEY": hashlib.sha256(str(ROOT).encode()).hexdigest(),
        "ALLOWED_HOSTS": HOST,
        "SMTP_HOST": "localhost",
        "MAIL_FROM": f"Omställning <noreply@{HOST}>",
        "DATABASE_URL": database_url,
        "OMSTALLNING_ROLE": role,
        "OMSTALLNING_POOL": "1",
        "OMSTALLNING_TLS_IS_DONE_BY_PROXY": "1",
        "OMSTALLNING_FILES": str(ROOT / ".data" / "bench-files"),
        "PYTHONUNBUFFERED": "1",
    }


def manage(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True)


def database(server: localdb.Server, size: Size) -> str:
    """A fresh copy of the load data of that size, made first if need be. Its address for `web`."""
    source, copy = f"load_{size.cases}_{size.entries}_{_stamp()}", f"run_{size.name}"
    with psycopg.connect(_admin(server, "postgres"), autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [source])
        if not there.fetchone():
            _make(connection, server, source, size)
        connection.execute(f"DROP DATABASE IF EXISTS {copy} WITH (FORCE)")
        connection.execute(
            f"CREATE DATABASE {copy} TEMPLATE {source} OWNER omstallning_owner STRATEGY file_copy"
        )
    with psycopg.connect(_admin(server, copy), autocommit=True) as connection:
        connection.execute("ANALYZE")
    return server.url("omstallning_web", copy)


def _make(
    connection: "psycopg.Connection[tuple[object, ...]]",
    server: localdb.Server,
    name: str,
    size: Size,
) -> None:
    print(f"  Load data: {size.cases} cases, {size.entries} entries", flush=True)
    old = connection.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"load_{size.cases}_%"]
    )
    for (other,) in [*old.fetchall(), ("being_made",)]:
        connection.execute(f"DROP DATABASE IF EXISTS {other} WITH (FORCE)".encode())
    connection.execute("CREATE DATABASE being_made OWNER omstallning_owner")
    environment = production(server.url("omstallning_owner", "being_made"), "owner")
    manage(environment, "migrate", "-v0")
    manage(environment, "createcachetable")
    manage(environment, "protect_tables")
    manage(environment, "make_load", f"--cases={size.cases}", f"--entries={size.entries}")
    connection.execute(f"ALTER DATABASE being_made RENAME TO {name}".encode())


def _admin(server: localdb.Server, name: str) -> str:
    return server.url(localdb.SUPERUSER, name)


def _stamp() -> str:
    """Changes when the tables or the load data do."""
    paths = [*ROOT.glob("*/migrations/*.py"), *(ROOT / "home" / "load").glob("*.py")]
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def postmaster(server: localdb.Server) -> int:
    """The process above all of PostgreSQL's."""
    with psycopg.connect(_admin(server, "postgres")) as connection:
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
        assert row
        fields = Path(f"/proc/{row[0]}/stat").read_text().rpartition(")")[2].split()
        return int(fields[1])


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(environment: dict[str, str], log: Path) -> Iterator[tuple[int, int]]:
    """gunicorn as in production; gives its port and its process id."""
    port = free_port()
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "python:omstallning.server"],
            cwd=ROOT,
            env=environment | {"OMSTALLNING_BIND": f"127.0.0.1:{port}"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        _wait_for(port, process, log)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < until:
        try:
            if Person(port, timeout=5).get("/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
        if process.poll() is not None:
            break
    raise RuntimeError(f"The server did not start:\n{log.read_text()[-4000:]}")
