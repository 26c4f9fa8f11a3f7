"""What the start page asks over everything a person may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case as Choose
from django.db.models import Exists, IntegerField, OuterRef, Q, Value, When

from accounts.models import Membership, User
from accounts.permissions import CASE_LOGGING_ROLES
from cases.models import NUMBER, Case, CaseQuerySet, Participant, QuestionAssignment
from cases.queries import (
    SHOWN_IN_LISTS,
    OpenAssignment,
    assignment_from,
    assignments_as_rows,
    last_entry_days,
    may_open_asked_along,
)
from logbook.models import LogEntryQuerySet
from logbook.steps import StepPage, step_page
from preparedness.queries import DuePlan, due_plans_as_rows, due_plans_from

SILENT_AFTER = 21  # days without a log entry in an open case


@dataclass(frozen=True)
class MyCase:
    """A case in the list of mine, with how long it has been silent."""

    case: Case
    is_responsible: bool
    last_day: date | None
    today: date
    waiting: Sequence[OpenAssignment] = ()  # the guide's questions there that wait for the person
    due_plans: Sequence[DuePlan] = ()  # asked along; the same for each case
    may_open: bool = False  # another case; asked along; the same for each case

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
    """The open cases a person sees, those the person answers for or in first. Two queries."""
    asked = QuestionAssignment.objects.visible_to(user).open().filter(case=OuterRef("pk"))
    mine = Choose(
        When(
            Q(responsible=user) | Q(deputy=user) | Q(Exists(asked.filter(person=user))),
            then=Value(0),
        ),
        default=Value(1),
        output_field=IntegerField(),
    )
    found: list[Any] = list(
        cases.exclude(state="CLOSED")
        .annotate(
            distance=mine,
            asked=assignments_as_rows(user, limit=limit),
            plans=due_plans_as_rows(user, today),
            may_open=may_open_asked_along(user),
        )
        .order_by("distance", "-notice_on", "-id")
        .only(*SHOWN_IN_LISTS, "responsible", "deputy")[:limit]
    )
    days = last_entry_days(entries, found)
    return [
        MyCase(
            case,
            user.pk in (case.responsible_id, case.deputy_id),
            days.get(case.pk),
            today,
            [assignment_from(row, case, today=today) for row in case.asked],
            due_plans_from(case.plans),
            case.may_open,
        )
        for case in found
    ]


def questions_waiting(cases: Iterable[MyCase], *, limit: int) -> list[OpenAssignment]:
    """The guide's questions that wait for the person, the most overdue first. No query."""
    waiting = [asked for case in cases for asked in case.waiting if asked.question]
    return sorted(waiting, key=lambda asked: asked.row.due_on)[:limit]


def my_next_steps(
    entries: LogEntryQuerySet, user: User, *, today: date, after: str, size: int
) -> StepPage:
    """Open next steps that wait for `user`, the most overdue first. One query.

    Each entry knows by `may_close` whether the person writes in its case, and so may close it.
    """
    organisations = Membership.objects.held_by(user).filter(role__in=CASE_LOGGING_ROLES)
    writes = Participant.objects.active().filter(
        case=OuterRef("case"), organisation__in=organisations.values("organisation")
    )
    mine = entries.filter(next_step_by=user).exclude(case__state="CLOSED")
    return step_page(mine.annotate(may_close=Exists(writes)), today=today, after=after, size=size)


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
