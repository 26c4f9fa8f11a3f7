"""The page where whoever holds a report sees whether it is as it was issued. No login."""

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from core.access import public
from core.htmx import render_page
from reports.checking import checked
from reports.forms import ReportFileForm, SumForm

OPEN = "whoever was given a report may see that it is unchanged; only its holder knows its sum"
MOST_BYTES = 100 * 1024 * 1024


class SummedFile(UploadedFile):  # type: ignore[type-arg]
    """A file that was summed while it arrived, and not kept."""

    sha256 = ""


class SummingHandler(FileUploadHandler):
    """Sums a file while it arrives, so that strangers' files are never on our disk."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.sums = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > MOST_BYTES:
            raise StopUpload(connection_reset=True)
        self.sums.update(raw_data)

    def file_complete(self, file_size: int) -> SummedFile:
        file = SummedFile(name=self.file_name, size=file_size)
        file.sha256 = self.sums.hexdigest()
        return file


@require_GET
@public(because=OPEN)
def check_page(request: HttpRequest) -> HttpResponseBase:
    """Choose the file; or `?summa=`, the file's sum."""
    form = SumForm(request.GET)
    sha256 = form.cleaned_data["summa"] if form.is_valid() else ""
    return _page(request, sum_form=form, sha256=sha256)


# Nothing is changed, and the token would be read before the handler of files is in place.
@csrf_exempt
@require_POST
@public(because=OPEN)
def check_file(request: HttpRequest) -> HttpResponseBase:
    """Sum the file and say what it is."""
    request.upload_handlers = [SummingHandler(request)]
    form = ReportFileForm(request.POST, request.FILES)
    file = form.cleaned_data["file"] if form.is_valid() else SummedFile()
    return _page(request, file_form=form, sha256=file.sha256, name=file.name or "")


def _page(
    request: HttpRequest,
    *,
    sum_form: SumForm | None = None,
    file_form: ReportFileForm | None = None,
    sha256: str = "",
    name: str = "",
) -> HttpResponseBase:
    failed = any(form is not None and form.errors for form in (sum_form, file_form))
    context = {
        "sum_form": sum_form or SumForm(),
        "file_form": file_form or ReportFileForm(),
        "sha256": sha256,
        "name": name,
        "found": checked(sha256) if sha256 else None,
        "form_failed": failed,
    }
    return render_page(request, "reports/check.html", context, status=422 if failed else 200)
