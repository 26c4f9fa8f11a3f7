"""The pages of what a measure leads to: goals with results, and money funder by funder."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import BoundField
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission
from cases.access import CaseRequest, case_view, from_inside, render_case_page, saving
from cases.models import Case
from core.actions import AlreadyDone, Conflict, Refused
from core.forms import Form
from figures import outcome_actions as actions
from figures import outcome_queries as queries
from figures.headcount_views import cannot_enter
from figures.models import Funding, Goal
from figures.outcome_forms import CostForm, FundingForm, GoalForm, ResultForm
from logbook.models import LogEntry, LogEntryQuerySet
from measures.models import Measure

PER_PAGE = 50


@require_GET
@case_view(Permission.VIEW_INSIDE)
def outcome_page(request: CaseRequest, case: Case, measure: int) -> HttpResponseBase:
    """The measure's goals, results, funding and costs."""
    found = _measure(request, case, measure)
    asked, money = request.GET, queries.money_of(found)
    entries = _entries(request, case)
    context = {
        "measure": found,
        "goals": queries.goal_page(found, page=asked.get("mal"), size=PER_PAGE),
        "money": money,
        "funders": Paginator(money.rows, PER_PAGE).get_page(asked.get("pengar")),
        "costs": queries.cost_page(found, entries, page=asked.get("kostnader"), size=PER_PAGE),
        "cannot": cannot_enter(request),
    }
    return render_case_page(request, case, "figures/outcome.html", context, tab="measures")


def _measure(request: CaseRequest, case: Case, pk: int) -> Measure:
    measures = Measure.objects.visible_to(request.user).filter(case=case)
    return get_object_or_404(measures.select_related("case"), pk=pk)


def _entries(request: CaseRequest, case: Case) -> LogEntryQuerySet:
    return LogEntry.objects.visible_to(request.user).filter(case=case)


def _once() -> dict[str, Any]:
    return {"once": uuid.uuid4()}


@dataclass
class _Sheet:
    """One form about a measure on its own page, and what saving it does."""

    request: CaseRequest
    case: Case
    measure: Measure
    heading: str
    button: str
    url: str

    def show(
        self,
        form: Form,
        *,
        theirs: list[tuple[str, object]] | None = None,
        reasons: list[str] | None = None,
        status: int = 200,
    ) -> HttpResponseBase:
        """The page with the form as it stands."""
        context = {
            "measure": self.measure,
            "form": form,
            "heading": self.heading,
            "button": self.button,
            "action": self.url,
            "theirs": theirs or [],
            "reasons": reasons or [],
            "form_failed": status != 200,
        }
        return render_case_page(
            self.request,
            self.case,
            "figures/outcome_form.html",
            context,
            tab="measures",
            status=status,
        )

    def answer(self, form: Form, act: Callable[[], object], said: str) -> HttpResponseBase:
        """Do what the form asks for and go back to the measure; or show why not."""
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            with saving(self.request, form, self.case):
                act()
            messages.success(self.request, said)
        except AlreadyDone:
            pass
        except Conflict as conflict:
            current: Any = conflict.current
            form.put("seen_version", current.version)
            return self.show(form, theirs=_differences(current, form), status=409)
        except Refused as refused:
            return self.show(form, reasons=refused.reasons, status=422)
        return redirect("figures:outcome", self.case.number, self.measure.pk)


def _differences(current: Any, form: Form) -> list[tuple[str, object]]:
    def shown(field: BoundField) -> object:
        value = getattr(current, field.name)
        prepare = getattr(field.field, "prepare_value", None)
        return prepare(value) if prepare else value

    return [
        (str(field.label), shown(field))
        for field in form.visible_fields()
        if getattr(current, field.name) != form.cleaned_data.get(field.name)
    ]


# --- Goals and results ------------------------------------------------------------------------


def _goal_sheet(request: CaseRequest, case: Case, measure: Measure, goal: Goal | None) -> _Sheet:
    if goal:
        url = reverse("figures:goal_edit_save", args=[case.number, goal.pk])
        return _Sheet(request, case, measure, f"Ändra målet {goal.indicator}", "Spara", url)
    url = reverse("figures:goal_add_save", args=[case.number, measure.pk])
    return _Sheet(request, case, measure, "Nytt mål", "Sätt målet", url)


def _goal(request: CaseRequest, case: Case, pk: int) -> Goal:
    goals = Goal.objects.visible_to(request.user).filter(measure__case=case)
    return get_object_or_404(goals.select_related("measure"), pk=pk)


@require_GET
@case_view(Permission.LOG)
def goal_add_form(request: CaseRequest, case: Case, measure: int) -> HttpResponseBase:
    """The form for a new goal."""
    from_inside(request)
    initial = _once() | {"baseline_on": timezone.localdate()}
    return _goal_sheet(request, case, _measure(request, case, measure), None).show(
        GoalForm(initial=initial)
    )


@require_POST
@case_view(Permission.LOG)
def goal_add(request: CaseRequest, case: Case, measure: int) -> HttpResponseBase:
    """Set the goal."""
    from_inside(request)
    found = _measure(request, case, measure)
    form = GoalForm(request.POST)

    def act() -> object:
        return actions.set_goal(
            measure=found,
            facts=form.facts(),
            once=form.cleaned_data["once"],
            actor=request.user,
            at=timezone.now(),
        )

    return _goal_sheet(request, case, found, None).answer(form, act, "Målet är satt.")


@require_GET
@case_view(Permission.LOG)
def goal_edit_form(request: CaseRequest, case: Case, goal: int) -> HttpResponseBase:
    """The form for changing a goal."""
    from_inside(request)
    found = _goal(request, case, goal)
    return _goal_sheet(request, case, found.measure, found).show(GoalForm.of(found))


@require_POST
@case_view(Permission.LOG)
def goal_edit(request: CaseRequest, case: Case, goal: int) -> HttpResponseBase:
    """Change the goal; when someone was first, show both."""
    from_inside(request)
    found = _goal(request, case, goal)
    form = GoalForm(request.POST)

    def act() -> object:
        return actions.change_goal(
            goal=found,
            seen_version=form.cleaned_data["seen_version"] or 0,
            facts=form.facts(),
            actor=request.user,
            at=timezone.now(),
        )

    return _goal_sheet(request, case, found.measure, found).answer(form, act, "Målet är ändrat.")


def _result_sheet(request: CaseRequest, case: Case, goal: Goal) -> _Sheet:
    url = reverse("figures:result_add_save", args=[case.number, goal.pk])
    heading = f"Utfall av {goal.indicator}"
    return _Sheet(request, case, goal.measure, heading, "Spara utfallet", url)


@require_GET
@case_view(Permission.LOG)
def result_add_form(request: CaseRequest, case: Case, goal: int) -> HttpResponseBase:
    """The form for a result."""
    from_inside(request)
    found = _goal(request, case, goal)
    initial = _once() | {"measured_on": timezone.localdate(), "source": found.source}
    return _result_sheet(request, case, found).show(ResultForm(initial=initial))


@require_POST
@case_view(Permission.LOG)
def result_add(request: CaseRequest, case: Case, goal: int) -> HttpResponseBase:
    """Note the result."""
    from_inside(request)
    found = _goal(request, case, goal)
    form = ResultForm(request.POST)

    def act() -> object:
        values = form.cleaned_data
        names = ("value", "measured_on", "source", "comment", "once")
        return actions.note_result(
            goal=found,
            actor=request.user,
            at=timezone.now(),
            **{name: values[name] for name in names},
        )

    return _result_sheet(request, case, found).answer(form, act, "Utfallet är sparat.")


# --- Money ------------------------------------------------------------------------------------


def _funding(request: CaseRequest, case: Case, pk: int) -> Funding:
    funding = Funding.objects.visible_to(request.user).filter(measure__case=case)
    return get_object_or_404(funding.select_related("measure"), pk=pk)


def _funding_sheet(
    request: CaseRequest, case: Case, measure: Measure, funding: Funding | None
) -> _Sheet:
    if funding:
        url = reverse("figures:funding_edit_save", args=[case.number, funding.pk])
        return _Sheet(request, case, measure, f"Ändra {funding.funder}", "Spara", url)
    url = reverse("figures:funding_add_save", args=[case.number, measure.pk])
    return _Sheet(request, case, measure, "Ny finansiär", "Lägg till", url)


@require_GET
@case_view(Permission.LOG)
def funding_add_form(request: CaseRequest, case: Case, measure: int) -> HttpResponseBase:
    """The form for a funder."""
    from_inside(request)
    sheet = _funding_sheet(request, case, _measure(request, case, measure), None)
    return sheet.show(FundingForm(initial=_once()))


@require_POST
@case_view(Permission.LOG)
def funding_add(request: CaseRequest, case: Case, measure: int) -> HttpResponseBase:
    """Add the funder."""
    from_inside(request)
    found = _measure(request, case, measure)
    form = FundingForm(request.POST)

    def act() -> object:
        return actions.add_funding(
            measure=found,
            facts=form.facts(),
            once=form.cleaned_data["once"],
            actor=request.user,
            at=timezone.now(),
        )

    return _funding_sheet(request, case, found, None).answer(form, act, "Finansiären är tillagd.")


@require_GET
@case_view(Permission.LOG)
def funding_edit_form(request: CaseRequest, case: Case, funding: int) -> HttpResponseBase:
    """The form for changing a funding."""
    from_inside(request)
    found = _funding(request, case, funding)
    return _funding_sheet(request, case, found.measure, found).show(FundingForm.of(found))


@require_POST
@case_view(Permission.LOG)
def funding_edit(request: CaseRequest, case: Case, funding: int) -> HttpResponseBase:
    """Change the funding; when someone was first, show both."""
    from_inside(request)
    found = _funding(request, case, funding)
    form = FundingForm(request.POST)

    def act() -> object:
        return actions.change_funding(
            funding=found,
            seen_version=form.cleaned_data["seen_version"] or 0,
            facts=form.facts(),
            actor=request.user,
            at=timezone.now(),
        )

    sheet = _funding_sheet(request, case, found.measure, found)
    return sheet.answer(form, act, "Finansieringen är ändrad.")


def _cost_sheet(request: CaseRequest, case: Case, funding: Funding) -> _Sheet:
    url = reverse("figures:cost_add_save", args=[case.number, funding.pk])
    heading = f"Ny kostnad, {funding.funder}"
    return _Sheet(request, case, funding.measure, heading, "Spara kostnaden", url)


@require_GET
@case_view(Permission.LOG)
def cost_add_form(request: CaseRequest, case: Case, funding: int) -> HttpResponseBase:
    """The form for a cost."""
    from_inside(request)
    found = _funding(request, case, funding)
    entries = queries.entries_to_tie(_entries(request, case), found.measure)
    initial = _once() | {"used_on": timezone.localdate()}
    return _cost_sheet(request, case, found).show(CostForm(initial=initial, entries=entries))


@require_POST
@case_view(Permission.LOG)
def cost_add(request: CaseRequest, case: Case, funding: int) -> HttpResponseBase:
    """Note the cost."""
    from_inside(request)
    found = _funding(request, case, funding)
    entries = queries.entries_to_tie(_entries(request, case), found.measure)
    form = CostForm(request.POST, entries=entries)

    def act() -> object:
        values = form.cleaned_data
        return actions.note_cost(
            funding=found,
            amount_ore=values["amount_ore"],
            used_on=values["used_on"],
            what=values["what"],
            entry=form.entry_id(),
            once=values["once"],
            actor=request.user,
            at=timezone.now(),
        )

    return _cost_sheet(request, case, found).answer(form, act, "Kostnaden är sparad.")
