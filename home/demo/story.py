"""What a demo case is told in: days since the notice, and what people did on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cases.states import State as CaseState
from cases.states import Trigger, Visibility
from figures.clock_kinds import DateKind
from guide.model import MeasureGroup
from guide.phases import Phase
from measures.states import State


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that was done on a day, counted from the notice, by someone of the cast."""

    day: int
    by: str = ""  # key in the cast; the responsible person when empty


@dataclass(frozen=True, kw_only=True)
class Note(Step):
    """An entry in the logbook. `on` is a measure's key, or measure/number for a main activity."""

    what: str
    on: str = ""
    until: int | None = None  # last day of what took several days
    participants: str = ""
    result: str = ""
    next_step: str = ""
    next_in: int = 14  # days until the next step is due
    next_done: int | None = None  # the day the next step was marked as done
    internal: bool = False
    late: int = 0  # days between what happened and the writing down
    corrected: "Correction | None" = None


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A new wording of a note, some days later."""

    after: int
    what: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Activity:
    """A main activity: title, planned days and the day it was done."""

    title: str
    start: int | None = None
    end: int | None = None
    done: int | None = None
    responsible: str = ""


@dataclass(frozen=True, kw_only=True)
class Course:
    """A measure's step to another state."""

    day: int
    to: State
    reason: str = ""
    handed_over_to: str = ""


@dataclass(frozen=True, kw_only=True)
class Planned(Step):
    """A measure, from the catalogue when `catalogue` names an entry."""

    key: str
    title: str = ""
    catalogue: str = ""
    group: MeasureGroup | None = None
    responsible: str = ""
    partners: str = ""
    start: int | None = None
    end: int | None = None
    target: str = ""
    exceptional_reasons: str = ""
    judged_by: str = ""
    activities: Sequence[Activity] = ()
    course: Sequence[Course] = ()


@dataclass(frozen=True, kw_only=True)
class Answer(Step):
    """An answer to one of the guide's questions."""

    question: str
    text: str = ""
    not_relevant: str = ""  # the reason


@dataclass(frozen=True, kw_only=True)
class Move(Step):
    """A move to another phase."""

    to: Phase
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Share(Step):
    """The case is shared with an organisation."""

    organisation: str


@dataclass(frozen=True, kw_only=True)
class TakeIn(Step):
    """Another municipality comes into the case."""

    municipality: str


@dataclass(frozen=True, kw_only=True)
class NameReader(Step):
    """Someone may know of a restricted case."""

    user: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ChangeState(Step):
    """The case is paused, closed or taken up again."""

    to: CaseState
    reason: str


@dataclass(frozen=True, kw_only=True)
class NotedDay(Step):
    """A day that someone notes in the clock; `on` is counted from the notice and may lie ahead."""

    kind: DateKind
    on: int
    source: str


@dataclass(frozen=True, kw_only=True)
class Assessed(Step):
    """The group judges its work: a grade and a reason, and perhaps a suggestion, by indicator."""

    said: Mapping[str, Sequence[str | int]]
    participants: str


@dataclass(frozen=True, kw_only=True)
class Report(Step):
    """A status report to the board, as of the day before."""

    since: int
    summary: str = ""
    deviations: str = ""
    diary_number: str = ""


@dataclass(frozen=True, kw_only=True)
class Story:
    """A case from its notice to today."""

    slug: str  # never changes: it tells whether the case has been made
    municipality: str
    title: str
    company: str
    trigger: Trigger
    notice: int  # days before today
    affected: int | None
    responsible: str
    deputy: str
    visibility: Visibility = Visibility.INTERNAL
    diary_number: str = ""
    description: str = ""
    secrecy_provision: str = ""
    opened: int = 0
    steps: Sequence[Step] = field(default_factory=tuple)
