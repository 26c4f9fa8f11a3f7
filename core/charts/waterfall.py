"""Waterfall: how a whole falls to what is left, step by step, beside what is usual."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from core.charts.svg import Canvas, Chart, DataTable, Svg, number, ticks

LETTER = 7.0  # about as wide as one is, with room to spare


class Kind(Enum):
    """A whole stands on the ground; what goes away hangs from the level reached; a part stands, too,
    but the level stays."""

    WHOLE = "WHOLE"
    MINUS = "MINUS"
    PART = "PART"


@dataclass(frozen=True)
class Band:
    """What is usual for a step, from `low` to `high` in the chart's unit, and its words."""

    low: float
    high: float
    words: str


@dataclass(frozen=True)
class Step:
    """A row. `value` is None when it is hidden or not known; `words` say it, or why not."""

    label: str
    value: int | None
    words: str
    kind: Kind
    series: str
    band: Band | None = None


def waterfall(
    *,
    key: str,
    title: str,
    description: str,
    steps: Sequence[Step],
    table: DataTable,
    source: str = "",
) -> Chart:
    """The steps from above, as rows. Bands are drawn as dashed frames over their own row."""

    def draw(narrow: bool) -> Svg:
        canvas = Canvas(key + ("-n" if narrow else "-w"), title, description, narrow)
        _draw(canvas, steps)
        return canvas.finish()

    return Chart(key, title, description, draw(False), draw(True), table, source)


def _draw(canvas: Canvas, steps: Sequence[Step]) -> None:
    narrow = canvas.narrow
    left = 4.0 if narrow else 208.0
    right = canvas.width - (64.0 if narrow else 84.0)
    highest = max(
        [step.value or 0 for step in steps] + [s.band.high for s in steps if s.band] + [1]
    )
    marks = ticks(highest, 5)
    scale = (right - left) / marks[-1]
    body = Canvas(canvas.key, "", "", narrow)
    y, level = 4.0, 0
    for step in steps:
        start, end = _reach(step, level)
        y = _row(body, step, y, left + start * scale, left + end * scale, left, scale)
        if step.kind is Kind.WHOLE and step.value is not None:
            level = step.value
        elif step.kind is Kind.MINUS:
            level = start
    for mark in marks:
        at = left + mark * scale
        # On a phone the labels stand above their bars; a grid would run through them.
        canvas.line(at, y - 6 if narrow else 2, at, y)
        anchor = "start" if narrow and not mark else "middle"
        canvas.text(at, y + 16, number(mark), anchor=anchor, look="muted")
    canvas.parts += body.parts
    canvas.patterns |= body.patterns
    canvas.line(left, y if narrow else 2, right if narrow else left, y, look="axis")
    canvas.height = y + 24


def _reach(step: Step, level: int) -> tuple[int, int]:
    """From where to where the bar goes."""
    if step.value is None:
        return (0, 0) if step.kind is not Kind.MINUS else (level, level)
    if step.kind is Kind.MINUS:
        return max(level - step.value, 0), level
    return 0, step.value


def _beside(
    canvas: Canvas, end: float, first: float, last: float, letters: int, middle: float
) -> float:
    """Where the words of a bar that ends at `end` begin, clear of the band from `first` to `last`.

    Words that stand beyond a band the bar does not reach are tied to the bar by a line.
    """
    if end >= last or end + 12 + letters * LETTER < first:
        return end
    if end < first:
        canvas.line(end + 2, middle, last + 4, middle, look="leader")
    return last


def _row(
    canvas: Canvas, step: Step, y: float, start: float, end: float, left: float, scale: float
) -> float:
    """One row with its label, bar, value and band. Returns where the next one begins."""
    bold = step.kind is Kind.WHOLE
    if canvas.narrow:
        canvas.text(left, y + 13, step.label, bold=bold)
        y += 18
    else:
        canvas.text(left - 10, y + 16, step.label, anchor="end", bold=bold)
    thick = 15.0 if canvas.narrow else 20.0
    if step.value:
        canvas.rect(start, y + 2, end - start, thick, step.series)
    words_at = end
    if step.band:
        first, last = left + step.band.low * scale, left + step.band.high * scale
        canvas.outline(first, y - 1, last - first, thick + 6, "4 3")
        words_at = _beside(canvas, end, first, last, len(step.words), y + 2 + thick / 2)
    canvas.text(words_at + 6, y + thick / 2 + 7, step.words, bold=bold)
    y += thick + 8
    if step.band:
        at = left + step.band.low * scale
        canvas.text(
            min(at, canvas.width - 200 if not canvas.narrow else left),
            y + 10,
            step.band.words,
            look="muted",
        )
        y += 19
    return y
