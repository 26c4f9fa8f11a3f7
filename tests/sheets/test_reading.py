"""Files are read by what they hold; hostile, damaged and strange ones are refused in words."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from core.cells import guarded, unguarded
from sheets.reading.delimited import read_delimited
from sheets.reading.files import read_file
from sheets.reading.grid import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    CannotRead,
    Row,
    Sheet,
    cell_text,
    column_letter,
    pack,
    unpack,
)
from sheets.reading.process import read_in_process
from tests.sheets import files


def rows(content: bytes) -> list[tuple[object, ...]]:
    [sheet] = read_file(content)
    return [row.cells for row in sheet.rows]


# --- Excel ----------------------------------------------------------------------------------------


def test_the_value_of_a_merged_area_stands_in_all_its_rows_and_is_told_apart() -> None:
    [sheet] = read_file(files.guide_table())
    assert sheet.name == "2016"
    by_number = {row.number: row for row in sheet.rows}
    assert by_number[3].is_wide
    assert (
        by_number[5].cell(0) == by_number[4].cell(0) == "Huvudaktivitet 1: Kontakta fastighetsägare"
    )
    assert by_number[5].filled == {0}
    assert by_number[5].own() == [1]


def test_days_are_days_and_a_cell_that_shows_its_month_is_a_month() -> None:
    assert rows(files.months_only())[1][0] == "2016-06"
    assert rows(files.every_kind_of_day())[1][0] == date(2016, 3, 31)
    assert rows(files.every_kind_of_day())[2][0] == date(2016, 4, 8)


def test_numbers_answers_and_computed_values_are_as_they_are_seen() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append([12, 12.5, True, False, "=1+1", "  luft  ", " "])

    [[*cells]] = rows(files.workbook(("Blad", fill)))
    assert cells == [12.0, 12.5, "ja", "nej", None, "luft"]
    assert [cell_text(cell) for cell in cells[:2]] == ["12", "12,5"]


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("rad 1_x000D__x000A_rad 2", "rad 1\nrad 2"),
        ("_x005F_x000D_", "_x000D_"),
        ("Bil x005F_ och _x00E5_", "Bil x005F_ och å"),
        ("_xD83C__xDFED_", "🏭"),
    ],
)
def test_signs_that_excel_escapes_are_the_signs_themselves(stored: str, shown: str) -> None:
    # openpyxl writes the text as it stands, so the escapes below are the file's own.
    assert rows(files.table([(stored, "b")])) == [(shown, "b")]


def test_empty_sheets_and_sheets_that_are_charts_are_passed_over() -> None:
    content = files.workbook(
        ("Tomt", lambda sheet: None), ("Logg", lambda sheet: sheet.append(["a"]))
    )
    assert [sheet.name for sheet in read_file(content)] == ["Logg"]


def test_too_many_rows_spoil_their_sheet_only() -> None:
    def fill(sheet: Worksheet) -> None:
        for number in range(MAX_ROWS + 1):
            sheet.append([number])

    content = files.workbook(("Stort", fill), ("Lagom", lambda sheet: sheet.append(["a"])))
    big, fit = read_file(content)
    assert "fler än" in big.fault
    assert not big.rows
    assert fit.rows
    with pytest.raises(CannotRead, match="fler än"):
        read_file(files.workbook(("Stort", fill)))


def test_too_many_columns_are_told() -> None:
    assert len(rows(files.table([range(MAX_COLUMNS)]))[0]) == MAX_COLUMNS
    with pytest.raises(CannotRead, match="kolumner"):
        read_file(files.table([range(MAX_COLUMNS + 1)]))


def rewritten(content: bytes, **parts: bytes) -> bytes:
    """The same archive with some of its parts exchanged; `_` stands for `/` and `__` for `.`."""
    wanted = {name.replace("__", ".").replace("_", "/"): data for name, data in parts.items()}
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in wanted:
                new.writestr(name, old.read(name))
        for name, data in wanted.items():
            new.writestr(name, data)
    return out.getvalue()


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = rewritten(files.guide_table(), xl_sharedStrings__xml=b" " * (70 * 1024 * 1024))
    assert len(bomb) < MAX_BYTES
    with pytest.raises(CannotRead, match="för stor när den packas upp"):
        read_file(bomb)


def test_an_archive_of_thousands_of_parts_is_refused() -> None:
    parts = {f"xl_{number}__xml": b"<a/>" for number in range(2_001)}
    with pytest.raises(CannotRead, match="för stor"):
        read_file(rewritten(files.guide_table(), **parts))


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&a;</t></si></sst>"""


@pytest.mark.parametrize(
    "xml", [LAUGHS, OUTSIDE, LAUGHS.decode().encode("utf-16")], ids=["grows", "outside", "utf-16"]
)
@pytest.mark.parametrize("part", ["xl_sharedStrings__xml", "xl_workbook__xml"])
def test_a_document_type_is_refused(part: str, xml: bytes) -> None:
    with pytest.raises(CannotRead, match="skadad"):
        read_file(rewritten(files.guide_table(), **{part: xml}))


def test_damaged_workbooks_are_refused_in_words() -> None:
    whole = files.guide_table()
    for damaged in (
        whole[: len(whole) // 2],
        whole[:200] + b"\x00" * 300 + whole[500:],
        rewritten(whole, xl_workbook__xml=b"<nonsense/>"),
        rewritten(whole, xl_worksheets_sheet1__xml=b"<worksheet"),
    ):
        with pytest.raises(CannotRead, match=r"skadad|tom"):
            read_file(damaged)


# --- What is no Excel workbook --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "tom"),
        (b" \r\n\t\x00", "tom"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, r"Spara som.*\.xlsx"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "bild"),
        (b"PK\x03\x04 inget", "skadad"),
        (b"<html><table></table>", "webbsida"),
        (b"{\\rtf1 text", "textdokument"),
        (rewritten(files.guide_table(), xl_vbaProject__bin=b"x"), r"makron.*Spara som.*\.xlsx"),
        (rewritten(files.guide_table(), word_document__xml=b"<a/>"), "Word"),
        (rewritten(files.guide_table(), mimetype=b"application/vnd.oasis"), "annat format"),
    ],
)
def test_other_kinds_of_file_are_refused_with_what_to_do(content: bytes, why: str) -> None:
    with pytest.raises(CannotRead, match=why):
        read_file(content)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_csv_is_read_in_every_encoding_that_windows_writes(encoding: str) -> None:
    assert rows(files.plain_csv(encoding))[1] == (
        "2016-03-31",
        'Beskedet kom: "allt" läggs ner',
        "Företaget",
    )


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_found(separator: str) -> None:
    lines = [["Datum", "Vad"], ["2016-03-31", "Möte"], ["2016-04-01", "Beslut"]]
    text = "\n".join(separator.join(line) for line in lines)
    assert rows(text.encode())[2] == ("2016-04-01", "Beslut")


def test_commas_in_the_text_do_not_hide_the_separator() -> None:
    text = 'Datum;Vad\n2016-03-31;"a, b, c"\n2016-04-01;Möte, lunch, hem\n2016-04-02;Vila\n'
    assert rows(text.encode())[2] == ("2016-04-01", "Möte, lunch, hem")


def test_a_first_line_may_name_the_separator() -> None:
    [sheet] = read_file(b"sep=,\r\na,b\r\n")
    assert sheet.rows == (Row(2, ("a", "b")),)


def test_a_quote_that_never_ends_is_told() -> None:
    with pytest.raises(CannotRead, match="citattecken"):
        read_delimited(b'a;"' + b"b" * 300_000)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_the_guard_against_formulas_comes_off_again(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(st.binary(max_size=2000))
def test_any_bytes_are_a_table_or_a_sentence(content: bytes) -> None:
    try:
        assert read_file(content)
    except CannotRead as refusal:
        assert str(refusal).endswith((".", ".xlsx."))  # noqa: PT017


# --- Cells kept between the steps -----------------------------------------------------------------

CELLS = st.one_of(st.none(), st.text(min_size=1), st.floats(allow_nan=False), st.dates())


@given(st.lists(st.tuples(st.integers(1, 9999), st.lists(CELLS, max_size=5)), max_size=5))
def test_cells_are_kept_as_they_were(plain: list[tuple[int, list[object]]]) -> None:
    kept = [Row(number, tuple(cells), frozenset({1}), True) for number, cells in plain]
    sheets = [Sheet("Å 1", tuple(kept), epoch_1904=True), Sheet("", fault="För stort.")]
    assert unpack(pack(sheets)) == sheets


def test_columns_are_named_as_in_excel() -> None:
    assert [column_letter(n) for n in (0, 25, 26, 39)] == ["A", "Z", "AA", "AN"]


# --- A process of its own -------------------------------------------------------------------------


def test_a_file_is_read_in_a_process_without_our_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "x" * 50)
    [sheet] = unpack(read_in_process(files.guide_table()))
    assert sheet.name == "2016"


def test_a_refusal_reaches_the_person_in_its_own_words() -> None:
    with pytest.raises(CannotRead, match="PDF"):
        read_in_process(b"%PDF-1.7")
    with pytest.raises(CannotRead, match="5 MB"):
        read_in_process(b"a" * (MAX_BYTES + 1))


def test_what_takes_too_much_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sheets.reading.process.WALL_SECONDS", 0.01)
    with pytest.raises(CannotRead, match="för stor eller för invecklad"):
        read_in_process(files.guide_table())
