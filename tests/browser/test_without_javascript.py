"""All that one does in the logbook, on a phone, in a browser that runs no scripts."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cases.models import Case
from sheets.reading.files import read_file
from tests import files, make
from tests.sheets import files as sheets

pytestmark = pytest.mark.browser

STEP = "Ring arbetsförmedlingen"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def plain(browser: Browser, live_server: LiveServer, alice: User, case: Case) -> Iterator[Page]:
    """Alice on the start page of a narrow phone, without JavaScript."""
    context = browser.new_context(
        base_url=live_server.url,
        locale="sv-SE",
        java_script_enabled=False,
        viewport={"width": 360, "height": 740},
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto("/konto/logga-in/")
    page.get_by_label("E-postadress").fill(alice.email)
    page.get_by_label("Lösenord").fill(make.PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.get_by_role("heading", name="Mina ärenden").wait_for()
    yield page
    context.close()


def save(page: Page) -> None:
    page.get_by_role("button", name="Spara i loggboken").click()


def unfold(page: Page, summary: str) -> None:
    page.locator("summary", has_text=summary).click()


def entry(page: Page, text: str) -> Locator:
    return page.locator("article.entry").filter(has_text=text)


def test_a_day_in_the_logbook(plain: Page, case: Case, tmp_path: Path) -> None:
    page = plain
    write_with_everything(page)
    correct_it(page)
    close_the_step(page, case)
    read_and_filter(page, case)
    take_in_a_sheet(page, case, tmp_path)


def write_with_everything(page: Page) -> None:
    """From the start page: a new main activity in a new measure, the folded fields, a file."""
    page.get_by_label("Vad har gjorts?").fill("Första träffen med facket")
    page.get_by_label("När?").fill("igår")
    unfold(page, "Ny huvudaktivitet")
    page.get_by_label("Vad ska den heta?").fill("Samtal med parterna")
    page.get_by_label("Hör till").select_option(label="En ny insats …")
    page.get_by_label("Den nya insatsens namn").fill("Jobbmässa på torget")
    unfold(page, "Fler uppgifter")
    page.get_by_label("Medverkande").fill("Unionen, kommunen")
    page.get_by_label("Resultat").fill("Parterna är överens")
    page.get_by_label("Nästa steg").fill(STEP)
    page.get_by_label("Senast").fill((make.today() + timedelta(days=3)).isoformat())
    unfold(page, "Bilagor")
    page.get_by_label("Bilagor").set_input_files(
        {"name": "Protokoll.pdf", "mimeType": "application/pdf", "buffer": files.pdf()}
    )
    save(page)
    # The group of the new measure is missing: everything stands, the file too.
    page.get_by_role("link", name="Grupp: Välj grupp.").wait_for()
    assert page.title().startswith("Fel: ")
    expect(page.get_by_label("Resultat")).to_have_value("Parterna är överens")
    expect(page.get_by_role("checkbox", name="Ta med Protokoll.pdf")).to_be_checked()
    page.get_by_label("Grupp").select_option(label="Individnivå")
    save(page)
    page.get_by_text("Sparat i loggboken.").wait_for()
    written = entry(page, "Första träffen med facket")
    for text in ("Unionen, kommunen", "Parterna är överens", STEP, "Samtal med parterna"):
        expect(written).to_contain_text(text)
    written.get_by_role("link", name="Protokoll.pdf").wait_for()


def correct_it(page: Page) -> None:
    entry(page, "Första träffen").get_by_role("link", name="Visa posten").click()
    page.get_by_role("link", name="Rätta").click()
    page.get_by_label("Vad har gjorts?").fill("Första träffen med båda facken")
    page.get_by_role("button", name="Spara rättelsen").click()
    page.get_by_role("link", name="Skäl till rättelsen: Fyll i skäl till rättelsen.").wait_for()
    expect(page.get_by_label("Vad har gjorts?")).to_have_value("Första träffen med båda facken")
    page.get_by_label("Skäl till rättelsen").fill("Två fack var med")
    page.get_by_role("button", name="Spara rättelsen").click()
    page.get_by_role("heading", name="Tidigare lydelse").wait_for()
    newest, oldest = page.locator("article.entry").all()
    expect(newest).to_contain_text("båda facken")
    expect(oldest).to_contain_text("med facket")
    with page.expect_download() as download:
        newest.get_by_role("link", name="Protokoll.pdf").click()
    assert Path(download.value.path()).read_bytes() == files.pdf()


def close_the_step(page: Page, case: Case) -> None:
    page.goto("/")
    page.get_by_role("link", name=f"Klart med steget {STEP}").click()
    page.get_by_text("Stänger:").wait_for()
    page.get_by_label("Vad har gjorts?").fill("Arbetsförmedlingen är uppringd")
    save(page)
    expect(entry(page, "är uppringd")).to_contain_text("Stängde")
    page.goto(f"/arenden/{case.number}/loggbok/nasta-steg/")
    page.get_by_text("Inget är kvar att göra.").wait_for()


def read_and_filter(page: Page, case: Case) -> None:
    page.goto(f"/arenden/{case.number}/loggbok/")
    assert page.evaluate(TOO_WIDE) <= 0
    page.get_by_label("Sök i loggboken").fill("facken")
    page.get_by_role("button", name="Sök").click()
    expect(page.locator(".log article.entry")).to_have_count(1)
    assert "q=facken" in page.url
    unfold(page, "Fler val")
    page.get_by_label("Period").select_option(label="Förra året")
    page.get_by_role("button", name="Visa", exact=True).click()
    expect(page.locator(".log article.entry")).to_have_count(0)
    page.get_by_role("link", name="ta bort Period").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Ladda ner loggboken som Excel").click()
    [sheet] = read_file(Path(download.value.path()).read_bytes())
    assert [row.cells[6] for row in sheet.rows] == [
        "Vad har gjorts",
        "Första träffen med båda facken",
    ]
    page.get_by_role("link", name="Per insats, som guidens tabell").click()
    table_text = page.get_by_role("table", name="Loggbok enligt Omställningsguiden").inner_text()
    assert "Huvudaktivitet 1: Samtal med parterna" in table_text
    assert page.evaluate(TOO_WIDE) <= 0


def take_in_a_sheet(page: Page, case: Case, tmp_path: Path) -> None:
    sheet = tmp_path / "bruket.xlsx"
    sheet.write_bytes(sheets.headings_on_row_4())
    page.goto(f"/arenden/{case.number}/loggbok/")
    page.get_by_role("link", name="Hämta ur Excel eller CSV").click()
    page.get_by_label("Fil", exact=True).set_input_files(sheet)
    page.get_by_role("button", name="Läs filen").click()
    page.get_by_role("button", name="Granska raderna").click()
    page.get_by_label("Jobbmässa (2 loggposter)").select_option(label="Ny insats, individnivå")
    page.get_by_role("button", name="Visa vad valen ger").click()
    page.get_by_role("button", name="Spara 3 loggposter").click()
    page.get_by_text("3 loggposter är sparade.").wait_for()
    page.locator("article.entry").filter(has_text="Ringde idrottshallen").wait_for()


def test_from_any_page_of_the_case(plain: Page, case: Case) -> None:
    plain.goto(f"/arenden/{case.number}/faser/")
    plain.get_by_role("link", name="Skriv i loggboken").click()
    expect(plain.get_by_label("Vad har gjorts?")).to_be_focused()
    plain.get_by_label("Vad har gjorts?").fill("Skrivet från fasens sida")
    save(plain)
    entry(plain, "Skrivet från fasens sida").wait_for()
