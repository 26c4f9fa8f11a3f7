"""Measures reports of 20 to 2,000 entries beside WeasyPrint alone. `python -m bench.reports`.

Built from rows in memory, so the database is not in it: its queries are as many for any number of
entries (tests). Each PDF is made in a fresh process, as the worker does it, and so is the floor.
"""

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from bench import machine

ROOT = Path(__file__).resolve().parent.parent
SIZES = (20, 100, 500, 2_000)
ROUNDS = 3
WORDS_IN_ENTRY = 60
# Targets of the design: no slower than the floor, and so much memory at 2,000 entries.
MOST_RATIO, MOST_MB = 1.0, 300
BEGIN, END = "<!-- reports: begin -->", "<!-- reports: end -->"
HEADER = (
    "Entries", "pages", "build ms", "PDF s", "floor s", "PDF CPU s", "floor CPU s",
    "CPU ÷ floor", "s ÷ floor", "peak MB", "floor MB",
)  # fmt: skip


@dataclass(frozen=True)
class Run:
    """One PDF made in a process of its own."""

    seconds: float
    cpu: float
    peak_mb: float
    pdf: bytes


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "omstallning.settings")
    os.environ.setdefault("OMSTALLNING_LOCAL", "1")
    django.setup()
    sizes = [int(text) for text in sys.argv[1:]] or list(SIZES)
    rows = [_measure(size, rounds=ROUNDS if size < 2_000 else 1) for size in sizes]
    told = _document(rows)
    print(told)
    if not sys.argv[1:]:
        path = ROOT / "docs" / "performance.md"
        before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        path.write_text(f"{before}{BEGIN}\n\n{told}\n\n{END}{after}", encoding="utf-8")


def _measure(size: int, *, rounds: int) -> list[str]:
    from reports.export import report_files
    from reports.pdf.job import Job
    from reports.render import STATIC, render_html

    began = time.perf_counter()
    report = build(size)
    frozen = report.to_json()
    built = time.perf_counter() - began
    del frozen
    job = Job(
        html=render_html(report),
        issued_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
        files=report_files(report),
        static=str(STATIC),
        cpu_seconds=1_200,
        memory_bytes=4 * 1024**3,
    ).to_json()
    ours, floor = [], []
    for number in range(rounds):
        print(f"  {size} entries, round {number + 1} of {rounds}", flush=True)
        floor.append(_run("bench.plain_pdf", job))
        ours.append(_run("reports.pdf", job))
    return _row(size, built, ours, floor)


def _row(size: int, built: float, ours: list[Run], floor: list[Run]) -> list[str]:
    def of(runs: list[Run], name: str) -> float:
        return float(median(getattr(run, name) for run in runs))

    by_cpu = of(ours, "cpu") / of(floor, "cpu")
    by_time = of(ours, "seconds") / of(floor, "seconds")
    peak = of(ours, "peak_mb")
    return [
        f"{size:,}", str(_pages(ours[0].pdf)), f"{built * 1000:.0f}",
        f"{of(ours, 'seconds'):.1f}", f"{of(floor, 'seconds'):.1f}",
        f"{of(ours, 'cpu'):.1f}", f"{of(floor, 'cpu'):.1f}",
        f"{'✓' if by_cpu <= MOST_RATIO else '✗'} {by_cpu:.2f}", f"{by_time:.2f}",
        f"{'✓' if peak <= MOST_MB else '✗'} {peak:.0f}", f"{of(floor, 'peak_mb'):.0f}",
    ]  # fmt: skip


def _run(module: str, job: bytes) -> Run:
    """Make the PDF in a fresh process and see what it used. Raises RuntimeError."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(job)
    process.stdin.close()
    pdf = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or not pdf.startswith(b"%PDF-"):
        raise RuntimeError(f"{module} ended with {process.returncode}")
    return Run(
        seconds=time.perf_counter() - began,
        cpu=used.ru_utime + used.ru_stime,
        peak_mb=used.ru_maxrss / 1024,
        pdf=pdf,
    )


def _pages(pdf: bytes) -> int:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def build(entries: int) -> Any:
    """A council's report over two years with so many entries of sixty words each."""
    from accounts.models import Organisation, User
    from cases.models import Case
    from logbook.events import Audience
    from logbook.models import LogEntry
    from measures.models import MainActivity, Measure
    from reports.build import build_report
    from reports.model import Kind
    from reports.queries import CaseMaterial
    from reports.request import ReportRequest

    dice, first, last = random.Random(entries), date(2024, 3, 1), date(2026, 2, 28)
    words = (ROOT / "reports" / "pdf" / "hyphen.py").read_text().split()
    words = [word.strip("\"'().,:`") for word in words if word.isascii()][:200]
    officer = User(pk=1, name="Alice Andersson", email="alice@norrby.example")
    norrby = Organisation(pk=1, name="Norrby kommun", short_name="Norrby")
    case = Case(
        pk=1, title="Livsmedelsfabriken stänger", company="Fabriken AB", trigger="CLOSURE",
        notice_on=first, affected=240, visibility="INTERNAL", number="2024-1000",
        responsible=officer,
    )  # fmt: skip
    measures = [
        Measure(pk=n, case=case, title=f"Insats {n}", state="ONGOING", started_on=first)
        for n in range(1, 13)
    ]
    activities = {
        measure.pk: [
            MainActivity(
                pk=10 * measure.pk + n, measure=measure, number=n, title=f"Huvudaktivitet {n}"
            )
            for n in range(1, 4)
        ]
        for measure in measures
    }
    days = sorted(first + timedelta(days=dice.randrange(729)) for _ in range(entries))
    log = []
    for number, day in enumerate(days, start=1):
        measure = dice.choice(measures)
        entry = LogEntry(
            pk=number, case=case, organisation=norrby, audience=Audience.EVERYONE, author=officer,
            what=" ".join(dice.choices(words, k=WORDS_IN_ENTRY)).capitalize() + ".",
            happened_from=day, happened_to=day, measure=measure,
            main_activity=dice.choice(activities[measure.pk]), participants="Almi, Arbetsförmedlingen",
        )  # fmt: skip
        vars(entry)["_prefetched_objects_cache"] = {"attachments": _Nothing()}
        log.append(entry)
    material = CaseMaterial(
        case=case, organisation=norrby, officer=officer, participants=[norrby], stays=[],
        measures=measures, activities=activities, entries=log, internal_entries=0, earlier=[],
    )  # fmt: skip
    request = ReportRequest(
        kind=Kind.STATUS_REPORT, period_from=first, period_to=last, recipient="Kommunstyrelsen",
        decisions=("Kommunstyrelsen godkänner lägesrapporten.",), summary="Arbetet går framåt.",
    )  # fmt: skip
    return build_report(material, request, day=last, report_number="2026:1")


class _Nothing(list[Any]):
    """What was fetched beforehand of an entry's files: none."""

    def all(self) -> list[Any]:
        return self


def _document(rows: list[list[str]]) -> str:
    lines = [
        "| " + " | ".join(HEADER) + " |",
        "|---|" + "---|" * (len(HEADER) - 1),
        *("| " + " | ".join(row) + " |" for row in rows),
    ]
    frame = (
        f"Measured {date.today().isoformat()} on {machine.describe()}, medians of up to {ROUNDS} "
        f"interleaved rounds. Targets: CPU ≤ {MOST_RATIO:g} × the floor, at most {MOST_MB} MB."
    )
    return frame + "\n\n" + "\n".join(lines)


if __name__ == "__main__":
    main()
