"""Every character that people write: read back from the PDF exactly, or shown as a box that is named."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as parser

from reports import render
from reports.model import PlainList, Report, Section
from reports.pdf import coverage
from reports.pdf.fonts import FACES, without_glyph
from reports.render import render_body, render_pdf
from reports.unshown import MOST_NAMED
from tests.pdf import PdfText, read_pdf
from tests.reports import samples

# Share a glyph with another sign, are put together of several glyphs, stand from right to left,
# hang on the sign before, or steer those that come after.
TRICKY = (
    "\u03d5\U0001d5d4\U0001d608\U0001d7ec\U0001d790\u0624\u0642\u0677\u06cc\u069e\ufefb\u0653\u064b\u05d0\ufb1d\u05b8\u0302"
    "\u20e3\u1d25\ua7f2\u2c71\u2116\U0001f780\u0600\u06dd\u2015\u2021\u0307\u2010\u2011"
)
# What no font has, among it what the text engine would draw with the wrong font, or not at all.
BOXED = "漢ไ\U00012000\ue000\U000f0000\u0378\U0001fbff\u0890\ufff9\U000110bd\U00013430\U0001bca0"
ORDINARY = "Rådslag på Älvö: 50–60 % «ja», 12½ € — “så” é ß ÿ"


def report_with(*texts: str) -> Report:
    return replace(samples.logbook(), sections=(Section("x", "Rubrik", (PlainList(texts),)),))


def pdf_with(*texts: str) -> PdfText:
    return read_pdf(render_pdf(report_with(*texts), issued_at=samples.ISSUED_AT))


def items(pdf: PdfText) -> list[str]:
    """The list's items, without the terms of the report's head."""
    texts = [text for tag, text in pdf.tags if tag in ("LBody", "H2")]
    return texts[texts.index("Rubrik") + 1 :]


def shipped() -> list[str]:
    files = [render.FONTS / face.file for face in FACES]
    characters = frozenset[str]().union(*map(coverage.characters, files))
    return sorted(
        c
        for c in characters
        if c != " " and not coverage.UNSEEN.match(c) and not coverage.STEERING.match(c)
    )


def test_every_character_of_the_shipped_fonts_has_one_to_be_drawn_with() -> None:
    assert len(shipped()) > 6000
    assert without_glyph(render.FONTS, "".join(shipped())) == ""


def test_characters_of_the_shipped_fonts_are_read_back_as_they_were_written() -> None:
    # All of them take a quarter of a minute; these are some of each font, and the tricky ones.
    sample = sorted({*shipped()[::37], *TRICKY})
    written = [ORDINARY, *(f"{ord(sign):04X}: a {sign} b" for sign in sample)]
    pdf = pdf_with(*written)
    assert items(pdf) == written
    assert "ruta" not in pdf.text


def test_what_no_font_has_is_a_box_and_named_in_a_note() -> None:
    pdf = pdf_with(*BOXED, ORDINARY)
    read = items(pdf)
    assert read[: len(BOXED)] == list(BOXED)
    assert "U+6F22, CJK UNIFIED IDEOGRAPH-6F22" in pdf.text
    assert "U+E000, ett tecken utan namn i Unicode" in pdf.text
    assert re.findall(r"U\+[0-9A-F]{4,}", pdf.text) == [f"U+{ord(c):04X}" for c in sorted(BOXED)]
    fonts = {str(f.BaseFont) for page in pdf.pdf.pages for f in page.resources.Font.values()}
    assert any("Last-Resort" in name for name in fonts)


def test_words_from_right_to_left_are_read_in_the_order_they_were_written() -> None:
    words = "Före שלום, ألف ٣٫٥ efter"
    assert items(pdf_with(words)) == [words]


def test_a_divided_word_with_a_rare_letter_joins_again() -> None:
    text = " ".join(["Łódźkommunikationsavdelningen"] * 60)
    assert items(pdf_with(text)) == [text]


@pytest.mark.parametrize("ending", ["\u2028", "\u2029"])
def test_unicodes_own_line_ends_become_line_ends(ending: str) -> None:
    assert (
        pdf_with(f"Första raden. {ending}Andra raden.").missing("Första raden. Andra raden.") == []
    )


def test_the_page_names_the_boxes_as_the_pdf_does() -> None:
    page = parser.fromstring(render_body(report_with("漢"), top=2))
    [note] = page.cssselect(".report-unshown")
    assert [li.text_content() for li in note.cssselect("li")] == [
        "漢 är U+6F22, CJK UNIFIED IDEOGRAPH-6F22"
    ]
    assert "Ett tecken i rapporten" in note.text_content()


def test_a_text_of_a_thousand_such_characters_names_some_and_counts_the_rest() -> None:
    page = parser.fromstring(render_body(report_with("".join(map(chr, range(0x4E00, 0x51E8))))))
    named = page.cssselect(".report-unshown li")
    assert len(named) == MOST_NAMED + 1
    assert named[-1].text_content() == f"och {1000 - MOST_NAMED} tecken till"


def test_ordinary_text_opens_no_font(tmp_path: Path) -> None:
    assert without_glyph(tmp_path, ORDINARY) == ""
