"""Questions to the database about files: what of them is in the log already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Prefetch, Q
from django.db.models.functions import Length

from accounts.models import User
from cases.models import Case
from logbook.models import LogEntry, LogEntryQuerySet
from measures.models import MainActivity, Measure
from sheets.places import Place
from sheets.rows import Draft, even
from sheets.writing import MOST_IN_CELL


@dataclass(frozen=True)
class Present:
    """What the person can read in the log already, in any wording."""

    fingerprints: frozenset[str]
    told: frozenset[tuple[Any, ...]]

    def has(self, draft: Draft, place: Place, fingerprint: str) -> bool:
        """Whether it was taken from a file before, or somebody has written the very same."""
        if fingerprint in self.fingerprints:
            return True
        is_new = place.new_measure or place.new_activity
        told = (draft.happened_from, draft.happened_to, even(draft.what))
        return not is_new and (*told, place.measure, place.activity) in self.told


def present_in(case: Case, user: User, days: Iterable[date]) -> Present:
    """The notes of the case that `user` may read, within `days`. One query.

    What others keep to themselves is not looked at: "finns redan" would tell of it.
    """
    days = list(days)
    if not days:
        return Present(frozenset(), frozenset())
    rows = (
        LogEntry.objects.visible_to(user)
        .notes()
        .filter(case=case, happened_to__gte=min(days), happened_from__lte=max(days))
        .values_list(
            "happened_from",
            "happened_to",
            "what",
            "measure",
            "main_activity",
            "details__taken_from__fingerprint",
        )
    )
    fingerprints, told = set(), set()
    for first, last, what, measure, activity, fingerprint in rows:
        told.add((first, last, even(what), measure, activity))
        if fingerprint:
            fingerprints.add(fingerprint)
    return Present(frozenset(fingerprints), frozenset(told))


def first_recorded(entries: LogEntryQuerySet) -> dict[UUID, datetime]:
    """When the first wording in `entries` was written, for entries with several. One query."""
    several = entries.values("entry").order_by().annotate(n=Count("pk"), first=Min("recorded_at"))
    return dict(several.filter(n__gt=1).values_list("entry", "first"))


def long_entries(entries: LogEntryQuerySet) -> LogEntryQuerySet:
    """Those whose text may not have room in a cell of Excel. One query."""
    half = MOST_IN_CELL // 2
    lengths = entries.order_by().annotate(a=Length("what"), b=Length("result"))
    return lengths.filter(Q(a__gt=half) | Q(b__gt=half)).only("what", "result")


def measures_in(case: Case) -> list[Measure]:
    """The plan of the case: its measures with their main activities, in order. Two queries."""
    activities = MainActivity.objects.order_by("number")
    measures = Measure.objects.filter(case=case).in_order()
    return list(measures.prefetch_related(Prefetch("main_activities", activities)))
