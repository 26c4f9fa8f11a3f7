"""How far the making of a PDF has come: the child process tells it in lines, the parent in words."""

import re
from dataclasses import dataclass

# WeasyPrint numbers its steps from 1 to 6; the last is our own.
STAGES = (
    "Läser rapporten",
    "Läser typsnitt och stil",
    "Använder stilen",
    "Ordnar innehållet",
    "Lägger ut sidorna",
    "Skriver filen",
    "Sparar filen",
)
MARK = "stage:"
_STEP = re.compile(r"Step (\d+) - (?:.*Page (\d+))?")


def line_of(message: str) -> str | None:
    """What the child says for one of WeasyPrint's progress messages; None for others."""
    match = _STEP.match(message)
    return f"{MARK}{match[1]}:{match[2] or ''}" if match else None


@dataclass(frozen=True)
class Stage:
    """One of STAGES: its number from 1, and what is being done."""

    step: int
    words: str


def heard(line: str) -> Stage | None:
    """The stage that a line of the child's tells of; None for any other line."""
    if not line.startswith(MARK):
        return None
    number, _, page = line[len(MARK) :].strip().partition(":")
    step = min(int(number), len(STAGES))
    words = STAGES[step - 1]
    return Stage(step, f"{words} (sida {page})" if page else words)
