"""`make bench`: measures pages and acts against the floors, interleaved, and writes docs/performance.md."""

import argparse
import json
import subprocess
import sys
import time
from contextlib import ExitStack
from typing import Any

import psycopg

from bench import machine, table
from bench.crowd import faults_in, write_at_once
from bench.pages import Page, pages, report
from bench.servers import FOLDER as POSTGRES
from bench.servers import ROOT, Size, database, manage, postmaster, production, serving
from bench.web import Person, hammer, has_wrk, send
from core import localdb

# Ten times the data, so that growth shows; the full size is a country's ten years.
SIZES = {
    "default": (Size("small", 200, 10_000), Size("large", 2_000, 100_000)),
    "full": (Size("small", 500, 100_000), Size("large", 5_000, 1_000_000)),
}
CONNECTIONS = (1, 16)
CROWD = 20
QUIET = 0.15
LOG = ROOT / ".data" / "bench.log"


def main() -> int:
    options = _options()
    began = time.monotonic()
    has_wrk()
    LOG.parent.mkdir(exist_ok=True)
    LOG.unlink(missing_ok=True)
    server = localdb.ensure_running(POSTGRES, durable=True)
    try:
        sizes = SIZES[options.size]
        urls = {size.name: database(server, size) for size in sizes}
        manage(production(next(iter(urls.values()))), "collectstatic", "--no-input", "-v0")
        results = table.Results(sizes=sizes, machine=machine.describe(), options=options)
        with ExitStack() as stack:
            places = [
                Place(name, url, *stack.enter_context(serving(_served(url), LOG)), server)
                for name, url in urls.items()
            ]
            if not options.crowd_only:
                _measure(places, options, results)
                results.report_seconds = places[0].issue_reports()
            results.crowd = places[0].crowd(options.crowd)
            results.memory = machine.memory_mb(places[0].pid)
    finally:
        server.release()
    results.seconds = time.monotonic() - began
    print(results.as_text())
    if not options.only and not options.crowd_only:
        table.write(results, ROOT / "docs" / "performance.md")
    return 1 if results.faults else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--size", choices=SIZES, default="default")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2.0, help="per page, round, connections")
    parser.add_argument("--crowd", type=float, default=60.0, help="seconds of 20 people writing")
    parser.add_argument("--crowd-only", action="store_true")
    parser.add_argument(
        "--only", default="", help="pages whose name holds this; writes no document"
    )
    return parser.parse_args()


def _served(url: str) -> dict[str, str]:
    return production(url) | {"DJANGO_SETTINGS_MODULE": "bench.settings"}


class Place:
    """One size of data with its server and the people logged in there."""

    def __init__(self, name: str, url: str, port: int, pid: int, server: localdb.Server) -> None:
        self.name, self.url, self.port, self.pid = name, url, port, pid
        self.database_name = f"run_{name}"
        self.server = server
        self.postmaster = postmaster(server)
        self.known = self._ask_people("web")
        self.pages = {page.name: page for page in pages(self.known)}

    def _ask_people(self, role: str, *arguments: str) -> Any:
        url = self.server.url(f"omstallning_{role}", self.database_name)
        environment = production(url, role) | {"DJANGO_SETTINGS_MODULE": "bench.settings"}
        done = subprocess.run(
            [sys.executable, "-m", "bench.people", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return json.loads(done.stdout)

    def person(self, page: Page) -> Person:
        return Person(self.port, dict(self.known[page.by]))

    def look(self, page: Page) -> tuple[int, int]:
        """Ask once, also to warm up: the status and the bytes after gzip."""
        person = self.person(page)
        for _ in range(8):
            answer = send(person, page.order)
        return answer.status, answer.zipped

    def measure(self, page: Page, connections: int, seconds: float) -> table.Sample:
        quiet = machine.wait_until_quiet(share=QUIET, at_most=3)
        app, base = machine.cpu_seconds(self.pid), machine.cpu_seconds(self.postmaster)
        run = hammer(self.person(page), page.order, connections=connections, seconds=seconds)
        return table.Sample(
            run=run,
            cpu_ms=(machine.cpu_seconds(self.pid) - app) * 1000 / max(1, run.requests),
            database_ms=(machine.cpu_seconds(self.postmaster) - base) * 1000 / max(1, run.requests),
            busy_before=quiet,
        )

    def issue_reports(self, times: int = 3) -> list[float]:
        """Seconds from the click to the issued report, PDF and all."""
        page, action, changes = report(self.known)
        person = Person(self.port, dict(self.known["officer"]))
        taken: list[float] = []
        period: dict[str, str] = {}
        for _ in range(times):
            # The button of the same form that issues posts to another address.
            form = person.form(page, "/forhandsgranska/") | changes | period
            # The next form begins where the first report ended; all are to be the same report.
            period = period or {"period_from": form["period_from"]}
            began = time.perf_counter()
            answer = person.post(page.rstrip("/") + action, form)
            taken.append(time.perf_counter() - began)
            if answer.status != 302:
                raise RuntimeError(f"issuing a report: {answer.status} {answer.errors()}")
        return taken

    def crowd(self, seconds: float) -> table.Crowd:
        """Twenty people in one logbook, and what the database says afterwards."""
        made = self._ask_people("owner", "crowd", str(CROWD))
        tally = write_at_once(self.port, made["case"], made["people"], seconds=seconds)
        with psycopg.connect(self.server.url(localdb.SUPERUSER, self.database_name)) as connection:
            faults = faults_in(connection, made["case"], tally)
        return table.Crowd(
            people=CROWD,
            seconds=seconds,
            posts=tally.sent,
            entries=len(tally.texts),
            p50=tally.percentile(50),
            p99=tally.percentile(99),
            faults=faults,
        )


def _measure(places: list[Place], options: argparse.Namespace, results: table.Results) -> None:
    small = places[0]
    names = [n for n, p in small.pages.items() if options.only in n or p.is_floor]
    for place in places:
        for name in names:
            status, size = place.look(place.pages[name])
            if status not in (200, 302):
                raise RuntimeError(f"{name}: {status}, see {LOG}")
            results.begin(place.name, place.pages[name], size)
    for number in range(options.rounds):
        print(f"  Round {number + 1} of {options.rounds}", flush=True)
        for name in names:
            for place in places:
                # Floors are measured on the small data alone; growth at one connection.
                counts = CONNECTIONS if place is small else CONNECTIONS[:1]
                if place is not small and place.pages[name].is_floor:
                    continue
                for connections in counts:
                    sample = place.measure(place.pages[name], connections, options.seconds)
                    results.add(place.name, name, connections, sample)


if __name__ == "__main__":
    sys.exit(main())
