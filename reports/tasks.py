"""The job that turns an issued report's frozen data into its PDF."""

from django.conf import settings
from django.utils import timezone

from accounts.queries import system_user
from core.jobs import JobFailed, Progress, job
from reports import actions, queries
from reports.model import Report
from reports.pdf.stages import STAGES
from reports.render import RenderFailed, render_pdf


@job(actions.PDF_JOB, label="PDF av en rapport", steps=len(STAGES))
def make_pdf(subject: int, progress: Progress) -> None:
    """Render and keep the PDF of the report with id `subject`; nothing when it is there already."""
    issued = queries.to_render(subject)
    if issued is None:
        return
    try:
        pdf = render_pdf(
            Report.from_json(issued.data),
            issued_at=issued.issued_at,
            timeout=settings.REPORT_RENDER_TIMEOUT,
            progress=progress,
        )
    except RenderFailed as failed:
        raise JobFailed(failed.reason) from failed
    progress(STAGES[-1], len(STAGES))
    actions.keep_pdf(report=issued, pdf=pdf, actor=system_user(), at=timezone.now())
