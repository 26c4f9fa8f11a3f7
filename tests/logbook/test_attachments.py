"""Files of entries: they wait, are attached, follow corrections, and are covered by the chain."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, transaction

from accounts.models import Organisation, User
from cases.models import Case
from core.actions import AlreadyDone, Refused
from logbook import actions, queries, rules, stores, tidying, uploads
from logbook.attaching import Files
from logbook.files.kinds import NotAccepted
from logbook.models import Attachment, LogEntry, Upload
from logbook.receiving import receive
from logbook.wording import sentence
from tests import files, make

Sql = Callable[..., list[tuple[Any, ...]]]


def stored(folder: Path) -> set[str]:
    """The keys of what lies in the store, small pictures left out."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {str(path).removesuffix(stores.SMALL) for path in found}


def corrected(entry: LogEntry, by: User, what: str = "Rätt", **choice: Any) -> LogEntry:
    return actions.correct_entry(
        entry=entry,
        seen_version=entry.version,
        wording=make.wording(what),
        reason="Fel dag",
        files=Files(**choice),
        actor=by,
        at=make.now(),
    )


def names(entry: LogEntry) -> list[str]:
    return [attachment.name for attachment in entry.attachments.in_order()]


# --- Waiting ----------------------------------------------------------------------------------


def test_a_sent_file_waits_with_what_is_known_of_it(
    case: Case, alice: User, file_folder: Path
) -> None:
    content = files.pdf()
    upload = make.upload(case, by=alice, name="C:\\Möten\\Åtgärder.pdf")
    assert (upload.name, upload.kind, upload.size) == ("Åtgärder.pdf", "PDF", len(content))
    with stores.fetch(upload.key) as kept:
        assert kept.read() == content
    assert stored(file_folder) == {upload.key}
    assert case.number not in upload.key
    assert "tg" not in upload.key.partition("/")[2]


def test_files_are_private_to_the_program(case: Case, alice: User, file_folder: Path) -> None:
    upload = make.upload(case, by=alice)
    path = file_folder / upload.key
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_waiting_file_is_its_senders_only(
    case: Case, alice: User, bo: User, charlie: User
) -> None:
    upload = make.upload(case, by=alice)
    assert list(Upload.objects.visible_to(alice)) == [upload]
    assert not Upload.objects.visible_to(bo)
    assert not Upload.objects.visible_to(charlie)
    make.end_memberships(alice)
    assert not Upload.objects.visible_to(alice)


def test_the_same_sending_is_kept_once(case: Case, alice: User, file_folder: Path) -> None:
    once = uuid.uuid4()
    sending = {"case": case, "name": "a.pdf", "once": once, "by": alice, "at": make.now()}
    upload = receive(file=BytesIO(files.pdf()), **sending)
    with pytest.raises(AlreadyDone) as again:
        receive(file=BytesIO(files.pdf()), **sending)
    assert again.value.result == str(upload.pk)
    assert stored(file_folder) == {upload.key}


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_taken_away_leaves_the_store(
    case: Case, alice: User, bo: User, file_folder: Path
) -> None:
    upload = make.upload(case, by=alice, name="a.png", content=files.picture("PNG"))
    uploads.drop_upload(upload=upload, actor=bo, at=make.now())
    assert stored(file_folder) == {upload.key}
    uploads.drop_upload(upload=upload, actor=alice, at=make.now())
    assert stored(file_folder) == set()
    assert not Upload.objects.exists()


def test_a_refused_file_leaves_nothing(case: Case, alice: User, file_folder: Path) -> None:
    for name, content in (("a.exe", b"MZ\x00"), ("19811218-9876.pdf", files.pdf())):
        with pytest.raises(NotAccepted):
            make.upload(case, by=alice, name=name, content=content)
    assert stored(file_folder) == set()
    assert not Upload.objects.exists()


def test_a_row_that_cannot_be_saved_leaves_no_file(
    case: Case, alice: User, file_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise Error("the database is gone")

    monkeypatch.setattr(uploads, "stage_upload", fail)
    with pytest.raises(Error):
        make.upload(case, by=alice, name="a.png", content=files.picture("PNG"))
    assert stored(file_folder) == set()


def test_a_store_that_is_down_refuses_in_words(
    case: Case, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    with pytest.raises(Refused, match="kunde inte sparas just nu"):
        make.upload(case, by=alice)
    assert not Upload.objects.exists()


def test_a_full_case_takes_no_more(
    case: Case, alice: User, settings: Any, file_folder: Path
) -> None:
    size = len(files.pdf())
    settings.ATTACHMENT_BYTES_PER_CASE = 2 * size
    first = make.upload(case, by=alice)
    entry = make.entry_with_files(case, first, by=alice)
    corrected(entry, alice)  # the same file in two wordings counts once
    make.upload(case, by=alice)
    with pytest.raises(Refused, match="rymmer högst"):
        make.upload(case, by=alice)
    assert len(stored(file_folder)) == 2


def test_nobody_fills_a_case_with_what_is_never_saved() -> None:
    full = rules.blockers_to_upload(size=1, held=0, most=10, waiting=rules.MOST_WAITING)
    assert ["Spara loggposten" in reason for reason in full] == [True]
    assert not list(rules.blockers_to_upload(size=10, held=0, most=10, waiting=0))


# --- Attaching --------------------------------------------------------------------------------


def test_an_entry_takes_its_files_in_the_order_they_were_chosen(
    case: Case, alice: User, file_folder: Path
) -> None:
    second, first = (make.upload(case, by=alice, name=name) for name in ("b.pdf", "a.pdf"))
    picture = make.upload(case, by=alice, name="c.png", content=files.picture("PNG"))
    entry = make.entry_with_files(case, first, second, picture, by=alice, alt="En tavla")
    assert names(entry) == ["a.pdf", "b.pdf", "c.png"]
    assert [a.alt_text for a in entry.attachments.in_order()] == ["", "", "En tavla"]
    assert not Upload.objects.exists()
    assert stored(file_folder) == {a.key for a in entry.attachments.all()}
    assert sentence(entry) == entry.what


def test_the_hash_of_the_entry_covers_its_files(case: Case, alice: User, sql: Sql) -> None:
    entry = make.entry_with_files(case, make.upload(case, by=alice), by=alice)
    (file,) = entry.attachments.all()
    covered = [{"name": file.name, "sha256": file.sha256, "size": file.size}]
    assert LogEntry.objects.get(pk=entry.pk).details == {"attachments": covered}
    assert sql("SELECT * FROM logbook_broken_links(%s)", case.pk) == []
    assert sql("SELECT * FROM logbook_altered_attachments(%s)", case.pk) == []


@pytest.mark.parametrize("owner", ["bo", "elsewhere", "gone"])
def test_only_ones_own_waiting_files_of_the_case_are_taken(
    owner: str, case: Case, alice: User, bo: User, norrby: Organisation
) -> None:
    other = make.case(norrby, by=alice, title="Annat") if owner == "elsewhere" else case
    upload = make.upload(other, by=bo if owner == "bo" else alice)
    if owner == "gone":
        make.entry_with_files(case, upload, by=alice)
    before = LogEntry.objects.count()
    with pytest.raises(Refused, match="finns inte kvar"):
        make.entry_with_files(case, make.upload(case, by=alice), upload, by=alice)
    assert LogEntry.objects.count() == before
    # What was taken before the refusal waits again.
    assert Upload.objects.filter(uploaded_by=alice, case=case).count() == 1


def test_an_entry_has_at_most_so_many_files(case: Case, alice: User, settings: Any) -> None:
    settings.ATTACHMENTS_PER_ENTRY = 2
    waiting = [make.upload(case, by=alice) for _ in range(3)]
    with pytest.raises(Refused, match="högst 2 bilagor"):
        make.entry_with_files(case, *waiting, by=alice)
    assert Upload.objects.count() == 3


def test_an_entry_with_files_is_saved_once(case: Case, alice: User) -> None:
    upload, once = make.upload(case, by=alice), uuid.uuid4()
    saving = {
        "case": case,
        "wording": make.wording(),
        "files": Files(added={upload.pk: ""}),
        "once": once,
        "actor": alice,
        "at": make.now(),
    }
    entry = actions.add_entry(**saving)
    with pytest.raises(AlreadyDone):
        actions.add_entry(**saving)
    assert entry.attachments.count() == 1


def test_files_cost_two_questions_and_none_when_there_are_none(
    case: Case, alice: User, django_assert_max_num_queries: Any
) -> None:
    waiting = [make.upload(case, by=alice) for _ in range(5)]
    with django_assert_max_num_queries(7):
        make.entry(case, by=alice)
    with django_assert_max_num_queries(9):
        make.entry_with_files(case, *waiting, by=alice)


# --- Corrections ------------------------------------------------------------------------------


def test_a_correction_carries_the_files(case: Case, alice: User, file_folder: Path) -> None:
    entry = make.entry_with_files(case, make.upload(case, by=alice), by=alice)
    newer = corrected(entry, alice)
    assert names(newer) == names(entry) == ["protokoll.pdf"]
    assert len(stored(file_folder)) == 1
    assert newer.attachments.get().uploaded_at == entry.attachments.get().uploaded_at


def test_a_correction_may_leave_a_file_out_describe_one_and_add_one(
    case: Case, alice: User, bo: User
) -> None:
    picture = make.upload(case, by=alice, name="tavla.png", content=files.picture("PNG"))
    entry = make.entry_with_files(case, make.upload(case, by=alice), picture, by=alice, alt="")
    pdf, shown = entry.attachments.in_order()
    more = make.upload(case, by=bo, name="svar.pdf")
    newer = corrected(
        entry,
        bo,
        added={more.pk: ""},
        left_out=frozenset({pdf.pk}),
        described={shown.pk: "En tavla med datum"},
    )
    assert names(newer) == ["tavla.png", "svar.pdf"]
    assert [a.alt_text for a in newer.attachments.in_order()] == ["En tavla med datum", ""]
    assert [a.uploaded_by for a in newer.attachments.in_order()] == [alice, bo]
    assert names(entry) == ["protokoll.pdf", "tavla.png"]
    assert shown.alt_text == ""


def test_a_correction_of_the_correction_carries_on(case: Case, alice: User, sql: Sql) -> None:
    entry = make.entry_with_files(case, make.upload(case, by=alice), by=alice)
    third = corrected(corrected(entry, alice), alice)
    assert names(third) == ["protokoll.pdf"]
    assert sql("SELECT * FROM logbook_altered_attachments(%s)", case.pk) == []


# --- What the database promises ---------------------------------------------------------------


def test_a_file_cannot_be_added_to_an_entry_afterwards(case: Case, alice: User) -> None:
    entry = make.entry_with_files(case, make.upload(case, by=alice), by=alice)
    file = entry.attachments.get()
    other = make.entry(case, by=alice)
    for changes in ({"position": 1}, {"position": 0, "sha256": "0" * 64}, {"log_entry": other}):
        forged = Attachment.objects.get(pk=file.pk)
        forged.pk = None
        for name, value in changes.items():
            setattr(forged, name, value)
        with pytest.raises(Error, match="not covered"), transaction.atomic():
            forged.save(force_insert=True)


def test_a_file_that_is_exchanged_with_the_guards_off_is_found(
    case: Case, alice: User, sql: Sql
) -> None:
    make.entry_with_files(case, make.upload(case, by=alice), by=alice)
    entry = make.entry_with_files(case, make.upload(case, by=alice), by=alice)
    unlocked(
        sql, "UPDATE logbook_attachment SET sha256 = %s WHERE log_entry_id = %s", "0" * 64, entry.pk
    )
    assert sql("SELECT * FROM logbook_altered_attachments(%s)", case.pk) == [(entry.chain_number,)]
    faults = list(tidying.faults())
    assert [f"loggrad {entry.chain_number}" in fault for fault in faults] == [True, False]


def unlocked(sql: Sql, statement: str, *values: Any) -> None:
    """As a superuser with the triggers off."""
    sql("RESET ROLE")
    sql("SET LOCAL session_replication_role = replica")
    sql(statement, *values)
    sql("SET LOCAL session_replication_role = origin")
    sql("SET ROLE omstallning_web")


def erase(sql: Sql, entry: LogEntry) -> None:
    with transaction.atomic():
        sql("SET LOCAL ROLE omstallning_erasure")
        sql(
            "UPDATE logbook_logentry SET what = '', details = '{}', salt = '' WHERE id = %s",
            entry.pk,
        )
        sql(
            "UPDATE logbook_attachment SET name = '', sha256 = '', key = '', alt_text = ''"
            " WHERE log_entry_id = %s",
            entry.pk,
        )
        sql("SET LOCAL ROLE omstallning_web")


def test_erasure_empties_a_file_and_the_sweep_takes_it(
    case: Case, alice: User, sql: Sql, file_folder: Path
) -> None:
    entry = make.entry_with_files(case, make.upload(case, by=alice), by=alice)
    erase(sql, entry)
    assert entry.attachments.get().is_erased
    assert sql("SELECT * FROM logbook_broken_links(%s)", case.pk) == []
    assert sql("SELECT * FROM logbook_altered_attachments(%s)", case.pk) == []
    assert queries.bytes_held(case) == 0
    assert names(corrected(entry, alice)) == []
    assert tidying.sweep_store(before=make.now() + timedelta(minutes=1)) == 1
    assert stored(file_folder) == set()


# --- Cleaning up ------------------------------------------------------------------------------


def tidy() -> str:
    said = StringIO()
    call_command("tidy_files", stdout=said)
    return said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_files_that_waited_two_weeks_are_taken_away(
    case: Case, alice: User, file_folder: Path
) -> None:
    old = make.upload(case, by=alice, at=make.now() - timedelta(days=15))
    young = make.upload(case, by=alice, at=make.now() - timedelta(days=13))
    assert "för länge: 1" in tidy()
    assert list(Upload.objects.all()) == [young]
    assert stored(file_folder) == {young.key}
    assert old.key != young.key


def test_the_sweep_takes_what_no_row_knows_and_nothing_else(
    case: Case, alice: User, file_folder: Path
) -> None:
    waiting = make.upload(case, by=alice, name="a.png", content=files.picture("PNG"))
    entry = make.entry_with_files(case, make.upload(case, by=alice), by=alice)
    corrected(entry, alice, left_out=frozenset({entry.attachments.get().pk}))
    kept = {waiting.key, entry.attachments.get().key}
    lost = stores.store().save(f"{case.pk}/{'0' * 32}", BytesIO(b"lost"))
    stores.store().save(f"9999/{'0' * 32}", BytesIO(b"lost"))
    assert "Utan rad: 0" in tidy()  # too young: its row may be on its way
    assert lost in stored(file_folder)
    assert tidying.sweep_store(before=make.now() + timedelta(minutes=1)) == 2
    assert stored(file_folder) == kept


def test_an_empty_store_is_swept_and_checked(db: None, file_folder: Path) -> None:
    assert "Utan rad: 0" in tidy()
    call_command("check_files", stdout=StringIO())


@pytest.mark.parametrize(("harm", "word"), [("change", "ändrad"), ("remove", "finns inte")])
def test_a_file_that_is_changed_or_lost_is_named(
    harm: str, word: str, case: Case, alice: User, file_folder: Path
) -> None:
    entry = make.entry_with_files(case, make.upload(case, by=alice), by=alice)
    file = entry.attachments.get()
    path = file_folder / file.key
    call_command("check_files", stdout=StringIO())
    if harm == "change":
        path.write_bytes(path.read_bytes() + b"x")
    else:
        path.unlink()
    said = StringIO()
    with pytest.raises(CommandError, match="1"):
        call_command("check_files", stderr=said)
    assert word in said.getvalue()
    assert f"Bilaga {file.pk}" in said.getvalue()


# --- Who reads --------------------------------------------------------------------------------


def test_a_file_follows_the_wording_it_belongs_to(
    case: Case, alice: User, siv: User, gun: User, norrby: Organisation, region_vast: Organisation
) -> None:
    make.share(case, region_vast, by=alice)
    make.guest(case, gun, make.partner("Almi"), by=alice)
    entry = make.entry_with_files(case, make.upload(case, by=alice), by=alice)
    for reader in (alice, siv, gun):
        assert Attachment.objects.visible_to(reader).count() == 1
    actions.correct_entry(
        entry=entry,
        seen_version=1,
        wording=make.wording("Internt", internal=True),
        reason="Känsligt",
        actor=alice,
        at=make.now(),
    )
    assert Attachment.objects.visible_to(alice).count() == 2
    for outsider in (siv, gun):
        assert not Attachment.objects.visible_to(outsider)
