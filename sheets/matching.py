"""What a person has said of a sheet: which column is what, and how its rows are to be read."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import TextChoices


class Target(TextChoices):
    """What a column holds. The labels are those of the quick log."""

    IGNORE = "", "Hämtas inte"
    WHEN = "when", "När, eller från"
    UNTIL = "until", "Till och med"
    WHAT = "what", "Vad har gjorts"
    MEASURE = "measure", "Insats"
    ACTIVITY = "activity", "Huvudaktivitet"
    PARTICIPANTS = "participants", "Medverkande"
    RESULT = "result", "Resultat"
    NEXT_STEP = "next_step", "Nästa steg"
    NEXT_STEP_ON = "next_step_on", "Nästa steg: senast"
    NEXT_STEP_BY = "next_step_by", "Nästa steg: vem"
    INTERNAL = "internal", "Endast internt (ja eller nej)"


# What may be put together from several columns; of days, such as year, month and day.
JOINED = (Target.WHEN, Target.WHAT, Target.PARTICIPANTS, Target.RESULT, Target.NEXT_STEP)


@dataclass(frozen=True)
class Matching:
    """One sheet's columns, counted from 0, and the choices of how to read it.

    `heading` is the number of the row with the headings, 0 when there is none. `year` is for
    days whose year stands nowhere in the rows. `places` holds, by the words of the file, where
    entries are to stand whose measure is not in the plan (sheets.places).
    """

    sheet: int = 0
    heading: int = 0
    columns: dict[int, Target] = field(default_factory=dict)
    year: int | None = None
    splits: bool = True
    internal: bool = False
    opens_steps: bool = False
    places: dict[str, str] = field(default_factory=dict)

    def columns_of(self, target: Target) -> list[int]:
        return sorted(column for column, chosen in self.columns.items() if chosen == target)

    def has(self, target: Target) -> bool:
        return target in self.columns.values()

    def with_places(self, places: dict[str, str]) -> "Matching":
        """The same with more choices of where entries are to stand."""
        return replace(self, places=self.places | places)

    def to_json(self) -> dict[str, Any]:
        plain = dict(self.__dict__)
        plain["columns"] = {str(column): target.value for column, target in self.columns.items()}
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Matching":
        columns = {int(column): Target(value) for column, value in plain["columns"].items()}
        return cls(**plain | {"columns": columns})


def blockers_to_match(columns: dict[int, Target], *, splits: bool) -> Iterable[str]:
    """A log needs a text and a day, and one column for each thing that is not put together."""
    chosen: list[Target] = [target for target in columns.values() if target != Target.IGNORE]
    if Target.WHAT not in chosen:
        yield "Välj vilken kolumn som säger vad som har gjorts."
    if Target.WHEN not in chosen and not splits:
        yield (
            "Välj vilken kolumn som säger när det hände, eller dela celler där varje händelse "
            "har sitt datum."
        )
    if Target.UNTIL in chosen and Target.WHEN not in chosen:
        yield "Välj även vilken kolumn som har den första dagen."
    for target in Target:
        if target not in JOINED and chosen.count(target) > 1:
            yield f"Bara en kolumn kan vara {target.label}."
