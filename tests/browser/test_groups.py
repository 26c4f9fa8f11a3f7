"""A group put together, and its meeting logged, in the browser: on a screen, and on a phone without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cases.group_kinds import GroupRole
from cases.models import Case, Contact
from logbook.models import LogEntry
from tests import make

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}


def test_a_group_is_formed_and_filled_within_two_clicks_of_the_case(
    page: Page,
    log_in: Callable[[User], None],
    alice: User,
    case: Case,
    assert_accessible: Callable[[], None],
) -> None:
    log_in(alice)
    page.goto(f"/arenden/{case.number}/")
    page.get_by_role("link", name="Grupper").click()
    assert_accessible()
    page.get_by_role("link", name="Ny grupp").click()
    page.get_by_role("button", name="Bilda grupp").click()
    expect(page.get_by_text("Uppstartsgruppen har inga medlemmar.")).to_be_visible()
    page.get_by_role("link", name="Lägg till deltagare i Uppstartsgrupp").click()
    page.get_by_role("button", name="Lägg till i gruppen").click()
    expect(page.get_by_role("alert").get_by_text("skriv ett namn")).to_be_visible()
    assert_accessible()
    page.get_by_label("Namn").fill("Vera Vd")
    page.get_by_label("Organisation", exact=True).fill(case.company)
    page.get_by_label("Slag av organisation").select_option("Företag")
    page.get_by_label("Har mandat").check()
    page.get_by_role("button", name="Lägg till i gruppen").click()
    expect(page.get_by_role("heading", name="Deltagare (1)")).to_be_visible()
    assert Contact.objects.get().name == "Vera Vd"
    page.get_by_role("link", name="Alla grupper").click()
    expect(page.get_by_text("har ingen ordförande")).to_be_visible()
    expect(page.get_by_text("inte representerat")).to_be_hidden()


def test_a_meeting_is_logged_on_a_phone_without_script(
    browser: Browser,
    live_server: LiveServer,
    page: Page,
    log_in: Callable[[User], None],
    alice: User,
    case: Case,
) -> None:
    group = make.group(case, by=alice)
    make.group_member(group, alice, by=alice, role=GroupRole.CHAIR)
    log_in(alice)
    context = browser.new_context(
        base_url=live_server.url,
        java_script_enabled=False,
        viewport=PHONE,
        storage_state=page.context.storage_state(),
    )
    phone = context.new_page()
    phone.goto(f"/arenden/{case.number}/grupper/{group.pk}/mote/")
    phone.get_by_label("Alice Andersson, Norrby kommun (ordförande)").check()
    phone.get_by_label("Beslut").fill("Beställa en analys")
    phone.get_by_role("button", name="Spara i loggboken").click()
    expect(phone.get_by_text("Fyll i vad togs upp.")).to_have_count(2)
    expect(phone.get_by_label("Beslut")).to_have_value("Beställa en analys")
    phone.get_by_label("Vad togs upp?").fill("Läget på fabriken")
    phone.get_by_role("button", name="Spara i loggboken").click()
    expect(phone.get_by_text("Mötet är sparat i loggboken.")).to_be_visible()
    assert LogEntry.objects.latest("id").participants == "Styrgruppen: ordförande (Norrby kommun)"
    context.close()
