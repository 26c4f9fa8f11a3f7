"""Who will read it, and what it closes, as seen in the browser while an entry is written."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Organisation, User
from cases.models import Case
from logbook.models import LogEntry
from tests import make

pytestmark = pytest.mark.browser


def test_the_readers_change_with_the_box(
    page: Page,
    log_in: Callable[[User], None],
    alice: User,
    case: Case,
    region_vast: Organisation,
    assert_accessible: Callable[[], None],
) -> None:
    make.share(case, region_vast, by=alice)
    log_in(alice)
    page.goto(f"/arenden/{case.number}/loggbok/")
    everyone = page.get_by_text("Läses av Norrby kommun och av Region Väst")
    internal = page.get_by_text("Endast internt. Läses bara av Norrby kommun.")
    expect(everyone).to_be_visible()
    expect(internal).to_be_hidden()
    page.get_by_text("Fler uppgifter").click()
    page.get_by_label("Endast internt").check()
    expect(internal).to_be_visible()
    expect(everyone).to_be_hidden()
    assert_accessible()


def test_a_step_is_closed_from_the_start_page_by_what_was_done(
    page: Page,
    log_in: Callable[[User], None],
    alice: User,
    case: Case,
    assert_accessible: Callable[[], None],
) -> None:
    late = make.today() - timedelta(days=2)
    waiting = make.entry(
        case, by=alice, next_step="Ring platschefen", next_step_on=late, next_step_by=alice
    )
    log_in(alice)
    page.get_by_text("2 dagar försenat").wait_for()
    assert_accessible()
    page.get_by_role("link", name="Klart med steget Ring platschefen").click()
    page.get_by_text("Stänger:").wait_for()
    assert_accessible()
    page.get_by_label("Vad har gjorts?").fill("Ringde, nytt möte på fredag.")
    page.get_by_role("button", name="Spara i loggboken").click()
    closing = page.get_by_role("article").filter(has_text="Ringde, nytt möte på fredag.")
    expect(closing.get_by_text("Stängde:")).to_be_visible()
    closing.get_by_role("link", name="Ring platschefen").click()
    page.get_by_role("link", name="se loggposten").wait_for()
    page.goto("/")
    page.get_by_text("Inget väntar på dig just nu.").wait_for()
    assert LogEntry.objects.get(closes=waiting.entry).what == "Ringde, nytt möte på fredag."
