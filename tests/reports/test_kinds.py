"""Every kind of report: its sections, the words that are its own, and what it is kept to."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from lxml import html

from accounts.models import Organisation, User
from cases.models import Case
from figures import outcome_actions
from measures.actions import change_measure_state
from measures.states import State
from reports.build import BUILDERS, build_report
from reports.forms import SHOWN_IN
from reports.model import LOGBOOKS, OF_A_CASE, Figures, Kind, PlainList, Report, Table
from reports.models import Issued
from reports.queries import material_for
from reports.render import render_pdf
from reports.sections import SECTIONS
from tests import make
from tests.pdf import read_pdf

OWN = {
    "summary": "Egen sammanfattning",
    "working": "Egna ord om arbetssätt",
    "deviations": "Egna ord om avvikelser",
    "lessons": "Egna lärdomar",
    "continues": "Egna ord om fortsättningen",
}


@pytest.fixture(autouse=True)
def _no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")


def build(case: Case, by: User, kind: Kind, **changes: Any) -> Report:
    request = make.report_request(kind=kind, **changes)
    material = material_for(
        case,
        officer=by,
        organisation=case.participants.get(is_lead=True).organisation,
        first=request.period_from,
        stop=request.period_to,
        recipient=request.recipient,
    )
    return build_report(material, request, day=make.today())


def tables(report: Report, key: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    blocks = report.section(key).blocks
    return {block.caption: block.rows for block in blocks if isinstance(block, Table)}


@pytest.mark.parametrize("kind", OF_A_CASE)
def test_each_kind_has_a_builder_for_each_section(kind: Kind) -> None:
    assert set(BUILDERS[kind]) == {spec.key for spec in SECTIONS[kind]}
    assert kind in SHOWN_IN


@pytest.mark.parametrize("kind", OF_A_CASE)
def test_an_empty_case_says_in_each_section_what_is_not_there(
    case: Case, alice: User, kind: Kind
) -> None:
    report = build(case, alice, kind)
    assert all(section.blocks for section in report.sections)
    assert Report.from_json(report.to_json()) == report


@pytest.mark.parametrize("kind", [kind for kind in OF_A_CASE if kind not in LOGBOOKS])
def test_ones_own_words_stand_in_the_kinds_that_show_them(
    case: Case, alice: User, kind: Kind
) -> None:
    text = build(case, alice, kind, **OWN).to_json()
    for field, words in OWN.items():
        assert (words in text) is (field in SHOWN_IN[kind]), field


@pytest.mark.parametrize("kind", OF_A_CASE)
def test_nothing_internal_is_in_any_kind(
    norrby: Organisation, alice: User, bo: User, kind: Kind
) -> None:
    case, _ = make.full_case(norrby, by=alice, deputy=bo, canary="KANARIE")
    text = build(case, alice, kind).to_json()
    assert "KANARIE-SEEN" in text
    assert "KANARIE-OWN" not in text
    assert "KANARIE-DRAFT" not in text


def test_the_summary_is_one_page_however_much_there_is(
    norrby: Organisation, alice: User, bo: User
) -> None:
    case = make.case(norrby, by=alice, deputy=bo, title="En lång rubrik " * 10, diary_number="KS 1")
    measure = make.measure(case, by=alice, title="Insats med ett ganska långt namn " * 3)
    for number in range(12):
        make.measure(case, by=alice, title=f"{'Ord ' * 35}{number}")
        make.entry(
            case, by=alice, what="En lång mening om vad som har gjorts. " * 60, measure=measure
        )
    wave = make.wave(case, by=alice)
    make.headcount(wave, by=alice, notified=240, dismissed=150, reemployed=60, unemployed=40)
    report = build(
        case, alice, Kind.SUMMARY, summary="Många ord. " * 400, deviations="Beslut behövs. " * 300
    )
    pdf = read_pdf(render_pdf(report, issued_at=make.now()))
    assert pdf.pages == 1
    assert "Ytterligare 7 loggposter finns i loggboken." in report.to_json()


def test_the_final_report_tells_how_each_measure_ended(case: Case, alice: User) -> None:
    ended = make.measure(case, by=alice, title="Lokalbank")
    for state, more in (
        (State.ONGOING, {}),
        (State.HANDED_OVER, {"handed_over_to": "Fastighetsbolaget"}),
    ):
        ended = change_measure_state(
            measure=ended, to=state, on=make.today(), actor=alice, at=make.now(), **more
        )
    make.measure(case, by=alice, title="Mässa")
    report = build(case, alice, Kind.FINAL_REPORT)
    rows = {row[0]: row for row in tables(report, "insatser")["Ärendets insatser"]}
    assert rows["Lokalbank"][1] == "Överlämnad"
    assert rows["Lokalbank"][4] == "Överlämnad till Fastighetsbolaget"
    assert rows["Mässa"][1] == "Idé"
    lists = [b.items for b in report.section("fortsatt-arbete").blocks if isinstance(b, PlainList)]
    assert lists == [("Lokalbank: Fastighetsbolaget",), ("Mässa (idé)",)]


def test_a_funder_reads_of_its_own_money_each_cost_with_its_entry(case: Case, alice: User) -> None:
    measure = make.measure(case, by=alice, title="Utbildning")
    other = make.measure(case, by=alice, title="Annat")
    entry = make.entry(case, by=alice, what="Kursen började", measure=measure)
    secret = make.entry(case, by=alice, what="Hemligt", internal=True, measure=measure)
    for where, funder in ((measure, "Region Väst"), (other, "Almi")):
        paid = make.funding(
            where, by=alice, funder=funder, granted_ore=1_000_000, decided_on=make.today()
        )
        for tied in (entry, secret):
            outcome_actions.note_cost(
                funding=paid,
                amount_ore=25_050,
                used_on=make.today(),
                what=f"Kurs för {funder}",
                entry=tied.entry,
                actor=alice,
                at=make.now(),
            )
    report = build(case, alice, Kind.FUNDER_REPORT, recipient="region väst")
    [costs] = [rows for name, rows in tables(report, "aktiviteter").items() if "Kostnader" in name]
    assert {row[2] for row in costs} == {"Region Väst"}
    assert costs[0][4].endswith("Kursen började")
    assert costs[1][4] == "ingen"
    assert "Hemligt" not in report.to_json()
    money = tables(report, "resultat")["Beviljat och använt"]
    assert [row[:2] for row in money] == [("Utbildning", "Region Väst")]
    assert [row[1] for row in money] == ["Region Väst"]
    assert "Annat" not in report.to_json()
    everything = build(case, alice, Kind.FUNDER_REPORT, recipient="Revisorn")
    assert "Kurs för Almi" in everything.to_json()


def test_what_one_kind_has_shown_counts_for_the_next_kind(case: Case, alice: User) -> None:
    """The same reader lays a summary beside a status report."""
    wave = make.wave(case, by=alice)
    before = make.today() - timedelta(days=31)
    make.headcount(wave, by=alice, counted_on=before, notified=240, dismissed=150, unemployed=40)
    first = make.issued(
        case,
        by=alice,
        kind=Kind.SUMMARY,
        period_from=before - timedelta(days=9),
        period_to=before,
    )
    standing = Report.from_json(first.data).standing
    assert standing
    assert standing.figures
    assert standing.figures.latest.day == before
    assert not [b for b in Report.from_json(first.data).blocks() if isinstance(b, Figures)]
    material = material_for(
        case,
        officer=alice,
        organisation=first.organisation,
        first=before,
        stop=make.today(),
        recipient="Kommunstyrelsen",
    )
    assert material.earlier_figures
    assert material.earlier_figures.shown == standing.figures


@pytest.mark.parametrize("kind", OF_A_CASE)
def test_each_kind_is_made_in_the_browser(
    case: Case, alice: User, as_user: Callable[[User], Client], kind: Kind
) -> None:
    client, base = as_user(alice), f"/arenden/{case.number}/rapporter/"
    listed = client.get(base).content.decode()
    assert f"?typ={kind.value}" in listed
    page = html.fromstring(client.get(f"{base}ny/?typ={kind.value}").content)
    form = next(f for f in page.forms if "period_from" in f.fields)
    folded = {
        field.get("name")
        for details in form.iter("details")
        for field in details.iter("textarea", "input")
    }
    assert not folded & set(SHOWN_IN[kind])
    data = {name: value or "" for name, value in form.form_values()} | {"recipient": "Nämnden"}
    assert client.post(f"{base}ny/forhandsgranska/", data).status_code == 200
    assert client.post(f"{base}ny/faststall/", data).status_code == 302
    issued = Issued.objects.get()
    assert issued.kind == kind.value


@pytest.mark.parametrize("kind", [kind for kind in OF_A_CASE if kind not in LOGBOOKS])
def test_who_receives_it_is_asked_for(
    case: Case, alice: User, as_user: Callable[[User], Client], kind: Kind
) -> None:
    today = make.today().isoformat()
    data = {"kind": kind.value, "period_from": today, "period_to": today}
    response = as_user(alice).post(f"/arenden/{case.number}/rapporter/ny/faststall/", data)
    assert response.status_code == 422
    assert "Skriv vem som tar emot rapporten." in response.content.decode()


def test_money_is_never_a_float(case: Case, alice: User) -> None:
    measure = make.measure(case, by=alice)
    paid = make.funding(measure, by=alice, granted_ore=10, decided_on=make.today())
    outcome_actions.note_cost(
        funding=paid,
        amount_ore=3,
        used_on=make.today(),
        what="",
        entry=None,
        actor=alice,
        at=make.now(),
    )
    assert (
        str(Decimal("0.03")).replace(".", ",") in build(case, alice, Kind.FUNDER_REPORT).to_json()
    )
