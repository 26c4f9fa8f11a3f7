"""What administrators do with members, and a person with their own details."""

from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.db.models import Value
from django.db.models.functions import Least, Now

from accounts import rules
from accounts.models import Membership, Organisation, OrganisationKind, User
from accounts.permissions import Role
from core.actions import action, refuse_if


@action
def invite_member(
    *,
    organisation: Organisation,
    email: str,
    name: str,
    role: Role,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Membership:
    """Give the person with `email` a role; a person nobody knew is made, without a password.

    `name` is used for a new person only. The letter is sent by the caller (accounts.letters).
    """
    organisation = _locked(organisation)
    user, _ = User.objects.get_or_create(
        email=email.strip().lower(), defaults={"name": name, "password": make_password(None)}
    )
    refuse_if(list(rules.blockers_to_invite(email=user.email, is_active=user.is_active)))
    return _give(user, organisation, role, actor=actor, at=at)


@action
def give_role(
    *,
    user: User,
    organisation: Organisation,
    role: Role,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Membership:
    """Give a member one more role."""
    return _give(user, _locked(organisation), role, actor=actor, at=at)


@action
def end_membership(*, membership: Membership, actor: User, at: datetime) -> Membership:
    """End a role; the rights end at once. Who holds no role any more is logged out everywhere."""
    _locked(membership.organisation)
    membership = Membership.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=membership.pk
    )
    admins = Membership.objects.active().filter(
        organisation=membership.organisation_id, role=Role.ADMIN
    )
    refuse_if(
        list(
            rules.blockers_to_end(
                Role(membership.role),
                is_ended=membership.ended_at is not None,
                admins=admins.count(),
            )
        )
    )
    # Never later than the database's clock, or the right would outlive the click.
    Membership.objects.filter(pk=membership.pk).update(
        ended_at=Least(Value(at), Now()), ended_by=actor
    )
    membership.refresh_from_db()
    if not Membership.objects.held_by(membership.user).exists():
        _end_sessions(membership.user)
    return membership


@action
def change_own_details(*, name: str, phone: str, actor: User, at: datetime) -> User:
    """Change one's own name and telephone number."""
    User.objects.filter(pk=actor.pk).update(name=name, phone=phone)
    return User.objects.get(pk=actor.pk)


@action
def use_shortcuts(*, on: bool, actor: User, at: datetime) -> User:
    """Turn one's own keyboard shortcuts on or off (WCAG 2.1.4)."""
    User.objects.filter(pk=actor.pk).update(uses_shortcuts=on)
    return User.objects.get(pk=actor.pk)


@action
def end_session(*, session: UserSession, actor: User, at: datetime) -> None:
    """Log one's own browser out."""
    session.end()


@action
def end_other_sessions(*, but: str, actor: User, at: datetime) -> int:
    """Log all one's browsers out but the one with the session key `but`; how many they were."""
    sessions = list(UserSession.objects.filter(user=actor).exclude(session_key=but))
    for session in sessions:
        session.end()
    return len(sessions)


@action
def add_organisation(
    *,
    name: str,
    kind: OrganisationKind,
    short_name: str = "",
    region: Organisation | None = None,
    actor: User,
    at: datetime,
) -> Organisation:
    """Add an organisation that is not among Sweden's municipalities and regions."""
    return Organisation.objects.create(
        name=name, short_name=short_name or name[:80], kind=kind, region=region
    )


def _give(
    user: User, organisation: Organisation, role: Role, *, actor: User, at: datetime
) -> Membership:
    held = Membership.objects.held_by(user).filter(organisation=organisation)
    roles = set(held.values_list("role", flat=True))
    refuse_if(list(rules.blockers_to_give(organisation, role, held=roles)))
    return Membership.objects.create(
        user=user, organisation=organisation, role=role, began_at=at, began_by=actor
    )


def _locked(organisation: Organisation) -> Organisation:
    """The organisation's row, held until the transaction ends: its admins act one at a time."""
    return Organisation.objects.select_for_update(no_key=True, of=("self",)).get(pk=organisation.pk)


def _end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()
