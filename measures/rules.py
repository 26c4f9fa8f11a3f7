"""What must hold before something may happen to a measure. Pure: facts in, sentences out."""

from collections.abc import Iterator
from datetime import date

from cases.models import Case
from cases.states import State as CaseState
from measures.models import MainActivity, Measure
from measures.states import NEXT_STATES, State

MOST_AT_ONCE = 60


def blockers_to_plan(case: Case) -> Iterator[str]:
    """Measures are planned while the case is not closed (product.md, decision 9)."""
    if case.state == CaseState.CLOSED:
        yield "Ärendet är avslutat. Öppna det igen för att ändra insatser."


def blockers_to_add_several(count: int) -> Iterator[str]:
    """Something must be chosen, and no more than a person can have looked at."""
    if not count:
        yield "Välj minst en insats eller skriv en egen."
    if count > MOST_AT_ONCE:
        yield f"Lägg till högst {MOST_AT_ONCE} insatser på en gång."


def blockers_to_favour_company(
    *,
    favours_single_company: bool,
    exceptional_reasons: str,
    judged_by: str,
    judged_on: date | None,
    today: date,
) -> Iterator[str]:
    """Support to one company needs exceptional reasons (kommunallagen 2017:725, 2 kap. 8 §)."""
    if not favours_single_company:
        return
    if not exceptional_reasons.strip():
        yield "Skriv vilka synnerliga skäl som finns (kommunallagen 2 kap. 8 §)."
    if not judged_by.strip() or judged_on is None:
        yield "Skriv vem som har bedömt skälen och vilken dag."
    if judged_on and judged_on > today:
        yield "Dagen för bedömningen ligger i framtiden."


def blockers_to_dates(*, planned_start: date | None, planned_end: date | None) -> Iterator[str]:
    if planned_start and planned_end and planned_end < planned_start:
        yield "Planerat slut ligger före planerad start."


def blockers_to_responsible(*, is_in_the_case: bool) -> Iterator[str]:
    """Who answers for a measure must be able to read and work in the case."""
    if not is_in_the_case:
        yield "Ansvarig måste vara någon som arbetar i ärendet."


def blockers_to_change_state(
    measure: Measure, *, to: State, on: date, today: date, reason: str, handed_over_to: str
) -> Iterator[str]:
    """Only along NEXT_STATES; cancelled says why, handed over says to whom."""
    now = State(measure.state)
    if to not in NEXT_STATES[now]:
        yield f"Insatsen är {now.label.lower()} och kan inte bli {to.label.lower()}."
    if on > today:
        yield "Dagen ligger i framtiden."
    if measure.started_on and to in (State.DONE, State.CANCELLED, State.HANDED_OVER):
        if on < measure.started_on:
            yield "Dagen ligger före den dag då insatsen började."
    if to == State.CANCELLED and not reason.strip():
        yield "Skriv varför insatsen avbryts."
    if to == State.HANDED_OVER and not handed_over_to.strip():
        yield "Skriv vem som tar över insatsen."


def blockers_to_reopen_activity(activity: MainActivity) -> Iterator[str]:
    if not activity.done_on:
        yield "Huvudaktiviteten är inte markerad som klar."


def blockers_to_finish_activity(activity: MainActivity, *, on: date, today: date) -> Iterator[str]:
    if activity.done_on:
        yield "Huvudaktiviteten är redan klar."
    if on > today:
        yield "Dagen ligger i framtiden."
