"""Does what a story tells of documents and of the plan, through the real actions."""

from datetime import date, datetime
from io import BytesIO

from accounts.models import User
from cases import document_actions as documents
from cases.models import Case, Document
from home.demo.files import as_bytes
from home.demo.story import Filed, Paper, PlanAdopted
from logbook.receiving import receive
from reports.models import AdoptedPlan
from reports.plan_actions import Adoption, adopt_plan


def file(
    case: Case,
    step: Filed,
    *,
    before: Document | None,
    day: date,
    adopted_on: date | None,
    diary_number: str,
    actor: User,
    at: datetime,
) -> Document:
    """Put the document in the case, or its new version after `before`."""
    content = BytesIO(as_bytes(Paper(name=step.title, lines=[step.title, *step.lines])))
    sent = receive(case=case, file=content, name=f"{step.title}.pdf", by=actor, at=at)
    facts = documents.DocumentFacts(
        kind=step.kind,
        title=step.title,
        dated_on=day,
        diary_number=diary_number,
        adopted_on=adopted_on,
        adopting_body=step.body,
        news=step.news,
    )
    chosen = documents.ChosenFile(sent.pk)
    if before:
        made = documents.add_version(document=before, facts=facts, file=chosen, actor=actor, at=at)
    else:
        made = documents.add_document(case=case, facts=facts, file=chosen, actor=actor, at=at)
    if step.shared:
        documents.share_document(document=made, actor=actor, at=at)
    return made


def adopt(
    case: Case, step: PlanAdopted, *, day: date, diary_number: str, actor: User, at: datetime
) -> AdoptedPlan:
    """Freeze the plan as it was on the day."""
    facts = Adoption(adopted_on=day, body=step.body, diary_number=diary_number)
    return adopt_plan(case=case, facts=facts, actor=actor, at=at)
