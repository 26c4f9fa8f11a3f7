"""All questions to the database that the region's pages ask: the cases shared with it, as it sees them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import FETCH_RAISE, Count, Exists, Max, OuterRef, Q
from django.db.models import QuerySet as DjangoQuerySet

from accounts.models import Membership, Organisation, OrganisationKind, User
from accounts.permissions import Role
from cases.models import Case, Participant, PhaseStay, Share, still_active
from cases.states import ShareMode, Visibility
from figures.funnel import Snapshot
from figures.headcount_queries import snapshot
from figures.masking import masked, to_leave_the_case
from figures.models import Headcount
from figures.published import Published
from logbook.events import Audience
from logbook.models import LogEntry
from measures.models import Measure
from reports.models import Issued


def regions_of(user: User) -> list[Organisation]:
    """The regions that `user` coordinates. One query."""
    held = Membership.objects.held_by(user).filter(role=Role.COORDINATOR)
    is_region = Q(kind=OrganisationKind.REGION) | Q(is_region_too=True)
    regions = Organisation.objects.filter(is_region, pk__in=held.values("organisation"))
    return list(regions.order_by("name_sort", "pk"))


def shared_with(region: Organisation, coordinator: User) -> DjangoQuerySet[Case]:
    """The cases that are shared with the region now, and that the coordinator sees by that.

    Never a restricted one, also when the coordinator is named in it, and no exercise.
    """
    shares = Share.objects.filter(
        still_active(), case=OuterRef("pk"), organisation=region, mode=ShareMode.LIVE
    )
    seen = Case.objects.visible_to(coordinator).real()
    return seen.filter(Exists(shares), visibility=Visibility.INTERNAL)


@dataclass(frozen=True)
class SharedCase:
    """What the region sees of one case, as far as a county report tells it.

    `figures` are masked as on the case's own pages.
    """

    case: Case
    municipality: str
    phase: int
    figures: Published | None = None
    measures: list[Measure] = field(default_factory=list)
    entries: int = 0
    last_entry_on: date | None = None


@dataclass(frozen=True)
class CountyMaterial:
    """Everything a county report may tell. No field of it queries the database again."""

    region: Organisation
    officer: User
    cases: list[SharedCase]


def county_material(
    region: Organisation, *, officer: User, first: date, stop: date
) -> CountyMaterial:
    """Read what a report over `first`–`stop` needs. Six queries, whatever the number of cases."""
    cases = list(shared_with(region, officer).filter(notice_on__lte=stop).fetch_mode(FETCH_RAISE))
    ids = [case.pk for case in cases]
    names, phases = _municipalities(ids), _phases(ids, stop)
    snapshots, measures = _snapshots(ids), _measures(ids)
    entries = _entries(ids, first, stop)
    found = [
        SharedCase(
            case=case,
            municipality=names.get(case.pk, ""),
            phase=phases.get(case.pk, 0),
            figures=_as_the_region_sees(snapshots[case.pk], stop),
            measures=measures[case.pk],
            entries=entries.get(case.pk, (0, None))[0],
            last_entry_on=entries.get(case.pk, (0, None))[1],
        )
        for case in cases
    ]
    return CountyMaterial(region, officer, sorted(found, key=_in_order))


def _in_order(shared: SharedCase) -> tuple[str, date, int]:
    return shared.municipality, shared.case.notice_on, shared.case.pk


def _municipalities(ids: Sequence[int]) -> dict[int, str]:
    """The one that leads each case."""
    rows = Participant.objects.active().filter(case__in=ids, is_lead=True)
    return dict(rows.values_list("case", "organisation__short_name"))


def _phases(ids: Sequence[int], stop: date) -> dict[int, int]:
    """The phase that each case was in at the stop date."""
    stays = PhaseStay.objects.filter(case__in=ids, began_on__lte=stop)
    return dict(stays.order_by("began_on", "id").values_list("case", "phase"))


def _snapshots(ids: Sequence[int]) -> dict[int, list[Snapshot]]:
    found: dict[int, list[Snapshot]] = defaultdict(list)
    rows = Headcount.objects.current().filter(wave__case__in=ids).select_related("wave")
    for row in rows.order_by("counted_on", "id"):
        if not row.is_taken_away:
            found[row.wave.case_id].append(snapshot(row))
    return found


def _as_the_region_sees(snapshots: Sequence[Snapshot], stop: date) -> Published | None:
    figures = to_leave_the_case(snapshots, stop=stop)
    return masked(figures) if figures else None


def _measures(ids: Sequence[int]) -> dict[int, list[Measure]]:
    found: dict[int, list[Measure]] = defaultdict(list)
    for measure in Measure.objects.filter(case__in=ids).in_order():
        found[measure.case_id].append(measure)
    return found


def _entries(ids: Sequence[int], first: date, stop: date) -> dict[int, tuple[int, date | None]]:
    """How many open entries of the period each case has, and the day of the last one."""
    notes = LogEntry.objects.current().notes().filter(case__in=ids, audience=Audience.EVERYONE)
    told = notes.filter(happened_from__lte=stop, happened_to__gte=first)
    rows = told.values("case").annotate(number=Count("pk"), last=Max("happened_to"))
    return {row["case"]: (row["number"], row["last"]) for row in rows.order_by()}


def last_issued(region: Organisation) -> Issued | None:
    """The latest county report, from which the next one carries on. One query."""
    reports = Issued.objects.filter(case=None, organisation=region).defer("data")
    return reports.order_by("-stop_on", "-id").first()
