"""The characters of a text that the report's fonts lack, for the note that names them."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from reports.pdf.fonts import without_glyph

# More would fill pages with names; the report's data hold them all.
MOST_NAMED = 200


@dataclass(frozen=True, slots=True)
class Sign:
    """A character with its number and name in Unicode; those for private use have no name."""

    text: str

    @property
    def code(self) -> str:
        return f"U+{ord(self.text):04X}"

    @property
    def name(self) -> str:
        return unicodedata.name(self.text, "")


@dataclass(frozen=True, slots=True)
class Unshown:
    """The first such characters, and how many there are besides."""

    signs: tuple[Sign, ...]
    more: int


def unshown_in(text: str, *, fonts: Path) -> Unshown:
    """What a PDF shows as boxes. Reads the fonts only when the text has rare characters.

    Raises reports.pdf.fonts.FontMissing.
    """
    signs = [Sign(character) for character in without_glyph(fonts, text)]
    return Unshown(tuple(signs[:MOST_NAMED]), max(0, len(signs) - MOST_NAMED))
