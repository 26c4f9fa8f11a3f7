"""A package holds the whole case: its facts are rebuilt from the files alone, and compared."""

import base64
import hashlib
import io
import json
import tracemalloc
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from accounts.models import Organisation, User
from archive import storing
from archive.columns import columns_of
from archive.contents import ALL_PARTS, CHAIN_FIELDS, PARTS
from archive.models import Package
from archive.schema import NAMESPACE
from cases.models import Case
from core import jobs
from core.models import RowChange
from library.models import Publication
from logbook import sealing, stores
from logbook.events import Audience
from logbook.models import Attachment
from reports.levels import Level
from reports.model import EXERCISE
from reports.models import Issued, ReportFile
from reports.render import render_pdf
from tests import make, make_archive
from tests.pdf import read_pdf

PDF = b"%PDF-1.7 en rapport"


@pytest.fixture(autouse=True)
def _no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reports' and the log's PDF are looked at in a test of its own."""
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: PDF)
    monkeypatch.setattr("archive.log_pdf.render_pdf", lambda *a, **k: PDF)


def packed(case: Case, *, by: User) -> zipfile.ZipFile:
    """The package as it lies in the store when the worker has made it."""
    package = make_archive.ordered(case, by=by)
    make.do_jobs()
    package.refresh_from_db()
    with storing.fetch(package.key) as content:
        data = content.read()
    assert hashlib.sha256(data).hexdigest() == package.sha256
    assert len(data) == package.size
    return zipfile.ZipFile(io.BytesIO(data))


def as_json(package: zipfile.ZipFile) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(package.read("uppgifter/arende.json"))
    return found


def facts_in_json(package: zipfile.ZipFile) -> dict[str, list[dict[str, Any]]]:
    """Each table with its rows."""
    return {name: rows for name, rows in as_json(package).items() if isinstance(rows, list)}


def facts_in_xml(package: zipfile.ZipFile) -> dict[str, list[dict[str, str]]]:
    """The same from the XML, all values as text; an element in base64 is decoded."""
    root = etree.fromstring(package.read("uppgifter/arende.xml"))
    return {
        etree.QName(table).localname: [
            {etree.QName(cell).localname: _text(cell) for cell in row} for row in table
        ]
        for table in root
        if etree.QName(table).localname != "package"
    }


def _text(cell: Any) -> str:
    text = cell.text or ""
    return base64.b64decode(text).decode() if cell.get("encoding") else text


def every_reference_leads_to_a_row(rebuilt: dict[str, list[dict[str, Any]]]) -> None:
    ids = {table: {row["id"] for row in rows} for table, rows in rebuilt.items()}
    for part in ALL_PARTS:
        for column in columns_of(part):
            if column.refers_to:
                named = {row[column.name] for row in rebuilt[part.table]} - {None}
                assert named <= ids[column.refers_to], f"{part.table}.{column.name}"
    assert {row["actor_id"] for row in rebuilt["row_change"]} <= ids["person"]


def changes_of_all_audited_rows_are_there(
    rebuilt: dict[str, list[dict[str, Any]]], case: Case
) -> None:
    told = {row["id"] for row in rebuilt["row_change"]}
    of_case = RowChange.objects.filter(table_name="cases_case", row_id=str(case.pk))
    assert set(of_case.values_list("pk", flat=True)) <= told
    names = {row["table_name"] for row in rebuilt["row_change"]}
    assert {"measures_measure", "cases_groupmember", "figures_supplier"} <= names
    assert not names & {"cases_contact", "figures_calendarfeed", "accounts_membership"}


def both_follow_the_schemas_beside_them(package: zipfile.ZipFile) -> None:
    schema = json.loads(package.read("uppgifter/arende.schema.json"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(as_json(package))
    xsd = etree.XMLSchema(etree.fromstring(package.read("uppgifter/arende.xsd")))
    document = etree.fromstring(package.read("uppgifter/arende.xml"))
    xsd.assertValid(document)
    assert document.tag == f"{{{NAMESPACE}}}arende"
    for row in document.iter(f"{{{NAMESPACE}}}version"):
        row.text = "två"
    assert not xsd.validate(document)


def the_schemas_say_what_each_column_is(package: zipfile.ZipFile) -> None:
    rows = json.loads(package.read("uppgifter/arende.schema.json"))["$defs"]
    assert all(
        column["description"] for row in rows.values() for column in row["properties"].values()
    )
    assert "NOTED: Anteckning" in rows["log_entry"]["properties"]["event"]["description"]
    assert "tabellen person" in rows["log_entry"]["properties"]["author"]["description"]


def the_readme_says_what_it_is(package: zipfile.ZipFile, case: Case) -> None:
    text = package.read("README.txt").decode()
    assert case.number in text
    assert "För:          Norrby kommun" in text
    assert "Inga kända." in text
    assert "Utkast är inte sparade" in text
    folders = {f"{name.partition('/')[0]}/" for name in package.namelist() if "/" in name}
    assert {"dokument/", "planer/"} <= folders
    assert all(f"\r\n{folder}" in text for folder in folders)
    assert "Sekretess:" not in text
    assert text.count("\n") == text.count("\r\n")


def test_the_package_of_an_exercise_says_so(norrby: Organisation, alice: User) -> None:
    case = make.exercise(norrby, by=alice)
    assert f"\r\n{EXERCISE}\r\n" in packed(case, by=alice).read("README.txt").decode()
    assert Package.objects.get().file_name.startswith("ovning-arkivpaket-")


def drafts_and_secrets_are_in_no_file(package: zipfile.ZipFile) -> None:
    for name in package.namelist():
        content = package.read(name).decode("utf-8", "replace") + name
        assert "Bjuv-DRAFT" not in content
        assert "Bjuv-SENDER" not in content
        assert "Bara i listan" not in content
        assert "argon2" not in content
        assert "md5$" not in content


@pytest.fixture
def full(norrby: Organisation, alice: User, bo: User) -> Case:
    """A case with something of every kind, an entry with an older wording among it."""
    return make_archive.full(norrby, by=alice, deputy=bo)


def test_the_facts_of_a_case_are_rebuilt_from_the_package_alone(full: Case, alice: User) -> None:
    package = packed(full, by=alice)
    rebuilt = facts_in_json(package)
    assert set(rebuilt) == {part.table for part in ALL_PARTS}
    for part in PARTS:
        rows = part.model._default_manager.filter(**{part.case_path: full.pk}).order_by("pk")
        if part.table != "sealed_head":
            assert rows.exists(), f"{part.table} is tested with rows"
        assert len(rebuilt[part.table]) == len(rows), part.table
        for said, row in zip(rebuilt[part.table], rows, strict=True):
            for column in columns_of(part):
                if column.is_file:
                    continue
                value = column.value_in(row)
                expected = None if value is None else column.sort.to_json(value)
                assert said[column.name] == expected, f"{part.table}.{column.name}"
    every_reference_leads_to_a_row(rebuilt)
    changes_of_all_audited_rows_are_there(rebuilt, full)
    audiences = {row["audience"] for row in rebuilt["log_entry"]}
    assert audiences == {audience.value for audience in Audience}


def test_json_and_xml_say_the_same_and_follow_their_described_schemas(
    full: Case, alice: User
) -> None:
    package = packed(full, by=alice)
    said, same = facts_in_json(package), facts_in_xml(package)
    assert set(said) == set(same)
    for part in ALL_PARTS:
        for row, other in zip(said[part.table], same[part.table], strict=True):
            for column in columns_of(part):
                if row[column.name] is None:
                    assert column.name not in other
                elif isinstance(row[column.name], bool):
                    assert other[column.name] == str(row[column.name]).lower()
                elif isinstance(row[column.name], (dict, list)):
                    assert json.loads(other[column.name]) == row[column.name]
                else:
                    assert other[column.name] == str(row[column.name])
    both_follow_the_schemas_beside_them(package)
    the_schemas_say_what_each_column_is(package)


def test_every_file_is_as_it_was_stored_and_in_the_list_of_sums(full: Case, alice: User) -> None:
    package = packed(full, by=alice)
    rebuilt = facts_in_json(package)
    lines = package.read("sha256.txt").decode().splitlines()
    sums = {path: digest for digest, path in (line.split("  ", 1) for line in lines)}
    assert set(sums) == set(package.namelist()) - {"sha256.txt"}
    for path, digest in sums.items():
        assert hashlib.sha256(package.read(path)).hexdigest() == digest
    assert len(rebuilt["attachment"]) == Attachment.objects.filter(log_entry__case=full).count() > 2
    for row in rebuilt["attachment"]:
        with stores.fetch(Attachment.objects.get(pk=row["id"]).key) as stored:
            assert package.read(row["file"]) == stored.read()
        assert sums[row["file"]] == row["sha256"]
    for row in rebuilt["report"]:
        assert package.read(row["file"]).decode() == Issued.objects.get(pk=row["id"]).data
        assert sums[row["file"]] == row["data_sha256"]
    for row in rebuilt["publication"]:
        assert package.read(row["file"]).decode() == Publication.objects.get(pk=row["id"]).data
        assert sums[row["file"]] == row["data_sha256"]
    for row in rebuilt["report_file"]:
        kept = bytes(ReportFile.objects.get(pk=row["id"]).content)
        assert package.read(row["file"]) == kept == PDF
    the_readme_says_what_it_is(package, full)
    drafts_and_secrets_are_in_no_file(package)


def test_the_whole_chain_is_there_and_holds_when_one_organisation_has_written(
    light: Case, alice: User
) -> None:
    sealing.seal(make.now())
    rebuilt = facts_in_json(packed(light, by=alice))
    numbers = sorted(row["chain_number"] for row in rebuilt["log_entry"])
    assert numbers == list(range(1, len(numbers) + 1))
    by_number = {row["chain_number"]: row for row in rebuilt["log_entry"]}
    (head,) = rebuilt["sealed_head"]
    assert by_number[head["chain_number"]]["chain_hash"] == head["chain_hash"]
    assert rebuilt["seal"][0]["id"] == head["seal"]


@pytest.fixture
def light(case: Case, alice: User) -> Case:
    """A case with two files and an internal entry."""
    waiting = (make.upload(case, by=alice, name=f"fil {n}.pdf") for n in (1, 2))
    first = make.entry_with_files(case, *waiting, by=alice, what="Mötet som rättades")
    make_archive.corrected(first, by=alice, what="Rättad lydelse")
    make.entry(case, by=alice, what="Vårt eget", internal=True)
    return case


@pytest.fixture
def joint(norrby: Organisation, alice: User, jonna: User) -> Case:
    """A case of Norrby and Samby, where both have written for themselves and for all."""
    case = make.case(norrby, by=alice)
    samby = jonna.memberships.get().organisation
    make.take_part(case, samby, by=alice)
    make.entry(case, by=alice, what="Norrbys egna", internal=True)
    make.entry(case, by=jonna, what="Sambys egna", internal=True)
    make.entry(case, by=jonna, what="Sambys öppna")
    open_then_own = make.entry(case, by=jonna, what="Först öppen hos Samby")
    make_archive.corrected(open_then_own, by=jonna, what="Sedan Sambys egen", internal=True)
    return case


def test_what_another_organisation_wrote_for_itself_is_not_there(
    joint: Case, alice: User, jonna: User
) -> None:
    mine, theirs = packed(joint, by=alice), packed(joint, by=jonna)
    said = {row["what"] for row in facts_in_json(mine)["log_entry"]} - {""}
    assert said == {"Norrbys egna", "Sambys öppna"}
    said = {row["what"] for row in facts_in_json(theirs)["log_entry"]} - {""}
    assert said == {
        "Sambys egna",
        "Sambys öppna",
        "Först öppen hos Samby",
        "Sedan Sambys egen",
    }


def test_an_internal_report_of_another_organisation_is_not_there(
    joint: Case, alice: User, jonna: User
) -> None:
    theirs = make.issued(joint, by=jonna, level=Level.INTERNAL)
    rebuilt = facts_in_json(packed(joint, by=alice))
    assert not rebuilt["report"]
    assert not rebuilt["report_file"]
    assert not rebuilt["reported_entry"]
    [told] = facts_in_json(packed(joint, by=jonna))["report"]
    assert told["id"] == theirs.pk


def test_a_member_of_both_gets_only_what_the_package_is_made_for(
    joint: Case, alice: User, jonna: User
) -> None:
    samby = jonna.memberships.get()
    make.membership(alice, samby.organisation, samby.role)
    said = {row["what"] for row in facts_in_json(packed(joint, by=alice))["log_entry"]} - {""}
    assert said == {"Norrbys egna", "Sambys öppna"}


def test_no_numbers_tell_that_another_organisation_has_written(joint: Case, alice: User) -> None:
    package = packed(joint, by=alice)
    rebuilt = facts_in_json(package)
    assert as_json(package)["package"]["whole_chain"] is False
    assert all(row[name] is None for row in rebuilt["log_entry"] for name in CHAIN_FIELDS)
    assert not rebuilt["sealed_head"]
    assert "Sambys egna" not in package.read("uppgifter/arende.xml").decode()


def test_what_is_lost_in_the_store_is_told_and_stops_nothing(light: Case, alice: User) -> None:
    lost, changed = (
        Attachment.objects.filter(log_entry__case=light).order_by("key", "pk").distinct("key")[:2]
    )
    stores.store().delete(lost.key)
    stores.store().delete(changed.key)
    stores.store().save(changed.key, io.BytesIO(b"annat"))
    package = packed(light, by=alice)
    text = package.read("README.txt").decode()
    assert "filen finns inte i systemets förråd" in text
    assert "innehållet stämmer inte med kontrollsumman" in text
    assert Package.objects.get(case=light, sha256__gt="", ordered_by=alice, faults=2)


def test_a_store_that_does_not_answer_is_tried_again(
    light: Case, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = make_archive.ordered(light, by=alice)
    with monkeypatch.context() as down:
        down.setattr(stores, "fetch", _unavailable)
        run = jobs.latest("archive.package", package.pk)
        assert run
        with pytest.raises(stores.Unavailable):
            jobs.perform(run.pk)
    package.refresh_from_db()
    assert not package.is_made
    make.do_jobs()
    package.refresh_from_db()
    assert (package.is_made, package.faults) == (True, 0)


def _unavailable(key: str) -> None:
    raise stores.Unavailable


class Endless(io.RawIOBase):
    """A file of `size` bytes that is nowhere in memory, and refuses to be read whole."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int = -1) -> bytes:
        assert 0 < size <= 1024 * 1024, "read in pieces"
        piece = bytes(min(size, self.left))
        self.left -= len(piece)
        return piece


def test_memory_does_not_grow_with_the_size_of_the_files(
    light: Case, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = 40 * 1024 * 1024
    package = make_archive.ordered(light, by=alice)
    monkeypatch.setattr(stores, "fetch", lambda key: Endless(size))
    tracemalloc.start()
    make.do_jobs()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    package.refresh_from_db()
    assert package.size is not None
    assert package.size > 2 * size
    assert peak < size / 2


def test_a_package_is_made_once_though_the_job_is_done_again(light: Case, alice: User) -> None:
    package = make_archive.ordered(light, by=alice)
    make.do_jobs()
    package.refresh_from_db()
    jobs.KINDS["archive.package"].work(package.pk, lambda stage, step: None)
    made = package.sha256
    package.refresh_from_db()
    assert package.sha256 == made
    assert len(list(storing.keys(before=make.now() + timedelta(hours=1)))) >= 1


def test_who_may_not_read_the_case_any_more_gets_no_package(case: Case, rolf: User) -> None:
    package = make_archive.ordered(case, by=rolf)
    make.end_memberships(rolf)
    make.do_jobs()
    run = jobs.latest("archive.package", package.pk)
    assert run
    assert run.has_failed
    assert "får inte längre läsa ärendet" in run.reason
    package.refresh_from_db()
    assert not package.is_made


def test_the_log_as_pdf_tells_the_newest_wordings_and_what_is_internal(
    light: Case, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.log_pdf.render_pdf", render_pdf)
    package = packed(light, by=alice)
    pdf = read_pdf(package.read("loggbok/loggbok.pdf"))
    with pdf.pdf.open_metadata() as xmp:
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
        assert xmp["pdfuaid:part"] == "1"
    text = " ".join(pdf.text.split())
    assert Level.INTERNAL.readers in text
    assert "Endast internt hos Norrby kommun" in text
    assert "Vårt eget" in text
    assert "Rättad lydelse" in text
    assert "Mötet som rättades" not in text
    assert "Antecknat av systemet" in text


def test_a_long_log_becomes_several_files(
    case: Case, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.log_pdf.ENTRIES_PER_FILE", 2)
    for number in range(3):
        make.entry(case, by=alice, what=f"Möte {number}")
    names = set(packed(case, by=alice).namelist())
    assert {"loggbok/loggbok-del-1.pdf", "loggbok/loggbok-del-3.pdf"} <= names
    assert "loggbok/loggbok.pdf" not in names
