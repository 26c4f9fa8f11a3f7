"""The logbook: rows that are only ever added, chained by hash within their case."""

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery

from accounts.models import Membership, Organisation, User
from accounts.permissions import CASE_READING_ROLES
from cases.models import Case, Guest, Participant, still_active
from core.models import AppendOnlyModel, QuerySet, both_or_neither, ends_after_start, known_value
from logbook.events import Audience, Event
from measures.models import MainActivity, Measure

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

SEARCHED_TEXT = ("what", "result", "next_step", "participants")


class LogClock(Func):
    """The log's clock: the database's own, or a set time for the owner role (core.db)."""

    function = "core_log_clock"
    arity = 0
    output_field = models.DateTimeField()


class LogEntryQuerySet(QuerySet["LogEntry"]):
    """Rows by wording, reader and order."""

    def current(self) -> "LogEntryQuerySet":
        """The latest version of each entry: a correction replaces what it corrects."""
        newer = LogEntry.objects.filter(entry=OuterRef("entry"), version__gt=OuterRef("version"))
        return self.filter(~Exists(newer))

    def visible_to(self, user: "User | AnonymousUser") -> "LogEntryQuerySet":
        """Rows of visible cases whose audience the person belongs to.

        If the newest version is internal the whole entry is gone for others; an older internal
        wording stays hidden from them (product.md, decision 3).
        """
        mine = Membership.objects.active().filter(user=user.pk, role__in=CASE_READING_ROLES)
        inside = Participant.objects.filter(
            still_active(),
            case=OuterRef("case"),
            organisation__in=mine.values("organisation"),
        )
        own = mine.filter(organisation=OuterRef("organisation"))
        guest_of = Guest.objects.filter(
            still_active(),
            user=user.pk,
            case=OuterRef("case"),
            organisation=OuterRef("organisation"),
        )
        newest_hidden = (
            LogEntry.objects.filter(
                entry=OuterRef("entry"),
                version__gt=OuterRef("version"),
                audience=Audience.ORGANISATION,
            )
            .exclude(Exists(own))
            .exclude(Exists(guest_of))
        )
        return self.filter(
            Q(audience=Audience.EVERYONE)
            | Q(Exists(inside), audience=Audience.PARTICIPANTS)
            | Q(Exists(own), audience=Audience.ORGANISATION)
            | Q(Exists(guest_of), audience=Audience.ORGANISATION),
            ~Exists(newest_hidden),
            case__in=Case.objects.visible_to(user),
        )

    def notes(self) -> "LogEntryQuerySet":
        """What people wrote, without what the system recorded."""
        return self.filter(event=Event.NOTED)

    def newest_first(self) -> "LogEntryQuerySet":
        return self.order_by("-happened_to", "-id")

    def oldest_first(self) -> "LogEntryQuerySet":
        return self.order_by("happened_from", "id")

    def with_previous_audience(self) -> "LogEntryQuerySet":
        """Whom each row's previous wording was for; see `LogEntry.follows_an_open_wording`."""
        previous = LogEntry.objects.filter(entry=OuterRef("entry"), version=OuterRef("version") - 1)
        return self.annotate(previous_audience=Subquery(previous.values("audience")))

    def open_next_steps(self) -> "LogEntryQuerySet":
        """Current entries whose next step nobody has closed."""
        closed = LogEntry.objects.filter(closes=OuterRef("entry"))
        return self.current().exclude(next_step="").filter(~Exists(closed))


class LogEntry(AppendOnlyModel):
    """One version of a dated log entry: *vad har gjorts och när*.

    `entry` is the same for all versions of one entry. The chain columns are set by a trigger:
    `content_hash` is salted, so that the chain still holds after the content has been erased.
    """

    erasable = (
        "what",
        "participants",
        "result",
        "next_step",
        "correction_reason",
        "details",
        "salt",
    )

    case = models.ForeignKey(Case, models.PROTECT, related_name="log")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    entry = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)
    event = models.CharField(max_length=24, choices=Event, default=Event.NOTED)
    audience = models.CharField(max_length=12, choices=Audience)
    happened_from = models.DateField("från")
    happened_to = models.DateField("till")
    what = models.TextField("vad har gjorts?", blank=True)
    participants = models.CharField("medverkande", max_length=500, blank=True)
    result = models.TextField("resultat", blank=True)
    next_step = models.CharField("nästa steg", max_length=500, blank=True)
    next_step_on = models.DateField("senast", null=True, blank=True)
    next_step_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    correction_reason = models.CharField("skäl till rättelsen", max_length=500, blank=True)
    details = models.JSONField(default=dict, blank=True)
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="log")
    main_activity = models.ForeignKey(
        MainActivity, models.PROTECT, null=True, blank=True, related_name="log"
    )
    closes = models.UUIDField(null=True, blank=True, editable=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=LogClock(), editable=False)

    chain_number = models.PositiveIntegerField(db_default=0, editable=False)
    salt = models.BinaryField(db_default=b"", editable=False)
    content_hash = models.BinaryField(db_default=b"", editable=False)
    chain_hash = models.BinaryField(db_default=b"", editable=False)

    search = models.GeneratedField(
        expression=SearchVector(*SEARCHED_TEXT, config="swedish"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects: ClassVar[LogEntryQuerySet] = LogEntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("log_entry", "event", Event),
            known_value("log_entry", "audience", Audience),
            ends_after_start("log_entry", "happened_from", "happened_to"),
            both_or_neither("log_entry", "next_step_on", "next_step_by"),
            models.UniqueConstraint(
                fields=["entry", "version"], name="log_entry_version_is_unique"
            ),
            models.UniqueConstraint(
                fields=["case", "chain_number"], name="log_entry_chain_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(version=1) | Q(event="NOTED"), name="log_entry_only_notes_are_corrected"
            ),
            models.UniqueConstraint(
                fields=["closes"],
                condition=Q(version=1, closes__isnull=False),
                name="log_entry_closes_a_step_once",
            ),
        ]
        indexes = [
            models.Index(
                F("case"), F("happened_to").desc(), F("id").desc(), name="log_entry_newest_in_case"
            ),
            models.Index(fields=["case", "happened_from", "id"], name="log_entry_oldest_in_case"),
            models.Index(fields=["main_activity", "happened_from"], name="log_entry_by_activity"),
            models.Index(
                fields=["closes"], condition=Q(closes__isnull=False), name="log_entry_closing"
            ),
            models.Index(
                fields=["next_step_by", "next_step_on"],
                condition=Q(next_step_by__isnull=False),
                name="log_entry_next_steps",
            ),
            GinIndex(fields=["search"], name="log_entry_search"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}:{self.chain_number}"

    @property
    def is_note(self) -> bool:
        return self.event == Event.NOTED

    @property
    def is_correction(self) -> bool:
        return self.version > 1

    @property
    def is_internal(self) -> bool:
        return self.audience == Audience.ORGANISATION

    @property
    def follows_an_open_wording(self) -> bool:
        """Whether those who read this wording have met an older one (with_previous_audience).

        After an internal wording an open one is a new entry to all but its own organisation: that
        it is corrected would tell them that there was something they could not read.
        """
        return bool(getattr(self, "previous_audience", None) == Audience.EVERYONE)
