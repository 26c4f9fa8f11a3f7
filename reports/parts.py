"""The sections of reports: what each tells of a case. Makes no queries."""

from datetime import date

from core.days import day_words
from core.text import fewer_than_five, file_size
from figures.drawing import summary as in_words
from figures.timeline import TimelineRow, timeline_rows
from guide.phases import Phase
from logbook.models import LogEntry
from logbook.record import local_day
from measures.models import MainActivity, Measure
from measures.states import ENDED, State
from reports.arrangement import arranged
from reports.levels import INSIDE_SECTIONS, Held, tells_reasons
from reports.model import (
    WITH_FIGURES,
    Block,
    Column,
    Entries,
    Entry,
    Fact,
    Facts,
    Figures,
    GuideEntry,
    GuideMeasure,
    GuideRow,
    GuideTable,
    Kind,
    MeasureStanding,
    NumberedList,
    Paragraph,
    PlainList,
    Standing,
    Subheading,
    Table,
    Timeline,
)
from reports.queries import CaseMaterial
from reports.request import ReportRequest
from reports.sections import SECTIONS
from reports.since import figures_beside, since

# A chart cannot part over two pages.
ROWS_ON_A_PAGE = 32

Blocks = list[Block]


def standing_of(material: CaseMaterial, request: ReportRequest) -> Standing:
    """How the case stands now, for the next report to be compared with.

    It holds no more than the report shows, since it is attached to it.
    """
    is_compared = request.kind is Kind.STATUS_REPORT
    shown = {spec.key for spec in arranged(request.kind, request.arrangement)}
    return Standing(
        phase=material.stays[-1].phase if material.stays else 0,
        measures=tuple(
            MeasureStanding(key=measure.pk, title=measure.title, state=measure.state)
            for measure in (material.measures if is_compared else ())
        ),
        decisions=request.decisions if is_compared and "forslag-till-beslut" in shown else (),
        figures=material.shown_figures if request.kind in WITH_FIGURES else None,
    )


def held_in(material: CaseMaterial, kind: Kind) -> Held:
    """What the period holds, for what each level would see of it."""
    is_told = kind in (Kind.STATUS_REPORT, Kind.FINAL_REPORT)
    reasons = [m for m in material.measures if m.favours_single_company or m.state_reason]
    headings = (spec.heading for spec in SECTIONS[kind] if spec.key in INSIDE_SECTIONS)
    return Held(
        open_entries=sum(not entry.is_internal for entry in material.entries),
        internal_entries=material.internal_entries,
        inside_sections=tuple(headings),
        reasons=len(reasons) if is_told else 0,
    )


# --- Lägesrapport ---------------------------------------------------------------------------


def decisions(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """What the board is proposed to decide."""
    return [NumberedList(request.decisions)] if request.decisions else []


def summary(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """The writer's own words, and where the case stands."""
    case = material.case
    event = case.get_trigger_display().lower()
    sentences = [f"{case.company} lämnade besked om {event} den {day_words(case.notice_on)}."]
    if case.affected is not None:
        sentences.append(f"Beskedet berör {fewer_than_five(case.affected)} personer.")
    if material.stays:
        stay = material.stays[-1]
        sentences.append(
            f"Ärendet är i fas {stay.phase}, {Phase(stay.phase).label.lower()}, "
            f"sedan den {day_words(stay.began_on)}."
        )
    sentences.append(_count_of_measures(material))
    own = [Paragraph(request.summary)] if request.summary else []
    return [*own, Paragraph(" ".join(sentences))]


def _count_of_measures(material: CaseMaterial) -> str:
    if not material.measures:
        return "Inga insatser är planerade än."
    parts = [
        f"{count} {state.label.lower()}"
        for state in State
        if (count := sum(measure.state == state for measure in material.measures))
    ]
    return f"Antal insatser: {len(material.measures)} ({', '.join(parts)})."


def figures(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """The figures as they may leave the case, in words, beside those of the report before, and drawn."""
    case = material.case
    if shown := material.shown_figures:
        compared = figures_beside(material.previous, shown)
        return [Paragraph(in_words(shown)), *compared, Figures(figures=shown)]
    if case.affected is None or case.notice_on > request.period_to:
        return []
    return [
        Table(
            caption="Antal berörda",
            columns=(Column("Uppgift"), Column("Dag"), Column("Antal", numeric=True)),
            rows=(
                (
                    "Berörda enligt beskedet",
                    case.notice_on.isoformat(),
                    fewer_than_five(case.affected),
                ),
            ),
        )
    ]


def timeline(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """The phases as a table, and with the measures along the calendar."""
    rows = tuple(
        (
            f"{stay.phase}. {Phase(stay.phase).label}",
            stay.began_on.isoformat(),
            _ended(stay.ended_on, request.period_to),
        )
        for stay in material.stays
    )
    if not rows:
        return []
    columns = (Column("Fas"), Column("Från"), Column("Till"))
    table = Table(caption="Ärendets faser", columns=columns, rows=rows)
    rows_drawn = timeline_rows(material.stays, material.measures, stop=request.period_to)
    title = f"Faser och insatser till och med {day_words(request.period_to)}"
    return [table, *timelines(rows_drawn, title, request.period_to)]


def timelines(rows: list[TimelineRow], title: str, stop: date) -> Blocks:
    """The rows along the calendar, as many to a chart as a page has room for."""
    parts = [rows[first : first + ROWS_ON_A_PAGE] for first in range(0, len(rows), ROWS_ON_A_PAGE)]
    return [
        Timeline(
            key=f"tidslinje-{number}",
            title=title + (f", del {number}" if len(parts) > 1 else ""),
            stop_on=stop,
            rows=tuple(part),
        )
        for number, part in enumerate(parts, start=1)
    ]


def _ended(day: date | None, stop: date) -> str:
    return day.isoformat() if day and day <= stop else "pågår"


def done(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """What is new since the report before, and the period's log by main activity."""
    standing = standing_of(material, request)
    new = (
        since(material.previous, standing, entries=len(material.entries))
        if material.previous
        else []
    )
    return [*new, *_done_in_words(material, request)]


def _done_in_words(material: CaseMaterial, request: ReportRequest) -> Blocks:
    if not material.entries:
        return []
    period = day_words(request.period_from, request.period_to)
    table = GuideTable(
        caption=f"Vad har gjorts {period}",
        measures=_guide_measures(material, only_with_entries=True),
    )
    return [table]


def ongoing(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """Measures that are not ended."""
    rows = tuple(
        (
            measure.title,
            State(measure.state).label,
            measure.responsible.name if measure.responsible else "ingen ansvarig",
            measure.planned_start.isoformat() if measure.planned_start else "–",
            measure.planned_end.isoformat() if measure.planned_end else "–",
        )
        for measure in material.measures
        if State(measure.state) not in ENDED
    )
    if not rows:
        return []
    columns = ("Insats", "Läge", "Ansvarig", "Planerad start", "Planerat slut")
    return [
        Table(
            caption="Insatser som pågår eller planeras",
            columns=tuple(Column(label) for label in columns),
            rows=rows,
        )
    ]


def late_measures(material: CaseMaterial, request: ReportRequest) -> tuple[str, ...]:
    """A sentence for each measure that should have been done by the stop date."""
    return tuple(
        f"{measure.title}: skulle vara klar {measure.planned_end.isoformat()}."
        for measure in material.measures
        if measure.planned_end
        and measure.planned_end < request.period_to
        and State(measure.state) not in ENDED
    )


def deviations(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """Own words; late and cancelled measures; support to a single company."""
    blocks: Blocks = [Paragraph(request.deviations)] if request.deviations else []
    late = late_measures(material, request)
    cancelled = tuple(
        f"{measure.title}: avbruten{_on(measure.ended_on)}."
        + (f" Skäl: {measure.state_reason}" if tells_reasons(request.level) else "")
        for measure in material.measures
        if measure.state == State.CANCELLED
    )
    if late:
        blocks += [Subheading("Försenade insatser"), PlainList(late)]
    if cancelled:
        blocks += [Subheading("Avbrutna insatser"), PlainList(cancelled)]
    for_one = [measure for measure in material.measures if measure.favours_single_company]
    if for_one and tells_reasons(request.level):
        blocks += [
            Subheading("Stöd till enskilt företag (kommunallagen 2 kap. 8 §)"),
            Facts(tuple(Fact(measure.title, _exceptional(measure)) for measure in for_one)),
        ]
    return blocks


def _exceptional(measure: Measure) -> str:
    judged = f"Bedömt av {measure.judged_by}{_on(measure.judged_on)}."
    return f"Synnerliga skäl: {measure.exceptional_reasons} {judged}"


def _on(day: date | None) -> str:
    return f" den {day_words(day)}" if day else ""


def cooperation(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """Who takes part, and in which measures."""
    facts = [
        Fact(measure.title, measure.partners) for measure in material.measures if measure.partners
    ]
    if len(material.participants) > 1:
        names = ", ".join(organisation.name for organisation in material.participants)
        facts.insert(0, Fact("Kommuner i ärendet", names))
    return [Facts(tuple(facts))] if facts else []


def next_report(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """When the next report comes."""
    if request.next_report_on is None:
        return []
    return [Paragraph(f"Nästa rapport lämnas den {day_words(request.next_report_on)}.")]


def basis(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """This report and those before it."""
    items = [f"{request.kind.label} med stoppdatum {day_words(request.period_to)}"]
    items += [
        f"{report.title}, nr {report.number}, stoppdatum {day_words(report.stop_on)}"
        for report in material.earlier
    ]
    return [NumberedList(tuple(items))]


def goes_to(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """Who is told of the decision."""
    return [PlainList(request.decision_goes_to)] if request.decision_goes_to else []


def log(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """The period's log in time order."""
    if not material.entries:
        return []
    return [Entries(tuple(told_entry(entry) for entry in material.entries))]


# --- Loggbok --------------------------------------------------------------------------------


def guide_table(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """The period's log as the guide's table."""
    measures = _guide_measures(material, only_with_entries=False)
    return [GuideTable(measures=measures)] if measures else []


def _guide_measures(material: CaseMaterial, *, only_with_entries: bool) -> tuple[GuideMeasure, ...]:
    """Measures in plan order with their numbered main activities; the case as a whole comes last."""
    by_activity: dict[int | None, list[LogEntry]] = {}
    by_measure: dict[int | None, list[LogEntry]] = {}
    for entry in material.entries:
        if entry.main_activity_id:
            by_activity.setdefault(entry.main_activity_id, []).append(entry)
        else:
            by_measure.setdefault(entry.measure_id, []).append(entry)
    measures = []
    for measure in material.measures:
        rows = [
            _activity_row(activity, by_activity.get(activity.pk, []))
            for activity in material.activities_of(measure)
        ]
        if loose := by_measure.get(measure.pk):
            rows.append(_loose_row("Insatsen i övrigt", loose))
        if only_with_entries:
            rows = [row for row in rows if row.entries]
        if rows or not only_with_entries:
            measures.append(GuideMeasure(heading=measure.title, rows=tuple(rows)))
    if whole := by_measure.get(None):
        row = _loose_row("Utan huvudaktivitet", whole)
        measures.append(GuideMeasure(heading="Ärendet som helhet", rows=(row,)))
    return tuple(measures)


def _activity_row(activity: MainActivity, entries: list[LogEntry]) -> GuideRow:
    return GuideRow(
        number=activity.number,
        name=activity.title,
        entries=tuple(_guide_entry(entry) for entry in entries),
        note="" if entries else "Inget har antecknats.",
    )


def _loose_row(name: str, entries: list[LogEntry]) -> GuideRow:
    return GuideRow(number=None, name=name, entries=tuple(_guide_entry(entry) for entry in entries))


def _guide_entry(entry: LogEntry) -> GuideEntry:
    return GuideEntry(
        starts_on=entry.happened_from,
        ends_on=entry.happened_to,
        text=entry.what,
        result=entry.result,
        corrected_on=_corrected_on(entry),
        attachments=_attachments(entry),
        is_internal=entry.is_internal,
    )


def _corrected_on(entry: LogEntry) -> date | None:
    """The day of the correction, when readers of the report could read what stood there before."""
    return local_day(entry.recorded_at) if entry.follows_an_open_wording else None


def told_entry(entry: LogEntry) -> Entry:
    """A log entry as a report tells it; its measure, main activity and files have been fetched."""
    activity = entry.main_activity
    return Entry(
        starts_on=entry.happened_from,
        ends_on=entry.happened_to,
        text=entry.what,
        result=entry.result,
        participants=entry.participants,
        measure=entry.measure.title if entry.measure else "",
        main_activity=f"Huvudaktivitet {activity.number}: {activity.title}" if activity else "",
        corrected_on=_corrected_on(entry),
        attachments=_attachments(entry),
        is_internal=entry.is_internal,
    )


def _attachments(entry: LogEntry) -> tuple[str, ...]:
    """The entry's files by name and size; the material has fetched them."""
    return tuple(
        f"{file.name} ({file_size(file.size)})"
        for file in entry.attachments.all()
        if not file.is_erased
    )
