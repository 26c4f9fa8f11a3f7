"""Logs people in and finds what the pages need; runs beside a database and prints JSON.

`python -m bench.people` for the benchmark's pages; `python -m bench.people crowd 20` opens a case
and makes so many officers for it, as the owner.
"""

import json
import sys
from typing import Any

import django
from django.utils import timezone


def session(user: Any) -> dict[str, str]:
    """The cookies of someone who has just logged in."""
    from django.test import Client

    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return {name: morsel.value for name, morsel in client.cookies.items()} | {"csrftoken": CSRF}


# An unmasked token is as good as a masked one; the same stands in the form.
CSRF = "b" * 32


def for_pages() -> dict[str, Any]:
    """The cookies of an officer and a coordinator, and the numbers of the benchmark's cases."""
    from accounts.models import User
    from cases.models import Case
    from home.load.frame import ANCHOR_YEAR, COORDINATOR, FIFTY, HUGE, OFFICER, TYPICAL

    officer = User.objects.get(email=OFFICER)
    visible = Case.objects.visible_to(officer)
    own = [f"{ANCHOR_YEAR}-{serial}" for serial in (FIFTY, TYPICAL, HUGE)]
    open_cases = visible.filter(state="OPEN").exclude(number__in=own).order_by("number")
    return {
        "officer": session(officer),
        "coordinator": session(User.objects.get(email=COORDINATOR)),
        "fifty": own[0],
        "typical": own[1],
        "huge": own[2],
        "to_write": open_cases[0].number,
        "for_floor": open_cases[1].number,
        "today": timezone.localdate().isoformat(),
        "csrf": CSRF,
    }


def for_crowd(size: int) -> dict[str, Any]:
    """A new case with so many officers: their cookies, their names and the case's number."""
    from accounts.models import Membership, User
    from accounts.permissions import Role
    from cases.actions import CaseFacts, open_case
    from cases.states import Trigger, Visibility
    from core.actions import acting_as
    from home.load.frame import OFFICER

    officer = User.objects.get(email=OFFICER)
    organisation = officer.memberships.get().organisation
    system, now = User.objects.system(), timezone.now()
    people = User.objects.bulk_create(
        [User(email=f"hop-{n}@load.example", name=f"Hop {n}", password="!") for n in range(size)]  # noqa: S106
    )
    with acting_as(system):
        Membership.objects.bulk_create(
            [
                Membership(
                    user=p, organisation=organisation, role=Role.CASE_OFFICER, began_by=system
                )
                for p in people
            ]
        )
    facts = CaseFacts(
        title="Trängsel i loggboken",
        company="Alla på en gång AB",
        trigger=Trigger.NOTICE,
        notice_on=timezone.localdate(),
        affected=100,
        responsible=officer,
    )
    case = open_case(
        municipality=organisation,
        facts=facts,
        visibility=Visibility.INTERNAL,
        actor=officer,
        at=now,
    )
    return {"case": case.number, "people": [session(person) for person in people]}


if __name__ == "__main__":
    django.setup()
    found = for_crowd(int(sys.argv[2])) if sys.argv[1:2] == ["crowd"] else for_pages()
    print(json.dumps(found))
