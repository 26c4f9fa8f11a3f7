"""A restructuring case, who takes part in it, who may see it, and its answers to the guide."""

import re
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast, Concat, Now

from accounts.models import Membership, Organisation, User
from accounts.permissions import CASE_READING_ROLES, SHARE_READING_ROLES
from cases.states import ShareMode, State, StepState, Trigger, Visibility
from core.compiled import IsAmong, compiled_once
from core.models import (
    AppendOnlyModel,
    AuditedModel,
    QuerySet,
    both_or_neither,
    ends_after_start,
    known_value,
)
from core.sorting import swedish_sort_key
from guide.phases import Phase

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def still_active(**conditions: object) -> Q:
    """Rows that have begun and not ended, by the database's clock."""
    return Q(Q(ends_at=None) | Q(ends_at__gt=Now()), began_at__lte=Now(), **conditions)


NUMBER = re.compile(r"[0-9]{4}-[0-9]{1,9}")


class CaseQuerySet(QuerySet["Case"]):
    """Cases by who may see them. Every page, list, count and search starts here."""

    def numbered(self, number: str) -> "CaseQuerySet":
        """The case with that number; none for what cannot be a number, such as a NUL byte."""
        return self.filter(number=number) if NUMBER.fullmatch(number) else self.none()

    @compiled_once
    def visible_to(self, user: "User | AnonymousUser") -> "CaseQuerySet":
        """Internal: officers of municipalities in the case, live shares, guests. Restricted: readers.

        One query, whoever asks (product.md, "Visibility and sharing"). The ways to a case are
        gathered by index, each on its own, so that other people's cases cost nothing.
        """
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.active().filter(user=user)
        internal = still_active(case__visibility=Visibility.INTERNAL)
        takes_part = Participant.objects.filter(
            internal,
            organisation__in=mine.filter(role__in=CASE_READING_ROLES).values("organisation"),
        )
        shared = Share.objects.filter(
            internal,
            mode=ShareMode.LIVE,
            organisation__in=mine.filter(role__in=SHARE_READING_ROLES).values("organisation"),
        )
        guest = Guest.objects.filter(internal, user=user)
        named = Reader.objects.filter(
            still_active(case__visibility=Visibility.RESTRICTED), user=user
        )
        ways = (rows.values("case") for rows in (shared, guest, named))
        return self.filter(IsAmong("pk", takes_part.values("case").union(*ways, all=True)))

    def real(self) -> "CaseQuerySet":
        """Without exercises. Every count over several cases starts here, besides `visible_to`."""
        return self.filter(is_exercise=False)

    def exercises(self) -> "CaseQuerySet":
        """Only exercises that are not erased."""
        return self.filter(is_exercise=True, erased_at=None)

    def seen_from_inside_by(self, user: "User | AnonymousUser") -> "CaseQuerySet":
        """Visible cases where `user` sees more than the allow-list for outsiders (decision 4).

        Those of the municipalities in the case; in a restricted case every named reader.
        """
        mine = Membership.objects.active().filter(user=user.pk, role__in=CASE_READING_ROLES)
        inside = Participant.objects.filter(
            still_active(), case=OuterRef("pk"), organisation__in=mine.values("organisation")
        )
        return self.visible_to(user).filter(Q(Exists(inside)) | Q(visibility=Visibility.RESTRICTED))


class Case(AuditedModel):
    """One restructuring: an employer's event and the work that follows, through five phases."""

    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.GeneratedField(
        expression=Concat(
            Cast("year", models.CharField()),
            models.Value("-"),
            Cast("serial", models.CharField()),
        ),
        output_field=models.CharField(max_length=12),
        db_persist=True,
        unique=True,
    )
    title = models.CharField("rubrik", max_length=160)
    title_sort = swedish_sort_key("title")
    company = models.CharField("företag", max_length=160)
    organisation_number = models.CharField("organisationsnummer", max_length=11, blank=True)
    trigger = models.CharField("händelse", max_length=14, choices=Trigger)
    notice_on = models.DateField("datum för beskedet")
    affected = models.PositiveIntegerField("antal berörda", null=True, blank=True)
    responsible = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="ansvarig")
    deputy = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ersättare"
    )
    visibility = models.CharField("synlighet", max_length=10, choices=Visibility)
    secrecy_provision = models.CharField("lagrum", max_length=120, blank=True)
    diary_number = models.CharField("diarienummer", max_length=40, blank=True)
    description = models.TextField("beskrivning", blank=True)
    phase = models.PositiveSmallIntegerField("fas", choices=Phase, default=Phase.PREPARE)
    state = models.CharField("läge", max_length=6, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    first_steps_away = models.BooleanField("listan för de första dygnen undanlagd", default=False)
    # The list for the first days when the municipality's plan has another than the guide's: keys,
    # and titles of its own points (cases.first_steps.chosen_steps).
    first_list = models.JSONField("listan för de första dygnen", default=list, blank=True)
    # Told when the case is opened, and never changed.
    is_exercise = models.BooleanField("övning", default=False)
    erased_at = models.DateTimeField("raderat", null=True, blank=True, editable=False)
    erased_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects: ClassVar[CaseQuerySet] = CaseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("case", "trigger", Trigger),
            known_value("case", "visibility", Visibility),
            known_value("case", "phase", Phase),
            known_value("case", "state", State),
            models.CheckConstraint(
                condition=Q(serial__gte=1000), name="case_serial_has_four_digits"
            ),
            models.UniqueConstraint(
                fields=["year", "serial"], name="case_serial_is_unique_in_its_year"
            ),
            models.CheckConstraint(
                condition=Q(affected=None) | Q(affected__lte=1_000_000),
                name="case_affected_is_plausible",
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=models.F("responsible")),
                name="case_deputy_is_someone_else",
            ),
            both_or_neither("case", "erased_at", "erased_by"),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(is_exercise=True),
                name="case_is_erased_only_as_an_exercise",
            ),
        ]
        indexes = [
            models.Index(fields=["-notice_on", "-id"], name="case_newest_first"),
            models.Index(fields=["title_sort", "id"], name="case_by_title"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_restricted(self) -> bool:
        return self.visibility == Visibility.RESTRICTED

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def file_mark(self) -> str:
        """What the names of files made of the case begin with: "ovning-" for an exercise, else nothing."""
        return "ovning-" if self.is_exercise else ""


class PeriodModel(AuditedModel):
    """A row that begins and ends at moments, each set by someone."""

    began_at = models.DateTimeField(db_default=Now())
    began_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True


class ParticipantQuerySet(QuerySet["Participant"]):
    """Municipalities in cases."""

    def active(self) -> "ParticipantQuerySet":
        return self.filter(still_active())

    def spoken_for_by(self, user: User, case: Case) -> Organisation:
        """The organisation `user` writes for in `case`: own municipality, else the guest's, else the lead.

        One query for a member.
        """
        return self.speaker(user, case)[0]

    def speaker(self, user: User, case: Case) -> tuple[Organisation, bool]:
        """The organisation `user` writes for, and whether it takes part. One query for a member."""
        if own := self._own(user, case).first():
            return own.organisation, True
        return self._speaker_of_others(user, case)

    def speaker_in_locked(self, user: User, case: Case) -> tuple[Case, Organisation, bool]:
        """The case as it stands, locked until the transaction ends, and what `speaker` says.

        One query for a member.
        """
        locking = self._own(user, case).select_related("case")
        if own := locking.select_for_update(of=("case",), no_key=True).first():
            return own.case, own.organisation, True
        locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        return locked, *self._speaker_of_others(user, case)

    def _own(self, user: User, case: Case) -> "ParticipantQuerySet":
        organisations = Membership.objects.held_by(user).values("organisation")
        candidates = self.active().filter(case=case).select_related("organisation")
        return candidates.filter(organisation__in=organisations).order_by("-is_lead", "id")

    def _speaker_of_others(self, user: User, case: Case) -> tuple[Organisation, bool]:
        candidates = self.active().filter(case=case).select_related("organisation")
        visit = Guest.objects.filter(still_active(), case=case, user=user).first()
        if visit is None:
            return candidates.get(is_lead=True).organisation, True
        return visit.organisation, candidates.filter(organisation=visit.organisation).exists()


class Participant(PeriodModel):
    """A municipality that takes part in the case; one of them leads."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="participants")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    is_lead = models.BooleanField(default=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            both_or_neither("participant", "ends_at", "ended_by"),
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=Q(ends_at=None),
                name="participant_takes_part_once",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(is_lead=True, ends_at=None),
                name="participant_one_leads",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.case_id}"


class Share(PeriodModel):
    """What another organisation gets: live reading of the allow-list, or one frozen report."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="shares")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    mode = models.CharField(max_length=8, choices=ShareMode)

    class Meta:
        constraints = [
            both_or_neither("share", "ends_at", "ended_by"),
            known_value("share", "mode", ShareMode),
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=Q(ends_at=None, mode="LIVE"),
                name="share_is_live_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} to {self.organisation_id}"


class Reader(PeriodModel):
    """A named person who may know of a restricted case, and why."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="readers")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.CharField("skäl", max_length=300)

    class Meta:
        constraints = [
            both_or_neither("reader", "ends_at", "ended_by"),
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(ends_at=None), name="reader_is_named_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} reads {self.case_id}"


class Guest(PeriodModel):
    """A person from outside, invited to one case until a day."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="guests")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    may_log = models.BooleanField(default=False)

    class Meta:
        constraints = [
            both_or_neither("guest", "ends_at", "ended_by"),
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(ends_at=None), name="guest_is_invited_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} visits {self.case_id}"


class PhaseStay(AuditedModel):
    """A time the case was in a phase; a phase may be entered more than once."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="phase_stays")
    phase = models.PositiveSmallIntegerField(choices=Phase)
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            known_value("phase_stay", "phase", Phase),
            ends_after_start("phase_stay", "began_on", "ended_on"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_on=None), name="phase_stay_is_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} phase {self.phase} from {self.began_on}"


class PhaseAnswerQuerySet(QuerySet["PhaseAnswer"]):
    """Answers; the newest of each question is the one that counts."""

    def newest_of_each(self) -> "PhaseAnswerQuerySet":
        return self.order_by("case_id", "question", "-id").distinct("case_id", "question")


class PhaseAnswer(AppendOnlyModel):
    """An answer to one of the guide's questions. A new answer is a new row; older ones stay."""

    erasable = ("text", "reason")

    case = models.ForeignKey(Case, models.PROTECT, related_name="answers")
    question = models.CharField(max_length=60)
    guide_version = models.CharField(max_length=20)
    wording = models.TextField(default="", help_text="The question, as it was put then.")
    text = models.TextField("svar", blank=True)
    not_relevant = models.BooleanField("inte aktuellt", default=False)
    reason = models.CharField("skäl", max_length=1000, blank=True)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = PhaseAnswerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "question", "-id"], name="phase_answer_newest")]

    def __str__(self) -> str:
        return f"{self.question} in {self.case_id}"

    @property
    def is_empty(self) -> bool:
        """An answer that was taken away again."""
        return not self.text and not self.not_relevant


class QuestionAssignmentQuerySet(QuerySet["QuestionAssignment"]):
    """Who was asked to answer which question, and by when."""

    def open(self) -> "QuestionAssignmentQuerySet":
        """Those still waiting: not answered, not taken back, not given to someone else."""
        return self.filter(ended_at=None)

    def visible_to(self, user: "User | AnonymousUser") -> "QuestionAssignmentQuerySet":
        """In cases that `user` sees from inside: outsiders never meet the guide's questions."""
        return self.filter(case__in=Case.objects.seen_from_inside_by(user).values("pk"))


class QuestionAssignment(AuditedModel):
    """One of the guide's questions, given to a person to answer by a day."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    question = models.CharField(max_length=60)
    person = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="person")
    due_on = models.DateField("senast")
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = QuestionAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            both_or_neither("question_assignment", "ended_at", "ended_by"),
            both_or_neither("question_assignment", "assigned_at", "assigned_by"),
            models.UniqueConstraint(
                fields=["case", "question"],
                condition=Q(ended_at=None),
                name="question_assignment_is_one_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "due_on"],
                condition=Q(ended_at=None),
                name="question_assignment_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question} in {self.case_id} for {self.person_id}"


class FirstStepMark(AuditedModel):
    """That something on the list for the first days is done, or is not relevant and why.

    What is done stands in the log as `entry`. A mark that is taken up again is ended.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="first_step_marks")
    key = models.CharField(max_length=60)
    state = models.CharField(max_length=9, choices=StepState)
    entry = models.UUIDField(null=True, blank=True)
    reason = models.CharField("skäl", max_length=1000, blank=True)
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = QuerySet["FirstStepMark"].as_manager()

    class Meta:
        constraints = [
            known_value("first_step_mark", "state", StepState),
            both_or_neither("first_step_mark", "marked_at", "marked_by"),
            both_or_neither("first_step_mark", "ended_at", "ended_by"),
            models.CheckConstraint(
                condition=Q(state=StepState.DONE, entry__isnull=False, reason="")
                | Q(~Q(reason=""), state=StepState.SET_ASIDE, entry=None),
                name="first_step_mark_has_its_entry_or_its_reason",
            ),
            models.UniqueConstraint(
                fields=["case", "key"],
                condition=Q(ended_at=None),
                name="first_step_mark_is_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} in {self.case_id}: {self.state}"
