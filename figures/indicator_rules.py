"""What must hold before an indicator or a value of it is saved. Pure: facts in, sentences out."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

EARLIEST_YEAR, LATEST_YEAR = 1950, 2100
LARGEST = Decimal("999999999999.99")


def blockers_to_indicator(
    *,
    name: str,
    baseline: Decimal | None,
    baseline_year: int | None,
    target: Decimal | None,
    target_year: int | None,
    today: date,
    is_chosen: bool,
) -> Iterator[str]:
    """A baseline and a target have their years; the baseline has been."""
    if not name.strip():
        yield "Skriv vad som mäts."
    if is_chosen:
        yield "Indikatorn följs redan i ärendet."
    if (baseline is None) != (baseline_year is None):
        yield "Skriv både värde och år för utgångsläget."
    if (target is None) != (target_year is None):
        yield "Skriv både målvärde och målår."
    for year in (baseline_year, target_year):
        if year is not None and not EARLIEST_YEAR <= year <= LATEST_YEAR:
            yield "Skriv ett årtal mellan 1950 och 2100."
    if baseline_year is not None and baseline_year > today.year:
        yield "Utgångslägets år ligger i framtiden."


def blockers_to_observe(*, year: int, value: Decimal, read_on: date, today: date) -> Iterator[str]:
    """What is observed has been."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        yield "Skriv ett årtal mellan 1950 och 2100."
    elif year > today.year:
        yield f"År {year} har inte varit än."
    if abs(value) > LARGEST:
        yield "Talet är för stort."
    if read_on > today:
        yield "Dagen ligger i framtiden."
