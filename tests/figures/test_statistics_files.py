"""Files as SCB and Kolada export them: read in their real shapes, refused in words."""

from contextlib import suppress
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from figures.number_fields import parse_decimal
from figures.statistics_files import (
    FileNotUnderstood,
    best_first,
    read_series,
    values_as_text,
    values_from_text,
)

SCB_CSV = """"Förvärvsgrad efter region och år"

"region","2021","2022","2023"
"1260 Bjuv","76.1","77.5",".."
"0687 Norrby","71.0","72.4","73.9"
"""
SCB_NAMED = """region;kön;Andel 2022;Andel 2023
0687 Norrby;män;72,4;73,9
;kvinnor;70,1;71,2
"""
SCB_TWO_WAYS = """"Inpendlare efter region, kön och år"
"region","män 2022","män 2023","kvinnor 2022","kvinnor 2023"
"0687 Norrby","640","655","600",".."
"""
SCB_LONG = """"region","kön","år","Förvärvsarbetande 16-74 år"
"0687 Norrby","totalt","2022","4 180"
"0687 Norrby","totalt","2023","4 205"
"1260 Bjuv","totalt","2023",".."
"""
KOLADA_WIDE = """Område-ID;Område;Nyckeltal;2021;2022;2023
0687;Norrby;Nystartade företag, antal/1000 invånare;5,2;;6,1
1260;Bjuv;Nystartade företag, antal/1000 invånare;4,9;5,0;5,1
"""
KOLADA_LONG = """kpi\tmunicipality\tperiod\tgender\tvalue
N01404\tNorrby\t2022\tT\t5.2
N01404\tNorrby\t2023\tT\t6.1
N01404\tBjuv\t2022\tT\t4.9
"""


def sheet(*rows: tuple[Any, ...]) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet("Värden")
        for place, row in enumerate(rows):
            page.write_row(place, 0, row)
    return content.getvalue()


SCB_XLSX = sheet(
    ("Inpendlare över kommungräns efter region och år",),
    (),
    ("", "", "2022", "2023"),
    ("0687", "Norrby", 1240, 1180.5),
    ("1260", "Bjuv", 2310, ".."),
    (),
    ("Källa: SCB",),
)
KOLADA_XLSX = sheet(
    ("Område-ID", "Område", "Nyckeltal", 2021, 2022),
    ("0687", "Norrby", "Arbetslöshet 20–64 år, årsmedelvärde, andel (%)", 7.1, 6.8),
)


@pytest.mark.parametrize(
    ("name", "content", "label", "values"),
    [
        ("a.csv", SCB_CSV, "0687 Norrby", {2021: "71.0", 2022: "72.4", 2023: "73.9"}),
        ("a.csv", SCB_CSV, "1260 Bjuv", {2021: "76.1", 2022: "77.5"}),
        ("a.csv", SCB_NAMED, "0687 Norrby, kvinnor", {2022: "70.1", 2023: "71.2"}),
        ("a.csv", SCB_TWO_WAYS, "0687 Norrby, män", {2022: "640", 2023: "655"}),
        ("a.csv", SCB_TWO_WAYS, "0687 Norrby, kvinnor", {2022: "600"}),
        ("a.csv", SCB_LONG, "0687 Norrby, totalt, Förv", {2022: "4180", 2023: "4205"}),
        ("a.csv", KOLADA_WIDE, "0687, Norrby", {2021: "5.2", 2023: "6.1"}),
        ("a.txt", KOLADA_LONG, "N01404, Norrby", {2022: "5.2", 2023: "6.1"}),
        ("a.xlsx", SCB_XLSX, "0687, Norrby", {2022: "1240", 2023: "1180.5"}),
        ("A.XLSX", KOLADA_XLSX, "0687, Norrby, Arbetslöshet", {2021: "7.1", 2022: "6.8"}),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_series_is_found(
    name: str, content: str | bytes, label: str, values: dict[int, str], encoding: str
) -> None:
    data = content if isinstance(content, bytes) else content.encode(encoding)
    [found] = [series for series in read_series(name, data) if series.label.startswith(label)]
    assert dict(found.values) == {year: Decimal(value) for year, value in values.items()}


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.csv", b"", "ingen rad med"),
        ("a.csv", b"region;namn\nNorrby;5", "ingen rad med"),
        ("a.csv", b"\x00\x01\x02", "som text"),
        ("a.xlsx", b"PK\x03\x04 inte en fil", "som Excel"),
        ("a.xlsx", b"region;2021;2022", "som Excel"),
        ("a.csv", b"x" * 2_000_001, "för stor"),
        ("a.csv", "namn;år;ort\nAnna;2022;Norrby".encode(), "ingen rad med"),
        ("a.csv", b"ort;2022;2022;2023\nNorrby;1;2;3", "ingen rad med"),
        ("a.xlsx", sheet(("Hej",)), "ingen rad med"),
    ],
)
def test_what_is_no_statistics_is_refused_in_words(name: str, content: bytes, fault: str) -> None:
    with pytest.raises(FileNotUnderstood, match=fault):
        read_series(name, content)


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx"]))
def test_no_file_makes_it_fall_over(content: bytes, name: str) -> None:
    with suppress(FileNotUnderstood):
        assert read_series(name, content)


def test_the_municipalitys_own_row_comes_first() -> None:
    series = read_series("a.csv", KOLADA_WIDE.encode())
    assert best_first(series, ["Bjuv"])[0].label.startswith("1260, Bjuv")


def test_values_travel_in_a_form_field() -> None:
    [series] = read_series("a.xlsx", KOLADA_XLSX)
    assert values_from_text(values_as_text(series)) == list(series.values)
    for text in ("2020", "2020=x", "abcd=5", "2020=5;rm"):
        with pytest.raises(FileNotUnderstood):
            values_from_text(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1 234,5", "1234.5"),
        ("1\N{NO-BREAK SPACE}234", "1234"),
        ("−3", "-3"),
        ("7 %", "7"),
        ("1,234.5", None),
        ("12 5", None),
        ("NaN", None),
        ("1e5", None),
        ("", None),
    ],
)
def test_numbers_as_people_write_them(text: str, number: str | None) -> None:
    assert parse_decimal(text) == (Decimal(number) if number else None)
