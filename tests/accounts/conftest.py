"""What the tests of accounts share: reading pages, logging in as people do, codes of an app."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from tests import make


def page(response: HttpResponse) -> html.HtmlElement:
    return html.fromstring(response.content.decode())


def text_of(response: HttpResponse) -> str:
    """What a person reads in the page's main part."""
    return " ".join(page(response).xpath("//main")[0].text_content().split())


def log_in(client: Client, email: str, password: str = make.PASSWORD, **more: Any) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def app_code(secret: str, *, later: int = 0) -> str:
    """The six digits an app with `secret` shows now, or `later` periods from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


@pytest.fixture
def logged_in() -> Callable[[Any], Client]:
    """`logged_in(alice)`: a client that logged in through the page, so that the login is listed."""

    def through_the_page(user: Any, **headers: str) -> Client:
        client = Client(headers=headers)
        assert log_in(client, user.email).status_code == 302
        return client

    return through_the_page
