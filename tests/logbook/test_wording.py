"""What a log row says: every event has words, and the words hold what was recorded."""

import string
from collections import defaultdict
from typing import Any

import pytest

from logbook.events import SYSTEM_KINDS, Audience, Event, audience_of
from logbook.models import LogEntry
from logbook.wording import SENTENCES, sentence


def row(event: Event, **details: Any) -> LogEntry:
    return LogEntry(event=event, what="Skrivet" if event == Event.NOTED else "", details=details)


class Anything(defaultdict[str, Any]):
    """Details that hold whatever is asked for, each with words of its own."""

    def __missing__(self, key: str) -> str:
        self[key] = f"<{key}>"
        return str(self[key])


SAID = [
    (Event.NOTED, {}, "Skrivet"),
    (Event.NOTED, {"attachments": [{"name": "a.pdf"}]}, "Skrivet"),
    (Event.CASE_OPENED, {"visibility": "INTERNAL"}, "Ärendet öppnades."),
    (
        Event.ARCHIVE_ORDERED,
        {"name": "Alice", "package": 3},
        "Alice begärde arkivpaket nr 3, med allt i ärendet.",
    ),
    (Event.ARCHIVE_FETCHED, {"name": "Rolf", "package": 3}, "Rolf hämtade arkivpaket nr 3."),
    (
        Event.CASE_CHANGED,
        {"changed": ["Rubrik", "Ansvarig"]},
        "Uppgifter om ärendet ändrades: Rubrik, Ansvarig.",
    ),
    (
        Event.QUESTION_ANSWERED,
        {"label": "Vilka berörs?"},
        "Frågan besvarades: Vilka berörs?",
    ),
    (
        Event.QUESTION_ANSWERED,
        {"label": "Vilka berörs?", "not_relevant": True},
        "Frågan bedömdes inte vara aktuell: Vilka berörs?",
    ),
    (
        Event.QUESTION_ANSWERED,
        {"label": "Vilka berörs?", "taken_away": True},
        "Svaret togs bort på frågan: Vilka berörs?",
    ),
    (
        Event.PHASE_CHANGED,
        {"old": 1, "old_label": "Förbereda", "new": 2, "new_label": "Analysera"},
        "Ärendet gick från fas 1, Förbereda, till fas 2, Analysera.",
    ),
    (
        Event.PHASE_REASON_GIVEN,
        {"new": 2, "reason": "Tiden är knapp", "missing": ["a", "b"]},
        "Skäl till att gå till fas 2: Tiden är knapp. Saknades då: 2.",
    ),
    (
        Event.PHASE_REASON_GIVEN,
        {"new": 1, "reason": "Nytt varsel.", "missing": []},
        "Skäl till att gå till fas 1: Nytt varsel.",
    ),
    (
        Event.VISIBILITY_CHANGED,
        {"new": "RESTRICTED", "reason": "Inte offentligt än"},
        "Ärendet gjordes ej offentligt. Skäl: Inte offentligt än",
    ),
    (
        Event.VISIBILITY_CHANGED,
        {"new": "INTERNAL", "reason": "Beskedet är lämnat"},
        "Ärendet gjordes internt. Skäl: Beskedet är lämnat",
    ),
    (
        Event.MEASURE_STATE_CHANGED,
        {"title": "Jobbmässa", "old": "Idé", "new": "Pågår", "on": "2026-03-01"},
        "Insatsen Jobbmässa gick från idé till pågår den 2026-03-01.",
    ),
    (
        Event.MEASURE_STATE_CHANGED,
        {
            "title": "Jobbmässa",
            "old": "Pågår",
            "new": "Överlämnad",
            "on": "2026-03-01",
            "handed_over_to": "Almi",
        },
        "Insatsen Jobbmässa gick från pågår till överlämnad den 2026-03-01. Tas över av Almi.",
    ),
    (
        Event.MAIN_ACTIVITY_DONE,
        {"number": 2, "title": "Boka lokal"},
        "Huvudaktivitet 2, Boka lokal, blev klar.",
    ),
    (Event.NEXT_STEP_DONE, {"next_step": "Ring"}, "Nästa steg blev klart: Ring"),
    (
        Event.DATE_NOTED,
        {"label": "Första mötet", "on": "", "source": "Fel dag"},
        "Första mötet: den noterade dagen togs bort. Skäl: Fel dag",
    ),
    (
        Event.DATE_NOTED,
        {"label": "Första mötet", "on": "2026-03-01", "source": "Kallelsen"},
        "Första mötet noterades till den 2026-03-01. Källa: Kallelsen",
    ),
    (
        Event.HEADCOUNT_CORRECTED,
        {"wave": "Varsel 1", "on": "2026-03-01", "taken_away": True, "reason": "Dubbelt"},
        "Siffror för Varsel 1 den 2026-03-01 togs bort. Skäl: Dubbelt",
    ),
    (
        Event.HEADCOUNT_CORRECTED,
        {"wave": "Varsel 1", "on": "2026-03-01", "taken_away": False, "reason": "Fel källa"},
        "Siffror för Varsel 1 den 2026-03-01 rättades. Skäl: Fel källa",
    ),
    (
        Event.REPORT_ISSUED,
        {"kind": "Lägesrapport", "number": "2026:1", "stop_on": "2026-03-01", "recipient": "KS"},
        "Lägesrapport nr 2026:1 fastställdes, med stoppdatum 2026-03-01.",
    ),
]


@pytest.mark.parametrize(("event", "details", "said"), SAID)
def test_the_sentence_holds_what_was_recorded(
    event: Event, details: dict[str, Any], said: str
) -> None:
    assert sentence(row(event, **details)) == said


def test_every_event_has_words() -> None:
    assert set(SENTENCES) == set(Event)


@pytest.mark.parametrize("event", list(Event))
def test_every_event_says_one_whole_sentence_of_what_it_knows(event: Event) -> None:
    entry = row(event)
    entry.details = Anything(changed=["Rubrik"], missing=["Fråga"], old="GAMMAL", new="NY")
    words = sentence(entry)
    assert words
    assert words == words.strip()
    assert words[0] in string.ascii_uppercase + "ÅÄÖ<"
    assert "None" not in words
    assert ".." not in words


@pytest.mark.parametrize("event", [event for event in Event if event != Event.NOTED])
def test_a_row_whose_details_were_erased_still_says_what_it_was(event: Event) -> None:
    assert sentence(row(event)) == f"{event.label}."


def test_what_people_write_is_never_changed_by_the_wording() -> None:
    entry = row(Event.NOTED)
    entry.what = "  {details}\n.. %s <b> "
    assert sentence(entry) == entry.what


def test_each_event_of_the_systems_is_of_one_kind_in_the_filter() -> None:
    listed = [event for kind in SYSTEM_KINDS.values() for event in kind.events]
    assert sorted(listed) == sorted(event for event in Event if event != Event.NOTED)


@pytest.mark.parametrize(
    "event",
    [
        Event.QUESTION_ANSWERED,
        Event.STATE_REASON_GIVEN,
        Event.PHASE_REASON_GIVEN,
        Event.MEASURE_REASON_GIVEN,
        Event.READER_NAMED,
        Event.NEXT_STEP_DONE,
        Event.DIGITS_DECLARED,
        Event.CASE_SHARED,
    ],
)
def test_reasons_answers_and_names_stay_with_the_municipalities(event: Event) -> None:
    assert audience_of(event) == Audience.PARTICIPANTS
