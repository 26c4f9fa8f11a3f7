"""What must hold before something may be written in the logbook."""

from collections.abc import Iterable, Iterator
from datetime import date

from cases.models import Case
from cases.states import State
from core.text import file_size, find_personal_numbers
from logbook.models import LogEntry
from measures.models import MainActivity, Measure

EARLIEST = date(1950, 1, 1)
LONGEST_DRAFT = 250_000  # characters in all its fields


def blockers_to_log(case: Case) -> Iterator[str]:
    """A closed case takes corrections, but no new entries (product.md, decision 9)."""
    if case.state == State.CLOSED:
        yield "Ärendet är avslutat. Öppna det igen för att skriva nya loggposter."


def blockers_to_date(happened_from: date, happened_to: date, today: date) -> Iterator[str]:
    """Events may not lie in the future; plans may (product.md, decision 7)."""
    if happened_to < happened_from:
        yield "Slutdagen ligger före startdagen."
    if happened_from > today or happened_to > today:
        yield "Dagen ligger i framtiden. Loggboken gäller det som har hänt."
    if happened_from < EARLIEST:
        yield "Dagen ligger för långt tillbaka i tiden."


def blockers_to_place(
    case: Case, measure: Measure | None, main_activity: MainActivity | None
) -> Iterator[str]:
    """An entry belongs to the case as a whole, or to a measure or main activity of that case."""
    if measure is not None and measure.case_id != case.pk:
        yield "Insatsen hör till ett annat ärende."
    if main_activity is not None and (measure is None or main_activity.measure_id != measure.pk):
        yield "Huvudaktiviteten hör till en annan insats."


def blockers_to_correct(
    entry: LogEntry, reason: str, *, is_own: bool, is_inside: bool
) -> Iterator[str]:
    """Only what a person wrote is corrected, and always with a reason.

    The municipalities in the case correct each other's entries; a guest only those of the
    guest's own organisation.
    """
    if not entry.is_note:
        yield "Det som systemet har antecknat går inte att rätta."
    if not is_own and not is_inside:
        yield f"Loggposten är skriven av {entry.organisation.name}, som kan rätta den."
    if not reason.strip():
        yield "Skriv varför posten rättas."


def blockers_to_hide(entry: LogEntry, *, internal: bool, is_own: bool) -> Iterator[str]:
    """An entry becomes internal to the organisation it was written for, so by that one only."""
    if internal and not entry.is_internal and not is_own:
        yield f"Bara {entry.organisation.name} kan göra den här loggposten intern."


def blockers_to_next_step(*, is_inside: bool, reaches_person: bool) -> Iterator[str]:
    """Next steps are the municipalities' own (product.md, decision 4), and wait for who reads them."""
    if not is_inside:
        yield "Nästa steg skrivs av kommunerna i ärendet."
    elif not reaches_person:
        yield "Den som nästa steg väntar på kan inte läsa loggposten. Välj någon annan."


def blockers_to_change_next_step(entry: LogEntry, *, is_closed: bool, same: bool) -> Iterator[str]:
    """What is done stays as it was; what comes next is written anew."""
    if is_closed and entry.next_step and not same:
        yield (
            "Nästa steg är markerat som klart och går inte att ändra. "
            "Skriv det som ska göras nu som nästa steg i en ny loggpost."
        )


def blockers_to_close_next_step(
    case: Case, step: LogEntry | None, *, already_closed: bool
) -> Iterator[str]:
    """A step is closed once, in its own case, and not in a closed case (product.md, decision 9)."""
    yield from blockers_to_log(case)
    if step is None or step.case_id != case.pk or not step.next_step:
        yield "Det finns inget nästa steg att markera som klart."
    elif already_closed:
        yield "Nästa steg är redan markerat som klart."


MOST_WAITING = 60  # files that one person has sent to one case and not saved with an entry


def blockers_to_upload(*, size: int, held: int, most: int, waiting: int) -> Iterator[str]:
    """Bytes held in the case already, the most it may hold, and how many of the person's files wait."""
    if held + size > most:
        yield (
            f"Ärendets bilagor rymmer högst {file_size(most)} tillsammans. "
            "Kontakta den som sköter systemet om mer behövs."
        )
    if waiting >= MOST_WAITING:
        yield "Du har skickat många filer utan att spara dem. Spara loggposten eller ta bort några."


def blockers_to_attach(count: int, *, most: int) -> Iterator[str]:
    if count > most:
        yield f"En loggpost kan ha högst {most} bilagor. Lägg resten i en loggpost till."


def blockers_to_missing(missing: int) -> Iterator[str]:
    """A file that waited may have been taken away, or saved with another entry."""
    if missing:
        yield "En bilaga finns inte kvar. Bifoga filen igen."


def blockers_to_keep_draft(texts: Iterable[str]) -> Iterator[str]:
    """A personal identity number is never stored on the server, not even for a while."""
    texts = list(texts)
    if any(find_personal_numbers(text) for text in texts):
        yield "Utkastet sparas bara i den här webbläsaren, för texten innehåller ett personnummer."
    if sum(map(len, texts)) > LONGEST_DRAFT:
        yield "Utkastet sparas bara i den här webbläsaren, för texten är mycket lång."
