"""The clock's sentences about numbers of people: the notice time and the globalisation fund. Pure."""

from collections.abc import Iterator
from datetime import date

from core.days import day_words
from figures.clock import (
    COUNTED_TOGETHER_DAYS,
    EGF_PEOPLE,
    FEWEST_FOR_NOTICE,
    FEWEST_TOGETHER,
    Redundancies,
    Threshold,
    concerned_together,
    notice_months,
)
from figures.clock_facts import ClockFacts
from figures.clock_kinds import DateKind
from figures.clock_words import Reader, number_words, people_words
from figures.facts import Concerned

_MONTH_WORDS = {2: "två", 4: "fyra", 6: "sex"}
MOST_ROWS = 4


def filed_on(facts: ClockFacts, place: int) -> date:
    """The day the notice counts from: its arrival, noted for the first one only, or its own day."""
    noted = facts.day_of(DateKind.NOTICE_FILED) if place == 0 else None
    return noted or facts.concerned[place].on


def notice_time_words(facts: ClockFacts, place: int, reader: Reader) -> str:
    """How the earliest day to leave was found: number, source, months, from which day."""
    notice = facts.concerned[place]
    number = notice.number
    if number is None:
        return (
            f"Antalet varslade är inte infört för {notice.name}, och varseltiden beror på det."
            if notice.wave
            else "Antalet berörda är inte känt, och varseltiden beror på det. "
            "Det fylls i bland ärendets uppgifter."
        )
    parts = [f"{_people(notice, number, reader)}."]
    months = notice_months(number)
    if months is None:
        parts.append(
            f"Färre än {FEWEST_FOR_NOTICE} ger ingen skyldighet att varsla, om inte uppsägningarna "
            f"under {COUNTED_TOGETHER_DAYS} dagar kan bli minst {FEWEST_TOGETHER}."
        )
    else:
        is_noted = place == 0 and facts.day_of(DateKind.NOTICE_FILED) is not None
        since = "varslet" if is_noted or notice.wave else "beskedet"
        parts.append(
            f"Varseltiden är då minst {_MONTH_WORDS[months]} månader, räknat från {since} den "
            f"{day_words(filed_on(facts, place))} till den dag då den första slutar. "
            "Antalet räknas per arbetsgivare och län."
        )
        if place == 0 and not is_noted:
            parts.append("Notera dagen då varslet kom in, om den är en annan.")
    parts += _together_words(facts, place, months, reader)
    return " ".join(parts)


def _people(notice: Concerned, number: int, reader: Reader) -> str:
    people = people_words(number, reader)
    if not notice.wave:
        return f"{people} berörs ({notice.source})"
    said = f"{people} är {'varslad' if number == 1 and reader == Reader.INSIDE else 'varslade'}"
    return f"{said} {notice.source}" if reader == Reader.INSIDE else said


def _together_words(
    facts: ClockFacts, place: int, months: int | None, reader: Reader
) -> Iterator[str]:
    """What it would be if notices near each other are one cut, where that makes a difference."""
    known = [
        (filed_on(facts, other), each.number)
        for other, each in enumerate(facts.concerned)
        if each.number is not None
    ]
    number = concerned_together(known, filed_on(facts, place))
    longer = notice_months(number)
    if len(known) < 2 or longer is None or longer == months:
        return
    if months is None and number < FEWEST_TOGETHER:
        return
    together = f", tillsammans {people_words(number, reader)}," if reader == Reader.INSIDE else ""
    yield (
        f"Hör varslen inom {COUNTED_TOGETHER_DAYS} dagar{together} till samma inskränkning är tiden "
        f"{_MONTH_WORDS[longer]} månader: stäm av med Arbetsförmedlingen."
    )


def fund_words(threshold: Threshold | None, reader: Reader) -> str:
    """How the fund's threshold stands, and over which period."""
    if threshold is None:
        return (
            f"Inga uppsägningar är kända. Fonden kräver minst {EGF_PEOPLE} inom fyra månader, "
            "leverantörernas inräknade."
        )
    verdict = "nås inte"
    if threshold.is_reached:
        verdict = "är nådd" if threshold.is_certain else "kan nås"
    parts = [f"Tröskeln {EGF_PEOPLE} {verdict}{_counted(threshold, reader)}."]
    if not threshold.is_reached and reader == Reader.INSIDE:
        parts.append(f"Det fattas {number_words(threshold.missing)}.")
    parts.append(
        "Ansökan ska in inom tolv veckor från periodens slut. Arbetsförmedlingen söker: ta kontakt "
        "i god tid."
        if threshold.is_reached
        else "Leverantörernas uppsagda räknas med."
    )
    return " ".join(parts)


def _counted(threshold: Threshold, reader: Reader) -> str:
    period = f"inom fyra månader ({day_words(threshold.first, threshold.last)})"
    if reader != Reader.INSIDE:
        return f" {period}"  # beside the notified the sum would give away how many are withdrawn
    counted = f": {people_words(threshold.number, reader)} {period}"
    if threshold.expected:
        counted += ", om alla som berörs sägs upp"
    if threshold.at_suppliers:
        counted += f", varav {number_words(threshold.at_suppliers)} hos leverantörer"
    return counted


def fund_parts(threshold: Threshold | None, jobs_at_risk: int, reader: Reader) -> tuple[str, ...]:
    """The numbers behind the sum with their sources, for those inside: own ones by day, suppliers last."""
    if threshold is None or reader != Reader.INSIDE:
        return ()
    own = [row for row in threshold.rows if not row.at_supplier]
    parts = [_row_words(row) for row in own[-MOST_ROWS:]]
    if earlier := sum(row.number for row in own[:-MOST_ROWS]):
        parts.insert(0, f"{number_words(earlier)} i tidigare rader.")
    if at_suppliers := [row for row in threshold.rows if row.at_supplier]:
        days = day_words(at_suppliers[0].on, at_suppliers[-1].on)
        parts.append(
            f"{number_words(threshold.at_suppliers)} uppsagda hos leverantörer ({days}) "
            f"{at_suppliers[-1].source}."
        )
    if any(not row.is_expected for row in own):
        parts.append(
            "Uppsagda räknas på den dag då siffran gäller. Fick de besked tidigare går tiden ut "
            "tidigare."
        )
    if jobs_at_risk and not threshold.is_certain:
        parts.append(
            f"Hos leverantörerna hotas ytterligare {number_words(jobs_at_risk)} jobb. Sägs de upp "
            "inom samma tid räknas de också."
        )
    return tuple(parts)


def _row_words(row: Redundancies) -> str:
    state = "kan sägas upp" if row.is_expected else "uppsagda"
    return f"{number_words(row.number)} {state} {row.source}."
