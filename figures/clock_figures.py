"""Questions to the database for the clock's numbers: waves, rows and suppliers, as parts of one query."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from figures.categories import Category
from figures.facts import Notice, answers, concerned, redundancies
from figures.funnel import Snapshot
from figures.models import Headcount, NoticeWave, Supplier
from figures.supplier_states import STILL_AT_RISK, SupplierState
from figures.suppliers import SupplierFigures, jobs_at_risk
from logbook.events import Event
from logbook.models import LogEntry

# What the numbers of people on the clock can change by.
CHANGES_OF_FIGURES = (
    Event.WAVE_ADDED,
    Event.WAVE_CHANGED,
    Event.HEADCOUNT_ENTERED,
    Event.HEADCOUNT_CORRECTED,
    Event.HEADCOUNTS_PASTED,
    Event.SUPPLIER_ADDED,
    Event.SUPPLIER_CHANGED,
)


def with_figures() -> dict[str, Any]:
    """What a query for cases is annotated with, so that `figures_of` can read a row of it."""
    return {
        "waves": ArraySubquery(
            NoticeWave.objects.filter(case=OuterRef("pk"))
            .in_order()
            .values(row=JSONObject(number="number", name="name", on="noticed_on"))
        ),
        "headcounts": ArraySubquery(
            Headcount.objects.filter(wave__case=OuterRef("pk"))
            .current()
            .order_by("counted_on", "id")
            .values(row=_snapshot_object())
        ),
        "supplier_figures": ArraySubquery(
            Supplier.objects.filter(case=OuterRef("pk"))
            .filter(Q(redundant__gt=0) | Q(jobs_at_risk__gt=0, state__in=STILL_AT_RISK))
            .order_by("id")
            .values(
                row=JSONObject(
                    state="state", jobs="jobs_at_risk", redundant="redundant", on="redundant_on"
                )
            )
        ),
        "figures_at": Subquery(
            LogEntry.objects.filter(case=OuterRef("pk"), event__in=CHANGES_OF_FIGURES)
            .order_by()
            .values("case")
            .annotate(at=Max("recorded_at"))
            .values("at")
        ),
    }


def _snapshot_object() -> JSONObject:
    columns = {category.value: category.value for category in Category}
    return JSONObject(
        pk="id",
        wave=F("wave__number"),
        on="counted_on",
        source="source",
        sources="sources",
        at="recorded_at",
        **columns,
    )


def figures_of(row: Any) -> dict[str, Any]:
    """What the figures of a case give its clock (figures.clock_facts), from a row `with_figures`."""
    waves = [
        Notice(number=wave["number"], name=wave["name"], on=date.fromisoformat(wave["on"]))
        for wave in row.waves
    ]
    snapshots = [_snapshot(each) for each in row.headcounts]
    suppliers = list(_suppliers(row.supplier_figures))
    own: dict[str, Any] = {
        "affected": row.affected,
        "notice_on": row.notice_on,
        "waves": waves,
        "snapshots": snapshots,
    }
    recorded = {each["pk"]: datetime.fromisoformat(each["at"]) for each in row.headcounts}
    return {
        "concerned": concerned(**own),
        "redundancies": redundancies(**own, suppliers=suppliers),
        "supplier_jobs_at_risk": jobs_at_risk(suppliers),
        "answers": answers(snapshots, recorded),
        "figures_at": row.figures_at,
    }


def _snapshot(each: dict[str, Any]) -> Snapshot:
    return Snapshot(
        wave=each["wave"],
        day=date.fromisoformat(each["on"]),
        source=each["source"],
        counts={category: each[category.value] for category in Category},
        sources={Category(name): who for name, who in each["sources"].items()},
        place=each["pk"],
        pk=each["pk"],
    )


def _suppliers(rows: Iterable[dict[str, Any]]) -> Iterable[SupplierFigures]:
    for each in rows:
        yield SupplierFigures(
            state=SupplierState(each["state"]),
            jobs_at_risk=each["jobs"],
            redundant=each["redundant"],
            redundant_on=date.fromisoformat(each["on"]) if each["on"] else None,
        )
