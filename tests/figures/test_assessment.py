"""The yearly self-assessment: its arithmetic, its rules, its pages and what comes of it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from accounts.models import Organisation, User
from cases import actions as case_actions
from cases.models import Case
from cases.states import State
from core.actions import Conflict, Refused
from core.models import RowChange
from figures import assessment_actions
from figures.assessment import mean_grade, trend
from figures.assessment_indicators import ABOUT, SelfIndicator, Side
from figures.assessment_records import Judgement
from figures.assessment_rules import blockers_to_agree, blockers_to_year
from figures.clock import next_assessment
from figures.clock_lines import clock_lines
from figures.clock_queries import clock_of
from figures.clock_words import Reader
from figures.models import SelfAssessment, SelfGrade, SuggestedMeasure
from guide.model import MeasureGroup
from logbook.events import Audience, Event
from logbook.models import LogEntry
from logbook.wording import sentence
from measures.models import Measure
from measures.states import State as MeasureState
from tests import make

AsUser = Callable[[User], Client]
PROCESS = [item.key for item in ABOUT if item.side == Side.PROCESS]
YEAR = make.today().year


# --- The indicators and the arithmetic ----------------------------------------------------------


def test_there_are_six_of_each_side_and_all_are_told() -> None:
    assert [item.indicator for item in ABOUT] == list(SelfIndicator)
    assert [sum(item.side == side for item in ABOUT) for side in Side] == [6, 6]
    assert all(item.question.endswith("?") and item.low and item.high for item in ABOUT)


@pytest.mark.parametrize(
    ("grades", "mean"),
    [
        ([], None),
        ([3], "3.0"),
        ([1, 2], "1.5"),
        ([4, 4, 5], "4.3"),
        ([1, 1, 1, 2], "1.3"),  # 1.25: half a tenth goes up
        ([5, 5, 5, 5, 5, 5], "5.0"),
    ],
)
def test_the_mean_is_that_of_the_grades_there_are(grades: list[int], mean: str | None) -> None:
    given_grades = dict(zip(PROCESS, grades, strict=False))
    assert mean_grade(given_grades, Side.PROCESS) == (Decimal(mean) if mean else None)
    assert mean_grade(given_grades, Side.EFFECT) is None


@given(st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_a_mean_lies_between_the_lowest_and_the_highest(grades: list[int]) -> None:
    mean = mean_grade(dict(zip(PROCESS, grades, strict=False)), Side.PROCESS)
    assert mean is not None
    assert min(grades) <= mean <= max(grades)


@pytest.mark.parametrize(
    ("years", "grades", "words"),
    [
        ({2024: 2, 2025: 4}, (2, 4), "upp 2 steg"),
        ({2025: 2, 2024: 4}, (4, 2), "ner 2 steg"),
        ({2024: 3, 2025: 3}, (3, 3), "oförändrat"),
        ({2024: 2, 2025: None, 2026: 3}, (2, None, 3), "upp 1 steg"),
        ({2025: 3}, (3,), "inget att jämföra med"),
        ({2024: None, 2025: 3}, (None, 3), "inget att jämföra med"),
    ],
)
def test_the_trend_says_how_a_grade_has_moved_since_it_was_last_given(
    years: dict[int, int | None], grades: tuple[int | None, ...], words: str
) -> None:
    given_grades = {year: {"PACE": grade} if grade else {} for year, grade in years.items()}
    [row] = [row for row in trend(given_grades) if row.about.key == "PACE"]
    assert (row.grades, row.words) == (grades, words)


def test_the_next_one_is_due_a_year_after_the_last_or_after_the_notice() -> None:
    assert next_assessment(date(2024, 2, 29), None) == date(2025, 2, 28)
    assert next_assessment(date(2024, 2, 29), date(2025, 3, 1)) == date(2026, 3, 1)


# --- The rules ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "is_allowed"), [(2024, False), (2025, True), (2026, True), (2027, False)]
)
def test_a_year_lies_between_the_notice_and_now(year: int, is_allowed: bool) -> None:
    reasons = list(blockers_to_year(year=year, notice_on=date(2025, 5, 1), today=date(2026, 6, 1)))
    assert (not reasons) is is_allowed


def agree_blockers(case: Case, **changes: Any) -> list[str]:
    values: dict[str, Any] = {
        "judgements": make.judgements(),
        "agreed_on": make.today(),
        "participants": "Styrgruppen",
        "today": make.today(),
        "is_agreed": False,
    }
    return list(blockers_to_agree(case, **(values | changes)))


def test_what_must_be_there_before_it_is_fixed(case: Case) -> None:
    assert agree_blockers(case) == []
    missing = make.judgements(PACE=Judgement(), JOBS=Judgement(grade=2))
    assert agree_blockers(case, judgements=missing) == [
        "Snabbhet har inget betyg.",
        "Nya och bevarade jobb saknar skäl.",
    ]
    assert len(agree_blockers(case, judgements={})) == 12
    assert agree_blockers(case, agreed_on=make.today() + timedelta(days=1))
    assert agree_blockers(case, agreed_on=case.notice_on - timedelta(days=1))
    assert agree_blockers(case, participants=" ")
    assert agree_blockers(case, is_agreed=True)


# --- The actions -------------------------------------------------------------------------------


def test_what_is_as_before_is_left_alone_and_older_grades_stay(case: Case, alice: User) -> None:
    make.assessment(case, YEAR, make.judgements(), by=alice)
    better = make.judgements(PACE=Judgement(grade=5, reason="Snabbt"))
    make.assessment(case, YEAR, better, by=alice)
    assert SelfGrade.objects.count() == 13
    counts = SelfGrade.objects.newest_of_each().filter(indicator="PACE")
    assert [row.grade for row in counts] == [5]


def test_two_who_save_at_once_do_not_overwrite_each_other(
    case: Case, alice: User, bo: User
) -> None:
    make.assessment(case, YEAR, make.judgements(), by=alice)

    def save(said: dict[str, Judgement], by: User) -> SelfAssessment:
        return assessment_actions.save_assessment(
            case=case, year=YEAR, seen_version=1, judgements=said, actor=by, at=make.now()
        )

    save(make.judgements(grade=4), bo)
    with pytest.raises(Conflict):
        save(make.judgements(grade=2), alice)
    save(make.judgements(grade=4), bo)  # the same once more: a double click


@pytest.mark.parametrize("year", [YEAR + 1, YEAR - 3])
def test_other_years_are_refused(year: int, case: Case, alice: User) -> None:
    with pytest.raises(Refused, match="Självskattning görs för åren"):
        make.assessment(case, year, make.judgements(), by=alice)


def test_a_grade_off_the_scale_is_refused_by_rule_and_database(case: Case, alice: User) -> None:
    with pytest.raises(Refused, match="välj ett betyg från 1 till 5"):
        make.assessment(case, YEAR, {"PACE": Judgement(grade=6)}, by=alice)
    made = make.assessment(case, YEAR, {}, by=alice)
    with pytest.raises(IntegrityError, match="on_the_scale"), transaction.atomic():
        SelfGrade.objects.create(assessment=made, indicator="PACE", grade=0, given_by=alice)


def test_what_is_fixed_is_changed_only_after_it_was_taken_up_again(case: Case, alice: User) -> None:
    fixed = make.assessment(case, YEAR, make.judgements(), by=alice, agreed=True)
    with pytest.raises(Refused, match="Ta upp den igen"):
        make.assessment(case, YEAR, make.judgements(grade=5), by=alice)
    with pytest.raises(Refused, match="varför"):
        assessment_actions.reopen_assessment(
            assessment=fixed, reason=" ", actor=alice, at=make.now()
        )
    assessment_actions.reopen_assessment(
        assessment=fixed, reason="Fel betyg på tempot", actor=alice, at=make.now()
    )
    again = make.assessment(case, YEAR, make.judgements(grade=5), by=alice, agreed=True)
    assert again.is_agreed
    log = LogEntry.objects.filter(event__startswith="ASSESSMENT").order_by("id")
    assert [sentence(entry) for entry in log] == [
        f"Självskattningen för {YEAR} fastställdes. Med var: Styrgruppen",
        f"Självskattningen för {YEAR} togs upp igen. Skäl: Fel betyg på tempot",
        f"Självskattningen för {YEAR} fastställdes. Med var: Styrgruppen",
    ]
    assert {entry.audience for entry in log} == {Audience.PARTICIPANTS}
    assert RowChange.objects.filter(table_name="figures_selfassessment").exists()


def test_a_closed_case_is_judged_no_more(case: Case, alice: User) -> None:
    case_actions.change_state(
        case=case, to=State.CLOSED, reason="Klart", actor=alice, at=make.now()
    )
    with pytest.raises(Refused, match="avslutat"):
        make.assessment(case, YEAR, make.judgements(), by=alice)


def suggested(case: Case, by: User, *, agreed: bool = True) -> SelfGrade:
    said = make.judgements(
        REEMPLOYMENT=Judgement(grade=2, reason="Många okända", suggestion="Ring alla en gång till")
    )
    made = make.assessment(case, YEAR, said, by=by, agreed=agreed)
    return SelfGrade.objects.get(assessment=made, indicator="REEMPLOYMENT")


def test_a_suggestion_becomes_an_idea_in_the_plan_once(case: Case, alice: User) -> None:
    grade = suggested(case, alice)
    measure = assessment_actions.plan_suggestion(grade=grade, actor=alice, at=make.now())
    assert (measure.title, measure.state, measure.group) == (
        "Ring alla en gång till",
        MeasureState.IDEA,
        MeasureGroup.INDIVIDUAL,
    )
    assert f"självskattningen {YEAR}" in measure.description
    assert "betyg 2 av 5" in measure.description
    assert LogEntry.objects.filter(event=Event.MEASURE_ADDED, measure=measure).exists()
    with pytest.raises(Refused, match="redan blivit en insats"):
        assessment_actions.plan_suggestion(grade=grade, actor=alice, at=make.now())
    assert SuggestedMeasure.objects.count() == Measure.objects.count() == 1


def test_a_suggestion_waits_until_the_group_agrees(case: Case, alice: User) -> None:
    grade = suggested(case, alice, agreed=False)
    with pytest.raises(Refused, match="Fastställ"):
        assessment_actions.plan_suggestion(grade=grade, actor=alice, at=make.now())


# --- The clock ---------------------------------------------------------------------------------


def test_the_clock_reminds_those_inside_once_a_year(alice: User, norrby: Organisation) -> None:
    case = make.case(norrby, by=alice, notice_on=make.today() - timedelta(days=400))

    def line(reader: Reader) -> Any:
        found = clock_lines(clock_of(case), today=make.today(), reader=reader)
        return next((line for line in found if line.key == "self-assessment"), None)

    assert line(Reader.INSIDE).is_late
    assert line(Reader.OUTSIDE) is None
    make.assessment(case, YEAR, make.judgements(), by=alice)
    assert line(Reader.INSIDE).is_late  # not fixed yet
    make.assessment(case, YEAR, make.judgements(), by=alice, agreed=True)
    assert not line(Reader.INSIDE).is_late
    assert line(Reader.INSIDE).on > make.today() + timedelta(days=360)


# --- The pages ---------------------------------------------------------------------------------


def url(case: Case, rest: str = "") -> str:
    return f"/arenden/{case.number}/sjalvskattning/{rest}"


def tree_of(response: Any) -> Any:
    return html.fromstring(response.content.decode())


def words(tree: Any) -> str:
    return " ".join(tree.cssselect("main")[0].text_content().split())


def filled(grade: int = 3, **changes: str) -> dict[str, str]:
    data = {"seen_version": "0", "participants": "", "agreed_on": ""}
    for item in ABOUT:
        data |= {f"{item.key}-grade": str(grade), f"{item.key}-reason": "Så ser vi det"}
    return data | changes


def test_the_group_saves_for_now_goes_on_later_and_agrees(
    case: Case, alice: User, as_user: AsUser
) -> None:
    client, year = as_user(alice), url(case, f"{YEAR}/")
    part = {"seen_version": "0", "PACE-grade": "4", "PACE-reason": "Möte dagen efter"}
    assert client.post(year + "spara/", part).status_code == 302
    page = tree_of(client.get(year))
    assert page.get_element_by_id("id_PACE-reason").get("value") == "Möte dagen efter"
    seen = page.xpath("//input[@name='seen_version']/@value")[0]
    early = part | {
        "seen_version": seen,
        "agree": "1",
        "agreed_on": make.today().isoformat(),
        "participants": "Styrgruppen",
        "JOBS-reason": "Nyskrivet",
    }
    refused = client.post(year + "spara/", early)
    assert refused.status_code == 422
    assert "Mandat och styrning har inget betyg." in words(tree_of(refused))
    assert "Nyskrivet" in refused.content.decode()
    seen = tree_of(refused).xpath("//input[@name='seen_version']/@value")[0]
    done = filled(seen_version=seen) | {
        "agree": "1",
        "agreed_on": make.today().isoformat(),
        "participants": "Styrgruppen",
    }
    assert client.post(year + "spara/", done).status_code == 302
    said = words(tree_of(client.get(year)))
    assert "Fastställd." in said
    assert "Snabbhet: 3 av 5" in said


def test_agreeing_needs_a_day_and_names(case: Case, alice: User, as_user: AsUser) -> None:
    response = as_user(alice).post(url(case, f"{YEAR}/spara/"), filled(agree="1"))
    assert response.status_code == 422
    said = words(tree_of(response))
    assert "Skriv vilken dag gruppen enades." in said
    assert "Skriv vilka som var med." in said


def test_someone_who_was_first_is_shown_beside_what_one_wrote(
    case: Case, alice: User, bo: User, as_user: AsUser
) -> None:
    make.assessment(case, YEAR, {"PACE": Judgement(grade=5, reason="Bos skäl")}, by=bo)
    response = as_user(alice).post(url(case, f"{YEAR}/spara/"), filled())
    assert response.status_code == 409
    assert "5 av 5. Bos skäl" in words(tree_of(response))
    page = tree_of(response)
    assert page.get_element_by_id("id_PACE-reason").get("value") == "Så ser vi det"
    seen = page.xpath("//input[@name='seen_version']/@value")[0]
    again = as_user(alice).post(url(case, f"{YEAR}/spara/"), filled(seen_version=seen))
    assert again.status_code == 302


def test_the_years_stand_side_by_side_with_the_trend(
    alice: User, norrby: Organisation, as_user: AsUser
) -> None:
    case = make.case(norrby, by=alice, notice_on=make.today() - timedelta(days=500))
    client = as_user(alice)
    assert "Ingen självskattning är gjord än." in words(tree_of(client.get(url(case))))
    make.assessment(case, YEAR - 1, make.judgements(grade=2), by=alice, agreed=True)
    make.assessment(case, YEAR, make.judgements(JOBS=Judgement(grade=1, reason="x")), by=alice)
    page = tree_of(client.get(url(case)))
    assert f"{YEAR} (pågår)" in words(page)
    rows = [[cell.text_content() for cell in row] for row in page.cssselect("tbody tr, tfoot tr")]
    assert ["Snabbhet", "2", "3", "upp 1 steg"] in rows
    assert ["Nya och bevarade jobb", "2", "1", "ner 1 steg"] in rows
    assert ["Medelvärde", "2,0", "3,0", ""] in rows
    assert ["Medelvärde", "2,0", "2,7", ""] in rows


def test_a_suggestion_is_made_a_measure_on_the_page(
    case: Case, alice: User, as_user: AsUser
) -> None:
    suggested(case, alice)
    client, year = as_user(alice), url(case, f"{YEAR}/")
    [form] = [f for f in tree_of(client.get(year)).forms if f.get("action").endswith("/insats/")]
    response = client.post(form.get("action"))
    measure = Measure.objects.get()
    assert response["Location"] == f"/arenden/{case.number}/insatser/{measure.pk}/"
    assert "Blev insatsen Ring alla en gång till" in words(tree_of(client.get(year)))
    assert client.post(form.get("action")).status_code == 422


def test_one_who_may_only_read_sees_it_and_whom_to_ask(
    case: Case, alice: User, rolf: User, as_user: AsUser
) -> None:
    suggested(case, alice)
    page = tree_of(as_user(rolf).get(url(case, f"{YEAR}/")))
    assert "Den rätten ger kommunens förvaltare" in words(page)
    assert "Förslag till nästa år: Ring alla en gång till" in words(page)
    assert not [form for form in page.forms if "sjalvskattning" in form.get("action")]


def test_outsiders_and_guests_who_log_do_not_reach_it(
    case: Case, alice: User, siv: User, gun: User, region_vast: Organisation, as_user: AsUser
) -> None:
    suggested(case, alice)
    make.share(case, region_vast, by=alice)
    make.guest(case, gun, make.partner("Almi"), by=alice, may_log=True)
    for person in (siv, gun):
        for rest in ("", f"{YEAR}/"):
            assert as_user(person).get(url(case, rest)).status_code == 403
    client = as_user(gun)
    assert client.post(url(case, f"{YEAR}/spara/"), filled()).status_code == 404
    assert client.post(url(case, f"{YEAR}/REEMPLOYMENT/insats/")).status_code == 404
    assert "Självskattning" not in words(tree_of(client.get(f"/arenden/{case.number}/")))


@pytest.mark.parametrize("rest", ["1900/", f"{YEAR + 1}/", f"{YEAR}/NOTHING/insats/"])
def test_what_is_no_year_or_indicator_is_no_page(
    rest: str, case: Case, alice: User, as_user: AsUser
) -> None:
    client = as_user(alice)
    response = client.post(url(case, rest)) if "insats" in rest else client.get(url(case, rest))
    assert response.status_code == 404
