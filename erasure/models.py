"""The proofs of what was erased: an exercise by its number, a contact without a name."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from accounts.models import Membership, Organisation, User
from accounts.permissions import CASE_LOGGING_ROLES, Role
from cases.models import Contact
from core.models import AppendOnlyModel, QuerySet
from logbook.models import LogClock

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class ErasedContactQuerySet(QuerySet["ErasedContact"]):
    """Proofs by who may read them."""

    def visible_to(self, user: "User | AnonymousUser") -> "ErasedContactQuerySet":
        """For those who read the municipality's contacts."""
        mine = Membership.objects.active().filter(user=user.pk, role__in=CASE_LOGGING_ROLES)
        return self.filter(municipality__in=mine.values("organisation"))


class ErasedContact(AppendOnlyModel):
    """That what was known of a contact has been erased, since the person asked. Not who it was."""

    contact = models.OneToOneField(Contact, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    asked_on = models.DateField("begärdes")
    erased_at = models.DateTimeField(db_default=LogClock(), editable=False)
    erased_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[ErasedContactQuerySet] = ErasedContactQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return str(self.contact_id)


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
