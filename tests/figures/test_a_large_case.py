"""A case with many figures: 30 rows of each of 4 waves, 60 measures, 20 indicators over 10 years."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation, User
from cases.models import Case
from core.actions import acting_as
from figures.models import Headcount, Indicator, NoticeWave, Observation, Supplier
from measures.models import Measure
from tests import busy, make
from tests.access_matrix import MATRIX, PEOPLE
from tests.test_query_counts import MOST

WAVES, ROWS, MEASURES, INDICATORS, YEARS = 4, 30, 60, 20, 10
# The pages of other apps that show figures.
SHOW_FIGURES = ("cases:page", "cases:phases", "measures:list", "home:start")


@pytest.fixture
def ids(
    alice: User, bo: User, norrby: Organisation, region_vast: Organisation, monkeypatch: Any
) -> dict[str, Any]:
    """The ids of a case of that size, shared with the region."""
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")
    case, ids = make.full_case(norrby, by=alice, deputy=bo, canary="Bjuv")
    make.share(case, region_vast, by=alice)
    with acting_as(alice):
        _waves(case, ids)
        _plan(ids)
        _indicators(case)
    make.analyse()
    return ids


def _waves(case: Case, ids: dict[str, Any]) -> None:
    row = Headcount.objects.get(pk=ids["row"])
    wave = NoticeWave.objects.get(pk=row.wave_id)
    NoticeWave.objects.bulk_create(
        busy.copies(wave, WAVES - 1, number=range(2, WAVES + 1), name=["Två", "Tre", "Fyra"])
    )
    days = [row.counted_on - timedelta(days=20 * (place + 1)) for place in range(ROWS)]
    for each in NoticeWave.objects.filter(case=case):
        Headcount.objects.bulk_create(
            busy.copies(row, ROWS, wave_id=[each.pk] * ROWS, counted_on=days)
        )
    supplier = Supplier.objects.get(pk=ids["supplier"])
    Supplier.objects.bulk_create(
        busy.copies(supplier, 30, name=[f"Företag {i}" for i in range(30)])
    )


def _plan(ids: dict[str, Any]) -> None:
    measure = Measure.objects.get(pk=ids["measure"])
    Measure.objects.bulk_create(busy.copies(measure, MEASURES, position=range(50, 50 + MEASURES)))


def _indicators(case: Case) -> None:
    first = Indicator.objects.filter(case=case).earliest("pk")
    observation = Observation.objects.filter(indicator=first).latest("pk")
    Indicator.objects.bulk_create(
        busy.copies(
            first,
            INDICATORS,
            catalogue_key=[""] * INDICATORS,
            position=range(50, 50 + INDICATORS),
        )
    )
    for each in Indicator.objects.filter(case=case):
        Observation.objects.bulk_create(
            busy.copies(
                observation,
                YEARS,
                indicator_id=[each.pk] * YEARS,
                year=range(2010, 2010 + YEARS),
            )
        )


@pytest.mark.parametrize("role", ["officer", "report officer", "coordinator"])
def test_every_page_that_shows_figures_asks_at_most_twelve_questions(
    role: str,
    ids: dict[str, Any],
    alice: User,
    rolf: User,
    siv: User,
    as_user: Callable[[User], Client],
) -> None:
    people = {"officer": alice, "report officer": rolf, "coordinator": siv}
    client, place = as_user(people[role]), PEOPLE.index(role)
    asked = {}
    for name, row in MATRIX.items():
        shows = name.startswith("figures:") or name in SHOW_FIGURES
        if not shows or row.method != "get" or row.expected[place] != 200:
            continue
        with CaptureQueriesContext(connection) as queries:
            assert client.get(row.url(name, ids)).status_code == 200
        asked[name] = len(queries)
    assert set(SHOW_FIGURES) <= set(asked)
    assert {name: number for name, number in asked.items() if number > MOST} == {}
    counted = Headcount.objects.filter(wave__case__number=ids["number"]).count()
    assert counted >= WAVES * ROWS
