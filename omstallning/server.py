"""How gunicorn serves: `gunicorn --config python:omstallning.server`. All from the environment."""

import os
import shutil
import subprocess
import sys
import tempfile
from typing import Any

wsgi_app = "omstallning.wsgi:application"

# Nothing listens beyond this machine unless told to.
bind = os.environ.get("OMSTALLNING_BIND", "127.0.0.1:8000")

# Two processes of four threads on two processors: threads wait for the database, processes share
# the work of templates. More processors: as many processes.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("OMSTALLNING_THREADS", "4"))

# A PDF that is handed out at once may take half a minute (reports become PDF in the worker);
# whoever has begun when SIGTERM comes is let through.
timeout = 90
graceful_timeout = 75
# Longer than a proxy keeps its connections, so that it is the proxy that closes them.
keepalive = 75
max_requests = 0

# The heartbeat of workers lies in memory: a read-only file system, or a slow disk, is no matter.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
control_socket_disable = True

# Errors go to standard error; what each request was is told by core.logs, without its query.
accesslog = None
errorlog = "-"
loglevel = os.environ.get("OMSTALLNING_LOG_LEVEL", "warning")

# --- Metrics: a process of their own, on an address of their own, when one is named --------------
METRICS = os.environ.get("OMSTALLNING_METRICS", "")
_started: list[Any] = []


def on_starting(server: Any) -> None:
    """Before the workers: a folder for their figures, named to all that come after."""
    if METRICS:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(
            prefix="omstallning-metrics-", dir=worker_tmp_dir
        )


def when_ready(server: Any) -> None:
    if METRICS:
        _started.append(subprocess.Popen([sys.executable, "-m", "core.metrics", METRICS]))


def child_exit(server: Any, worker: Any) -> None:
    """Forget the gauges of a worker that has ended; what it counted stays."""
    if METRICS:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: Any) -> None:
    for process in _started:
        process.terminate()
        process.wait()
    if METRICS:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
