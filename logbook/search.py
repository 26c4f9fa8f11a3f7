"""What a person searches for, as a condition on log entries, a rank and a pattern to mark.

A stem of at least four letters is looked for inside compounds too: "omställning" finds
"omställningsarbetet". Of four letters only where a word begins or nearly ends, or where a joint
follows ("förskolebyggnad"), or "vecka" would find "utveckling". A shorter one is looked for as
whole words, in all its forms. Why not only whole words: docs/decisions/0019.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q

from core.stemming import STOP_WORDS, stem
from logbook.search_columns import CONFIG, HAS_STEP

LONGEST = 100
MOST_TERMS = 8
SHORTEST_INSIDE, ANYWHERE_FROM = 4, 5
JOINTS = "aeosu"  # what joins the parts of a compound
# How a stem may end: "möt" also leads to "möte" and "mötet".
_ENDINGS: tuple[str, ...] = (
    *("", "e", "en", "et", "n", "t", "er", "ar", "or", "na", "ena", "arna", "erna", "orna"),
    *("s", "ens", "ets"),
)
_PARTS = re.compile(r'"([^"]*)"|([^\s"]+)')
_WORD = re.compile(r"\w(?:[^\s\"]*\w)?")

# Words that lead to each other: the same thing, its short form, or a word whose vowels change.
SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("simhall", "badhus"),
    ("nedläggning", "avveckling"),
    ("jobbmässa", "rekryteringsmässa"),
    ("lärcentrum", "lärcenter"),
    ("kommundirektör", "kommunchef"),
    ("fackförbund", "facket"),
    ("avsiktsförklaring", "letter of intent"),
    ("arbetsförmedlingen", "af"),
    ("försäkringskassan", "fk"),
    ("kommunstyrelsen", "ks"),
    ("kommunfullmäktige", "kf"),
    ("länsstyrelsen", "lst"),
    ("tillväxtverket", "tvv"),
    ("varsel", "varsla"),
    ("medel", "medlen"),
    ("regel", "regler"),
    ("möbel", "möbler"),
    ("bostad", "bostäder"),
    ("verkstad", "verkstäder"),
    ("tjänsteman", "tjänstemän"),
)


@dataclass(frozen=True)
class Word:
    """One way to write what is searched for."""

    text: str
    is_exact: bool = False

    @cached_property
    def inside(self) -> str:
        """What is looked for inside other words; empty when it would find too much."""
        if self.is_exact or " " in self.text:
            return ""
        found = stem(self.text)
        if len(found) >= SHORTEST_INSIDE:
            return found
        # "mötet" shall find "nätverksmöte".
        whole = self.text[:-1] if self.text.endswith("et") else self.text
        return whole if len(whole) >= SHORTEST_INSIDE else ""

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The word as a whole word, however it is inflected."""
        if self.is_exact or " " in self.text:
            return (self.text,)
        found = stem(self.text)
        return tuple(dict.fromkeys([self.text, *(found + ending for ending in _ENDINGS)]))

    @property
    def needs_forms(self) -> bool:
        """Whether whole words must be looked for: the stem is too short to be looked for inside."""
        return len(stem(self.text)) < SHORTEST_INSIDE or not self.inside

    @property
    def query(self) -> str:
        """The word in the language of PostgreSQL's websearch."""
        return " or ".join(f'"{form}"' for form in self.forms)

    @property
    def pattern(self) -> str:
        """A regular expression for what of a text this word finds."""
        found = [self._inside_pattern] if self.inside else []
        for form in self.forms if self.needs_forms else ():
            found.append(rf"(?<!\w){r'\W+'.join(map(re.escape, form.split()))}(?!\w)")
        return "|".join(found)

    @property
    def _inside_pattern(self) -> str:
        inside = re.escape(self.inside)
        if len(self.inside) >= ANYWHERE_FROM:
            return inside
        return rf"(?<!\w){inside}|{inside}(?=\w{{0,3}}(?!\w)|[{JOINTS}])"

    def found_in(self, words: str, text: str) -> Q:
        """Where the columns `words` (tsvector) or `text` (lower case) hold the word."""
        found = Q(**{f"{text}__contains": self.inside}) if self.inside else Q()
        if self.inside and len(self.inside) < ANYWHERE_FROM:
            part = re.escape(self.inside)
            found &= Q(**{f"{text}__regex": rf"\m{part}|{part}\w{{0,3}}\M|{part}[{JOINTS}]"})
        if self.needs_forms:
            found |= Q(**{words: SearchQuery(self.query, config=CONFIG, search_type="websearch")})
        return found


@dataclass(frozen=True)
class Search:
    """What is searched for: every term must be found, in any of its words."""

    terms: tuple[tuple[Word, ...], ...] = field(default=())

    @classmethod
    def of(cls, text: str) -> "Search":
        """Read what a person wrote: words, and "words in quotation marks" that stand just so."""
        clean = unicodedata.normalize("NFC", text[:LONGEST]).lower().replace("\x00", "")
        terms: list[tuple[Word, ...]] = []
        for quoted, single in _PARTS.findall(clean.replace("”", '"').replace("“", '"')):
            words = _WORD.findall(quoted or single)
            if quoted and words:
                terms.append((Word(" ".join(words), is_exact=True),))
            elif words and words[0] not in STOP_WORDS:
                terms.append(_with_synonyms(words[0]))
        return cls(tuple(terms[:MOST_TERMS]))

    def __bool__(self) -> bool:
        return bool(self.terms)

    def in_log(self, *, sees_steps: Q | bool) -> Q:
        """Log entries that hold every term; next steps are searched where `sees_steps`.

        Without terms nothing is found. Outsiders must not find by a next step (product.md,
        decision 4), so `sees_steps` says for whom, or for which cases, that is open.
        """
        if not self:
            return Q(pk__in=[])
        found = Q()
        for words in self.terms:
            term = Q()
            for word in words:
                term |= word.found_in("search", "search_text")
                if sees_steps is not False:
                    steps = HAS_STEP & word.found_in("search_step", "search_step_text")
                    term |= steps if sees_steps is True else sees_steps & steps
            found &= term
        return found

    def in_fields(self, *fields: str) -> Q:
        """Rows that hold every term in any of the text `fields`, inside words too."""
        if not self:
            return Q(pk__in=[])
        found = Q()
        for words in self.terms:
            term = Q()
            for word in words:
                for name in fields:
                    term |= Q(**{f"{name}__icontains": word.inside or word.text})
            found &= term
        return found

    def rank(self) -> SearchRank:
        """How well an entry fits: whole words count, more in what was done than in a file's name.

        A long text does not win by its length alone.
        """
        query = " or ".join(word.query for words in self.terms for word in words)
        found = SearchQuery(query, config=CONFIG, search_type="websearch")
        return SearchRank(F("search"), found, normalization=1)

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """What to mark in a text that was found."""
        found = [word.pattern for words in self.terms for word in words]
        return re.compile(f"({'|'.join(found)})", re.IGNORECASE) if found else None


def _with_synonyms(text: str) -> tuple[Word, ...]:
    own = stem(text)
    for group in SYNONYMS:
        if any(own == stem(other) for other in group if " " not in other):
            others = [Word(other) for other in group if stem(other) != own]
            return (Word(text), *others)
    return (Word(text),)
