"""Counts and times for Prometheus, served on an address of their own by a process of its own.

Off unless `OMSTALLNING_METRICS` names an address (`127.0.0.1:9100`). Labels are names of pages in
the code, methods and status: nothing that a person wrote.
"""

import os
import sys
from collections.abc import Callable
from functools import cache
from wsgiref.simple_server import WSGIRequestHandler, make_server

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # set by omstallning.server; prometheus-client's own name
TIMES = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


def request_answered(
    *, page: str, method: str, status: int, seconds: float, queries: int, database_seconds: float
) -> None:
    """Count a request; nothing when metrics are off."""
    if kept := _kept():
        kept.requests.labels(page, method, f"{status // 100}xx").inc()
        kept.seconds.labels(page, method).observe(seconds)
        kept.queries.labels(page).inc(queries)
        kept.database_seconds.labels(page).inc(database_seconds)


def slow_query() -> None:
    """Count a question to the database that took longer than SLOW_QUERY_MS."""
    if kept := _kept():
        kept.slow_queries.inc()


class _Kept:
    def __init__(self) -> None:
        from prometheus_client import Counter, Histogram

        page, method = ["page"], ["page", "method"]
        self.requests = Counter("omstallning_requests", "Requests answered", [*method, "status"])
        self.seconds = Histogram("omstallning_seconds", "Time to answer", method, buckets=TIMES)
        self.queries = Counter("omstallning_queries", "Questions to the database", page)
        self.database_seconds = Counter("omstallning_database_seconds", "Time in them", page)
        self.slow_queries = Counter("omstallning_slow_queries", "Questions that took too long")


@cache
def _kept() -> _Kept | None:
    """The counters, in files that all processes write to and the metrics' own process reads."""
    return _Kept() if os.environ.get(FOLDER) else None


def collected() -> bytes:
    """All processes' figures as Prometheus reads them."""
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def _answer(environ: object, start: Callable[..., object]) -> list[bytes]:
    body = collected()
    start("200 OK", [("Content-Type", "text/plain; version=0.0.4; charset=utf-8")])
    return [body]


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def main() -> None:
    """`python -m core.metrics 127.0.0.1:9100`: serve until the parent ends us."""
    host, _, port = sys.argv[1].rpartition(":")
    with make_server(host, int(port), _answer, handler_class=_Quiet) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
