"""What people do with a case as a whole: open, change, move between phases, pause, close, reveal."""

import secrets
from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Membership, Organisation, User
from accounts.permissions import CASE_OPENING_ROLES
from cases import rules
from cases.models import (
    Case,
    Participant,
    PhaseAnswer,
    PhaseStay,
    QuestionAssignment,
    QuestionAssignmentQuerySet,
    Reader,
)
from cases.queries import missing_in_phase
from cases.states import State, Trigger, Visibility
from core.actions import Conflict, action, refuse_if
from core.models import label_of
from guide.load import guide
from guide.phases import Phase
from logbook.actions import drop_draft
from logbook.events import Event
from logbook.queries import readers_to_wait_for
from logbook.record import local_day, record

RESPONSIBLE_REASON = "Ansvarig för ärendet"
DEPUTY_REASON = "Ersättare i ärendet"


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """What is known of a case when it is opened, and may be changed later."""

    title: str
    company: str
    organisation_number: str = ""
    trigger: Trigger
    notice_on: date
    affected: int | None = None
    responsible: User
    deputy: User | None = None
    diary_number: str = ""
    description: str = ""
    secrecy_provision: str = ""


@action
def open_case(
    *,
    municipality: Organisation,
    facts: CaseFacts,
    visibility: Visibility = Visibility.INTERNAL,
    first_list: list[dict[str, str]] | None = None,
    is_exercise: bool = False,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Case:
    """Open a case in phase 1, led by `municipality`. Raises Refused if the rules say no.

    `first_list` is the list for the first days when it is not the guide's.
    """
    refuse_if(list(_blockers_to_facts(municipality, facts, local_day(at))))
    year = local_day(at).year
    case = _create_with_free_number(
        year=year,
        visibility=visibility,
        first_list=first_list or [],
        is_exercise=is_exercise,
        opened_at=at,
        opened_by=actor,
        **_values(facts),
    )
    Participant.objects.create(
        case=case, organisation=municipality, is_lead=True, began_at=at, began_by=actor
    )
    PhaseStay.objects.create(case=case, phase=Phase.PREPARE, began_on=local_day(at))
    _keep_responsible_among_readers(case, actor=actor, at=at)
    if visibility == Visibility.RESTRICTED:
        _name_reader(case, actor, "Öppnade ärendet", actor=actor, at=at)
    record(case=case, event=Event.CASE_OPENED, actor=actor, at=at, visibility=visibility)
    return case


@action
def change_case(
    *, case: Case, seen_version: int, facts: CaseFacts, actor: User, at: datetime
) -> Case:
    """Change the case's facts. Raises Conflict when someone changed them since `seen_version`."""
    case = _locked(case)
    if case.version != seen_version:
        raise Conflict(case)
    lead = Participant.objects.active().select_related("organisation").get(case=case, is_lead=True)
    refuse_if(
        [
            *rules.blockers_to_work(case),
            *_blockers_to_facts(lead.organisation, facts, local_day(at)),
        ]
    )
    changed = [name for name, value in _values(facts).items() if getattr(case, name) != value]
    if not changed:
        return case
    for name in changed:
        setattr(case, name, getattr(facts, name))
    case.version += 1
    case.save(update_fields=[*changed, "version"])
    _keep_responsible_among_readers(case, actor=actor, at=at)
    labels = [label_of(Case, name) for name in changed]
    record(case=case, event=Event.CASE_CHANGED, actor=actor, at=at, changed=labels)
    return case


@action
def move_to_phase(*, case: Case, to: Phase, reason: str = "", actor: User, at: datetime) -> Case:
    """Move to phase `to`. What is missing may be passed with a reason, which is logged."""
    case = _locked(case)
    old = Phase(case.phase)
    missing = missing_in_phase(case, old) if to > old else []
    refuse_if(list(rules.blockers_to_move(case, to=to, missing=missing, reason=reason)))
    today = local_day(at)
    PhaseStay.objects.filter(case=case, ended_on=None).update(ended_on=today)
    PhaseStay.objects.create(case=case, phase=to, began_on=today)
    case.phase = to
    case.save(update_fields=["phase"])
    record(
        case=case,
        event=Event.PHASE_CHANGED,
        actor=actor,
        at=at,
        old=old.value,
        old_label=old.label,
        new=to.value,
        new_label=to.label,
    )
    if missing or reason:
        # What was missing and why it was passed is the municipality's own (decision 4).
        record(
            case=case,
            event=Event.PHASE_REASON_GIVEN,
            actor=actor,
            at=at,
            old=old.value,
            new=to.value,
            missing=missing,
            reason=reason,
        )
    return case


@action
def answer_question(
    *,
    case: Case,
    question: str,
    text: str = "",
    not_relevant: bool = False,
    reason: str = "",
    seen_answer: int | None = None,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> PhaseAnswer:
    """Answer one of the guide's questions; earlier answers stay. An empty text takes the answer away.

    The question is kept as it was put. An answer ends the assignment of the question, and the
    form's draft goes. Raises Conflict when the newest answer is not `seen_answer` (its id, None
    for no answer).
    """
    case = _locked(case)
    guide_question = guide().question(question)
    newest = PhaseAnswer.objects.filter(case=case, question=question).order_by("-id").first()
    if (newest.pk if newest else None) != seen_answer:
        raise Conflict(newest)
    refuse_if(list(rules.blockers_to_answer(case, not_relevant=not_relevant, reason=reason)))
    text = "" if not_relevant else text
    if once:
        drop_draft(form=once, actor=actor, at=at)
    if newest and (newest.text, newest.not_relevant, newest.reason) == (text, not_relevant, reason):
        return newest
    answer = PhaseAnswer.objects.create(
        case=case,
        question=question,
        guide_version=guide().version,
        wording=guide_question.text,
        text=text,
        not_relevant=not_relevant,
        reason=reason if not_relevant else "",
        answered_at=at,
        answered_by=actor,
    )
    record(
        case=case,
        event=Event.QUESTION_ANSWERED,
        actor=actor,
        at=at,
        question=question,
        label=guide_question.text,
        not_relevant=not_relevant,
        taken_away=answer.is_empty,
    )
    if not answer.is_empty:
        _waiting(case, question).update(ended_at=at, ended_by=actor)
    return answer


@action
def assign_question(
    *, case: Case, question: str, person: User, due_on: date, actor: User, at: datetime
) -> QuestionAssignment:
    """Give the question to a person, to answer by a day; whoever had it before has it no more.

    Raises Refused when the case is not worked in, the person does not read it from inside, or the
    day is past.
    """
    case = _locked(case)
    wording = guide().question(question).text
    reads_inside = readers_to_wait_for(case).filter(pk=person.pk).exists()
    refuse_if(
        list(
            rules.blockers_to_assign(
                case, due_on=due_on, today=local_day(at), reads_inside=reads_inside
            )
        )
    )
    waiting = _waiting(case, question)
    same = waiting.filter(person=person, due_on=due_on).first()
    if same:
        return same
    waiting.update(ended_at=at, ended_by=actor)
    assignment = QuestionAssignment.objects.create(
        case=case,
        question=question,
        person=person,
        due_on=due_on,
        assigned_at=at,
        assigned_by=actor,
    )
    record(
        case=case,
        event=Event.QUESTION_ASSIGNED,
        actor=actor,
        at=at,
        question=question,
        label=wording,
        name=person.name,
        on=due_on.isoformat(),
    )
    return assignment


@action
def take_back_question(*, case: Case, question: str, actor: User, at: datetime) -> None:
    """The question waits for nobody any more. Raises Refused when it did not."""
    case = _locked(case)
    waiting = _waiting(case, question).select_related("person").first()
    refuse_if(list(rules.blockers_to_take_back(case, is_assigned=waiting is not None)))
    assert waiting is not None
    waiting.ended_at, waiting.ended_by = at, actor
    waiting.save(update_fields=["ended_at", "ended_by"])
    record(
        case=case,
        event=Event.QUESTION_TAKEN_BACK,
        actor=actor,
        at=at,
        question=question,
        label=guide().question(question).text,
        name=waiting.person.name,
    )


def _waiting(case: Case, question: str) -> QuestionAssignmentQuerySet:
    return QuestionAssignment.objects.open().filter(case=case, question=question)


@action
def change_state(*, case: Case, to: State, reason: str, actor: User, at: datetime) -> Case:
    """Pause, close or take up the case again, with a reason."""
    case = _locked(case)
    refuse_if(list(rules.blockers_to_change_state(case, to=to, reason=reason)))
    case.state = to
    case.save(update_fields=["state"])
    record(case=case, event=STATE_EVENT[to], actor=actor, at=at)
    record(
        case=case, event=Event.STATE_REASON_GIVEN, actor=actor, at=at, state=to.label, reason=reason
    )
    return case


STATE_EVENT = {
    State.PAUSED: Event.CASE_PAUSED,
    State.CLOSED: Event.CASE_CLOSED,
    State.OPEN: Event.CASE_REOPENED,
}


@action
def change_visibility(
    *, case: Case, to: Visibility, reason: str, actor: User, at: datetime
) -> Case:
    """Hide the case for all but named readers, or open it to the municipality's officers."""
    case = _locked(case)
    refuse_if(list(rules.blockers_to_change_visibility(case, to=to, reason=reason)))
    old = Visibility(case.visibility)
    case.visibility = to
    case.save(update_fields=["visibility"])
    _keep_responsible_among_readers(case, actor=actor, at=at)
    if to == Visibility.RESTRICTED:
        _name_reader(case, actor, "Gjorde ärendet ej offentligt", actor=actor, at=at)
    record(
        case=case,
        event=Event.VISIBILITY_CHANGED,
        actor=actor,
        at=at,
        old=old.value,
        new=to.value,
        reason=reason,
    )
    return case


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(no_key=True).get(pk=case.pk)


def _values(facts: CaseFacts) -> dict[str, object]:
    return {field.name: getattr(facts, field.name) for field in fields(facts)}


def _blockers_to_facts(municipality: Organisation, facts: CaseFacts, today: date) -> list[str]:
    officers = set(
        Membership.objects.active()
        .filter(organisation=municipality, role__in=CASE_OPENING_ROLES)
        .values_list("user_id", flat=True)
    )
    return list(
        rules.blockers_to_facts(
            notice_on=facts.notice_on,
            today=today,
            responsible_is_officer=facts.responsible.pk in officers,
            deputy_is_officer=facts.deputy is None or facts.deputy.pk in officers,
            same_person=facts.deputy == facts.responsible,
        )
    )


def _create_with_free_number(*, year: int, **values: object) -> Case:
    """A case with a random free number, so that a gap tells nothing (product.md, decision 6)."""
    for digits in (4, 4, 4, 4, 4, 5, 5, 6, 7):
        serial = 10 ** (digits - 1) + secrets.randbelow(9 * 10 ** (digits - 1))
        try:
            with transaction.atomic():
                return Case.objects.create(year=year, serial=serial, **values)
        except IntegrityError as error:
            if "case_serial_is_unique" not in str(error) and "number" not in str(error):
                raise
    raise RuntimeError(f"no free case number in {year}")


def _keep_responsible_among_readers(case: Case, *, actor: User, at: datetime) -> None:
    """Responsible and deputy are always among the named readers (product.md, decision 5)."""
    _name_reader(case, case.responsible, RESPONSIBLE_REASON, actor=actor, at=at)
    if case.deputy:
        _name_reader(case, case.deputy, DEPUTY_REASON, actor=actor, at=at)


def _name_reader(case: Case, user: User, reason: str, *, actor: User, at: datetime) -> None:
    Reader.objects.get_or_create(
        case=case,
        user=user,
        ends_at=None,
        defaults={"reason": reason, "began_at": at, "began_by": actor},
    )
