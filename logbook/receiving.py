"""Takes in a file that someone sent: makes it ready, stores it, and lets it wait for its entry."""

import uuid
from datetime import datetime
from typing import BinaryIO

from accounts.models import User
from cases.models import Case
from logbook import stores, uploads
from logbook.models import Upload
from logbook.preparing import prepare


def receive(
    *,
    case: Case,
    file: BinaryIO,
    name: str,
    once: uuid.UUID | None = None,
    by: User,
    at: datetime,
) -> Upload:
    """Keep the file until its entry is saved. Slow: seconds for a large picture.

    Raises Refused with a sentence for what is not taken in, AlreadyDone for a second try with the
    same one-time key.
    """
    prepared = prepare(file, name)
    with stores.kept_if_saved(case.pk, prepared.content, prepared.small) as key:
        return uploads.stage_upload(
            case=case, prepared=prepared, key=key, once=once, actor=by, at=at
        )
