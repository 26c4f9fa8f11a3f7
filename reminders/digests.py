"""The day's e-mail: what waits for a person, told once, and never sent twice.

`plan` claims a row for each person who has something to hear, in the same transaction as the job
that is to send it. `send` marks the row as begun, and commits, before the mail server is called; a
job that is done again after its worker died finds it begun and leaves it. What was lost so is told
in the next digest, since it still waits.
"""

import logging
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Membership, User
from accounts.queries import system_user
from cases.models import Case, QuestionAssignment
from cases.queries import OpenAssignment
from cases.states import State
from core import jobs
from core.days import day_words
from figures.clock_queries import follow_ups_asked
from logbook.models import LogEntry
from logbook.record import local_day
from logbook.steps import OpenStep
from reminders.models import Digest, ReminderKind
from reminders.queries import muted_by, next_reports, whose_reports
from reminders.rules import AHEAD, is_near, is_news, is_workday

DIGEST_JOB = "reminders.digest"
MOST_LINES = 30  # of each kind

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reminder:
    """One thing that waits: what, by when, in which case, and where to go."""

    kind: ReminderKind
    case: Case
    words: str
    due: date
    path: str

    def is_news(self, today: date) -> bool:
        return is_news(self.due, today, ahead=AHEAD[self.kind])

    def when(self, today: date) -> str:
        """ "senast 3 mars 2026, 2 dagar försenat"."""
        said = f"senast {day_words(self.due)}"
        late = (today - self.due).days
        if late > 0:
            return f"{said}, {late} {'dag' if late == 1 else 'dagar'} försenat"
        return f"{said}, i dag" if late == 0 else said

    @property
    def url(self) -> str:
        return settings.SITE_URL.rstrip("/") + self.path


def plan(now: datetime) -> int:
    """Claim a digest, and ask for its sending, for each person with news today; how many.

    Again on the same day it takes up those that were claimed and never begun. Never on weekends.
    """
    today = local_day(now)
    if not is_workday(today):
        return 0
    sender, count = system_user(), 0
    for user in _members().iterator(chunk_size=200):
        reminders = reminders_for(user, today)
        if any(reminder.is_news(today) for reminder in reminders):
            count += _claim(user, today, asked_by=sender.pk)
    return count


def _members() -> "QuerySet[User]":
    members = Membership.objects.active().values("user")
    return User.objects.filter(pk__in=members, is_active=True).order_by("pk")


def _claim(user: User, today: date, *, asked_by: int) -> int:
    """The row and the job in one transaction; nothing when it has been begun."""
    with transaction.atomic():
        digest, is_new = Digest.objects.get_or_create(user=user, day=today)
        if digest.begun_at is None:
            jobs.enqueue(DIGEST_JOB, digest.pk, asked_by=asked_by, is_quiet=True)
        return int(is_new)


def send(digest_pk: int, *, now: datetime) -> None:
    """Send one digest, if it has not been begun. What it tells is asked for now, not when it was planned.

    Raises what went wrong when the mail server cannot be reached, and may then be tried again.
    """
    digest = Digest.objects.select_related("user").get(pk=digest_pk)
    today = local_day(now)
    is_member = Membership.objects.held_by(digest.user).exists()
    reminders = reminders_for(digest.user, today) if is_member else []
    if digest.day != today or not reminders or not _begin(digest, now):
        return
    try:
        letter(digest, reminders, today).send()
    except NOT_SENT:
        Digest.objects.filter(pk=digest.pk).update(begun_at=None)
        raise
    Digest.objects.filter(pk=digest.pk).update(sent_at=now)


# When the mail server has certainly not taken the letter.
NOT_SENT = (smtplib.SMTPConnectError, smtplib.SMTPAuthenticationError, ConnectionRefusedError)


def _begin(digest: Digest, now: datetime) -> bool:
    """Mark it as begun, for good; False when somebody has."""
    waiting = Digest.objects.filter(pk=digest.pk, begun_at=None)
    return bool(waiting.update(begun_at=now))


def letter(digest: Digest, reminders: list[Reminder], today: date) -> EmailMessage:
    """The e-mail. Its subject names no case, and of what is not public it tells only the number."""
    count = len(reminders)
    things = "1 sak väntar" if count == 1 else f"{count} saker väntar"
    context = {
        "name": digest.user.name,
        "day": day_words(today),
        "groups": [
            (kind.label, [(r, r.when(today)) for r in reminders if r.kind == kind][:MOST_LINES])
            for kind in ReminderKind
            if any(r.kind == kind for r in reminders)
        ],
        "start": settings.SITE_URL.rstrip("/") + reverse("home:start"),
        "account": settings.SITE_URL.rstrip("/") + reverse("accounts:account") + "#reminders",
    }
    return EmailMessage(
        subject=f"Omställning: {things} på dig",
        body=render_to_string("reminders/mail/digest.txt", context),
        to=[digest.user.email],
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )


def reminders_for(user: User, today: date) -> list[Reminder]:
    """What waits for `user`, of the kinds that are not turned off, among all that the person may see.

    At most six queries.
    """
    muted = muted_by(user)
    found: list[Reminder] = []
    for kind, ask in _KINDS.items():
        if kind not in muted:
            near = (r for r in ask(user, today) if is_near(r.due, today, ahead=AHEAD[kind]))
            found += sorted(near, key=lambda reminder: (reminder.due, reminder.case.pk))
    return found


def _next_steps(user: User, today: date) -> Iterator[Reminder]:
    until = today + timedelta(days=AHEAD[ReminderKind.NEXT_STEP])
    entries = LogEntry.objects.visible_to(user).open_next_steps()
    mine = entries.filter(next_step_by=user, next_step_on__lte=until)
    for entry in mine.exclude(case__state=State.CLOSED).select_related("case"):
        step = OpenStep(entry, today)
        # What is the organisation's own does not leave the house by mail.
        is_open = not (entry.case.is_restricted or entry.is_internal)
        assert step.entry.next_step_on
        yield Reminder(
            ReminderKind.NEXT_STEP,
            entry.case,
            entry.next_step if is_open else "Ett nästa steg",
            step.entry.next_step_on,
            reverse("logbook:steps", args=[entry.case.number]),
        )


def _questions(user: User, today: date) -> Iterator[Reminder]:
    waiting = QuestionAssignment.objects.visible_to(user).open().filter(person=user)
    for row in waiting.exclude(case__state=State.CLOSED).select_related("case"):
        question = OpenAssignment(row, today).question
        if question is not None:
            yield Reminder(
                ReminderKind.QUESTION,
                row.case,
                question.text,
                row.due_on,
                reverse("cases:phase", args=[row.case.number, question.phase.value])
                + f"#{question.key}",
            )


def _reports(user: User, today: date) -> Iterator[Reminder]:
    cases = Case.objects.visible_to(user).filter(whose_reports(user))
    for coming in next_reports(cases, user, today=today):
        if coming.stop_on:
            to = f" till {coming.board}" if coming.board else ""
            yield Reminder(
                ReminderKind.REPORT,
                coming.case,
                f"Nästa rapport{to}",
                coming.stop_on,
                reverse("reports:list", args=[coming.case.number]),
            )


def _outcomes(user: User, today: date) -> Iterator[Reminder]:
    for asked in follow_ups_asked(Case.objects.visible_to(user).real(), user, today=today):
        if asked.line.on:
            yield Reminder(
                ReminderKind.OUTCOME,
                asked.case,
                f"Hur gick det? {asked.line.label}",
                asked.line.on,
                reverse("figures:clock", args=[asked.case.number]) + f"#{asked.line.key}",
            )


_KINDS = {
    ReminderKind.NEXT_STEP: _next_steps,
    ReminderKind.QUESTION: _questions,
    ReminderKind.REPORT: _reports,
    ReminderKind.OUTCOME: _outcomes,
}
