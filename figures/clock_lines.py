"""The clock in words: the days of a case, when they are and how each was found. Pure: facts in, lines out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from core.days import day_words, distance_words
from figures.clock import (
    days_between,
    earliest_cut,
    egf_threshold,
    next_assessment,
)
from figures.clock_after import follow_up_lines
from figures.clock_facts import ClockFacts
from figures.clock_kinds import DateKind
from figures.clock_numbers import filed_on, fund_parts, fund_words, notice_time_words
from figures.clock_words import (
    Law,
    Line,
    Reader,
    days_words,
    lead_words,
)

NOTICE_LAW = Law(
    "1 och 2 §§ lagen (1974:13) om vissa anställningsfrämjande åtgärder", "https://lagen.nu/1974:13"
)
MOST_NOTICES = 20  # more waves than any case has had; the clock stays a page to read
EGF_LAW = Law(
    "artikel 4 i förordning (EU) 2021/691 om globaliseringsfonden",
    "https://eur-lex.europa.eu/eli/reg/2021/691/oj",
)


def clock_lines(facts: ClockFacts, *, today: date, reader: Reader) -> list[Line]:
    """The lines of the clock that `reader` may see: by day, and last those whose day is not known."""
    lines = [
        line
        for tell in (_OUTSIDE if reader == Reader.OUTSIDE else _ALL)
        for line in tell(facts, today, reader)
    ]
    return sorted(lines, key=lambda line: (line.on is None, line.on or date.max))


def lead_times(facts: ClockFacts) -> list[tuple[str, str]]:
    """From the notice to the first meeting, the first measure and the plan: what, and how long."""
    days = (
        ("Första gruppmötet", facts.day_of(DateKind.GROUP_MET), "inget är noterat än"),
        ("Första insatsen", facts.measure.on if facts.measure else None, "ingen har börjat än"),
        ("Antagen plan", facts.day_of(DateKind.PLAN_ADOPTED), "ingen är noterad än"),
    )
    return [(label, lead_words(facts, day) if day else missing) for label, day, missing in days]


def coming(lines: Sequence[Line], *, today: date) -> list[Line]:
    """What is late and what lies ahead, today included, in the order of the days."""
    return [line for line in lines if _is_coming(line, today)]


def past(lines: Sequence[Line], *, today: date) -> list[Line]:
    """What has been, in the order of the days, without what is late."""
    return [line for line in lines if line.is_known and not _is_coming(line, today)]


def _is_coming(line: Line, today: date) -> bool:
    return line.is_late or (line.on is not None and line.on >= today)


# --- The lines --------------------------------------------------------------------------------


def _notice(facts: ClockFacts, today: date, reader: Reader) -> Iterator[Line]:
    yield Line(
        key="notice",
        label="Beskedet",
        on=facts.notice_on,
        when=distance_words(facts.notice_on, today),
        how="Dagen står bland ärendets uppgifter. Ärendets dagar räknas härifrån.",
        changed_at=facts.changed_at,
    )


def _phases(facts: ClockFacts, today: date, reader: Reader) -> Iterator[Line]:
    for stay in facts.stays:
        yield Line(
            key=f"phase-{stay.key}",
            label=f"Fas {stay.phase}, {stay.label}, började",
            on=stay.began_on,
            when=distance_words(stay.began_on, today),
            lead=lead_words(facts, stay.began_on),
            how="Dagen då ärendet gick till fasen.",
            changed_at=facts.changed_at,
        )


def _filed(facts: ClockFacts, today: date, reader: Reader) -> Iterator[Line]:
    if facts.has_dismissals:
        yield _noted(
            facts,
            DateKind.NOTICE_FILED,
            today,
            reader,
            missing="Dagen då varslet kom in är inte noterad. Varseltiden räknas därför från "
            + ("varselomgångens dag." if facts.concerned[0].wave else "beskedet."),
        )


def _group(facts: ClockFacts, today: date, reader: Reader) -> Iterator[Line]:
    passed = days_words(days_between(facts.notice_on, today))
    yield _noted(
        facts,
        DateKind.GROUP_MET,
        today,
        reader,
        missing=f"Inget gruppmöte är noterat, {passed} efter beskedet.",
    )


def _measure(facts: ClockFacts, today: date, reader: Reader) -> Iterator[Line]:
    started = facts.measure
    passed = days_words(days_between(facts.notice_on, today))
    yield Line(
        key="measure",
        label="Första insatsen började",
        on=started.on if started else None,
        when=distance_words(started.on, today) if started else "",
        lead=lead_words(facts, started.on) if started else "",
        how=f"Insatsen {started.title} fick läget Pågår den dagen."
        if started
        else f"Ingen insats har börjat, {passed} efter beskedet. Dagen kommer när en insats får läget Pågår.",
        changed_at=max(facts.changed_at, started.changed_at) if started else facts.changed_at,
    )


def _plan(facts: ClockFacts, today: date, reader: Reader) -> Iterator[Line]:
    yield _noted(
        facts,
        DateKind.PLAN_ADOPTED,
        today,
        reader,
        missing="Ingen antagen genomförandeplan är noterad.",
    )


def _cut(facts: ClockFacts, today: date, reader: Reader) -> Iterator[Line]:
    """A line for each notice; the first keeps its key whether it comes from figures or the case."""
    if not facts.has_dismissals:
        return
    filed = facts.noted.get(DateKind.NOTICE_FILED)
    for place, notice in enumerate(facts.concerned[:MOST_NOTICES]):
        day = _earliest_cut(facts, place)
        name = f", {notice.name}" if len(facts.concerned) > 1 else ""
        changed = facts.numbers_changed_at
        yield Line(
            key=f"cut-{notice.wave}" if place else "cut",
            label=f"Tidigaste dag att sluta enligt varseltiden{name}",
            on=day,
            when=distance_words(day, today) if day else "",
            how=notice_time_words(facts, place, reader),
            law=NOTICE_LAW,
            from_wave=notice.wave,
            changed_at=max(changed, filed.at) if filed and not place else changed,
        )


def _earliest_cut(facts: ClockFacts, place: int) -> date | None:
    number = facts.concerned[place].number
    return None if number is None else earliest_cut(filed_on(facts, place), number)


def _last_day(facts: ClockFacts, today: date, reader: Reader) -> Iterator[Line]:
    if not facts.has_dismissals:
        return
    line = _noted(
        facts,
        DateKind.LAST_WORKING_DAY,
        today,
        reader,
        missing="Sista arbetsdagen är inte noterad. Fråga företaget.",
    )
    days = [_earliest_cut(facts, place) for place in range(len(facts.concerned))]
    earliest = min((day for day in days if day), default=None)
    if line.on and earliest and line.on < earliest:
        early = days_words(days_between(line.on, earliest))
        line = _with(line, how=f"{line.how} Det är {early} före den tidigaste dagen: stäm av.")
    yield line


def _egf(facts: ClockFacts, today: date, reader: Reader) -> Iterator[Line]:
    if not facts.has_dismissals:
        return
    threshold = egf_threshold(facts.redundancies, today)
    is_reached = threshold is not None and threshold.is_reached
    day = threshold.apply_by if threshold and is_reached else None
    when = ""
    if day:
        passed = "gick ut " if day < today else ""
        when = passed + distance_words(day, today)
    yield Line(
        key="egf",
        label="Sista dag att söka ur globaliseringsfonden",
        on=day,
        when=when,
        how=fund_words(threshold, reader),
        parts=fund_parts(threshold, facts.supplier_jobs_at_risk, reader),
        law=EGF_LAW,
        changed_at=facts.numbers_changed_at,
    )


def _report(facts: ClockFacts, today: date, reader: Reader) -> Iterator[Line]:
    line = _noted(
        facts,
        DateKind.REPORT_STOP,
        today,
        reader,
        missing="Inget stoppdatum för nästa rapport är noterat.",
    )
    day = line.on
    if day and facts.reported_until and facts.reported_until >= day:
        line = _with(line, when="rapporten är fastställd")
    elif facts.closed_on:
        line = _with(line, when=line.when and "ärendet är avslutat")
    elif day and day < today:
        late = days_words(days_between(day, today))
        line = _with(line, when=f"rapporten är {late} försenad", is_late=True)
    yield line


def _assessment(facts: ClockFacts, today: date, reader: Reader) -> Iterator[Line]:
    if facts.closed_on:
        return
    day = next_assessment(facts.notice_on, facts.assessed_on)
    is_late = day < today
    last = (
        f"Gruppen enades senast den {day_words(facts.assessed_on)}."
        if facts.assessed_on
        else "Ingen är fastställd än. Den första görs inom ett år från beskedet."
    )
    changed = facts.assessed_at
    yield Line(
        key="self-assessment",
        label="Årets självskattning",
        on=day,
        when=f"{days_words(days_between(day, today))} försenad"
        if is_late
        else distance_words(day, today),
        how=f"{last} Gruppen skattar arbetet en gång om året.",
        is_late=is_late,
        changed_at=max(facts.changed_at, changed) if changed else facts.changed_at,
    )


def _follow_ups(facts: ClockFacts, today: date, reader: Reader) -> Iterator[Line]:
    return follow_up_lines(facts, today)


Telling = Callable[[ClockFacts, date, Reader], Iterator[Line]]
# What outsiders may see: that it happened and when (docs/decisions/0031).
_OUTSIDE: tuple[Telling, ...] = (_notice, _phases, _group, _measure, _plan)
_ALL: tuple[Telling, ...] = (
    *_OUTSIDE,
    _filed,
    _cut,
    _last_day,
    _egf,
    _report,
    _assessment,
    _follow_ups,
)


# --- Words ------------------------------------------------------------------------------------


def _noted(facts: ClockFacts, kind: DateKind, today: date, reader: Reader, *, missing: str) -> Line:
    """The line of a noted day, or of what is missing until it is noted."""
    noted = facts.noted.get(kind)
    changed_at = max(facts.changed_at, noted.at) if noted else facts.changed_at
    key = kind.value.lower().replace("_", "-")
    if noted is None or noted.on is None:
        how = "Dagen är inte noterad." if reader == Reader.OUTSIDE else missing
        return Line(key=key, label=str(kind.label), how=how, note=kind, changed_at=changed_at)
    how = "Noterad i ärendet."
    if reader == Reader.INSIDE:
        how = f"Noterad av {noted.by}. Källa: {noted.source.rstrip('.')}."
    return Line(
        key=key,
        label=str(kind.label),
        on=noted.on,
        when=distance_words(noted.on, today),
        lead=lead_words(facts, noted.on),
        how=how,
        note=kind,
        changed_at=changed_at,
    )


def _with(line: Line, **changes: object) -> Line:
    return replace(line, **changes)  # type: ignore[arg-type]
