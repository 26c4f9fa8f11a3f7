"""The pages of a case's figures: what is known, a new row, a correction, pasted rows, waves."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import WHO_CAN_GIVE, Permission
from cases.access import CaseRequest, case_view, from_inside, render_case_page, saving
from cases.models import Case
from core.actions import AlreadyDone, Conflict, Refused
from figures import headcount_actions as actions
from figures import headcount_queries as queries
from figures.categories import Category
from figures.clock_after import follow_up_lines
from figures.clock_queries import clock_of
from figures.drawing import draw_latest, draw_over_time, summary
from figures.funnel import doubts, latest_by_wave
from figures.headcount_forms import CorrectionForm, HeadcountForm, PasteForm, WaveForm
from figures.masking import hidden_words, masked, plain, to_leave_the_case
from figures.models import Headcount, NoticeWave
from figures.published import Published

PER_PAGE = 40
MOST_DISAGREEMENTS = 6
MOST_DAYS_INSIDE = 60


def cannot_enter(request: CaseRequest) -> str:
    """Why there are no buttons, in words; empty when there are."""
    if request.standing.may(Permission.LOG) and request.standing.is_inside:
        return ""
    return f"Du kan läsa siffrorna men inte föra in dem. Den rätten ger {WHO_CAN_GIVE[Permission.LOG]}."


@require_GET
@case_view(Permission.VIEW_CASE)
def figures_page(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Charts and rows for those inside; for others the same figures with small numbers hidden."""
    waves = queries.waves_of(case)
    snapshots = queries.snapshots_of(case)
    if not request.standing.is_inside:
        figures = to_leave_the_case(snapshots)
        return _page(request, case, masked(figures) if figures else None, {})
    rows = Headcount.objects.visible_to(request.user).filter(wave__case=case)
    page = queries.headcount_page(rows, before=request.GET.get("fore", ""), size=PER_PAGE)
    latest = latest_by_wave(snapshots)
    context = {
        "waves": [(wave, latest.get(wave.number)) for wave in waves],
        "page": page,
        "categories": list(Category),
        "disagreements": queries.disagreements_in_words(snapshots, waves, most=MOST_DISAGREEMENTS),
        "doubts": [
            (wave.name, doubt)
            for wave in waves
            if wave.number in latest
            for doubt in doubts(latest[wave.number].counts)
        ],
    }
    figures = plain(snapshots, queries.plain_waves(waves), most_days=MOST_DAYS_INSIDE)
    return _page(request, case, figures, context)


def _page(
    request: CaseRequest, case: Case, figures: Published | None, more: dict[str, Any]
) -> HttpResponseBase:
    context = more | {
        "figures": figures,
        "summary": summary(figures) if figures else "",
        "hidden": hidden_words(figures.columns) if figures else "",
        "latest_chart": draw_latest(figures, key="laget") if figures else None,
        "series_chart": draw_over_time(figures, key="over-tid") if figures else None,
        "cannot": cannot_enter(request),
    }
    return render_case_page(request, case, "figures/page.html", context, tab="figures")


# --- Waves ------------------------------------------------------------------------------------


@require_GET
@case_view(Permission.LOG)
def wave_add_form(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The form for a new wave; the first one is filled in from the case."""
    from_inside(request)
    initial: dict[str, Any] = {"once": uuid.uuid4()}
    if not queries.waves_of(case):
        initial |= {"name": "Första varslet", "noticed_on": case.notice_on}
    return _wave_page(request, case, WaveForm(initial=initial))


@require_POST
@case_view(Permission.LOG)
def wave_add(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Add the wave and go on to its first figures."""
    from_inside(request)
    form = WaveForm(request.POST)
    if not form.is_valid():
        return _wave_page(request, case, form, status=422)
    try:
        with saving(request, form, case):
            wave = actions.add_wave(
                case=case,
                name=form.cleaned_data["name"],
                noticed_on=form.cleaned_data["noticed_on"],
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
        messages.success(request, f"{wave.name} är tillagt. För in de första siffrorna.")
    except AlreadyDone:
        pass
    except Refused as refused:
        return _wave_page(request, case, form, reasons=refused.reasons, status=422)
    return redirect("figures:add", case.number)


@require_GET
@case_view(Permission.LOG)
def wave_edit_form(request: CaseRequest, case: Case, wave: int) -> HttpResponseBase:
    """The form for a wave's name and day."""
    from_inside(request)
    found = _wave(request, case, wave)
    initial = {
        "name": found.name,
        "noticed_on": found.noticed_on,
        "seen_version": found.version,
    }
    return _wave_page(request, case, WaveForm(initial=initial), wave=found)


@require_POST
@case_view(Permission.LOG)
def wave_edit(request: CaseRequest, case: Case, wave: int) -> HttpResponseBase:
    """Change the wave; when someone was first, show both."""
    from_inside(request)
    found = _wave(request, case, wave)
    form = WaveForm(request.POST)
    if not form.is_valid():
        return _wave_page(request, case, form, wave=found, status=422)
    try:
        with saving(request, form, case):
            actions.change_wave(
                wave=found,
                seen_version=form.cleaned_data["seen_version"] or 0,
                name=form.cleaned_data["name"],
                noticed_on=form.cleaned_data["noticed_on"],
                actor=request.user,
                at=timezone.now(),
            )
    except Conflict:
        form.put("seen_version", found.version)
        return _wave_page(request, case, form, wave=found, conflict=True, status=409)
    except Refused as refused:
        return _wave_page(request, case, form, wave=found, reasons=refused.reasons, status=422)
    messages.success(request, "Varselomgången är ändrad.")
    return redirect("figures:page", case.number)


def _wave(request: CaseRequest, case: Case, number: int) -> NoticeWave:
    waves = NoticeWave.objects.visible_to(request.user).filter(case=case)
    return get_object_or_404(waves.select_related("case"), number=min(number, 32_000))


def _wave_page(
    request: CaseRequest,
    case: Case,
    form: WaveForm,
    *,
    wave: NoticeWave | None = None,
    conflict: bool = False,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    context = {
        "form": form,
        "wave": wave,
        "conflict": conflict,
        "reasons": reasons or [],
        "form_failed": status != 200,
    }
    return render_case_page(
        request, case, "figures/wave.html", context, tab="figures", status=status
    )


# --- One row ----------------------------------------------------------------------------------


@require_GET
@case_view(Permission.LOG)
def headcount_add_form(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The row to fill in. `?varsel=` names the wave, `?kopiera=1` fills in its newest numbers."""
    from_inside(request)
    waves = queries.waves_of(case)
    if not waves:
        return redirect("figures:wave_add", case.number)
    asked = request.GET.get("varsel", "")
    wave = next((w for w in waves if str(w.number) == asked), waves[-1])
    former = queries.former_of(wave)
    initial: dict[str, Any] = {
        "once": uuid.uuid4(),
        "wave": str(wave.number),
        "counted_on": timezone.localdate(),
        "source": former.source if former else "",
    }
    if former and request.GET.get("kopiera"):
        initial |= HeadcountForm.initial_of(former)
    form = HeadcountForm(initial=initial, waves=waves)
    return _add_page(request, case, form, former=former)


@require_POST
@case_view(Permission.LOG)
def headcount_add(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Save the row; what does not add up is told afterwards."""
    from_inside(request)
    waves = queries.waves_of(case)
    form = HeadcountForm(request.POST, waves=waves)
    wave = next((w for w in waves if str(w.number) == request.POST.get("wave")), None)
    former = queries.former_of(wave)
    if not form.is_valid() or wave is None:
        return _add_page(request, case, form, former=former, status=422)
    try:
        with saving(request, form, case):
            row = actions.enter_headcount(
                wave=wave,
                facts=form.facts(),
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
        _tell(request, row, former)
        _tell_what_it_answers(request, case, row)
    except AlreadyDone:
        pass
    except Refused as refused:
        return _add_page(request, case, form, former=former, reasons=refused.reasons, status=422)
    return redirect("figures:page", case.number)


def _tell(request: CaseRequest, row: Headcount, former: Headcount | None) -> None:
    messages.success(request, "Siffrorna är sparade.")
    before = {c: former.count(c) for c in Category} if former else None
    for doubt in doubts({c: row.count(c) for c in Category}, before):
        messages.warning(request, f"Se efter om det stämmer: {doubt}")


def _tell_what_it_answers(request: CaseRequest, case: Case, row: Headcount) -> None:
    """A closed case asks how it went (figures.clock_after); the row may be the answer."""
    for line in follow_up_lines(clock_of(case), timezone.localdate()):
        if line.row == row.pk:
            messages.success(request, f"{line.label}: besvarade med den här raden.")


def _add_page(
    request: CaseRequest,
    case: Case,
    form: HeadcountForm,
    *,
    former: Headcount | None,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    context = {
        "form": form,
        "former": queries.shown_row(former) if former else None,
        "wave_number": form["wave"].value(),
        "categories": list(Category),
        "reasons": reasons or [],
        "form_failed": status != 200,
    }
    return render_case_page(
        request, case, "figures/add.html", context, tab="figures", status=status
    )


def _row(request: CaseRequest, case: Case, pk: int) -> Headcount:
    rows = Headcount.objects.visible_to(request.user).filter(wave__case=case)
    return get_object_or_404(rows.select_related("wave__case"), pk=pk)


@require_GET
@case_view(Permission.VIEW_INSIDE)
def headcount_page(request: CaseRequest, case: Case, row: int) -> HttpResponseBase:
    """A row with all its wordings."""
    found = _row(request, case, row)
    versions = queries.versions_of(found)
    context = {
        "row": found,
        "categories": list(Category),
        "versions": [(queries.shown_row(version), version) for version in versions],
        "newest": versions[0],
        "cannot": cannot_enter(request),
    }
    return render_case_page(request, case, "figures/row.html", context, tab="figures")


@require_GET
@case_view(Permission.LOG)
def headcount_correct_form(request: CaseRequest, case: Case, row: int) -> HttpResponseBase:
    """The row's numbers, to be put right."""
    from_inside(request)
    found = _row(request, case, row)
    initial = CorrectionForm.initial_of(found)
    initial |= {"counted_on": found.counted_on, "once": uuid.uuid4()}
    return _correct_page(request, case, found, CorrectionForm(initial=initial))


@require_POST
@case_view(Permission.LOG)
def headcount_correct(request: CaseRequest, case: Case, row: int) -> HttpResponseBase:
    """Save a new row in the place of this one."""
    from_inside(request)
    found = _row(request, case, row)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _correct_page(request, case, found, form, status=422)
    try:
        with saving(request, form, case):
            actions.correct_headcount(
                row=found,
                facts=form.facts(),
                reason=form.cleaned_data["correction_reason"],
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
        messages.success(request, "Siffrorna är rättade. Den tidigare raden går att läsa.")
    except AlreadyDone:
        pass
    except Refused as refused:
        return _correct_page(request, case, found, form, reasons=refused.reasons, status=422)
    return redirect("figures:page", case.number)


def _correct_page(
    request: CaseRequest,
    case: Case,
    row: Headcount,
    form: CorrectionForm,
    *,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    context = {"form": form, "row": row, "reasons": reasons or [], "form_failed": status != 200}
    return render_case_page(
        request, case, "figures/correct.html", context, tab="figures", status=status
    )


# --- Paste ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PreviewRow:
    """A pasted row as it was understood."""

    line: int
    day: str
    wave: str
    numbers: list[str]
    source: str
    doubts: list[str]


@require_GET
@case_view(Permission.LOG)
def paste_form(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The empty form."""
    from_inside(request)
    waves = queries.waves_of(case)
    if not waves:
        return redirect("figures:wave_add", case.number)
    initial = {"once": uuid.uuid4(), "wave": str(waves[-1].number)}
    return _paste_page(request, case, PasteForm(initial=initial, waves=waves))


@require_POST
@case_view(Permission.LOG)
def paste_preview(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Show how the rows were understood. Nothing is saved."""
    from_inside(request)
    form = PasteForm(request.POST, waves=queries.waves_of(case))
    status = 200 if form.is_valid() else 422
    return _paste_page(request, case, form, status=status)


@require_POST
@case_view(Permission.LOG)
def paste_save(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Save every row, or none."""
    from_inside(request)
    form = PasteForm(request.POST, waves=queries.waves_of(case))
    if not form.is_valid():
        return _paste_page(request, case, form, status=422)
    rows = form.facts()
    try:
        with saving(request, form, case):
            actions.paste_headcounts(
                case=case,
                rows=rows,
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
        messages.success(request, f"Sparade rader: {len(rows)}.")
    except AlreadyDone:
        pass
    except Refused as refused:
        return _paste_page(request, case, form, reasons=refused.reasons, status=422)
    return redirect("figures:page", case.number)


def _paste_page(
    request: CaseRequest,
    case: Case,
    form: PasteForm,
    *,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    understood = form.pasted is not None and not form.errors
    context = {
        "form": form,
        "rows": _preview(form) if understood else [],
        "categories": list(Category),
        "reasons": reasons or [],
        "form_failed": status != 200,
    }
    return render_case_page(
        request, case, "figures/paste.html", context, tab="figures", status=status
    )


def _preview(form: PasteForm) -> list[PreviewRow]:
    assert form.pasted is not None
    return [
        PreviewRow(
            line=row.line,
            day=row.day.isoformat() if row.day else "",
            wave=form.wave_of(row).name,
            numbers=["okänt" if (n := row.counts.get(c)) is None else str(n) for c in Category],
            source=row.source,
            doubts=doubts(row.counts),
        )
        for row in form.pasted.rows
    ]
