"""Snapshots to test with."""

from datetime import date
from typing import Any

from figures.categories import Category
from figures.funnel import Snapshot
from figures.masking import Wave

NAMES = {category.value.removesuffix("_count"): category for category in Category}
WAVES = [Wave(1, "Första varslet"), Wave(2, "Andra varslet")]


def counts(**numbers: int | None) -> dict[Category, int | None]:
    """Counts by short names: `counts(notified=100, dismissed=60)`."""
    return {NAMES[name]: number for name, number in numbers.items()}


def snapshot(day: date, *, wave: int = 1, source: str = "Företaget", **numbers: Any) -> Snapshot:
    place = numbers.pop("place", 0)
    sources = {NAMES[name]: who for name, who in numbers.pop("sources", {}).items()}
    return Snapshot(
        wave=wave, day=day, source=source, counts=counts(**numbers), sources=sources, place=place
    )
