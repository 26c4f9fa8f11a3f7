"""Figures as they may leave the case: every column's small numbers hidden, and what would give them
away, also together with the report that the same readers got before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from core.days import day_words
from figures.disclosure import Hidden, Ledger, Relation, Shown, has_room
from figures.funnel import Snapshot, latest_by_wave, over_time, thinned, total
from figures.published import (
    DAY_ROWS,
    HIDDEN_OF,
    LATEST_ROWS,
    MARK_OF,
    OUTCOME_ROWS,
    Cell,
    Column,
    Mark,
    Published,
    Row,
    plain_column,
    rows_of,
)

# As many days as are told from each other in print; each day more is one more thing to hide.
MOST_DAYS = 12
LATEST, WAVE, EARLIER = "latest", "wave-", "earlier "

Key = tuple[str, Row]
Numbers = dict[Key, int]

# The cell that is least missed is covered first.
_COVER_ORDER = (
    Row.UNTOLD,
    Row.UNDECIDED,
    Row.WITHOUT_OUTCOME,
    Row.RESIGNED,
    Row.WITHDRAWN,
    Row.LEAVING,
    Row.RETIRED,
    Row.IN_EDUCATION,
    Row.SELF_EMPLOYED,
    Row.UNKNOWN,
    Row.REEMPLOYED,
    Row.DISMISSED,
    Row.UNEMPLOYED,
    Row.NOTIFIED,
)


# Each whole with its parts.
WHOLES = (
    (Row.LEAVING, Row.DISMISSED, Row.RESIGNED),
    (Row.NOTIFIED, Row.WITHDRAWN, Row.LEAVING, Row.UNDECIDED),
    (Row.NOTIFIED, Row.WITHDRAWN, Row.DISMISSED, Row.RESIGNED, Row.UNDECIDED),
    (Row.LEAVING, *OUTCOME_ROWS, Row.UNTOLD),
    (Row.NOTIFIED, Row.WITHDRAWN, *OUTCOME_ROWS, Row.WITHOUT_OUTCOME),
    (Row.WITHOUT_OUTCOME, Row.UNDECIDED, Row.UNTOLD),
)


@dataclass(frozen=True)
class Wave:
    """A wave's number and name."""

    number: int
    name: str


def plain(
    snapshots: Sequence[Snapshot],
    waves: Sequence[Wave],
    *,
    stop: date | None = None,
    most_days: int = MOST_DAYS,
    by_month: bool = False,
) -> Published | None:
    """The figures of days up to `stop` with every number as it is. None when there are none."""
    newest = latest_by_wave(snapshots, stop=stop)
    if not newest:
        return None
    series = thinned(over_time(snapshots, stop=stop), most_days, by_month=by_month)
    together = total(snapshot.counts for snapshot in newest.values())
    day = max(snapshot.day for snapshot in newest.values())
    return Published(
        latest=plain_column(LATEST, "Tillsammans", day, rows_of(together, LATEST_ROWS)),
        waves=tuple(
            plain_column(
                f"{WAVE}{wave.number}",
                wave.name,
                newest[wave.number].day,
                rows_of(newest[wave.number].counts, LATEST_ROWS),
            )
            for wave in waves
            if wave.number in newest and len(newest) > 1
        ),
        days=tuple(
            plain_column(each.isoformat(), day_words(each), each, rows_of(counts, DAY_ROWS))
            for each, counts in series
        ),
    )


def to_leave_the_case(
    snapshots: Sequence[Snapshot], *, stop: date | None = None
) -> Published | None:
    """What is masked for readers outside: all waves together, one day a month, still unmasked.

    Each wave and each day more would force more of the main numbers to be hidden.
    """
    return plain(snapshots, [], stop=stop, by_month=True)


@dataclass(frozen=True)
class Earlier:
    """What the same readers were shown before, and the true numbers behind it."""

    shown: Published
    true: Published


def masked(
    figures: Published, earlier: Earlier | None = None, *, ledger: Ledger[Key] | None = None
) -> Published:
    """The same figures for readers outside the case. `ledger` is empty; it notes what they get to know.

    Days are masked in their order, each with those before it as known, so that a day that has been
    shown looks the same for ever. Numbers that have not changed since the day or the report before
    count as known to be the same.
    """
    ledger = ledger or Ledger[Key]()
    values: Numbers = {}
    shown: dict[Key, Shown] = {}
    before = ""
    if earlier:
        values = _know(ledger, earlier)
    # The last day is the newest figures once more, so it is masked together with them.
    newest = (*figures.days[-1:], figures.latest, *figures.waves)
    for columns in [*((day,) for day in figures.days[:-1]), newest]:
        new = _numbers(columns)
        relations = [
            *_sums(columns),
            *_same(new, values | new, _forebears(columns, before, earlier)),
        ]
        shown |= ledger.publish(new, relations, cover_first=_cover_rank)
        values |= new
        before = columns[0].key
    return Published(
        latest=_masked_column(figures.latest, shown),
        waves=tuple(_masked_column(column, shown) for column in figures.waves),
        days=tuple(_masked_column(column, shown) for column in figures.days),
    )


def _numbers(columns: Iterable[Column]) -> Numbers:
    return {
        (column.key, cell.row): cell.number
        for column in columns
        for cell in column.cells
        if cell.number is not None
    }


def _cover_rank(key: Key) -> int:
    return _COVER_ORDER.index(key[1])


def _sums(columns: Sequence[Column]) -> Iterator[Relation[Key]]:
    """The sums that any reader knows: within each column, and of the waves row by row.

    Parts that no source gives are left out: they count as none in what is summed.
    """
    for column in columns:
        for whole, *parts in WHOLES:
            if column.number(whole) is not None:
                known = [part for part in parts if column.number(part) is not None]
                yield ((1, (column.key, whole)), *((-1, (column.key, part)) for part in known))
    waves = [column for column in columns if column.key.startswith(WAVE)]
    for row in LATEST_ROWS if waves else ():
        keys = [wave.key for wave in waves if wave.number(row) is not None]
        yield ((1, (LATEST, row)), *((-1, (key, row)) for key in keys))


def _forebears(
    columns: Sequence[Column], before: str, earlier: Earlier | None
) -> dict[str, list[str]]:
    """The columns that a reader lays beside each column: the day before, and the earlier report's own."""
    old = {_old(column.key) for column in earlier.shown.columns} if earlier else set()
    found: dict[str, list[str]] = {}
    for column in columns:
        candidates = [_old(column.key)]
        if column.key == LATEST:
            candidates += [each.key for each in columns[:1] if each.key != LATEST]
        elif not column.key.startswith(WAVE):
            candidates += [_old(LATEST), *([before] if before else [])]
        found[column.key] = [key for key in candidates if key in old or not _is_old(key)]
    return found


def _same(
    new: Mapping[Key, int], values: Mapping[Key, int], forebears: Mapping[str, Sequence[str]]
) -> Iterator[Relation[Key]]:
    for (column, row), number in new.items():
        for old in forebears[column]:
            if values.get((old, row)) == number:
                yield ((1, (column, row)), (-1, (old, row)))


def _old(key: str) -> str:
    return f"{EARLIER}{key}"


def _is_old(key: str) -> bool:
    return key.startswith(EARLIER)


def _know(ledger: Ledger[Key], earlier: Earlier) -> Numbers:
    """Take in the earlier table, under keys of its own. Returns its numbers.

    What was printed is what readers know, also when it has been corrected since; what was hidden is
    as it was then, or left out when that can no longer be told.
    """
    true = {column.key: column for column in earlier.true.columns}
    values: Numbers = {}
    shown: dict[Key, Shown] = {}
    for column in earlier.shown.columns:
        for cell in column.cells:
            key = (_old(column.key), cell.row)
            number = true[column.key].number(cell.row) if column.key in true else None
            if cell.number is not None:
                values[key] = shown[key] = cell.number
            elif number is not None and cell.is_hidden and _fits(cell.mark, number):
                values[key], shown[key] = number, HIDDEN_OF[cell.mark]
    relations = [
        tuple((factor, (_old(key), row)) for factor, (key, row) in relation)
        for relation in _sums(earlier.true.columns)
    ]
    for first, second in pairwise([*earlier.true.days, earlier.true.latest]):
        new = {key: number for key, number in values.items() if key[0] == _old(second.key)}
        relations += _same(new, values, {_old(second.key): [_old(first.key)]})
    ledger.know(values, shown, relations)
    return values


def _fits(mark: Mark, number: int) -> bool:
    return has_room(HIDDEN_OF[mark], number)


def _masked_column(column: Column, shown: Mapping[Key, Shown]) -> Column:
    return replace(
        column,
        cells=tuple(_masked_cell(cell, shown.get((column.key, cell.row))) for cell in column.cells),
    )


def _masked_cell(cell: Cell, shown: Shown | None) -> Cell:
    if isinstance(shown, Hidden):
        return Cell(row=cell.row, mark=MARK_OF[shown])
    return cell


def hidden_words(columns: Iterable[Column]) -> str:
    """Why some numbers are not there, for the reader; empty when none is hidden."""
    marks = {cell.mark for column in columns for cell in column.cells}
    if not marks & set(HIDDEN_OF):
        return ""
    words = "Antalen 1–4 visas som färre än 5, så att ingen enskild går att känna igen."
    if marks & {Mark.HIDDEN, Mark.WITHHELD}:
        words += " Där det står visas inte skulle talet röja ett sådant antal."
    return words
