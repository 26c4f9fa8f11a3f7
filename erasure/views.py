"""The pages where an administrator erases the municipality's exercises."""

import uuid
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import MemberRequest, organisation_view
from accounts.models import Organisation
from cases.models import NUMBER, Case
from core.actions import AlreadyDone, Refused
from core.htmx import render_page
from erasure import actions, queries
from erasure.forms import EraseForm, ExerciseFilterForm
from erasure.models import ErasedExercise

PER_PAGE = 20


@require_GET
@organisation_view(admin=True)
def exercise_list(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """The exercises there are, by number alone, and those that have been erased."""
    form = ExerciseFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = queries.exercise_page(
        organisation, wanted, page=request.GET.get("sida", "1"), size=PER_PAGE
    )
    erased, more = queries.erased_page(
        ErasedExercise.objects.visible_to(request.user).filter(municipality=organisation),
        before=request.GET.get("fore", ""),
        size=PER_PAGE,
    )
    context = {
        "organisation": organisation,
        "form": form,
        "form_failed": bool(form.errors),
        "page": page,
        "erased": erased,
        "more": more,
        "is_filtered": bool(wanted.get("lage")),
    }
    status = 422 if form.errors else 200
    return render_page(request, "erasure/list.html", context, status=status)


@require_GET
@organisation_view(admin=True)
def exercise_page(
    request: MemberRequest, organisation: Organisation, number: str
) -> HttpResponseBase:
    """What goes if the exercise is erased: kinds and counts, never its content."""
    case = _exercise(organisation, number)
    return _page(request, organisation, case, EraseForm(initial={"once": uuid.uuid4()}))


@require_POST
@organisation_view(admin=True)
def exercise_erase(
    request: MemberRequest, organisation: Organisation, number: str
) -> HttpResponseBase:
    """Erase it in whole."""
    case = _exercise(organisation, number)
    form = EraseForm(request.POST)
    if not form.is_valid():
        return _page(request, organisation, case, form)
    try:
        proof = actions.erase_exercise(
            case=case,
            written=form.cleaned_data["written"],
            once=form.cleaned_data["once"],
            actor=request.user,
            at=timezone.now(),
        )
    except AlreadyDone:
        return redirect("erasure:list", organisation.pk)
    except Refused as refused:
        form.add_error("written", " ".join(refused.reasons))
        return _page(request, organisation, case, form)
    messages.success(request, f"Övning {proof.number} är raderad. Inget av innehållet finns kvar.")
    return redirect("erasure:list", organisation.pk)


def _exercise(organisation: Organisation, number: str) -> Case:
    wanted = number if NUMBER.fullmatch(number) else None
    case: Case = get_object_or_404(queries.exercises_led_by(organisation), number=wanted)
    return case


def _page(
    request: MemberRequest, organisation: Organisation, case: Case, form: EraseForm
) -> HttpResponseBase:
    status = 422 if form.is_bound else 200
    context: dict[str, Any] = {
        "organisation": organisation,
        "number": case.number,
        "opened_at": case.opened_at,
        "opened_by": case.opened_by,
        "going": queries.what_goes(case),
        "form": form,
        "form_failed": status != 200,
    }
    return render_page(request, "erasure/exercise.html", context, status=status)
