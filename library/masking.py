"""The figures of a case as anyone may read them: what no earlier reader could work out a small number by."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from figures.funnel import Snapshot
from figures.masking import Earlier, masked, to_leave_the_case
from figures.published import Cell, Column, Mark


def for_everyone(snapshots: Sequence[Snapshot], earlier: Iterable[Earlier]) -> Column | None:
    """The newest figures of all waves together, masked for each of the earlier readers at once.

    A number that one of them would learn too much by is shown to none. None without figures.
    """
    figures = to_leave_the_case(snapshots)
    if figures is None:
        return None
    columns = [masked(figures, each).latest for each in (None, *earlier)]
    cells = zip(*(column.cells for column in columns), strict=True)
    return replace(columns[0], cells=tuple(_most_careful(row) for row in cells))


def _most_careful(cells: Sequence[Cell]) -> Cell:
    """The cell as the reader who may see least of it may see it."""
    hidden = [cell for cell in cells if cell.is_hidden]
    if not hidden:
        return cells[0]
    if small := next((cell for cell in hidden if cell.mark is Mark.SMALL), None):
        return small
    if len(hidden) == len(cells):
        return hidden[0]
    return Cell(row=cells[0].row, mark=Mark.WITHHELD)
