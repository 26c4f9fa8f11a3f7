"""Questions to the database about cases: who stands where, what is missing, what a page shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any, Protocol
from uuid import UUID, uuid4

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject, Left
from django.forms import Form

from accounts.models import Membership, Organisation, User
from accounts.permissions import (
    CASE_LOGGING_ROLES,
    CASE_OPENING_ROLES,
    LEAD_PERMISSIONS,
    PARTICIPANT_PERMISSIONS,
    READER,
    Permission,
    Role,
)
from cases.models import (
    Case,
    CaseQuerySet,
    FirstStepMark,
    Guest,
    Participant,
    PhaseAnswer,
    PhaseStay,
    QuestionAssignment,
    Reader,
    still_active,
)
from cases.states import State
from figures.outcome_queries import without_goals
from figures.outcome_rules import blockers_without_goals
from guide.load import guide
from guide.model import Origin, Question
from guide.phases import Phase
from logbook.events import Event
from logbook.models import Draft, DraftQuerySet, LogEntry, LogEntryQuerySet


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
    """What `user` may do in a case that `visible_to` has already found. One query for a member."""
    taking_part = Participant.objects.active().filter(case=case)
    leads = taking_part.filter(is_lead=True, organisation=OuterRef("organisation"))
    held = list(
        Membership.objects.held_by(user)
        .filter(organisation__in=taking_part.values("organisation"))
        .values_list("organisation", "role", Exists(leads))
    )
    permissions = {Permission.VIEW_CASE}
    for _, role, is_lead in held:
        permissions |= PARTICIPANT_PERMISSIONS[Role(role)]
        if is_lead:
            permissions |= LEAD_PERMISSIONS[Role(role)]
    if case.is_restricted:
        # Whoever sees a restricted case is a named reader.
        permissions |= READER
    if (
        not held
        and Guest.objects.filter(still_active(), case=case, user=user, may_log=True).exists()
    ):
        permissions |= {Permission.LOG}
    return Standing(frozenset(permissions), frozenset(organisation for organisation, *_ in held))


def open_to_write_in(cases: CaseQuerySet, user: User) -> CaseQuerySet:
    """Those of the cases `user` sees that are open and where the user may log (see standing_of)."""
    taking_part = Participant.objects.active().filter(case=OuterRef("pk"))
    held = Membership.objects.held_by(user)
    member = taking_part.filter(organisation__in=held.values("organisation"))
    logging = held.filter(role__in=CASE_LOGGING_ROLES)
    writer = taking_part.filter(organisation__in=logging.values("organisation"))
    guest = Guest.objects.filter(still_active(), case=OuterRef("pk"), user=user, may_log=True)
    return cases.filter(Q(Exists(writer)) | Q(Exists(guest) & ~Exists(member)), state=State.OPEN)


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question of the guide with the case's newest answer, if there is one.

    `form` holds what a person has just tried to save here, and what was wrong with it.
    """

    question: Question
    answer: PhaseAnswer | None
    earlier: tuple[PhaseAnswer, ...] = ()
    form: Any = None
    conflict: bool = False
    reasons: tuple[str, ...] = ()
    assignment: "OpenAssignment | None" = None
    draft: Draft | None = None
    once: UUID | None = None

    def with_attempt(
        self,
        *,
        question: str,
        form: Any,
        conflict: bool = False,
        reasons: Sequence[str] = (),
        is_used: bool = False,
    ) -> "AnsweredQuestion":
        """The same question with the attempt, if it was this one; its key unless it `is_used`."""
        if question != self.question.key:
            return self
        once = None if is_used else form["once"].value()
        return replace(
            self, form=form, conflict=conflict, reasons=tuple(reasons), once=once or uuid4()
        )

    @property
    def is_open(self) -> bool:
        return self.answer is None or self.answer.is_empty

    @property
    def shown(self) -> dict[str, Any]:
        """What stands in the form: the draft, else the answer."""
        if self.draft:
            return dict(self.draft.fields)
        answer = self.answer
        return {
            "text": answer.text if answer else "",
            "not_relevant": answer is not None and answer.not_relevant,
            "reason": answer.reason if answer else "",
            "seen_answer": answer.pk if answer else "",
        }

    @property
    def put_then(self) -> str:
        """How the question read when it was answered, if it reads otherwise now."""
        wording = self.answer.wording if self.answer else ""
        return wording if wording != self.question.text else ""


@dataclass(frozen=True)
class OpenAssignment:
    """A question that waits for a person's answer."""

    row: QuestionAssignment
    today: date

    @property
    def question(self) -> Question | None:
        """The guide's question; None when the guide has it no more."""
        return guide().question_or_none(self.row.question)

    @property
    def days_late(self) -> int:
        """Days past its day; 0 when there is time left."""
        return max(0, days_since(self.row.due_on, self.today))

    @property
    def is_today(self) -> bool:
        return self.row.due_on == self.today


@dataclass(frozen=True)
class Progress:
    """How far the guide's questions have come, in numbers and in words."""

    answered: int
    set_aside: int
    total: int

    @property
    def open(self) -> int:
        return self.total - self.answered

    @property
    def words(self) -> str:
        """ "3 av 12 frågor är besvarade, varav 1 som inte aktuell, och 9 är öppna"."""
        if not self.answered:
            return f"ingen av {self.total} frågor är besvarad än"
        aside = f", varav {self.set_aside} som inte aktuell" if self.set_aside else ""
        if not self.open:
            return f"alla {self.total} frågor är besvarade{aside}"
        rest = "1 är öppen" if self.open == 1 else f"{self.open} är öppna"
        verb = "är besvarad" if self.answered == 1 else "är besvarade"
        return f"{self.answered} av {self.total} frågor {verb}{aside}, och {rest}"


def progress_of(phases: Iterable["PhaseProgress"]) -> Progress:
    """The questions of several phases together."""
    questions = [question for phase in phases for question in phase.questions]
    done = [question.answer for question in questions if not question.is_open]
    return Progress(
        answered=len(done),
        set_aside=sum(answer is not None and answer.not_relevant for answer in done),
        total=len(questions),
    )


@dataclass(frozen=True)
class PhaseProgress:
    """The questions of one phase in one case."""

    phase: Phase
    questions: tuple[AnsweredQuestion, ...]

    @cached_property
    def answered(self) -> int:
        return sum(not question.is_open for question in self.questions)

    @cached_property
    def counts(self) -> Progress:
        return progress_of([self])

    @property
    def open(self) -> list[AnsweredQuestion]:
        return [question for question in self.questions if question.is_open]


def latest_answers(case: Case) -> dict[str, PhaseAnswer]:
    """The newest answer to each question, with its author. One query."""
    answers = PhaseAnswer.objects.filter(case=case).newest_of_each().select_related("answered_by")
    return {answer.question: answer for answer in answers}


def answers_and_marks(case: Case) -> tuple[dict[str, PhaseAnswer], list[FirstStepMark]]:
    """What the overview counts: newest answers, without their texts, and marks for the first days.

    One query.
    """
    own = {"case": OuterRef("pk")}
    newest = PhaseAnswer.objects.filter(**own).newest_of_each()
    answer = JSONObject(question="question", not_relevant="not_relevant", text=Left("text", 1))
    marks = FirstStepMark.objects.filter(**own, ended_at=None)
    found: Any = Case.objects.filter(pk=case.pk).annotate(
        answered=ArraySubquery(newest.values(row=answer)),
        marked=ArraySubquery(marks.values(row=JSONObject(key="key", state="state"))),
    )
    row = found.values("answered", "marked").get()
    answers = {said["question"]: PhaseAnswer(**said) for said in row["answered"]}
    return answers, [FirstStepMark(**mark) for mark in row["marked"]]


def phase_progress(
    case: Case, phase: Phase, answers: dict[str, PhaseAnswer] | None = None
) -> PhaseProgress:
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
    """The guide's questions in `phase` that are still open, and before phase 4 measures without goals."""
    open_questions = [question.question.text for question in phase_progress(case, phase).open]
    return open_questions + missing_goals(case, phase)


def missing_goals(case: Case, phase: Phase) -> list[str]:
    """Which measures lack a goal, in words; asked for on the way out of phase 3. One query then."""
    if phase != Phase.PLAN:
        return []
    return list(blockers_without_goals(without_goals(case)))


def days_since(day: date, today: date) -> int:
    """Whole days from `day` to `today`."""
    return (today - day).days


def officers_of(organisations: "list[int]") -> "QuerySet[User]":
    """Those who may be responsible in these municipalities, by name."""
    members = Membership.objects.active().filter(
        organisation__in=organisations, role__in=CASE_OPENING_ROLES
    )
    return User.objects.filter(pk__in=members.values("user")).order_by("name", "id")


def may_open(user: User) -> bool:
    """Whether `user` may open cases anywhere. One query."""
    return _opening_memberships(user).exists()


def may_open_asked_along(user: User) -> Exists:
    """For another query: whether `user` may open cases anywhere."""
    return Exists(_opening_memberships(user))


def _opening_memberships(user: User) -> "QuerySet[Membership]":
    return Membership.objects.held_by(user).filter(role__in=CASE_OPENING_ROLES)


def municipalities_to_open_for(user: User) -> "QuerySet[Organisation]":
    """Where `user` may open cases."""
    held = _opening_memberships(user)
    return Organisation.objects.filter(pk__in=held.values("organisation")).order_by("name_sort")


def lead_of(case: Case) -> Organisation:
    """The municipality that leads the case."""
    rows = Participant.objects.active().filter(case=case, is_lead=True)
    return rows.select_related("organisation").get().organisation


def readers_of(case: Case) -> "list[Reader]":
    """Who may know of a restricted case now."""
    readers = Reader.objects.filter(still_active(), case=case).select_related("user")
    return list(readers.order_by("began_at", "id"))


def stays_of(case: Case) -> "list[PhaseStay]":
    """When the case has been in which phase, in time order."""
    return list(PhaseStay.objects.filter(case=case).order_by("began_on", "id"))


NO_LONGER_ASKED = "Frågor som inte längre ställs"


def questions_of(
    case: Case, phase: Phase, *, today: date, drafts: DraftQuerySet | None = None
) -> list[AnsweredQuestion]:
    """The questions of a phase with newest and earlier answers, and whom they wait for.

    A question that is retired, or that the guide has no more, stays readable where it has been
    answered, last. With `drafts`, each has the draft of its answer. Two queries, three with drafts.
    """
    in_phase = Q(question__startswith=f"{phase.value}-")
    answers = PhaseAnswer.objects.filter(in_phase, case=case).select_related("answered_by")
    found: dict[str, list[PhaseAnswer]] = {}
    for answer in answers.order_by("-id"):
        found.setdefault(answer.question, []).append(answer)
    waiting = QuestionAssignment.objects.open().filter(in_phase, case=case)
    assigned = {
        row.question: OpenAssignment(row, today) for row in waiting.select_related("person")
    }
    kept = (
        {} if drafts is None else {d.question: d for d in drafts.of_answers(case).filter(in_phase)}
    )
    questions = guide().phase(phase).questions
    asked = {question.key for question in questions}
    gone = [_as_it_was(key, phase, rows[0]) for key, rows in found.items() if key not in asked]
    return [
        AnsweredQuestion(
            question,
            rows[0] if (rows := found.get(question.key, [])) else None,
            tuple(rows[1:]),
            assignment=assigned.get(question.key),
            draft=(draft := kept.get(question.key)),
            once=draft.form if draft else uuid4(),
        )
        for question in (*questions, *sorted(gone, key=lambda question: question.key))
    ]


def _as_it_was(key: str, phase: Phase, answer: PhaseAnswer) -> Question:
    """A question that is no longer asked, as it read when it was answered."""
    known = guide().question_or_none(key)
    wording = answer.wording or (known.text if known else key)
    return Question(
        key=key,
        phase=phase,
        area=NO_LONGER_ASKED,
        text=wording,
        help="",
        origin=Origin.OWN,
        retired=True,
    )


def is_answered_by(user: User, case: Case, question: str, values: Mapping[str, Any]) -> bool:
    """Whether the newest answer is `user`'s own and says just this: a double click. One query."""
    newest = PhaseAnswer.objects.filter(case=case, question=question).order_by("-id").first()
    if newest is None or newest.answered_by_id != user.pk:
        return False
    aside = values["not_relevant"]
    text, reason = ("", values["reason"]) if aside else (values["text"], "")
    return (newest.text, newest.not_relevant, newest.reason) == (text, aside, reason)


def assignment_of(case: Case, question: str, *, today: date) -> OpenAssignment | None:
    """Whom the question waits for. One query."""
    waiting = QuestionAssignment.objects.open().filter(case=case, question=question)
    row = waiting.select_related("person").first()
    return OpenAssignment(row, today) if row else None


def assignments_as_rows(user: User, *, limit: int) -> ArraySubquery:
    """For a query of cases: the questions there that wait for `user`, the most overdue first."""
    rows = QuestionAssignment.objects.visible_to(user).open()
    rows = rows.filter(case=OuterRef("pk"), person=user).order_by("due_on", "id")
    return ArraySubquery(rows.values(row=JSONObject(question="question", due_on="due_on"))[:limit])


def assignment_from(row: Mapping[str, str], case: Case, *, today: date) -> OpenAssignment:
    """One of `assignments_as_rows`."""
    due = date.fromisoformat(row["due_on"])
    return OpenAssignment(
        QuestionAssignment(case=case, question=row["question"], due_on=due), today
    )


@dataclass(frozen=True)
class Passed:
    """A phase that was left although something was missing, and why."""

    entry: LogEntry

    @property
    def phase(self) -> int:
        """The phase that was left."""
        details = self.entry.details
        return int(details.get("old", details["new"] - 1))

    @property
    def on(self) -> date:
        return self.entry.happened_from

    @property
    def missing(self) -> list[str]:
        return list(self.entry.details["missing"])

    @property
    def reason(self) -> str:
        return str(self.entry.details["reason"])


def passed_phases(entries: LogEntryQuerySet) -> list[Passed]:
    """When the case went on though something was missing, in time order. One query."""
    reasons = entries.filter(event=Event.PHASE_REASON_GIVEN).order_by("pk")
    return [Passed(entry) for entry in reasons if entry.details.get("missing")]


def by_area(questions: Iterable[AnsweredQuestion]) -> list[tuple[str, list[AnsweredQuestion]]]:
    """The questions under the guide's headings, in its order."""
    grouped = groupby(questions, key=lambda question: question.question.area)
    return [(area, list(group)) for area, group in grouped]


class PhaseTime(Protocol):
    """A time the case was in a phase, wherever that was read."""

    @property
    def phase(self) -> int: ...
    @property
    def began_on(self) -> date: ...
    @property
    def ended_on(self) -> date | None: ...


@dataclass(frozen=True)
class PhaseStep:
    """One of the five phases as a case stands to it, for the stepper and the list of phases."""

    phase: Phase
    state: str
    words: str
    stays: Sequence[PhaseTime]
    progress: PhaseProgress | None
    passed: Sequence[Passed] = ()

    @property
    def number(self) -> int:
        return self.phase.value

    @property
    def label(self) -> str:
        return str(self.phase.label)


def phase_steps(
    case: Case,
    *,
    inside: bool,
    stays: Sequence[PhaseTime] | None = None,
    answers: dict[str, PhaseAnswer] | None = None,
) -> list[PhaseStep]:
    """The five phases with when the case was in them; answers are counted for insiders only.

    `stays` (in time order) and `answers` spare a query each to whoever has them already.
    Outside, `answers` must not be given.
    """
    stays = stays_of(case) if stays is None else stays
    if inside and answers is None:
        answers = latest_answers(case)
    return [_phase_step(case, phase, stays, answers) for phase in Phase]


def _phase_step(
    case: Case, phase: Phase, stays: Sequence[PhaseTime], answers: dict[str, PhaseAnswer] | None
) -> PhaseStep:
    own = [stay for stay in stays if stay.phase == phase]
    if phase == case.phase:
        state, words = "current", f"pågår sedan {own[-1].began_on.isoformat()}" if own else "pågår"
    elif phase < case.phase:
        state, words = "done", f"klar {own[-1].ended_on}" if own and own[-1].ended_on else "klar"
    else:
        state, words = "coming", "kommer"
    if case.state == State.CLOSED and phase == case.phase:
        words = "ärendet är avslutat"
    progress = phase_progress(case, phase, answers) if answers is not None else None
    return PhaseStep(phase, state, words, own, progress)


# What a list of cases shows of each; making the rest into objects costs more than fetching it.
SHOWN_IN_LISTS = (
    "number",
    "title",
    "company",
    "phase",
    "state",
    "notice_on",
    "visibility",
    "is_exercise",
)
# Values of the list's filter: only exercises, or those too.
ONLY_EXERCISES, EXERCISES_TOO = "bara", "med"
CASE_ORDERS: dict[str, tuple[Any, ...]] = {
    "": ("-notice_on", "-id"),
    "aldst": ("notice_on", "id"),
    "rubrik": ("title_sort", "id"),
    "fas": ("phase", "-notice_on", "-id"),
}


def case_list(
    cases: CaseQuerySet, wanted: Mapping[str, Any], *, page: str, size: int
) -> Page[Case]:
    """A page of `cases` by filter and order, each with its leading municipality. Two queries."""
    lead = Participant.objects.active().filter(case=OuterRef("pk"), is_lead=True)
    if text := wanted.get("q"):
        by_municipality = lead.filter(organisation__name__icontains=text)
        cases = cases.filter(
            Q(title__icontains=text)
            | Q(company__icontains=text)
            | Q(number__startswith=text)
            | Q(Exists(by_municipality))
        )
    if (shown := wanted.get("ovningar")) != EXERCISES_TOO:
        cases = cases.exercises() if shown == ONLY_EXERCISES else cases.real()
    if wanted.get("fas"):
        cases = cases.filter(phase=wanted["fas"])
    if wanted.get("lage"):
        cases = cases.filter(state=wanted["lage"])
    if name := wanted.get("kommun"):
        cases = cases.filter(Exists(lead.filter(organisation__short_name=name)))
    cases = cases.annotate(
        municipality=Subquery(lead.values("organisation__short_name")[:1]),
    ).order_by(*CASE_ORDERS[wanted.get("ordning") or ""])
    return Paginator(cases.only(*SHOWN_IN_LISTS), size).get_page(page)


def municipalities_of(cases: CaseQuerySet) -> list[str]:
    """The names of the municipalities that lead any of `cases`, in Swedish order."""
    leads = Participant.objects.active().filter(case__in=cases, is_lead=True)
    names = leads.values_list("organisation__short_name", flat=True).distinct()
    return list(names.order_by(F("organisation__name_sort")))


def last_entry_days(entries: LogEntryQuerySet, cases: Iterable[Case]) -> dict[int, date]:
    """The day of the latest entry the person may see in each case. One query."""
    days = entries.current().filter(case__in=[case.pk for case in cases]).order_by()
    return dict(days.values_list("case").annotate(last=Max("happened_to")))


def number_of(pk: int) -> str:
    """A case's number."""
    return str(Case.objects.values_list("number", flat=True).get(pk=pk))


def organisations(ids: list[int]) -> "QuerySet[Organisation]":
    """These organisations, in Swedish order."""
    return Organisation.objects.filter(pk__in=ids).order_by("name_sort")


def differences(case: Case, form: Form) -> list[tuple[str, object]]:
    """Label and present value of each fact that differs from what was written in the form."""
    return [
        (str(form.fields[name].label), getattr(case, name))
        for name in form.fields
        if hasattr(case, name) and getattr(case, name) != form.cleaned_data.get(name)
    ]
