"""Writes days as an iCalendar file (RFC 5545 and 7986). Pure: events in, bytes out."""

import hashlib
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, Timezone, vDuration, vText

PRODUCT = "-//Omställning//Klockan//SV"
NAMESPACE = uuid.UUID("9b0d2c1e-4a52-4a57-8a0f-6a3d7f0f3c55")
REFRESH = timedelta(hours=4)
# SEQUENCE counts the seconds from here: it only grows, and fits its 31 bits until 2088.
FIRST_SECOND = datetime(2020, 1, 1, tzinfo=UTC)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")

# No day here has a time of day. The zone is named all the same: a calendar that has become empty is
# then still a calendar (RFC 5545, 3.6: at least one component).
_ZONE = Timezone.from_ical(
    """BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:STANDARD
DTSTART:19961027T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19960331T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
"""
)


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """A whole day in a calendar. `key` is the same for the same thing for ever.

    `changed_at` is when any of it changed last, to the whole second.
    """

    key: str
    on: date
    summary: str
    description: str
    url: str
    changed_at: datetime


def calendar_file(events: Sequence[CalendarEvent], *, name: str, about: str) -> bytes:
    """The calendar, the same bytes for the same events: all-day events in the order of the days."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    # The standard's own (RFC 7986), and what older programs read instead.
    for key in ("name", "x-wr-calname"):
        calendar.add(key, vText(_clean(name)))
    for key in ("description", "x-wr-caldesc"):
        calendar.add(key, vText(_clean(about)))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    calendar.add_component(_ZONE)
    for event in sorted(events, key=lambda event: (event.on, event.key)):
        calendar.add_component(_component(event))
    return bytes(calendar.to_ical())


def etag_of(content: bytes) -> str:
    """A strong validator of the file."""
    return f'"{hashlib.sha256(content).hexdigest()}"'


def last_change(events: Sequence[CalendarEvent]) -> datetime | None:
    """When any of the events changed last."""
    return max((event.changed_at for event in events), default=None)


def _component(event: CalendarEvent) -> Event:
    changed_at = event.changed_at.astimezone(UTC).replace(microsecond=0)
    component = Event()
    component.add("uid", str(uuid.uuid5(NAMESPACE, event.key)))
    # A published event's stamp is that of its last change (RFC 5545, 3.8.7.2).
    component.add("dtstamp", changed_at)
    component.add("last-modified", changed_at)
    component.add("sequence", int((changed_at - FIRST_SECOND).total_seconds()))
    component.add("dtstart", event.on)
    component.add("dtend", event.on + timedelta(days=1))
    component.add("summary", _clean(event.summary))
    component.add("description", _clean(event.description))
    component.add("url", event.url)
    component.add("transp", "TRANSPARENT")
    component.add("class", "PRIVATE")
    return component


def _clean(text: str) -> str:
    """The text without what no line of a calendar may hold."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
