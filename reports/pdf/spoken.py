"""The text behind the glyphs: what a screen reader reads and a copier copies.

A PDF says for each glyph which characters it stands for. That is not enough where two characters
share a glyph, where a letter is put together of several, as in Arabic, or where the glyphs stand
from right to left. There the text itself is laid beside them (ActualText, ISO 32000-1, 14.9.4).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.pdf.stream import Stream

from reports.pdf.coverage import COMMON, UNSEEN


@contextmanager
def saying_rare_text(stand_ins: Mapping[int, int], *, line_end_hyphens: bool) -> Iterator[None]:
    """While this lasts, WeasyPrint gives every run of text with rare characters its ActualText.

    `stand_ins` were put in instead of other signs (see coverage.py), which are said.
    With `line_end_hyphens` each U+2010 was put in where a word is divided (see hyphen.py).
    """
    plain = Stream.marked
    written = {stand_in: sign for sign, stand_in in stand_ins.items()}

    @contextmanager
    def marked(stream: Any, box: Any, tag: str) -> Iterator[None]:
        with plain(stream, box, tag):
            text = getattr(box, "text", "")
            if line_end_hyphens:
                text = text.replace("\u2010", "\u00ad")
            if not COMMON.issuperset(UNSEEN.sub("", text)):
                properties = next(p for p in reversed(stream.stream) if isinstance(p, dict))
                # Places to break an endless word are ours, not the writer's.
                properties["ActualText"] = pydyf.String(
                    text.translate(written).replace("\u200b", "")
                )
            yield

    Stream.marked = marked
    try:
        yield
    finally:
        Stream.marked = plain
