"""`manage.py createadmin`: the first administrator of a real installation, and the way in."""

import re
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Membership, Organisation, OrganisationKind, User
from accounts.permissions import Role
from tests import make
from tests.accounts.conftest import log_in


def create(**options: Any) -> str:
    out = StringIO()
    values = {"email": "chef@bjuv.example", "name": "Chefen", "organisation": "Bjuvs kommun"}
    call_command("createadmin", **(values | options), stdout=out)
    return out.getvalue()


def test_the_first_administrator_comes_in_by_the_link(db: None) -> None:
    said = create(site="http://testserver")
    assert "chef@bjuv.example är nu förvaltare i Bjuvs kommun." in said
    link = re.search(r"http://testserver(\S+)", said)
    assert link
    client = Client()
    new = "hemlig hatt och vante"
    client.post(client.get(link[1]).headers["Location"], {"password1": new, "password2": new})
    assert log_in(client, "chef@bjuv.example", new).status_code == 302
    assert client.get("/organisation/", follow=True).context["is_admin"]
    assert [letter.subject for letter in mail.outbox] == ["Ditt lösenord är valt"]


def test_it_is_done_in_the_name_of_the_system(db: None) -> None:
    create()
    assert Membership.objects.get(user__email="chef@bjuv.example").began_by == make.system()


@pytest.mark.parametrize("name", ["1260", "bjuvs kommun", "Bjuv", " Bjuvs kommun "])
def test_an_organisation_is_found_by_code_or_name(db: None, name: str) -> None:
    create(organisation=name)
    membership = Membership.objects.get(user__email="chef@bjuv.example")
    assert membership.organisation.name == "Bjuvs kommun"


def test_an_unknown_organisation_is_refused_with_names_like_it(db: None) -> None:
    with pytest.raises(CommandError, match=r"Menade du .*Bjuvs kommun"):
        create(organisation="Bjuv kommun")
    assert not User.objects.filter(email="chef@bjuv.example").exists()


def test_a_name_that_several_have_is_refused_with_all_of_them(db: None) -> None:
    make.partner("Norrby kommun")
    make.municipality("Norrby")
    with pytest.raises(CommandError, match="Flera organisationer"):
        create(organisation="norrby kommun")


def test_a_partner_may_be_added(db: None) -> None:
    create(organisation="Fabriken AB", create_kind="PARTNER")
    made = Organisation.objects.get(name="Fabriken AB")
    assert made.kind == OrganisationKind.PARTNER
    assert Membership.objects.get(organisation=made).role == Role.ADMIN


def test_who_has_an_account_keeps_the_password(alice: User) -> None:
    said = create(email="ALICE@norrby.example")
    assert "valj-losenord" not in said
    assert Membership.objects.held_by(alice).filter(role=Role.ADMIN).count() == 1


def test_the_letter_is_sent_when_asked_for(db: None) -> None:
    assert "Brevet är skickat." in create(send=True)
    assert mail.outbox[0].to == ["chef@bjuv.example"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"email": "nej"}, "är ingen e-postadress"),
        ({"name": "x" * 121}, "mellan 1 och 120 tecken"),
        ({"email": "system@omstallning.invalid"}, "går inte att bjuda in"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    db: None, options: dict[str, str], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        create(**options)


def test_it_is_not_done_twice(db: None) -> None:
    create()
    with pytest.raises(CommandError, match="har redan rollen förvaltare"):
        create()


def test_it_asks_for_what_is_missing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["", "Bjuvs kommun", "chef@bjuv.example", "Chefen"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    assert "är nu förvaltare" in create(organisation=None, email=None, name=None)


def test_without_anyone_to_ask_it_says_which_options(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    with pytest.raises(CommandError, match="--organisation, --email och --name"):
        create(organisation=None)
