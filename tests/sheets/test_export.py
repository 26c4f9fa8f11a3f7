"""The log as Excel and CSV: exactly what the reader's list shows, exactly as it is stored, never run."""

import csv
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from accounts.models import Organisation, User
from cases.models import Case
from core.cells import guarded
from logbook import actions as log_actions
from logbook.models import LogEntry
from logbook.queries import Row
from measures.models import Measure
from sheets.reading.files import read_file
from sheets.writing import MOST_IN_CELL, columns_for, more_columns, pieces, write_csv, write_xlsx
from tests import make

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULAS = [
    "=1+1",
    "+46",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "  =cmd|' /C calc'!A0",
    "'=1",
    '=HYPERLINK("x")',
]
TRAPS = [
    "_x000D_",
    "_x005F_x000D_",
    "x005F_",
    "<r><t>a</t></r>",
    "<r></r>",
    "<r></t></is></c><c t='str'><f>1+1</f></c><c><is><t></r>",
    "\ufffe\uffff",
    "🏭 åäö \u2028 \u200b é ǅ",
    'a;b,"c"\n\nd\te',
    "https://example.org",
    "mailto:a@b",
    "2016-03-31",
    "00123",
    "TRUE",
    "]]>",
    "&amp; <b>",
    "#REF!",
    "{=1}",
]


@pytest.fixture
def fetch(case: Case, as_user: Callable[[User], Client]) -> Callable[..., Any]:
    """`fetch(alice, "csv", slag="allt")`: the answer of the export."""

    def ask(user: User, kind: str = "csv", **wanted: str) -> Any:
        url = reverse("sheets:export", args=[case.number])
        return as_user(user).get(url, {"format": kind, **wanted})

    return ask


def content_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def table(response: Any) -> list[dict[str, str]]:
    """The rows of a CSV answer by their headings."""
    text = content_of(response).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))


def cells(content: bytes) -> Iterator[tuple[str, str | None]]:
    """Each cell of an .xlsx, as it is stored, and the text of its inline string; formulas fail."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        tree = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    assert not tree.findall(f".//{MAIN}f"), "a cell holds a formula"
    assert not tree.findall(f".//{MAIN}hyperlink"), "a cell holds a link"
    for cell in tree.iter(f"{MAIN}c"):
        texts = [text.text or "" for text in cell.iter(f"{MAIN}t")]
        shown = re.sub("_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), "".join(texts))
        yield str(cell.get("r")), shown if texts else None


# --- What is in it --------------------------------------------------------------------------------


@pytest.fixture
def entry(case: Case, alice: User, bo: User) -> LogEntry:
    measure = make.measure(case, by=alice, title="Jobbmässa")
    return make.entry(
        case,
        by=alice,
        what="Ringde hallen",
        happened_from=date(2016, 6, 1),
        happened_to=date(2016, 6, 30),
        main_activity=make.activity(measure, by=alice, title="Boka lokal"),
        participants="Kommunen",
        result="Ledigt",
        next_step="Skriv avtal",
        next_step_on=date(2030, 1, 15),
        next_step_by=bo,
    )


def test_an_insider_gets_every_column(
    fetch: Callable[..., Any], alice: User, entry: LogEntry
) -> None:
    [row] = table(fetch(alice))
    recorded = row.pop("Antecknad")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", recorded)
    assert row == {
        "Från": "2016-06-01",
        "Till": "2016-06-30",
        "När": "juni 2016",
        "Insats": "Jobbmässa",
        "Huvudaktivitet nr": "1",
        "Huvudaktivitet": "Boka lokal",
        "Vad har gjorts": "Ringde hallen",
        "Resultat": "Ledigt",
        "Medverkande": "Kommunen",
        "Nästa steg": "Skriv avtal",
        "Senast": "2030-01-15",
        "Vem": "Bo Berg",
        "Endast internt": "",
        "Skriven av": "Alice Andersson",
        "Organisation": "Norrby kommun",
        "Rättad": "",
        "Skäl till rättelsen": "",
    }


def test_excel_gets_real_dates_a_fixed_heading_row_and_a_filter(
    fetch: Callable[..., Any], alice: User, entry: LogEntry
) -> None:
    response = fetch(alice, "xlsx")
    book = openpyxl.load_workbook(BytesIO(content_of(response)))
    sheet = book["Loggbok"]
    first = {head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert first["Från"].value == datetime(2016, 6, 1)
    assert first["Från"].number_format == "yyyy-mm-dd"
    assert first["Antecknad"].is_date
    assert first["Huvudaktivitet nr"].value == 1
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(2, sheet.max_column).coordinate}"
    assert sheet.column_dimensions["G"].width > 50


def test_the_files_are_named_by_the_case_number_alone(
    fetch: Callable[..., Any], case: Case, alice: User, entry: LogEntry
) -> None:
    for kind, content_type in (("csv", "text/csv"), ("xlsx", "spreadsheetml")):
        response = fetch(alice, kind)
        assert response.headers["Content-Disposition"] == (
            f'attachment; filename="loggbok-{case.number}.{kind}"'
        )
        assert content_type in response.headers["Content-Type"]
        assert int(response.headers["Content-Length"]) == len(content_of(response))
        assert "no-store" in response.headers["Cache-Control"]


def test_csv_opens_right_in_swedish_excel(
    fetch: Callable[..., Any], alice: User, entry: LogEntry
) -> None:
    content = content_of(fetch(alice))
    assert content.startswith(b"\xef\xbb\xbfFr\xc3\xa5n;Till;")
    assert content.endswith(b"\r\n")


def test_a_correction_shows_when_and_why_and_when_it_was_first_written(
    fetch: Callable[..., Any], alice: User, entry: LogEntry, sql
) -> None:
    log_actions.correct_entry(
        entry=entry,
        seen_version=1,
        wording=make.wording("Ringde sporthallen"),
        reason="Fel hall",
        actor=alice,
        at=make.now(),
    )
    [row] = table(fetch(alice))
    assert row["Vad har gjorts"] == "Ringde sporthallen"
    assert row["Skäl till rättelsen"] == "Fel hall"
    assert row["Rättad"]
    assert row["Antecknad"] <= row["Rättad"]


def test_an_empty_log_gives_its_headings(fetch: Callable[..., Any], alice: User) -> None:
    assert table(fetch(alice)) == []
    [sheet] = read_file(content_of(fetch(alice, "xlsx")))
    assert len(sheet.rows) == 1


# --- What the filter shows ------------------------------------------------------------------------


def shown_on_page(client: Client, case: Case, **wanted: str) -> list[str]:
    url = reverse("logbook:list", args=[case.number])
    page = html.fromstring(client.get(url, wanted).content.decode())
    return [
        article.xpath(".//p[@class='entry-text']")[0].text_content()
        for article in page.xpath("//ol[@class='log']//article")
    ]


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"q": "hallen"},
        {"q": "finns inte"},
        {"fran": "2016-07-01"},
        {"till": "2016-07-01"},
        {"insats": "helhet"},
        {"slag": "allt"},
        {"slag": "system"},
        {"period": "vecka"},
    ],
    ids=str,
)
def test_the_file_holds_what_the_list_shows_in_its_order(
    fetch: Callable[..., Any],
    case: Case,
    alice: User,
    entry: LogEntry,
    as_user: Callable[[User], Client],
    wanted: dict[str, str],
) -> None:
    make.entry(case, by=alice, what="Möte i hallen")
    make.entry(case, by=alice, what="Internt prat", internal=True)
    listed = shown_on_page(as_user(alice), case, **wanted)
    assert [row["Vad har gjorts"] for row in table(fetch(alice, **wanted))] == listed


def test_rows_of_the_system_are_marked_when_they_are_asked_for(
    fetch: Callable[..., Any], alice: User, entry: LogEntry
) -> None:
    marks = {
        row["Vad har gjorts"]: row["Antecknad av systemet"]
        for row in table(fetch(alice, slag="allt"))
    }
    assert marks["Ringde hallen"] == ""
    assert marks["Ärendet öppnades."] == "ja"


@pytest.mark.parametrize("wanted", [{"fran": "i morse"}, {"insats": "m999"}, {"person": "x"}])
def test_a_filter_that_cannot_be_used_gives_no_file_but_a_sentence(
    fetch: Callable[..., Any], alice: User, wanted: dict[str, str]
) -> None:
    response = fetch(alice, **wanted)
    assert response.status_code == 422
    assert "ingen fil har gjorts" in response.content.decode()


@pytest.mark.parametrize("kind", ["pdf", "", "XLSX", "\x00"])
def test_another_format_is_not_found(fetch: Callable[..., Any], alice: User, kind: str) -> None:
    assert fetch(alice, kind).status_code == 404


def test_the_links_on_the_page_lead_to_the_same_choice(
    case: Case, alice: User, entry: LogEntry, as_user: Callable[[User], Client]
) -> None:
    client = as_user(alice)
    url = reverse("logbook:list", args=[case.number])
    page = html.fromstring(
        client.get(url, {"q": "hallen", "fore": "2030-01-01_1"}).content.decode()
    )
    export = reverse("sheets:export", args=[case.number])
    links = [href for href in page.xpath("//a/@href") if href.startswith(export)]
    assert links == [f"{export}?q=hallen&format=xlsx", f"{export}?q=hallen&format=csv"]
    assert all(client.get(link).status_code == 200 for link in links)


# --- Never more than one may see ------------------------------------------------------------------


def test_an_outsiders_file_is_the_outsiders_list(
    fetch: Callable[..., Any],
    case: Case,
    alice: User,
    siv: User,
    gun: User,
    region_vast: Organisation,
    entry: LogEntry,
    as_user: Callable[[User], Client],
) -> None:
    make.share(case, region_vast, by=alice)
    make.guest(case, gun, make.partner("Almi"), by=alice)
    make.entry(case, by=alice, what="Internt prat", internal=True)
    opened = make.entry(case, by=alice, what="Var internt", internal=True)
    log_actions.correct_entry(
        entry=opened,
        seen_version=1,
        wording=make.wording("Öppnat"),
        reason="Hemligt skäl",
        actor=alice,
        at=make.now(),
    )
    for outsider in (siv, gun):
        for wanted in ({}, {"slag": "allt"}):
            rows = table(fetch(outsider, **wanted))
            listed = shown_on_page(as_user(outsider), case, **wanted)
            assert [row["Vad har gjorts"] for row in rows] == listed
        content = content_of(fetch(outsider)).decode()
        assert not {"Nästa steg", "Senast", "Vem", "Skäl till rättelsen"} & set(rows[0])
        for hidden in ("Skriv avtal", "Internt prat", "Var internt", "Hemligt skäl"):
            assert hidden not in content
            assert hidden.encode() not in unzipped(content_of(fetch(outsider, "xlsx")))


def test_when_a_hidden_wording_was_written_is_not_told(
    fetch: Callable[..., Any],
    case: Case,
    alice: User,
    siv: User,
    region_vast: Organisation,
    sql: Callable[..., list[Any]],
) -> None:
    make.share(case, region_vast, by=alice)
    hidden = make.entry(case, by=alice, what="Var internt", internal=True)
    sql("RESET ROLE")
    sql("SET LOCAL session_replication_role = replica")
    sql("UPDATE logbook_logentry SET recorded_at = '2020-02-02 12:00Z' WHERE id = %s", hidden.pk)
    sql("SET LOCAL session_replication_role = origin")
    sql("SET ROLE omstallning_web")
    log_actions.correct_entry(
        entry=hidden,
        seen_version=1,
        wording=make.wording("Öppnat"),
        reason="Nu känt",
        actor=alice,
        at=make.now(),
    )
    [seen_inside], [seen_outside] = table(fetch(alice)), table(fetch(siv))
    assert seen_inside["Antecknad"].startswith("2020-02-02")
    assert not seen_outside["Antecknad"].startswith("2020")
    assert seen_outside["Rättad"] == ""


def unzipped(content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


# --- Exactly the text that is stored --------------------------------------------------------------


def row_with(text: str) -> Row:
    """A row, not stored, with the text in every column that people fill."""
    author = User(name=text[:100])
    day = date(2016, 3, 31)
    entry = LogEntry(
        event="NOTED",
        audience="EVERYONE",
        what=text,
        result=text,
        participants=text,
        happened_from=day,
        happened_to=day,
        measure=Measure(title=text),
        organisation=Organisation(name=text),
        author=author,
        recorded_at=make.now(),
    )
    return Row(entry)


COLUMNS = columns_for(is_inside=True, with_system=True, first_recorded={})
HEADINGS = [column.label for column in COLUMNS]
WHAT, MEASURE = HEADINGS.index("Vad har gjorts"), HEADINGS.index("Insats")
# What a form lets through: no control characters but line breaks and tabs, no empty edges.
STORED = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=400)
    .map(str.strip)
    .filter(bool)
)


def as_xlsx(*rows: Row) -> bytes:
    file = BytesIO()
    texts = [("Vad har gjorts", row.entry.what) for row in rows]
    write_xlsx(rows, COLUMNS, file, more=more_columns(texts))
    return file.getvalue()


@pytest.mark.parametrize("text", FORMULAS + TRAPS)
def test_traps_stay_text_in_excel(text: str) -> None:
    found = dict(cells(as_xlsx(row_with(text))))
    assert found["G2"] == found["D2"] == text


@settings(max_examples=60)
@given(STORED)
@example("<r>a</r>")
@example("_x005F_x000D_")
@example("<r>_x0041_</r>")
def test_excel_holds_any_text_as_it_is(text: str) -> None:
    content = as_xlsx(row_with(text))
    assert dict(cells(content))["G2"] == text
    # And our own reader gives it back.
    [sheet] = read_file(content)
    assert sheet.rows[1].cells[WHAT] == text


@given(STORED)
@example("=1+1")
@example("'=1")
def test_csv_holds_any_text_as_it_is_but_for_the_guard(text: str) -> None:
    file = BytesIO()
    write_csv([row_with(text)], COLUMNS, file)
    content = file.getvalue()
    _, row = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert row[WHAT] == row[MEASURE] == guarded(text)
    assert row[WHAT].removeprefix("'") == text.removeprefix("'") or row[WHAT] == f"'{text}"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_csv_can_be_run(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("sign", ["å", "🏭"])
def test_texts_longer_than_a_cell_go_on_in_columns_of_their_own(sign: str) -> None:
    text = sign * 60_000
    long = row_with("Kort")
    long.entry.what = text
    found = dict(cells(as_xlsx(row_with("Kort"), long)))
    parts = [
        found["G3"],
        *(found[cell] for cell in sorted(found) if cell[1:] == "3" and cell > "S"),
    ]
    assert "".join(filter(None, parts)) == text
    assert found["T1"] == "Vad har gjorts, del 2"
    for part in pieces(text):
        assert len(part.encode("utf-16-le")) // 2 <= MOST_IN_CELL
    assert "".join(pieces(text)) == text


# --- Out and in again -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_was_fetched_goes_in_again_as_nothing_new(
    fetch: Callable[..., Any],
    case: Case,
    alice: User,
    entry: LogEntry,
    as_user: Callable[[User], Client],
    kind: str,
) -> None:
    make.entry(case, by=alice, what="=1+1 är två", on=date(2016, 3, 31))
    make.entry(case, by=alice, what="Internt", internal=True)
    [sheet] = read_file(content_of(fetch(alice, kind)))
    rows = [tuple(row.cells) for row in sheet.rows]
    staged = make.staged_file(case, *rows, by=alice)
    shown = make.preview_of(staged, by=alice)
    assert len(shown.present) == 3
    assert not shown.new
    assert not shown.unreadable


def test_a_file_goes_from_one_case_to_another_with_its_places(
    fetch: Callable[..., Any],
    norrby: Organisation,
    alice: User,
    entry: LogEntry,
) -> None:
    make.entry(entry.case, by=alice, what="Internt", internal=True, on=date(2016, 3, 31))
    [sheet] = read_file(content_of(fetch(alice, "xlsx")))
    other = make.case(norrby, by=alice, title="Annat ärende")
    staged = make.staged_file(
        other,
        *[tuple(row.cells) for row in sheet.rows],
        by=alice,
        places={"jobbmässa": "new:RENEWAL"},
    )
    make.imported(staged, by=alice)
    oldest, newest = LogEntry.objects.filter(case=other).notes().order_by("happened_from")
    assert (oldest.what, oldest.is_internal) == ("Internt", True)
    assert newest.main_activity.title == "Boka lokal"
    assert (newest.happened_from, newest.happened_to) == (entry.happened_from, entry.happened_to)
    assert newest.next_step_on == entry.next_step_on
    assert newest.next_step_by == entry.next_step_by


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_thousands_of_entries_take_no_more_questions(
    case: Case,
    alice: User,
    as_user: Callable[[User], Client],
    django_assert_max_num_queries: Any,
    kind: str,
) -> None:
    wordings = [make.wording(f"Händelse {n}") for n in range(1500)]
    log_actions.add_entries(
        case=case, entries=[(wording, {}) for wording in wordings], actor=alice, at=make.now()
    )
    client = as_user(alice)
    with django_assert_max_num_queries(12):
        response = client.get(reverse("sheets:export", args=[case.number]), {"format": kind})
        content = content_of(response)
    [sheet] = read_file(content)
    assert {row.cells[WHAT] for row in sheet.rows[1:]} == {wording.what for wording in wordings}
