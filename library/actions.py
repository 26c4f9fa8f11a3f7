"""What people do with the library: let others read a closed case, take it back, borrow measures."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from accounts.models import User
from cases.models import Case
from core.actions import Conflict, action, refuse_if
from library import queries, rules
from library.models import Publication, Withdrawal
from library.queries import StoryWords
from logbook.events import Event
from logbook.record import record
from measures import actions as measure_actions
from measures.actions import NewMeasure
from measures.models import Measure


@action
def publish_case(
    *,
    case: Case,
    words: StoryWords,
    seal: str,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Publication:
    """Freeze what was reviewed, and let others read it. `seal` is that of the story as reviewed.

    Raises Refused if the rules say no, and Conflict, with the story as it would be now, when it is
    not the one that was reviewed.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    is_published = queries.publication_of(case) is not None
    refuse_if(list(rules.blockers_to_offer(case, is_published=is_published)))
    story = queries.build_story(case, words)
    refuse_if(
        list(
            rules.blockers_to_publish(
                story,
                people=queries.people_of(case),
                companies=queries.companies_of(case, names_company=words.names_company),
            )
        )
    )
    if story.seal != seal:
        raise Conflict(story)
    published = Publication.objects.create(
        case=case,
        organisation=queries.lead_of(case),
        title=story.title,
        county=story.county,
        employer=story.employer,
        industry=story.industry,
        cause=story.cause,
        year=story.year,
        affected=case.affected if queries.may_tell(case.affected) else None,
        share_percent=story.share,
        measure_keys=sorted({m.catalogue_key for m in story.measures if m.catalogue_key}),
        data=story.to_json(),
        data_sha256=story.seal,
        published_by=actor,
    )
    record(case=case, event=Event.CASE_PUBLISHED, actor=actor, at=at, title=story.title)
    return published


@action
def withdraw_publication(*, case: Case, reason: str, actor: User, at: datetime) -> Withdrawal:
    """Take the case back from the library. Raises Refused if it is not there or no reason is given."""
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    published = queries.publication_of(case)
    refuse_if(list(rules.blockers_to_withdraw(is_published=published is not None, reason=reason)))
    assert published is not None
    taken_back = Withdrawal.objects.create(publication=published, reason=reason, withdrawn_by=actor)
    record(case=case, event=Event.PUBLICATION_WITHDRAWN, actor=actor, at=at, reason=reason)
    return taken_back


@action
def borrow_measures(
    *,
    case: Case,
    measures: Sequence[NewMeasure],
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> list[Measure]:
    """Add measures that others have used, with their main activities, last in the plan as ideas."""
    return measure_actions.add_measures(case=case, measures=measures, actor=actor, at=at)
