"""What people do in the logbook: add an entry, correct one, close a next step, keep a draft."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.models import User
from cases.models import Case
from core.actions import Conflict, action, refuse_if
from logbook import rules
from logbook.attaching import NO_FILES, Files, attach, details_of, take_files
from logbook.events import Audience, Event
from logbook.models import Draft, LogEntry
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


@action
def add_entry(
    *,
    case: Case,
    wording: Wording,
    files: Files = NO_FILES,
    once: uuid.UUID | None = None,
    actor: User,
    at: datetime,
) -> LogEntry:
    """Write an entry. `once` is the form's one-time key; the form's draft goes.

    Raises Refused when the case is closed, the day lies ahead, the place is another case's, or a
    file is gone.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    refuse_if(
        [
            *rules.blockers_to_log(case),
            *rules.blockers_to_date(wording.happened_from, wording.happened_to, local_day(at)),
            *rules.blockers_to_place(case, wording.place, wording.main_activity),
        ]
    )
    _forget_draft(actor, once)
    return _write(case=case, wording=wording, files=files, actor=actor)


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
    does. Three queries, and one for each 500 entries.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    day = local_day(at)
    refuse_if(
        [
            *rules.blockers_to_log(case),
            *(
                blocker
                for wording, _ in entries
                for blocker in (
                    *rules.blockers_to_date(wording.happened_from, wording.happened_to, day),
                    *rules.blockers_to_place(case, wording.place, wording.main_activity),
                )
            ),
        ]
    )
    organisation = speaks_for(actor, case)
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

    The files follow, but for those that `files` leaves out.
    Raises Refused without a reason, Conflict when someone corrected it since `seen_version`.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=entry.case_id)
    latest = LogEntry.objects.filter(entry=entry.entry).order_by("-version")[0]
    if latest.version != seen_version:
        raise Conflict(latest)
    refuse_if(
        [
            *rules.blockers_to_correct(latest, reason),
            *rules.blockers_to_date(wording.happened_from, wording.happened_to, local_day(at)),
            *rules.blockers_to_place(case, wording.place, wording.main_activity),
        ]
    )
    _forget_draft(actor, once)
    return _write(
        case=case, wording=wording, files=files, actor=actor, corrects=latest, reason=reason
    )


@action
def close_next_step(*, entry: LogEntry, actor: User, at: datetime) -> LogEntry:
    """Mark the entry's next step as done, by a new row that closes it.

    The row tells the step, which outsiders do not see, even of an entry that they see.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=entry.case_id)
    closed = LogEntry.objects.filter(closes=entry.entry).exists()
    refuse_if(list(rules.blockers_to_close_next_step(entry, already_closed=closed)))
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
    actor: User,
    at: datetime,
) -> Draft:
    """Keep what a form holds so far, instead of what was kept of it before. One query.

    `entry` is the entry being corrected. Raises Refused when it may lie in the browser only.
    """
    texts = [
        text for value in fields.values() for text in ([value] if isinstance(value, str) else value)
    ]
    refuse_if(list(rules.blockers_to_keep_draft(texts)))
    draft = Draft(case=case, entry=entry, form=form, fields=fields, saved_by=actor, saved_at=at)
    Draft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["saved_by", "form"],
        update_fields=["case", "entry", "fields", "saved_at"],
    )
    return draft


@action
def drop_draft(*, form: uuid.UUID, actor: User, at: datetime) -> None:
    """Throw away the draft of a form, if there is one."""
    _forget_draft(actor, form)


def _forget_draft(writer: User, form: uuid.UUID | None) -> None:
    if form:
        Draft.objects.of_form(writer, form).delete()


def _write(
    *,
    case: Case,
    wording: Wording,
    files: Files,
    actor: User,
    corrects: LogEntry | None = None,
    reason: str = "",
) -> LogEntry:
    attachments = take_files(case=case, files=files, sender=actor, corrects=corrects)
    entry = LogEntry.objects.create(
        case=case,
        organisation=corrects.organisation if corrects else speaks_for(actor, case),
        entry=corrects.entry if corrects else uuid.uuid4(),
        version=corrects.version + 1 if corrects else 1,
        correction_reason=reason,
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
