"""One shelf of two kinds: historical examples of the guide, and cases that others have published. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from core.sorting import swedish_key
from guide.causes import Cause
from guide.filters import AFFECTED, affected_slug
from guide.load import guide
from guide.model import CatalogueMeasure, Example, Industry
from guide.search import LONGEST_QUERY, has_words
from library.likeness import Profile
from library.models import Publication

EXAMPLE, PUBLICATION = "exempel-", "arende-"
MOST_COMPARED = 4

SHARES: Mapping[str, tuple[str, Callable[[Decimal], bool]]] = {
    "under-5": ("Under 5\N{NO-BREAK SPACE}%", lambda share: share < 5),
    "fran-5": ("5\N{NO-BREAK SPACE}% eller mer", lambda share: share >= 5),
}
KINDS = {"exempel": "Historiska exempel", "arenden": "Kommuners ärenden"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a list, a filter and a comparison need to know of an example or a published case."""

    ref: str
    title: str
    place: str
    county: str
    employer: str
    industry: Industry
    industry_words: str
    cause: Cause | None
    affected: int | None
    share_percent: Decimal | None
    year: int | None
    years: str
    measure_keys: frozenset[str]

    @property
    def is_example(self) -> bool:
        return self.ref.startswith(EXAMPLE)

    @property
    def key(self) -> str:
        """The slug of an example, or the id of a publication."""
        return self.ref.partition("-")[2]

    @property
    def cause_words(self) -> str:
        return str(self.cause.label) if self.cause else "Annan orsak"

    @property
    def profile(self) -> Profile:
        return Profile(
            cause=self.cause,
            affected=self.affected,
            industry=self.industry,
            county=self.county,
            share_percent=self.share_percent,
            measures=self.measure_keys,
        )

    @property
    def measures(self) -> list[CatalogueMeasure]:
        """The entries of the catalogue that it used, in the catalogue's order."""
        return [measure for measure in guide().measures if measure.key in self.measure_keys]


def of_example(example: Example) -> Item:
    """An example of the guide as it stands on the shelf."""
    return Item(
        ref=f"{EXAMPLE}{example.slug}",
        title=example.title,
        place=example.municipality,
        county=example.county,
        employer=example.company,
        industry=example.industry_kind,
        industry_words=example.industry,
        cause=example.cause,
        affected=example.affected,
        share_percent=example.share_percent,
        year=example.year,
        years=example.years,
        measure_keys=frozenset(a.measure for a in example.actions if a.measure),
    )


def of_publication(row: Publication) -> Item:
    """A published case as it stands on the shelf. Needs its organisation, and not its data."""
    industry = Industry(row.industry)
    return Item(
        ref=f"{PUBLICATION}{row.pk}",
        title=row.title,
        place=row.organisation.name,
        county=row.county,
        employer=row.employer,
        industry=industry,
        industry_words=str(industry.label),
        cause=Cause(row.cause),
        affected=row.affected,
        share_percent=row.share_percent,
        year=row.year,
        years=str(row.year),
        measure_keys=frozenset(row.measure_keys),
    )


SORTS: Mapping[str, tuple[str, Callable[[Item], Any]]] = {
    "ar": ("Senaste först", lambda item: -(item.year or 0)),
    "namn": ("Rubrik", lambda item: 0),
    "storst": ("Flest berörda först", lambda item: -(item.affected or -1)),
    "minst": ("Färst berörda först", lambda item: item.affected or 10**9),
    "andel": ("Störst andel av jobben först", lambda item: -(item.share_percent or Decimal(-1))),
}


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which of the shelf is wanted, and in which order. What is not understood is left aside."""

    text: str = ""
    kind: str = ""
    cause: str = ""
    industry: str = ""
    affected: str = ""
    share: str = ""
    county: str = ""
    sort: str = "ar"

    @classmethod
    def read(cls, params: Mapping[str, Any]) -> Self:
        """From the address's query."""
        return cls(
            text=str(params.get("q", "")).replace("\0", "").strip()[:LONGEST_QUERY],
            kind=_known(params.get("slag", ""), KINDS),
            cause=_known(params.get("orsak", ""), Cause.values),
            industry=_known(params.get("bransch", ""), Industry.values),
            affected=_known(params.get("berorda", ""), AFFECTED),
            share=_known(params.get("andel", ""), SHARES),
            county=str(params.get("lan", "")).replace("\0", "")[:160],
            sort=_known(params.get("sortering", ""), SORTS) or "ar",
        )

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return any(
            (
                self.text,
                self.kind,
                self.cause,
                self.industry,
                self.affected,
                self.share,
                self.county,
            )
        )

    def of(self, items: Iterable[Item]) -> list[Item]:
        """The wanted items in the wanted order, by title where that says nothing."""
        key = SORTS[self.sort][1]
        return sorted(
            filter(self._wants, items), key=lambda item: (key(item), swedish_key(item.title))
        )

    def _wants(self, item: Item) -> bool:
        return (
            (not self.kind or item.is_example is (self.kind == "exempel"))
            and (not self.cause or item.cause == self.cause)
            and (not self.industry or item.industry == self.industry)
            and (not self.county or item.county == self.county)
            and (not self.affected or affected_slug(item.affected) == self.affected)
            and (not self.share or _has_share(item.share_percent, self.share))
            and has_words(self.text, item.title, item.place, item.employer, item.industry_words)
        )


def _has_share(share: Decimal | None, wanted: str) -> bool:
    return share is not None and SHARES[wanted][1](share)


def _known(value: Any, known: Collection[str]) -> str:
    return str(value) if value in known else ""
