"""Everything that is large or strange at once: still a sound PDF, with the same characters when copied out."""

from dataclasses import replace
from datetime import date

import pikepdf

from figures.timeline import TimelineRow, TimelineSpan
from reports.model import Column, Entries, Entry, Report, Section, Table, Timeline
from reports.render import render_pdf
from tests.pdf import read_pdf
from tests.reports import samples

EMOJI, RIGHT_TO_LEFT, WORD = "🏭👷‍♀️😀", "שלום עالم", "Å" * 3_000
PICTURES, ROWS = 50, 500


def sixty_thousand_characters() -> str:
    sentences = (
        f"Mening {n} om {EMOJI} och {RIGHT_TO_LEFT} i kommunen. " for n in range(60_000 // 40)
    )
    return "".join(sentences).strip()


def picture(number: int) -> Timeline:
    return Timeline(
        key=f"bild-{number}",
        title=f"Bild {number} {EMOJI[0]}",
        stop_on=date(2026, 3, 1),
        rows=(
            TimelineRow(
                heading="Insatser",
                label=f"Insats {number}",
                real=(TimelineSpan(first=date(2026, 1, 1), last=None),),
            ),
        ),
    )


def large_report() -> Report:
    table = Table(
        caption="Femhundra rader",
        columns=(Column("Namn"), Column("Tal", numeric=True)),
        rows=tuple((f"Rad {n} {EMOJI} {RIGHT_TO_LEFT}", str(n)) for n in range(ROWS)),
    )
    entries = (
        Entry(starts_on=date(2026, 1, 1), text=sixty_thousand_characters()),
        Entry(starts_on=date(2026, 1, 2), text=WORD),
    )
    blocks = (table, Entries(entries), *map(picture, range(PICTURES)))
    return replace(samples.logbook(), sections=(Section("allt", "Allt", blocks),))


def test_a_report_with_everything_large_is_sound_and_reads_back_as_written() -> None:
    pdf = read_pdf(render_pdf(large_report(), issued_at=samples.ISSUED_AT, timeout=600))
    rows = [f"Rad {n} {EMOJI} {RIGHT_TO_LEFT}" for n in range(ROWS)]
    titles = [f"Bild {n} {EMOJI[0]}" for n in range(PICTURES)]
    assert pdf.missing(*rows, sixty_thousand_characters(), WORD, *titles) == []
    things = [thing for thing in pdf.pdf.objects if isinstance(thing, pikepdf.Dictionary)]
    pictures = [thing for thing in things if thing.get("/S") == "/Figure"]
    assert len(pictures) == PICTURES
    assert all(str(picture.get("/Alt", "")) for picture in pictures)
    heads = [table[0] for table in pdf.tables if table[0][0][1] == "Namn"]
    assert len(heads) > 5
    assert all(head == [("TH", "Namn"), ("TH", "Tal")] for head in heads)
    assert not pdf.pdf.check_pdf_syntax()
