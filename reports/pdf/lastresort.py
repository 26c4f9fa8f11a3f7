"""A font made on the spot for the characters that none of ours has.

Each such character becomes a crossed box of its own, so that the PDF stays sound (a missing glyph
breaks PDF/A), copies out the same characters, and looks the same whatever fonts the machine has.
"""

import base64
from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

FAMILY = "Last Resort"


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
    # The space is as wide as that of the text's own font.
    builder.setupHorizontalMetrics(dict.fromkeys(order, (640, 60)) | {"space": (200, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": FAMILY, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.font.recalcTimestamp = False
    out = BytesIO()
    builder.save(out)
    return out.getvalue()


def _box() -> object:
    """A frame with a stroke across it, so that nobody takes it for a sign that someone wrote."""
    pen = TTGlyphPen(None)
    for corners in (
        ((60, 0), (60, 700), (580, 700), (580, 0)),
        ((110, 50), (530, 50), (530, 650), (110, 650)),
        ((110, 50), (110, 110), (490, 650), (530, 650), (530, 590), (150, 50)),
    ):
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()
