"""What the start page asks over everything a person may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case as Choose
from django.db.models import IntegerField, Q, Value, When

from accounts.models import User
from cases.models import NUMBER, Case, CaseQuerySet
from cases.queries import SHOWN_IN_LISTS, last_entry_days
from logbook.models import LogEntry, LogEntryQuerySet

SILENT_AFTER = 21  # days without a log entry in an open case


@dataclass(frozen=True)
class MyCase:
    """A case in the list of mine, with how long it has been silent."""

    case: Case
    is_responsible: bool
    last_day: date | None
    today: date

    @property
    def days(self) -> int:
        """Days since the notice."""
        return (self.today - self.case.notice_on).days

    @property
    def silent_days(self) -> int | None:
        """Days without an entry, when that is long for an open case."""
        if not self.case.is_open or self.last_day is None:
            return None
        days = (self.today - self.last_day).days
        return days if days >= SILENT_AFTER else None


def my_cases(
    cases: CaseQuerySet, entries: LogEntryQuerySet, user: User, *, today: date, limit: int
) -> list[MyCase]:
    """The open cases a person sees, those the person answers for first. Two queries."""
    mine = Choose(
        When(Q(responsible=user) | Q(deputy=user), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    found = list(
        cases.exclude(state="CLOSED")
        .annotate(distance=mine)
        .order_by("distance", "-notice_on", "-id")
        .only(*SHOWN_IN_LISTS, "responsible", "deputy")[:limit]
    )
    days = last_entry_days(entries, found)
    return [
        MyCase(case, user.pk in (case.responsible_id, case.deputy_id), days.get(case.pk), today)
        for case in found
    ]


@dataclass(frozen=True)
class Step:
    """A next step that waits for someone."""

    entry: LogEntry
    today: date

    @property
    def days_late(self) -> int:
        """How many days past its day; 0 when there is time left."""
        return max(0, (self.today - self.entry.next_step_on).days) if self.entry.next_step_on else 0


def my_next_steps(entries: LogEntryQuerySet, user: User, *, today: date, limit: int) -> list[Step]:
    """Open next steps that wait for `user`, the most overdue first. One query."""
    steps = entries.open_next_steps().filter(next_step_by=user).exclude(case__state="CLOSED")
    shown = ("entry", "next_step", "next_step_on", "case__number", "case__title")
    ordered = steps.select_related("case").only(*shown).order_by("next_step_on", "id")
    return [Step(entry, today) for entry in ordered[:limit]]


def cases_to_write_in(
    cases: CaseQuerySet, *, wanted: str, latest: Sequence[int], limit: int
) -> list[Case]:
    """The cases to choose between for an entry: the `wanted` number, the `latest`, the newest. One query."""
    places = [When(number=wanted, then=Value(-1))] if NUMBER.fullmatch(wanted) else []
    places += [When(pk=pk, then=Value(place)) for place, pk in enumerate(latest)]
    nearness = (
        Choose(*places, default=Value(len(latest)), output_field=IntegerField())
        if places
        else Value(0)
    )
    return list(cases.annotate(nearness=nearness).order_by("nearness", "-notice_on", "-id")[:limit])
