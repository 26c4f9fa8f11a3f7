"""Builds a report: the material of a case in, frozen data out. Makes no queries."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from core.days import day_words
from reports import other_parts, parts
from reports.levels import INSIDE_SECTIONS, Level
from reports.model import Block, Empty, Head, Kind, Report, Section
from reports.queries import CaseMaterial
from reports.request import ReportRequest
from reports.results import economy, indicators
from reports.sections import SECTIONS, SectionSpec

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
        _section(spec, material, request) for spec in SECTIONS[request.kind]
    )
    return Report(
        kind=request.kind,
        title=f"{request.kind.label}: {material.case.title}",
        head=replace(
            _head(material, request, day, report_number),
            replaces=replaces,
            replaced_because=request.replaced_because if replaces else "",
        ),
        sections=sections,
        standing=parts.standing_of(material, request),
    )


def _section(spec: SectionSpec, material: CaseMaterial, request: ReportRequest) -> Section:
    if request.level is Level.REGION and spec.key in INSIDE_SECTIONS:
        return spec.fill(Empty(NOT_AT_THIS_LEVEL))
    return spec.fill(*BUILDERS[request.kind][spec.key](material, request))


def _head(material: CaseMaterial, request: ReportRequest, day: date, report_number: str) -> Head:
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
        secrecy=_secrecy(material, day),
        readers=request.level.readers,
    )


def _secrecy(material: CaseMaterial, day: date) -> str | None:
    """The mark on what is not public: provision, day and authority (OSL 2009:400, 5 kap. 5 §)."""
    case = material.case
    if not case.is_restricted:
        return None
    provision = f" enligt {case.secrecy_provision}" if case.secrecy_provision else ""
    return f"Sekretess{provision}, {day_words(day)}, {material.organisation.name}"


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
    Kind.LOGBOOK: {"insatser": parts.guide_table, "tidsordning": parts.log},
    Kind.GUIDE_LOGBOOK: {"insatser": parts.guide_table},
    Kind.TIME_LOGBOOK: {"tidsordning": parts.log},
}
