"""Makes the tests' surroundings before Django's settings are read: local mode, own database server."""

import os
from pathlib import Path

from core import localdb

os.environ["OMSTALLNING_LOCAL"] = "1"
os.environ["OMSTALLNING_TEST"] = "1"
os.environ["OMSTALLNING_ROLE"] = "owner"
# The browser tests' event loop runs in the thread that uses the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FOLDER = Path(__file__).resolve().parent.parent / ".data" / "postgres-test"
SERVER = None if os.environ.get("DATABASE_URL") else localdb.ensure_running(FOLDER, durable=False)


def pytest_unconfigure() -> None:
    """The last process out stops the server."""
    if SERVER:
        SERVER.release()
