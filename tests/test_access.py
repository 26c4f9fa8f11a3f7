"""Who may use which address: every URL × every person × internal, shared and restricted case."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from accounts.models import User
from cases.models import Case
from core.checks import comes_from_library, url_patterns
from tests import make
from tests.access_matrix import ANONYMOUS, LIBRARY_PAGES, LOGIN, MATRIX, PEOPLE, Row
from tests.cast import everyone_round_a_full_case, made_once, pdf_with

KINDS = ("internal", "shared", "restricted")
CANARY = "KANARIE"


@dataclass
class World:
    """One case of the wanted kind with something in every field, and the cast round it."""

    kind: str
    case: Case
    people: dict[str, User]
    ids: dict[str, Any]

    def client(self, person: str) -> Client:
        client = Client(raise_request_exception=True)
        if person != ANONYMOUS:
            client.force_login(
                self.people[person],
                backend="allauth.account.auth_backends.AuthenticationBackend",
            )
        return client

    def expected(self, row: Row, person: str) -> int | str:
        """The matrix holds for a shared case; an unshared or restricted one is absent for others."""
        answer = row.expected[PEOPLE.index(person)]
        if person == ANONYMOUS or not row.is_of_case:
            return answer
        if self.kind == "restricted" and person != "officer":
            return 404
        if self.kind == "internal" and person == "coordinator":
            return 404
        return answer

    def sees_inside(self, person: str) -> bool:
        if self.kind == "restricted":
            return person == "officer"
        return person in {"officer", "report officer"}

    def sees_case(self, person: str) -> bool:
        return self.sees_inside(person) or (
            self.kind != "restricted"
            and (person == "guest" or (person == "coordinator" and self.kind == "shared"))
        )


@pytest.fixture(scope="module", params=KINDS)
def whole_world(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[World]:
    yield from made_once(django_db_blocker, lambda: world_of(request.param))


def world_of(kind: str) -> World:
    everyone = everyone_round_a_full_case(CANARY)
    alice, *others = (
        everyone.people[key] for key in ("alice", "rolf", "ada", "siv", "gun", "charlie")
    )
    if kind == "shared":
        make.share(everyone.case, everyone.organisations["region_vast"], by=alice)
    make.guest(everyone.case, everyone.people["gun"], make.partner("Almi"), by=alice)
    if kind == "restricted":
        make.restricted(everyone.case, by=alice)
    people = dict(zip(PEOPLE, (alice, *others), strict=False))
    return World(kind, everyone.case, people, everyone.ids)


@pytest.fixture
def world(whole_world: World, db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("reports.tasks.render_pdf", pdf_with(CANARY))
    monkeypatch.setattr("reports.handover_views.render_pdf", pdf_with(CANARY))
    return whole_world


def text_of(response: HttpResponse) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return body.decode("utf-8", "replace") + "\n" + headers


def ask(client: Client, row: Row, url: str) -> HttpResponse:
    """Ask, and undo whatever the request changed."""
    with transaction.atomic():
        response = getattr(client, row.method)(url, row.data)
        text_of(response)
        transaction.set_rollback(True)
    return response


@pytest.mark.parametrize("person", PEOPLE)
def test_everyone_gets_what_the_matrix_says(world: World, person: str) -> None:
    client = world.client(person)
    wrong = []
    for name, row in MATRIX.items():
        url = row.url(name, world.ids)
        response = ask(client, row, url)
        answer: int | str = response.status_code
        if answer == 302 and response.headers["Location"].startswith(reverse("account_login")):
            answer = LOGIN
        if answer != world.expected(row, person):
            wrong.append(f"{row.method} {name}: {answer}, expected {world.expected(row, person)}")
        if leaked := leaks(world, person, row, text_of(response)):
            wrong.append(f"{row.method} {name} leaks {leaked}")
    assert not wrong, "\n".join(wrong)


def leaks(world: World, person: str, row: Row, text: str) -> set[str]:
    """Canary words in an answer that this person may not see."""
    found = set(re.findall(rf"{CANARY}-[A-Z]+", text))
    allowed = set()
    if world.sees_case(person):
        allowed |= {f"{CANARY}-SEEN"}
    if world.sees_inside(person):
        allowed |= {f"{CANARY}-INSIDE", f"{CANARY}-OWN"}
    if person == "officer":
        allowed |= {f"{CANARY}-SENDER", f"{CANARY}-DRAFT"}
    return found - allowed


def case_pages() -> Iterator[tuple[str, Row]]:
    for name, row in MATRIX.items():
        if row.is_of_case and row.method == "get":
            yield name, row


def plain(response: HttpResponse) -> str:
    """The answer without what differs from request to request: tokens and numbers."""
    text = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", text_of(response))
    text = re.sub(r"X-Request-ID:.*", "", text)
    return re.sub(r"Set-Cookie:.*", "", re.sub(r"\d{4}-\d{4,7}", "NUMBER", text))


def test_a_hidden_case_and_one_that_is_not_look_the_same(world: World) -> None:
    client = world.client("outsider")
    client.get("/")
    absent = World(world.kind, world.case, world.people, world.ids | {"number": "1999-1234"})
    for name, row in case_pages():
        answers = []
        for place in (world, absent):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                response = client.get(row.url(name, place.ids))
            answers.append((response.status_code, plain(response), len(queries)))
        assert answers[0] == answers[1], name


def test_no_url_is_missing_from_the_matrix() -> None:
    names = {name for name, pattern in url_patterns() if not comes_from_library(pattern)}
    assert names == set(MATRIX)


def test_every_library_page_has_its_reason() -> None:
    names = {name for name, pattern in url_patterns() if comes_from_library(pattern)}
    assert names == set(LIBRARY_PAGES)


@pytest.mark.parametrize("name", sorted(LIBRARY_PAGES))
def test_library_pages_are_open_only_when_listed_so(name: str, db: None) -> None:
    page = LIBRARY_PAGES[name]
    response = Client().get(reverse(name, kwargs=page.kwargs))
    sent_to_login = response.status_code == 302 and response.headers["Location"].startswith(
        reverse("account_login")
    )
    assert sent_to_login is not page.public


def test_a_url_without_declared_access_fails_the_checks(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.undeclared_urls"
    assert [error.id for error in run_checks(tags=["security"]) if "E001" in (error.id or "")] == [
        "omstallning.E001"
    ]


def test_an_expired_session_gets_401_from_htmx_and_the_login_page_otherwise(db: None) -> None:
    assert Client().get("/arenden/", headers={"HX-Request": "true"}).status_code == 401
    assert Client().get("/arenden/").status_code == 302


def test_rights_end_at_once(world: World) -> None:
    person = "officer" if world.kind == "restricted" else "report officer"
    client = world.client(person)
    page = reverse("cases:page", kwargs={"number": world.case.number})
    assert client.get(page).status_code == 200
    if world.kind == "restricted":
        # Whom one has named reads by that alone, whatever their role.
        make.end(world.case.readers.get(user=world.people[person]), by=world.people[person])
    else:
        make.end_memberships(world.people[person])
    assert client.get(page).status_code == 404
    assert client.get(page, headers={"HX-Request": "true"}).status_code == 404
