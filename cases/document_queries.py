"""Questions to the database about documents: a list of them, one with its versions, what is missing."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q

from cases.document_rules import DocumentFacts, Expected, expected_in
from cases.models import Case, Document, DocumentQuerySet, Group, GroupQuerySet, Guest, Share
from cases.models import still_active as active
from cases.states import ShareMode
from core.sorting import swedish_key
from guide.load import guide
from guide.phases import Phase

MOST_READ = 500  # documents that are read to judge what is missing
MOST_VERSIONS = 100
MOST_GROUPS = 200
ORDERS = {
    "": ("-dated_on", "-id"),
    "aldst": ("dated_on", "id"),
    "rubrik": ("title", "id"),
    "slag": ("kind", "-dated_on", "-id"),
}
ADOPTED, NOT_ADOPTED, SHARED = "antagna", "ej-antagna", "delade"
_SHOWN = {
    ADOPTED: Q(adopted_on__isnull=False),
    NOT_ADOPTED: Q(adopted_on=None),
    SHARED: Q(shared_at__isnull=False),
}


def document_page(
    documents: DocumentQuerySet, wanted: Mapping[str, Any], *, page: str, size: int
) -> Page[Document]:
    """A page of the newest versions by words, kind and state. Two queries."""
    found = documents.newest_of_each()
    if text := wanted.get("q"):
        found = found.filter(
            Q(title__icontains=text)
            | Q(diary_number__icontains=text)
            | Q(adopting_body__icontains=text)
            | Q(adopting_group__name__icontains=text)
        )
    if kind := wanted.get("slag"):
        found = found.filter(kind=kind)
    if shown := _SHOWN.get(wanted.get("visa", "")):
        found = found.filter(shown)
    ordered = found.select_related("adopting_group", "file").order_by(
        *ORDERS[wanted.get("ordning", "")]
    )
    return Paginator(ordered, size).get_page(page)


def outside_page(documents: DocumentQuerySet, *, page: str, size: int) -> Page[Document]:
    """A page of what an outsider may read, the newest first. Two queries."""
    rows = documents.newest_of_each().select_related("file").order_by(*ORDERS[""])
    return Paginator(rows, size).get_page(page)


def expected_of(documents: DocumentQuerySet) -> list[Expected]:
    """What all phases of the guide expect, with what the case has of it. One query."""
    held = _held(documents)
    return [each for phase in Phase for each in expected_in(guide().phase(phase), held)]


def expected_in_phase(documents: DocumentQuerySet, phase: Phase) -> list[Expected]:
    """What one phase expects, with what the case has of it. One query."""
    return expected_in(guide().phase(phase), _held(documents))


def _held(documents: DocumentQuerySet) -> list[DocumentFacts]:
    rows = documents.newest_of_each().order_by("-dated_on", "-id")[:MOST_READ]
    return [DocumentFacts(*row) for row in rows.values_list("pk", "kind", "guide_key", "title")]


def versions_of(documents: DocumentQuerySet, document: Document) -> list[Document]:
    """All versions of the document that the reader may see, the newest first. One query."""
    rows = documents.filter(series=document.series).select_related(
        "adopting_group", "file", "added_by"
    )
    return list(rows.order_by("-number")[:MOST_VERSIONS])


def groups_to_choose(groups: GroupQuerySet) -> list[Group]:
    """The groups that may have adopted a document, by name. One query."""
    return sorted(groups.order_by("id")[:MOST_GROUPS], key=lambda group: swedish_key(group.name))


def who_read_from_outside(case: Case) -> list[str]:
    """The organisations that read the case by share or as guests, by name. Two queries."""
    shares = Share.objects.filter(active(), case=case, mode=ShareMode.LIVE)
    guests = Guest.objects.filter(active(), case=case)
    names = {
        *shares.values_list("organisation__name", flat=True),
        *guests.values_list("organisation__name", flat=True),
    }
    return sorted(names, key=swedish_key)
