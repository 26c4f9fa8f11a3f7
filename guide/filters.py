"""Narrows and orders the catalogue and the examples by what stands in the address."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self

from core.sorting import swedish_key
from guide.causes import Cause
from guide.load import guide
from guide.model import CatalogueMeasure, Example, Funder, MeasureGroup, MeasureSize
from guide.phases import Phase
from guide.search import LONGEST_QUERY, has_words

GROUPS = {"individ": MeasureGroup.INDIVIDUAL, "fornyelse": MeasureGroup.RENEWAL}
SORTS: Mapping[str, tuple[str, Callable[[CatalogueMeasure], Any]]] = {
    "nummer": ("Nummer", lambda measure: measure.number),
    "namn": ("Namn", lambda measure: swedish_key(measure.title)),
    "fas": ("Fas där den börjar", lambda measure: (measure.starts, measure.number)),
}
# The size of the event: words, and the most persons it may concern.
AFFECTED: Mapping[str, tuple[str, float]] = {
    "under-50": ("Färre än 50", 49),
    "50-199": ("50–199", 199),
    "fran-200": ("200 eller fler", float("inf")),
}
ORIGINS = {"guiden": True, "andra": False}


@dataclass(frozen=True, slots=True)
class MeasureFilter:
    """Which measures are wanted, and in which order. What is not understood is left aside."""

    text: str = ""
    group: str = ""
    phase: Phase | None = None
    actor: str = ""
    funder: str = ""
    size: str = ""
    affected: str = ""
    cause: str = ""
    sort: str = "nummer"

    @classmethod
    def read(cls, params: Mapping[str, Any]) -> Self:
        """From the address's query."""
        phase, actor = params.get("fas", ""), params.get("aktor", "")
        return cls(
            text=_text(params),
            group=_known(params.get("grupp", ""), GROUPS),
            phase=Phase(int(phase)) if phase in {str(number) for number in Phase.values} else None,
            actor=actor if actor in actors() else "",
            funder=_known(params.get("finansiering", ""), Funder.values),
            size=_known(params.get("storlek", ""), MeasureSize.values),
            affected=_known(params.get("berorda", ""), AFFECTED),
            cause=_known(params.get("orsak", ""), Cause.values),
            sort=_known(params.get("sortering", ""), SORTS) or "nummer",
        )

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text or self.group or self.phase or self.narrows_further)

    @property
    def narrows_further(self) -> bool:
        """Whether one of the choices that stand folded away is made."""
        return bool(self.actor or self.funder or self.size or self.affected or self.cause)

    def measures(self) -> list[CatalogueMeasure]:
        """The wanted measures in the wanted order."""
        return sorted(filter(self._wants, guide().measures), key=SORTS[self.sort][1])

    def _wants(self, measure: CatalogueMeasure) -> bool:
        return (
            (not self.group or measure.group == GROUPS[self.group])
            and (self.phase is None or measure.begins_in(self.phase))
            and (not self.actor or self.actor in measure.actors)
            and (not self.funder or self.funder in measure.funders)
            and (not self.size or measure.size == self.size)
            and (not self.affected or measure.from_affected <= AFFECTED[self.affected][1])
            and (not self.cause or self.cause in measure.causes)
            and has_words(
                self.text, measure.title, measure.description, measure.funding, *measure.actors
            )
        )


def measure_choices() -> dict[str, Any]:
    """What the filter of the catalogue can be set to, for the template."""
    return {
        "groups": {slug: group.label for slug, group in GROUPS.items()},
        "phases": list(Phase),
        "actors": actors(),
        "funders": list(Funder),
        "sizes": list(MeasureSize),
        "affected": {slug: label for slug, (label, _) in AFFECTED.items()},
        "causes": list(Cause),
        "sorts": {key: label for key, (label, _) in SORTS.items()},
    }


def affected_slug(count: int | None) -> str:
    """The choice that an event of so many persons falls under; empty when nobody knows."""
    if count is None:
        return ""
    return next(slug for slug, (_, most) in AFFECTED.items() if count <= most)


@dataclass(frozen=True, slots=True)
class ExampleFilter:
    """Which examples are wanted: a text, a county, from the guide or not."""

    text: str = ""
    county: str = ""
    origin: str = ""

    @classmethod
    def read(cls, params: Mapping[str, Any]) -> Self:
        """From the address's query."""
        county = params.get("lan", "")
        return cls(
            text=_text(params),
            county=county if county in counties() else "",
            origin=_known(params.get("ursprung", ""), ORIGINS),
        )

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text or self.county or self.origin)

    def examples(self) -> list[Example]:
        """The wanted examples, the latest first, those without a year last."""
        wanted = filter(self._wants, guide().examples)
        return sorted(
            wanted, key=lambda example: (-(example.year or 0), swedish_key(example.title))
        )

    def _wants(self, example: Example) -> bool:
        return (
            (not self.county or example.county == self.county)
            and (not self.origin or example.in_guide == ORIGINS[self.origin])
            and has_words(
                self.text,
                example.title,
                example.summary,
                example.municipality,
                example.company,
                example.industry,
                example.lesson,
                *example.actors,
                *(action.text for action in example.actions),
            )
        )


def actors() -> list[str]:
    """All actors in the catalogue, in Swedish order."""
    return sorted(
        {actor for measure in guide().measures for actor in measure.actors}, key=swedish_key
    )


def counties() -> list[str]:
    """All counties with an example, in Swedish order."""
    return sorted({example.county for example in guide().examples}, key=swedish_key)


def _text(params: Mapping[str, Any]) -> str:
    return str(params.get("q", "")).replace("\0", "").strip()[:LONGEST_QUERY]


def _known(value: Any, known: Collection[str]) -> str:
    return str(value) if value in known else ""
