"""The main job, end to end: from the notice to the council's PDF, as Alice does it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from accounts.models import User
from tests import make
from tests.pdf import read_pdf

pytestmark = pytest.mark.browser

# The course of events in Bjuv after Findus' notice, with sources in guide/content/examples.toml:
# when it is written, how the report says it, what happened, and under which main activity.
EVENTS = [
    ("2016-03-31", "31 mars 2016", "Beskedet kom: all verksamhet lämnar orten.", None),
    ("2016-04-08", "8 april 2016", "Regionen beslutade att utse en regional samordnare.", "samordnare"),
    ("2016-04-29", "29 april 2016", "Första mötet mellan fastighetsbolag, kommun och arbetsgrupp.", "fabrik"),
    ("juni 2016", "juni 2016", "Ny regional samordnare med erfarenhet av andra nedläggningar.", "samordnare"),
    ("2016-09-16", "16 september 2016", "Första mötet med företagets svenska ledning.", "fabrik"),
    ("2016-12-19", "19 december 2016", "Foodhills AB bildades.", "bolag"),
    ("2017-04-20", "20 april 2017", "Avsiktsförklaring mellan kommunen och Foodhills.", "avsikt"),
    ("juli-augusti 2017", "juli–augusti 2017", "Lantmännen blev delägare.", "bolag"),
    ("januari-mars 2018", "januari–mars 2018", "Affären blev klar och fastigheten togs över.", "fabrik"),
    ("augusti 2018", "augusti 2018", "Sju hyresgäster hade avtal och sex hade flyttat in.", "hyresgäster"),
    ("2020", "2020", "Området stod fortfarande delvis tomt.", "hyresgäster"),
]  # fmt: skip

MEASURES = {
    "Samverkan med omställningsorganisationerna": (
        "individ",
        ["Första träff", "Samordnare utses: samordnare"],
    ),
    "Ny användning av mark och anläggning": (
        "förnyelse",
        ["Samtal om fabrik", "Hyra ut till hyresgäster"],
    ),
    "Avsiktsförklaring": ("förnyelse", ["Nytt bolag", "Teckna avsikt", "Följa upp avtalet"]),
}
CORRECTED = "Foodhills AB bildades av fyra parter."


@pytest.fixture
def alice_at_work(page: Page, log_in: Callable[[User], None], alice: User, bo: User) -> Page:
    log_in(alice)
    return page


def test_from_the_notice_to_the_councils_pdf(
    alice_at_work: Page, assert_accessible: Callable[[], None], tmp_path: Path
) -> None:
    page = alice_at_work
    open_case(page, assert_accessible)
    plan_measures(page, assert_accessible)
    log_events(page, assert_accessible)
    answer_questions(page, assert_accessible)
    move_through_phases(page)
    correct_one_entry(page, assert_accessible)
    status_report = issue(page, assert_accessible, "Lägesrapport", tmp_path)
    logbook = issue(page, assert_accessible, "Loggbok", tmp_path)
    check_status_report(status_report)
    check_logbook(logbook)


def open_case(page: Page, assert_accessible: Callable[[], None]) -> None:
    assert_accessible()
    page.get_by_role("link", name="Öppna ärende").click()
    assert_accessible()
    page.get_by_label("Företag").fill("Findus Sverige AB")
    page.get_by_role("button", name="Öppna ärende").click()
    # The title is missing: the page says so, keeps the rest, and puts focus on what is wrong.
    page.get_by_role("link", name="Rubrik: Fyll i rubrik.").wait_for()
    assert page.title().startswith("Fel: ")
    assert_accessible()
    page.get_by_label("Rubrik").fill("Livsmedelsfabriken i Bjuv läggs ner")
    page.get_by_label("Händelse").select_option(label="Nedläggning")
    page.get_by_label("Datum för beskedet").fill("2016-03-31")
    page.get_by_label("Antal berörda").fill("400")
    page.get_by_label("Ersättare").select_option(label="Bo Berg")
    page.get_by_label("Diarienummer").fill("KS 2016/124")
    page.get_by_role("button", name="Öppna ärende").click()
    page.get_by_role("heading", name="Livsmedelsfabriken i Bjuv läggs ner").wait_for()
    assert "Findus Sverige AB" in page.inner_text("main")
    assert_accessible()


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Ärendets sidor").get_by_role("link", name=name).click()


def plan_measures(page: Page, assert_accessible: Callable[[], None]) -> None:
    for title, (_, activities) in MEASURES.items():
        tab(page, "Insatser")
        page.get_by_role("link", name="katalog").first.click()
        row = page.locator("li, article, section").filter(
            has=page.get_by_role("heading", name=title, exact=True)
        )
        row.last.get_by_role("link", name="Planera i detalj").click()
        assert_accessible()
        page.get_by_label("Samverkansparter").fill("Regionen, fastighetsägaren")
        page.get_by_label("Planerad start").fill("2016-04-01")
        if page.get_by_label("Riktas till ett enskilt företag").is_visible():
            page.get_by_label("Riktas till ett enskilt företag").uncheck()
        page.get_by_role("button", name="Lägg till insats").click()
        page.get_by_role("heading", name=title).first.wait_for()
        for activity in activities:
            page.get_by_label("Huvudaktivitet", exact=True).fill(activity)
            page.get_by_role("button", name="Lägg till huvudaktivitet").click()
            page.get_by_text(activity).first.wait_for()
        assert_accessible()


def log_events(page: Page, assert_accessible: Callable[[], None]) -> None:
    tab(page, "Loggbok")
    for when, _, what, where in EVENTS:
        page.get_by_label("Vad har gjorts?").fill(what)
        page.get_by_label("När?").fill(when)
        place = page.locator("#id_place")
        options = place.locator("option").all_inner_texts()
        wanted = next((o for o in options if where and where in o.lower()), None)
        if where == "bolag":
            wanted = next(o for o in options if "Nytt bolag" in o)
        place.select_option(label=wanted or "Ärendet som helhet")
        page.get_by_role("button", name="Spara i loggboken").click()
        page.get_by_text("Sparat i loggboken.").wait_for()
    assert_accessible()
    page.get_by_role("link", name="Per insats, som guidens tabell").click()
    assert_accessible()
    table = page.get_by_role("table", name="Loggbok enligt Omställningsguiden").inner_text()
    assert "Huvudaktivitet 1: Första träff" in table
    assert "Vad har gjorts och när" in table


def answer_questions(page: Page, assert_accessible: Callable[[], None]) -> None:
    tab(page, "Faser")
    page.get_by_role("link", name="1. Förbereda").click()
    first = page.locator("section.question").first
    first.get_by_label("Svar", exact=True).fill(
        "Kommunen, regionen och facket är med. Företaget saknas."
    )
    first.get_by_role("button", name="Spara svaret").click()
    page.get_by_text("Svaret är sparat.").wait_for()
    second = page.locator("section.question").nth(1)
    second.get_by_label("Inte aktuellt", exact=True).check()
    second.get_by_role("button", name="Spara svaret").click()
    page.get_by_text("Skriv varför frågan inte är aktuell.").first.wait_for()
    assert_accessible()
    second = page.locator("section.question").nth(1)
    second.get_by_label("Varför inte aktuellt?").fill("Kommunen har en egen kommunikatör.")
    second.get_by_role("button", name="Spara svaret").click()
    page.get_by_text("Svaret är sparat.").wait_for()
    assert "2 av 14 frågor är besvarade" in page.inner_text("main")
    assert_accessible()


def move_through_phases(page: Page) -> None:
    page.get_by_role("button", name="Gå vidare till fas 2").click()
    page.get_by_text("Skriv ett skäl till att gå vidare fast något saknas.").first.wait_for()
    for phase in (2, 3, 4):
        page.get_by_label("Skäl", exact=True).first.fill("Läget är känt och tiden är knapp.")
        page.get_by_role("button", name=f"Gå vidare till fas {phase}").click()
        page.get_by_text(f"Ärendet är nu i fas {phase}").wait_for()


def correct_one_entry(page: Page, assert_accessible: Callable[[], None]) -> None:
    tab(page, "Loggbok")
    entry = page.locator("article.entry").filter(has_text="Foodhills AB bildades.")
    entry.get_by_role("link", name="Visa posten").click()
    page.get_by_role("link", name="Rätta").click()
    page.get_by_label("Vad har gjorts?").fill(CORRECTED)
    page.get_by_label("Skäl till rättelsen").fill("Antalet parter saknades.")
    assert_accessible()
    page.get_by_role("button", name="Spara rättelsen").click()
    page.get_by_role("heading", name="Tidigare lydelse").wait_for()
    assert_accessible()


def issue(page: Page, assert_accessible: Callable[[], None], kind: str, folder: Path) -> bytes:
    tab(page, "Rapporter")
    page.get_by_role("link", name=f"Ny {kind.lower()}").click()
    page.get_by_label("Rapporttyp").select_option(label=kind)
    page.get_by_label("Period från").fill("2016-03-31")
    page.get_by_label("Mottagare").fill("Kommunstyrelsen")
    if kind == "Lägesrapport":
        page.get_by_label("Förslag till beslut").fill("Kommunstyrelsen godkänner lägesrapporten.")
    page.get_by_role("button", name="Förhandsgranska").click()
    page.get_by_role("heading", name="Förhandsgranskning").wait_for()
    assert CORRECTED in page.inner_text(".report-preview")
    assert_accessible()
    page.get_by_role("button", name="Fastställ rapport").click()
    page.get_by_text("är fastställd och har nummer").wait_for()
    page.get_by_role("progressbar").wait_for()
    assert_accessible()
    make.do_jobs()
    page.get_by_role("link", name="Ladda ner PDF").wait_for()
    assert_accessible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Ladda ner PDF").click()
    path = folder / f"{kind}.pdf"
    download.value.save_as(path)
    return path.read_bytes()


def expected_text() -> list[str]:
    """Every date and sentence in time order, with the corrected wording."""
    return [
        part
        for _, when, what, _ in EVENTS
        for part in (when, CORRECTED if what == "Foodhills AB bildades." else what)
    ]


def check_common(pdf: bytes, title: str) -> None:
    text = read_pdf(pdf)
    assert text.lang == "sv"
    assert text.title == f"{title}: Livsmedelsfabriken i Bjuv läggs ner"
    assert text.missing(*expected_text()) == []
    assert "Foodhills AB bildades." not in text.text
    assert "rapport.json" in text.attachments


def check_status_report(pdf: bytes) -> None:
    check_common(pdf, "Lägesrapport")
    text = read_pdf(pdf)
    headings = " ".join(heading for _, heading in text.headings)
    for heading in ("1 Förslag till beslut", "8 Ekonomi och finansiering", "Bilaga: Loggbok"):
        assert heading in headings
    assert "Kommunstyrelsen godkänner lägesrapporten." in text.text
    assert "Inga uppgifter om ekonomi eller finansiering är antecknade." in text.text


def check_logbook(pdf: bytes) -> None:
    check_common(pdf, "Loggbok")
    text = read_pdf(pdf)
    assert text.missing("Insats", "Vad har gjorts och när", "Huvudaktivitet 1: Första träff") == []
    table = str(text.tables[0])
    assert "Huvudaktivitet 2: Hyra ut till hyresgäster" in table
    assert "Sju hyresgäster hade avtal" in table
