"""Hyphens that are put in at the end of a line, told apart from those that people wrote.

PDF wants the former to read as U+00AD, so that a screen reader and a copier join the word again.
No text engine draws U+00AD, so lines are divided with U+2010 from a font of its own (which draws
the ordinary hyphen), and the finisher makes that font's characters read as U+00AD.
"""

import base64
from io import BytesIO
from pathlib import Path
from typing import Any

import pydyf
from fontTools.ttLib import TTFont

FAMILY = "Line End Hyphen"
WRITTEN, READ = b"<2010>", b"<00ad>"


def is_ours(text: str) -> bool:
    """Whether every U+2010 in the document will be one that was put in: people wrote none."""
    return "\u2010" not in text


def font_face(source: Path) -> str:
    """An @font-face rule for a font whose only characters are U+2010 and the space."""
    with TTFont(source, recalcTimestamp=False) as font:
        font.flavor = None
        names = font.getBestCmap()
        for table in font["cmap"].tables:
            table.cmap = {0x20: names[0x20], 0x2010: names[0x2D]}
        # PDF names an embedded font by the family in its own file.
        for record in font["name"].names:
            if record.nameID in (1, 4, 6, 16):
                record.string = FAMILY.replace(" ", "") if record.nameID == 6 else FAMILY
        out = BytesIO()
        font.save(out)
    data = base64.b64encode(out.getvalue()).decode()
    return f'@font-face {{ font-family: "{FAMILY}"; src: url(data:font/ttf;base64,{data}) }}'


def read_as_soft_hyphens(pdf: pydyf.PDF) -> None:
    """The finisher's part: change what the font's characters read as."""
    for font in pdf.objects:
        if isinstance(font, dict) and _is_hyphen_font(font) and "ToUnicode" in font:
            to_unicode = pdf.objects[int(font["ToUnicode"].split()[0])]
            to_unicode.stream = [_bytes(line).replace(WRITTEN, READ) for line in to_unicode.stream]


def _is_hyphen_font(font: Any) -> bool:
    return font.get("Subtype") == "/Type0" and "Line-End-Hyphen" in str(font.get("BaseFont"))


def _bytes(line: str | bytes) -> bytes:
    return line.encode() if isinstance(line, str) else line
