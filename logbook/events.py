"""What a log row can tell of, and who may read it."""

from dataclasses import dataclass

from django.db.models import TextChoices


class Event(TextChoices):
    """A note a person wrote, or something the system itself records. Past tense."""

    NOTED = "NOTED", "Anteckning"
    CASE_OPENED = "CASE_OPENED", "Ärendet öppnades"
    CASE_CHANGED = "CASE_CHANGED", "Uppgifter om ärendet ändrades"
    CASE_PAUSED = "CASE_PAUSED", "Ärendet lades vilande"
    CASE_CLOSED = "CASE_CLOSED", "Ärendet avslutades"
    CASE_REOPENED = "CASE_REOPENED", "Ärendet öppnades igen"
    STATE_REASON_GIVEN = "STATE_REASON_GIVEN", "Skäl till ärendets nya läge"
    CASE_SHARED = "CASE_SHARED", "Ärendet delades"
    SHARE_ENDED = "SHARE_ENDED", "En delning avslutades"
    PARTICIPANT_JOINED = "PARTICIPANT_JOINED", "En kommun kom med i ärendet"
    READER_NAMED = "READER_NAMED", "En läsare namngavs"
    VISIBILITY_CHANGED = "VISIBILITY_CHANGED", "Synligheten ändrades"
    PHASE_CHANGED = "PHASE_CHANGED", "Fasen ändrades"
    PHASE_REASON_GIVEN = "PHASE_REASON_GIVEN", "Skäl till fasbytet"
    QUESTION_ANSWERED = "QUESTION_ANSWERED", "En fråga besvarades"
    QUESTION_ASSIGNED = "QUESTION_ASSIGNED", "En fråga gavs till någon"
    QUESTION_TAKEN_BACK = "QUESTION_TAKEN_BACK", "En fråga togs tillbaka"
    FIRST_STEP_SET_ASIDE = "FIRST_STEP_SET_ASIDE", "En punkt för de första dygnen är inte aktuell"
    FIRST_STEP_TAKEN_UP = "FIRST_STEP_TAKEN_UP", "En punkt för de första dygnen togs upp igen"
    FIRST_STEPS_PUT_AWAY = "FIRST_STEPS_PUT_AWAY", "Listan för de första dygnen lades undan"
    FIRST_STEPS_TAKEN_OUT = "FIRST_STEPS_TAKEN_OUT", "Listan för de första dygnen togs fram"
    MEASURE_ADDED = "MEASURE_ADDED", "En insats lades till"
    MEASURE_CHANGED = "MEASURE_CHANGED", "En insats ändrades"
    MEASURE_STATE_CHANGED = "MEASURE_STATE_CHANGED", "En insats bytte läge"
    MEASURE_REASON_GIVEN = "MEASURE_REASON_GIVEN", "Skäl till insatsens nya läge"
    MAIN_ACTIVITY_ADDED = "MAIN_ACTIVITY_ADDED", "En huvudaktivitet lades till"
    MAIN_ACTIVITY_CHANGED = "MAIN_ACTIVITY_CHANGED", "En huvudaktivitet ändrades"
    MAIN_ACTIVITY_DONE = "MAIN_ACTIVITY_DONE", "En huvudaktivitet blev klar"
    MAIN_ACTIVITY_REOPENED = "MAIN_ACTIVITY_REOPENED", "En huvudaktivitet togs upp igen"
    NEXT_STEP_DONE = "NEXT_STEP_DONE", "Ett nästa steg blev klart"
    ENTRIES_IMPORTED = "ENTRIES_IMPORTED", "Loggposter hämtades ur en fil"
    DIGITS_DECLARED = "DIGITS_DECLARED", "En sifferföljd förklarades inte vara ett personnummer"
    DATE_NOTED = "DATE_NOTED", "En dag i ärendet noterades"
    ASSESSMENT_AGREED = "ASSESSMENT_AGREED", "En självskattning fastställdes"
    ASSESSMENT_REOPENED = "ASSESSMENT_REOPENED", "En självskattning togs upp igen"
    CALENDAR_OPENED = "CALENDAR_OPENED", "En kalenderadress skapades"
    CALENDAR_CLOSED = "CALENDAR_CLOSED", "En kalenderadress avslutades"
    WAVE_ADDED = "WAVE_ADDED", "En varselomgång lades till"
    WAVE_CHANGED = "WAVE_CHANGED", "En varselomgång ändrades"
    HEADCOUNT_ENTERED = "HEADCOUNT_ENTERED", "Siffror fördes in"
    HEADCOUNT_CORRECTED = "HEADCOUNT_CORRECTED", "Siffror rättades"
    HEADCOUNTS_PASTED = "HEADCOUNTS_PASTED", "Siffror klistrades in"
    SUPPLIER_ADDED = "SUPPLIER_ADDED", "En underleverantör lades till"
    SUPPLIER_CHANGED = "SUPPLIER_CHANGED", "En underleverantör ändrades"
    INDICATOR_ADDED = "INDICATOR_ADDED", "En indikator lades till"
    INDICATOR_CHANGED = "INDICATOR_CHANGED", "En indikator ändrades"
    OBSERVATION_ENTERED = "OBSERVATION_ENTERED", "Ett värde fördes in"
    OBSERVATIONS_IMPORTED = "OBSERVATIONS_IMPORTED", "Värden hämtades ur en fil"
    GOAL_SET = "GOAL_SET", "Ett mål sattes för en insats"
    GOAL_CHANGED = "GOAL_CHANGED", "Ett mål för en insats ändrades"
    RESULT_NOTED = "RESULT_NOTED", "Ett utfall för en insats noterades"
    FUNDING_ADDED = "FUNDING_ADDED", "En finansiär lades till"
    FUNDING_CHANGED = "FUNDING_CHANGED", "En finansiering ändrades"
    COST_NOTED = "COST_NOTED", "En kostnad noterades"
    GROUP_FORMED = "GROUP_FORMED", "En grupp bildades"
    GROUP_CHANGED = "GROUP_CHANGED", "En grupp ändrades"
    GROUP_MEMBER_ADDED = "GROUP_MEMBER_ADDED", "Någon kom med i en grupp"
    GROUP_MEMBER_CHANGED = "GROUP_MEMBER_CHANGED", "Uppgifter om en deltagare i en grupp ändrades"
    GROUP_MEMBER_ENDED = "GROUP_MEMBER_ENDED", "Någons tid i en grupp fick ett slut"
    ASSIGNMENT_GIVEN = "ASSIGNMENT_GIVEN", "En grupp fick något att ta fram"
    ASSIGNMENT_CHANGED = "ASSIGNMENT_CHANGED", "Det en grupp ska ta fram ändrades"
    DOCUMENT_ADDED = "DOCUMENT_ADDED", "Ett dokument lades till"
    DOCUMENT_CHANGED = "DOCUMENT_CHANGED", "Uppgifter om ett dokument ändrades"
    DOCUMENT_REPLACED = "DOCUMENT_REPLACED", "Ett dokument kom i en ny version"
    DOCUMENT_SHARED = "DOCUMENT_SHARED", "Ett dokument delades"
    DOCUMENT_SHARE_ENDED = "DOCUMENT_SHARE_ENDED", "Ett dokument slutade delas"
    PLAN_ADOPTED = "PLAN_ADOPTED", "En genomförandeplan antogs"
    PLAN_USED = "PLAN_USED", "Beredskapsplanen togs in i ärendet"
    REPORT_ISSUED = "REPORT_ISSUED", "En rapport fastställdes"
    DIARY_NUMBER_GIVEN = "DIARY_NUMBER_GIVEN", "En rapport fick diarienummer"
    CASE_PUBLISHED = "CASE_PUBLISHED", "Ärendet lades i biblioteket"
    PUBLICATION_WITHDRAWN = "PUBLICATION_WITHDRAWN", "Ärendet togs bort ur biblioteket"
    ARCHIVE_ORDERED = "ARCHIVE_ORDERED", "Ett arkivpaket begärdes"
    ARCHIVE_FETCHED = "ARCHIVE_FETCHED", "Ett arkivpaket hämtades"
    DISCLOSURE_COPY_ISSUED = "DISCLOSURE_COPY_ISSUED", "En utlämnandekopia fastställdes"


class Audience(TextChoices):
    """Who may read a log row (product.md, decisions 3 and 4)."""

    EVERYONE = "EVERYONE", "alla som ser ärendet"
    PARTICIPANTS = "PARTICIPANTS", "kommunerna i ärendet"
    ORGANISATION = "ORGANISATION", "endast internt"


# What outsiders (region by share, guests) may read of what the system records. A note's
# audience is its writer's choice; everything else stays with the municipalities in the case.
FOR_EVERYONE: frozenset[Event] = frozenset(
    {
        Event.PHASE_CHANGED,
        Event.MEASURE_ADDED,
        Event.MEASURE_STATE_CHANGED,
        Event.MAIN_ACTIVITY_ADDED,
        Event.MAIN_ACTIVITY_DONE,
        Event.MAIN_ACTIVITY_REOPENED,
        Event.CASE_PAUSED,
        Event.CASE_CLOSED,
        Event.CASE_REOPENED,
    }
)


def audience_of(event: Event) -> Audience:
    """Who reads a row of `event` when nobody has chosen otherwise."""
    return Audience.EVERYONE if event in FOR_EVERYONE else Audience.PARTICIPANTS


@dataclass(frozen=True)
class SystemKind:
    """Some of what the system records, as a choice in a filter. `key` stands in addresses."""

    key: str
    label: str
    events: frozenset[Event]


_KINDS = (
    SystemKind("faser", "Faser", frozenset({Event.PHASE_CHANGED, Event.PHASE_REASON_GIVEN})),
    SystemKind(
        "fragor",
        "Frågor som besvarades eller fördelades",
        frozenset(event for event in Event if event.startswith("QUESTION_")),
    ),
    SystemKind(
        "insatser",
        "Insatser och huvudaktiviteter",
        frozenset(event for event in Event if event.startswith(("MEASURE_", "MAIN_ACTIVITY_"))),
    ),
    SystemKind("steg", "Nästa steg som blev klara", frozenset({Event.NEXT_STEP_DONE})),
    SystemKind(
        "grupper",
        "Grupper",
        frozenset(event for event in Event if event.startswith(("GROUP_", "ASSIGNMENT_"))),
    ),
    SystemKind(
        "dokument",
        "Dokument och antagna planer",
        frozenset(event for event in Event if event.startswith(("DOCUMENT_", "PLAN_"))),
    ),
    SystemKind(
        "rapporter",
        "Rapporter",
        frozenset({Event.REPORT_ISSUED, Event.DIARY_NUMBER_GIVEN, Event.DISCLOSURE_COPY_ISSUED}),
    ),
    SystemKind(
        "delning",
        "Synlighet, läsare och delning",
        frozenset(
            {
                Event.VISIBILITY_CHANGED,
                Event.READER_NAMED,
                Event.PARTICIPANT_JOINED,
                Event.CASE_SHARED,
                Event.SHARE_ENDED,
                Event.CASE_PUBLISHED,
                Event.PUBLICATION_WITHDRAWN,
            }
        ),
    ),
)

# Each system event is of one kind; what is not named above is about the case itself.
SYSTEM_KINDS: dict[str, SystemKind] = {
    kind.key: kind
    for kind in (
        *_KINDS,
        SystemKind(
            "arendet",
            "Ärendet i övrigt",
            frozenset(Event) - {Event.NOTED} - frozenset().union(*(k.events for k in _KINDS)),
        ),
    )
}
