"""Who can read an entry, in words: those who see the case as it is shared right now."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accounts.models import Organisation, User
from cases.models import Case
from core.days import day_words
from logbook.circle import Circle, Listed, Named, circle_of
from logbook.events import Audience
from logbook.models import LogEntry
from logbook.record import local_day, speaks_for

if TYPE_CHECKING:
    from cases.queries import Standing


@dataclass(frozen=True)
class WhoReads:
    """The readers of a case right now, as far as the person who asks may know them.

    `writes_for` is the organisation within which this person's internal entries stay.
    """

    circle: Circle
    is_inside: bool
    writes_for: Named

    @property
    def everyone(self) -> str:
        """Who reads what is not internal."""
        circle = self.circle
        municipalities = _names(circle.municipalities)
        if circle.is_restricted:
            only_one = "den enda namngivna läsaren"
            many = f"de {circle.named_readers} namngivna läsarna"
            return f"Läses bara av {only_one if circle.named_readers == 1 else many}."
        if not self.is_inside:
            return f"Läses av {municipalities} och av andra som ärendet är delat med."
        parts = [municipalities, *self._shared_with(), *self._guests()]
        if len(parts) == 1:
            return f"Läses av {municipalities}. Ärendet är inte delat med någon annan."
        return f"Läses av {_joined(parts, ', av ', ' och av ')}."

    def _shared_with(self) -> list[str]:
        shares = self.circle.shares
        parts = [
            f"{row.name} (delat sedan {day_words(local_day(row.since))})" if row.since else row.name
            for row in shares.rows
        ]
        return (
            [*parts, f"{shares.others} till som ärendet är delat med"] if shares.others else parts
        )

    def _guests(self) -> list[str]:
        guests = self.circle.guests
        many = "en gäst" if guests.total == 1 else f"{guests.total} gäster"
        return [f"{many} från {_names(guests)}"] if guests.total else []

    @property
    def internal(self) -> str:
        """Who would read this person's entry as *Endast internt*."""
        return self._only(self.writes_for.name)

    def of(self, entry: LogEntry) -> str:
        """Who reads an entry, as a sentence."""
        if entry.audience == Audience.ORGANISATION:
            return self._only(entry.organisation.name)
        if entry.audience == Audience.PARTICIPANTS:
            return self._only(_names(self.circle.municipalities))
        return self.everyone

    def _only(self, names: str) -> str:
        among = "de namngivna läsarna i " if self.circle.is_restricted else ""
        return f"Läses bara av {among}{names}."

    def when_written_for(self, organisation: Organisation) -> "WhoReads":
        """The same readers, for an entry that stays within another organisation."""
        return replace(self, writes_for=Named.of(organisation))


def who_reads(
    case: Case, user: User, standing: "Standing", circle: Circle | None = None
) -> WhoReads:
    """The readers of `case`, for `user` to be told. One query for a member, none with the circle."""
    circle = circle or circle_of(case)
    own = [row for row in circle.municipalities.rows if row.pk in standing.organisations]
    return WhoReads(
        circle=circle,
        is_inside=standing.is_inside,
        writes_for=own[0] if own else Named.of(speaks_for(user, case)),
    )


def _names(listed: Listed) -> str:
    """Their names, each once, and how many are not named."""
    names = list(dict.fromkeys(row.name for row in listed.rows))
    return _joined([*names, f"{listed.others} till"] if listed.others else names)


def _joined(parts: Iterable[str], between: str = ", ", last: str = " och ") -> str:
    """ "a, b och c"."""
    *first, end = parts
    return f"{between.join(first)}{last}{end}" if first else end
