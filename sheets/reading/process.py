"""Lets a fresh process read a file that somebody sent: with limits, and without our keys."""

import os
import subprocess
import sys
from pathlib import Path

from sheets.reading.grid import MAX_BYTES, CannotRead

ROOT = Path(__file__).resolve().parent.parent.parent
CPU_SECONDS = 20
WALL_SECONDS = 40
MEMORY = 1024 * 1024 * 1024  # bytes of address space
EXIT_COMPLAINT = 3
EXIT_MEMORY = 4
TOO_HEAVY = "Filen är för stor eller för invecklad att läsa. Ta bort det som inte ska med, eller dela upp den."
FAILED = "Filen gick inte att läsa. Spara den på nytt som Excel-arbetsbok (.xlsx) och försök igen."
_KEPT = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH")


def read_in_process(content: bytes) -> bytes:
    """The file's cells, packed (sheets.reading.grid.unpack). Raises CannotRead.

    Takes about a second for the process to begin, and at most WALL_SECONDS.
    """
    if len(content) > MAX_BYTES:
        raise CannotRead(
            f"Filen är större än {MAX_BYTES // 1024 // 1024} MB. Ta bort bilder och blad som "
            "inte behövs, eller dela upp den."
        )
    try:
        done = subprocess.run(
            [sys.executable, "-m", "sheets.reading"],
            input=content,
            capture_output=True,
            timeout=WALL_SECONDS,
            check=False,
            cwd=ROOT,
            env=_environment(),
        )
    except subprocess.TimeoutExpired:
        raise CannotRead(TOO_HEAVY) from None
    if done.returncode == 0:
        return done.stdout
    if done.returncode == EXIT_COMPLAINT:
        raise CannotRead(done.stderr.decode().strip())
    # Out of memory, killed, or out of processor time.
    raise CannotRead(TOO_HEAVY if done.returncode in (EXIT_MEMORY, -9, -24) else FAILED)


def _environment() -> dict[str, str]:
    passed = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return passed | {"LANG": "C.UTF-8", "PYTHONUTF8": "1"}
