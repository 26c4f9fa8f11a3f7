"""The rules on cases: facts in, sentences out, no database."""

from datetime import date, timedelta

import pytest

from cases import rules
from cases.models import Case
from cases.states import NEXT_STATES, State, Visibility
from guide.phases import Phase

TODAY = date(2026, 3, 2)


def case(**values: object) -> Case:
    return Case(
        **({"state": State.OPEN, "phase": Phase.ANALYSE, "visibility": "INTERNAL"} | values)
    )


def facts(**changes: object) -> list[str]:
    given = {
        "notice_on": TODAY,
        "today": TODAY,
        "responsible_is_officer": True,
        "deputy_is_officer": True,
        "same_person": False,
    }
    return list(rules.blockers_to_facts(**(given | changes)))  # type: ignore[arg-type]


def test_ordinary_facts_are_taken() -> None:
    assert facts() == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"notice_on": TODAY + timedelta(days=1)}, rules.NOTICE_IN_FUTURE),
        ({"responsible_is_officer": False}, "Ansvarig måste vara"),
        ({"deputy_is_officer": False}, "Ersättare måste vara"),
        ({"same_person": True}, "kan inte vara samma person"),
    ],
)
def test_each_wrong_fact_has_its_sentence(wrong: dict[str, object], sentence: str) -> None:
    (said,) = facts(**wrong)
    assert sentence in said


def test_all_that_is_wrong_is_said_at_once() -> None:
    assert len(facts(responsible_is_officer=False, same_person=True)) == 2


@pytest.mark.parametrize(("state", "said"), [(State.OPEN, 0), (State.PAUSED, 1), (State.CLOSED, 1)])
def test_work_goes_on_in_open_cases_only(state: State, said: int) -> None:
    assert len(list(rules.blockers_to_work(case(state=state)))) == said


def move(
    to: Phase, *, missing: tuple[str, ...] = (), reason: str = "", **values: object
) -> list[str]:
    return list(rules.blockers_to_move(case(**values), to=to, missing=missing, reason=reason))


@pytest.mark.parametrize(
    ("to", "missing", "reason", "is_free"),
    [
        (Phase.PLAN, (), "", True),
        (Phase.PLAN, ("en fråga",), "", False),
        (Phase.PLAN, ("en fråga",), "   ", False),
        (Phase.PLAN, ("en fråga",), "Bråttom", True),
        (Phase.IMPLEMENT, (), "Bråttom", False),
        (Phase.ANALYSE, (), "Bråttom", False),
        (Phase.PREPARE, (), "", False),
        (Phase.PREPARE, (), "Nya fakta", True),
    ],
)
def test_phases_go_forward_one_at_a_time_and_back_with_a_reason(
    to: Phase, missing: tuple[str, ...], reason: str, is_free: bool
) -> None:
    assert (move(to, missing=missing, reason=reason) == []) is is_free


def test_a_paused_case_does_not_move() -> None:
    assert move(Phase.PLAN, state=State.PAUSED)


@pytest.mark.parametrize("now", State)
@pytest.mark.parametrize("to", State)
def test_states_follow_the_table(now: State, to: State) -> None:
    said = list(rules.blockers_to_change_state(case(state=now), to=to, reason="Skäl"))
    assert (said == []) is (to in NEXT_STATES[now])


def test_every_state_has_a_way_on() -> None:
    assert set(NEXT_STATES) == set(State)
    assert all(NEXT_STATES.values())


def test_a_new_state_takes_a_reason() -> None:
    assert list(rules.blockers_to_change_state(case(), to=State.PAUSED, reason=" "))


def test_visibility_changes_to_another_and_with_a_reason() -> None:
    change = rules.blockers_to_change_visibility
    assert not list(change(case(), to=Visibility.RESTRICTED, reason="Börsbolag"))
    assert list(change(case(), to=Visibility.INTERNAL, reason="Börsbolag"))
    assert list(change(case(), to=Visibility.RESTRICTED, reason=""))


def test_what_is_not_relevant_says_why() -> None:
    assert list(rules.blockers_to_answer(case(), not_relevant=True, reason=""))
    assert not list(rules.blockers_to_answer(case(), not_relevant=True, reason="Inga lokaler"))


def test_a_paused_case_takes_answers_and_a_closed_one_does_not() -> None:
    paused, closed = case(state=State.PAUSED), case(state=State.CLOSED)
    assert not list(rules.blockers_to_answer(paused, not_relevant=False, reason=""))
    assert list(rules.blockers_to_answer(closed, not_relevant=False, reason=""))


def test_a_case_that_is_not_public_is_never_shared() -> None:
    hidden = case(visibility=Visibility.RESTRICTED)
    assert list(rules.blockers_to_share(hidden, is_shared=False, takes_part=False))
    assert not list(rules.blockers_to_share(case(), is_shared=False, takes_part=False))


def test_readers_are_named_in_hidden_cases_once_and_with_a_reason() -> None:
    hidden = case(visibility=Visibility.RESTRICTED)
    assert not list(rules.blockers_to_name_reader(hidden, reason="Jurist", is_named=False))
    assert list(rules.blockers_to_name_reader(case(), reason="Jurist", is_named=False))
    assert list(rules.blockers_to_name_reader(hidden, reason="Jurist", is_named=True))
    assert list(rules.blockers_to_name_reader(hidden, reason="", is_named=False))
