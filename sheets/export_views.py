"""The log as a file: exactly what the filter of the logbook shows, for the one who asks."""

from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from accounts.permissions import Permission
from cases.access import CaseRequest, case_view, render_case_page
from cases.models import Case
from logbook import queries as log_queries
from logbook.filters import LogFilterForm
from logbook.models import LogEntry, LogEntryQuerySet
from logbook.views import filter_form, reading_of
from sheets import queries
from sheets.writing import columns_for, long_texts, more_columns, write_csv, write_xlsx

IN_MEMORY = 1024 * 1024  # bytes; larger files lie on disk while they are sent
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@require_GET
@case_view(Permission.VIEW_CASE)
def log_export(request: CaseRequest, case: Case) -> HttpResponseBase:
    """`?format=xlsx` or `csv`, and the same filter as the logbook. Whoever sees the list may have it."""
    kind = request.GET.get("format", "xlsx")
    if kind not in TYPES:
        raise Http404
    entries = LogEntry.objects.visible_to(request.user).filter(case=case)
    form = _filter_form(request, case, entries)
    if not form.is_valid():
        context = {"form": form, "form_failed": True}
        return render_case_page(
            request, case, "sheets/export_refused.html", context, tab="logbook", status=422
        )
    # Closed by the response when it has been sent.
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    _write(file, kind, request, case, entries, form.cleaned_data)
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{case.file_mark}loggbok-{case.number}.{kind}",
        content_type=TYPES[kind],
    )


def _filter_form(request: CaseRequest, case: Case, entries: LogEntryQuerySet) -> LogFilterForm:
    """The filter of the logbook's own page, so that the file holds what the list shows."""
    reading = reading_of(request, case)
    contents = log_queries.contents_of(log_queries.filtered(entries, {}), reading)
    return filter_form(request, log_queries.places_in(case), contents.authors, reading)


def _write(
    file: IO[bytes],
    kind: str,
    request: CaseRequest,
    case: Case,
    entries: LogEntryQuerySet,
    wanted: Any,
) -> None:
    shown = log_queries.filtered(entries, wanted)
    columns = columns_for(
        is_inside=request.standing.is_inside,
        with_system=bool(wanted.get("slag")),
        first_recorded=queries.first_recorded(entries),
        organisations=request.standing.organisations,
    )
    rows = log_queries.all_rows(shown)
    if kind == "csv":
        write_csv(rows, columns, file)
    else:
        write_xlsx(
            rows,
            columns,
            file,
            more=more_columns(long_texts(queries.long_entries(shown))),
            mark="Övning" if case.is_exercise else "",
        )
