"""What people do with the list for the first two days: tick off, set aside, take up, put away."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from cases import rules
from cases.first_steps import step_in
from cases.models import Case, FirstStepMark
from cases.states import StepState
from core.actions import action, refuse_if
from logbook.actions import Wording, add_entry, drop_draft
from logbook.events import Event
from logbook.record import record


@action
def tick_first_step(
    *,
    case: Case,
    key: str,
    wording: Wording,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> FirstStepMark:
    """Something on the list is done: what was done is written in the log, and the list points there.

    Raises Refused when the case is closed, the step is marked already, or the entry may not be
    written (logbook.actions.add_entry).
    """
    case = _locked(case)
    mark = _mark(case, key)
    refuse_if(list(rules.blockers_to_mark(case, is_marked=mark is not None)))
    if once:
        drop_draft(form=once, actor=actor, at=at)
    entry = add_entry(case=case, wording=wording, actor=actor, at=at)
    return FirstStepMark.objects.create(
        case=case,
        key=key,
        state=StepState.DONE,
        entry=entry.entry,
        marked_at=at,
        marked_by=actor,
    )


@action
def set_first_step_aside(
    *, case: Case, key: str, reason: str, actor: User, at: datetime
) -> FirstStepMark:
    """Something on the list is not relevant in this case, and why. Raises Refused without a reason."""
    case = _locked(case)
    mark = _mark(case, key)
    refuse_if(list(rules.blockers_to_set_aside(case, reason=reason, is_marked=mark is not None)))
    mark = FirstStepMark.objects.create(
        case=case,
        key=key,
        state=StepState.SET_ASIDE,
        reason=reason,
        marked_at=at,
        marked_by=actor,
    )
    record(
        case=case,
        event=Event.FIRST_STEP_SET_ASIDE,
        actor=actor,
        at=at,
        key=key,
        label=step_in(case, key).title,
        reason=reason,
    )
    return mark


@action
def take_up_first_step(*, case: Case, key: str, actor: User, at: datetime) -> None:
    """Something that was ticked off or set aside is on the list again. The log keeps its entry."""
    case = _locked(case)
    mark = _mark(case, key)
    refuse_if(list(rules.blockers_to_take_up(case, is_marked=mark is not None)))
    assert mark is not None
    mark.ended_at, mark.ended_by = at, actor
    mark.save(update_fields=["ended_at", "ended_by"])
    record(
        case=case,
        event=Event.FIRST_STEP_TAKEN_UP,
        actor=actor,
        at=at,
        key=key,
        label=step_in(case, key).title,
    )


@action
def put_first_steps_away(*, case: Case, actor: User, at: datetime) -> None:
    """The list is shown on the case's overview no more; it keeps its page."""
    case = _locked(case)
    refuse_if(list(rules.blockers_to_put_away(case, is_away=case.first_steps_away)))
    case.first_steps_away = True
    case.save(update_fields=["first_steps_away"])
    record(case=case, event=Event.FIRST_STEPS_PUT_AWAY, actor=actor, at=at)


@action
def take_first_steps_out(*, case: Case, actor: User, at: datetime) -> None:
    """The list is shown on the case's overview again."""
    case = _locked(case)
    refuse_if(list(rules.blockers_to_take_out(case, is_away=case.first_steps_away)))
    case.first_steps_away = False
    case.save(update_fields=["first_steps_away"])
    record(case=case, event=Event.FIRST_STEPS_TAKEN_OUT, actor=actor, at=at)


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(no_key=True).get(pk=case.pk)


def _mark(case: Case, key: str) -> FirstStepMark | None:
    return FirstStepMark.objects.filter(case=case, key=key, ended_at=None).first()
