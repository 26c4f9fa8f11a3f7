"""Money is whole öre, written and shown as people do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import crowns, parse_crowns, written

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("250 000", 25_000_000),
        ("250000 kr", 25_000_000),
        ("1.250.000", 125_000_000),
        ("1250,50", 125_050),
        ("1250.5", 125_050),
        ("−300", -30_000),
        ("-300,01", -30_001),
        ("0", 0),
        (f"12{NBSP}500", 1_250_000),
        ("12,505", None),
        ("12 50", None),
        ("tolv", None),
        ("", None),
        ("9" * 30, None),
    ],
)
def test_what_people_write(text: str, ore: int | None) -> None:
    assert parse_crowns(text) == ore


@pytest.mark.parametrize(
    ("ore", "words"),
    [
        (None, ""),
        (0, f"0{NBSP}kr"),
        (125_000_000, f"1{NBSP}250{NBSP}000{NBSP}kr"),
        (125_050, f"1{NBSP}250,50{NBSP}kr"),
        (-5, f"−0,05{NBSP}kr"),
    ],
)
def test_how_it_is_shown(ore: int | None, words: str) -> None:
    assert crowns(ore) == words


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_not_an_ore_is_lost_on_the_way(ore: int) -> None:
    assert parse_crowns(crowns(ore)) == ore
    assert parse_crowns(written(ore)) == ore
