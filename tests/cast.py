"""The people and organisations that every test knows, and a world of them made once for a module."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.db import transaction
from pytest_django import DjangoDbBlocker

from accounts.models import Organisation, User
from accounts.permissions import Role
from cases.models import Case
from reports.model import Report
from tests import make

# Each person's name, address, organisation and role there; a guest has none.
PEOPLE = {
    # Case officer of Norrby, the municipality most tests are about, and her colleague and deputy.
    "alice": ("Alice Andersson", "alice@norrby.example", "norrby", Role.CASE_OFFICER),
    "bo": ("Bo Berg", "bo@norrby.example", "norrby", Role.CASE_OFFICER),
    "rolf": ("Rolf Roos", "rolf@norrby.example", "norrby", Role.REPORT_OFFICER),
    # Sees no case by her role.
    "ada": ("Ada Ahl", "ada@norrby.example", "norrby", Role.ADMIN),
    # An outsider to Norrby's cases.
    "charlie": ("Charlie Ceder", "charlie@soderby.example", "soderby", Role.CASE_OFFICER),
    # Of the municipality that takes part in one of Norrby's cases.
    "jonna": ("Jonna Juhl", "jonna@joint.example", "samby", Role.CASE_OFFICER),
    # Sees what is shared with the region.
    "siv": ("Siv Sand", "siv@regionvast.example", "region_vast", Role.COORDINATOR),
}


def organisation(key: str) -> Organisation:
    if key == "region_vast":
        return make.region("Region Väst")
    return make.municipality({"norrby": "Norrby", "soderby": "Söderby", "samby": "Samby"}[key])


def person(key: str, of: Organisation) -> User:
    name, email, _, role = PEOPLE[key]
    return make.member(name, email, of, role)


def guest() -> User:
    """Gun of Almi, guest of one case."""
    return make.person("Gun Grip", "gun@almi.example")


@dataclass
class Everyone:
    """Everyone at once, round one case of Norrby with something in every field."""

    organisations: dict[str, Organisation]
    people: dict[str, User]
    case: Case
    ids: dict[str, Any]


def everyone_round_a_full_case(canary: str = "Bjuv") -> Everyone:
    """The whole cast and `make.full_case`. Its report is issued without a PDF being made."""
    keys = ("norrby", "soderby", "samby", "region_vast")
    organisations = {key: organisation(key) for key in keys}
    people = {key: person(key, organisations[of]) for key, (*_, of, _) in PEOPLE.items()}
    people["gun"] = guest()
    with patch("reports.tasks.render_pdf", pdf_with(canary)):
        case, ids = make.full_case(
            organisations["norrby"], by=people["alice"], deputy=people["bo"], canary=canary
        )
    return Everyone(organisations, people, case, ids)


def pdf_with(canary: str) -> Callable[..., bytes]:
    """Stands in for the renderer: a PDF that tells what a case's report tells; a county's is of no case."""

    def render(report: Report, **_: Any) -> bytes:
        return f"%PDF-1.7 {canary}-INSIDE".encode() if report.head.case_number else b"%PDF-1.7"

    return render


def made_once[T](blocker: DjangoDbBlocker, make_it: Callable[[], T]) -> Iterator[T]:
    """What `make_it` makes, for all tests of a module: `yield from` it in a fixture of that scope.

    It lies in a transaction round the tests. Each test's own is then a savepoint within it, so that
    every test undoes its own changes and meets what was made as it was.
    """
    whole = transaction.atomic()
    with blocker.unblock():
        whole.__enter__()
    try:
        with blocker.unblock():
            made = make_it()
        yield made
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            whole.__exit__(None, None, None)
