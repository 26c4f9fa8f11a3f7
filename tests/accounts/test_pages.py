"""My pages and my organisation's: who sees what, what happens, what is said when it does not."""

import re
import smtplib
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import queries
from accounts.models import Membership, Organisation, User
from accounts.permissions import Role
from core.actions import acting_as
from tests import make
from tests.accounts.conftest import log_in, page, text_of

AsUser = Callable[[User], Client]
MOST_QUERIES = 12

# --- Me -----------------------------------------------------------------------------------------


def test_my_page_says_my_roles_in_words(alice: User, as_user: AsUser) -> None:
    shown = text_of(as_user(alice).get("/konto/"))
    assert "Näringslivsutvecklare i Norrby kommun" in shown
    assert "Tvåstegsinloggning är av." in shown


def test_who_has_no_role_is_told_what_to_do(gun: User, as_user: AsUser) -> None:
    assert "Be förvaltaren" in text_of(as_user(gun).get("/konto/"))


def test_i_change_my_name_and_telephone(alice: User, as_user: AsUser) -> None:
    client = as_user(alice)
    data = {"name": "  Alice Åkesson 🙂 ", "phone": "070-123 45 67"}
    assert client.post("/konto/uppgifter/", data).headers["Location"] == "/konto/"
    alice.refresh_from_db()
    assert (alice.name, alice.phone) == ("Alice Åkesson 🙂", "070-123 45 67")
    assert "Dina uppgifter är sparade." in text_of(client.get("/konto/"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Fyll i namn."),
        ({"name": "x" * 121}, "Texten är för lång"),
        ({"name": "A\0B"}, "osynliga styrtecken"),
        ({"name": "19811228-9874"}, "personnummer"),
        ({"phone": "ring mig"}, "Skriv telefonnumret med siffror"),
        ({"phone": "0" * 41}, "Texten är för lång"),
        ({"phone": "<script>"}, "Skriv telefonnumret med siffror"),
    ],
)
def test_details_that_cannot_be_are_refused_and_kept(
    alice: User, as_user: AsUser, changes: dict[str, str], sentence: str
) -> None:
    typed = {"name": "Alice", "phone": "070-123 45 67"} | changes
    response = as_user(alice).post("/konto/uppgifter/", typed)
    assert response.status_code == 422
    assert sentence in text_of(response)
    form = response.context["form"]
    assert {name: form[name].value() for name in typed} == typed
    alice.refresh_from_db()
    assert (alice.name, alice.phone) == ("Alice Andersson", "")


# --- My logins ----------------------------------------------------------------------------------


def test_my_logins_are_listed_this_one_first(alice: User, logged_in: Callable[..., Client]) -> None:
    here = logged_in(alice, user_agent="Mozilla (Windows) Firefox/150.0")
    logged_in(alice, user_agent="Mozilla (iPhone) Safari/604")
    logins = here.get("/konto/inloggningar/").context["logins"]
    assert [(login.browser, login.is_current) for login in logins] == [
        ("Firefox på Windows", True),
        ("Safari på Iphone", False),
    ]


def test_i_end_one_of_my_logins(alice: User, logged_in: Callable[..., Client]) -> None:
    here, there = logged_in(alice), logged_in(alice)
    other = next(
        each for each in here.get("/konto/inloggningar/").context["logins"] if not each.is_current
    )
    here.post(reverse("accounts:login_end", args=[other.id]))
    assert there.get("/konto/").status_code == 302
    assert here.get("/konto/").status_code == 200


def test_i_end_all_my_other_logins(alice: User, logged_in: Callable[..., Client]) -> None:
    here, *others = (logged_in(alice) for _ in range(3))
    here.post(reverse("accounts:login_end_others"))
    assert [client.get("/konto/").status_code for client in (here, *others)] == [200, 302, 302]


def test_ending_this_login_logs_out(alice: User, logged_in: Callable[..., Client]) -> None:
    here = logged_in(alice)
    (login,) = here.get("/konto/inloggningar/").context["logins"]
    response = here.post(reverse("accounts:login_end", args=[login.id]))
    assert response.headers["Location"] == reverse("account_login")
    assert here.get("/konto/").status_code == 302


def test_nobody_ends_the_logins_of_another(
    alice: User, charlie: User, logged_in: Callable[..., Client]
) -> None:
    hers = logged_in(alice)
    (login,) = hers.get("/konto/inloggningar/").context["logins"]
    logged_in(charlie).post(reverse("accounts:login_end", args=[login.id]))
    assert hers.get("/konto/").status_code == 200


# --- My organisations ---------------------------------------------------------------------------


def at(name: str, organisation: Organisation, *more: int) -> str:
    return reverse(f"accounts:{name}", args=[organisation.pk, *more])


def test_one_organisation_is_shown_at_once(
    alice: User, norrby: Organisation, as_user: AsUser
) -> None:
    response = as_user(alice).get("/organisation/")
    assert response.headers["Location"] == at("organisation", norrby)


def test_several_organisations_are_listed_with_my_roles(
    alice: User, norrby: Organisation, soderby: Organisation, as_user: AsUser
) -> None:
    make.membership(alice, soderby, Role.REPORT_OFFICER)
    shown = text_of(as_user(alice).get("/organisation/"))
    assert "Norrby kommun Näringslivsutvecklare" in shown
    assert "Söderby kommun Tjänsteperson (rapporter)" in shown


def test_no_organisation_says_what_to_do(gun: User, as_user: AsUser) -> None:
    assert "Be förvaltaren" in text_of(as_user(gun).get("/organisation/"))


def test_a_member_sees_members_and_who_the_administrators_are(
    alice: User, ada: User, rolf: User, norrby: Organisation, as_user: AsUser
) -> None:
    response = as_user(alice).get(at("organisation", norrby))
    shown = text_of(response)
    assert "bestämmer förvaltaren: Ada Ahl" in shown
    assert [person.label for person in response.context["people"]] == [
        "Ada Ahl",
        "Alice Andersson",
        "Rolf Roos",
    ]
    assert "Bjud in" not in shown


def test_a_member_who_is_no_administrator_is_told_who_is(
    alice: User, ada: User, norrby: Organisation, as_user: AsUser
) -> None:
    client = as_user(alice)
    for response in (
        client.get(at("invite", norrby)),
        client.post(at("invite_send", norrby), {}),
        client.get(at("member", norrby, ada.pk)),
        client.post(at("role_give", norrby, ada.pk), {}),
        client.post(at("invitation_resend", norrby, ada.pk), {}),
    ):
        assert response.status_code == 403
        assert "organisationens förvaltare: Ada Ahl" in text_of(response)


def test_an_outsider_gets_404_as_if_there_were_none(
    charlie: User, norrby: Organisation, alice: User, as_user: AsUser
) -> None:
    client = as_user(charlie)
    client.get("/konto/")
    bodies = []
    for organisation in (norrby.pk, 999_999):
        with CaptureQueriesContext(connection) as queried:
            response = client.get(reverse("accounts:organisation", args=[organisation]))
        assert response.status_code == 404
        bodies.append((text_of(response), len(queried)))
    assert bodies[0] == bodies[1]


def test_the_administrator_of_another_organisation_does_nothing_here(
    ada: User, alice: User, soderby: Organisation, charlie: User, as_user: AsUser
) -> None:
    client = as_user(ada)
    membership = Membership.objects.get(user=charlie)
    assert client.post(at("invite_send", soderby), invitation()).status_code == 404
    address = at("membership_end", soderby, charlie.pk, membership.pk)
    assert client.post(address).status_code == 404


def test_a_member_of_another_organisation_is_not_found_in_mine(
    ada: User, charlie: User, norrby: Organisation, as_user: AsUser
) -> None:
    client = as_user(ada)
    theirs = Membership.objects.get(user=charlie)
    assert client.get(at("member", norrby, charlie.pk)).status_code == 404
    assert client.post(at("role_give", norrby, charlie.pk), {}).status_code == 404
    address = at("membership_end", norrby, ada.pk, theirs.pk)
    assert client.post(address).status_code == 404
    theirs.refresh_from_db()
    assert theirs.ended_at is None


# --- Inviting -----------------------------------------------------------------------------------


def invitation(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Nytt Namn",
        "email": "ny@norrby.example",
        "role": "CASE_OFFICER",
        "once": str(uuid4()),
    } | changes


def invite(client: Client, organisation: Organisation, **changes: Any) -> Any:
    return client.post(at("invite_send", organisation), invitation(**changes))


def test_an_invited_person_comes_all_the_way_in(
    ada: User, norrby: Organisation, as_user: AsUser
) -> None:
    response = invite(as_user(ada), norrby)
    assert response.headers["Location"] == at("organisation", norrby)
    (letter,) = mail.outbox
    assert letter.to == ["ny@norrby.example"]
    assert "Ada Ahl har gett dig rollen näringslivsutvecklare i Norrby kommun" in letter.body
    link = re.search(r"http://testserver(\S+)", letter.body)
    assert link
    new = "hemlig hatt och vante"
    person = Client()
    form = person.get(link[1]).headers["Location"]
    person.post(form, {"password1": new, "password2": new})
    assert log_in(person, "ny@norrby.example", new).status_code == 302
    assert "Norrby kommun" in text_of(person.get("/konto/"))
    assert "Nytt Namn" in text_of(person.get(at("organisation", norrby)))


def test_who_has_a_password_gets_a_letter_without_a_link_to_choose_one(
    ada: User, charlie: User, norrby: Organisation, as_user: AsUser
) -> None:
    invite(as_user(ada), norrby, email=charlie.email)
    assert "Logga in som vanligt" in mail.outbox[0].body
    assert "valj-losenord" not in mail.outbox[0].body
    assert Membership.objects.held_by(charlie).filter(organisation=norrby).exists()


def test_the_pages_do_not_tell_whether_the_address_had_an_account(
    ada: User, charlie: User, norrby: Organisation, as_user: AsUser
) -> None:
    client = as_user(ada)
    pages = []
    for email in (charlie.email, "ny@norrby.example"):
        done = client.post(at("invite_send", norrby), invitation(email=email), follow=True)
        assert f"Inbjudan är skickad till {email}." in text_of(done)
        assert not {"Charlie", "Nytt"} & set(text_of(done).split())
        person = Membership.objects.get(user__email=email, organisation=norrby).user
        pages.append(text_of(client.get(at("member", norrby, person.pk))).replace(email, "ADRESS"))
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Fyll i namn."),
        ({"name": "x" * 121}, "Texten är för lång"),
        ({"name": "811228-9874"}, "personnummer"),
        ({"name": "a\0b"}, "osynliga styrtecken"),
        ({"email": ""}, "Fyll i e-postadress."),
        ({"email": "nej"}, "Skriv en e-postadress"),
        ({"email": "a\0@norrby.example"}, "Skriv en e-postadress"),
        ({"email": "a@norrby.example\nBcc: b@x.se"}, "Skriv en e-postadress"),
        ({"email": "x" * 250 + "@norrby.example"}, "adressen är för lång"),
        ({"role": ""}, "Välj roll."),
        ({"role": "COORDINATOR"}, "Välj ett av alternativen."),
        ({"role": "<script>"}, "Välj ett av alternativen."),
        ({"email": "system@omstallning.invalid"}, "går inte att bjuda in"),
        ({"email": "ada@norrby.example", "role": "ADMIN"}, "har redan rollen förvaltare"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_and_kept(
    ada: User, norrby: Organisation, as_user: AsUser, changes: dict[str, str], sentence: str
) -> None:
    people, typed = User.objects.count(), invitation(**changes)
    response = as_user(ada).post(at("invite_send", norrby), typed)
    assert response.status_code == 422
    assert sentence in text_of(response)
    form = response.context["form"]
    assert {name: form[name].value() for name in ("name", "email", "role")} == {
        name: typed[name] for name in ("name", "email", "role")
    }
    assert (User.objects.count(), len(mail.outbox)) == (people, 0)
    assert b"<script>" not in response.content.replace(b"<script src", b"")


def test_a_double_click_sends_one_letter(ada: User, norrby: Organisation, as_user: AsUser) -> None:
    client, once = as_user(ada), str(uuid4())
    for _ in range(2):
        assert invite(client, norrby, once=once).status_code == 302
    assert len(mail.outbox) == 1


def test_a_letter_that_cannot_be_sent_is_said_so_and_can_be_sent_again(
    ada: User, norrby: Organisation, as_user: AsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_user(ada)
    with monkeypatch.context() as patch:
        patch.setattr("accounts.letters.send_mail", _fail)
        response = client.post(at("invite_send", norrby), invitation(), follow=True)
    assert "gick inte att skicka" in text_of(response)
    person = User.objects.get(email="ny@norrby.example")
    assert "Skicka inbjudan igen" in text_of(client.get(at("member", norrby, person.pk)))
    client.post(at("invitation_resend", norrby, person.pk))
    assert [letter.to for letter in mail.outbox] == [["ny@norrby.example"]]


def _fail(*args: Any, **kwargs: Any) -> None:
    raise smtplib.SMTPServerDisconnected("nobody there")


def test_who_has_been_here_gets_no_new_invitation(
    ada: User, rolf: User, norrby: Organisation, as_user: AsUser
) -> None:
    response = as_user(ada).post(at("invitation_resend", norrby, rolf.pk))
    assert response.status_code == 422
    assert not mail.outbox


# --- Roles --------------------------------------------------------------------------------------


def test_the_administrator_gives_and_ends_roles(
    ada: User, rolf: User, norrby: Organisation, as_user: AsUser
) -> None:
    client = as_user(ada)
    given = client.post(at("role_give", norrby, rolf.pk), {"role": "CASE_OFFICER"}, follow=True)
    assert "Rolf Roos har nu rollen näringslivsutvecklare." in text_of(given)
    first = Membership.objects.get(user=rolf, role=Role.REPORT_OFFICER)
    ended = client.post(at("membership_end", norrby, rolf.pk, first.pk), follow=True)
    assert "inte längre rollen tjänsteperson" in text_of(ended)
    assert queries.roles_in(rolf, norrby) == {Role.CASE_OFFICER}
    assert "Avslutade roller" in text_of(client.get(at("organisation", norrby)))


@pytest.mark.parametrize("role", ["", "COORDINATOR", "REPORT_OFFICER", "nej"])
def test_a_role_that_cannot_be_given_is_refused(
    ada: User, rolf: User, norrby: Organisation, as_user: AsUser, role: str
) -> None:
    response = as_user(ada).post(at("role_give", norrby, rolf.pk), {"role": role})
    assert response.status_code == 422
    assert queries.roles_in(rolf, norrby) == {Role.REPORT_OFFICER}


def test_the_last_administrator_is_told_why_not(
    ada: User, norrby: Organisation, as_user: AsUser
) -> None:
    own = Membership.objects.get(user=ada)
    response = as_user(ada).post(at("membership_end", norrby, ada.pk, own.pk))
    assert response.status_code == 422
    assert "minst en förvaltare" in text_of(response)


def test_an_administrator_who_leaves_cannot_come_back_in(
    ada: User, alice: User, norrby: Organisation, logged_in: Callable[..., Client]
) -> None:
    make.membership(alice, norrby, Role.ADMIN)
    client = logged_in(ada)
    own = Membership.objects.get(user=ada)
    left = client.post(at("membership_end", norrby, ada.pk, own.pk), follow=True)
    assert left.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert "inte längre rollen förvaltare" in text_of(left)
    log_in(client, ada.email)
    assert client.get(at("organisation", norrby)).status_code == 404


# --- How much -----------------------------------------------------------------------------------


@pytest.mark.parametrize("members", [10, 1000])
def test_no_page_asks_more_when_there_are_more_members(
    ada: User, alice: User, norrby: Organisation, as_user: AsUser, members: int
) -> None:
    make_members(norrby, members, by=alice)
    client = as_user(ada)
    for address in (
        "/konto/",
        "/konto/inloggningar/",
        at("organisation", norrby),
        at("member", norrby, alice.pk),
        at("invite", norrby),
    ):
        with CaptureQueriesContext(connection) as queried:
            assert client.get(address).status_code == 200
        assert len(queried) <= MOST_QUERIES, address


def make_members(organisation: Organisation, number: int, *, by: User) -> None:
    people = User.objects.bulk_create(
        User(email=f"m{each}@norrby.example", name=f"Medlem {each:04}", password="!")
        for each in range(number)
    )
    with acting_as(by):
        Membership.objects.bulk_create(
            Membership(
                user=person,
                organisation=organisation,
                role=Role.CASE_OFFICER,
                began_at=make.now(),
                began_by=by,
                ended_at=make.now() if index % 2 else None,
                ended_by=by if index % 2 else None,
            )
            for index, person in enumerate(people)
        )


def test_a_long_list_of_members_has_pages(
    ada: User, alice: User, norrby: Organisation, as_user: AsUser
) -> None:
    make_members(norrby, 200, by=make.system())
    client = as_user(ada)
    first = client.get(at("organisation", norrby))
    assert len(first.context["people"]) == 50
    assert "Sida 1 av 3" in text_of(first)
    assert "Sida 3 av 3" in text_of(client.get(at("organisation", norrby) + "?sida=3"))
    assert client.get(at("organisation", norrby) + "?sida=nej").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/konto/",
        "/konto/inloggningar/",
        "/organisation/",
        "/konto/tvasteg/",
        "/konto/losenord/",
        "/konto/bekrafta/",
    ],
)
def test_the_pages_need_login(client: Client, db: None, address: str) -> None:
    assert client.get(address).headers["Location"].startswith("/konto/logga-in/?next=")


def test_every_page_has_one_heading_and_a_title(
    ada: User, alice: User, norrby: Organisation, as_user: AsUser
) -> None:
    client = as_user(ada)
    for address in (
        "/konto/",
        "/konto/inloggningar/",
        "/konto/tvasteg/",
        "/konto/losenord/",
        "/konto/logga-ut/",
        at("organisation", norrby),
        at("member", norrby, alice.pk),
        at("invite", norrby),
    ):
        document = page(client.get(address))
        assert len(document.xpath("//h1")) == 1, address
        assert document.findtext(".//title").endswith("– Omställning")
        ids = document.xpath("//@id")
        assert len(ids) == len(set(ids)), address


def test_a_member_who_is_given_one_more_role_keeps_the_name(
    ada: User, rolf: User, norrby: Organisation, as_user: AsUser
) -> None:
    client = as_user(ada)
    client.post(at("role_give", norrby, rolf.pk), {"role": "CASE_OFFICER"})
    assert "Rolf Roos" in text_of(client.get(at("organisation", norrby)))
