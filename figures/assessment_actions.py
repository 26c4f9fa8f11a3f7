"""What people do with a self-assessment: save, agree on it, take it up again, act on a suggestion."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from accounts.models import User
from cases.models import Case
from core.actions import Conflict, action, refuse_if
from figures import assessment_rules
from figures.assessment_indicators import about
from figures.assessment_queries import judgements_of
from figures.assessment_records import Judgement
from figures.models import SelfAssessment, SelfGrade, SuggestedMeasure
from logbook.events import Event
from logbook.record import local_day, record
from measures.actions import MeasureFacts, add_measure
from measures.models import Measure


@action
def save_assessment(
    *,
    case: Case,
    year: int,
    seen_version: int,
    judgements: Mapping[str, Judgement],
    actor: User,
    at: datetime,
) -> SelfAssessment:
    """Save what the group says so far, by key of indicator; what is as before is left alone.

    `seen_version` is 0 before the first time. Raises Conflict when someone saved since then.
    """
    case = _locked(case)
    found = SelfAssessment.objects.filter(case=case, year=year).first()
    before = judgements_of(found) if found else {}
    changed = {
        key: said for key, said in judgements.items() if said != before.get(key, Judgement())
    }
    if (found.version if found else 0) != seen_version:
        if found and not changed:
            return found  # the same once more: a double click
        raise Conflict(found)
    refuse_if(
        list(
            assessment_rules.blockers_to_assess(
                case,
                year=year,
                today=local_day(at),
                is_agreed=found is not None and found.is_agreed,
                judgements=judgements,
            )
        )
    )
    if found is None:
        found = SelfAssessment.objects.create(case=case, year=year)
    elif changed:
        found.version += 1
        found.save(update_fields=["version"])
    for key, said in changed.items():
        SelfGrade.objects.create(
            assessment=found,
            indicator=key,
            grade=said.grade,
            reason=said.reason,
            suggestion=said.suggestion,
            given_by=actor,
        )
    return found


@action
def agree_on_assessment(
    *,
    assessment: SelfAssessment,
    agreed_on: date,
    participants: str,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> SelfAssessment:
    """Fix the assessment as the group agreed on it that day. Raises Refused if anything is missing."""
    case = _locked(assessment.case)
    found = SelfAssessment.objects.get(pk=assessment.pk)
    refuse_if(
        list(
            assessment_rules.blockers_to_agree(
                case,
                judgements=judgements_of(found),
                agreed_on=agreed_on,
                participants=participants,
                today=local_day(at),
                is_agreed=found.is_agreed,
            )
        )
    )
    found.agreed_on, found.participants = agreed_on, participants
    found.agreed_at, found.agreed_by = at, actor
    found.version += 1
    found.save(update_fields=["agreed_on", "participants", "agreed_at", "agreed_by", "version"])
    record(
        case=case,
        event=Event.ASSESSMENT_AGREED,
        actor=actor,
        at=at,
        year=found.year,
        participants=participants,
    )
    return found


@action
def reopen_assessment(
    *, assessment: SelfAssessment, reason: str, actor: User, at: datetime
) -> SelfAssessment:
    """Take up again what was agreed on, with a reason, which is logged."""
    case = _locked(assessment.case)
    found = SelfAssessment.objects.get(pk=assessment.pk)
    refuse_if(
        list(assessment_rules.blockers_to_reopen(case, is_agreed=found.is_agreed, reason=reason))
    )
    found.agreed_on = found.agreed_at = found.agreed_by = None
    found.version += 1
    found.save(update_fields=["agreed_on", "agreed_at", "agreed_by", "version"])
    record(
        case=case,
        event=Event.ASSESSMENT_REOPENED,
        actor=actor,
        at=at,
        year=found.year,
        reason=reason,
    )
    return found


@action
def plan_suggestion(
    *, grade: SelfGrade, once: UUID | None = None, actor: User, at: datetime
) -> Measure:
    """Make a suggestion an idea in next year's plan, through the plan's own action."""
    assessment = grade.assessment
    _locked(assessment.case)
    made = SuggestedMeasure.objects.filter(grade=grade).exists()
    refuse_if(
        list(
            assessment_rules.blockers_to_plan_suggestion(
                suggestion=grade.suggestion, is_agreed=assessment.is_agreed, is_made=made
            )
        )
    )
    item = about(grade.indicator)
    measure = add_measure(
        case=assessment.case,
        facts=MeasureFacts(
            title=grade.suggestion,
            group=item.group,
            description=f"Kommer ur självskattningen {assessment.year}: {item.label}, "
            f"betyg {grade.grade} av 5. {grade.reason}",
        ),
        actor=actor,
        at=at,
    )
    SuggestedMeasure.objects.create(grade=grade, measure=measure, made_by=actor)
    return measure


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(no_key=True).get(pk=case.pk)
