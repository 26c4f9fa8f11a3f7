"""What a preparedness plan must be, and when it is to be gone through again. Pure, in words."""

from collections.abc import Iterator, Sequence
from datetime import date

from figures.clock import add_months

MONTHS_BETWEEN_REVIEWS = 12
MOST_STEPS = 20
LONGEST_STEP = 160


def next_review_on(reviewed_on: date | None) -> date | None:
    """When the plan is to be gone through next: a year after the last time; None at once."""
    return add_months(reviewed_on, MONTHS_BETWEEN_REVIEWS) if reviewed_on else None


def is_due(reviewed_on: date | None, today: date) -> bool:
    """Whether a year has gone, or nobody has gone through it yet."""
    due = next_review_on(reviewed_on)
    return due is None or due <= today


def last_day_not_due(today: date) -> date:
    """A plan gone through on this day or before is due on `today`."""
    return add_months(today, -MONTHS_BETWEEN_REVIEWS)


def share_of_jobs(jobs: int, total: int | None) -> float | None:
    """Per cent of the municipality's jobs; None when those are not known."""
    return 100 * jobs / total if total else None


def blockers_to_facts(
    *, jobs: int | None, year: int | None, source: str, call_out: str
) -> Iterator[str]:
    """The number of jobs has its year and its source."""
    if jobs is not None and jobs < 1:
        yield "Antalet jobb ska vara minst 1."
    if jobs is not None and (year is None or not source.strip()):
        yield "Skriv vilket år antalet jobb gäller och varifrån uppgiften kommer."


def blockers_to_steps(own: Sequence[str]) -> Iterator[str]:
    """The list stays one that is read in the first days."""
    if len(own) > MOST_STEPS:
        yield f"Högst {MOST_STEPS} egna punkter får plats. Slå ihop några."
    if any(len(title) > LONGEST_STEP for title in own):
        yield f"En punkt får vara högst {LONGEST_STEP} tecken."


def blockers_to_group(*, name: str, taken: bool) -> Iterator[str]:
    """A group has a name of its own in the plan."""
    if not name.strip():
        yield "Skriv vad gruppen heter."
    if taken:
        yield f"Det finns redan en grupp som heter {name}. Ge den här ett eget namn."


def blockers_to_member(
    *, name: str, has_mandate: bool, mandate: str, sits_already: bool
) -> Iterator[str]:
    """A person sits once in a group; what a mandate covers needs a mandate."""
    if mandate and not has_mandate:
        yield "Kryssa i att personen har mandat, eller ta bort vad mandatet gäller."
    if sits_already:
        yield f"{name} är redan med i gruppen."


def blockers_to_employer(
    *, name: str, taken: bool, counted_on: date, today: date, source: str
) -> Iterator[str]:
    """An employer is there once, with where its number comes from and a day that has been."""
    if not name.strip():
        yield "Skriv vad arbetsgivaren heter."
    if taken:
        yield f"{name} finns redan bland arbetsgivarna."
    if not source.strip():
        yield "Skriv varifrån antalet jobb kommer."
    if counted_on > today:
        yield "Dagen som uppgiften gäller ligger i framtiden."
