"""When something happened, as people write it: a day, a span, a month, a year."""

import re
from datetime import date, timedelta

from core.dates import DateNotUnderstood, parse_day
from core.days import MONTHS, day_words

EARLIEST = date(1950, 1, 1)
NOT_UNDERSTOOD = (
    "Skriv en dag eller en period, till exempel 2026-03-01, igår, 3–5 mars 2026 eller juni 2016."
)
_YEAR = re.compile(r"\d{4}")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_MONTH = re.compile(r"([a-zåäö]{3,9})\.?(?:\s+(\d{4}))?")
_DAYS_OF_MONTH = re.compile(r"(\d{1,2})\s*[-–]\s*(\d{1,2})\s+([a-zåäö]{3,9})\.?(?:\s+(\d{4}))?")
_MONTHS_OF_YEAR = re.compile(r"([a-zåäö]{3,9})\s*[-–]\s*([a-zåäö]{3,9})\s+(\d{4})")
_SPAN = re.compile(r"\s+(?:till|t\.?o\.?m\.?|[-–])\s+|\s*–\s*")


def parse_when(text: str, today: date) -> tuple[date, date]:
    """First and last day of what `text` means, seen from `today`.

    Coarse dates become periods: "juni 2016" is 1–30 June (product.md, decision 7).
    Raises core.dates.DateNotUnderstood with a sentence for the person; also when it lies ahead.
    """
    words = " ".join(text.strip().lower().split())
    first, last = _period(words, today)
    if last < first:
        raise DateNotUnderstood("Slutdagen ligger före startdagen.")
    if first > today:
        raise DateNotUnderstood(
            "Dagen ligger i framtiden. Loggboken gäller det som har hänt; planer skrivs som nästa steg."
        )
    if first < EARLIEST:
        raise DateNotUnderstood("Dagen ligger för långt tillbaka i tiden.")
    # A month or year that is not over lasts until today.
    return first, min(last, today) if _is_coarse(words) else _not_ahead(last, today)


def when_text(first: date, last: date) -> str:
    """How a form shows a day or period so that `parse_when` reads it back."""
    if first == last:
        return first.isoformat()
    words = day_words(first, last)
    return words if first.day == 1 else f"{first.isoformat()} – {last.isoformat()}"


def _not_ahead(last: date, today: date) -> date:
    if last > today:
        raise DateNotUnderstood("Slutdagen ligger i framtiden. Loggboken gäller det som har hänt.")
    return last


def _is_coarse(words: str) -> bool:
    return bool(_YEAR.fullmatch(words) or _ISO_MONTH.fullmatch(words) or _MONTH.fullmatch(words))


def _period(words: str, today: date) -> tuple[date, date]:
    if match := _DAYS_OF_MONTH.fullmatch(words):
        month, year = _month(match[3]), match[4] or ""
        ends = [f"{day} {MONTHS[month - 1]} {year}".strip() for day in (match[1], match[2])]
        return _day(ends[0], today), _day(ends[1], today)
    if match := _MONTHS_OF_YEAR.fullmatch(words):
        year = int(match[3])
        return date(year, _month(match[1]), 1), _last_of(year, _month(match[2]))
    parts = _SPAN.split(words)
    if len(parts) == 2:
        return _coarse(parts[0], today)[0], _coarse(parts[1], today)[1]
    if len(parts) > 2:
        raise DateNotUnderstood(NOT_UNDERSTOOD)
    return _coarse(words, today)


def _coarse(words: str, today: date) -> tuple[date, date]:
    if _YEAR.fullmatch(words):
        year = _year(words)
        return date(year, 1, 1), date(year, 12, 31)
    if match := _ISO_MONTH.fullmatch(words):
        year, month = _year(match[1]), int(match[2])
        if not 1 <= month <= 12:
            raise DateNotUnderstood(f"Månaden {words} finns inte.")
        return date(year, month, 1), _last_of(year, month)
    if (match := _MONTH.fullmatch(words)) and (found := _known_month(match[1])):
        year = _year(match[2]) if match[2] else today.year - (found > today.month)
        return date(year, found, 1), _last_of(year, found)
    day = _day(words, today)
    return day, day


def _year(text: str) -> int:
    year = int(text)
    if not 1900 <= year <= 2100:
        raise DateNotUnderstood("Skriv ett årtal mellan 1950 och i år.")
    return year


def _known_month(word: str) -> int | None:
    matches = [n for n, name in enumerate(MONTHS, start=1) if name.startswith(word)]
    return matches[0] if len(matches) == 1 else None


def _month(word: str) -> int:
    if month := _known_month(word):
        return month
    raise DateNotUnderstood(NOT_UNDERSTOOD)


def _last_of(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _day(words: str, today: date) -> date:
    try:
        return parse_day(words, today)
    except DateNotUnderstood as error:
        exists = "finns inte" in str(error)
        raise DateNotUnderstood(str(error) if exists else NOT_UNDERSTOOD) from None
