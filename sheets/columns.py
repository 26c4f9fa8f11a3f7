"""Guesses which row has the headings and what each column holds, from Swedish words and contents."""

import re

from core.dates import DateNotUnderstood
from sheets.days import Context, only_year, read_period
from sheets.matching import JOINED, Matching, Target
from sheets.reading.grid import Row, Sheet, cell_text

LOOKED_AT = 30  # rows where headings may stand
SAMPLE = 60  # rows whose contents are looked at
MOSTLY = 0.5
PARTS_OF_A_DAY = ("år", "månad", "vecka", "dag")

# Exact headings first; then what a heading begins with; each list in order of weight.
HEADINGS: tuple[tuple[Target, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        Target.IGNORE,
        ("nr", "nummer", "id", "löpnr", "huvudaktivitet nr", "organisation", "antecknad", "rättad",
         "skriven av", "skäl till rättelsen", "antecknad av systemet"),
        ("löpnum",),
    ),
    (Target.NEXT_STEP_ON, ("senast", "deadline", "klart senast", "sista dag", "förfallodag"),
     ("nästa steg: senast", "nästa steg senast", "klart senast", "deadline")),
    (Target.NEXT_STEP_BY, (), ("nästa steg: vem", "nästa steg vem", "ansvarig för nästa")),
    (Target.NEXT_STEP, ("att göra", "fortsatt arbete", "kvar att göra", "planerat"),
     ("nästa", "kommande", "fortsätt", "att göra")),
    (Target.UNTIL, ("till", "tom", "t o m", "till och med", "slut", "avslut"),
     ("slutdat", "till och med", "till datum", "avslutad", "klar datum")),
    (Target.WHEN, ("när", "dag", "tid", "månad", "vecka", "från", "fr o m", "from", "start", "år"),
     ("dat", "när ", "tidpunkt", "startdat", "från och med", "påbörja", "period", "händelsedat")),
    (Target.ACTIVITY, (), ("huvudaktiv", "delaktiv")),
    (Target.MEASURE, ("insats", "insatser", "område", "spår"),
     ("insats", "projekt", "delprojekt", "åtgärdsområde", "arbetsområde", "fokusområde")),
    (Target.RESULT, ("resultat", "utfall", "effekt", "beslut", "utgång"),
     ("resultat", "utfall", "effekt", "beslut", "vad blev")),
    (Target.PARTICIPANTS, ("vilka", "deltog", "parter", "med vem", "vem", "vilka deltog"),
     ("medverk", "deltag", "närvar", "samverk", "aktör", "kontakt", "ansvar", "handlägg",
      "utför", "vem ", "vilka ")),
    (Target.INTERNAL, ("intern", "internt"), ("endast internt",)),
    (Target.WHAT, ("vad", "text", "logg", "händelse", "åtgärd", "aktivitet", "möte", "kommentar"),
     ("vad ", "händelse", "beskriv", "anteckn", "aktivitet", "åtgärd", "noter", "innehåll",
      "genomför", "logg", "kommentar", "ärende", "moment", "gjort", "övrigt")),
)  # fmt: skip


def guess(sheets: list[Sheet], number: int, file_name: str) -> Matching:
    """The likeliest reading of sheet `number`."""
    sheet = sheets[number]
    return guess_with_heading(sheets, number, heading_row(sheet), file_name)


def guess_with_heading(sheets: list[Sheet], number: int, heading: int, file_name: str) -> Matching:
    """The same when the row of the headings is known."""
    sheet = sheets[number]
    columns = _by_headings(sheet.row(heading))
    rows = [row for row in sheet.rows if row.number > heading][:SAMPLE]
    year = _year(sheet, heading, file_name)
    _by_contents(columns, rows, Context(year or 2000, epoch_1904=sheet.epoch_1904))
    _settle(columns, {column: _plain(heading_text(sheet, heading, column)) for column in columns})
    return Matching(sheet=number, heading=heading, columns=columns, year=year)


def heading_row(sheet: Sheet) -> int:
    """The number of the first row with most known headings; 0 when no row has two."""
    best, most = 0, 1
    for row in sheet.rows[:LOOKED_AT]:
        found = [target for target in _by_headings(row).values() if target]
        known = len(set(found))
        if known > most:
            best, most = row.number, known
    return best


def heading_text(sheet: Sheet, heading: int, column: int) -> str:
    """What stands over the column."""
    row = sheet.row(heading)
    return " ".join(cell_text(row.cell(column)).split()) if row else ""


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w: ]", " ", text.lower()).split()).strip(": ")


def target_of(heading: str) -> Target | None:
    """What a column with that heading holds; None for words that say nothing."""
    words = _plain(heading)
    if not words or len(words) > 60 or re.match(r"\d", words):
        return None
    for target, exact, _ in HEADINGS:
        if words in exact:
            return target
    for target, _, beginnings in HEADINGS:
        if any(words.startswith(beginning) for beginning in beginnings):
            return target
    return None


def _by_headings(row: Row | None) -> dict[int, Target]:
    if row is None:
        return {}
    found = ((column, target_of(cell_text(row.cell(column)))) for column in row.own())
    return {column: target for column, target in found if target is not None}


def _by_contents(columns: dict[int, Target], rows: list[Row], context: Context) -> None:
    """Finds the day and the text by what the columns hold, when no heading has said so."""
    width = max((len(row.cells) for row in rows), default=0)
    free = [column for column in range(width) if column not in columns]
    if Target.WHEN not in columns.values():
        days = {column: _share_of_days(rows, column, context) for column in free}
        best = max(days, key=lambda column: days[column], default=None)
        if best is not None and days[best] >= MOSTLY:
            columns[best] = Target.WHEN
            free.remove(best)
    if Target.WHAT not in columns.values() and free:
        columns[max(free, key=lambda column: _average_length(rows, column))] = Target.WHAT


def _share_of_days(rows: list[Row], column: int, context: Context) -> float:
    cells = [row.cell(column) for row in rows if row.cell(column) is not None]
    return sum(_is_day(cell, context) for cell in cells) / len(cells) if len(cells) > 1 else 0.0


def _is_day(cell: object, context: Context) -> bool:
    try:
        read_period(cell, context)  # type: ignore[arg-type]
    except DateNotUnderstood:
        return False
    return True


def _average_length(rows: list[Row], column: int) -> float:
    texts = [cell_text(row.cell(column)) for row in rows]
    return sum(map(len, texts)) / (len(texts) or 1)


def _settle(columns: dict[int, Target], headings: dict[int, str]) -> None:
    """One column for each thing that is not put together, and sense in what belongs together."""
    taken: set[Target] = set()
    for column in sorted(columns):
        target = columns[column]
        if target == Target.PARTICIPANTS and _follows_next_step(columns, headings, column):
            columns[column] = Target.NEXT_STEP_BY
        elif target in taken and not _goes_with_others(target, headings[column]):
            columns[column] = Target.IGNORE
        taken.add(columns[column])
    if Target.NEXT_STEP not in taken:
        for column, target in list(columns.items()):
            if target in (Target.NEXT_STEP_ON, Target.NEXT_STEP_BY):
                columns[column] = Target.IGNORE


def _goes_with_others(target: Target, heading: str) -> bool:
    """Texts are put together; of days only year, month and day in columns of their own."""
    return heading in PARTS_OF_A_DAY if target == Target.WHEN else target in JOINED


def _follows_next_step(columns: dict[int, Target], headings: dict[int, str], column: int) -> bool:
    """Whether "Vem" or "Ansvarig" stands right after the next step, or after its day."""
    if not headings[column].startswith(("vem", "ansvar", "utför", "handlägg")):
        return False
    before = [columns.get(column - 1), columns.get(column - 2)]
    return Target.NEXT_STEP in before[:1] or before == [Target.NEXT_STEP_ON, Target.NEXT_STEP]


def _year(sheet: Sheet, heading: int, file_name: str) -> int | None:
    """From the lines over the headings, the sheet's name or the file's, in that order."""
    above = " ".join(
        cell_text(cell) for row in sheet.rows if row.number < heading for cell in row.cells
    )
    for text in (above, sheet.name, file_name):
        if year := only_year(text):
            return year
    return None
