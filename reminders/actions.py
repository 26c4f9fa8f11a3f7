"""What people do: note when boards meet, change or cancel a meeting, choose what to be reminded of."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Organisation, User
from core.actions import Refused, action
from reminders.models import Meeting, Muted, ReminderKind


@dataclass(frozen=True)
class MeetingDays:
    """A meeting's day and the last day to hand in what it is to read."""

    meets_on: date
    stop_on: date


@action
def add_meetings(
    *,
    organisation: Organisation,
    board: str,
    days: Sequence[MeetingDays],
    once: uuid.UUID | None = None,
    actor: User,
    at: datetime,
) -> list[Meeting]:
    """Note a board's meetings. Raises Refused when one of the days is noted already."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    wanted = [each.meets_on for each in days]
    _refuse_taken(organisation, board, wanted)
    return Meeting.objects.bulk_create(
        Meeting(
            organisation=organisation, board=board, meets_on=each.meets_on, stop_on=each.stop_on
        )
        for each in days
    )


@action
def change_meeting(
    *, meeting: Meeting, board: str, days: MeetingDays, actor: User, at: datetime
) -> None:
    """Move a meeting or its stop date. Raises Refused when the board meets that day already."""
    Organisation.objects.select_for_update(no_key=True).get(pk=meeting.organisation_id)
    _refuse_taken(meeting.organisation, board, [days.meets_on], but=meeting.pk)
    Meeting.objects.filter(pk=meeting.pk).update(
        board=board, meets_on=days.meets_on, stop_on=days.stop_on
    )


@action
def cancel_meeting(*, meeting: Meeting, actor: User, at: datetime) -> None:
    """Take away a meeting that will not be; the audit keeps what it was."""
    Meeting.objects.filter(pk=meeting.pk).delete()


@action
def choose_reminders(*, wanted: Collection[str], actor: User, at: datetime) -> None:
    """Turn each kind of the actor's own reminders on or off."""
    Muted.objects.filter(user=actor).delete()
    Muted.objects.bulk_create(
        Muted(user=actor, kind=kind) for kind in ReminderKind if kind not in wanted
    )


def _refuse_taken(
    organisation: Organisation, board: str, days: Sequence[date], *, but: int | None = None
) -> None:
    taken = Meeting.objects.filter(
        organisation=organisation, board=board, meets_on__in=days
    ).exclude(pk=but or 0)
    if found := list(taken.order_by("meets_on").values_list("meets_on", flat=True)):
        said = ", ".join(day.isoformat() for day in found)
        raise Refused([f"{board} har redan ett möte inlagt {said}."])
