"""The guide's questions in the browser: an answer is kept while it is written, given away, saved."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from cases.models import Case, PhaseAnswer
from guide.load import guide
from logbook.models import Draft

pytestmark = pytest.mark.browser

QUESTION = "1-right-people"


def test_an_answer_is_kept_while_written_and_gone_as_draft_when_saved(
    page: Page,
    log_in: Callable[[User], None],
    alice: User,
    case: Case,
    assert_accessible: Callable[[], None],
) -> None:
    log_in(alice)
    phase = f"/arenden/{case.number}/faser/1/"
    page.goto(phase)
    question = page.locator(f"[id='{QUESTION}']")
    question.get_by_label("Svar").fill("Vi behöver Almi")
    expect(question.get_by_text("Utkast sparat")).to_be_visible()
    assert Draft.objects.get().fields["text"] == "Vi behöver Almi"
    page.goto("/")
    page.goto(phase)
    expect(question.get_by_label("Svar")).to_have_value("Vi behöver Almi")
    expect(question.get_by_text("Bara du ser det tills du sparar svaret")).to_be_visible()
    assert_accessible()
    question.get_by_role("button", name="Spara svaret").click()
    expect(page.get_by_text("Svaret är sparat.")).to_be_visible()
    assert PhaseAnswer.objects.get().text == "Vi behöver Almi"
    expect(question.get_by_role("button", name="Släng utkastet")).to_have_count(0)
    page.reload()
    expect(question.get_by_role("button", name="Släng utkastet")).to_have_count(0)


def test_what_the_server_never_got_is_put_back_from_the_browser(
    page: Page,
    log_in: Callable[[User], None],
    alice: User,
    case: Case,
    expected_errors: list[str],
) -> None:
    expected_errors += ["ERR_FAILED"]
    log_in(alice)
    phase = f"/arenden/{case.number}/faser/1/"
    page.goto(phase)
    page.route("**/utkast/", lambda route: route.abort())
    question = page.locator(f"[id='{QUESTION}']")
    question.get_by_label("Svar").fill("Skrivet utan nät")
    expect(question.get_by_text("Ingen kontakt med servern")).to_be_visible()
    page.unroute("**/utkast/")
    page.goto(phase)
    expect(question.get_by_label("Svar")).to_have_value("Skrivet utan nät")
    expect(question.get_by_text("Utkast sparat")).to_be_visible()


def test_a_question_is_given_to_oneself_and_waits_on_the_start_page(
    page: Page,
    log_in: Callable[[User], None],
    alice: User,
    case: Case,
    assert_accessible: Callable[[], None],
) -> None:
    log_in(alice)
    page.goto(f"/arenden/{case.number}/faser/1/")
    text = guide().question(QUESTION).text
    question = page.locator(f"[id='{QUESTION}']")
    question.get_by_role("link", name="Ge frågan till någon").click()
    page.get_by_label("Vem svarar?").select_option(label=alice.name)
    assert_accessible()
    page.get_by_label("Senast").fill("2099-03-01")
    page.get_by_role("button", name="Ge frågan").click()
    expect(page.get_by_text(f"Väntar på {alice.name}, senast 2099-03-01")).to_be_visible()
    page.goto("/")
    page.get_by_role("link", name=text).click()
    expect(page.locator(f"[id='{QUESTION}']")).to_be_in_viewport()


def test_something_for_the_first_days_is_ticked_off_from_the_overview(
    page: Page,
    log_in: Callable[[User], None],
    alice: User,
    case: Case,
    assert_accessible: Callable[[], None],
) -> None:
    log_in(alice)
    page.goto(f"/arenden/{case.number}/")
    page.get_by_role("heading", name="De första två dygnen").wait_for()
    assert_accessible()
    page.get_by_role("link", name="Hela listan").click()
    page.get_by_role("link", name="En kontaktperson på företaget").click()
    assert_accessible()
    page.get_by_label("Vad har gjorts?").fill("Platschefen är vår kontakt.")
    page.get_by_role("button", name="Bocka av och skriv i loggboken").click()
    expect(page.get_by_text("2 av 9 punkter är klara")).to_be_visible()
    assert_accessible()
    page.get_by_role("link", name="Läs i loggboken").click()
    expect(page.get_by_text("Platschefen är vår kontakt.")).to_be_visible()
