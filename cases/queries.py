"""Questions to the database about cases: who stands where, what is missing, what a page shows."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from accounts.models import Membership, User
from accounts.permissions import LEAD_PERMISSIONS, PARTICIPANT_PERMISSIONS, READER, Permission, Role
from cases.models import Case, Guest, Participant, PhaseAnswer, PhaseStay, Reader, still_active
from guide.load import guide
from guide.model import Question
from guide.phases import Phase


@dataclass(frozen=True)
class Standing:
    """What one person is in one case: permissions, and whether inside or outside of it."""

    permissions: frozenset[Permission]
    organisations: frozenset[int]

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    @property
    def is_inside(self) -> bool:
        """Whether the person sees more than the allow-list for outsiders (decision 4)."""
        return Permission.VIEW_INSIDE in self.permissions


def standing_of(user: User, case: Case) -> Standing:
    """What `user` may do in a case that `visible_to` has already found. One or two queries."""
    rows = Membership.objects.held_by(user).filter(
        organisation__in=Participant.objects.active().filter(case=case).values("organisation")
    )
    lead = Participant.objects.active().filter(case=case, is_lead=True).values("organisation")
    held = list(rows.values_list("organisation", "role"))
    leading = set(
        rows.filter(organisation__in=lead).values_list("organisation", flat=True) if held else []
    )
    permissions = {Permission.VIEW_CASE}
    for organisation, role in held:
        permissions |= PARTICIPANT_PERMISSIONS[Role(role)]
        if organisation in leading:
            permissions |= LEAD_PERMISSIONS[Role(role)]
    if case.is_restricted:
        # Whoever sees a restricted case is a named reader.
        permissions |= READER
    if not held and Guest.objects.filter(still_active(), case=case, user=user, may_log=True).exists():
        permissions |= {Permission.LOG}
    return Standing(frozenset(permissions), frozenset(organisation for organisation, _ in held))


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question of the guide with the case's newest answer, if there is one."""

    question: Question
    answer: PhaseAnswer | None

    @property
    def is_open(self) -> bool:
        return self.answer is None or self.answer.is_empty


@dataclass(frozen=True)
class PhaseProgress:
    """The questions of one phase in one case."""

    phase: Phase
    questions: tuple[AnsweredQuestion, ...]

    @cached_property
    def answered(self) -> int:
        return sum(not question.is_open for question in self.questions)

    @property
    def open(self) -> list[AnsweredQuestion]:
        return [question for question in self.questions if question.is_open]


def latest_answers(case: Case) -> dict[str, PhaseAnswer]:
    """The newest answer to each question, with its author. One query."""
    answers = PhaseAnswer.objects.filter(case=case).latest().select_related("answered_by")
    return {answer.question: answer for answer in answers}


def phase_progress(case: Case, phase: Phase, answers: dict[str, PhaseAnswer] | None = None) -> PhaseProgress:
    """The questions of `phase` with answers; give `answers` to save the query."""
    answers = latest_answers(case) if answers is None else answers
    return PhaseProgress(
        phase,
        tuple(
            AnsweredQuestion(question, answers.get(question.key))
            for question in guide().phase(phase).questions
        ),
    )


def missing_in_phase(case: Case, phase: Phase) -> list[str]:
    """The guide's questions in `phase` that are still open, as they read."""
    return [question.question.text for question in phase_progress(case, phase).open]


def days_since(day: date, today: date) -> int:
    """Whole days from `day` to `today`."""
    return (today - day).days


def current_stay(case: Case) -> PhaseStay | None:
    """Since when the case has been in its phase."""
    return PhaseStay.objects.filter(case=case, ended_on=None).first()


def officers_of(organisation_id: int) -> "list[User]":
    """Those who may be responsible in the municipality, by name."""
    members = Membership.objects.active().filter(
        organisation=organisation_id, role=Role.CASE_OFFICER
    )
    return list(User.objects.filter(pk__in=members.values("user")).order_by("name"))


def readers_of(case: Case) -> "list[Reader]":
    """Who may know of a restricted case now."""
    return list(Reader.objects.filter(still_active(), case=case).select_related("user"))
