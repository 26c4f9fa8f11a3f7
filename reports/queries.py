"""All questions to the database that reports ask: the facts of a case up to a stop date."""

import base64
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import FETCH_RAISE, Exists, F, OuterRef, Prefetch, Q

from accounts.models import Membership, Organisation, User
from accounts.permissions import CASE_READING_ROLES
from cases.models import Case, Participant, PhaseStay
from figures.headcount_queries import snapshots_of
from figures.indicator_queries import FollowedIndicator, followed
from figures.masking import Earlier, masked, to_leave_the_case
from figures.models import Indicator
from figures.outcome_queries import (
    CaseCost,
    MeasuredGoal,
    Money,
    costs_in,
    measured_goals,
    money_in,
)
from figures.published import Published
from logbook.events import Audience
from logbook.models import Attachment, LogEntry
from logbook.record import speaks_for
from measures.models import MainActivity, Measure
from reports import rules
from reports.levels import Level
from reports.model import WITH_FIGURES, Kind, Logo, Report
from reports.models import (
    AdoptedPlan,
    DiaryNumber,
    Issued,
    IssuedQuerySet,
    ReportDraft,
    ReportFile,
    ReportLogo,
    ReportSettings,
)
from reports.request import ReportRequest
from reports.since import Previous, figures_shown_in

MOST_COPIES = 10


@dataclass(frozen=True)
class CaseMaterial:
    """Everything a report may tell of one case. No field of it queries the database again."""

    case: Case
    organisation: Organisation
    officer: User
    participants: list[Organisation]
    stays: list[PhaseStay]
    measures: list[Measure]
    activities: dict[int, list[MainActivity]]
    entries: list[LogEntry]
    internal_entries: int
    earlier: list[Issued]
    figures: Published | None = None
    earlier_figures: Earlier | None = None
    previous: Previous | None = None
    indicators: list[FollowedIndicator] = field(default_factory=list)
    money: Money | None = None
    goals: list[MeasuredGoal] = field(default_factory=list)

    costs: list[CaseCost] = field(default_factory=list)
    adopted: AdoptedPlan | None = None
    logo: Logo | None = None

    @cached_property
    def shown_figures(self) -> Published | None:
        """The figures as they may leave the case, also beside what the recipient has seen before."""
        return masked(self.figures, self.earlier_figures) if self.figures else None

    def activities_of(self, measure: Measure) -> list[MainActivity]:
        return self.activities.get(measure.pk, [])


def material_for(
    case: Case,
    *,
    officer: User,
    organisation: Organisation,
    first: date,
    stop: date,
    recipient: str = "",
    level: Level = Level.PUBLIC,
    replaces: Issued | None = None,
) -> CaseMaterial:
    """Read what a report over `first`–`stop` needs. A score of queries, whatever the number of entries.

    Entries marked *Endast internt* leave the organisation in no report: only an internal one holds
    those that were written for it. `internal_entries` counts those that the officer may read.
    """
    told = Q(case=case, happened_from__lte=stop, happened_to__gte=first)
    open_notes = LogEntry.objects.current().notes().filter(told, audience=Audience.EVERYONE)
    internal = LogEntry.objects.visible_to(officer).current().notes()
    internal = internal.filter(told, audience=Audience.ORGANISATION, organisation=organisation)
    notes = open_notes
    if level is Level.INTERNAL:
        notes = LogEntry.objects.filter(Q(pk__in=open_notes) | Q(pk__in=internal))
    entries = list(
        notes.with_previous_audience()
        .select_related("measure", "main_activity", "author")
        .prefetch_related(Prefetch("attachments", Attachment.objects.in_order()))
        .oldest_first()
        .fetch_mode(FETCH_RAISE)
    )
    activities: dict[int, list[MainActivity]] = {}
    for activity in MainActivity.objects.filter(measure__case=case).order_by(
        "measure_id", "number"
    ):
        activities.setdefault(activity.measure_id, []).append(activity)
    taking_part = Participant.objects.active().filter(case=case).select_related("organisation")
    return CaseMaterial(
        case=Case.objects.select_related("responsible", "deputy").get(pk=case.pk),
        organisation=organisation,
        officer=officer,
        participants=[row.organisation for row in taking_part.order_by("-is_lead", "id")],
        stays=list(
            PhaseStay.objects.filter(case=case, began_on__lte=stop).order_by("began_on", "id")
        ),
        measures=list(Measure.objects.filter(case=case).select_related("responsible").in_order()),
        activities=activities,
        entries=entries,
        internal_entries=internal.count(),
        earlier=list(
            _of_level(case, level, organisation)
            .filter(stop_on__lte=stop)
            .order_by("id")
            .defer("data")
        ),
        figures=to_leave_the_case(snapshots_of(case), stop=stop),
        earlier_figures=_figures_before(case, recipient),
        previous=_previous(
            _of_level(case, level, organisation), case, recipient, stop=stop, replaces=replaces
        ),
        indicators=followed(Indicator.objects.filter(case=case, is_followed=True), stop=stop),
        money=money_in(case, stop=stop),
        goals=measured_goals(case, stop=stop),
        costs=costs_in(case, stop=stop),
        adopted=AdoptedPlan.objects.filter(case=case, adopted_on__lte=stop).newest_first().first(),
        logo=logo_of(organisation),
    )


def _of_level(case: Case, level: Level, organisation: Organisation) -> IssuedQuerySet:
    """The reports that those who read one of `level` may know of; copies are no reports of their own."""
    reports = Issued.objects.filter(case=case, copy_of=None)
    if level is Level.INTERNAL:
        return reports.filter(~Q(level=Level.INTERNAL) | Q(organisation=organisation))
    return reports.filter(level=level)


def _figures_before(case: Case, recipient: str) -> Earlier | None:
    """The figures that the same recipient was given last, and the true numbers as they stood then.

    Two queries at most.
    """
    reports = Issued.objects.filter(
        case=case,
        kind__in=[kind.value for kind in WITH_FIGURES],
        recipient__iexact=recipient,
        copy_of=None,
    )
    before = reports.order_by("-id").first()
    if before is None or not before.data:
        return None
    shown = figures_shown_in(Report.from_json(before.data))
    then = snapshots_of(case, recorded_by=before.issued_at)
    true = to_leave_the_case(then, stop=before.stop_on)
    return Earlier(shown=shown, true=true) if shown and true else None


def _previous(
    known: IssuedQuerySet, case: Case, recipient: str, *, stop: date, replaces: Issued | None
) -> Previous | None:
    """The status report that the same recipient has, and what in it is corrected since. Two queries."""
    reports = known.filter(
        kind=Kind.STATUS_REPORT.value,
        recipient__iexact=recipient,
        stop_on__lte=stop,
        replaced_by=None,
    )
    if replaces:
        reports = reports.exclude(pk=replaces.pk)
    before = reports.order_by("-stop_on", "-id").first()
    if before is None or not before.data:
        return None
    told = before.entries.values("log_entry__entry")
    corrected = (
        LogEntry.objects.current()
        .notes()
        .filter(case=case, audience=Audience.EVERYONE, entry__in=told)
        .exclude(pk__in=before.entries.values("log_entry"))
        .oldest_first()
    )
    return Previous(before, Report.from_json(before.data), list(corrected))


def last_issued(case: Case, kind: Kind) -> Issued | None:
    """The latest report of that kind, from which the next one carries on."""
    issued = Issued.objects.filter(case=case, kind=kind.value, copy_of=None)
    return issued.exclude(level=Level.INTERNAL).order_by("-stop_on", "-id").first()


def logo_of(organisation: Organisation) -> Logo | None:
    """The logo that the organisation's reports have from now on. One query."""
    newest = ReportLogo.objects.filter(organisation=organisation).order_by("-id").first()
    if newest is None or not newest.content:
        return None
    return Logo(
        alt=newest.alt_text,
        width=newest.width,
        height=newest.height,
        png=base64.b64encode(newest.content).decode(),
    )


def settings_of(organisation: Organisation, kind: Kind) -> ReportSettings:
    """What the organisation has settled for that kind of report; as usual when nothing. One query."""
    found = ReportSettings.objects.filter(organisation=organisation, kind=kind.value).first()
    return found or ReportSettings(organisation=organisation, kind=kind.value, version=0)


def settled_kinds(organisation: Organisation) -> set[str]:
    """The kinds of report that the organisation has settled something for. One query."""
    rows = ReportSettings.objects.filter(organisation=organisation)
    return set(rows.values_list("kind", flat=True))


def newest_issued(
    case: Case, kind: Kind, organisation: Organisation, *, reader: User
) -> Issued | None:
    """The report of that kind that the organisation issued last and `reader` may read. One query.

    Whoever writes for an organisation without belonging to it knows of none of its internal ones.
    """
    reports = Issued.objects.visible_to(reader).filter(
        case=case, kind=kind.value, organisation=organisation, copy_of=None
    )
    return reports.select_related("issued_by").order_by("-id").first()


def others_writing(case: Case, kind: Kind, *, organisation: Organisation, but: User) -> list[str]:
    """The names of a few colleagues with a draft of that kind of report in the case. One query."""
    drafts = ReportDraft.objects.filter(case=case, kind=kind.value, organisation=organisation)
    names = drafts.exclude(saved_by=but).order_by("saved_by__name").distinct()
    return list(names.values_list("saved_by__name", flat=True)[:5])


def latest_diary_numbers(reports: list[Issued]) -> dict[int, str]:
    """The diary number that counts for each report. One query."""
    given = DiaryNumber.objects.filter(report__in=[report.pk for report in reports]).order_by("id")
    return {row.report_id: row.diary_number for row in given}


@dataclass(frozen=True)
class ReportRow:
    """An issued report in a list, with the diary number that counts."""

    report: Issued
    diary_number: str

    @property
    def replaced_by(self) -> str:
        """The number of the report that withdrew it, if one has."""
        return getattr(self.report, "replaced_by_number", None) or ""

    @property
    def copy_of(self) -> str:
        """The number of the report that it is a disclosure copy of, if it is one."""
        return getattr(self.report, "copy_of_number", None) or ""

    @property
    def has_file(self) -> bool:
        """Whether the PDF is made."""
        return bool(getattr(self.report, "has_file", False))


@dataclass(frozen=True)
class ReportPage:
    """A page of issued reports and the key of the next one, if there is more."""

    rows: list[ReportRow]
    next_key: str


def report_page(
    reports: IssuedQuerySet, *, before: str, size: int, oldest_first: bool = False
) -> ReportPage:
    """The reports that come after the one with id `before`, the newest first if not said. Two queries."""
    if before.isdecimal() and len(before) < 18:
        key = "pk__gt" if oldest_first else "pk__lt"
        reports = reports.filter(**{key: int(before)})
    reports = reports.annotate(
        has_file=Exists(ReportFile.objects.filter(report=OuterRef("pk"))),
        replaced_by_number=F("replaced_by__number"),
        copy_of_number=F("copy_of__number"),
    )
    found = list(
        reports.select_related("issued_by")
        .defer("data")
        .order_by("id" if oldest_first else "-id")[: size + 1]
    )
    rows, more = found[:size], found[size:]
    numbers = latest_diary_numbers(rows)
    return ReportPage(
        [ReportRow(report, numbers.get(report.pk, "")) for report in rows],
        str(rows[-1].pk) if more else "",
    )


def replacement_of(report: Issued) -> Issued | None:
    """The report that withdrew this one, if one has."""
    return Issued.objects.filter(replaces=report).defer("data").first()


def file_of(report: Issued, *, with_content: bool = True) -> ReportFile | None:
    """The PDF of a report, None while it is being made; without content for its name and hash."""
    files = ReportFile.objects.filter(report=report)
    return files.first() if with_content else files.defer("content").first()


def to_render(pk: int) -> Issued | None:
    """The issued report whose PDF is to be made; None when it is there already."""
    without_file = Issued.objects.filter(file=None)
    return without_file.select_related("case").filter(pk=pk).first()


def organisation_of(officer: User, case: Case) -> Organisation:
    """The organisation that `officer` makes reports for in `case`."""
    return speaks_for(officer, case)


def why_not_at_level(request: ReportRequest, officer: User, case: Case) -> list[str]:
    """Why `officer` may make no such report, before it is looked at.

    Two queries; none for what everybody may read.
    """
    if request.level is Level.PUBLIC:
        return []
    is_member = belongs_to(officer, organisation_of(officer, case))
    return list(rules.blockers_to_level(request, is_of_the_organisation=is_member))


def copies_of(report: Issued) -> list[Issued]:
    """The newest disclosure copies of a report, the newest first; all are in the case's list. One query."""
    copies = Issued.objects.filter(copy_of=report).order_by("-id")
    return list(copies.defer("data")[:MOST_COPIES])


def belongs_to(officer: User, organisation: Organisation) -> bool:
    """Whether `officer` reads what is *Endast internt* in `organisation`. One query."""
    held = Membership.objects.held_by(officer).filter(organisation=organisation)
    return bool(held.filter(role__in=CASE_READING_ROLES).exists())
