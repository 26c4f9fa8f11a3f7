"""What must hold before something may happen to a case. Pure: facts in, sentences out."""

from collections.abc import Collection, Iterator
from datetime import date

from cases.models import Case
from cases.states import NEXT_STATES, State, Visibility
from guide.phases import Phase

NOTICE_IN_FUTURE = "Datum för beskedet ligger i framtiden. Skriv dagen då ni fick veta."


def blockers_to_facts(
    *,
    notice_on: date,
    today: date,
    responsible_is_officer: bool,
    deputy_is_officer: bool,
    same_person: bool,
) -> Iterator[str]:
    """The notice has been given, and those responsible are two officers of the municipality."""
    if notice_on > today:
        yield NOTICE_IN_FUTURE
    if not responsible_is_officer:
        yield "Ansvarig måste vara näringslivsutvecklare i kommunen."
    if not deputy_is_officer:
        yield "Ersättare måste vara näringslivsutvecklare i kommunen."
    if same_person:
        yield "Ansvarig och ersättare kan inte vara samma person."


def blockers_to_work(case: Case) -> Iterator[str]:
    """Work goes on in open cases only (product.md, decision 9)."""
    if case.state == State.CLOSED:
        yield "Ärendet är avslutat. Öppna det igen för att arbeta vidare i det."
    elif case.state == State.PAUSED:
        yield "Ärendet är vilande. Återuppta det för att arbeta vidare i det."


def blockers_to_move(
    case: Case, *, to: Phase, missing: Collection[str], reason: str
) -> Iterator[str]:
    """Forward one step at a time, past what is missing only with a reason; back with a reason."""
    yield from blockers_to_work(case)
    now = Phase(case.phase)
    if to == now:
        yield f"Ärendet är redan i fas {to.value}."
    elif to > now + 1:
        yield f"Gå vidare ett steg i taget. Nästa fas är {now + 1}."
    elif to < now and not reason.strip():
        yield "Skriv ett skäl till att ärendet går tillbaka."
    elif to > now and missing and not reason.strip():
        yield "Skriv ett skäl till att gå vidare fast något saknas."


def blockers_to_change_state(case: Case, *, to: State, reason: str) -> Iterator[str]:
    """Only along NEXT_STATES, and always with a reason."""
    if to not in NEXT_STATES[State(case.state)]:
        yield f"Ärendet är {State(case.state).label.lower()} och kan inte bli {to.label.lower()}."
    if not reason.strip():
        yield "Skriv ett skäl."


def blockers_to_change_visibility(case: Case, *, to: Visibility, reason: str) -> Iterator[str]:
    if to == case.visibility:
        yield "Ärendet har redan den synligheten."
    if not reason.strip():
        yield "Skriv ett skäl."


def blockers_to_answer(case: Case, *, not_relevant: bool, reason: str) -> Iterator[str]:
    """Any phase's questions may be answered at any time while the case is not closed."""
    if case.state == State.CLOSED:
        yield "Ärendet är avslutat. Öppna det igen för att svara på frågor."
    if not_relevant and not reason.strip():
        yield "Skriv varför frågan inte är aktuell."


def blockers_to_assign(
    case: Case, *, due_on: date, today: date, reads_inside: bool
) -> Iterator[str]:
    """To someone who can read the question, by a day that has not passed."""
    yield from blockers_to_work(case)
    if not reads_inside:
        yield "Frågan kan bara ges till någon som läser ärendet från insidan."
    if due_on < today:
        yield "Dagen har redan passerat. Välj i dag eller senare."


def blockers_to_take_back(case: Case, *, is_assigned: bool) -> Iterator[str]:
    yield from _blockers_when_closed(case)
    if not is_assigned:
        yield "Frågan är inte given till någon."


def blockers_to_mark(case: Case, *, is_marked: bool) -> Iterator[str]:
    """Something for the first days is ticked off, or set aside, once."""
    yield from _blockers_when_closed(case)
    if is_marked:
        yield "Punkten är redan avbockad eller inte aktuell. Ladda om sidan för att se den."


def blockers_to_set_aside(case: Case, *, reason: str, is_marked: bool) -> Iterator[str]:
    yield from blockers_to_mark(case, is_marked=is_marked)
    if not reason.strip():
        yield "Skriv varför punkten inte är aktuell."


def blockers_to_take_up(case: Case, *, is_marked: bool) -> Iterator[str]:
    yield from _blockers_when_closed(case)
    if not is_marked:
        yield "Punkten står redan på listan."


def blockers_to_put_away(case: Case, *, is_away: bool) -> Iterator[str]:
    yield from _blockers_when_closed(case)
    if is_away:
        yield "Listan är redan undanlagd."


def blockers_to_take_out(case: Case, *, is_away: bool) -> Iterator[str]:
    yield from _blockers_when_closed(case)
    if not is_away:
        yield "Listan är redan framme."


def blockers_to_share(case: Case, *, is_shared: bool, takes_part: bool) -> Iterator[str]:
    """Sharing opens a case to others, so never one that is not public."""
    yield from _blockers_when_closed(case)
    if case.is_restricted:
        yield "Ärendet är ej offentligt och kan inte delas."
    if case.is_exercise:
        yield "En övning delas inte: den skulle räknas bland andras ärenden. Bjud in gäster i stället."
    if takes_part:
        yield "Kommunen deltar redan i ärendet och läser det utan delning."
    if is_shared:
        yield "Ärendet är redan delat med organisationen."


def blockers_to_end_share(*, has_ended: bool) -> Iterator[str]:
    if has_ended:
        yield "Delningen är redan avslutad."


def blockers_to_take_in(case: Case, *, is_municipality: bool, takes_part: bool) -> Iterator[str]:
    """Municipalities take part; others read by a share or as guests."""
    yield from _blockers_when_closed(case)
    if not is_municipality:
        yield "Bara kommuner kan delta i ett ärende."
    if takes_part:
        yield "Kommunen deltar redan i ärendet."


def blockers_to_name_reader(case: Case, *, reason: str, is_named: bool) -> Iterator[str]:
    if not case.is_restricted:
        yield "Läsare namnges bara i ärenden som inte är offentliga."
    if is_named:
        yield "Personen är redan namngiven."
    if not reason.strip():
        yield "Skriv varför personen behöver känna till ärendet."


def _blockers_when_closed(case: Case) -> Iterator[str]:
    if case.state == State.CLOSED:
        yield "Ärendet är avslutat. Öppna det igen först."
