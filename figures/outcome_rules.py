"""What must hold before a goal, a result or money of a measure is saved. Pure."""

from collections.abc import Iterator
from datetime import date


def blockers_to_goal(
    *, indicator: str, baseline_on: date, target_on: date, today: date
) -> Iterator[str]:
    """A goal has a name, a baseline that has been measured and a later day to be reached."""
    if not indicator.strip():
        yield "Skriv vad som mäts."
    if baseline_on > today:
        yield "Dagen för utgångsläget ligger i framtiden."
    if target_on < baseline_on:
        yield "Målet ska nås efter utgångsläget."


def blockers_to_result(*, measured_on: date, baseline_on: date, today: date) -> Iterator[str]:
    """A result has been measured, after the baseline."""
    if measured_on > today:
        yield "Dagen ligger i framtiden."
    if measured_on < baseline_on:
        yield "Utfallet är mätt före utgångsläget."


def blockers_to_funding(
    *,
    funder: str,
    granted: int | None,
    applied_on: date | None,
    decided_on: date | None,
    is_named_already: bool,
    today: date,
) -> Iterator[str]:
    """A funder stands once per measure; what is granted has its day of decision."""
    if not funder.strip():
        yield "Skriv vem som betalar."
    if is_named_already:
        yield "Finansiären finns redan för insatsen. Ändra den i stället."
    if (granted is None) != (decided_on is None):
        yield "Skriv både beviljat belopp och dag för beslutet."
    if any(day is not None and day > today for day in (applied_on, decided_on)):
        yield "Dagen ligger i framtiden."


def blockers_to_cost(
    *, amount: int, used_on: date, has_entry_elsewhere: bool, today: date
) -> Iterator[str]:
    """A cost is not nothing, has been paid, and is tied to an entry of the same case."""
    if amount == 0:
        yield "Skriv ett belopp."
    if used_on > today:
        yield "Dagen ligger i framtiden."
    if has_entry_elsewhere:
        yield "Loggposten hör till ett annat ärende."


def blockers_without_goals(titles: list[str]) -> Iterator[str]:
    """Before phase 4 each measure that is to be carried out has an indicator with baseline and target.

    The guide asks for follow-up of effects; without a baseline it cannot be made afterwards.
    """
    for title in titles:
        yield f"Insatsen {title} har inget mål med utgångsläge och målvärde."
