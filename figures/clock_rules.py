"""What must hold before a day is noted. Pure: facts in, sentences out."""

from collections.abc import Iterator
from datetime import date

from figures.clock_kinds import FOLLOW_UPS, HAS_HAPPENED, DateKind

EARLIEST = date(1950, 1, 1)


def blockers_to_note_date(
    *,
    kind: DateKind,
    on: date | None,
    source: str,
    today: date,
    closed_on: date | None,
    was: date | None,
) -> Iterator[str]:
    """`was` is the day as noted before, `closed_on` the day the case was closed, if it is.

    A closed case takes corrections and follow-ups only (product.md, decision 9).
    """
    is_follow_up = kind in FOLLOW_UPS.values()
    if is_follow_up and closed_on is None:
        yield "Siffror efter avslutet noteras när ärendet är avslutat."
    if closed_on and was is None and not is_follow_up:
        yield "Ärendet är avslutat. Öppna det igen för att notera nya dagar."
    if on is None and was is None:
        yield "Skriv en dag. Det finns ingen noterad dag att ta bort."
    if not source.strip():
        yield "Skriv hur dagen är känd."
    yield from blockers_to_day(kind=kind, on=on, today=today, closed_on=closed_on)


def blockers_to_day(
    *, kind: DateKind, on: date | None, today: date, closed_on: date | None
) -> Iterator[str]:
    """What has happened does not lie ahead; plans may (product.md, decision 7)."""
    if on and on > today and kind in HAS_HAPPENED:
        yield "Dagen ligger i framtiden. Notera den när det har hänt."
    if on and on < EARLIEST:
        yield "Dagen ligger för långt tillbaka i tiden."
    if on and closed_on and on < closed_on and kind in FOLLOW_UPS.values():
        yield "Dagen ligger före den dag då ärendet avslutades."
