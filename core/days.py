"""Days and periods as Swedish words."""

from calendar import monthrange
from datetime import date

MONTHS = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
]
HARD_SPACE = "\N{NO-BREAK SPACE}"
_NEAR = {-1: "igår", 0: "idag", 1: "i morgon"}


def month_words(day: date) -> str:
    """For a heading: "Mars 2016"."""
    return f"{MONTHS[day.month - 1].capitalize()} {day.year}"


def day_words(first: date | None, last: date | None = None) -> str:
    """A day, a period, or an open period. Whole months and years are said as such."""
    if first is None:
        return "" if last is None else f"till och med {_day(last)}"
    if last is None or first == last:
        return _day(first)
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        return _months(first, last)
    if first.year != last.year:
        return f"{_day(first)} – {_day(last)}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[first.month - 1]} – {_day(last)}"
    return f"{first.day}–{_day(last)}"


def distance_words(day: date, today: date) -> str:
    """How far off a day is: "idag", "i morgon", "om 12 dagar", "igår", "för 3 dagar sedan"."""
    days = (day - today).days
    if days in _NEAR:
        return _NEAR[days]
    counted = f"{abs(days):,}".replace(",", HARD_SPACE) + f"{HARD_SPACE}dagar"
    return f"om {counted}" if days > 0 else f"för {counted} sedan"


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _months(first: date, last: date) -> str:
    if (first.month, last.month) == (1, 12):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    start, end = MONTHS[first.month - 1], f"{MONTHS[last.month - 1]} {last.year}"
    if first.year != last.year:
        return f"{start} {first.year} – {end}"
    return end if first.month == last.month else f"{start}–{end}"
