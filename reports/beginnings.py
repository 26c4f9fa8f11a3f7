"""A lägesbild and a genomförandeplan to begin with, made of the case's answers, figures and measures.

Working material for those inside the case: it is handed out as a file and kept nowhere. Makes no queries.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from cases.group_queries import GroupRow, Seated
from cases.queries import AnsweredQuestion
from core.days import day_words
from core.text import fewer_than_five
from figures.models import CaseDate
from guide.phases import Phase
from reports import parts
from reports.build import build_report, head_of, title_of
from reports.model import (
    Block,
    Empty,
    Fact,
    Facts,
    Kind,
    Paragraph,
    PlainList,
    Report,
    Section,
    Subheading,
)
from reports.queries import CaseMaterial
from reports.request import ReportRequest
from reports.sections import SITUATION

Blocks = list[Block]
# The phases whose answers each of them builds on.
ANSWERS_OF = {
    Kind.SITUATION: (Phase.PREPARE,),
    Kind.PLAN: (Phase.ANALYSE, Phase.PLAN),
}


@dataclass(frozen=True)
class Inside:
    """What only those inside the case read, and a report has no part of: the rest of the material."""

    answers: Sequence[AnsweredQuestion]
    groups: Sequence[GroupRow] = ()
    days: Sequence[CaseDate] = ()


def build_beginning(kind: Kind, material: CaseMaterial, inside: Inside, *, day: date) -> Report:
    """The document to begin with. Its head says that it is a draft."""
    first = min(material.case.notice_on, day)
    request = ReportRequest(kind=kind, period_from=first, period_to=day)
    made = _situation(material, inside, request) if kind is Kind.SITUATION else None
    if made is None:
        made = build_report(material, request, day=day)
        made = replace(made, sections=(*made.sections, _answers_section(inside)))
    # It tells what no level of a report does.
    head = replace(made.head, document_type=f"Utkast till {kind.label.lower()}", readers="")
    return replace(made, head=head)


def _situation(material: CaseMaterial, inside: Inside, request: ReportRequest) -> Report:
    day = request.period_to
    made: dict[str, Blocks] = {
        "handelsen": _event(material),
        "siffror": parts.figures(material, request),
        "dagar": [*_days(inside), *parts.timeline(material, request)],
        "vet": _answered(inside),
        "vet-inte": _unanswered(inside),
        "grupper": _groups(inside),
        "insatser": parts.ongoing(material, request),
    }
    return Report(
        kind=request.kind,
        title=title_of(material, request.kind),
        head=head_of(material, request, day),
        sections=tuple(spec.fill(*made[spec.key]) for spec in SITUATION),
    )


def _event(material: CaseMaterial) -> Blocks:
    case = material.case
    facts = [
        Fact("Företag", case.company),
        Fact("Organisationsnummer", case.organisation_number),
        Fact("Händelse", case.get_trigger_display()),
        Fact("Beskedet kom", day_words(case.notice_on)),
        Fact(
            "Berörda enligt beskedet",
            "okänt" if case.affected is None else fewer_than_five(case.affected),
        ),
        Fact("Kommuner i ärendet", ", ".join(each.name for each in material.participants)),
        Fact("Ansvarig", case.responsible.name),
        Fact("Ersättare", case.deputy.name if case.deputy else "ingen utsedd"),
    ]
    own: Blocks = [Paragraph(case.description)] if case.description else []
    return [*own, Facts(tuple(fact for fact in facts if fact.value))]


def _days(inside: Inside) -> Blocks:
    facts = [
        Fact(each.get_kind_display(), f"{day_words(each.on)}. Källa: {each.source}")
        for each in inside.days
        if each.on
    ]
    return [Facts(tuple(facts))] if facts else []


def _answered(inside: Inside) -> Blocks:
    blocks: Blocks = []
    for phase, area, answers in _by_area(inside.answers):
        facts = tuple(
            Fact(each.question.text, _words(each)) for each in answers if not each.is_open
        )
        if facts:
            blocks += [Subheading(area or f"Fas {phase}"), Facts(facts)]
    return blocks


def _words(each: AnsweredQuestion) -> str:
    answer = each.answer
    assert answer is not None
    return f"Inte aktuellt. Skäl: {answer.reason}" if answer.not_relevant else answer.text


def _by_area(
    answers: Sequence[AnsweredQuestion],
) -> list[tuple[int, str, list[AnsweredQuestion]]]:
    found: dict[tuple[int, str], list[AnsweredQuestion]] = {}
    for each in answers:
        place = (int(each.question.phase), each.question.area)
        found.setdefault(place, []).append(each)
    return [(phase, area, each) for (phase, area), each in found.items()]


def _unanswered(inside: Inside) -> Blocks:
    asked = tuple(
        each.question.text for each in inside.answers if each.is_open and not each.question.retired
    )
    return [PlainList(asked)] if asked else []


def _groups(inside: Inside) -> Blocks:
    blocks: Blocks = []
    for row in inside.groups:
        members = tuple(_member(seated) for seated in row.members)
        blocks.append(Subheading(row.group.name))
        blocks.append(PlainList(members) if members else Empty("Ingen är med i gruppen."))
    return blocks


def _member(seated: Seated) -> str:
    member = seated.member
    mandate = "med mandat" if member.has_mandate else "utan mandat"
    if member.mandate:
        mandate = f"mandat: {member.mandate}"
    role = member.get_role_display().lower()
    return f"{member.person_name}, {member.organisation_name}: {role}, {mandate}"


def _answers_section(inside: Inside) -> Section:
    """The guide's questions that a plan builds on, with the answers; what is open stands last."""
    blocks = _answered(inside)
    if open_ones := _unanswered(inside):
        blocks += [Subheading("Frågor som är öppna"), *open_ones]
    empty = Empty("Guidens frågor om analys och genomförande är inte besvarade än.")
    return Section("svar", "Underlag: svar på guidens frågor", tuple(blocks or [empty]))
