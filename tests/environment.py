"""Makes the tests' surroundings before Django's settings are read: local mode, own database server."""

import os
from pathlib import Path

os.environ["OMSTALLNING_LOCAL"] = "1"
os.environ["OMSTALLNING_TEST"] = "1"
os.environ["OMSTALLNING_ROLE"] = "owner"
# The browser tests' event loop runs in the thread that uses the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ROOT = Path(__file__).resolve().parent.parent

if not os.environ.get("DATABASE_URL"):
    from core import localdb

    SERVER = localdb.ensure_running(ROOT / ".data" / "postgres-test", durable=False)
