"""Keyboard shortcuts in a real browser: what each key does, never while typing, and turned off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from accounts.models import User
from cases.models import Case
from tests import make

pytestmark = pytest.mark.browser

FOCUS = "document.activeElement.id || document.activeElement.tagName"


@pytest.fixture
def log(page: Page, log_in: Callable[[User], None], alice: User, case: Case) -> Page:
    """Alice at a log of three entries; the newest is on top."""
    for what in ("Första", "Andra", "Tredje"):
        make.entry(case, by=alice, what=what)
    log_in(alice)
    page.goto(f"/arenden/{case.number}/loggbok/")
    # The quick log has focus when the page has come.
    page.keyboard.press("Escape")
    return page


def focused_entry(page: Page) -> str:
    return str(
        page.evaluate(
            "document.activeElement.matches('article.entry')"
            " ? document.activeElement.querySelector('.entry-text').textContent.trim() : ''"
        )
    )


def test_n_writes_and_slash_searches_where_one_stands(log: Page, case: Case) -> None:
    log.keyboard.press("n")
    assert log.evaluate(FOCUS) == "id_what"
    log.keyboard.press("Escape")
    assert log.evaluate(FOCUS) == "BODY"
    log.keyboard.press("/")
    assert log.evaluate(FOCUS) == "id_q"
    assert log.get_by_label("Sök i loggboken").input_value() == ""
    # On another page of the case the form opens in place, with the field ready. htmx sets to work
    # a moment after the page has come; until then the link leads to a page of its own.
    log.goto(f"/arenden/{case.number}/", wait_until="networkidle")
    log.keyboard.press("n")
    log.locator("#id_what:focus").wait_for()
    assert log.url.endswith(f"/arenden/{case.number}/")
    log.goto("/guide/ordlista/")
    log.keyboard.press("n")
    log.wait_for_url("**/#id_what")
    log.goto("/arenden/nytt/")
    log.keyboard.press("/")
    log.wait_for_url("**/sok/")


def test_keys_walk_between_entries_and_open_one(log: Page, case: Case) -> None:
    log.keyboard.press("j")
    assert focused_entry(log) == "Tredje"
    log.keyboard.press("j")
    log.keyboard.press("ArrowDown")
    assert focused_entry(log) == "Första"
    log.keyboard.press("j")  # the last one: nowhere to go
    assert focused_entry(log) == "Första"
    log.keyboard.press("ArrowUp")
    log.keyboard.press("k")
    assert focused_entry(log) == "Tredje"
    log.keyboard.press("Enter")
    log.get_by_role("heading", name="Loggpost").wait_for()


def test_arrows_scroll_as_usual_until_one_stands_on_an_entry(log: Page) -> None:
    log.keyboard.press("ArrowDown")
    assert focused_entry(log) == ""


def test_question_mark_leads_to_the_help_page(
    log: Page, assert_accessible: Callable[[], None]
) -> None:
    log.keyboard.press("?")
    log.get_by_role("heading", name="Kortkommandon", exact=True).wait_for()
    assert_accessible()


@pytest.mark.parametrize("label", ["Vad har gjorts?", "Sök i loggboken", "När?"])
def test_nothing_happens_while_one_types(log: Page, label: str) -> None:
    field = log.get_by_label(label)
    field.fill("")
    field.press_sequentially("n/j?k")
    assert field.input_value() == "n/j?k"
    assert "/kortkommandon/" not in log.url


def test_keys_held_with_others_are_the_browsers_own(log: Page) -> None:
    log.keyboard.press("Control+j")
    log.keyboard.press("Alt+j")
    assert focused_entry(log) == ""


def test_they_can_be_turned_off_and_stay_so(log: Page, alice: User) -> None:
    log.goto("/kortkommandon/")
    log.get_by_role("button", name="Stäng av kortkommandon").click()
    log.get_by_text("Kortkommandona är avstängda.").first.wait_for()
    alice.refresh_from_db()
    assert alice.uses_shortcuts is False
    log.go_back()
    log.goto("/konto/")
    log.keyboard.press("?")
    log.keyboard.press("/")
    assert log.url.endswith("/konto/")
    log.get_by_role("button", name="Slå på kortkommandon").click()
    log.get_by_text("Kortkommandona är på.").first.wait_for()
    log.keyboard.press("/")
    log.wait_for_url("**/sok/")
