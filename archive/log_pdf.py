"""The log of a package as PDF: the current wordings in time order, in files of a size that can be made."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db.models import FETCH_RAISE, Prefetch

from archive.reading import Reading
from core.jobs import Progress
from logbook.events import Event
from logbook.models import Attachment, LogEntry
from logbook.wording import sentence
from reports.build import build_report
from reports.levels import Level
from reports.model import Block, Empty, Entries, Entry, Kind, Report, Section
from reports.parts import told_entry
from reports.queries import CaseMaterial
from reports.render import render_pdf
from reports.request import ReportRequest

# A PDF takes about as long as its number of entries; this many are ready within a minute.
ENTRIES_PER_FILE = 300
TIMEOUT = 300  # seconds for one file


def entries_to_tell(reading: Reading) -> list[int]:
    """The ids of the rows that the PDF tells, in time order: the newest wording of each entry."""
    return list(reading.log().current().oldest_first().values_list("pk", flat=True))


def log_pdfs(
    reading: Reading, pks: Sequence[int], *, made_at: datetime, day: date, progress: Progress
) -> Iterator[tuple[str, bytes]]:
    """Each PDF with its name, made when it is asked for. Raises reports.render.RenderFailed."""
    parts = [pks[i : i + ENTRIES_PER_FILE] for i in range(0, len(pks), ENTRIES_PER_FILE)] or [[]]
    for number, part in enumerate(parts, start=1):
        which = f"del {number} av {len(parts)}" if len(parts) > 1 else ""
        name = f"loggbok-del-{number}.pdf" if which else "loggbok.pdf"
        report = _report(reading, part, which, day)
        yield name, render_pdf(report, issued_at=made_at, timeout=TIMEOUT, progress=progress)


def _report(reading: Reading, pks: Sequence[int], which: str, day: date) -> Report:
    rows = list(
        LogEntry.objects.filter(pk__in=pks)
        .with_previous_audience()
        .select_related("measure", "main_activity")
        .prefetch_related(Prefetch("attachments", Attachment.objects.in_order()))
        .oldest_first()
        .fetch_mode(FETCH_RAISE)
    )
    report = build_report(_material(reading), _request(rows, day), day=day)
    title = ", ".join(part for part in (report.title, which) if part)
    return replace(
        report,
        title=title,
        head=replace(report.head, readers=Level.INTERNAL.readers),
        sections=tuple(_sections(rows, reading)),
    )


def _sections(rows: list[LogEntry], reading: Reading) -> Iterator[Section]:
    """What the others in the case may read too, and apart from it what is the organisation's own."""
    own = [row for row in rows if row.is_internal]
    others = [row for row in rows if not row.is_internal]
    yield Section("tidsordning", "Loggboken i tidsordning", _told(others), "1")
    yield Section(
        "endast-internt", f"Endast internt hos {reading.organisation.name}", _told(own), "2"
    )


def _told(rows: list[LogEntry]) -> tuple[Block, ...]:
    if not rows:
        return (Empty("Inget är antecknat."),)
    return (Entries(tuple(_entry(row) for row in rows)),)


def _entry(row: LogEntry) -> Entry:
    if row.event == Event.NOTED:
        return told_entry(row)
    return Entry(
        starts_on=row.happened_from, ends_on=row.happened_to, text=sentence(row), by_system=True
    )


def _request(rows: list[LogEntry], day: date) -> ReportRequest:
    return ReportRequest(
        kind=Kind.TIME_LOGBOOK,
        period_from=min((row.happened_from for row in rows), default=day),
        period_to=max((row.happened_to for row in rows), default=day),
    )


def _material(reading: Reading) -> CaseMaterial:
    """What the head of the PDF needs."""
    return CaseMaterial(
        case=reading.case,
        organisation=reading.organisation,
        officer=reading.reader,
        participants=[],
        stays=[],
        measures=[],
        activities={},
        entries=[],
        internal_entries=0,
        earlier=[],
    )
