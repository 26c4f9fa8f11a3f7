"""When a person last was in a case's logbook, so that what is new since then can be marked.

The row is the person's own: nobody else's page ever reads it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from accounts.models import User
from cases.models import Case

# Whoever comes back within this time is still on the same visit.
SAME_VISIT = timedelta(minutes=30)

# What is new is told by numbers of the case's chain and not by the clock: the chain grows in the
# order of commits, so an entry that was on its way during the last visit counts as new.
_VISIT = """
WITH before AS (
    SELECT *, visited_at <= now() - make_interval(secs => %(same)s) AS is_over
    FROM logbook_lastvisit WHERE user_id = %(user)s AND case_id = %(case)s
), arrived AS (
    INSERT INTO logbook_lastvisit (user_id, case_id, visited_at, seen_number)
    SELECT %(user)s, %(case)s, now(),
           coalesce((SELECT max(chain_number) FROM logbook_logentry WHERE case_id = %(case)s), 0)
    WHERE %(arrives)s AND NOT EXISTS (SELECT FROM before WHERE NOT is_over)
    ON CONFLICT (user_id, case_id) DO UPDATE SET
        previous_at = logbook_lastvisit.visited_at,
        previous_number = logbook_lastvisit.seen_number,
        visited_at = excluded.visited_at,
        seen_number = excluded.seen_number
    WHERE logbook_lastvisit.visited_at <= now() - make_interval(secs => %(same)s)
)
SELECT CASE WHEN is_over THEN visited_at ELSE previous_at END,
       CASE WHEN is_over THEN seen_number ELSE previous_number END
FROM before
"""


@dataclass(frozen=True)
class Visit:
    """The visit before this one: when it began, and the last number of the chain then."""

    at: datetime
    number: int


def last_visit(user: User, case: Case, *, arrives: bool) -> Visit | None:
    """The visit before this one, None the first time. One query.

    With `arrives` a new visit is noted, at most once for each. A filtered page does not arrive:
    what it leaves out has not been seen.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _VISIT,
            {
                "user": user.pk,
                "case": case.pk,
                "same": SAME_VISIT.total_seconds(),
                "arrives": arrives,
            },
        )
        row = cursor.fetchone()
    return Visit(row[0], row[1]) if row and row[0] else None
