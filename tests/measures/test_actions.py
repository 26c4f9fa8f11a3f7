"""What happens to measures and main activities, and what the log and the audit say of it."""

import uuid
from datetime import timedelta

import pytest

from accounts.models import User
from cases import actions as case_actions
from cases.models import Case
from cases.states import State as CaseState
from core.actions import AlreadyDone, Conflict, Refused
from core.models import RowChange
from guide.model import MeasureGroup
from logbook.events import Audience, Event
from logbook.models import LogEntry
from measures import actions
from measures.actions import ActivityFacts, MeasureFacts
from measures.models import MainActivity, Measure
from measures.queries import is_in_the_case, people_in
from measures.states import State
from tests import make


@pytest.fixture
def measure(case: Case, alice: User) -> Measure:
    return make.measure(case, by=alice)


def facts(**changes) -> MeasureFacts:
    values = {"title": "Jobbmässa", "group": MeasureGroup.INDIVIDUAL}
    return MeasureFacts(**(values | changes))


def change_state(measure: Measure, to: State, *, by: User, **more) -> Measure:
    more = {"on": make.today()} | more
    return actions.change_measure_state(measure=measure, to=to, actor=by, at=make.now(), **more)


def titles(case: Case) -> list[str]:
    return [measure.title for measure in Measure.objects.filter(case=case).in_order()]


def test_a_new_measure_is_an_idea_last_in_the_plan(case: Case, alice: User) -> None:
    make.measure(case, by=alice, title="Först")
    made = make.measure(case, by=alice, title="Sist")
    assert made.state == State.IDEA
    assert titles(case) == ["Först", "Sist"]
    row = LogEntry.objects.get(measure=made)
    assert (row.event, row.audience) == (Event.MEASURE_ADDED, Audience.EVERYONE)


def test_the_same_form_sent_twice_adds_one_measure(case: Case, alice: User) -> None:
    once = uuid.uuid4()
    made = actions.add_measure(case=case, facts=facts(), once=once, actor=alice, at=make.now())
    with pytest.raises(AlreadyDone) as error:
        actions.add_measure(case=case, facts=facts(), once=once, actor=alice, at=make.now())
    assert error.value.result == str(made.pk)
    assert Measure.objects.count() == 1


def test_a_responsible_from_another_municipality_is_refused(
    case: Case, alice: User, charlie: User
) -> None:
    with pytest.raises(Refused, match="arbetar i ärendet"):
        make.measure(case, by=alice, responsible=charlie)


def test_a_responsible_who_has_left_may_stay_but_not_be_chosen_anew(
    case: Case, alice: User, bo: User
) -> None:
    planned = make.measure(case, by=alice, responsible=bo)
    make.end_memberships(bo)
    changed = actions.change_measure(
        measure=planned,
        seen_version=1,
        facts=facts(responsible=bo),
        actor=alice,
        at=make.now(),
    )
    assert changed.responsible == bo
    with pytest.raises(Refused):
        make.measure(case, by=alice, responsible=bo)


def test_in_a_restricted_case_only_named_readers_can_be_responsible(
    case: Case, alice: User, bo: User, norrby
) -> None:
    eva = make.member("Eva Ek", "eva@norrby.example", norrby, "CASE_OFFICER")
    assert is_in_the_case(eva, case)
    hidden = make.restricted(case, by=alice)
    assert not is_in_the_case(eva, hidden)
    assert list(people_in(hidden)) == [alice, bo]


def test_a_change_says_in_the_log_which_facts(measure: Measure, alice: User) -> None:
    actions.change_measure(
        measure=measure,
        seen_version=1,
        facts=facts(title=measure.title, group=measure.group, target="Tio jobb"),
        actor=alice,
        at=make.now(),
    )
    row = LogEntry.objects.get(measure=measure, event=Event.MEASURE_CHANGED)
    assert row.details["changed"] == ["mål"]
    assert row.audience == Audience.PARTICIPANTS


def test_a_change_that_changes_nothing_leaves_no_trace(measure: Measure, alice: User) -> None:
    before = LogEntry.objects.count(), RowChange.objects.count()
    same = facts(title=measure.title, group=measure.group)
    actions.change_measure(measure=measure, seen_version=1, facts=same, actor=alice, at=make.now())
    assert (LogEntry.objects.count(), RowChange.objects.count()) == before


def test_who_comes_second_is_told_what_stands_there(measure: Measure, alice: User) -> None:
    for title in ("Alices ord",):
        actions.change_measure(
            measure=measure, seen_version=1, facts=facts(title=title), actor=alice, at=make.now()
        )
    with pytest.raises(Conflict) as error:
        actions.change_measure(
            measure=measure, seen_version=1, facts=facts(title="Bos"), actor=alice, at=make.now()
        )
    assert error.value.current.title == "Alices ord"


def test_a_measure_begins_once_and_ends_with_its_last_state(
    measure: Measure, alice: User, today
) -> None:
    earlier = today - timedelta(days=9)
    change_state(measure, State.ONGOING, by=alice, on=earlier)
    change_state(measure, State.DONE, by=alice, on=today)
    measure.refresh_from_db()
    assert (measure.started_on, measure.ended_on) == (earlier, today)
    change_state(measure, State.ONGOING, by=alice, on=today)
    measure.refresh_from_db()
    assert (measure.started_on, measure.ended_on) == (earlier, None)


def test_the_reason_is_for_the_municipalities_and_the_state_for_all(
    measure: Measure, alice: User
) -> None:
    change_state(measure, State.CANCELLED, by=alice, reason="Pengarna räckte inte")
    rows = {
        row.event: row.audience
        for row in LogEntry.objects.filter(measure=measure).exclude(event=Event.MEASURE_ADDED)
    }
    assert rows == {
        Event.MEASURE_STATE_CHANGED: Audience.EVERYONE,
        Event.MEASURE_REASON_GIVEN: Audience.PARTICIPANTS,
    }
    shown = LogEntry.objects.get(event=Event.MEASURE_STATE_CHANGED)
    assert "Pengarna" not in str(shown.details)


def test_a_state_that_may_not_follow_is_refused_and_nothing_is_written(
    measure: Measure, alice: User
) -> None:
    before = LogEntry.objects.count()
    with pytest.raises(Refused):
        change_state(measure, State.DONE, by=alice)
    measure.refresh_from_db()
    assert (measure.state, LogEntry.objects.count()) == (State.IDEA, before)


def test_moving_changes_places_and_stops_at_the_ends(case: Case, alice: User) -> None:
    one, two, three = (make.measure(case, by=alice, title=title) for title in "ABC")
    move = {"actor": alice, "at": make.now()}
    actions.move_measure(measure=three, direction="up", **move)
    assert titles(case) == ["A", "C", "B"]
    actions.move_measure(measure=one, direction="up", **move)
    assert titles(case) == ["A", "C", "B"]
    actions.move_measure(measure=one, direction="down", **move)
    assert titles(case) == ["C", "A", "B"]
    actions.move_measure(measure=two, direction="down", **move)
    assert titles(case) == ["C", "A", "B"]


def test_moving_among_a_thousand_takes_few_queries(
    case: Case, alice: User, django_assert_max_num_queries
) -> None:
    measures = make_many(case, alice, 1000)
    with django_assert_max_num_queries(12):
        actions.move_measure(measure=measures[500], direction="up", actor=alice, at=make.now())


def make_many(case: Case, by: User, how_many: int) -> list[Measure]:
    with actions_as(by):
        return Measure.objects.bulk_create(
            Measure(case=case, position=n, title=f"Insats {n}", group=MeasureGroup.RENEWAL)
            for n in range(1, how_many + 1)
        )


def actions_as(by: User):
    from core.actions import acting_as

    return acting_as(by)


def test_main_activities_are_numbered_and_the_numbers_follow_the_order(
    measure: Measure, alice: User
) -> None:
    first = make.activity(measure, by=alice, title="A")
    second = make.activity(measure, by=alice, title="B")
    assert (first.number, second.number) == (1, 2)
    actions.move_main_activity(activity=second, direction="up", actor=alice, at=make.now())
    found = MainActivity.objects.filter(measure=measure).in_order()
    assert [(activity.number, activity.title) for activity in found] == [(1, "B"), (2, "A")]


def test_a_main_activity_is_done_and_taken_up_again(measure: Measure, alice: User, today) -> None:
    activity = make.activity(measure, by=alice)
    actions.finish_main_activity(activity=activity, on=today, actor=alice, at=make.now())
    activity.refresh_from_db()
    assert (activity.done_on, activity.done_by) == (today, alice)
    with pytest.raises(Refused, match="redan klar"):
        actions.finish_main_activity(activity=activity, on=today, actor=alice, at=make.now())
    actions.reopen_main_activity(activity=activity, actor=alice, at=make.now())
    activity.refresh_from_db()
    assert (activity.done_on, activity.done_by) == (None, None)
    events = LogEntry.objects.filter(main_activity=activity).values_list("event", flat=True)
    assert set(events) == {
        Event.MAIN_ACTIVITY_ADDED,
        Event.MAIN_ACTIVITY_DONE,
        Event.MAIN_ACTIVITY_REOPENED,
    }


def test_a_main_activity_can_be_changed(measure: Measure, alice: User, bo: User, today) -> None:
    activity = make.activity(measure, by=alice)
    wanted = ActivityFacts(title="Ring alla", responsible=bo, planned_start=today)
    actions.change_main_activity(activity=activity, facts=wanted, actor=alice, at=make.now())
    activity.refresh_from_db()
    assert (activity.title, activity.responsible, activity.planned_start) == (
        "Ring alla",
        bo,
        today,
    )


def test_a_closed_case_takes_no_plans(case: Case, measure: Measure, alice: User) -> None:
    activity = make.activity(measure, by=alice)
    case_actions.change_state(
        case=case, to=CaseState.CLOSED, reason="Klart", actor=alice, at=make.now()
    )
    act = {"actor": alice, "at": make.now()}
    for attempt in (
        lambda: actions.add_measure(case=case, facts=facts(), **act),
        lambda: actions.change_measure(measure=measure, seen_version=1, facts=facts(), **act),
        lambda: actions.move_measure(measure=measure, direction="up", **act),
        lambda: change_state(measure, State.DECIDED, by=alice),
        lambda: actions.add_main_activity(measure=measure, facts=ActivityFacts(title="X"), **act),
        lambda: actions.change_main_activity(
            activity=activity, facts=ActivityFacts(title="X"), **act
        ),
        lambda: actions.finish_main_activity(activity=activity, on=make.today(), **act),
        lambda: actions.reopen_main_activity(activity=activity, **act),
        lambda: actions.move_main_activity(activity=activity, direction="up", **act),
    ):
        with pytest.raises(Refused, match="avslutat"):
            attempt()


def test_every_change_is_in_the_audit_with_its_actor(measure: Measure, alice: User) -> None:
    change_state(measure, State.DECIDED, by=alice)
    change = RowChange.objects.filter(table_name="measures_measure").latest("id")
    assert change.after is not None
    assert (change.actor_id, change.after["state"]) == (alice.pk, "DECIDED")


def test_a_failure_in_the_middle_leaves_nothing(
    measure: Measure, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**kwargs):
        raise RuntimeError("server killed")

    monkeypatch.setattr(actions, "record", fail)
    with pytest.raises(RuntimeError):
        change_state(measure, State.DECIDED, by=alice)
    with pytest.raises(RuntimeError):
        make.activity(measure, by=alice)
    measure.refresh_from_db()
    assert (measure.state, MainActivity.objects.count()) == (State.IDEA, 0)
