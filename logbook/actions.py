"""What people do in the logbook: add an entry, correct one, close a next step."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Organisation, User
from cases.models import Case, Participant
from core.actions import Conflict, action, refuse_if
from logbook import queries, rules
from logbook.events import Audience, Event
from logbook.models import LogEntry
from logbook.record import local_day, record, speaks_for
from measures.models import MainActivity, Measure


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What an entry says. Dates are days; a coarse date is a period (June = 1–30 June)."""

    what: str
    happened_from: date
    happened_to: date
    participants: str = ""
    result: str = ""
    next_step: str = ""
    next_step_on: date | None = None
    next_step_by: User | None = None
    internal: bool = False
    measure: Measure | None = None
    main_activity: MainActivity | None = None

    @property
    def place(self) -> Measure | None:
        """The measure, also when only its main activity was named."""
        return self.measure or (self.main_activity.measure if self.main_activity else None)

    def has_step_of(self, entry: LogEntry) -> bool:
        """Whether the next step is what `entry` has: the same words, day and person."""
        own = (self.next_step, self.next_step_on, self.next_step_by)
        return own == (entry.next_step, entry.next_step_on, entry.next_step_by)


@action
def add_entry(
    *,
    case: Case,
    wording: Wording,
    closes: uuid.UUID | None = None,
    once: uuid.UUID | None = None,
    actor: User,
    at: datetime,
) -> LogEntry:
    """Write an entry. `once` is the form's one-time key; `closes` an entry whose next step this closes.

    Raises Refused when the case is closed, the day lies ahead, the place is another case's, or
    the step is closed already or not the actor's to see.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    organisation = speaks_for(actor, case)
    refuse_if(
        [
            *rules.blockers_to_log(case),
            *_blockers_to_wording(case, wording, organisation, at),
            *(_blockers_to_close(case, closes, actor) if closes else ()),
        ]
    )
    return _write(case=case, wording=wording, organisation=organisation, closes=closes, actor=actor)


@action
def correct_entry(
    *,
    entry: LogEntry,
    seen_version: int,
    wording: Wording,
    reason: str,
    once: uuid.UUID | None = None,
    actor: User,
    at: datetime,
) -> LogEntry:
    """Write a new version that replaces `entry` in every view and report; the older stays.

    A next step that is open follows the correction; one that is closed stays as it was.
    Raises Refused without a reason, Conflict when someone corrected it since `seen_version`.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=entry.case_id)
    latest = (
        LogEntry.objects.filter(entry=entry.entry)
        .select_related("organisation", "next_step_by")
        .order_by("-version")[0]
    )
    if latest.version != seen_version:
        raise Conflict(latest)
    speaker = speaks_for(actor, case)
    is_own = speaker.pk == latest.organisation_id
    is_inside = is_own or _takes_part(speaker, case)
    refuse_if(
        [
            *rules.blockers_to_correct(latest, reason, is_own=is_own, is_inside=is_inside),
            *rules.blockers_to_hide(latest, internal=wording.internal, is_own=is_own),
            *_blockers_to_wording(case, wording, latest.organisation, at, before=latest),
        ]
    )
    return _write(
        case=case,
        wording=wording,
        organisation=latest.organisation,
        closes=latest.closes,
        actor=actor,
        corrects=latest,
        reason=reason,
    )


@action
def close_next_step(*, entry: LogEntry, actor: User, at: datetime) -> LogEntry:
    """Mark the entry's next step as done without a note, by a row of the system's that closes it.

    The row tells the step, which outsiders do not see, even of an entry that they see.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=entry.case_id)
    refuse_if(_blockers_to_close(case, entry.entry, actor))
    return record(
        case=case,
        event=Event.NEXT_STEP_DONE,
        actor=actor,
        at=at,
        measure=entry.measure,
        main_activity=entry.main_activity,
        closes=entry.entry,
        audience=Audience.ORGANISATION if entry.is_internal else Audience.PARTICIPANTS,
        next_step=entry.next_step,
    )


def _blockers_to_wording(
    case: Case,
    wording: Wording,
    organisation: Organisation,
    at: datetime,
    before: LogEntry | None = None,
) -> list[str]:
    """Why an entry of `organisation` cannot say this, where it says `before` now."""
    return [
        *rules.blockers_to_date(wording.happened_from, wording.happened_to, local_day(at)),
        *rules.blockers_to_place(case, wording.place, wording.main_activity),
        *_blockers_to_step(case, wording, organisation, before),
    ]


def _blockers_to_step(
    case: Case, wording: Wording, organisation: Organisation, before: LogEntry | None
) -> list[str]:
    same_step = before is not None and wording.has_step_of(before)
    if before is not None and before.next_step:
        is_closed = LogEntry.objects.filter(closes=before.entry).exists()
        if is_closed:
            return list(
                rules.blockers_to_change_next_step(before, is_closed=is_closed, same=same_step)
            )
    if not wording.next_step or (same_step and before and before.is_internal == wording.internal):
        return []
    person = wording.next_step_by
    return list(
        rules.blockers_to_next_step(
            is_inside=_takes_part(organisation, case),
            reaches_person=person is None
            or queries.readers_to_wait_for(case, only=organisation if wording.internal else None)
            .filter(pk=person.pk)
            .exists(),
        )
    )


def _blockers_to_close(case: Case, entry: uuid.UUID, actor: User) -> list[str]:
    """Why the next step of an entry cannot be closed; one that the actor may not read is none."""
    visible = LogEntry.objects.visible_to(actor).filter(entry=entry)
    step = visible.current().first() if _takes_part(speaks_for(actor, case), case) else None
    closed = LogEntry.objects.filter(closes=entry).exists()
    return list(rules.blockers_to_close_next_step(case, step, already_closed=closed))


def _takes_part(organisation: Organisation, case: Case) -> bool:
    return Participant.objects.active().filter(case=case, organisation=organisation).exists()


def _write(
    *,
    case: Case,
    wording: Wording,
    organisation: Organisation,
    closes: uuid.UUID | None,
    actor: User,
    corrects: LogEntry | None = None,
    reason: str = "",
) -> LogEntry:
    return LogEntry.objects.create(
        case=case,
        organisation=organisation,
        entry=corrects.entry if corrects else uuid.uuid4(),
        version=corrects.version + 1 if corrects else 1,
        event=Event.NOTED,
        audience=Audience.ORGANISATION if wording.internal else Audience.EVERYONE,
        happened_from=wording.happened_from,
        happened_to=wording.happened_to,
        what=wording.what,
        participants=wording.participants,
        result=wording.result,
        next_step=wording.next_step,
        next_step_on=wording.next_step_on,
        next_step_by=wording.next_step_by,
        correction_reason=reason,
        measure=wording.place,
        main_activity=wording.main_activity,
        closes=closes,
        author=actor,
    )
