"""Lets others read a closed demo case, as its municipality would after reviewing it."""

from datetime import datetime

from accounts.models import User
from cases.models import Case
from home.demo.story import Told
from library import actions, queries
from library.queries import StoryWords
from measures.models import Measure


def tell(case: Case, step: Told, *, actor: User, at: datetime) -> None:
    """Publish the case with all its measures."""
    words = StoryWords(
        title=step.title,
        names_company=step.names_company,
        industry=step.industry,
        share_percent=step.share_percent,
        summary=step.summary,
        lessons=step.lessons,
        differently=step.differently,
        measures=tuple(Measure.objects.filter(case=case).in_order().values_list("pk", flat=True)),
    )
    case = Case.objects.get(pk=case.pk)
    seal = queries.build_story(case, words).seal
    actions.publish_case(case=case, words=words, seal=seal, actor=actor, at=at)
