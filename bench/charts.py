"""How long each chart, and the figures behind it, take in a large case. `python -m bench.charts`.

The size: 30 snapshots of each of 4 waves, 60 measures, 20 indicators followed for 10 years.
"""

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
from figures.categories import Category
from figures.drawing import draw_latest, draw_over_time
from figures.facts import Notice, redundancies
from figures.funnel import Snapshot
from figures.masking import Wave, masked, plain, to_leave_the_case
from figures.published import Published

MOST_MS = 5.0
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


# --- A case with 30 snapshots of each of 4 waves -------------------------------------------------

WAVES = [Wave(number, f"Varsel {number}") for number in range(1, 5)]
NOTICES = [Notice(number=wave.number, name=wave.name, on=DAYS[wave.number]) for wave in WAVES]


def snapshots() -> list[Snapshot]:
    """Numbers that grow from day to day, each wave on its own days."""
    return [
        Snapshot(
            wave=wave.number,
            day=day + timedelta(days=wave.number),
            source="Företaget",
            counts={category: 7 + place * (rank + 1) for rank, category in enumerate(Category)},
            place=place * 4 + wave.number,
        )
        for place, day in enumerate(DAYS)
        for wave in WAVES
    ]


ROWS = snapshots()


def figures() -> Published:
    found = plain(ROWS, WAVES, most_days=60)
    assert found is not None
    return found


PUBLISHED = figures()


def masked_figures() -> Published:
    leaving = to_leave_the_case(ROWS)
    assert leaving is not None
    return masked(leaving)


def fund() -> object:
    return redundancies(affected=None, notice_on=DAYS[0], waves=NOTICES, snapshots=ROWS)


MEASURED: dict[str, Callable[[], object]] = {
    "stacked area, 8 layers × 30 days": area,
    "gantt, 65 lines": plan,
    "waterfall, 13 steps": stairs,
    "bars, 20 rows": staples,
    "sparkline, 30 values": spark,
    "the latest figures of 4 waves, drawn": lambda: draw_latest(PUBLISHED, key="laget"),
    "4 waves × 30 days over time, drawn": lambda: draw_over_time(PUBLISHED, key="over-tid"),
    "  the figures behind them": figures,
    "  the same with small numbers hidden": masked_figures,
    "  the fund's redundancies": fund,
}


def main() -> None:
    for name, draw in MEASURED.items():
        best = min(timeit.repeat(draw, number=20, repeat=5)) / 20 * 1000
        verdict = "" if name.startswith(" ") else ("ok" if best < MOST_MS else "TOO SLOW")
        print(f"{name:<38} {best:7.2f} ms  {verdict}")


if __name__ == "__main__":
    main()
