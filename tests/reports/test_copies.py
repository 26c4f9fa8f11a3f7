"""A disclosure copy: what is masked is nowhere in any form of it, and the mark says by which law."""

import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest
from django.db import IntegrityError
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lxml import html

from accounts.models import User
from cases.models import Case
from core.actions import Refused
from logbook.wording import sentence
from reports.as_text import as_text
from reports.checking import checked
from reports.copies import Leftover, leftovers, masked_copy, parts_of
from reports.copy_actions import issue_disclosure_copy
from reports.model import Report
from reports.models import Issued
from reports.other_forms import OTHER_FORMS
from tests import make
from tests.pdf import read_pdf
from tests.reports import samples

LAW = "OSL 21 kap. 1 §"
TRADE = "OSL 31 kap. 16 §"
MARK = f"Maskat: {LAW}"


@pytest.fixture
def no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7 falsk")


def secret(case: Case, alice: User) -> Issued:
    """A report with secrets in its log, its own words, its plan and its title."""
    activity = make.activity(make.measure(case, by=alice, title="Markaffär"), by=alice)
    make.entry(
        case,
        by=alice,
        what="HEMLIGSJUK person är sjukskriven för utmattning sedan mars",
        result="HEMLIGRESULTAT",
        participants="HEMLIGNAMN",
        main_activity=activity,
    )
    make.entry(case, by=alice, what="Öppet möte med facket")
    return make.issued(
        case, by=alice, deviations="HEMLIGPRIS är tolv miljoner kronor.", summary="Läget är gott."
    )


def part(report: Report, words: str) -> str:
    """The key of the part that tells `words`."""
    parts = (p for section in parts_of(report) for p in section.parts)
    return next(p.key for p in parts if words in p.excerpt)


def masks_of(report: Report) -> dict[str, str]:
    return {part(report, "HEMLIGSJUK"): LAW, part(report, "HEMLIGPRIS"): TRADE}


def disclosed(report: Issued, by: User, masks: dict[str, str], **changes: Any) -> Issued:
    values = {"decided_by": "Karin Ek, kanslichef", "actor": by, "at": make.now()} | changes
    copy = issue_disclosure_copy(report=report, masks=masks, **values)
    make.do_jobs()
    return copy


def everything_in(pdf: bytes) -> Iterator[bytes]:
    """The file's bytes, and those of every stream in it, packed and unpacked, files inside too."""
    yield pdf
    with pikepdf.open(BytesIO(pdf)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Stream):
                yield thing.read_raw_bytes()
                yield thing.read_bytes()
            yield repr(thing).encode()
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(packed)
        except zlib.error:
            continue


def everything_in_zip(content: bytes) -> Iterator[bytes]:
    yield content
    with ZipFile(BytesIO(content)) as opened:
        for name in opened.namelist():
            yield name.encode() + opened.read(name)


def as_written(text: bytes) -> str:
    """Bytes as text in the ways that these files write it."""
    decoded = [text.decode(code, "ignore") for code in ("utf-8", "utf-16-be", "utf-16-le")]
    return " ".join(decoded)


def test_what_is_masked_is_in_no_byte_of_any_form(case: Case, alice: User) -> None:
    report = secret(case, alice)
    original = Report.from_json(report.data)
    copy = disclosed(report, alice, masks_of(original))
    frozen = Report.from_json(copy.data)
    pdf = bytes(copy.file.content)
    forms = {key: form.make(frozen, issued_at=copy.issued_at) for key, form in OTHER_FORMS.items()}
    places = {
        "data": [copy.data.encode(), as_text(frozen).encode()],
        "pdf": list(everything_in(pdf)),
        "pdf text": [read_pdf(pdf).text.encode()],
        "word": list(everything_in_zip(forms["word"])),
        "excel": list(everything_in_zip(forms["excel"])),
        "html": [forms["html"]],
        "row": [f"{copy.title} {copy.recipient} {copy.file.name}".encode()],
    }
    found = [name for name, parts in places.items() for p in parts if "HEMLIG" in as_written(p)]
    assert not found
    # The search finds what is there: the same words in the report itself.
    assert any("HEMLIGSJUK" in as_written(p) for p in everything_in(bytes(report.file.content)))
    for name in ("data", "pdf text", "html"):
        text = " ".join(as_written(places[name][0]).split())
        assert MARK in text, name
        assert "Öppet möte med facket" in text, name
    for name in ("word", "excel"):
        assert any(MARK in as_written(p) for p in places[name]), name
    read = read_pdf(pdf)
    files = {str(name) for name in read.pdf.attachments}
    assert files == {"rapport.json", "loggbok.csv"}
    data = json.loads(read.pdf.attachments["rapport.json"].get_file().read_bytes())
    assert Report.from_data(data) == frozen


def test_a_copy_is_frozen_with_number_hash_and_who_decided_and_is_logged(
    case: Case, alice: User, no_pdf: None
) -> None:
    report = secret(case, alice)
    before = report.data
    copy = disclosed(report, alice, masks_of(Report.from_json(report.data)))
    assert copy.serial == report.serial + 1
    assert copy.copy_of == report
    assert copy.file.name.endswith("-utlamnande.pdf")
    head = Report.from_json(copy.data).head
    assert head.copy_of == f"rapport {report.number}, fastställd {make.today().isoformat()}"
    assert head.masking_decided.startswith("Karin Ek, kanslichef, ")
    assert head.report_number == copy.number
    report.refresh_from_db()
    assert report.data == before
    entry = case.log.latest("id")
    assert sentence(entry) == (
        f"En utlämnandekopia av rapport nr {report.number} fastställdes med nummer {copy.number}. "
        f"Maskat: 1 del enligt {LAW}, 1 del enligt {TRADE}. Beslutat av Karin Ek, kanslichef."
    )
    told = checked(copy.data_sha256)
    assert told
    assert (told.number, told.copy_of) == (copy.number, report.number)
    # The next report is compared with the report, not with the copy of it.
    assert copy.number not in make.issued(case, by=alice).data


def test_masked_figures_sections_and_title_leave_no_number_and_no_name() -> None:
    original = samples.status_report()
    keys = {section.whole.key: LAW for section in parts_of(original) if section.whole}
    copy = masked_copy(original, keys | {"rubrik": TRADE, "mottagare": LAW})
    text = copy.to_json()
    assert copy.title == f"{original.head.document_type}. Maskat: {TRADE}"
    for entry in original.log():
        assert entry.text[:30] not in text
    assert original.head.case_title not in text
    assert not copy.log()
    assert Report.from_json(text) == copy
    assert text.count('"masked"') == len(keys)


@given(data=st.data())
@hypothesis_settings(max_examples=40)
def test_no_text_of_a_masked_part_is_left_without_being_told(data: st.DataObject) -> None:
    original = samples.status_report()
    keys = [p.key for s in parts_of(original) for p in (*s.parts, *([s.whole] if s.whole else []))]
    chosen = data.draw(st.sets(st.sampled_from(keys), min_size=1, max_size=6))
    masks = dict.fromkeys(chosen, LAW)
    copy = masked_copy(original, masks)
    gone = {entry.text for entry in original.log()} - {entry.text for entry in copy.log()}
    still_there = [text for text in gone if json.dumps(text, ensure_ascii=False) in copy.to_json()]
    assert not still_there or leftovers(original, masks)
    assert Report.from_json(copy.to_json()) == copy


def test_a_text_told_in_two_places_is_masked_in_both_or_pointed_out(
    case: Case, alice: User, no_pdf: None
) -> None:
    make.entry(case, by=alice, what="Bolaget säljer fastigheten till en okänd köpare i Norge i maj")
    report = make.issued(
        case, by=alice, summary="Kort: bolaget säljer fastigheten till en okänd köpare i Norge."
    )
    original = Report.from_json(report.data)
    masks = {part(original, "Bolaget säljer"): TRADE}
    copy = masked_copy(original, masks)
    # The entry stands in the guide's table and in the appendix.
    assert copy.to_json().count(f"Maskat: {TRADE}") == 2
    assert leftovers(original, masks) == [
        Leftover(
            "2 Ärendet i korthet",
            "Kort: bolaget säljer fastigheten till en okänd köpare i Norge.",
        )
    ]
    with pytest.raises(Refused, match="står kvar på andra ställen"):
        disclosed(report, alice, masks)
    both = masks | {part(original, "Kort: bolaget"): TRADE}
    assert leftovers(original, both) == []
    assert "köpare" not in disclosed(report, alice, both).data
    assert "köpare" in disclosed(report, alice, masks, confirmed=True).data


def test_nothing_masked_nobody_deciding_and_a_copy_of_a_copy_are_refused(
    case: Case, alice: User, jonna: User, no_pdf: None
) -> None:
    report = secret(case, alice)
    masks = masks_of(Report.from_json(report.data))
    with pytest.raises(Refused, match="Inget är maskat"):
        disclosed(report, alice, {})
    with pytest.raises(Refused, match="vem som har beslutat"):
        disclosed(report, alice, masks, decided_by=" ")
    copy = disclosed(report, alice, masks)
    with pytest.raises(Refused, match="redan en kopia"):
        disclosed(copy, alice, masks)
    with pytest.raises(Refused, match="samma typ"):
        make.issued(case, by=alice, replaces=copy, replaced_because="x")
    make.take_part(case, jonna.memberships.get().organisation, by=alice)
    with pytest.raises(Refused, match="organisation"):
        disclosed(report, jonna, masks)
    with pytest.raises(IntegrityError, match="issued_copy_says_who_decided"):
        Issued.objects.filter(pk=copy.pk).get()
        values = {f.attname: getattr(copy, f.attname) for f in Issued._meta.concrete_fields}
        values = {k: v for k, v in values.items() if k not in ("id", "number")}
        Issued.objects.create(**values | {"serial": 99, "decided_by": ""})


def test_from_the_report_to_the_copy_in_the_browser(
    case: Case, alice: User, no_pdf: None, as_user: Callable[[User], Client]
) -> None:
    client = as_user(alice)
    report = secret(case, alice)
    base = f"/arenden/{case.number}/rapporter/{report.pk}/utlamnande/"
    assert base in client.get(f"/arenden/{case.number}/rapporter/{report.pk}/").content.decode()
    original = Report.from_json(report.data)
    sick, price = masks_of(original)
    page = html.fromstring(client.get(base).content)
    boxes = {box.get("value") for box in page.cssselect("input[name=part]")}
    assert {sick, price} <= boxes
    once = page.cssselect("input[name=once]")[0].get("value")
    missing = client.post(f"{base}forhandsgranska/", {"part": [sick], "once": once})
    assert missing.status_code == 422
    assert "Välj lagrum för det du har markerat." in missing.content.decode()
    box = html.fromstring(missing.content).get_element_by_id(f"part-{sick}")
    assert box.get("checked") is not None
    first = client.post(f"{base}forhandsgranska/", {"part": [sick], "provision": LAW})
    assert "1 del är maskad" in first.content.decode().replace("\xa0", " ")
    kept = [each.get("value") for each in html.fromstring(first.content).cssselect("[name=masked]")]
    assert kept == [f"{sick}|{LAW}"]
    other = {"part": [price], "provision": "ANNAT", "other_provision": "OSL 39 kap. 2 §"}
    second = client.post(f"{base}forhandsgranska/", other | {"masked": kept})
    kept = [
        each.get("value") for each in html.fromstring(second.content).cssselect("[name=masked]")
    ]
    assert kept == [f"{sick}|{LAW}", f"{price}|OSL 39 kap. 2 §"]
    preview = html.fromstring(second.content).cssselect("article.report")[0].text_content()
    assert "HEMLIG" not in preview
    back = client.post(f"{base}forhandsgranska/", {"masked": kept, "undo": [price]})
    assert f"{price}|" not in back.content.decode()
    refused = client.post(f"{base}faststall/", {"masked": kept, "part": [sick], "provision": LAW})
    assert refused.status_code == 422
    assert "inte är maskade än" in refused.content.decode()
    data = {"masked": kept, "decided_by": "Karin Ek, kanslichef", "once": once}
    assert client.post(f"{base}faststall/", data | {"decided_by": ""}).status_code == 422
    done = client.post(f"{base}faststall/", data)
    assert done.status_code == 302
    assert client.post(f"{base}faststall/", data).headers["Location"] == done.headers["Location"]
    copy = Issued.objects.latest("id")
    shown = client.get(done.headers["Location"]).content.decode()
    assert f"Rapport {report.number}</a>. Maskningen beslutad av Karin Ek" in shown
    assert "Gör en utlämnandekopia" not in shown
    assert "HEMLIG" not in shown
    listed = client.get(f"/arenden/{case.number}/rapporter/").content.decode()
    assert f"utlämnandekopia av {report.number}" in listed
    assert client.get(f"/arenden/{case.number}/rapporter/{copy.pk}/utlamnande/").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"masked": ["post-1|DROP TABLE"]},
        {"masked": ["finns-inte|OSL 21 kap. 1 §"]},
        {"part": ["finns-inte"], "provision": LAW},
        {"part": ["rubrik"], "provision": "ANNAT", "other_provision": "för att jag vill"},
        {"part": ["rubrik"], "provision": "ANNAT"},
        {"decided_by": "x" * 161},
        {"decided_by": "Eva 811218-9876"},
    ],
    ids=str,
)
def test_what_is_wrong_in_the_form_is_told_and_masks_nothing(
    case: Case, alice: User, no_pdf: None, as_user: Callable[[User], Client], wrong: dict[str, Any]
) -> None:
    report = secret(case, alice)
    base = f"/arenden/{case.number}/rapporter/{report.pk}/utlamnande/"
    for button in ("forhandsgranska/", "faststall/"):
        answer = as_user(alice).post(base + button, wrong)
        assert answer.status_code == 422
        assert "DROP TABLE|" not in answer.content.decode()
    assert Issued.objects.count() == 1


def test_a_section_that_says_nothing_cannot_be_masked() -> None:
    original = samples.status_report()
    empty = next(section for section in original.sections if section.is_empty)
    sections = {each.heading: each for each in parts_of(original)}
    assert sections[f"{empty.number} {empty.heading}".strip()].whole is None
    assert masked_copy(original, {}) == replace(original, standing=None)
