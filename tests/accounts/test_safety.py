"""What every answer promises: headers, cookies, error pages with a way on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from accounts.models import User
from core.access import MissingRight, public
from home.errors import permission_denied
from tests import make
from tests.accounts.conftest import log_in, page, text_of

CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@public(because="a test")
def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("not meant to happen")


@public(because="a test")
def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def urlconf() -> tuple[Any, ...]:
    return (
        path("sonder/", breaks),
        path("stopp/", forbidden),
        path("", include(settings.ROOT_URLCONF)),
    )


class Broken:
    """The site, with two addresses that fail."""

    handler403 = staticmethod(permission_denied)
    urlpatterns = urlconf()


@pytest.fixture(params=["/konto/logga-in/", "/konto/registrera/", "/konto/", "/finns-inte/"])
def answer(request: pytest.FixtureRequest, alice: User, client: Client) -> Any:
    """A page for anyone, a page that is not there, a member's page."""
    if request.param == "/konto/":
        log_in(client, alice.email)
    return client.get(request.param)


def test_every_answer_has_the_strict_policy(answer: HttpResponse) -> None:
    policy = answer.headers["Content-Security-Policy"]
    assert {part.strip() for part in policy.split(";")} == CSP


def test_every_answer_has_the_other_guards(answer: HttpResponse) -> None:
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
    assert {name: answer.headers[name] for name in wanted} == wanted


def test_pages_of_a_member_are_kept_in_no_cache(
    alice: User, as_user: Callable[[User], Client]
) -> None:
    client = as_user(alice)
    for address in ("/konto/", "/konto/tvasteg/", "/organisation/", "/guide/"):
        assert "no-store" in client.get(address).headers["Cache-Control"], address


def test_no_page_has_inline_script_or_style(answer: HttpResponse) -> None:
    document = page(answer)
    assert not document.xpath("//script[not(@src)] | //style | //@style")
    assert not [name for each in document.iter() for name in each.attrib if name.startswith("on")]


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(alice: User, client: Client) -> None:
    client.get("/konto/logga-in/")
    log_in(client, alice.email)
    for name in ("omstallning_session", "csrftoken"):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
    assert not client.cookies["omstallning_session"]["max-age"]


def test_a_login_gets_a_new_session_key(alice: User, client: Client) -> None:
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key or ""
    client.cookies["omstallning_session"] = before
    log_in(client, alice.email)
    assert client.session.session_key != before


def test_a_form_without_its_token_is_refused_with_words(alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/konto/logga-in/", {"login": alice.email, "password": make.PASSWORD})
    assert response.status_code == 403
    assert "Inget har sparats" in text_of(response)


def test_a_page_that_is_not_there_says_so(client: Client, db: None) -> None:
    response = client.get("/finns-inte/")
    assert response.status_code == 404
    assert "Sidan finns inte" in text_of(response)


def test_a_failure_says_so_without_details(client: Client, db: None, settings: Any) -> None:
    settings.ROOT_URLCONF = Broken
    client.raise_request_exception = False
    response = client.get("/sonder/")
    assert response.status_code == 500
    assert "Något gick fel" in text_of(response)
    assert "RuntimeError" not in response.content.decode()
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_refusal_without_a_reason_still_has_words(
    client: Client, db: None, settings: Any
) -> None:
    settings.ROOT_URLCONF = Broken
    response = client.get("/stopp/")
    assert response.status_code == 403
    assert "Du saknar rättighet" in text_of(response)


def test_a_missing_right_is_named_with_who_can_give_it(rf: RequestFactory, db: None) -> None:
    request = rf.get("/")
    response = permission_denied(request, MissingRight("leda ärendet", "den som leder"))
    assert response.status_code == 403
    assert "rätten att leda ärendet" in text_of(response)
    assert "den som leder" in text_of(response)


def test_the_health_page_asks_nobody(client: Client, db: None) -> None:
    with CaptureQueriesContext(connection) as queried:
        response = client.get("/healthz")
    assert (response.status_code, response.content, len(queried)) == (200, b"ok", 0)
    assert not response.cookies


def test_the_health_page_answers_whatever_the_cookie(client: Client, alice: User) -> None:
    client.cookies["omstallning_session"] = "påhittad"
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("address", ["/tillganglighet/", "/personuppgifter/"])
def test_anyone_may_read_about_accessibility_and_privacy(
    client: Client, db: None, address: str
) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert len(page(response).xpath("//h1")) == 1
