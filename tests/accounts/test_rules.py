"""Which roles there are where, and who may be given or lose one: without a database."""

import pytest

from accounts import rules
from accounts.browsers import browser_words
from accounts.models import SYSTEM_EMAIL, Organisation, OrganisationKind
from accounts.permissions import Role

NORRBY = Organisation(name="Norrby kommun", kind=OrganisationKind.MUNICIPALITY)
REGION = Organisation(name="Region Väst", kind=OrganisationKind.REGION)
GOTLAND = Organisation(
    name="Region Gotland", kind=OrganisationKind.MUNICIPALITY, is_region_too=True
)


def test_a_municipality_has_no_coordinator() -> None:
    assert rules.roles_for(NORRBY) == (Role.CASE_OFFICER, Role.REPORT_OFFICER, Role.ADMIN)


def test_a_region_has_a_coordinator_and_opens_no_cases() -> None:
    assert rules.roles_for(REGION) == (Role.REPORT_OFFICER, Role.COORDINATOR, Role.ADMIN)


def test_gotland_has_the_roles_of_both() -> None:
    assert rules.roles_for(GOTLAND) == tuple(Role)


@pytest.mark.parametrize("kind", OrganisationKind)
def test_every_kind_of_organisation_can_have_an_administrator(kind: OrganisationKind) -> None:
    assert Role.ADMIN in rules.roles_for(Organisation(kind=kind))


def test_a_role_is_given_to_who_does_not_hold_it() -> None:
    assert not list(rules.blockers_to_give(NORRBY, Role.ADMIN, held={Role.CASE_OFFICER}))


def test_a_role_is_not_given_twice() -> None:
    assert list(rules.blockers_to_give(NORRBY, Role.ADMIN, held={Role.ADMIN})) == [
        "Personen har redan rollen förvaltare."
    ]


def test_a_role_is_not_given_where_it_has_no_use() -> None:
    assert list(rules.blockers_to_give(NORRBY, Role.COORDINATOR, held=())) == [
        "Rollen regional samordnare finns inte i Norrby kommun."
    ]


@pytest.mark.parametrize(
    ("email", "is_active"), [(SYSTEM_EMAIL, False), ("x@norrby.example", False)]
)
def test_the_system_and_closed_accounts_are_not_invited(email: str, is_active: bool) -> None:
    assert list(rules.blockers_to_invite(email=email, is_active=is_active))


def test_the_last_administrator_stays() -> None:
    (reason,) = rules.blockers_to_end(Role.ADMIN, is_ended=False, admins=1)
    assert "minst en förvaltare" in reason


@pytest.mark.parametrize(("role", "admins"), [(Role.ADMIN, 2), (Role.CASE_OFFICER, 1)])
def test_other_roles_may_end(role: Role, admins: int) -> None:
    assert not list(rules.blockers_to_end(role, is_ended=False, admins=admins))


def test_a_role_ends_once() -> None:
    assert list(rules.blockers_to_end(Role.CASE_OFFICER, is_ended=True, admins=3)) == [
        "Rollen är redan avslutad."
    ]


WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 20_0 like Mac OS X) AppleWebKit/605.1.15"
ANDROID = "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (f"{WINDOWS} Chrome/150.0.0.0 Safari/537.36 Edg/150.0", "Edge på Windows"),
        (f"{LINUX} Firefox/150.0", "Firefox på Linux"),
        (f"{IPHONE} Version/20.0 Mobile/15E148 Safari/604.1", "Safari på Iphone"),
        (f"{ANDROID} Chrome/150.0.0.0 Mobile Safari/537.36", "Chrome på Android"),
        ("curl/8", "Okänd webbläsare"),
        ("", "Okänd webbläsare"),
    ],
)
def test_a_browser_is_said_in_words(user_agent: str, words: str) -> None:
    assert browser_words(user_agent) == words
