"""Reports to test with: the whole course of a food factory's closure, and one of every block."""

from dataclasses import replace
from datetime import UTC, date, datetime

from figures.masking import Wave, masked, plain
from figures.published import Published
from figures.timeline import TimelineRow, TimelineSpan
from reports.model import (
    Block,
    Column,
    Empty,
    Entries,
    Entry,
    Fact,
    Facts,
    Figures,
    GuideEntry,
    GuideMeasure,
    GuideRow,
    GuideTable,
    Head,
    Kind,
    Masked,
    NumberedList,
    Paragraph,
    PlainList,
    Report,
    Section,
    Subheading,
    Table,
    Timeline,
)
from reports.sections import SECTIONS, spec
from tests.figures.samples import snapshot

ISSUED_AT = datetime(2020, 9, 1, 13, 45, tzinfo=UTC)

# Parts of the status report to mask, each with its provision.
MASKS = {
    "rubrik": "OSL 31 kap. 16 §",
    "arendet-i-korthet": "OSL 31 kap. 16 §",
    "post-3": "OSL 21 kap. 1 §",
}

PREMISES = "Ny användning av fabrik och mark"
CLUSTER = "Livsmedelskluster"
MATCHING = "Matchning till nytt arbete"

# (from, to, measure, number of the main activity, its name, what was done)
COURSE = (
    (date(2016, 3, 31), None, "", None, "", "Företaget meddelade att all verksamhet lämnar orten."),
    (
        date(2016, 4, 8),
        None,
        "",
        None,
        "",
        "Regionen beslutade att utse en regional samordnare.",
    ),
    (
        date(2016, 4, 29),
        None,
        PREMISES,
        1,
        "Samtal med fastighetsägare",
        "Första mötet mellan fastighetsbolaget, kommunen och arbetsgruppen.",
    ),
    (
        date(2016, 6, 1),
        date(2016, 6, 30),
        MATCHING,
        1,
        "Jobbcenter på plats",
        "En ny regional samordnare började, med erfarenhet från två tidigare nedläggningar.",
    ),
    (
        date(2016, 9, 16),
        None,
        PREMISES,
        1,
        "Samtal med fastighetsägare",
        "Första mötet med företagets svenska ledning.",
    ),
    (
        date(2016, 12, 19),
        None,
        CLUSTER,
        1,
        "Utvecklingsbolag",
        "Utvecklingsbolaget för livsmedelsområdet bildades.",
    ),
    (
        date(2017, 4, 20),
        None,
        CLUSTER,
        2,
        "Avsiktsförklaringar",
        "Kommunen och utvecklingsbolaget skrev under en avsiktsförklaring.",
    ),
    (
        date(2017, 7, 1),
        date(2017, 8, 31),
        CLUSTER,
        2,
        "Avsiktsförklaringar",
        "En lantbrukskoncern blev delägare och en avsiktsförklaring med säljaren blev klar.",
    ),
    (
        date(2018, 3, 1),
        None,
        PREMISES,
        2,
        "Köp och tillträde",
        "Utvecklingsbolaget tillträdde fastigheten.",
    ),
    (
        date(2018, 8, 1),
        date(2018, 8, 31),
        PREMISES,
        3,
        "Hyresgäster",
        "Sju hyresgäster hade skrivit avtal och sex hade flyttat in.",
    ),
    (
        date(2020, 1, 1),
        date(2020, 12, 31),
        PREMISES,
        3,
        "Hyresgäster",
        "Området stod fortfarande delvis tomt.",
    ),
)

HEAD = Head(
    municipality="Norrby kommun",
    document_type="Tjänsteskrivelse",
    day=date(2020, 9, 1),
    diary_number="KS 2016/124",
    report_number="2020:7",
    officer="Alice Andersson, näringslivsutvecklare",
    officer_contact="alice@norrby.example",
    recipient="Kommunstyrelsen",
    case_number="2016-4817",
    case_title="Livsmedelsfabriken läggs ner",
    period_from=date(2016, 3, 31),
    period_to=date(2020, 8, 31),
    stop_on=date(2020, 8, 31),
)


def log() -> Entries:
    entries = [
        Entry(
            starts_on=first,
            ends_on=last,
            text=text,
            measure=measure,
            main_activity=f"Huvudaktivitet {number}: {name}" if number else "",
            participants="Kommunen, regionen och arbetsgruppen" if number else "",
            result="Parterna enades om hur arbetet går vidare." if number == 1 else "",
            corrected_on=date(2018, 9, 3) if number == 3 and last == date(2018, 8, 31) else None,
        )
        for first, last, measure, number, name, text in COURSE
    ]
    return Entries(tuple(entries))


def guide_table() -> GuideTable:
    measures = []
    for heading in (MATCHING, PREMISES, CLUSTER):
        names = {n: name for _, _, m, n, name, _ in COURSE if m == heading and n}
        rows = tuple(
            GuideRow(
                number=number,
                name=name,
                entries=tuple(
                    GuideEntry(starts_on=first, ends_on=last, text=text)
                    for first, last, m, n, _, text in COURSE
                    if (m, n) == (heading, number)
                ),
            )
            for number, name in sorted(names.items())
        )
        measures.append(GuideMeasure(heading=heading, rows=rows))
    whole = tuple(
        GuideEntry(starts_on=first, ends_on=last, text=text)
        for first, last, m, _, _, text in COURSE
        if not m
    )
    measures.append(
        GuideMeasure(
            heading="Ärendet som helhet",
            rows=(GuideRow(number=None, name="Utanför insatserna", entries=whole),),
        )
    )
    return GuideTable(measures=tuple(measures))


def logbook() -> Report:
    return Report(
        Kind.LOGBOOK,
        "Loggbok: Livsmedelsfabriken läggs ner",
        HEAD,
        (
            spec(Kind.LOGBOOK, "insatser").fill(guide_table()),
            spec(Kind.LOGBOOK, "tidsordning").fill(log()),
        ),
    )


def status_report() -> Report:
    filled: dict[str, tuple[Block, ...]] = {
        "forslag-till-beslut": (
            NumberedList(
                (
                    "Kommunstyrelsen har tagit del av lägesrapporten.",
                    "Kommunstyrelsen ger kommundirektören i uppdrag att lämna nästa rapport i mars.",
                )
            ),
        ),
        "arendet-i-korthet": (
            Paragraph(
                "I mars 2016 meddelade livsmedelsföretaget att all verksamhet i Norrby läggs ner. "
                "Omkring 400 personer berördes. Kommunen samlade fastighetsägare, region, "
                "Arbetsförmedlingen och omställningsorganisationerna inom en månad.\n\n"
                "Fabriksområdet har fått nya ägare och de första hyresgästerna har flyttat in. "
                "Näringslivsutvecklingsinsatserna fortsätter inom ordinarie verksamhet."
            ),
        ),
        "laget-i-siffror": (
            Table(
                caption="Berörda personer, nu och i förra rapporten",
                columns=(
                    Column("Uppgift"),
                    Column("Förra rapporten", numeric=True),
                    Column("Nu", numeric=True),
                    Column("Källa"),
                ),
                rows=(
                    ("Varslade", "400", "400", "Arbetsförmedlingen, 2016-03-31"),
                    ("Uppsagda", "312", "318", "Företaget, 2017-01-15"),
                    ("Nytt arbete", "180", "261", "Omställningsorganisationen, 2018-02-07"),
                    ("Studier", "22", "31", "Omställningsorganisationen, 2018-02-07"),
                    ("Arbetslösa", "96", "färre än 5", "Arbetsförmedlingen, 2020-08-14"),
                ),
            ),
        ),
        "fas-och-tidslinje": (
            Facts(
                (
                    Fact("Fas", "4 Genomföra, sedan 20 april 2017"),
                    Fact("Dagar sedan beskedet", "1\u00a0614"),
                    Fact("Till första påbörjade insats", "29 dagar"),
                    Fact(
                        "Vägledning",
                        "Tillväxtverkets sidor om omställning",
                        "https://tillvaxtverket.se/",
                    ),
                )
            ),
            Table(
                caption="Faser",
                columns=(Column("Fas"), Column("Började"), Column("Slutade")),
                rows=(
                    ("1 Förbereda", "2016-04-01", "2016-05-02"),
                    ("2 Analysera", "2016-05-02", "2016-11-14"),
                    ("3 Planera och förankra", "2016-11-14", "2017-04-20"),
                    ("4 Genomföra", "2017-04-20", "pågår"),
                ),
            ),
        ),
        "genomfort": (
            Subheading(f"{PREMISES} – Hyresgäster"),
            PlainList(("augusti 2018: Sju hyresgäster hade skrivit avtal och sex flyttat in.",)),
        ),
        "pagar-och-planeras": (
            Table(
                caption="Insatser som pågår eller är beslutade",
                columns=(Column("Insats"), Column("Läge"), Column("Ansvarig"), Column("Slut")),
                rows=(
                    (PREMISES, "pågår", "Alice Andersson", "2021-06-30"),
                    (CLUSTER, "pågår", "Utvecklingsbolaget", "2021-12-31"),
                ),
            ),
        ),
        "samverkan": (PlainList(("Region Väst", "Arbetsförmedlingen", "Trygghetsrådet")),),
        "beslutsunderlag": (NumberedList(("Tjänsteskrivelse den 1 september 2020",)),),
        "beslutet-skickas-till": (PlainList(("Region Väst", "Arbetsmarknadsnämnden")),),
        "bilaga-loggbok": (log(),),
    }
    return Report(
        Kind.STATUS_REPORT,
        "Lägesrapport: Livsmedelsfabriken läggs ner",
        HEAD,
        tuple(s.fill(*filled.get(s.key, ())) for s in SECTIONS[Kind.STATUS_REPORT]),
    )


ODD_TEXT = (
    '<script>alert(1)</script> {{ report }} & "åäö" 😀 → ≤ ✓ Łódź Ω Ж 漢字 שלום عالم ' + "x" * 300
)
DAY = date(2026, 3, 1)


def figures(heading: str = "Andra varslet") -> Published:
    """Two waves and three days, masked."""
    rows = [
        snapshot(
            date(2026, month, 1),
            wave=wave,
            place=month,
            notified=120 * wave,
            withdrawn=3,
            dismissed=20 * month,
            reemployed=6 * month,
            unemployed=4 * month,
            unknown=2,
        )
        for month in (1, 2, 3)
        for wave in (1, 2)
    ]
    made = plain(rows, [Wave(1, "Första varslet"), Wave(2, heading)])
    assert made
    return masked(made)


def every_block(text: str) -> tuple[Block, ...]:
    entry = Entry(
        starts_on=DAY,
        text=text,
        result=text,
        participants=text,
        measure=text,
        main_activity=text,
        by_system=True,
        corrected_on=DAY,
        attachments=(text, text),
    )
    done = GuideEntry(
        starts_on=DAY, text=text, result=text, corrected_on=DAY, attachments=(text, text)
    )
    rows = (GuideRow(number=1, name=text, entries=(done,), note=text),)
    return (
        Paragraph(text),
        Subheading(text),
        Facts((Fact(text, text, "https://example.org/?a=1&b=2"),)),
        NumberedList((text,)),
        PlainList((text,)),
        Table(
            caption=text, columns=(Column(text), Column(text, numeric=True)), rows=((text, text),)
        ),
        GuideTable(caption=text, measures=(GuideMeasure(heading=text, rows=rows),)),
        Entries((entry,)),
        Figures(figures=figures(text)),
        Timeline(
            key="tidslinje-1",
            title=text,
            stop_on=DAY,
            rows=(
                TimelineRow(heading="Faser", label="1. Förbereda", real=(TimelineSpan(first=DAY),)),
                TimelineRow(
                    heading="Insatser",
                    label="Jobbmässa",
                    words="pågår",
                    planned=TimelineSpan(first=DAY, last=date(2026, 5, 1)),
                ),
            ),
        ),
        Empty(text),
        Masked(text),
    )


def report_of(text: str) -> Report:
    report = logbook()
    head = replace(
        report.head,
        municipality=text,
        document_type=text,
        diary_number=text,
        report_number=text,
        officer=text,
        officer_contact=text,
        recipient=text,
        case_number=text,
        case_title=text,
        secrecy=text,
    )
    return replace(report, title=text, head=head, sections=(Section("x", text, every_block(text)),))
