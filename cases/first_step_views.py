"""The list for the first two days: reading it, ticking off, setting aside, putting away."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import WHO_CAN_GIVE, Permission
from cases import first_step_actions
from cases.access import CaseRequest, case_view, render_case_page, saving
from cases.first_steps import FirstSteps, ListedStep, first_steps_of
from cases.forms import SetAsideForm, TickForm
from cases.models import Case
from core.actions import AlreadyDone, Refused
from figures.headcount_queries import in_short
from logbook.actions import Wording
from logbook.audience import who_reads
from logbook.events import Audience
from logbook.models import LogEntry


@dataclass(frozen=True)
class Place:
    """The page of the case where something on the list is seen to, and what is done there."""

    url_name: str
    label: str
    words: str
    needs: Permission = Permission.LOG


FACTS = partial(Place, "cases:edit", "Ändra uppgifter", needs=Permission.STEER_CASE)
GROUPS = partial(Place, "cases:groups", "Grupper")
# By the guide's keys, which never change meaning.
PLACES = {
    "two-responsible": FACTS(words="Skriv in ersättaren där, så blir punkten klar av sig själv."),
    "diary-number": FACTS(words="Skriv in numret där, så blir punkten klar av sig själv."),
    "what-is-public": Place(
        "cases:visibility",
        "Ändra synlighet",
        "Där bestämmer ni vilka som får se ärendet, också den dag det blir känt.",
        Permission.STEER_CASE,
    ),
    "company-contact": GROUPS(words="Skriv in personen där, så finns kontaktvägen kvar."),
    "first-figures": Place(
        "figures:page",
        "Siffror",
        "Skriv in antal och yrken där, så blir punkten klar av sig själv.",
    ),
    "first-dates": Place("figures:clock", "Klockan", "Skriv in dagarna där."),
    "first-meeting": GROUPS(words="Bilda uppstartsgruppen där, och skriv in vilka som är med."),
}


@require_GET
@case_view(Permission.VIEW_INSIDE)
def first_step_list(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The whole list, with what is done, what is not relevant and what is left."""
    who = WHO_CAN_GIVE[Permission.LOG]
    may_log = request.standing.may(Permission.LOG)
    context = {
        "first": _list(request, case),
        "cannot_log": ""
        if may_log
        else f"Du kan läsa listan men inte bocka av. Den rätten ger {who}.",
    }
    return render_case_page(request, case, "cases/first_steps.html", context, tab="case")


@require_GET
@case_view(Permission.LOG)
def first_step_form(request: CaseRequest, case: Case, key: str) -> HttpResponseBase:
    """The forms for something on the list: done, or not relevant."""
    row = _row_or_404(request, case, key)
    return _page(request, case, row)


@require_POST
@case_view(Permission.LOG)
def first_step_tick(request: CaseRequest, case: Case, key: str) -> HttpResponseBase:
    """Write in the log what was done, and tick it off."""
    row = _row_or_404(request, case, key)
    form = TickForm(request.POST)
    if not form.is_valid():
        return _page(request, case, row, tick=form, status=422)
    day = form.cleaned_data["on"]
    internal = form.cleaned_data["internal"]
    try:
        with saving(request, form, case, audience=Audience.ORGANISATION if internal else None):
            first_step_actions.tick_first_step(
                case=case,
                key=key,
                wording=Wording(
                    what=form.cleaned_data["what"],
                    happened_from=day,
                    happened_to=day,
                    internal=internal,
                ),
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
    except AlreadyDone:
        return redirect("cases:first_steps", case.number)
    except Refused as refused:
        return _page(request, case, row, tick=form, reasons=refused.reasons, status=422)
    messages.success(request, f"Avbockat och skrivet i loggboken: {row.step.title}")
    return redirect("cases:first_steps", case.number)


@require_POST
@case_view(Permission.LOG)
def first_step_set_aside(request: CaseRequest, case: Case, key: str) -> HttpResponseBase:
    """It is not relevant here, and why."""
    row = _row_or_404(request, case, key)
    form = SetAsideForm(request.POST)
    if not form.is_valid():
        return _page(request, case, row, aside=form, status=422)
    try:
        with saving(request, form, case):
            first_step_actions.set_first_step_aside(
                case=case,
                key=key,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                at=timezone.now(),
            )
    except Refused as refused:
        return _page(request, case, row, aside=form, reasons=refused.reasons, status=422)
    messages.success(request, f"Inte aktuellt: {row.step.title}")
    return redirect("cases:first_steps", case.number)


@require_POST
@case_view(Permission.LOG)
def first_step_take_up(request: CaseRequest, case: Case, key: str) -> HttpResponseBase:
    """It is on the list again."""
    row = _row_or_404(request, case, key)

    def take_up() -> None:
        first_step_actions.take_up_first_step(
            case=case, key=key, actor=request.user, at=timezone.now()
        )

    return _done(request, case, take_up, said=f"Åter på listan: {row.step.title}")


@require_POST
@case_view(Permission.LOG)
def first_steps_put_away(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The overview shows the list no more."""
    _inside_or_404(request)

    def put_away() -> None:
        first_step_actions.put_first_steps_away(case=case, actor=request.user, at=timezone.now())

    return _done(request, case, put_away, said="Listan är undanlagd. Här finns den kvar.")


@require_POST
@case_view(Permission.LOG)
def first_steps_take_out(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The overview shows the list again."""
    _inside_or_404(request)

    def take_out() -> None:
        first_step_actions.take_first_steps_out(case=case, actor=request.user, at=timezone.now())

    return _done(request, case, take_out, said="Listan visas på översikten igen.")


def _done(
    request: CaseRequest, case: Case, act: Callable[[], None], *, said: str
) -> HttpResponseBase:
    try:
        act()
    except Refused as refused:
        messages.warning(request, " ".join(refused.reasons))
    else:
        messages.success(request, said)
    return redirect("cases:first_steps", case.number)


def _list(request: CaseRequest, case: Case) -> FirstSteps:
    return first_steps_of(
        case,
        today=timezone.localdate(),
        has_figures=in_short(case, inside=True) is not None,
        entries=LogEntry.objects.visible_to(request.user).filter(case=case),
    )


def _inside_or_404(request: CaseRequest) -> None:
    if not request.standing.is_inside:
        raise Http404


def _row_or_404(request: CaseRequest, case: Case, key: str) -> ListedStep:
    """404 too for those who see the case from outside: the list is the municipality's own."""
    _inside_or_404(request)
    row = next((row for row in _list(request, case).rows if row.step.key == key), None)
    if row is None:
        raise Http404
    return row


def _page(
    request: CaseRequest,
    case: Case,
    row: ListedStep,
    *,
    tick: TickForm | None = None,
    aside: SetAsideForm | None = None,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    start = {"what": row.step.sentence, "on": timezone.localdate(), "once": uuid.uuid4()}
    place = PLACES.get(row.step.key)
    context = {
        "row": row,
        "place": place if place and request.standing.may(place.needs) else None,
        "tick": tick or TickForm(initial=start),
        "aside": aside or SetAsideForm(),
        "who_reads": who_reads(case, request.user, request.standing),
        "failed_form": tick or aside,
        "reasons": reasons or [],
        "form_failed": status == 422,
    }
    return render_case_page(
        request, case, "cases/first_step.html", context, tab="case", status=status
    )
