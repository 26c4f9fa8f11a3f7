"""How an indicator or a goal develops: trend, distance to target, and how to read it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from figures.units import Better, Unit, amount_in_words, in_words

STEADY = Decimal("0.005")
PARADOX = (
    "En andel kan sjunka av två skäl: att fler jobb har kommit till på andra håll, eller att det "
    "stora företagets jobb har försvunnit. En kommun kan till och med sluta räknas som sårbar genom "
    "att förlora sitt största företag. Läs därför alltid andelen tillsammans med antalet jobb."
)


@dataclass(frozen=True)
class Point:
    """A value of a year; `jobs` is the number of jobs behind a share, None when not known."""

    year: int
    value: Decimal
    jobs: int | None = None


def change(points: Sequence[Point]) -> Decimal | None:
    """The newest value less the first, in the indicator's unit. None with fewer than two points."""
    return points[-1].value - points[0].value if len(points) > 1 else None


def yearly_change(points: Sequence[Point]) -> Decimal | None:
    """The mean change per year from the first point to the newest, two decimals, in the unit per year."""
    whole = change(points)
    years = points[-1].year - points[0].year if len(points) > 1 else 0
    if whole is None or not years:
        return None
    return (whole / years).quantize(Decimal("0.01"), ROUND_HALF_UP)


def trend(points: Sequence[Point]) -> str:
    """The direction of the newest step as a word: "stiger", "sjunker", "är oförändrad" or "".

    A step of less than half a per cent of the former value is no change.
    """
    if len(points) < 2:
        return ""
    former, newest = points[-2].value, points[-1].value
    if abs(newest - former) <= abs(former) * STEADY:
        return "är oförändrad"
    return "stiger" if newest > former else "sjunker"


def distance(value: Decimal | None, target: Decimal | None) -> Decimal | None:
    """What is left to the target: target less value, in the unit. None when either is not known."""
    return None if value is None or target is None else target - value


def share_of_way(
    baseline: Decimal | None, value: Decimal | None, target: Decimal | None
) -> int | None:
    """How much of the way from baseline to target has been gone, in whole per cent, halves up.

    Below 0 means away from the target, above 100 past it. None when something is not known or there
    is no way to go.
    """
    if baseline is None or value is None or target is None or target == baseline:
        return None
    way = (value - baseline) * 100 / (target - baseline)
    return int(way.quantize(Decimal(1), ROUND_HALF_UP))


def is_reached(
    baseline: Decimal | None,
    value: Decimal | None,
    target: Decimal | None,
    better: str = Better.UNCLEAR,
) -> bool | None:
    """Whether the value has come to the target. None when not known.

    Where one way is better, the value is at the target or on its better side. Where that is unclear it
    is seen from the baseline; without a way to go (target = baseline) it must be the target exactly.
    """
    if value is None or target is None:
        return None
    if better == Better.HIGHER:
        return value >= target
    if better == Better.LOWER:
        return value <= target
    if baseline is None or baseline == target:
        return value == target
    return value >= target if target > baseline else value <= target


def target_in_words(
    *,
    baseline: Decimal | None,
    value: Decimal | None,
    target: Decimal | None,
    unit: str,
    better: str = Better.UNCLEAR,
) -> str:
    """How far it is to the target, as a sentence; empty without a target or a value."""
    left = distance(value, target)
    if left is None:
        return ""
    if is_reached(baseline, value, target, better):
        return f"Målet {in_words(target, unit)} är nått."
    words = f"{amount_in_words(abs(left), unit)} kvar till målet {in_words(target, unit)}"
    way = share_of_way(baseline, value, target)
    if way is None or way > 100 or is_reached(baseline, baseline, target, better):
        return f"{words}."  # past it on the wrong side, or it had been reached from the start
    if way < 0:
        return f"{words}. Utvecklingen går åt andra hållet."
    return f"{words}. {way} % av vägen är gången."


def verdict(points: Sequence[Point], better: str) -> str:
    """Whether the newest step is good news, in words; never for what must be interpreted."""
    direction = trend(points)
    if direction not in ("stiger", "sjunker") or better == Better.UNCLEAR:
        return ""
    good = (direction == "stiger") == (better == Better.HIGHER)
    return "åt rätt håll" if good else "åt fel håll"


def all_jobs(point: Point) -> int | None:
    """All jobs in the municipality behind a share of them: jobs / share. Rounded, halves up.

    None when the jobs are not known or the share is nought.
    """
    if point.jobs is None or not point.value:
        return None
    return int((point.jobs * 100 / point.value).quantize(Decimal(1), ROUND_HALF_UP))


def dependence_in_words(points: Sequence[Point], *, is_share: bool = True) -> str:
    """How a share of the jobs has moved, always told together with the number of jobs."""
    if not points:
        return ""
    first, last = points[0], points[-1]
    unit = Unit.PER_CENT if is_share else Unit.NUMBER
    if len(points) == 1:
        jobs = f"{in_words(last.jobs)} jobb" if last.jobs is not None else "ett okänt antal jobb"
        return f"{last.year} var värdet {in_words(last.value, unit)}, med {jobs} bakom."
    moved = (
        f"Från {first.year} till {last.year} gick värdet från {in_words(first.value, unit)} "
        f"till {in_words(last.value, unit)}"
    )
    if first.jobs is None or last.jobs is None:
        return f"{moved}. Antalet jobb är inte angivet, så det går inte att säga om det är bra."
    gone = last.jobs - first.jobs
    words = f"{moved}, och jobben bakom från {in_words(first.jobs)} till {in_words(last.jobs)}."
    if gone < 0 and last.value < first.value:
        words += f" Beroendet är mindre för att {in_words(-gone)} jobb är borta."
    return words + (_other_jobs(first, last) if is_share else "")


def _other_jobs(first: Point, last: Point) -> str:
    """What happened with the other jobs, when it can be told."""
    before, after = all_jobs(first), all_jobs(last)
    if before is None or after is None or first.jobs is None or last.jobs is None:
        return ""
    others = (after - last.jobs) - (before - first.jobs)
    if others == 0:
        return " Övriga jobb i kommunen är lika många."
    way = "fler" if others > 0 else "färre"
    return f" Övriga jobb i kommunen har blivit ungefär {in_words(abs(others))} {way}."


def notice_share(notified: int | None, employed: int | None) -> Decimal | None:
    """The notice's share of those employed in the municipality, in per cent with one decimal.

    Source of the notified: the newest figures of the case; of the employed: SCB. None when either
    is not known.
    """
    if notified is None or not employed:
        return None
    return (Decimal(notified) * 100 / employed).quantize(Decimal("0.1"), ROUND_HALF_UP)
