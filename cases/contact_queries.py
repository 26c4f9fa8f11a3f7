"""Questions to the database about a municipality's contacts: the two lists, and what to choose from."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from accounts.models import Membership, Organisation, User
from accounts.permissions import CASE_LOGGING_ROLES
from cases.models import Actor, ActorQuerySet, Case, Contact, ContactQuerySet, Participant

# Values of the filter: besides those who are there now, those who have left, or all.
LEFT, ALL = "avslutade", "alla"
CONTACT_ORDERS = {
    "": ("name_sort", "id"),
    "organisation": ("actor__name_sort", "name_sort", "id"),
    "nyast": ("-id",),
}
ACTOR_ORDERS = {"": ("name_sort", "id"), "slag": ("kind", "name_sort", "id"), "nyast": ("-id",)}


def contact_page(
    contacts: ContactQuerySet, wanted: Mapping[str, Any], *, page: str, size: int
) -> Page[Contact]:
    """A page of persons by words, kind of organisation, whether they have left, and order. Two queries."""
    if text := wanted.get("q"):
        words = ("name", "title", "actor__name", "email", "phone", "note")
        contacts = contacts.filter(_any_holds(words, text))
    if kind := wanted.get("slag"):
        contacts = contacts.filter(actor__kind=kind)
    contacts = contacts.filter(_by_end(wanted.get("visa", "")))
    order = CONTACT_ORDERS[wanted.get("ordning", "")]
    return Paginator(contacts.select_related("actor").order_by(*order), size).get_page(page)


def actor_page(
    actors: ActorQuerySet, wanted: Mapping[str, Any], *, page: str, size: int
) -> Page[Actor]:
    """A page of organisations with how many of their people are there now. Two queries."""
    if text := wanted.get("q"):
        actors = actors.filter(_any_holds(("name", "email", "phone", "note"), text))
    if kind := wanted.get("slag"):
        actors = actors.filter(kind=kind)
    actors = actors.filter(_by_end(wanted.get("visa", "")))
    actors = actors.annotate(present=Count("people", filter=Q(people__ended_on=None)))
    return Paginator(actors.order_by(*ACTOR_ORDERS[wanted.get("ordning", "")]), size).get_page(page)


def _any_holds(columns: tuple[str, ...], text: str) -> Q:
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__icontains": text})
    return found


def _by_end(shown: str) -> Q:
    if shown == ALL:
        return Q()
    return Q(ended_on__isnull=shown != LEFT)


def kinds_by_name(actors: ActorQuerySet) -> dict[str, str]:
    """Name and kind of every organisation, to recognise a written one. One query."""
    return dict(actors.order_by("name_sort").values_list("name", "kind"))


def to_choose(contacts: ContactQuerySet) -> list[tuple[int, str]]:
    """The contacts who have not left, in words, by name. One query."""
    named = contacts.current().in_order().values_list("pk", "name", "actor__name")
    return [(pk, f"{name}, {organisation}") for pk, name, organisation in named]


def municipality_of(user: User, case: Case) -> Organisation | None:
    """The municipality in the case where the person may log, and so reads the contacts. One query."""
    held = Membership.objects.held_by(user).filter(role__in=CASE_LOGGING_ROLES)
    rows = Participant.objects.active().filter(
        case=case, organisation__in=held.values("organisation")
    )
    first = rows.select_related("organisation").order_by("-is_lead", "id").first()
    return first.organisation if first else None
