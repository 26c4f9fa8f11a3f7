"""When boards meet and what must be ready by then; which reminders a person wants; digests sent."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from accounts.models import Membership, Organisation, User
from core.models import AuditedModel, QuerySet, ends_after_start, known_value

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class MeetingQuerySet(QuerySet["Meeting"]):
    """Meetings by who may know of them."""

    def visible_to(self, user: "User | AnonymousUser") -> "MeetingQuerySet":
        """Those of the organisations where the person is a member."""
        mine = Membership.objects.active().filter(user=user.pk)
        return self.filter(organisation__in=mine.values("organisation"))


class Meeting(AuditedModel):
    """A day when a board meets, and the last day to hand in what it is to read."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="meetings")
    board = models.CharField("nämnd", max_length=120)
    meets_on = models.DateField("mötesdag")
    stop_on = models.DateField("stoppdatum")

    objects: ClassVar[MeetingQuerySet] = MeetingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            ends_after_start("meeting", "stop_on", "meets_on"),
            models.UniqueConstraint(
                fields=["organisation", "board", "meets_on"], name="meeting_of_a_board_is_one_a_day"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "stop_on"], name="meeting_by_stop_date")]

    def __str__(self) -> str:
        return f"{self.board} {self.meets_on}"


class ReminderKind(models.TextChoices):
    """What a person may be reminded of."""

    NEXT_STEP = "NEXT_STEP", "Nästa steg som är mina"
    QUESTION = "QUESTION", "Guidens frågor som jag ska besvara"
    REPORT = "REPORT", "Nästa rapport"
    OUTCOME = "OUTCOME", "Hur det gick, efter att ett ärende är avslutat"


class Muted(models.Model):
    """A kind of reminder that a person has turned off."""

    user = models.ForeignKey(User, models.CASCADE, related_name="muted")
    kind = models.CharField(max_length=9, choices=ReminderKind)

    class Meta:
        constraints = [
            known_value("muted", "kind", ReminderKind),
            models.UniqueConstraint(fields=["user", "kind"], name="muted_kind_is_muted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"


class Digest(models.Model):
    """The day's e-mail to a person: planned, begun, sent. Holds nothing of what it said.

    Once `begun_at` is set it is never begun again, whatever becomes of the process that sends it.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="digests")
    day = models.DateField()
    begun_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = QuerySet["Digest"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="digest_is_one_a_day"),
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(begun_at__isnull=False),
                name="digest_is_begun_before_it_is_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"
