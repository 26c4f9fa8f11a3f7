"""Rows that only those inside a case may read, such as figures down to the single person."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Membership
from accounts.permissions import CASE_READING_ROLES
from cases.models import Case, Participant, still_active
from core.models import QuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class InsideQuerySet[M: models.Model](QuerySet[M]):
    """Rows of a case by who may read them. `path` leads from the row to its case."""

    path = "case"

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """For members of the municipalities in the case; in a restricted case its named readers.

        Outsiders get what figures.masking makes of the rows, never the rows (product.md, decision 4).
        """
        mine = Membership.objects.active().filter(user=user.pk, role__in=CASE_READING_ROLES)
        inside = Participant.objects.filter(
            still_active(), case=OuterRef(self.path), organisation__in=mine.values("organisation")
        )
        conditions: dict[str, Any] = {f"{self.path}__visibility": "RESTRICTED"}
        return self.filter(
            Q(Exists(inside)) | Q(**conditions),
            **{f"{self.path}__in": Case.objects.visible_to(user)},
        )
