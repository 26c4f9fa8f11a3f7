"""What is measured, with the floor that each is held against and the targets of docs/performance.md."""

from dataclasses import dataclass
from typing import Any

from bench.web import KEY, Order
from home.load.words import COMMON_WORD, RARE_WORD

NOTE = (
    "Vid mötet gick företagets ledning igenom vilka yrkesgrupper som berörs, och Arbetsförmedlingen "
    "fick i uppdrag att ta frågan vidare. Det bestämdes att kommunen och facken tillsammans ser över "
    "behovet av korta utbildningar före nästa avstämning. Fastighetsägaren har uppgifter om lokalerna "
    "som ännu inte är bekräftade, så näringslivsbolaget kontrollerar dem och återkommer på torsdag."
)
# The address of a part of the page, when the act is answered with one; the whole page otherwise.
PARTIAL = {"HX-Request": "true", "HX-Target": "log"}


@dataclass(frozen=True)
class Page:
    """A page or an act: who asks for what, and how dear it may be."""

    name: str
    order: Order
    by: str = "officer"
    floor: str = ""  # the name of the floor it is held against
    limit: float | None = None  # times the floor, for CPU and for p50

    @property
    def is_floor(self) -> bool:
        return self.name.startswith("floor")


def pages(known: dict[str, Any]) -> list[Page]:
    """Everything that is measured, in the order of the table. `known` comes from bench.people."""
    case = f"/arenden/{known['typical']}"
    write = {"csrfmiddlewaretoken": known["csrf"], "what": NOTE}
    entry = write | {"when": known["today"], "place": "", "once": KEY}
    floor_post = Order(f"/golv/skriv/{known['for_floor']}/", write | {"on": known["today"]})
    return [
        Page("floor: 20 rows", Order("/golv/rader/20/")),
        Page("floor: 50 rows", Order("/golv/rader/50/")),
        Page("floor: 50 rows, ISO dates", Order("/golv/iso/50/")),
        Page("floor: empty table", Order("/golv/rader/0/")),
        Page("floor: 50 notes", Order(f"/golv/noter/{known['typical']}/50/")),
        Page("floor: write a note", floor_post),
        Page("start page", Order("/"), floor="floor: 50 rows", limit=1.5),
        Page("case list, 20 rows", Order("/arenden/"), floor="floor: 20 rows", limit=1.0),
        Page(
            "case list, coordinator",
            Order("/arenden/"),
            by="coordinator",
            floor="floor: 20 rows",
            limit=1.0,
        ),
        Page("case page", Order(f"{case}/"), floor="floor: 50 rows", limit=1.5),
        Page("logbook, 50 rows", Order(f"{case}/loggbok/"), floor="floor: 50 notes", limit=1.0),
        Page("logbook of a case with 50", Order(f"/arenden/{known['fifty']}/loggbok/")),
        Page("logbook of a case with 5,000", Order(f"/arenden/{known['huge']}/loggbok/")),
        Page("logbook as the guide's table", Order(f"{case}/loggbok/?vy=insatser")),
        Page(
            "add an entry",
            Order(f"/arenden/{known['to_write']}/loggbok/ny/spara/", entry, PARTIAL),
            floor="floor: write a note",
            limit=1.5,
        ),
        Page("search, rare word", Order(f"/sok/?q={RARE_WORD}")),
        Page("search, common word", Order(f"/sok/?q={COMMON_WORD}")),
        Page("search in a region, rare word", Order(f"/sok/?q={RARE_WORD}"), by="coordinator"),
        Page("search in a region, common word", Order(f"/sok/?q={COMMON_WORD}"), by="coordinator"),
        # The regional overview goes here when there is one: 50 rows ≤ 1.2 times "floor: 50 rows".
    ]


def report(known: dict[str, Any]) -> tuple[str, str, dict[str, str]]:
    """The page of the form for a report, the end of its address, and what to change in it."""
    base = f"/arenden/{known['typical']}/rapporter"
    return f"{base}/ny/", "/faststall/", {"recipient": "Kommunstyrelsen"}
