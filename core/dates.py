"""Days as people write them: 2026-03-01, 1 mars 2026, 12/3, idag, igår."""

import re
from calendar import isleap
from datetime import date, timedelta

from core.days import MONTHS

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_SHORT_MONTHS = {month[:3]: number for number, month in enumerate(MONTHS, start=1)}
_ISO = re.compile(r"(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})")
_SLASH = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})(?:[\s/-]+(\d{4}))?")
_WORDS = re.compile(r"(?:den )?(\d{1,2})\s*([a-zåäö]+)\.?(?:\s+(\d{4}))?")
_LAST = re.compile(r"i (mån|tis|ons|tors|fre|lör|sön)dags")


class DateNotUnderstood(ValueError):
    """The text is no day; the message is a sentence for the person."""


def parse_day(text: str, today: date) -> date:
    """The day that `text` means, seen from `today`. Without a year the latest such day that has been.

    "12/3" is 12 March. Raises DateNotUnderstood.
    """
    words = " ".join(text.strip().lower().split())
    if words in {"idag", "i dag"}:
        return today
    if words in {"igår", "i går"}:
        return today - timedelta(days=1)
    if words in {"i förrgår", "förrgår", "iförrgår"}:
        return today - timedelta(days=2)
    if match := _LAST.fullmatch(words):
        return _latest_weekday(match[1], today)
    if match := _ISO.fullmatch(words):
        return _day(int(match[1]), int(match[2]), int(match[3]), text)
    if match := _SLASH.fullmatch(words):
        return _with_year(int(match[1]), int(match[2]), match[3], today, text)
    if match := _WORDS.fullmatch(words):
        month = _SHORT_MONTHS.get(match[2][:3])
        if month and MONTHS[month - 1].startswith(match[2]):
            return _with_year(int(match[1]), month, match[3], today, text)
    raise DateNotUnderstood("Skriv ett datum, till exempel 2026-03-01.")


def _latest_weekday(short: str, today: date) -> date:
    wanted = next(n for n, name in enumerate(WEEKDAYS) if name.startswith(short))
    back = (today.weekday() - wanted) % 7 or 7
    return today - timedelta(days=back)


def _with_year(day: int, month: int, year: str | None, today: date, text: str) -> date:
    if year:
        return _day(int(year), month, day, text)
    if (day, month) == (29, 2):
        leap_years = (y for y in range(today.year, today.year - 9, -1) if isleap(y))
        leap_days = (_day(y, month, day, text) for y in leap_years)
        return next(leap_day for leap_day in leap_days if leap_day <= today)
    this_year = _day(today.year, month, day, text)
    return this_year if this_year <= today else _day(today.year - 1, month, day, text)


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise DateNotUnderstood(f"Dagen {text.strip()} finns inte i kalendern.") from None
