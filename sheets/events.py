"""Several events in one cell: "12/3 möte …; 15/3 beslut …" are two, each with its own day."""

import re
from dataclasses import dataclass

from core.dates import WEEKDAYS
from core.days import MONTHS

MOST = 60  # events in one cell; a cell with more is no log
LONGEST = 20_000  # characters of such a cell

_MONTH = "(?:" + "|".join(MONTHS) + "|jan|feb|mar|apr|jun|jul|aug|sept?|okt|nov|dec)\\.?"
_DAY = (
    r"(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}"
    r"|\d{1,2}/\d{1,2}(?:(?:\s*[-/]\s*|\s+)(?:(?:19|20)\d\d|\d\d)(?![\d/]))?(?!\s+av\b)"
    r"|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d\d)"
    rf"|\d{{1,2}}(?::?[ae])?\s+{_MONTH}(?:\s+(?:19|20)\d\d)?"
    r"|(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"|v(?:\.|ecka)?\s?\d{1,2}(?:\s+(?:19|20)\d\d)?"
    rf"|{_MONTH}\s+(?:19|20)\d\d)"
)
_SPAN = rf"(?:\d{{1,2}}\s*[-–]\s*)?{_DAY}(?:\s*(?:[-–]|till)\s*{_DAY})?"
_WEEKDAY = (
    rf"(?:(?:{'|'.join(WEEKDAYS)})(?:en)?|mån|tis|ons|tors?|fre|lör|sön|må|ti|on|to|fr|lö|sö)\.?"
)
_WHEN = rf"(?P<when>(?:{_WEEKDAY}\s+)?(?:den\s+|ca\.?\s+)?{_SPAN})"
_BULLET = r"[ \t\n•·▪●*–—-]{0,12}\(?"
_LEADING = re.compile(rf"{_BULLET}{_WHEN}(?=[\s:,.;)–—-])\)?[\s:,.;–—-]*(?=\S)", re.IGNORECASE)
_TRAILING = re.compile(rf"[\s,]\(?{_WHEN}\)?[.\s]*$", re.IGNORECASE)
_ANY = re.compile(rf"(?<!\d){_DAY}(?!\d)", re.IGNORECASE)
# Where a new event may begin: a line, a semicolon, a sentence, what follows a colon.
_BOUNDARY = re.compile(r"\n+|;|(?<=[.!?:])\s+")
_LINE = re.compile(r"\n+|;")
_EDGES = " \n\t;,–—-•·▪●*"


@dataclass(frozen=True)
class Event:
    """A part of a cell's text, and the day as it is written there; empty when it has none."""

    when: str
    what: str


def split_events(text: str, *, has_day: bool) -> list[Event]:
    """The events of a cell, in order; a single one without a day when there is nothing to part.

    `has_day` says that the row has a day of its own: then a single day in the text is only a part
    of what is told, and a day at the end of a line may be one to come.
    """
    found = _leading(text) if len(text) <= LONGEST else []
    if not found and not has_day:
        found = _trailing(text)
    dated = sum(bool(event.when) for event in found)
    if not dated or (has_day and dated < 2) or len(found) > MOST:
        return [Event("", text)]
    return _with_opening(found, has_day=has_day)


def _leading(text: str) -> list[Event]:
    """Each begins with its day: a line, an item of a list, or a sentence."""
    starts: list[tuple[int, re.Match[str]]] = []
    for begin in (0, *(match.end() for match in _BOUNDARY.finditer(text))):
        match = _LEADING.match(text, begin)
        if match and not (starts and begin <= starts[-1][1].end()):
            starts.append((begin, match))
    if not starts:
        return []
    events = []
    if opening := text[: starts[0][0]].strip(_EDGES):
        events.append(Event("", opening))
    ends = [begin for begin, _ in starts[1:]] + [len(text)]
    for (_, match), end in zip(starts, ends, strict=True):
        events.append(Event(match["when"].strip(), text[match.end() : end].rstrip(_EDGES)))
    return events


def _trailing(text: str) -> list[Event]:
    """Each line ends with its only day: "Möte med facket 12/3". All of them, or none is parted."""
    events = []
    for line in filter(None, (line.strip(_EDGES) for line in _LINE.split(text))):
        match = _TRAILING.search(line, max(0, len(line) - 60))
        what = line[: match.start()].rstrip(_EDGES) if match else ""
        if not match or not what or _ANY.search(what):
            return []
        events.append(Event(match["when"], what))
    return events


def _with_opening(events: list[Event], *, has_day: bool) -> list[Event]:
    """Words before the first day go with the first event, unless the row's own day is theirs."""
    opening, *rest = events
    is_heading = opening.what.endswith(":")
    if opening.when or not rest or (has_day and not is_heading):
        return events
    joined = f"{opening.what}{' ' if is_heading else chr(10)}{rest[0].what}"
    return [Event(rest[0].when, joined), *rest[1:]]
