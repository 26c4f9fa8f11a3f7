"""What people do in the logbook: add an entry, correct one, close a next step, keep a draft."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.models import Organisation, User
from cases.models import Case, Participant
from core.actions import Conflict, action, refuse_if
from logbook import queries, rules
from logbook.attaching import NO_FILES, Files, attach, details_of, take_files
from logbook.events import Audience, Event
from logbook.models import Draft, LogEntry
from logbook.record import local_day, record
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
    files: Files = NO_FILES,
    closes: uuid.UUID | None = None,
    once: uuid.UUID | None = None,
    actor: User,
    at: datetime,
) -> LogEntry:
    """Write an entry; the form's draft goes.

    `once` is the form's one-time key; `closes` an entry whose next step this closes. Raises Refused
    when the case is closed, the day lies ahead, the place is another case's, a file is gone, or the
    step is closed already or not the actor's to see.
    """
    speaking = Speaking.of(actor, case)
    return write_entry(
        speaking=speaking, wording=wording, files=files, closes=closes, form=once, at=at
    )


@dataclass(frozen=True, kw_only=True)
class Speaking:
    """Someone who acts in a case that is locked: for which organisation, and whether it takes part."""

    actor: User
    case: Case
    organisation: Organisation
    takes_part: bool

    @classmethod
    def of(cls, actor: User, case: Case) -> "Speaking":
        """Lock the case until the transaction ends. One query for a member."""
        case, organisation, takes_part = Participant.objects.speaker_in_locked(actor, case)
        return cls(actor=actor, case=case, organisation=organisation, takes_part=takes_part)


def write_entry(
    *,
    speaking: Speaking,
    wording: Wording,
    files: Files,
    closes: uuid.UUID | None,
    form: uuid.UUID | None,
    at: datetime,
) -> LogEntry:
    """What add_entry does once the case is locked; inside an action only. Raises Refused."""
    case, actor = speaking.case, speaking.actor
    readers = _StepReaders(case, speaking.organisation, speaking.takes_part, actor)
    step = _step_to_close(closes, actor) if closes and speaking.takes_part else None
    refuse_if(
        [
            *rules.blockers_to_log(case),
            *_blockers_to_wording(case, wording, readers, at),
            *(_blockers_to_close(case, step) if closes else ()),
        ]
    )
    entry = _write(
        case=case,
        wording=wording,
        files=files,
        form=form,
        organisation=speaking.organisation,
        closes=closes,
        actor=actor,
    )
    if step:
        # For the page that tells of it at once; see logbook.queries.Row.closed_step.
        entry.closed_words = step.next_step  # type: ignore[attr-defined]
    return entry


@action
def add_entries(
    *,
    case: Case,
    entries: Sequence[tuple[Wording, dict[str, Any]]],
    actor: User,
    at: datetime,
) -> list[LogEntry]:
    """Write many entries at once, such as those of a file: all of them, or none.

    With each wording goes what shall be kept of where it came from. Raises Refused as add_entry
    does. Five queries at most, and one for each 500 entries.
    """
    case, organisation, takes_part = Participant.objects.speaker_in_locked(actor, case)
    readers = _StepReaders(case, organisation, takes_part, actor)
    refuse_if(
        [
            *rules.blockers_to_log(case),
            *(
                blocker
                for wording, _ in entries
                for blocker in _blockers_to_wording(case, wording, readers, at)
            ),
        ]
    )
    rows = [
        LogEntry(
            case=case, organisation=organisation, author=actor, details=details, **_said(wording)
        )
        for wording, details in entries
    ]
    return LogEntry.objects.bulk_create(rows, batch_size=500)


@action
def correct_entry(
    *,
    entry: LogEntry,
    seen_version: int,
    wording: Wording,
    reason: str,
    files: Files = NO_FILES,
    once: uuid.UUID | None = None,
    actor: User,
    at: datetime,
) -> LogEntry:
    """Write a new version that replaces `entry` in every view and report; the older stays.

    The files follow, but for those that `files` leaves out. A next step that is open follows the
    correction; one that is closed stays as it was.
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
    speaker, is_inside = Participant.objects.speaker(actor, case)
    is_own = speaker.pk == latest.organisation_id
    takes_part = is_inside if is_own else _takes_part(latest.organisation, case)
    readers = _StepReaders(case, latest.organisation, takes_part)
    refuse_if(
        [
            *rules.blockers_to_correct(latest, reason, is_own=is_own, is_inside=is_inside),
            *rules.blockers_to_hide(latest, internal=wording.internal, is_own=is_own),
            *_blockers_to_wording(case, wording, readers, at, before=latest),
        ]
    )
    return _write(
        case=case,
        wording=wording,
        files=files,
        form=once,
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
    case, _, takes_part = Participant.objects.speaker_in_locked(actor, entry.case)
    step = _step_to_close(entry.entry, actor) if takes_part else None
    refuse_if(_blockers_to_close(case, step))
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


@action
def keep_draft(
    *,
    case: Case,
    entry: uuid.UUID | None,
    form: uuid.UUID,
    fields: Mapping[str, str | list[str]],
    question: str = "",
    actor: User,
    at: datetime,
) -> Draft:
    """Keep what a form holds so far, instead of what was kept of it before. One query.

    `entry` is the entry being corrected, `question` the guide's that is being answered. Raises
    Refused when it may lie in the browser only.
    """
    texts = [
        text for value in fields.values() for text in ([value] if isinstance(value, str) else value)
    ]
    refuse_if(list(rules.blockers_to_keep_draft(texts)))
    draft = Draft(
        case=case,
        entry=entry,
        question=question,
        form=form,
        fields=fields,
        saved_by=actor,
        saved_at=at,
    )
    Draft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["saved_by", "form"],
        update_fields=["case", "entry", "question", "fields", "saved_at"],
    )
    return draft


@action
def drop_draft(*, form: uuid.UUID, actor: User, at: datetime) -> None:
    """Throw away the draft of a form, if there is one."""
    Draft.objects.of_form(actor, form).delete()


@dataclass(frozen=True)
class _StepReaders:
    """Who may be given next steps by an organisation in a case: asked once for many entries."""

    case: Case
    organisation: Organisation
    takes_part: bool
    # Who writes for the organisation, and so may be given steps of its own without being asked for.
    author: User | None = None

    @cached_property
    def _all(self) -> frozenset[int]:
        return frozenset(queries.readers_to_wait_for(self.case).values_list("pk", flat=True))

    @cached_property
    def _own(self) -> frozenset[int]:
        own = queries.readers_to_wait_for(self.case, only=self.organisation)
        return frozenset(own.values_list("pk", flat=True))

    def have(self, wording: Wording) -> bool:
        """Whether the one whom the wording's step waits for can read it."""
        person = wording.next_step_by
        if person is None or (self.takes_part and person == self.author):
            return True
        return person.pk in (self._own if wording.internal else self._all)


def _blockers_to_wording(
    case: Case,
    wording: Wording,
    readers: "_StepReaders",
    at: datetime,
    before: LogEntry | None = None,
) -> list[str]:
    """Why an entry of the readers' organisation cannot say this, where it says `before` now."""
    return [
        *rules.blockers_to_date(wording.happened_from, wording.happened_to, local_day(at)),
        *rules.blockers_to_place(case, wording.place, wording.main_activity),
        *_blockers_to_step(wording, readers, before),
    ]


def _blockers_to_step(
    wording: Wording, readers: "_StepReaders", before: LogEntry | None
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
    return list(
        rules.blockers_to_next_step(
            is_inside=readers.takes_part, reaches_person=readers.have(wording)
        )
    )


def _step_to_close(entry: uuid.UUID, actor: User) -> LogEntry | None:
    """The entry whose next step it is, and whether that is closed; none that the actor may not read."""
    closed = Exists(LogEntry.objects.filter(closes=OuterRef("entry")))
    visible = LogEntry.objects.visible_to(actor).filter(entry=entry)
    return visible.annotate(is_closed=closed).current().first()


def _blockers_to_close(case: Case, step: LogEntry | None) -> list[str]:
    already_closed = bool(getattr(step, "is_closed", False))
    return list(rules.blockers_to_close_next_step(case, step, already_closed=already_closed))


def _takes_part(organisation: Organisation, case: Case) -> bool:
    return Participant.objects.active().filter(case=case, organisation=organisation).exists()


def _write(
    *,
    case: Case,
    wording: Wording,
    files: Files,
    form: uuid.UUID | None,
    organisation: Organisation,
    closes: uuid.UUID | None,
    actor: User,
    corrects: LogEntry | None = None,
    reason: str = "",
) -> LogEntry:
    attachments = take_files(case=case, files=files, form=form, sender=actor, corrects=corrects)
    entry = LogEntry.objects.create(
        case=case,
        organisation=organisation,
        entry=corrects.entry if corrects else uuid.uuid4(),
        version=corrects.version + 1 if corrects else 1,
        correction_reason=reason,
        closes=closes,
        details=details_of(attachments),
        author=actor,
        **_said(wording),
    )
    attach(entry, attachments)
    return entry


def _said(wording: Wording) -> dict[str, Any]:
    """The columns of a note that its wording fills."""
    return {
        "event": Event.NOTED,
        "audience": Audience.ORGANISATION if wording.internal else Audience.EVERYONE,
        "happened_from": wording.happened_from,
        "happened_to": wording.happened_to,
        "what": wording.what,
        "participants": wording.participants,
        "result": wording.result,
        "next_step": wording.next_step,
        "next_step_on": wording.next_step_on,
        "next_step_by": wording.next_step_by,
        "measure": wording.place,
        "main_activity": wording.main_activity,
    }
