"""What must hold before measures are planned, moved on and finished; what is said to be late."""

from datetime import date, timedelta

import pytest

from cases.models import Case
from cases.states import State as CaseState
from measures import rules
from measures.lateness import Course, lateness
from measures.models import MainActivity, Measure
from measures.states import ENDED, NEXT_STATES, State

TODAY = date(2026, 3, 10)


def change(state: State, to: State, **facts) -> list[str]:
    measure = Measure(state=state, started_on=facts.pop("started_on", None))
    values = {"on": TODAY, "today": TODAY, "reason": "", "handed_over_to": ""} | facts
    return list(rules.blockers_to_change_state(measure, to=to, **values))


def test_every_state_says_what_may_follow() -> None:
    assert set(NEXT_STATES) == set(State)


def test_no_state_follows_itself_and_none_is_a_dead_end() -> None:
    assert all(following and state not in following for state, following in NEXT_STATES.items())


def test_every_state_can_be_reached_from_the_first() -> None:
    reached = {State.IDEA}
    while more := {s for r in reached for s in NEXT_STATES[r]} - reached:
        reached |= more
    assert reached == set(State)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("to", list(State))
def test_only_the_named_states_follow(state: State, to: State) -> None:
    reasons = change(state, to, reason="Skäl", handed_over_to="Regionen")
    assert bool(reasons) == (to not in NEXT_STATES[state])


def test_a_refusal_says_both_states() -> None:
    assert change(State.IDEA, State.DONE) == ["Insatsen är idé och kan inte bli genomförd."]


def test_cancelling_needs_a_reason() -> None:
    assert change(State.ONGOING, State.CANCELLED, reason=" \n") == [
        "Skriv varför insatsen avbryts."
    ]


def test_handing_over_needs_someone_who_takes_over() -> None:
    assert change(State.ONGOING, State.HANDED_OVER) == ["Skriv vem som tar över insatsen."]


def test_a_state_does_not_begin_in_the_future() -> None:
    assert change(State.IDEA, State.DECIDED, on=TODAY + timedelta(days=1)) == [
        "Dagen ligger i framtiden."
    ]


def test_a_measure_does_not_end_before_it_began() -> None:
    assert change(State.ONGOING, State.DONE, on=TODAY - timedelta(days=2), started_on=TODAY) == [
        "Dagen ligger före den dag då insatsen började."
    ]


def test_measures_of_a_closed_case_stay_as_they_are() -> None:
    assert list(rules.blockers_to_plan(Case(state=CaseState.CLOSED)))
    assert not list(rules.blockers_to_plan(Case(state=CaseState.PAUSED)))


def favour(**facts) -> list[str]:
    values = {
        "favours_single_company": True,
        "exceptional_reasons": "Hotande arbetslöshet",
        "judged_by": "Kommunjuristen",
        "judged_on": TODAY,
        "today": TODAY,
    }
    return list(rules.blockers_to_favour_company(**(values | facts)))


def test_support_to_one_company_with_its_reasons_may_be_planned() -> None:
    assert favour() == []


@pytest.mark.parametrize(
    "missing", [{"exceptional_reasons": ""}, {"judged_by": " "}, {"judged_on": None}]
)
def test_support_to_one_company_needs_reasons_judge_and_day(missing: dict) -> None:
    assert len(favour(**missing)) == 1


def test_reasons_are_not_judged_in_the_future() -> None:
    assert favour(judged_on=TODAY + timedelta(days=1))


def test_other_measures_need_no_reasons() -> None:
    assert not favour(favours_single_company=False, exceptional_reasons="", judged_on=None)


def test_a_plan_does_not_end_before_it_starts() -> None:
    assert list(rules.blockers_to_dates(planned_start=TODAY, planned_end=date(2026, 3, 9)))
    assert not list(rules.blockers_to_dates(planned_start=TODAY, planned_end=TODAY))
    assert not list(rules.blockers_to_dates(planned_start=None, planned_end=TODAY))


def test_a_main_activity_is_done_once_and_not_in_the_future() -> None:
    open_one, done = MainActivity(), MainActivity(done_on=TODAY)
    tomorrow = TODAY + timedelta(days=1)
    assert not list(rules.blockers_to_finish_activity(open_one, on=TODAY, today=TODAY))
    assert list(rules.blockers_to_finish_activity(open_one, on=tomorrow, today=TODAY))
    assert list(rules.blockers_to_finish_activity(done, on=TODAY, today=TODAY))
    assert list(rules.blockers_to_reopen_activity(open_one))
    assert not list(rules.blockers_to_reopen_activity(done))


@pytest.mark.parametrize(
    ("course", "words"),
    [
        (Course(), ""),
        (Course(planned_end=TODAY), ""),
        (Course(planned_end=TODAY - timedelta(days=1)), "1 dag försenad"),
        (Course(planned_end=TODAY - timedelta(days=8)), "8 dagar försenad"),
        (Course(planned_end=TODAY - timedelta(days=8), ended_on=TODAY), ""),
        (Course(planned_start=TODAY), ""),
        (
            Course(planned_start=TODAY - timedelta(days=3)),
            "skulle ha börjat för 3 dagar sedan",
        ),
        (Course(planned_start=TODAY - timedelta(days=3), started_on=TODAY), ""),
        (
            Course(planned_start=date(2026, 1, 1), planned_end=date(2026, 3, 1)),
            "9 dagar försenad",
        ),
    ],
)
def test_what_is_late_is_said_in_words(course: Course, words: str) -> None:
    assert lateness(course, TODAY).replace("\N{NO-BREAK SPACE}", " ") == words


def test_the_ended_states_are_those_one_does_not_work_in() -> None:
    assert {State.DONE, State.CANCELLED, State.HANDED_OVER} == ENDED
