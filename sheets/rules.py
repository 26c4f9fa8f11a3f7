"""What must hold before entries may be taken from a file."""

from collections.abc import Iterator

from cases.models import Case
from logbook.rules import blockers_to_log


def blockers_to_import(case: Case, *, entries: int) -> Iterator[str]:
    """The case takes new entries, and the file has some that are not there already."""
    yield from blockers_to_log(case)
    if not entries:
        yield "Allt i bladet finns redan i loggboken. Ingenting har lagts till."
