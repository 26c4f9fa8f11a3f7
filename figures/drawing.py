"""Draws figures, plain or masked, as charts: on pages and in reports alike. Pure."""

from collections.abc import Sequence
from decimal import Decimal

from core.charts import Band, Chart, DataTable, Kind, Layer, Step, stacked_area, waterfall
from core.days import day_words
from figures.categories import BAND_SOURCE, DISMISSED_BAND, UNEMPLOYED_BAND
from figures.funnel import share, within
from figures.published import LATEST_ROWS, Column, Mark, Published, Row

MOST_HIDDEN = 3  # a day is drawn when at most a third of the whole is hidden
SHORT_DASH = "\N{MINUS SIGN}"
# From the bottom: what worries most lies on the ground, where it is easiest to compare.
LAYERS = (
    (Row.UNEMPLOYED, "a"),
    (Row.UNKNOWN, "b"),
    (Row.WITHOUT_OUTCOME, "c"),
    (Row.REEMPLOYED, "d"),
    (Row.IN_EDUCATION, "e"),
    (Row.SELF_EMPLOYED, "f"),
    (Row.RETIRED, "g"),
    (Row.WITHDRAWN, "h"),
)
LOOKS = dict(LAYERS) | {Row.UNTOLD: "c", Row.UNDECIDED: "c"}


def percent(value: Decimal | None) -> str:
    """12,5 % with a decimal comma and a hard space; a whole number without decimals; "" if unknown."""
    if value is None:
        return ""
    words = f"{value:f}".removesuffix(".0").replace(".", ",")
    return f"{words}\N{NO-BREAK SPACE}%"


def draw_over_time(figures: Published, *, key: str) -> Chart | None:
    """How the whole of those given notice has been made up, day by day. None with fewer than two days.

    Days on which the whole is not known or not shown are left out, and those on which so much is
    hidden that the shape would mislead; the newest is always drawn. What is hidden lies together in
    one layer of its own.
    """
    whole = [column for column in figures.days if column.number(Row.NOTIFIED) is not None]
    if len(whole) < 2:
        return None
    days = [column for column in whole if _shows_most(column) or column is whole[-1]]
    if len(days) < 2:
        days = whole
    layers = [
        Layer(row.label, look, tuple(c.number(row) or 0 for c in days), days[-1].cell(row).words)
        for row, look in LAYERS
    ]
    hidden = tuple(_not_shown(column) for column in days)
    if any(hidden):
        layers.append(Layer("Visas inte", "i", hidden, ""))
    first, last = days[0], days[-1]
    return stacked_area(
        key=key,
        title="Så har det gått för de varslade",
        description=(
            f"Från {day_words(first.day)} till {day_words(last.day)}. {_in_words(last)} "
            "Alla tal står i tabellen."
        ),
        days=[column.day for column in days],
        layers=layers,
        table=days_table(figures),
        source="Alla varsel tillsammans. Mellan dagarna är ytorna dragna rakt."
        + (" Dagar då mycket inte visas är inte ritade." if len(days) < len(whole) else ""),
    )


def _shows_most(column: Column) -> bool:
    return _not_shown(column) * MOST_HIDDEN <= (column.number(Row.NOTIFIED) or 0)


def _not_shown(column: Column) -> int:
    """What is left of the whole when all that is shown has been drawn."""
    drawn = sum(column.number(row) or 0 for row, _ in LAYERS)
    return max((column.number(Row.NOTIFIED) or 0) - drawn, 0)


def _in_words(column: Column) -> str:
    said = [f"{row.label.lower()} {column.cell(row).words}" for row, _ in LAYERS]
    return f"Av {column.cell(Row.NOTIFIED).words} varslade: {', '.join(said)}."


def days_table(figures: Published) -> DataTable:
    """The numbers of the chart over time, the newest day first."""
    rows = (Row.NOTIFIED, Row.WITHDRAWN, *(r for r, _ in LAYERS if r is not Row.WITHDRAWN))
    return DataTable(
        "Alla varsel tillsammans, dag för dag",
        ("Dag", *(row.label for row in rows)),
        tuple(
            (column.day.isoformat(), *(column.cell(row).words for row in rows))
            for column in reversed(figures.days)
        ),
    )


def draw_latest(figures: Published, *, key: str) -> Chart | None:
    """From the notified down to the unemployed, beside what is usual. None when the whole is not shown."""
    column = figures.latest
    notified = column.number(Row.NOTIFIED)
    if notified is None:
        return None
    return waterfall(
        key=key,
        title=f"Från varsel till arbetslöshet, {day_words(column.day)}",
        description=f"{_in_words_of_latest(column)} {BAND_SOURCE}",
        steps=_steps(column, notified),
        table=latest_table(figures),
        source=BAND_SOURCE,
    )


def _steps(column: Column, notified: int) -> list[Step]:
    steps = [_whole(column, Row.NOTIFIED, "f")]
    steps += [_minus(column, row) for row in (Row.WITHDRAWN, Row.UNDECIDED)]
    steps.append(_whole(column, Row.LEAVING, "f"))
    dismissed = column.cell(Row.DISMISSED)
    steps.append(
        Step(
            "varav uppsagda",
            dismissed.number,
            _with_share(column, Row.DISMISSED),
            Kind.PART,
            "g",
            _band(notified, DISMISSED_BAND),
        )
    )
    outcomes = (Row.REEMPLOYED, Row.IN_EDUCATION, Row.SELF_EMPLOYED, Row.RETIRED, Row.UNKNOWN)
    steps += [_minus(column, row) for row in (*outcomes, Row.UNTOLD)]
    unemployed = _whole(column, Row.UNEMPLOYED, "a")
    steps.append(
        Step(
            unemployed.label,
            unemployed.value,
            _with_share(column, Row.UNEMPLOYED),
            Kind.WHOLE,
            "a",
            _band(notified, UNEMPLOYED_BAND),
        )
    )
    return steps


def _whole(column: Column, row: Row, look: str) -> Step:
    cell = column.cell(row)
    return Step(row.label, cell.number, cell.words, Kind.WHOLE, look)


def _minus(column: Column, row: Row) -> Step:
    cell = column.cell(row)
    words = f"{SHORT_DASH}{cell.words}" if cell.number else cell.words
    return Step(row.label, cell.number, words, Kind.MINUS, LOOKS[row])


def _with_share(column: Column, row: Row) -> str:
    cell = column.cell(row)
    part = share_of_notified(column, row)
    return f"{cell.words} ({percent(part)})" if part is not None else cell.words


def share_of_notified(column: Column, row: Row) -> Decimal | None:
    """The row's per cent of the notified, when both numbers are shown."""
    return share(column.number(row), column.number(Row.NOTIFIED))


def _band(notified: int, band: tuple[Decimal, Decimal]) -> Band:
    low, high = (float(limit * notified / 100) for limit in band)
    return Band(low, high, f"Riket: {band[0]}–{band[1]}\N{NO-BREAK SPACE}% av de varslade")


def _in_words_of_latest(column: Column) -> str:
    return " ".join(f"{row.label}: {column.cell(row).words}." for row in LATEST_ROWS)


def latest_table(figures: Published) -> DataTable:
    """The newest figures row by row: each wave's, when there are several, and all together."""
    columns: Sequence[Column] = (*figures.waves, figures.latest)
    headings = [
        f"{column.heading}, {column.day.isoformat()}" if figures.waves else "Antal"
        for column in columns
    ]
    return DataTable(
        f"Läget {day_words(figures.latest.day)}",
        ("Personer", *headings, "Andel av de varslade"),
        tuple(
            (
                row.label,
                *(column.cell(row).words for column in columns),
                percent(share_of_notified(figures.latest, row)) or "–",
            )
            for row in LATEST_ROWS
        ),
    )


def summary(figures: Published) -> str:
    """The newest figures in two sentences, with what is usual in the country. Says only what is shown."""
    column = figures.latest
    parts = (_part_in_words(column, row, words) for row, words in _SUMMED)
    said = [part for part in parts if part]
    sentence = f"{day_words(column.day).capitalize()}: {_notified_in_words(column)}."
    if said:
        listed = ", ".join(said[:-1]) + f" och {said[-1]}" if len(said) > 1 else said[0]
        sentence += f" Av dem är {listed}."
    place = within(share_of_notified(column, Row.UNEMPLOYED), UNEMPLOYED_BAND)
    if place:
        sentence += (
            f" Andelen arbetslösa är {place} det vanliga i riket, 20 till 30\N{NO-BREAK SPACE}%."
        )
    return sentence


_SUMMED = (
    (Row.DISMISSED, "uppsagda"),
    (Row.REEMPLOYED, "i nytt arbete"),
    (Row.UNEMPLOYED, "arbetslösa"),
    (Row.UNKNOWN, "flyttade eller okända"),
)


def _notified_in_words(column: Column) -> str:
    cell = column.cell(Row.NOTIFIED)
    if cell.number is None and cell.mark is not Mark.SMALL:
        return "antalet varslade visas inte" if cell.is_hidden else "antalet varslade är okänt"
    return f"{cell.words} varslade"


def _part_in_words(column: Column, row: Row, words: str) -> str:
    cell = column.cell(row)
    if cell.number is None and cell.mark is not Mark.SMALL:
        return ""
    part = percent(share_of_notified(column, row))
    return f"{cell.words} {words}" + (f" ({part})" if part else "")
