"""What people do with a municipality's contacts: add organisations and persons, change and end them.

Nothing of a case is written here and the list tells of none, so nothing is logged in any: the
audit of the tables says who did what.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from accounts.models import Organisation, User
from cases import contact_rules as rules
from cases.group_kinds import ActorKind
from cases.models import Actor, Contact, ContactQuerySet
from core.actions import Conflict, action, refuse_if
from core.sorting import swedish_key
from logbook.record import local_day


@dataclass(frozen=True, kw_only=True)
class ActorFacts:
    """What is known of an organisation."""

    name: str
    kind: ActorKind
    email: str = ""
    phone: str = ""
    note: str = ""
    ended_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ContactFacts:
    """What is known of a person at work. `organisation` is the actor's name; a new one is of `kind`."""

    name: str
    organisation: str
    kind: ActorKind
    title: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""
    ended_on: date | None = None


@action
def add_actor(
    *,
    municipality: Organisation,
    facts: ActorFacts,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Actor:
    """Add an organisation. Raises Refused when the list has one of that name."""
    _lock(municipality)
    refuse_if(_blockers_to_actor(municipality, facts, at, but=None))
    return Actor.objects.create(municipality=municipality, **_values(facts))


@action
def change_actor(
    *, changed: Actor, seen_version: int, facts: ActorFacts, actor: User, at: datetime
) -> Actor:
    """Change an organisation. Raises Conflict when someone changed it since `seen_version`."""
    _lock(changed.municipality)
    row = Actor.objects.get(pk=changed.pk)
    if row.version != seen_version:
        raise Conflict(row)
    refuse_if(_blockers_to_actor(row.municipality, facts, at, but=row))
    _save_changes(row, _values(facts))
    return row


@action
def add_contact(
    *,
    municipality: Organisation,
    facts: ContactFacts,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Contact:
    """Add a person, and the organisation when it is new. Raises Refused when the person is there."""
    _lock(municipality)
    refuse_if(_blockers_to_contact(municipality, facts, at, but=None))
    return _new_contact(municipality, facts)


@action
def find_or_add_contact(
    *, municipality: Organisation, facts: ContactFacts, actor: User, at: datetime
) -> Contact:
    """The contact of that name at that organisation, as it stands, or a new one."""
    _lock(municipality)
    if found := _same_person(municipality, facts).first():
        return found
    refuse_if(_blockers_to_contact(municipality, facts, at, but=None))
    return _new_contact(municipality, facts)


@action
def change_contact(
    *, contact: Contact, seen_version: int, facts: ContactFacts, actor: User, at: datetime
) -> Contact:
    """Change a person, or end them by a day. Raises Conflict when someone was first."""
    _lock(contact.municipality)
    row = Contact.objects.get(pk=contact.pk)
    if row.version != seen_version:
        raise Conflict(row)
    refuse_if(_blockers_to_contact(row.municipality, facts, at, but=row))
    values = _values(facts)
    del values["organisation"], values["kind"]
    works_at = _actor_called(row.municipality, facts)
    _save_changes(row, values | {"actor": works_at})
    return row


def _new_contact(municipality: Organisation, facts: ContactFacts) -> Contact:
    values = _values(facts)
    del values["organisation"], values["kind"]
    works_at = _actor_called(municipality, facts)
    return Contact.objects.create(municipality=municipality, actor=works_at, **values)


def _actor_called(municipality: Organisation, facts: ContactFacts) -> Actor:
    """The municipality's actor of that name, or a new one of the kind that was chosen."""
    name = facts.organisation.strip()
    known = Actor.objects.filter(municipality=municipality, name_sort=swedish_key(name)).first()
    return known or Actor.objects.create(municipality=municipality, name=name, kind=facts.kind)


def _blockers_to_actor(
    municipality: Organisation, facts: ActorFacts, at: datetime, *, but: Actor | None
) -> list[str]:
    same = Actor.objects.filter(municipality=municipality, name_sort=swedish_key(facts.name))
    return list(
        rules.blockers_to_actor(
            name=facts.name,
            taken=same.exclude(pk=but.pk if but else 0).exists(),
            ended_on=facts.ended_on,
            today=local_day(at),
        )
    )


def _blockers_to_contact(
    municipality: Organisation, facts: ContactFacts, at: datetime, *, but: Contact | None
) -> list[str]:
    same = _same_person(municipality, facts).exclude(pk=but.pk if but else 0)
    return list(
        rules.blockers_to_contact(
            name=facts.name,
            organisation=facts.organisation,
            taken=facts.ended_on is None and same.exists(),
            ended_on=facts.ended_on,
            today=local_day(at),
        )
    )


def _same_person(municipality: Organisation, facts: ContactFacts) -> ContactQuerySet:
    return Contact.objects.current().filter(
        municipality=municipality,
        actor__name_sort=swedish_key(facts.organisation.strip()),
        name_sort=swedish_key(facts.name),
    )


def _save_changes(row: Actor | Contact, values: dict[str, object]) -> None:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(row, name, values[name])
    row.version += 1
    row.save(update_fields=[*changed, "version"])


def _values(facts: ActorFacts | ContactFacts) -> dict[str, object]:
    return {each.name: getattr(facts, each.name) for each in fields(facts)}


def _lock(municipality: Organisation) -> None:
    """One at a time in a municipality's list, so that names stay unique without a crash."""
    Organisation.objects.select_for_update(no_key=True).get(pk=municipality.pk)
