"""Documents: kept with a file or a link, replaced by versions, shared one by one, missed when not there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from cases import document_actions
from cases import document_rules as rules
from cases.document_actions import ChosenFile
from cases.models import Case, Document, DocumentFile
from core.actions import Conflict, Refused
from guide.load import guide
from guide.model import DocumentKind
from guide.phases import Phase
from logbook import stores, tidying
from logbook.events import Event
from logbook.models import LogEntry, Upload
from logbook.queries import bytes_held
from logbook.wording import sentence
from tests import files, make
from tests import make_document as docs

AsUser = Callable[[User], Client]


def url(name: str, case: Case, *args: Any) -> str:
    return reverse(f"cases:{name}", args=[case.number, *args])


def told(case: Case, event: Event) -> str:
    return sentence(LogEntry.objects.filter(case=case, event=event).latest("id"))


def sent(**values: Any) -> dict[str, Any]:
    """What the form for a new document sends."""
    return {
        "kind": "SITUATION",
        "title": "Lägesbild",
        "dated_on": make.today().isoformat(),
    } | values


# --- Keeping ------------------------------------------------------------------------------------


def test_a_document_is_kept_with_its_file_and_can_be_fetched(
    case: Case, alice: User, as_user: AsUser
) -> None:
    client = as_user(alice)
    file = make.sent("lägesbild.pdf", files.pdf())
    response = client.post(url("document_add_save", case), sent(attachments=file))
    document = Document.objects.get(case=case)
    assert response.headers["Location"] == url("document", case, document.pk)
    assert document.file.name == "lägesbild.pdf"
    assert not Upload.objects.exists()
    assert told(case, Event.DOCUMENT_ADDED) == "Lägesbild lades till."
    fetched = client.get(url("document_file", case, document.pk))
    assert b"".join(fetched.streaming_content) == files.pdf()  # type: ignore[attr-defined]
    assert "attachment" in fetched.headers["Content-Disposition"]


def test_who_adopted_it_and_when_stands_in_the_log_and_on_the_page(
    case: Case, alice: User, as_user: AsUser
) -> None:
    group = make.group(case, by=alice)
    data = sent(
        kind="PLAN",
        title="Genomförandeplan 2026",
        link=docs.LINK,
        adopting_group=str(group.pk),
        adopted_on=make.today().isoformat(),
        diary_number="KS 2026/14",
    )
    client = as_user(alice)
    assert client.post(url("document_add_save", case), data).status_code == 302
    assert told(case, Event.DOCUMENT_ADDED) == (
        "Genomförandeplan: Genomförandeplan 2026 lades till. "
        f"Antaget av Styrgrupp den {make.today().isoformat()}."
    )
    page = client.get(url("documents", case)).content.decode()
    assert "Antaget av Styrgrupp" in page
    assert "Dnr KS 2026/14" in page


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({}, "", "Välj en fil, eller skriv en länk"),
        ({"link": "javascript:alert(1)"}, "link", "Skriv en hel länk"),
        ({"link": "http://[::1"}, "link", "Skriv en hel länk"),
        (
            {"link": docs.LINK, "adopted_on": "2026-01-02"},
            "adopting_group",
            "Välj vem som antog dokumentet.",
        ),
        (
            {"link": docs.LINK, "adopting_body": "Kommunstyrelsen"},
            "adopted_on",
            "Skriv vilken dag dokumentet antogs.",
        ),
    ],
)
def test_what_cannot_be_kept_comes_back_with_all_that_was_typed(
    case: Case, alice: User, as_user: AsUser, changes: dict[str, str], field: str, words: str
) -> None:
    data = sent(title="Bilden av läget", diary_number="KS 1") | changes
    response = as_user(alice).post(url("document_add_save", case), data)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert 'value="Bilden av läget"' in response.content.decode()
    if field:
        assert field in response.context["form"].errors
    assert not Document.objects.exists()


def test_a_file_sent_with_a_refused_form_waits_and_need_not_be_sent_again(
    case: Case, alice: User, as_user: AsUser
) -> None:
    client = as_user(alice)
    file = make.sent("plan.pdf", files.pdf())
    response = client.post(url("document_add_save", case), sent(title="", attachments=file))
    assert response.status_code == 422
    waiting = Upload.objects.get()
    assert f'value="{waiting.pk}" checked' in response.content.decode()
    response = client.post(url("document_add_save", case), sent(upload=str(waiting.pk)))
    assert response.status_code == 302
    assert Document.objects.get().file.name == "plan.pdf"


def test_two_files_are_one_too_many_and_an_executable_is_none(
    case: Case, alice: User, as_user: AsUser
) -> None:
    client = as_user(alice)
    two = [str(make.upload(case, by=alice, name=f"{n}.pdf").pk) for n in "ab"]
    response = client.post(url("document_add_save", case), sent(upload=two))
    assert response.status_code == 422
    assert "Ett dokument har en fil." in response.content.decode()
    program = make.sent("plan.pdf", b"MZ\x90\x00" + b"\x00" * 200)
    response = client.post(url("document_add_save", case), sent(attachments=program))
    assert response.status_code == 422
    assert not Document.objects.exists()


def test_a_double_click_keeps_one_document(case: Case, alice: User, as_user: AsUser) -> None:
    client = as_user(alice)
    once = client.get(url("document_add", case)).context["form"]["once"].value()
    data = sent(link=docs.LINK, once=str(once))
    places = {client.post(url("document_add_save", case), data).headers["Location"] for _ in "ab"}
    assert places == {url("document", case, Document.objects.get().pk)}


def test_someone_elses_waiting_file_is_not_taken(case: Case, alice: User, bo: User) -> None:
    theirs = make.upload(case, by=bo, name="hemligt.pdf")
    with pytest.raises(Refused, match="finns inte kvar"):
        document_actions.add_document(
            case=case,
            facts=docs.facts(),
            file=ChosenFile(theirs.pk),
            actor=alice,
            at=make.now(),
        )
    assert not Document.objects.exists()
    assert Upload.objects.filter(pk=theirs.pk).exists()


def test_a_closed_case_takes_no_document_but_a_share_can_end(
    case: Case, alice: User, as_user: AsUser
) -> None:
    document = docs.shared(docs.document(case, by=alice), by=alice)
    make.closed(case, by=alice)
    with pytest.raises(Refused, match="avslutat"):
        docs.document(case, by=alice)
    assert "Ärendet är avslutat" in as_user(alice).get(url("documents", case)).content.decode()
    document_actions.stop_sharing_document(document=document, actor=alice, at=make.now())


# --- Versions -----------------------------------------------------------------------------------


def test_a_new_version_replaces_and_the_old_one_is_still_read(
    case: Case, alice: User, as_user: AsUser
) -> None:
    first = docs.document(case, by=alice, file="ett.pdf", diary_number="KS 1")
    second = docs.version(first, by=alice, news="Nya siffror från facket")
    client = as_user(alice)
    assert [row.pk for row in client.get(url("documents", case)).context["page"]] == [second.pk]
    old = client.get(url("document", case, first.pk)).content.decode()
    assert "Det här är version 1." in old
    assert "Nya siffror från facket" in old
    assert client.get(url("document_file", case, first.pk)).status_code == 200
    assert told(case, Event.DOCUMENT_REPLACED) == "Lägesbild kom i version 2."
    with pytest.raises(Refused, match="nyare version"):
        docs.version(first, by=alice)
    with pytest.raises(Refused, match="nyare version"):
        document_actions.change_document(
            document=first,
            seen_version=1,
            facts=docs.facts(title="Annat"),
            actor=alice,
            at=make.now(),
        )


def test_two_who_change_the_same_document_both_see_what_the_other_wrote(
    case: Case, alice: User, as_user: AsUser
) -> None:
    document = docs.document(case, by=alice)
    client = as_user(alice)
    save = url("document_edit_save", case, document.pk)
    data = sent(link=docs.LINK, seen_version="1")
    assert client.post(save, data | {"diary_number": "KS 2026/1"}).status_code == 302
    assert told(case, Event.DOCUMENT_CHANGED) == "Lägesbild ändrades: diarienummer."
    response = client.post(save, data | {"diary_number": "KS 2026/2", "kind": "IMPACT"})
    assert response.status_code == 409
    assert "Slag av dokument: Lägesbild" in response.content.decode()
    assert "KS 2026/1" in response.content.decode()
    assert 'value="KS 2026/2"' in response.content.decode()
    with pytest.raises(Conflict):
        document_actions.change_document(
            document=document, seen_version=1, facts=docs.facts(), actor=alice, at=make.now()
        )


def test_the_database_lets_nobody_exchange_a_documents_file(case: Case, alice: User) -> None:
    file = docs.document(case, by=alice, file="ett.pdf").file
    with pytest.raises(Error), transaction.atomic():
        DocumentFile.objects.filter(pk=file.pk).update(sha256="0" * 64)
    assert Document.objects.filter(adopted_on=None).exists()
    with pytest.raises(IntegrityError), transaction.atomic(), make.acting_as(alice):
        Document.objects.update(adopted_on=make.today())


def test_a_documents_file_counts_is_not_swept_and_is_checked(case: Case, alice: User) -> None:
    file = docs.document(case, by=alice, file="ett.pdf").file
    assert bytes_held(case) == file.size
    tidying.sweep_store(before=make.now() + timedelta(days=2))
    assert list(tidying.faults()) == []
    stores.take_away(file.key)
    assert list(tidying.faults()) == [
        f"Dokumentfil {file.pk}: filen {file.key} finns inte i förrådet."
    ]


# --- Who reads ----------------------------------------------------------------------------------


def test_outsiders_read_what_is_shared_and_meet_no_sign_of_the_rest(
    case: Case, alice: User, siv: User, gun: User, region_vast: Organisation, as_user: AsUser
) -> None:
    make.share(case, region_vast, by=alice)
    make.guest(case, gun, make.partner("Almi"), by=alice)
    shown = docs.document(
        case, by=alice, title="Lägesbild mars", file="mars.pdf", diary_number="KS-DOLT"
    )
    hidden = docs.document(case, DocumentKind.MINUTES, by=alice, title="Hemligt protokoll")
    for person in (siv, gun):
        client = as_user(person)
        page = client.get(url("documents", case)).content.decode()
        assert "Inga dokument är delade" in page
        assert client.get(url("document", case, shown.pk)).status_code == 404
        assert client.get(url("document_file", case, shown.pk)).status_code == 404
    shown = docs.shared(shown, by=alice)
    newer = docs.version(shown, by=alice, title="Lägesbild april")
    for person in (siv, gun):
        client = as_user(person)
        page = client.get(url("documents", case)).content.decode()
        assert "Lägesbild mars" in page
        for word in ("protokoll", "april", "KS-DOLT", "Version", "Saknas", "saknas"):
            assert word not in page
        alone = client.get(url("document", case, shown.pk)).content.decode()
        assert "KS-DOLT" not in alone
        assert "ersion" not in alone
        assert client.get(url("document_file", case, shown.pk)).status_code == 200
        for absent in (newer.pk, hidden.pk, 999_999):
            assert client.get(url("document", case, absent)).status_code == 404


def test_sharing_says_who_reads_and_is_logged_for_the_municipalities_alone(
    case: Case, alice: User, siv: User, region_vast: Organisation, as_user: AsUser
) -> None:
    make.share(case, region_vast, by=alice)
    document = docs.document(case, by=alice)
    client = as_user(alice)
    assert "hämta den här versionen: Region Väst." in (
        client.get(url("document", case, document.pk)).content.decode()
    )
    client.post(url("document_share", case, document.pk))
    row = LogEntry.objects.get(case=case, event=Event.DOCUMENT_SHARED)
    assert "version 1, delades" in sentence(row)
    assert row not in LogEntry.objects.visible_to(siv)
    again = client.post(url("document_share", case, document.pk), follow=True)
    assert "Dokumentet är redan delat." in again.content.decode()
    client.post(url("document_stop_sharing", case, document.pk))
    assert as_user(siv).get(url("document", case, document.pk)).status_code == 404


def test_nothing_is_shared_from_a_restricted_case(case: Case, alice: User) -> None:
    document = docs.document(case, by=alice)
    make.restricted(case, by=alice)
    with pytest.raises(Refused, match="ej offentligt"):
        docs.shared(document, by=alice)


def test_nothing_but_a_web_address_becomes_a_link(case: Case, alice: User) -> None:
    for link in ("javascript:alert(1)", "data:text/html,x", "ftp://fil.example/1", "/dokument/1"):
        with pytest.raises(Refused, match="hel länk"):
            docs.document(case, by=alice, link=link)


def test_a_group_of_another_case_adopts_nothing_here(
    case: Case, norrby: Organisation, alice: User
) -> None:
    elsewhere = make.group(make.case(norrby, by=alice, title="Annat"), by=alice)
    with pytest.raises(Refused, match="ett annat ärende"):
        docs.document(case, by=alice, adopting_group=elsewhere, adopted_on=make.today())


# --- The list, and what is missing --------------------------------------------------------------


def test_the_list_is_narrowed_and_ordered(case: Case, alice: User, as_user: AsUser) -> None:
    day = make.today() - timedelta(days=9)
    old = docs.document(case, by=alice, title="Äldst", dated_on=day)
    minutes = docs.document(case, DocumentKind.MINUTES, by=alice, title="Bordet")
    adopted = docs.document(
        case, by=alice, title="Antagen", adopting_body="Styrelsen", adopted_on=day
    )
    client = as_user(alice)

    def shown(query: str) -> list[int]:
        return [row.pk for row in client.get(url("documents", case) + query).context["page"]]

    assert shown("") == [adopted.pk, minutes.pk, old.pk]
    assert shown("?ordning=aldst") == [old.pk, minutes.pk, adopted.pk]
    assert shown("?slag=MINUTES") == [minutes.pk]
    assert shown("?visa=antagna") == [adopted.pk]
    assert shown("?q=styrel") == [adopted.pk]
    assert shown("?visa=delade") == []
    assert "Inget dokument passar filtren." in (
        client.get(url("documents", case) + "?visa=delade").content.decode()
    )


def test_what_the_guide_asks_for_is_told_as_missing_until_it_is_there(
    case: Case, alice: User, as_user: AsUser
) -> None:
    client = as_user(alice)

    def missing() -> list[str]:
        return [each.document.key for each in client.get(url("documents", case)).context["missing"]]

    assert missing() == ["situation_picture", "first_message", "resource_request"]
    phase = client.get(url("phase", case, 1)).content.decode()
    assert phase.count("Saknas") == 3
    form = client.get(url("document_add", case) + "?for=first_message").context["form"]
    assert form.initial["guide_key"] == "first_message"
    docs.document(case, by=alice)
    docs.document(case, DocumentKind.OTHER, by=alice, guide_key="first_message", title="Budskap")
    assert missing() == ["resource_request"]
    assert ">Budskap</a>" in client.get(url("phase", case, 1)).content.decode()


def test_only_phases_that_have_been_reached_make_a_document_missing() -> None:
    expected = [e for phase in Phase for e in rules.expected_in(guide().phase(phase), [])]
    assert {each.phase for each in rules.missing_by_now(expected, 2)} == {1, 2}
    assert all(each.kept_in is None for each in rules.missing_by_now(expected, 5))


def test_a_document_said_to_be_another_of_the_guides_is_not_counted_by_its_kind() -> None:
    said = rules.DocumentFacts(1, DocumentKind.SITUATION, "first_message", "Budskap")
    found = {each.document.key: each.found for each in rules.expected_in(guide().phase(1), [said])}
    assert found["first_message"] == (said,)
    assert found["situation_picture"] == ()
