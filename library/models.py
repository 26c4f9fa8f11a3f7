"""Cases that a municipality lets others read, and that it has taken back."""

from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, Q

from accounts.models import Membership, Organisation, User
from cases.models import Case
from cases.states import Visibility
from core.models import AppendOnlyModel, QuerySet, known_value
from guide.causes import Cause
from guide.model import Industry
from logbook.models import LogClock

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class PublicationQuerySet(QuerySet["Publication"]):
    """Published cases by who may read them."""

    def visible_to(self, user: "User | AnonymousUser") -> "PublicationQuerySet":
        """What stands in the library, for whoever works in a municipality, a region or a partner.

        Not for guests of one case. A case that has become restricted is gone from the library.
        """
        if not user.is_authenticated:
            return self.none()
        works_somewhere = Membership.objects.active().filter(user=user.pk)
        return self.standing().filter(Exists(works_somewhere), case__visibility=Visibility.INTERNAL)

    def standing(self) -> "PublicationQuerySet":
        """Those that have not been taken back."""
        return self.filter(withdrawal=None)


class Publication(AppendOnlyModel):
    """A case as others can read it: frozen, whatever happens to the case.

    The columns beside `data` are what lists narrow and order by; each of them stands in `data` too.
    """

    erasable = ("data", "title", "employer")

    case = models.ForeignKey(Case, models.PROTECT, related_name="publications")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    title = models.CharField("rubrik", max_length=160, blank=True)
    county = models.CharField("län", max_length=160, blank=True)
    employer = models.CharField("arbetsgivare", max_length=200, blank=True)
    industry = models.CharField("bransch", max_length=13, choices=Industry)
    cause = models.CharField("orsak", max_length=13, choices=Cause)
    year = models.PositiveSmallIntegerField("år")
    # None when not known, and when it is too small to be told.
    affected = models.PositiveIntegerField("antal berörda", null=True)
    share_percent = models.DecimalField(
        "andel av jobben", max_digits=4, decimal_places=1, null=True
    )
    measure_keys = ArrayField(models.CharField(max_length=60), default=list)
    data = models.TextField(blank=True)
    data_sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(db_default=LogClock(), editable=False)
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[PublicationQuerySet] = PublicationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("publication", "industry", Industry),
            known_value("publication", "cause", Cause),
            models.CheckConstraint(
                condition=Q(affected=None) | Q(affected=0) | Q(affected__gte=5),
                name="publication_tells_no_small_number",
            ),
        ]
        indexes = [models.Index(fields=["case", "-id"], name="publication_newest_of_case")]

    def __str__(self) -> str:
        return self.title


class Withdrawal(AppendOnlyModel):
    """That a published case was taken back, and why."""

    erasable = ("reason",)

    publication = models.OneToOneField(Publication, models.PROTECT, related_name="withdrawal")
    reason = models.CharField("skäl", max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(db_default=LogClock(), editable=False)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.publication_id} taken back"
