"""The sections that only some reports have: the summary on one page, the final report, a funder's report."""

from collections import Counter
from dataclasses import replace
from textwrap import shorten

from core.days import day_words
from figures.drawing import summary as figures_in_words
from figures.outcome_queries import ShownFunding
from logbook.models import LogEntry
from measures.models import Measure
from measures.states import ENDED, State
from reports.levels import tells_reasons
from reports.model import (
    Block,
    Column,
    Fact,
    Facts,
    Paragraph,
    PlainList,
    Subheading,
    Table,
)
from reports.parts import guide_table, late_measures, summary
from reports.queries import CaseMaterial
from reports.request import ReportRequest
from reports.results import goals_table

# So much fits on one page, with words of one's own beside it.
MOST_DONE = 5
MOST_AHEAD = 4
LONGEST_LINE = 95
LONGEST_OWN = 300

Blocks = list[Block]


# --- Ensidig sammanfattning ---------------------------------------------------------------------


def in_short(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """Where the case stands, and the newest figures in two sentences."""
    blocks = [_shortened(block) for block in summary(material, request)]
    if shown := material.shown_figures:
        blocks.append(Paragraph(figures_in_words(shown)))
    return blocks


def latest_done(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """The newest entries of the period, a line each."""
    newest = sorted(material.entries, key=lambda entry: (entry.happened_to, entry.pk))[-MOST_DONE:]
    lines = [_entry_line(entry) for entry in reversed(newest)]
    return _some(lines, len(material.entries), "loggposter finns i loggboken")


def ahead(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """Measures that are not ended, a line each."""
    going = [measure for measure in material.measures if State(measure.state) not in ENDED]
    lines = [_measure_line(measure) for measure in going[:MOST_AHEAD]]
    if request.next_report_on:
        lines.append(f"Nästa rapport lämnas den {day_words(request.next_report_on)}.")
    return _some(lines, len(going) + bool(request.next_report_on), "insatser finns i planen")


def needs(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """Own words on what needs a decision, and what is late."""
    blocks: Blocks = (
        [Paragraph(_cut(request.deviations, LONGEST_OWN))] if request.deviations else []
    )
    late = late_measures(material, request)
    return [*blocks, *_some(list(late[:MOST_AHEAD]), len(late), "insatser är försenade")]


def _shortened(block: Block) -> Block:
    return Paragraph(_cut(block.text, LONGEST_OWN)) if isinstance(block, Paragraph) else block


def _entry_line(entry: LogEntry) -> str:
    return _cut(f"{day_words(entry.happened_from, entry.happened_to)}: {entry.what}", LONGEST_LINE)


def _measure_line(measure: Measure) -> str:
    until = f", klar {measure.planned_end.isoformat()}" if measure.planned_end else ""
    return _cut(f"{measure.title} ({State(measure.state).label.lower()}{until})", LONGEST_LINE)


def _some(lines: list[str], total: int, words: str) -> Blocks:
    """The lines as a list, and how many more there are."""
    if not lines:
        return []
    blocks: Blocks = [PlainList(tuple(lines))]
    if total > len(lines):
        blocks.append(Paragraph(f"Ytterligare {total - len(lines)} {words}."))
    return blocks


def _cut(text: str, most: int) -> str:
    return shorten(text, most, placeholder=" …")


# --- Slutrapport --------------------------------------------------------------------------------


def outcomes(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """Every measure with how it ended."""
    if not material.measures:
        return []
    columns = (
        Column("Insats"),
        Column("Läge"),
        Column("Från"),
        Column("Till"),
        Column("Kommentar"),
    )
    rows = tuple(
        (
            measure.title,
            State(measure.state).label,
            measure.started_on.isoformat() if measure.started_on else "–",
            measure.ended_on.isoformat() if measure.ended_on else "–",
            _how_it_ended(measure, tells_reasons=tells_reasons(request.level)),
        )
        for measure in material.measures
    )
    return [Table(caption="Ärendets insatser", columns=columns, rows=rows)]


def _how_it_ended(measure: Measure, *, tells_reasons: bool) -> str:
    if measure.state == State.HANDED_OVER:
        return f"Överlämnad till {measure.handed_over_to}"
    if measure.state == State.CANCELLED and tells_reasons:
        return f"Skäl: {measure.state_reason}"
    return ""


def lessons(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """What the municipality would do again, and otherwise: the writer's own words."""
    return [Paragraph(request.lessons)] if request.lessons else []


def continues(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """What goes on after the case, and with whom."""
    blocks: Blocks = [Paragraph(request.continues)] if request.continues else []
    handed_over = tuple(
        f"{measure.title}: {measure.handed_over_to}"
        for measure in material.measures
        if measure.state == State.HANDED_OVER
    )
    going = tuple(
        _measure_line(measure) for measure in material.measures if State(measure.state) not in ENDED
    )
    if handed_over:
        blocks += [Subheading("Överlämnade insatser"), PlainList(handed_over)]
    if going:
        blocks += [Subheading("Insatser som inte är avslutade"), PlainList(going)]
    return blocks


# --- Underlag till finansiär (the four headings of Tillväxtverket's lägesrapport) ----------------


def project(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """Who, what and when; own words first."""
    case = material.case
    facts = [
        Fact("Ärende", f"{case.title} ({case.number})"),
        Fact("Genomförs av", ", ".join(each.name for each in material.participants)),
        Fact("Period", day_words(request.period_from, request.period_to)),
    ]
    facts += [
        Fact(f"Beslut, {row.funding.funder}", ", ".join(filter(None, _decision(row))))
        for row in _money(material, request)
        if row.funding.decided_on
    ]
    own: Blocks = [Paragraph(request.summary)] if request.summary else []
    return [*own, Facts(tuple(facts))]


def _decision(row: ShownFunding) -> tuple[str, ...]:
    day = row.funding.decided_on
    return (row.funding.measure.title, day.isoformat() if day else "", row.funding.reference)


def way_of_working(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """Own words, and who takes part in what."""
    own: Blocks = [Paragraph(request.working)] if request.working else []
    measures = _of_recipient(material, request).measures
    partners = [Fact(each.title, each.partners) for each in measures if each.partners]
    return [*own, *([Facts(tuple(partners))] if partners else [])]


def activities(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """The log by main activity, and each cost with the entry that tells what it was for."""
    own = _of_recipient(material, request)
    blocks: Blocks = [*guide_table(own, request)]
    if request.deviations:
        blocks += [Subheading("Avvikelser"), Paragraph(request.deviations)]
    if own.costs:
        columns = (
            Column("Dag"),
            Column("Insats"),
            Column("Finansiär"),
            Column("Vad pengarna gick till"),
            Column("Loggpost"),
            Column("Belopp", numeric=True),
        )
        rows = tuple(
            (
                cost.used_on.isoformat(),
                cost.measure,
                cost.funder,
                cost.what or "–",
                _entry_line(cost.entry) if cost.entry else "ingen",
                cost.amount,
            )
            for cost in own.costs
        )
        until = day_words(request.period_to)
        blocks.append(Table(caption=f"Kostnader till och med {until}", columns=columns, rows=rows))
    return blocks


def results(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """How far the measures have come, goals with results, money, own words on lessons."""
    own = _of_recipient(material, request)
    blocks: Blocks = []
    counts = Counter(State(measure.state).label.lower() for measure in own.measures)
    if counts:
        told = ", ".join(f"{count} {state}" for state, count in counts.items())
        blocks.append(Paragraph(f"Insatser: {told}."))
    blocks += goals_table(own)
    if rows := _money(material, request):
        columns = (
            Column("Insats"),
            Column("Finansiär"),
            *(Column(label, numeric=True) for label in ("Beviljat", "Använt", "Kvar")),
        )
        shown = tuple(
            (row.funding.measure.title, row.funding.funder, row.granted, row.used, row.left)
            for row in rows
        )
        blocks.append(Table(caption="Beviljat och använt", columns=columns, rows=shown))
    if request.lessons:
        blocks += [Subheading("Lärdomar"), Paragraph(request.lessons)]
    return blocks


def _money(material: CaseMaterial, request: ReportRequest) -> list[ShownFunding]:
    rows = material.money.rows if material.money else []
    return [row for row in rows if _is_wanted(row.funding.funder, material, request)]


def _of_recipient(material: CaseMaterial, request: ReportRequest) -> CaseMaterial:
    """What the recipient pays for; everything when the recipient is no funder in the case."""
    if not _is_funder(material, request):
        return material
    paid = {row.funding.measure_id for row in _money(material, request)}
    return replace(
        material,
        measures=[measure for measure in material.measures if measure.pk in paid],
        entries=[entry for entry in material.entries if entry.measure_id in paid],
        goals=[goal for goal in material.goals if goal.goal.measure_id in paid],
        costs=[cost for cost in material.costs if _is_wanted(cost.funder, material, request)],
    )


def _is_funder(material: CaseMaterial, request: ReportRequest) -> bool:
    recipient = request.recipient.strip().casefold()
    rows = material.money.rows if material.money else []
    return any(row.funding.funder.casefold() == recipient for row in rows)


def _is_wanted(funder: str, material: CaseMaterial, request: ReportRequest) -> bool:
    is_recipient = funder.casefold() == request.recipient.strip().casefold()
    return is_recipient or not _is_funder(material, request)
