"""Puts the words of the glossary under their first letters."""

from dataclasses import dataclass
from itertools import groupby

from guide.model import Guide, Term


@dataclass(frozen=True, slots=True)
class Word:
    """A word with the words one should look at too."""

    term: Term
    see: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter and the words that begin with it."""

    letter: str
    terms: tuple[Word, ...]

    @property
    def anchor(self) -> str:
        """a–z only, and å, ä and ö not mixed up with a and o."""
        return "bokstav-" + {"Å": "aa", "Ä": "ae", "Ö": "oe"}.get(self.letter, self.letter.lower())


def by_letter(guide: Guide) -> list[Letter]:
    """The words, which are in Swedish order already, by first letter."""
    grouped = groupby(guide.terms, key=lambda term: term.term[0].upper())
    return [
        Letter(letter, tuple(_word(guide, term) for term in terms)) for letter, terms in grouped
    ]


def _word(guide: Guide, term: Term) -> Word:
    return Word(term, tuple(guide.term(key) for key in term.see))
