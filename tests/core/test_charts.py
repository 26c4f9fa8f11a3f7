"""Charts are whole, safe and readable SVG, alike on page and paper."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from core.charts import (
    Band,
    Bar,
    Chart,
    DataTable,
    Goal,
    Group,
    Kind,
    Layer,
    Line,
    Span,
    Step,
    bars,
    gantt,
    sparkline,
    stacked_area,
    waterfall,
)
from core.charts.svg import month_ticks, spread, ticks

NASTY = '<script>alert("1")</script> & åäö'
TABLE = DataTable(NASTY, ("Dag", NASTY), (("2026-01-01", "4"), (NASTY, "5")))
DAYS = [date(2026, 1, 31) + timedelta(days=45 * place) for place in range(5)]
SVG = "{http://www.w3.org/2000/svg}"


def area(*values: tuple[int, ...]) -> Chart:
    layers = [
        Layer(f"Del {i} {NASTY}", "abcdefghi"[i], v, str(v[-1])) for i, v in enumerate(values)
    ]
    return stacked_area(
        key="yta", title=NASTY, description=NASTY, days=DAYS, layers=layers, table=TABLE
    )


def stairs(*steps: Step) -> Chart:
    return waterfall(key="trappa", title=NASTY, description=NASTY, steps=steps, table=TABLE)


CHARTS = [
    area((0, 0, 5, 9, 20), (100, 100, 90, 70, 30)),
    area((0, 0, 0, 0, 0)),
    stairs(
        Step("Varslade", 240, "240", Kind.WHOLE, "f"),
        Step(NASTY, None, "färre än 5", Kind.MINUS, "e"),
        Step("Uppsagda", 150, "150", Kind.PART, "g", Band(134.4, 144, "Riket 56–60 %")),
        Step("Arbetslösa", 40, "40", Kind.WHOLE, "a", Band(48, 72, "Riket 20–30 %")),
    ),
    stairs(),
    gantt(
        key="plan",
        title=NASTY,
        description=NASTY,
        groups=[
            Group("Faser", (Line("1", real=(Span(DAYS[0], DAYS[1]), Span(DAYS[2], None))),)),
            Group(NASTY, (Line(NASTY, Span(DAYS[1], DAYS[4])), Line("Utan dagar", words="idé"))),
        ],
        today=DAYS[3],
        table=TABLE,
    ),
    bars(
        key="staplar",
        title=NASTY,
        description=NASTY,
        rows=[Bar(NASTY, 16.9, "16,9 %"), Bar("2026", None, "uppgift saknas")],
        goal=Goal(10, "Mål 10 %"),
        table=TABLE,
    ),
]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
@pytest.mark.parametrize("narrow", [False, True])
def test_a_chart_is_whole_xml_with_title_and_description(chart: Chart, narrow: bool) -> None:
    text = chart.narrow if narrow else chart.wide
    root = etree.fromstring(text)
    # WeasyPrint reads the alternative text of a PDF from a title that is the first child.
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == root[1].text == NASTY
    assert root.get("role") == "img"
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    assert set((root.get("aria-labelledby") or "").split()) <= ids


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_a_chart_breaks_no_content_policy(chart: Chart) -> None:
    for text in (chart.wide, chart.narrow):
        assert "style" not in text
        assert "<script" not in text
        assert not re.search(r'\b(href|src|on\w+)="', text)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_a_chart_keeps_within_its_width_and_its_two_forms_share_no_id(chart: Chart) -> None:
    for text, width in ((chart.wide, 720), (chart.narrow, 328)):
        root = etree.fromstring(text)
        assert root.get("viewBox", "").split()[2] == str(width)
        for rect in root.iter(f"{SVG}rect"):
            assert float(rect.get("x", 0)) >= -1
            assert float(rect.get("x", 0)) + float(rect.get("width", 0)) <= width
    ids = re.findall(r'\bid="([^"]+)"', chart.wide + chart.narrow)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_every_pattern_that_is_used_is_there(chart: Chart) -> None:
    for text in (chart.wide, chart.narrow):
        used = set(re.findall(r"url\(#([^)]+)\)", text))
        assert used == set(re.findall(r'<pattern id="([^"]+)"', text))


def test_the_template_shows_the_chart_and_its_table() -> None:
    template = engines["django"].from_string('{% include "components/chart.html" %}')
    html = template.render({"chart": CHARTS[2]})
    assert html.count("<svg") == 2
    assert html.count("<tr>") == 3
    assert "<script" not in html
    assert '<th scope="row">2026-01-01</th>' in html


def test_what_is_hidden_has_no_bar() -> None:
    root = etree.fromstring(
        stairs(
            Step("Varslade", 50, "50", Kind.WHOLE, "f"),
            Step("Pension", None, "färre än 5", Kind.MINUS, "c"),
        ).wide
    )
    assert [r.get("class") for r in root.iter(f"{SVG}rect")] == ["chart-f"]
    assert "färre än 5" in {t.text for t in root.iter(f"{SVG}text")}


def test_a_step_hangs_from_the_level_that_the_one_before_left() -> None:
    root = etree.fromstring(
        stairs(
            Step("Varslade", 100, "100", Kind.WHOLE, "f"),
            Step("Återtagna", 30, "−30", Kind.MINUS, "h"),
            Step("Pension", 20, "−20", Kind.MINUS, "d"),
            Step("Kvar", 50, "50", Kind.WHOLE, "a"),
        ).wide
    )
    whole, first, second, left = [
        (float(r.get("x", 0)), float(r.get("x", 0)) + float(r.get("width", 0)))
        for r in root.iter(f"{SVG}rect")
        if "chart-" in (r.get("class") or "")
    ]
    assert whole[1] == pytest.approx(first[1], abs=0.2)
    assert first[0] == pytest.approx(second[1], abs=0.2)
    assert second[0] == pytest.approx(left[1], abs=0.2)


def test_a_sparkline_says_its_values_and_needs_two() -> None:
    assert sparkline([3], title="En") == ""
    root = etree.fromstring(sparkline([3, 3, 3], title=NASTY))
    assert root.get("aria-label") == root[0].text == NASTY


@given(st.floats(min_value=0, max_value=1e9), st.integers(min_value=2, max_value=8))
def test_an_axis_reaches_over_the_highest_value_in_few_even_steps(
    highest: float, wanted: int
) -> None:
    marks = ticks(highest, wanted)
    assert marks[0] == 0
    assert marks[-1] >= highest
    assert len(marks) <= wanted + 3
    assert len({b - a for a, b in pairwise(marks)}) == 1


@given(
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.integers(min_value=0, max_value=9000),
    st.integers(min_value=2, max_value=8),
)
def test_months_on_an_axis_are_few_and_lie_on_it(first: date, length: int, most: int) -> None:
    last = first + timedelta(days=length)
    marks = month_ticks(first, last, most)
    assert all(first <= day <= last and day.day == 1 for day, _ in marks)
    assert len(marks) <= most + 1


@given(
    st.lists(st.floats(min_value=0, max_value=300), min_size=1, max_size=12).map(sorted),
)
def test_labels_that_would_stand_on_each_other_are_moved_apart(wanted: list[float]) -> None:
    places = spread(wanted, 19, 0, 300)
    assert all(b - a >= 19 - 1e-6 for a, b in pairwise(places))
    assert max(places) <= 300
