"""Files over the web: sent with the form or one at a time, kept when the form is refused, fetched safely."""

import re
import uuid
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as configured
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html
from PIL import Image

from accounts.models import Organisation, User
from cases.models import Case
from core.checks import files_lie_outside_the_web_root
from logbook.models import Attachment, LogEntry, Upload
from tests import files, make
from tests.make import sent

AsUser = Callable[[User], Client]
ENTRY = {"what": "Möte med facket", "when": "idag", "place": ""}
TEXT_LOST = "texten kom tillbaka"


def tree(response: HttpResponse) -> Any:
    return html.fromstring(response.content.decode())


def rows(response: HttpResponse) -> list[tuple[str, bool]]:
    """The files in the form, by name, and whether they come along."""
    found = tree(response).cssselect(".file-row")
    return [
        (
            row.cssselect(".file-name")[0].text_content(),
            row.cssselect("input[type=checkbox]")[0].get("checked") is not None,
        )
        for row in found
    ]


def fault(response: HttpResponse) -> str:
    return tree(response).cssselect("#id_attachments_error")[0].text_content()


@pytest.fixture
def add(case: Case, alice: User, as_user: AsUser) -> Callable[..., Any]:
    """`add(attachments=[…])`: Alice posts the quick log, as a browser without JavaScript does."""
    client, url = as_user(alice), reverse("logbook:add", args=[case.number])
    return lambda **values: client.post(url, ENTRY | values)


@pytest.fixture
def send(case: Case, alice: User, as_user: AsUser) -> Callable[..., Any]:
    """`send("a.pdf", …)`: one file by itself, as the script sends it."""
    client, url = as_user(alice), reverse("logbook:upload_add", args=[case.number])
    return lambda name, content, **more: client.post(url, {"file": sent(name, content)} | more)


# --- Sent with the form -----------------------------------------------------------------------


def test_files_come_with_the_entry(add: Callable[..., HttpResponse]) -> None:
    answer = add(attachments=[sent("Åtgärder.pdf", files.pdf()), sent("svar.docx", files.word())])
    assert answer.status_code == 302
    entry = LogEntry.objects.notes().get()
    assert [a.name for a in entry.attachments.in_order()] == ["Åtgärder.pdf", "svar.docx"]
    assert not Upload.objects.exists()


def test_an_entry_without_files_needs_none(add: Callable[..., HttpResponse]) -> None:
    assert add().status_code == 302
    assert not Attachment.objects.exists()


def test_files_outlive_a_refused_form(add: Callable[..., HttpResponse]) -> None:
    refused = add(what="", attachments=[sent("a.pdf", files.pdf())])
    assert refused.status_code == 422
    assert rows(refused) == [("a.pdf", True)]
    kept = str(Upload.objects.get().pk)
    again = add(when="i morgon kanske", upload=[kept])
    assert rows(again) == [("a.pdf", True)]
    assert add(upload=[kept]).status_code == 302
    assert Attachment.objects.get().name == "a.pdf"


def test_a_kept_file_may_be_left_out(add: Callable[..., HttpResponse]) -> None:
    add(what="", attachments=[sent("a.pdf", files.pdf())])
    assert add().status_code == 302
    assert not Attachment.objects.exists()


def test_a_refused_file_is_told_at_the_field_and_the_others_are_kept(
    add: Callable[..., HttpResponse],
) -> None:
    answer = add(
        what=TEXT_LOST,
        attachments=[sent("ok.pdf", files.pdf()), sent("faktura.pdf", b"MZ\x90\x00\x00")],
    )
    assert answer.status_code == 422
    assert "faktura.pdf: Filen är ett program." in fault(answer)
    assert "Det går att bifoga PDF" in fault(answer)
    assert rows(answer) == [("ok.pdf", True)]
    assert tree(answer).cssselect("textarea[name=what]")[0].text.strip() == TEXT_LOST
    assert tree(answer).findtext(".//title").startswith("Fel: ")
    assert not LogEntry.objects.notes().exists()


def test_a_picture_is_asked_once_what_it_shows(add: Callable[..., HttpResponse]) -> None:
    answer = add(attachments=[sent("tavla.jpg", files.picture("JPEG"))])
    assert answer.status_code == 422
    assert "tavla.jpg: Beskriv vad bilden visar" in fault(answer)
    kept = str(Upload.objects.get().pk)
    described = {"upload": [kept], f"alt-{kept}": "Tavlan efter mötet"}
    assert add(what="", **described).status_code == 422
    assert add(**described).status_code == 302
    assert Attachment.objects.get().alt_text == "Tavlan efter mötet"


def test_who_leaves_the_answer_empty_is_not_asked_again(add: Callable[..., HttpResponse]) -> None:
    add(attachments=[sent("tavla.jpg", files.picture("JPEG"))])
    kept = str(Upload.objects.get().pk)
    assert add(upload=[kept], **{f"alt-{kept}": ""}).status_code == 302
    assert Attachment.objects.get().said_alt == "Bild utan beskrivning: tavla.jpg"


@pytest.mark.parametrize("alt", ["Eva 19811218-9876", "x" * 301, "rad\x00"])
def test_a_description_that_cannot_be_is_told_and_kept(
    alt: str, add: Callable[..., HttpResponse], case: Case, alice: User
) -> None:
    kept = make.upload(case, by=alice, name="a.png", content=files.picture("PNG")).pk
    answer = add(upload=[str(kept)], **{f"alt-{kept}": alt})
    assert answer.status_code == 422
    assert "Bildens beskrivning" in fault(answer)
    if "\x00" not in alt:
        field = tree(answer).cssselect(f"#alt-{kept}")[0]
        assert (field.get("value"), field.get("aria-invalid")) == (alt, "true")


def test_a_second_sending_of_the_same_form_saves_nothing_twice(
    add: Callable[..., HttpResponse], file_folder: Path
) -> None:
    once = str(uuid.uuid4())
    for _ in range(2):
        answer = add(once=once, attachments=[sent("a.pdf", files.pdf())])
        assert answer.status_code == 302
    assert LogEntry.objects.notes().count() == Attachment.objects.count() == 1
    assert not Upload.objects.exists()


def test_a_second_sending_with_files_already_taken_leads_to_the_entry(
    add: Callable[..., HttpResponse], case: Case, alice: User
) -> None:
    once, kept = str(uuid.uuid4()), str(make.upload(case, by=alice).pk)
    assert [add(once=once, upload=[kept]).status_code for _ in range(2)] == [302, 302]
    assert Attachment.objects.count() == 1


def test_a_file_added_after_the_first_sending_is_kept_and_told_of(
    add: Callable[..., HttpResponse], case: Case, alice: User
) -> None:
    once, first = str(uuid.uuid4()), str(make.upload(case, by=alice, name="a.pdf").pk)
    add(once=once, upload=[first])
    more = str(make.upload(case, by=alice, name="b.pdf").pk)
    answer = add(once=once, upload=[first, more])
    assert answer.status_code == 409
    assert "Ditt förra försök kom fram." in answer.content.decode()
    assert rows(answer)[-1:] == [("b.pdf", True)]
    assert LogEntry.objects.notes().count() == 1


def test_a_file_that_arrives_with_other_words_for_a_saved_entry_is_kept(
    add: Callable[..., HttpResponse],
) -> None:
    once = str(uuid.uuid4())
    add(once=once, attachments=[sent("a.pdf", files.pdf())])
    answer = add(once=once, what="Andra ord", attachments=[sent("a.pdf", files.pdf())])
    assert answer.status_code == 409
    assert rows(answer)[-1:] == [("a.pdf", True)]


def test_a_waiting_file_that_is_gone_is_told(add: Callable[..., HttpResponse]) -> None:
    answer = add(upload=[str(uuid.uuid4()), "inget id", ""])
    assert answer.status_code == 422
    assert "finns inte kvar" in answer.content.decode()


def test_a_file_name_with_a_personal_number_is_told(add: Callable[..., HttpResponse]) -> None:
    answer = add(attachments=[sent("Samtal 19811218-9876.pdf", files.pdf())])
    assert "personnummer" in fault(answer)
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd.pdf", "..\\\\..\\\\passwd.pdf", "/passwd.pdf", "..%2f..%2fpasswd.pdf"],
)
def test_a_path_in_a_file_name_leads_nowhere(
    name: str, case: Case, alice: User, as_user: AsUser, file_folder: Path
) -> None:
    # The test client cuts paths away itself, so the request is written by hand.
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    answer = as_user(alice).generic(
        "POST",
        reverse("logbook:upload_add", args=[case.number]),
        head.encode() + files.pdf() + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 201
    assert Upload.objects.get().name.endswith("passwd.pdf")
    assert not set(Upload.objects.get().name) & set("/\\\\")
    (kept,) = [path for path in file_folder.rglob("*") if path.is_file()]
    assert "passwd" not in str(kept.relative_to(file_folder))


# --- Limits -----------------------------------------------------------------------------------


def test_a_file_that_is_too_large_is_let_go_of_and_the_text_kept(
    add: Callable[..., HttpResponse], settings: Any, file_folder: Path
) -> None:
    settings.UPLOAD_FILE_BYTES = 1024 * 1024
    answer = add(
        what=TEXT_LOST,
        attachments=[
            sent("först.pdf", files.pdf()),
            sent("stor.txt", b"a" * (1024 * 1024 + 1)),
            sent("sist.pdf", files.pdf()),
        ],
    )
    assert answer.status_code == 422
    assert fault(answer) == "stor.txt: Filen är större än 1 MB."
    assert rows(answer) == [("först.pdf", True), ("sist.pdf", True)]
    assert tree(answer).cssselect("textarea[name=what]")[0].text.strip() == TEXT_LOST


def test_a_file_of_just_the_limit_is_taken(
    send: Callable[..., HttpResponse], settings: Any
) -> None:
    settings.UPLOAD_FILE_BYTES = 100_000
    assert send("a.txt", b"a" * 100_000).status_code == 201
    answer = send("a.txt", b"a" * 100_001)
    assert answer.status_code == 422
    assert "större än" in answer.content.decode()


def test_the_real_limit_is_25_megabytes() -> None:
    assert configured.UPLOAD_FILE_BYTES == 25 * 1024 * 1024
    assert configured.FILE_UPLOAD_HANDLERS == ["core.uploads.LimitedUploadHandler"]


def test_files_that_are_too_much_together_are_let_go_of(
    add: Callable[..., HttpResponse], settings: Any
) -> None:
    settings.UPLOAD_REQUEST_BYTES = 250_000
    answer = add(attachments=[sent(f"{i}.txt", b"a" * 100_000) for i in range(4)])
    assert "tillsammans större än" in fault(answer)
    assert [name for name, _ in rows(answer)] == ["0.txt", "1.txt"]


def test_a_strangers_file_is_not_even_written_to_disk(
    case: Case, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bytes] = []
    monkeypatch.setattr(
        "django.core.files.uploadhandler.TemporaryFileUploadHandler.receive_data_chunk",
        lambda self, raw, start: written.append(raw),
    )
    url = reverse("logbook:upload_add", args=[case.number])
    client = Client(enforce_csrf_checks=True)
    client.get(reverse("account_login"))
    token = client.cookies["csrftoken"].value
    answer = client.post(url, {"csrfmiddlewaretoken": token, "file": sent("a.pdf", files.pdf())})
    assert answer.status_code == 302
    assert written == []


def test_half_a_request_is_no_file(
    case: Case, alice: User, as_user: AsUser, file_folder: Path
) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
        + files.pdf()[:200]
    )
    answer = as_user(alice).generic(
        "POST",
        reverse("logbook:upload_add", args=[case.number]),
        body,
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 422
    assert not Upload.objects.exists()
    assert not [path for path in file_folder.rglob("*") if path.is_file()]


# --- Sent one at a time -----------------------------------------------------------------------


def test_a_sent_file_is_answered_with_its_row(send: Callable[..., HttpResponse]) -> None:
    answer = send("Åtgärder.pdf", files.pdf())
    assert answer.status_code == 201
    assert rows(answer) == [("Åtgärder.pdf", True)]
    upload = Upload.objects.get()
    assert tree(answer).cssselect("input[type=checkbox]")[0].get("value") == str(upload.pk)


def test_a_sent_picture_asks_what_it_shows(send: Callable[..., HttpResponse]) -> None:
    assert tree(send("a.png", files.picture("PNG"))).cssselect("label")[1].text == "Beskriv bilden "


def test_a_refusal_is_a_plain_sentence(send: Callable[..., HttpResponse]) -> None:
    answer = send("a.svg", b"<svg/>")
    assert (answer.status_code, answer["Content-Type"]) == (422, "text/plain; charset=utf-8")
    assert answer.content.decode().startswith("Filen är en webbsida")


def test_a_try_whose_answer_was_lost_is_answered_again(send: Callable[..., HttpResponse]) -> None:
    once = uuid.uuid4().hex
    answers = [send("a.pdf", files.pdf(), once=once) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert Upload.objects.count() == 1


def test_a_try_whose_file_is_saved_already_finds_nothing(
    send: Callable[..., HttpResponse], add: Callable[..., HttpResponse]
) -> None:
    once = uuid.uuid4().hex
    send("a.pdf", files.pdf(), once=once)
    add(upload=[str(Upload.objects.get().pk)])
    assert send("a.pdf", files.pdf(), once=once).status_code == 404


def test_ones_own_files_that_wait_can_be_chosen_again(
    case: Case, alice: User, bo: User, as_user: AsUser
) -> None:
    make.upload(case, by=alice, name="min.pdf")
    make.upload(case, by=bo, name="annans.pdf")
    url = reverse("logbook:upload_list", args=[case.number])
    assert rows(as_user(alice).get(url)) == [("min.pdf", False)]


def test_a_waiting_file_is_shown_to_its_sender_and_taken_away_by_nobody_else(
    case: Case, alice: User, bo: User, as_user: AsUser
) -> None:
    upload = make.upload(case, by=alice, name="a.png", content=files.picture("PNG"))
    shown, away = (
        reverse(f"logbook:{name}", args=[case.number, upload.pk])
        for name in ("upload_file", "upload_remove")
    )
    assert as_user(alice).get(shown)["Content-Type"] == "image/webp"
    assert as_user(bo).get(shown).status_code == 404
    assert as_user(bo).post(away).status_code == 404
    assert as_user(alice).post(away).status_code == 204
    assert not Upload.objects.exists()


def test_a_waiting_file_is_not_found_through_another_case(
    case: Case, alice: User, norrby: Organisation, as_user: AsUser
) -> None:
    upload = make.upload(case, by=alice)
    other = make.case(norrby, by=alice, title="Annat")
    url = reverse("logbook:upload_file", args=[other.number, upload.pk])
    assert as_user(alice).get(url).status_code == 404


def test_an_ended_session_is_told_to_the_script(case: Case, db: None) -> None:
    url = reverse("logbook:upload_add", args=[case.number])
    answer = Client().post(
        url, {"file": sent("a.pdf", files.pdf())}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 401


# --- Fetched ----------------------------------------------------------------------------------


def url_of(entry: LogEntry, *, small: bool = False, position: int = 0) -> str:
    name = "logbook:attachment_small" if small else "logbook:attachment"
    file = entry.attachments.get(position=position)
    return reverse(name, args=[entry.case.number, entry.entry, file.pk])


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_document_is_only_saved_and_never_opened(
    case: Case, alice: User, as_user: AsUser
) -> None:
    upload = make.upload(case, by=alice, name='Åtgärder "ett"; två.pdf')
    answer = as_user(alice).get(url_of(make.entry_with_files(case, upload, by=alice)))
    assert body(answer) == files.pdf()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        f"attachment; filename*=utf-8''{quote('Åtgärder _ett_; två.pdf')}"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [(files.letter(), "brev.html", "message/rfc822"), (b"alert(1)", "a.js", "text/plain")],
)
def test_the_type_comes_from_our_table(
    content: bytes, name: str, kind: str, case: Case, alice: User, as_user: AsUser
) -> None:
    upload = make.upload(case, by=alice, name=name, content=content)
    answer = as_user(alice).get(url_of(make.entry_with_files(case, upload, by=alice)))
    assert answer["Content-Type"] == kind
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_picture_is_shown_small_and_whole(case: Case, alice: User, as_user: AsUser) -> None:
    upload = make.upload(case, by=alice, name="a.jpg", content=files.picture("JPEG", (1000, 500)))
    entry = make.entry_with_files(case, upload, by=alice, alt="En tavla")
    client = as_user(alice)
    whole, small = client.get(url_of(entry)), client.get(url_of(entry, small=True))
    assert whole["Content-Disposition"].startswith("inline")
    assert (whole["Content-Type"], small["Content-Type"]) == ("image/jpeg", "image/webp")
    assert Image.open(BytesIO(body(whole))).size == (1000, 500)
    assert Image.open(BytesIO(body(small))).size == (480, 240)
    shown = tree(client.get(reverse("logbook:entry", args=[case.number, entry.entry])))
    (img,) = shown.cssselect(".attachments img")
    assert (img.get("alt"), img.get("width"), img.get("height")) == ("En tavla", "480", "240")


def test_a_browser_that_has_the_file_gets_it_not_again(
    case: Case, alice: User, charlie: User, as_user: AsUser
) -> None:
    entry = make.entry_with_files(case, make.upload(case, by=alice), by=alice)
    client = as_user(alice)
    first = client.get(url_of(entry))
    assert entry.attachments.get().sha256 in first["ETag"]
    held = {"If-None-Match": first["ETag"]}
    again = client.get(url_of(entry), headers=held)
    assert (again.status_code, again.content) == (304, b"")
    # A right that is not there, or not there any longer, is asked for first.
    assert as_user(charlie).get(url_of(entry), headers=held).status_code == 404
    make.end_memberships(alice)
    assert client.get(url_of(entry), headers=held).status_code == 404


def test_files_of_a_restricted_case_stay_in_no_browser(
    case: Case, alice: User, as_user: AsUser
) -> None:
    entry = make.entry_with_files(case, make.upload(case, by=alice), by=alice)
    make.restricted(case, by=alice)
    assert as_user(alice).get(url_of(entry))["Cache-Control"] == "private, no-store"


def test_an_internal_entrys_file_and_one_that_is_not_look_the_same(
    case: Case, alice: User, siv: User, region_vast: Organisation, as_user: AsUser
) -> None:
    make.share(case, region_vast, by=alice)
    hidden = make.entry_with_files(case, make.upload(case, by=alice), by=alice, internal=True)
    open_entry = make.entry_with_files(case, make.upload(case, by=alice), by=alice)
    client = as_user(siv)
    assert client.get(url_of(open_entry)).status_code == 200
    absent = reverse("logbook:attachment", args=[case.number, uuid.uuid4(), 999_999])
    answers = [client.get(url) for url in (url_of(hidden), url_of(hidden, small=True), absent)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({re.sub(rb'value="\w{64}"', b"", answer.content) for answer in answers}) == 1
    # Nor through the address of an entry that one may read.
    mixed = reverse(
        "logbook:attachment",
        args=[case.number, open_entry.entry, hidden.attachments.get().pk],
    )
    assert client.get(mixed).status_code == 404


def test_an_erased_file_is_told_and_not_fetched(
    case: Case, alice: User, as_user: AsUser, sql: Callable[..., Any]
) -> None:
    entry = make.entry_with_files(case, make.upload(case, by=alice), by=alice)
    url = url_of(entry)
    sql("SET LOCAL ROLE omstallning_erasure")
    sql("UPDATE logbook_attachment SET name = '', key = '', sha256 = ''")
    sql("SET LOCAL ROLE omstallning_web")
    client = as_user(alice)
    assert client.get(url).status_code == 404
    for page in ("logbook:list", "logbook:entry"):
        numbers = [case.number] if page == "logbook:list" else [case.number, entry.entry]
        assert "Bilagan är gallrad" in client.get(reverse(page, args=numbers)).content.decode()


def test_a_file_that_cannot_be_fetched_is_told_in_words(
    case: Case, alice: User, as_user: AsUser, file_folder: Path
) -> None:
    entry = make.entry_with_files(case, make.upload(case, by=alice), by=alice)
    (file_folder / entry.attachments.get().key).unlink()
    answer = as_user(alice).get(url_of(entry))
    assert answer.status_code == 503
    assert "går inte att hämta just nu" in answer.content.decode()


# --- On the pages -----------------------------------------------------------------------------


def test_files_stand_on_every_page_that_shows_their_entry(
    case: Case, alice: User, as_user: AsUser
) -> None:
    upload = make.upload(case, by=alice, name="Protokoll från mötet.pdf")
    entry = make.entry_with_files(case, upload, by=alice)
    client, log = as_user(alice), reverse("logbook:list", args=[case.number])
    pages = (
        log,
        f"{log}?vy=insatser",
        reverse("logbook:entry", args=[case.number, entry.entry]),
        reverse("cases:page", args=[case.number]),
    )
    for page in pages:
        links = tree(client.get(page)).cssselect(f'a[href="{url_of(entry)}"]')
        assert [link.text_content() for link in links] == ["Protokoll från mötet.pdf"], page


def test_the_page_of_an_entry_shows_the_files_of_each_wording(
    case: Case, alice: User, as_user: AsUser
) -> None:
    waiting = [make.upload(case, by=alice, name=name) for name in ("a.pdf", "b.pdf")]
    entry = make.entry_with_files(case, *waiting, by=alice)
    client = as_user(alice)
    gone = entry.attachments.get(position=0).pk
    shown = [str(a.pk) for a in entry.attachments.in_order()]
    form = {**ENTRY, "correction_reason": "Fel fil", "seen_version": 1}
    url = reverse("logbook:correct_save", args=[case.number, entry.entry])
    answer = client.post(url, form | {"shown": shown, "attachment": [shown[1]]})
    assert answer.status_code == 302
    articles = tree(client.get(answer["Location"])).cssselect("article")
    found = [[a.text_content() for a in x.cssselect(".attachments a")] for x in articles]
    assert found == [["b.pdf"], ["a.pdf", "b.pdf"]]
    assert Attachment.objects.filter(pk=gone).exists()


# --- Corrections ------------------------------------------------------------------------------


def test_the_form_of_a_correction_holds_the_files(case: Case, alice: User, as_user: AsUser) -> None:
    picture = make.upload(case, by=alice, name="tavla.png", content=files.picture("PNG"))
    entry = make.entry_with_files(case, make.upload(case, by=alice), picture, by=alice, alt="Tavla")
    page = as_user(alice).get(reverse("logbook:correct", args=[case.number, entry.entry]))
    assert rows(page) == [("protokoll.pdf", True), ("tavla.png", True)]
    assert [e.get("value") for e in tree(page).cssselect("[name^=alt-]")] == ["Tavla"]
    assert tree(page).cssselect("details.files")[0].get("open") is not None


def test_a_refused_correction_keeps_every_choice(case: Case, alice: User, as_user: AsUser) -> None:
    picture = make.upload(case, by=alice, name="tavla.png", content=files.picture("PNG"))
    entry = make.entry_with_files(case, make.upload(case, by=alice), picture, by=alice)
    pdf, shown = (a.pk for a in entry.attachments.in_order())
    url = reverse("logbook:correct_save", args=[case.number, entry.entry])
    choice = {"shown": [pdf, shown], "attachment": [shown], f"alt-{shown}": "Ny beskrivning"}
    wrong = {**ENTRY, "correction_reason": "", "seen_version": 1, **choice}
    answer = as_user(alice).post(url, wrong | {"attachments": [sent("ny.pdf", files.pdf())]})
    assert answer.status_code == 422
    assert rows(answer) == [("protokoll.pdf", False), ("tavla.png", True), ("ny.pdf", True)]
    assert tree(answer).cssselect(f"#alt-{shown}")[0].get("value") == "Ny beskrivning"


def test_who_corrects_second_keeps_the_choice_of_files(
    case: Case, alice: User, bo: User, as_user: AsUser
) -> None:
    waiting = [make.upload(case, by=alice, name=name) for name in ("a.pdf", "b.pdf")]
    entry = make.entry_with_files(case, *waiting, by=alice)
    shown = [a.pk for a in entry.attachments.in_order()]
    url = reverse("logbook:correct_save", args=[case.number, entry.entry])
    mine = {**ENTRY, "correction_reason": "Fel", "seen_version": 1, "shown": shown}
    assert as_user(bo).post(url, mine | {"attachment": shown}).status_code == 302
    answer = as_user(alice).post(url, mine | {"attachment": shown[1:]})
    assert answer.status_code == 409
    assert rows(answer) == [("a.pdf", False), ("b.pdf", True)]
    ids = [e.get("value") for e in tree(answer).cssselect("input[name=shown]")]
    assert set(map(int, ids)).isdisjoint(shown)


def test_a_correction_that_names_no_files_carries_them_all(
    case: Case, alice: User, as_user: AsUser
) -> None:
    entry = make.entry_with_files(case, make.upload(case, by=alice), by=alice)
    url = reverse("logbook:correct_save", args=[case.number, entry.entry])
    form = {**ENTRY, "correction_reason": "Fel dag", "seen_version": 1, "attachment": "inget tal"}
    assert as_user(alice).post(url, form).status_code == 302
    assert Attachment.objects.count() == 2


def test_a_second_sending_of_a_correction_leaves_nothing_waiting(
    case: Case, alice: User, as_user: AsUser
) -> None:
    entry = make.entry(case, by=alice)
    url = reverse("logbook:correct_save", args=[case.number, entry.entry])
    form = ENTRY | {"correction_reason": "Fel", "seen_version": 1, "once": str(uuid.uuid4())}
    client = as_user(alice)
    for _ in range(2):
        answer = client.post(url, form | {"attachments": sent("a.pdf", files.pdf())})
        assert answer.status_code == 302
    assert Attachment.objects.count() == 1
    assert not Upload.objects.exists()


# --- Drafts -----------------------------------------------------------------------------------


def test_a_draft_remembers_the_files_that_still_wait(
    case: Case, alice: User, as_user: AsUser
) -> None:
    picture = make.upload(case, by=alice, name="tavla.png", content=files.picture("PNG"))
    gone = make.upload(case, by=alice, name="borta.pdf")
    once, client = str(uuid.uuid4()), as_user(alice)
    named = {"upload": [str(picture.pk), str(gone.pk)], f"alt-{picture.pk}": "Tavlan"}
    keep = reverse("logbook:draft_keep", args=[case.number])
    assert client.post(keep, ENTRY | {"once": once} | named).json()["kept"]
    gone.delete()
    page = client.get(reverse("logbook:new", args=[case.number]), {"utkast": once})
    assert rows(page) == [("tavla.png", True)]
    assert tree(page).cssselect(f"#alt-{picture.pk}")[0].get("value") == "Tavlan"
    assert tree(page).cssselect("details.files")[0].get("open") is not None


def test_a_draft_of_a_correction_remembers_what_was_left_out(
    case: Case, alice: User, as_user: AsUser
) -> None:
    waiting = [make.upload(case, by=alice, name=name) for name in ("a.pdf", "b.pdf")]
    entry = make.entry_with_files(case, *waiting, by=alice)
    shown = [str(a.pk) for a in entry.attachments.in_order()]
    once, client = str(uuid.uuid4()), as_user(alice)
    choice = {"once": once, "entry": str(entry.entry), "shown": shown, "attachment": shown[1:]}
    client.post(reverse("logbook:draft_keep", args=[case.number]), ENTRY | choice)
    url = reverse("logbook:correct", args=[case.number, entry.entry])
    assert rows(client.get(url, {"utkast": once})) == [("a.pdf", False), ("b.pdf", True)]
    assert rows(client.get(url)) == [("a.pdf", True), ("b.pdf", True)]


def test_a_draft_with_a_personal_number_in_a_description_is_not_kept_on_the_server(
    case: Case, alice: User, as_user: AsUser
) -> None:
    upload = make.upload(case, by=alice, name="tavla.png", content=files.picture("PNG"))
    form = {"once": str(uuid.uuid4()), "upload": str(upload.pk)}
    form[f"alt-{upload.pk}"] = "Eva 19811218-9876"
    url = reverse("logbook:draft_keep", args=[case.number])
    assert not as_user(alice).post(url, ENTRY | form).json()["kept"]


# --- Set up -----------------------------------------------------------------------------------


def test_files_below_the_web_root_stop_the_checks(settings: Any) -> None:
    assert files_lie_outside_the_web_root(None) == []
    for folder in (Path(settings.STATIC_ROOT) / "files", Path(settings.STATICFILES_DIRS[0])):
        settings.STORAGES = settings.STORAGES | {
            "attachments": {"BACKEND": "x", "OPTIONS": {"location": folder}}
        }
        assert [e.id for e in files_lie_outside_the_web_root(None)] == ["omstallning.E002"]


def test_a_guest_who_may_log_attaches_files_too(
    case: Case, alice: User, gun: User, as_user: AsUser
) -> None:
    make.guest(case, gun, make.partner("Almi"), by=alice, may_log=True)
    client = as_user(gun)
    answer = client.post(
        reverse("logbook:upload_add", args=[case.number]), {"file": sent("a.pdf", files.pdf())}
    )
    assert answer.status_code == 201
    form = ENTRY | {"upload": str(Upload.objects.get().pk)}
    assert client.post(reverse("logbook:add", args=[case.number]), form).status_code == 302
    entry = LogEntry.objects.notes().get()
    assert entry.organisation.name == "Almi"
    assert as_user(alice).get(url_of(entry)).status_code == 200
