"""The other forms of a report beside its PDF: Word, Excel, and HTML that stands alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from reports.as_docx import as_docx
from reports.as_xlsx import as_xlsx
from reports.model import Report
from reports.render import render_html

_OOXML = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class OtherForm:
    """A form that a report can be fetched in, made from the frozen data: always the same bytes.

    `make` is given the report and, as `issued_at`, when it was issued.
    """

    label: str
    ending: str
    content_type: str
    make: Callable[..., bytes]


def as_html(report: Report, *, issued_at: datetime) -> bytes:
    """One file with its looks inside it; it asks for nothing."""
    looks = (settings.BASE_DIR / "static" / "report" / "report.css").read_text(encoding="utf-8")
    head = f'<meta name="viewport" content="width=device-width">\n<style>\n{looks}</style>\n</head>'
    return render_html(report).replace("</head>", head, 1).encode()


OTHER_FORMS = {
    "word": OtherForm(
        "Word",
        "docx",
        f"{_OOXML}.wordprocessingml.document",
        as_docx,
    ),
    "excel": OtherForm("Excel", "xlsx", f"{_OOXML}.spreadsheetml.sheet", as_xlsx),
    "html": OtherForm("Webbsida", "html", "text/html; charset=utf-8", as_html),
}
