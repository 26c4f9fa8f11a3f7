"""Files over the web: send one at a time, look at one's own that wait, fetch those of an entry."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission
from cases.access import CaseRequest, case_view, render_case_page
from cases.models import Case
from core.actions import AlreadyDone, Refused
from core.uploads import files_of
from logbook import stores
from logbook.file_field import FileRow, as_uuid, waiting_row
from logbook.files.stored import StoredFile
from logbook.models import Attachment, Upload, UploadQuerySet
from logbook.queries import waiting_files
from logbook.receiving import receive
from logbook.rules import MOST_WAITING
from logbook.uploads import drop_upload

# What a file may do when a browser opens it: nothing. The style is the browser's own for pictures.
FILE_CSP = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def _waiting(request: CaseRequest, case: Case) -> UploadQuerySet:
    return Upload.objects.visible_to(request.user).filter(case=case)


@require_GET
@case_view(Permission.LOG)
def upload_list(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The person's files that were sent and never saved, to choose again: rows for the form."""
    uploads = waiting_files(_waiting(request, case), case, limit=MOST_WAITING)
    return _rows(request, [waiting_row(upload, case, is_chosen=False) for upload in uploads])


@require_POST
@case_view(Permission.LOG)
def upload_add(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Take in one file; answers with its row for the form, or with why it is refused."""
    arrived, left_out = files_of(request, "file")
    if not arrived:
        return _refused(left_out[0].sentence if left_out else "Välj en fil.")
    try:
        upload = receive(
            case=case,
            file=arrived[0].content,
            name=arrived[0].name,
            once=as_uuid(request.POST.get("once", "")),
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        return _refused(" ".join(refused.reasons))
    except AlreadyDone as done:
        # The answer to the first try never reached the browser.
        upload = get_object_or_404(_waiting(request, case), pk=done.result)
    return _rows(request, [waiting_row(upload, case)], status=201)


def _rows(request: CaseRequest, rows: list[FileRow], status: int = 200) -> HttpResponse:
    return render(request, "logbook/file_rows.html", {"rows": rows}, status=status)


def _refused(sentence: str) -> HttpResponse:
    return HttpResponse(sentence, status=422, content_type="text/plain; charset=utf-8")


@require_POST
@case_view(Permission.LOG)
def upload_remove(request: CaseRequest, case: Case, upload: UUID) -> HttpResponseBase:
    """Take away a file that waits."""
    found = get_object_or_404(_waiting(request, case), pk=upload)
    drop_upload(upload=found, actor=request.user, at=timezone.now())
    return HttpResponse(status=204)


@require_GET
@case_view(Permission.LOG)
def upload_file(request: CaseRequest, case: Case, upload: UUID) -> HttpResponseBase:
    """A file that waits, or the small picture of one: only its sender sees it."""
    found = get_object_or_404(_waiting(request, case), pk=upload)
    return send_file(request, case, found, small=found.is_image)


@require_GET
@case_view(Permission.VIEW_CASE)
def attachment_file(
    request: CaseRequest, case: Case, entry: UUID, attachment: int
) -> HttpResponseBase:
    """A file of a wording that the person may read. Pictures are shown, everything else is saved."""
    return send_file(request, case, _attachment(request, case, entry, attachment))


@require_GET
@case_view(Permission.VIEW_CASE)
def attachment_small(
    request: CaseRequest, case: Case, entry: UUID, attachment: int
) -> HttpResponseBase:
    """A small picture, for lists; what is no picture comes as it is."""
    found = _attachment(request, case, entry, attachment)
    return send_file(request, case, found, small=found.is_image)


def _attachment(request: CaseRequest, case: Case, entry: UUID, pk: int) -> Attachment:
    visible = Attachment.objects.visible_to(request.user)
    found = get_object_or_404(visible.filter(log_entry__case=case, log_entry__entry=entry), pk=pk)
    if found.is_erased:
        raise Http404
    return found


def send_file(
    request: CaseRequest, case: Case, file: StoredFile, *, small: bool = False
) -> HttpResponseBase:
    """The file with headers that let a browser do nothing with it but show a picture or save."""
    # The browser asks each time, so that a right that has ended holds at once.
    keeping = "no-store" if case.is_restricted else "no-cache"
    headers = {
        "ETag": f'"{file.sha256}{stores.SMALL if small else ""}"',
        "Cache-Control": f"private, {keeping}",
        "Content-Security-Policy": FILE_CSP,
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    unchanged: HttpResponseBase | None = get_conditional_response(request, etag=headers["ETag"])
    response = _content(request, case, file, small) if unchanged is None else unchanged
    if response.status_code in {200, 304}:
        for name, value in headers.items():
            response.headers[name] = value
    return response


def _content(request: CaseRequest, case: Case, file: StoredFile, small: bool) -> HttpResponseBase:
    try:
        content = stores.fetch(file.key, small=small)
    except stores.Unavailable:
        return render_case_page(
            request,
            case,
            "logbook/file_unavailable.html",
            {"file": file},
            tab="logbook",
            status=503,
        )
    return FileResponse(
        content,
        as_attachment=not file.is_image,
        filename=file.name,
        content_type="image/webp" if small else file.content_type,
    )
