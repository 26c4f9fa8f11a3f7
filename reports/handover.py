"""The handover: what someone who takes over a case must know, as one paper. Pure: material in, paper out.

It is made when it is asked for and never stored. What it tells is working material of those inside
the case, and as much as the one who asks may read.
"""

from dataclasses import dataclass
from datetime import date

from core.days import day_words
from core.money import crowns
from figures.clock_lines import clock_lines, coming
from figures.clock_words import Reader as ClockReader
from guide.load import guide
from guide.phases import Phase
from measures.states import State as MeasureState
from reports.handover_queries import MOST, HandoverMaterial
from reports.model import (
    EXERCISE,
    EXERCISE_TITLE,
    Block,
    Column,
    Empty,
    Fact,
    Facts,
    Head,
    Paper,
    Paragraph,
    PlainList,
    Section,
    Table,
    secrecy_mark,
)

Blocks = list[Block]
NOBODY = "ingen"


@dataclass(frozen=True, slots=True)
class Handover(Paper):
    title: str
    head: Head
    sections: tuple[Section, ...]

    @property
    def slug(self) -> str:
        return "overlamning"


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    organisation: str
    email: str
    phone: str
    roles: list[str]


def build_handover(material: HandoverMaterial) -> Handover:
    """The paper, dated the material's day."""
    case = material.case
    parts = (
        ("i-korthet", "I korthet", _in_short(material), ""),
        (
            "oppna-beslut",
            "Öppna beslut",
            _open_decisions(material),
            "Inget i ärendet väntar på ett beslut.",
        ),
        ("nasta-steg", "Nästa steg", _steps(material), "Inga nästa steg är öppna i loggboken."),
        ("loften", "Löften", _promises(material), "Ingen har lovat något som inte är gjort."),
        ("dagar", "Dagar att hålla reda på", _days(material), "Inga dagar ligger framför ärendet."),
        ("kontakter", "Kontakter", _contacts(material), ""),
        ("begransat", "Det som är begränsat", _restricted(material), ""),
    )
    return Handover(
        title=f"{EXERCISE_TITLE if case.is_exercise else ''}Överlämning: {case.title}",
        head=_head(material),
        sections=tuple(
            Section(key, heading, tuple(blocks) or (Empty(empty),), str(number))
            for number, (key, heading, blocks, empty) in enumerate(parts, start=1)
        ),
    )


def _head(material: HandoverMaterial) -> Head:
    case = material.case
    lead = material.around.municipalities[0] if material.around.municipalities else ""
    return Head(
        municipality=lead,
        document_type="Överlämning",
        exercise=EXERCISE if case.is_exercise else "",
        day=material.today,
        diary_number=case.diary_number,
        officer=material.by.name,
        officer_contact=material.by.email,
        case_number=case.number,
        case_title=case.title,
        secrecy=secrecy_mark(
            case.is_restricted, case.secrecy_provision, day=material.today, authority=lead
        ),
    )


def _in_short(material: HandoverMaterial) -> Blocks:
    case = material.case
    stay = material.clock.stays[-1] if material.clock.stays else None
    since = f", sedan den {day_words(stay.began_on)}" if stay else ""
    facts = (
        ("Företag", case.company),
        ("Händelse", f"{case.get_trigger_display()}, besked den {day_words(case.notice_on)}"),
        ("Läge", case.get_state_display()),
        ("Fas", f"{case.phase}. {Phase(case.phase).label}{since}"),
        ("Guidens frågor i fasen", material.phase.counts.words.capitalize()),
        ("Ansvarig", case.responsible.name),
        ("Ersättare", case.deputy.name if case.deputy else "Ingen ersättare"),
        ("Kommuner", ", ".join(material.around.municipalities)),
        ("Beskrivning", case.description),
    )
    return [Facts(tuple(Fact(term, value) for term, value in facts if value))]


def _open_decisions(material: HandoverMaterial) -> Blocks:
    """What is proposed and not known to be decided: reports, money applied for, ideas, open questions."""
    waiting = []
    for report in material.around.proposed:
        to = f" till {report['recipient']}" if report["recipient"] else ""
        told = f"lägesrapport {report['number']}{to}, stoppdatum {_day(report['on'])}"
        waiting += [
            f"{decision.rstrip('.')} (föreslaget i {told})."
            for decision in report["decisions"] or []
        ]
    for row in material.around.funding:
        asked = f", sökt den {_day(row['on'])}" if row["on"] else ""
        waiting.append(
            f"{row['funder']} har inte lämnat besked om {crowns(row['ore'])} "
            f"till {row['measure']}{asked}."
        )
    waiting += [
        f"{measure.title} är en idé: besluta om den eller avbryt den."
        for measure in material.measures
        if measure.state == MeasureState.IDEA
    ]
    blocks: Blocks = [_listed(waiting)] if waiting else []
    if questions := [each.question.text for each in material.phase.open]:
        blocks += [Paragraph("Guidens frågor i fasen som är öppna:"), _listed(questions)]
    return blocks


def _steps(material: HandoverMaterial) -> Blocks:
    rows = tuple(
        (
            step.entry.next_step,
            step.entry.next_step_on.isoformat() if step.entry.next_step_on else "–",
            step.entry.next_step_by.name if step.entry.next_step_by else NOBODY,
            f"{step.days_late} dagar sent" if step.days_late else "",
        )
        for step in material.steps
    )
    return _table("Öppna nästa steg, de mest försenade först", "Vad Senast Vem Försening", rows)


def _promises(material: HandoverMaterial) -> Blocks:
    """What someone has taken upon them: groups' analyses and plans, questions, measures under way."""
    rows = [
        (f"{row['title']} ({row['group']})", row["name"] or NOBODY, row["on"] or "–")
        for row in material.around.assignments
    ]
    for row in material.around.questions:
        known = guide().question_or_none(row["question"])
        wording = known.text if known else row["question"]
        rows.append((f"Svara på: {wording}", row["name"], row["on"]))
    for measure in material.measures:
        if measure.state == MeasureState.IDEA:
            continue
        partners = f" med {measure.partners}" if measure.partners else ""
        rows.append(
            (
                f"Insats: {measure.title}{partners}",
                measure.responsible.name if measure.responsible else NOBODY,
                measure.planned_end.isoformat() if measure.planned_end else "–",
            )
        )
    return _table("Det som någon har tagit på sig", "Vad Vem Senast", tuple(rows))


def _days(material: HandoverMaterial) -> Blocks:
    lines = clock_lines(material.clock, today=material.today, reader=ClockReader.INSIDE)
    rows = tuple(
        (line.label, line.on.isoformat() if line.on else "–", line.when)
        for line in coming(lines, today=material.today)
    )
    return _table("Försenat och kommande", "Vad Dag När", rows)


def _contacts(material: HandoverMaterial) -> Blocks:
    """Those in and round the case, each once with all that the person is in it."""
    case, people = material.case, dict[tuple[str, str], _Person]()
    lead = material.around.municipalities[0] if material.around.municipalities else ""

    def add(key: str, name: str, organisation: str, role: str, email: str, phone: str) -> None:
        person = people.setdefault((key, name), _Person(name, organisation, email, phone, []))
        person.roles.append(role)

    for user, role in ((case.responsible, "Ansvarig"), (case.deputy, "Ersättare")):
        if user:
            add(f"user-{user.pk}", user.name, lead, role, user.email, user.phone)
    for member in material.members:
        title = ", ".join(part for part in (member.person_title, member.organisation_name) if part)
        role = f"{member.get_role_display()} i {member.group.name}"
        key = f"user-{member.user_id}" if member.user_id else member.organisation_name
        add(key, member.person_name, title, role, member.work_email, member.work_phone)
    for guest in material.around.guests if not case.is_restricted else []:
        name, organisation = guest["name"], guest["organisation"]
        add(organisation, name, organisation, "Gäst i ärendet", guest["email"], "")
    rows = tuple(
        (p.name, p.organisation, "; ".join(p.roles), p.email, p.phone) for p in people.values()
    )
    return _table("Personer i och runt ärendet", "Namn Organisation Roll E-post Telefon", rows)


def _restricted(material: HandoverMaterial) -> Blocks:
    """Who may know what, so that whoever takes over tells nobody else."""
    case, around = material.case, material.around
    facts = [Fact("Synlighet", case.get_visibility_display())]
    if case.is_restricted:
        if case.secrecy_provision:
            facts.append(Fact("Lagrum", case.secrecy_provision))
        names = [f"{row['name']} ({row['reason']})" for row in around.readers]
        facts.append(Fact("De som får veta", "; ".join(names)))
    else:
        shares = [f"{row['name']} sedan {_day(row['since'])}" for row in around.shares]
        guests = [
            f"{row['name']}, {row['organisation']}"
            + (f", till {_day(row['until'])}" if row["until"] else "")
            for row in around.guests
        ]
        facts.append(Fact("Delat med", "; ".join(shares) or "Ingen annan organisation"))
        facts.append(Fact("Gäster", "; ".join(guests) or "Inga"))
    if material.internal_entries:
        facts.append(
            Fact(
                "Endast internt",
                f"{material.internal_entries} loggposter läses bara av den egna organisationen",
            )
        )
    told = (
        "Det här papperet är arbetsmaterial för dem som arbetar i ärendet. "
        "Det visar det som den som tog fram det får läsa, och sparas inte."
    )
    return [Facts(tuple(facts)), Paragraph(told)]


def _table(caption: str, columns: str, rows: tuple[tuple[str, ...], ...]) -> Blocks:
    """A table of as many rows as a paper bears; it says when there may be more."""
    if not rows:
        return []
    labels = tuple(Column(label) for label in columns.split())
    table = Table(caption=caption, columns=labels, rows=rows[:MOST])
    return [table] if len(rows) < MOST else [table, Paragraph("Fler står i ärendet.")]


def _listed(sentences: list[str]) -> PlainList:
    return PlainList(tuple(sentences[:MOST]))


def _day(iso: str) -> str:
    """The day of an ISO day or moment, in words."""
    return day_words(date.fromisoformat(iso[:10]))
