"""What must hold before a package is asked for or fetched: pure, no database."""

from collections.abc import Iterator

# A package may be as large as all the case's files together.
MOST_KEPT = 3


def blockers_to_order(*, under_way: bool, kept: int) -> Iterator[str]:
    """Why a municipality cannot have another package of the case now."""
    if under_way:
        yield "Ett arkivpaket görs redan. Vänta tills det är klart."
    if kept >= MOST_KEPT:
        yield f"{MOST_KEPT} arkivpaket finns redan sparade. Ta bort ett av dem först."


def blockers_to_fetch(*, has_file: bool, is_made: bool) -> Iterator[str]:
    if is_made and not has_file:
        yield "Filen är borttagen. Gör ett nytt arkivpaket."
    elif not has_file:
        yield "Paketet är inte klart än."


def blockers_to_remove(*, has_file: bool) -> Iterator[str]:
    if not has_file:
        yield "Filen är redan borttagen."
