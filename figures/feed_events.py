"""Which days a calendar holds, and how little they say. Pure: clocks, steps and questions in, events out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from cases.models import Case, QuestionAssignment
from figures.calendar_file import CalendarEvent
from figures.clock_after import follow_up_lines
from figures.clock_lines import clock_lines
from figures.clock_queries import CaseClock
from figures.clock_words import Line, Reader
from guide.load import guide
from guide.model import Question
from logbook.events import Audience
from logbook.models import LogEntry

KEPT = timedelta(days=400)  # what lies further back is no longer in the calendar
NEUTRAL = "Logga in för att se vad dagen gäller."


def clock_events(
    clocks: Iterable[CaseClock], *, today: date, address: Callable[[Case], str]
) -> Iterator[CalendarEvent]:
    """The dated lines of each clock, as its reader may see them. `address` gives a case's page."""
    for clock in clocks:
        for line in _lines(clock, today):
            if line.on and line.on >= today - KEPT:
                yield _clock_event(clock, line, line.on, address(clock.case))


def _lines(clock: CaseClock, today: date) -> Iterable[Line]:
    """Of a closed case only what it still asks for, and that of those inside."""
    if clock.facts.closed_on:
        return follow_up_lines(clock.facts, today) if clock.is_inside else []
    reader = Reader.CALENDAR if clock.is_inside else Reader.OUTSIDE
    return clock_lines(clock.facts, today=today, reader=reader)


def _clock_event(clock: CaseClock, line: Line, on: date, url: str) -> CalendarEvent:
    case = clock.case
    return CalendarEvent(
        # The number and moment of opening are a case's own in all installations.
        key=f"{case.number} {case.opened_at.isoformat()} {line.key}",
        on=on,
        summary=_neutral(case.number)
        if case.is_restricted
        else f"{_mark(case)}{line.label}: {case.title} ({case.number})",
        description=NEUTRAL if case.is_restricted else _description(line),
        url=url,
        changed_at=line.changed_at,
    )


def _description(line: Line) -> str:
    lead = f"{line.lead[:1].upper()}{line.lead[1:]}. " if line.lead else ""
    law = f" Lagstöd: {line.law.text}." if line.law else ""
    return f"{lead}{line.how}{law}"


def step_events(
    entries: Iterable[LogEntry],
    *,
    changes: Mapping[int, datetime],
    today: date,
    address: Callable[[LogEntry], str],
    says_who: bool,
) -> Iterator[CalendarEvent]:
    """The open next steps that have a day. What is internal, or of a case not public, says only where.

    `changes` says when each case changed last: one that is made not public must reach the calendar.
    """
    for entry in entries:
        on = entry.next_step_on
        if on is None or on < today - KEPT:
            continue
        case = entry.case
        who = f" Ansvarig: {entry.next_step_by.name}." if says_who and entry.next_step_by else ""
        summary = f"{_mark(case)}Nästa steg: {entry.next_step} ({case.number})"
        description = f"Senast den här dagen, i ärendet {case.title}.{who}"
        if case.is_restricted or entry.audience == Audience.ORGANISATION:
            summary, description = _neutral(case.number), NEUTRAL
        yield CalendarEvent(
            key=str(entry.entry),
            on=on,
            summary=summary,
            description=description,
            url=address(entry),
            changed_at=max(entry.recorded_at, changes.get(case.pk, entry.recorded_at)),
        )


def question_events(
    rows: Iterable[QuestionAssignment],
    *,
    changes: Mapping[int, datetime],
    today: date,
    address: Callable[[Case, Question], str],
) -> Iterator[CalendarEvent]:
    """The guide's questions that wait for the owner; of a case not public it says only where.

    A question that the guide has no more is left out.
    """
    for row in rows:
        question = guide().question_or_none(row.question)
        if question is None or row.due_on < today - KEPT:
            continue
        case = row.case
        summary = f"{_mark(case)}Svara på en fråga i guiden ({case.number})"
        description = f"{question.text} Senast den här dagen, i ärendet {case.title}."
        if case.is_restricted:
            summary, description = _neutral(case.number), NEUTRAL
        yield CalendarEvent(
            key=f"question-{row.pk}",
            on=row.due_on,
            summary=summary,
            description=description,
            url=address(case, question),
            changed_at=max(row.assigned_at, changes.get(case.pk, row.assigned_at)),
        )


def _mark(case: Case) -> str:
    return "Övning: " if case.is_exercise else ""


def _neutral(number: str) -> str:
    return f"Ärende {number}"
