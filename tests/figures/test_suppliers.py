"""Suppliers: what they stand to lose, summed, and how they are kept."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import Organisation, User
from cases.models import Case
from core.actions import Conflict, Refused
from figures import supplier_actions as actions
from figures import supplier_queries as queries
from figures.supplier_states import SupplierState
from figures.suppliers import SupplierFigures, jobs_at_risk, redundancies, redundancies_by_day
from logbook.models import LogEntry
from tests import make

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def figures(state: str, risk: int | None = None, gone: int | None = None, on: date | None = None):
    return SupplierFigures(
        state=SupplierState(state), jobs_at_risk=risk, redundant=gone, redundant_on=on
    )


SUPPLIERS = [
    figures("NOT_ASKED", 10),
    figures("AT_RISK", 5),
    figures("AT_RISK"),
    figures("MANAGES", 7),
    figures("CUTS_DOWN", 20, 8, MARCH),
    figures("CLOSES", 30, 30, MAY),
    figures("CLOSES", None, 4, MAY),
]


def test_jobs_are_at_risk_where_nobody_has_asked_or_the_supplier_says_so() -> None:
    assert jobs_at_risk(SUPPLIERS) == 15
    assert jobs_at_risk([]) == 0


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, 42),
        (MARCH, MARCH, 8),
        (MARCH, MAY, 42),
        (APRIL, None, 34),
        (None, APRIL, 8),
        (MAY + timedelta(days=1), None, 0),
    ],
)
def test_redundancies_are_counted_with_both_days_of_a_period(
    first: date | None, last: date | None, expected: int
) -> None:
    assert redundancies(SUPPLIERS, first=first, last=last) == expected


def test_redundancies_are_told_day_by_day() -> None:
    assert list(redundancies_by_day(SUPPLIERS).items()) == [(MARCH, 8), (MAY, 34)]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"name": " "}, "namn"),
        ({"turnover_share": Decimal("100.1")}, "0 och 100"),
        ({"jobs_at_risk": 31, "employees": 30}, "fler än de anställda"),
        ({"redundant": 5}, "vilken dag"),
        ({"redundant": 5, "redundant_on": make.today() + timedelta(days=1)}, "framtiden"),
        ({"employees": 2_000_000}, "en miljon"),
    ],
)
def test_what_cannot_be_a_supplier_is_refused(
    case: Case, alice: User, values: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        make.supplier(case, by=alice, **values)


def test_a_supplier_is_changed_by_one_at_a_time_and_logged(case: Case, alice: User) -> None:
    supplier = make.supplier(case, by=alice)
    facts = actions.SupplierFacts(name=supplier.name, state=SupplierState.CLOSES)
    change = {"supplier": supplier, "facts": facts, "actor": alice, "at": make.now()}
    assert actions.change_supplier(seen_version=1, **change).version == 2
    details = LogEntry.objects.filter(case=case).latest("id").details
    assert details["changed"] == ["läge", "hotade jobb"]
    with pytest.raises(Conflict):
        actions.change_supplier(seen_version=1, **change)


def test_the_list_sums_sorts_and_filters(
    case: Case, alice: User, as_user: Callable[[User], Client]
) -> None:
    make.supplier(case, by=alice, name="Åkeriet", jobs_at_risk=3)
    make.supplier(case, by=alice, name="Emballage", jobs_at_risk=40)
    make.supplier(case, by=alice, name="Zink", state=SupplierState.NOT_ASKED, jobs_at_risk=None)
    sums = queries.sums_of(case)
    assert (sums.count, sums.jobs_at_risk, sums.not_asked) == (3, 43, 1)
    url = reverse("figures:suppliers", args=[case.number])
    client = as_user(alice)

    def names(query: str) -> list[str]:
        rows = html.fromstring(client.get(url + query).content).cssselect("tbody th")
        return [row.text_content().split()[0] for row in rows]

    assert names("") == ["Emballage", "Zink", "Åkeriet"]
    assert names("?ordning=jobb") == ["Emballage", "Åkeriet", "Zink"]
    assert names("?lage=NOT_ASKED") == ["Zink"]


def test_a_contact_never_leaves_the_case(
    case: Case,
    alice: User,
    siv: User,
    region_vast: Organisation,
    as_user: Callable[[User], Client],
) -> None:
    make.share(case, region_vast, by=alice)
    make.supplier(case, by=alice, contact="Vd Eva Ek")
    url = reverse("figures:suppliers", args=[case.number])
    assert "Vd Eva Ek" in as_user(alice).get(url).content.decode()
    assert as_user(siv).get(url).status_code == 403


def test_a_double_click_adds_one_supplier(
    case: Case, alice: User, as_user: Callable[[User], Client]
) -> None:
    data = {"name": "Åkeriet", "state": "AT_RISK", "once": str(uuid.uuid4())}
    for _ in range(2):
        response = as_user(alice).post(
            reverse("figures:supplier_add_save", args=[case.number]), data
        )
        assert response.status_code == 302
    assert queries.sums_of(case).count == 1
