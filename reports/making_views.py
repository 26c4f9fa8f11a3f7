"""The page where a report is made: chosen, written in place, kept as a draft, fixed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Organisation
from accounts.permissions import Permission
from cases.access import CaseRequest, case_view, render_case_page, saving
from cases.models import Case
from core.actions import AlreadyDone, Conflict, Refused
from figures.clock_queries import next_report_on
from reports import actions, draft_actions, queries
from reports.arrangement_form import arrangement_values, is_arranged
from reports.build import NOT_AT_THIS_LEVEL, build_report
from reports.forms import (
    NOT_WRITTEN,
    SHOWN_IN,
    USUAL_RECIPIENT,
    ReportForm,
    form_of,
    kind_in,
    lines,
    usual_decisions,
)
from reports.levels import Level, Seen, seen_at_each
from reports.model import Empty, Kind, Report
from reports.models import Issued, ReportDraft, ReportSettings
from reports.parts import held_in
from reports.previewing import sections_in_making, shortened, unseen_words, words_beside
from reports.render import body_context

NOT_KEPT = "Utkastet kunde inte sparas på servern. Texten står kvar här."
OTHER_PAGE = (
    "Du har skrivit i samma utkast på en annan sida. Det här är inte sparat. "
    "Tryck på Förhandsgranska för att se båda."
)


@dataclass(frozen=True)
class Making:
    """What a report is made of and from: the same for every step of the page."""

    case: Case
    kind: Kind
    replaced: Issued | None
    organisation: Organisation
    settings: ReportSettings

    def initial(self) -> dict[str, Any]:
        """Carry on where the last report of that kind ended; to the board; until today.

        A report that replaces another one is as that one was. The rest is as the organisation has
        settled.
        """
        kind, today, settled = self.kind, timezone.localdate(), self.settings
        arranged = arrangement_values(kind, settled.arrangement)
        if self.replaced:
            return arranged | {
                "kind": self.kind.value,
                "period_from": self.replaced.period_from,
                "period_to": self.replaced.period_to,
                "recipient": self.replaced.recipient,
                "level": self.replaced.level,
                "replaces": self.replaced.pk,
            }
        last, following = queries.last_issued(self.case, kind), next_report_on(self.case)
        usual = settled.recipient or USUAL_RECIPIENT.get(kind, "")
        return arranged | {
            "kind": kind.value,
            "period_from": min(last.stop_on + timedelta(days=1), today)
            if last
            else min(self.case.notice_on, today),
            "period_to": today,
            "next_report_on": following if following and following > today else None,
            "recipient": last.recipient if last else usual,
            "level": Level.PUBLIC.value,
            "decisions": (settled.decisions or usual_decisions(kind)[0])
            if "decisions" in SHOWN_IN[kind]
            else "",
            "decision_goes_to": settled.decision_goes_to,
        }

    @property
    def usual_decisions(self) -> Sequence[str]:
        """The sentences that are offered beside the field."""
        return lines(self.settings.decisions) or usual_decisions(self.kind)

    def form(self, data: Any) -> ReportForm:
        """What was sent, beside what stood there from the start."""
        return form_of(self.kind)(data, initial=self.initial())

    @property
    def draft_place(self) -> str:
        """What the browser calls the place of the draft (static/js/drafts.js)."""
        replaced = f"-{self.replaced.pk}" if self.replaced else ""
        return f"rapport-{self.kind.value}{replaced}"

    def address(self) -> str:
        """Where the page is."""
        start = reverse("reports:new", args=[self.case.number])
        if self.replaced:
            return f"{start}?ersatter={self.replaced.pk}"
        return f"{start}?typ={self.kind.value}"


# --- The steps ----------------------------------------------------------------------------------


@require_GET
@case_view(Permission.ISSUE_REPORT)
def report_new(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The report as it would be now, with what was written before."""
    replaced = replaced_report(request, case, request.GET.get("ersatter", ""))
    kind = Kind(replaced.kind) if replaced else kind_in(request.GET, "typ") or Kind.STATUS_REPORT
    return _fresh_page(request, _making(request, case, kind, replaced))


@require_POST
@case_view(Permission.ISSUE_REPORT)
def report_kind(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Another kind of report: its own fields, with the words that both kinds have."""
    wanted = kind_in(request.POST)
    if wanted is None:
        raise Http404
    making, form = _sent(request, case)
    if wanted is making.kind and "valt" in request.POST:
        # The list still says what the page shows: what is being typed there stands.
        return HttpResponse(status=204)
    return _other_kind(request, making, form, wanted)


@require_POST
@case_view(Permission.ISSUE_REPORT)
def report_preview(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The report as it would look, with the words kept as a draft."""
    making, form = _sent(request, case)
    wanted = kind_in(request.POST)
    if wanted and wanted is not making.kind:
        return _other_kind(request, making, form, wanted)
    return _preview(request, making, form)


@require_POST
@case_view(Permission.ISSUE_REPORT)
def report_issue(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Freeze the report and go to it; when a colleague was first, show both."""
    making, form = _sent(request, case)
    wanted = kind_in(request.POST)
    if wanted and wanted is not making.kind:
        return _other_kind(request, making, form, wanted)
    if not form.is_valid():
        return _page(request, making, form, status=422)
    try:
        _keep(request, making, form)
    except Conflict as conflict:
        return _beside_own_draft(request, making, form, conflict)
    try:
        with saving(request, form, case):
            issued = actions.issue_report(
                case=case,
                request=form.request(),
                replaces=making.replaced,
                seen_issued=form.cleaned_data["seen_issued"],
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
    except AlreadyDone as done:
        return redirect("reports:page", case.number, int(done.result))
    except Conflict as conflict:
        return _beside_issued(request, making, form, conflict)
    except Refused as refused:
        return _page(request, making, form, reasons=refused.reasons, status=422)
    messages.success(request, f"{issued.title} är fastställd och har nummer {issued.number}.")
    return redirect("reports:page", case.number, issued.pk)


@require_POST
@case_view(Permission.ISSUE_REPORT)
def report_draft(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Keep what the page holds so far, for a script; the answer says in words where it is kept."""
    making, form = _sent(request, case)
    form.is_valid()
    if not form.cleaned_data.get("once"):
        return JsonResponse({"kept": False, "words": NOT_KEPT}, status=422)
    try:
        kept = _keep(request, making, form)
    except Conflict:
        return JsonResponse({"kept": False, "words": OTHER_PAGE})
    return JsonResponse({"kept": not kept.why_not, "words": kept.why_not or kept.words})


@require_POST
@case_view(Permission.ISSUE_REPORT)
def report_draft_drop(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Throw away the draft and begin anew."""
    making, _ = _sent(request, case)
    draft_actions.drop_report_draft(
        case=case,
        kind=making.kind,
        replaces=making.replaced,
        actor=request.user,
        at=timezone.now(),
    )
    messages.success(request, "Utkastet är slängt.")
    return redirect(making.address())


# --- What was sent ------------------------------------------------------------------------------


def _sent(request: CaseRequest, case: Case) -> tuple[Making, ReportForm]:
    """What the page makes, by the kind that it shows, and its form."""
    kind = kind_in(request.POST, "kind_shown") or kind_in(request.POST) or Kind.STATUS_REPORT
    making = _making(request, case, kind, _replaced(request, case))
    form = making.form(request.POST)
    if form.is_valid():
        form.put_in_order()
    return making, form


def _making(request: CaseRequest, case: Case, kind: Kind, replaced: Issued | None) -> Making:
    organisation = queries.organisation_of(request.user, case)
    return Making(case, kind, replaced, organisation, queries.settings_of(organisation, kind))


def _replaced(request: CaseRequest, case: Case) -> Issued | None:
    return replaced_report(request, case, request.POST.get("replaces", ""))


def replaced_report(request: CaseRequest, case: Case, pk: str) -> Issued | None:
    """The report to withdraw, when one is named. Raises Http404 for what is not one of the case's."""
    if not pk:
        return None
    if not pk.isdecimal() or len(pk) > 18:
        raise Http404
    return get_object_or_404(Issued.objects.visible_to(request.user).filter(case=case), pk=int(pk))


# --- Drafts -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """Where the words are: since when on the server, or why not there."""

    at: datetime | None = None
    why_not: str = ""

    @property
    def words(self) -> str:
        return f"Utkast sparat {timezone.localtime(self.at):%H:%M}" if self.at else ""


def _keep(request: CaseRequest, making: Making, form: ReportForm) -> Kept:
    """Keep what was sent as a draft, when anything is changed. Raises Conflict."""
    page = form.cleaned_data.get("once")
    seen = form.cleaned_data.get("seen_draft") or 0
    at = timezone.now()
    is_changed = set(form.changed_data) - {*NOT_WRITTEN, "kind"}
    if page is None or not (is_changed or seen):
        return Kept()
    try:
        draft_actions.keep_report_draft(
            case=making.case,
            kind=making.kind,
            replaces=making.replaced,
            page=page,
            seen_version=seen,
            fields=form.written(),
            actor=request.user,
            at=at,
        )
    except Refused as refused:
        return Kept(why_not=" ".join(refused.reasons))
    return Kept(at=at)


def _draft_of(request: CaseRequest, making: Making) -> ReportDraft | None:
    drafts = ReportDraft.objects.visible_to(request.user).filter(case=making.case)
    return drafts.filter(kind=making.kind.value, replaces=making.replaced).first()


# --- The page -----------------------------------------------------------------------------------


def _fresh_page(
    request: CaseRequest,
    making: Making,
    carried: dict[str, str] | None = None,
    *,
    is_chosen: bool = False,
) -> HttpResponseBase:
    """The page with the person's draft, else with what the case knows and what is `carried` over."""
    draft = _draft_of(request, making)
    newest = queries.newest_issued(
        making.case, making.kind, making.organisation, reader=request.user
    )
    values = making.initial() | (carried or {})
    if draft:
        arranged = arrangement_values(making.kind, making.settings.arrangement)
        # A box that is not ticked is not in what was sent.
        values = ({} if is_arranged(draft.fields) else arranged) | draft.fields
    values |= {
        "kind": making.kind.value,
        "kind_shown": making.kind.value,
        "once": uuid.uuid4(),
        "seen_draft": draft.version if draft else 0,
        "seen_issued": newest.pk if newest else 0,
        "replaces": making.replaced.pk if making.replaced else "",
    }
    kept = Kept(at=draft.saved_at) if draft else Kept()
    form = form_of(making.kind)(initial=values)
    if is_chosen:
        form.fields["kind"].widget.attrs["data-focus"] = ""
    return _page(request, making, form, asked=form_of(making.kind)(values), kept=kept, short=True)


def _preview(request: CaseRequest, making: Making, form: ReportForm) -> HttpResponseBase:
    """What was sent, kept and shown again; `kort` asks for long lists cut."""
    is_valid = form.is_valid()
    try:
        kept = _keep(request, making, form)
    except Conflict as conflict:
        return _beside_own_draft(request, making, form, conflict)
    reasons = queries.why_not_at_level(form.request(), request.user, making.case)
    status, short = 422 if reasons or not is_valid else 200, "kort" in request.POST
    return _page(request, making, form, status=status, kept=kept, short=short, reasons=reasons)


def _other_kind(
    request: CaseRequest, making: Making, form: ReportForm, wanted: Kind
) -> HttpResponseBase:
    """Keep what stands in the form, and show that of the other kind.

    Words that may not lie on the server keep their page.
    """
    if wanted is making.kind:
        return _preview(request, making, form)
    form.is_valid()
    try:
        kept = _keep(request, making, form)
    except Conflict as conflict:
        return _beside_own_draft(request, making, form, conflict)
    if kept.why_not:
        form.put("kind", making.kind.value)
        return _page(request, making, form, reasons=[kept.why_not], status=422)
    shared = {*SHOWN_IN[wanted], "period_from", "period_to", "level", "recipient"}
    names = set(form.changed_data) & (shared | set(form_of(wanted).more_words()))
    carried = {name: request.POST[name] for name in names if request.POST.get(name)}
    other = _making(request, making.case, wanted, None)
    return _fresh_page(request, other, carried, is_chosen=True)


def _beside_own_draft(
    request: CaseRequest, making: Making, form: ReportForm, conflict: Conflict
) -> HttpResponseBase:
    """The person has written in the same draft elsewhere: both texts, and mine in the form."""
    draft = conflict.current
    assert isinstance(draft, ReportDraft)
    mine = form.written()
    theirs = [
        (str(form[name].label), draft.fields.get(name, ""))
        for name in form.fields
        if name not in NOT_WRITTEN and draft.fields.get(name, "") != mine.get(name, "")
    ]
    form.put("seen_draft", draft.version)
    kept = Kept(why_not=OTHER_PAGE)
    return _page(request, making, form, kept=kept, is_own=True, theirs=theirs, status=409)


def _beside_issued(
    request: CaseRequest, making: Making, form: ReportForm, conflict: Conflict
) -> HttpResponseBase:
    """A report of the kind was issued in the meantime: its words, and mine in the form."""
    issued = conflict.current
    assert isinstance(issued, Issued)
    theirs = words_beside(Report.from_json(issued.data), form)
    form.put("seen_issued", issued.pk)
    return _page(request, making, form, other_report=issued, theirs=theirs, status=409)


def _page(
    request: CaseRequest,
    making: Making,
    form: ReportForm,
    *,
    asked: ReportForm | None = None,
    kept: Kept | None = None,
    short: bool = False,
    status: int = 200,
    **said: Any,
) -> HttpResponseBase:
    """The form, and the report that it (or `asked`) asks for; what cannot be read is passed over."""
    asked = asked or form
    asked.is_valid()
    report, levels = _built(request, making, asked)
    shown = shortened(report) if short else report
    context: dict[str, Any] = {
        "form": form,
        "making": making,
        "kept": kept or Kept(),
        "sections": sections_in_making(shown, form),
        "unseen": unseen_words(report, form),
        "levels": levels,
        "missing": [
            section.heading
            for section in report.sections
            if section.is_empty and Empty(NOT_AT_THIS_LEVEL) not in section.blocks
        ],
        "others": queries.others_writing(
            making.case, making.kind, organisation=making.organisation, but=request.user
        ),
        "form_failed": status in (409, 422),
    }
    return render_case_page(
        request,
        making.case,
        "reports/new.html",
        context | body_context(shown, top=2) | said,
        tab="reports",
        partials=("report-form", "report-refresh"),
        status=status,
    )


def _built(request: CaseRequest, making: Making, asked: ReportForm) -> tuple[Report, list[Seen]]:
    """The report as those it is for would see it, and beside each other what each level sees.

    At a level that the person may make no report for, it is shown as everybody may read it.
    """
    wanted = asked.request()
    if queries.why_not_at_level(wanted, request.user, making.case):
        wanted = replace(wanted, level=Level.PUBLIC)
    material = queries.material_for(
        making.case,
        officer=request.user,
        organisation=making.organisation,
        first=wanted.period_from,
        stop=wanted.period_to,
        recipient=wanted.recipient,
        level=wanted.level,
        replaces=making.replaced,
    )
    number = making.replaced.number if making.replaced else ""
    report = build_report(material, wanted, day=timezone.localdate(), replaces=number)
    return report, seen_at_each(held_in(material, making.kind), chosen=wanted.level)
