"""What must hold before an exercise or a contact is erased. Pure: facts in, sentences out."""

from collections.abc import Iterator
from datetime import date

from figures.clock import add_months

MONTHS_AFTER_LEAVING = 6


def blockers_to_erase(
    *, is_exercise: bool, is_erased: bool, number: str, written: str
) -> Iterator[str]:
    """Only exercises are erased, once, by someone who has written the number."""
    if not is_exercise:
        yield "Ärendet är inte en övning. Bara övningar kan raderas."
    if is_erased:
        yield "Övningen är redan raderad."
    if written.strip() != number:
        yield f"Skriv övningens nummer, {number}, för att radera den."


def may_be_erased_from(ended_on: date) -> date:
    """From which day a contact may be erased: six months after leaving, since the work may need to ask."""
    return add_months(ended_on, MONTHS_AFTER_LEAVING)


def blockers_to_erase_contact(
    *, ended_on: date | None, is_erased: bool, asked_on: date, today: date
) -> Iterator[str]:
    """Only someone who left long ago, and has asked for it, is erased; once."""
    if is_erased:
        yield "Personen är redan raderad."
    elif ended_on is None:
        yield "Personen har inte slutat. Skriv först vilken dag personen slutade."
    elif may_be_erased_from(ended_on) > today:
        day = may_be_erased_from(ended_on).isoformat()
        yield f"Personen slutade för mindre än {MONTHS_AFTER_LEAVING} månader sedan. Det går från den {day}."
    if asked_on > today:
        yield "Dagen då det begärdes ligger i framtiden."
