"""Soft hints on health, on people beside dismissals and on odd numbers: rare, and never in the way."""

import ast
import json
from pathlib import Path

import pytest
from django.conf import settings

from core.hints import WORDS, hints_in
from core.text import find_personal_numbers

HEALTH = "Texten nämner hälsa"
DISMISSAL = "Texten nämner en person och en uppsägning"
NUMBER = "Texten har siffror som kan vara ett personnummer"
ROOT = Path(settings.BASE_DIR)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Platschefen är sjukskriven till maj.", HEALTH),
        ("SJUKSKRIVEN", HEALTH),
        ("Två har cancerdiagnoser", HEALTH),
        ("Hon är gravid", HEALTH),
        ("Eva Ek är uppsagd", DISMISSAL),
        ("Bland de uppsagda finns Mohamed, som vill studera", DISMISSAL),
        ("Håkan har sagts upp", DISMISSAL),
        ("Annas uppsägning", DISMISSAL),
        ("Ring 8112189876", NUMBER),
        ("Temporärt nummer 811218-T876", NUMBER),
    ],
)
def test_what_may_not_belong_there_gives_a_hint(text: str, hint: str) -> None:
    [said] = hints_in(text)
    assert said.startswith(hint)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Alla uppsagda bjuds in till en träff",
        "Norrby Livs har varslat 240 anställda",
        "Volvo Lastvagnar AB har sagt upp avtalet",
        "Eva från Almi berättade om stödet. Brevet går till alla uppsagda.",
        "Följderna för sjukskrivningar och barnomsorg",
        "Hälsa till alla i hälsocentralens lokaler",
        "Ring 070-123 45 67 eller 0701234569",
        "Organisationsnummer 556016-0680",
    ],
)
def test_ordinary_text_gives_no_hint(text: str) -> None:
    assert hints_in(text) == []


def test_each_kind_of_hint_is_given_once() -> None:
    text = "Eva är uppsagd. Anna är uppsagd och sjukskriven, 8112189876. Gravid. 6408233234"
    assert [said.split(".")[0] for said in hints_in(text)] == [
        NUMBER,
        HEALTH,
        DISMISSAL,
    ]


def test_the_demo_and_the_guide_are_free_of_hints_and_numbers() -> None:
    """Thousands of sentences as people write them: the words are chosen so that none is in the way."""
    texts = [text for path in (ROOT / "home" / "demo").glob("*.py") for text in strings_in(path)]
    texts += [
        line
        for path in (ROOT / "guide" / "content").glob("*.toml")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert len(texts) > 3_000
    assert not [text for text in texts if hints_in(text) or find_personal_numbers(text)]


def strings_in(path: Path) -> list[str]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def test_the_word_lists_are_in_order_and_without_doubles() -> None:
    data = json.loads(WORDS.read_text(encoding="utf-8"))
    for words in (
        data["health"]["beginnings"],
        data["dismissal"]["beginnings"],
        data["dismissal"]["phrases"],
        data["dismissal"]["names"],
    ):
        assert len(words) == len(set(words))
        assert all(word == word.strip() and len(word) > 1 for word in words)
    # A word's beginning serves for all that begin so.
    health = data["health"]["beginnings"]
    assert not [(a, b) for a in health for b in health if a != b and b.startswith(a)]
