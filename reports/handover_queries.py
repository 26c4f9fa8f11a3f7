"""All that a handover asks the database: what waits in a case, who is round it and how it stands."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, JSONField, OuterRef, Q
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast, JSONObject

from accounts.models import User
from cases.models import (
    Assignment,
    Case,
    GroupMember,
    Guest,
    Participant,
    QuestionAssignment,
    Reader,
    Share,
    still_active,
)
from cases.queries import PhaseProgress, latest_answers, phase_progress
from cases.states import ShareMode
from figures.clock_facts import ClockFacts
from figures.clock_queries import clock_of
from figures.models import Funding
from guide.phases import Phase
from logbook.events import Audience
from logbook.models import LogEntry
from logbook.steps import OpenStep, step_page
from measures.models import Measure
from measures.states import ENDED
from reports.model import Kind
from reports.models import Issued

MOST = 100  # rows of a kind; the paper says when there may be more


@dataclass(frozen=True)
class Round:
    """What stands round a case: plain values, each list in its order."""

    municipalities: list[str]
    shares: list[dict[str, Any]]
    guests: list[dict[str, Any]]
    readers: list[dict[str, Any]]
    questions: list[dict[str, Any]]
    assignments: list[dict[str, Any]]
    funding: list[dict[str, Any]]
    proposed: list[dict[str, Any]]


@dataclass(frozen=True)
class HandoverMaterial:
    """What one person may hand over of a case. No field of it asks the database again."""

    case: Case
    by: User
    today: date
    around: Round
    clock: ClockFacts
    steps: list[OpenStep]
    measures: list[Measure]
    members: list[GroupMember]
    phase: PhaseProgress
    internal_entries: int


def handover_material(case: Case, *, by: User, today: date) -> HandoverMaterial:
    """What `by`, who reads the case from inside, may read of what waits in it. Seven queries."""
    entries = LogEntry.objects.visible_to(by).filter(case=case)
    members = GroupMember.objects.filter(group__case=case, group__ended_on=None).filter(
        Q(ended_on=None) | Q(ended_on__gte=today)
    )
    return HandoverMaterial(
        case=case,
        by=by,
        today=today,
        around=_round(case, by),
        clock=clock_of(case),
        steps=step_page(entries, today=today, after="", size=MOST).rows,
        measures=list(
            Measure.objects.filter(case=case)
            .exclude(state__in=ENDED)
            .select_related("responsible")
            .in_order()[:MOST]
        ),
        members=list(
            members.select_related("group", "contact__actor", "user").order_by("group", "id")[:MOST]
        ),
        phase=phase_progress(case, Phase(case.phase), latest_answers(case)),
        internal_entries=entries.current().notes().filter(audience=Audience.ORGANISATION).count(),
    )


def _round(case: Case, by: User) -> Round:
    """One query, whatever there is of each kind."""
    own = {"case": OuterRef("pk")}
    live = Share.objects.filter(still_active(), **own, mode=ShareMode.LIVE)
    found: Any = Case.objects.filter(pk=case.pk).annotate(
        municipalities=ArraySubquery(
            Participant.objects.active()
            .filter(**own)
            .order_by("-is_lead", "id")
            .values("organisation__name")[:MOST]
        ),
        shared=ArraySubquery(
            live.order_by("began_at", "id").values(
                row=JSONObject(name="organisation__name", since="began_at")
            )[:MOST]
        ),
        visiting=ArraySubquery(
            Guest.objects.filter(still_active(), **own)
            .order_by("began_at", "id")
            .values(
                row=JSONObject(
                    name="user__name",
                    email="user__email",
                    organisation="organisation__name",
                    until="ends_at",
                )
            )[:MOST]
        ),
        reading=ArraySubquery(
            Reader.objects.filter(still_active(), **own)
            .order_by("began_at", "id")
            .values(row=JSONObject(name="user__name", reason="reason"))[:MOST]
        ),
        asked=ArraySubquery(
            QuestionAssignment.objects.open()
            .filter(**own)
            .order_by("due_on", "id")
            .values(row=JSONObject(question="question", name="person__name", on="due_on"))[:MOST]
        ),
        promised=ArraySubquery(
            Assignment.objects.filter(group__case=OuterRef("pk"), done_on=None)
            .order_by(F("due_on").asc(nulls_last=True), "id")
            .values(
                row=JSONObject(
                    title="title", group="group__name", name="responsible__name", on="due_on"
                )
            )[:MOST]
        ),
        applied=ArraySubquery(
            Funding.objects.filter(measure__case=OuterRef("pk"), granted_ore=None)
            .exclude(applied_ore=None)
            .order_by(F("applied_on").asc(nulls_last=True), "id")
            .values(
                row=JSONObject(
                    funder="funder", measure="measure__title", ore="applied_ore", on="applied_on"
                )
            )[:MOST]
        ),
        proposed=ArraySubquery(_latest_status_report(by)),
    )
    row = found.get()
    return Round(
        municipalities=row.municipalities,
        shares=row.shared,
        guests=row.visiting,
        readers=row.reading,
        questions=row.asked,
        assignments=row.promised,
        funding=row.applied,
        proposed=row.proposed,
    )


def _latest_status_report(by: User) -> Any:
    """The newest status report that stands and `by` may read, and what it proposed to decide."""
    known = Issued.objects.visible_to(by).filter(case=OuterRef("pk"), copy_of=None)
    reports = known.filter(kind=Kind.STATUS_REPORT.value, replaced_by=None).exclude(data="")
    standing = KeyTransform("standing", Cast("data", JSONField()))
    return reports.order_by("-id").values(
        row=JSONObject(
            number="number",
            recipient="recipient",
            on="stop_on",
            decisions=KeyTransform("decisions", standing),
        )
    )[:1]
