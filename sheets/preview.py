"""What a file would give: every entry with its place, what is there already, what cannot be read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from accounts.models import User
from cases.models import Case
from logbook import queries as log_queries
from sheets import queries
from sheets.matching import Matching, Target
from sheets.places import WHOLE_CASE, Place, Plan, Unknown
from sheets.reading.grid import Sheet
from sheets.rows import Draft, Item, Reader, even


class Status(StrEnum):
    """What becomes of an event in the file."""

    NEW = "nya"
    PRESENT = "finns"
    UNREADABLE = "fel"


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """An entry to be stored: what it says, where it is to stand, and where in the file it stood."""

    draft: Draft
    place: Place
    row: int
    fingerprint: str
    next_step_by: User | None = None


@dataclass(frozen=True)
class Line:
    """An event of the file as the preview shows it."""

    item: Item
    status: Status
    place: Place | None = None
    place_label: str = ""
    fingerprint: str = ""

    @property
    def is_elsewhere(self) -> bool:
        """Whether the file names a place, but the entry stands under the case as a whole."""
        return self.place == WHOLE_CASE and bool(self.item.draft and self.item.draft.words)


@dataclass(frozen=True)
class Preview:
    """The whole sheet, and the measures it names that are not in the plan."""

    lines: list[Line]
    unknown: list[Unknown]
    plan: Plan
    people: dict[str, int]

    def waits_for(self, line: Line) -> int | None:
        """The person the next step waits for, when the file names one who works in the case."""
        draft = line.item.draft
        return self.people.get(even(draft.next_step_by)) if draft and draft.next_step_on else None

    def of(self, *statuses: Status) -> list[Line]:
        return [line for line in self.lines if line.status in statuses]

    @property
    def new(self) -> list[Line]:
        return self.of(Status.NEW)

    @property
    def unreadable(self) -> list[Line]:
        return self.of(Status.UNREADABLE)

    @property
    def present(self) -> list[Line]:
        return self.of(Status.PRESENT)


def build_preview(
    *, case: Case, sheet: Sheet, matching: Matching, user: User, today: date
) -> Preview:
    """Read the sheet as `matching` says, as `user` would store it. Four queries."""
    people = {}
    if matching.has(Target.NEXT_STEP_BY):
        people = {even(name): pk for pk, name in log_queries.people_in(case)}
    items = Reader(sheet, matching, today, people).items()
    drafts = [item.draft for item in items if item.draft]
    used = [draft.words for draft in drafts]
    plan = Plan(queries.measures_in(case), matching.places).with_defaults(used)
    days = [day for draft in drafts for day in (draft.happened_from, draft.happened_to)]
    present = queries.present_in(case, user, days)
    return Preview(list(_lines(items, case, plan, present)), plan.unknown(used), plan, people)


def entries_of(preview: Preview) -> list[NewEntry]:
    """What is to be stored, with the people that next steps wait for. A query for each of these."""
    waits_for = {line: preview.waits_for(line) for line in preview.new}
    people = {pk: log_queries.person(pk) for pk in set(waits_for.values()) if pk}
    return [
        NewEntry(
            draft=line.item.draft,
            place=line.place,
            row=line.item.row,
            fingerprint=line.fingerprint,
            next_step_by=people.get(waits_for[line] or 0),
        )
        for line in preview.new
        if line.item.draft and line.place
    ]


def _lines(
    items: Iterable[Item], case: Case, plan: Plan, present: queries.Present
) -> Iterable[Line]:
    seen: dict[str, Item] = {}
    for item in items:
        draft = item.draft
        if draft is None:
            yield Line(item, Status.UNREADABLE)
            continue
        place, fingerprint = plan.place(draft.words), draft.fingerprint(case.pk)
        status = Status.NEW
        if first := seen.get(fingerprint):
            status = Status.PRESENT
            item = replace(item, notes=(*item.notes, f"Samma som {first.where.lower()}."))
        elif present.has(draft, place, fingerprint):
            status = Status.PRESENT
        seen.setdefault(fingerprint, item)
        yield Line(item, status, place, plan.label(place), fingerprint)
