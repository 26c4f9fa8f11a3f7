"""PDFs that many tests look at, made once."""

import pytest

from reports.render import render_pdf
from tests.pdf import PdfText, read_pdf
from tests.reports import samples


@pytest.fixture(scope="session")
def status_report_bytes() -> bytes:
    return render_pdf(samples.status_report(), issued_at=samples.ISSUED_AT)


@pytest.fixture(scope="session")
def status_report_pdf(status_report_bytes: bytes) -> PdfText:
    return read_pdf(status_report_bytes)


@pytest.fixture(scope="session")
def logbook_pdf() -> PdfText:
    return read_pdf(render_pdf(samples.logbook(), issued_at=samples.ISSUED_AT))
