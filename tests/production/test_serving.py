"""How the site is served: static files, its id on every answer, its log, its end."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from accounts.models import User
from bench.crowd import faults_in, write_at_once
from bench.servers import ROOT, free_port
from bench.web import Answer, Person
from cases.models import Case
from logbook.models import LogEntry
from tests import make
from tests.production.conftest import Site

CROWD = 20
SECONDS = 8.0
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def test_twenty_people_write_in_one_logbook_and_nothing_is_lost_or_doubled(
    site: Site, case: Case, crowd: Callable[[int], list[User]]
) -> None:
    """For eight seconds here, for a minute in `make bench`; double clicks and retries among them."""
    people = [make.cookies_of(user) for user in crowd(CROWD)]
    tally = write_at_once(site.port, case.number, people, seconds=SECONDS)
    assert faults_in(connection, case.number, tally) == []
    assert tally.sent > len(tally.texts) >= CROWD, "everyone wrote, and some sent twice"
    assert all(tally.saved.values())


def test_static_files_are_kept_for_ever_and_sent_compressed(site: Site, alice: User) -> None:
    page = site.person(alice).get("/").body.decode()
    sheet = re.search(r'href="(/static/css/app\.[0-9a-f]{12}\.css)"', page)
    assert sheet, "the name holds a sum of the content"
    for coding in ("br", "gzip"):
        answer = site.person().get(sheet[1], {"Accept-Encoding": coding})
        assert answer.status == 200
        assert answer.headers["content-encoding"] == coding
        assert "immutable" in answer.headers["cache-control"]
        assert "max-age=315360000" in answer.headers["cache-control"]
    plain = site.person().get("/static/css/app.css")
    assert "immutable" not in plain.headers.get("cache-control", "")


def test_it_says_when_it_is_ready_and_which_request_it_was(site: Site) -> None:
    answer = site.person().get("/healthz/ready", {"X-Request-ID": "from-the-proxy-1234"})
    assert json.loads(answer.body) == {"database": "ok", "migrations": "ok", "storage": "ok"}
    assert answer.headers["x-request-id"] == "from-the-proxy-1234"
    own = site.person().get("/healthz", {"X-Request-ID": "<script>"}).headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}", own)


def test_its_log_is_json_and_names_pages_not_cases(site: Site, case: Case, alice: User) -> None:
    asked = site.person(alice).get(f"/arenden/{case.number}/?q={alice.email}")
    assert asked.status == 200
    until = time.monotonic() + 20
    while "cases:page" not in site.log.read_text() and time.monotonic() < until:
        time.sleep(0.05)
    written = site.log.read_text()
    lines = [json.loads(line) for line in written.splitlines()]
    [line] = [line for line in lines if line.get("page") == "cases:page"]
    assert line["request"] == asked.headers["x-request-id"]
    assert (line["status"], line["method"]) == (200, "GET")
    assert line["queries"] > 0
    assert not {case.number, alice.email, alice.name} & set(re.findall(r'[^"/?=]+', written))


@pytest.fixture
def metrics_port(environment: dict[str, str]) -> int:
    """Where the metrics are; asked for before `site`, which is then told so."""
    port = free_port()
    environment["OMSTALLNING_METRICS"] = f"127.0.0.1:{port}"
    return port


def test_metrics_have_an_address_of_their_own_and_sigterm_lets_a_slow_request_finish(
    metrics_port: int, site: Site, case: Case, alice: User
) -> None:
    person, base = site.person(alice), f"/arenden/{case.number}/loggbok/"
    form = person.form(base, "/ny/spara/") | {"what": "Sparas medan servern stängs av"}
    figures = urllib.request.urlopen(f"http://127.0.0.1:{metrics_port}/metrics").read().decode()
    counted = r'omstallning_requests_total\{method="GET",page="logbook:list",status="2xx"\} 1\.0'
    assert re.search(counted, figures)
    assert person.get("/metrics").status == 404
    answers: list[Answer] = []
    writing = threading.Thread(target=lambda: answers.append(person.post(f"{base}ny/spara/", form)))
    with transaction.atomic():
        # The entry waits for the case as long as somebody else holds it.
        Case.objects.select_for_update().get(pk=case.pk)
        writing.start()
        wait_for_a_lock()
        os.kill(site.pid, signal.SIGTERM)
        wait_until_nobody_is_let_in(site)
        assert not answers
    writing.join(timeout=60)
    assert [answer.status for answer in answers] == [302]
    assert LogEntry.objects.filter(case=case, what=form["what"]).count() == 1


def wait_for_a_lock() -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            [(waiting,)] = cursor.fetchall()
        if waiting:
            return
        time.sleep(0.05)
    raise AssertionError("the request never came to the lock")


def wait_until_nobody_is_let_in(site: Site) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            Person(site.port, timeout=1).get("/healthz")
        except OSError:
            return
        time.sleep(0.05)
    raise AssertionError("the server still takes new requests")


def test_everything_that_is_missing_is_told_at_once() -> None:
    environment = {"PATH": os.environ["PATH"], "OMSTALLNING_POOL": "1", "SMTP_PORT": "many"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "SMTP_HOST", "SMTP_PORT"):
        assert re.search(rf"^  {name}: \w", done.stderr, flags=re.MULTILINE), name
    assert "docs/operations.md" in done.stderr
