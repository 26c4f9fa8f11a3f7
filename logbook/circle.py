"""Who stands round a case right now: municipalities, those it is shared with, guests, its people."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    CharField,
    Count,
    DateTimeField,
    F,
    IntegerField,
    QuerySet,
    Value,
    Window,
)

from accounts.models import Organisation
from cases.models import Case, Guest, Participant, Reader, Share, still_active
from cases.states import ShareMode
from core.sorting import swedish_key
from logbook.queries import readers_to_wait_for

NAMED = 5  # as many are named; of the others only how many they are


@dataclass(frozen=True)
class Named:
    """An organisation or a person by name, and since when it belongs to the case."""

    pk: int
    name: str
    since: datetime | None = None

    @classmethod
    def of(cls, organisation: Organisation) -> "Named":
        return cls(organisation.pk, organisation.name)


@dataclass(frozen=True)
class Listed:
    """The first few of some, and how many there are in all."""

    rows: list[Named]
    total: int

    @property
    def others(self) -> int:
        return self.total - len(self.rows)


@dataclass(frozen=True)
class Circle:
    """Those who read a case, and the `people` (id, name) who may be given a next step in it."""

    municipalities: Listed
    shares: Listed
    guests: Listed
    named_readers: int
    people: list[tuple[int, str]]
    is_restricted: bool


def circle_of(case: Case) -> Circle:
    """One query, however many they are. In a restricted case shares and guests see nothing."""
    taking_part = Participant.objects.active().filter(case=case).order_by("-is_lead", "pk")
    parts = [_organisations("municipality", taking_part)]
    if case.is_restricted:
        readers = Reader.objects.filter(still_active(), case=case)
        parts.append(_rows("reader", readers, "user", "user__name", F("began_at"))[:1])
    else:
        shares = Share.objects.filter(still_active(), case=case, mode=ShareMode.LIVE)
        guests = Guest.objects.filter(still_active(), case=case, user__is_active=True)
        parts.append(_organisations("share", shares.order_by("began_at", "pk")))
        parts.append(_organisations("guest", guests.order_by("began_at", "pk")))
    nobody = Value(None, output_field=DateTimeField())
    people = _rows("person", readers_to_wait_for(case), "pk", "name", nobody)
    found: dict[str, list[tuple[Named, int]]] = {}
    for kind, pk, name, since, total in parts[0].union(*parts[1:], people, all=True):
        found.setdefault(kind, []).append((Named(pk, name, since), total))
    waiting = [person for person, _ in found.get("person", [])]
    return Circle(
        municipalities=_listed(found.get("municipality", [])),
        shares=_listed(found.get("share", [])),
        guests=_listed(found.get("guest", [])),
        named_readers=_listed(found.get("reader", [])).total,
        people=[
            (person.pk, person.name)
            for person in sorted(waiting, key=lambda p: (swedish_key(p.name), p.pk))
        ],
        is_restricted=case.is_restricted,
    )


def _organisations(kind: str, found: "QuerySet[Any]") -> "QuerySet[Any, Any]":
    return _rows(kind, found, "organisation", "organisation__name", F("began_at"))[:NAMED]


def _rows(
    kind: str, found: "QuerySet[Any]", pk: str, name: str, since: Any
) -> "QuerySet[Any, Any]":
    """Rows of one shape, so that unlike things come in one query: kind, id, name, since, total."""
    return found.values_list(
        Value(kind, output_field=CharField()),
        F(pk),
        F(name),
        since,
        Window(Count("pk"), output_field=IntegerField()),
    )


def _listed(rows: list[tuple[Named, int]]) -> Listed:
    return Listed([row for row, _ in rows], rows[0][1] if rows else 0)
