"""The production server as a process of its own, on the tests' database: it can be stopped and started."""

import os
import socket
import subprocess
import sys
import time
from urllib.parse import quote

from django.conf import settings
from django.db import connection

SLOWEST_START = 60  # seconds


class OwnServer:
    """Gunicorn on a port that stays the same. While it is stopped, connections are refused."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "omstallning.wsgi", "--bind"]
            + [f"127.0.0.1:{self.port}", "--worker-class", "gthread", "--threads", "4"]
            + ["--log-level", "error", "--no-control-socket"],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": database_url(), "OMSTALLNING_ROLE": "web"},
        )
        until = time.monotonic() + SLOWEST_START
        while not self.answers():
            assert self.process.poll() is None, "the server ended"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop, and wait until nobody answers."""
        if self.process:
            self.process.terminate()
            self.process.wait(SLOWEST_START)
            self.process = None

    def answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


def database_url() -> str:
    """The address of the database that the tests use."""
    used = connection.settings_dict
    who = quote(used["USER"]) + (f":{quote(used['PASSWORD'])}" if used["PASSWORD"] else "")
    port = f":{used['PORT']}" if used["PORT"] else ""
    return f"postgresql://{who}@{port}/{used['NAME']}?host={quote(used['HOST'])}"
