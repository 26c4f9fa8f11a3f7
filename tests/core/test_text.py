"""Personal numbers in free text: what is refused, what is hinted at, what is left alone."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import (
    excerpt,
    fewer_than_five,
    find_personal_numbers,
    find_possible_numbers,
    passes_luhn,
    personal_number_in,
    without,
)
from tests.core.vectors import LOOK_ALIKES, POSSIBLE, REAL

DAYS = st.dates(date(1900, 1, 1), date(2025, 12, 31))
SERIALS = st.integers(1, 999)


def personal_number(day: date, serial: int, *, added: int = 0) -> str:
    """Twelve digits with the right checksum; `added` is 60 for a coordination number."""
    body = f"{day:%Y%m}{day.day + added:02}{serial:03}"
    return next(f"{body}{end}" for end in range(10) if passes_luhn(f"{body[2:]}{end}"))


@pytest.mark.parametrize(("text", "digits"), REAL)
def test_an_unmistakable_number_is_found(text: str, digits: list[str]) -> None:
    assert [number.digits for number in find_personal_numbers(text)] == digits


@pytest.mark.parametrize("text", POSSIBLE)
def test_what_may_be_a_number_gives_a_hint_and_no_stop(text: str) -> None:
    assert not find_personal_numbers(text)
    assert find_possible_numbers(text)


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_what_is_something_else_gives_nothing(text: str) -> None:
    assert not find_personal_numbers(text)
    assert not find_possible_numbers(text)


def test_the_table_is_long_enough_to_prove_something() -> None:
    assert len(REAL) >= 40
    assert len(LOOK_ALIKES) >= 60


@given(DAYS, SERIALS, st.sampled_from([0, 60]), st.sampled_from("-+\u2013\u2011"), st.booleans())
def test_every_right_number_is_found_in_a_sentence(
    day: date, serial: int, added: int, dash: str, century: bool
) -> None:
    number = personal_number(day, serial, added=added)
    written = f"{number[0 if century else 2 : 8]}{dash}{number[8:]}"
    [found] = find_personal_numbers(f"Ring {written} om tiden.")
    assert found.text == written
    assert found.name == ("samordningsnummer" if added else "personnummer")


@given(DAYS, SERIALS, st.integers(1, 9))
def test_a_wrong_checksum_is_never_found(day: date, serial: int, off: int) -> None:
    number = personal_number(day, serial)
    wrong = f"{number[:-1]}{(int(number[-1]) + off) % 10}"
    assert not find_personal_numbers(wrong)
    assert not find_personal_numbers(f"{wrong[2:8]}-{wrong[8:]}")


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    for number in find_personal_numbers(text):
        assert text[number.start : number.end] == number.text
    assert not find_personal_numbers(without(text, find_personal_numbers(text)))


FORMS = [  # the form, and at most how many per cent of random digits it stops
    ("NNNNNN-NNNN", 0.85),
    ("NNNNNNNNNNNN", 0.03),
    ("NNNNNNNN-NNNN", 0.03),
    ("NNNNNNNNNN", 0.0),
    ("NNNNNN NNNN", 0.0),
    ("NNNNNNNNNNN", 0.0),
    ("NNNNNNNNNNNNN", 0.0),
    ("NNN-NNN NN NN", 0.0),
    ("NNNN-NNNN", 0.0),
]


@pytest.mark.parametrize(("form", "most"), FORMS)
def test_the_rate_of_false_alarms_on_random_numbers(form: str, most: float) -> None:
    """Seeded, so that the figures in the docstring of `find_personal_numbers` stand."""
    chance = random.Random(20260301)
    tries = 20_000
    alarms = sum(bool(find_personal_numbers(drawn(form, chance))) for _ in range(tries))
    assert alarms / tries * 100 <= most


def test_real_days_and_times_in_file_names_are_left_alone() -> None:
    """Every tenth clock time on a day would pass the checksum by chance."""
    start = date(2016, 1, 1)
    names = [f"{start + timedelta(days=i):%Y%m%d}_{i % 24:02}{i % 60:02}.jpg" for i in range(2_000)]
    assert not [name for name in names if find_personal_numbers(name)]


def drawn(form: str, chance: random.Random) -> str:
    return "".join(chance.choice("0123456789") if sign == "N" else sign for sign in form)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ring Eva, 811218-9876, i morgon.", "Ring Eva, i morgon."),
        ("Eva (811218-9876) ringde.", "Eva ringde."),
        ("Eva 811218-9876.", "Eva."),
        ("811218-9876 Eva", "Eva"),
        ("Eva 811218-9876", "Eva"),
        ("Rad ett\n811218-9876\nrad tre", "Rad ett\n\nrad tre"),
        ("811218-9876 och 640823-3234", "och"),
        ("Eva811218-9876Ek", "EvaEk"),
        ("två  mellanslag och 811218-9876  två", "två  mellanslag och  två"),
    ],
)
def test_a_number_is_taken_out_and_the_rest_kept(text: str, left: str) -> None:
    assert without(text, find_personal_numbers(text)) == left


def test_the_place_is_shown_with_the_sentence_round_it() -> None:
    text = "Först ett möte. Ring Eva, 811218-9876, i morgon. Sedan paus."
    [number] = find_personal_numbers(text)
    shown = excerpt(text, number)
    assert (shown.before, shown.number, shown.after) == (
        "Ring Eva, ",
        "811218-9876",
        ", i morgon.",
    )
    assert shown.place == ""


def test_the_place_in_a_long_text_is_told_in_words() -> None:
    text = "ord " * 100 + "811218-9876" + " ord" * 100
    [number] = find_personal_numbers(text)
    shown = excerpt(text, number)
    assert shown.before.startswith("…")
    assert shown.after.endswith("…")
    assert shown.place == "tecken 401"
    lines = f"rad ett\nrad två {text}"
    assert excerpt(lines, find_personal_numbers(lines)[0]).place == "rad 2, tecken 409"


def test_files_and_cells_are_refused_with_a_sentence() -> None:
    assert personal_number_in("protokoll.pdf", "Filnamnet") == ""
    said = personal_number_in("intyg 811218-9876.pdf", "Filnamnet")
    assert said.startswith("Filnamnet innehåller ett personnummer. Ta bort det")
    assert "811218" not in said
    assert "2 personnummer. Ta bort dem" in personal_number_in("811218-9876 640823-3234")
    assert "ett samordningsnummer" in personal_number_in("701063-2391", "Cellen")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1" * 60_000, 0),
        ("1\u200b" * 30_000, 0),
        (("11111111" + " " * 3) * 5_000, 0),
        ("811218-9876 " * 5_000, 5_000),
    ],
)
def test_a_long_text_is_read_in_one_go(text: str, count: int) -> None:
    """A pattern that goes back and forth would not come to an end here."""
    assert len(find_personal_numbers(text)) == count
    assert not find_possible_numbers(text)


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0"), (1, "färre än 5"), (4, "färre än 5"), (5, "5"), (1200, "1\xa0200")],
)
def test_small_numbers_are_not_told_apart(number: int, shown: str) -> None:
    assert fewer_than_five(number) == shown
