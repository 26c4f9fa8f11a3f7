"""Charts as people see them: whole on a screen and on a phone, in other colours, and to a screen reader."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from accounts.models import User
from cases.models import Case
from figures.clock_kinds import DateKind
from figures.units import Unit
from tests import make
from tests.browser.axe import accessibility_faults
from tests.browser.test_every_page import PHONE, WIDE

pytestmark = pytest.mark.browser

# Every chart that is shown, with the words in it that reach outside of it or lie on other words.
CHARTS = """() => [...document.querySelectorAll("svg.chart")]
  .filter((svg) => svg.getBoundingClientRect().width > 0)
  .map((svg) => {
    const all = svg.viewBox.baseVal;
    const texts = [...svg.querySelectorAll("text")].map((text) => [text, text.getBBox()]);
    const words = (found) => found.map(([text]) => text.textContent);
    const meet = (a, b) =>
      Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > 2 &&
      Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > a.height * 0.4;
    return {
      narrow: svg.classList.contains("chart-narrow"),
      titled: Boolean(svg.querySelector("title").textContent && svg.querySelector("desc").textContent),
      points: parseFloat(getComputedStyle(svg).fontSize) * svg.getBoundingClientRect().width / all.width,
      cut: words(texts.filter(([, b]) =>
        b.x < -1 || b.y < -1 || b.x + b.width > all.width + 1 || b.y + b.height > all.height + 1)),
      crossed: words(texts.filter(([text, b]) =>
        texts.some(([other, o]) => other !== text && meet(b, o)))),
    };
  })"""


@pytest.fixture
def pages(case: Case, alice: User) -> dict[str, int]:
    """The pages of a case with charts, and how many each has."""
    for number, name in enumerate(("Första varslet", "Andra varslet på lager och kontor")):
        wave = make.wave(case, by=alice, name=name)
        for place, days_ago in enumerate((400, 220, 90, 3)):
            make.headcount(
                wave,
                by=alice,
                counted_on=make.today() - timedelta(days=days_ago + number),
                notified=120,
                withdrawn=2 + place,
                dismissed=20 * place + 25,
                resigned=4,
                reemployed=12 * place,
                in_education=3 * place,
                self_employed=place,
                retired=2 * place,
                unemployed=8 * place,
                unknown=place,
            )
    for place, title in enumerate(
        (
            "Ny användning av fabriken vid kvarnen med plats för många olika små företag",
            "Utbildning till livsmedelstekniker och processoperatör på yrkeshögskolan",
            "Jobbmässa",
        )
    ):
        start = make.today() + timedelta(days=100 * place - 200)
        make.measure(
            case,
            by=alice,
            title=title,
            planned_start=start,
            planned_end=start + timedelta(days=150),
        )
    share = make.indicator(
        case, by=alice, key="dependency_top1", unit=Unit.PER_CENT, target=10, target_year=2030
    )
    for year, value, jobs in ((2021, "37.1", 1620), (2022, "13.9", 598), (2023, "9.6", 395)):
        make.observation(share, year, value, by=alice, jobs=jobs)
    make.noted_day(case, DateKind.GROUP_MET, make.today(), by=alice)
    return {"siffror/": 2, "faser/": 1, f"indikatorer/{share.pk}/": 1}


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_every_word_of_a_chart_can_be_read(
    size: dict[str, int],
    page: Page,
    log_in: Callable[[User], None],
    case: Case,
    alice: User,
    pages: dict[str, int],
) -> None:
    log_in(alice)
    page.set_viewport_size(size)  # type: ignore[arg-type]
    for path, number in pages.items():
        page.goto(f"/arenden/{case.number}/{path}")
        charts: list[dict[str, Any]] = page.evaluate(CHARTS)
        assert len(charts) == number, path
        for chart in charts:
            assert chart["narrow"] is (size == PHONE)
            assert chart["titled"]
            assert chart["points"] > 10, path
            assert chart["cut"] == [], path
            assert chart["crossed"] == [], path


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_charts_have_no_fault_in_any_colours(
    look: dict[str, Any],
    page: Page,
    log_in: Callable[[User], None],
    case: Case,
    alice: User,
    pages: dict[str, int],
) -> None:
    log_in(alice)
    page.emulate_media(**look)
    faults = []
    for path in (*pages, "", "indikatorer/", "klockan/"):
        for size in (PHONE, WIDE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.goto(f"/arenden/{case.number}/{path}")
            faults += accessibility_faults(page, f"{look} {size['width']}")
    assert not faults
