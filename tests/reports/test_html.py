"""A report's HTML: every block, one heading order, and nothing but text of what people wrote."""

from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import html as parser

from reports.model import Block, Section
from reports.render import render_body, render_html
from tests.reports import samples
from tests.reports.samples import every_block, report_of

HOSTILE = "<script>alert(1)</script>{{ report }}{% now 'Y' %}&amp;\" onload='x'<img src=x>😀"


@pytest.mark.parametrize("block", every_block("Texten"), ids=lambda block: block.TAG)
def test_every_block_shows_its_text(block: Block) -> None:
    report = replace(samples.logbook(), sections=(Section("x", "Rubrik", (block,)),))
    [section] = parser.fromstring(render_html(report)).cssselect("section")
    assert "Texten" in section.text_content()


def test_what_people_wrote_is_text_and_never_markup() -> None:
    page = parser.fromstring(render_html(report_of(HOSTILE)))
    assert not page.cssselect("script, img, [onload], [style]")
    shown = page.text_content()
    # 12 places in the head (the diary number twice) and the title twice, then the section.
    assert shown.count(HOSTILE) == render_html(report_of("Qx7")).count("Qx7") - in_attributes()


def in_attributes() -> int:
    page = parser.fromstring(render_html(report_of("Qx7")))
    return sum(value.count("Qx7") for element in page.iter() for value in element.attrib.values())


def test_characters_that_paper_cannot_hold_are_left_out() -> None:
    page = render_html(report_of("a\x00b\x0bc\x07d\ufffee\ufefff"))
    assert "abcdef" in page


def test_no_heading_is_skipped_and_the_title_is_the_only_first() -> None:
    page = parser.fromstring(render_html(samples.status_report()))
    levels = [int(h.tag[1]) for h in page.cssselect("h1, h2, h3, h4, h5, h6")]
    assert levels.count(1) == 1 == levels[0]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_in_a_page_of_the_site_the_title_takes_the_level_it_is_given() -> None:
    body = parser.fromstring(render_body(samples.status_report(), top=2))
    assert not body.cssselect("h1")
    [title] = body.cssselect("h2")
    assert title.text_content() == samples.status_report().title


def test_preview_and_document_have_the_same_words() -> None:
    report = samples.status_report()
    document = parser.fromstring(render_html(report)).cssselect("article")[0]
    assert (
        document.text_content().split()
        == parser.fromstring(render_body(report)).text_content().split()
    )


def test_the_guides_table_has_its_two_columns_and_numbered_rows() -> None:
    page = parser.fromstring(render_html(samples.logbook()))
    [table] = page.cssselect("table.report-guide")
    assert [th.text for th in table.cssselect("thead th")] == ["Insats", "Vad har gjorts och när"]
    rows = [th.text_content() for th in table.cssselect("tbody th[scope=row]")]
    assert "Huvudaktivitet 1: Samtal med fastighetsägare" in rows
    groups = [th.text_content() for th in table.cssselect("th[scope=rowgroup]")]
    assert groups[:2] == [samples.MATCHING, samples.PREMISES]


def test_every_header_cell_says_which_way_it_points() -> None:
    page = parser.fromstring(render_html(samples.status_report()))
    assert all(th.get("scope") for th in page.cssselect("th"))


def test_the_page_asks_for_nothing_from_elsewhere() -> None:
    page = parser.fromstring(render_html(report_of(HOSTILE)))
    assert not page.cssselect("link, style, [src], object, iframe, base")
