"""Every page as people meet it: on a phone, in the dark, without JavaScript, when the network fails."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import Organisation, User
from cases.models import Case
from tests import make
from tests.access_matrix import MATRIX
from tests.browser.axe import accessibility_faults

pytestmark = pytest.mark.browser

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 640}
# What a page must be, asked of the page itself.
STRUCTURE = """() => ({
  lang: document.documentElement.lang,
  headings: document.querySelectorAll("h1").length,
  title: document.title,
  overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""


@pytest.fixture
def full_case(
    norrby: Organisation, alice: User, bo: User, monkeypatch: pytest.MonkeyPatch
) -> tuple[Case, dict[str, Any]]:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")
    monkeypatch.setattr("reports.handover_views.render_pdf", lambda *a, **k: b"%PDF-1.7")
    return make.full_case(norrby, by=alice, deputy=bo, canary="Bjuv")


def pages_of(ids: dict[str, Any], *, person: int) -> list[str]:
    """The address of every page that the person, by place in the matrix, is shown."""
    files = {"upload_list", "upload_file", "attachment", "attachment_small"}
    left_out = {
        "home:health",
        "home:ready",
        "reports:download",
        "cases:document_file",
        "handover:pdf",
        "reports:other_form",
        "accounts:form_key",
        "sheets:export",
        *(f"logbook:{name}" for name in files),
    }
    return [
        row.url(name, ids)
        for name, row in MATRIX.items()
        if row.method == "get" and row.expected[person] == 200 and name not in left_out
    ]


def faults_on(page: Page, url: str) -> list[str]:
    found = []
    page.set_viewport_size(NARROW)
    answer = page.goto(url)
    about = page.evaluate(STRUCTURE)
    assert answer
    if answer.status != 200:
        found.append(f"{url}: {answer.status}")
    if about["lang"] != "sv" or about["headings"] != 1 or not about["title"]:
        found.append(f"{url}: {about}")
    if about["overflow"] > 0:
        found.append(f"{url}: {about['overflow']} px too wide at {NARROW['width']}")
    page.set_viewport_size(PHONE)
    if (overflow := page.evaluate(STRUCTURE)["overflow"]) > 0:
        found.append(f"{url}: {overflow} px too wide at {PHONE['width']}")
    found += accessibility_faults(page, "on a phone")
    page.set_viewport_size(WIDE)
    found += accessibility_faults(page, "on a screen")
    return found


def test_no_page_of_alices_has_a_fault(
    page: Page,
    log_in: Callable[[User], None],
    alice: User,
    full_case: tuple[Case, dict[str, Any]],
) -> None:
    _, ids = full_case
    log_in(alice)
    assert not [fault for url in pages_of(ids, person=0) for fault in faults_on(page, url)]


def test_no_page_of_the_administrators_has_a_fault(
    page: Page,
    log_in: Callable[[User], None],
    ada: User,
    full_case: tuple[Case, dict[str, Any]],
) -> None:
    _, ids = full_case
    log_in(ada)
    urls = [url for url in pages_of(ids, person=2) if "/organisation/" in url]
    urls += [reverse(name) for name in ("account_change_password", "mfa_index", "cases:list")]
    assert len(urls) > 10
    faults = [fault for url in urls for fault in faults_on(page, url)]
    assert not faults


@pytest.mark.parametrize("look", [{"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_the_main_pages_hold_in_other_colours(
    look: dict[str, Any],
    page: Page,
    log_in: Callable[[User], None],
    alice: User,
    full_case: tuple[Case, dict[str, Any]],
) -> None:
    _, ids = full_case
    log_in(alice)
    page.emulate_media(**look)
    faults = []
    for name in ("home:start", "cases:page", "logbook:list", "measures:list", "cases:phase"):
        page.goto(MATRIX[name].url(name, ids))
        faults += accessibility_faults(page, str(look))
    assert not faults


def test_the_main_job_begins_without_javascript(
    browser: Browser, live_server: LiveServer, alice: User
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
    page.get_by_role("link", name="Öppna ärende").click()
    page.get_by_label("Rubrik").fill("Bruket stänger")
    page.get_by_label("Företag").fill("Bruket AB")
    page.get_by_label("Datum för beskedet").fill("2026-03-01")
    page.get_by_role("button", name="Öppna ärende").click()
    page.get_by_role("link", name="Skriv i loggboken").click()
    page.get_by_role("button", name="Spara i loggboken").click()
    page.get_by_role("link", name="Vad har gjorts?: Fyll i vad har gjorts.").wait_for()
    page.get_by_label("Vad har gjorts?").fill("Ringde platschefen.")
    page.get_by_label("När?").fill("1 mars 2026")
    page.get_by_role("button", name="Spara i loggboken").click()
    page.get_by_role("article").get_by_text("Ringde platschefen.").wait_for()
    context.close()


def test_an_ended_session_and_a_lost_network_are_told_beside_the_untouched_form(
    page: Page,
    log_in: Callable[[User], None],
    alice: User,
    full_case: tuple[Case, dict[str, Any]],
    expected_errors: list[str],
) -> None:
    expected_errors += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch", "status of 401"]
    log_in(alice)
    page.goto("/arenden/")
    page.context.set_offline(True)
    page.get_by_label("Sök").press_sequentially("fabrik")
    page.get_by_role("alert").get_by_text("Det går inte att nå servern.").wait_for()
    page.context.set_offline(False)
    page.context.clear_cookies()
    page.get_by_label("Sök").press_sequentially("en")
    page.get_by_role("link", name="Logga in i en ny flik").wait_for()
    assert page.get_by_label("Sök").input_value() == "fabriken"
    assert page.get_by_role("heading", name="Ärenden").is_visible()


def test_a_filter_is_announced_and_stands_in_the_address(
    page: Page,
    log_in: Callable[[User], None],
    alice: User,
    full_case: tuple[Case, dict[str, Any]],
) -> None:
    log_in(alice)
    page.goto("/arenden/")
    page.get_by_label("Sök").press_sequentially("finns inte")
    page.get_by_text("Inget ärende passar det du söker.").wait_for()
    page.wait_for_url("**q=finns*inte**")
    page.locator("#live-polite").get_by_text("0 ärenden").wait_for(state="attached")
    assert page.evaluate("document.activeElement.id") == "id_q"
