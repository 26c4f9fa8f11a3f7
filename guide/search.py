"""Searches the guide in memory: whole words first, then inflected forms, then parts of words."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.db.models import TextChoices
from django.urls import reverse

from guide.load import guide
from guide.model import CatalogueMeasure, Example, Guide, PhaseGuide, Question, Term

LONGEST_QUERY = 100
SNIPPET = 160  # characters

_WORD = re.compile(r"[^\W_]+")
_SHORTEST_STEM = 4
# Endings of Swedish nouns, adjectives and verbs, longest first.
_ENDINGS = re.compile(
    r"(ningarna|ningen|ningar|arnas|ernas|ornas|arna|erna|orna|ande|ende|aste|ning|are|ade"
    r"|ens|ets|ars|ers|ors|en|et|ar|er|or|na|ad|at|as|es|[aents])$"
)

_SAME_WORD, _SAME_STEM, _BEGINNING, _INSIDE = 0, 1, 2, 3
_IN_TEXT = 4  # what a hit outside the title costs


class Kind(TextChoices):
    """What was found; the order is the one in which equally good hits are shown."""

    TERM = "TERM", "Ord"
    PHASE = "PHASE", "Fas"
    MEASURE = "MEASURE", "Insats"
    EXAMPLE = "EXAMPLE", "Exempel"
    QUESTION = "QUESTION", "Fråga"


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text; `hit` where it is what was searched for."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found: what it is called, what it says and where it stands."""

    kind: Kind
    title: str
    text: str
    more: str  # searched, not shown
    url_name: str
    url_args: tuple[str | int, ...] = ()
    anchor: str = ""

    @property
    def url(self) -> str:
        """Its address, with the place on the page."""
        anchor = f"#{self.anchor}" if self.anchor else ""
        return reverse(self.url_name, args=self.url_args) + anchor


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that has every word of the query, with the passage that shows it."""

    entry: Entry
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]


def search(query: str) -> list[Hit]:
    """What in the guide has every word of `query`, best first."""
    wanted = query_words(query)
    if not wanted:
        return []
    kinds = list(Kind)
    found = [
        (cost, kinds.index(entry.kind), place, entry)
        for place, entry in enumerate(entries())
        if (cost := _cost(wanted, entry)) is not None
    ]
    found.sort(key=lambda each: each[:3])
    pattern = re.compile(f"({'|'.join(re.escape(_stem(word)) for word in wanted)})", re.IGNORECASE)
    return [
        Hit(entry, _marked(entry.title, pattern), _marked(_passage(entry.text, pattern), pattern))
        for *_, entry in found
    ]


def has_words(query: str, *texts: str) -> bool:
    """Whether every word of `query` is found in the texts, inflected or as part of a word."""
    return all(_closeness(word, " ".join(texts).lower()) is not None for word in query_words(query))


def query_words(query: str) -> list[str]:
    """The words one searches for, in lower case."""
    # One form of "ö", however it was typed.
    return _WORD.findall(unicodedata.normalize("NFC", query[:LONGEST_QUERY]).lower())


@cache
def entries() -> tuple[Entry, ...]:
    """All of the guide as entries, in the guide's own order."""
    return tuple(_entries_of(guide()))


def _entries_of(guide: Guide) -> Iterable[Entry]:
    yield from (_term(term) for term in guide.terms)
    for phase in guide.phases.values():
        yield _phase(phase)
        yield from (_question(question) for question in phase.questions)
    yield from (_measure(measure) for measure in guide.measures)
    yield from (_example(example) for example in guide.examples)


def _term(term: Term) -> Entry:
    return Entry(
        kind=Kind.TERM,
        title=term.term,
        text=term.explanation,
        more=" ".join(term.also),
        url_name="guide:glossary",
        anchor=term.key,
    )


def _phase(phase: PhaseGuide) -> Entry:
    steps = " ".join(f"{step.title}. {step.text}" for step in phase.steps)
    documents = " ".join(f"{document.title}. {document.text}" for document in phase.documents)
    return Entry(
        kind=Kind.PHASE,
        title=f"Fas {phase.number}: {phase.name}",
        text=" ".join((phase.purpose, phase.result, *phase.about)),
        more=f"{phase.who} {steps} {documents}",
        url_name="guide:phase",
        url_args=(phase.number,),
    )


def _question(question: Question) -> Entry:
    return Entry(
        kind=Kind.QUESTION,
        title=question.text,
        text=question.help,
        more=f"{question.area} {question.phase.label}",
        url_name="guide:phase",
        url_args=(question.phase.value,),
        anchor=f"fraga-{question.key}",
    )


def _measure(measure: CatalogueMeasure) -> Entry:
    return Entry(
        kind=Kind.MEASURE,
        title=measure.title,
        text=measure.description,
        more=" ".join((*measure.actors, measure.funding, *measure.indicators)),
        url_name="guide:measure",
        url_args=(measure.key,),
    )


def _example(example: Example) -> Entry:
    actions = " ".join(action.text for action in example.actions)
    return Entry(
        kind=Kind.EXAMPLE,
        title=example.title,
        text=" ".join((example.summary, example.trigger, example.lesson, *example.outcomes)),
        more=" ".join(
            (
                example.place,
                example.municipality,
                example.county,
                example.company,
                example.industry,
                example.years,
                actions,
                *example.actors,
            )
        ),
        url_name="guide:example",
        url_args=(example.slug,),
    )


def _cost(wanted: list[str], entry: Entry) -> int | None:
    """How far from perfect the entry is: 0 with every word whole in the title. None: not found."""
    title, rest = entry.title.lower(), f"{entry.text} {entry.more}".lower()
    total = 0
    for word in wanted:
        costs = [
            cost
            for cost in (_closeness(word, title), _closeness(word, rest, extra=_IN_TEXT))
            if cost is not None
        ]
        if not costs:
            return None
        total += min(costs)
    return total


def _closeness(word: str, text: str, *, extra: int = 0) -> int | None:
    """How well `word` is met in a text in lower case, the lower the better. None: not at all."""
    stem = _stem(word)
    if stem not in text:
        return None
    found = set(_WORD.findall(text))
    if word in found:
        return _SAME_WORD + extra
    if any(_stem(other) == stem for other in found):
        return _SAME_STEM + extra
    if any(other.startswith(stem) for other in found):
        return _BEGINNING + extra
    # Short words would be found inside almost anything.
    return _INSIDE + extra if len(stem) >= _SHORTEST_STEM else None


@cache
def _stem(word: str) -> str:
    # Regular expressions look from the left, so the longest ending that fits is the one found.
    ending = _ENDINGS.search(word, _SHORTEST_STEM)
    return word[: ending.start()] if ending else word


def _passage(text: str, pattern: re.Pattern[str]) -> str:
    """The part of the text around the first hit, cut between words."""
    if len(text) <= SNIPPET:
        return text
    first = pattern.search(text)
    start = max(0, first.start() - SNIPPET // 3) if first else 0
    if start:
        start = text.find(" ", start) + 1
    end = len(text)
    if end - start > SNIPPET:
        end = text.rfind(" ", start, start + SNIPPET)
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def _marked(text: str, pattern: re.Pattern[str]) -> tuple[Piece, ...]:
    """The text in pieces, hits apart. With one group in the pattern every second part is a hit."""
    parts = enumerate(pattern.split(text))
    return tuple(Piece(part, hit=bool(place % 2)) for place, part in parts if part)
