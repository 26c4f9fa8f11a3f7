"""The day's e-mail: to whom, about what, at most once, and never about what is not theirs to know."""

import smtplib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation, User
from cases import actions as case_actions
from cases.models import Case
from core import jobs
from core.models import JobRun
from figures.clock_kinds import DateKind
from reminders import digests
from reminders.actions import choose_reminders
from reminders.models import Digest, ReminderKind
from tests import make, make_reminders

WEDNESDAY = datetime(2026, 11, 25, 6, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _a_wednesday() -> Any:
    with time_machine.travel(WEDNESDAY, tick=True):
        yield


def step(
    case: Case, to: User, what: str = "Ring platschefen", *, days: int = 0, **values: Any
) -> None:
    due = make.today() + timedelta(days=days)
    make.entry(case, by=to, next_step=what, next_step_on=due, next_step_by=to, **values)


def morning(now: datetime = WEDNESDAY) -> list[EmailMessage]:
    """What a worker sends on a morning: the digests are planned, and their jobs done."""
    sent = len(mail.outbox)
    digests.plan(now)
    make.do_jobs()
    return mail.outbox[sent:]


def test_what_waits_is_told_in_plain_words_with_links_back(
    case: Case, alice: User, bo: User
) -> None:
    step(case, alice)
    step(case, alice, "Boka lokal", days=-1)
    step(case, alice, "Inte än", days=9)
    case_actions.assign_question(
        case=case,
        question="1-right-people",
        person=alice,
        due_on=make.today(),
        actor=bo,
        at=make.now(),
    )
    (letter,) = morning()
    assert letter.to == ["alice@norrby.example"]
    assert letter.subject == "Omställning: 3 saker väntar på dig"
    assert "NÄSTA STEG SOM ÄR MINA" in letter.body
    assert "- Ring platschefen" in letter.body
    assert "Senast 24 november 2026, 1 dag försenat." in letter.body
    assert f"{case.number} {case.title}" in letter.body
    assert f"http://127.0.0.1:8000/arenden/{case.number}/loggbok/nasta-steg/" in letter.body
    assert "GUIDENS FRÅGOR SOM JAG SKA BESVARA" in letter.body
    assert "Inte än" not in letter.body
    assert "/konto/#reminders" in letter.body
    assert "\n\n\n\n" not in letter.body
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_no_subject_and_no_line_tells_of_a_case_that_is_not_public(case: Case, alice: User) -> None:
    step(case, alice, "Ring Volvos ägare")
    make.restricted(case, by=alice)
    (letter,) = morning()
    whole = f"{letter.subject} {letter.body}"
    assert f"Ärende {case.number}, inte offentligt." in letter.body
    for hidden in (case.title, case.company, "Volvo"):
        assert hidden not in whole
    assert JobRun.objects.filter(kind=digests.DIGEST_JOB, is_quiet=False).count() == 0


def test_an_exercise_says_so_and_asks_of_no_outcome(norrby: Organisation, alice: User) -> None:
    exercise = make.exercise(norrby, by=alice)
    step(exercise, alice)
    (letter,) = morning()
    assert f"Övning {exercise.number} {exercise.title}." in letter.body
    make.closed(exercise, by=alice)
    later = WEDNESDAY + timedelta(days=187)
    with time_machine.travel(later):
        assert not digests.reminders_for(alice, make.today())


def test_the_words_of_an_internal_entry_stay_in_the_house(case: Case, alice: User) -> None:
    step(case, alice, "Hemligt steg", internal=True)
    (letter,) = morning()
    assert "Hemligt steg" not in letter.body
    assert "- Ett nästa steg" in letter.body


def test_each_kind_can_be_turned_off(case: Case, alice: User) -> None:
    step(case, alice)
    kinds = [kind for kind in ReminderKind if kind != ReminderKind.NEXT_STEP]
    choose_reminders(wanted=kinds, actor=alice, at=make.now())
    assert morning() == []
    choose_reminders(wanted=list(ReminderKind), actor=alice, at=make.now())
    assert len(morning()) == 1


def test_at_most_one_a_day_and_a_new_one_when_something_is_new(case: Case, alice: User) -> None:
    step(case, alice)
    assert len(morning()) == 1
    step(case, alice, "Något mer")
    assert morning(WEDNESDAY + timedelta(hours=2)) == []
    with time_machine.travel(WEDNESDAY + timedelta(days=1)):
        assert len(morning(WEDNESDAY + timedelta(days=1))) == 1
    with time_machine.travel(WEDNESDAY + timedelta(days=2)):
        assert morning(WEDNESDAY + timedelta(days=2)) == []
    with time_machine.travel(WEDNESDAY + timedelta(days=3)):
        assert morning(WEDNESDAY + timedelta(days=3)) == [], "nobody is written to on a Saturday"
    with time_machine.travel(WEDNESDAY + timedelta(days=5)):
        assert len(morning(WEDNESDAY + timedelta(days=5))) == 1


def test_nobody_is_told_of_what_is_no_longer_theirs(case: Case, alice: User, rolf: User) -> None:
    step(case, alice)
    digests.plan(WEDNESDAY)
    make.end_memberships(alice)
    make.do_jobs()
    assert mail.outbox == []
    assert morning(WEDNESDAY + timedelta(hours=1)) == []


def test_a_named_reader_without_membership_gets_nothing(case: Case, alice: User) -> None:
    step(case, alice)
    make.restricted(case, by=alice)
    make.end_memberships(alice)
    assert morning() == []


def test_what_is_done_between_planning_and_sending_is_not_told(case: Case, alice: User) -> None:
    step(case, alice)
    digests.plan(WEDNESDAY)
    make.closed(case, by=alice)
    make.do_jobs()
    assert mail.outbox == []


def test_the_next_report_is_told_to_those_who_make_it(
    case: Case, alice: User, rolf: User, ada: User, norrby: Organisation
) -> None:
    make_reminders.meeting(norrby, by=alice, stop_on=make.today() + timedelta(days=7))
    letters = morning()
    told = {address for letter in letters for address in letter.to}
    assert told == {"alice@norrby.example", "bo@norrby.example", "rolf@norrby.example"}
    assert "Nästa rapport till Kommunstyrelsen" in letters[0].body
    assert "Senast 2 december 2026." in letters[0].body


def test_a_day_noted_in_the_case_is_told_without_a_board(
    case: Case, alice: User, rolf: User
) -> None:
    make.noted_day(case, DateKind.REPORT_STOP, make.today(), by=alice)
    assert {letter.to[0] for letter in morning()} >= {"alice@norrby.example", "rolf@norrby.example"}
    assert "- Nästa rapport\n" in mail.outbox[0].body


def test_a_closed_case_that_asks_how_it_went_is_told(case: Case, alice: User) -> None:
    make.closed(case, by=alice)
    later = WEDNESDAY + timedelta(days=187)
    with time_machine.travel(later):
        digests.plan(later)
        make.do_jobs()
        letters = [letter for letter in mail.outbox if letter.to == ["alice@norrby.example"]]
        assert letters
        assert "- Hur gick det?" in letters[0].body


# --- Never twice ----------------------------------------------------------------------------------


class Killed(BaseException):
    """The worker's process is gone."""


@pytest.fixture
def planned(case: Case, alice: User) -> JobRun:
    """A digest that is planned and not sent: its job."""
    step(case, alice)
    digests.plan(WEDNESDAY)
    return JobRun.objects.get(kind=digests.DIGEST_JOB)


def test_a_worker_that_dies_with_the_letter_in_its_hand_never_sends_it_again(
    planned: JobRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        send = EmailMessage.send

        def send_and_die(letter: EmailMessage, **options: Any) -> None:
            send(letter, **options)
            raise Killed

        dying.setattr(EmailMessage, "send", send_and_die)
        with pytest.raises(Killed):
            jobs.perform(planned.pk)
    assert len(mail.outbox) == 1
    # The rescue gives the job back, and the next hour plans anew.
    jobs.perform(planned.pk)
    assert morning(WEDNESDAY + timedelta(hours=1)) == []
    assert len(mail.outbox) == 1
    assert Digest.objects.get().sent_at is None


def test_a_worker_that_dies_before_it_begins_is_made_up_for(
    planned: JobRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(digests, "_begin", raise_killed)
        with pytest.raises(Killed):
            jobs.perform(planned.pk)
    assert mail.outbox == []
    jobs.perform(planned.pk)
    assert len(mail.outbox) == 1
    assert Digest.objects.get().sent_at is not None


def raise_killed(*args: Any, **kwargs: Any) -> None:
    raise Killed


def test_a_digest_is_claimed_together_with_its_job_or_not_at_all(
    case: Case, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    step(case, alice)
    with monkeypatch.context() as dying:
        dying.setattr(jobs, "enqueue", raise_killed)
        with pytest.raises(Killed):
            digests.plan(WEDNESDAY)
    assert not Digest.objects.exists()
    assert len(morning()) == 1


def test_a_mail_server_that_is_down_is_tried_again_later(
    planned: JobRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as down:
        down.setattr(EmailMessage, "send", refuse)
        for _ in range(2):
            with pytest.raises(smtplib.SMTPConnectError):
                jobs.perform(planned.pk)
        jobs.perform(planned.pk)
    planned.refresh_from_db()
    assert planned.has_failed
    assert len(morning(WEDNESDAY + timedelta(hours=1))) == 1


def refuse(letter: EmailMessage, **options: Any) -> None:
    raise smtplib.SMTPConnectError(421, b"busy")


def test_what_a_person_is_told_takes_few_queries_however_much_there_is(
    case: Case, alice: User, norrby: Organisation
) -> None:
    for number in range(5):
        step(make.case(norrby, by=alice), alice, f"Steg {number}")
    make_reminders.meeting(norrby, by=alice, stop_on=make.today())
    with CaptureQueriesContext(connection) as queries:
        found = digests.reminders_for(alice, make.today())
    assert len(found) == 5 + 6
    assert len(queries) <= 6


def test_all_kinds_are_asked_for(as_user: Callable[..., Any]) -> None:
    assert set(digests._KINDS) == set(ReminderKind)
