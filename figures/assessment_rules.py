"""What must hold before a self-assessment is saved, agreed, taken up again or acted on. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date

from cases.models import Case
from figures.assessment_indicators import ABOUT, HIGHEST, LOWEST, about
from figures.assessment_records import Judgement
from measures.rules import blockers_to_plan


def blockers_to_assess(
    case: Case, *, year: int, today: date, is_agreed: bool, judgements: Mapping[str, Judgement]
) -> Iterator[str]:
    """A year that has begun, in a case that goes on, not agreed on yet. Any indicator may wait."""
    yield from blockers_to_plan(case)
    yield from blockers_to_year(year=year, notice_on=case.notice_on, today=today)
    if is_agreed:
        yield "Självskattningen är fastställd. Ta upp den igen för att ändra."
    for key, judgement in judgements.items():
        if judgement.grade is not None and not LOWEST <= judgement.grade <= HIGHEST:
            yield f"{about(key).label}: välj ett betyg från {LOWEST} till {HIGHEST}."


def blockers_to_year(*, year: int, notice_on: date, today: date) -> Iterator[str]:
    """Once a year, from the year of the notice to the year it is now."""
    if not notice_on.year <= year <= today.year:
        yield f"Självskattning görs för åren {notice_on.year}–{today.year}."


def blockers_to_agree(
    case: Case,
    *,
    judgements: Mapping[str, Judgement],
    agreed_on: date,
    participants: str,
    today: date,
    is_agreed: bool,
) -> Iterator[str]:
    """All twelve have a grade and a reason, and the group has met."""
    yield from blockers_to_plan(case)
    if is_agreed:
        yield "Självskattningen är redan fastställd."
    for item in ABOUT:
        judgement = judgements.get(item.key, Judgement())
        if judgement.grade is None:
            yield f"{item.label} har inget betyg."
        elif not judgement.reason.strip():
            yield f"{item.label} saknar skäl."
    if agreed_on > today:
        yield "Dagen ligger i framtiden."
    if agreed_on < case.notice_on:
        yield "Dagen ligger före beskedet."
    if not participants.strip():
        yield "Skriv vilka som var med."


def blockers_to_reopen(case: Case, *, is_agreed: bool, reason: str) -> Iterator[str]:
    """What the group agreed on is taken up again only with a reason."""
    yield from blockers_to_plan(case)
    if not is_agreed:
        yield "Självskattningen är inte fastställd."
    if not reason.strip():
        yield "Skriv varför den tas upp igen."


def blockers_to_plan_suggestion(
    *, suggestion: str, is_agreed: bool, is_made: bool
) -> Iterator[str]:
    """A suggestion becomes a measure when the group has agreed on it, and once."""
    if not suggestion.strip():
        yield "Det finns inget förslag att göra en insats av."
    if not is_agreed:
        yield "Fastställ självskattningen först. Gruppen ska vara överens om förslaget."
    if is_made:
        yield "Förslaget har redan blivit en insats."
