"""What must hold before a contact is saved. Pure: facts in, sentences out."""

from collections.abc import Iterator
from datetime import date


def blockers_to_actor(
    *, name: str, taken: bool, ended_on: date | None, today: date
) -> Iterator[str]:
    """An organisation has a name of its own in the municipality's list; an end has happened."""
    if not name.strip():
        yield "Skriv vad organisationen heter."
    if taken:
        yield f"{name} finns redan bland organisationerna."
    if ended_on and ended_on > today:
        yield "Dagen då organisationen upphörde ligger i framtiden."


def blockers_to_contact(
    *, name: str, organisation: str, taken: bool, ended_on: date | None, today: date
) -> Iterator[str]:
    """A person has a name and an organisation, and is there once; an end has happened."""
    if not name.strip():
        yield "Skriv vad personen heter."
    if not organisation.strip():
        yield "Skriv vilken organisation personen kommer från."
    if taken:
        yield f"{name} finns redan bland kontakterna hos {organisation}."
    if ended_on and ended_on > today:
        yield "Dagen då personen slutade ligger i framtiden."
