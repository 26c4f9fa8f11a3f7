"""No page reads the whole log: the plans of the real pages' queries, over some ten thousand entries."""

import json
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cases.models import Case
from home.load.frame import ANCHOR_CODE, COORDINATOR
from home.load.words import COMMON_WORD, RARE_WORD
from logbook.models import LogEntry

LOG = LogEntry._meta.db_table
OF_REGION = ("start", "case list", "search, rare")


@pytest.fixture
def country(db: None) -> Case:
    """Load data, and a case in it of a municipality that has few of the entries."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE omstallning_owner")
        call_command("make_load", cases=400, entries=22_000, stdout=StringIO())
        cursor.execute("SET ROLE omstallning_web")
    ordinary = Case.objects.filter(state="OPEN", visibility="INTERNAL").exclude(
        participants__organisation__code=ANCHOR_CODE
    )
    return ordinary.annotate(size=Count("log")).filter(size__lt=150).latest("size")


def pages(case: Case) -> dict[str, str]:
    base = f"/arenden/{case.number}/"
    entry = case.log.filter(event="NOTED").latest("id")
    measure = case.measures.latest("id")
    return {
        "start": "/",
        "case list": "/arenden/",
        "case list, filtered": "/arenden/?q=a&lage=OPEN",
        "case": base,
        "logbook": f"{base}loggbok/",
        "logbook, next page": f"{base}loggbok/?fore={entry.happened_to}_{entry.pk}",
        "logbook, searched": f"{base}loggbok/?q={COMMON_WORD}",
        "logbook, of a measure": f"{base}loggbok/?insats=m{measure.pk}",
        "guide's table": f"{base}loggbok/?vy=insatser",
        "entry": f"{base}loggbok/{entry.entry}/",
        "measures": f"{base}insatser/",
        "measure": f"{base}insatser/{measure.pk}/",
        "phases": f"{base}faser/",
        "history": f"{base}historik/",
        "reports": f"{base}rapporter/",
        "search, rare": f"/sok/?q={RARE_WORD}",
        "search, common": f"/sok/?q={COMMON_WORD}",
    }


def sequential_scans(plan: dict[str, Any]) -> Iterator[str]:
    """The tables that a plan reads from end to end."""
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for part in plan.get("Plans", ()):
        yield from sequential_scans(part)


def plan_of(sql: str) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        [(found,)] = cursor.fetchall()
    plans = json.loads(found) if isinstance(found, str) else found
    return dict(plans[0]["Plan"])


def reads_the_whole_log(client: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    assert response.status_code == 200, path
    asked = [q["sql"] for q in queries if LOG in q["sql"] and q["sql"].startswith("SELECT")]
    return [sql for sql in asked if LOG in sequential_scans(plan_of(sql))]


def test_no_page_reads_the_whole_log(country: Case, as_user: Callable[[User], Client]) -> None:
    """For an officer of one municipality, and for a region's coordinator."""
    officer, coordinator = country.responsible, User.objects.get(email=COORDINATOR)
    of_region = {name: pages(country)[name] for name in OF_REGION}
    found = {
        f"{person.email}: {name}": queries
        for person, addresses in ((officer, pages(country)), (coordinator, of_region))
        for name, path in addresses.items()
        if (queries := reads_the_whole_log(as_user(person), path))
    }
    assert not found


def test_a_query_that_does_is_found(db: None) -> None:
    """The check itself: a word within words, looked for past every index."""
    sql = f"SELECT count(*) FROM {LOG} WHERE upper(what) LIKE '%ANNAT%'"
    assert LOG in sequential_scans(plan_of(sql))
