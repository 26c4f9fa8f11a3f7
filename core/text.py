"""Rules about free text: personal identity numbers that must not be there, small numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

# Twelve digits in a row, or six or eight and four with a separator. Ten digits in a row may be
# an organisation, telephone or giro number and are left alone.
_UNMISTAKABLE = re.compile(
    r"(?<![\d-])(?:(?P<long>\d{8})[-+\s]?(?P<long_end>\d{4})|(?P<short>\d{6})[-+](?P<short_end>\d{4}))(?![\d-])"
)


@dataclass(frozen=True)
class PersonalNumber:
    """A personal identity number found in a text, with its place."""

    text: str
    start: int
    end: int


def find_personal_numbers(text: str) -> list[PersonalNumber]:
    """The unmistakable Swedish personal or coordination numbers in `text`, in order.

    Twelve digits, or 6+4 with a separator, where date and checksum are right
    (folkbokföringslagen 1991:481, 18 §; coordination numbers have 60 added to the day).
    """
    return list(_personal_numbers(text))


def _personal_numbers(text: str) -> Iterator[PersonalNumber]:
    for match in _UNMISTAKABLE.finditer(text):
        day = match["long"] or match["short"]
        end = match["long_end"] or match["short_end"]
        if _is_day(day) and passes_luhn(day[-6:] + end):
            yield PersonalNumber(match[0], match.start(), match.end())


def _is_day(digits: str) -> bool:
    """Whether YYYYMMDD or YYMMDD is a day; in a coordination number the day has 60 added."""
    day = int(digits[-2:])
    day -= 60 if day > 60 else 0
    month = int(digits[-4:-2])
    years = (
        [int(digits[:4])] if len(digits) == 8 else [1900 + int(digits[:2]), 2000 + int(digits[:2])]
    )
    if len(digits) == 8 and not 1850 <= years[0] <= 2100:
        return False
    for year in years:
        try:
            date(year, month, day)
        except ValueError:
            continue
        return True
    return False


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (Luhn, ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def fewer_than_five(number: int) -> str:
    """A count as it may leave the case: 1–4 persons could be recognised, so they are not told apart."""
    if 1 <= number <= 4:
        return "färre än 5"
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def file_size(number: int) -> str:
    """A number of bytes as people say it: 240 kB, 1,4 MB."""
    if number < 1_000_000:
        return f"{max(1, round(number / 1000))}\N{NO-BREAK SPACE}kB"
    return f"{number / 1_000_000:.1f}".replace(".", ",") + "\N{NO-BREAK SPACE}MB"
