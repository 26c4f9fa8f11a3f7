"""Stacked area over time: what a whole consisted of, day after day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.charts.svg import (
    Canvas,
    Chart,
    DataTable,
    Svg,
    month_ticks,
    number,
    shortened,
    spread,
    ticks,
)

LABELS = 178  # room for the labels to the right of the wide chart


@dataclass(frozen=True)
class Layer:
    """A part of the whole on each day. `words` say the last value, which may be hidden."""

    label: str
    series: str
    values: tuple[int, ...]
    words: str


def stacked_area(
    *,
    key: str,
    title: str,
    description: str,
    days: Sequence[date],
    layers: Sequence[Layer],
    table: DataTable,
    source: str = "",
) -> Chart:
    """The layers on top of each other, the first at the bottom. Takes at least two days in order."""

    def draw(narrow: bool) -> Svg:
        suffix = "-n" if narrow else "-w"
        canvas = Canvas(key + suffix, title, description, narrow)
        _draw(canvas, days, layers)
        return canvas.finish()

    return Chart(key, title, description, draw(False), draw(True), table, source)


def _draw(canvas: Canvas, days: Sequence[date], layers: Sequence[Layer]) -> None:
    narrow = canvas.narrow
    left, top = (34.0, 14.0) if narrow else (42.0, 14.0)
    right = canvas.width - (8 if narrow else LABELS)
    height = 190.0 if narrow else 290.0
    bottom = top + height
    totals = [sum(layer.values[place] for layer in layers) for place in range(len(days))]
    marks = ticks(max(totals), 4 if narrow else 5)
    span = max((days[-1] - days[0]).days, 1)

    def x(day: date) -> float:
        return left + (day - days[0]).days / span * (right - left)

    def y(value: float) -> float:
        return bottom - value / marks[-1] * height

    for mark in marks:
        canvas.line(left, y(mark), right, y(mark))
        canvas.text(left - 5, y(mark) + 4.5, number(mark), anchor="end", look="muted")
    edges = _stack(layers, len(days))
    across = [x(day) for day in days]
    for layer, (lower, upper) in zip(layers, edges, strict=True):
        if not any(layer.values):
            continue
        rim = list(zip(across, map(y, upper), strict=True))
        floor = list(zip(reversed(across), map(y, reversed(lower)), strict=True))
        canvas.area(rim + floor, layer.series)
    canvas.line(left, bottom, right, bottom, look="axis")
    for day, words in month_ticks(days[0], days[-1], 4 if narrow else 7):
        canvas.line(x(day), bottom, x(day), bottom + 5, look="axis")
        canvas.text(x(day), bottom + 20, words, anchor="middle", look="muted")
    if narrow:
        canvas.height = _legend(canvas, layers, bottom + 34)
    else:
        canvas.height = bottom + 28
        _labels(canvas, layers, [(y(lo[-1]) + y(up[-1])) / 2 for lo, up in edges], right)


def _stack(layers: Sequence[Layer], count: int) -> list[tuple[list[int], list[int]]]:
    lower = [0] * count
    edges = []
    for layer in layers:
        upper = [low + value for low, value in zip(lower, layer.values, strict=True)]
        edges.append((lower, upper))
        lower = upper
    return edges


def _shown(layers: Sequence[Layer]) -> list[int]:
    return [place for place, layer in enumerate(layers) if any(layer.values)]


def _labels(
    canvas: Canvas, layers: Sequence[Layer], middles: Sequence[float], right: float
) -> None:
    """The name of each layer beside it, moved apart where layers are thin, with a line to its place."""
    shown = list(reversed(_shown(layers)))
    places = spread([middles[i] for i in shown], 19, 12, canvas.height - 8)
    for place, i in zip(places, shown, strict=True):
        layer = layers[i]
        canvas.line(right, middles[i], right + 12, place, look="leader", width=0.75)
        canvas.text(right + 16, place + 4.5, f"{shortened(layer.label, 22)} {layer.words}")


def _legend(canvas: Canvas, layers: Sequence[Layer], top: float) -> float:
    """Swatches under the narrow chart, in the order of the layers from above. Returns the height."""
    for row, i in enumerate(reversed(_shown(layers))):
        y = top + row * 21
        canvas.rect(2, y, 22, 14, layers[i].series)
        canvas.text(32, y + 11.5, f"{layers[i].label} {layers[i].words}")
    return top + len(_shown(layers)) * 21 + 2
