"""What must hold before a county report may be issued. Pure: facts in, sentences out."""

from collections.abc import Iterator
from datetime import date

from region.request import CountyRequest


def blockers_to_issue(request: CountyRequest, *, today: date) -> Iterator[str]:
    """The period has an end that is past, and the report says who receives it."""
    if request.period_to < request.period_from:
        yield "Period till ligger före period från."
    if request.period_to > today:
        yield "Period till ligger i framtiden."
    if not request.recipient.strip():
        yield "Skriv vem som tar emot rapporten."
