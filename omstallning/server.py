"""How gunicorn serves: `gunicorn --config python:omstallning.server`. All from the environment."""

import os

wsgi_app = "omstallning.wsgi:application"

# Nothing listens beyond this machine unless told to.
bind = os.environ.get("OMSTALLNING_BIND", "127.0.0.1:8000")

# Two processes of four threads on two processors: threads wait for the database, processes share
# the work of templates. More processors: as many processes.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("OMSTALLNING_THREADS", "4"))

# A report may take a minute to become PDF (REPORT_RENDER_TIMEOUT); whoever has begun when
# SIGTERM comes is let through.
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
