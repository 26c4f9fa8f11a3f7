"""Makes drafts of reports and what organisations settle for theirs, through the real actions."""

import uuid

from accounts.models import User
from cases.models import Case
from reports import draft_actions
from reports.model import Kind
from reports.models import ReportDraft
from tests import make


def draft(
    case: Case,
    *,
    by: User,
    kind: Kind = Kind.STATUS_REPORT,
    page: uuid.UUID | None = None,
    seen_version: int = 0,
    **fields: str,
) -> ReportDraft:
    """What a person has written for a report."""
    return draft_actions.keep_report_draft(
        case=case,
        kind=kind,
        replaces=None,
        page=page or uuid.uuid4(),
        seen_version=seen_version,
        fields={"summary": "Halvskriven sammanfattning"} | fields,
        actor=by,
        at=make.now(),
    )
