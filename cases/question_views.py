"""The guide's questions in a case: answering one, keeping a draft of it, giving it to a person."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission
from cases import actions, queries
from cases.access import CaseRequest, case_view, render_case_page, saving
from cases.forms import AnswerDraftForm, AnswerForm, AssignForm
from cases.models import Case
from cases.views import phase_or_404, phase_response
from core.actions import AlreadyDone, Conflict, Refused
from guide.load import guide
from guide.model import Question
from logbook.actions import drop_draft, keep_draft
from logbook.queries import readers_to_wait_for

NOT_KEPT = "Utkastet är inte sparat. Texten står kvar här."
NOTHING_WRITTEN = "Inget är skrivet, så det finns inget utkast att spara."


@require_POST
@case_view(Permission.LOG)
def question_answer(
    request: CaseRequest, case: Case, phase: int, question: str
) -> HttpResponseBase:
    """Save the answer to one question; when someone was first, show both."""
    asked = _question_or_404(request, phase, question)
    form = AnswerForm(request.POST, auto_id=f"{question}-%s")
    failed = {"question": question, "form": form}
    if not form.is_valid():
        return phase_response(request, case, asked.phase, failed=failed, status=422)
    try:
        with saving(request, form, case):
            actions.answer_question(
                case=case,
                question=question,
                text=form.cleaned_data["text"],
                not_relevant=form.cleaned_data["not_relevant"],
                reason=form.cleaned_data["reason"],
                seen_answer=form.cleaned_data["seen_answer"],
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
    except (Conflict, AlreadyDone) as first:
        if not queries.is_answered_by(request.user, case, question, form.cleaned_data):
            failed |= {"conflict": True, "is_used": isinstance(first, AlreadyDone)}
            return phase_response(request, case, asked.phase, failed=failed, status=409)
    except Refused as refused:
        failed |= {"reasons": refused.reasons}
        return phase_response(request, case, asked.phase, failed=failed, status=422)
    messages.success(request, "Svaret är sparat.")
    return _back(case, asked)


@require_POST
@case_view(Permission.LOG)
def answer_draft(request: CaseRequest, case: Case, phase: int, question: str) -> HttpResponseBase:
    """Keep what an answer holds so far, for a script; the answer says in words where it is kept."""
    asked = _question_or_404(request, phase, question)
    form = _draft_form_or_404(request)
    at = timezone.now()
    if not form.written():
        drop_draft(form=form.cleaned_data["once"], actor=request.user, at=at)
        return JsonResponse({"kept": True, "words": ""})
    try:
        _keep(request, case, asked, form, at)
    except Refused as refused:
        return JsonResponse({"kept": False, "words": " ".join(refused.reasons)})
    return JsonResponse({"kept": True, "words": f"Utkast sparat {timezone.localtime(at):%H:%M}"})


@require_POST
@case_view(Permission.LOG)
def answer_draft_save(
    request: CaseRequest, case: Case, phase: int, question: str
) -> HttpResponseBase:
    """Keep the draft, or throw it away, by its button; back to the question."""
    asked = _question_or_404(request, phase, question)
    form = _draft_form_or_404(request)
    at = timezone.now()
    if form.is_thrown_away or not form.written():
        drop_draft(form=form.cleaned_data["once"], actor=request.user, at=at)
        messages.success(request, "Utkastet är slängt." if form.is_thrown_away else NOTHING_WRITTEN)
        return _back(case, asked)
    try:
        _keep(request, case, asked, form, at)
    except Refused as refused:
        answer = AnswerForm(request.POST, auto_id=f"{question}-%s")
        answer.is_valid()
        failed = {"question": question, "form": answer, "reasons": [NOT_KEPT, *refused.reasons]}
        return phase_response(request, case, asked.phase, failed=failed, status=422)
    messages.success(request, "Utkastet är sparat. Bara du ser det.")
    return _back(case, asked)


def _draft_form_or_404(request: CaseRequest) -> AnswerDraftForm:
    form = AnswerDraftForm(request.POST)
    if not form.is_valid():
        raise Http404
    return form


def _keep(
    request: CaseRequest, case: Case, question: Question, form: AnswerDraftForm, at: datetime
) -> None:
    keep_draft(
        case=case,
        entry=None,
        question=question.key,
        form=form.cleaned_data["once"],
        fields=form.written(),
        actor=request.user,
        at=at,
    )


@require_GET
@case_view(Permission.LOG)
def question_assign_form(
    request: CaseRequest, case: Case, phase: int, question: str
) -> HttpResponseBase:
    """The form for giving a question to a person."""
    asked = _question_or_404(request, phase, question)
    assigned = queries.assignment_of(case, question, today=timezone.localdate())
    initial = {"person": assigned.row.person_id, "due_on": assigned.row.due_on} if assigned else {}
    form = AssignForm(initial=initial, people=_people(case))
    return _assign_page(request, case, asked, form)


@require_POST
@case_view(Permission.LOG)
def question_assign(
    request: CaseRequest, case: Case, phase: int, question: str
) -> HttpResponseBase:
    """Give the question to the person."""
    asked = _question_or_404(request, phase, question)
    form = AssignForm(request.POST, people=_people(case))
    if not form.is_valid():
        return _assign_page(request, case, asked, form, status=422)
    try:
        actions.assign_question(
            case=case,
            question=question,
            person=form.cleaned_data["person"],
            due_on=form.cleaned_data["due_on"],
            actor=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        return _assign_page(request, case, asked, form, reasons=refused.reasons, status=422)
    messages.success(request, f"Frågan väntar nu på {form.cleaned_data['person'].name}.")
    return _back(case, asked)


@require_POST
@case_view(Permission.LOG)
def question_take_back(
    request: CaseRequest, case: Case, phase: int, question: str
) -> HttpResponseBase:
    """The question waits for nobody any more."""
    asked = _question_or_404(request, phase, question)
    try:
        actions.take_back_question(
            case=case, question=question, actor=request.user, at=timezone.now()
        )
    except Refused as refused:
        messages.warning(request, " ".join(refused.reasons))
    else:
        messages.success(request, "Frågan väntar inte längre på någon.")
    return _back(case, asked)


def _question_or_404(request: CaseRequest, phase: int, key: str) -> Question:
    """A question that is asked in the phase; 404 too for those who see the case from outside."""
    found = {question.key: question for question in guide().phase(phase_or_404(phase)).questions}
    if not request.standing.is_inside or key not in found:
        raise Http404
    return found[key]


def _people(case: Case) -> Any:
    return readers_to_wait_for(case).order_by("name", "pk")


def _assign_page(
    request: CaseRequest,
    case: Case,
    question: Question,
    form: AssignForm,
    *,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    context = {
        "form": form,
        "reasons": reasons or [],
        "form_failed": status == 422,
        "question": question,
        "assigned": queries.assignment_of(case, question.key, today=timezone.localdate()),
    }
    return render_case_page(
        request, case, "cases/assign.html", context, tab="phases", status=status
    )


def _back(case: Case, question: Question) -> HttpResponseRedirect:
    response = redirect("cases:phase", case.number, question.phase)
    response["Location"] += f"#{question.key}"
    return response
