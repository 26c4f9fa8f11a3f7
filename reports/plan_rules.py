"""What must hold before a plan counts as adopted. Pure: facts in, sentences out."""

from collections.abc import Iterator
from datetime import date


def blockers_to_adopt(
    *,
    is_closed: bool,
    measures: int,
    adopted_on: date,
    has_body: bool,
    has_two_bodies: bool,
    is_group_of_case: bool,
    today: date,
) -> Iterator[str]:
    """A plan has measures, and was adopted by one body on a day that has been."""
    if is_closed:
        yield "Ärendet är avslutat. Öppna det igen för att anta en plan."
    if not measures:
        yield "Planen har inga insatser än. Lägg till en insats först."
    if adopted_on > today:
        yield "Dagen då planen antogs ligger i framtiden."
    if not has_body:
        yield "Välj eller skriv vem som antog planen."
    if has_two_bodies:
        yield "Välj en grupp eller skriv någon annan, inte båda."
    if not is_group_of_case:
        yield "Gruppen hör till ett annat ärende."
