"""Gantt: phases and measures as bars along the calendar, planned and real."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.charts.svg import Canvas, Chart, DataTable, Svg, month_ticks, shortened, wrapped

HIGHER, ROW, LOWER = 26.0, 22.0, 15.0
LETTER = 7.5  # about as wide as a bold one is, with room to spare
Place = Callable[[date], float]


@dataclass(frozen=True)
class Span:
    """A time from the first to the last day; without a last day it still goes on."""

    first: date
    last: date | None


@dataclass(frozen=True)
class Line:
    """A row: its name, when it is planned and when it really was. Without either, only the words."""

    label: str
    planned: Span | None = None
    real: tuple[Span, ...] = ()
    words: str = ""
    series: str = "f"


@dataclass(frozen=True)
class Group:
    """Rows under a heading."""

    heading: str
    lines: tuple[Line, ...]


def gantt(
    *,
    key: str,
    title: str,
    description: str,
    groups: Sequence[Group],
    today: date,
    table: DataTable,
    source: str = "",
    today_words: str = "i dag",
) -> Chart:
    """The groups' rows. Planned time is a dashed frame, real time a filled bar, `today` a line."""

    def draw(narrow: bool) -> Svg:
        canvas = Canvas(key + ("-n" if narrow else "-w"), title, description, narrow)
        _draw(canvas, groups, today, today_words)
        return canvas.finish()

    return Chart(key, title, description, draw(False), draw(True), table, source)


def _limits(groups: Sequence[Group], today: date) -> tuple[date, date]:
    days = [today]
    for group in groups:
        for line in group.lines:
            for span in (*line.real, *([line.planned] if line.planned else [])):
                days += [span.first, span.last or today]
    first, last = min(days), max(days)
    return first, max(last, first + timedelta(days=28))


def _draw(canvas: Canvas, groups: Sequence[Group], today: date, today_words: str) -> None:
    narrow = canvas.narrow
    left = 4.0 if narrow else 232.0
    right = canvas.width - 12.0
    first, last = _limits(groups, today)
    per_day = (right - left) / (last - first).days

    def x(day: date) -> float:
        return left + (day - first).days * per_day

    top = 40.0
    body = Canvas(canvas.key, "", "", narrow)
    y = top
    for group in groups:
        body.text(4, y + 18, group.heading, bold=True)
        y += HIGHER
        for line in group.lines:
            y = _line(body, line, y, x, left, today)
    for day, words in month_ticks(first, last, 4 if narrow else 7):
        canvas.line(x(day), top, x(day), y)
        canvas.text(
            min(x(day), right - 14),
            top - 6,
            words,
            anchor="middle" if x(day) > left + 20 else "start",
            look="muted",
        )
    canvas.line(x(today), top - 22, x(today), y, look="mark", width=2)
    near_end = x(today) + 10 + len(today_words) * LETTER > canvas.width
    canvas.text(
        x(today) + (-5 if near_end else 5),
        14,
        today_words,
        anchor="end" if near_end else "start",
        bold=True,
    )
    canvas.parts += body.parts
    canvas.patterns |= body.patterns
    canvas.height = y + 6


def _line(canvas: Canvas, line: Line, y: float, x: Place, left: float, today: date) -> float:
    label = f"{line.label}, {line.words}" if line.words else line.label
    names = _names(label, 44 if canvas.narrow else 32)
    if canvas.narrow:
        for name in names:
            canvas.text(4, y + 14, name)
            y += LOWER
        y += 3
    else:
        for place, name in enumerate(names):
            canvas.text(left - 10, y + 15 + place * LOWER, name, anchor="end")
    for span in line.real:
        start, end = x(span.first), x(span.last or today)
        canvas.rect(start, y + 4, end - start, 12, line.series)
        if span.last is None:
            # An open end: the bar goes over into an arrow.
            canvas.area([(end, y + 3), (end + 7, y + 10), (end, y + 17)], line.series)
    if line.planned:
        start, end = x(line.planned.first), x(line.planned.last or line.planned.first)
        canvas.outline(start, y + 1.5, end - start, 17, "3 2")
    return y + ROW + (2 if canvas.narrow else (len(names) - 1) * LOWER)


def _names(label: str, most: int) -> list[str]:
    """The label on one line or two; what has no place on the second is cut."""
    first, *rest = wrapped(label, most)
    return (
        [shortened(first, most), shortened(" ".join(rest), most)]
        if rest
        else [shortened(first, most)]
    )
