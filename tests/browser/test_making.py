"""Making a report in the browser: the kind's fields at once, words kept while written, computed parts new."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from cases.models import Case
from reports.models import ReportDraft
from tests import make

pytestmark = pytest.mark.browser


def test_words_are_kept_while_written_and_the_kind_shows_its_fields_at_once(
    page: Page,
    log_in: Callable[[User], None],
    alice: User,
    case: Case,
    assert_accessible: Callable[[], None],
) -> None:
    log_in(alice)
    page.goto(f"/arenden/{case.number}/rapporter/ny/")
    make.entry(case, by=alice, what="Skrevs medan sidan var öppen")
    page.get_by_label("Ärendet i korthet").fill("Vi har mötts två gånger.")
    page.get_by_label("Mottagare").focus()
    expect(page.locator("#avsnitt-arendet-i-korthet")).to_contain_text("Vi har mötts två gånger.")
    expect(page.locator("#avsnitt-genomfort")).to_contain_text("Skrevs medan sidan var öppen")
    expect(page.locator("#draft-words")).to_contain_text("Utkast sparat")
    assert ReportDraft.objects.get().fields["summary"] == "Vi har mötts två gånger."
    assert_accessible()
    kind = page.get_by_label("Rapporttyp")
    kind.select_option(label="Slutrapport")
    expect(page.get_by_label("Lärdomar")).to_be_visible()
    expect(page.get_by_label("Rapporttyp")).to_be_focused()
    expect(page.locator("#id_summary")).to_have_value("Vi har mötts två gånger.")
    assert_accessible()
    page.get_by_label("Rapporttyp").select_option(label="Lägesrapport")
    expect(page.get_by_label("Nästa rapport")).to_be_visible()
    page.get_by_role("button", name="Fastställ rapport").click()
    page.get_by_text("är fastställd och har nummer").wait_for()
    page.goto(f"/arenden/{case.number}/rapporter/ny/")
    expect(page.get_by_label("Ärendet i korthet")).to_have_value("")
