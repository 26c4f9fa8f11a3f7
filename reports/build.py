"""Builds a report: the material of a case in, frozen data out. Makes no queries."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from reports import other_parts, parts, plan_parts
from reports.arrangement import arranged
from reports.levels import INSIDE_SECTIONS, Level
from reports.model import (
    EXERCISE,
    EXERCISE_TITLE,
    Block,
    Empty,
    Head,
    Kind,
    Paragraph,
    Report,
    Section,
    secrecy_mark,
)
from reports.queries import CaseMaterial
from reports.request import ReportRequest
from reports.results import economy, indicators
from reports.sections import SectionSpec

NOT_AT_THIS_LEVEL = "Avsnittet är inte med på nivån Region."
SectionBuilder = Callable[[CaseMaterial, ReportRequest], list[Block]]


def build_report(
    material: CaseMaterial,
    request: ReportRequest,
    *,
    day: date,
    report_number: str = "",
    replaces: str = "",
) -> Report:
    """The report as frozen data, dated `day`; `replaces` is the number of a report it withdraws.

    Makes no queries.
    """
    sections: tuple[Section, ...] = tuple(
        _section(spec, material, request) for spec in arranged(request.kind, request.arrangement)
    )
    return Report(
        kind=request.kind,
        title=title_of(material, request.kind),
        head=replace(
            head_of(material, request, day, report_number),
            replaces=replaces,
            replaced_because=request.replaced_because if replaces else "",
        ),
        sections=sections,
        standing=parts.standing_of(material, request),
    )


def title_of(material: CaseMaterial, kind: Kind) -> str:
    """What the report is called; an exercise's says so first."""
    prefix = EXERCISE_TITLE if material.case.is_exercise else ""
    return f"{prefix}{kind.label}: {material.case.title}"


def _section(spec: SectionSpec, material: CaseMaterial, request: ReportRequest) -> Section:
    """One's own words, and then what the case tells; nothing at a level that does not see it."""
    if request.level is Level.REGION and spec.key in INSIDE_SECTIONS:
        return spec.fill(Empty(NOT_AT_THIS_LEVEL))
    words = dict(request.words).get(spec.key, "")
    own: list[Block] = [Paragraph(words)] if words.strip() else []
    return spec.fill(*own, *BUILDERS[request.kind][spec.key](material, request))


def head_of(
    material: CaseMaterial, request: ReportRequest, day: date, report_number: str = ""
) -> Head:
    """What stands at the top of the report."""
    case = material.case
    return Head(
        municipality=material.organisation.name,
        document_type=request.kind.label,
        day=day,
        diary_number=case.diary_number,
        report_number=report_number,
        officer=material.officer.name,
        officer_contact=material.officer.email,
        recipient=request.recipient,
        case_number=case.number,
        case_title=case.title,
        period_from=request.period_from,
        period_to=request.period_to,
        stop_on=request.period_to,
        secrecy=secrecy_mark(
            case.is_restricted,
            case.secrecy_provision,
            day=day,
            authority=material.organisation.name,
        ),
        exercise=EXERCISE if case.is_exercise else "",
        logo=material.logo,
        readers=request.level.readers,
    )


BUILDERS: dict[Kind, dict[str, SectionBuilder]] = {
    Kind.STATUS_REPORT: {
        "forslag-till-beslut": parts.decisions,
        "arendet-i-korthet": parts.summary,
        "laget-i-siffror": parts.figures,
        "fas-och-tidslinje": parts.timeline,
        "genomfort": parts.done,
        "pagar-och-planeras": parts.ongoing,
        "avvikelser-och-risker": parts.deviations,
        "ekonomi": economy,
        "samverkan": parts.cooperation,
        "indikatorer": indicators,
        "nasta-rapport": parts.next_report,
        "beslutsunderlag": parts.basis,
        "beslutet-skickas-till": parts.goes_to,
        "bilaga-loggbok": parts.log,
    },
    Kind.SUMMARY: {
        "laget": other_parts.in_short,
        "gjort": other_parts.latest_done,
        "kommer": other_parts.ahead,
        "behover": other_parts.needs,
    },
    Kind.FINAL_REPORT: {
        "forslag-till-beslut": parts.decisions,
        "sammanfattning": parts.summary,
        "forlopp": parts.timeline,
        "siffror": parts.figures,
        "insatser": other_parts.outcomes,
        "ekonomi": economy,
        "indikatorer": indicators,
        "samverkan": parts.cooperation,
        "lardomar": other_parts.lessons,
        "fortsatt-arbete": other_parts.continues,
        "beslutet-skickas-till": parts.goes_to,
        "bilaga-loggbok": parts.log,
    },
    Kind.FUNDER_REPORT: {
        "overgripande-uppgifter": other_parts.project,
        "arbetssatt": other_parts.way_of_working,
        "aktiviteter": other_parts.activities,
        "resultat": other_parts.results,
    },
    Kind.PLAN: {
        "forslag-till-beslut": parts.decisions,
        "bakgrund": parts.summary,
        "insatser": plan_parts.measures,
        "tidplan": plan_parts.calendar,
        "pengar": economy,
        "organisation": plan_parts.organisation,
        "risker": plan_parts.risks,
        "andringar": plan_parts.since_adopted,
        "beslutet-skickas-till": parts.goes_to,
    },
    Kind.LOGBOOK: {"insatser": parts.guide_table, "tidsordning": parts.log},
    Kind.GUIDE_LOGBOOK: {"insatser": parts.guide_table},
    Kind.TIME_LOGBOOK: {"tidsordning": parts.log},
}
