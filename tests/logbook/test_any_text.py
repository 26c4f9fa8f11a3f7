"""Whatever people write comes back the same: from the page, the search, Excel, CSV and the PDF."""

import csv
import html as escaping
import re
import uuid
from collections.abc import Callable
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from accounts.models import User
from cases.models import Case
from core.cells import guarded
from logbook.models import LogEntry
from reports import render
from reports.build import build_report
from reports.model import Kind
from reports.pdf import coverage
from reports.pdf.fonts import FACES
from reports.queries import material_for
from reports.render import render_pdf
from tests import make
from tests.pdf import read_pdf

# Anything but control characters; a form takes away blanks round a text.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"))
CONTROLS = [chr(c) for c in [*range(1, 9), 0, 11, 12, *range(14, 32), *range(127, 160)]]
FONT_FILES = [render.FONTS / face.file for face in FACES]
DRAWN = sorted(
    c
    for c in frozenset[str]().union(*map(coverage.characters, FONT_FILES))
    if not coverage.UNSEEN.match(c) and not coverage.STEERING.match(c)
)


@pytest.fixture
def client(as_user: Callable[[User], Client], alice: User, case: Case) -> Client:
    return as_user(alice)


def save(client: Client, case: Case, text: str) -> LogEntry:
    """Through the form, as the browser sends it."""
    said = {"what": text.replace("\n", "\r\n"), "when": "idag", "once": uuid.uuid4()}
    response = client.post(f"/arenden/{case.number}/loggbok/ny/spara/", said)
    assert response.status_code == 302, response.content.decode()
    return LogEntry.objects.get(entry=uuid.UUID(response["Location"].partition("#post-")[2]))


def shown(page: str, entry: LogEntry) -> str:
    """The text of an entry on a page, with its marks taken away; no parser's idea of characters."""
    article = page.partition(f'id="post-{entry.entry}"')[2].partition("</article>")[0]
    [text] = re.findall(r'<p class="entry-text">((?:(?!</p>).)*)</p>', article, re.DOTALL)[:1]
    return escaping.unescape(re.sub("</?mark>", "", text))


def log_page(client: Client, case: Case, **wanted: str) -> str:
    return str(client.get(f"/arenden/{case.number}/loggbok/", wanted).content.decode())


def exported(client: Client, case: Case, kind: str) -> bytes:
    answer = client.get(f"/arenden/{case.number}/loggbok/export/", {"format": kind})
    return b"".join(answer.streaming_content)


def in_xlsx(content: bytes) -> list[str]:
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    # Excel itself reads _x000D_ as a character, and _x005F_ as the first sign of such a text.
    rows = [[unescape(str(cell)) for cell in row] for row in sheet.iter_rows(values_only=True)]
    return column_of(rows)


def in_csv(content: bytes) -> list[str]:
    text = StringIO(content.decode("utf-8-sig"), newline="")
    return column_of(list(csv.reader(text, delimiter=";")))


def column_of(rows: list[list[str]]) -> list[str]:
    place = rows[0].index("Vad har gjorts")
    return [row[place] for row in rows[1:]]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXT.map(str.strip).filter(bool), min_size=3, max_size=3))
@example(["=1+1", "<b>&amp;</b> \u2028 </article>", "_x000D_ ]]> '=1"])
@example(["\ufffe\uffff\U0001ffff", "\u202eab\u0301 \u1e9e İ ŉ", "é e\u0301 \u00ad\u200b漢"])
def test_any_text_comes_back_the_same(client: Client, case: Case, texts: list[str]) -> None:
    before = len(LogEntry.objects.filter(case=case).notes())
    marker = f"sökord{before}x"
    texts = [f"{text} {marker}" for text in texts]
    entries = [save(client, case, text) for text in texts]
    found = log_page(client, case, q=marker)
    page = log_page(client, case)
    assert [entry.what for entry in entries] == texts
    assert [shown(page, entry) for entry in entries] == texts
    assert [shown(found, entry) for entry in entries] == texts
    assert found.count("<article") == len(texts)
    assert sorted(t for t in in_xlsx(exported(client, case, "xlsx")) if marker in t) == sorted(
        texts
    )
    in_file = [text for text in in_csv(exported(client, case, "csv")) if marker in text]
    assert sorted(in_file) == sorted(map(guarded, texts))


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("aoåÄöéüßŁńδΩжЯשע漢字ไ7", min_size=3, max_size=12))
def test_any_word_is_found_by_itself(client: Client, case: Case, word: str) -> None:
    entry = save(client, case, f"Det var {word} och mer.")
    assert shown(log_page(client, case, q=f'"{word}"'), entry) == f"Det var {word} och mer."


@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(DRAWN, min_size=1, max_size=40), min_size=20, max_size=20))
def test_the_pdf_holds_every_character_that_its_fonts_have(
    client: Client, case: Case, alice: User, texts: list[str]
) -> None:
    text = "\n".join(texts).strip()
    entry = save(client, case, text)
    request = make.report_request(kind=Kind.LOGBOOK)
    material = material_for(
        case,
        officer=alice,
        organisation=entry.organisation,
        first=request.period_from,
        stop=request.period_to,
        recipient=request.recipient,
    )
    report = build_report(material, request, day=make.today())
    pdf = read_pdf(render_pdf(report, issued_at=make.now()))
    assert pdf.missing(*texts) == []
    assert "ruta" not in pdf.text


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: f"U+{ord(control):04X}")
def test_control_characters_are_refused_with_a_word(
    client: Client, case: Case, control: str
) -> None:
    said = {"what": f"Ett{control}ord", "when": "idag", "once": uuid.uuid4()}
    response = client.post(f"/arenden/{case.number}/loggbok/ny/spara/", said)
    assert response.status_code == 422
    assert "osynliga styrtecken" in response.content.decode()
    assert not LogEntry.objects.filter(case=case).notes().exists()
