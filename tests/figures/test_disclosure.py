"""No hidden number can be worked out, from a table alone or together with the one before it."""

from collections.abc import Mapping, Sequence
from itertools import islice, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.disclosure import Hidden, Ledger, Relation, Shown, has_room, is_small, protect

Key = Any
COVER = Hidden.COVERED
SMALL = Hidden.SMALL
WITHHELD = Hidden.WITHHELD


def whole(name: Key, *parts: Key) -> Relation[Key]:
    """`name` is the sum of its parts."""
    return ((1, name), *((-1, part) for part in parts))


Ranges = dict[Key, tuple[int, int]]


class Reader:
    """Someone with all the tables, paper, and patience: a solver of whole numbers, complete up to `most`.

    Sums narrow the range of each hidden cell; then every number left in the narrowest is tried.
    """

    def __init__(
        self, shown: Mapping[Key, Shown], relations: Sequence[Relation[Key]], most: int = 80
    ) -> None:
        self.relations = [r for r in relations if all(key in shown for _, key in r)]
        self.hidden = [key for key, mask in shown.items() if isinstance(mask, Hidden)]
        rooms = {hidden: [n for n in range(most + 1) if has_room(hidden, n)] for hidden in Hidden}
        self.ranges: Ranges = {
            key: (mask, mask) if isinstance(mask, int) else (rooms[mask][0], rooms[mask][-1])
            for key, mask in shown.items()
        }

    def knows(self) -> dict[Key, int]:
        """The hidden cells for which only one number is possible."""
        start = self._narrowed(dict(self.ranges))
        assert start is not None, "the truth is always possible"
        found = {}
        for key in self.hidden:
            numbers = (n for n in _numbers(start[key]) if self._is_possible(start, key, n))
            possible = list(islice(numbers, 2))
            if len(possible) == 1:
                found[key] = possible[0]
        return found

    def _is_possible(self, ranges: Ranges, key: Key, value: int) -> bool:
        narrowed = self._narrowed({**ranges, key: (value, value)})
        if narrowed is None:
            return False
        open_ = [k for k, (low, high) in narrowed.items() if low < high]
        if not open_:
            return True
        narrowest = min(open_, key=lambda k: narrowed[k][1] - narrowed[k][0])
        return any(self._is_possible(narrowed, narrowest, n) for n in _numbers(narrowed[narrowest]))

    def _narrowed(self, ranges: Ranges) -> Ranges | None:
        """The ranges as narrow as the sums make them, or None when a sum cannot hold."""
        changed = True
        while changed:
            changed = False
            for relation in self.relations:
                for factor, key in relation:
                    # factor·x = −(the others), and factor is 1 or −1.
                    others = [_times(-f * factor, ranges[k]) for f, k in relation if k != key]
                    low = max(ranges[key][0], sum(o[0] for o in others))
                    high = min(ranges[key][1], sum(o[1] for o in others))
                    if low > high:
                        return None
                    if (low, high) != ranges[key]:
                        ranges[key] = (low, high)
                        changed = True
        return ranges


def _numbers(span: tuple[int, int]) -> range:
    return range(span[0], span[1] + 1)


def _times(factor: int, span: tuple[int, int]) -> tuple[int, int]:
    return span if factor == 1 else (-span[1], -span[0])


def test_the_reader_finds_what_a_careless_table_gives_away() -> None:
    careless = {"all": 20, "a": 17, "b": SMALL}
    assert Reader(careless, [whole("all", "a", "b")]).knows() == {"b": 3}
    bounded = {"all": 8, "a": 6, "b": SMALL, "c": SMALL}
    assert Reader(bounded, [whole("all", "a", "b", "c")]).knows() == {"b": 1, "c": 1}


@pytest.mark.parametrize(
    ("values", "hidden"),
    [
        # Nothing small: everything stands.
        ({"all": 20, "a": 12, "b": 8, "c": 0}, {}),
        # One small cell could be taken from the sum; another is covered.
        ({"all": 50, "a": 47, "b": 3, "c": 0}, {"a": COVER, "b": SMALL}),
        # Two small cells keep each other, as long as neither is at its limit with the other.
        ({"all": 11, "a": 6, "b": 3, "c": 2}, {"b": SMALL, "c": SMALL}),
        # 1 + 1 could be nothing else: a third must be covered.
        ({"all": 8, "a": 6, "b": 1, "c": 1}, {"a": COVER, "b": SMALL, "c": SMALL}),
        # 4 + 4 likewise.
        ({"all": 14, "a": 6, "b": 4, "c": 4}, {"a": COVER, "b": SMALL, "c": SMALL}),
        # Whole and part alike and small: either could be 1, 2, 3 or 4.
        ({"all": 2, "a": 2, "b": 0, "c": 0}, {"all": SMALL, "a": SMALL}),
    ],
)
def test_what_is_hidden_in_one_sum(values: dict[str, int], hidden: dict[str, Hidden]) -> None:
    shown = protect(values, [whole("all", "a", "b", "c")], cover_first=lambda k: k == "all")
    assert {key: mask for key, mask in shown.items() if isinstance(mask, Hidden)} == hidden


def test_the_least_missed_cell_is_covered() -> None:
    values = {"all": 60, "a": 30, "b": 27, "c": 3}
    for wanted in ("a", "b", "all"):
        shown = protect(
            values, [whole("all", "a", "b", "c")], cover_first=lambda k, w=wanted: k != w
        )
        assert shown[wanted] is COVER


def test_an_unchanged_number_in_the_report_before_gives_nothing_away() -> None:
    ledger = Ledger[str]()
    before = {"before a": 12, "before all": 12}
    ledger.know(before, before, [])
    shown = ledger.publish(
        {"all": 15, "a": 12, "b": 3}, [whole("all", "a", "b"), ((1, "a"), (-1, "before a"))]
    )
    # Covering `a` would be in vain: everyone has read it.
    assert shown == {"all": COVER, "a": 12, "b": SMALL}


def test_a_sum_that_does_not_hold_is_no_help_to_anyone() -> None:
    shown = protect({"all": 20, "a": 12, "b": 3}, [whole("all", "a", "b")])
    assert shown == {"all": 20, "a": 12, "b": SMALL}


def test_when_nothing_else_helps_everything_is_withheld() -> None:
    """The whole was printed before, so with one part the other could be had."""
    ledger = Ledger[str]()
    ledger.know({"before all": 5}, {"before all": 5}, [])
    relations = [whole("all", "a", "b"), ((1, "all"), (-1, "before all"))]
    shown = ledger.publish({"all": 5, "a": 4, "b": 1, "c": 30}, relations)
    assert shown == {"all": 5, "a": SMALL, "b": SMALL, "c": 30}
    shown = ledger.publish({"x": 1, "y": 0, "z": 1}, [whole("x", "y", "z")])
    assert shown == {"x": SMALL, "y": 0, "z": SMALL}


def test_a_small_number_that_was_printed_before_is_given_up_but_still_not_printed() -> None:
    ledger = Ledger[str]()
    before = {"old all": 8, "old small": 3, "old rest": 5}
    ledger.know(before, before, [whole("old all", "old small", "old rest")])
    shown = ledger.publish({"small": 3, "big": 9}, [((1, "small"), (-1, "old small"))])
    assert shown == {"small": SMALL, "big": 9}


# --- Against every table there is -----------------------------------------------------------------

# Numbers about the limits, where hiding is hardest.
NUMBERS = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 4, 5, 6, 7, 9])
PARTS = ("a", "b", "c")


def table_of(waves: Sequence[Sequence[int]], when: str) -> tuple[dict[Key, int], list[Relation]]:
    """Waves by parts, with both kinds of sums: each wave's, each part's and the whole."""
    values: dict[Key, int] = {}
    names = [f"wave {n}" for n in range(len(waves))]
    for name, numbers in zip(names, waves, strict=True):
        values |= {(when, name, part): n for part, n in zip(PARTS, numbers, strict=True)}
        values[when, name, "all"] = sum(numbers)
    for part in (*PARTS, "all"):
        values[when, "sum", part] = sum(values[when, name, part] for name in names)
    relations = [
        whole((when, name, "all"), *((when, name, part) for part in PARTS))
        for name in (*names, "sum")
    ]
    relations += [
        whole((when, "sum", part), *((when, name, part) for name in names))
        for part in (*PARTS, "all")
    ]
    return values, relations


WAVES = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=2)


def small_cells_are_hidden(values: Mapping[Key, int], shown: Mapping[Key, Shown]) -> bool:
    return all(isinstance(shown[key], Hidden) for key, value in values.items() if is_small(value))


@settings(max_examples=250, deadline=None)
@given(WAVES)
def test_no_hidden_cell_can_be_worked_out_from_one_table(waves: list[tuple[int, ...]]) -> None:
    values, relations = table_of(waves, "now")
    shown = protect(values, relations)
    assert small_cells_are_hidden(values, shown)
    assert all(mask == values[key] for key, mask in shown.items() if isinstance(mask, int))
    assert not Reader(shown, relations).knows()


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_no_hidden_cell_can_be_worked_out_with_the_report_before(data: st.DataObject) -> None:
    """The reader has both tables, and holds what has not changed for one and the same number."""
    waves = data.draw(WAVES)
    later = [
        tuple(n if data.draw(st.booleans()) else data.draw(NUMBERS) for n in numbers)
        for numbers in waves
    ]
    before, sums_before = table_of(waves, "before")
    ledger = Ledger[Key]()
    known = ledger.publish(before, sums_before)
    now, sums = table_of(later, "now")
    links = [
        ((1, ("now", *rest)), (-1, ("before", *rest)))
        for _, *rest in before
        if before["before", *rest] == now["now", *rest]
    ]
    shown = ledger.publish(now, [*sums, *links])
    assert small_cells_are_hidden(now, shown)
    assert not Reader(known | shown, [*sums_before, *sums, *links]).knows()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=2, max_size=4))
def test_no_hidden_cell_can_be_worked_out_from_day_after_day(
    days: list[tuple[int, ...]],
) -> None:
    """As on a page that shows each day once it has come: what is shown never changes afterwards."""
    values: dict[Key, int] = {}
    relations: list[Relation] = []
    shown: dict[Key, Shown] = {}
    ledger = Ledger[Key]()
    for number, parts in enumerate(days):
        own = {(number, part): n for part, n in zip(PARTS, parts, strict=True)}
        own[number, "all"] = sum(parts)
        new = [whole((number, "all"), *((number, part) for part in PARTS))]
        new += [
            ((1, key), (-1, (number - 1, key[1])))
            for key, value in own.items()
            if values.get((number - 1, key[1])) == value
        ]
        values |= own
        relations += new
        shown |= ledger.publish(own, new)
    assert small_cells_are_hidden(values, shown)
    assert not Reader(shown, relations).knows()


@given(st.integers(min_value=0, max_value=12), st.sampled_from(Hidden))
def test_a_hidden_cell_has_room_for_what_its_words_say(value: int, hidden: Hidden) -> None:
    allowed = {SMALL: range(1, 5), COVER: range(5, 13), WITHHELD: range(13)}[hidden]
    assert has_room(hidden, value) == (value in allowed)


def test_every_pair_of_small_parts_is_safe() -> None:
    for a, b, c in product(range(8), repeat=3):
        values = {"all": a + b + c, "a": a, "b": b, "c": c}
        relations = [whole("all", "a", "b", "c")]
        shown = protect(values, relations)
        assert not Reader(shown, relations).knows(), (a, b, c, shown)
