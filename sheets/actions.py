"""What people do with files: keep one between the steps, say what its columns are, take its entries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from cases.models import Case
from core.actions import action, refuse_if
from guide.model import MeasureGroup
from logbook.actions import Wording, add_entries
from logbook.events import Event
from logbook.models import LogEntry
from logbook.record import record
from logbook.rules import blockers_to_log
from measures.actions import ActivityFacts, MeasureFacts, add_main_activity, add_measure
from measures.models import MainActivity, Measure
from sheets import queries, rules
from sheets.matching import Matching
from sheets.models import StagedFile
from sheets.places import Place, plain
from sheets.preview import NewEntry
from sheets.queries import measures_in


@action
def stage_file(
    *, case: Case, file_name: str, cells: bytes, actor: User, at: datetime
) -> StagedFile:
    """Keep a file's cells for the steps to come, instead of the person's earlier one in the case."""
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    refuse_if(list(blockers_to_log(case)))
    StagedFile.objects.filter(case=case, staged_by=actor).delete()
    return StagedFile.objects.create(case=case, file_name=file_name, cells=cells, staged_by=actor)


@action
def match_columns(*, staged: StagedFile, matching: Matching, actor: User, at: datetime) -> None:
    """Keep what the person says of the columns, and of measures that are not in the plan."""
    StagedFile.objects.filter(pk=staged.pk, staged_by=actor).update(matching=matching.to_json())


@action
def drop_file(*, staged: StagedFile, actor: User, at: datetime) -> None:
    """Forget the file; nothing of it has been stored."""
    StagedFile.objects.filter(pk=staged.pk, staged_by=actor).delete()


@action
def import_entries(
    *,
    staged: StagedFile,
    sheet: int,
    sheet_name: str,
    others: Sequence[int],
    entries: Sequence[NewEntry],
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> LogEntry:
    """Store the entries of one sheet that are not in the log yet: all of them, or none.

    Measures and main activities that are wanted and missing are made first. The file is kept for
    its `others`, the sheets not yet taken, and forgotten after the last. Gives the row of the log
    that tells of it. Raises Refused.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=staged.case_id)
    days = [day for e in entries for day in (e.draft.happened_from, e.draft.happened_to)]
    present = queries.present_in(case, actor, days)
    fresh = [e for e in entries if not present.has(e.draft, e.place, e.fingerprint)]
    refuse_if(list(rules.blockers_to_import(case, entries=len(fresh))))
    places = _Places(case, actor, at)
    found = [places.find(entry.place) for entry in fresh]
    event = record(
        case=case,
        event=Event.ENTRIES_IMPORTED,
        actor=actor,
        at=at,
        file_name=staged.file_name,
        sheet=sheet_name,
        count=len(fresh),
    )
    add_entries(
        case=case,
        entries=[
            (_wording(entry, measure, activity, actor), _details(entry, event, sheet_name))
            for entry, (measure, activity) in zip(fresh, found, strict=True)
        ],
        actor=actor,
        at=at,
    )
    if others:
        StagedFile.objects.filter(pk=staged.pk).update(taken=[*staged.taken, sheet])
    else:
        StagedFile.objects.filter(pk=staged.pk).delete()
    return event


class _Places:
    """The measures of the case as they are now, and those that have to be made."""

    def __init__(self, case: Case, actor: User, at: datetime) -> None:
        self.case, self.actor, self.at = case, actor, at
        self.measures: dict[int, Measure] = {}
        self.titles: dict[str, Measure] = {}
        self.activities: dict[int, dict[str, MainActivity]] = {}
        for measure in measures_in(case):
            self._know(measure)

    def find(self, place: Place) -> tuple[Measure | None, MainActivity | None]:
        """The measure and the main activity, made when they are missing."""
        if place.new_measure:
            measure = self._measure(place)
        elif place.measure:
            measure = self.measures[place.measure]
        else:
            return None, None
        activities = self.activities[measure.pk]
        if place.activity:
            return measure, next(a for a in activities.values() if a.pk == place.activity)
        if not place.new_activity:
            return measure, None
        key = plain(place.new_activity)
        if key not in activities:
            activities[key] = add_main_activity(
                measure=measure,
                facts=ActivityFacts(title=place.new_activity),
                actor=self.actor,
                at=self.at,
            )
        return measure, activities[key]

    def _measure(self, place: Place) -> Measure:
        key = plain(place.new_measure)
        if key not in self.titles:
            facts = MeasureFacts(title=place.new_measure, group=MeasureGroup(place.group))
            made = add_measure(case=self.case, facts=facts, actor=self.actor, at=self.at)
            self._know(made)
        return self.titles[key]

    def _know(self, measure: Measure) -> None:
        self.measures[measure.pk] = self.titles[plain(measure.title)] = measure
        self.activities[measure.pk] = {plain(a.title): a for a in measure.main_activities.all()}


def _wording(
    entry: NewEntry, measure: Measure | None, activity: MainActivity | None, actor: User
) -> Wording:
    draft = entry.draft
    return Wording(
        what=draft.what,
        happened_from=draft.happened_from,
        happened_to=draft.happened_to,
        participants=draft.participants,
        result=draft.result,
        next_step=draft.next_step,
        next_step_on=draft.next_step_on,
        next_step_by=(entry.next_step_by or actor) if draft.next_step_on else None,
        internal=draft.internal,
        measure=measure,
        main_activity=activity,
    )


def _details(entry: NewEntry, event: LogEntry, sheet_name: str) -> dict[str, Any]:
    """Where it came from; kept, chained and erased with the entry."""
    return {
        "taken_from": {
            "event": str(event.entry),
            "sheet": sheet_name,
            "row": entry.row,
            "place": str(entry.draft.words),
            "fingerprint": entry.fingerprint,
        }
    }
