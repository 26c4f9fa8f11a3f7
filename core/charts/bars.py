"""Horizontal bars with a goal, and the sparkline for lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from core.charts.svg import ACCENT, Canvas, Chart, DataTable, Svg, n

SPARK_WIDTH, SPARK_HEIGHT = 112, 28
LETTER = 7.0  # about as wide as one is, with room to spare


@dataclass(frozen=True)
class Bar:
    """A row. `value` is None when it is hidden or not known; `words` say it, or why not."""

    label: str
    value: float | None
    words: str
    series: str = "f"


@dataclass(frozen=True)
class Goal:
    """A value to compare all bars with, drawn as a dashed line."""

    value: float
    words: str


def bars(
    *,
    key: str,
    title: str,
    description: str,
    rows: Sequence[Bar],
    table: DataTable,
    goal: Goal | None = None,
    source: str = "",
) -> Chart:
    """The rows from above; bars begin at zero. Values are not negative."""

    def draw(narrow: bool) -> Svg:
        canvas = Canvas(key + ("-n" if narrow else "-w"), title, description, narrow)
        _draw(canvas, rows, goal)
        return canvas.finish()

    return Chart(key, title, description, draw(False), draw(True), table, source)


def _draw(canvas: Canvas, rows: Sequence[Bar], goal: Goal | None) -> None:
    narrow = canvas.narrow
    left = 4.0 if narrow else 208.0
    words = max((len(row.words) for row in rows), default=0)
    right = canvas.width - max(84.0 if narrow else 110.0, 10 + words * LETTER)
    highest = max([row.value or 0 for row in rows] + ([goal.value] if goal else []) + [0.001])
    scale = (right - left) / highest
    goal_at = left + goal.value * scale if goal else 0.0
    y = 24.0 if goal else 4.0
    top = y
    for row in rows:
        if narrow:
            canvas.text(left, y + 13, row.label)
            y += 18
        else:
            canvas.text(left - 10, y + 16, row.label, anchor="end")
        end = left + (row.value or 0) * scale
        if row.value:
            canvas.rect(left, y + 2, end - left, 18, row.series)
        # Words that would stand across the goal's line stand after it.
        beside = goal_at if end < goal_at < end + 70 else end
        canvas.text(beside + 6, y + 16, row.words)
        y += 27
    if not narrow:
        canvas.line(left, top, left, y, look="axis")
    if goal:
        at = goal_at
        canvas.line(at, top - 4, at, y, look="mark", width=2, dash="5 3")
        anchor = "end" if at > canvas.width * 0.6 else "start"
        canvas.text(at, 15, goal.words, anchor=anchor)
    canvas.height = y + 4


def sparkline(values: Sequence[float], *, title: str) -> Svg:
    """A small line for a list, with a dot on the last value. `title` says it in words.

    Nothing to see with fewer than two values: then it is empty.
    """
    if len(values) < 2:
        return Svg("")
    low, high = min(values), max(values)
    span = (high - low) or 1
    across = (SPARK_WIDTH - 10) / (len(values) - 1)
    places = [
        (5 + i * across, SPARK_HEIGHT - 5 - (value - low) / span * (SPARK_HEIGHT - 10))
        for i, value in enumerate(values)
    ]
    points = " ".join(f"{n(x)},{n(y)}" for x, y in places)
    x, y = places[-1]
    return Svg(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sparkline" role="img" '
        f'viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}" width="{SPARK_WIDTH}" height="{SPARK_HEIGHT}" '
        f'aria-label="{escape(title, quote=True)}"><title>{escape(title)}</title>'
        f'<polyline class="chart-mark" points="{points}" fill="none" stroke="{ACCENT}" '
        'stroke-width="2" stroke-linejoin="round"/>'
        f'<circle class="chart-dot" cx="{n(x)}" cy="{n(y)}" r="3.5" fill="{ACCENT}"/></svg>'
    )
