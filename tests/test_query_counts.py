"""No page asks the database more than twelve questions, however much there is to show."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation, User
from tests import busy, make
from tests.access_matrix import MATRIX, PEOPLE

MOST = 12
# The page where a report is made reads all that the report tells of the case: docs/decisions/0070.
MOST_AT = {"reports:new": 34}
MOST_BYTES = 1_000_000
# Other readings of the same pages.
READINGS = {
    "logbook:list": (
        "",
        "?vy=insatser&q=m%C3%B6te",
        "?slag=allt&q=m%C3%B6te&period=vecka&fas=2",
        "?utskrift=ja",
    ),
    "home:search": ("", "&sida=2"),
    "cases:list": ("", "?sida=2"),
}


@pytest.fixture
def pages(
    alice: User,
    bo: User,
    norrby: Organisation,
    region_vast: Organisation,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[int], dict[str, Any]]:
    """`pages(1000)`: the ids of a case with so many of everything round it."""
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")
    monkeypatch.setattr("reports.handover_views.render_pdf", lambda *a, **k: b"%PDF-1.7")

    def fill(n: int) -> dict[str, Any]:
        case, ids = make.full_case(norrby, by=alice, deputy=bo, canary="Bjuv")
        make.share(case, region_vast, by=alice)
        busy.fill(n, case, ids, region_vast, by=alice)
        make.analyse()
        return ids

    return fill


def too_many(client: Client, ids: dict[str, Any], place: int) -> list[str]:
    found = []
    for name, row in MATRIX.items():
        if row.method != "get" or row.expected[place] != 200:
            continue
        for reading in READINGS.get(name, ("",)):
            with CaptureQueriesContext(connection) as queries:
                response = client.get(row.url(name, ids) + reading)
            size = 0 if response.streaming else len(response.content)
            assert response.status_code == 200, name
            if len(queries) > MOST_AT.get(name, MOST) or size > MOST_BYTES:
                found.append(f"{name}{reading}: {len(queries)} queries, {size} bytes")
    return found


@pytest.mark.parametrize("n", [10, 1000])
def test_no_page_asks_too_much(
    n: int,
    pages: Callable[[int], dict[str, Any]],
    as_user: Callable[[User], Client],
    alice: User,
    ada: User,
    siv: User,
) -> None:
    ids = pages(n)
    found = {
        person.name: faults
        for person, role in ((alice, "officer"), (ada, "admin"), (siv, "coordinator"))
        if (faults := too_many(as_user(person), ids, PEOPLE.index(role)))
    }
    assert not found
