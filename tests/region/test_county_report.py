"""The county report: over what is shared with the region, as the region sees it, and nothing else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from accounts.models import Organisation, User
from accounts.permissions import Role
from cases.models import Case
from cases.sharing import end_share
from core.actions import Refused
from measures.actions import change_measure_state
from measures.states import State
from region.build import build_county_report
from region.queries import county_material
from region.request import CountyRequest
from reports.checking import checked
from reports.model import Kind, Paragraph, Report, Table
from reports.models import Issued
from reports.other_forms import OTHER_FORMS
from reports.render import render_pdf
from tests import make
from tests.make_county import county_report, county_request
from tests.pdf import read_pdf

FORM = {
    "period_from": (timezone.localdate() - timedelta(days=30)).isoformat(),
    "period_to": timezone.localdate().isoformat(),
    "recipient": "Regeringskansliet",
    "situation": "Läget är ansträngt.",
    "actions": "",
    "results": "",
}


@pytest.fixture(autouse=True)
def _no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7 falsk")


@pytest.fixture
def shared(norrby: Organisation, region_vast: Organisation, alice: User, bo: User) -> Case:
    """A shared case with figures, small ones among them, and a measure that has ended."""
    case = make.case(norrby, by=alice, deputy=bo, title="Bruket stänger", company="Bruket AB")
    wave = make.wave(case, by=alice)
    make.headcount(wave, by=alice, notified=240, dismissed=150, reemployed=40, unemployed=30)
    measure = make.measure(case, by=alice, title="Jobbmässa")
    for state in (State.ONGOING, State.DONE):
        measure = change_measure_state(
            measure=measure, to=state, on=make.today(), actor=alice, at=make.now()
        )
    make.entry(case, by=alice, what="Öppet möte", measure=measure)
    make.entry(case, by=alice, what="HEMLIGT möte", internal=True)
    make.share(case, region_vast, by=alice)
    return case


def build(region: Organisation, by: User, **changes: Any) -> Report:
    request = county_request(**changes)
    material = county_material(
        region, officer=by, first=request.period_from, stop=request.period_to
    )
    return build_county_report(material, request, day=make.today())


def rows(report: Report, key: str, caption: str) -> list[tuple[str, ...]]:
    blocks = report.section(key).blocks
    return [
        row
        for block in blocks
        if isinstance(block, Table) and block.caption.startswith(caption)
        for row in block.rows
    ]


def words(report: Report, key: str) -> str:
    return " ".join(b.text for b in report.section(key).blocks if isinstance(b, Paragraph))


def test_it_has_exactly_the_three_parts(shared: Case, siv: User, region_vast: Organisation) -> None:
    report = build(region_vast, siv, situation="Egna ord", actions="Mer", results="Till sist")
    assert [section.heading for section in report.sections] == [
        "Varselläge",
        "Vidtagna åtgärder",
        "Uppnådda resultat",
    ]
    assert [section.blocks[0] for section in report.sections] == [
        Paragraph("Egna ord"),
        Paragraph("Mer"),
        Paragraph("Till sist"),
    ]
    [row] = rows(report, "varsellage", "Ärenden som är delade")
    assert row[:4] == (
        f"Bruket stänger ({shared.number})",
        "Norrby",
        "Bruket AB",
        shared.notice_on.isoformat(),
    )
    assert row[4:] == ("1. Förbereda", "240", "150")
    assert "Varslade: 240 personer" in words(report, "varsellage")
    [moved] = rows(report, "vidtagna-atgarder", "Insatser som startade")
    assert moved[:4] == ("Jobbmässa", "Norrby", shared.number, "Genomförd")
    [in_case] = rows(report, "vidtagna-atgarder", "Insatser och logg")
    assert in_case[1:6] == ("0", "0", "1", "0", "1")
    [outcome] = rows(report, "uppnadda-resultat", "Hur det har gått")
    assert outcome[2] == "40"
    assert Report.from_json(report.to_json()) == report


def test_restricted_and_unshared_cases_and_exercises_are_in_no_name_and_no_count(
    shared: Case, norrby: Organisation, region_vast: Organisation, alice: User, bo: User, siv: User
) -> None:
    before = build(region_vast, siv).to_json()
    for name in ("Odelat", "Hemligt", "Avslutad delning", "Övat"):
        opened = make.exercise if name == "Övat" else make.case
        case = opened(norrby, by=alice, deputy=bo, title=name, company="Okänt AB")
        make.headcount(make.wave(case, by=alice), by=alice, notified=999)
        make.entry(case, by=alice, measure=make.measure(case, by=alice, title="Dold insats"))
        if name != "Odelat":
            share = make.share(case, region_vast, by=alice)
        if name == "Hemligt":
            # Even when the coordinator happens to be among those who may know.
            make.reader(case, siv, by=alice)
            make.restricted(case, by=alice)
        if name == "Avslutad delning":
            end_share(share=share, actor=alice, at=make.now())
    assert build(region_vast, siv).to_json() == before


def test_what_is_internal_or_inside_the_case_is_not_told(
    shared: Case, siv: User, region_vast: Organisation
) -> None:
    text = build(region_vast, siv).to_json()
    assert "HEMLIGT" not in text


def test_hidden_numbers_are_in_no_sum(
    shared: Case, norrby: Organisation, region_vast: Organisation, alice: User, bo: User, siv: User
) -> None:
    """The sum is of the numbers that stand in the table, so a difference tells nothing."""
    other = make.case(norrby, by=alice, deputy=bo, title="Verkstaden")
    make.headcount(make.wave(other, by=alice), by=alice, notified=3)
    make.share(other, region_vast, by=alice)
    report = build(region_vast, siv)
    table = rows(report, "varsellage", "Ärenden som är delade")
    assert sorted(row[5] for row in table) == ["240", "färre än 5"]
    told = words(report, "varsellage")
    assert "Varslade: 240 personer, i de ärenden där antalet står. I 1 ärenden" in told
    assert "färre än 5" in told


def test_it_tells_the_figures_as_the_case_shows_them_to_the_region(
    shared: Case, siv: User, region_vast: Organisation, as_user: Callable[[User], Client]
) -> None:
    page = as_user(siv).get(f"/arenden/{shared.number}/siffror/").content.decode()
    [outcome] = rows(build(region_vast, siv), "uppnadda-resultat", "Hur det har gått")
    shown = " ".join(html.fromstring(page).text_content().split())
    for cell in outcome[2:]:
        assert cell.replace("\xa0", " ") in shown


def test_the_number_in_the_notice_is_for_those_inside_the_case(
    norrby: Organisation, region_vast: Organisation, alice: User, siv: User
) -> None:
    make.share(make.case(norrby, by=alice, affected=7311), region_vast, by=alice)
    report = build(region_vast, siv)
    [row] = rows(report, "varsellage", "Ärenden som är delade")
    assert row[5] == "–"
    assert "7311" not in report.to_json()


def test_later_facts_than_the_stop_date_are_left_out(
    shared: Case, siv: User, region_vast: Organisation
) -> None:
    stop = shared.notice_on - timedelta(days=1)
    report = build(region_vast, siv, period_from=stop - timedelta(days=9), period_to=stop)
    assert all(section.is_empty for section in report.sections)


def test_it_is_numbered_frozen_verified_and_has_every_form(
    shared: Case, siv: User, region_vast: Organisation, alice: User
) -> None:
    first = county_report(region_vast, by=siv)
    second = county_report(region_vast, by=siv)
    assert (first.serial, second.serial, first.case) == (1, 2, None)
    assert first.file.name == f"lansrapport-{make.today().year}-nr-1.pdf"
    before = first.data
    make.entry(shared, by=alice, what="Senare")
    first.refresh_from_db()
    assert first.data == before
    told = checked(first.data_sha256)
    assert told
    assert (told.number, told.kind, told.organisation) == (
        first.number,
        "Länsrapport",
        "Region Väst",
    )
    report = Report.from_json(first.data)
    for form in OTHER_FORMS.values():
        made = form.make(report, issued_at=first.issued_at)
        assert made == form.make(report, issued_at=first.issued_at)
    assert not shared.log.filter(event="REPORT_ISSUED").exists()


def test_its_pdf_is_sound_and_tells_all_of_it(
    shared: Case, siv: User, region_vast: Organisation
) -> None:
    report = build(region_vast, siv)
    pdf = read_pdf(render_pdf(report, issued_at=make.now()))
    for text in ("Länsrapport: Region Väst", "Bruket AB", "Jobbmässa", "Hur det har gått"):
        assert pdf.missing(text) == []
    assert {str(name) for name in pdf.pdf.attachments} == {"rapport.json"}


def test_the_queries_do_not_grow_with_the_cases(
    shared: Case, norrby: Organisation, region_vast: Organisation, alice: User, bo: User, siv: User
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            build(region_vast, siv)
        return len(queries)

    one = asked()
    for number in range(6):
        case = make.case(norrby, by=alice, deputy=bo, title=f"Fabrik {number}")
        make.headcount(make.wave(case, by=alice), by=alice, notified=50)
        make.entry(case, by=alice, measure=make.measure(case, by=alice))
        make.share(case, region_vast, by=alice)
    assert asked() == one <= 8


def test_a_county_report_has_no_case_and_other_reports_have_one(
    shared: Case, siv: User, region_vast: Organisation, alice: User
) -> None:
    county, other = county_report(region_vast, by=siv), make.issued(shared, by=alice)
    for row, changes in ((county, {"case": shared}), (other, {"case": None})):
        values = {f.attname: getattr(row, f.attname) for f in Issued._meta.concrete_fields}
        values = {k: v for k, v in values.items() if k not in ("id", "number", "case_id")}
        with pytest.raises(IntegrityError, match="unless_of_a_county"), transaction.atomic():
            Issued.objects.create(**values | {"serial": 99} | changes)


def test_only_the_regions_own_coordinators_read_it(
    shared: Case,
    siv: User,
    region_vast: Organisation,
    alice: User,
    as_user: Callable[[User], Client],
) -> None:
    other = make.member(
        "Nils Nord", "nils@nord.example", make.region("Region Nord"), Role.COORDINATOR
    )
    report = county_report(region_vast, by=siv)
    page = f"/region/rapporter/{report.pk}/"
    assert as_user(siv).get(page).status_code == 200
    for address in (page, f"{page}pdf/", f"{page}som/html/"):
        assert as_user(other).get(address).status_code == 404
        assert as_user(alice).get(address).status_code == 403
    assert "Region Väst" not in as_user(other).get("/region/rapporter/").content.decode()
    assert as_user(other).post(f"{page}diarienummer/", {"diary_number": "x"}).status_code == 404
    # A case's report is not one of the region's, whoever asks.
    of_case = make.issued(shared, by=alice)
    assert as_user(siv).get(f"/region/rapporter/{of_case.pk}/").status_code == 404
    there = f"/arenden/{shared.number}/rapporter/{report.pk}/"
    assert as_user(alice).get(there).status_code == 404


def test_from_the_start_page_to_the_issued_report(
    shared: Case, siv: User, as_user: Callable[[User], Client]
) -> None:
    client = as_user(siv)
    assert "/region/rapporter/" in client.get("/").content.decode()
    empty = client.get("/region/rapporter/").content.decode()
    assert "Ingen länsrapport är fastställd än" in empty
    form = html.fromstring(client.get("/region/rapporter/ny/").content)
    once = form.cssselect("input[name=once]")[0].get("value")
    shown = client.post("/region/rapporter/ny/forhandsgranska/", FORM)
    article = html.fromstring(shown.content).cssselect("article.report")[0].text_content()
    assert "Läget är ansträngt." in article
    assert "Bruket AB" in article
    assert not Issued.objects.exists()
    done = client.post("/region/rapporter/ny/faststall/", FORM | {"once": once})
    assert done.status_code == 302
    again = client.post("/region/rapporter/ny/faststall/", FORM | {"once": once})
    assert again.headers["Location"] == done.headers["Location"]
    page = client.get(done.headers["Location"]).content.decode()
    assert "PDF-filen görs" in page
    make.do_jobs()
    assert "Ladda ner PDF" in client.get(done.headers["Location"]).content.decode()
    assert client.get(f"{done.headers['Location']}pdf/").content.startswith(b"%PDF")
    number = client.post(f"{done.headers['Location']}diarienummer/", {"diary_number": "RV 2026/3"})
    assert number.status_code == 302
    assert "RV 2026/3" in client.get("/region/rapporter/").content.decode()
    # The next one begins where this one ended.
    following = html.fromstring(client.get("/region/rapporter/ny/").content)
    first = following.cssselect("input[name=period_from]")[0].get("value")
    assert first == (make.today() + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("recipient", "", "Fyll i mottagare."),
        ("recipient", "x" * 161, "tecken"),
        ("period_to", "2099-01-01", "framtiden"),
        ("period_to", "1999-01-01", "före period från"),
        ("period_from", "i övermorgon kanske", "datum"),
        ("situation", "Eva, 811218-9876", "personnummer"),
        ("results", "\x00", "tecken"),
        ("region", "4711", "alternativen"),
    ],
)
def test_what_is_wrong_is_told_and_all_is_kept(
    shared: Case, siv: User, as_user: Callable[[User], Client], field: str, value: str, said: str
) -> None:
    make.membership(siv, make.region("Region Nord"), Role.COORDINATOR)
    region = str(siv.memberships.order_by("pk")[0].organisation_id)
    data = FORM | {"region": region, "actions": "Det vi gjort"} | {field: value}
    for button in ("forhandsgranska", "faststall"):
        answer = as_user(siv).post(f"/region/rapporter/ny/{button}/", data)
        assert answer.status_code == 422
        text = answer.content.decode()
        assert f'id="id_{field}_error' in text
        assert said in text
        assert "Det vi gjort" in text
    assert not Issued.objects.exists()


def test_a_strange_filter_and_an_endless_number_are_answered(
    siv: User, as_user: Callable[[User], Client]
) -> None:
    client = as_user(siv)
    for key in ("mottagare", "ordning", "fore"):
        for value in ("\x00", "'; --", "9" * 40, "å" * 200, "aldst"):
            answer = client.get("/region/rapporter/", {key: value})
            assert answer.status_code in {200, 422}, (key, value)
    assert client.get(f"/region/rapporter/{'9' * 40}/").status_code == 404
    assert client.post("/region/rapporter/1/diarienummer/", {}).status_code == 404


def test_the_list_is_filtered_sorted_and_paged(
    siv: User, region_vast: Organisation, as_user: Callable[[User], Client]
) -> None:
    for number in range(22):
        county_report(region_vast, by=siv, recipient="Länsstyrelsen" if number else "Regeringen")

    def numbers(query: str) -> list[str]:
        page = html.fromstring(as_user(siv).get(f"/region/rapporter/{query}").content)
        return [a.text_content().split()[0] for a in page.cssselect(".row-title")]

    year = make.today().year
    assert numbers("")[0] == f"{year}:22"
    assert numbers("?ordning=aldst")[0] == f"{year}:1"
    assert numbers("?mottagare=regeringen") == [f"{year}:1"]
    page = html.fromstring(as_user(siv).get("/region/rapporter/?ordning=aldst").content)
    more = next(a.get("href") for a in page.cssselect("a") if "fore=" in (a.get("href") or ""))
    assert numbers(more) == [f"{year}:21", f"{year}:22"]


def test_a_report_of_nothing_says_so(siv: User, region_vast: Organisation) -> None:
    report = build(region_vast, siv)
    assert all(section.is_empty for section in report.sections)
    assert report.kind is Kind.COUNTY_REPORT
    with pytest.raises(Refused, match="tar emot"):
        county_report(region_vast, by=siv, recipient=" ")
    assert isinstance(county_request(), CountyRequest)
