"""What the pages ask about next steps: which are open, whom they wait for, in which order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from accounts.models import User
from core.days import day_words
from logbook.models import LogEntry, LogEntryQuerySet

WITHOUT_DAY = "utan"
_KEY = re.compile(rf"(\d{{4}}-\d{{2}}-\d{{2}}|{WITHOUT_DAY})_(\d{{1,18}})")

MINE, LATE = "mina", "forsenade"


@dataclass(frozen=True)
class OpenStep:
    """A next step that nobody has closed."""

    entry: LogEntry
    today: date

    @property
    def days_late(self) -> int:
        """Days past its day; 0 when there is time left."""
        due = self.entry.next_step_on
        return max(0, (self.today - due).days) if due else 0

    @property
    def is_today(self) -> bool:
        return self.entry.next_step_on == self.today

    @property
    def words(self) -> str:
        """ "Ring platschefen, senast 12 mars 2026"."""
        due = self.entry.next_step_on
        return f"{self.entry.next_step}, senast {day_words(due)}" if due else self.entry.next_step

    @property
    def suggestion(self) -> str:
        """What one may write when it is done."""
        return f"Klart: {self.entry.next_step}"


@dataclass(frozen=True)
class StepPage:
    """Open steps, the most overdue first, and the key of the next page if there is more."""

    rows: list[OpenStep]
    next_key: str


def step_page(entries: LogEntryQuerySet, *, today: date, after: str, size: int) -> StepPage:
    """Open steps among `entries` that come after the key `after`. One query."""
    steps = entries.open_next_steps().select_related("case", "next_step_by", "measure")
    if match := _KEY.fullmatch(after):
        steps = steps.filter(_comes_after(match[1], int(match[2])))
    ordered = steps.order_by(F("next_step_on").asc(nulls_last=True), "pk")
    found = [OpenStep(entry, today) for entry in ordered[: size + 1]]
    rows, more = found[:size], found[size:]
    return StepPage(rows, _key(rows[-1].entry) if more else "")


def _key(entry: LogEntry) -> str:
    return f"{entry.next_step_on or WITHOUT_DAY}_{entry.pk}"


def _comes_after(due: str, pk: int) -> Q:
    if due == WITHOUT_DAY:
        return Q(next_step_on=None, pk__gt=pk)
    try:
        day = date.fromisoformat(due)
    except ValueError:
        return Q()
    return Q(next_step_on__gt=day) | Q(next_step_on=day, pk__gt=pk) | Q(next_step_on=None)


def narrowed(
    entries: LogEntryQuerySet, wanted: Mapping[str, Any], *, user: User, today: date
) -> LogEntryQuerySet:
    """Those whose steps a filter form asks for: mine, someone's, or those that are late."""
    if wanted.get("visa") == MINE:
        entries = entries.filter(next_step_by=user)
    if wanted.get("visa") == LATE:
        entries = entries.filter(next_step_on__lt=today)
    if wanted.get("person"):
        entries = entries.filter(next_step_by=wanted["person"])
    return entries


def waited_for(entries: LogEntryQuerySet) -> list[tuple[int, str]]:
    """Those whom open steps wait for, by name. One query."""
    ids = entries.open_next_steps().order_by().values("next_step_by")
    return list(User.objects.filter(pk__in=ids).order_by("name", "pk").values_list("pk", "name"))


def open_step(entries: LogEntryQuerySet, entry: UUID, *, today: date) -> OpenStep | None:
    """The entry's next step, if it is among `entries` and open. One query."""
    found = entries.open_next_steps().filter(entry=entry)
    step = found.select_related("next_step_by").first()
    return OpenStep(step, today) if step else None
