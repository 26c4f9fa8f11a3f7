"""The PDF itself: sound for archive and screen reader, the same each time, closed to the outside."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from weasyprint.urls import FatalURLFetchingError

from reports import render
from reports.model import (
    Block,
    Column,
    Entries,
    Entry,
    GuideEntry,
    GuideMeasure,
    GuideRow,
    GuideTable,
    Paragraph,
    Report,
    Section,
    Table,
)
from reports.pdf.fetcher import FolderFetcher
from reports.pdf.job import File, Job
from reports.pdf.write import Complaint, write_pdf
from reports.render import RenderFailed, render_pdf
from tests.pdf import PdfText, read_pdf
from tests.reports import samples
from tests.reports.samples import report_of


def pdf_of(*blocks: Block) -> PdfText:
    section = Section("x", "Rubrik", blocks)
    report = replace(samples.logbook(), sections=(section,))
    return read_pdf(render_pdf(report, issued_at=samples.ISSUED_AT))


def a_job(html: str, **changes: object) -> Job:
    job = Job(
        html=f'<html lang="sv"><title>T</title><body class="report"><h1>T</h1>{html}',
        issued_at=samples.ISSUED_AT,
        files=(),
        static=str(render.STATIC),
        cpu_seconds=60,
        memory_bytes=2**31,
    )
    return replace(job, **changes)  # type: ignore[arg-type]


# --- What archive and screen reader need ----------------------------------------------------------


def test_language_and_title_are_given_and_the_title_is_shown(status_report_pdf: PdfText) -> None:
    assert status_report_pdf.lang == "sv"
    assert status_report_pdf.title == samples.status_report().title
    assert status_report_pdf.pdf.Root.ViewerPreferences.DisplayDocTitle
    assert status_report_pdf.pdf.Root.MarkInfo.Marked


def test_the_file_says_that_it_is_pdfa_3a_and_pdfua_1(status_report_pdf: PdfText) -> None:
    with status_report_pdf.pdf.open_metadata() as xmp:
        assert xmp["pdfaid:part"] == "3"
        assert xmp["pdfaid:conformance"] == "A"
        assert xmp["pdfuaid:part"] == "1"
    raw = status_report_pdf.pdf.Root.Metadata.read_bytes()
    assert b"PDF/UA identification schema" in raw


def test_headings_come_in_order(status_report_pdf: PdfText) -> None:
    assert status_report_pdf.headings[0] == ("H1", samples.status_report().title)
    second = [text for tag, text in status_report_pdf.headings if tag == "H2"]
    assert second == [f"{s.number} {s.heading}".strip() for s in samples.status_report().sections]


def test_bookmarks_are_the_headings(status_report_pdf: PdfText) -> None:
    headings = [(int(tag[1]), text) for tag, text in status_report_pdf.headings]
    assert status_report_pdf.bookmarks == headings


def test_every_header_cell_has_a_scope(status_report_pdf: PdfText, logbook_pdf: PdfText) -> None:
    for pdf in (status_report_pdf, logbook_pdf):
        cells = pdf.tree.find("TH")
        assert {str(cell.attributes["Scope"]) for cell in cells} == {"/Row", "/Column"}


def test_a_cell_of_the_guides_table_knows_measure_activity_and_column(logbook_pdf: PdfText) -> None:
    [table] = logbook_pdf.tree.find("Table")
    names = {th.attributes["ID"]: th.text for th in table.find("TH")}
    cell = next(td for td in table.find("TD") if "29 april 2016" in td.text)
    assert [names[str(header)] for header in cell.attributes["Headers"]] == [
        samples.PREMISES,
        "Huvudaktivitet 1: Samtal med fastighetsägare",
        "Vad har gjorts och när",
    ]


def test_all_fonts_are_embedded_and_can_be_read_back(status_report_pdf: PdfText) -> None:
    fonts = [font for page in status_report_pdf.pdf.pages for font in page.resources.Font.values()]
    assert fonts
    for font in fonts:
        assert "/ToUnicode" in font
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_only_our_own_fonts_are_used(status_report_pdf: PdfText, logbook_pdf: PdfText) -> None:
    for pdf in (status_report_pdf, logbook_pdf):
        names = {str(f.BaseFont) for p in pdf.pdf.pages for f in p.resources.Font.values()}
        assert all("Source-Sans" in name or "Line-End-Hyphen" in name for name in names)


def test_running_heads_name_sender_kind_and_number_and_count_pages(
    status_report_pdf: PdfText,
) -> None:
    first, second, *_ = status_report_pdf.running_text.splitlines()
    assert first == f"Sida 1 ({status_report_pdf.pages})"
    for words in ("Norrby kommun · Tjänsteskrivelse", "Dnr KS 2016/124", "Sida 2 ("):
        assert words in second


def test_running_heads_are_not_read_as_text(status_report_pdf: PdfText) -> None:
    assert "Sida 2" not in status_report_pdf.text


def test_links_have_words_and_an_alternative_text(status_report_pdf: PdfText) -> None:
    assert ("Link", "Tillväxtverkets sidor om omställning") in status_report_pdf.tags
    links = [a for p in status_report_pdf.pdf.pages for a in p.obj.get("/Annots", [])]
    assert len(links) == 1
    assert links[0].F == 4
    assert str(links[0].Contents)


def test_a_report_is_marked_secret_on_every_page() -> None:
    words = "Sekretess enligt 31 kap. 16 § offentlighets- och sekretesslagen, 2026-03-01"
    head = replace(samples.HEAD, secrecy=words)
    report = replace(samples.logbook(), head=head)
    pdf = read_pdf(render_pdf(report, issued_at=samples.ISSUED_AT))
    assert pdf.text.count(words) == 1
    assert pdf.running_text.count("Sekretess enligt 31 kap. 16 §") == pdf.pages


# --- What a reader finds --------------------------------------------------------------------------


def test_every_date_and_sentence_of_the_log_comes_in_order(logbook_pdf: PdfText) -> None:
    entries = samples.logbook().log()
    assert len(entries) == 11
    words = [word for entry in entries for word in (entry.when, entry.text)]
    assert logbook_pdf.missing("2 Loggboken i tidsordning", *words) == []


def test_the_guides_table_is_there_in_tags(logbook_pdf: PdfText) -> None:
    [header, first_group, first_row, *_] = logbook_pdf.tables[0]
    assert header == [("TH", "Insats"), ("TH", "Vad har gjorts och när")]
    assert first_group == [("TH", samples.MATCHING)]
    assert first_row[0] == ("TH", "Huvudaktivitet 1: Jobbcenter på plats")
    assert first_row[1][1].startswith("juni 2016: En ny regional samordnare")


def test_a_section_without_data_says_so(status_report_pdf: PdfText) -> None:
    assert (
        status_report_pdf.missing("10 Indikatorer mot utgångsläge", "Inga indikatorer följs") == []
    )


def test_a_corrected_entry_is_marked(logbook_pdf: PdfText) -> None:
    assert "(rättad 2018-09-03)" in logbook_pdf.text


def test_a_word_divided_at_the_end_of_a_line_reads_whole() -> None:
    words = "Omställningsorganisationerna samordnar näringslivsutvecklingsinsatserna " * 20
    pdf = pdf_of(Paragraph(words))
    assert words.strip() in pdf.text
    assert "\u00ad" in "".join(piece.text for piece in pdf.tree._pieces())


def test_a_hyphen_that_somebody_wrote_stays() -> None:
    assert "\u2010Ö" in pdf_of(Paragraph("Väst\u2010Öst " * 40)).text


def test_a_table_over_several_pages_repeats_its_head() -> None:
    rows = tuple((f"Rad {n}", str(n)) for n in range(120))
    pdf = pdf_of(
        Table(caption="Lång", columns=(Column("Namn"), Column("Tal", numeric=True)), rows=rows)
    )
    assert pdf.pages >= 3
    heads = [table[0] for table in pdf.tables]
    assert heads == [[("TH", "Namn"), ("TH", "Tal")]] * pdf.pages
    assert pdf.missing(*(name for name, _ in rows)) == []


def test_a_short_row_is_never_torn() -> None:
    entries = tuple(
        GuideEntry(starts_on=date(2026, 1, day), text=f"Dag {day} " + "ord " * 20)
        for day in range(1, 6)
    )
    rows = tuple(GuideRow(number=n, name="Aktivitet", entries=entries) for n in range(1, 12))
    pdf = pdf_of(GuideTable(measures=(GuideMeasure(heading="Insats", rows=rows),)))
    assert pdf.pages > 2
    for row in pdf.tree.find("TR"):
        assert len({piece.page for piece in row._pieces()}) == 1


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    entries = tuple(
        Entry(starts_on=date(2020 + n // 12, n % 12 + 1, 1), text="Text. " * (n % 7 * 9 + 1))
        for n in range(60)
    )
    pdf = pdf_of(Entries(entries))
    flat = [e for e in pdf.tree.elements() if e.tag in ("H3", "P") and e.text]
    for heading, after in pairwise(flat):
        if heading.tag == "H3":
            assert next(heading._pieces()).page == next(after._pieces()).page, heading.text


# --- Hostile and extreme text ---------------------------------------------------------------------


def test_strange_characters_come_out_again() -> None:
    signs = "åäöÅÄÖ é½€→≤≥✓😀🏭⚠ŁódźŽΩЖ漢字ไทย«»<>&\"'{{x}}"
    pdf = read_pdf(render_pdf(report_of(signs), issued_at=samples.ISSUED_AT))
    assert pdf.title == signs
    assert [sign for sign in set(signs) if sign not in pdf.text] == []


def test_text_from_right_to_left_keeps_its_letters() -> None:
    words = "שלום عالم"
    text = pdf_of(Paragraph(f"Före {words} efter")).text
    assert set(words) <= set(text)
    assert text.index("Före") < text.index("efter")


@pytest.mark.parametrize("sign", ["x", "Å", "<", "&", "😀"])
def test_a_word_without_end_stays_on_the_paper_and_takes_no_longer(sign: str) -> None:
    # Without places to break, 2,000 signs took ten seconds and 20,000 would take a quarter of an hour.
    pdf = pdf_of(Entries((Entry(starts_on=date(2026, 3, 1), text=sign * 20_000),)))
    assert pdf.missing(sign * 20_000) == []
    assert pdf.pages > 3


def test_sixty_thousand_characters_come_out_again() -> None:
    text = " ".join(f"Mening nummer {n} om åtgärderna." for n in range(2000))
    assert len(text) > 60_000
    pdf = pdf_of(Entries((Entry(starts_on=date(2026, 3, 1), text=text),)))
    assert pdf.missing(text) == []


# --- The same, and closed -------------------------------------------------------------------------


def test_the_same_report_gives_the_same_bytes(status_report_bytes: bytes) -> None:
    report = Report.from_json(samples.status_report().to_json())
    assert render_pdf(report, issued_at=samples.ISSUED_AT) == status_report_bytes


def test_boxes_for_characters_without_a_font_are_the_same_each_time() -> None:
    report = report_of("漢字 på 50 ‐ procent")
    first, second = (render_pdf(report, issued_at=samples.ISSUED_AT) for _ in range(2))
    assert first == second


def test_the_dates_in_the_file_are_those_of_issue(status_report_pdf: PdfText) -> None:
    assert str(status_report_pdf.pdf.docinfo.CreationDate).startswith("D:20200901134500")


def test_data_and_log_are_inside_the_file(status_report_pdf: PdfText) -> None:
    assert list(status_report_pdf.attachments) == ["loggbok.csv", "rapport.json"]
    data = Report.from_json(status_report_pdf.attachments["rapport.json"])
    assert data == samples.status_report()
    specs = list(status_report_pdf.pdf.Root.AF)
    assert {str(s.UF): str(s.AFRelationship) for s in specs} == {
        "rapport.json": "/Source",
        "loggbok.csv": "/Data",
    }
    assert len(specs) == 2


ADDRESSES = [
    "file:///etc/passwd",
    "../../../../../etc/passwd",
    "vendor/../../manage.py",
    "file://example.org/etc/passwd",
    "http://127.0.0.1:8000/",
    "https://example.org/x.png",
    "ftp://example.org/x",
    "//example.org/x.png",
]
# The templates let no such element through; these tests try the second lock.
ELEMENTS = [
    '<link rel="stylesheet" href="{}">',
    '<p style="background: url({})">x</p>',
    '<object data="{}"></object>',
    "<style>@import url({});</style>",
    '<svg><image href="{}"/></svg>',
]


@pytest.mark.parametrize(
    "html",
    [f'<img src="{address}" alt="a">' for address in ADDRESSES]
    + [element.format("file:///etc/passwd") for element in ELEMENTS],
)
def test_nothing_outside_the_folder_is_fetched(html: str) -> None:
    with pytest.raises((FatalURLFetchingError, Complaint)):
        write_pdf(a_job(html))


def test_the_process_says_so_when_a_document_reaches_out() -> None:
    with pytest.raises(RenderFailed, match="arkivera"):
        render.run(a_job('<img src="file:///etc/passwd" alt="a">'), timeout=60)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:8000/"])
def test_a_document_cannot_attach_files_of_its_own(address: str) -> None:
    pdf = write_pdf(a_job(f'<link rel="attachment" href="{address}">'))
    assert read_pdf(pdf).attachments == {}


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:8000/"])
def test_a_link_to_a_file_attaches_nothing(address: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        write_pdf(a_job(f'<a rel="attachment" href="{address}">x</a>'))


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "secret.txt"
    inside.mkdir()
    outside.write_text("hemligt")
    (inside / "ok.txt").write_text("öppet")
    (inside / "link.txt").symlink_to(outside)
    fetcher = FolderFetcher(inside)
    assert fetcher.fetch((inside / "ok.txt").as_uri()).read().decode() == "öppet"
    for path in ("link.txt", "../secret.txt", "%2e%2e/secret.txt", "missing.txt"):
        with pytest.raises(FatalURLFetchingError):
            fetcher.fetch(f"{inside.as_uri()}/{path}")


# --- When it fails --------------------------------------------------------------------------------


def test_a_report_that_takes_too_long_is_stopped_and_said_so() -> None:
    with pytest.raises(RenderFailed, match=r"hann inte bli en PDF på 0\.2 sekunder"):
        render.run(a_job("<p>x</p>"), timeout=0.2)


def test_a_report_that_needs_too_much_memory_is_stopped() -> None:
    with pytest.raises(RenderFailed):
        render.run(a_job("<p>x</p>" * 50, memory_bytes=60 * 2**20), timeout=60)


def test_what_the_layout_engine_complains_of_is_not_issued() -> None:
    with pytest.raises(RenderFailed, match="arkivera"):
        render.run(a_job("<img src='data:image/png;base64,AAAA'>"), timeout=60)


def test_a_missing_font_stops_the_report(tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    for name in ("report.css", "page.css"):
        (tmp_path / "report" / name).write_text("")
    with pytest.raises(RenderFailed):
        render.run(a_job("<p>x</p>", static=str(tmp_path)), timeout=60)


def test_no_key_of_ours_reaches_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hemlig")
    monkeypatch.setenv("DATABASE_URL", "hemlig")
    assert "hemlig" not in render._environment().values()


def test_a_job_survives_the_way_to_the_process() -> None:
    job = a_job("<p>å</p>", files=(File("a.csv", b"\x00\xff", "b", "Data"),))
    assert Job.from_json(job.to_json()) == job
    assert job.issued_at == datetime(2020, 9, 1, 13, 45, tzinfo=UTC)


def test_weasyprint_is_not_loaded_where_pages_are_served() -> None:
    code = (
        "import sys, django; django.setup(); import reports.render, omstallning.urls; "
        "sys.exit('weasyprint' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=render.ROOT, check=False)
    assert done.returncode == 0


def test_the_file_opens_without_repairs(status_report_bytes: bytes, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(status_report_bytes)
    with pikepdf.open(path) as pdf:
        assert pdf.check_pdf_syntax() == []
