"""How notice figures develop: what follows from the counts of a snapshot. Pure; persons throughout."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from core.days import day_words
from figures.categories import OUTCOMES, Category

Counts = Mapping[Category, int | None]


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """What one source said of one wave on one day. `place` tells which was written last (higher)."""

    wave: int
    day: date
    source: str
    counts: Counts
    sources: Mapping[Category, str] = field(default_factory=dict)
    place: int = 0
    pk: int = 0

    def source_of(self, category: Category) -> str:
        """Who gave the number: its own source, or the row's."""
        return self.sources.get(category) or self.source


def _sum(counts: Counts, categories: Iterable[Category]) -> int:
    return sum(counts.get(category) or 0 for category in categories)


def leaving(counts: Counts) -> int | None:
    """Persons who leave the employer: dismissed and resigned. None when neither is known.

    Source of the definition: the funnel in the guide's follow-up of notices (uppsagda and slutat på
    egen begäran together are those whose outcome is followed).
    """
    parts = [counts.get(Category.DISMISSED), counts.get(Category.RESIGNED)]
    return None if parts == [None, None] else sum(part or 0 for part in parts)


def undecided(counts: Counts) -> int | None:
    """Persons given notice who have got no word yet: notified less withdrawn, dismissed, resigned.

    A part that no source gives counts as none. None when the notified are unknown or the parts are
    more than the whole; then nothing true can be said.
    """
    notified = counts.get(Category.NOTIFIED)
    if notified is None:
        return None
    left = notified - _sum(counts, (Category.WITHDRAWN, Category.DISMISSED, Category.RESIGNED))
    return left if left >= 0 else None


def untold(counts: Counts) -> int | None:
    """Persons who leave and of whom no outcome is told: leaving less all outcomes.

    None when those who leave are unknown or the outcomes are more than they.
    """
    whole = leaving(counts)
    if whole is None:
        return None
    left = whole - _sum(counts, OUTCOMES)
    return left if left >= 0 else None


def without_outcome(counts: Counts) -> int | None:
    """Persons given notice who are neither withdrawn nor told of: what a chart must show to be whole.

    Notified less withdrawn less all outcomes. None when the notified are unknown or the parts are
    more than the whole.
    """
    notified = counts.get(Category.NOTIFIED)
    if notified is None:
        return None
    left = notified - _sum(counts, (Category.WITHDRAWN, *OUTCOMES))
    return left if left >= 0 else None


def share(part: int | None, whole: int | None) -> Decimal | None:
    """`part` of `whole` in per cent, one decimal, halves up. None when either is unknown or whole is 0."""
    if part is None or not whole:
        return None
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def within(value: Decimal | None, band: tuple[Decimal, Decimal]) -> str:
    """How a share stands to what is usual: "lägre än", "i nivå med", "högre än", or "" if unknown."""
    if value is None:
        return ""
    if value < band[0]:
        return "lägre än"
    return "högre än" if value > band[1] else "i nivå med"


def total(counts: Iterable[Counts]) -> dict[Category, int | None]:
    """Several waves together, category by category. What no wave knows is None, not 0."""
    each = list(counts)
    return {category: _known_sum(count.get(category) for count in each) for category in Category}


def _known_sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def as_known(snapshots: Iterable[Snapshot]) -> Iterator[Snapshot]:
    """What is known of a wave after each snapshot, in the order of days.

    A number stands until a newer one is given: a source that tells of the unemployed only does not
    take the other numbers away. Of several sources on a day the one written last counts.
    """
    known: dict[int, dict[Category, int]] = {}
    for snapshot in sorted(snapshots, key=lambda s: (s.day, s.place)):
        counts = known.setdefault(snapshot.wave, {})
        counts |= {c: number for c, number in snapshot.counts.items() if number is not None}
        yield replace(snapshot, counts=dict(counts))


def latest_by_wave(
    snapshots: Iterable[Snapshot], *, stop: date | None = None
) -> dict[int, Snapshot]:
    """What is known of each wave in the end, by snapshots of days up to `stop`."""
    return {each.wave: each for each in as_known(snapshots) if stop is None or each.day <= stop}


def over_time(
    snapshots: Iterable[Snapshot], *, stop: date | None = None
) -> list[tuple[date, dict[Category, int | None]]]:
    """All waves together on each day that has a snapshot: each wave as it was known by then."""
    newest: dict[int, Counts] = {}
    days: dict[date, dict[Category, int | None]] = {}
    for each in as_known(snapshots):
        if stop is not None and each.day > stop:
            break
        newest[each.wave] = each.counts
        days[each.day] = total(newest.values())
    return list(days.items())


def thinned[T](
    series: Sequence[tuple[date, T]], most: int, *, by_month: bool = False
) -> list[tuple[date, T]]:
    """At most about `most` points: the last of each month, quarter or year, and always the last.

    With `by_month` never more than one a month.
    """
    for months in (1, 3, 12) if by_month else (0, 1, 3, 12):
        kept = list(_last_of_each(series, months)) if months else list(series)
        if len(kept) <= most:
            return kept
    return kept[-most:]


def _last_of_each[T](series: Sequence[tuple[date, T]], months: int) -> Iterator[tuple[date, T]]:
    for place, (day, value) in enumerate(series):
        following = series[place + 1][0] if place + 1 < len(series) else None
        if following is None or _period(day, months) != _period(following, months):
            yield day, value


def _period(day: date, months: int) -> int:
    return (day.year * 12 + day.month - 1) // months


def doubts(counts: Counts, earlier: Counts | None = None) -> list[str]:
    """What does not add up in a snapshot, in gentle words. Never a reason to refuse it."""
    said = []
    notified = counts.get(Category.NOTIFIED)
    parts = _sum(counts, (Category.WITHDRAWN, Category.DISMISSED, Category.RESIGNED))
    if notified is not None and parts > notified:
        said.append(
            f"Återtagna, uppsagda och de som slutat själva är tillsammans {parts}, "
            f"fler än de {notified} varslade."
        )
    whole, told = leaving(counts), _sum(counts, OUTCOMES)
    if whole is not None and told > whole:
        said.append(
            f"De redovisade utfallen är tillsammans {told}, fler än de {whole} som lämnar företaget."
        )
    before = earlier.get(Category.NOTIFIED) if earlier else None
    if notified is not None and before is not None and notified < before:
        said.append(
            f"De varslade är färre än förra gången, {notified} mot {before}. "
            "Återtagna varsel räknas för sig: de varslade brukar inte bli färre."
        )
    return said


@dataclass(frozen=True)
class Disagreement:
    """Two or more sources that give different numbers for the same wave, day and category."""

    wave: int
    day: date
    category: Category
    said: tuple[tuple[str, int], ...]

    @property
    def words(self) -> str:
        """As a sentence without its end: what each source says."""
        parts = [f"{value} enligt {source}" for source, value in self.said]
        listed = ", ".join(parts[:-1]) + f" men {parts[-1]}"
        return f"{day_words(self.day)}: {str(self.category.label).lower()} är {listed}"


def disagreements(snapshots: Iterable[Snapshot]) -> list[Disagreement]:
    """Where sources differ, newest day first. Both stand; none is corrected by the other."""
    by_place: dict[tuple[int, date], list[Snapshot]] = {}
    for snapshot in snapshots:
        by_place.setdefault((snapshot.wave, snapshot.day), []).append(snapshot)
    found = []
    for (wave, day), group in sorted(by_place.items(), key=lambda item: item[0][1], reverse=True):
        for category in Category:
            said = {
                snapshot.source_of(category): value
                for snapshot in sorted(group, key=lambda s: s.place)
                if (value := snapshot.counts.get(category)) is not None
            }
            if len(set(said.values())) > 1:
                found.append(Disagreement(wave, day, category, tuple(said.items())))
    return found
