"""Questions to the database about figures: what each source has said, wave by wave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from cases.models import Case
from core.charts import Svg, sparkline
from figures.categories import Category
from figures.drawing import summary
from figures.funnel import Disagreement, Snapshot, disagreements, doubts
from figures.masking import Wave, masked, plain, to_leave_the_case
from figures.models import Headcount, NoticeWave
from figures.models.headcounts import HeadcountQuerySet
from figures.published import Row


def waves_of(case: Case) -> list[NoticeWave]:
    """The case's waves in order. One query."""
    return list(NoticeWave.objects.filter(case=case).in_order())


def plain_waves(waves: Iterable[NoticeWave]) -> list[Wave]:
    """The waves as the pure modules know them."""
    return [Wave(wave.number, wave.name) for wave in waves]


def snapshots_of(case: Case, *, recorded_by: datetime | None = None) -> list[Snapshot]:
    """Every current snapshot of the case, oldest first; as it stood at a moment when one is given.

    One query.
    """
    rows = Headcount.objects.filter(wave__case=case)
    rows = rows.current() if recorded_by is None else rows.filter(recorded_at__lte=recorded_by)
    found = list(rows.select_related("wave").order_by("counted_on", "id"))
    replaced = {row.replaces_id for row in found}
    return [snapshot(row) for row in found if row.pk not in replaced and not row.is_taken_away]


def snapshot(row: Headcount) -> Snapshot:
    """The row as the pure modules know it. Needs its wave fetched."""
    return Snapshot(
        wave=row.wave.number,
        day=row.counted_on,
        source=row.source,
        counts={category: row.count(category) for category in Category},
        sources={Category(name): who for name, who in row.sources.items()},
        place=row.pk,
        pk=row.pk,
    )


@dataclass(frozen=True)
class ShownRow:
    """A snapshot in the table, with what does not add up in it."""

    row: Headcount
    numbers: list[str]
    source: str
    doubts: list[str]


@dataclass(frozen=True)
class HeadcountPage:
    """A page of snapshots, newest first, and the key of the next one if there is more."""

    rows: list[ShownRow]
    next_key: str


def headcount_page(rows: HeadcountQuerySet, *, before: str, size: int) -> HeadcountPage:
    """Current snapshots older than the key `before`. One query."""
    rows = rows.current().select_related("wave", "recorded_by").newest_first()
    day, _, pk = before.partition("_")
    if pk.isdecimal() and len(pk) < 19:
        try:
            limit = date.fromisoformat(day)
        except ValueError:
            limit = None
        if limit:
            rows = rows.filter(counted_on__lte=limit).exclude(counted_on=limit, pk__gte=int(pk))
    found = list(rows[: size + 1])
    shown, more = found[:size], found[size:]
    last = shown[-1] if shown else None
    return HeadcountPage(
        [shown_row(row) for row in shown if not row.is_taken_away],
        f"{last.counted_on}_{last.pk}" if more and last else "",
    )


def shown_row(row: Headcount) -> ShownRow:
    """The row with its numbers in words and what is doubtful in it."""
    counts = {category: row.count(category) for category in Category}
    numbers = [
        "okänt" if n is None else f"{n:,}".replace(",", "\N{NO-BREAK SPACE}")
        for n in counts.values()
    ]
    return ShownRow(row, numbers, source_words(row), doubts(counts))


def source_words(row: Headcount) -> str:
    """Who gave the numbers: "Företaget; arbetslösa enligt Arbetsförmedlingen"."""
    others = [
        f"{str(category.label).lower()} enligt {row.sources[category.value]}"
        for category in Category
        if category.value in row.sources
    ]
    return "; ".join([row.source, *others])


def disagreements_in_words(
    snapshots: Iterable[Snapshot], waves: Sequence[NoticeWave], *, most: int
) -> list[str]:
    """The newest disagreements between sources as sentences."""
    names = {wave.number: wave.name for wave in waves}
    return [_sentence(each, names) for each in disagreements(snapshots)[:most]]


def _sentence(each: Disagreement, names: dict[int, str]) -> str:
    if len(names) == 1:
        return f"{each.words}."
    return f"{names[each.wave]}, {each.words}."


def versions_of(row: Headcount) -> list[Headcount]:
    """Every wording of a row, the newest first. One query."""
    corrected = Headcount.objects.filter(wave=row.wave_id).filter(
        Q(replaces__isnull=False) | Q(replaced_by__isnull=False) | Q(pk=row.pk)
    )
    rows = list(corrected.select_related("recorded_by").order_by("id"))
    chain = {row.pk}
    for each in rows:
        # A correction has a higher id than what it corrects, so one pass up and one down is enough.
        if each.replaces_id in chain:
            chain.add(each.pk)
    for each in reversed(rows):
        if each.pk in chain and each.replaces_id:
            chain.add(each.replaces_id)
    return [each for each in reversed(rows) if each.pk in chain]


def former_of(wave: NoticeWave | None) -> Headcount | None:
    """The newest row of a wave, to copy from. One query."""
    rows = Headcount.objects.current().filter(wave=wave).newest_first()
    return next((row for row in rows[:5] if not row.is_taken_away), None)


@dataclass(frozen=True)
class FiguresInShort:
    """The newest figures of a case in a sentence, and how the unemployed have developed."""

    words: str
    spark: Svg


def in_short(case: Case, *, inside: bool) -> FiguresInShort | None:
    """The figures for the overview; masked for those outside. None without figures. One query."""
    snapshots = snapshots_of(case)
    figures = to_leave_the_case(snapshots)
    if figures is None:
        return None
    figures = plain(snapshots, []) if inside else masked(figures)
    assert figures is not None
    known = [
        (column.heading, number)
        for column in figures.days
        if (number := column.number(Row.UNEMPLOYED)) is not None
    ]
    said = ", ".join(f"{heading}: {number}" for heading, number in known)
    return FiguresInShort(
        words=summary(figures),
        spark=sparkline([number for _, number in known], title=f"Arbetslösa. {said}"),
    )
