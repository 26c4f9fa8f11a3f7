"""Small numbers: which cells of a table must be hidden so that no count of 1–4 can be worked out.

Pure. A table is a set of cells with whole numbers and the sums that hold among them. Counts of 1–4
are always hidden; other cells are covered when sums, or a table that the same readers already have,
would give a hidden one away. A cell is safe only when another table exists that shows the same,
fits the same sums, and has another number in that cell: the reader cannot tell which is the true one.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from enum import Enum

LOWEST_SHOWN = 5
# How far a search for another table goes before the cell counts as unsafe; when all of a table is
# held back nothing more can be covered, so the search is given time.
MOST_STEPS = 400
MOST_STEPS_WITHHELD = 5_000
# How many cells are tried as the cover of one that is unsafe.
MOST_TRIED = 16
_PRIME = 2_147_483_647


class Hidden(Enum):
    """Why a number is not shown, and thereby what a reader still knows of it."""

    SMALL = "SMALL"  # 1–4
    COVERED = "COVERED"  # 5 or more, hidden to keep another cell safe
    WITHHELD = "WITHHELD"  # anything: the whole table is held back


# Coefficients of cells whose sum is nought: whole = a + b is ((1, whole), (-1, a), (-1, b)).
# Two cells with 1 and -1 are one and the same number.
type Relation[K] = tuple[tuple[int, K], ...]
type Shown = int | Hidden


def is_small(value: int) -> bool:
    """Whether so few persons could be recognised: 1–4 (product.md, "Figures")."""
    return 1 <= value < LOWEST_SHOWN


def has_room(hidden: Hidden, value: int) -> bool:
    """Whether a reader must hold `value` for possible in a cell that is hidden so."""
    if hidden is Hidden.SMALL:
        return is_small(value)
    return value >= (LOWEST_SHOWN if hidden is Hidden.COVERED else 0)


class Ledger[K: Hashable]:
    """What some readers know: every cell they were shown or not shown, and the sums among them.

    `know` takes in what they already have; `publish` decides what of a new table they may see.
    """

    def __init__(self) -> None:
        self._same: dict[K, K] = {}  # a cell to the one it is known to be equal to
        self._value: dict[K, int] = {}
        self._mask: dict[K, Shown] = {}
        self._given: list[Relation[K]] = []
        self._sums: list[dict[K, int]] = []
        self._of: dict[K, list[int]] = {}
        self._witness: dict[K, dict[K, int]] = {}
        self._lost: set[K] = set()
        self._fresh: set[K] = set()
        self._most_steps = MOST_STEPS

    def know(
        self, values: Mapping[K, int], shown: Mapping[K, Shown], relations: Iterable[Relation[K]]
    ) -> None:
        """Take in a table as it was shown, with its true numbers in `values`."""
        for key, value in values.items():
            self._add(key, value, shown[key])
        self._relate(relations)
        # Readers may know too much already; no new cover can help that.
        self._lost |= set(self._unsafe())

    def publish(
        self,
        values: Mapping[K, int],
        relations: Iterable[Relation[K]],
        *,
        cover_first: Callable[[K], int] = lambda key: 0,
    ) -> dict[K, Shown]:
        """What may be shown of each cell of a new table, and note it as known from now on.

        `cover_first` ranks the cells that may be covered, the least missed first. When nothing less
        helps, every cell is withheld that readers do not know already.
        """
        self._fresh = set(values)
        for key, value in values.items():
            self._add(key, value, Hidden.SMALL if is_small(value) else value)
        self._relate(relations)
        own = [key for key in values if self._same[key] == key and key in self._fresh]
        covered: list[K] = []
        while unsafe := next(self._unsafe(), None):
            cover = self._best_cover(unsafe, own, cover_first)
            if cover is None:
                self._withhold(own)
                break
            self._mask[cover] = Hidden.COVERED
            covered.append(cover)
        else:
            self._uncover(sorted(covered, key=lambda key: -cover_first(key)))
        self._fresh = set()
        return {key: self._shown(key) for key in values}

    def another_table(self, key: K) -> dict[K, int]:
        """Every number of a table that looks the same to these readers but differs in a hidden cell.

        The proof that the cell is safe. Empty when readers know the cell, shown or not.
        """
        root = self._root(key)
        if not isinstance(self._mask[root], Hidden) or not self._is_safe(root):
            return {}
        changes = self._witness[root]
        return {k: value + changes.get(self._root(k), 0) for k, value in self._value.items()}

    def _shown(self, key: K) -> Shown:
        """How the cell is printed: a small number never, whatever has been printed elsewhere."""
        mask = self._mask[self._root(key)]
        return Hidden.SMALL if isinstance(mask, int) and is_small(mask) else mask

    # --- Cells and sums ---------------------------------------------------------------------------

    def _root(self, key: K) -> K:
        while (parent := self._same[key]) != key:
            key = parent
        return key

    def _add(self, key: K, value: int, shown: Shown) -> None:
        self._same[key], self._value[key], self._mask[key] = key, value, shown

    def _relate(self, relations: Iterable[Relation[K]]) -> None:
        """Take in the relations that hold; one that does not is no help to any reader."""
        for relation in relations:
            if all(key in self._value for _, key in relation) and not sum(
                factor * self._value[key] for factor, key in relation
            ):
                if sorted(factor for factor, _ in relation) == [-1, 1]:
                    self._unite(relation[0][1], relation[1][1])
                else:
                    self._given.append(relation)
        self._sums = list(_independent(self._by_root(relation) for relation in self._given))
        self._of = {key: [] for key in self._mask}
        for place, terms in enumerate(self._sums):
            for key in terms:
                self._of[key].append(place)

    def _unite(self, one: K, other: K) -> None:
        """One number under two names: it is shown as readers have it already."""
        new, old = self._root(one), self._root(other)
        if new == old:
            return
        if old in self._fresh:
            new, old = old, new
        self._same[new] = old
        mask = self._mask.pop(new)
        if new not in self._fresh:
            self._mask[old] = _best_known(mask, self._mask[old])

    def _by_root(self, relation: Relation[K]) -> dict[K, int]:
        terms: dict[K, int] = {}
        for factor, key in relation:
            root = self._root(key)
            terms[root] = terms.get(root, 0) + factor
        return {key: factor for key, factor in terms.items() if factor}

    # --- Which cells are safe ---------------------------------------------------------------------

    def _unsafe(self) -> Iterator[K]:
        """The hidden cells for which no other table is found. What was found before is kept."""
        for key, shown in list(self._mask.items()):
            if isinstance(shown, Hidden) and key not in self._lost and not self._is_safe(key):
                yield key

    def _is_safe(self, key: K) -> bool:
        """Whether a table that looks the same has another number in the cell."""
        kept = self._witness.get(key)
        if kept is not None and self._fits(key, kept):
            return True
        found = next(
            (
                changes
                for change in (1, -1)
                if self._may_move(key, change) and (changes := self._search().from_(key, change))
            ),
            None,
        )
        if found is None:
            return False
        self._witness[key] = found
        return True

    def _search(self) -> "_Search[K]":
        return _Search(self._sums, self._of, self._may_move, self._most_steps)

    def _fits(self, key: K, changes: Mapping[K, int]) -> bool:
        return (
            key in changes
            and all(k in self._mask and self._may_move(k, change) for k, change in changes.items())
            and not any(
                sum(factor * changes.get(k, 0) for k, factor in self._sums[place].items())
                for place in {p for k in changes for p in self._of[k]}
            )
        )

    def _may_move(self, key: K, change: int) -> bool:
        shown = self._mask[key]
        return isinstance(shown, Hidden) and has_room(shown, self._value[key] + change)

    # --- Covering ---------------------------------------------------------------------------------

    def _best_cover(self, unsafe: K, own: Iterable[K], cover_first: Callable[[K], int]) -> K | None:
        """The cell to cover for the sake of `unsafe`: the nearest that helps, or the nearest of all."""
        distance = self._distances(unsafe)
        near = [
            key
            for key in own
            if key in distance and isinstance(self._mask[key], int) and self._mask[key]
        ]
        near.sort(key=lambda key: (distance[key], cover_first(key)))
        for key in near[:MOST_TRIED]:
            self._mask[key] = Hidden.COVERED
            helps = self._is_safe(unsafe) and self._is_safe(key)
            self._mask[key] = self._value[key]
            if helps:
                return key
        return near[0] if near else None

    def _distances(self, key: K) -> dict[K, int]:
        """The cells that sums lead to, with how many sums lie between."""
        found, edge = {key: 0}, [key]
        for steps in range(1, 5):
            reached = [k for old in edge for place in self._of[old] for k in self._sums[place]]
            edge = [k for k in dict.fromkeys(reached) if k not in found]
            found.update(dict.fromkeys(edge, steps))
        return found

    def _uncover(self, covered: Iterable[K]) -> None:
        """Show again what was covered in vain, the most missed first."""
        for key in covered:
            self._mask[key] = self._value[key]
            if next(self._unsafe(), None) is not None:
                self._mask[key] = Hidden.COVERED

    def _withhold(self, own: Iterable[K]) -> None:
        """Hold everything back but what readers can work out anyway: hiding that is a pretence.

        Such a cell is shown only when that gives away no other.
        """
        self._most_steps = MOST_STEPS_WITHHELD
        self._mask.update(dict.fromkeys(own, Hidden.WITHHELD))
        worked_out = list(self._unsafe())
        self._lost |= set(worked_out)
        for key in worked_out:
            if key in own and not is_small(self._value[key]):
                self._mask[key] = self._value[key]
                if next(self._unsafe(), None) is not None:
                    self._mask[key] = Hidden.WITHHELD
        self._most_steps = MOST_STEPS


def _best_known(one: Shown, other: Shown) -> Shown:
    """What a reader makes of two masks of one number: the one that says more."""
    order = (Hidden.SMALL, Hidden.COVERED, Hidden.WITHHELD)
    return next((m for m in (one, other) if isinstance(m, int)), None) or min(
        (m for m in (one, other) if isinstance(m, Hidden)), key=order.index, default=0
    )


class _Search[K: Hashable]:
    """Looks for changes of hidden cells that leave every sum as it was."""

    def __init__(
        self,
        sums: list[dict[K, int]],
        of: Mapping[K, list[int]],
        may_move: Callable[[K, int], bool],
        most_steps: int,
    ) -> None:
        self._sums, self._of, self._may_move = sums, of, may_move
        self._most_steps = most_steps
        self._changes: dict[K, int] = {}
        self._rests: dict[int, int] = {}
        self._steps = 0

    def from_(self, key: K, change: int) -> dict[K, int] | None:
        """The changes that go with changing one cell, or None when none is found."""
        self._apply(key, change, 1)
        return dict(self._changes) if self._close() else None

    def _apply(self, key: K, change: int, sign: int) -> None:
        if sign > 0:
            self._changes[key] = change
        else:
            del self._changes[key]
        for place in self._of[key]:
            rest = self._rests.get(place, 0) + sign * change * self._sums[place][key]
            if rest:
                self._rests[place] = rest
            else:
                self._rests.pop(place, None)

    def _close(self) -> bool:
        self._steps += 1
        if not self._rests:
            return True
        if self._steps > self._most_steps:
            return False
        # The sum with the fewest ways first: where there is none, nothing else needs trying.
        fewest: list[tuple[int, K, int]] | None = None
        for place, rest in self._rests.items():
            ways = self._ways(place, rest)
            if fewest is None or len(ways) < len(fewest):
                fewest = ways
            if not ways:
                return False
        for _, key, change in sorted(fewest or [], key=lambda way: way[0]):
            self._apply(key, change, 1)
            if self._close():
                return True
            self._apply(key, change, -1)
        return False

    def _ways(self, place: int, rest: int) -> list[tuple[int, K, int]]:
        """Cells that can close the sum, each with how many other sums that would open."""
        ways = []
        for key, factor in self._sums[place].items():
            change, uneven = divmod(-rest, factor)
            if not uneven and key not in self._changes and self._may_move(key, change):
                opened = sum(p not in self._rests for p in self._of[key])
                ways.append((opened, key, change))
        return ways


def protect[K: Hashable](
    values: Mapping[K, int],
    relations: Iterable[Relation[K]],
    *,
    cover_first: Callable[[K], int] = lambda key: 0,
) -> dict[K, Shown]:
    """What may be shown of a table to readers who have seen nothing before."""
    return Ledger[K]().publish(values, relations, cover_first=cover_first)


def _independent[K: Hashable](sums: Iterable[dict[K, int]]) -> Iterator[dict[K, int]]:
    """The sums that the ones before do not imply, by elimination modulo a prime."""
    pivots: dict[K, dict[K, int]] = {}
    for terms in sums:
        left = dict(terms)
        while left:
            key = next((k for k in left if k in pivots), None)
            if key is None:
                break
            _subtract(left, pivots[key], left[key])
        if not left:
            continue
        key, factor = next(iter(left.items()))
        inverse = pow(factor, -1, _PRIME)
        row = {k: f * inverse % _PRIME for k, f in left.items()}
        for other in pivots.values():
            if key in other:
                _subtract(other, row, other[key])
        pivots[key] = row
        yield terms


def _subtract[K: Hashable](terms: dict[K, int], row: Mapping[K, int], times: int) -> None:
    for key, factor in row.items():
        rest = (terms.get(key, 0) - times * factor) % _PRIME
        if rest:
            terms[key] = rest
        else:
            terms.pop(key, None)
