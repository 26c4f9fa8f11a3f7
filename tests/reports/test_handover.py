"""The handover: what a new responsible person needs, for those inside the case only."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import Organisation, User
from cases.models import Case
from measures.actions import change_measure_state
from measures.states import State
from reports import copy_actions, handover_views
from reports.handover import build_handover
from reports.handover_queries import handover_material
from reports.levels import Level
from reports.model import PlainList, Table
from reports.render import RenderFailed
from tests import make
from tests.pdf import read_pdf


def told(client: Client, case: Case) -> str:
    response = client.get(reverse("handover:page", args=[case.number]))
    assert response.status_code == 200
    return " ".join(html.fromstring(response.content.decode()).text_content().split())


@pytest.fixture(autouse=True)
def _no_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")


def test_it_tells_what_waits_and_who_has_taken_it_upon_them(
    as_user: Callable[[User], Client], norrby: Organisation, alice: User, bo: User
) -> None:
    case, _ = make.full_case(norrby, by=alice, deputy=bo, canary="Bjuv")
    make.issued(case, by=alice, decisions=("Kommunstyrelsen godkänner planen.",))
    ongoing = make.measure(case, by=bo, title="Jobbmässa", partners="Almi", responsible=bo)
    change_measure_state(
        measure=ongoing, to=State.ONGOING, on=make.today(), actor=bo, at=make.now()
    )
    text = told(as_user(alice), case)
    for wanted in (
        "Kommunstyrelsen godkänner planen (föreslaget i lägesrapport",
        "Bjuv-SEEN insats är en idé",
        "Bjuv-INSIDE ring igen",
        "Bjuv-INSIDE analys",
        "Svara på:",
        "Insats: Jobbmässa med Almi",
        "Bjuv-INSIDE deltagare",
        "alice@norrby.example",
        "Endast internt",
    ):
        assert wanted in text, wanted


def test_an_answer_to_an_application_is_waited_for_until_it_comes(
    norrby: Organisation, alice: User
) -> None:
    case = make.case(norrby, by=alice)
    measure = make.measure(case, by=alice)
    make.funding(measure, by=alice, funder="ESF-rådet", applied_ore=50_000_000)
    made = build_handover(handover_material(case, by=alice, today=make.today()))
    decisions = next(s for s in made.sections if s.key == "oppna-beslut")
    said = [item for b in decisions.blocks if isinstance(b, PlainList) for item in b.items]
    assert any("ESF-rådet har inte lämnat besked om 500" in sentence for sentence in said)


def test_what_is_only_internal_to_another_organisation_is_not_told(
    norrby: Organisation, alice: User, charlie: User, soderby: Organisation
) -> None:
    case = make.case(norrby, by=alice)
    make.take_part(case, soderby, by=alice)
    make.entry(
        case,
        by=alice,
        what="Internt",
        internal=True,
        next_step="Hemligt steg",
        next_step_on=make.today(),
        next_step_by=alice,
    )
    for person, sees in ((alice, True), (charlie, False)):
        made = build_handover(handover_material(case, by=person, today=make.today()))
        assert ("Hemligt steg" in made.to_json()) is sees
        assert ("Endast internt" in made.to_json()) is sees


def test_what_an_internal_report_or_a_copy_proposes_is_not_told_to_others(
    norrby: Organisation, alice: User, charlie: User, soderby: Organisation
) -> None:
    case = make.case(norrby, by=alice)
    make.take_part(case, soderby, by=alice)
    known = make.issued(case, by=alice, decisions=("Planen godkänns",))
    copy_actions.issue_disclosure_copy(
        report=known,
        masks={"mottagare": "OSL 21 kap. 1 §"},
        decided_by="Alice",
        confirmed=True,
        actor=alice,
        at=make.now(),
    )
    make.issued(case, by=alice, level=Level.INTERNAL, decisions=("Säg upp avtalet",))
    for person, proposal in ((alice, "Säg upp avtalet"), (charlie, "Planen godkänns")):
        text = build_handover(handover_material(case, by=person, today=make.today())).to_json()
        assert proposal in text
        assert ("Säg upp avtalet" in text) is (person == alice)


def test_a_restricted_case_says_who_may_know_and_carries_its_mark(
    as_user: Callable[[User], Client], norrby: Organisation, alice: User, bo: User
) -> None:
    case = make.case(norrby, by=alice, deputy=bo, secrecy_provision="OSL 31:16")
    case = make.restricted(case, by=alice)
    text = told(as_user(alice), case)
    assert "Sekretess enligt OSL 31:16" in text
    assert "Bo" in text
    assert "Ersättare i ärendet" in text


def test_the_most_overdue_step_comes_first(norrby: Organisation, alice: User) -> None:
    case = make.case(norrby, by=alice)
    for days, step in ((3, "Senare"), (-5, "Försenat")):
        make.entry(
            case,
            by=alice,
            next_step=step,
            next_step_on=make.today() + timedelta(days=days),
            next_step_by=alice,
        )
    made = build_handover(handover_material(case, by=alice, today=make.today()))
    steps = next(s for s in made.sections if s.key == "nasta-steg")
    (table,) = (b for b in steps.blocks if isinstance(b, Table))
    assert [(row[0], row[3]) for row in table.rows] == [
        ("Försenat", "5 dagar sent"),
        ("Senare", ""),
    ]


def test_the_pdf_says_the_same_and_is_not_kept(
    as_user: Callable[[User], Client], norrby: Organisation, alice: User
) -> None:
    case = make.case(norrby, by=alice)
    make.entry(case, by=alice, next_step="Ring Almi", next_step_on=make.today(), next_step_by=alice)
    response = as_user(alice).get(reverse("handover:pdf", args=[case.number]))
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    pdf = read_pdf(response.content)
    assert "Ring Almi" in pdf.text
    assert case.number in pdf.text
    assert pdf.lang == "sv"


def test_a_pdf_that_does_not_come_out_says_so_on_the_page(
    as_user: Callable[[User], Client],
    norrby: Organisation,
    alice: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*args: object, **kwargs: object) -> bytes:
        raise RenderFailed("Det gick inte.")

    monkeypatch.setattr(handover_views, "render_pdf", fail)
    case = make.case(norrby, by=alice)
    response = as_user(alice).get(reverse("handover:pdf", args=[case.number]), follow=True)
    assert "Det gick inte." in response.content.decode()
