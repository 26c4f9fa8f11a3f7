"""When something happened, as people write it: a day, a span, a week, a month, a year."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.dates import WEEKDAYS, DateNotUnderstood, parse_day
from core.days import MONTHS, day_words

EARLIEST = date(1950, 1, 1)
NOT_UNDERSTOOD = (
    "Skriv en dag eller en period, till exempel 2026-03-01, igår, i fredags, 12/3, "
    "3–5 mars 2026, v. 12 eller juni 2016."
)


@dataclass(frozen=True)
class _Period:
    """First and last day. A coarse one (week, month, year) that is not over lasts until today."""

    first: date
    last: date
    is_coarse: bool = False


def parse_when(text: str, today: date) -> tuple[date, date]:
    """First and last day of what `text` means, seen from `today`.

    Coarse dates become periods: "juni 2016" is 1–30 June (product.md, decision 7). What has no
    year is the latest that has been. Weeks are those of ISO 8601, as in Swedish calendars.
    Raises core.dates.DateNotUnderstood with a sentence for the person; also when it lies ahead.
    """
    words = " ".join(re.sub("[—‒−]", "–", text).strip().lower().split())
    period = _period(words, today)
    if period.last < period.first:
        raise DateNotUnderstood("Slutdagen ligger före startdagen.")
    if period.first > today:
        raise DateNotUnderstood(
            "Dagen ligger i framtiden. Loggboken gäller det som har hänt; planer skrivs som nästa steg."
        )
    if period.first < EARLIEST:
        raise DateNotUnderstood("Dagen ligger för långt tillbaka i tiden.")
    if period.last > today and not period.is_coarse:
        raise DateNotUnderstood("Slutdagen ligger i framtiden. Loggboken gäller det som har hänt.")
    return period.first, min(period.last, today)


def when_text(first: date, last: date) -> str:
    """How a form shows a day or period so that `parse_when` reads it back."""
    if first == last:
        return first.isoformat()
    words = day_words(first, last)
    return words if first.day == 1 else f"{first.isoformat()} – {last.isoformat()}"


# --- Periods ----------------------------------------------------------------------------------

# "till", "t.o.m." or a dash, with or without blanks round it.
_BETWEEN = re.compile(r"\s+(?:till och med|till|t\.?o\.?m\.?)\s+|\s*[-–]+\s*")
_ISO_INTERVAL = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")
_DAYS_OF_MONTH = re.compile(
    r"(\d{1,2})\s*[-–]\s*(\d{1,2}(?:\s*/\s*\d{1,2}(?:[\s/-]+\d{4})?|\s+[a-zåäö]+\.?(?:\s+\d{4})?))"
)
_WEEKS = re.compile(r"(v\.?|veckan?)\s*(\d{1,2})\s*[-–]\s*(\d{1,2})(\s+\d{4})?")
_FROM_TODAY = re.compile(r"i ?dag|i ?går|(?:i ?)?förrgår|.* sedan")
_FOUR_DIGITS = re.compile(r"\b\d{4}\b")


def _period(words: str, today: date) -> _Period:
    """What the words mean: one thing, or from one thing to another."""
    if single := _single(words, today):
        return single
    trouble = None
    for left, right in _halves(words.removeprefix("från ")):
        try:
            if found := _span(left, right, today):
                return found
        except DateNotUnderstood as error:
            trouble = trouble or error
    raise trouble or DateNotUnderstood(NOT_UNDERSTOOD)


def _halves(words: str) -> Iterator[tuple[str, str]]:
    """The ways to read the words as from one thing to another, the likeliest first."""
    if match := _DAYS_OF_MONTH.fullmatch(words):
        yield match[1] + match[2].lstrip("0123456789"), match[2]
    if match := _WEEKS.fullmatch(words):
        week, first, last, year = match.groups()
        yield f"{week} {first}{year or ''}", f"{week} {last}{year or ''}"
    if match := _ISO_INTERVAL.fullmatch(words):
        yield match[1], match[2]
    for dash in _BETWEEN.finditer(words):
        yield words[: dash.start()], words[dash.end() :]


def _span(left: str, right: str, today: date) -> _Period | None:
    """From the beginning of `left` to the end of `right`. A year in one holds for both."""
    first, last = _single(left, today), _single(right, today)
    if not first or not last:
        return None
    if (year := _FOUR_DIGITS.search(left)) and not _FOUR_DIGITS.search(right):
        for candidate in (int(year[0]) + 1, int(year[0])):
            if (dated := _single(f"{right} {candidate}", today)) and dated.last >= first.first:
                last = dated
    if first.first > last.last and not _FROM_TODAY.fullmatch(left):
        # "1 mars – 5 april 2016": the latest 1 March, seen from that April.
        first = _single(left, last.last) or first
    return _Period(first.first, last.last, last.is_coarse)


# --- One day, week, month or year -------------------------------------------------------------

_WEEKDAY = "|".join([*WEEKDAYS, *(name[:3] for name in WEEKDAYS)])
_YEAR = re.compile(r"\d{4}")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_MONTH = re.compile(r"([a-zåäö]{3,9})\.?(?:\s+(\d{4}))?")
_WEEK = re.compile(r"(?:v\.?|veckan?)\s*(\d{1,2})(?:\s+(\d{4}))?")
_ISO_WEEK = re.compile(r"(\d{4})-?w(\d{1,2})")
_ONLY_WEEKDAY = re.compile(rf"({_WEEKDAY})(?:en)?\.?")
_WEEKDAY_AND_MORE = re.compile(rf"({_WEEKDAY})(?:en)?\.?\s+(?:den\s+)?(.+)")
_AGO = re.compile(r"(?:för\s+)?(\d{1,3})\s+(dag|dagar|vecka|veckor)\s+sedan")
_DIGITS = re.compile(r"(\d{4}|\d{2})(\d{2})(\d{2})")


def _single(words: str, today: date) -> _Period | None:
    """One day, week, month or year; None when the words are no such thing.

    Raises DateNotUnderstood for what looks like one but is not in the calendar.
    """
    for read in (_relative, _year, _month, _week, _weekday, _digits, _ordinary):
        if found := read(words, today):
            return found
    return None


def _relative(words: str, today: date) -> _Period | None:
    """Words that count from today: weeks, months, years, "för 3 dagar sedan"."""
    if match := _AGO.fullmatch(words):
        days = int(match[1]) * (7 if match[2].startswith("veck") else 1)
        return _one_day(today - timedelta(days=days))
    if words in _RELATIVE:
        return _RELATIVE[words](today)
    return None


def _year(words: str, today: date) -> _Period | None:
    return _whole_year(_plausible_year(words)) if _YEAR.fullmatch(words) else None


def _month(words: str, today: date) -> _Period | None:
    if match := _ISO_MONTH.fullmatch(words):
        if not 1 <= int(match[2]) <= 12:
            raise DateNotUnderstood(f"Månaden {words} finns inte.")
        return _whole_month(_plausible_year(match[1]), int(match[2]))
    if (match := _MONTH.fullmatch(words)) and (month := _known_month(match[1])):
        year = _plausible_year(match[2]) if match[2] else today.year - (month > today.month)
        return _whole_month(year, month)
    return None


def _week(words: str, today: date) -> _Period | None:
    if match := _ISO_WEEK.fullmatch(words):
        return _week_from(_monday(_plausible_year(match[1]), int(match[2])))
    if not (match := _WEEK.fullmatch(words)):
        return None
    if match[2]:
        return _week_from(_monday(_plausible_year(match[2]), int(match[1])))
    week, year = int(match[1]), today.isocalendar().year
    if not 1 <= week <= 53:
        raise DateNotUnderstood(f"Vecka {week} finns inte.")
    # The latest such week that has begun; week 53 comes every fifth or sixth year.
    begun = [y for y in range(year, year - 8, -1) if _has_week(y, week, until=today)]
    return _week_from(date.fromisocalendar(begun[0], week, 1))


def _weekday(words: str, today: date) -> _Period | None:
    """ "fredag" is the latest one, today too; "fredag v. 12" and "fredag 3/3" must be Fridays."""
    if match := _ONLY_WEEKDAY.fullmatch(words):
        back = (today.weekday() - _number_of_weekday(match[1])) % 7
        return _one_day(today - timedelta(days=back))
    if not (match := _WEEKDAY_AND_MORE.fullmatch(words)):
        return None
    wanted = _number_of_weekday(match[1])
    if week := _week(match[2], today):
        return _one_day(week.first + timedelta(days=wanted))
    period = _digits(match[2], today) or _ordinary(match[2], today)
    if period and period.first.weekday() != wanted:
        is_really = WEEKDAYS[period.first.weekday()]
        raise DateNotUnderstood(f"{day_words(period.first).capitalize()} är en {is_really}.")
    return period


def _digits(words: str, today: date) -> _Period | None:
    """20260301 and 260301."""
    if not (match := _DIGITS.fullmatch(words)):
        return None
    year = match[1] if len(match[1]) == 4 else f"20{match[1]}"
    return _ordinary(f"{year}-{match[2]}-{match[3]}", today)


def _ordinary(words: str, today: date) -> _Period | None:
    """A day as everywhere else in the product (core.dates)."""
    try:
        return _one_day(parse_day(words, today))
    except DateNotUnderstood as error:
        if "finns inte" in str(error):
            raise
        return None


# --- The calendar -----------------------------------------------------------------------------


def _plausible_year(text: str) -> int:
    year = int(text)
    if not 1900 <= year <= 2100:
        raise DateNotUnderstood("Skriv ett årtal mellan 1950 och i år.")
    return year


def _known_month(word: str) -> int | None:
    matches = [n for n, name in enumerate(MONTHS, start=1) if name.startswith(word)]
    return matches[0] if len(matches) == 1 else None


def _number_of_weekday(word: str) -> int:
    return next(n for n, name in enumerate(WEEKDAYS) if name.startswith(word[:3]))


def _one_day(day: date) -> _Period:
    return _Period(day, day)


def _whole_month(year: int, month: int) -> _Period:
    following = date(year + month // 12, month % 12 + 1, 1)
    return _Period(date(year, month, 1), following - timedelta(days=1), is_coarse=True)


def _whole_year(year: int) -> _Period:
    return _Period(date(year, 1, 1), date(year, 12, 31), is_coarse=True)


def _monday(year: int, week: int) -> date:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        raise DateNotUnderstood(f"Vecka {week} finns inte {year}.") from None


def _has_week(year: int, week: int, *, until: date) -> bool:
    try:
        return date.fromisocalendar(year, week, 1) <= until
    except ValueError:
        return False


def _week_from(monday: date) -> _Period:
    return _Period(monday, monday + timedelta(days=6), is_coarse=True)


def _this_week(today: date) -> _Period:
    return _week_from(today - timedelta(days=today.weekday()))


def _last_week(today: date) -> _Period:
    return _week_from(today - timedelta(days=today.weekday() + 7))


def _weekend(today: date) -> _Period:
    """The latest Saturday and Sunday, from the Saturday on."""
    saturday = today - timedelta(days=(today.weekday() - 5) % 7)
    return _Period(saturday, saturday + timedelta(days=1), is_coarse=True)


def _this_month(today: date) -> _Period:
    return _whole_month(today.year, today.month)


def _last_month(today: date) -> _Period:
    before = today.replace(day=1) - timedelta(days=1)
    return _whole_month(before.year, before.month)


_RELATIVE: dict[str, Callable[[date], _Period]] = {
    **dict.fromkeys(("denna vecka", "den här veckan", "i veckan"), _this_week),
    **dict.fromkeys(("förra veckan", "föregående vecka"), _last_week),
    **dict.fromkeys(("i helgen", "helgen"), _weekend),
    **dict.fromkeys(("denna månad", "den här månaden"), _this_month),
    **dict.fromkeys(("förra månaden", "föregående månad"), _last_month),
    "i år": lambda today: _whole_year(today.year),
    **dict.fromkeys(("i fjol", "ifjol", "förra året"), lambda today: _whole_year(today.year - 1)),
}
