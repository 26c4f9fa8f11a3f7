"""What follows from the counts of a snapshot, by table."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from figures import funnel
from figures.categories import UNEMPLOYED_BAND, Category
from tests.figures.samples import counts, snapshot

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


@pytest.mark.parametrize(
    ("numbers", "leaving", "undecided", "untold", "without_outcome"),
    [
        ({}, None, None, None, None),
        ({"notified": 100}, None, 100, None, 100),
        ({"notified": 100, "withdrawn": 10}, None, 90, None, 90),
        ({"notified": 100, "withdrawn": 10, "dismissed": 60, "resigned": 5}, 65, 25, 65, 90),
        ({"dismissed": 60, "reemployed": 20, "unemployed": 15}, 60, None, 25, None),
        (
            {"notified": 100, "dismissed": 60, "reemployed": 40, "unknown": 20},
            60,
            40,
            0,
            40,
        ),
        # More parts than the whole: nothing true can be said.
        ({"notified": 10, "dismissed": 12}, 12, None, 12, 10),
        ({"notified": 50, "dismissed": 10, "reemployed": 12}, 10, 40, None, 38),
        ({"notified": 0, "dismissed": 0}, 0, 0, 0, 0),
    ],
)
def test_what_follows_from_the_counts(
    numbers: dict[str, int],
    leaving: int | None,
    undecided: int | None,
    untold: int | None,
    without_outcome: int | None,
) -> None:
    given = counts(**numbers)
    assert funnel.leaving(given) == leaving
    assert funnel.undecided(given) == undecided
    assert funnel.untold(given) == untold
    assert funnel.without_outcome(given) == without_outcome


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (56, 100, "56.0"),
        (1, 3, "33.3"),
        (1, 16, "6.3"),  # 6.25: halves go up
        (0, 5, "0.0"),
        (5, 0, None),
        (None, 5, None),
        (5, None, None),
    ],
)
def test_a_share_is_in_per_cent_with_one_decimal(
    part: int | None, whole: int | None, expected: str | None
) -> None:
    assert funnel.share(part, whole) == (Decimal(expected) if expected else None)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        ("19.9", "lägre än"),
        ("20", "i nivå med"),
        ("30", "i nivå med"),
        ("30.1", "högre än"),
    ],
)
def test_a_share_is_laid_beside_what_is_usual(value: str | None, words: str) -> None:
    assert funnel.within(Decimal(value) if value else None, UNEMPLOYED_BAND) == words


def test_waves_together_know_what_any_of_them_knows() -> None:
    together = funnel.total([counts(notified=100, dismissed=None), counts(notified=20, retired=3)])
    assert together[Category.NOTIFIED] == 120
    assert together[Category.RETIRED] == 3
    assert together[Category.DISMISSED] is None


def test_of_several_sources_on_a_day_the_one_written_last_counts() -> None:
    rows = [
        snapshot(MARCH, source="AF", dismissed=47, place=2),
        snapshot(MARCH, source="Företaget", dismissed=50, notified=60, place=1),
    ]
    known = funnel.latest_by_wave(rows)[1]
    assert (known.source, known.counts[Category.DISMISSED]) == ("AF", 47)
    assert known.counts[Category.NOTIFIED] == 60


def test_a_number_stands_until_a_newer_one_is_given() -> None:
    rows = [
        snapshot(MARCH, notified=60, dismissed=50),
        snapshot(APRIL, source="AF", unemployed=12),
        snapshot(MAY, dismissed=0),
    ]
    known = funnel.latest_by_wave(rows)[1].counts
    assert [known[c] for c in (Category.NOTIFIED, Category.UNEMPLOYED)] == [60, 12]
    assert known[Category.DISMISSED] == 0
    assert Category.RETIRED not in known


def test_a_day_shows_each_wave_with_its_newest_figures_by_then() -> None:
    rows = [
        snapshot(MARCH, wave=1, notified=100),
        snapshot(APRIL, wave=2, notified=20),
        snapshot(MAY, wave=1, notified=110),
    ]
    series = [(day, c[Category.NOTIFIED]) for day, c in funnel.over_time(rows)]
    assert series == [(MARCH, 100), (APRIL, 120), (MAY, 130)]
    assert funnel.latest_by_wave(rows, stop=APRIL)[1].counts[Category.NOTIFIED] == 100
    assert funnel.over_time(rows, stop=MARCH) == funnel.over_time(rows)[:1]


@pytest.mark.parametrize("most", [4, 12, 60])
def test_a_long_series_keeps_its_last_day_and_few_others(most: int) -> None:
    series = [(MARCH + timedelta(days=20 * place), place) for place in range(60)]
    kept = funnel.thinned(series, most)
    assert len(kept) <= most
    assert kept[-1] == series[-1]
    assert kept == sorted(kept)


@pytest.mark.parametrize(
    ("numbers", "before", "words"),
    [
        ({"notified": 100, "dismissed": 60}, None, []),
        ({"notified": 100, "dismissed": 60, "withdrawn": 50}, None, ["110", "100 varslade"]),
        ({"dismissed": 10, "reemployed": 8, "unemployed": 4}, None, ["12", "10 som lämnar"]),
        ({"notified": 90}, {"notified": 100}, ["90 mot 100"]),
        ({"notified": 110}, {"notified": 100}, []),
        ({"reemployed": 8}, {"notified": 100}, []),
    ],
)
def test_what_does_not_add_up_is_told_gently(
    numbers: dict[str, int], before: dict[str, int] | None, words: list[str]
) -> None:
    said = funnel.doubts(counts(**numbers), counts(**before) if before else None)
    assert len(said) == bool(words)
    assert all(word in said[0] for word in words)


def rows(**second: Any) -> list[funnel.Snapshot]:
    return [
        snapshot(MARCH, source="Företaget", dismissed=50, unemployed=10),
        snapshot(MARCH, source="Arbetsförmedlingen", place=1, **second),
    ]


def test_sources_that_differ_are_told_in_words_and_both_stand() -> None:
    [found] = funnel.disagreements(rows(dismissed=47, unemployed=10))
    assert found.words == (
        "1 mars 2026: uppsagda är 50 enligt Företaget men 47 enligt Arbetsförmedlingen"
    )


def test_a_number_that_only_one_source_gives_is_no_disagreement() -> None:
    assert funnel.disagreements(rows(dismissed=None)) == []
    assert funnel.disagreements(rows(dismissed=50)) == []


def test_a_single_number_may_come_from_someone_else() -> None:
    [found] = funnel.disagreements(rows(dismissed=47, sources={"dismissed": "Facket"}))
    assert found.said == (("Företaget", 50), ("Facket", 47))
