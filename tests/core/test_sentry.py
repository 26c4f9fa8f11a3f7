"""What would be sent to a Sentry: kinds of errors and places in the code, nothing else."""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sentry_sdk
from django.test import Client
from sentry_sdk.transport import Transport

from accounts.models import User
from cases.models import Case
from core import sentry

SECRET = "KANARIE"


class Kept(Transport):
    """Keeps what would have gone out."""

    sent: list[dict[str, Any]]

    def __init__(self, options: Any = None) -> None:
        super().__init__(options)
        self.sent = []

    def capture_envelope(self, envelope: Any) -> None:
        self.sent += [item.payload.json for item in envelope.items]


@pytest.fixture
def sent() -> Iterator[list[dict[str, Any]]]:
    transport = Kept()
    sentry.start("https://key@sentry.invalid/1", transport=transport)
    yield transport.sent
    sentry_sdk.get_client().close(timeout=0)
    sentry_sdk.get_global_scope().set_client(None)


def test_an_error_on_a_page_is_sent_bare(
    sent: list[dict[str, Any]],
    as_user: Callable[[User], Client],
    alice: User,
    case: Case,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*args: Any, **kwargs: Any) -> None:
        what_somebody_wrote = SECRET
        raise ValueError(what_somebody_wrote)

    monkeypatch.setattr("logbook.actions.add_entry", fails)
    client = as_user(alice)
    client.raise_request_exception = False
    url = f"/arenden/{case.number}/loggbok/ny/spara/"
    values = {"what": f"{SECRET} hände", "when": "idag", "place": ""}
    response = client.post(url + f"?q={SECRET}", values, headers={"User-Agent": SECRET})
    assert response.status_code == 500
    [event] = sent
    [error] = event["exception"]["values"]
    assert error["type"] == "ValueError"
    assert error["stacktrace"]["frames"][-1]["function"] == "fails"
    assert event["tags"] == {"request": response.headers["X-Request-ID"]}
    written = json.dumps(event, ensure_ascii=False)
    assert not [w for w in (SECRET, case.number, alice.email, alice.name) if w in written]
    assert not {"request", "user", "breadcrumbs", "extra", "contexts"} & set(event)


def test_a_logged_error_is_sent_without_its_text(sent: list[dict[str, Any]]) -> None:
    logging.getLogger("reports.render").error("PDF said %s", SECRET)
    [event] = sent
    assert event["message"] == "logged by reports.render"
    assert SECRET not in json.dumps(event)


def test_nothing_is_sent_unless_an_address_is_given(settings: Any) -> None:
    assert not sentry_sdk.get_client().is_active()
