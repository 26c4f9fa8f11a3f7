"""The pages that take entries from a file in three steps: choose it, match its columns, look and save."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission
from cases.access import CaseRequest, case_view, render_case_page
from cases.models import Case
from core.actions import AlreadyDone, Refused
from logbook.rules import blockers_to_log
from sheets import actions
from sheets.columns import guess, guess_with_heading, heading_row
from sheets.forms import FileForm, ImportForm, MatchingForm, SheetForm, posted_places
from sheets.matching import Matching
from sheets.models import StagedFile
from sheets.places import MOST_UNKNOWN
from sheets.preview import Preview, Status, build_preview, entries_of
from sheets.reading.grid import CannotRead, Sheet
from sheets.reading.process import read_in_process

PER_PAGE = 50
FAULTS_SHOWN = 20
GONE = (
    "Filen finns inte kvar här: den är sparad, borttagen, ersatt av en annan eller äldre än ett dygn. "
    "Välj den igen."
)
READINGS = (
    ("", "Alla"),
    (Status.NEW.value, "Nya"),
    (Status.UNREADABLE.value, "Går inte att läsa"),
    (Status.PRESENT.value, "Finns redan"),
)


def _page(
    request: CaseRequest,
    case: Case,
    name: str,
    context: dict[str, Any],
    *,
    step: int,
    status: int = 200,
) -> HttpResponseBase:
    frame = {"step": step, "form_failed": status == 422}
    return render_case_page(
        request, case, f"sheets/{name}.html", frame | context, tab="logbook", status=status
    )


# --- Step 1: the file -----------------------------------------------------------------------------


@require_GET
@case_view(Permission.LOG)
def file_form(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Choose a file, or go on with the one that is under way."""
    return _file_page(request, case, FileForm())


@require_POST
@case_view(Permission.LOG)
def file_read(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Read the file and keep its cells for the next step."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _file_page(request, case, form, status=422)
    try:
        cells = read_in_process(form.cleaned_data["file"].read())
        staged = actions.stage_file(
            case=case,
            file_name=form.file_name,
            cells=cells,
            actor=request.user,
            at=timezone.now(),
        )
    except CannotRead as error:
        form.add_error("file", str(error))
        return _file_page(request, case, form, status=422)
    except Refused as refused:
        return _file_page(request, case, form, reasons=refused.reasons, status=422)
    return redirect("sheets:columns", case.number, staged.key)


def _file_page(
    request: CaseRequest,
    case: Case,
    form: FileForm,
    *,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    staged = StagedFile.objects.visible_to(request.user).filter(case=case).defer("cells").first()
    context = {
        "form": form,
        "reasons": reasons or [],
        "staged": staged,
        "cannot_log": " ".join(blockers_to_log(case)),
    }
    return _page(request, case, "file", context, step=1, status=status)


# --- Steps 2 and 3 --------------------------------------------------------------------------------


def _with_file(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Hand the view the person's own file; without it, back to step 1 in words."""

    @wraps(view)
    def wrapper(request: CaseRequest, case: Case, staged: UUID) -> HttpResponseBase:
        found = StagedFile.objects.visible_to(request.user).filter(case=case, key=staged).first()
        if found is None:
            messages.warning(request, GONE)
            return redirect("sheets:file", case.number)
        return view(request, case, found)

    return wrapper


@require_POST
@case_view(Permission.LOG)
@_with_file
def file_drop(request: CaseRequest, case: Case, staged: StagedFile) -> HttpResponseBase:
    """Forget the file that is under way."""
    actions.drop_file(staged=staged, actor=request.user, at=timezone.now())
    messages.success(request, "Filen är borttagen härifrån. Ingenting ur den har sparats.")
    return redirect("sheets:file", case.number)


@require_GET
@case_view(Permission.LOG)
@_with_file
def columns_form(request: CaseRequest, case: Case, staged: StagedFile) -> HttpResponseBase:
    """Which column is what: guessed, as kept, or for another sheet or heading row."""
    sheets = staged.sheets()
    matching = _matching_for(sheets, staged, request.GET)
    form = MatchingForm.of(matching, sheets[matching.sheet])
    return _columns_page(request, case, staged, sheets, matching, form)


def _matching_for(sheets: list[Sheet], staged: StagedFile, asked: Any) -> Matching:
    """The kept matching, unless another sheet or heading row is asked for: then a guess."""
    kept = Matching.from_json(staged.matching) if staged.matching else None
    left = [n for n, sheet in enumerate(sheets) if not sheet.fault and n not in staged.taken]
    usable = [n for n, sheet in enumerate(sheets) if not sheet.fault]
    with_headings = [n for n in left if heading_row(sheets[n])]
    number = _asked(asked, "blad", usable)
    if number is None:
        number = kept.sheet if kept and kept.sheet in left else [*with_headings, *left, *usable][0]
    heading = _asked(asked, "rubrikrad", [0, *(row.number for row in sheets[number].rows)])
    if kept and kept.sheet == number and heading in (None, kept.heading):
        return kept
    if heading is None or (kept and kept.sheet != number and "blad" in asked):
        return guess(sheets, number, staged.file_name)
    return guess_with_heading(sheets, number, heading, staged.file_name)


def _asked(asked: Any, name: str, allowed: list[int]) -> int | None:
    value = asked.get(name, "")
    number = int(value) if value.isdecimal() and len(value) < 9 else -1
    return number if number in allowed else None


@require_POST
@case_view(Permission.LOG)
@_with_file
def columns_save(request: CaseRequest, case: Case, staged: StagedFile) -> HttpResponseBase:
    """Keep the matching and show what it gives."""
    sheets = staged.sheets()
    usable = [n for n, sheet in enumerate(sheets) if not sheet.fault]
    number = _asked(request.POST, "sheet", usable)
    if number is None:
        return redirect("sheets:columns", case.number, staged.key)
    heading = _asked(request.POST, "heading", [0, *(r.number for r in sheets[number].rows)]) or 0
    form = MatchingForm(request.POST, shown=sheets[number], heading=heading)
    matching = Matching(sheet=number, heading=heading)
    if form.is_valid():
        matching = form.matching(staged.matching.get("places", {}))
        preview = _preview(request, case, sheets, matching)
        if len(preview.unknown) <= MOST_UNKNOWN:
            actions.match_columns(
                staged=staged, matching=matching, actor=request.user, at=timezone.now()
            )
            return redirect("sheets:preview", case.number, staged.key)
        form.add_error(
            None,
            f"Bladet har {len(preview.unknown)} insatser och huvudaktiviteter som inte finns i "
            "planen. Är det rätt kolumn? Välj en annan, eller Hämtas inte.",
        )
    return _columns_page(request, case, staged, sheets, matching, form, status=422)


def _columns_page(
    request: CaseRequest,
    case: Case,
    staged: StagedFile,
    sheets: list[Sheet],
    matching: Matching,
    form: MatchingForm,
    *,
    status: int = 200,
) -> HttpResponseBase:
    labels = [
        f"{sheet.name or staged.file_name} ({len(sheet.rows)} rader"
        + (", redan hämtat)" if n in staged.taken else ")")
        for n, sheet in enumerate(sheets)
    ]
    context = {
        "staged": staged,
        "form": form,
        "sheet_form": SheetForm(
            initial={"blad": matching.sheet, "rubrikrad": matching.heading},
            sheets=sheets,
            labels=labels,
            shown=matching.sheet,
        ),
        "sheet_name": sheets[matching.sheet].name,
        "faulty": [sheet for sheet in sheets if sheet.fault],
    }
    return _page(request, case, "columns", context, step=2, status=status)


def _preview(request: CaseRequest, case: Case, sheets: list[Sheet], matching: Matching) -> Preview:
    return build_preview(
        case=case,
        sheet=sheets[matching.sheet],
        matching=matching,
        user=request.user,
        today=timezone.localdate(),
    )


@require_GET
@case_view(Permission.LOG)
@_with_file
def preview_page(request: CaseRequest, case: Case, staged: StagedFile) -> HttpResponseBase:
    """Every event of the sheet as it will be stored, and what cannot be read."""
    if not staged.matching:
        return redirect("sheets:columns", case.number, staged.key)
    sheets, matching = staged.sheets(), Matching.from_json(staged.matching)
    preview = _preview(request, case, sheets, matching)
    form = ImportForm(initial={"once": uuid.uuid4()}, preview=preview)
    return _preview_page(request, case, staged, sheets[matching.sheet], form)


@require_POST
@case_view(Permission.LOG)
@_with_file
def entries_save(request: CaseRequest, case: Case, staged: StagedFile) -> HttpResponseBase:
    """Save all of it, or show again what the choices give."""
    if not staged.matching:
        return redirect("sheets:columns", case.number, staged.key)
    sheets, matching = staged.sheets(), Matching.from_json(staged.matching)
    asked = ImportForm(request.POST, preview=_preview(request, case, sheets, matching))
    matching = matching.with_places(posted_places(asked))
    actions.match_columns(staged=staged, matching=matching, actor=request.user, at=timezone.now())
    if request.POST.get("do") == "show":
        return redirect("sheets:preview", case.number, staged.key)
    form = ImportForm(request.POST, preview=_preview(request, case, sheets, matching))
    sheet = sheets[matching.sheet]
    if not form.is_valid():
        return _preview_page(request, case, staged, sheet, form, status=422)
    done = {*staged.taken, matching.sheet}
    left = [n for n, other in enumerate(sheets) if not other.fault and n not in done]
    try:
        event = actions.import_entries(
            staged=staged,
            sheet=matching.sheet,
            sheet_name=sheet.name,
            others=left,
            entries=entries_of(form.preview),
            once=form.cleaned_data["once"],
            actor=request.user,
            at=timezone.now(),
        )
    except AlreadyDone:
        return redirect("logbook:list", case.number)
    except Refused as refused:
        return _preview_page(
            request, case, staged, sheet, form, reasons=refused.reasons, status=422
        )
    return _saved(request, case, staged, event.details["count"], has_more=bool(left))


def _saved(
    request: CaseRequest, case: Case, staged: StagedFile, count: int, *, has_more: bool
) -> HttpResponseBase:
    words = "1 loggpost är sparad." if count == 1 else f"{count} loggposter är sparade."
    if not has_more:
        messages.success(request, words)
        return redirect("logbook:list", case.number)
    messages.success(
        request, f"{words} Filen har fler blad: välj nästa här, eller gå till loggboken."
    )
    return redirect("sheets:columns", case.number, staged.key)


def _preview_page(
    request: CaseRequest,
    case: Case,
    staged: StagedFile,
    sheet: Sheet,
    form: ImportForm,
    *,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    preview = form.preview
    chosen = request.GET.get("visa", "")
    known = {value for value, _ in READINGS}
    lines = preview.of(Status(chosen)) if chosen and chosen in known else preview.lines
    counts = {
        value: len(preview.of(Status(value)) if value else preview.lines) for value, _ in READINGS
    }
    context = {
        "staged": staged,
        "sheet_name": sheet.name,
        "form": form,
        "reasons": reasons or [],
        "preview": preview,
        "faults": preview.unreadable[:FAULTS_SHOWN],
        "more_faults": len(preview.unreadable) - FAULTS_SHOWN,
        "readings": [(value, label, counts[value]) for value, label in READINGS if counts[value]],
        "chosen": chosen if chosen in known else "",
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("sida", "1")),
    }
    return _page(request, case, "preview", context, step=3, status=status)
