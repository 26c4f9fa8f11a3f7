"""Writes rows to the logbook; every action that changes a case ends here."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.models import Organisation, User
from cases.models import Case, Participant
from logbook.events import Audience, Event, audience_of
from logbook.models import LogEntry
from measures.models import MainActivity, Measure


def record(
    *,
    case: Case,
    event: Event,
    actor: User,
    at: datetime,
    measure: Measure | None = None,
    main_activity: MainActivity | None = None,
    closes: uuid.UUID | None = None,
    audience: Audience | str | None = None,
    **details: Any,
) -> LogEntry:
    """Write what the system itself saw happen. `details` are plain keys and labels as they read now."""
    row = unwritten(
        case=case,
        event=event,
        speaker=speaks_for(actor, case),
        actor=actor,
        at=at,
        measure=measure,
        main_activity=main_activity,
        closes=closes,
        audience=audience,
        **details,
    )
    row.save(force_insert=True)
    return row


def record_all(rows: Sequence[LogEntry]) -> None:
    """Write several `unwritten` rows, in their order. One query."""
    LogEntry.objects.bulk_create(rows)


def unwritten(
    *,
    case: Case,
    event: Event,
    speaker: Organisation,
    actor: User,
    at: datetime,
    measure: Measure | None = None,
    main_activity: MainActivity | None = None,
    closes: uuid.UUID | None = None,
    audience: Audience | str | None = None,
    **details: Any,
) -> LogEntry:
    """The row that `record` writes; `speaker` is the organisation that `actor` writes for."""
    day = local_day(at)
    return LogEntry(
        case=case,
        organisation=speaker,
        event=event,
        audience=audience or audience_of(event),
        happened_from=day,
        happened_to=day,
        measure=measure,
        main_activity=main_activity,
        closes=closes,
        details=details,
        author=actor,
    )


def speaks_for(actor: User, case: Case) -> Organisation:
    """The organisation `actor` writes for in `case`. One query."""
    return Participant.objects.spoken_for_by(actor, case)


def local_day(at: datetime) -> date:
    """The Swedish calendar day of a moment."""
    return timezone.localdate(at)
