"""Which characters the fonts have, and which characters of a text no font has."""

import re
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

# Every letter and sign of ordinary Swedish text, which the first face is known to have.
COMMON = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) | frozenset(
    "–—‘’‚“”„•…€\n\t"
)

# Laid out without a glyph, whatever the font: controls, spaces and line ends, and what Unicode
# calls default ignorable (DerivedCoreProperties.txt).
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f"
    "\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)

# Signs that steer others and yet are seen. The text engine draws them with whatever font the sign
# before them has, and never looks for one that has them.
STEERING = re.compile(
    "[\u0890\u0891\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3]"
)


@cache
def characters(font: Path) -> frozenset[str]:
    """The characters that a font file has. A few milliseconds the first time."""
    with TTFont(font, lazy=True) as opened:
        return frozenset(map(chr, opened.getBestCmap()))


def rare(text: str) -> set[str]:
    """The characters of `text` that another font than the first may be needed for."""
    return set(text) - COMMON


def stand_ins(text: str) -> dict[int, int]:
    """For each steering sign of `text` one for private use that is not in it, to draw as a box."""
    free = (code for code in range(0xF0000, 0xFFFFE) if chr(code) not in text)
    return dict(zip(sorted(map(ord, set(STEERING.findall(text)))), free, strict=False))
