"""Many people writing in one logbook at once, with real forms, retries and double clicks."""

import random
import re
import threading
import time
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any

from bench.web import Person, in_parallel

RETRY = 0.25  # of the posts are sent again with the same one-time key, as after a bad network
DOUBLE = 0.15  # are sent twice at the same moment, as by a double click
LOOK = 0.3  # read the logbook afterwards


@dataclass
class Tally:
    """What the people of the crowd saw."""

    saved: dict[int, list[str]] = field(default_factory=dict)  # texts acknowledged, by person
    times: list[float] = field(default_factory=list)  # milliseconds per post
    faults: list[str] = field(default_factory=list)
    sent: int = 0

    @property
    def texts(self) -> list[str]:
        return [text for texts in self.saved.values() for text in texts]

    def percentile(self, which: int) -> float:
        """Milliseconds that so many of a hundred posts stayed under."""
        return quantiles(self.times, n=100)[which - 1]


def write_at_once(port: int, case: str, people: list[dict[str, str]], *, seconds: float) -> Tally:
    """Let all `people` (their cookies) write in the case until the time is out."""
    tally, lock = Tally(), threading.Lock()
    end = time.monotonic() + seconds

    def writer(number: int, cookies: dict[str, str]) -> None:
        _Writer(number, Person(port, dict(cookies)), case, tally, lock).write_until(end)

    in_parallel([lambda n=n, c=c: writer(n, c) for n, c in enumerate(people)])  # type: ignore[misc]
    return tally


@dataclass
class _Writer:
    number: int
    person: Person
    case: str
    tally: Tally
    lock: threading.Lock

    def __post_init__(self) -> None:
        self.dice = random.Random(self.number)
        self.list = f"/arenden/{self.case}/loggbok/"

    def write_until(self, end: float) -> None:
        self.tally.saved[self.number] = []
        count = 0
        while time.monotonic() < end:
            count += 1
            text = f"Person {self.number} skriver rad {count}: åäö möte med facken"
            form = self.person.form(self.list, "/loggbok/ny/spara/") | {"what": text}
            chance = self.dice.random()
            if chance < DOUBLE:
                other = Person(self.person.port, dict(self.person.cookies))
                in_parallel([lambda: self._post(form), lambda: self._post(form, other)])  # noqa: B023
                other.close()
            else:
                self._post(form)
                if chance < DOUBLE + RETRY:
                    self._post(form)
            self.tally.saved[self.number].append(text)
            if self.dice.random() < LOOK:
                self._expect(self.person.get(self.list).status, (200,), "reading")
        self.person.close()

    def _post(self, form: dict[str, str], person: Person | None = None) -> None:
        began = time.perf_counter()
        answer = (person or self.person).post(f"{self.list}ny/spara/", form)
        with self.lock:
            self.tally.times.append((time.perf_counter() - began) * 1000)
            self.tally.sent += 1
        self._expect(answer.status, (200, 302), "writing")

    def _expect(self, status: int, wanted: tuple[int, ...], doing: str) -> None:
        if status not in wanted:
            with self.lock:
                self.tally.faults.append(f"person {self.number}, {doing}: {status}")


def faults_in(connection: Any, case: str, tally: Tally) -> list[str]:
    """What the database has against the tally: lost, doubled, out of order, a broken chain.

    `connection` is psycopg's own or a cursor of Django's; it needs `execute` and `fetchall`.
    """
    ask = connection.cursor()
    ask.execute("SELECT id FROM cases_case WHERE number = %s", [case])
    [(case_id,)] = ask.fetchall()
    ask.execute(
        "SELECT what, chain_number, recorded_at FROM logbook_logentry"
        " WHERE case_id = %s AND event = 'NOTED' ORDER BY id",
        [case_id],
    )
    rows = ask.fetchall()
    stored = [what for what, *_ in rows]
    faults = list(tally.faults)
    faults += [f"lost: {text}" for text in sorted(set(tally.texts) - set(stored))]
    faults += [f"never acknowledged: {text}" for text in sorted(set(stored) - set(tally.texts))]
    faults += [f"doubled: {text}" for text in sorted({t for t in stored if stored.count(t) > 1})]
    numbers = [number for _, number, _ in rows]
    moments = [moment for *_, moment in rows]
    if numbers != sorted(numbers) or moments != sorted(moments):
        faults.append("rows are not in the order they were written")
    by_person: dict[str, list[int]] = {}
    for text in stored:
        if match := re.match(r"Person (\d+) skriver rad (\d+):", text):
            by_person.setdefault(match[1], []).append(int(match[2]))
    faults += [
        f"person {who} is out of order"
        for who, counts in by_person.items()
        if counts != list(range(1, len(counts) + 1))
    ]
    ask.execute(
        "SELECT count(*), max(chain_number) FROM logbook_logentry WHERE case_id = %s", [case_id]
    )
    [(count, highest)] = ask.fetchall()
    if count != highest:
        faults.append(f"{count} rows but the highest chain number is {highest}")
    ask.execute("SELECT * FROM logbook_broken_links(%s)", [case_id])
    faults += [f"the chain is broken at {number}" for (number,) in ask.fetchall()]
    return faults
