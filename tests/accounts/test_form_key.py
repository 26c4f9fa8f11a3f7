"""A fresh key for forms that were open during a new login; no way round the protection of forms."""

import re

import pytest
from django.test import Client

from accounts.models import User
from tests import make


@pytest.fixture
def browser(alice: User) -> Client:
    """A browser where Alice is logged in, and where forms need their key."""
    client = Client(enforce_csrf_checks=True)
    log_in(client, alice)
    return client


def log_in(client: Client, user: User) -> None:
    """Through the login page, which gives the browser new keys."""
    key = key_in(client.get("/konto/logga-in/").content.decode())
    sent = {"login": user.email, "password": make.PASSWORD, "csrfmiddlewaretoken": key}
    assert client.post("/konto/logga-in/", sent).status_code == 302


def key_in(text: str) -> str:
    found = re.search(r'csrfmiddlewaretoken" value="(\w+)"', text)
    assert found
    return found[1]


def change(client: Client, key: str) -> int:
    sent = {"name": "Alice Ny", "phone": "", "csrfmiddlewaretoken": key}
    answer = client.post("/konto/uppgifter/", sent)
    stale = answer.headers.get("X-Form-Key") == "stale"
    assert stale is (answer.status_code == 403)
    return answer.status_code


def test_an_old_key_is_refused_and_a_fresh_one_taken(browser: Client, alice: User) -> None:
    old = key_in(browser.get("/konto/").content.decode())
    browser.cookies.pop("omstallning_session")
    log_in(browser, alice)
    assert change(browser, old) == 403
    fresh = browser.get("/konto/formularnyckel/")
    assert fresh.json()["person"] == alice.pk
    assert change(browser, fresh.json()["key"]) == 302


def test_the_key_of_another_browser_is_refused(browser: Client, bo: User) -> None:
    other = Client(enforce_csrf_checks=True)
    log_in(other, bo)
    answer = other.get("/konto/formularnyckel/").json()
    assert answer["person"] == bo.pk
    assert change(browser, answer["key"]) == 403


def test_the_key_is_kept_by_no_cache_and_given_to_no_stranger(browser: Client, db: None) -> None:
    answer = browser.get("/konto/formularnyckel/")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in answer.headers
    stranger = Client()
    assert stranger.get("/konto/formularnyckel/").status_code == 302
    assert stranger.get("/konto/formularnyckel/", headers={"HX-Request": "true"}).status_code == 401
