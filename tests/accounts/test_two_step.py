"""Two-step login: turned on with a real code, asked for, saved by recovery codes, turned off."""

import base64
import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests import make
from tests.accounts.conftest import app_code, log_in, page, text_of


def turn_on(client: Client) -> str:
    """Turn two-step login on as a person does; the secret that the app now has."""
    confirm(client)
    response = client.get(reverse("mfa_activate_totp"))
    secret = page(response).xpath("//code")[0].text
    done = client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    return str(secret)


def confirm(client: Client) -> None:
    """The password once more: it is asked for before anything that changes how one logs in."""
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})


@pytest.fixture
def secret(alice: User, logged_in: Callable[..., Client]) -> str:
    secret = turn_on(logged_in(alice))
    # The code just shown is used up; a real app shows the next one after half a minute.
    cache.clear()
    return secret


def second_step(client: Client, code: str) -> Any:
    return client.post(reverse("mfa_authenticate"), {"code": code})


@pytest.mark.django_db(transaction=True)
def test_it_is_turned_on_with_a_picture_or_a_key(
    alice: User, logged_in: Callable[..., Client]
) -> None:
    client = logged_in(alice)
    confirm(client)
    document = page(client.get(reverse("mfa_activate_totp")))
    (picture,) = document.xpath("//main//img")
    kind, _, data = picture.get("src").partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert b"<svg" in base64.b64decode(data)
    assert picture.get("alt")
    turn_on(client)
    assert "Tvåstegsinloggning är på." in text_of(client.get(reverse("mfa_index")))
    assert "Tvåstegsinloggning är på." in text_of(client.get("/konto/"))
    assert mail.outbox[-1].subject == "Tvåstegsinloggning är på"


def test_it_takes_a_working_code_to_turn_it_on(
    alice: User, logged_in: Callable[..., Client]
) -> None:
    client = logged_in(alice)
    confirm(client)
    before = page(client.get(reverse("mfa_activate_totp"))).xpath("//code")[0].text
    response = client.post(reverse("mfa_activate_totp"), {"code": "000000x"})
    assert response.status_code == 422
    assert "Koden stämmer inte." in text_of(response)
    assert page(response).xpath("//code")[0].text == before
    assert not Authenticator.objects.exists()


def test_the_password_is_asked_for_again_first(
    alice: User, logged_in: Callable[..., Client]
) -> None:
    client = logged_in(alice)
    sent_to = client.get(reverse("mfa_activate_totp")).headers["Location"]
    assert sent_to.startswith(reverse("account_reauthenticate"))
    failed = client.post(sent_to, {"password": "fel"})
    assert failed.status_code == 422
    assert "Lösenordet stämmer inte." in text_of(failed)
    passed = client.post(sent_to, {"password": make.PASSWORD, "next": reverse("mfa_activate_totp")})
    assert passed.headers["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_a_password_alone_does_not_let_in(client: Client, alice: User, secret: str) -> None:
    assert log_in(client, alice.email).headers["Location"] == reverse("mfa_authenticate")
    assert client.get("/konto/").status_code == 302


def test_password_and_code_let_in(client: Client, alice: User, secret: str) -> None:
    log_in(client, alice.email, next="/konto/inloggningar/")
    response = second_step(client, app_code(secret))
    assert response.headers["Location"] == "/konto/inloggningar/"
    assert client.get("/konto/").status_code == 200


@pytest.mark.parametrize("code", ["123", "", "åäö", "<script>", "\0", "1" * 500])
def test_a_wrong_code_is_said_so(client: Client, alice: User, secret: str, code: str) -> None:
    log_in(client, alice.email)
    response = second_step(client, code)
    assert response.status_code == 422
    assert page(response).findtext(".//title").startswith("Fel:")
    assert client.get("/konto/").status_code == 302


def test_a_code_works_once(alice: User, secret: str) -> None:
    code = app_code(secret)
    first, second = Client(), Client()
    log_in(first, alice.email)
    assert second_step(first, code).status_code == 302
    log_in(second, alice.email)
    assert second_step(second, code).status_code == 422


def test_codes_cannot_be_guessed_for_long(client: Client, alice: User, secret: str) -> None:
    log_in(client, alice.email)
    for _ in range(5):
        second_step(client, "000000x")
    response = second_step(client, app_code(secret))
    assert response.status_code == 422
    assert "För många" in text_of(response)


def test_who_has_no_code_can_begin_again(client: Client, alice: User, secret: str) -> None:
    log_in(client, alice.email)
    assert client.get(reverse("account_login")).headers["Location"] == reverse("mfa_authenticate")
    client.post(reverse("account_logout"))
    assert client.get(reverse("account_login")).status_code == 200


def test_the_second_step_needs_the_first(client: Client, db: None) -> None:
    assert client.get(reverse("mfa_authenticate")).headers["Location"] == reverse("account_login")


def test_the_secret_lies_encrypted(alice: User, secret: str) -> None:
    stored = Authenticator.objects.get(user=alice, type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in stored


def test_a_changed_secret_key_still_opens_old_secrets(
    client: Client, alice: User, secret: str, settings: object
) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "en ny nyckel"  # type: ignore[attr-defined]
    log_in(client, alice.email)
    assert second_step(client, app_code(secret)).status_code == 302


def test_a_recovery_code_lets_in_once(alice: User, logged_in: Callable[..., Client]) -> None:
    client = logged_in(alice)
    turn_on(client)
    shown = client.get(reverse("mfa_view_recovery_codes"))
    codes = [code.text for code in page(shown).xpath("//main//code")]
    assert len(codes) == 10
    downloaded = client.get(reverse("mfa_download_recovery_codes"))
    assert codes[0] in downloaded.content.decode()
    for status in (302, 422):
        other = Client()
        log_in(other, alice.email)
        assert second_step(other, codes[0]).status_code == status


def test_new_recovery_codes_replace_the_old(alice: User, logged_in: Callable[..., Client]) -> None:
    client = logged_in(alice)
    turn_on(client)
    old = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert "slutar gälla" in text_of(client.get(reverse("mfa_generate_recovery_codes")))
    client.post(reverse("mfa_generate_recovery_codes"))
    new = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert not set(old) & set(new)


def test_it_is_turned_off_again(alice: User, logged_in: Callable[..., Client]) -> None:
    client = logged_in(alice)
    turn_on(client)
    assert "räcker lösenordet" in text_of(client.get(reverse("mfa_deactivate_totp")))
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert log_in(Client(), alice.email).headers["Location"] == "/"
    assert "Tvåstegsinloggning är av" in mail.outbox[-1].subject


@pytest.mark.django_db(transaction=True)
def test_letters_say_when_and_from_where(alice: User, logged_in: Callable[..., Client]) -> None:
    turn_on(logged_in(alice, user_agent="Firefox/150"))
    letter = mail.outbox[-1].body
    assert re.search(r"När: \d{4}-\d\d-\d\d \d\d:\d\d", letter)
    assert "Firefox/150" in letter
