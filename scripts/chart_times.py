"""How long each chart takes at the sizes of a large case. `python -m scripts.chart_times`."""

import timeit
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from core.charts import (
    Bar,
    Chart,
    DataTable,
    Group,
    Kind,
    Layer,
    Line,
    Span,
    Step,
    Svg,
    bars,
    gantt,
    sparkline,
    stacked_area,
    waterfall,
)

DAYS = [date(2026, 1, 1) + timedelta(days=20 * place) for place in range(30)]
TABLE = DataTable("Tal", ("Dag", "Antal"), (("2026-01-01", "4"),))
WORDS: dict[str, Any] = {"title": "Diagram", "description": "Ett diagram.", "table": TABLE}


def area() -> Chart:
    values = tuple(range(30))
    layers = [Layer(f"Del {look}", look, values, "29") for look in "abcdefgh"]
    return stacked_area(key="yta", days=DAYS, layers=layers, **WORDS)


def plan() -> Chart:
    lines = [
        Line(f"Insats {i}", Span(DAYS[i % 20], DAYS[i % 20 + 5]), (Span(DAYS[i % 20], None),))
        for i in range(65)
    ]
    return gantt(key="plan", groups=[Group("Insatser", tuple(lines))], today=DAYS[20], **WORDS)


def stairs() -> Chart:
    steps = [Step("Steg", place, "tal", Kind.MINUS, "a") for place in range(13)]
    return waterfall(key="trappa", steps=steps, **WORDS)


def staples() -> Chart:
    rows = [Bar("Rad", place, "tal") for place in range(20)]
    return bars(key="staplar", rows=rows, **WORDS)


def spark() -> Svg:
    return sparkline(range(30), title="30 tal")


MEASURED: dict[str, Callable[[], object]] = {
    "stacked area, 8 layers × 30 days": area,
    "gantt, 65 lines": plan,
    "waterfall, 13 steps": stairs,
    "bars, 20 rows": staples,
    "sparkline, 30 values": spark,
}


def main() -> None:
    for name, draw in MEASURED.items():
        best = min(timeit.repeat(draw, number=20, repeat=5)) / 20 * 1000
        print(f"{name:<34} {best:6.2f} ms")


if __name__ == "__main__":
    main()
