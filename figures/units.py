"""What figures are measured in, and which way is better."""

from decimal import Decimal

from django.db.models import TextChoices

HARD_SPACE = "\N{NO-BREAK SPACE}"


class Unit(TextChoices):
    """The unit of an indicator."""

    PER_CENT = "PER_CENT", "procent"
    NUMBER = "NUMBER", "antal"
    PER_THOUSAND = "PER_THOUSAND", "per 1 000 invånare"
    INDEX = "INDEX", "index"
    RANK = "RANK", "plats"


class Better(TextChoices):
    """Which way of an indicator is good news, as far as one can say."""

    HIGHER = "HIGHER", "högre är bättre"
    LOWER = "LOWER", "lägre är bättre"
    UNCLEAR = "UNCLEAR", "måste tolkas"


def in_words(value: Decimal | int | None, unit: str = Unit.NUMBER) -> str:
    """2,5 % or 12 500 or plats 235: with a decimal comma, hard spaces, and no empty decimals."""
    if value is None:
        return "okänt"
    text = f"{Decimal(value).normalize():,f}".replace(",", HARD_SPACE).replace(".", ",")
    text = text.replace("-", "\N{MINUS SIGN}")
    if unit == Unit.PER_CENT:
        return f"{text}{HARD_SPACE}%"
    return f"plats{HARD_SPACE}{text}" if unit == Unit.RANK else text


def amount_in_words(value: Decimal | int, unit: str = Unit.NUMBER) -> str:
    """A difference: of per cents it is percentage points, of ranks a number of places."""
    if unit == Unit.PER_CENT:
        word = "procentenhet" if abs(value) == 1 else "procentenheter"
        return f"{in_words(value)}{HARD_SPACE}{word}"
    if unit == Unit.RANK:
        return f"{in_words(value)}{HARD_SPACE}{'plats' if abs(value) == 1 else 'platser'}"
    return in_words(value)


def outside_words(value: Decimal | int | None, unit: str = Unit.NUMBER) -> str:
    """The same for what leaves the case: a number of 1–4 may be persons, and is not told apart."""
    if unit == Unit.NUMBER and value is not None and 1 <= value <= 4:
        return "färre än 5"
    return in_words(value, unit)
