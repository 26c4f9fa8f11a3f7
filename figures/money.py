"""What a measure's money sums up to, funder by funder. Pure; whole öre throughout."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class FunderMoney:
    """One funder's money for a measure, in öre. None is not known: not applied for, not decided."""

    funder: str
    applied: int | None = None
    granted: int | None = None
    used: int = 0


def total_applied(money: Iterable[FunderMoney]) -> int:
    """Öre applied for, all funders together; what is not known counts as none."""
    return sum(each.applied or 0 for each in money)


def total_granted(money: Iterable[FunderMoney]) -> int:
    """Öre granted, all funders together; what is not decided counts as none."""
    return sum(each.granted or 0 for each in money)


def total_used(money: Iterable[FunderMoney]) -> int:
    """Öre used, all funders together: the costs noted in the case."""
    return sum(each.used for each in money)


def left(money: FunderMoney) -> int | None:
    """Öre granted less used; below nought when more was used than granted. None before a decision."""
    return None if money.granted is None else money.granted - money.used


def warnings(money: Iterable[FunderMoney]) -> list[str]:
    """What a funder would ask about, in gentle words."""
    said = []
    for each in money:
        rest = left(each)
        if rest is not None and rest < 0:
            said.append(f"Mer är använt än vad {each.funder} har beviljat.")
        if each.granted is None and each.used:
            said.append(f"Kostnader är noterade, men {each.funder} har inte beslutat än.")
        if each.applied is not None and each.granted is not None and each.granted > each.applied:
            said.append(f"{each.funder} har beviljat mer än vad som är sökt.")
    return said
