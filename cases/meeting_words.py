"""How those who met are told in the log: by role and organisation rather than by name."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Protocol

from cases.group_kinds import GroupRole

MOST_CHARACTERS = 500

_MANY = {
    GroupRole.CHAIR: "ordförande",
    GroupRole.VICE_CHAIR: "vice ordförande",
    GroupRole.LEADER: "projektledare",
    GroupRole.MEMBER: "ledamöter",
    GroupRole.SECRETARY: "sekreterare",
    GroupRole.COOPTED: "adjungerade",
}


class Present(Protocol):
    """Someone who was there, as far as the log tells of them."""

    @property
    def role(self) -> str: ...
    @property
    def organisation_name(self) -> str: ...


def participants_in_words(group: str, present: Sequence[Present], others: str) -> str:
    """Who was there: "Styrgruppen: ordförande (Norrby kommun), ledamöter (Almi, Region Väst)".

    By roles and organisations, as the guidance on personal data asks (no names). Cut to organisations
    alone, and then to a number, when it would not fit in an entry's 500 characters; `others`, which
    a person wrote, is kept whole.
    """
    room = MOST_CHARACTERS - (len(others) + len(". Också: ") if others else 0)
    if not present:
        return others
    organisations = _unique(each.organisation_name for each in present)
    count = f"{len(present)} deltagare"
    ways = (
        f"{group}: {', '.join(_by_role(present))}",
        f"{group}: {count} från {', '.join(organisations)}",
        f"{group}: {count}",
        count,
    )
    words = next((each for each in ways if len(each) <= room), "")
    if not others:
        return words
    return f"{words}. Också: {others}" if words else others


def _by_role(present: Sequence[Present]) -> list[str]:
    order = list(GroupRole)
    ranked = sorted(present, key=lambda each: order.index(GroupRole(each.role)))
    said = []
    for role, found in groupby(ranked, key=lambda each: GroupRole(each.role)):
        own = list(found)
        word = str(role.label).lower() if len(own) == 1 else f"{len(own)} {_MANY[role]}"
        said.append(f"{word} ({', '.join(_unique(each.organisation_name for each in own))})")
    return said


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
