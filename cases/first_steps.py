"""The list for the first two days as one case stands to it, and the clock beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cases.models import Case, FirstStepMark
from cases.queries import days_since
from cases.states import StepState
from core.days import day_words
from guide.load import guide
from guide.model import CaseFact, FirstStep
from guide.phases import Phase
from logbook.models import LogEntryQuerySet

FIRST_DAYS = 2  # after the notice, which is known by its day only
YOUNG = 14  # days since the notice while the overview shows what is left on the list


OWN_STEP = "egen-"


def chosen_steps(rows: Iterable[Mapping[str, str]]) -> tuple[FirstStep, ...]:
    """A municipality's own list: points of the guide by key, and own points with a title."""
    known = {step.key: step for step in guide().first_steps}
    steps = []
    for row in rows:
        if title := row.get("title"):
            steps.append(
                FirstStep(
                    key=row["key"],
                    title=title,
                    help="En egen punkt ur kommunens beredskapsplan.",
                    sentence=f"{title}: …",
                    known_by=None,
                )
            )
        elif step := known.get(row["key"]):
            steps.append(step)
    return tuple(steps)


def steps_in(case: Case) -> tuple[FirstStep, ...]:
    """The list of a case: its municipality's own, else the guide's."""
    return chosen_steps(case.first_list) or guide().first_steps


def step_in(case: Case, key: str) -> FirstStep:
    """The point with that key. Raises KeyError."""
    return next((step for step in steps_in(case) if step.key == key), None) or guide().first_step(
        key
    )


@dataclass(frozen=True)
class ListedStep:
    """Something on the list, with its mark, or the fact that tells it is done.

    `may_read_entry`: whether the one who looks may read what was written in the log about it.
    """

    step: FirstStep
    mark: FirstStepMark | None = None
    fact: str = ""
    may_read_entry: bool = False

    @property
    def is_done(self) -> bool:
        """Ticked off, or known from the case itself."""
        return bool(self.fact) or (self.mark is not None and self.mark.state == StepState.DONE)

    @property
    def is_open(self) -> bool:
        return self.mark is None and not self.fact


@dataclass(frozen=True)
class FirstSteps:
    """The whole list in one case, on a day."""

    case: Case
    today: date
    rows: Sequence[ListedStep]

    @property
    def open(self) -> list[ListedStep]:
        return [row for row in self.rows if row.is_open]

    @property
    def is_young(self) -> bool:
        return self.days <= YOUNG

    @property
    def is_on_overview(self) -> bool:
        """Until it is put away, while the case is open and young, or the list unfinished in phase 1."""
        case = self.case
        wanted = case.is_open and not case.first_steps_away
        unfinished = bool(self.open) and case.phase == Phase.PREPARE
        return wanted and (self.is_young or unfinished)

    @property
    def days(self) -> int:
        """Days since the notice."""
        return days_since(self.case.notice_on, self.today)

    @property
    def words(self) -> str:
        """ "3 av 9 punkter är klara, 1 är inte aktuell och 5 är kvar"."""
        done = sum(row.is_done for row in self.rows)
        left = len(self.open)
        aside = len(self.rows) - done - left
        verb = "är klar" if done == 1 else "är klara"
        parts = [f"{done} av {len(self.rows)} punkter {verb}"]
        if aside:
            parts.append(f"{aside} är inte aktuell" if aside == 1 else f"{aside} är inte aktuella")
        parts.append(f"{left} är kvar" if left else "inget är kvar")
        return f"{', '.join(parts[:-1])} och {parts[-1]}"

    @property
    def clock(self) -> str:
        """How long ago the notice came, and when the first two days are or were over."""
        last = self.case.notice_on + timedelta(days=FIRST_DAYS)
        since = {0: "Beskedet kom i dag.", 1: "Beskedet kom i går."}.get(
            self.days, f"Beskedet kom för {self.days} dagar sedan."
        )
        if self.today <= last:
            return f"{since} De första två dygnen går till och med den {day_words(last)}."
        return f"{since} De första två dygnen är över; det som är kvar behövs fortfarande."


def first_steps_of(
    case: Case,
    *,
    today: date,
    has_figures: bool,
    marks: Iterable[FirstStepMark] | None = None,
    entries: LogEntryQuerySet | None = None,
) -> FirstSteps:
    """The list as the case stands to it. One query, none with `marks`.

    With `entries`, those the person may read, one more.
    """
    if marks is None:
        found = FirstStepMark.objects.filter(case=case, ended_at=None)
        marks = found.select_related("marked_by")
    by_key = {mark.key: mark for mark in marks}
    written = [mark.entry for mark in by_key.values() if mark.entry]
    readable = (
        set(entries.current().filter(entry__in=written).values_list("entry", flat=True))
        if entries is not None and written
        else set()
    )
    facts = _facts(case, has_figures=has_figures)
    rows = []
    for step in steps_in(case):
        mark = by_key.get(step.key)
        fact = facts.get(step.known_by, "") if step.known_by and not mark else ""
        rows.append(ListedStep(step, mark, fact, mark is not None and mark.entry in readable))
    return FirstSteps(case, today, rows)


def _facts(case: Case, *, has_figures: bool) -> dict[CaseFact, str]:
    """What is in the case already, in words."""
    facts = {}
    if case.deputy:
        facts[CaseFact.DEPUTY] = f"{case.responsible.name} och {case.deputy.name} håller i ärendet."
    if case.diary_number:
        facts[CaseFact.DIARY_NUMBER] = f"Diarienummer {case.diary_number}."
    if has_figures:
        facts[CaseFact.FIGURES] = "Siffror är införda i ärendet."
    return facts
