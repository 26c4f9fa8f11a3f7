"""Files in real Chromium: chosen, dropped, photographed; and nothing is lost when the network is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cases.models import Case
from logbook.models import Attachment, LogEntry, Upload
from tests import files, make
from tests.browser.cutting import CuttingLine

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
TEXT = "Lång text om mötet. " * 30
SENDING = "**/bilagor/ny/"
BROKEN = ["Failed to load resource", "net::ERR_"]

DROP = """([text, name]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, {type: "text/plain"}));
  const place = document.querySelector("#id_what");
  for (const type of ["dragover", "drop"]) {
    place.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
  }
}"""


def chosen(name: str, content: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.fixture
def log(page: Page, log_in: Callable[[User], None], alice: User, case: Case) -> Page:
    """The logbook with the quick log, as Alice sees it."""
    log_in(alice)
    page.goto(f"/arenden/{case.number}/loggbok/")
    page.get_by_label("Vad har gjorts?").fill(TEXT)
    page.locator("summary", has_text="Bilagor").click()
    return page


def choose(page: Page, *chosen_files: Any) -> None:
    page.get_by_label("Bilagor").set_input_files(list(chosen_files))


def row(page: Page, name: str) -> Locator:
    return page.locator(".file-row", has=page.locator(".file-name", has_text=name))


def arrived(page: Page, name: str) -> Locator:
    return row(page, name).get_by_role("button", name=f"Ta bort {name}")


def save(page: Page) -> None:
    page.get_by_role("button", name="Spara i loggboken").click()


def saved(page: Page) -> Locator:
    page.get_by_text("Sparat i loggboken.").wait_for()
    return page.get_by_role("article").filter(has_text="Lång text om mötet.")


def is_whole(page: Page) -> None:
    """What was written stands there untouched."""
    assert page.get_by_label("Vad har gjorts?").input_value() == TEXT


def test_several_files_are_sent_while_one_writes_and_come_with_the_entry(
    log: Page, assert_accessible: Callable[[], None]
) -> None:
    choose(log, chosen("Åtgärder.pdf", files.pdf()), chosen("foto.jpg", files.picture("JPEG")))
    arrived(log, "foto.jpg").wait_for()
    log.locator("#live-polite").get_by_text("foto.jpg är framme.").wait_for(state="attached")
    assert_accessible()
    log.set_viewport_size(PHONE)
    assert_accessible()
    log.get_by_label("Beskriv bilden").fill("Tavlan efter mötet")
    save(log)
    entry = saved(log)
    entry.get_by_role("img", name="Tavlan efter mötet").wait_for()
    assert_accessible()
    with log.expect_download() as download:
        entry.get_by_role("link", name="Åtgärder.pdf").click()
    assert download.value.suggested_filename == "Åtgärder.pdf"
    assert download.value.path().read_bytes() == files.pdf()
    assert Attachment.objects.count() == 2
    assert not Upload.objects.exists()


def test_the_picture_opens_whole(log: Page) -> None:
    choose(log, chosen("foto.png", files.picture("PNG", (900, 600))))
    log.get_by_label("Beskriv bilden").fill("Tavlan")
    save(log)
    saved(log).get_by_role("link", name="Tavlan").click()
    log.wait_for_url("**/bilagor/*/")
    assert log.evaluate("document.images[0].naturalWidth") == 900


def test_a_file_that_is_refused_is_told_beside_it_and_the_rest_is_saved(
    log: Page, assert_accessible: Callable[[], None]
) -> None:
    choose(log, chosen("program.pdf", b"MZ\x90\x00"), chosen("ok.pdf", files.pdf()))
    arrived(log, "ok.pdf").wait_for()
    expect(row(log, "program.pdf")).to_contain_text("Filen är ett program. Det går att bifoga PDF")
    is_whole(log)
    assert_accessible()
    save(log)
    saved(log).get_by_role("link", name="ok.pdf").wait_for()
    assert [a.name for a in Attachment.objects.all()] == ["ok.pdf"]


def test_a_file_that_is_too_large_is_told_before_it_is_sent(log: Page) -> None:
    sent: list[Any] = []
    log.on("request", lambda request: sent.append(request) if "/ny/" in request.url else None)
    log.evaluate("document.querySelector('[data-files]').dataset.maxBytes = 1048576")
    choose(log, chosen("stor.txt", b"a" * 1_048_577))
    expect(row(log, "stor.txt")).to_contain_text("Filen är större än 1 MB.")
    assert sent == []


# --- When the network fails -------------------------------------------------------------------


def test_an_upload_that_never_gets_through_loses_nothing_and_is_tried_again(
    log: Page, expected_errors: list[str], assert_accessible: Callable[[], None]
) -> None:
    expected_errors += BROKEN
    log.route(SENDING, lambda route: route.abort("connectionfailed"))
    choose(log, chosen("a.pdf", files.pdf()))
    expect(row(log, "a.pdf")).to_contain_text("nätet bröts. Det du har skrivit finns kvar.")
    is_whole(log)
    assert_accessible()
    # Saving waits for a decision: the file is not lost without a word.
    save(log)
    log.get_by_text("En fil kom inte fram. Försök igen").first.wait_for()
    assert log.evaluate("document.activeElement.textContent") == "Försök igen a.pdf"
    assert not LogEntry.objects.notes().exists()
    log.unroute(SENDING)
    log.keyboard.press("Enter")
    arrived(log, "a.pdf").wait_for()
    is_whole(log)
    save(log)
    saved(log).get_by_role("link", name="a.pdf").wait_for()
    assert LogEntry.objects.notes().count() == Attachment.objects.count() == 1


def test_an_upload_that_breaks_half_way_loses_nothing_and_is_tried_again(
    log: Page, expected_errors: list[str], live_server: LiveServer, case: Case, file_folder: Path
) -> None:
    expected_errors += BROKEN
    with CuttingLine("localhost", live_server.thread.port) as line:
        log.goto(f"{line.url}/arenden/{case.number}/loggbok/")
        log.get_by_label("Vad har gjorts?").fill(TEXT)
        log.locator("summary", has_text="Bilagor").click()
        line.cut_after = 1_000_000
        choose(log, chosen("stor.txt", b"rad\n" * 750_000))
        expect(row(log, "stor.txt")).to_contain_text("nätet bröts", timeout=15_000)
        assert line.cuts >= 1
        is_whole(log)
        assert not Upload.objects.exists()
        assert not [path for path in file_folder.rglob("*") if path.is_file()]
        line.cut_after = None
        row(log, "stor.txt").get_by_role("button", name="Försök igen").click()
        arrived(log, "stor.txt").wait_for()
        is_whole(log)
        save(log)
        saved(log).get_by_role("link", name="stor.txt").wait_for()
    assert Attachment.objects.get().size == 3_000_000


def test_an_answer_that_is_lost_on_its_way_back_gives_one_file(
    log: Page, expected_errors: list[str]
) -> None:
    expected_errors += BROKEN

    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    log.route(SENDING, lose)
    choose(log, chosen("a.pdf", files.pdf()))
    again = row(log, "a.pdf").get_by_role("button", name="Försök igen")
    again.wait_for()
    log.unroute(SENDING)
    again.click()
    arrived(log, "a.pdf").wait_for()
    assert Upload.objects.count() == 1


def test_a_server_that_fails_says_so_and_is_tried_again(
    log: Page, expected_errors: list[str]
) -> None:
    expected_errors += BROKEN
    log.route(SENDING, lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    choose(log, chosen("a.pdf", files.pdf()))
    expect(row(log, "a.pdf")).to_contain_text("något gick fel hos oss")
    assert "Bad gateway" not in log.inner_text("main")
    is_whole(log)


def test_an_ended_session_is_told_and_the_file_is_sent_after_logging_in_in_another_tab(
    log: Page, expected_errors: list[str], alice: User
) -> None:
    expected_errors += ["status of 401", "status of 403"]
    log.context.clear_cookies(name="omstallning_session")
    choose(log, chosen("a.pdf", files.pdf()))
    expect(row(log, "a.pdf")).to_contain_text("du är utloggad")
    is_whole(log)
    with log.context.expect_page() as opened:
        row(log, "a.pdf").get_by_role("link", name="Logga in i en ny flik").click()
    tab = opened.value
    tab.get_by_label("E-postadress").fill(alice.email)
    tab.get_by_label("Lösenord").fill(make.PASSWORD)
    tab.get_by_role("button", name="Logga in").click()
    tab.wait_for_url("**/")
    tab.close()
    row(log, "a.pdf").get_by_role("button", name="Försök igen").click()
    arrived(log, "a.pdf").wait_for()
    is_whole(log)
    save(log)
    saved(log).get_by_role("link", name="a.pdf").wait_for()
    assert LogEntry.objects.notes().count() == 1


# --- Impatience -------------------------------------------------------------------------------


def test_saving_waits_for_files_on_their_way_and_is_done_once(log: Page) -> None:
    waiting: list[Route] = []
    log.route(SENDING, lambda route: waiting.append(route))
    choose(log, chosen("a.pdf", files.pdf()))
    expect(row(log, "a.pdf").get_by_role("progressbar")).to_be_visible()
    save(log)
    log.get_by_text("Sparar så snart filerna är framme.").first.wait_for()
    save(log)
    is_whole(log)
    assert not LogEntry.objects.notes().exists()
    waiting[0].continue_()
    saved(log).get_by_role("link", name="a.pdf").wait_for()
    assert LogEntry.objects.notes().count() == Attachment.objects.count() == 1


def test_a_double_click_saves_once(log: Page) -> None:
    choose(log, chosen("a.pdf", files.pdf()))
    arrived(log, "a.pdf").wait_for()
    log.get_by_role("button", name="Spara i loggboken").dblclick()
    saved(log).get_by_role("link", name="a.pdf").wait_for()
    assert LogEntry.objects.notes().count() == Attachment.objects.count() == 1


def test_a_file_on_its_way_can_be_called_back(log: Page, expected_errors: list[str]) -> None:
    expected_errors += BROKEN
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    log.route(SENDING, hold_the_first)
    choose(log, chosen("a.pdf", files.pdf()), chosen("b.pdf", files.pdf()))
    row(log, "a.pdf").get_by_role("button", name="Avbryt").click()
    expect(row(log, "a.pdf")).to_have_count(0)
    arrived(log, "b.pdf").wait_for()
    assert [upload.name for upload in Upload.objects.all()] == ["b.pdf"]


# --- Other ways in and out --------------------------------------------------------------------


def test_a_file_is_dropped_anywhere_on_the_form(log: Page) -> None:
    log.locator("summary", has_text="Bilagor").click()
    log.evaluate(DROP, ["Minnesanteckningar", "möte.txt"])
    arrived(log, "möte.txt").wait_for()
    is_whole(log)
    assert Upload.objects.get().name == "möte.txt"


def test_a_phone_takes_a_picture(
    browser: Browser, live_server: LiveServer, alice: User, case: Case
) -> None:
    context = browser.new_context(
        base_url=live_server.url, locale="sv-SE", viewport=PHONE, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto("/konto/logga-in/")
    page.get_by_label("E-postadress").fill(alice.email)
    page.get_by_label("Lösenord").fill(make.PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url("**/")
    page.locator("summary", has_text="Bilagor").tap()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Ta en bild").tap()
    assert chooser.value.element.get_attribute("capture") == "environment"
    chooser.value.set_files(chosen("IMG_1.jpg", files.picture("JPEG", orientation=6)))
    arrived(page, "IMG_1.jpg").wait_for()
    upload = Upload.objects.get()
    assert (upload.width, upload.height) == (40, 60)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()


def test_what_was_sent_and_not_saved_is_offered_on_return(log: Page, case: Case) -> None:
    choose(log, chosen("a.pdf", files.pdf()), chosen("b.pdf", files.pdf()))
    arrived(log, "b.pdf").wait_for()
    arrived(log, "a.pdf").click()
    log.goto(f"/arenden/{case.number}/loggbok/")
    log.get_by_label("Vad har gjorts?").fill(TEXT)
    log.locator("summary", has_text="Bilagor").click()
    log.get_by_text("Skickade tidigare men inte sparade").wait_for()
    box = log.get_by_role("checkbox", name="Ta med b.pdf")
    assert not box.is_checked()
    box.check()
    expect(row(log, "a.pdf")).to_have_count(0)
    save(log)
    saved(log).get_by_role("link", name="b.pdf").wait_for()


@pytest.mark.parametrize("place", ["server", "browser"])
def test_a_draft_that_is_taken_up_again_brings_its_files(
    place: str, log: Page, case: Case, expected_errors: list[str]
) -> None:
    expected_errors += BROKEN
    if place == "browser":
        log.route("**/utkast/**", lambda route: route.abort("connectionfailed"))
    choose(log, chosen("tavla.png", files.picture("PNG")))
    log.get_by_label("Beskriv bilden").fill("Tavlan efter mötet")
    said = "Utkast sparat" if place == "server" else "Ingen kontakt med servern"
    log.locator("[data-draft-words]").get_by_text(said).wait_for()
    log.goto(f"/arenden/{case.number}/loggbok/")
    assert log.get_by_label("Vad har gjorts?").input_value() == ""
    log.get_by_text("Använd utkastet").click()
    expect(log.get_by_label("Beskriv bilden")).to_have_value("Tavlan efter mötet")
    is_whole(log)
    save(log)
    saved(log).get_by_role("img", name="Tavlan efter mötet").wait_for()
    assert Attachment.objects.count() == 1


def test_a_correction_leaves_a_file_out_and_adds_one(
    log: Page, case: Case, alice: User, assert_accessible: Callable[[], None]
) -> None:
    entry = make.entry_with_files(case, make.upload(case, by=alice, name="fel.pdf"), by=alice)
    log.goto(f"/arenden/{case.number}/loggbok/{entry.entry}/ratta/")
    log.get_by_role("checkbox", name="Ta med fel.pdf").uncheck()
    choose(log, chosen("rätt.pdf", files.pdf()))
    arrived(log, "rätt.pdf").wait_for()
    assert_accessible()
    log.get_by_label("Skäl till rättelsen").fill("Fel fil")
    log.get_by_role("button", name="Spara rättelsen").click()
    log.get_by_role("heading", name="Tidigare lydelse").wait_for()
    newest, oldest = log.get_by_role("article").all()
    newest.get_by_role("link", name="rätt.pdf").wait_for()
    oldest.get_by_role("link", name="fel.pdf").wait_for()
    assert newest.get_by_role("link", name="fel.pdf").count() == 0


def test_without_javascript_files_come_with_the_form_and_outlive_its_refusal(
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
    page.get_by_label("Vad har gjorts?").fill(TEXT)
    page.locator("summary", has_text="Bilagor").click()
    choose(page, chosen("foto.jpg", files.picture("JPEG")), chosen("fel.exe", b"MZ\x90\x00"))
    save(page)
    page.get_by_role("link", name="fel.exe: Filen är ett program.").wait_for()
    assert page.get_by_label("Vad har gjorts?").input_value() == TEXT
    assert page.get_by_role("checkbox", name="Ta med foto.jpg").is_checked()
    assert page.get_by_role("button", name="Ta bort foto.jpg").count() == 0
    page.get_by_label("Beskriv bilden").fill("Tavlan efter mötet")
    save(page)
    saved(page).get_by_role("img", name="Tavlan efter mötet").wait_for()
    context.close()


def test_a_file_of_real_size_goes_through(log: Page, tmp_path: Path) -> None:
    large = tmp_path / "logg.txt"
    large.write_bytes(b"Rad med text och tal 123.\n" * 900_000)
    choose(log, large)
    arrived(log, "logg.txt").wait_for()
    save(log)
    expect(saved(log)).to_contain_text("23,4 MB")
