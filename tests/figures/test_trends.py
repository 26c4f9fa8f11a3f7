"""How indicators develop, by table; dependence is never told as plain success."""

from decimal import Decimal
from pathlib import Path

import pytest

from core.templatetags.omstallning import short_decimal
from figures import trends
from figures.indicator_set import indicator_set, load
from figures.trends import Point
from figures.units import Better, Unit, amount_in_words, in_words
from guide.records import ContentError

D = Decimal


def points(*values: str, jobs: tuple[int | None, ...] = ()) -> list[Point]:
    numbers = jobs or (None,) * len(values)
    return [
        Point(2020 + place, D(value), job)
        for place, (value, job) in enumerate(zip(values, numbers, strict=True))
    ]


@pytest.mark.parametrize(
    ("values", "change", "yearly", "word"),
    [
        ((), None, None, ""),
        (("5",), None, None, ""),
        (("5", "8"), "3", "3.00", "stiger"),
        (("16.9", "12", "9.3"), "-7.6", "-3.80", "sjunker"),
        (("10", "10.04"), "0.04", "0.04", "är oförändrad"),
        (("0", "0"), "0", "0.00", "är oförändrad"),
        (("0", "1"), "1", "1.00", "stiger"),
    ],
)
def test_change_and_trend(
    values: tuple[str, ...], change: str | None, yearly: str | None, word: str
) -> None:
    given = points(*values)
    assert trends.change(given) == (None if change is None else D(change))
    assert trends.yearly_change(given) == (None if yearly is None else D(yearly))
    assert trends.trend(given) == word


@pytest.mark.parametrize(
    ("baseline", "value", "target", "distance", "way", "reached"),
    [
        ("0", "40", "100", "60", 40, False),
        ("10", "6", "5", "-1", 80, False),
        ("10", "5", "5", "0", 100, True),
        ("10", "4", "5", "1", 120, True),
        ("0", "-5", "100", "105", -5, False),
        ("0", "120", "100", "-20", 120, True),
        (None, "40", "100", "60", None, False),
        ("5", "5", "5", "0", None, True),
        ("5", "6", "5", "-1", None, False),
        ("0", None, "100", None, None, None),
        ("0", "1", None, None, None, None),
        ("0", "1", "8", "7", 13, False),  # 12.5: halves go up
    ],
)
def test_distance_to_target(
    baseline: str | None,
    value: str | None,
    target: str | None,
    distance: str | None,
    way: int | None,
    reached: bool | None,
) -> None:
    start, now, goal = (None if text is None else D(text) for text in (baseline, value, target))
    assert trends.distance(now, goal) == (None if distance is None else D(distance))
    assert trends.share_of_way(start, now, goal) == way
    assert trends.is_reached(start, now, goal) is reached


@pytest.mark.parametrize(
    ("baseline", "value", "target", "unit", "words"),
    [
        ("0", "40", "100", Unit.NUMBER, "60 kvar till målet 100. 40 % av vägen är gången."),
        ("0", "100", "100", Unit.NUMBER, "Målet 100 är nått."),
        ("7", "8", "5", Unit.PER_CENT, "Utvecklingen går åt andra hållet."),
        ("260", "250", "200", Unit.RANK, "50\N{NO-BREAK SPACE}platser kvar till målet plats"),
        ("0", None, "100", Unit.NUMBER, ""),
    ],
)
def test_the_target_in_words(
    baseline: str, value: str | None, target: str, unit: Unit, words: str
) -> None:
    said = trends.target_in_words(
        baseline=D(baseline),
        value=None if value is None else D(value),
        target=D(target),
        unit=unit,
    )
    assert words in said
    assert bool(said) == bool(words)


@pytest.mark.parametrize(
    ("baseline", "value", "target", "better", "words"),
    [
        # A goal to keep below: past it on the wrong side is not reached.
        ("5.2", "8.1", "6.5", Better.LOWER, "1,6 procentenheter kvar till målet 6,5 %."),
        ("5.2", "6.4", "6.5", Better.LOWER, "Målet 6,5 % är nått."),
        (
            "9",
            "7",
            "6",
            Better.LOWER,
            "1 procentenhet kvar till målet 6 %. 67 % av vägen är gången.",
        ),
        ("60", "50", "55", Better.HIGHER, "5 procentenheter kvar till målet 55 %."),
        ("60", "57", "55", Better.HIGHER, "Målet 55 % är nått."),
        ("14", "9", "10", Better.UNCLEAR, "Målet 10 % är nått."),
        (None, "70", "75", Better.HIGHER, "5 procentenheter kvar till målet 75 %."),
        (None, "80", "75", Better.HIGHER, "Målet 75 % är nått."),
    ],
)
def test_a_target_is_reached_on_its_better_side(
    baseline: str | None, value: str, target: str, better: Better, words: str
) -> None:
    said = trends.target_in_words(
        baseline=None if baseline is None else D(baseline),
        value=D(value),
        target=D(target),
        unit=Unit.PER_CENT,
        better=better,
    )
    assert said.replace("\N{NO-BREAK SPACE}", " ") == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (D("-2.3"), Unit.PER_CENT, "−2,3 procentenheter"),
        (D(1), Unit.PER_CENT, "1 procentenhet"),
        (D(50), Unit.RANK, "50 platser"),
        (D(1), Unit.RANK, "1 plats"),
        (D("1200"), Unit.NUMBER, "1 200"),
    ],
)
def test_a_difference_has_its_own_words(value: Decimal, unit: Unit, words: str) -> None:
    assert amount_in_words(value, unit).replace("\N{NO-BREAK SPACE}", " ") == words


@pytest.mark.parametrize(
    ("values", "better", "verdict"),
    [
        (("5", "8"), Better.HIGHER, "åt rätt håll"),
        (("5", "8"), Better.LOWER, "åt fel håll"),
        (("8", "5"), Better.LOWER, "åt rätt håll"),
        (("8", "5"), Better.UNCLEAR, ""),
        (("8", "8"), Better.HIGHER, ""),
        (("8",), Better.HIGHER, ""),
    ],
)
def test_good_news_is_told_only_where_it_can_be(
    values: tuple[str, ...], better: Better, verdict: str
) -> None:
    assert trends.verdict(points(*values), better) == verdict


def test_falling_dependence_is_told_with_the_jobs_that_are_gone() -> None:
    told = trends.dependence_in_words(points("20", "10", jobs=(400, 180)))
    assert "från 20\N{NO-BREAK SPACE}% till 10\N{NO-BREAK SPACE}%" in told
    assert "från 400 till 180" in told
    assert "Beroendet är mindre för att 220 jobb är borta." in told
    # 400 of 2 000 became 180 of 1 800: the others went from 1 600 to 1 620.
    assert "ungefär 20 fler" in told
    assert "bra" not in told


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([], ""),
        (points("20"), "okänt antal jobb"),
        (points("20", jobs=(400,)), "400 jobb bakom"),
        (points("20", "10"), "går inte att säga om det är bra"),
        (
            points("20", "25", jobs=(400, 500)),
            "Övriga jobb i kommunen har blivit ungefär 100 färre",
        ),
        (points("20", "20", jobs=(400, 400)), "lika många"),
    ],
)
def test_dependence_never_stands_without_jobs(given: list[Point], words: str) -> None:
    told = trends.dependence_in_words(given)
    assert words in told
    assert bool(told) == bool(words)


@pytest.mark.parametrize(
    ("notified", "employed", "share"),
    [(240, 9600, "2.5"), (1, 3, "33.3"), (None, 5, None), (5, None, None), (5, 0, None)],
)
def test_the_notices_share_of_those_employed(
    notified: int | None, employed: int | None, share: str | None
) -> None:
    assert trends.notice_share(notified, employed) == (D(share) if share else None)


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (D("2.50"), Unit.PER_CENT, "2,5\N{NO-BREAK SPACE}%"),
        (D(12500), Unit.NUMBER, "12\N{NO-BREAK SPACE}500"),
        (D(260), Unit.RANK, "plats\N{NO-BREAK SPACE}260"),
        (D("-3.10"), Unit.INDEX, "\N{MINUS SIGN}3,1"),
        (None, Unit.NUMBER, "okänt"),
        (D(100), Unit.NUMBER, "100"),
    ],
)
def test_values_in_words(value: Decimal | None, unit: Unit, words: str) -> None:
    assert in_words(value, unit) == words


def test_the_ready_set_is_whole() -> None:
    keys = [each.key for each in indicator_set()]
    assert len(keys) == len(set(keys)) == 11
    of_jobs = {each.key for each in indicator_set() if each.of_jobs}
    assert {"dependency_top1", "dependency_top2"} <= of_jobs
    # What shrinks with the largest employer is never plain good news.
    assert all(each.better == Better.UNCLEAR for each in indicator_set() if each.of_jobs)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ('unit = "PER_CENT"|unit = "KILO"', "KILO"),
        ('key = "dependency_top2"|key = "dependency_top1"', "same key"),
        ('of_jobs = true|of_jobs = "ja"', "bool"),
        ('why = "|vhy = "', "missing"),
    ],
)
def test_a_faulty_set_is_refused(tmp_path: Path, change: str, fault: str) -> None:
    text = (Path(trends.__file__).parent / "content" / "indicators.toml").read_text()
    old, new = change.split("|")
    path = tmp_path / "indicators.toml"
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(ContentError, match=fault):
        load(path)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (D("9.60"), "9,6"),
        (D("12.00"), "12"),
        (D("100"), "100"),
        (D("-0.50"), "-0,5"),
        (D("12345.25"), "12 345,25"),
    ],
)
def test_a_number_on_a_page_has_no_empty_decimals(value: Decimal | None, words: str) -> None:
    assert short_decimal(value).replace("\N{NO-BREAK SPACE}", " ") == words
