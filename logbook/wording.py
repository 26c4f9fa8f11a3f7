"""What a log row says, in Swedish. Made when it is read, from what was recorded then."""

from collections.abc import Callable
from typing import Any

from logbook.events import Event
from logbook.models import LogEntry

Details = dict[str, Any]


def sentence(entry: LogEntry) -> str:
    """The row as a sentence: a note's own text, or what the system saw."""
    if not entry.details and entry.event != Event.NOTED:
        return f"{Event(entry.event).label}."
    return SENTENCES[Event(entry.event)](entry)


def _changed(entry: LogEntry) -> str:
    return ", ".join(entry.details.get("changed", []))


def _question(entry: LogEntry) -> str:
    details = entry.details
    if details.get("taken_away"):
        return f"Svaret togs bort på frågan: {details['label']}"
    if details.get("not_relevant"):
        return f"Frågan bedömdes inte vara aktuell: {details['label']}"
    return f"Frågan besvarades: {details['label']}"


def _phase_reason(entry: LogEntry) -> str:
    missing = entry.details.get("missing", [])
    words = f"Skäl till att gå till fas {entry.details['new']}: {entry.details['reason']}."
    if missing:
        words += f" Saknades då: {len(missing)}."
    return words.replace("..", ".")


def _visibility(entry: LogEntry) -> str:
    hidden = entry.details["new"] == "RESTRICTED"
    words = "Ärendet gjordes ej offentligt" if hidden else "Ärendet gjordes internt"
    return f"{words}. Skäl: {entry.details['reason']}"


def _measure_state(entry: LogEntry) -> str:
    details = entry.details
    words = (
        f"Insatsen {details['title']} gick från {details['old'].lower()} "
        f"till {details['new'].lower()} den {details['on']}."
    )
    if to := details.get("handed_over_to"):
        words += f" Tas över av {to}."
    return words


def _activity(what: str) -> Callable[[LogEntry], str]:
    return lambda entry: (
        f"Huvudaktivitet {entry.details['number']}, {entry.details['title']}, {what}."
    )


def _date_noted(entry: LogEntry) -> str:
    details = entry.details
    if not details["on"]:
        return f"{details['label']}: den noterade dagen togs bort. Skäl: {details['source']}"
    return f"{details['label']} noterades till den {details['on']}. Källa: {details['source']}"


def _answers(entry: LogEntry) -> str:
    who = entry.details.get("responsible")
    return f" Ansvarig: {who}." if who else " Ingen är utsedd som ansvarig."


def _document(entry: LogEntry) -> str:
    kind, title = entry.details["kind"], entry.details["title"]
    return title if title.casefold() == kind.casefold() else f"{kind}: {title}"


def _adopted(entry: LogEntry) -> str:
    by, on = entry.details.get("adopted_by"), entry.details.get("adopted_on")
    return f" Antaget av {by} den {on}." if by and on else ""


def _plan_used(entry: LogEntry) -> str:
    details = entry.details
    people = f" Deltagare som kom med: {details['members']}." if details["members"] else ""
    left = f" Har slutat och kom inte med: {', '.join(details['left'])}." if details["left"] else ""
    return f"Ärendet utgår från beredskapsplanen. Grupper: {details['groups']}.{people}{left}"


SENTENCES: dict[Event, Callable[[LogEntry], str]] = {
    Event.NOTED: lambda entry: entry.what,
    Event.CASE_OPENED: lambda entry: "Ärendet öppnades.",
    Event.CASE_CHANGED: lambda entry: f"Uppgifter om ärendet ändrades: {_changed(entry)}.",
    Event.CASE_PAUSED: lambda entry: "Ärendet lades vilande.",
    Event.CASE_CLOSED: lambda entry: "Ärendet avslutades.",
    Event.CASE_REOPENED: lambda entry: "Ärendet togs upp igen.",
    Event.STATE_REASON_GIVEN: lambda entry: (
        f"Skäl till läget {entry.details['state'].lower()}: {entry.details['reason']}"
    ),
    Event.CASE_SHARED: lambda entry: f"Ärendet delades med {entry.details['organisation']}.",
    Event.SHARE_ENDED: lambda entry: f"Delningen med {entry.details['organisation']} avslutades.",
    Event.PARTICIPANT_JOINED: lambda entry: f"{entry.details['organisation']} kom med i ärendet.",
    Event.READER_NAMED: lambda entry: (
        f"{entry.details['name']} fick ta del av ärendet. Skäl: {entry.details['reason']}"
    ),
    Event.VISIBILITY_CHANGED: _visibility,
    Event.PHASE_CHANGED: lambda entry: (
        f"Ärendet gick från fas {entry.details['old']}, {entry.details['old_label']}, "
        f"till fas {entry.details['new']}, {entry.details['new_label']}."
    ),
    Event.PHASE_REASON_GIVEN: _phase_reason,
    Event.QUESTION_ANSWERED: _question,
    Event.QUESTION_ASSIGNED: lambda entry: (
        f"{entry.details['name']} fick frågan, att svara på senast {entry.details['on']}: "
        f"{entry.details['label']}"
    ),
    Event.QUESTION_TAKEN_BACK: lambda entry: (
        f"Frågan väntar inte längre på {entry.details['name']}: {entry.details['label']}"
    ),
    Event.FIRST_STEP_SET_ASIDE: lambda entry: (
        f"De första dygnen, inte aktuellt: {entry.details['label']}. "
        f"Skäl: {entry.details['reason']}"
    ),
    Event.FIRST_STEP_TAKEN_UP: lambda entry: (
        f"De första dygnen, åter på listan: {entry.details['label']}"
    ),
    Event.FIRST_STEPS_PUT_AWAY: lambda entry: "Listan för de första dygnen lades undan.",
    Event.FIRST_STEPS_TAKEN_OUT: lambda entry: "Listan för de första dygnen togs fram igen.",
    Event.MEASURE_ADDED: lambda entry: f"Insatsen {entry.details['title']} lades till.",
    Event.MEASURE_CHANGED: lambda entry: (
        f"Insatsen {entry.details['title']} ändrades: {_changed(entry)}."
    ),
    Event.MEASURE_STATE_CHANGED: _measure_state,
    Event.MEASURE_REASON_GIVEN: lambda entry: (
        f"Skäl till att insatsen {entry.details['title']} är "
        f"{entry.details['new'].lower()}: {entry.details['reason']}"
    ),
    Event.MAIN_ACTIVITY_ADDED: _activity("lades till"),
    Event.MAIN_ACTIVITY_CHANGED: _activity("ändrades"),
    Event.MAIN_ACTIVITY_DONE: _activity("blev klar"),
    Event.MAIN_ACTIVITY_REOPENED: _activity("togs upp igen"),
    Event.NEXT_STEP_DONE: lambda entry: f"Nästa steg blev klart: {entry.details['next_step']}",
    Event.ENTRIES_IMPORTED: lambda entry: (
        f"Loggposter hämtades ur filen {entry.details['file_name']}: {entry.details['count']}."
    ),
    Event.DIGITS_DECLARED: lambda entry: (
        f"Skribenten intygade att en sifferföljd i fältet {entry.details['label']} "
        "inte är ett personnummer."
    ),
    Event.DATE_NOTED: _date_noted,
    Event.ASSESSMENT_AGREED: lambda entry: (
        f"Självskattningen för {entry.details['year']} fastställdes. "
        f"Med var: {entry.details['participants']}"
    ),
    Event.ASSESSMENT_REOPENED: lambda entry: (
        f"Självskattningen för {entry.details['year']} togs upp igen. "
        f"Skäl: {entry.details['reason']}"
    ),
    Event.CALENDAR_OPENED: lambda entry: (
        f"{entry.details['name']} skapade en kalenderadress för ärendet."
    ),
    Event.CALENDAR_CLOSED: lambda entry: (
        f"{entry.details['name']} avslutade sin kalenderadress för ärendet."
    ),
    Event.WAVE_ADDED: lambda entry: (
        f"Varselomgången {entry.details['name']} lades till, med varsel den {entry.details['on']}."
    ),
    Event.WAVE_CHANGED: lambda entry: (
        f"Varselomgången {entry.details['name']} ändrades: {_changed(entry)}."
    ),
    Event.HEADCOUNT_ENTERED: lambda entry: (
        f"Siffror för {entry.details['wave']} den {entry.details['on']} fördes in, "
        f"enligt {entry.details['source']}."
    ),
    Event.HEADCOUNT_CORRECTED: lambda entry: (
        f"Siffror för {entry.details['wave']} den {entry.details['on']} "
        f"{'togs bort' if entry.details['taken_away'] else 'rättades'}. "
        f"Skäl: {entry.details['reason']}"
    ),
    Event.HEADCOUNTS_PASTED: lambda entry: (
        f"Siffror klistrades in. Antal rader: {entry.details['count']}."
    ),
    Event.SUPPLIER_ADDED: lambda entry: f"Underleverantören {entry.details['name']} lades till.",
    Event.SUPPLIER_CHANGED: lambda entry: (
        f"Underleverantören {entry.details['name']} ändrades: {_changed(entry)}."
    ),
    Event.INDICATOR_ADDED: lambda entry: f"Indikatorn {entry.details['name']} lades till.",
    Event.INDICATOR_CHANGED: lambda entry: (
        f"Indikatorn {entry.details['name']} ändrades: {_changed(entry)}."
    ),
    Event.OBSERVATION_ENTERED: lambda entry: (
        f"Värdet för {entry.details['name']} år {entry.details['year']} fördes in."
    ),
    Event.OBSERVATIONS_IMPORTED: lambda entry: (
        f"Värden för indikatorer hämtades ur filen {entry.details['file_name']}: "
        f"{entry.details['count']}."
    ),
    Event.GOAL_SET: lambda entry: (
        f"Målet {entry.details['name']} sattes för insatsen {entry.details['title']}."
    ),
    Event.GOAL_CHANGED: lambda entry: (
        f"Målet {entry.details['name']} för insatsen {entry.details['title']} ändrades: "
        f"{_changed(entry)}."
    ),
    Event.RESULT_NOTED: lambda entry: (
        f"Utfallet av {entry.details['name']} noterades för insatsen {entry.details['title']}."
    ),
    Event.FUNDING_ADDED: lambda entry: (
        f"Finansiären {entry.details['funder']} lades till för insatsen {entry.details['title']}."
    ),
    Event.FUNDING_CHANGED: lambda entry: (
        f"Finansieringen från {entry.details['funder']} av insatsen {entry.details['title']} "
        f"ändrades: {_changed(entry)}."
    ),
    Event.COST_NOTED: lambda entry: (
        f"En kostnad på {entry.details['amount']} noterades för insatsen {entry.details['title']}, "
        f"finansierad av {entry.details['funder']}."
    ),
    Event.GROUP_FORMED: lambda entry: f"Gruppen {entry.details['group']} bildades.",
    Event.GROUP_CHANGED: lambda entry: (
        f"Gruppen {entry.details['group']} ändrades: {_changed(entry)}."
    ),
    Event.GROUP_MEMBER_ADDED: lambda entry: (
        f"{entry.details['name']}, {entry.details['organisation']}, kom med i "
        f"{entry.details['group']} som {entry.details['role'].lower()}, "
        f"{'med' if entry.details['has_mandate'] else 'utan'} mandat."
    ),
    Event.GROUP_MEMBER_CHANGED: lambda entry: (
        f"Uppgifter om {entry.details['name']} i {entry.details['group']} ändrades: "
        f"{_changed(entry)}."
    ),
    Event.GROUP_MEMBER_ENDED: lambda entry: (
        f"{entry.details['name']}, {entry.details['organisation']}, är med i "
        f"{entry.details['group']} till och med den {entry.details['on']}."
    ),
    Event.ASSIGNMENT_GIVEN: lambda entry: (
        f"{entry.details['group']} ska ta fram {entry.details['title']}.{_answers(entry)}"
    ),
    Event.ASSIGNMENT_CHANGED: lambda entry: (
        f"{entry.details['title']}, som {entry.details['group']} ska ta fram, ändrades: "
        f"{_changed(entry)}.{_answers(entry)}"
    ),
    Event.DOCUMENT_ADDED: lambda entry: f"{_document(entry)} lades till.{_adopted(entry)}",
    Event.DOCUMENT_CHANGED: lambda entry: (
        f"{_document(entry)} ändrades: {_changed(entry)}.{_adopted(entry)}"
    ),
    Event.DOCUMENT_REPLACED: lambda entry: (
        f"{_document(entry)} kom i version {entry.details['number']}.{_adopted(entry)}"
    ),
    Event.DOCUMENT_SHARED: lambda entry: (
        f"{_document(entry)}, version {entry.details['number']}, delades med dem utanför kommunen "
        "som läser ärendet."
    ),
    Event.DOCUMENT_SHARE_ENDED: lambda entry: (
        f"{_document(entry)}, version {entry.details['number']}, delas inte längre."
    ),
    Event.PLAN_ADOPTED: lambda entry: (
        f"Genomförandeplanen antogs av {entry.details['body']} den {entry.details['on']}, "
        f"med {entry.details['count']} insatser."
        + (
            f" Diarienummer {entry.details['diary_number']}."
            if entry.details["diary_number"]
            else ""
        )
    ),
    Event.PLAN_USED: _plan_used,
    Event.REPORT_ISSUED: lambda entry: (
        f"{entry.details['kind']} nr {entry.details['number']} fastställdes, "
        f"med stoppdatum {entry.details['stop_on']}."
        + (
            f" Den ersätter rapport nr {entry.details['replaces']}."
            if "replaces" in entry.details
            else ""
        )
    ),
    Event.DISCLOSURE_COPY_ISSUED: lambda entry: (
        f"En utlämnandekopia av rapport nr {entry.details['copy_of']} fastställdes "
        f"med nummer {entry.details['number']}. Maskat: {entry.details['masked']}. "
        f"Beslutat av {entry.details['decided_by']}."
    ),
    Event.DIARY_NUMBER_GIVEN: lambda entry: (
        f"Rapport nr {entry.details['number']} fick diarienummer {entry.details['diary_number']}."
    ),
    Event.CASE_PUBLISHED: lambda entry: (
        f"Ärendet lades i biblioteket, med rubriken {entry.details['title']}."
    ),
    Event.PUBLICATION_WITHDRAWN: lambda entry: (
        f"Ärendet togs bort ur biblioteket. Skäl: {entry.details['reason']}"
    ),
    Event.ARCHIVE_ORDERED: lambda entry: (
        f"{entry.details['name']} begärde arkivpaket nr {entry.details['package']}, "
        "med allt i ärendet."
    ),
    Event.ARCHIVE_FETCHED: lambda entry: (
        f"{entry.details['name']} hämtade arkivpaket nr {entry.details['package']}."
    ),
}
