"""Figures that leave the case: nothing small in them, and nothing that gives it away."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from figures.disclosure import Ledger, has_room
from figures.drawing import draw_latest, draw_over_time, latest_table, summary
from figures.funnel import Snapshot
from figures.masking import (
    LATEST,
    WHOLES,
    Earlier,
    hidden_words,
    masked,
    plain,
    to_leave_the_case,
)
from figures.published import HIDDEN_OF, LATEST_ROWS, Column, Mark, Published, Row
from tests.figures.samples import WAVES, snapshot

DAYS = [date(2026, month, 1) for month in (3, 5, 7)]
Key = tuple[str, Row]


def sums(figures: Published, name: str = "") -> Iterator[tuple[Key, list[Key]]]:
    """Every sum that a reader knows by what the words mean: the whole and its parts."""
    for column in figures.columns:
        for whole, *parts in WHOLES:
            yield (name + column.key, whole), [(name + column.key, part) for part in parts]
    for row in LATEST_ROWS if figures.waves else ():
        yield (name + LATEST, row), [(name + wave.key, row) for wave in figures.waves]


def numbers_in(figures: Published, name: str = "") -> dict[Key, int]:
    return {
        (name + column.key, cell.row): cell.number
        for column in figures.columns
        for cell in column.cells
        if cell.number is not None
    }


def holds(whole: Key, parts: list[Key], numbers: Mapping[Key, int]) -> bool:
    return whole in numbers and numbers[whole] == sum(numbers.get(part, 0) for part in parts)


def unproven(
    tables: list[tuple[str, Published, Published]], ledger: Ledger[Key]
) -> Iterator[tuple[Key, str]]:
    """Hidden cells without another table that shows the same in every place and fits every sum."""
    true: dict[Key, int] = {}
    known: list[tuple[Key, list[Key]]] = []
    for name, plain_, _ in tables:
        true |= numbers_in(plain_, name)
        known += sums(plain_, name)
    known = [each for each in known if holds(*each, true)]
    cells = {
        (name + column.key, cell.row): cell
        for name, _, shown in tables
        for column in shown.columns
        for cell in column.cells
    }
    for key, cell in cells.items():
        if not cell.is_hidden:
            continue
        other = ledger.another_table(key)
        if other.get(key) in (None, true[key]):
            yield key, "is known"
            continue
        for place, seen in cells.items():
            if seen.number is not None and other.get(place) != seen.number:
                yield key, f"another number is shown in {place}"
            if seen.is_hidden and not has_room(HIDDEN_OF[seen.mark], other.get(place, -1)):
                yield key, f"no room in {place}"
        yield from (
            (key, f"{w} does not add up") for w, parts in known if not holds(w, parts, other)
        )


def test_the_proof_is_read_with_care() -> None:
    figures = plain([snapshot(DAYS[0], notified=50, withdrawn=3)], WAVES)
    assert figures
    ledger = Ledger[Key]()
    shown = masked(figures, ledger=ledger)
    assert not list(unproven([("", figures, shown)], ledger))
    # With one column printed as it is, the same proof fails.
    assert list(unproven([("", figures, replace(shown, latest=figures.latest))], ledger))


SMALLISH = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 8, 20])


@st.composite
def told(draw: st.DrawFn, days: list[date]) -> list[Snapshot]:
    found: list[Snapshot] = []
    for wave in (1, 2)[: draw(st.integers(1, 2))]:
        for day in days:
            outcomes = [draw(SMALLISH) for _ in range(6)]
            resigned, untold, undecided, withdrawn = (draw(SMALLISH) for _ in range(4))
            dismissed = max(sum(outcomes) + untold - resigned, 0)
            found.append(
                snapshot(
                    day,
                    wave=wave,
                    place=len(found),
                    notified=withdrawn + dismissed + resigned + undecided,
                    withdrawn=withdrawn,
                    dismissed=dismissed,
                    resigned=resigned,
                    reemployed=outcomes[0],
                    in_education=outcomes[1],
                    self_employed=outcomes[2],
                    retired=outcomes[3],
                    unemployed=outcomes[4],
                    unknown=outcomes[5],
                )
            )
    return found


@settings(max_examples=150, deadline=None)
@given(told(DAYS))
def test_nothing_hidden_in_what_leaves_a_case_can_be_worked_out(rows: list[Snapshot]) -> None:
    """All waves together, by day; waves beside their sum never leave (docs/decisions/0028)."""
    figures = to_leave_the_case(rows)
    assert figures
    ledger = Ledger[Key]()
    shown = masked(figures, ledger=ledger)
    small = {key for key, number in numbers_in(figures).items() if 1 <= number <= 4}
    assert not small & set(numbers_in(shown))
    assert not list(unproven([("", figures, shown)], ledger))


@settings(max_examples=150, deadline=None)
@given(told(DAYS))
def test_nothing_hidden_can_be_worked_out_with_the_report_before(rows: list[Snapshot]) -> None:
    first = to_leave_the_case(rows, stop=DAYS[1])
    second = to_leave_the_case(rows)
    assert first
    assert second
    before, ledger = masked(first), Ledger[Key]()
    now = masked(second, Earlier(shown=before, true=first), ledger=ledger)
    assert not list(unproven([("", second, now), ("earlier ", first, before)], ledger))


def test_a_day_that_has_been_shown_looks_the_same_for_ever() -> None:
    rows = [
        snapshot(DAYS[0], notified=60, dismissed=3),
        snapshot(DAYS[1], notified=60, dismissed=30, unemployed=2),
        snapshot(DAYS[2], notified=80, dismissed=50, unemployed=12, retired=1),
    ]
    seen: dict[str, Column] = {}
    for stop in DAYS:
        figures = plain(rows, WAVES, stop=stop)
        assert figures
        days = {column.key: column for column in masked(figures).days}
        assert days | seen == days
        seen = days


def small_case() -> Published:
    figures = plain(
        [
            snapshot(
                day,
                notified=50,
                withdrawn=3,
                dismissed=30 + place,
                reemployed=10,
                unemployed=place,
                unknown=2,
            )
            for place, day in enumerate(DAYS)
        ],
        WAVES,
    )
    assert figures
    return masked(figures)


def test_neither_chart_nor_table_nor_summary_holds_what_is_hidden() -> None:
    figures = small_case()
    assert figures.latest.cell(Row.WITHDRAWN).mark is Mark.SMALL
    chart = draw_latest(figures, key="x")
    assert chart
    assert ">färre än 5<" in chart.wide
    drawn = draw_over_time(figures, key="y")
    assert drawn
    texts = [cell for row in (*latest_table(figures).rows, *drawn.table.rows) for cell in row]
    assert not {"1", "2", "3", "4"} & set(texts)
    assert "färre än 5 arbetslösa" in summary(figures)
    assert "färre än 5" in hidden_words(figures.columns)


def test_a_day_on_which_most_is_hidden_is_not_drawn_as_a_fall() -> None:
    """With the small numbers those without an outcome are hidden: the shape would plunge to nought."""
    numbers = [
        {"notified": 200, "withdrawn": 20, "reemployed": 60, "unemployed": 40, "unknown": 80},
        {"notified": 200, "withdrawn": 20, "reemployed": 3, "unemployed": 0},
        {"notified": 200, "withdrawn": 20, "reemployed": 80, "unemployed": 30, "unknown": 70},
    ]
    leaving = to_leave_the_case(
        [snapshot(day, **each) for day, each in zip(DAYS, numbers, strict=False)]
    )
    assert leaving
    figures = masked(leaving)
    hidden = [column for column in figures.days if column.cell(Row.WITHOUT_OUTCOME).is_hidden]
    assert hidden
    drawn = draw_over_time(figures, key="y")
    assert drawn
    assert "Dagar då mycket inte visas är inte ritade." in drawn.source
    assert ">Visas inte<" not in drawn.wide
    assert len(drawn.table.rows) == len(figures.days)


def test_plain_figures_keep_every_number() -> None:
    figures = plain([snapshot(DAYS[0], notified=4, dismissed=2)], WAVES)
    assert figures
    assert figures.latest.number(Row.DISMISSED) == 2
    assert figures.latest.cell(Row.RETIRED).words == "okänt"
    assert hidden_words(figures.columns) == ""
    assert not figures.waves
    assert plain([], WAVES) is None
