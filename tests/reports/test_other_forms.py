"""A report as Word, Excel and HTML: the same words and numbers, in documents that programs open."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
import time_machine
from django.test import Client
from docx.oxml.ns import qn
from lxml import html

from accounts.models import User
from cases.models import Case
from reports.as_docx import as_docx
from reports.as_xlsx import as_xlsx, tables_of
from reports.model import Report
from reports.other_forms import OTHER_FORMS, OtherForm, as_html
from tests import make
from tests.reports import samples

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
REPORTS = {"lägesrapport": samples.status_report(), "loggbok": samples.logbook()}
HOSTILE = "=HYPERLINK(1) <b>&amp; \x0b\ufffe 🏭 åäö _x0041_ " + "x" * 300


@pytest.fixture(params=REPORTS)
def report(request: pytest.FixtureRequest) -> Report:
    return REPORTS[request.param]


def word(report: Report) -> Any:
    return docx.Document(BytesIO(as_docx(report, issued_at=AT)))


def words_of(document: Any) -> str:
    cells = (c.text for t in document.tables for row in t.rows for c in row.cells)
    return " ".join(" ".join([*(p.text for p in document.paragraphs), *cells]).split())


def test_word_has_every_heading_entry_and_cell(report: Report) -> None:
    document = word(report)
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [f"{s.number} {s.heading}".strip() for s in report.sections]
    text = words_of(document)
    for entry in report.log():
        assert " ".join(entry.text.split()) in text
    for table in tables_of(report):
        for row in table.rows:
            for cell in row:
                assert " ".join(cell.split()) in text


def test_word_speaks_swedish_and_its_tables_have_heads_that_repeat(report: Report) -> None:
    document = word(report)
    language = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "sv-SE"
    properties = document.core_properties
    assert properties.title == report.title
    assert properties.author == report.head.municipality
    for table in document.tables:
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None


def test_excel_has_a_sheet_for_each_table_with_true_numbers_and_days(report: Report) -> None:
    book = openpyxl.load_workbook(BytesIO(as_xlsx(report, issued_at=AT)))
    assert len(book.sheetnames) == len(list(tables_of(report))) + bool(report.log())
    if report is REPORTS["lägesrapport"]:
        sheet = next(book[name] for name in book.sheetnames if name.startswith("Berörda"))
        rows = {row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows()}
        assert rows["Varslade"][:2] == [400, 400]
        assert rows["Arbetslösa"][:2] == [96, "färre än 5"]
    log = book["Loggbok"]
    first = report.log()[0]
    assert log["A2"].value.date() == first.starts_on
    assert log["E2"].value == first.text


@pytest.mark.parametrize("form", OTHER_FORMS.values(), ids=OTHER_FORMS)
def test_the_same_report_gives_the_same_bytes(form: OtherForm) -> None:
    report = REPORTS["lägesrapport"]
    with time_machine.travel("2026-03-01 12:00"):
        first = form.make(report, issued_at=AT)
    with time_machine.travel("2027-04-02 13:37"):
        assert form.make(report, issued_at=AT) == first


def test_html_stands_alone(report: Report) -> None:
    page = as_html(report, issued_at=AT).decode()
    tree = html.fromstring(page)
    assert tree.get("lang") == "sv"
    assert not tree.xpath("//*[@src] | //link | //script")
    assert not re.search(r"url\(\s*['\"]?(?!#)", page), "nothing is fetched"
    assert tree.findtext(".//title") == report.title
    assert "font-weight" in tree.findtext(".//style")


def test_strange_text_comes_out_and_runs_nothing() -> None:
    report = samples.report_of(HOSTILE)
    shown = HOSTILE.replace("\x0b", "").replace("\ufffe", "")
    text = words_of(word(report))
    assert " ".join(shown.split()) in text
    book = openpyxl.load_workbook(BytesIO(as_xlsx(report, issued_at=AT)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any("_x0041_" in str(cell.value) for cell in cells)
    # The text reached no markup of ours.
    assert not html.fromstring(as_html(report, issued_at=AT)).xpath("//section//b")


def test_long_texts_and_alike_captions_fit_in_excel() -> None:
    report = samples.report_of("å" * 40_000)
    book = openpyxl.load_workbook(BytesIO(as_xlsx(report, issued_at=AT)))
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)
    assert all(len(name) <= 31 for name in book.sheetnames)
    whole = [
        "".join(str(cell.value or "") for cell in row)
        for sheet in book
        for row in sheet.iter_rows()
    ]
    assert any("å" * 40_000 in line for line in whole)


@pytest.mark.parametrize("form", OTHER_FORMS)
def test_every_form_is_fetched_from_the_reports_page(
    form: str,
    case: Case,
    alice: User,
    as_user: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")
    issued = make.issued(case, by=alice)
    client = as_user(alice)
    page = html.fromstring(client.get(f"/arenden/{case.number}/rapporter/{issued.pk}/").content)
    [link] = [a for a in page.iter("a") if f"/som/{form}/" in (a.get("href") or "")]
    response = client.get(link.get("href"))
    assert response.status_code == 200
    assert OTHER_FORMS[form].ending in response.headers["Content-Disposition"]
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert case.title not in str(response.headers)
    assert client.get(link.get("href").replace(form, "rtf")).status_code == 404
