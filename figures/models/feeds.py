"""Noted days of a case, and the secret addresses under which a calendar fetches them."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Membership, User
from accounts.permissions import CASE_READING_ROLES
from cases.models import Case, Participant, PeriodModel, still_active
from core.models import AppendOnlyModel, QuerySet, both_or_neither, known_value
from figures.clock_kinds import DateKind
from logbook.models import LogClock

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class CaseDateQuerySet(QuerySet["CaseDate"]):
    """Noted days; the newest of each kind is the one that counts."""

    def visible_to(self, user: "User | AnonymousUser") -> "CaseDateQuerySet":
        """Those of visible cases, for those inside: how a day is known is no outsider's."""
        mine = Membership.objects.active().filter(user=user.pk, role__in=CASE_READING_ROLES)
        inside = Participant.objects.filter(
            still_active(), case=OuterRef("case"), organisation__in=mine.values("organisation")
        )
        return self.filter(
            Q(Exists(inside)) | Q(case__visibility="RESTRICTED"),
            case__in=Case.objects.visible_to(user),
        )

    def newest_of_each(self) -> "CaseDateQuerySet":
        return self.order_by("kind", "-id").distinct("kind")


class CaseDate(AppendOnlyModel):
    """A day of the case, noted by a person who says how it is known.

    A later note of the same kind counts instead; without a day it takes the day away. All stay.
    """

    erasable = ("source",)

    case = models.ForeignKey(Case, models.PROTECT, related_name="noted_dates")
    kind = models.CharField("vad", max_length=16, choices=DateKind)
    on = models.DateField("dag", null=True, blank=True)
    source = models.CharField("hur vet vi det", max_length=300)
    noted_at = models.DateTimeField(db_default=LogClock(), editable=False)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[CaseDateQuerySet] = CaseDateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [known_value("case_date", "kind", DateKind)]
        indexes = [models.Index(fields=["case", "kind", "-id"], name="case_date_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.on} in {self.case_id}"


class CalendarFeedQuerySet(QuerySet["CalendarFeed"]):
    """Calendar addresses."""

    def visible_to(self, user: "User | AnonymousUser") -> "CalendarFeedQuerySet":
        """A person's own that have not ended."""
        return self.filter(ends_at=None, owner=user.pk)

    def with_hash(self, secret_hash: str) -> "CalendarFeedQuerySet":
        """The address with that hash, unless it has ended or its owner may no longer log in."""
        return self.filter(ends_at=None, secret_hash=secret_hash, owner__is_active=True)


class CalendarFeed(PeriodModel):
    """A secret address that gives its owner's days, or those of one case, as iCalendar.

    Only the hash is kept. It gives nothing that the owner may not see at the moment of fetching.
    """

    owner = models.ForeignKey(User, models.PROTECT, related_name="calendar_feeds")
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="calendar_feeds"
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    with_restricted = models.BooleanField("ärenden som inte är offentliga", default=True)

    objects: ClassVar[CalendarFeedQuerySet] = CalendarFeedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            both_or_neither("calendar_feed", "ends_at", "ended_by"),
            models.UniqueConstraint(
                fields=["owner", "case"],
                condition=Q(ends_at=None),
                nulls_distinct=False,
                name="calendar_feed_is_one_of_each",
            ),
        ]

    def __str__(self) -> str:
        return f"calendar of {self.owner_id}, case {self.case_id}"
