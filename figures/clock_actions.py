"""What people do with a case's clock: note a day."""

from datetime import date, datetime
from uuid import UUID

from accounts.models import User
from cases.models import Case
from core.actions import action, refuse_if
from figures import clock_rules
from figures.clock_kinds import DateKind
from figures.clock_queries import closed_on
from figures.models import CaseDate
from logbook.events import Event
from logbook.record import local_day, record


@action
def note_date(
    *,
    case: Case,
    kind: DateKind,
    on: date | None,
    source: str,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> CaseDate:
    """Note a day of the case and how it is known; earlier notes stay. None takes the day away.

    Raises Refused if the rules say no. The same day from the same source changes nothing.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    before = CaseDate.objects.filter(case=case, kind=kind).order_by("-id").first()
    refuse_if(
        list(
            clock_rules.blockers_to_note_date(
                kind=kind,
                on=on,
                source=source,
                today=local_day(at),
                closed_on=closed_on(case),
                was=before.on if before else None,
            )
        )
    )
    if before and (before.on, before.source) == (on, source):
        return before
    noted = CaseDate.objects.create(case=case, kind=kind, on=on, source=source, noted_by=actor)
    record(
        case=case,
        event=Event.DATE_NOTED,
        actor=actor,
        at=at,
        label=str(kind.label),
        on=on.isoformat() if on else "",
        source=source,
    )
    return noted
