"""Soft hints on what does not belong in free text: health, people beside dismissals, odd numbers."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.text import find_possible_numbers

# The same words serve the browser, which hints while one writes (static/js/privacy.js).
WORDS = Path(__file__).resolve().parent.parent / "static" / "privacy-hints.json"
NEAR = 80  # characters between a name and the word on dismissal


@dataclass(frozen=True)
class _Hints:
    number: str
    health: str
    dismissal: str
    on_health: re.Pattern[str]
    on_dismissal: re.Pattern[str]
    name: re.Pattern[str]


def hints_in(text: str) -> list[str]:
    """Sentences for the writer, at most one of each kind. A hint is never a reason to stop."""
    known = _hints()
    found = []
    if find_possible_numbers(text):
        found.append(known.number)
    if known.on_health.search(text):
        found.append(known.health)
    if any(map(_names_someone_dismissed, re.split(r"[.!?\n]", text))):
        found.append(known.dismissal)
    return found


def _names_someone_dismissed(sentence: str) -> bool:
    """Whether a usual first name stands near a word on dismissal. Company names are left alone."""
    known = _hints()
    names = [match.start() for match in known.name.finditer(sentence)]
    words = [match.start() for match in known.on_dismissal.finditer(sentence)]
    return any(abs(name - word) <= NEAR for name in names for word in words)


@cache
def _hints() -> _Hints:
    data = json.loads(WORDS.read_text(encoding="utf-8"))
    health, dismissal = data["health"], data["dismissal"]
    return _Hints(
        number=data["number"]["sentence"],
        health=health["sentence"],
        dismissal=dismissal["sentence"],
        on_health=re.compile(rf"\b{_any(health['beginnings'])}", re.IGNORECASE),
        on_dismissal=re.compile(
            rf"\b(?:{_any(dismissal['beginnings'])}|{_any(dismissal['phrases'])}\b)", re.IGNORECASE
        ),
        name=re.compile(rf"\b{_any(dismissal['names'])}s?\b"),
    )


def _any(words: list[str]) -> str:
    return f"(?:{'|'.join(re.escape(word) for word in words)})"
