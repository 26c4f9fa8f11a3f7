"""Makes documents for tests, through the real actions."""

from typing import Any

from accounts.models import User
from cases import document_actions
from cases.document_actions import ChosenFile, DocumentFacts
from cases.models import Case, Document
from guide.model import DocumentKind
from tests import make

LINK = "https://kommunen.example/dokument/1"


def facts(kind: DocumentKind = DocumentKind.SITUATION, **values: Any) -> DocumentFacts:
    return DocumentFacts(**({"kind": kind, "title": kind.label, "dated_on": make.today()} | values))


def document(
    case: Case, kind: DocumentKind = DocumentKind.SITUATION, *, by: User, **values: Any
) -> Document:
    """A document behind a link, or with a file when `file` is the name of one."""
    name = values.pop("file", None)
    if name is None:
        values = {"link": LINK} | values
    return document_actions.add_document(
        case=case,
        facts=facts(kind, **values),
        file=ChosenFile(make.upload(case, by=by, name=name).pk) if name else None,
        actor=by,
        at=make.now(),
    )


def version(document: Document, *, by: User, **values: Any) -> Document:
    """The version after `document`, behind a link."""
    told = {"title": document.title, "link": LINK} | values
    return document_actions.add_version(
        document=document,
        facts=facts(DocumentKind(document.kind), **told),
        actor=by,
        at=make.now(),
    )


def shared(document: Document, *, by: User) -> Document:
    return document_actions.share_document(document=document, actor=by, at=make.now())


def documents_of_everything(case: Case, group: Any, *, by: User, canary: str) -> dict[str, Any]:
    """A shared document with a file, one that is not shared, and the ids their addresses need."""
    seen = document(
        case,
        by=by,
        title=f"{canary}-SEEN lägesbild",
        file=f"{canary}-SEEN lägesbild.pdf",
        diary_number=f"{canary}-INSIDE",
        adopting_group=group,
        adopted_on=make.today(),
    )
    hidden = document(
        case,
        DocumentKind.MINUTES,
        by=by,
        title=f"{canary}-INSIDE protokoll",
        file=f"{canary}-INSIDE protokoll.pdf",
        adopting_body=f"{canary}-INSIDE styrelse",
        adopted_on=make.today(),
    )
    version(hidden, by=by, title=f"{canary}-INSIDE andra", news=f"{canary}-INSIDE nytt")
    return {"document": shared(seen, by=by).pk, "hidden_document": hidden.pk}
