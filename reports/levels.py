"""Who a report is for: three levels, and in words what each of them leaves out. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices


class Level(TextChoices):
    """The one audience of a report (docs/decisions/0076)."""

    INTERNAL = "INTERNAL", "Intern"
    REGION = "REGION", "Region"
    PUBLIC = "PUBLIC", "Offentlig"

    @property
    def readers(self) -> str:
        """Who reads it, as it stands in the report's head."""
        return _READERS[self]

    @property
    def explained(self) -> str:
        """The choice in a form."""
        return f"{self.label}: {_EXPLAINED[self]}"


_READERS = {
    Level.INTERNAL: "Intern: bara för den egna organisationen",
    Level.REGION: "Region: det som delas med regionen",
    Level.PUBLIC: "Offentlig",
}
_EXPLAINED = {
    Level.INTERNAL: "bara för er egen organisation. Poster som är märkta Endast internt är med.",
    Level.REGION: "det regionen ser i ett delat ärende. Pengar, indikatorer och rättsliga skäl är inte med.",
    Level.PUBLIC: "får läsas av alla. Inget som är märkt Endast internt är med.",
}
# Sections on what outsiders of a case never see (product.md, decision 4).
INSIDE_SECTIONS = frozenset({"ekonomi", "indikatorer"})


def tells_reasons(level: Level) -> bool:
    """Whether legal reasons, and those for what was broken off, are told."""
    return level is not Level.REGION


@dataclass(frozen=True, kw_only=True)
class Held:
    """What the case holds for a report, as far as its maker may know it."""

    open_entries: int
    internal_entries: int
    inside_sections: tuple[str, ...] = ()
    reasons: int = 0


@dataclass(frozen=True)
class Seen:
    """What one level sees of it."""

    level: Level
    entries: int
    left_out: tuple[str, ...]
    is_chosen: bool = False


def seen_at_each(held: Held, *, chosen: Level) -> list[Seen]:
    """The three levels beside each other, the widest first."""
    return [
        Seen(
            level,
            held.open_entries + (held.internal_entries if level is Level.INTERNAL else 0),
            tuple(_left_out(held, level)),
            level is chosen,
        )
        for level in Level
    ]


def _left_out(held: Held, level: Level) -> Iterator[str]:
    """A sentence for each sort of thing that the level does not see, with its number."""
    if level is Level.INTERNAL:
        return
    if held.internal_entries == 1:
        yield "1 post som bara är intern är inte med."
    elif held.internal_entries:
        yield f"{held.internal_entries} poster som bara är interna är inte med."
    if level is Level.REGION:
        if held.inside_sections:
            many = len(held.inside_sections)
            named = ", ".join(held.inside_sections)
            yield f"{many} avsnitt är inte med: {named}."
        if held.reasons:
            yield f"Skälen är inte med för {held.reasons} {_measures(held.reasons)}."


def _measures(number: int) -> str:
    return "insats" if number == 1 else "insatser"
