"""What a row knows of a file in the store; an entry's files and a case's documents build on it."""

from typing import Any

from django.db import models

from accounts.models import User
from logbook.files.kinds import SMALL_SIDE, SORTS, FileKind
from logbook.files.names import LONGEST


class StoredFile(models.Model):
    """What is known of a file in the store. Pictures have their width and height; nothing else has."""

    name = models.CharField("namn", max_length=LONGEST)
    kind = models.CharField(max_length=4, choices=FileKind)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=80)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def is_image(self) -> bool:
        return self.width is not None

    @property
    def content_type(self) -> str:
        return SORTS[FileKind(self.kind)].content_type

    @property
    def small_size(self) -> tuple[int, int]:
        """Width and height of the small picture, so that a page keeps room for it."""
        width, height = self.width or 1, self.height or 1
        scale = min(1, SMALL_SIDE / max(width, height))
        return max(1, round(width * scale)), max(1, round(height * scale))

    @property
    def covered(self) -> dict[str, Any]:
        """What the entry's hash covers of the file."""
        return {"name": self.name, "sha256": self.sha256, "size": self.size}
