"""What people do with a report that is not issued: keep it as a draft, throw it away."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from accounts.models import User
from cases.models import Case
from core.actions import Conflict, action, refuse_if
from core.models import OnceKey
from logbook.record import speaks_for
from logbook.rules import blockers_to_keep_draft
from reports.model import Kind
from reports.models import Issued, ReportDraft


@action
def keep_report_draft(
    *,
    case: Case,
    kind: Kind,
    replaces: Issued | None,
    page: uuid.UUID,
    seen_version: int,
    fields: Mapping[str, str],
    actor: User,
    at: datetime,
) -> ReportDraft:
    """Keep what a page holds so far, instead of what was kept before.

    Raises Conflict when another page of the same person has written since `seen_version` (0: none
    was there), and Refused when the words may not lie on the server. Five queries at most.
    """
    refuse_if(list(blockers_to_keep_draft(fields.values())))
    key = {"saved_by": actor, "case": case, "kind": kind.value, "replaces": replaces}
    sender = speaks_for(actor, case)
    # Two pages of the same person may be the first at the same time.
    fresh = ReportDraft(**key, organisation=sender, page=page, fields={}, saved_at=at, version=0)
    ReportDraft.objects.bulk_create([fresh], ignore_conflicts=True)
    draft = ReportDraft.objects.select_for_update().get(**key)
    is_ours = draft.version == 0 or draft.page == page or draft.version == seen_version
    if not is_ours and not _is_used(draft):
        raise Conflict(draft)
    draft.page, draft.fields, draft.saved_at = page, dict(fields), at
    draft.version += 1
    draft.save(update_fields=["page", "fields", "saved_at", "version"])
    return draft


@action
def drop_report_draft(
    *, case: Case, kind: Kind, replaces: Issued | None, actor: User, at: datetime
) -> None:
    """Throw away the person's draft of that kind of report, if there is one."""
    ReportDraft.objects.filter(
        saved_by=actor, case=case, kind=kind.value, replaces=replaces
    ).delete()


def _is_used(draft: ReportDraft) -> bool:
    """Whether the report of the page that wrote it has been issued."""
    return OnceKey.objects.filter(actor_id=draft.saved_by_id, key=draft.page).exists()
