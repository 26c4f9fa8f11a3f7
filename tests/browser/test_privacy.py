"""The guard against personal numbers as people meet it, with and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cases.models import Case
from logbook.events import Event
from logbook.models import LogEntry
from tests import make
from tests.core.vectors import LOOK_ALIKES, POSSIBLE, REAL

pytestmark = pytest.mark.browser

WITH_NUMBER = "Ring Eva, 19811218-9876, i morgon"


def test_the_browser_and_the_server_see_the_same_numbers(
    page: Page, log_in: Callable[[User], None], alice: User
) -> None:
    """Digits of other scripts than ours are left to the server."""
    log_in(alice)
    real = [text for text, _ in REAL if "٨" not in text]
    found, possible = "t => PersonalNumbers.areIn(t)", "t => PersonalNumbers.mayBeIn(t)"
    look = f"texts => texts.filter(t => !({found})(t))"
    assert page.evaluate(look, real) == []
    assert page.evaluate(f"texts => texts.filter({found})", POSSIBLE) == []
    assert page.evaluate(f"texts => texts.filter(t => !({possible})(t))", POSSIBLE) == []
    assert page.evaluate(f"texts => texts.filter({found})", LOOK_ALIKES) == []
    assert page.evaluate(f"texts => texts.filter({possible})", LOOK_ALIKES) == []


def test_a_hint_comes_beside_the_field_while_one_writes(
    page: Page,
    log_in: Callable[[User], None],
    alice: User,
    case: Case,
    assert_accessible: Callable[[], None],
) -> None:
    log_in(alice)
    page.goto(f"/arenden/{case.number}/loggbok/")
    field = page.get_by_label("Vad har gjorts?")
    hint = page.locator("#id_what-hint")
    for text, said in (
        (WITH_NUMBER, "ser ut som ett personnummer"),
        ("Ring 8112189876", "kan vara ett personnummer"),
        ("Han är sjukskriven", "nämner hälsa"),
        ("Eva Ek är uppsagd", "nämner en person och en uppsägning"),
    ):
        field.fill(text)
        hint.get_by_text(said).wait_for()
    described = field.get_attribute("aria-describedby") or ""
    assert "id_what-hint" in described.split()
    assert_accessible()
    field.fill("Alla uppsagda bjuds in.")
    hint.wait_for(state="hidden")


def test_a_hint_after_saving_is_no_stop(
    page: Page, log_in: Callable[[User], None], alice: User, case: Case
) -> None:
    log_in(alice)
    page.goto(f"/arenden/{case.number}/loggbok/")
    page.get_by_label("Vad har gjorts?").fill("Platschefen är sjukskriven.")
    page.get_by_role("button", name="Spara i loggboken").click()
    page.get_by_role("status").get_by_text("Texten nämner hälsa.").wait_for()
    page.get_by_role("article").get_by_text("Platschefen är sjukskriven.").wait_for()


def test_the_number_is_marked_and_one_click_takes_it_out(
    page: Page,
    log_in: Callable[[User], None],
    alice: User,
    case: Case,
    assert_accessible: Callable[[], None],
) -> None:
    log_in(alice)
    page.goto(f"/arenden/{case.number}/loggbok/")
    page.get_by_label("Vad har gjorts?").fill(WITH_NUMBER)
    page.get_by_label("När?").fill("2026-03-01")
    page.get_by_role("button", name="Spara i loggboken").click()
    assert page.locator("mark").inner_text() == "19811218-9876"
    assert_accessible()
    page.get_by_role("button", name="Ta bort numret").click()
    page.get_by_text("Numret är borttaget ur fältet ”Vad har gjorts?”").wait_for()
    assert page.get_by_label("Vad har gjorts?").input_value() == "Ring Eva, i morgon"
    assert page.get_by_label("När?").input_value() == "2026-03-01"
    assert_accessible()
    page.get_by_role("button", name="Spara i loggboken").click()
    page.get_by_role("article").get_by_text("Ring Eva, i morgon").wait_for()


def test_without_javascript_the_writer_says_that_it_is_something_else(
    browser: Browser, live_server: LiveServer, alice: User, case: Case
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
    page.goto(f"/arenden/{case.number}/loggbok/")
    page.get_by_label("Vad har gjorts?").fill("Fakturan har nummer 811218-9876.")
    page.get_by_role("button", name="Spara i loggboken").click()
    page.get_by_label("811218-9876 är inte ett personnummer").check()
    page.get_by_role("button", name="Spara i loggboken").click()
    page.get_by_role("article").get_by_text("Fakturan har nummer 811218-9876.").wait_for()
    page.get_by_role("link", name="Historik").click()
    page.get_by_text("en sifferföljd i fältet Vad har gjorts? inte är ett personnummer").wait_for()
    context.close()
    assert LogEntry.objects.get(event=Event.DIGITS_DECLARED).details == {"label": "Vad har gjorts?"}
