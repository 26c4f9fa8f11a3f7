"""Which sections each kind of report has, in order, whose words they hold, and what stands in an empty one."""

from dataclasses import dataclass

from reports.model import Block, Empty, Kind, Section


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """`key` is stable: organisations' own order and wording refer to it."""

    key: str
    number: str
    heading: str
    empty: str

    def fill(self, *blocks: Block) -> Section:
        """The section with these blocks, or with its empty sentence when there are none."""
        return Section(self.key, self.heading, blocks or (Empty(self.empty),), self.number)


# The order and headings of a council's lägesrapport.
STATUS_REPORT = (
    SectionSpec(
        "forslag-till-beslut",
        "1",
        "Förslag till beslut",
        "Det finns inget förslag till beslut i den här rapporten.",
    ),
    SectionSpec(
        "arendet-i-korthet",
        "2",
        "Ärendet i korthet",
        "Ingen sammanfattning är skriven.",
    ),
    SectionSpec(
        "laget-i-siffror",
        "3",
        "Läget i siffror",
        "Inga siffror är redovisade till och med stoppdatum.",
    ),
    SectionSpec(
        "fas-och-tidslinje",
        "4",
        "Fas och tidslinje",
        "Ärendet har ännu inte gått in i någon fas.",
    ),
    SectionSpec(
        "genomfort",
        "5",
        "Genomfört sedan förra rapporten",
        "Inget har antecknats i loggboken under perioden.",
    ),
    SectionSpec(
        "pagar-och-planeras",
        "6",
        "Pågår och planeras",
        "Inga insatser pågår eller är planerade.",
    ),
    SectionSpec(
        "avvikelser-och-risker",
        "7",
        "Avvikelser, risker och behov av beslut",
        "Inga avvikelser, risker eller behov av beslut är antecknade.",
    ),
    SectionSpec(
        "ekonomi",
        "8",
        "Ekonomi och finansiering",
        "Inga uppgifter om ekonomi eller finansiering är antecknade.",
    ),
    SectionSpec(
        "samverkan",
        "9",
        "Samverkan",
        "Inga grupper eller samverkansparter är antecknade.",
    ),
    SectionSpec(
        "indikatorer",
        "10",
        "Indikatorer mot utgångsläge",
        "Inga indikatorer följs i ärendet.",
    ),
    SectionSpec(
        "nasta-rapport",
        "11",
        "Nästa rapport",
        "Ingen dag för nästa rapport är bestämd.",
    ),
    SectionSpec(
        "beslutsunderlag",
        "12",
        "Beslutsunderlag",
        "Beslutsunderlaget är den här rapporten.",
    ),
    SectionSpec(
        "beslutet-skickas-till",
        "13",
        "Beslutet skickas till",
        "Ingen mottagare av beslutet är angiven.",
    ),
    SectionSpec(
        "bilaga-loggbok",
        "",
        "Bilaga: Loggbok",
        "Loggboken har inga poster till och med stoppdatum.",
    ),
)

LOGBOOK = (
    SectionSpec(
        "insatser",
        "1",
        "Insatser och vad som har gjorts",
        "Ärendet har inga insatser.",
    ),
    SectionSpec(
        "tidsordning",
        "2",
        "Loggboken i tidsordning",
        "Loggboken har inga poster till och med stoppdatum.",
    ),
)

SUMMARY = (
    SectionSpec("laget", "", "Läget", "Inga uppgifter om läget."),
    SectionSpec("gjort", "", "Det senaste", "Inget har antecknats i loggboken under perioden."),
    SectionSpec("kommer", "", "Det närmaste", "Inga insatser pågår eller är planerade."),
    SectionSpec("behover", "", "Det som behöver beslut", "Inget behov av beslut är antecknat."),
)

FINAL_REPORT = (
    SectionSpec(
        "forslag-till-beslut",
        "1",
        "Förslag till beslut",
        "Det finns inget förslag till beslut i den här rapporten.",
    ),
    SectionSpec("sammanfattning", "2", "Sammanfattning", "Ingen sammanfattning är skriven."),
    SectionSpec("forlopp", "3", "Förlopp", "Ärendet har ännu inte gått in i någon fas."),
    SectionSpec(
        "siffror",
        "4",
        "Hur det gick för de varslade",
        "Inga siffror är redovisade till och med stoppdatum.",
    ),
    SectionSpec("insatser", "5", "Insatser och resultat", "Ärendet har inga insatser."),
    SectionSpec(
        "ekonomi",
        "6",
        "Ekonomi och finansiering",
        "Inga uppgifter om ekonomi eller finansiering är antecknade.",
    ),
    SectionSpec(
        "indikatorer",
        "7",
        "Indikatorer mot utgångsläge",
        "Inga indikatorer följs i ärendet.",
    ),
    SectionSpec("samverkan", "8", "Samverkan", "Inga samverkansparter är antecknade."),
    SectionSpec("lardomar", "9", "Lärdomar", "Inga lärdomar är skrivna."),
    SectionSpec(
        "fortsatt-arbete", "10", "Fortsatt arbete", "Inget arbete fortsätter efter ärendet."
    ),
    SectionSpec(
        "beslutet-skickas-till",
        "11",
        "Beslutet skickas till",
        "Ingen mottagare av beslutet är angiven.",
    ),
    SectionSpec(
        "bilaga-loggbok",
        "",
        "Bilaga: Loggbok",
        "Loggboken har inga poster till och med stoppdatum.",
    ),
)

# The four headings of the lägesrapport that EU projects of 2021–27 give Tillväxtverket, which other
# funders' forms follow (domain facts §5.5).
FUNDER_REPORT = (
    SectionSpec("overgripande-uppgifter", "1", "Övergripande uppgifter", "Inga uppgifter finns."),
    SectionSpec(
        "arbetssatt",
        "2",
        "Arbetssätt och organisation",
        "Inget är skrivet om arbetssätt och organisation.",
    ),
    SectionSpec("aktiviteter", "3", "Aktiviteter", "Inget har antecknats under perioden."),
    SectionSpec("resultat", "4", "Projektets resultat", "Inga mål eller resultat är antecknade."),
)

PLAN = (
    SectionSpec(
        "forslag-till-beslut",
        "1",
        "Förslag till beslut",
        "Det finns inget förslag till beslut i den här planen.",
    ),
    SectionSpec("bakgrund", "2", "Bakgrund och inriktning", "Ingen bakgrund är skriven."),
    SectionSpec("insatser", "3", "Insatser", "Planen har inga insatser."),
    SectionSpec("tidplan", "4", "Tidplan", "Ingen insats har några dagar."),
    SectionSpec(
        "pengar",
        "5",
        "Pengar",
        "Inga uppgifter om ekonomi eller finansiering är antecknade.",
    ),
    SectionSpec(
        "organisation",
        "6",
        "Organisation och samverkan",
        "Inget är skrivet om organisation och samverkan.",
    ),
    SectionSpec(
        "risker", "7", "Risker och behov av beslut", "Inga risker eller behov av beslut är skrivna."
    ),
    SectionSpec("andringar", "8", "Antagen plan och ändringar", "Planen är inte antagen än."),
    SectionSpec(
        "beslutet-skickas-till",
        "9",
        "Beslutet skickas till",
        "Ingen mottagare av beslutet är angiven.",
    ),
)

SITUATION = (
    SectionSpec("handelsen", "1", "Vad som har hänt", "Inget är känt om händelsen."),
    SectionSpec("siffror", "2", "Vilka som berörs", "Inga siffror är införda än."),
    SectionSpec("dagar", "3", "Dagar som gäller", "Inga dagar är kända."),
    SectionSpec("vet", "4", "Det vi vet", "Inga av guidens frågor är besvarade än."),
    SectionSpec("vet-inte", "5", "Det vi ännu inte vet", "Alla frågor i fasen är besvarade."),
    SectionSpec("grupper", "6", "Vilka som arbetar med det", "Inga grupper är bildade än."),
    SectionSpec("insatser", "7", "Insatser", "Inga insatser är planerade än."),
)

# The three parts of the coordinators' reports of 2008–09 (domain facts §5.2).
COUNTY_REPORT = (
    SectionSpec("varsellage", "1", "Varselläge", "Inget ärende är delat med regionen."),
    SectionSpec(
        "vidtagna-atgarder", "2", "Vidtagna åtgärder", "Inga åtgärder har vidtagits under perioden."
    ),
    SectionSpec("uppnadda-resultat", "3", "Uppnådda resultat", "Inga resultat är redovisade än."),
)

SECTIONS = {
    Kind.STATUS_REPORT: STATUS_REPORT,
    Kind.SUMMARY: SUMMARY,
    Kind.FINAL_REPORT: FINAL_REPORT,
    Kind.FUNDER_REPORT: FUNDER_REPORT,
    Kind.LOGBOOK: LOGBOOK,
    Kind.GUIDE_LOGBOOK: LOGBOOK[:1],
    Kind.TIME_LOGBOOK: LOGBOOK[1:],
    Kind.PLAN: PLAN,
    Kind.SITUATION: SITUATION,
    Kind.COUNTY_REPORT: COUNTY_REPORT,
}


def spec(kind: Kind, key: str) -> SectionSpec:
    """The section of that kind of report with that key. Raises KeyError."""
    for found in SECTIONS[kind]:
        if found.key == key:
            return found
    raise KeyError(key)


# Where the words of one's own that have a name stand, by kind of report: field of the request → section.
NAMED_WORDS: dict[Kind, dict[str, str]] = {
    Kind.STATUS_REPORT: {
        "decisions": "forslag-till-beslut",
        "summary": "arendet-i-korthet",
        "deviations": "avvikelser-och-risker",
        "next_report_on": "nasta-rapport",
        "decision_goes_to": "beslutet-skickas-till",
    },
    Kind.SUMMARY: {"summary": "laget", "deviations": "behover", "next_report_on": "kommer"},
    Kind.FINAL_REPORT: {
        "decisions": "forslag-till-beslut",
        "summary": "sammanfattning",
        "lessons": "lardomar",
        "continues": "fortsatt-arbete",
        "decision_goes_to": "beslutet-skickas-till",
    },
    Kind.FUNDER_REPORT: {
        "summary": "overgripande-uppgifter",
        "working": "arbetssatt",
        "deviations": "aktiviteter",
        "lessons": "resultat",
    },
    Kind.LOGBOOK: {},
    Kind.GUIDE_LOGBOOK: {},
    Kind.TIME_LOGBOOK: {},
    Kind.PLAN: {
        "decisions": "forslag-till-beslut",
        "summary": "bakgrund",
        "working": "organisation",
        "deviations": "risker",
        "decision_goes_to": "beslutet-skickas-till",
    },
    Kind.SITUATION: {},
    Kind.COUNTY_REPORT: {},
}
# In these every other section takes words too; the summary has no room for more than it has.
WITH_WORDS = frozenset({Kind.STATUS_REPORT, Kind.FINAL_REPORT})
# What comes out of the case alone: the log, and the papers that the report rests on.
_WITHOUT_WORDS = frozenset({"bilaga-loggbok", "beslutsunderlag"})


def sections_with_more_words(kind: Kind) -> tuple[SectionSpec, ...]:
    """The sections that take words of one's own without a name."""
    if kind not in WITH_WORDS:
        return ()
    named = set(NAMED_WORDS[kind].values())
    return tuple(each for each in SECTIONS[kind] if each.key not in named | _WITHOUT_WORDS)
