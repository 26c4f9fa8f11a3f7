"""What people do with a case: all of it happens and is logged, or nothing."""

import threading
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.models import Organisation, User
from cases import actions, sharing
from cases.models import Case, PhaseAnswer, PhaseStay, Reader, Share
from cases.states import State, Visibility
from core.actions import AlreadyDone, Conflict, Refused
from guide.load import guide
from guide.phases import Phase
from logbook.events import Event
from logbook.models import LogEntry
from tests import make

QUESTION = "1-right-people"


def events(case: Case) -> list[str]:
    return list(LogEntry.objects.filter(case=case).order_by("id").values_list("event", flat=True))


def last_entry(case: Case) -> LogEntry:
    return LogEntry.objects.filter(case=case).latest("id")


def facts_of(case: Case, **changes: Any) -> actions.CaseFacts:
    names = actions.CaseFacts.__dataclass_fields__
    return replace(actions.CaseFacts(**{name: getattr(case, name) for name in names}), **changes)


# --- Open and change --------------------------------------------------------------------------


def test_a_new_case_is_in_phase_one_led_by_its_municipality(
    case: Case, norrby: Organisation
) -> None:
    assert (case.phase, case.state, case.visibility) == (1, State.OPEN, Visibility.INTERNAL)
    assert case.participants.get().organisation == norrby
    assert case.participants.get().is_lead
    assert case.phase_stays.get().phase == Phase.PREPARE
    assert events(case) == [Event.CASE_OPENED]


def test_a_cases_number_is_its_year_and_four_random_figures(case: Case) -> None:
    year, serial = case.number.split("-")
    assert int(year) == make.today().year
    assert len(serial) == 4


def test_a_case_is_not_opened_with_an_outsider_as_responsible(
    norrby: Organisation, alice: User, charlie: User
) -> None:
    with pytest.raises(Refused, match="Ansvarig"):
        make.case(norrby, by=alice, responsible=charlie)
    assert not Case.objects.exists()


def test_a_case_is_not_opened_on_a_notice_that_has_not_come(
    norrby: Organisation, alice: User
) -> None:
    with pytest.raises(Refused, match="framtiden"):
        make.case(norrby, by=alice, notice_on=make.today() + timedelta(days=1))


def test_a_hidden_case_names_its_readers_from_the_start(
    norrby: Organisation, alice: User, bo: User, rolf: User
) -> None:
    case = make.case(
        norrby, by=alice, visibility=Visibility.RESTRICTED, responsible=bo, deputy=None
    )
    assert set(case.readers.values_list("user", flat=True)) == {alice.pk, bo.pk}


def test_the_same_key_opens_one_case(norrby: Organisation, alice: User) -> None:
    key = uuid.uuid4()
    arguments: dict[str, Any] = {
        "municipality": norrby,
        "facts": make.facts(alice),
        "once": key,
        "actor": alice,
        "at": make.now(),
    }
    first = actions.open_case(**arguments)
    with pytest.raises(AlreadyDone) as again:
        actions.open_case(**arguments)
    assert again.value.result == str(first.pk)
    assert Case.objects.count() == 1


def test_changed_facts_are_logged_by_their_labels(case: Case, alice: User) -> None:
    changed = actions.change_case(
        case=case,
        seen_version=1,
        facts=facts_of(case, title="Fabriken flyttar", affected=180),
        actor=alice,
        at=make.now(),
    )
    assert (changed.title, changed.affected, changed.version) == ("Fabriken flyttar", 180, 2)
    assert last_entry(case).details["changed"] == ["rubrik", "antal berörda"]


def test_facts_that_say_the_same_change_nothing(case: Case, alice: User) -> None:
    same = actions.change_case(
        case=case, seen_version=1, facts=facts_of(case), actor=alice, at=make.now()
    )
    assert same.version == 1
    assert events(case) == [Event.CASE_OPENED]


def test_the_second_of_two_who_change_the_facts_is_told(case: Case, alice: User, bo: User) -> None:
    first = facts_of(case, title="Alices rubrik")
    actions.change_case(case=case, seen_version=1, facts=first, actor=alice, at=make.now())
    with pytest.raises(Conflict) as conflict:
        actions.change_case(
            case=case, seen_version=1, facts=facts_of(case, title="Bos"), actor=bo, at=make.now()
        )
    assert conflict.value.current.title == "Alices rubrik"  # type: ignore[attr-defined]


def test_a_new_responsible_person_becomes_a_reader(
    norrby: Organisation, alice: User, bo: User
) -> None:
    case = make.case(norrby, by=alice, visibility=Visibility.RESTRICTED)
    actions.change_case(
        case=case,
        seen_version=1,
        facts=facts_of(case, responsible=bo),
        actor=alice,
        at=make.now(),
    )
    assert case.readers.filter(user=bo).exists()


# --- Phases and questions ---------------------------------------------------------------------


def test_going_on_with_open_questions_logs_why_and_what(case: Case, alice: User) -> None:
    moved = actions.move_to_phase(
        case=case, to=Phase.ANALYSE, reason="Bråttom", actor=alice, at=make.now()
    )
    assert moved.phase == Phase.ANALYSE
    assert events(case)[1:] == [Event.PHASE_CHANGED, Event.PHASE_REASON_GIVEN]
    said = last_entry(case).details
    assert said["reason"] == "Bråttom"
    assert len(said["missing"]) == len(guide().phase(Phase.PREPARE).questions)


def test_going_on_with_open_questions_takes_a_reason(case: Case, alice: User) -> None:
    with pytest.raises(Refused, match="skäl"):
        actions.move_to_phase(case=case, to=Phase.ANALYSE, actor=alice, at=make.now())
    case.refresh_from_db()
    assert case.phase == Phase.PREPARE


def test_going_on_with_every_question_answered_takes_none(case: Case, alice: User) -> None:
    for question in guide().phase(Phase.PREPARE).questions:
        actions.answer_question(
            case=case, question=question.key, text="Ja", actor=alice, at=make.now()
        )
    moved = actions.move_to_phase(case=case, to=Phase.ANALYSE, actor=alice, at=make.now())
    assert moved.phase == Phase.ANALYSE
    assert last_entry(case).event == Event.PHASE_CHANGED


def test_each_time_in_a_phase_is_kept(case: Case, alice: User) -> None:
    make.moved_to(case, Phase.PLAN, by=alice)
    actions.move_to_phase(
        case=case, to=Phase.ANALYSE, reason="Nya fakta", actor=alice, at=make.now()
    )
    stays = PhaseStay.objects.filter(case=case).order_by("id")
    assert [stay.phase for stay in stays] == [1, 2, 3, 2]
    assert [stay.ended_on is None for stay in stays] == [False, False, False, True]


def test_a_new_answer_leaves_the_earlier_one_to_read(case: Case, alice: User, bo: User) -> None:
    first = actions.answer_question(
        case=case, question=QUESTION, text="Nej", actor=alice, at=make.now()
    )
    actions.answer_question(
        case=case, question=QUESTION, text="Ja", seen_answer=first.pk, actor=bo, at=make.now()
    )
    answers = PhaseAnswer.objects.filter(case=case).order_by("id")
    assert [(a.text, a.answered_by) for a in answers] == [("Nej", alice), ("Ja", bo)]
    assert answers[0].guide_version == guide().version


def test_the_second_of_two_who_answer_is_told(case: Case, alice: User, bo: User) -> None:
    actions.answer_question(case=case, question=QUESTION, text="Nej", actor=alice, at=make.now())
    with pytest.raises(Conflict) as conflict:
        actions.answer_question(case=case, question=QUESTION, text="Ja", actor=bo, at=make.now())
    assert conflict.value.current.text == "Nej"  # type: ignore[attr-defined]


def test_the_same_answer_again_is_not_a_new_one(case: Case, alice: User) -> None:
    arguments: dict[str, Any] = {"case": case, "question": QUESTION, "text": "Ja", "actor": alice}
    first = actions.answer_question(**arguments, at=make.now())
    again = actions.answer_question(**arguments, seen_answer=first.pk, at=make.now())
    assert again == first
    assert events(case).count(Event.QUESTION_ANSWERED) == 1


def test_what_is_not_relevant_keeps_its_reason_and_no_text(case: Case, alice: User) -> None:
    answer = actions.answer_question(
        case=case,
        question=QUESTION,
        text="glömt kvar",
        not_relevant=True,
        reason="Inga lokaler",
        actor=alice,
        at=make.now(),
    )
    assert (answer.text, answer.reason) == ("", "Inga lokaler")


# --- State and visibility ---------------------------------------------------------------------


def test_a_case_is_closed_and_taken_up_again_with_reasons(case: Case, alice: User) -> None:
    for to in (State.CLOSED, State.OPEN):
        actions.change_state(case=case, to=to, reason="Skäl", actor=alice, at=make.now())
    assert events(case)[1:] == [
        Event.CASE_CLOSED,
        Event.STATE_REASON_GIVEN,
        Event.CASE_REOPENED,
        Event.STATE_REASON_GIVEN,
    ]


def test_a_paused_case_is_not_moved(case: Case, alice: User) -> None:
    actions.change_state(case=case, to=State.PAUSED, reason="Väntar", actor=alice, at=make.now())
    with pytest.raises(Refused, match="vilande"):
        actions.move_to_phase(case=case, to=Phase.ANALYSE, reason="X", actor=alice, at=make.now())


def test_hiding_a_case_keeps_the_one_who_did_it_among_its_readers(
    case: Case, alice: User, rolf: User
) -> None:
    make.restricted(case, by=alice)
    assert set(case.readers.values_list("user", flat=True)) == {
        alice.pk,
        case.deputy_id,
    }
    assert last_entry(case).event == Event.VISIBILITY_CHANGED


# --- Sharing ----------------------------------------------------------------------------------


def test_a_share_begins_and_ends_and_both_are_logged(
    case: Case, alice: User, region_vast: Organisation
) -> None:
    share = sharing.share_live(case=case, organisation=region_vast, actor=alice, at=make.now())
    sharing.end_share(share=share, actor=alice, at=make.now())
    assert events(case)[1:] == [Event.CASE_SHARED, Event.SHARE_ENDED]
    with pytest.raises(Refused, match="redan avslutad"):
        sharing.end_share(share=share, actor=alice, at=make.now())


def test_a_case_is_shared_once_with_each(
    case: Case, alice: User, region_vast: Organisation
) -> None:
    sharing.share_live(case=case, organisation=region_vast, actor=alice, at=make.now())
    with pytest.raises(Refused, match="redan delat"):
        sharing.share_live(case=case, organisation=region_vast, actor=alice, at=make.now())


def test_a_hidden_case_is_not_shared(case: Case, alice: User, region_vast: Organisation) -> None:
    make.restricted(case, by=alice)
    with pytest.raises(Refused, match="ej offentligt"):
        sharing.share_live(case=case, organisation=region_vast, actor=alice, at=make.now())
    assert not Share.objects.exists()


def test_only_municipalities_are_taken_in_and_once(
    case: Case, alice: User, soderby: Organisation, region_vast: Organisation
) -> None:
    sharing.add_participant(case=case, municipality=soderby, actor=alice, at=make.now())
    with pytest.raises(Refused, match="redan"):
        sharing.add_participant(case=case, municipality=soderby, actor=alice, at=make.now())
    with pytest.raises(Refused, match="Bara kommuner"):
        sharing.add_participant(case=case, municipality=region_vast, actor=alice, at=make.now())


def test_a_reader_is_named_with_a_reason(case: Case, alice: User, rolf: User) -> None:
    make.restricted(case, by=alice)
    reader = sharing.name_reader(
        case=case, user=rolf, reason="Skriver ärendet", actor=alice, at=make.now()
    )
    assert Reader.objects.get(pk=reader.pk).reason == "Skriver ärendet"
    assert last_entry(case).details["name"] == rolf.name


# --- Once ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_double_click_in_two_threads_opens_one_case(alice: User, norrby: Organisation) -> None:
    key, outcomes = uuid.uuid4(), []

    def click() -> None:
        try:
            actions.open_case(
                municipality=norrby,
                facts=make.facts(alice),
                once=key,
                actor=alice,
                at=make.now(),
            )
            outcomes.append("opened")
        except AlreadyDone as done:
            outcomes.append(done.result)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    case = Case.objects.get()
    assert sorted(outcomes) == sorted(["opened", str(case.pk)])
