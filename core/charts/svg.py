"""The ground of every chart: escaped SVG text, scales, patterns, and the chart with its data table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from math import ceil, floor, log10

# Literal colours for light pages and paper; static/css/charts.css gives others by class.
INK = "#1f2a33"
MUTED = "#4a5761"
GRID = "#c3ccd3"
ACCENT = "#0b4f7c"

# Fill and pattern of each series. Neighbours differ in lightness and in pattern, so that they
# are told apart without colour.
SERIES: dict[str, tuple[str, str]] = {
    "a": ("#8c1d18", ""),
    "b": ("#f2c9a1", "dots"),
    "c": ("#e9edf0", ""),
    "d": ("#2f6d47", ""),
    "e": ("#b7d9c2", "rise"),
    "f": ("#5d87a8", ""),
    "g": ("#d5e3ee", "fall"),
    "h": ("#f7f8f9", "cross"),
    "i": ("#ffffff", "rows"),
}
WIDTH = {False: 720, True: 328}
FONT_SIZE = {False: 14, True: 13}
HARD_SPACE = "\N{NO-BREAK SPACE}"


class Svg(str):
    """Markup that is finished and safe; templates print it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


@dataclass(frozen=True)
class DataTable:
    """The chart's numbers in words. The first column heads its row; the others are right-aligned."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A chart in two widths with its table. `key` is unique on the page and makes the ids."""

    key: str
    title: str
    description: str
    wide: Svg
    narrow: Svg
    table: DataTable
    source: str = ""


@dataclass
class Canvas:
    """Collects the parts of one SVG. Lengths are in units of a CSS pixel at full size."""

    key: str
    title: str
    description: str
    narrow: bool
    height: float = 0
    parts: list[str] = field(default_factory=list)
    patterns: set[str] = field(default_factory=set)

    @property
    def width(self) -> int:
        return WIDTH[self.narrow]

    @property
    def font_size(self) -> int:
        return FONT_SIZE[self.narrow]

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        anchor: str = "start",
        look: str = "ink",
        bold: bool = False,
    ) -> None:
        colour = {"ink": INK, "muted": MUTED}[look]
        weight = ' font-weight="600"' if bold else ""
        place = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self.parts.append(
            f'<text class="chart-{look}" x="{n(x)}" y="{n(y)}" fill="{colour}"{place}{weight}>'
            f"{escape(words)}</text>"
        )

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        look: str = "grid",
        width: float = 1,
        dash: str = "",
    ) -> None:
        colour = {"grid": GRID, "axis": INK, "leader": MUTED, "mark": ACCENT}[look]
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<line class="chart-{look}" x1="{n(x1)}" y1="{n(y1)}" x2="{n(x2)}" y2="{n(y2)}" '
            f'stroke="{colour}" stroke-width="{n(width)}"{dashes}/>'
        )

    def rect(self, x: float, y: float, width: float, height: float, series: str) -> None:
        """A bar in the look of `series`, outlined so that pale fills have an edge on paper."""
        place = f'x="{n(x)}" y="{n(y)}" width="{n(max(width, 0.5))}" height="{n(height)}"'
        self._shape(f"<rect {place}", series)

    def area(self, points: Iterable[tuple[float, float]], series: str) -> None:
        """A closed shape in the look of `series`."""
        path = "L".join(f"{n(x)} {n(y)}" for x, y in points)
        self._shape(f'<path d="M{path}Z"', series)

    def outline(self, x: float, y: float, width: float, height: float, dash: str = "") -> None:
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<rect class="chart-outline" x="{n(x)}" y="{n(y)}" width="{n(max(width, 0.5))}" '
            f'height="{n(height)}" fill="none" stroke="{INK}" stroke-width="1.25"{dashes}/>'
        )

    def polyline(self, points: Iterable[tuple[float, float]]) -> None:
        path = " ".join(f"{n(x)},{n(y)}" for x, y in points)
        self.parts.append(
            f'<polyline class="chart-mark" points="{path}" fill="none" stroke="{ACCENT}" '
            'stroke-width="2" stroke-linejoin="round"/>'
        )

    def dot(self, x: float, y: float, radius: float = 3) -> None:
        self.parts.append(
            f'<circle class="chart-dot" cx="{n(x)}" cy="{n(y)}" r="{n(radius)}" fill="{ACCENT}"/>'
        )

    def _shape(self, opening: str, series: str) -> None:
        fill, pattern = SERIES[series]
        self.parts.append(
            f'{opening} class="chart-{series}" fill="{fill}" stroke="{INK}" stroke-width="0.75"/>'
        )
        if pattern:
            self.patterns.add(pattern)
            self.parts.append(f'{opening} fill="url(#{self.key}-{pattern})"/>')

    def finish(self) -> Svg:
        """The whole SVG, with a title and a description for those who do not see it."""
        width, height = self.width, n(self.height)
        defs = "".join(_pattern(self.key, name) for name in sorted(self.patterns))
        look = "narrow" if self.narrow else "wide"
        return Svg(
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-{look}" role="img" '
            f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'aria-labelledby="{self.key}-title {self.key}-desc" '
            f'font-family="Source Sans 3, sans-serif" font-size="{self.font_size}">'
            f'<title id="{self.key}-title">{escape(self.title)}</title>'
            f'<desc id="{self.key}-desc">{escape(self.description)}</desc>'
            + (f"<defs>{defs}</defs>" if defs else "")
            + "".join(self.parts)
            + "</svg>"
        )


_STROKES = {
    "rise": '<path d="M-1 9L9 -1M-1 1L1 -1M7 9L9 7"',
    "fall": '<path d="M-1 -1L9 9M7 -1L9 1M-1 7L1 9"',
    "cross": '<path d="M0 4H8M4 0V8"',
    "rows": '<path d="M0 4H8"',
}


def _pattern(key: str, name: str) -> str:
    if name == "dots":
        mark = f'<circle class="chart-hatch-dot" cx="4" cy="4" r="1.4" fill="{INK}"/>'
    else:
        mark = f'{_STROKES[name]} class="chart-hatch" fill="none" stroke="{INK}" stroke-width="1"/>'
    return f'<pattern id="{key}-{name}" width="8" height="8" patternUnits="userSpaceOnUse">{mark}</pattern>'


def n(value: float) -> str:
    """A length, short: one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def number(value: int) -> str:
    """12 500 with hard spaces."""
    return f"{value:,}".replace(",", HARD_SPACE)


def ticks(highest: float, wanted: int = 5) -> list[int]:
    """Round values from 0 to at least `highest`, about `wanted` of them. Whole numbers."""
    if highest <= 0:
        return [0, 1]
    rough = highest / wanted
    size = 10 ** floor(log10(rough)) if rough >= 1 else 1
    step = next(int(size * factor) for factor in (1, 2, 5, 10) if size * factor >= rough)
    return list(range(0, ceil(highest / step) * step + 1, step))


def month_ticks(first: date, last: date, most: int) -> list[tuple[date, str]]:
    """First days of months between two days, at most about `most`, with words: "mar 2026" or "2026"."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60) if months / s <= most), 120)
    found: list[tuple[date, str]] = []
    index = first.year * 12 + first.month - 1
    for place in range(index, index + months):
        year, month = divmod(place, 12)
        day = date(year, month + 1, 1)
        if first <= day <= last and place % step == 0:
            words = (
                str(year)
                if step >= 12
                else f"{_SHORT[month]} {year}"
                if month == 0 or not found
                else _SHORT[month]
            )
            found.append((day, words))
    return found


_SHORT = ("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec")


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places as near the wanted ones (rising) as a gap between them allows, within low–high."""
    places: list[float] = []
    for want in wanted:
        places.append(max(want, places[-1] + gap if places else low))
    limit = high
    for place in reversed(range(len(places))):
        places[place] = min(places[place], limit)
        limit = places[place] - gap
    return places


def shortened(words: str, most: int) -> str:
    """The words, cut with an ellipsis when they are too many for their place."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def wrapped(words: str, most: int) -> list[str]:
    """The words on lines of at most about `most` characters."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
