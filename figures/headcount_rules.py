"""What must hold before figures may be entered. Pure: facts in, sentences out."""

from collections.abc import Iterator, Mapping
from datetime import date

from figures.categories import MOST_PERSONS, Category

EARLIEST = date(1950, 1, 1)


def blockers_to_enter(
    *,
    counts: Mapping[Category, int | None],
    source: str,
    counted_on: date,
    today: date,
    is_told_already: bool,
) -> Iterator[str]:
    """A snapshot has a source, a day that has been, and a number; a source says one thing a day.

    Figures may be entered in a closed case, too: it still takes follow-up figures (product.md,
    decision 9). What does not add up is no reason to refuse (figures.funnel.doubts).
    """
    yield from _blockers_to_day(counted_on, today)
    if not source.strip():
        yield "Skriv varifrån siffrorna kommer."
    if all(count is None for count in counts.values()):
        yield "Skriv minst ett tal."
    if any(count is not None and not 0 <= count <= MOST_PERSONS for count in counts.values()):
        yield "Antalen ska ligga mellan 0 och en miljon."
    if is_told_already:
        yield "Källan har redan en rad för den dagen. Rätta den raden i stället."


def blockers_to_correct(*, reason: str, is_replaced: bool) -> Iterator[str]:
    """The newest wording of a row is corrected, with a reason."""
    if not reason.strip():
        yield "Skriv varför siffrorna rättas."
    if is_replaced:
        yield "Raden är redan rättad av någon annan. Rätta den nya raden i stället."


def blockers_to_wave(*, name: str, noticed_on: date, today: date) -> Iterator[str]:
    """A wave has a name and a day that has been."""
    yield from _blockers_to_day(noticed_on, today)
    if not name.strip():
        yield "Ge varselomgången ett namn."


def _blockers_to_day(day: date, today: date) -> Iterator[str]:
    if day > today:
        yield "Dagen ligger i framtiden."
    if day < EARLIEST:
        yield "Dagen ligger för långt tillbaka i tiden."
