"""Questions to the database about meetings: which there are, and by when a case's next report is due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from accounts.models import Membership, Organisation, User
from accounts.permissions import Role
from cases.models import Case, CaseQuerySet, Participant, ParticipantQuerySet
from cases.states import State
from core.days import distance_words
from figures.clock_kinds import DateKind
from figures.models import CaseDate
from reminders.models import Meeting, MeetingQuerySet, Muted
from reports.model import Kind
from reports.models import Issued

# What a board gets to read; the others are made for other readers.
TO_A_BOARD = (Kind.STATUS_REPORT.value, Kind.SUMMARY.value, Kind.FINAL_REPORT.value)
REPORTING_ROLES = (Role.CASE_OFFICER, Role.REPORT_OFFICER)


@dataclass(frozen=True)
class NextReport:
    """By when the next report of a case is due, and for which meeting, when a meeting gives the day."""

    case: Case
    organisation_id: int
    stop_on: date | None
    today: date
    board: str = ""
    meets_on: date | None = None

    @property
    def days_late(self) -> int:
        return max(0, (self.today - self.stop_on).days) if self.stop_on else 0

    @property
    def distance(self) -> str:
        """ "om 12 dagar"."""
        return distance_words(self.stop_on, self.today) if self.stop_on else ""


def next_report_of(case: Case, user: User, *, today: date) -> NextReport | None:
    """For the municipality that `user` works for in the case; None for others. One query."""
    found = next_reports(Case.objects.filter(pk=case.pk), user, today=today)
    return found[0] if found else None


def next_reports(cases: CaseQuerySet, user: User, *, today: date) -> list[NextReport]:
    """For each open case of `cases` where `user` makes reports, the next stop date. One query."""
    mine = Membership.objects.held_by(user).filter(role__in=REPORTING_ROLES)
    own = Participant.objects.active().filter(
        case__in=cases, case__state=State.OPEN, organisation__in=mine.values("organisation")
    )
    rows = _with_next_stop(own, today).select_related("case")
    return [
        _next_report(row, row.case, today)
        for row in rows.order_by("case_id", "-is_lead", "id").distinct("case_id")
    ]


def participants_with_reports(case: Case, *, today: date) -> list[Participant]:
    """The municipalities in the case now, the leading one first, each with its next stop date.

    One query; `next_report_among` reads the dates.
    """
    rows = Participant.objects.active().filter(case=case).select_related("organisation")
    ordered = _with_next_stop(rows, today).order_by("-is_lead", "organisation__name_sort")
    return list(ordered)


def next_report_among(
    participants: Sequence[Participant], organisations: Collection[int], case: Case, *, today: date
) -> NextReport | None:
    """The next report of the first of `organisations` that takes part in an open case. No query."""
    own = (row for row in participants if row.organisation_id in organisations)
    row = next(own, None) if case.is_open else None
    return _next_report(row, case, today) if row else None


def _with_next_stop(participants: ParticipantQuerySet, today: date) -> Any:
    """Each with the day noted in its case, until when it has reported, and the board's next meeting.

    A day that is noted in the case itself (the clock's) goes before the board's days, until a report
    with that stop date or a later one is issued. Of the board's days it is the next that no report
    covers; one that went by without a report is no longer asked for.
    """
    noted = CaseDate.objects.filter(case=OuterRef("case"), kind=DateKind.REPORT_STOP)
    issued = Issued.objects.filter(
        case=OuterRef("case"), organisation=OuterRef("organisation"), kind__in=TO_A_BOARD
    )
    reported = issued.order_by().values("case").annotate(last=Max("stop_on")).values("last")
    coming = Meeting.objects.filter(
        organisation=OuterRef("organisation"), stop_on__gte=today, stop_on__gt=OuterRef("reported")
    )
    return participants.annotate(
        noted=Subquery(noted.newest_of_each().values("on")[:1]),
        reported=Coalesce(Subquery(reported), Value(date.min)),
    ).annotate(
        meeting=Subquery(
            coming.order_by("stop_on", "meets_on", "id").values(
                row=JSONObject(board="board", meets_on="meets_on", stop_on="stop_on")
            )[:1]
        )
    )


def _next_report(row: Any, case: Case, today: date) -> NextReport:
    if row.noted and row.noted > row.reported:
        return NextReport(case, row.organisation_id, row.noted, today)
    if row.meeting is None:
        return NextReport(case, row.organisation_id, None, today)
    return NextReport(
        case,
        row.organisation_id,
        date.fromisoformat(row.meeting["stop_on"]),
        today,
        board=row.meeting["board"],
        meets_on=date.fromisoformat(row.meeting["meets_on"]),
    )


def meeting_page(
    meetings: MeetingQuerySet, wanted: dict[str, Any], *, today: date, page: str, size: int
) -> "Page[Meeting]":
    """The meetings a filter asks for. Two queries."""
    if q := wanted.get("q"):
        meetings = meetings.filter(board__icontains=q)
    shown = wanted.get("visa")
    if not shown:
        meetings = meetings.filter(meets_on__gte=today)
    elif shown == "tidigare":
        meetings = meetings.filter(meets_on__lt=today)
    orders = {
        "": ("meets_on", "board", "id"),
        "sist": ("-meets_on", "board", "id"),
        "namnd": ("board", "meets_on", "id"),
    }
    ordered = meetings.order_by(*orders[wanted.get("ordning") or ""])
    return Paginator(ordered, size).get_page(page)


def boards_of(organisation: Organisation) -> list[str]:
    """The boards that have had meetings noted, for suggestions. One query."""
    names = Meeting.objects.filter(organisation=organisation).values_list("board", flat=True)
    return list(names.order_by("board").distinct()[:50])


def muted_by(user: User) -> set[str]:
    """The kinds of reminders that the person has turned off. One query."""
    return set(Muted.objects.filter(user=user).values_list("kind", flat=True))


def whose_reports(user: User) -> Q:
    """Cases whose next report concerns `user`: those the person answers for; for an official who
    prepares the boards' papers, all of the municipality's.
    """
    prepares = Membership.objects.held_by(user).filter(role=Role.REPORT_OFFICER)
    prepared = Participant.objects.active().filter(organisation__in=prepares.values("organisation"))
    return Q(responsible=user) | Q(deputy=user) | Q(pk__in=prepared.values("case"))
