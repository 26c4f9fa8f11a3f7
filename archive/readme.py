"""The README of a package: what it is, what each file holds, how to check it, and what is missing."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from archive.contents import ALL_PARTS, LEFT_OUT
from archive.packing import SUMS

TEXT = """\
ARKIVPAKET FÖR ETT ÄRENDE OM OMSTÄLLNING

Ärende:       {number}
Framtaget:    {made_at}
För:          {organisation}
Begärt av:    {ordered_by}
{marks}
Paketet är för {organisation} och innehåller även det som kommunen har skrivit
som "Endast internt". Pröva sekretessen innan något lämnas ut.


VAD SOM FINNS HÄR

README.txt               Den här texten.
{sums}               Kontrollsummor (SHA-256) för alla andra filer.
uppgifter/arende.json    Alla uppgifter i ärendet, som JSON.
uppgifter/arende.xml     Samma uppgifter, som XML.
uppgifter/arende.schema.json
                         Beskrivning av JSON-filen (JSON Schema 2020-12).
uppgifter/arende.xsd     Beskrivning av XML-filen (XML Schema 1.0).
loggbok/                 Loggboken som PDF/A, i tidsordning.
rapporter/               Varje fastställd rapport: PDF-filen som den lagrades,
                         och rapportens frysta uppgifter som JSON.
planer/                  Genomförandeplaner så som de antogs, som JSON.
bibliotek/               Det som har lagts i biblioteket, som JSON.
dokument/                Filerna till ärendets dokument, varje version.
bilagor/                 Loggposternas bilagor. Mapparna i bilagor och dokument
                         heter som början på filens kontrollsumma.

Loggbokens PDF visar den senaste lydelsen av varje loggpost. Tidigare lydelser
finns i arende.json och arende.xml, där varje lydelse är en rad.
{chain}

UPPGIFTERNA

Varje tabell har sina rader. "id" är radens nummer. En kolumn som pekar på en
annan tabell innehåller det numret. Schemafilerna säger vad varje kolumn är och
vad koderna betyder. Tider är i UTC. Kolumnen "file" är en plats i paketet.
I XML saknas elementet när värdet är tomt (null), och text med tecken som XML
inte kan hålla står i base64.

{tables}


VAD SOM INTE FINNS HÄR

{left_out}
- Det som andra organisationer har skrivit som "Endast internt".
- Fält som inte hör till ärendet: lösenord, inloggningar, sökindex.


KONTROLLERA

I mappen där paketet är uppackat:  sha256sum --check {sums}


BRISTER

{faults}
"""

CHAIN = """\
Loggens kedja av kontrollsummor finns med i tabellen log_entry. content_hash är
SHA-256 av salt och innehåll, chain_hash är SHA-256 av förra radens chain_hash,
content_hash och radens övriga uppgifter. Tabellen sealed_head visar kedjans
sista länk vid varje försegling.
"""
NO_CHAIN = """\
Loggens kedja av kontrollsummor finns inte med, eftersom fler än en organisation
har kunnat skriva i ärendet. Den kontrolleras i systemet.
"""


def readme(
    *,
    about: Mapping[str, object],
    made_at: datetime,
    secrecy: str,
    exercise: str,
    rows: Mapping[str, int],
    faults: Sequence[str],
) -> str:
    """The text, with Windows' line ends, so that any program shows it.

    `exercise` is the sentence that an exercise carries, empty for what has happened.
    """
    marks = [f"Sekretess:    {secrecy}"] if secrecy else []
    marks += [exercise] if exercise else []
    tables = [f"{part.table:<20} {rows[part.table]:>7}  {part.words}" for part in ALL_PARTS]
    text = TEXT.format(
        number=about["case_number"],
        organisation=about["made_for"],
        ordered_by=about["ordered_by"],
        made_at=timezone.localtime(made_at).strftime("%Y-%m-%d kl. %H:%M"),
        marks="".join(f"{mark}\n" for mark in marks),
        sums=SUMS,
        chain=CHAIN if about["whole_chain"] else NO_CHAIN,
        tables="\n".join(tables),
        left_out="\n".join(f"- {words}" for words in LEFT_OUT.values()),
        faults="\n".join(f"- {fault}" for fault in faults) or "Inga kända.",
    )
    return text.replace("\n", "\r\n")
