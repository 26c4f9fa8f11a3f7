"""Whoever holds a report sees whether it is as it was issued, without logging in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from accounts.models import User
from cases.models import Case
from reports import check_views
from reports.models import Issued, ReportFile
from tests import make

Check = Callable[..., tuple[int, str]]


@pytest.fixture
def report(case: Case, alice: User, monkeypatch: pytest.MonkeyPatch) -> Issued:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7 rapporten")
    return make.issued(case, by=alice)


@pytest.fixture
def check(db: None) -> Check:
    """`check(b"…")` by file, `check(summa="…")` by sum: the status and what the page says."""

    def run(content: bytes | None = None, **query: str) -> tuple[int, str]:
        client = Client(enforce_csrf_checks=True)
        if content is None:
            response: Any = client.get("/kontrollera/", query)
        else:
            file = SimpleUploadedFile("rapport.pdf", content, "application/pdf")
            response = client.post("/kontrollera/fil/", {"file": file})
        main = html.fromstring(response.content).get_element_by_id("main")
        return response.status_code, " ".join(main.text_content().split())

    return run


def test_the_file_as_it_was_issued_is_known(report: Issued, check: Check) -> None:
    status, said = check(b"%PDF-1.7 rapporten")
    assert status == 200
    assert "Filen är oförändrad." in said
    assert f"rapport {report.number} från Norrby kommun, en lägesrapport" in said
    assert "av Alice Andersson" in said
    assert report.case.title not in said


def test_a_byte_that_is_changed_makes_it_another_file(report: Issued, check: Check) -> None:
    _, said = check(b"%PDF-1.7 Rapporten")
    assert "rapport.pdf stämmer inte med någon rapport." in said
    assert "oförändrad." not in said


def test_a_sum_is_enough_however_it_is_pasted(report: Issued, check: Check) -> None:
    sha256 = ReportFile.objects.get().sha256
    for pasted in (sha256, f" {sha256[:32].upper()} {sha256[32:]}\n"):
        assert "Filen är oförändrad." in check(summa=pasted)[1]
    assert "Uppgifterna är oförändrade." in check(summa=report.data_sha256)[1]
    assert "Summan hör inte till någon rapport." in check(summa="0" * 64)[1]


@pytest.mark.parametrize("pasted", ["abc", "g" * 64, "\x00", "å" * 64, "1" * 300])
def test_what_is_no_sum_is_said_so(check: Check, pasted: str) -> None:
    status, said = check(summa=pasted)
    assert status == 422
    assert "oförändrad." not in said


def test_a_file_is_asked_for(db: None) -> None:
    response = Client().post("/kontrollera/fil/", {})
    assert response.status_code == 422
    assert "Välj en fil" in response.content.decode()


def test_an_empty_file_is_no_report(check: Check) -> None:
    assert "stämmer inte med någon rapport" in check(b"")[1]


def test_a_file_without_end_is_let_go_of(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_views, "MOST_BYTES", 1000)
    status, said = check(b"x" * 200_000)
    assert status == 422
    assert "Välj en fil" in said


def test_a_replaced_report_is_told_of(
    report: Issued, check: Check, case: Case, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7 den nya")
    new = make.issued(case, by=alice, replaces=report, replaced_because="Hemligt skäl")
    _, said = check(b"%PDF-1.7 rapporten")
    assert f"Rapporten är ersatt av rapport {new.number}" in said
    assert "Hemligt skäl" not in said
    assert "ersatt" not in check(b"%PDF-1.7 den nya")[1]
