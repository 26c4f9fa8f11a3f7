"""Questions to the database about members: who is where, with which role, logged in from where."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.browsers import browser_words
from accounts.models import SYSTEM_EMAIL, Membership, Organisation, User
from accounts.permissions import Role
from core.jobs import KINDS
from core.models import JobRun


@dataclass
class Person:
    """Someone with a role, now or before, in one organisation."""

    user: User
    held: list[Membership] = field(default_factory=list)
    ended: list[Membership] = field(default_factory=list)

    @property
    def first(self) -> Membership:
        """The first of all roles here, still held or not."""
        return min((*self.held, *self.ended), key=lambda membership: membership.began_at)

    @property
    def since(self) -> datetime:
        return self.first.began_at

    @property
    def is_awaited(self) -> bool:
        """Invited by a person, and not logged in since.

        Until then only the address is shown: the name of an account that existed before would
        tell the one who invited that it did.
        """
        if self.first.began_by.email == SYSTEM_EMAIL:
            return False
        return self.user.last_login is None or self.user.last_login < self.since

    @property
    def label(self) -> str:
        return self.user.email if self.is_awaited else str(self.user)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(membership.role for membership in self.held)

    @property
    def is_admin(self) -> bool:
        return Role.ADMIN in self.roles


def organisations_of(user: User) -> QuerySet[Organisation]:
    """The organisations where `user` is a member now."""
    held = Membership.objects.held_by(user).values("organisation")
    return Organisation.objects.filter(pk__in=held).order_by("name_sort", "pk")


def roles_in(user: User, organisation: Organisation) -> frozenset[str]:
    held = Membership.objects.held_by(user).filter(organisation=organisation)
    return frozenset(held.values_list("role", flat=True))


def memberships_of(user: User) -> list[Membership]:
    """The roles `user` holds now, by organisation."""
    return list(
        Membership.objects.held_by(user)
        .select_related("organisation")
        .order_by("organisation__name_sort", "began_at", "pk")
    )


def people_in(organisation: Organisation) -> list[Person]:
    """Everyone who has or has had a role in `organisation`, by name. One query."""
    return _gathered(Membership.objects.filter(organisation=organisation))


def person_in(organisation: Organisation, user_id: int) -> Person | None:
    """One of them."""
    people = _gathered(Membership.objects.filter(organisation=organisation, user=user_id))
    return people[0] if people else None


def admin_names(organisation: Organisation) -> list[str]:
    """Who can give rights in `organisation`."""
    return [person.label for person in people_in(organisation) if person.is_admin]


def _gathered(memberships: QuerySet[Membership]) -> list[Person]:
    people: dict[int, Person] = {}
    now = timezone.now()
    for membership in memberships.select_related("user", "began_by", "ended_by").order_by(
        "began_at", "pk"
    ):
        person = people.setdefault(membership.user_id, Person(membership.user))
        is_held = membership.ended_at is None or membership.ended_at > now
        if is_held and membership.user.is_active:
            person.held.append(membership)
        else:
            person.ended.append(membership)
    return sorted(people.values(), key=lambda person: _sorted_as_swedish(person.label))


def _sorted_as_swedish(text: str) -> str:
    """å, ä, ö last, in that order; capital letters as small ones."""
    return text.casefold().translate(str.maketrans("åäö", "{|}"))


def has_two_step(user: User) -> bool:
    """Whether `user` logs in with a code besides the password."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


@dataclass(frozen=True)
class Login:
    """A browser where a person is logged in."""

    id: int
    began_at: datetime
    browser: str
    ip: str
    is_current: bool


def logins_of(user: User, *, current_key: str | None) -> list[Login]:
    """Where `user` is logged in, this browser first. Two queries, whatever the number.

    A session that has expired, or that a changed password has made worthless, is left out.
    """
    rows = list(UserSession.objects.filter(user=user).order_by("-created_at", "-pk"))
    alive = _alive([row.session_key for row in rows], user)
    logins = [
        Login(
            row.pk,
            row.created_at,
            browser_words(row.user_agent),
            row.ip,
            row.session_key == current_key,
        )
        for row in rows
        if row.session_key in alive
    ]
    return sorted(logins, key=lambda login: not login.is_current)


def _alive(keys: Iterable[str], user: User) -> set[str]:
    expected = user.get_session_auth_hash()
    sessions = Session.objects.filter(session_key__in=list(keys), expire_date__gt=timezone.now())
    return {
        session.session_key
        for session in sessions
        if constant_time_compare(session.get_decoded().get("_auth_user_hash", ""), expected)
    }


def session_of(user: User, session_id: int) -> UserSession | None:
    """One of the user's own."""
    return UserSession.objects.filter(user=user, pk=session_id).first()


def organisations_called(text: str) -> list[Organisation]:
    """Those whose code, name or else short name is `text`."""
    text = text.strip()
    exact = list(Organisation.objects.filter(Q(name__iexact=text) | Q(code=text, code__gt="")))
    return exact or list(Organisation.objects.filter(short_name__iexact=text))


def organisation_names() -> list[str]:
    return list(Organisation.objects.values_list("name", flat=True))


def system_user() -> User:
    """Who acts when no person does: the worker's jobs (product.md, decision 11)."""
    return User.objects.system()


@dataclass(frozen=True)
class Job:
    """A job that a member asked for, as the organisation's administrator may see it."""

    run: JobRun
    asked_by: str

    @property
    def label(self) -> str:
        return KINDS[self.run.kind].label


@dataclass(frozen=True)
class JobPage:
    """Jobs, newest first, and the key of the next page, if there is more."""

    rows: list[Job]
    next_key: str


def job_page(organisation: Organisation, *, before: str, size: int) -> JobPage:
    """What members have asked the worker for; nothing about cases that are not public. Two queries."""
    members = Membership.objects.active().filter(organisation=organisation).values("user")
    runs = JobRun.objects.filter(is_quiet=False, asked_by_id__in=members, kind__in=KINDS)
    if before.isdecimal() and len(before) < 18:
        runs = runs.filter(pk__lt=int(before))
    found = list(runs.order_by("-id")[: size + 1])
    asking = User.objects.filter(pk__in={run.asked_by_id for run in found})
    names = dict(asking.values_list("pk", "name"))
    rows = [Job(run, names[run.asked_by_id]) for run in found[:size]]
    return JobPage(rows, str(rows[-1].run.pk) if len(found) > size else "")
