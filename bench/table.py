"""The figures: medians of interleaved rounds, ratios to the floors, as text and as a document."""

import argparse
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median

from bench.pages import Page
from bench.servers import Size
from bench.web import Run

GROWTH = 1.3  # ten times the data may cost so much on any page
LONG_LOGBOOK = 1.2  # and a logbook of 5,000 so much beside one of 50
MOST_BYTES = 20_000  # of HTML after gzip
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


@dataclass(frozen=True)
class Sample:
    """One measurement of one page."""

    run: Run
    cpu_ms: float  # of the application's processes, per request
    database_ms: float  # of PostgreSQL's
    busy_before: float


@dataclass(frozen=True)
class Crowd:
    """Many people writing in one logbook at once."""

    people: int
    seconds: float
    posts: int
    entries: int
    p50: float
    p99: float
    faults: list[str]


@dataclass
class Measured:
    """All samples of one page at one size of data."""

    page: Page
    size: int
    samples: dict[int, list[Sample]] = field(default_factory=dict)

    def cpu(self) -> float:
        return median(s.cpu_ms for s in self.samples[1])

    def database(self) -> float:
        return median(s.database_ms for s in self.samples[1])

    def p50(self, connections: int = 1) -> float:
        return median(s.run.p50 for s in self.samples[connections])

    def per_second(self) -> float:
        return median(s.run.per_second for s in self.samples[16])

    def failed(self) -> int:
        return sum(s.run.failed for samples in self.samples.values() for s in samples)


@dataclass
class Results:
    """Everything one run of the benchmark saw."""

    sizes: tuple[Size, Size]
    machine: str
    options: argparse.Namespace
    measured: dict[str, dict[str, Measured]] = field(default_factory=dict)
    report_seconds: list[float] = field(default_factory=list)
    crowd: Crowd | None = None
    memory: float = 0
    seconds: float = 0

    def begin(self, place: str, page: Page, size: int) -> None:
        self.measured.setdefault(place, {})[page.name] = Measured(page, size)

    def add(self, place: str, name: str, connections: int, sample: Sample) -> None:
        self.measured[place][name].samples.setdefault(connections, []).append(sample)

    @property
    def small(self) -> dict[str, Measured]:
        return self.measured.get(self.sizes[0].name, {})

    @property
    def large(self) -> dict[str, Measured]:
        return self.measured.get(self.sizes[1].name, {})

    @property
    def faults(self) -> list[str]:
        """What must never be: requests that failed, entries lost or doubled."""
        found = [
            f"{name}: {row.failed()} requests failed"
            for rows in self.measured.values()
            for name, row in rows.items()
            if row.failed()
        ]
        return found + (self.crowd.faults if self.crowd else [])

    def busy(self) -> float:
        samples = [
            s.busy_before
            for rows in self.measured.values()
            for row in rows.values()
            for found in row.samples.values()
            for s in found
        ]
        return median(samples) if samples else 0

    def as_text(self) -> str:
        lines = [*self._rows(), "", *self._sentences()]
        return "\n".join([*lines, *(f"FAULT: {fault}" for fault in self.faults)])

    def _rows(self) -> list[str]:
        header = (
            "Page", "CPU ms", "PG ms", "p50 ms", "p50 at 16", "req/s at 16", "gzip B",
            "CPU ÷ floor", "p50 ÷ floor", "target", "growth × 10",
        )  # fmt: skip
        return [
            "| " + " | ".join(header) + " |",
            "|---|" + "---|" * (len(header) - 1),
            *("| " + " | ".join(self._row(row)) + " |" for row in self.small.values()),
        ]

    def _row(self, row: Measured) -> list[str]:
        floor = self.small.get(row.page.floor)
        cells = [
            row.page.name, f"{row.cpu():.1f}", f"{row.database():.1f}", f"{row.p50():.1f}",
            f"{row.p50(16):.0f}", f"{row.per_second():.0f}", f"{row.size:,}",
        ]  # fmt: skip
        if floor and row.page.limit:
            by_cpu, by_p50 = row.cpu() / floor.cpu(), row.p50() / floor.p50()
            met = "✓" if max(by_cpu, by_p50) <= row.page.limit else "✗"
            cells += [f"{by_cpu:.2f}", f"{by_p50:.2f}", f"{met} {row.page.limit}"]
        else:
            cells += ["", "", ""]
        grown = self.growth(row.page.name)
        cells.append("" if grown is None else f"{'✓' if grown <= GROWTH else '✗'} {grown:.2f}")
        return cells

    def growth(self, name: str) -> float | None:
        """How many times dearer in time the page is with ten times the data."""
        large = self.large.get(name)
        return large.p50() / self.small[name].p50() if large and large.samples else None

    def _sentences(self) -> list[str]:
        said = []
        fifty = self.small.get("logbook of a case with 50")
        huge = self.small.get("logbook of a case with 5,000")
        if fifty and huge:
            ratio, cpu = huge.p50() / fifty.p50(), huge.cpu() / fifty.cpu()
            said.append(
                f"- A logbook of 5,000 entries costs {ratio:.2f} times one of 50 in time, {cpu:.2f} in "
                f"processor (target {LONG_LOGBOOK})."
            )
        if self.report_seconds:
            said.append(
                f"- Issuing a status report on a case with 200 entries, PDF and all: "
                f"{median(self.report_seconds):.1f} s."
            )
        if self.crowd:
            c = self.crowd
            outcome = (
                "; ".join(c.faults) if c.faults else "none lost, none doubled, none out of order"
            )
            said.append(
                f"- {c.people} people writing in one logbook for {c.seconds:.0f} s: {c.entries} entries "
                f"by {c.posts} posts (retries and double clicks among them), p50 {c.p50:.0f} ms, "
                f"p99 {c.p99:.0f} ms: {outcome}."
            )
        said.append(f"- Memory of the application's processes at the end: {self.memory:.0f} MB.")
        return said

    def frame(self) -> list[str]:
        """When, where and on what it was measured."""
        small, large = self.sizes
        return [
            f"Measured {date.today().isoformat()} on {self.machine}. Machine busy with other work "
            f"before a measurement (median): {self.busy():.0%}.",
            f"Data: {small.cases:,} cases and {small.entries:,} log entries; growth against "
            f"{large.cases:,} cases and {large.entries:,} entries. {self.options.rounds} interleaved "
            f"rounds of {self.options.seconds:g} s; medians. The whole run took "
            f"{self.seconds / 60:.0f} minutes.",
        ]


def write(results: Results, path: Path) -> None:
    """Put the figures between the marks of the document; the words around them stay."""
    text = path.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    frame = "\n\n".join(results.frame())
    rows, said = "\n".join(results._rows()), "\n".join(results._sentences())
    path.write_text(
        f"{before}{BEGIN}\n\n{frame}\n\n{rows}\n\n{said}\n\n{END}{after}", encoding="utf-8"
    )
