"""What a closed case asks for: how it went after 6, 12 and 24 months. Pure: facts in, lines out."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from core.days import day_words, distance_words
from figures.clock import days_between, follow_ups
from figures.clock_facts import ClockFacts
from figures.clock_kinds import FOLLOW_UPS
from figures.clock_words import Line, days_words
from figures.facts import Answer

ASKED_BEFORE = timedelta(days=30)  # people need to be rung up and asked


def follow_up_lines(facts: ClockFacts, today: date) -> Iterator[Line]:
    """When a closed case asks how it went for those concerned, and whether that is known."""
    if facts.closed_on is None:
        return
    for months, day in follow_ups(facts.closed_on):
        kind = FOLLOW_UPS[months]
        noted = facts.noted.get(kind)
        # What was noted before the case was taken up and closed again belongs to an earlier end.
        done_on = noted.on if noted and noted.on and noted.on >= facts.closed_on else None
        answer = None if done_on else _answer(facts.answers, day)
        is_done = done_on is not None or answer is not None
        yield Line(
            key=f"follow-up-{months}",
            label=f"Siffror {months} månader efter avslutet",
            on=day,
            when=_answer_words(answer) if answer else _follow_up_words(day, done_on, today),
            how=f"Ärendet avslutades den {day_words(facts.closed_on)}. Ta reda på hur det gick för dem "
            "som berördes, och hur många ni inget vet om.",
            note=kind,
            is_late=not is_done and day < today,
            is_asked=not is_done,
            row=answer.row if answer else None,
            changed_at=max(
                facts.changed_at,
                noted.at if noted else facts.changed_at,
                answer.at if answer else facts.changed_at,
            ),
        )


def asked_now(facts: ClockFacts, today: date) -> list[Line]:
    """The follow-ups that are late, or whose day comes within a month."""
    soon = today + ASKED_BEFORE
    lines = follow_up_lines(facts, today)
    return [line for line in lines if line.is_asked and line.on and line.on <= soon]


def _answer(answers: Sequence[Answer], day: date) -> Answer | None:
    """The first row that tells how it went and is of the day, of a later one, or of the month before."""
    return next((each for each in answers if each.on >= day - ASKED_BEFORE), None)


def _answer_words(answer: Answer) -> str:
    return f"besvarade av raden för {answer.on.isoformat()}, {answer.source}"


def _follow_up_words(day: date, done_on: date | None, today: date) -> str:
    if done_on:
        return f"hämtade {done_on.isoformat()}"
    if day < today:
        return f"{days_words(days_between(day, today))} försenade"
    return distance_words(day, today)
