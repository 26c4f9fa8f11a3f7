"""How like each other two restructurings are, and why: a plain rule, told in words. Pure.

Points: same cause 3, related cause 1; the number concerned within twice 3, within four times 1; same
industry 3; same county 1; the share of jobs within twice 2; each measure in common 1, at most 3.
What is not known on either side counts neither for nor against.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from guide.causes import Cause
from guide.model import Industry

MOST_MEASURES = 3
# Events that leave the same kind of work behind: all the jobs go, or some of them.
RELATED = (
    frozenset({Cause.CLOSURE, Cause.RELOCATION, Cause.BANKRUPTCY}),
    frozenset({Cause.NOTICE, Cause.DOWNSIZING}),
)
# At most so many times as large, the points for it, and how that is said.
AFFECTED_STEPS = (
    (2, 3, "ungefär lika många berörda"),
    (4, 1, "antalet berörda i samma storleksordning"),
)
SHARE_STEPS = ((2, 2, "ungefär lika stor andel av jobben"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What two restructurings are compared by. None and empty mean not known."""

    cause: Cause | None = None
    affected: int | None = None
    industry: Industry | None = None
    county: str = ""
    share_percent: Decimal | None = None
    measures: frozenset[str] = field(default_factory=frozenset)  # keys of the catalogue


@dataclass(frozen=True, slots=True)
class Likeness:
    """The points, and what they are for."""

    points: int
    reasons: tuple[str, ...]


def likeness(one: Profile, other: Profile) -> Likeness:
    """How like `one` and `other` are. The same whichever comes first."""
    found = list(_reasons(one, other))
    return Likeness(sum(points for points, _ in found), tuple(words for _, words in found))


def most_like[T](subject: Profile, others: Iterable[tuple[T, Profile]]) -> list[tuple[T, Likeness]]:
    """Those with anything in common, the most like first; equals stay in the order they came."""
    judged = [(thing, likeness(subject, profile)) for thing, profile in others]
    return sorted((row for row in judged if row[1].points), key=lambda row: -row[1].points)


def _reasons(one: Profile, other: Profile) -> Iterator[tuple[int, str]]:
    if one.cause and other.cause:
        if one.cause == other.cause:
            yield 3, "samma orsak"
        elif any({one.cause, other.cause} <= kin for kin in RELATED):
            yield 1, "liknande orsak"
    if one.industry and one.industry == other.industry:
        yield 3, "samma bransch"
    yield from _near(one.affected, other.affected, AFFECTED_STEPS)
    yield from _near(one.share_percent, other.share_percent, SHARE_STEPS)
    if one.county and one.county == other.county:
        yield 1, "samma län"
    if shared := len(one.measures & other.measures):
        words = "en insats gemensam" if shared == 1 else f"{shared} insatser gemensamma"
        yield min(shared, MOST_MEASURES), words


def _near[N: (int, Decimal)](
    one: N | None, other: N | None, steps: Iterable[tuple[int, int, str]]
) -> Iterator[tuple[int, str]]:
    """The points of the narrowest step in which the larger is at most so many times the smaller."""
    if not one or not other:
        return
    smaller, larger = sorted((one, other))
    for times, points, words in steps:
        if larger <= smaller * times:
            yield points, words
            return
