"""When something happened, as it stands in a cell: a sheet says its year once, and has no "today".

Adds to logbook.when what only sheets have: Excel's serial numbers, 160331, 31/3-16, weeks, seasons
and days whose year, or month, stands in a heading further up.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.dates import WEEKDAYS, DateNotUnderstood
from core.days import MONTHS, day_words
from logbook.when import EARLIEST, parse_when
from sheets.reading.grid import Cell, cell_text

LATEST = date(2100, 12, 31)
NO_YEAR = "Året saknas. Skriv det i filen, eller ange det i steg 2."
LONGEST = 60  # characters of the longest date
EXCEL_EPOCH = date(1899, 12, 30)
MAC_EPOCH = date(1904, 1, 1)

_MONTH = "jan|feb|mars?|apr|maj|juni?|juli?|aug|sept?|okt|nov|dec|" + "|".join(MONTHS)
_YEAR = r"(?:(?P<year>(?:19|20)\d\d)|['’-]\s*(?P<short>\d\d))"
# Before and after a day: what says nothing about which one it is.
_BEFORE = re.compile(
    r"^(?:datum:?|den|d\.|ca\.?|cirka|omkring|runt|under|i|fr\.?\s?o\.?\s?m\.?|från(?: och med)?|"
    r"(?:må|ti|on|to|fr|lö|sö)(?:n|s|r)?\.?|(?:mån|tis|ons|tors?|fre|lör|sön)\.?|"
    + "|".join(WEEKDAYS)
    + r")(?:en)?\s+"
)
_TIME = r"\d{1,2}(?:[:.]\d\d)?"
_CLOCK = re.compile(rf",?\s+(?:kl\.?\s*{_TIME}(?:\s*-\s*{_TIME})?|\d{{1,2}}:\d\d(?::\d\d)?)$")
_RELATIVE = re.compile(
    r"i ?(?:dag|går|förrgår)|i \w+dags|i (?:vår|som[mr]|höst|vint)r?as|nu|"
    r"förra .+|för .+ sedan|samma (?:dag|vecka)|denna .+"
)
_SPAN = re.compile(
    r"\s*(?:-|(?<=[a-zåäö])/(?=[a-zåäö])|\btill och med\b|\bt\.?\s?o\.?\s?m\.?|\btill\b)\s*"
)
_SEASONS = {
    "vår": (3, 5), "sommar": (6, 8), "höst": (9, 11),
    "vt": (1, 6), "ht": (7, 12),
    "vårtermin": (1, 6), "hösttermin": (7, 12),
}  # fmt: skip
_PARTS = {"början": 0, "mitten": 1, "medio": 1, "slutet": 2}


class NoSuchDay(DateNotUnderstood):
    """Such as 30 February."""


@dataclass(frozen=True)
class Period:
    """The first and the last day; `is_coarse` when the cell named no days but a longer time."""

    first: date
    last: date
    is_coarse: bool = False

    @property
    def words(self) -> str:
        """With its days, also when it is a whole month: 1–30 juni 2016."""
        end = day_words(self.last)
        if (self.first.year, self.first.month) == (self.last.year, self.last.month):
            return end if self.first == self.last else f"{self.first.day}–{end}"
        start = day_words(self.first)
        same_year = self.first.year == self.last.year
        return f"{start.rpartition(' ')[0] if same_year else start} – {end}"


@dataclass(frozen=True)
class Context:
    """What the rest of the sheet says about days: its year, and the month of the nearest heading."""

    year: int | None = None
    month: int | None = None
    epoch_1904: bool = False


def read_period(cell: Cell, context: Context) -> Period:
    """The day or longer time in `cell`. Raises DateNotUnderstood with a sentence.

    Whether it lies ahead is for the caller: next steps may, what has happened may not.
    """
    if isinstance(cell, date):
        return Period(cell, cell)
    text = _text(cell)
    if _RELATIVE.fullmatch(" ".join(text.lower().split())):
        raise DateNotUnderstood(
            f"”{shortened(text)}” säger inte vilken dag. Skriv datumet i filen."
        )
    words = plain_words(text)
    if not words:
        raise DateNotUnderstood("Datum saknas.")
    if len(words) > LONGEST:
        raise DateNotUnderstood(f"”{shortened(text)}” går inte att förstå som ett datum.")
    try:
        period = _point(words, context) or _span(words, context) or _as_spoken(words)
    except NoSuchDay:
        raise DateNotUnderstood(f"”{shortened(text)}” finns inte i kalendern.") from None
    if period is None:
        raise DateNotUnderstood(f"”{shortened(text)}” går inte att förstå som ett datum.")
    if period.last < period.first:
        raise DateNotUnderstood("Slutdagen ligger före startdagen.")
    if not EARLIEST <= period.first <= LATEST:
        raise DateNotUnderstood(f"Året {period.first.year} är för långt bort.")
    return period


def heading_context(cell: Cell, context: Context) -> Context | None:
    """What "2016", "År 2016" or "Mars 2016" alone on a row says about the days further down."""
    words = plain_words(_text(cell))
    words = re.sub(r"^(?:år|året|loggbok|logg|händelser)\s+", "", words)
    if re.fullmatch(r"(?:19|20)\d\d", words):
        return Context(int(words), None, context.epoch_1904)
    match = re.fullmatch(rf"(?P<month>{_MONTH})\.?(?:\s+{_YEAR})?", words)
    iso = re.fullmatch(r"(\d{4})-(\d\d)", words)
    if iso and 1 <= int(iso[2]) <= 12:
        return Context(int(iso[1]), int(iso[2]), context.epoch_1904)
    if not match:
        return None
    return Context(_year(match) or context.year, _month(match["month"]), context.epoch_1904)


def only_year(text: str) -> int | None:
    """The year that a title or a name tells of, when it tells of one only."""
    years = set(re.findall(r"(?<!\d)(?:19[5-9]|20[0-4])\d(?!\d)", text))
    return int(years.pop()) if len(years) == 1 else None


def plain_words(text: str) -> str:
    """Small letters, one kind of dash, single spaces, and no weekday or time of day round the day."""
    words = re.sub(r"[‐-―−]", "-", " ".join(text.lower().split())).strip(" .,:;()")
    words = _CLOCK.sub("", words)
    while (shorter := _BEFORE.sub("", words)) != words:
        words = shorter
    return words.strip(" .,:;()")


def shortened(text: str, most: int = 40) -> str:
    """The beginning of the text, on one line and without invisible signs."""
    line = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _text(cell: Cell) -> str:
    """A serial number with a time of day is its day; 12,3 is no day."""
    if isinstance(cell, float) and (cell.is_integer() or cell > 10_000):
        return str(int(cell))
    return cell_text(cell)


def _point(words: str, context: Context) -> Period | None:
    for pattern, read in _FORMS:
        if match := pattern.fullmatch(words):
            return read(match, context)
    return None


def _span(words: str, context: Context) -> Period | None:
    """A first and a last, with the year, month or week of the last where the first has none."""
    for separator in _SPAN.finditer(words):
        left, right = words[: separator.start()], words[separator.end() :]
        if (whole := _days_of(left, right, context)) or (whole := _ends(left, right, context)):
            return whole
    return None


def _days_of(left: str, right: str, context: Context) -> Period | None:
    """3-5 mars 2016, 12-15/3, v. 12-13."""
    if re.fullmatch(r"v(?:\.|ecka)?\s*\d{1,2}", left):
        return _ends(left, right if right.startswith("v") else f"v {right}", context)
    if not re.fullmatch(r"\d{1,2}", left):
        return None
    end = _point(right, context)
    if end is None or end.is_coarse:
        return None
    return Period(_day(end.last.year, end.last.month, int(left)), end.last)


def _ends(left: str, right: str, context: Context) -> Period | None:
    end = _point(right, context)
    if end is None:
        return None
    start = _point(left, Context(end.last.year, None, context.epoch_1904))
    if start is None:
        return None
    if start.first.month > end.last.month and not re.search(r"\d{4}|['’-]\d\d$", left):
        # 28/12 – 3/1 2017 began the year before.
        start = _point(left, Context(end.last.year - 1, None, context.epoch_1904)) or start
    return Period(start.first, end.last, start.is_coarse or end.is_coarse)


# --- The forms of a single day, week, month, season or year ---------------------------------------


def _year(match: re.Match[str]) -> int | None:
    """Four digits, or two: -16 is 2016, -98 is 1998. After a month alone two need their dash."""
    found = match.groupdict()
    if found["year"]:
        return int(found["year"])
    short = found["short"] or found.get("two")
    return _full_year(short) if short else None


def _full_year(short: str) -> int:
    return (2000 if int(short) < 50 else 1900) + int(short)


def _known_year(match: re.Match[str], context: Context) -> int:
    if year := _year(match) or context.year:
        return year
    raise DateNotUnderstood(NO_YEAR)


def _month(word: str) -> int:
    return next(n for n, name in enumerate(MONTHS, start=1) if name.startswith(word[:3]))


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NoSuchDay from None


def _one(day: date) -> Period:
    return Period(day, day)


def _months(year: int, first: int, last: int) -> Period:
    """Whole months; a `last` over 12 lies in the next year."""
    end = date(year + last // 12, last % 12 + 1, 1) - timedelta(days=1)
    return Period(_day(year, first, 1), end, is_coarse=True)


def _iso(match: re.Match[str], context: Context) -> Period:
    return _one(_day(*map(int, match.groups())))


def _short_iso(match: re.Match[str], context: Context) -> Period:
    year, month, day = match.groups()
    return _one(_day(_full_year(year), int(month), int(day)))


def _six_digits(match: re.Match[str], context: Context) -> Period:
    """160331; or 201603, where the middle is no month."""
    if int(match[2]) > 12 and 1 <= int(match[3]) <= 12:
        return _months(int(match[1] + match[2]), int(match[3]), int(match[3]))
    return _short_iso(match, context)


def _number(match: re.Match[str], context: Context) -> Period:
    """A serial number as Excel counts days: 42460 is 31 March 2016."""
    number = int(match[0])
    # With five digits one reaches from 1927 to 2173.
    return _one((MAC_EPOCH if context.epoch_1904 else EXCEL_EPOCH) + timedelta(days=number))


def _bare_day(match: re.Match[str], context: Context) -> Period | None:
    """A day of the month that a heading further up names."""
    if context.month is None:
        return None
    if context.year is None:
        raise DateNotUnderstood(NO_YEAR)
    return _one(_day(context.year, context.month, int(match[0])))


def _day_and_month(match: re.Match[str], context: Context) -> Period:
    return _one(_day(_known_year(match, context), int(match["m"]), int(match["d"])))


def _day_in_words(match: re.Match[str], context: Context) -> Period:
    return _one(_day(_known_year(match, context), _month(match["month"]), int(match["d"])))


def _month_in_words(match: re.Match[str], context: Context) -> Period:
    month = _month(match["month"])
    return _months(_known_year(match, context), month, month)


def _iso_month(match: re.Match[str], context: Context) -> Period:
    if not 1 <= int(match[2]) <= 12:
        raise DateNotUnderstood(f"Månaden {match[0]} finns inte.")
    return _months(int(match[1]), int(match[2]), int(match[2]))


def _whole_year(match: re.Match[str], context: Context) -> Period:
    return _months(int(match[0]), 1, 12)


def _week(match: re.Match[str], context: Context) -> Period:
    """Monday to Sunday of the ISO week, as Sweden counts."""
    year, week = _known_year(match, context), int(match["week"])
    try:
        first = date.fromisocalendar(year, week, 1)
    except ValueError:
        raise DateNotUnderstood(f"Vecka {week} finns inte {year}.") from None
    return Period(first, first + timedelta(days=6), is_coarse=True)


def _season(match: re.Match[str], context: Context) -> Period:
    year, name = _known_year(match, context), match["season"]
    return _months(year, *_SEASONS[name])


def _winter(match: re.Match[str], context: Context) -> Period:
    """December to February; with one year, the winter that ends in it."""
    year = int(match["y1"] or match["y2"] or context.year or 0)
    if not year:
        raise DateNotUnderstood(NO_YEAR)
    return _months(year if match["y1"] else year - 1, 12, 14)


def _quarter(match: re.Match[str], context: Context) -> Period:
    number = int(match["a"] or match["b"])
    return _months(_known_year(match, context), 3 * number - 2, 3 * number)


def _part_of_month(match: re.Match[str], context: Context) -> Period:
    month = _months(_known_year(match, context), _month(match["month"]), _month(match["month"]))
    part = _PARTS[match["part"]]
    first = month.first + timedelta(days=10 * part)
    return Period(first, month.last if part == 2 else first + timedelta(days=9), is_coarse=True)


def _part_of_year(match: re.Match[str], context: Context) -> Period:
    part = _PARTS[match["part"]]
    return _months(_known_year(match, context), 4 * part + 1, 4 * part + 4)


def _as_spoken(words: str) -> Period | None:
    """Whatever else the quick log reads, as long as it names its year."""
    if not re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", words):
        return None
    try:
        first, last = parse_when(words, LATEST)
    except DateNotUnderstood:
        return None
    return Period(first, last, is_coarse=first != last)


Read = Callable[[re.Match[str], Context], Period | None]


def _forms() -> Iterator[tuple[re.Pattern[str], Read]]:
    part = "|".join(_PARTS)
    year = rf"(?:[\s,/.-]*{_YEAR})"
    any_year = rf"(?:{year}|\s+(?P<two>\d\d))"
    for pattern, read in (
        (r"(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})", _iso),
        (r"((?:19|20)\d\d)(\d\d)(\d\d)", _iso),
        (r"(\d\d)-(\d\d)-(\d\d)", _short_iso),
        (r"(\d\d)(\d\d)(\d\d)", _six_digits),
        (r"[1-9]\d{4}", _number),
        (r"(?:19|20)\d\d", _whole_year),
        (r"((?:19|20)\d\d)-(\d\d)", _iso_month),
        (r"\d{1,2}", _bare_day),
        (rf"(?P<d>\d{{1,2}})\s*[/.]\s*(?P<m>\d{{1,2}}){any_year}?", _day_and_month),
        (
            r"(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?:(?P<year>\d{4})|(?P<short>\d\d))",
            _day_and_month,
        ),
        (rf"(?P<d>\d{{1,2}})(?::?[ae])?\.?\s*(?P<month>{_MONTH})\.?{any_year}?", _day_in_words),
        (rf"(?P<month>{_MONTH})\.?{year}?", _month_in_words),
        (rf"{_YEAR}\s+(?P<month>{_MONTH})\.?", _month_in_words),
        # v. 12-16 is five weeks, so the year of a week is written out.
        (
            r"v(?:\.|ecka)?\s*(?P<week>\d{1,2})(?:[\s,/.-]+(?P<year>(?:19|20)\d\d))?(?P<short>)",
            _week,
        ),
        (rf"{_YEAR}[\s,]*v(?:\.|ecka)?\s*(?P<week>\d{{1,2}})", _week),
        (rf"(?P<season>{'|'.join(_SEASONS)})(?:en)?{year}?", _season),
        (r"vintern?(?:\s+(?:(?P<y1>\d{4})\s*[/-]\s*\d{2,4}|(?P<y2>\d{4})))?", _winter),
        (rf"(?:q|kv(?:artal|\.)?)\s*(?P<a>[1-4])(?P<b>)?{year}?", _quarter),
        (rf"(?P<b>[1-4])(?P<a>)?(?::[ae])?\s*kv(?:artalet|artal|\.)?{year}?", _quarter),
        (
            rf"(?:i )?(?:den )?(?P<part>{part})\s*(?:av|på)?\s*(?P<month>{_MONTH})\.?{year}?",
            _part_of_month,
        ),
        (rf"(?:i )?(?P<part>{part})\s*(?:av|på)?(?: året)?\s*{_YEAR}", _part_of_year),
    ):
        yield re.compile(pattern), read


_FORMS = tuple(_forms())
