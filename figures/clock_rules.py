"""What must hold before a day is noted. Pure: facts in, sentences out."""

from collections.abc import Iterator
from datetime import date

from figures.clock_kinds import HAS_HAPPENED, DateKind

EARLIEST = date(1950, 1, 1)


def blockers_to_note_date(
    *,
    kind: DateKind,
    on: date | None,
    source: str,
    today: date,
    is_closed: bool,
    was: date | None,
) -> Iterator[str]:
    """`was` is the day as noted before. A closed case takes corrections only (product.md, decision 9)."""
    if is_closed and was is None:
        yield "Ärendet är avslutat. Öppna det igen för att notera nya dagar."
    if on is None and was is None:
        yield "Skriv en dag. Det finns ingen noterad dag att ta bort."
    if not source.strip():
        yield "Skriv hur dagen är känd."
    yield from blockers_to_day(kind=kind, on=on, today=today)


def blockers_to_day(*, kind: DateKind, on: date | None, today: date) -> Iterator[str]:
    """What has happened does not lie ahead; plans may (product.md, decision 7)."""
    if on and on > today and kind in HAS_HAPPENED:
        yield "Dagen ligger i framtiden. Notera den när det har hänt."
    if on and on < EARLIEST:
        yield "Dagen ligger för långt tillbaka i tiden."
