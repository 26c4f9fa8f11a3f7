"""Logging in and out: what is said when it fails, how often one may try, where one ends up."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import get_hasher
from django.core import mail
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import Organisation, User
from accounts.permissions import Role
from tests import make
from tests.accounts.conftest import log_in, page, text_of

WRONG = "E-postadressen eller lösenordet stämmer inte."
TOO_MANY = "För många misslyckade försök att logga in. Vänta fem minuter och försök igen."


def test_the_login_page_has_its_fixed_labels(client: Client) -> None:
    document = page(client.get("/konto/logga-in/"))
    labels = [" ".join(each.text_content().split()) for each in document.xpath("//main//label")]
    assert labels == ["E-postadress", "Lösenord"]
    assert "Logga in" in [each.text for each in document.xpath("//main//button")]


def test_a_member_comes_in_with_address_and_password(client: Client, alice: User) -> None:
    assert log_in(client, "ALICE@norrby.example").headers["Location"] == "/"
    assert client.get("/konto/").status_code == 200


@pytest.mark.parametrize("email", ["alice@norrby.example", "ingen@norrby.example"])
def test_a_wrong_login_does_not_tell_whether_the_address_exists(
    client: Client, alice: User, email: str
) -> None:
    response = log_in(client, email, "fel-lösenord")
    assert response.status_code == 422
    assert WRONG in text_of(response)
    assert page(response).findtext(".//title").startswith("Fel:")


def test_a_wrong_login_keeps_the_address_but_not_the_password(client: Client, alice: User) -> None:
    document = page(log_in(client, "alice@norrby.example", "fel-lösenord"))
    assert document.xpath("//input[@name='login']/@value") == ["alice@norrby.example"]
    assert document.xpath("//input[@name='password']/@value") == []
    assert "fel-lösenord" not in document.text_content()


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("", "x", "Fyll i e-postadress."),
        ("alice@norrby.example", "", "Fyll i lösenord."),
        ("alice", "x", "Skriv en e-postadress, till exempel namn@kommun.se."),
        ("<script>alert(1)</script>", "x", "Skriv en e-postadress"),
        ("alice\0@norrby.example", "x", "Skriv en e-postadress"),
        ("å" * 300 + "@norrby.example", "x", "e-postadress"),
        ("🙂@norrby.example", "🙂\0", ""),
    ],
)
def test_what_is_not_a_login_is_said_so_and_kept(
    client: Client, db: None, email: str, password: str, sentence: str
) -> None:
    response = log_in(client, email, password)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert b"<script>alert" not in response.content


def test_a_closed_account_does_not_come_in(client: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert log_in(client, alice.email).headers["Location"] == reverse("account_inactive")
    assert client.get("/konto/").status_code == 302


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        ("/arenden/?fas=2", "/arenden/?fas=2"),
        ("https://elak.example/", "/"),
        ("//elak.example/", "/"),
        ("/\\elak.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("http://localhost/", "/"),
        ("", "/"),
    ],
)
def test_after_login_one_comes_to_the_page_one_wanted_on_this_site(
    client: Client, alice: User, wanted: str, got: str
) -> None:
    assert log_in(client, alice.email, next=wanted).headers["Location"] == got


def test_the_page_one_wanted_is_remembered_through_a_failed_login(
    client: Client, alice: User
) -> None:
    sent_to = client.get("/konto/inloggningar/").headers["Location"]
    assert sent_to == "/konto/logga-in/?next=/konto/inloggningar/"
    (hidden,) = page(client.get(sent_to)).xpath("//input[@name='next']/@value")
    failed = log_in(client, alice.email, "fel", next=hidden)
    assert page(failed).xpath("//input[@name='next']/@value") == ["/konto/inloggningar/"]


def test_who_is_logged_in_is_sent_on(alice: User, as_user: Callable[[User], Client]) -> None:
    assert as_user(alice).get("/konto/logga-in/").headers["Location"] == "/"


# --- How often ----------------------------------------------------------------------------------


def test_after_five_failures_the_right_password_waits_too(client: Client, alice: User) -> None:
    for _ in range(5):
        assert WRONG in text_of(log_in(client, alice.email, "fel"))
    response = log_in(client, alice.email)
    assert response.status_code == 422
    assert TOO_MANY in text_of(response)
    assert client.get("/konto/").status_code == 302


def test_it_is_counted_per_account_wherever_it_comes_from(client: Client, alice: User) -> None:
    for number in range(5):
        log_in(Client(REMOTE_ADDR=f"192.0.2.{number}"), alice.email, "fel")
    assert TOO_MANY in text_of(log_in(Client(REMOTE_ADDR="192.0.2.99"), alice.email))


def test_it_is_counted_per_address_whichever_the_account(client: Client, alice: User) -> None:
    for number in range(10):
        log_in(client, f"gissning{number}@norrby.example", "fel")
    assert TOO_MANY in text_of(log_in(client, alice.email))
    assert log_in(Client(REMOTE_ADDR="192.0.2.7"), alice.email).status_code == 302


def test_an_unknown_address_is_stopped_as_a_known_one(client: Client, db: None) -> None:
    for _ in range(5):
        log_in(client, "ingen@norrby.example", "fel")
    assert TOO_MANY in text_of(log_in(client, "ingen@norrby.example", "fel"))


def test_successful_logins_do_not_count(alice: User) -> None:
    for _ in range(12):
        assert log_in(Client(), alice.email).status_code == 302


def test_a_flood_of_logins_from_one_place_gets_429_with_words(client: Client, alice: User) -> None:
    for number in range(30):
        log_in(client, f"gissning{number}@norrby.example", "fel")
    response = log_in(client, alice.email)
    assert response.status_code == 429
    assert "Vänta fem minuter" in text_of(response)


def test_the_counts_lie_in_the_database_and_are_not_pushed_out(db: None) -> None:
    assert isinstance(cache._connections["default"], DatabaseCache)  # type: ignore[attr-defined]
    assert cache._connections["default"]._max_entries >= 100_000  # type: ignore[attr-defined]


ONE_FAILURE = """
import django
from django.conf import settings
settings.DATABASES["default"] = {database!r}
settings.ALLOWED_HOSTS = ["testserver"]
django.setup()
from django.test import Client
answer = Client().post("/konto/logga-in/", {{"login": "alice@norrby.example", "password": "fel"}})
print(answer.status_code)
"""


@pytest.mark.django_db(transaction=True)
def test_failures_in_another_process_count(client: Client, alice: User) -> None:
    for _ in range(4):
        log_in(client, alice.email, "fel")
    database = {
        key: value
        for key, value in connection.settings_dict.items()
        if key in {"ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS"}
    }
    other = subprocess.run(
        [sys.executable, "-c", ONE_FAILURE.format(database=database)],
        cwd=Path(settings.BASE_DIR),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert other.stdout.strip() == "422"
    assert TOO_MANY in text_of(log_in(client, alice.email))


# --- Out, and new passwords ---------------------------------------------------------------------


def test_logging_out_takes_a_post(alice: User, as_user: Callable[[User], Client]) -> None:
    client = as_user(alice)
    assert "Logga ut" in text_of(client.get("/konto/logga-ut/"))
    assert client.get("/konto/").status_code == 200
    assert client.post("/konto/logga-ut/").headers["Location"] == "/konto/logga-in/"
    assert client.get("/konto/").status_code == 302


def test_nobody_signs_up(client: Client, db: None) -> None:
    response = client.get("/konto/registrera/")
    assert response.status_code == 404
    assert "Be förvaltaren" in text_of(response)
    assert client.post("/konto/registrera/", {"email": "x@y.se"}).status_code == 405
    for name in ("account_email", "account_set_password", "account_confirm_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


@pytest.mark.parametrize("email", ["alice@norrby.example", "ingen@norrby.example"])
def test_asking_for_a_new_password_does_not_tell_whether_the_address_exists(
    client: Client, alice: User, email: str
) -> None:
    response = client.post("/konto/nytt-losenord/", {"email": email}, follow=True)
    assert "Titta i din e-post" in text_of(response)
    assert [letter.to for letter in mail.outbox] == [[email]]


def link_in(letter: str) -> str:
    found = re.search(r"https?://[^/]+(/konto/valj-losenord/\S+)", letter)
    assert found, letter
    return found[1]


def choose_password(client: Client, link: str, first: str, second: str) -> object:
    form = client.get(link).headers["Location"]
    return client.post(form, {"password1": first, "password2": second})


def test_a_new_password_is_chosen_by_the_link_once(client: Client, alice: User) -> None:
    client.post("/konto/nytt-losenord/", {"email": alice.email})
    link = link_in(mail.outbox[0].body)
    new = "hemlig hatt och vante"
    assert choose_password(client, link, new, new).status_code == 302  # type: ignore[attr-defined]
    assert "Ditt lösenord är valt" in mail.outbox[1].subject
    assert log_in(Client(), alice.email).status_code == 422
    assert log_in(Client(), alice.email, new).status_code == 302
    assert "Länken gäller inte längre" in text_of(Client().get(link))


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ("kort", "kort", "minst 12 tecken"),
        ("lösenord nummer ett", "lösenord nummer två", "Lösenorden är inte lika."),
        ("password12345", "password12345", "vanligt"),
        ("", "", "Fyll i nytt lösenord."),
        ("alice@norrby.example", "alice@norrby.example", "likt"),
    ],
)
def test_a_poor_password_is_not_taken(
    client: Client, alice: User, first: str, second: str, sentence: str
) -> None:
    client.post("/konto/nytt-losenord/", {"email": alice.email})
    response = choose_password(client, link_in(mail.outbox[0].body), first, second)
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert sentence in text_of(response)  # type: ignore[arg-type]
    assert log_in(Client(), alice.email).status_code == 302


def test_a_guest_without_a_password_gets_none_by_asking(client: Client, gun: User) -> None:
    gun.set_unusable_password()
    User.objects.filter(pk=gun.pk).update(password=gun.password)
    client.post("/konto/nytt-losenord/", {"email": gun.email})
    assert "Det finns inget sådant konto" in mail.outbox[0].body


def test_an_invited_person_without_a_password_gets_one_by_asking(
    client: Client, gun: User, norrby: Organisation
) -> None:
    gun.set_unusable_password()
    User.objects.filter(pk=gun.pk).update(password=gun.password)
    make.membership(gun, norrby, Role.CASE_OFFICER)
    client.post("/konto/nytt-losenord/", {"email": gun.email})
    assert link_in(mail.outbox[0].body)


def test_changing_the_password_logs_out_everywhere_else(
    alice: User, logged_in: Callable[[User], Client]
) -> None:
    here, there = logged_in(alice), logged_in(alice)
    new = "hemlig hatt och vante"
    data = {"oldpassword": make.PASSWORD, "password1": new, "password2": new}
    assert here.post("/konto/losenord/", data).headers["Location"] == "/konto/"
    assert "Lösenordet är bytt." in text_of(here.get("/konto/"))
    assert there.get("/konto/").status_code == 302
    assert mail.outbox[0].subject == "Ditt lösenord är bytt"
    assert len(here.get("/konto/inloggningar/").context["logins"]) == 1


def test_the_old_password_is_asked_for(alice: User, as_user: Callable[[User], Client]) -> None:
    new = "hemlig hatt och vante"
    data = {"oldpassword": "fel", "password1": new, "password2": new}
    response = as_user(alice).post("/konto/losenord/", data)
    assert response.status_code == 422
    assert "Lösenordet stämmer inte." in text_of(response)


def test_who_has_no_password_has_none_to_change(
    gun: User, as_user: Callable[[User], Client]
) -> None:
    gun.set_unusable_password()
    User.objects.filter(pk=gun.pk).update(password=gun.password)
    gun.refresh_from_db()
    client = as_user(gun)
    assert client.get("/konto/losenord/").headers["Location"] == "/konto/"
    assert "Byt lösenord" not in text_of(client.get("/konto/"))


def test_passwords_are_hashed_with_argon2(settings: object, request: pytest.FixtureRequest) -> None:
    from omstallning import settings as production

    assert production.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    settings.PASSWORD_HASHERS = production.PASSWORD_HASHERS  # type: ignore[attr-defined]
    assert get_hasher("default").algorithm == "argon2"
