"""The pages of a case's indicators: all of them, one with its values, and the import of a file."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission
from cases.access import CaseRequest, case_view, from_inside, render_case_page, saving
from cases.models import Case
from cases.queries import lead_of
from core.actions import AlreadyDone, Conflict, Refused
from figures import indicator_actions as actions
from figures import indicator_queries as queries
from figures.headcount_views import cannot_enter
from figures.indicator_forms import (
    ChosenSeriesForm,
    IndicatorForm,
    NoticeShareForm,
    ObservationForm,
    StatisticsFileForm,
)
from figures.indicator_set import ready_indicator
from figures.models import Indicator
from figures.statistics_files import best_first, values_as_text
from figures.trends import PARADOX, notice_share
from figures.units import in_words

MOST_CHOICES = 12
PER_PAGE = 30
EMPLOYED = "forvarvsarbetande"  # in the address


@require_GET
@case_view(Permission.VIEW_INSIDE)
def indicator_list(request: CaseRequest, case: Case) -> HttpResponseBase:
    """What is followed, and what is left of the ready set."""
    indicators = Indicator.objects.visible_to(request.user).filter(case=case)
    page = queries.indicator_page(indicators, page=request.GET.get("sida", ""), size=PER_PAGE)
    rows = queries.with_values(list(page))
    context = {
        "rows": rows,
        "page": page,
        "ready": queries.not_chosen(case),
        "paradox": PARADOX if any(row.is_dependence for row in rows) else "",
        "cannot": cannot_enter(request),
    }
    return render_case_page(request, case, "figures/indicators.html", context, tab="figures")


@require_GET
@case_view(Permission.LOG)
def indicator_add_form(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The form, filled in from the ready set when `?ur=` names one of it."""
    from_inside(request)
    initial: dict[str, Any] = {"once": uuid.uuid4(), "is_followed": True}
    if ready := ready_indicator(request.GET.get("ur", "")):
        initial |= {
            "name": ready.name,
            "unit": ready.unit,
            "better": ready.better,
            "source": ready.source,
            "catalogue_key": ready.key,
        }
    return _form_page(request, case, IndicatorForm(initial=initial))


@require_POST
@case_view(Permission.LOG)
def indicator_add(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Follow the indicator and go to it."""
    from_inside(request)
    form = IndicatorForm(request.POST)
    if not form.is_valid():
        return _form_page(request, case, form, status=422)
    ready = ready_indicator(form.cleaned_data["catalogue_key"])
    try:
        with saving(request, form, case):
            indicator = actions.add_indicator(
                case=case,
                facts=form.facts(),
                catalogue_key=ready.key if ready else "",
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
    except AlreadyDone as done:
        return redirect("figures:indicator", case.number, int(done.result))
    except Refused as refused:
        return _form_page(request, case, form, reasons=refused.reasons, status=422)
    messages.success(request, f"{indicator.name} följs nu.")
    return redirect("figures:indicator", case.number, indicator.pk)


def _indicator(request: CaseRequest, case: Case, pk: int) -> Indicator:
    indicators = Indicator.objects.visible_to(request.user).filter(case=case)
    return get_object_or_404(indicators.select_related("case"), pk=pk)


@require_GET
@case_view(Permission.LOG)
def indicator_edit_form(request: CaseRequest, case: Case, indicator: int) -> HttpResponseBase:
    """The form for what is measured."""
    from_inside(request)
    found = _indicator(request, case, indicator)
    return _form_page(request, case, IndicatorForm.of(found), indicator=found)


@require_POST
@case_view(Permission.LOG)
def indicator_edit(request: CaseRequest, case: Case, indicator: int) -> HttpResponseBase:
    """Change the indicator; when someone was first, show both."""
    from_inside(request)
    found = _indicator(request, case, indicator)
    form = IndicatorForm(request.POST)
    if not form.is_valid():
        return _form_page(request, case, form, indicator=found, status=422)
    try:
        with saving(request, form, case):
            actions.change_indicator(
                indicator=found,
                seen_version=form.cleaned_data["seen_version"] or 0,
                facts=form.facts(),
                actor=request.user,
                at=timezone.now(),
            )
    except Conflict as conflict:
        theirs = cast(Indicator, conflict.current)
        form.put("seen_version", theirs.version)
        return _form_page(request, case, form, indicator=theirs, conflict=True, status=409)
    except Refused as refused:
        return _form_page(request, case, form, indicator=found, reasons=refused.reasons, status=422)
    messages.success(request, "Indikatorn är ändrad.")
    return redirect("figures:indicator", case.number, found.pk)


def _form_page(
    request: CaseRequest,
    case: Case,
    form: IndicatorForm,
    *,
    indicator: Indicator | None = None,
    conflict: bool = False,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    key = indicator.catalogue_key if indicator else str(form["catalogue_key"].value() or "")
    context = {
        "form": form,
        "indicator": indicator,
        "ready": ready_indicator(key),
        "theirs": _differences(indicator, form) if conflict and indicator else [],
        "reasons": reasons or [],
        "form_failed": status != 200,
    }
    return render_case_page(
        request, case, "figures/indicator_form.html", context, tab="figures", status=status
    )


def _differences(indicator: Indicator, form: IndicatorForm) -> list[tuple[str, object]]:
    return [
        (str(field.label), getattr(indicator, field.name))
        for field in form.visible_fields()
        if getattr(indicator, field.name) != form.cleaned_data.get(field.name)
    ]


# --- One indicator, its values ----------------------------------------------------------------


@require_GET
@case_view(Permission.VIEW_INSIDE)
def indicator_page(request: CaseRequest, case: Case, indicator: int) -> HttpResponseBase:
    """The indicator with its values, trend and distance to the target."""
    return _page(request, case, _indicator(request, case, indicator))


@require_POST
@case_view(Permission.LOG)
def observation_add(request: CaseRequest, case: Case, indicator: int) -> HttpResponseBase:
    """Enter the value of a year."""
    from_inside(request)
    found = _indicator(request, case, indicator)
    form = ObservationForm(request.POST)
    if not form.is_valid():
        return _page(request, case, found, form=form, status=422)
    try:
        with saving(request, form, case):
            actions.enter_observation(
                indicator=found,
                observed=form.observed(),
                source=form.cleaned_data["source"],
                read_on=form.cleaned_data["read_on"],
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
        messages.success(request, f"Värdet för {form.cleaned_data['year']} är sparat.")
    except AlreadyDone:
        pass
    except Refused as refused:
        return _page(request, case, found, form=form, reasons=refused.reasons, status=422)
    return redirect("figures:indicator", case.number, found.pk)


@require_POST
@case_view(Permission.LOG)
def import_preview(request: CaseRequest, case: Case, indicator: int) -> HttpResponseBase:
    """Show the series of a file, the likeliest first, each with a button. Nothing is saved."""
    from_inside(request)
    found = _indicator(request, case, indicator)
    form = StatisticsFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, case, found, file_form=form, status=422)
    wanted = [lead_of(case).short_name, *found.name.split()]
    series = best_first(form.series, wanted)
    choices = [
        (
            each,
            ChosenSeriesForm(
                initial={
                    "values": values_as_text(each),
                    "file_name": form.cleaned_data["file"].name[:160],
                    "source": found.source,
                    "once": uuid.uuid4(),
                },
                auto_id=f"id_rad_{place}_%s",
            ),
        )
        for place, each in enumerate(series[:MOST_CHOICES])
    ]
    return _page(request, case, found, choices=choices, left_out=len(series) - len(choices))


@require_POST
@case_view(Permission.LOG)
def import_save(request: CaseRequest, case: Case, indicator: int) -> HttpResponseBase:
    """Save every value of the chosen series, or none."""
    from_inside(request)
    found = _indicator(request, case, indicator)
    form = ChosenSeriesForm(request.POST)
    if not form.is_valid():
        reasons = [str(error) for errors in form.errors.values() for error in errors]
        return _page(request, case, found, reasons=reasons, status=422)
    values = form.cleaned_data
    try:
        actions.import_observations(
            indicator=found,
            observed=values["values"],
            source=values["source"],
            read_on=timezone.localdate(),
            file_name=values["file_name"],
            once=values["once"],
            actor=request.user,
            at=timezone.now(),
        )
        messages.success(request, f"Hämtade värden: {len(values['values'])}.")
    except AlreadyDone:
        pass
    except Refused as refused:
        return _page(request, case, found, reasons=refused.reasons, status=422)
    return redirect("figures:indicator", case.number, found.pk)


def _page(
    request: CaseRequest,
    case: Case,
    indicator: Indicator,
    *,
    form: ObservationForm | None = None,
    file_form: StatisticsFileForm | None = None,
    choices: list[Any] | None = None,
    left_out: int = 0,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    initial: dict[str, Any] = {
        "once": uuid.uuid4(),
        "read_on": timezone.localdate(),
        "source": indicator.source,
    }
    indicators = Indicator.objects.visible_to(request.user).filter(pk=indicator.pk)
    [row] = queries.followed(indicators)
    computed = _computed(request, case, initial) if row.is_notice_share else {}
    share_form = computed.get("share_form")
    if share_form and share_form.errors:
        status = 422
    context = computed | {
        "row": row,
        "indicator": indicator,
        "history": queries.history_of(indicator),
        "form": form or ObservationForm(initial=initial),
        "file_form": file_form or StatisticsFileForm(),
        "failed_form": form or file_form or share_form,
        "choices": choices or [],
        "left_out": left_out,
        "paradox": PARADOX if row.is_dependence else "",
        "reasons": reasons or [],
        "cannot": cannot_enter(request),
        "form_failed": status != 200,
    }
    return render_case_page(
        request, case, "figures/indicator.html", context, tab="figures", status=status
    )


def _computed(request: CaseRequest, case: Case, initial: dict[str, Any]) -> dict[str, Any]:
    """The form that asks how many are employed; the share it gives goes into `initial`."""
    form = NoticeShareForm(request.GET if EMPLOYED in request.GET else None)
    notified = queries.notified_in(case)
    if form.is_bound and form.is_valid():
        employed = form.cleaned_data[EMPLOYED]
        initial |= {"value": notice_share(notified, employed), "year": case.notice_on.year}
        if notified is not None:
            initial["source"] = (
                f"{in_words(notified)} varslade av {in_words(employed)} förvärvsarbetande (SCB)"
            )
    return {"share_form": form, "notified": notified}
