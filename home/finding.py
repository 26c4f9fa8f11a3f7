"""What the search over all cases asks: cases, measures and log entries that a person may see."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Window

from accounts.models import User
from cases.models import Case, CaseQuerySet
from logbook.models import LogEntry, LogEntryQuerySet
from logbook.queries import Row, filtered
from logbook.search import Search
from measures.models import MainActivity, Measure, MeasureQuerySet

# A word that stands in every second entry: only the newest hits are ranked and counted.
MOST_HITS = 500
PASSAGE = 280  # characters shown of a long text


@dataclass(frozen=True)
class Scope:
    """The cases a person sees, and those of them the person sees from inside."""

    cases: list[int]
    inside: list[int]

    @property
    def sees_steps(self) -> Q:
        """Next steps are for insiders only (product.md, decision 4)."""
        return Q(case__in=self.inside)


def scope_of(user: User) -> Scope:
    """All that `user` may search in. One query.

    The numbers are given to the search as they are: the database then knows how few they are, and
    reads a common word in those cases instead of in everyone's.
    """
    inside = Case.objects.seen_from_inside_by(user).filter(pk=OuterRef("pk"))
    rows = list(
        Case.objects.visible_to(user).annotate(inside=Exists(inside)).values_list("pk", "inside")
    )
    return Scope([pk for pk, _ in rows], [pk for pk, is_inside in rows if is_inside])


@dataclass(frozen=True)
class Found:
    """What a search found of one kind: a page of rows and how many there are in all."""

    rows: list[Any]
    total: int
    is_cut: bool = False


NOTHING = Found([], 0)


def find_cases(cases: CaseQuerySet, text: str, search: Search, *, limit: int, skip: int) -> Found:
    """Cases by number, or with every word in title or company. Two queries."""
    found = cases.filter(Q(number__startswith=text.strip()) | search.in_fields("title", "company"))
    return _page(found.order_by("-notice_on", "-id"), limit, skip)


@dataclass(frozen=True)
class Passage:
    """A piece of an entry that holds what was searched for; `label` says of which field."""

    label: str
    text: str


@dataclass(frozen=True)
class MeasureHit:
    """A measure that was found, with what in it holds the words when its title does not."""

    measure: Measure
    passages: list[Passage]


def find_measures(measures: MeasureQuerySet, search: Search, *, limit: int, skip: int) -> Found:
    """Measures with every word in title or description, or in one of their main activities.

    Three queries.
    """
    activities = MainActivity.objects.filter(search.in_fields("title"))
    of_measure = activities.filter(measure=OuterRef("pk"))
    matching = measures.filter(search.in_fields("title", "description") | Exists(of_measure))
    found = _page(matching.select_related("case").order_by("-id"), limit, skip)
    shown = activities.filter(measure__in=[measure.pk for measure in found.rows]).in_order()
    titles: dict[int, list[Passage]] = {}
    for activity in shown[: limit * 3]:
        label = f"Huvudaktivitet {activity.number}"
        titles.setdefault(activity.measure_id, []).append(Passage(label, activity.title))
    hits = [
        MeasureHit(measure, _described(measure, search) + titles.get(measure.pk, []))
        for measure in found.rows
    ]
    return Found(hits, found.total)


def _described(measure: Measure, search: Search) -> list[Passage]:
    if search.pattern and search.pattern.search(measure.description):
        return [Passage("", passage(measure.description, search.pattern))]
    return []


def _page(found: CaseQuerySet | MeasureQuerySet, limit: int, skip: int) -> Found:
    return Found(list(found[skip : skip + limit]), found.count())


@dataclass(frozen=True)
class EntryHit:
    """A log entry that was found."""

    row: Row
    sees_step: bool
    pattern: re.Pattern[str] | None

    @property
    def entry(self) -> LogEntry:
        return self.row.entry

    @cached_property
    def passages(self) -> list[Passage]:
        """What was done, and every other field that holds a hit."""
        return [Passage("", passage(self.row.sentence, self.pattern)), *self._others()]

    def _others(self) -> Iterator[Passage]:
        entry = self.entry
        files = [str(file.get("name", "")) for file in entry.details.get("attachments", [])]
        texts = [
            ("Resultat", entry.result),
            ("Medverkande", entry.participants),
            ("Nästa steg", entry.next_step if self.sees_step else ""),
            *(("Bilaga", name) for name in files),
        ]
        for label, text in texts:
            if self.pattern and self.pattern.search(text):
                yield Passage(label, passage(text, self.pattern))


def find_entries(
    entries: LogEntryQuerySet, wanted: Mapping[str, Any], scope: Scope, *, limit: int, skip: int
) -> Found:
    """Log entries in their current wording, best first; without words the newest first. One query.

    Of more than `MOST_HITS` only the newest are ranked.
    """
    search: Search = wanted["search"]
    candidates = filtered(entries.filter(case__in=scope.cases), wanted).order_by("-id")
    hits = LogEntry.objects.filter(pk__in=candidates.values("pk")[:MOST_HITS]).annotate(
        hits=Window(Count("pk"))
    )
    if search:
        hits = hits.annotate(rank=search.rank())
    order = ("-rank",) if search else ()
    ordered = hits.select_related("case", "measure", "main_activity", "author").order_by(
        *order, "-happened_to", "-id"
    )
    rows = list(ordered[skip : skip + limit])
    total = int(getattr(rows[0], "hits", 0)) if rows else 0
    inside = frozenset(scope.inside)
    return Found(
        [EntryHit(Row(entry), entry.case_id in inside, search.pattern) for entry in rows],
        total,
        is_cut=total >= MOST_HITS,
    )


def passage(text: str, pattern: re.Pattern[str] | None, *, length: int = PASSAGE) -> str:
    """The part of a long text round the first hit, whole words, with … where it is cut."""
    if len(text) <= length:
        return text
    hit = pattern.search(text) if pattern else None
    start = max(0, hit.start() - length // 3) if hit else 0
    end = min(len(text), start + length)
    start = max(0, end - length)
    if start:
        start = text.find(" ", start, start + 30) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", end - 30, end), end - 30)
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
