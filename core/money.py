"""Money as whole öre: what people write, and how it is shown. Never a float."""

import re
from decimal import Decimal

HARD_SPACE = "\N{NO-BREAK SPACE}"
MOST_ORE = 10**15
_WRITTEN = re.compile(
    r"(?P<sign>[-−])?(?P<crowns>\d{1,3}(?:[\s\u00a0.]\d{3})+|\d+)(?:[,.](?P<ore>\d{1,2}))?(?:\s*kr)?"
)


def parse_crowns(text: str) -> int | None:
    """The öre that an amount in crowns means: "1 250 000", "1250,50" or "−300 kr". None for others."""
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        return None
    crowns = int(re.sub(r"\D", "", match["crowns"]))
    ore = crowns * 100 + int((match["ore"] or "0").ljust(2, "0"))
    if ore > MOST_ORE:
        return None
    return -ore if match["sign"] else ore


def crowns(ore: int | None) -> str:
    """1 250 000 kr, or 1 250,50 kr when there are öre. Empty for None."""
    if ore is None:
        return ""
    whole, rest = divmod(abs(ore), 100)
    text = f"{whole:,}".replace(",", HARD_SPACE) + (f",{rest:02d}" if rest else "")
    return f"{'−' if ore < 0 else ''}{text}{HARD_SPACE}kr"


def written(ore: int | None) -> str:
    """As it stands in a form: 1250000 or 1250,50."""
    if ore is None:
        return ""
    return f"{Decimal(ore) / 100:f}".removesuffix(".00").replace(".", ",")
