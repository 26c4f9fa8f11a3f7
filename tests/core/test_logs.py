"""The log of production holds no personal data and nothing of a case, whatever goes wrong."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from accounts.models import Organisation, User
from cases.models import Case
from core.logs import JsonFormatter, new_request_id, request_id
from core.watch import WatchMiddleware
from tests import make
from tests.access_matrix import MATRIX

CANARY = "KANARIE"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """`log()`: everything that production would have written, from the most talkative level up."""
    output = StringIO()
    handler = logging.StreamHandler(output)
    handler.setFormatter(JsonFormatter())
    names = ("", "django", "django.request", "django.db.backends", "django.security", "core.watch")
    for name in names:
        monkeypatch.setattr(logging.getLogger(name), "level", logging.DEBUG)
    logging.Logger.manager._clear_cache()  # type: ignore[attr-defined]
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in output.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)
    logging.Logger.manager._clear_cache()  # type: ignore[attr-defined]


@pytest.fixture
def forbidden(
    alice: User, bo: User, norrby: Organisation, monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[str, Any], list[str]]:
    """The ids of a restricted case with something everywhere, and the words that must not be logged."""
    for maker in ("tasks", "handover_views", "beginning_views"):
        monkeypatch.setattr(f"reports.{maker}.render_pdf", lambda *a, **k: b"%PDF-1.7")
    case, ids = make.full_case(norrby, by=alice, deputy=bo, canary=CANARY)
    make.restricted(case, by=alice)
    words = [CANARY, case.number, *(w for u in (alice, bo) for w in (u.email, u.name))]
    return ids, words


def test_no_page_leaves_a_name_or_a_number_in_the_log(
    log: Callable[[], list[dict[str, Any]]],
    forbidden: tuple[dict[str, Any], list[str]],
    as_user: Callable[[User], Client],
    alice: User,
    charlie: User,
) -> None:
    ids, words = forbidden
    for client in (as_user(alice), as_user(charlie), Client()):
        for name, row in MATRIX.items():
            url = row.url(name, ids)
            url += f"{'&' if '?' in url else '?'}q={CANARY}"
            with transaction.atomic():
                getattr(client, row.method)(url, row.data | {"what": CANARY, "email": alice.email})
                transaction.set_rollback(True)
    written = json.dumps(log(), ensure_ascii=False)
    assert not [word for word in words if word in written]
    pages = {line["page"] for line in log() if line["message"] == "request"}
    assert {name for name in MATRIX if name.startswith(("cases:", "logbook:"))} <= pages


def test_an_error_is_told_by_kind_and_place_without_its_words(
    log: Callable[[], list[dict[str, Any]]],
    as_user: Callable[[User], Client],
    alice: User,
    case: Case,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*args: Any, **kwargs: Any) -> None:
        try:
            with transaction.atomic():
                User.objects.create(email=alice.email, name=CANARY)
        except IntegrityError as error:
            raise RuntimeError(f"{CANARY} in {case.number}") from error

    monkeypatch.setattr("cases.queries.phase_steps", fails)
    client = as_user(alice)
    client.raise_request_exception = False
    response = client.get(f"/arenden/{case.number}/")
    assert response.status_code == 500
    [line] = [line for line in log() if line["level"] == "ERROR"]
    assert [error["kind"] for error in line["error"]] == [
        "builtins.RuntimeError",
        "django.db.utils.IntegrityError",
        "psycopg.errors.UniqueViolation",
    ]
    assert "test_logs.py" in line["error"][0]["places"][-1]
    assert line["request"] == response.headers["X-Request-ID"]
    assert f"<code>{line['request']}</code>" in response.content.decode()
    written = json.dumps(log(), ensure_ascii=False)
    assert not [w for w in (CANARY, case.number, alice.email) if w in written]


def test_a_slow_question_is_told_without_its_parameters(
    log: Callable[[], list[dict[str, Any]]], settings: Any, db: None
) -> None:
    settings.SLOW_QUERY_MS = 0

    def asks(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SELECT length(%s)", [CANARY])
        return HttpResponse()

    WatchMiddleware(asks)(RequestFactory().get("/"))
    [line] = [line for line in log() if line["message"] == "slow query"]
    assert (line["level"], line["sql"]) == ("WARNING", "SELECT length(%s)")
    assert CANARY not in json.dumps(log())


@pytest.mark.parametrize(
    ("message", "arguments", "said"),
    [
        ("ended with %s: %s", (3, "Karins text"), "ended with 3: …"),
        ("took %.1f s of %d", (2.5, 3), "took 2.5 s of 3"),
        ("%(who)s did %(count)d", ({"who": "Karin", "count": 4},), "… did 4"),
        ("100 % of it", (), "100 % of it"),
        ("%s", (), "%s"),
        ("broken %s %s", ("one",), "…"),
    ],
)
def test_text_laid_into_a_message_is_left_out(
    message: str, arguments: tuple[Any, ...], said: str
) -> None:
    record = logging.LogRecord("x", logging.INFO, "x.py", 1, message, arguments, None)
    assert json.loads(JsonFormatter().format(record))["message"] == said


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "rad\nbrytning-1", "åäö-åäö-åäö"])
def test_an_id_that_looks_like_none_is_not_taken_over(given: str) -> None:
    assert re.fullmatch("[0-9a-f]{32}", new_request_id(given))


def test_the_id_is_gone_when_the_request_is(db: None) -> None:
    WatchMiddleware(lambda request: HttpResponse(request_id.get()))(RequestFactory().get("/"))
    assert request_id.get() == ""
