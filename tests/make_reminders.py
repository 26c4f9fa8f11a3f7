"""Makes boards' meetings for tests, through the real action."""

from datetime import date, timedelta

from accounts.models import Organisation, User
from reminders import actions
from reminders.models import Meeting
from tests import make


def meeting(
    organisation: Organisation,
    *,
    by: User,
    board: str = "Kommunstyrelsen",
    stop_on: date | None = None,
    meets_on: date | None = None,
) -> Meeting:
    """A meeting in three weeks, with its stop date ten days before, unless said otherwise."""
    stop = stop_on or make.today() + timedelta(days=11)
    days = actions.MeetingDays(meets_on or stop + timedelta(days=10), stop)
    (made,) = actions.add_meetings(
        organisation=organisation, board=board, days=[days], actor=by, at=make.now()
    )
    return made
