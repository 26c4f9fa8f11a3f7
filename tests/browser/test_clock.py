"""The clock in a real browser: a day noted on a phone, an address made, copied and fetched."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from cases.models import Case
from figures.clock_kinds import DateKind
from tests import make

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def clock(page: Page, case: Case, alice: User, log_in: Callable[[User], None]) -> Page:
    """Alice at the clock of a case with a report that is late, on a phone."""
    make.noted_day(case, DateKind.REPORT_STOP, make.today() - timedelta(days=8), by=alice)
    page.set_viewport_size(PHONE)
    log_in(alice)
    page.goto(f"/arenden/{case.number}/")
    page.get_by_role("link", name="Hela klockan").click()
    return page


def test_a_day_is_noted_from_what_is_missing(
    clock: Page, assert_accessible: Callable[[], None]
) -> None:
    expect(clock.get_by_text("rapporten är 8 dagar försenad")).to_be_visible()
    assert_accessible()
    clock.get_by_role("link", name="Notera dagen för Sista arbetsdagen").click()
    expect(clock.get_by_label("Vad gäller dagen?")).to_have_value("LAST_WORKING_DAY")
    clock.get_by_role("button", name="Spara dagen").click()
    expect(clock.get_by_role("alert").get_by_text("Dag: Fyll i dag.")).to_be_visible()
    assert_accessible()
    clock.get_by_label("Dag", exact=True).fill("2030-03-01")
    clock.get_by_label("Hur vet vi det?").fill("Platschefen i telefon")
    clock.get_by_role("button", name="Spara dagen").click()
    line = clock.locator("#last-working-day")
    expect(line.get_by_text("2030-03-01")).to_be_visible()
    expect(line.get_by_text("Källa: Platschefen i telefon.")).to_be_visible()


def test_an_address_is_made_copied_and_fetched(
    clock: Page, case: Case, assert_accessible: Callable[[], None]
) -> None:
    clock.context.grant_permissions(["clipboard-read", "clipboard-write"])
    clock.get_by_role("button", name="Skapa kalenderadress").click()
    address = clock.get_by_label("Kalenderadress").input_value()
    assert_accessible()
    clock.get_by_role("button", name="Kopiera adressen").click()
    expect(clock.get_by_role("button", name="Kopierat")).to_be_visible()
    assert clock.evaluate("navigator.clipboard.readText()") == address
    answer = clock.request.get(address)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert case.number in answer.text()
    clock.reload()
    expect(clock.get_by_label("Kalenderadress")).to_have_count(0)
    clock.get_by_role("button", name="Avsluta adressen").click()
    expect(clock.get_by_text("Adressen är avslutad")).to_be_visible()
    assert_accessible()
    assert clock.request.get(address).status == 404


@pytest.mark.parametrize("look", [{"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_the_clock_and_a_new_address_hold_in_other_colours(
    look: dict[str, str], clock: Page, assert_accessible: Callable[[], None]
) -> None:
    clock.emulate_media(**look)
    assert_accessible()
    clock.goto("/konto/kalender/")
    clock.get_by_role("button", name="Skapa kalenderadress").click()
    expect(clock.get_by_label("Kalenderadress")).to_be_visible()
    assert_accessible()
