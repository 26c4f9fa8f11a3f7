"""The log entries of load data: COPY into a waiting room, then in through every trigger."""

import random
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.db import connection, models, transaction
from psycopg.types.json import Jsonb

from accounts.models import User
from cases.models import Case
from core.clock import CLOCK_SETTING
from guide.phases import Phase
from home.load.frame import ANCHOR_CASES, ANCHOR_YEAR, FIFTY, HUGE, TYPICAL, Made
from home.load.words import RARE_WORD, Words
from logbook.events import Audience, Event, audience_of
from logbook.models import LogEntry
from measures.models import MainActivity, Measure

OF_BENCHMARK = {FIFTY: 50, TYPICAL: 200, HUGE: 5000}  # notes in the benchmark's own cases
IN_OTHERS_OF_ANCHOR = 40
ROWS_PER_TRANSACTION = 5_000
RARE = 5  # entries in all that hold the rare word
LIFE = 730  # days after the notice that a case is written in

INTERNAL, CORRECTED, WITH_RESULT, WITH_PEOPLE, WITH_STEP = 0.08, 0.02, 0.2, 0.35, 0.06
CLOSED_STEPS = 0.6
LATE = 0.05  # written down a month after it happened

Row = dict[str, Any]


def how_many(made: list[Made], entries: int, dice: random.Random) -> list[int]:
    """Notes per case: the benchmark's own as agreed, the rest shared out unevenly, as in life."""
    fixed = [
        OF_BENCHMARK.get(row.case.serial, IN_OTHERS_OF_ANCHOR)
        if row.case.year == ANCHOR_YEAR and place < len(OF_BENCHMARK)
        else IN_OTHERS_OF_ANCHOR
        for place, row in enumerate(made[:ANCHOR_CASES])
    ]
    rest = made[ANCHOR_CASES:]
    left = max(0, entries - sum(fixed) - SYSTEM_ROWS * len(fixed))
    weights = [dice.lognormvariate(0, 0.9) for _ in rest]
    total = sum(weights) or 1
    return fixed + [max(0, round(left * w / total) - SYSTEM_ROWS) for w in weights]


def make_entries(
    made: list[Made], counts: list[int], words: Words, today: date, tell: Callable[[int], None]
) -> int:
    """Write the entries of every case; how many there became. `tell` hears of the progress."""
    batch: list[tuple[datetime, Row]] = []
    written = 0
    for number, (row, count) in enumerate(zip(made, counts, strict=True)):
        book = _Book(row, words, today, exact=number < len(OF_BENCHMARK))
        rows = book.rows(count)
        if number < RARE and rows:
            note = next(r for _, r in rows if r["event"] == Event.NOTED)
            note |= {"what": f"{note['what']} Dammens {RARE_WORD} är såld."}
            note |= {"audience": Audience.EVERYONE}
        batch += rows
        if len(batch) >= ROWS_PER_TRANSACTION:
            written += _write(batch)
            batch = []
            tell(written)
    written += _write(batch)
    tell(written)
    return written


SYSTEM_ROWS = 12


@dataclass
class _Book:
    """One case's logbook, told in the order it was written down."""

    made: Made
    words: Words
    today: date
    exact: bool  # only as many notes as asked for: no corrections
    steps: list[Row] = field(default_factory=list)

    def rows(self, count: int) -> list[tuple[datetime, Row]]:
        """The system's rows and `count` notes with what follows from them, by when it was written."""
        dice = self.words.dice
        told = [*self._by_system()]
        for _ in range(count):
            happened = self._day()
            late = (
                timedelta(days=30) if dice.random() < LATE else timedelta(days=dice.randint(0, 4))
            )
            recorded = self._moment(happened + late)
            note = self._note(happened)
            told.append((recorded, note))
            if not self.exact and dice.random() < CORRECTED:
                told.append((recorded + timedelta(days=3), self._correction(note)))
            if note["next_step"] and dice.random() < CLOSED_STEPS:
                told.append((recorded + timedelta(days=6), self._done(note)))
        latest = datetime.combine(self.today, time(0, 0), UTC)
        return sorted(((min(when, latest), row) for when, row in told), key=lambda pair: pair[0])

    def _by_system(self) -> Iterator[tuple[datetime, Row]]:
        case = self.made.case
        began = case.opened_at
        opened = self._system(Event.CASE_OPENED, began.date(), visibility=case.visibility)
        yield began, opened
        for number, (measure, activities) in enumerate(self.made.measures[:5], start=1):
            when = began + timedelta(days=number)
            added = self._system(Event.MEASURE_ADDED, when.date(), measure, title=measure.title)
            yield when, added
            first = activities[0]
            words: Row = {"title": first.title, "number": first.number}
            yield when, self._system(Event.MAIN_ACTIVITY_ADDED, when.date(), measure, **words)
        for new in range(2, case.phase + 1):
            when = began + timedelta(days=20 * new)
            old = Phase(new - 1)
            words = {"old": old.value, "old_label": old.label}
            words |= {"new": new, "new_label": Phase(new).label}
            yield when, self._system(Event.PHASE_CHANGED, when.date(), **words)

    def _day(self) -> date:
        """A day since the notice, more often early than late."""
        notice = self.made.case.notice_on
        life = max(1, min(LIFE, (self.today - notice).days))
        return notice + timedelta(days=int(life * self.words.dice.random() ** 1.5))

    def _moment(self, day: date) -> datetime:
        minutes = self.words.dice.randint(0, 9 * 60)
        return datetime.combine(day, time(7, 0), UTC) + timedelta(minutes=minutes)

    def _row(self, event: Event, day: date, author: User, **values: Any) -> Row:
        return {
            "case_id": self.made.case.pk,
            "organisation_id": self.made.organisation.pk,
            "entry": uuid.UUID(int=self.words.dice.getrandbits(128), version=4),
            "event": event,
            "audience": audience_of(event),
            "happened_from": min(day, self.today),
            "happened_to": min(day, self.today),
            "author_id": author.pk,
            **values,
        }

    def _system(
        self, event: Event, day: date, measure: Measure | None = None, **details: Any
    ) -> Row:
        placed = {"measure_id": measure.pk if measure else None, "details": details}
        return self._row(event, day, self.made.writers[0], **placed)

    def _note(self, day: date) -> Row:
        words, dice = self.words, self.words.dice
        author = dice.choice(self.made.writers)
        measure, activity = self._place()
        internal = not self.exact and dice.random() < INTERNAL
        step: Row = {"next_step": ""}
        if dice.random() < WITH_STEP:
            due = day + timedelta(days=dice.randint(5, 40))
            step = {"next_step": words.matter(), "next_step_on": due, "next_step_by_id": author.pk}
        return self._row(
            Event.NOTED,
            day,
            author,
            audience=Audience.ORGANISATION if internal else Audience.EVERYONE,
            what=words.entry(),
            participants=words.place() if dice.random() < WITH_PEOPLE else "",
            result=words.matter() + "." if dice.random() < WITH_RESULT else "",
            measure_id=measure.pk if measure else None,
            main_activity_id=activity.pk if activity else None,
            **step,
        )

    def _place(self) -> tuple[Measure | None, MainActivity | None]:
        dice = self.words.dice
        if not self.made.measures or dice.random() < 0.25:
            return None, None
        measure, activities = dice.choice(self.made.measures)
        return measure, dice.choice(activities) if dice.random() < 0.8 else None

    def _correction(self, note: Row) -> Row:
        changed = {"version": 2, "what": f"{note['what']} Rättat i efterhand."}
        return note | changed | {"correction_reason": "Uppgiften var fel"}

    def _done(self, note: Row) -> Row:
        kept = ("case_id", "organisation_id", "audience", "author_id")
        row = self._system(Event.NEXT_STEP_DONE, note["happened_to"], next_step=note["next_step"])
        return row | {key: note[key] for key in kept} | {"closes": note["entry"]}


# --- Into the table ---------------------------------------------------------------------------


@cache
def _columns() -> "tuple[tuple[models.Field[Any, Any], Any], ...]":
    """The columns that a writer fills, with what stands in them when nothing is said."""
    empty = LogEntry()
    return tuple(
        (f, getattr(empty, f.attname))
        for f in LogEntry._meta.concrete_fields
        if not f.primary_key and not f.generated and not f.has_db_default()
    )


def _write(batch: Iterable[tuple[datetime, Row]]) -> int:
    """Each row is recorded at its moment: the log's clock is set anew for every one of them."""
    rows = list(batch)
    columns = _columns()
    names = ", ".join(str(f.column) for f, _ in columns)
    table = LogEntry._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE waiting AS"
            f" SELECT 0::int AS place, now() AS recorded, {names} FROM {table} WHERE false"
        )
        with cursor.copy(f"COPY waiting (place, recorded, {names}) FROM STDIN") as copy:
            for place, (recorded, row) in enumerate(rows):
                copy.write_row([place, recorded, *(_value(f, row, d) for f, d in columns)])
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {names}"
            f" FROM (SELECT * FROM waiting ORDER BY place) AS waiting"
            f" WHERE set_config(%s, recorded::text, true) <> ''",
            [CLOCK_SETTING],
        )
        cursor.execute("DROP TABLE waiting")
    return len(rows)


def _value(column: "models.Field[Any, Any]", row: Row, default: Any) -> Any:
    value = row.get(column.attname, default)
    if isinstance(column, models.JSONField):
        return Jsonb(value)
    return str(value) if isinstance(value, models.TextChoices) else value


def broken_cases(cases: Iterable[Case]) -> list[str]:
    """The numbers of the cases whose chain does not hold."""
    by_id = {case.pk: case.number for case in cases}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM unnest(%s::bigint[]) AS id"
            " WHERE EXISTS (SELECT FROM logbook_broken_links(id))",
            [list(by_id)],
        )
        return [by_id[pk] for (pk,) in cursor.fetchall()]
