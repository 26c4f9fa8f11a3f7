"""Which sections a report has, in which order and under which headings: the organisation's choice. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reports.model import Kind
from reports.sections import SECTIONS, SectionSpec

LONGEST_HEADING = 120  # characters


@dataclass(frozen=True, slots=True)
class Place:
    """A section in an arrangement. Without a heading of its own it has the usual one."""

    key: str
    heading: str = ""
    is_included: bool = True


Arrangement = tuple[Place, ...]

# A funder's form and the guide's table have the shape that others gave them.
ARRANGED = frozenset({Kind.STATUS_REPORT, Kind.SUMMARY, Kind.FINAL_REPORT})

_FIGURES = (
    "Utan siffrorna går det inte att se hur många som berörs, och rapporten blir missvisande."
)
_STANDING = (
    "Utan fasen går det inte att se var ärendet står, och nästa rapport har inget att jämföras med."
)
_DONE = (
    "Här står vad som har gjorts och vad som är rättat i en tidigare rapport. "
    "Utan det blir rapporten missvisande."
)
_DEVIATIONS = (
    "Här står det som är försenat och avbrutet, och skälen när en insats gynnar ett enskilt företag "
    "(kommunallagen 2 kap. 8 §)."
)
_IN_SHORT = "Här står läget och siffrorna. Utan dem blir sammanfattningen missvisande."
_NEEDS = "Här står det som är försenat och det som behöver beslut. Utan det blir sammanfattningen missvisande."
_OUTCOMES = (
    "Här står hur varje insats slutade, också de avbrutna. Utan det blir rapporten missvisande."
)
# Sections that are always there, with the reason: the law, or that the report would mislead.
# What is proposed, money, cooperation, indicators and lists are the organisation's own to choose
# (domain facts §5.3: order and blocks differ between municipalities).
REQUIRED: dict[Kind, dict[str, str]] = {
    Kind.STATUS_REPORT: {
        "laget-i-siffror": _FIGURES,
        "fas-och-tidslinje": _STANDING,
        "genomfort": _DONE,
        "avvikelser-och-risker": _DEVIATIONS,
    },
    Kind.SUMMARY: {"laget": _IN_SHORT, "behover": _NEEDS},
    Kind.FINAL_REPORT: {"siffror": _FIGURES, "insatser": _OUTCOMES},
}


def required_in(kind: Kind) -> dict[str, str]:
    """The sections that may not be left out, and why."""
    return REQUIRED.get(kind, {})


def usual(kind: Kind) -> Arrangement:
    """All sections in the usual order under the usual headings."""
    return tuple(Place(spec.key) for spec in SECTIONS[kind])


def whole(kind: Kind, wanted: Iterable[Place]) -> Arrangement:
    """`wanted` made complete: each section of the kind once.

    What is unknown is passed over. A section that `wanted` does not know stands after the one that
    it usually follows. What may not be left out is there.
    """
    known = {spec.key for spec in SECTIONS[kind]}
    required = required_in(kind)
    places: dict[str, Place] = {}
    for place in wanted if kind in ARRANGED else ():
        if place.key in known and place.key not in places:
            is_there = place.is_included or place.key in required
            places[place.key] = replace(place, is_included=is_there)
    keys = list(places)
    before = ""
    for spec in SECTIONS[kind]:
        if spec.key not in places:
            keys.insert(keys.index(before) + 1 if before else 0, spec.key)
        before = spec.key
    return tuple(places.get(key, Place(key)) for key in keys)


def arranged(kind: Kind, wanted: Iterable[Place]) -> tuple[SectionSpec, ...]:
    """The sections that the report has, numbered anew; what usually has no number gets none."""
    if kind not in ARRANGED:
        return SECTIONS[kind]
    specs = {spec.key: spec for spec in SECTIONS[kind]}
    found: list[SectionSpec] = []
    number = 0
    for place in whole(kind, wanted):
        if not place.is_included:
            continue
        spec = specs[place.key]
        number += bool(spec.number)
        found.append(
            replace(
                spec,
                heading=place.heading.strip() or spec.heading,
                number=str(number) if spec.number else "",
            )
        )
    return tuple(found)


def moved(order: Iterable[tuple[str, int | None, int | None]]) -> list[str]:
    """The keys by the places written for them. Each comes with the place it had.

    Who is moved up to a place stands before the one that was there, who is moved down after it.
    """

    def wanted(row: tuple[str, int | None, int | None]) -> tuple[int, int]:
        _, place, was = row
        was = was or 0
        place = was if place is None else place
        return place, (place > was) - (place < was)

    return [row[0] for row in sorted(order, key=wanted)]
