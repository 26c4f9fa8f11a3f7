"""Where the clock takes its numbers from: how many people are concerned, and who says so. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.days import day_words
from figures.categories import OUTCOMES, Category
from figures.clock import Redundancies
from figures.funnel import Snapshot, latest_by_wave, undecided
from figures.suppliers import SupplierFigures, redundancies_by_day

FROM_THE_NOTICE = "enligt beskedet"
FROM_SUPPLIERS = "enligt ärendets lista över leverantörer"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A notice wave: its number within the case, its name and the day of the notice."""

    number: int
    name: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """How many people a notice concerns, None when nobody knows, and where that stands.

    `wave` is the wave's number and `name` its name; 0 and empty when it is the case's own number.
    """

    number: int | None
    on: date
    source: str = ""
    wave: int = 0
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A row of figures that tells how it went for those who left: its day, source, key and moment."""

    on: date
    source: str
    row: int
    at: datetime


def concerned(
    *,
    affected: int | None,
    notice_on: date,
    waves: Sequence[Notice] = (),
    snapshots: Sequence[Snapshot] = (),
) -> tuple[Concerned, ...]:
    """How many people each notice concerns, in the order of the waves.

    The newest number of notified that a source gives for the wave, told by the row that gave it
    first. Without any such number it is the case's own, `affected`, on the day of the notice. Persons.
    """
    found = [_told(wave, snapshots) for wave in waves]
    if any(each.number is not None for each in found):
        return tuple(found)
    return (Concerned(number=affected, on=notice_on, source=FROM_THE_NOTICE),)


def _told(wave: Notice, snapshots: Sequence[Snapshot]) -> Concerned:
    telling = _telling(wave, snapshots, Category.NOTIFIED)
    if not telling:
        return Concerned(number=None, on=wave.on, wave=wave.number, name=wave.name)
    number = telling[-1].counts[Category.NOTIFIED]
    # The row that gave the number first is nearest to the notice.
    row = telling[-1]
    for each in reversed(telling):
        if each.counts[Category.NOTIFIED] != number:
            break
        row = each
    return Concerned(
        number=number,
        on=wave.on,
        source=_source(row, Category.NOTIFIED, snapshots),
        wave=wave.number,
        name=wave.name,
    )


def redundancies(
    *,
    affected: int | None,
    notice_on: date,
    waves: Sequence[Notice] = (),
    snapshots: Sequence[Snapshot] = (),
    suppliers: Iterable[SupplierFigures] = (),
) -> tuple[Redundancies, ...]:
    """The redundancies that count towards the globalisation fund, the suppliers' last. Persons.

    Of each wave the dismissed, each on the day of the row that first tells of them, and those given
    notice who have got no word yet: these are expected to be dismissed, at the earliest on the day
    up to which the dismissed are known, or on the day of the notice. Those who resign by themselves
    do not count (regulation (EU) 2021/691, article 5). Without such numbers all whom the case's
    notice concerns are expected to be dismissed.
    """
    latest = latest_by_wave(snapshots)
    own = [
        row
        for wave in waves
        for row in _of_wave(wave, snapshots, latest.get(wave.number), several=len(waves) > 1)
    ]
    if not own and affected and not _tells(latest.values()):
        own = [
            Redundancies(on=notice_on, number=affected, source=FROM_THE_NOTICE, is_expected=True)
        ]
    at_suppliers = [
        Redundancies(on=day, number=number, source=FROM_SUPPLIERS, at_supplier=True)
        for day, number in redundancies_by_day(suppliers).items()
    ]
    return (*own, *at_suppliers)


def _of_wave(
    wave: Notice, snapshots: Sequence[Snapshot], latest: Snapshot | None, *, several: bool
) -> Iterator[Redundancies]:
    name = f"({wave.name}) " if several else ""
    told = _telling(wave, snapshots, Category.DISMISSED)
    for row, number in _more_by_row(told):
        yield Redundancies(
            on=row.day, number=number, source=name + _source(row, Category.DISMISSED, snapshots)
        )
    left = undecided(latest.counts) if latest else None
    if left:
        notified = _telling(wave, snapshots, Category.NOTIFIED)[-1]
        yield Redundancies(
            on=max(wave.on, told[-1].day) if told else wave.on,
            number=left,
            source=name + _source(notified, Category.NOTIFIED, snapshots),
            is_expected=True,
        )


def _more_by_row(told: Iterable[Snapshot]) -> list[tuple[Snapshot, int]]:
    """How many more each row tells of than those before it; a lower number takes from the newest."""
    found: list[tuple[Snapshot, int]] = []
    known = 0
    for row in told:
        number = row.counts[Category.DISMISSED] or 0
        fewer = known - number
        while fewer > 0 and found:
            last, counted = found.pop()
            if counted > fewer:
                found.append((last, counted - fewer))
            fewer -= counted
        if number > known:
            found.append((row, number - known))
        known = number
    return found


def answers(snapshots: Iterable[Snapshot], recorded: Mapping[int, datetime]) -> tuple[Answer, ...]:
    """The rows that tell how it went for those who left, oldest first. `recorded` is by row."""
    return tuple(
        Answer(on=each.day, source=each.source, row=each.pk, at=recorded[each.pk])
        for each in sorted(snapshots, key=lambda s: (s.day, s.place))
        if any(each.counts.get(category) is not None for category in OUTCOMES)
    )


def _telling(wave: Notice, snapshots: Iterable[Snapshot], category: Category) -> list[Snapshot]:
    """The wave's rows that give the number, one a day, in order; the last is the one that stands.

    Of several sources on a day the one written last counts, as in `figures.funnel.as_known`.
    """
    rows = [
        each
        for each in snapshots
        if each.wave == wave.number and each.counts.get(category) is not None
    ]
    by_day = {each.day: each for each in sorted(rows, key=lambda s: (s.day, s.place))}
    return list(by_day.values())


def _tells(snapshots: Iterable[Snapshot]) -> bool:
    return any(
        each.counts.get(category) is not None
        for each in snapshots
        for category in (Category.NOTIFIED, Category.DISMISSED)
    )


def _source(row: Snapshot, category: Category, snapshots: Iterable[Snapshot]) -> str:
    """Who gave the number and of which day, and what others said of the same day."""
    others = [
        f"{said} enligt {each.source_of(category)}"
        for each in snapshots
        if (each.wave, each.day) == (row.wave, row.day)
        and (said := each.counts.get(category)) not in (None, row.counts[category])
    ]
    words = f"enligt {row.source_of(category)} den {day_words(row.day)}"
    return f"{words} (samma dag {', '.join(others)})" if others else words
