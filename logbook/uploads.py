"""What people do with a file before its entry is saved: let it wait, or take it away."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import User
from cases.models import Case
from core.actions import action, refuse_if
from logbook import queries, rules, stores
from logbook.models import Upload
from logbook.preparing import Prepared


@action
def stage_upload(
    *,
    case: Case,
    prepared: Prepared,
    key: str,
    once: uuid.UUID | None = None,
    actor: User,
    at: datetime,
) -> Upload:
    """Let a stored file wait for its entry. `once` is the one-time key of the sending.

    Raises Refused when the case is full or too many of the person's files wait already.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    refuse_if(
        list(
            rules.blockers_to_upload(
                size=prepared.size,
                held=queries.bytes_held(case),
                most=settings.ATTACHMENT_BYTES_PER_CASE,
                waiting=Upload.objects.filter(case=case, uploaded_by=actor).count(),
            )
        )
    )
    return Upload.objects.create(
        case=case,
        name=prepared.name,
        kind=prepared.kind,
        size=prepared.size,
        sha256=prepared.sha256,
        key=key,
        width=prepared.width,
        height=prepared.height,
        uploaded_by=actor,
        uploaded_at=at,
    )


@action
def drop_upload(*, upload: Upload, actor: User, at: datetime) -> None:
    """Take away a file that waits; the store lets go of it when that is certain."""
    dropped, _ = Upload.objects.filter(pk=upload.pk, uploaded_by=actor).delete()
    if dropped:
        transaction.on_commit(lambda: stores.take_away(upload.key))
