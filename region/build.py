"""Builds a county report in its three parts: material in, frozen data out. Makes no queries.

A sum of persons is of the numbers that stand in the table alone, so it tells nothing more than they.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from cases.states import State as CaseState
from core.days import day_words
from figures.masking import hidden_words
from figures.published import HARD_SPACE, Row
from guide.phases import Phase
from measures.models import Measure
from measures.states import State
from region.queries import CountyMaterial, SharedCase
from region.request import CountyRequest
from reports.model import Block, Column, Head, Kind, Paragraph, Report, Table
from reports.sections import SECTIONS

Blocks = list[Block]

OUTCOMES = (
    Row.REEMPLOYED,
    Row.IN_EDUCATION,
    Row.SELF_EMPLOYED,
    Row.RETIRED,
    Row.UNEMPLOYED,
    Row.UNTOLD,
)
PLANNED = frozenset({State.IDEA, State.DECIDED})


def build_county_report(
    material: CountyMaterial, request: CountyRequest, *, day: date, report_number: str = ""
) -> Report:
    """The report as frozen data, dated `day`. Makes no queries."""
    region, kind = material.region, Kind.COUNTY_REPORT
    situation, actions, results = SECTIONS[kind]
    return Report(
        kind=kind,
        title=f"{kind.label}: {region.name}",
        head=Head(
            municipality=region.name,
            document_type=kind.label,
            day=day,
            report_number=report_number,
            officer=material.officer.name,
            officer_contact=material.officer.email,
            recipient=request.recipient,
            period_from=request.period_from,
            period_to=request.period_to,
            stop_on=request.period_to,
        ),
        sections=(
            situation.fill(*_own(request.situation), *_situation(material, request)),
            actions.fill(*_own(request.actions), *_actions(material, request)),
            results.fill(*_own(request.results), *_results(material)),
        ),
    )


def _own(words: str) -> Blocks:
    return [Paragraph(words)] if words else []


# --- Varselläge -----------------------------------------------------------------------------


def _situation(material: CountyMaterial, request: CountyRequest) -> Blocks:
    """Which cases there are, where they stand, and how many were given notice."""
    cases = material.cases
    if not cases:
        return []
    states = Counter(CaseState(each.case.state) for each in cases)
    told = ", ".join(f"{s.label.lower()} {states[s]}" for s in CaseState if states[s])
    municipalities = len({each.municipality for each in cases})
    words = (
        f"Till och med {day_words(request.period_to)} är antalet ärenden som är delade med regionen "
        f"{len(cases)} ({told}). Antalet kommuner som leder dem är {municipalities}. "
        f"{_sum_in_words('Varslade', map(_notified, cases))}"
    )
    columns = (
        *(Column(label) for label in ("Ärende", "Kommun", "Företag", "Besked", "Fas")),
        Column("Varslade", numeric=True),
        Column("Uppsagda", numeric=True),
    )
    rows = tuple(
        (
            _name(each),
            each.municipality,
            each.case.company,
            each.case.notice_on.isoformat(),
            _phase(each),
            _notified(each),
            _cell(each, Row.DISMISSED),
        )
        for each in cases
    )
    table = Table(caption="Ärenden som är delade med regionen", columns=columns, rows=rows)
    return [Paragraph(words), table, *_about_hidden(cases), _by_phase(cases)]


def _by_phase(cases: Sequence[SharedCase]) -> Table:
    counts = Counter(_phase(each) for each in cases)
    names = [f"{phase.value}. {phase.label}" for phase in Phase]
    rows = tuple((name, str(counts[name])) for name in (*names, "–") if counts[name])
    columns = (Column("Fas"), Column("Ärenden", numeric=True))
    return Table(caption="Ärenden i varje fas", columns=columns, rows=rows)


def _name(each: SharedCase) -> str:
    return f"{each.case.title} ({each.case.number})"


def _phase(each: SharedCase) -> str:
    return f"{each.phase}. {Phase(each.phase).label}" if each.phase else "–"


def _notified(each: SharedCase) -> str:
    """The newest figure. What the notice said is for those inside the case (product.md, decision 4)."""
    return _cell(each, Row.NOTIFIED)


def _cell(each: SharedCase, row: Row) -> str:
    return each.figures.latest.cell(row).words if each.figures else "–"


def _about_hidden(cases: Iterable[SharedCase]) -> Blocks:
    words = hidden_words([each.figures.latest for each in cases if each.figures])
    return [Paragraph(words)] if words else []


def _sum_in_words(label: str, shown: Iterable[str]) -> str:
    """The sum of the numbers that are shown, and in how many cases none is."""
    numbers, without = [], 0
    for text in shown:
        plain = text.replace(HARD_SPACE, "")
        if plain.isdecimal():
            numbers.append(int(plain))
        else:
            without += 1
    if not numbers:
        return ""
    total = f"{sum(numbers):,}".replace(",", HARD_SPACE)
    words = f"{label}: {total} personer, i de ärenden där antalet står."
    return f"{words} I {without} ärenden står inget antal." if without else words


# --- Vidtagna åtgärder ----------------------------------------------------------------------


def _actions(material: CountyMaterial, request: CountyRequest) -> Blocks:
    """What was begun and ended in the period, and how far each case's measures have come."""
    cases = material.cases
    moved = [
        (each, measure)
        for each in cases
        for measure in each.measures
        if _within(measure.started_on, request) or _within(measure.ended_on, request)
    ]
    entries = sum(each.entries for each in cases)
    if not entries and not any(each.measures for each in cases):
        return []
    began = sum(_within(measure.started_on, request) for _, measure in moved)
    ended = sum(_within(measure.ended_on, request) for _, measure in moved)
    words = (
        f"Under perioden {day_words(request.period_from, request.period_to)}: insatser som startade "
        f"{began}, insatser som avslutades {ended}, loggposter {entries}."
    )
    return [Paragraph(words), _per_case(cases), *_moved(moved)]


def _within(day: date | None, request: CountyRequest) -> bool:
    return day is not None and request.period_from <= day <= request.period_to


def _per_case(cases: Iterable[SharedCase]) -> Table:
    columns = (
        Column("Ärende"),
        *(
            Column(label, numeric=True)
            for label in ("Planeras", "Pågår", "Genomförda", "Övriga", "Loggposter")
        ),
        Column("Senaste loggpost"),
    )
    rows = tuple(
        (
            _name(each),
            *map(str, _standing(each.measures)),
            str(each.entries),
            each.last_entry_on.isoformat() if each.last_entry_on else "–",
        )
        for each in cases
    )
    return Table(caption="Insatser och logg i varje ärende", columns=columns, rows=rows)


def _standing(measures: Iterable[Measure]) -> tuple[int, int, int, int]:
    """How many are planned, going on, done, and otherwise ended."""
    counts = Counter(State(measure.state) for measure in measures)
    planned = sum(counts[state] for state in PLANNED)
    rest = counts.total() - planned - counts[State.ONGOING] - counts[State.DONE]
    return planned, counts[State.ONGOING], counts[State.DONE], rest


def _moved(moved: Sequence[tuple[SharedCase, Measure]]) -> Blocks:
    if not moved:
        return []
    columns = tuple(
        Column(label) for label in ("Insats", "Kommun", "Ärende", "Läge", "Startade", "Avslutades")
    )
    rows = tuple(
        (
            measure.title,
            each.municipality,
            each.case.number,
            State(measure.state).label,
            measure.started_on.isoformat() if measure.started_on else "–",
            measure.ended_on.isoformat() if measure.ended_on else "–",
        )
        for each, measure in moved
    )
    caption = "Insatser som startade eller avslutades under perioden"
    return [Table(caption=caption, columns=columns, rows=rows)]


# --- Uppnådda resultat ----------------------------------------------------------------------


def _results(material: CountyMaterial) -> Blocks:
    """What became of those given notice, as it may leave the cases."""
    known = [each for each in material.cases if each.figures]
    if not known:
        return []
    words = " ".join(
        filter(
            None,
            (
                _sum_in_words(row.label, (_cell(each, row) for each in known))
                for row in (Row.REEMPLOYED, Row.UNEMPLOYED)
            ),
        )
    )
    columns = (
        Column("Ärende"),
        Column("Per den"),
        *(Column(row.label, numeric=True) for row in OUTCOMES),
    )
    rows = tuple(
        (
            _name(each),
            each.figures.latest.day.isoformat() if each.figures else "–",
            *(_cell(each, row) for row in OUTCOMES),
        )
        for each in known
    )
    table = Table(caption="Hur det har gått för de varslade", columns=columns, rows=rows)
    return [*([Paragraph(words)] if words else []), table, *_about_hidden(known)]
