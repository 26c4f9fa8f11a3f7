"""Jobs: enqueued with what they are about, done once, told of, and rescued when a worker dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import Organisation, User
from cases.models import Case
from core import jobs
from core.jobs import JobFailed
from core.models import JobRun, JobState
from reports import actions as report_actions
from reports.models import Issued, ReportFile
from tests import make


@pytest.fixture
def done() -> Iterator[list[int]]:
    """The subjects that the job `test` has worked on; a job of that kind exists meanwhile."""
    subjects: list[int] = []

    @jobs.job("test", label="Ett prov", steps=2)
    def work(subject: int, progress: jobs.Progress) -> None:
        subjects.append(subject)
        progress("Provar", 1)
        if subject < 0:
            raise JobFailed("Det går inte.")
        if subject == 0:
            raise ValueError("strange")

    yield subjects
    del jobs.KINDS["test"]


def ask(subject: int, alice: User) -> JobRun:
    jobs.enqueue("test", subject, asked_by=alice.pk)
    run = jobs.latest("test", subject)
    assert run is not None
    return run


def test_a_job_exists_only_when_the_transaction_that_asked_for_it_does(
    done: list[int], alice: User
) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ask(1, alice)
        raise ZeroDivisionError
    assert not JobRun.objects.exists()
    assert not ProcrastinateJob.objects.exists()
    ask(1, alice)
    assert ProcrastinateJob.objects.get().args == {"run": JobRun.objects.get().pk}


def test_asking_again_while_it_is_under_way_asks_once(done: list[int], alice: User) -> None:
    first, second = ask(1, alice), ask(1, alice)
    assert first == second
    jobs.perform(first.pk)
    assert ask(1, alice) != first


def test_a_job_is_done_once_and_tells_how_far_it_has_come(done: list[int], alice: User) -> None:
    run = ask(1, alice)
    jobs.perform(run.pk)
    jobs.perform(run.pk)
    run.refresh_from_db()
    assert done == [1]
    assert (run.state, run.step, run.attempts) == (JobState.DONE, 1, 1)
    assert run.finished_at is not None


def test_what_cannot_be_done_is_not_tried_again_and_says_why(done: list[int], alice: User) -> None:
    run = ask(-1, alice)
    jobs.perform(run.pk)
    run.refresh_from_db()
    assert (run.state, run.reason) == (JobState.FAILED, "Det går inte.")


def test_a_fault_is_tried_three_times_and_then_told_to_the_person(
    done: list[int], alice: User
) -> None:
    run = ask(0, alice)
    for _ in range(2):
        with pytest.raises(ValueError, match="strange"):
            jobs.perform(run.pk)
    jobs.perform(run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempts) == (JobState.FAILED, 3)
    assert "kontakta den som sköter systemet" in run.reason


def test_a_job_that_kills_its_workers_is_given_up(done: list[int], alice: User) -> None:
    run = ask(1, alice)
    JobRun.objects.update(state=JobState.RUNNING, attempts=3)
    jobs.perform(run.pk)
    run.refresh_from_db()
    assert run.state == JobState.FAILED
    assert done == []


def test_the_books_of_jobs_that_ended_long_ago_are_forgotten(done: list[int], alice: User) -> None:
    old, waiting = ask(1, alice), ask(2, alice)
    jobs.perform(old.pk)
    jobs.forget(timedelta(days=1))
    assert JobRun.objects.count() == 2
    JobRun.objects.update(finished_at=make.now() - timedelta(days=2))
    jobs.forget(timedelta(days=1))
    assert JobRun.objects.get() == waiting


# --- The list for administrators ------------------------------------------------------------------


def test_an_administrator_sees_who_asked_for_what_but_not_about_which_case(
    case: Case,
    alice: User,
    ada: User,
    norrby: Organisation,
    as_user: Callable[[User], Client],
) -> None:
    make_report(case, alice)
    page = as_user(ada).get(f"/organisation/{norrby.pk}/jobb/").content.decode()
    assert "PDF av en rapport" in page
    assert alice.name in page
    assert case.title not in page
    assert case.number not in page


def test_no_list_shows_a_job_about_a_case_that_is_not_public(
    case: Case, alice: User, ada: User, norrby: Organisation, as_user: Callable[[User], Client]
) -> None:
    make_report(make.restricted(case, by=alice), alice)
    page = as_user(ada).get(f"/organisation/{norrby.pk}/jobb/").content.decode()
    assert "PDF av en rapport" not in page


# --- A report's PDF -------------------------------------------------------------------------------


def make_report(case: Case, alice: User) -> Issued:
    return report_actions.issue_report(
        case=case, request=make.report_request(), actor=alice, at=make.now()
    )


def test_a_failed_pdf_says_why_and_can_be_asked_for_again(
    case: Case, alice: User, as_user: Callable[[User], Client], settings: object
) -> None:
    settings.REPORT_RENDER_TIMEOUT = 0.01  # type: ignore[attr-defined]
    issued = make_report(case, alice)
    make.do_jobs()
    client, url = as_user(alice), f"/arenden/{case.number}/rapporter/{issued.pk}/"
    page = client.get(url).content.decode()
    assert "PDF-filen blev inte gjord" in page
    assert "Välj en kortare period" in page
    assert client.get(f"{url}pdf/").headers["Location"] == url
    settings.REPORT_RENDER_TIMEOUT = 60  # type: ignore[attr-defined]
    client.post(f"{url}pdf/igen/")
    make.do_jobs()
    assert client.get(f"{url}pdf/").content.startswith(b"%PDF-")
    assert "redan gjord" in client.post(f"{url}pdf/igen/", follow=True).content.decode()


def test_making_the_pdf_tells_each_stage(case: Case, alice: User) -> None:
    issued = make_report(case, alice)
    told: list[tuple[str, int]] = []
    jobs.KINDS[report_actions.PDF_JOB].work(
        issued.pk, lambda stage, step: told.append((stage, step))
    )
    assert [step for _, step in told] == sorted(step for _, step in told)
    assert told[0][0].startswith("Läser")
    assert any("sida" in stage for stage, _ in told)
    assert told[-1] == ("Sparar filen", jobs.KINDS[report_actions.PDF_JOB].steps)


# --- Real workers ---------------------------------------------------------------------------------


def start_worker(*arguments: str) -> subprocess.Popen[bytes]:
    """A worker in a process of its own, on the tests' database."""
    config = connection.settings_dict
    env = os.environ | {
        "OMSTALLNING_ROLE": "web",
        "OMSTALLNING_TEST_DATABASE": str(config["NAME"]),
    }
    root = Path(settings.BASE_DIR)
    return subprocess.Popen([sys.executable, "manage.py", "work", *arguments], cwd=root, env=env)


def wait_for(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_was_killed_is_done_once_by_another(case: Case, alice: User) -> None:
    issued = make_report(case, alice)
    worker = start_worker()
    wait_for(lambda: JobRun.objects.filter(state=JobState.RUNNING).exists())
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert not ReportFile.objects.exists()
    # Time passes: the dead worker has given no sign of life for a minute.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '60 s'")
    assert start_worker("--until-empty").wait(timeout=90) == 0
    assert ReportFile.objects.get().report == issued
    assert JobRun.objects.get().state == JobState.DONE
    assert JobRun.objects.get().attempts == 2


@pytest.mark.django_db(transaction=True)
def test_a_worker_told_to_stop_finishes_the_job_at_hand(case: Case, alice: User) -> None:
    make_report(case, alice)
    worker = start_worker()
    wait_for(lambda: JobRun.objects.filter(state=JobState.RUNNING).exists())
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=90) == 0
    assert ReportFile.objects.exists()
