"""A report's files as answers to a browser, and what its page shows of them. For any app's views."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse

from core import jobs
from reports import actions, queries
from reports.model import Report
from reports.models import Issued, ReportFile
from reports.other_forms import OTHER_FORMS


@dataclass(frozen=True)
class FileLinks:
    """Where a report's page and files are. `form` gives the address of one of its other forms."""

    page: str
    listed: str
    download: str
    again: str
    form: Callable[[str], str]

    @property
    def forms(self) -> list[tuple[str, str]]:
        """Label and address of each."""
        return [(form.label, self.form(key)) for key, form in OTHER_FORMS.items()]


def file_context(issued: Issued, links: FileLinks, cannot: str) -> dict[str, Any]:
    """What `reports/file_state.html` needs. Two queries at most."""
    file = queries.file_of(issued, with_content=False)
    return {
        "file": file,
        "links": links,
        "run": None if file else jobs.latest(actions.PDF_JOB, issued.pk),
        "steps": jobs.KINDS[actions.PDF_JOB].steps,
        "cannot": cannot,
    }


def pdf_answer(file: ReportFile) -> HttpResponse:
    """The PDF, the same bytes for ever."""
    return _file(bytes(file.content), file.name, "application/pdf")


def other_form_answer(issued: Issued, form: str) -> HttpResponse:
    """The report as Word, Excel or HTML, made from the frozen data. Raises Http404."""
    wanted = OTHER_FORMS.get(form)
    if wanted is None:
        raise Http404
    content = wanted.make(Report.from_json(issued.data), issued_at=issued.issued_at)
    name = f"{actions.file_name(issued).removesuffix('.pdf')}.{wanted.ending}"
    return _file(content, name, wanted.content_type)


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
