"""A document in real Chromium: its file goes ahead while one writes, and comes along when one saves."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from cases.models import Case, Document
from logbook.models import Upload
from tests import files

pytestmark = pytest.mark.browser


def test_a_document_is_added_on_a_phone_with_one_file(
    page: Page, log_in: Callable[[User], None], alice: User, case: Case
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    log_in(alice)
    page.goto(f"/arenden/{case.number}/")
    page.get_by_role("link", name="Dokument", exact=True).click()
    page.get_by_role("link", name="Lägg till Lägesbild").click()
    file = page.get_by_label("Fil", exact=True)
    for name in ("bild.pdf", "annan.pdf"):
        file.set_input_files({"name": name, "mimeType": "application/pdf", "buffer": files.pdf()})
    expect(page.get_by_role("button", name="Ta bort bild.pdf")).to_be_visible()
    expect(page.get_by_text("Ett dokument har en fil.")).to_be_visible()
    page.get_by_label("Eller av någon annan").fill("Kommunstyrelsen")
    page.get_by_role("button", name="Lägg till dokument").click()
    # The day it was adopted is missing: what was typed and the file are still there.
    expect(page.get_by_role("link", name="Skriv vilken dag dokumentet antogs.")).to_be_visible()
    expect(page.get_by_label("Eller av någon annan")).to_have_value("Kommunstyrelsen")
    page.get_by_label("Antaget den").fill("2026-03-01")
    page.get_by_role("button", name="Lägg till dokument").click()
    expect(page.get_by_role("heading", name="Lägesbild")).to_be_visible()
    assert Document.objects.get(case=case).file.name == "bild.pdf"
    assert not Upload.objects.exists()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="bild.pdf").click()
    assert downloading.value.suggested_filename == "bild.pdf"
