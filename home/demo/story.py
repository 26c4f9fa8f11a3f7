"""What a demo case is told in: days since the notice, and what people did on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from cases.group_kinds import ActorKind, GroupKind, GroupRole
from cases.states import State as CaseState
from cases.states import Trigger, Visibility
from figures.clock_kinds import DateKind
from figures.supplier_states import SupplierState
from guide.model import Industry, MeasureGroup
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
    files: "Sequence[Paper | Chart]" = ()


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A file of one page with lines of text."""

    name: str
    lines: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A picture of bars: what each is called (the font has no å, ä, ö), and its number."""

    name: str
    alt: str
    bars: Sequence[tuple[str, int]]


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
class Told(Step):
    """The closed case is put in the library, with all its measures."""

    title: str
    industry: Industry
    summary: str
    lessons: str
    differently: str
    share_percent: Decimal | None = None
    names_company: bool = False


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
class Wave(Step):
    """A notice wave, told of on the day it was given."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Counts(Step):
    """What a source said of a wave: the ten numbers in their order, None for what it did not say."""

    source: str
    numbers: Sequence[int | None]
    wave: int = 1
    others: Mapping[str, str] = field(default_factory=dict)  # column → another source
    late: int = 2  # days until it was entered


@dataclass(frozen=True, kw_only=True)
class Followed(Step):
    """An indicator of the ready set. Years are counted from the year of the notice.

    `values` are year, value and the number of jobs behind it, if that is known.
    """

    key: str
    baseline: tuple[int, str, int | None]
    target: tuple[int, str]
    values: Sequence[tuple[int, str, int | None]] = ()


@dataclass(frozen=True, kw_only=True)
class Seats:
    """Someone in a group: a user by key in the cast, or a contact of the municipality."""

    user: str = ""
    name: str = ""
    title: str = ""
    organisation: str = ""
    kind: ActorKind | None = None
    phone: str = ""
    role: GroupRole = GroupRole.MEMBER
    mandate: str = ""
    deputy: str = ""
    left: int | None = None  # the day the contact left their organisation


@dataclass(frozen=True, kw_only=True)
class Produces:
    """An analysis or a plan of a group; `responsible` is a member's user key."""

    title: str
    responsible: str
    due: int
    done: int | None = None


@dataclass(frozen=True, kw_only=True)
class Formed(Step):
    """A group with those who sit in it and what it is to produce."""

    kind: GroupKind
    task: str = ""
    until: int | None = None
    members: Sequence[Seats] = ()
    produces: Sequence[Produces] = ()


@dataclass(frozen=True, kw_only=True)
class Supplies(Step):
    """A supplier of the employer."""

    name: str
    state: SupplierState
    town: str = ""
    share: str = ""
    employees: int | None = None
    at_risk: int | None = None
    redundant: int | None = None
    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class Aim(Step):
    """A goal of a measure, and what came out of it on later days."""

    on: str
    indicator: str
    target: str
    reached_by: int
    baseline: str = "0"
    source: str = "Kommunens egen räkning"
    results: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True, kw_only=True)
class Paid(Step):
    """A funder of a measure: crowns applied for, granted on a day, and used with what for."""

    on: str
    funder: str
    applied: int
    granted: tuple[int, int] | None = None  # day, crowns
    costs: Sequence[tuple[int, int, str]] = ()  # day, crowns, what


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
