"""The plan: told as it is, frozen when a body adopts it, and later plans told against it."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse
from docx import Document as Word
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from accounts.models import Organisation, User
from cases import actions as case_actions
from cases.models import Case
from core.actions import Conflict, Refused
from figures.clock_kinds import DateKind
from figures.models import CaseDate
from guide.phases import Phase
from logbook.events import Event
from logbook.models import LogEntry
from logbook.wording import sentence
from measures import actions as measure_actions
from measures.models import Measure
from measures.states import State
from reports.model import EXERCISE, Kind, PlainList, Report, Table, Timeline
from reports.models import AdoptedPlan
from reports.plan import Plan, PlanRow, changes, gaps, plan_from_json
from reports.plan_actions import Adoption, adopt_plan
from reports.plan_queries import plan_now
from reports.render import RenderFailed
from tests import make, make_plan
from tests.pdf import read_pdf
from tests.reports.test_kinds import build

AsUser = Callable[[User], Client]


def url(name: str, case: Case, *args: Any) -> str:
    return reverse(f"plan:{name}", args=[case.number, *args])


def full_measure(case: Case, by: User, **values: Any) -> Measure:
    """A measure that lacks nothing which the plan asks for."""
    measure = make.measure(
        case,
        by=by,
        **{
            "title": "Jobbmässa",
            "target": "Alla varslade möter en arbetsgivare",
            "responsible": by,
            "partners": "Arbetsförmedlingen",
            "planned_start": make.today(),
            "planned_end": make.today() + timedelta(days=60),
        }
        | values,
    )
    make.goal(measure, by=by, indicator="Personer i nytt arbete")
    make.funding(measure, by=by, funder="Region Väst", applied_ore=50_000_000)
    return measure


def change(measure: Measure, by: User, **values: Any) -> None:
    facts = {
        name: getattr(measure, name) for name in measure_actions.MeasureFacts.__dataclass_fields__
    }
    measure_actions.change_measure(
        measure=measure,
        seen_version=Measure.objects.get(pk=measure.pk).version,
        facts=measure_actions.MeasureFacts(**(facts | values)),
        actor=by,
        at=make.now(),
    )


def cancel(measure: Measure, by: User, reason: str) -> None:
    measure_actions.change_measure_state(
        measure=measure,
        to=State.CANCELLED,
        on=make.today(),
        reason=reason,
        actor=by,
        at=make.now(),
    )


# --- The plan as it is --------------------------------------------------------------------------


def test_a_row_tells_goal_indicator_who_with_whom_money_and_time(case: Case, alice: User) -> None:
    full_measure(case, alice)
    [row] = plan_now(case, Measure.objects.all(), today=make.today()).plan.rows
    assert (row.goal, row.responsible, row.partners) == (
        "Alla varslade möter en arbetsgivare",
        "Alice Andersson",
        "Arbetsförmedlingen",
    )
    [expected] = row.expected
    assert expected.startswith("Personer i nytt arbete: ")
    assert " till " in expected
    assert row.money == ("Region Väst: sökt 500\u00a0000\u00a0kr, beviljat inte beslutat",)
    assert row.time.startswith(make.today().isoformat())


def test_what_a_plan_lacks_is_told_and_a_cancelled_measure_is_no_part_of_it(
    case: Case, alice: User
) -> None:
    full_measure(case, alice)
    make.measure(case, by=alice, title="Bara en idé")
    cancel(make.measure(case, by=alice, title="Avbröts"), alice, "Ingen ville")
    plan = plan_now(case, Measure.objects.all(), today=make.today()).plan
    assert [row.title for row in plan.rows] == ["Jobbmässa", "Bara en idé"]
    assert list(gaps(plan)) == [
        f"1 insats saknar {words}: Bara en idé."
        for words in ("mål", "förväntat resultat", "ansvarig", "planerad tid", "pengar")
    ]


def test_the_page_shows_the_plan_as_table_and_along_the_calendar(
    case: Case, alice: User, as_user: AsUser
) -> None:
    client = as_user(alice)
    assert "Planen är tom" in client.get(url("page", case)).content.decode()
    full_measure(case, alice)
    response = client.get(url("page", case))
    page = html.fromstring(response.content)
    [table] = page.cssselect("table.plan-table")
    assert [cell.text_content() for cell in table.cssselect("thead th")] == [
        "Insats",
        "Mål",
        "Indikator och förväntat resultat",
        "Ansvarig",
        "Samverkansparter",
        "Pengar",
        "Tid",
    ]
    [figure] = page.cssselect("figure#plan-i-tiden")
    assert "Jobbmässa" in figure.cssselect("details table")[0].text_content()
    assert figure.cssselect("svg title")
    assert "Planen är inte antagen än." in response.content.decode()


def test_the_plan_is_narrowed_and_ordered(case: Case, alice: User, as_user: AsUser) -> None:
    soon, later = make.today(), make.today() + timedelta(days=9)
    make.measure(case, by=alice, title="Senare", planned_start=later, responsible=alice)
    make.measure(case, by=alice, title="Snart", planned_start=soon)
    make.measure(case, by=alice, title="Odaterad")
    client = as_user(alice)

    def shown(query: str) -> list[str]:
        return [each.row.title for each in client.get(url("page", case) + query).context["page"]]

    assert shown("") == ["Senare", "Snart", "Odaterad"]
    assert shown("?ordning=start") == ["Snart", "Senare", "Odaterad"]
    assert shown("?ordning=insats") == ["Odaterad", "Senare", "Snart"]
    assert shown(f"?ansvarig={alice.pk}") == ["Senare"]
    assert shown("?ansvarig=ingen") == ["Snart", "Odaterad"]
    assert shown("?lage=DONE") == []


# --- Adopting -----------------------------------------------------------------------------------


def test_an_adopted_plan_is_frozen_logged_and_noted_in_the_clock(
    case: Case, alice: User, as_user: AsUser
) -> None:
    full_measure(case, alice)
    group = make.group(case, by=alice)
    client = as_user(alice)
    form = client.get(url("adopt", case)).context["form"]
    data = {
        "adopted_on": make.today().isoformat(),
        "group": str(group.pk),
        "body": "",
        "diary_number": "KS 2026/14",
        "seen_sha256": form["seen_sha256"].value(),
        "once": str(form["once"].value()),
    }
    for _ in range(2):
        assert client.post(url("adopt_save", case), data).status_code == 302
    adopted = AdoptedPlan.objects.get()
    assert (adopted.body, adopted.group, adopted.measures) == ("Styrgrupp", group, 1)
    assert sentence(LogEntry.objects.get(event=Event.PLAN_ADOPTED)) == (
        f"Genomförandeplanen antogs av Styrgrupp den {make.today().isoformat()}, "
        "med 1 insatser. Diarienummer KS 2026/14."
    )
    assert CaseDate.objects.get(kind=DateKind.PLAN_ADOPTED).on == make.today()
    page = client.get(url("page", case)).content.decode()
    assert "Planen är som den antogs." in page
    with pytest.raises(Error), transaction.atomic():
        AdoptedPlan.objects.update(body="Någon annan")
    with pytest.raises(Error), transaction.atomic():
        adopted.delete()


def test_a_plan_that_changed_while_one_looked_at_it_is_shown_again(
    case: Case, alice: User, as_user: AsUser
) -> None:
    full_measure(case, alice)
    client = as_user(alice)
    seen = client.get(url("adopt", case)).context["form"]["seen_sha256"].value()
    make.measure(case, by=alice, title="Kom emellan")
    data = {"adopted_on": make.today().isoformat(), "body": "Nämnden", "seen_sha256": seen}
    response = client.post(url("adopt_save", case), data)
    assert response.status_code == 409
    assert "Planen har ändrats sedan du öppnade sidan." in response.content.decode()
    assert 'value="Nämnden"' in response.content.decode()
    assert not AdoptedPlan.objects.exists()
    again = data | {"seen_sha256": response.context["form"]["seen_sha256"].value()}
    assert client.post(url("adopt_save", case), again).status_code == 302
    with pytest.raises(Conflict):
        adopt_plan(
            case=case,
            facts=Adoption(adopted_on=make.today(), body="Nämnden"),
            seen_sha256=seen,
            actor=alice,
            at=make.now(),
        )


def test_what_may_not_be_adopted(case: Case, norrby: Organisation, alice: User) -> None:
    with pytest.raises(Refused, match="inga insatser"):
        make_plan.adopted(case, by=alice)
    full_measure(case, alice)
    elsewhere = make.group(make.case(norrby, by=alice, title="Annat"), by=alice)
    for values, words in (
        ({"adopted_on": make.today() + timedelta(days=1)}, "i framtiden"),
        ({"body": " "}, "vem som antog"),
        ({"body": "", "group": elsewhere}, "ett annat ärende"),
        ({"group": make.group(case, by=alice)}, "inte båda"),
    ):
        with pytest.raises(Refused, match=words):
            make_plan.adopted(case, by=alice, **values)
    make.closed(case, by=alice)
    with pytest.raises(Refused, match="avslutat"):
        make_plan.adopted(case, by=alice)


# --- Against the adopted plan -------------------------------------------------------------------


def test_later_changes_are_told_in_words_and_before_beside_now(
    case: Case, alice: User, as_user: AsUser
) -> None:
    moved = full_measure(case, alice)
    dropped = make.measure(case, by=alice, title="Lokalbank")
    adopted = make_plan.adopted(case, by=alice)
    new_end = make.today() + timedelta(days=90)
    change(moved, alice, planned_end=new_end)
    cancel(dropped, alice, "Lokalen såldes")
    make.measure(case, by=alice, title="Validering")
    client = as_user(alice)
    page = client.get(url("page", case))
    assert [each.words for each in page.context["changes"]] == [
        f"Jobbmässa: planerat slut ändrat från {moved.planned_end} till {new_end}.",
        "Ny insats: Validering (idé).",
        "Insatsen Lokalbank är avbruten. Skäl: Lokalen såldes",
    ]
    then = client.get(url("adopted", case, adopted.pk)).content.decode()
    assert "Lokalbank" in then
    assert "Validering" not in then
    assert new_end.isoformat() not in then


def test_the_latest_adopted_plan_counts(case: Case, alice: User, as_user: AsUser) -> None:
    full_measure(case, alice)
    late = make_plan.adopted(case, by=alice)
    make_plan.adopted(
        case, by=alice, body="Styrgruppen", adopted_on=make.today() - timedelta(days=9)
    )
    context = as_user(alice).get(url("page", case)).context
    assert context["adopted"] == late
    assert [each.body for each in context["earlier"]] == ["Styrgruppen"]


@pytest.mark.usefixtures("db")
def test_the_page_of_another_cases_plan_is_not_found(
    case: Case, norrby: Organisation, alice: User, as_user: AsUser
) -> None:
    full_measure(case, alice)
    plan = make_plan.adopted(case, by=alice)
    elsewhere = make.case(norrby, by=alice, title="Annat")
    assert as_user(alice).get(url("adopted", elsewhere, plan.pk)).status_code == 404


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
rows = st.builds(
    PlanRow,
    key=st.integers(1, 6),
    title=texts,
    group=texts,
    state=st.sampled_from([state.label.lower() for state in State]),
    goal=texts,
    expected=st.tuples(texts) | st.just(()),
    responsible=texts,
    partners=texts,
    money=st.tuples(texts) | st.just(()),
    starts_on=st.none() | st.dates(),
    ends_on=st.none() | st.dates(),
)
plans = st.lists(rows, unique_by=lambda row: row.key, max_size=5).map(
    lambda found: Plan(tuple(found))
)


@given(plans)
def test_a_plan_comes_back_from_its_json_as_it_was(plan: Plan) -> None:
    assert plan_from_json(plan.to_json()) == plan
    assert changes(plan, plan, {}) == []


@given(plans, plans)
def test_every_difference_is_told_and_nothing_else(before: Plan, now: Plan) -> None:
    told = {change.title for change in changes(before, now, {})}
    old = {row.key: row for row in before.rows}
    kept = {row.key for row in now.rows}
    differs = {row.title for row in now.rows if old.get(row.key) != row}
    assert differs <= told <= differs | {r.title for r in before.rows if r.key not in kept}


# --- As a report and as documents to begin with -------------------------------------------------


def test_the_report_has_the_table_the_calendar_and_the_changes(case: Case, alice: User) -> None:
    measure = full_measure(case, alice)
    make_plan.adopted(case, by=alice, diary_number="KS 2026/14")
    change(measure, alice, partners="Almi")
    report = build(case, alice, Kind.PLAN)
    aims, means = report.section("insatser").blocks
    assert isinstance(aims, Table)
    assert isinstance(means, Table)
    assert aims.rows[0][:2] == ("Jobbmässa (idé)", "Alla varslade möter en arbetsgivare")
    assert means.rows[0][1:3] == ("Alice Andersson", "Almi")
    assert any(isinstance(block, Timeline) for block in report.section("tidplan").blocks)
    told = report.section("andringar").blocks
    lists = [block.items for block in told if isinstance(block, PlainList)]
    assert lists == [("Jobbmässa: samverkansparter ändrat från Arbetsförmedlingen till Almi.",)]
    assert "diarienummer KS 2026/14" in report.to_json()
    assert Report.from_json(report.to_json()) == report


def test_a_lagesbild_begins_with_what_the_case_knows_and_what_it_does_not(
    case: Case, alice: User, as_user: AsUser
) -> None:
    case_actions.answer_question(
        case=case, question="1-right-people", text="Facket saknas", actor=alice, at=make.now()
    )
    make.headcount(make.wave(case, by=alice), by=alice, notified=240)
    make.group_member(make.group(case, by=alice), make.written_in(name="Eva Ek"), by=alice)
    make.measure(case, by=alice, title="Jobbmässa")
    response = as_user(alice).post(url("beginning", case, "lagesbild", "word"))
    assert response.status_code == 200
    assert f"lagesbild-{case.number}-utkast.docx" in response.headers["Content-Disposition"]
    words = Word(BytesIO(response.content))
    text = "\n".join(paragraph.text for paragraph in words.paragraphs)
    text += "\n".join(cell.text for t in words.tables for row in t.rows for cell in row.cells)
    for part in (
        "Facket saknas",
        "Eva Ek",
        "Jobbmässa",
        "240",
        "Behöver gruppen stöd av",
        "Norrby",
    ):
        assert part in text, part


def test_a_plan_comes_as_a_pdf_for_the_archive_and_for_all_readers(
    case: Case, alice: User, as_user: AsUser
) -> None:
    full_measure(case, alice)
    make_plan.adopted(case, by=alice)
    response = as_user(alice).post(url("beginning", case, "genomforandeplan", "pdf"))
    assert response.headers["Content-Type"] == "application/pdf"
    pdf = read_pdf(response.content)
    with pdf.pdf.open_metadata() as xmp:
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
        assert xmp["pdfuaid:part"] == "1"
    assert "Utkast till genomförandeplan" in pdf.text
    heads = [[text for _, text in table[0]] for table in pdf.tables]
    assert ["Insats", "Mål", "Indikator och förväntat resultat"] in heads
    assert ["Insats", "Ansvarig", "Samverkansparter", "Pengar", "Tid"] in heads
    assert {str(cell.attributes["Scope"]) for cell in pdf.tree.find("TH")} == {"/Row", "/Column"}
    assert len(pdf.tree.find("Figure")) == 1
    assert not pdf.missing("Planen är som den antogs.")
    assert "Alla varslade" in pdf.text


def test_a_pdf_that_does_not_come_is_told_where_one_asked_for_it(
    case: Case, alice: User, as_user: AsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> bytes:
        raise RenderFailed("Det gick inte.")

    monkeypatch.setattr("reports.beginning_views.render_pdf", fail)
    client = as_user(alice)
    response = client.post(url("beginning", case, "lagesbild", "pdf"), follow=True)
    assert "Det gick inte. Word-filen går att hämta under tiden." in response.content.decode()


def test_nothing_internal_is_in_what_one_begins_with(
    norrby: Organisation, alice: User, bo: User, as_user: AsUser
) -> None:
    case, _ = make.full_case(norrby, by=alice, deputy=bo, canary="KANARIE")
    for kind in ("lagesbild", "genomforandeplan"):
        content = as_user(alice).post(url("beginning", case, kind, "word")).content
        words = Word(BytesIO(content)).element.xml
        assert "KANARIE-SEEN" in words
        assert "KANARIE-OWN" not in words
        assert "KANARIE-DRAFT" not in words
        # It tells those inside of money and answers, so it is for no level of readers.
        assert "Offentlig" not in words


def test_what_one_begins_an_exercise_with_says_so_in_its_name_too(
    norrby: Organisation, alice: User, as_user: AsUser
) -> None:
    case = make.exercise(norrby, by=alice)
    response = as_user(alice).post(url("beginning", case, "lagesbild", "word"))
    assert f'"ovning-lagesbild-{case.number}' in response.headers["Content-Disposition"]
    assert EXERCISE in Word(BytesIO(response.content)).element.xml


def test_a_beginning_is_of_a_known_kind_and_form_and_is_never_issued(
    case: Case, alice: User, as_user: AsUser
) -> None:
    client = as_user(alice)
    for kind, form in (("slutrapport", "word"), ("lagesbild", "html"), ("PLAN", "pdf")):
        assert client.post(url("beginning", case, kind, form)).status_code == 404
    assert client.get(url("beginning", case, "lagesbild", "word")).status_code == 405
    with pytest.raises(Refused, match="arbetsmaterial"):
        make.issued(case, by=alice, kind=Kind.SITUATION)


def test_open_questions_of_the_plans_phases_stand_last(case: Case, alice: User) -> None:
    make.moved_to(case, Phase.PLAN, by=alice)
    response = Client()
    response.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    content = response.post(url("beginning", case, "genomforandeplan", "word")).content
    texts = [paragraph.text for paragraph in Word(BytesIO(content)).paragraphs]
    assert texts.index("Underlag: svar på guidens frågor") < texts.index("Frågor som är öppna")
