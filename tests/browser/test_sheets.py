"""An old log goes from Excel into the logbook and out again, in real Chromium."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cases.models import Case
from sheets.reading.files import read_file
from tests import make
from tests.sheets import files

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def assert_fits(page: Page) -> None:
    size = page.viewport_size
    page.set_viewport_size(PHONE)
    assert page.evaluate(TOO_WIDE) <= 0, page.url
    assert size
    page.set_viewport_size(size)


def test_an_old_log_goes_in_step_by_step_and_out_again(
    page: Page,
    log_in: Callable[[User], None],
    assert_accessible: Callable[[], None],
    case: Case,
    alice: User,
    tmp_path: Path,
) -> None:
    def look() -> None:
        assert_accessible()
        assert_fits(page)

    log_in(alice)
    page.goto(f"/arenden/{case.number}/loggbok/")
    look()
    page.locator(".empty").get_by_role("link", name="Hämta ur Excel eller CSV").click()
    page.get_by_text("Hur ska filen se ut?").click()
    look()

    old = tmp_path / "gammal.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    page.get_by_label("Fil", exact=True).set_input_files(old)
    page.get_by_role("button", name="Läs filen").click()
    page.get_by_role("link", name="Fil: Filen är i det äldre formatet").wait_for()
    assert page.title().startswith("Fel: ")
    look()

    log = tmp_path / "bruket.xlsx"
    log.write_bytes(files.headings_on_row_4())
    page.get_by_label("Fil", exact=True).set_input_files(log)
    page.get_by_role("button", name="Läs filen").click()
    page.get_by_role("heading", name="Vad står i kolumnerna?").wait_for()
    assert page.get_by_label("Kolumn F: Vad har gjorts?").input_value() == "what"
    look()
    page.get_by_label("Kolumn F: Vad har gjorts?").select_option(label="Hämtas inte")
    page.get_by_role("button", name="Granska raderna").click()
    page.get_by_text("Välj vilken kolumn som säger vad som har gjorts.").wait_for()
    look()
    page.get_by_label("Kolumn F: Vad har gjorts?").select_option(label="Vad har gjorts")
    page.get_by_role("button", name="Granska raderna").click()

    page.get_by_role("heading", name="Så här blir det").wait_for()
    page.get_by_label("Jobbmässa (2 loggposter)").select_option(label="Ny insats, individnivå")
    page.get_by_role("button", name="Visa vad valen ger").click()
    page.get_by_text("Jobbmässa (ny insats) / Boka lokal (ny huvudaktivitet)").wait_for()
    look()
    page.get_by_role("link", name="2. Para ihop kolumner").click()
    page.get_by_role("button", name="Granska raderna").click()
    page.get_by_role("button", name="Spara 3 loggposter").click()
    page.get_by_text("3 loggposter är sparade.").wait_for()
    article = page.locator("article.entry").filter(has_text="Ringde idrottshallen")
    article.get_by_text("hämtad ur en fil").wait_for()
    look()
    article.get_by_role("link", name="Visa posten").click()
    page.get_by_role("link", name="filen bruket.xlsx").wait_for()
    look()

    page.goto(f"/arenden/{case.number}/loggbok/?q=idrottshallen")
    with page.expect_download() as download:
        page.get_by_role("link", name="Ladda ner loggboken som Excel").click()
    assert download.value.suggested_filename == f"loggbok-{case.number}.xlsx"
    [sheet] = read_file(Path(download.value.path()).read_bytes())
    assert [row.cells[6] for row in sheet.rows] == ["Vad har gjorts", "Ringde idrottshallen"]


def test_the_three_steps_need_no_javascript(
    browser: Browser, live_server: LiveServer, case: Case, alice: User, tmp_path: Path
) -> None:
    context = browser.new_context(
        base_url=live_server.url, locale="sv-SE", java_script_enabled=False
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto("/konto/logga-in/")
    page.get_by_label("E-postadress").fill(alice.email)
    page.get_by_label("Lösenord").fill(make.PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    log = tmp_path / "dagar.xlsx"
    log.write_bytes(files.every_kind_of_day())
    page.goto(f"/arenden/{case.number}/loggbok/importera/")
    page.get_by_label("Fil", exact=True).set_input_files(log)
    page.get_by_role("button", name="Läs filen").click()
    page.get_by_role("button", name="Granska raderna").click()
    page.get_by_text("Rad 17:").first.wait_for()
    page.get_by_role("button", name="Spara 15 loggposter").click()
    page.get_by_role("link", name="Hoppa över det som inte går att läsa (5):").click()
    page.get_by_label("Hoppa över det som inte går att läsa (5)").check()
    page.get_by_role("button", name="Spara 15 loggposter").click()
    page.get_by_text("15 loggposter är sparade.").wait_for()
    context.close()
