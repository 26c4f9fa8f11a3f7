"""What people do with calendar addresses: make one, a new one instead, choose what is in it, end it."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from cases.models import Case
from core.actions import action, refuse_if
from figures import feed_rules
from figures.clock_queries import inside_for
from figures.models import CalendarFeed
from logbook.events import Event
from logbook.record import record


@action
def open_calendar(
    *,
    secret_hash: str,
    case: Case | None = None,
    with_restricted: bool = True,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> CalendarFeed:
    """Give `actor` an address for a calendar of one case, or of all they see. One that was ends.

    Raises Refused if the rules say no.
    """
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if case:
        refuse_if(
            list(
                feed_rules.blockers_to_open_calendar(
                    is_restricted=case.is_restricted, is_inside=_is_inside(actor, case)
                )
            )
        )
    CalendarFeed.objects.visible_to(actor).filter(case=case).update(ends_at=at, ended_by=actor)
    feed = CalendarFeed.objects.create(
        owner=actor,
        case=case,
        secret_hash=secret_hash,
        with_restricted=with_restricted,
        began_at=at,
        began_by=actor,
    )
    if case:
        record(case=case, event=Event.CALENDAR_OPENED, actor=actor, at=at, name=actor.name)
    return feed


@action
def choose_content(
    *, feed: CalendarFeed, with_restricted: bool, actor: User, at: datetime
) -> CalendarFeed:
    """Take cases that are not public into a person's calendar, or leave them out."""
    feed.with_restricted = with_restricted
    feed.save(update_fields=["with_restricted"])
    return feed


@action
def close_calendar(*, feed: CalendarFeed, actor: User, at: datetime) -> CalendarFeed:
    """End an address. It answers as one that never was from now on."""
    feed = (
        CalendarFeed.objects.select_for_update(no_key=True, of=("self",))
        .select_related("case")
        .get(pk=feed.pk)
    )
    refuse_if(list(feed_rules.blockers_to_close_calendar(has_ended=feed.ends_at is not None)))
    feed.ends_at, feed.ended_by = at, actor
    feed.save(update_fields=["ends_at", "ended_by"])
    if feed.case:
        record(case=feed.case, event=Event.CALENDAR_CLOSED, actor=actor, at=at, name=actor.name)
    return feed


def _is_inside(user: User, case: Case) -> bool:
    return Case.objects.visible_to(user).filter(inside_for(user), pk=case.pk).exists()
