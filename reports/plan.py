"""The plan (*genomförandeplan*) as plain data: rows, what is missing, how it differs from an adopted one.

Pure. What a body adopts is frozen as a `Plan`, and later plans are told against it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.days import day_words
from figures.outcome_queries import MeasuredGoal, ShownFunding
from measures.models import Measure
from measures.states import ENDED, State
from reports import frozen
from reports.model import Block, Column, Paragraph, PlainList, Table

NOTHING = "–"
MOST_LINES = 6  # goals or funders in one cell
MOST_TITLES = 5  # in one sentence
MOST_CHANGES = 60  # told one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A measure as it stands in the plan, in words. `key` tells it from others with the same title."""

    key: int
    title: str
    group: str
    state: str
    goal: str = ""
    expected: tuple[str, ...] = ()
    responsible: str = ""
    partners: str = ""
    money: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None

    @property
    def time(self) -> str:
        """From and to as days; an end that is not planned is left open."""
        return " ".join(self.time_parts)

    @property
    def time_parts(self) -> tuple[str, ...]:
        """The same on two lines."""
        if self.starts_on is None and self.ends_on is None:
            return (NOTHING,)
        first = self.starts_on.isoformat() if self.starts_on else "…"
        last = self.ends_on.isoformat() if self.ends_on else "…"
        return first, f"till {last}"

    @property
    def expected_lines(self) -> tuple[str, ...]:
        return _cut(self.expected)

    @property
    def money_lines(self) -> tuple[str, ...]:
        return _cut(self.money)


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole plan, in its own order. Measures that are cancelled are no part of it."""

    rows: tuple[PlanRow, ...]

    def to_json(self) -> str:
        """Canonical JSON: the same plan gives the same text, so it can be hashed."""
        return frozen.canonical(frozen.thaw(self))


@dataclass(frozen=True, slots=True)
class Change:
    """What in one measure is otherwise than in the adopted plan. `words` tell it alone."""

    title: str
    what: str
    before: str
    now: str
    words: str


def plan_of(
    measures: Iterable[Measure], goals: Iterable[MeasuredGoal], money: Iterable[ShownFunding]
) -> Plan:
    """The plan as it is now. Makes no queries when `responsible` is fetched."""
    expected: dict[int, list[str]] = {}
    for each in goals:
        line = f"{each.goal.indicator}: {each.baseline_words} till {each.target_words}"
        expected.setdefault(each.goal.measure_id, []).append(line)
    paid: dict[int, list[str]] = {}
    for row in money:
        line = f"{row.funding.funder}: sökt {row.applied}, beviljat {row.granted}"
        if row.money.applied is None:
            line = f"{row.funding.funder}: beviljat {row.granted}"
        paid.setdefault(row.funding.measure_id, []).append(line)
    return Plan(
        tuple(
            PlanRow(
                key=measure.pk,
                title=measure.title,
                group=measure.get_group_display(),
                state=State(measure.state).label.lower(),
                goal=measure.target,
                expected=tuple(expected.get(measure.pk, ())),
                responsible=measure.responsible.name if measure.responsible else "",
                partners=measure.partners,
                money=tuple(paid.get(measure.pk, ())),
                starts_on=measure.planned_start,
                ends_on=measure.planned_end,
            )
            for measure in measures
            if measure.state != State.CANCELLED
        )
    )


def plan_from_json(text: str) -> Plan:
    """Raises frozen.NotFrozen when the text is no plan."""
    try:
        plan: Plan = frozen.freeze(Plan, json.loads(text), "plan")
    except json.JSONDecodeError as error:
        raise frozen.NotFrozen(f"plan: {error}") from error
    return plan


# --- What is missing ----------------------------------------------------------------------------


_ENDED = frozenset(state.label.lower() for state in ENDED)
_NEEDED = (
    ("mål", "goal"),
    ("förväntat resultat", "expected"),
    ("ansvarig", "responsible"),
    ("planerad tid", "time"),
    ("pengar", "money"),
)


def gaps(plan: Plan) -> Iterator[str]:
    """A sentence for each of what the guide wants in a plan that some measures are without.

    What is done or handed over is left aside.
    """
    ahead = [row for row in plan.rows if row.state not in _ENDED]
    for words, name in _NEEDED:
        bare = [row.title for row in ahead if getattr(row, name) in ("", (), NOTHING)]
        if bare:
            noun = "insats" if len(bare) == 1 else "insatser"
            yield f"{len(bare)} {noun} saknar {words}: {_some(bare)}."


def _some(titles: Sequence[str]) -> str:
    rest = len(titles) - MOST_TITLES
    named = ", ".join(titles[:MOST_TITLES])
    return f"{named} och {rest} till" if rest > 0 else named


# --- Against the adopted plan -------------------------------------------------------------------


def changes(before: Plan, now: Plan, cancelled: Mapping[int, str]) -> list[Change]:
    """What is otherwise now than in the adopted plan, in the order of the plan, what is gone last.

    `cancelled` gives the reason of each measure that is cancelled.
    """
    old = {row.key: row for row in before.rows}
    kept = {row.key for row in now.rows}
    found = [change for row in now.rows for change in _row_changes(old.get(row.key), row)]
    return found + [
        _gone(row, cancelled.get(row.key)) for row in before.rows if row.key not in kept
    ]


def _row_changes(old: PlanRow | None, new: PlanRow) -> Iterator[Change]:
    if old is None:
        told = f"ny insats ({new.state})"
        yield Change(new.title, "Insats", NOTHING, told, f"Ny insats: {new.title} ({new.state}).")
        return
    for label, name in _COMPARED:
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            before, after = _in_words(was), _in_words(now)
            words = f"{new.title}: {label.lower()} ändrat från {before} till {after}."
            yield Change(new.title, label, before, after, words)


_COMPARED = (
    ("Rubrik", "title"),
    ("Grupp", "group"),
    ("Läge", "state"),
    ("Mål", "goal"),
    ("Förväntat resultat", "expected"),
    ("Ansvarig", "responsible"),
    ("Samverkansparter", "partners"),
    ("Pengar", "money"),
    ("Planerad start", "starts_on"),
    ("Planerat slut", "ends_on"),
)


def _in_words(value: str | tuple[str, ...] | date | None) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "; ".join(_cut(value)) or NOTHING
    return value or NOTHING


def _gone(row: PlanRow, reason: str | None) -> Change:
    why = f" Skäl: {reason}" if reason else ""
    words = f"Insatsen {row.title} är avbruten.{why}"
    return Change(row.title, "Insats", row.state, f"avbruten.{why}", words)


# --- As parts of a report and of a page ---------------------------------------------------------


def plan_tables(plan: Plan) -> list[Block]:
    """The plan as two tables with a measure a row: seven columns have no room on a page."""
    if not plan.rows:
        return []
    aims = tuple(
        (
            f"{row.title} ({row.state})",
            row.goal or NOTHING,
            "; ".join(row.expected_lines) or NOTHING,
        )
        for row in plan.rows
    )
    means = tuple(
        (
            row.title,
            row.responsible or "ingen ansvarig",
            row.partners or NOTHING,
            "; ".join(row.money_lines) or NOTHING,
            row.time,
        )
        for row in plan.rows
    )
    return [
        _table(
            "Vad insatserna ska leda till",
            ("Insats", "Mål", "Indikator och förväntat resultat"),
            aims,
        ),
        _table(
            "Vem, med vilka, för vilka pengar och när",
            ("Insats", "Ansvarig", "Samverkansparter", "Pengar", "Tid"),
            means,
        ),
    ]


def _table(caption: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Table:
    return Table(caption=caption, columns=tuple(map(Column, columns)), rows=rows)


def changes_told(found: Sequence[Change], *, adopted: str) -> list[Block]:
    """The changes in words, and before beside now; `adopted` says when, by whom and under what number."""
    if not found:
        return [Paragraph(adopted), Paragraph("Planen är som den antogs.")]
    told = found[:MOST_CHANGES]
    words = [change.words for change in told]
    if len(found) > len(told):
        words.append(f"Ytterligare {len(found) - len(told)} ändringar finns på planens sida.")
    rows = tuple((change.title, change.what, change.before, change.now) for change in told)
    return [
        Paragraph(adopted),
        PlainList(tuple(words)),
        _table(
            "Den antagna planen och planen nu", ("Insats", "Uppgift", "Antagen plan", "Nu"), rows
        ),
    ]


def adopted_words(*, on: date, body: str, diary_number: str) -> str:
    """When and by whom the plan was adopted, as a sentence."""
    number = f" (diarienummer {diary_number})" if diary_number else ""
    return f"Planen antogs den {day_words(on)} av {body}{number}."


def _cut(lines: tuple[str, ...]) -> tuple[str, ...]:
    rest = len(lines) - MOST_LINES
    return (*lines[:MOST_LINES], f"och {rest} till") if rest > 0 else lines
