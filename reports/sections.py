"""Which sections each kind of report has, in order, and what stands in one without data."""

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

SECTIONS = {Kind.STATUS_REPORT: STATUS_REPORT, Kind.LOGBOOK: LOGBOOK}


def spec(kind: Kind, key: str) -> SectionSpec:
    """The section of that kind of report with that key. Raises KeyError."""
    for found in SECTIONS[kind]:
        if found.key == key:
            return found
    raise KeyError(key)
