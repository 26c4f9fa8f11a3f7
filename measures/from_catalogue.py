"""A measure as the guide's catalogue proposes it."""

from typing import Any

from guide.model import CatalogueMeasure
from measures.actions import MeasureFacts
from measures.models import Measure

PARTNERS_LENGTH = Measure._meta.get_field("partners").max_length or 0


def facts_of(entry: CatalogueMeasure, *, said: str = "", **values: Any) -> MeasureFacts:
    """A measure that starts from an entry of the catalogue; `said` is added to its description."""
    return MeasureFacts(
        title=entry.title,
        group=entry.group,
        catalogue_key=entry.key,
        description=f"{entry.description} {said}".strip(),
        partners=as_many_as_fit(entry.actors),
        **values,
    )


def as_many_as_fit(names: tuple[str, ...]) -> str:
    """The first of the names that fit in the measure's field, as a list in words."""
    while len(", ".join(names)) > PARTNERS_LENGTH:
        names = names[:-1]
    return ", ".join(names)
