"""The pages where an organisation's administrator settles its reports."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import MemberRequest, organisation_view
from accounts.models import Organisation
from core.actions import Conflict, Refused
from core.htmx import render_page
from reports import queries, settings_actions
from reports.arrangement import ARRANGED, arranged
from reports.model import Kind
from reports.models import ReportSettings
from reports.settings_forms import (
    LogoForm,
    SettingsForm,
    settings_form_of,
    settings_values,
)

RIGHT = "bestämma hur rapporterna ser ut"
KINDS = tuple(kind for kind in Kind if kind in ARRANGED)


@require_GET
@organisation_view(admin=True, right=RIGHT)
def settings_list(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """The kinds of report that may be settled, and the logo."""
    return _list(request, organisation, LogoForm())


@require_POST
@organisation_view(admin=True, right=RIGHT)
def logo_set(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """Use the picture from now on."""
    form = LogoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list(request, organisation, form)
    file = form.cleaned_data["logo"]
    try:
        settings_actions.set_logo(
            organisation=organisation,
            file=file,
            name=file.name,
            alt_text=form.cleaned_data["alt_text"],
            actor=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        form.add_error("logo", " ".join(refused.reasons))
        return _list(request, organisation, form)
    messages.success(request, "Logotypen är sparad och står i nya rapporter.")
    return redirect("report_settings:list", organisation.pk)


@require_POST
@organisation_view(admin=True, right=RIGHT)
def logo_remove(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """Have no logo from now on."""
    settings_actions.remove_logo(organisation=organisation, actor=request.user, at=timezone.now())
    messages.success(request, "Nya rapporter har ingen logotyp.")
    return redirect("report_settings:list", organisation.pk)


@require_GET
@organisation_view(admin=True, right=RIGHT)
def settings_page(
    request: MemberRequest, organisation: Organisation, kind: str
) -> HttpResponseBase:
    """What holds for new reports of one kind."""
    chosen = _kind_or_404(kind)
    settings = queries.settings_of(organisation, chosen)
    form = settings_form_of(chosen)(initial=settings_values(settings))
    return _page(request, organisation, form)


@require_POST
@organisation_view(admin=True, right=RIGHT)
def settings_save(
    request: MemberRequest, organisation: Organisation, kind: str
) -> HttpResponseBase:
    """Settle it; when someone was first, show both."""
    chosen = _kind_or_404(kind)
    form = settings_form_of(chosen)(request.POST)
    if not form.is_valid():
        return _page(request, organisation, form, status=422)
    try:
        settings_actions.settle_reports(
            organisation=organisation,
            kind=chosen,
            settled=form.settled(),
            seen_version=form.cleaned_data["seen_version"],
            actor=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        return _page(request, organisation, form, reasons=refused.reasons, status=422)
    except Conflict as conflict:
        return _beside(request, organisation, form, conflict)
    for hint in form.hints:
        messages.info(request, f"Kontrollera texten. {hint}")
    messages.success(request, f"Sparat. Så blir nya rapporter av typen {chosen.label.lower()}.")
    return redirect("report_settings:page", organisation.pk, chosen.slug)


def _beside(
    request: MemberRequest, organisation: Organisation, form: SettingsForm, conflict: Conflict
) -> HttpResponseBase:
    """Another administrator was first: what holds now, and mine in the form."""
    now = conflict.current
    assert isinstance(now, ReportSettings)
    values = settings_values(now)
    theirs = [
        (str(form[name].label), values[name])
        for name in ("recipient", "decisions", "decision_goes_to")
        if name in form.fields and values[name] != form.cleaned_data[name]
    ]
    order = ", ".join(spec.heading for spec in arranged(form.made_for, now.arrangement))
    form.put("seen_version", now.version)
    return _page(request, organisation, form, theirs=[*theirs, ("Avsnitt", order)], status=409)


def _kind_or_404(slug: str) -> Kind:
    for kind in KINDS:
        if kind.slug == slug:
            return kind
    raise Http404


def _page(
    request: MemberRequest,
    organisation: Organisation,
    form: SettingsForm,
    *,
    status: int = 200,
    **said: Any,
) -> HttpResponseBase:
    context = {
        "organisation": organisation,
        "kind": form.made_for,
        "form": form,
        "form_failed": status != 200,
    }
    return render_page(request, "reports/settings.html", context | said, status=status)


def _list(request: MemberRequest, organisation: Organisation, form: LogoForm) -> HttpResponseBase:
    settled = queries.settled_kinds(organisation)
    context = {
        "organisation": organisation,
        "kinds": [(kind, kind.value in settled) for kind in KINDS],
        "logo": queries.logo_of(organisation),
        "form": form,
        "form_failed": form.is_bound,
    }
    status = 422 if form.is_bound else 200
    return render_page(request, "reports/settings_list.html", context, status=status)
