"""The ready set of indicators, read once from figures/content: `indicator_set()`."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from figures.units import Better, Unit
from guide.records import ContentError, Record, read

CONTENT = Path(__file__).parent / "content" / "indicators.toml"
KEY = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")


@dataclass(frozen=True, kw_only=True)
class ReadyIndicator:
    """An indicator to choose. `of_jobs`: must be read beside the number of jobs."""

    key: str
    name: str
    unit: Unit
    better: Better
    source: str
    why: str
    of_jobs: bool


@cache
def indicator_set() -> tuple[ReadyIndicator, ...]:
    """The set, in the order in which it is shown."""
    return load(CONTENT)


def ready_indicator(key: str) -> ReadyIndicator | None:
    """The indicator of the set with that key."""
    return next((each for each in indicator_set() if each.key == key), None)


def load(path: Path) -> tuple[ReadyIndicator, ...]:
    """Read a set. Raises ContentError, with file and field, if it is faulty."""
    with read(path) as file:
        found = tuple(_indicator(record) for record in file.records("indicators"))
    keys = [each.key for each in found]
    if len(keys) != len(set(keys)):
        raise ContentError(f"{path.name}: two indicators have the same key")
    return found


def _indicator(record: Record) -> ReadyIndicator:
    with record:
        return ReadyIndicator(
            key=record.slug("key", KEY),
            name=record.text("name"),
            unit=record.choice("unit", Unit),
            better=record.choice("better", Better),
            source=record.text("source"),
            why=record.text("why"),
            of_jobs=record.flag("of_jobs"),
        )
