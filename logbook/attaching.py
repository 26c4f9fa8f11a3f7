"""Moves files that wait to the entry they belong to, and carries an entry's files to its correction."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from accounts.models import User
from cases.models import Case
from core.actions import refuse_if
from logbook import rules
from logbook.models import Attachment, LogEntry, StoredFile, Upload

CARRIED = ("name", "kind", "size", "sha256", "key", "width", "height")


@dataclass(frozen=True, kw_only=True)
class Files:
    """Which files a wording has: waiting ones with what describes them; in a correction also which
    of the earlier wording's are left out, and new descriptions of those that stay.
    """

    added: Mapping[uuid.UUID, str] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()
    described: Mapping[int, str] = field(default_factory=dict)


NO_FILES = Files()


def take_files(
    *,
    case: Case,
    files: Files,
    form: uuid.UUID | None,
    sender: User,
    corrects: LogEntry | None = None,
) -> list[Attachment]:
    """The wording's files, not saved yet; those that waited no longer wait, nor does the form's draft.

    Inside an action only. At most two queries. Raises Refused when a file is gone or they are too
    many.
    """
    carried = _carried(corrects, files) if corrects else []
    refuse_if(
        list(
            rules.blockers_to_attach(
                len(carried) + len(files.added), most=settings.ATTACHMENTS_PER_ENTRY
            )
        )
    )
    taken = _taken(case, files.added, form, sender) if form or files.added else []
    refuse_if(list(rules.blockers_to_missing(len(files.added) - len(taken))))
    everything = [*carried, *taken]
    for position, attachment in enumerate(everything):
        attachment.position = position
    return everything


def details_of(attachments: list[Attachment]) -> dict[str, Any]:
    """What the entry's hash covers of its files."""
    if not attachments:
        return {}
    return {"attachments": [attachment.covered for attachment in attachments]}


def attach(entry: LogEntry, attachments: list[Attachment]) -> None:
    """Save the files of an entry that has just been written. One query, none without files."""
    for attachment in attachments:
        attachment.log_entry = entry
    # For the page that tells of the entry at once; see logbook.queries.Row.files.
    entry.written_files = Attachment.objects.bulk_create(attachments)  # type: ignore[attr-defined]


def _carried(corrects: LogEntry, files: Files) -> list[Attachment]:
    kept = corrects.attachments.exclude(pk__in=files.left_out).exclude(key="").in_order()
    return [
        _attachment(attachment, files.described.get(attachment.pk, attachment.alt_text))
        for attachment in kept
    ]


def _taken(
    case: Case, added: Mapping[uuid.UUID, str], form: uuid.UUID | None, sender: User
) -> list[Attachment]:
    """Take the person's own waiting files of this case; another entry cannot take them too.

    The draft of the form they were sent in goes by the same statement.
    """
    gone = Upload.objects.raw(
        "WITH draft AS (DELETE FROM logbook_draft WHERE saved_by_id = %s AND form = %s)"
        " DELETE FROM logbook_upload WHERE id = ANY(%s) AND case_id = %s AND uploaded_by_id = %s"
        " RETURNING *",
        [sender.pk, form, list(added), case.pk, sender.pk],
    )
    found = {upload.pk: upload for upload in gone}
    return [_attachment(found[pk], alt) for pk, alt in added.items() if pk in found]


def _attachment(file: StoredFile, alt_text: str) -> Attachment:
    return Attachment(
        alt_text=alt_text if file.is_image else "",
        uploaded_by_id=file.uploaded_by_id,
        uploaded_at=file.uploaded_at,
        **{name: getattr(file, name) for name in CARRIED},
    )
