"""Which files are taken in: told by content, whatever the name says."""

import struct
import zipfile
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logbook.files import zips
from logbook.files.kinds import ALLOWED, SORTS, FileKind, NotAccepted
from logbook.files.names import LONGEST, clean_name, with_ending
from logbook.files.sniff import kind_of
from tests import files

PDF_NAME = "protokoll.pdf"


def judged(content: bytes, name: str = PDF_NAME) -> FileKind:
    return kind_of(BytesIO(content), name)


def refusal(content: bytes, name: str = PDF_NAME) -> str:
    with pytest.raises(NotAccepted) as refused:
        judged(content, name)
    return str(refused.value)


@pytest.mark.parametrize("kind", FileKind)
def test_each_kind_is_known_by_its_content_under_any_name(kind: FileKind) -> None:
    name = "tabell.csv" if kind == FileKind.CSV else "falskt namn.exe"
    assert judged(files.honest()[kind], name) == kind


def test_every_kind_has_its_own_ending_and_type() -> None:
    assert set(SORTS) == set(FileKind)
    endings = [ending for sort in SORTS.values() for ending in sort.endings]
    assert len(endings) == len(set(endings))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"<!DOCTYPE html><script>alert(1)</script>", "HTML"),
        (b"\xef\xbb\xbf  <html><body>", "HTML"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "SVG"),
        (b"<?xml version='1.0'?><svg/>", "SVG"),
        ("<html>".encode("utf-16"), "HTML"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "program"),
        (b"\x7fELF\x02\x01\x01\x00", "program"),
        (b"#!/bin/sh\nrm -rf /\n", "program"),
        (b"{\\rtf1\\ansi Hej}", "RTF"),
        (b"BM\x36\x00\x00\x00\x00\x00", "BMP"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00", "Film"),
        (b"\x00\x00\x00\x18ftypavif\x00\x00", "AVIF"),
        (b"Rar!\x1a\x07\x00", "arkiv"),
        (b"\x1f\x8b\x08\x00", "arkiv"),
        (bytes(range(256)), "sort"),
        (b"\x00" * 100, "sort"),
    ],
)
def test_what_is_not_allowed_is_refused_with_what_is(content: bytes, word: str) -> None:
    said = refusal(content)
    assert word in said
    assert ALLOWED in said


def test_a_phones_own_format_is_told_how_to_be_sent() -> None:
    assert "JPEG" in refusal(b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic", "IMG_1.HEIC")


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == "Filen är tom."


def test_a_tiff_is_told_what_to_be_saved_as() -> None:
    assert "TIFF" in refusal(files.tiff())


# --- PDF --------------------------------------------------------------------------------------


def test_a_signature_counts_at_the_first_byte_only() -> None:
    assert "HTML" in refusal(b"<html><script>x()</script>" + files.pdf())
    refusal(b"\n" + files.pdf() + b"\x00")


@pytest.mark.parametrize("tail", [b"<script>x()</script>", files.zipped({"a": "b"})])
def test_a_pdf_that_is_something_else_too_is_refused(tail: bytes) -> None:
    assert "något annat också" in refusal(files.pdf() + tail)


def test_a_pdf_hidden_as_the_comment_of_a_zip_is_refused() -> None:
    out = BytesIO(files.pdf())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("evil.class", "x")
        archive.comment = b"\n%%EOF\n"
    assert "något annat också" in refusal(out.getvalue())


def test_half_a_pdf_is_refused() -> None:
    assert "inte hel" in refusal(files.pdf()[:-40])


def test_zeros_and_line_ends_after_a_pdf_are_let_be() -> None:
    assert judged(files.pdf() + b"\r\n\x00\x00") == FileKind.PDF


# --- Office documents -------------------------------------------------------------------------


def test_an_ordinary_zip_is_refused() -> None:
    assert "ZIP" in refusal(files.zipped({"a.txt": "hej"}), "dokument.docx")


@pytest.mark.parametrize(
    "content",
    [
        files.office("application/vnd.ms-word.document.macroEnabled.main+xml"),
        files.office(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            **{"word/vbaProject.bin": b"x"},
        ),
        files.office(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            **{"xl/macrosheets/sheet1.xml": b"x"},
        ),
        files.open_document("text", **{"Basic/Standard/Module1.xml": b"x"}),
        files.open_document("text", **{"Scripts/python/a.py": b"x"}),
    ],
)
def test_macros_are_refused(content: bytes) -> None:
    assert "makron" in refusal(content)


def test_a_template_is_no_document() -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
    assert "Office" in refusal(files.office(kind))
    assert "OpenDocument" in refusal(files.open_document("graphics"))


def test_a_locked_document_is_told_to_be_unlocked() -> None:
    manifest = {"META-INF/manifest.xml": b"<manifest:encryption-data/>"}
    assert "lösenord" in refusal(files.open_document("text", **manifest))
    assert "lösenord" in refusal(files.compound("EncryptedPackage", "EncryptionInfo"))
    locked = bytearray(files.word())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = locked.find(signature)
        while start >= 0:
            locked[start + place] |= 1
            start = locked.find(signature, start + 4)
    assert "lösenord" in refusal(bytes(locked))


@pytest.mark.parametrize("change", [lambda b: b[:-30], lambda b: b[:100] + b[120:]])
def test_a_broken_document_is_refused(change: Any) -> None:
    assert "skadad" in refusal(change(files.word()))


def test_a_wrong_checksum_is_found() -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": f'"{kind}"',
        "word/document.xml": "HELT",
    }
    whole = files.zipped(members, store=True)
    assert judged(whole) == FileKind.DOCX
    assert "skadad" in refusal(whole.replace(b"HELT", b"HALT"))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\evil", "C:/evil"])
def test_a_document_whose_parts_lead_out_of_its_folder_is_refused(name: str) -> None:
    assert "skadad" in refusal(files.open_document("text", **{name: b"x"}))


def test_a_document_with_something_before_it_is_refused() -> None:
    out = BytesIO(b"PK\x03\x04 not really")
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert "skadad" in refusal(out.getvalue())


# --- Bombs ------------------------------------------------------------------------------------


def test_a_document_that_unpacks_a_thousand_times_is_a_bomb() -> None:
    zeros = {"content.xml": b"\0" * 30_000_000}
    assert refusal(files.open_document("text", **zeros)) == zips.BOMB


def test_many_small_parts_are_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MOST_MEMBERS", 50)
    many = {f"part{i}.xml": b"x" for i in range(60)}
    assert refusal(files.open_document("text", **many)) == zips.BOMB


def test_an_endless_index_is_a_bomb_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    many = files.open_document("text", **{f"part{i}.xml": b"x" for i in range(60)})
    monkeypatch.setattr(zips, "INDEX_BYTES", 2000)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert refusal(many) == zips.BOMB


def test_a_size_that_lies_does_not_hide_a_bomb() -> None:
    """The list of parts says ten bytes; what comes out is thirty millions."""
    honest = bytearray(files.open_document("text", **{"bomb.xml": b"\0" * 30_000_000}))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = honest.rfind(signature)
        struct.pack_into("<I", honest, start + place, 10)
    assert refusal(bytes(honest)) in {zips.BOMB, zips.BROKEN}


def test_a_large_honest_table_is_no_bomb() -> None:
    rows = "".join(f"<row r='{i}'><c>{i * 37}</c></row>" for i in range(400_000))
    assert judged(files.open_document("spreadsheet", **{"content.xml": rows.encode()})) == (
        FileKind.ODS
    )


# --- Outlook's messages and old Office -----------------------------------------------------------


@pytest.mark.parametrize("sector", [512, 4096])
def test_a_message_is_known_by_what_lies_in_its_root(sector: int) -> None:
    assert judged(files.compound("__properties_version1.0", sector=sector)) == FileKind.MSG


def test_a_message_of_many_parts_is_known() -> None:
    names = [f"__substg1.0_{i:08X}" for i in range(300)]
    assert judged(files.compound(*names, "__properties_version1.0")) == FileKind.MSG


@pytest.mark.parametrize("name", ["WordDocument", "Workbook", "PowerPoint Document"])
def test_office_of_before_2007_is_told_what_to_be_saved_as(name: str) -> None:
    said = refusal(files.compound(name) + "__properties_version1.0".encode("utf-16-le"))
    assert ".docx" in said


def test_a_compound_file_that_goes_in_circles_comes_to_an_end() -> None:
    round_and_round = bytearray(files.outlook())
    struct.pack_into("<I", round_and_round, 512 + 4, 1)  # the directory's sector follows itself
    assert judged(bytes(round_and_round)) == FileKind.MSG


@pytest.mark.parametrize("length", [20, 100, 511, 600, 1100])
def test_half_a_compound_file_is_refused(length: int) -> None:
    refusal(files.outlook()[:length])


# --- Text and e-mail --------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_text_in_the_ways_swedish_programs_write_it(encoding: str) -> None:
    assert judged("Åsa ringde – mötet är på ön.\r\n\tHälsningar".encode(encoding)) == FileKind.TXT


def test_a_letter_on_the_beginning_of_which_the_piece_breaks_is_one() -> None:
    long_head = b"".join(b"Received: from a.example by b.example\r\n" for _ in range(3000))
    assert judged(files.letter().replace(b"From:", long_head + b"From:", 1)) == FileKind.TXT
    some = b"".join(b"Received: from a.example by b.example\r\n" for _ in range(500))
    assert judged(files.letter().replace(b"From:", some + b"From:", 1)) == FileKind.EML


def test_a_note_that_begins_like_a_letter_is_text() -> None:
    assert judged(b"From: facket\nHej! Vi ses.\n") == FileKind.TXT


@pytest.mark.parametrize("place", [10, 70_000])
def test_a_zero_anywhere_makes_no_text(place: int) -> None:
    text = bytearray(b"a" * 100_000)
    text[place] = 0
    refusal(bytes(text))


@settings(max_examples=300, deadline=None)
@given(
    start=st.sampled_from(
        [b"", b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"From: a\nDate: b\n"]
    ),
    rest=st.binary(max_size=2000),
)
def test_any_bytes_are_judged_without_an_accident(start: bytes, rest: bytes) -> None:
    with suppress(NotAccepted):
        assert judged(start + rest) in FileKind


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_damaged_document_is_judged_without_an_accident(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([files.word(), files.outlook(), files.pdf()])))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(NotAccepted):
        assert judged(bytes(whole)) in FileKind


# --- Names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Åtgärdsplan för ön.pdf", "Åtgärdsplan för ön.pdf"),
        ("A\u030atga\u0308rd.pdf", "Åtgärd.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system32\\evil.pdf", "evil.pdf"),
        ("C:\\fakepath\\foto.jpg", "foto.jpg"),
        ("/", "fil"),
        ("...", "fil"),
        ("", "fil"),
        (".htaccess", "htaccess"),
        ("fil.pdf. . ", "fil.pdf"),
        ('a<b>:"c|?*.pdf', "a_b___c___.pdf"),
        ("två  mellanslag .pdf", "två mellanslag .pdf"),
        ("👩‍🚒 övning.pdf", "👩‍🚒 övning.pdf"),
    ],
)
def test_a_name_keeps_its_letters_and_loses_its_path(raw: str, clean: str) -> None:
    assert clean_name(raw) == clean


@pytest.mark.parametrize("sign", ["\x00", "\n", "\r", "\x7f", "\x85", "\u202e", "\u2066", "\ud800"])
def test_a_name_with_unseen_signs_is_refused(sign: str) -> None:
    with pytest.raises(NotAccepted, match="styrtecken"):
        clean_name(f"faktura{sign}fdp.exe")


def test_a_name_with_a_personal_number_is_refused_and_shown() -> None:
    with pytest.raises(NotAccepted, match="19811218-9876"):
        clean_name("Samtal 19811218-9876.pdf")
    assert clean_name("KS 2026-0042 556016-0680.pdf") == "KS 2026-0042 556016-0680.pdf"


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("foto.JPG", FileKind.JPEG, "foto.JPG"),
        ("foto.jpeg", FileKind.JPEG, "foto.jpeg"),
        ("bild.pdf", FileKind.PNG, "bild.png"),
        ("faktura.exe", FileKind.TXT, "faktura.exe.txt"),
        ("version 1.2", FileKind.PDF, "version 1.2.pdf"),
        ("fil", FileKind.PDF, "fil.pdf"),
        ("a.html", FileKind.EML, "a.html.eml"),
        ("pdf", FileKind.PDF, "pdf.pdf"),
    ],
)
def test_the_ending_tells_what_is_inside(name: str, kind: FileKind, told: str) -> None:
    assert with_ending(name, kind) == told


@given(raw=st.text(max_size=400), kind=st.sampled_from(FileKind))
def test_any_name_becomes_short_and_harmless(raw: str, kind: FileKind) -> None:
    try:
        name = with_ending(clean_name(raw), kind)
    except NotAccepted:
        return
    assert 0 < len(name) <= LONGEST
    assert not set(name) & set('/\\\x00\n\r"<>|?*:')
    assert name.rpartition(".")[2].lower() in SORTS[kind].endings
