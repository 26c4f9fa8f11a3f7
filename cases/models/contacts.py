"""A municipality's contacts: organisations it works with, and people there; reused from case to case."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Membership, Organisation
from accounts.permissions import CASE_LOGGING_ROLES
from cases.group_kinds import ActorKind
from core.models import AuditedModel, QuerySet, known_value
from core.sorting import swedish_sort_key

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def _own(user: "User | AnonymousUser") -> Q:
    """Rows of municipalities where the person may log in cases. They tell of no case."""
    mine = Membership.objects.active().filter(user=user.pk, role__in=CASE_LOGGING_ROLES)
    return Q(municipality__in=mine.values("organisation"))


class ActorQuerySet(QuerySet["Actor"]):
    """Actors by who may read them."""

    def visible_to(self, user: "User | AnonymousUser") -> "ActorQuerySet":
        return self.filter(_own(user))


class Actor(AuditedModel):
    """An organisation that a municipality works with, in its own list. Ended, never erased."""

    municipality = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField("organisation", max_length=160)
    name_sort = swedish_sort_key("name")
    kind = models.CharField("slag", max_length=20, choices=ActorKind)
    email = models.EmailField("e-postadress", max_length=254, blank=True)
    phone = models.CharField("telefon", max_length=40, blank=True)
    note = models.CharField("anteckning", max_length=500, blank=True)
    ended_on = models.DateField("upphörde", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[ActorQuerySet] = ActorQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("actor", "kind", ActorKind),
            models.UniqueConstraint(
                fields=["municipality", "name_sort"], name="actor_name_is_unique_in_municipality"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ContactQuerySet(QuerySet["Contact"]):
    """Contacts by who may read them."""

    def visible_to(self, user: "User | AnonymousUser") -> "ContactQuerySet":
        return self.filter(_own(user))

    def current(self) -> "ContactQuerySet":
        """Those who have not left."""
        return self.filter(ended_on=None)

    def in_order(self) -> "ContactQuerySet":
        return self.order_by("name_sort", "id")


class Contact(AuditedModel):
    """A person at an actor, with e-mail and phone at work. One who leaves is ended, not erased."""

    municipality = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    actor = models.ForeignKey(
        Actor, models.PROTECT, related_name="people", verbose_name="organisation"
    )
    name = models.CharField("namn", max_length=120)
    name_sort = swedish_sort_key("name")
    title = models.CharField("befattning", max_length=120, blank=True)
    email = models.EmailField("e-postadress", max_length=254, blank=True)
    phone = models.CharField("telefon", max_length=40, blank=True)
    note = models.CharField("anteckning", max_length=500, blank=True)
    ended_on = models.DateField("slutade", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[ContactQuerySet] = ContactQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "name_sort"],
                condition=Q(ended_on=None),
                name="contact_is_named_once_at_an_actor",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "name_sort"], name="contact_by_name")]

    def __str__(self) -> str:
        return self.name
