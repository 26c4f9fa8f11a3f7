"""Writes the documents that are made from the code: the states and the glossary (`make docs`)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from django.db.models import TextChoices  # noqa: E402

from cases import states as case_states  # noqa: E402
from guide.load import guide  # noqa: E402
from guide.phases import Phase  # noqa: E402
from measures import states as measure_states  # noqa: E402


def states_document() -> str:
    """The states of cases and measures as Mermaid diagrams, from the tables in `states.py`."""
    phases = [f"    {phase.name} : {phase.value}. {phase.label}" for phase in Phase]
    onward = [f"    {Phase(n).name} --> {Phase(n + 1).name}" for n in range(1, len(Phase))]
    return "\n".join(
        [
            "# States",
            "",
            "Made by `make docs` from `cases/states.py`, `measures/states.py` and `guide/phases.py`.",
            "",
            "## A case",
            "",
            *_diagram(case_states.State, case_states.NEXT_STATES, case_states.State.OPEN),
            "",
            "Each change takes a reason. A closed case still takes corrections and report numbers.",
            "",
            "## Phases of a case",
            "",
            *_mermaid([f"    [*] --> {Phase(1).name}", *phases, *onward]),
            "",
            "Onward one phase at a time; with open questions it takes a reason. Back to any earlier",
            "phase, always with a reason. The questions of every phase can be answered at any time.",
            "",
            "## A measure",
            "",
            *_diagram(measure_states.State, measure_states.NEXT_STATES, measure_states.State.IDEA),
            "",
        ]
    )


def _diagram[S: TextChoices](
    states: type[S], next_states: Mapping[S, frozenset[S]], first: S
) -> list[str]:
    names = [f"    {state.value} : {state.label}" for state in states]
    steps = [
        f"    {state.value} --> {later.value}"
        for state in states
        for later in states
        if later in next_states[state]
    ]
    return _mermaid([f"    [*] --> {first.value}", *names, *steps])


def _mermaid(lines: list[str]) -> list[str]:
    return ["```mermaid", "stateDiagram-v2", *lines, "```"]


def glossary_document() -> str:
    """Every Swedish word with its name in code, from `guide/content/glossary.toml`."""
    rows = [f"| {term.term} | `{term.identifier}` | {term.explanation} |" for term in guide().terms]
    return "\n".join(
        [
            "# Glossary",
            "",
            "Made by `make docs` from `guide/content/glossary.toml`. A name of something that is not",
            "built yet is the name it shall have.",
            "",
            "| Word | Name in code | Meaning |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


DOCUMENTS: dict[str, Callable[[], str]] = {
    "docs/case-states.md": states_document,
    "docs/glossary.md": glossary_document,
}


def main() -> None:
    for name, write in DOCUMENTS.items():
        (ROOT / name).write_text(write(), encoding="utf-8")


if __name__ == "__main__":
    main()
