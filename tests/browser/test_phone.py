"""The quick log on a phone held in one hand: how many taps it takes, and what the thumb reaches."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cases.models import Case
from logbook.models import LogEntry
from measures.models import MainActivity
from tests import make

pytestmark = pytest.mark.browser

MOST_TAPS = 3
SCREEN = {"width": 360, "height": 740}
# What is left when the keyboard is up.
ABOVE_KEYBOARD = {"width": 360, "height": 420}
SMALLEST_TARGET = 44  # CSS pixels, WCAG 2.5.5
TEXT = "Ringde företagets personalchef"
COUNT_TAPS = """
    addEventListener("pointerdown", () => {
      sessionStorage.taps = Number(sessionStorage.taps || 0) + 1;
    }, true);
"""


@pytest.fixture
def activity(case: Case, alice: User) -> MainActivity:
    """Where Alice wrote last."""
    activity = make.activity(make.measure(case, by=alice, title="Jobbmässa"), by=alice)
    make.entry(case, by=alice, main_activity=activity)
    return activity


@pytest.fixture
def phone(
    browser: Browser, live_server: LiveServer, alice: User, activity: MainActivity
) -> Iterator[Page]:
    """Alice's phone on the start page, where no tap has been counted yet."""
    context = browser.new_context(
        base_url=live_server.url, locale="sv-SE", viewport=SCREEN, has_touch=True, is_mobile=True
    )
    context.add_init_script(COUNT_TAPS)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto("/konto/logga-in/")
    page.get_by_label("E-postadress").fill(alice.email)
    page.get_by_label("Lösenord").fill(make.PASSWORD)
    page.get_by_role("button", name="Logga in").tap()
    page.get_by_role("heading", name="Mina ärenden").wait_for()
    page.evaluate("sessionStorage.taps = 0")
    yield page
    context.close()


def taps(page: Page) -> int:
    return int(page.evaluate("Number(sessionStorage.taps)"))


def write(page: Page) -> None:
    """With the keyboard, wherever focus is."""
    expect(page.get_by_label("Vad har gjorts?")).to_be_focused()
    page.keyboard.type(TEXT)


def save_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Spara i loggboken")


def save(page: Page) -> None:
    save_button(page).tap()
    page.locator("#nyss-sparat").get_by_text(TEXT).wait_for()


def assert_in_reach(page: Page) -> None:
    """The button is large, lies whole on the screen, low and as wide as the form."""
    box = save_button(page).bounding_box()
    screen = page.viewport_size
    assert box
    assert screen
    assert box["height"] >= SMALLEST_TARGET
    assert box["width"] > screen["width"] * 0.75
    assert screen["height"] * 0.6 < box["y"] < screen["height"] - box["height"] + 1


def written(case: Case) -> LogEntry:
    return LogEntry.objects.filter(case=case).notes().order_by("-id")[0]


def test_from_the_start_page_it_takes_the_text_and_one_tap(
    phone: Page, case: Case, activity: MainActivity
) -> None:
    assert_in_reach(phone)
    phone.set_viewport_size(ABOVE_KEYBOARD)
    write(phone)
    assert_in_reach(phone)
    save(phone)
    assert taps(phone) == 1 <= MOST_TAPS
    entry = written(case)
    assert (entry.what, entry.happened_from) == (TEXT, make.today())
    assert entry.main_activity == activity
    # And the next one at once, with the keyboard still up.
    expect(phone.get_by_label("Vad har gjorts?")).to_be_focused()


def test_for_another_case_it_takes_the_choice_and_two_taps(
    phone: Page, case: Case, alice: User
) -> None:
    other = make.case(case.participants.get().organisation, by=alice, title="Pappersbruket")
    phone.reload()
    phone.evaluate("sessionStorage.taps = 0")
    choice = phone.get_by_label("Ärende", exact=True)
    choice.tap()
    choice.select_option(label=f"{other.number} {other.title}")
    expect(phone.locator("#quick-form")).to_have_attribute("data-case", other.number)
    phone.get_by_label("Vad har gjorts?").tap()
    write(phone)
    save(phone)
    assert taps(phone) <= MOST_TAPS
    assert written(other).what == TEXT


def test_from_any_page_of_the_case_it_takes_two_taps(phone: Page, case: Case) -> None:
    phone.goto(f"/arenden/{case.number}/")
    phone.evaluate("sessionStorage.taps = 0")
    phone.get_by_role("link", name="Skriv i loggboken").tap()
    write(phone)
    assert_in_reach(phone)
    phone.set_viewport_size(ABOVE_KEYBOARD)
    expect(save_button(phone)).to_be_in_viewport(ratio=1)
    expect(phone.get_by_label("Vad har gjorts?")).to_be_in_viewport()
    save(phone)
    assert taps(phone) == 2 <= MOST_TAPS
    assert written(case).what == TEXT
