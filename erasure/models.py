"""The proof that an exercise was erased: its number, by whom and when, and how many rows went."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from accounts.models import Membership, Organisation, User
from accounts.permissions import Role
from core.models import AppendOnlyModel, QuerySet
from logbook.models import LogClock

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class ErasedExerciseQuerySet(QuerySet["ErasedExercise"]):
    """Proofs by who may read them."""

    def visible_to(self, user: "User | AnonymousUser") -> "ErasedExerciseQuerySet":
        """For the administrators of the municipality that led the exercise."""
        mine = Membership.objects.active().filter(user=user.pk, role=Role.ADMIN)
        return self.filter(municipality__in=mine.values("organisation"))


class ErasedExercise(AppendOnlyModel):
    """That the exercise of that number has been erased in whole. Nothing of its content is here."""

    number = models.CharField("nummer", max_length=12, unique=True)
    municipality = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    opened_on = models.DateField("öppnad")
    rows = models.JSONField("rader som raderades", default=dict)
    erased_at = models.DateTimeField(db_default=LogClock(), editable=False)
    erased_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[ErasedExerciseQuerySet] = ErasedExerciseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["municipality", "-id"], name="erased_exercise_newest")]

    def __str__(self) -> str:
        return self.number

    @property
    def total(self) -> int:
        """How many rows went, in all tables together."""
        return sum(self.rows.values())
