"""What the group says of one indicator, as plain values."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """A grade on the scale 1–5, why, and what to do next year. All may be left open for now."""

    grade: int | None = None
    reason: str = ""
    suggestion: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Judgement()
