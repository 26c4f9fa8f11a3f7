"""What people do with a case's documents: add, change what is said of one, give a new version, share."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from cases import document_rules as rules
from cases.models import Case, Document, DocumentFile, Group
from cases.states import State
from core.actions import Conflict, action, refuse_if
from core.models import label_of
from guide.model import DocumentKind
from logbook.attaching import CARRIED, take_waiting
from logbook.events import Event
from logbook.record import local_day, record
from logbook.rules import blockers_to_missing


@dataclass(frozen=True, kw_only=True)
class DocumentFacts:
    """What is said of a document. It was adopted by a group of the case or by someone in words."""

    kind: DocumentKind
    title: str
    dated_on: date
    guide_key: str = ""
    diary_number: str = ""
    adopted_on: date | None = None
    adopting_group: Group | None = None
    adopting_body: str = ""
    news: str = ""
    link: str = ""


@dataclass(frozen=True)
class ChosenFile:
    """A file that waits (logbook.models.Upload), and what describes it when it is a picture."""

    upload: UUID
    alt_text: str = ""


@action
def add_document(
    *,
    case: Case,
    facts: DocumentFacts,
    file: ChosenFile | None = None,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Document:
    """Put a document in the case, its file or a link to it. Raises Refused if the rules say no."""
    case = _locked(case)
    refuse_if(_blockers_to(case, facts, at, has_file=file is not None))
    document = Document.objects.create(case=case, added_by=actor, added_at=at, **_values(facts))
    _keep_file(document, file, actor)
    _record(Event.DOCUMENT_ADDED, document, actor, at)
    return document


@action
def change_document(
    *, document: Document, seen_version: int, facts: DocumentFacts, actor: User, at: datetime
) -> Document:
    """Change what is said of the newest version, never its file. Raises Conflict if someone was first."""
    case = _locked(document.case)
    row = Document.objects.select_related("case", "adopting_group").get(pk=document.pk)
    if row.version != seen_version:
        raise Conflict(row)
    has_file = DocumentFile.objects.filter(document=row).exists()
    refuse_if([*_blockers_to_follow(row), *_blockers_to(case, facts, at, has_file=has_file)])
    changed = [name for name, value in _values(facts).items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, getattr(facts, name))
        row.version += 1
        row.save(update_fields=[*changed, "version"])
        labels = [label_of(Document, name) for name in changed]
        _record(Event.DOCUMENT_CHANGED, row, actor, at, changed=labels)
    return row


@action
def add_version(
    *,
    document: Document,
    facts: DocumentFacts,
    file: ChosenFile | None = None,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Document:
    """Let a new version replace the newest one, which stays as it was. Nobody outside reads it yet."""
    case = _locked(document.case)
    blockers = _blockers_to(case, facts, at, has_file=file is not None)
    refuse_if([*_blockers_to_follow(document), *blockers])
    newer = Document.objects.create(
        case=case,
        series=document.series,
        number=document.number + 1,
        added_by=actor,
        added_at=at,
        **_values(facts),
    )
    _keep_file(newer, file, actor)
    _record(Event.DOCUMENT_REPLACED, newer, actor, at)
    return newer


@action
def share_document(*, document: Document, actor: User, at: datetime) -> Document:
    """Let those outside the municipalities who see the case read this version."""
    case = _locked(document.case)
    row = Document.objects.select_related("case").get(pk=document.pk)
    blockers = rules.blockers_to_share(is_restricted=case.is_restricted, is_shared=row.is_shared)
    refuse_if([*_blockers_to_change(case), *_blockers_to_follow(row), *blockers])
    row.shared_at, row.shared_by = at, actor
    row.save(update_fields=["shared_at", "shared_by"])
    _record(Event.DOCUMENT_SHARED, row, actor, at)
    return row


@action
def stop_sharing_document(*, document: Document, actor: User, at: datetime) -> Document:
    """Let nobody outside read this version from now on; also in a closed case."""
    _locked(document.case)
    row = Document.objects.select_related("case").get(pk=document.pk)
    refuse_if(list(rules.blockers_to_end_sharing(is_shared=row.is_shared)))
    row.shared_at = row.shared_by = None
    row.save(update_fields=["shared_at", "shared_by"])
    _record(Event.DOCUMENT_SHARE_ENDED, row, actor, at)
    return row


def _keep_file(document: Document, file: ChosenFile | None, sender: User) -> None:
    """Move the waiting file to the document. Raises Refused when it waits no longer."""
    if file is None:
        return
    taken = take_waiting(document.case, [file.upload], sender)
    refuse_if(list(blockers_to_missing(1 - len(taken))))
    upload = taken[file.upload]
    DocumentFile.objects.create(
        document=document,
        alt_text=file.alt_text if upload.is_image else "",
        uploaded_by_id=upload.uploaded_by_id,
        uploaded_at=upload.uploaded_at,
        **{name: getattr(upload, name) for name in CARRIED},
    )


def _record(event: Event, document: Document, actor: User, at: datetime, **more: Any) -> None:
    record(
        case=document.case,
        event=event,
        actor=actor,
        at=at,
        kind=DocumentKind(document.kind).label,
        title=document.title,
        number=document.number,
        adopted_by=document.adopted_by_words,
        adopted_on=document.adopted_on.isoformat() if document.adopted_on else "",
        **more,
    )


def _blockers_to(case: Case, facts: DocumentFacts, at: datetime, *, has_file: bool) -> list[str]:
    group, body = facts.adopting_group, facts.adopting_body.strip()
    return [
        *_blockers_to_change(case),
        *rules.blockers_to_document(
            title=facts.title,
            dated_on=facts.dated_on,
            adopted_on=facts.adopted_on,
            has_body=bool(group or body),
            has_two_bodies=bool(group and body),
            is_group_of_case=group is None or group.case_id == case.pk,
            has_file=has_file,
            link=facts.link,
            today=local_day(at),
        ),
    ]


def _blockers_to_change(case: Case) -> list[str]:
    return list(rules.blockers_to_change_documents(is_closed=case.state == State.CLOSED))


def _blockers_to_follow(document: Document) -> list[str]:
    newer = Document.objects.filter(series=document.series, number__gt=document.number)
    return list(rules.blockers_to_follow(is_newest=not newer.exists()))


def _values(facts: DocumentFacts) -> dict[str, Any]:
    return {each.name: getattr(facts, each.name) for each in fields(facts)}


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(no_key=True).get(pk=case.pk)
