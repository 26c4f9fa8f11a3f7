"""The sections of a report that is a *genomförandeplan*. Makes no queries."""

from core.days import day_words
from figures.timeline import timeline_rows
from measures.models import Measure
from measures.states import State
from reports.model import Block, Fact, Facts, Paragraph, Subheading
from reports.parts import deviations, timelines
from reports.plan import (
    Plan,
    adopted_words,
    changes,
    changes_told,
    plan_from_json,
    plan_of,
    plan_tables,
)
from reports.queries import CaseMaterial
from reports.request import ReportRequest

Blocks = list[Block]


def plan_in(material: CaseMaterial) -> Plan:
    """The plan as it is now."""
    money = material.money.rows if material.money else []
    return plan_of(material.measures, material.goals, money)


def reasons_of_cancelled(measures: list[Measure]) -> dict[int, str]:
    """Why each cancelled measure was cancelled, by its id."""
    return {each.pk: each.state_reason for each in measures if each.state == State.CANCELLED}


def measures(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """The plan as tables: goal, indicator with expected result; who, with whom, money, time."""
    return plan_tables(plan_in(material))


def calendar(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """The measures along the calendar, planned and real."""
    planned = [each for each in material.measures if each.state != State.CANCELLED]
    rows = timeline_rows([], planned, stop=request.period_to)
    return timelines(rows, "Insatserna i tiden", request.period_to)


def organisation(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """Own words on who works and decides, and who leads; the partners stand with each measure."""
    own: Blocks = [Paragraph(request.working)] if request.working else []
    case = material.case
    facts = [Fact("Ansvarig för ärendet", case.responsible.name)]
    if case.deputy:
        facts.append(Fact("Ersättare", case.deputy.name))
    names = ", ".join(each.name for each in material.participants)
    facts.append(Fact("Kommuner i ärendet", names))
    return [*own, Facts(tuple(facts))]


def risks(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """Own words, late measures, and support to a single company."""
    return deviations(material, request)


def since_adopted(material: CaseMaterial, request: ReportRequest) -> Blocks:
    """When the plan was adopted, and what is otherwise now: in words, and before beside now."""
    adopted = material.adopted
    if adopted is None:
        return []
    said = adopted_words(
        on=adopted.adopted_on, body=adopted.body, diary_number=adopted.diary_number
    )
    if not adopted.data:
        return [Paragraph(said), Paragraph("Vad som antogs är gallrat.")]
    found = changes(
        plan_from_json(adopted.data),
        plan_in(material),
        reasons_of_cancelled(material.measures),
    )
    stop = day_words(request.period_to)
    return [Subheading(f"Ändringar till och med {stop}"), *changes_told(found, adopted=said)]
