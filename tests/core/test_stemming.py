"""The stem of a Swedish word, beside the one PostgreSQL makes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.stemming import STOP_WORDS, stem


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("omställning omställningen omställningar omställningarna omställningens", "omställning"),
        ("arbete arbetet arbetets arbeten arbetena", "arbet"),
        ("kontor kontoret kontorets kontoren", "kontor"),
        ("fastighet fastigheten fastigheter fastigheternas", "fastighet"),
        ("möjlig möjliga möjligt", "möjlig"),
        ("ringa ringer ringde", "ring"),
        ("besök besökte besöken", "besök"),
        ("program programmet programmen", "program"),
        ("möte möten mötet mötets", "möt"),
        ("styrelse styrelsen styrelser", "styrels"),
    ],
)
def test_inflected_forms_have_one_stem(words: str, expected: str) -> None:
    assert {stem(word) for word in words.split()} == {expected}


@pytest.mark.parametrize(
    ("one", "other"), [("fastighet", "fast"), ("statlig", "stat"), ("personlig", "person")]
)
def test_a_derived_word_is_another_word(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäöé-", max_size=30))
def test_a_stem_begins_its_word_and_is_not_empty(word: str) -> None:
    assert word.startswith(stem(word))
    assert bool(stem(word)) == bool(word)


def test_the_stop_words_are_those_that_the_database_leaves_out(sql: object) -> None:
    rows = sql(  # type: ignore[operator]
        "SELECT word FROM unnest(%s::text[]) AS word WHERE ts_lexize('swedish_stem', word) = '{}'",
        sorted(STOP_WORDS | {"fabrik", "möte", "varsel"}),
    )
    assert {word for (word,) in rows} == STOP_WORDS
