"""Measures chosen under changing filters, and a case reviewed, published and borrowed from, in the browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Organisation, User
from cases.models import Case
from measures.models import Measure
from tests import make

pytestmark = pytest.mark.browser


def test_what_is_ticked_stays_ticked_while_the_filter_changes(
    page: Page, log_in: Callable[[User], None], alice: User, case: Case
) -> None:
    log_in(alice)
    page.goto(f"/arenden/{case.number}/insatser/katalog/")
    page.get_by_label("Validering av kunskaper").check()
    page.get_by_label("Kan börja i fas").select_option("1")
    # Said to a screen reader as well, beside what is seen.
    expect(page.get_by_role("strong").get_by_text("12 av 46 insatser")).to_be_visible()
    expect(page.get_by_label("Validering av kunskaper")).to_be_checked()
    page.get_by_label("En väg in").check()
    page.get_by_role("textbox", name="Egna insatser").fill("Jobbmässa")
    page.get_by_label("Grupp för de egna").select_option("Individnivå")
    page.get_by_role("button", name="Lägg till valda insatser").click()
    expect(page.get_by_text("3 insatser är tillagda")).to_be_visible()
    assert Measure.objects.filter(case=case).count() == 3


def test_a_case_is_reviewed_published_and_borrowed_from(
    page: Page,
    log_in: Callable[[User], None],
    alice: User,
    case: Case,
    norrby: Organisation,
    live_server: LiveServer,
    assert_accessible: Callable[[], None],
) -> None:
    make.activity(make.measure(case, by=alice, title="Jobbmässa"), by=alice, title="Boka hallen")
    make.closed(case, by=alice)
    other = make.case(norrby, by=alice, title="Nästa ärende")
    log_in(alice)
    page.goto(f"/arenden/{case.number}/")
    page.get_by_role("link", name="Ärendet i biblioteket").click()
    page.get_by_label("Bransch").select_option("Livsmedel")
    page.get_by_label("Vad som hände").fill("Fabriken lades ner.")
    page.get_by_label("Lärdomar").fill("Börja tidigt.")
    page.get_by_label("Jobbmässa").check()
    page.get_by_role("button", name="Granska").click()
    expect(page.get_by_role("heading", name="Granska: exakt det här blir läsbart")).to_be_focused()
    assert_accessible()
    page.get_by_role("button", name="Lägg i biblioteket").click()
    expect(page.get_by_text("Så här läser andra det.")).to_be_visible()
    assert_accessible()
    page.get_by_role("link", name="Låna insatser till ett ärende").click()
    page.get_by_role("link", name=other.title).click()
    page.get_by_label("Jobbmässa").check()
    assert_accessible()
    page.get_by_role("button", name="Låna valda insatser").click()
    expect(page.get_by_text("En insats är lånad.")).to_be_visible()
    assert Measure.objects.get(case=other).main_activities.get().title == "Boka hallen"
