"""The logbook: rows that are only ever added, chained by hash within their case; and drafts."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery

from accounts.models import Membership, Organisation, User
from accounts.permissions import CASE_READING_ROLES
from cases.models import Case, Guest, Participant, still_active
from core.compiled import IsAmong, compiled_once
from core.models import (
    AppendOnlyModel,
    OnceKey,
    QuerySet,
    both_or_neither,
    ends_after_start,
    known_value,
)
from logbook import search_columns
from logbook.events import Audience, Event
from logbook.files.kinds import FileKind
from logbook.files.stored import StoredFile
from measures.models import MainActivity, Measure

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class LogClock(Func):
    """The log's clock: the database's own, or a set time for the owner role (core.db)."""

    function = "core_log_clock"
    arity = 0
    output_field = models.DateTimeField()


class LogEntryQuerySet(QuerySet["LogEntry"]):
    """Rows by wording, reader and order, without the columns that only the database reads."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A clone brings its query along.
        if self.model is not None and kwargs.get("query") is None:
            self.query.add_deferred_loading(search_columns.COLUMNS)

    def current(self) -> "LogEntryQuerySet":
        """The latest version of each entry: a correction replaces what it corrects."""
        return self.filter(~Exists(_newer()))

    @compiled_once
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
            _newer()
            .filter(audience=Audience.ORGANISATION)
            .exclude(Exists(own))
            .exclude(Exists(guest_of))
        )
        return self.filter(
            Q(audience=Audience.EVERYONE)
            | Q(Exists(inside), audience=Audience.PARTICIPANTS)
            | Q(Exists(own), audience=Audience.ORGANISATION)
            | Q(Exists(guest_of), audience=Audience.ORGANISATION),
            ~Exists(newest_hidden),
            IsAmong("case", Case.objects.visible_to(user).values("pk")),
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


def _newer() -> LogEntryQuerySet:
    """Newer versions of the entry of the outer row. Only corrections can be that, and they are few.

    They lie in its case: where a query is of one case, the few of that case are gathered once.
    """
    same_entry = LogEntry.objects.filter(case=OuterRef("case"), entry=OuterRef("entry"))
    return same_entry.filter(version__gt=OuterRef("version")).filter(version__gt=1)


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

    search = search_columns.open_words()
    search_text = search_columns.open_text()
    search_step = search_columns.step_words()
    search_step_text = search_columns.step_text()

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
            models.Index(
                fields=["case", "entry", "version"],
                condition=Q(version__gt=1),
                name="log_entry_corrections",
            ),
            *search_columns.indexes(),
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
    def taken_from(self) -> dict[str, Any] | None:
        """Where in which file the entry stood (sheets.actions); None when a person wrote it here."""
        taken: dict[str, Any] | None = self.details.get("taken_from")
        return taken

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


class UploadQuerySet(QuerySet["Upload"]):
    """Files that wait for their entry."""

    def visible_to(self, user: "User | AnonymousUser") -> "UploadQuerySet":
        """The person's own, in cases the person still sees."""
        return self.filter(uploaded_by=user.pk, case__in=Case.objects.visible_to(user))


class Upload(StoredFile):
    """A file that has been sent but whose entry is not saved yet; only its sender sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="uploads")

    objects: ClassVar[UploadQuerySet] = UploadQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("upload", "kind", FileKind),
            both_or_neither("upload", "width", "height"),
        ]
        indexes = [
            models.Index(fields=["case", "uploaded_by"], name="upload_by_person"),
            models.Index(fields=["uploaded_at"], name="upload_oldest"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class AttachmentQuerySet(QuerySet["Attachment"]):
    """Files of entries."""

    def visible_to(self, user: "User | AnonymousUser") -> "AttachmentQuerySet":
        """Those of the wordings that the person may read."""
        return self.filter(log_entry__in=LogEntry.objects.visible_to(user))

    def in_order(self) -> "AttachmentQuerySet":
        return self.order_by("log_entry_id", "position")


class Attachment(StoredFile, AppendOnlyModel):
    """A file of one version of an entry. A correction carries the files of the version it replaces.

    What the row says is covered by the entry's hash: a trigger compares it with `details`.
    """

    erasable = ("name", "sha256", "key", "alt_text")

    log_entry = models.ForeignKey(LogEntry, models.PROTECT, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    alt_text = models.CharField("beskrivning", max_length=300, blank=True)

    objects: ClassVar[AttachmentQuerySet] = AttachmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("attachment", "kind", FileKind),
            both_or_neither("attachment", "width", "height"),
            models.UniqueConstraint(
                fields=["log_entry", "position"], name="attachment_position_is_unique"
            ),
        ]
        indexes = [models.Index(fields=["key"], name="attachment_by_key")]

    def __str__(self) -> str:
        return f"{self.log_entry_id}:{self.position}"

    @property
    def is_erased(self) -> bool:
        return not self.key

    @property
    def said_alt(self) -> str:
        """What stands for the picture where it is not seen."""
        return self.alt_text or f"Bild utan beskrivning: {self.name}"


# Stands where a draft names the guide's question, with a group's id: a meeting of that group.
MEETING = "mote-"


class DraftQuerySet(QuerySet["Draft"]):
    """Drafts: nobody but the writer ever sees one."""

    def visible_to(self, user: "User | AnonymousUser") -> "DraftQuerySet":
        """A person's own, in cases the person still sees, whose form has not been saved since."""
        return self.filter(
            ~_form_is_saved(), saved_by=user.pk, case__in=Case.objects.visible_to(user)
        )

    def of_entries(self, entry: "uuid.UUID | None") -> "DraftQuerySet":
        """Those of corrections of `entry`, or of new entries; never of answers to the guide."""
        return self.filter(entry=entry, question="")

    def of_answers(self, case: Case) -> "DraftQuerySet":
        """Those of answers to the guide's questions in `case`, the newest last."""
        answers = self.filter(case=case).exclude(question="").exclude(question__startswith=MEETING)
        return answers.order_by("saved_at", "id")

    def of_meetings(self, group: int) -> "DraftQuerySet":
        """Those of meetings of a group, the newest first."""
        return self.filter(question=f"{MEETING}{group}").order_by("-saved_at", "-id")

    def of_form(self, user: User, form: uuid.UUID) -> "DraftQuerySet":
        """The draft of one of the person's forms."""
        return self.filter(saved_by=user, form=form)

    def outlived(self, until: datetime) -> "DraftQuerySet":
        """Those not gone on with since `until`, and those whose form has been saved."""
        return self.filter(Q(saved_at__lt=until) | Q(_form_is_saved()))


def _form_is_saved() -> Exists:
    """A draft that was sent at the same time as its form was saved may have come in after it."""
    return Exists(OnceKey.objects.filter(actor_id=OuterRef("saved_by"), key=OuterRef("form")))


class Draft(models.Model):
    """What a person is writing in a form of the logbook, or as an answer, and has not saved.

    No part of the record: neither audited nor reported, and gone when it is saved or thrown away.
    `form` is the form's one-time key, so a draft that is taken up again is saved once.
    """

    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    entry = models.UUIDField(null=True, help_text="The entry it corrects; none: a new one.")
    question = models.CharField(
        max_length=60, default="", help_text="The guide's question it answers; none: an entry."
    )
    form = models.UUIDField()
    fields = models.JSONField()

    objects: ClassVar[DraftQuerySet] = DraftQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["saved_by", "form"], name="draft_is_one_per_form")
        ]

    def __str__(self) -> str:
        return str(self.form)


class LastVisit(models.Model):
    """When a person was in a case's logbook, this time and the time before (logbook.visits)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    visited_at = models.DateTimeField()
    seen_number = models.PositiveIntegerField()
    previous_at = models.DateTimeField(null=True)
    previous_number = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "case"], name="last_visit_is_one_of_each"),
            both_or_neither("last_visit", "previous_at", "previous_number"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.case_id}"


class Seal(AppendOnlyModel):
    """A mark on all logs at once, at most one a day: a sum over the last links of their chains.

    A chain alone does not tell that its end was cut off. Each seal builds on the one before it, and
    its `line` can be kept outside the database, so that nobody can make all of it anew unseen.
    """

    sealed_on = models.DateField(unique=True)
    sealed_at = models.DateTimeField(db_default=LogClock(), editable=False)
    logs = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.line

    @property
    def line(self) -> str:
        """What is kept elsewhere: the day, how many logs had moved, the sum."""
        return f"{self.sealed_on.isoformat()} {self.logs} {self.digest}"


class SealedHead(AppendOnlyModel):
    """The last link of a case's chain, as it was when a seal was set. Only those that had moved."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="heads")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    chain_number = models.PositiveIntegerField()
    chain_hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "chain_number"], name="sealed_head_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.case_id}:{self.chain_number}:{bytes(self.chain_hash).hex()}"
