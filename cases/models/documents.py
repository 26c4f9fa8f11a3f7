"""The documents of a case: what each is, who adopted it, its file, and whether outsiders may read it."""

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from cases.models.cases import Case
from cases.models.groups import Group
from core.models import AppendOnlyModel, AuditedModel, QuerySet, both_or_neither, known_value
from guide.model import DocumentKind
from logbook.files.kinds import FileKind
from logbook.files.stored import StoredFile

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

LONGEST_LINK = 500


class DocumentQuerySet(QuerySet["Document"]):
    """Documents by who may read them, and which version counts."""

    def visible_to(self, user: "User | AnonymousUser") -> "DocumentQuerySet":
        """All for those inside the case; for outsiders what is shared (product.md, decision 4)."""
        inside = Q(case__in=Case.objects.seen_from_inside_by(user))
        shared = Q(shared_at__isnull=False, case__in=Case.objects.visible_to(user))
        return self.filter(inside | shared)

    def newest_of_each(self) -> "DocumentQuerySet":
        """The newest version of each document, among those in the queryset.

        An outsider who may read only an older version meets that one, and no sign of a newer.
        """
        newer = self.filter(series=OuterRef("series"), number__gt=OuterRef("number"))
        return self.exclude(Exists(newer))


class Document(AuditedModel):
    """One version of a document. `series` is the same for all versions, `number` counts them.

    The newest version counts; the older ones stay as they were. Each version is shared by itself.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    series = models.UUIDField(default=uuid.uuid4, editable=False)
    number = models.PositiveSmallIntegerField("version", default=1)
    kind = models.CharField("slag av dokument", max_length=13, choices=DocumentKind)
    # What the guide asks for that this is, when its kind does not say it.
    guide_key = models.CharField("dokument i guiden", max_length=60, blank=True)
    title = models.CharField("rubrik", max_length=160)
    dated_on = models.DateField("dag")
    diary_number = models.CharField("diarienummer", max_length=40, blank=True)
    adopted_on = models.DateField("antaget den", null=True, blank=True)
    adopting_group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="antaget av"
    )
    adopting_body = models.CharField("antaget av någon annan", max_length=160, blank=True)
    news = models.CharField("vad som är nytt", max_length=500, blank=True)
    link = models.CharField("länk", max_length=LONGEST_LINK, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(null=True, blank=True)
    shared_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[DocumentQuerySet] = DocumentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("document", "kind", DocumentKind),
            both_or_neither("document", "added_at", "added_by"),
            both_or_neither("document", "shared_at", "shared_by"),
            models.UniqueConstraint(fields=["series", "number"], name="document_version_is_unique"),
            models.CheckConstraint(
                condition=Q(adopting_group=None) | Q(adopting_body=""),
                name="document_is_adopted_by_one_body",
            ),
            models.CheckConstraint(
                condition=Q(adopted_on=None, adopting_group=None, adopting_body="")
                | Q(
                    Q(adopting_group__isnull=False) | ~Q(adopting_body=""), adopted_on__isnull=False
                ),
                name="document_adopted_says_by_whom_and_when",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-dated_on", "-id"], name="document_newest_in_case")
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    @property
    def is_shared(self) -> bool:
        """Whether those outside the municipalities who see the case may read this version."""
        return self.shared_at is not None

    @property
    def is_to_be_adopted(self) -> bool:
        """Whether somebody usually adopts it: a decision and minutes tell themselves what was adopted."""
        return self.kind not in (DocumentKind.DECISION, DocumentKind.MINUTES)

    @property
    def adopted_by_words(self) -> str:
        """Who adopted it; empty when nobody has."""
        return self.adopting_group.name if self.adopting_group else self.adopting_body


class DocumentFileQuerySet(QuerySet["DocumentFile"]):
    """Files of documents."""

    def visible_to(self, user: "User | AnonymousUser") -> "DocumentFileQuerySet":
        """Those of the documents that the person may read."""
        return self.filter(document__in=Document.objects.visible_to(user))


class DocumentFile(StoredFile, AppendOnlyModel):
    """The file of one version of a document: put there with it, and never exchanged."""

    erasable = ("name", "sha256", "key", "alt_text")

    document = models.OneToOneField(Document, models.PROTECT, related_name="file")
    alt_text = models.CharField("beskrivning", max_length=300, blank=True)

    objects: ClassVar[DocumentFileQuerySet] = DocumentFileQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("document_file", "kind", FileKind),
            both_or_neither("document_file", "width", "height"),
        ]
        indexes = [models.Index(fields=["key"], name="document_file_by_key")]

    def __str__(self) -> str:
        return str(self.document_id)

    @property
    def is_erased(self) -> bool:
        return not self.key
