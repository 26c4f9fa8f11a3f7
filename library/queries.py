"""Questions to the database about the library: the shelf, a case's own story, its profile."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from accounts.counties import county_of
from accounts.models import Organisation, User
from cases.models import Case, GroupMember, Participant
from core.days import day_words
from core.text import fewer_than_five
from figures.clock import days_between
from figures.clock_facts import ClockFacts
from figures.clock_kinds import DateKind
from figures.clock_queries import clock_of
from figures.disclosure import is_small
from figures.headcount_queries import snapshots_of
from figures.masking import Earlier, to_leave_the_case
from figures.models import Supplier
from figures.published import Mark, Published
from guide.causes import Cause
from guide.load import guide
from guide.model import CatalogueMeasure, Industry, MeasureGroup
from library.items import EXAMPLE, PUBLICATION, Item, of_example, of_publication
from library.likeness import Profile
from library.masking import for_everyone
from library.models import Publication, PublicationQuerySet
from library.rules import full_names
from library.story import Fact, Story, StoryFigure, StoryMeasure
from logbook.models import LogEntry
from measures.actions import MeasureFacts, NewMeasure
from measures.from_catalogue import facts_of
from measures.models import MainActivity, Measure
from measures.states import State as MeasureState
from reports.model import WITH_FIGURES, Report
from reports.models import Issued
from reports.since import figures_shown_in

MOST_EARLIER = 5
MOST_FORMER = 20


# --- The shelf ------------------------------------------------------------------------------------


def shelf(publications: PublicationQuerySet) -> list[Item]:
    """All examples, and the published cases among `publications`. One query."""
    rows = publications.select_related("organisation").defer("data").order_by("-id")
    return [
        *(of_example(example) for example in guide().examples),
        *(of_publication(row) for row in rows),
    ]


def item_called(ref: str, publications: PublicationQuerySet) -> tuple[Item, Story | None] | None:
    """What `ref` names: an example, or a published case with its story. One query at most."""
    key = ref.partition("-")[2]
    if ref.startswith(EXAMPLE):
        try:
            return of_example(guide().example(key)), None
        except KeyError:
            return None
    if ref.startswith(PUBLICATION) and key.isdecimal() and len(key) <= 18:
        row = publications.select_related("organisation").filter(pk=int(key)).first()
        return (of_publication(row), Story.from_json(row.data)) if row else None
    return None


@dataclass(frozen=True)
class Offer:
    """A measure that can be borrowed. `key` tells it from the others of the same item."""

    key: str
    title: str
    group: MeasureGroup
    catalogue_key: str
    went: str
    activities: tuple[str, ...]

    @property
    def may_favour_one_company(self) -> bool:
        """Whether the law may ask for reasons (kommunallagen 2 kap. 8 §)."""
        entry = _entry(self.catalogue_key)
        return bool(entry and entry.favours_single_company)

    def borrowed(self, activities: tuple[str, ...], *, source: str) -> NewMeasure:
        """The measure as it is added to another case, with where it comes from."""
        said = f"Lånad ur biblioteket: {source}."
        if entry := _entry(self.catalogue_key):
            facts = facts_of(entry, said=said)
            return NewMeasure(facts=facts, activities=activities)
        facts = MeasureFacts(title=self.title, group=self.group, description=said)
        return NewMeasure(facts=facts, activities=activities)


def offers_of(item: Item, story: Story | None) -> list[Offer]:
    """The measures of an example or a published case, each with its main activities."""
    if story:
        return [
            Offer(
                key=str(number),
                title=measure.title,
                group=measure.group,
                catalogue_key=measure.catalogue_key,
                went=measure.outcome,
                activities=measure.activities,
            )
            for number, measure in enumerate(story.measures, start=1)
        ]
    example = guide().example(item.key)
    went = {m.key: use.went for m in item.measures for use in m.used if use.example == item.key}
    return [
        Offer(
            key=measure.key,
            title=measure.title,
            group=measure.group,
            catalogue_key=measure.key,
            went=went[measure.key],
            activities=tuple(a.activity for a in example.actions if a.measure == measure.key),
        )
        for measure in item.measures
    ]


def _entry(key: str) -> CatalogueMeasure | None:
    try:
        return guide().measure(key)
    except KeyError:
        return None


def profile_of(case: Case) -> Profile:
    """What is known of a case to compare it by. Two queries."""
    lead = Participant.objects.active().select_related("organisation__region")
    row = lead.filter(case=case, is_lead=True).first()
    keys = Measure.objects.filter(case=case).exclude(catalogue_key="")
    return Profile(
        cause=Cause(case.trigger),
        affected=case.affected,
        county=county_of(row.organisation) if row else "",
        measures=frozenset(keys.values_list("catalogue_key", flat=True)),
    )


# --- A case's own story ---------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class StoryWords:
    """What the person who offers the case writes and chooses."""

    title: str
    names_company: bool
    industry: Industry
    share_percent: Decimal | None
    summary: str
    lessons: str
    differently: str
    measures: tuple[int, ...]  # ids


def publication_of(case: Case) -> Publication | None:
    """What stands in the library of the case, whoever may read it now. One query."""
    return Publication.objects.standing().filter(case=case).order_by("-id").first()


def former_publications(case: Case) -> list[Publication]:
    """What has stood in the library of the case and was taken back, the latest first. One query.

    At most MOST_FORMER: the log tells of all.
    """
    rows = Publication.objects.filter(case=case, withdrawal__isnull=False)
    related = ("withdrawal__withdrawn_by", "published_by")
    return list(rows.select_related(*related).defer("data").order_by("-id")[:MOST_FORMER])


def measures_to_tell(case: Case) -> list[Measure]:
    """The case's measures, in the order of the plan. One query."""
    return list(Measure.objects.filter(case=case).in_order())


def lead_of(case: Case) -> Organisation:
    """The municipality that leads the case. One query."""
    rows = Participant.objects.active().select_related("organisation__region")
    return rows.get(case=case, is_lead=True).organisation


def build_story(case: Case, words: StoryWords) -> Story:
    """What others would read: the words, and of the case only what stands here. A dozen queries."""
    lead, facts = lead_of(case), clock_of(case)
    column = for_everyone(snapshots_of(case), _earlier_readers(case))
    return Story(
        title=words.title,
        municipality=lead.name,
        county=county_of(lead),
        employer=case.company if words.names_company else _some_company(words.industry),
        industry=words.industry,
        cause=Cause(case.trigger),
        notice=day_words(*_month_of(case.notice_on)),
        year=case.notice_on.year,
        until=facts.closed_on.year if facts.closed_on else None,
        affected="" if case.affected is None else fewer_than_five(case.affected),
        share_percent="" if words.share_percent is None else f"{words.share_percent:f}",
        summary=words.summary,
        lessons=words.lessons,
        differently=words.differently,
        pace=tuple(_pace(case, facts)),
        figures_on=column.day if column else None,
        figures=tuple(
            StoryFigure(row=cell.row, mark=cell.mark, number=cell.number)
            for cell in (column.cells if column else ())
            if cell.mark is not Mark.UNKNOWN
        ),
        measures=tuple(_measures(case, words.measures)),
    )


def _some_company(industry: Industry) -> str:
    return f"Ett företag i branschen {str(industry.label).lower()}"


def _month_of(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def _pace(case: Case, facts: ClockFacts) -> Iterator[Fact]:
    """How fast the work began: whole days from the notice."""
    for label, day in (
        ("Från beskedet till gruppens första möte", facts.day_of(DateKind.GROUP_MET)),
        ("Från beskedet till första påbörjade insats", facts.measure.on if facts.measure else None),
        ("Från beskedet till antagen plan", facts.day_of(DateKind.PLAN_ADOPTED)),
        ("Från beskedet till avslutat ärende", facts.closed_on),
    ):
        if day and day >= case.notice_on:
            days = days_between(case.notice_on, day)
            yield Fact(label=label, words="en dag" if days == 1 else f"{days} dagar")


def _measures(case: Case, wanted: tuple[int, ...]) -> Iterator[StoryMeasure]:
    activities: dict[int, list[str]] = {}
    rows = MainActivity.objects.filter(measure__case=case, measure__in=wanted).in_order()
    for measure_id, title in rows.values_list("measure_id", "title"):
        activities.setdefault(measure_id, []).append(title)
    for measure in Measure.objects.filter(case=case, pk__in=wanted).in_order():
        yield StoryMeasure(
            title=measure.title,
            group=MeasureGroup(measure.group),
            catalogue_key=measure.catalogue_key,
            state=str(MeasureState(measure.state).label),
            outcome=measure.outcome,
            activities=tuple(activities.get(measure.pk, ())),
        )


def _earlier_readers(case: Case) -> list[Earlier]:
    """What readers outside have been shown of the case's figures: by reports, and in the library.

    The newest report of each recipient, and the newest telling in the library.
    """
    found = []
    kinds = [kind.value for kind in WITH_FIGURES]
    reports = Issued.objects.filter(case=case, copy_of=None, kind__in=kinds)
    newest = reports.order_by("recipient", "-id").distinct("recipient")
    for report in sorted(newest, key=lambda row: -row.pk)[:MOST_EARLIER]:
        if report.data and (shown := figures_shown_in(Report.from_json(report.data))):
            then = snapshots_of(case, recorded_by=report.issued_at)
            if true := to_leave_the_case(then, stop=report.stop_on):
                found.append(Earlier(shown=shown, true=true))
    told = Publication.objects.filter(case=case).order_by("-id").first()
    if told and told.data and (column := Story.from_json(told.data).column):
        if true := to_leave_the_case(snapshots_of(case, recorded_by=told.published_at)):
            found.append(Earlier(shown=Published(latest=column), true=true))
    return found


def people_of(case: Case) -> set[str]:
    """The names of all persons the case knows of. Five queries."""
    members = GroupMember.objects.filter(group__case=case).select_related("contact", "user")
    authors = User.objects.filter(pk__in=LogEntry.objects.filter(case=case).values("author"))
    measures = Measure.objects.filter(case=case)
    responsible = User.objects.filter(
        Q(pk__in=measures.values("responsible"))
        | Q(pk__in=MainActivity.objects.filter(measure__case=case).values("responsible"))
        | Q(pk__in=[case.responsible_id, case.deputy_id or case.responsible_id])
    )
    suppliers = Supplier.objects.filter(case=case).values_list("contact", flat=True)
    known = [
        *(name for member in members for name in (member.person_name, member.deputy)),
        *authors.values_list("name", flat=True),
        *responsible.values_list("name", flat=True),
        *suppliers,
    ]
    return {name for text in known for name in full_names(text)}


def companies_of(case: Case, *, names_company: bool) -> set[str]:
    """The companies whose names shall not be told. One query."""
    suppliers = set(Supplier.objects.filter(case=case).values_list("name", flat=True))
    return suppliers | (set() if names_company else {case.company})


def may_tell(affected: int | None) -> bool:
    """Whether the number is known, and no one could be recognised by it."""
    return affected is not None and not is_small(affected)


def refs_of(case: Case) -> set[str]:
    """What the case itself is called on the shelf. One query."""
    rows = Publication.objects.filter(case=case).values_list("pk", flat=True)
    return {f"{PUBLICATION}{pk}" for pk in rows}
