"""Turns the rows of a sheet into log entries, and says of each row that gives none why."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from core.dates import DateNotUnderstood
from core.forms import LONG_TEXT
from core.text import find_personal_numbers, has_control_characters, personal_number_in
from sheets.columns import heading_text
from sheets.days import Context, Period, heading_context, only_year, read_period, shortened
from sheets.events import split_events
from sheets.matching import Matching, Target
from sheets.places import LONGEST_TITLE, NOWHERE, Words, title_of
from sheets.reading.grid import Row, Sheet, cell_text

SHORT_TEXT = 500
SHOWN = 120  # characters of a row that gives no entry
LONG = (Target.WHAT, Target.RESULT)  # texts of several lines
YES = frozenset({"ja", "j", "x", "yes", "sant", "1", "internt", "endast internt"})
LIMITS = {
    "what": LONG_TEXT,
    "result": LONG_TEXT,
    "participants": SHORT_TEXT,
    "next_step": SHORT_TEXT,
}
LABELS = {
    "what": "Vad har gjorts",
    "result": "Resultat",
    "participants": "Medverkande",
    "next_step": "Nästa steg",
}
AHEAD = "Dagen ligger i framtiden. Loggboken gäller det som har hänt; planer skrivs som nästa steg."


@dataclass(frozen=True)
class Draft:
    """A log entry as it will be stored, but for its place, which the plan gives."""

    what: str
    happened_from: date
    happened_to: date
    participants: str = ""
    result: str = ""
    next_step: str = ""
    next_step_on: date | None = None
    next_step_by: str = ""
    internal: bool = False
    words: Words = NOWHERE

    def fingerprint(self, case: int) -> str:
        """The same for the same day, text and place in the same case, however they are written."""
        told = [
            case,
            self.happened_from.isoformat(),
            self.happened_to.isoformat(),
            *(even(text) for text in (self.what, self.words.measure, self.words.activity)),
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@dataclass(frozen=True)
class Item:
    """One event of a row: an entry, or the reasons why it is none. `part` of `parts` in its cell."""

    row: int
    part: int = 1
    parts: int = 1
    draft: Draft | None = None
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    excerpt: str = ""  # of what stands in the row, when it gives no entry

    @property
    def where(self) -> str:
        """Where it stands in the file, in words."""
        return f"Rad {self.row}" + (f", händelse {self.part}" if self.parts > 1 else "")


@dataclass
class State:
    """What the headings passed so far say of the rows below."""

    context: Context
    measure: str = ""


@dataclass(frozen=True)
class Reader:
    """Reads one sheet as `matching` says. `today` is the Swedish calendar day."""

    sheet: Sheet
    matching: Matching
    today: date
    people: Mapping[str, int] = field(default_factory=dict)

    def items(self) -> list[Item]:
        """Every event of every row below the headings, in order."""
        state = State(Context(self.matching.year, epoch_1904=self.sheet.epoch_1904))
        found: list[Item] = []
        for row in self.sheet.rows:
            if row.number > self.matching.heading and not self._is_heading(row, state):
                found += self._items_of(row, state)
        return found

    # --- Headings between the rows ------------------------------------------------------------

    def _is_heading(self, row: Row, state: State) -> bool:
        """A row with one thing in it that speaks of the rows below: a year, a month, a measure."""
        own = row.own()
        told = set(self.matching.columns_of(Target.WHAT)) - set(own)
        if len(own) != 1 or any(row.cell(column) is not None for column in told):
            return not own
        cell, target = row.cell(own[0]), self.matching.columns.get(own[0], Target.IGNORE)
        if target not in (Target.WHAT, Target.RESULT, Target.NEXT_STEP) or row.is_wide:
            if context := heading_context(cell, state.context):
                state.context = context
                return True
        text = cell_text(cell)
        if target == Target.MEASURE or (row.is_wide and not self._is_told(text)):
            state.measure = text
            if year := only_year(text):
                state.context = replace(state.context, year=year, month=None)
            return True
        return target == Target.IGNORE

    def _is_told(self, text: str) -> bool:
        """Whether the text tells of events with days of their own, and so is no heading."""
        return self.matching.splits and bool(split_events(text, has_day=False)[0].when)

    # --- Rows ---------------------------------------------------------------------------------

    def _items_of(self, row: Row, state: State) -> Iterator[Item]:
        text = self._joined(row, Target.WHAT, "\n")
        period, problem = self._period(row, state.context)
        if problem:
            yield self._fault(row, problem)
            return
        events = split_events(text, has_day=bool(period)) if self.matching.splits else []
        if len(events) < 2 and not (events and events[0].when):
            yield self._item(row, text, period, state, self._joined(row, Target.WHEN, " "))
            return
        for part, event in enumerate(events, start=1):
            item = self._event(row, event.when, event.what, period, state)
            yield replace(item, part=part, parts=len(events))

    def _event(self, row: Row, when: str, what: str, period: Period | None, state: State) -> Item:
        """One of several events in a cell. Its day may leave the year to the row's own."""
        context = state.context
        if period:
            context = replace(context, year=period.first.year, month=None)
        if when:
            try:
                period = read_period(when, context)
            except DateNotUnderstood as error:
                return replace(self._fault(row, str(error)), excerpt=shortened(what, SHOWN))
        return self._item(row, what, period, state, when or self._joined(row, Target.WHEN, " "))

    def _period(self, row: Row, context: Context) -> tuple[Period | None, str]:
        """The day or period of the row; or what is wrong with it."""
        columns = self.matching.columns_of(Target.WHEN)
        cells = [row.cell(column) for column in columns if row.cell(column) is not None]
        if not cells:
            return None, ""
        try:
            if len(cells) > 1:
                period = read_period(self._in_words(row, columns), context)
            else:
                period = read_period(cells[0], context)
            return self._with_end(row, period, context), ""
        except DateNotUnderstood as error:
            return None, str(error)

    def _in_words(self, row: Row, columns: list[int]) -> str:
        """Year, month and day in columns of their own, in the order one says them."""
        parts = []
        for column in columns:
            text = cell_text(row.cell(column))
            is_week = heading_text(self.sheet, self.matching.heading, column).lower() == "vecka"
            parts.append(f"v {text}" if is_week and text.isdecimal() else text)
        return " ".join(
            sorted(parts, key=lambda text: (bool(only_year(text)), not text.isdecimal()))
        )

    def _with_end(self, row: Row, period: Period, context: Context) -> Period:
        for column in self.matching.columns_of(Target.UNTIL):
            if (cell := row.cell(column)) is not None:
                end = read_period(cell, replace(context, year=period.first.year))
                if end.last < period.first:
                    raise DateNotUnderstood("Slutdagen ligger före startdagen.")
                return Period(period.first, end.last, period.is_coarse or end.is_coarse)
        return period

    def _item(self, row: Row, what: str, period: Period | None, state: State, said: str) -> Item:
        """The entry, or why it is none. `said` is its day as it stands in the file."""
        if not what:
            return self._fault(row, "Texten saknas.")
        if period is None:
            return self._fault(row, "Datum saknas.")
        if period.first > self.today or (period.last > self.today and not period.is_coarse):
            return self._fault(row, AHEAD)
        notes = []
        if period.is_coarse:
            notes.append(f"”{shortened(said)}” är läst som {period.words}.")
        draft = self._draft(row, what, period, state, notes)
        if problems := list(blockers_to_store(draft)):
            return replace(self._fault(row, *problems), notes=tuple(notes))
        return Item(row.number, draft=draft, notes=tuple(notes))

    def _draft(self, row: Row, what: str, period: Period, state: State, notes: list[str]) -> Draft:
        draft = Draft(
            what=what,
            happened_from=period.first,
            happened_to=min(period.last, self.today),
            participants=self._joined(row, Target.PARTICIPANTS, ", "),
            result=self._joined(row, Target.RESULT, "\n"),
            internal=self.matching.internal or self._is_internal(row),
            words=self._words(row, state),
        )
        return self._with_next_step(row, draft, state.context, notes)

    def _with_next_step(self, row: Row, draft: Draft, context: Context, notes: list[str]) -> Draft:
        """A next step with a day to come is a reminder; one of the past is told in the result."""
        step = self._joined(row, Target.NEXT_STEP, "; ")
        if not step:
            return draft
        said_on, by = self._first(row, Target.NEXT_STEP_ON), self._first(row, Target.NEXT_STEP_BY)
        due: date | None = None
        if said_on:
            [column] = self.matching.columns_of(Target.NEXT_STEP_ON)
            context = replace(context, year=context.year or draft.happened_to.year)
            try:
                due = read_period(row.cell(column), context).last
            except DateNotUnderstood:
                notes.append(f"”{shortened(said_on)}” går inte att förstå och står kvar som text.")
        if due and due >= self.today:
            if by and even(by) not in self.people:
                notes.append(f"{shortened(by)} arbetar inte i ärendet. Nästa steg blir ditt eget.")
                step = f"{step} ({by})"
            return replace(draft, next_step=step, next_step_on=due, next_step_by=by)
        about = ", ".join(filter(None, (f"senast {said_on}" if said_on else "", by)))
        whole = f"{step} ({about})" if about else step
        if self.matching.opens_steps and not said_on:
            return replace(draft, next_step=whole)
        told = "\n".join(filter(None, (draft.result, f"Nästa steg: {whole}")))
        return replace(draft, result=told)

    # --- Cells --------------------------------------------------------------------------------

    def _first(self, row: Row, target: Target) -> str:
        return next((cell_text(row.cell(c)) for c in self.matching.columns_of(target)), "")

    def _joined(self, row: Row, target: Target, between: str) -> str:
        """The texts of the columns; the second and on with their headings, which they need."""
        parts: list[str] = []
        for column in self.matching.columns_of(target):
            text = cell_text(row.cell(column))
            if target not in LONG:
                text = between.join(filter(None, map(str.strip, text.split("\n"))))
            heading = heading_text(self.sheet, self.matching.heading, column)
            is_more = parts and heading and target != Target.WHEN
            if text:
                parts.append(f"{heading.rstrip(':')}: {text}" if is_more else text)
        return between.join(parts)

    def _words(self, row: Row, state: State) -> Words:
        """In the guide's table the main activities stand in the measures' column, below their bar."""
        own = " ".join(self._first(row, Target.MEASURE).split())
        activity = " ".join(self._first(row, Target.ACTIVITY).split())
        if own.lower().startswith("huvudaktivitet") and not activity:
            return Words(" ".join(state.measure.split()), own)
        return Words(own or " ".join(state.measure.split()), activity)

    def _is_internal(self, row: Row) -> bool:
        return self._first(row, Target.INTERNAL).lower() in YES

    def _fault(self, row: Row, *problems: str) -> Item:
        stands = " · ".join(cell_text(row.cell(column)) for column in row.own())
        return Item(row.number, problems=problems, excerpt=shortened(stands, SHOWN))


def blockers_to_store(draft: Draft) -> Iterator[str]:
    """What the quick log would refuse: too long, invisible signs, personal identity numbers."""
    for name, most in LIMITS.items():
        text = getattr(draft, name)
        if len(text) > most:
            yield f"{LABELS[name]} är för lång: {len(text)} tecken. Högst {most} får plats."
        yield from _blockers_to_text(
            text, LABELS[name], "\n\t" if name in ("what", "result") else ""
        )
    for label, text in (("Insats", draft.words.measure), ("Huvudaktivitet", draft.words.activity)):
        if len(title_of(text)) > LONGEST_TITLE:
            yield f"{label} är för lång: {len(text)} tecken. Högst {LONGEST_TITLE} får plats."
        yield from _blockers_to_text(text, label, "")


def _blockers_to_text(text: str, label: str, allowed: str) -> Iterator[str]:
    if has_control_characters(text, allowed):
        yield f"{label} innehåller osynliga styrtecken. Ta bort dem eller skriv om texten."
    if refusal := personal_number_in(text, label):
        yield f"{refusal} ({find_personal_numbers(text)[0].text})"


def even(text: str) -> str:
    """Text without capitals and doubled spaces: how two are compared."""
    return " ".join(text.casefold().split())
