"""A font made on the spot for the characters that none of ours has.

Each such character becomes a box of its own, so that the PDF stays sound (a missing glyph breaks
PDF/A), copies out the same characters, and looks the same whatever fonts the machine has.
"""

import base64
import unicodedata
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FAMILY = "Last Resort"

# Every letter and sign of ordinary Swedish text, which the first face is known to have.
COMMON = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) | frozenset(
    "–—‘’‚“”„•…€\n\t"
)


def uncovered(text: str, fonts: Iterable[Path]) -> str:
    """The characters of `text` that none of the font files has, in order."""
    rare = set(text) - COMMON
    for path in fonts:
        if not rare:
            break
        with TTFont(path, lazy=True) as font:
            rare -= set(map(chr, font.getBestCmap()))
    # Controls, formats and separators are laid out without a glyph.
    return "".join(
        sorted(c for c in rare if unicodedata.category(c)[0] not in "CZ" or c.isprintable())
    )


def font_face(characters: str) -> str:
    """An @font-face rule with the font itself in it."""
    data = base64.b64encode(_font(characters)).decode()
    return f'@font-face {{ font-family: "{FAMILY}"; src: url(data:font/ttf;base64,{data}) }}'


def _font(characters: str) -> bytes:
    # A glyph for each character: with one for all, copying would give the same character for all.
    names = {ord(character): f"u{ord(character):05X}" for character in characters}
    # The text engine keeps to a font over the spaces that follow, so it must have them too.
    names |= {0x20: "space", 0xA0: "space"}
    order = [".notdef", *dict.fromkeys(names.values())]
    builder = FontBuilder(unitsPerEm=1000, isTTF=True)
    # Not the clock's, or the same report would give another file each time.
    builder.updateHead(created=0, modified=0)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    blank = TTGlyphPen(None).glyph()
    builder.setupGlyf({name: blank if name == "space" else _box() for name in order})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (640, 60)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": FAMILY, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.font.recalcTimestamp = False
    out = BytesIO()
    builder.save(out)
    return out.getvalue()


def _box() -> object:
    pen = TTGlyphPen(None)
    for left, low, right, high, outer in ((60, 0, 580, 700, True), (110, 50, 530, 650, False)):
        corners = [(left, low), (left, high), (right, high), (right, low)]
        corners = corners if outer else corners[::-1]
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()
