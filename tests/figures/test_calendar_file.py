"""The calendar file, read back by two programs' parsers that share nothing with the one that wrote it."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from figures.calendar_file import CalendarEvent, calendar_file, etag_of, last_change

CHANGED = datetime(2026, 3, 29, 0, 59, 59, 123456, tzinfo=UTC)
STRANGE = 'Åäö, komma; semikolon \\ bak "citat"\nnästa rad: 🏭 ' + "å" * 120
URL = "https://omstallning.example/arenden/2026-4817/klockan/"
# The clocks change on the last Sundays of March and October; a leap day; the turn of the year.
DAYS = ("2026-03-28", "2026-03-29", "2026-03-30", "2026-10-24", "2026-10-25", "2026-10-26",
        "2028-02-29", "2026-12-31")  # fmt: skip


def event(**changes: Any) -> CalendarEvent:
    values: dict[str, Any] = {
        "key": "2026-4817 notice",
        "on": date(2026, 3, 29),
        "summary": "Beskedet",
        "description": "Så är det räknat.",
        "url": URL,
        "changed_at": CHANGED,
    }
    return CalendarEvent(**(values | changes))


def written(*events: CalendarEvent, name: str = "Omställning") -> bytes:
    return calendar_file(events, name=name, about="Om, kalendern")


def by_ical(content: bytes) -> Any:
    return IcsCalendarStream.calendar_from_ics(content.decode())


def by_vobject(content: bytes) -> Any:
    return vobject.readOne(content.decode())


def test_both_read_the_same_days_across_summer_time_and_leap_years() -> None:
    days = [date.fromisoformat(day) for day in DAYS]
    content = written(*(event(key=str(day), on=day) for day in days))
    one = sorted((e.dtstart, e.dtend) for e in by_ical(content).events)
    other = sorted((e.dtstart.value, e.dtend.value) for e in by_vobject(content).vevent_list)
    assert one == other == sorted((day, day + timedelta(days=1)) for day in days)
    # Days, not moments: no zone can move them.
    assert all(type(start) is date for start, _ in one + other)


def test_both_read_the_words_as_they_were() -> None:
    content = written(event(summary=STRANGE, description=STRANGE), name=STRANGE)
    one = by_ical(content).events[0]
    other = by_vobject(content)
    assert one.summary == one.description == STRANGE
    assert other.vevent.summary.value == other.vevent.description.value == STRANGE
    assert other.contents["x-wr-calname"][0].value == STRANGE
    assert str(one.url) == other.vevent.url.value == URL


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=300)


@given(TEXT, TEXT, st.dates(date(1950, 1, 1), date(2100, 12, 30)))
def test_both_read_back_any_words_and_any_day(summary: str, description: str, on: date) -> None:
    content = written(event(summary=summary, description=description, on=on))
    assert_well_formed(content)
    one, other = by_ical(content).events[0], by_vobject(content).vevent
    assert (one.dtstart, one.summary or "", one.description or "") == (on, summary, description)
    assert (other.dtstart.value, other.summary.value, other.description.value) == (
        on,
        summary,
        description,
    )


def assert_well_formed(content: bytes) -> None:
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not [line for line in lines if b"\r" in line or b"\n" in line]
    for line in lines:
        line.decode()  # no letter is cut in two


@given(st.text(max_size=200))
def test_no_text_breaks_the_file(text: str) -> None:
    content = written(event(summary=text, description=text))
    assert_well_formed(content)
    assert content.count(b"BEGIN:VEVENT") == 1
    assert len(by_ical(content).events) == len(by_vobject(content).vevent_list) == 1


def test_a_line_that_looks_like_a_new_event_stays_a_text() -> None:
    trick = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:trick"
    content = written(event(summary=trick))
    assert content.count(b"\r\nBEGIN:VEVENT") == 1
    assert by_ical(content).events[0].summary == trick.replace("\r\n", "\n")


def test_an_empty_calendar_is_still_a_calendar() -> None:
    content = written()
    assert by_ical(content).events == []
    assert "vevent" not in by_vobject(content).contents
    # RFC 5545, 3.6: at least one component.
    assert b"BEGIN:VTIMEZONE" in content


def test_the_zone_in_the_file_is_swedens() -> None:
    zone = by_vobject(written()).vtimezone.gettzinfo()
    stockholm = ZoneInfo("Europe/Stockholm")
    # Well clear of the changes: vobject's own zones are an hour off just round them.
    for month in range(1, 13):
        noon = datetime(2026, month, 15, 12)
        assert zone.utcoffset(noon) == stockholm.utcoffset(noon)


def test_the_file_says_how_often_to_ask_and_what_it_is_called() -> None:
    lines = written(name="Omställning: Bruket").decode().split("\r\n")
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert {
        "METHOD:PUBLISH",
        "CALSCALE:GREGORIAN",
        "NAME:Omställning: Bruket",
        "X-WR-CALNAME:Omställning: Bruket",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
    } <= set(lines)


def test_what_a_program_needs_to_see_a_change() -> None:
    before, after = (
        by_ical(written(event(changed_at=moment, summary=summary))).events[0]
        for moment, summary in ((CHANGED, "Före"), (CHANGED + timedelta(seconds=61), "Efter"))
    )
    assert before.uid == after.uid
    assert after.sequence - before.sequence == 61
    assert after.last_modified - before.last_modified == timedelta(seconds=61)
    assert before.dtstamp == before.last_modified == CHANGED.replace(microsecond=0)


def test_the_name_of_an_event_tells_nothing_of_what_it_is() -> None:
    uid = by_ical(written(event(key="2026-4817 last-working-day"))).events[0].uid
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", uid)


def test_the_same_events_give_the_same_bytes_and_the_same_tag() -> None:
    one, other = event(key="a"), event(key="b", on=date(2026, 1, 1))
    assert written(one, other) == written(other, one)
    assert etag_of(written(one)) == etag_of(written(one)) != etag_of(written(other))


def test_the_last_change_is_that_of_the_newest_event() -> None:
    assert last_change([]) is None
    later = CHANGED + timedelta(days=1)
    assert last_change([event(), event(changed_at=later)]) == later


@pytest.mark.parametrize("property_name", [b"DTSTART;VALUE=DATE:20260329", b"TRANSP:TRANSPARENT"])
def test_an_event_is_a_whole_day_that_blocks_nothing(property_name: bytes) -> None:
    assert property_name in written(event()).split(b"\r\n")
