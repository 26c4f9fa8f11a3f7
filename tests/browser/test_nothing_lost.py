"""Nothing typed in the logbook is lost or saved twice: every way of failing, in real Chromium."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cases.models import Case
from logbook.models import Draft, LogEntry
from tests import make
from tests.browser.own_server import OwnServer

pytestmark = pytest.mark.browser

TEXT = "Ringde platschefen om tidplanen."
PHONE = {"width": 360, "height": 740}
NO_NETWORK = ["ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_REFUSED", "Failed to fetch"]
ENDED_SESSION = ["status of 401", "status of 403"]


@pytest.fixture
def at_start(
    page: Page,
    live_server: LiveServer,
    as_user: Callable[[User], Client],
    alice: User,
    case: Case,
) -> Page:
    """Alice on the start page, with a phone."""
    page.set_viewport_size(PHONE)
    give_session(page.context, as_user(alice), live_server.url)
    page.goto("/")
    return page


def give_session(context: BrowserContext, client: Client, url: str) -> None:
    """Let the browser be where the client is logged in."""
    context.add_cookies(
        [{"name": name, "value": c.value, "url": url} for name, c in client.cookies.items()]
    )


def what(page: Page) -> Locator:
    return page.get_by_label("Vad har gjorts?")


def save(page: Page) -> None:
    page.get_by_role("button", name="Spara i loggboken").click()


def wait_until_saved(page: Page) -> None:
    page.get_by_text("Sparat i loggboken.").wait_for(state="attached")


def wait_for_draft(page: Page) -> None:
    page.get_by_text("Utkast sparat").wait_for()


def notes(case: Case) -> list[str]:
    return [note.what for note in LogEntry.objects.filter(case=case).notes().order_by("id")]


def copies(page: Page) -> int:
    """How many copies lie in this browser."""
    return int(page.evaluate("Object.keys(localStorage).length"))


def log_in_as(page: Page, user: User) -> None:
    page.get_by_label("E-postadress").fill(user.email)
    page.get_by_label("Lösenord").fill(make.PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url("**/")


# --- The quick log itself -----------------------------------------------------------------------


def test_from_the_start_page_it_takes_the_text_and_one_tap(
    at_start: Page, case: Case, assert_accessible: Callable[[], None]
) -> None:
    page = at_start
    expect(what(page)).to_be_focused()
    page.keyboard.type(TEXT)
    button = page.get_by_role("button", name="Spara i loggboken")
    expect(button).to_be_in_viewport(ratio=1)
    box = button.bounding_box()
    assert box
    assert box["height"] >= 44
    button.click()
    wait_until_saved(page)
    expect(what(page)).to_be_focused()
    expect(what(page)).to_have_value("")
    expect(page.locator("#nyss-sparat").get_by_text(TEXT)).to_be_visible()
    assert notes(case) == [TEXT]
    assert_accessible()


def test_another_case_is_chosen_without_losing_the_text(
    at_start: Page, case: Case, alice: User
) -> None:
    page = at_start
    other = make.case(case.participants.get().organisation, by=alice, title="Pappersbruket")
    page.reload()
    what(page).fill(TEXT)
    page.get_by_label("När?").fill("igår")
    page.get_by_label("Ärende", exact=True).select_option(label=f"{case.number} {case.title}")
    page.locator(f"#quick-form[data-case='{case.number}']").wait_for()
    expect(what(page)).to_have_value(TEXT)
    expect(page.get_by_label("När?")).to_have_value("igår")
    save(page)
    wait_until_saved(page)
    assert (notes(case), notes(other)) == ([TEXT], [])


def test_every_page_of_the_case_opens_the_form_in_place(
    at_start: Page, case: Case, alice: User, assert_accessible: Callable[[], None]
) -> None:
    page = at_start
    page.goto(f"/arenden/{case.number}/faser/")
    link = page.get_by_role("link", name="Skriv i loggboken")
    link.click()
    expect(what(page)).to_be_focused()
    what(page).fill(TEXT)
    # A second time it leads to the form that is open, with what is in it.
    link.click()
    expect(what(page)).to_have_value(TEXT)
    assert_accessible()
    page.get_by_label("Huvudaktivitet").select_option(label="Ny huvudaktivitet …")
    expect(page.get_by_label("Vad ska den heta?")).to_be_focused()
    page.get_by_label("Vad ska den heta?").fill("Första mötet")
    page.get_by_label("Hör till").select_option(label="En ny insats …")
    page.get_by_label("Den nya insatsens namn").fill("Jobbmässa")
    save(page)
    # A group is missing: the form says so in place, and keeps everything.
    page.get_by_role("link", name="Grupp: Välj grupp.").wait_for()
    assert page.title().startswith("Fel: ")
    assert_accessible()
    page.get_by_label("Grupp").select_option(label="Individnivå")
    save(page)
    wait_until_saved(page)
    assert not page.title().startswith("Fel: ")
    assert page.url.endswith("/faser/")
    entry = LogEntry.objects.notes().get(case=case)
    assert (entry.measure.title, entry.main_activity.title) == ("Jobbmässa", "Första mötet")
    assert_accessible()


def test_the_calendar_fills_in_a_day_or_a_span(at_start: Page, case: Case) -> None:
    page = at_start
    page.get_by_role("button", name="Välj i kalendern").click()
    page.get_by_label("Första dagen").fill("2026-03-03")
    expect(page.get_by_label("När?")).to_have_value("2026-03-03")
    page.get_by_label("Sista dagen").fill("2026-03-05")
    expect(page.get_by_label("När?")).to_have_value("2026-03-03 – 2026-03-05")
    what(page).fill(TEXT)
    save(page)
    wait_until_saved(page)
    page.locator("#nyss-sparat .entry-day").get_by_text("3–5 mars 2026").wait_for()


@pytest.fixture
def plain_page(
    browser: Browser, live_server: LiveServer, alice: User, case: Case
) -> Iterator[Page]:
    """Alice on the start page, without JavaScript."""
    context = browser.new_context(
        base_url=live_server.url, locale="sv-SE", java_script_enabled=False
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto("/konto/logga-in/")
    log_in_as(page, alice)
    yield page
    context.close()


def test_without_javascript_all_of_it_works_but_drafts(
    plain_page: Page, alice: User, case: Case
) -> None:
    page = plain_page
    other = make.case(case.participants.get().organisation, by=alice, title="Pappersbruket")
    page.reload()
    what(page).fill(TEXT)
    page.get_by_label("Ärende", exact=True).select_option(label=f"{case.number} {case.title}")
    page.get_by_role("button", name="Byt ärende").click()
    expect(what(page)).to_have_value(TEXT)
    page.get_by_text("Ny huvudaktivitet …").last.click()
    page.get_by_label("Vad ska den heta?").fill("Första mötet")
    page.get_by_label("Hör till").select_option(label="En ny insats …")
    page.get_by_label("Den nya insatsens namn").fill("Jobbmässa")
    page.get_by_label("Grupp").select_option(label="Individnivå")
    page.get_by_role("button", name="Spara i loggboken").dblclick()
    page.get_by_role("article").get_by_text(TEXT).wait_for()
    assert (notes(case), notes(other)) == ([TEXT], [])
    page.goto(f"/arenden/{case.number}/faser/")
    page.get_by_role("link", name="Skriv i loggboken").click()
    page.wait_for_url("**/loggbok/ny/")
    expect(what(page)).to_be_focused()


def test_back_and_once_more_without_javascript(plain_page: Page, case: Case) -> None:
    page = plain_page
    what(page).fill(TEXT)
    save(page)
    page.get_by_role("article").get_by_text(TEXT).wait_for()
    page.go_back()
    # Had the browser put the text back, it would be beside a new key.
    expect(what(page)).to_have_value("")
    save(page)
    page.get_by_role("link", name="Vad har gjorts?: Fyll i vad har gjorts.").wait_for()
    assert notes(case) == [TEXT]


# --- Saved exactly once -------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["session", "cookies"])
def test_an_ended_session_and_a_new_login_in_another_tab(
    how: str, at_start: Page, alice: User, case: Case, expected_errors: list[str]
) -> None:
    """Logging in gives new form keys; the old page fetches one and saves, once."""
    expected_errors += ENDED_SESSION
    page = at_start
    what(page).fill(TEXT)
    wait_for_draft(page)
    if how == "session":
        Session.objects.all().delete()
    else:
        page.context.clear_cookies()
    save(page)
    link = page.get_by_role("link", name="Logga in i en ny flik")
    link.wait_for()
    expect(what(page)).to_have_value(TEXT)
    assert notes(case) == []
    with page.expect_popup() as popup:
        link.click()
    log_in_as(popup.value, alice)
    save(page)
    wait_until_saved(page)
    assert notes(case) == [TEXT]
    assert (Draft.objects.count(), copies(page)) == (0, 0)


def test_nothing_is_saved_in_the_name_of_who_logged_in_instead(
    at_start: Page, bo: User, case: Case, expected_errors: list[str]
) -> None:
    expected_errors += ENDED_SESSION
    page = at_start
    what(page).fill(TEXT)
    wait_for_draft(page)
    Session.objects.all().delete()
    tab = page.context.new_page()
    tab.goto("/konto/logga-in/")
    log_in_as(tab, bo)
    assert TEXT not in tab.content()
    save(page)
    page.get_by_role("alert").get_by_text("Någon annan har loggat in").wait_for()
    expect(what(page)).to_have_value(TEXT)
    assert notes(case) == []
    assert [draft.saved_by.email for draft in Draft.objects.all()] == ["alice@norrby.example"]


def test_a_network_that_goes_and_comes(
    at_start: Page, case: Case, expected_errors: list[str]
) -> None:
    expected_errors += NO_NETWORK
    page = at_start
    page.context.set_offline(True)
    what(page).fill(TEXT)
    page.get_by_text("Ingen kontakt med servern. Utkastet finns i den här webbläsaren.").wait_for()
    save(page)
    page.get_by_role("alert").get_by_text("Det går inte att nå servern.").wait_for()
    expect(what(page)).to_have_value(TEXT)
    expect(what(page)).to_be_editable()
    page.context.set_offline(False)
    wait_for_draft(page)
    save(page)
    wait_until_saved(page)
    assert notes(case) == [TEXT]


def test_an_answer_that_is_lost_on_the_way(
    at_start: Page, case: Case, expected_errors: list[str]
) -> None:
    """The entry is saved, but the browser never hears of it: the same button again saves no more."""
    expected_errors += [*NO_NETWORK, "ERR_FAILED"]
    page = at_start

    def swallow(route: object) -> None:
        route.fetch()
        route.abort()

    page.route("**/loggbok/ny/spara/", swallow, times=1)
    what(page).fill(TEXT)
    save(page)
    page.get_by_role("alert").get_by_text("Det går inte att nå servern.").wait_for()
    assert notes(case) == [TEXT]
    save(page)
    wait_until_saved(page)
    assert notes(case) == [TEXT]
    expect(what(page)).to_have_value("")


def test_a_double_click(at_start: Page, case: Case) -> None:
    page = at_start
    what(page).fill(TEXT)
    page.get_by_role("button", name="Spara i loggboken").dblclick()
    wait_until_saved(page)
    expect(what(page)).to_have_value("")
    assert notes(case) == [TEXT]


def test_back_and_once_more(at_start: Page, case: Case) -> None:
    page = at_start
    what(page).fill(TEXT)
    save(page)
    wait_until_saved(page)
    page.locator("#nyss-sparat").get_by_role("link", name="Visa posten").click()
    page.get_by_role("heading", name="Loggpost", exact=True).wait_for()
    page.go_back()
    expect(what(page)).to_have_value("")
    assert page.locator(".draft-offer").count() == 0
    save(page)
    page.get_by_role("link", name="Vad har gjorts?: Fyll i vad har gjorts.").wait_for()
    assert notes(case) == [TEXT]


def test_a_long_text_with_something_wrong(at_start: Page, case: Case) -> None:
    page = at_start
    long = ("Samtal med underleverantören om order, lager och frakt. " * 1200)[:60_000]
    what(page).fill(long)
    page.get_by_label("När?").fill("nyss")
    save(page)
    page.get_by_role("link", name="När?: Skriv en dag eller en period").wait_for()
    assert what(page).input_value() == long
    page.get_by_label("När?").fill("idag")
    save(page)
    wait_until_saved(page)
    assert notes(case) == [long.strip()]


# --- The server goes away -----------------------------------------------------------------------


@pytest.fixture
def own_server(transactional_db: None) -> Iterator[OwnServer]:
    server = OwnServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_context(
    browser: Browser, own_server: OwnServer, as_user: Callable[[User], Client], alice: User
) -> Iterator[BrowserContext]:
    """Alice, logged in at the server of its own."""
    context = browser.new_context(base_url=own_server.url, locale="sv-SE")
    give_session(context, as_user(alice), own_server.url)
    yield context
    context.close()


def test_a_server_that_stops_and_starts(
    own_server: OwnServer, own_context: BrowserContext, case: Case
) -> None:
    page = own_context.new_page()
    page.goto("/")
    what(page).fill("Ringde")
    wait_for_draft(page)
    own_server.stop()
    what(page).fill(TEXT)
    page.get_by_text("Ingen kontakt med servern.").wait_for()
    save(page)
    page.get_by_role("alert").get_by_text("Det går inte att nå servern.").wait_for()
    expect(what(page)).to_have_value(TEXT)
    own_server.start()
    save(page)
    wait_until_saved(page)
    assert notes(case) == [TEXT]
    assert (Draft.objects.count(), copies(page)) == (0, 0)


# --- Tabs ---------------------------------------------------------------------------------------


def test_a_tab_that_is_closed_at_once_and_opened_again(
    at_start: Page, case: Case, assert_accessible: Callable[[], None]
) -> None:
    """Before the server has heard of it: the copy in the browser is offered."""
    page = at_start
    tab = page.context.new_page()
    tab.goto("/")
    tab.route("**/utkast/", lambda route: route.abort())
    what(tab).fill(TEXT)
    tab.get_by_text("Fler uppgifter").click()
    tab.get_by_label("Medverkande").fill("IF Metall")
    tab.close()
    page.goto("/")
    page.get_by_text("i den här webbläsaren, skrivet kl.").wait_for()
    assert_accessible()
    page.get_by_role("button", name="Använd utkastet").click()
    expect(what(page)).to_have_value(TEXT)
    expect(page.get_by_label("Medverkande")).to_have_value("IF Metall")
    expect(page.get_by_label("Medverkande")).to_be_visible()
    save(page)
    wait_until_saved(page)
    assert copies(page) == 0
    page.goto("/")
    expect(page.locator(".draft-offer")).to_have_count(0)
    assert notes(case) == [TEXT]


def test_a_draft_is_offered_on_another_device_and_gone_everywhere_when_saved(
    at_start: Page, browser: Browser, live_server: LiveServer, alice: User, case: Case
) -> None:
    page = at_start
    what(page).fill(TEXT)
    wait_for_draft(page)
    waiting = page.context.new_page()
    waiting.goto("/")
    waiting.get_by_role("link", name="Använd utkastet").wait_for()
    elsewhere = browser.new_context(base_url=live_server.url, locale="sv-SE")
    other = elsewhere.new_page()
    other.goto("/konto/logga-in/")
    log_in_as(other, alice)
    other.get_by_role("link", name="Använd utkastet").click()
    expect(what(other)).to_have_value(TEXT)
    save(other)
    wait_until_saved(other)
    elsewhere.close()
    # The first tab still holds the text. It is the same form: saving it again saves nothing new.
    save(page)
    wait_until_saved(page)
    assert notes(case) == [TEXT]
    expect(waiting.locator(".draft-offer")).to_have_count(0)
    assert (Draft.objects.count(), copies(page)) == (0, 0)


def test_two_tabs_with_a_text_each(at_start: Page, case: Case) -> None:
    page = at_start
    tab = page.context.new_page()
    tab.goto("/")
    what(page).fill("Den ena")
    what(tab).fill("Den andra")
    wait_for_draft(page)
    wait_for_draft(tab)
    assert Draft.objects.count() == 2
    save(page)
    wait_until_saved(page)
    tab.close()
    page.reload()
    page.get_by_role("link", name="Använd utkastet").click()
    expect(what(page)).to_have_value("Den andra")
    save(page)
    wait_until_saved(page)
    assert notes(case) == ["Den ena", "Den andra"]


def test_a_draft_is_thrown_away_by_choice(at_start: Page, case: Case) -> None:
    page = at_start
    what(page).fill(TEXT)
    wait_for_draft(page)
    page.reload()
    what(page).fill("Något annat")
    page.get_by_role("button", name="Släng").click()
    page.locator("#utkast").get_by_text("Utkastet är slängt.").wait_for()
    expect(what(page)).to_have_value("Något annat")
    wait_for_draft(page)
    assert [draft.fields["what"] for draft in Draft.objects.all()] == ["Något annat"]
    assert copies(page) == 1


def test_two_tabs_correct_one_entry(at_start: Page, alice: User, case: Case) -> None:
    page = at_start
    entry = make.entry(case, by=alice, what="Första lydelsen")
    address = f"/arenden/{case.number}/loggbok/{entry.entry}/ratta/"
    tab = page.context.new_page()
    for one, text in ((page, "Rättad i första fliken"), (tab, "Rättad i andra fliken")):
        one.goto(address)
        what(one).fill(text)
        one.get_by_label("Skäl till rättelsen").fill("Fel namn")
        wait_for_draft(one)
    page.get_by_role("button", name="Spara rättelsen").dblclick()
    page.get_by_text("Rättelsen är sparad.").wait_for()
    tab.get_by_role("button", name="Spara rättelsen").click()
    tab.get_by_role("alert").get_by_text("Rättad i första fliken").wait_for()
    expect(what(tab)).to_have_value("Rättad i andra fliken")
    # Closed here and opened again: the draft remembers which wording it was written against.
    wait_for_draft(tab)
    tab.goto(address)
    tab.get_by_role("link", name="Använd utkastet").click()
    expect(what(tab)).to_have_value("Rättad i andra fliken")
    what(tab).fill("Rättad i båda")
    tab.get_by_role("button", name="Spara rättelsen").click()
    tab.get_by_text("Rättelsen är sparad.").wait_for()
    versions = LogEntry.objects.filter(entry=entry.entry).order_by("version")
    assert [version.what for version in versions] == [
        "Första lydelsen",
        "Rättad i första fliken",
        "Rättad i båda",
    ]
    assert (Draft.objects.count(), copies(tab)) == (0, 0)


def test_two_people_correct_one_entry(
    at_start: Page,
    browser: Browser,
    live_server: LiveServer,
    alice: User,
    bo: User,
    case: Case,
    assert_accessible: Callable[[], None],
) -> None:
    page = at_start
    entry = make.entry(case, by=alice, what="Första lydelsen")
    address = f"/arenden/{case.number}/loggbok/{entry.entry}/ratta/"
    page.goto(address)
    what(page).fill("Alices rättelse")
    page.get_by_label("Skäl till rättelsen").fill("Fel dag")
    bos = browser.new_context(base_url=live_server.url, locale="sv-SE")
    other = bos.new_page()
    other.goto("/konto/logga-in/")
    log_in_as(other, bo)
    other.goto(address)
    what(other).fill("Bos rättelse")
    other.get_by_label("Skäl till rättelsen").fill("Fel namn")
    other.get_by_role("button", name="Spara rättelsen").click()
    other.get_by_text("Rättelsen är sparad.").wait_for()
    bos.close()
    page.get_by_role("button", name="Spara rättelsen").click()
    conflict = page.get_by_role("alert").filter(has_text="Bo Berg har rättat posten")
    conflict.get_by_text("Bos rättelse").wait_for()
    expect(conflict).to_be_focused()
    expect(what(page)).to_have_value("Alices rättelse")
    assert_accessible()
    what(page).fill("Bådas rättelse")
    page.get_by_role("button", name="Spara rättelsen").click()
    page.get_by_text("Rättelsen är sparad.").wait_for()
    newest = LogEntry.objects.filter(entry=entry.entry).latest("version")
    assert (newest.what, newest.version) == ("Bådas rättelse", 3)


# --- Who may see a draft ------------------------------------------------------------------------


def test_a_personal_number_stays_in_the_browser_and_the_page_says_so(
    at_start: Page, case: Case
) -> None:
    page = at_start
    what(page).fill("Ring Eva, 19811218-9876")
    page.get_by_text("Utkastet sparas bara i den här webbläsaren").wait_for()
    assert not Draft.objects.exists()
    page.reload()
    page.get_by_role("button", name="Använd utkastet").click()
    expect(what(page)).to_have_value("Ring Eva, 19811218-9876")


def test_logging_out_leaves_nothing_in_the_browser(at_start: Page, case: Case) -> None:
    page = at_start
    what(page).fill(TEXT)
    # What the server has not got yet is sent first.
    page.get_by_role("button", name="Logga ut").click()
    page.wait_for_url("**/logga-in/")
    assert copies(page) == 0
    assert [draft.fields["what"] for draft in Draft.objects.all()] == [TEXT]


def test_logging_out_asks_before_a_text_is_lost(at_start: Page, case: Case) -> None:
    page = at_start
    what(page).fill("Ring Eva, 19811218-9876")
    page.get_by_role("button", name="Logga ut").click()
    page.get_by_role("alert").get_by_text("Den försvinner när du loggar ut.").wait_for()
    assert copies(page) == 1
    page.get_by_role("button", name="Logga ut").click()
    page.wait_for_url("**/logga-in/")
    assert copies(page) == 0


def test_another_person_at_the_same_computer_is_offered_nothing(
    at_start: Page, bo: User, case: Case, expected_errors: list[str]
) -> None:
    expected_errors += ENDED_SESSION
    page = at_start
    what(page).fill("Ring Eva, 19811218-9876")
    page.get_by_text("Utkastet sparas bara i den här webbläsaren").wait_for()
    Session.objects.all().delete()
    page.goto("/konto/logga-in/")
    log_in_as(page, bo)
    expect(what(page)).to_be_visible()
    expect(page.locator(".draft-offer")).to_have_count(0)
    assert "19811218" not in page.content()


def test_a_right_that_ends_while_one_is_writing(
    at_start: Page, alice: User, case: Case, expected_errors: list[str]
) -> None:
    expected_errors += ["status of 404"]
    page = at_start
    what(page).fill(TEXT)
    wait_for_draft(page)
    make.end_memberships(alice)
    save(page)
    page.get_by_role("alert").get_by_text("inte rätt att se det").wait_for()
    expect(what(page)).to_have_value(TEXT)
    page.reload()
    expect(page.locator(".draft-offer")).to_have_count(0)
    assert TEXT not in page.content()
