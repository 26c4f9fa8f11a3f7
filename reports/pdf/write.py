"""HTML and files in, the bytes of one PDF out: PDF/A-3a and PDF/UA-1, tagged, in Swedish."""

import logging
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from io import BytesIO
from pathlib import Path

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from reports.pdf import coverage, hyphen
from reports.pdf.fetcher import FolderFetcher
from reports.pdf.finisher import finish
from reports.pdf.fonts import font_css
from reports.pdf.job import Job
from reports.pdf.spoken import saying_rare_text
from reports.pdf.stages import line_of


class Complaint(Exception):
    """WeasyPrint made something, but not what was asked for; the text lists what it said."""


def write_pdf(job: Job) -> bytes:
    """The same job gives the same bytes. Raises Complaint on any warning of WeasyPrint's."""
    with _telling(), _listening() as said:
        pdf = _write(job)
    if said:
        raise Complaint("; ".join(list(dict.fromkeys(said))[:20]))
    return pdf


def _write(job: Job) -> bytes:
    static = Path(job.static)
    fetcher = FolderFetcher(static)
    fonts = FontConfiguration()
    head, opening, body = job.html.partition("<body>")
    stand_ins = coverage.stand_ins(body)
    html_text = f"{head}{opening}{body.translate(stand_ins)}"
    styles = [
        CSS(filename=static / "report" / "report.css", font_config=fonts, url_fetcher=fetcher),
        CSS(filename=static / "report" / "page.css", font_config=fonts, url_fetcher=fetcher),
        CSS(
            string=font_css(static / "vendor" / "fonts", html_text),
            font_config=fonts,
            url_fetcher=fetcher,
        ),
    ]
    html = HTML(string=html_text, base_url=f"{static.as_uri()}/", url_fetcher=fetcher)
    document = html.render(font_config=fonts, stylesheets=styles, pdf_variant="pdf/a-3a")
    # Without given dates WeasyPrint writes the clock's, and no two files are alike.
    moment = job.issued_at.astimezone(UTC).replace(microsecond=0)
    document.metadata.created = document.metadata.modified = moment.isoformat()
    document.metadata.attachments = [
        Attachment(
            file_obj=BytesIO(file.content),
            name=file.name,
            description=file.description,
            created=moment,
            modified=moment,
            relationship=file.relationship,
            url_fetcher=fetcher,
        )
        # A PDF's table of file names must be in order.
        for file in sorted(job.files, key=lambda file: file.name)
    ]
    with saying_rare_text(stand_ins, line_end_hyphens=hyphen.is_ours(html_text)):
        pdf: bytes = document.write_pdf(finisher=finish, pdf_variant="pdf/a-3a")
    return pdf


@contextmanager
def _telling() -> Iterator[None]:
    """Say on standard error how far WeasyPrint has come."""
    voice = logging.Handler(logging.INFO)

    def speak(record: logging.LogRecord) -> None:
        if line := line_of(record.getMessage()):
            print(line, file=sys.stderr, flush=True)

    voice.emit = speak  # type: ignore[method-assign]
    log = logging.getLogger("weasyprint.progress")
    log.addHandler(voice)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(voice)


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collect what WeasyPrint says while it works."""
    said: list[str] = []
    ear = logging.Handler(logging.WARNING)
    ear.addFilter(lambda record: "HarfBuzz-Subset" not in record.getMessage())  # slower, not wrong
    ear.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("weasyprint")
    log.addHandler(ear)
    try:
        # What libraries will do otherwise some day is not the report's business.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield said
    finally:
        log.removeHandler(ear)
