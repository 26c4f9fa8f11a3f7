"""The report as frozen data: all that a reader will see, and nothing that must be looked up.

The builder fills it with one pass of queries; the templates, the PDF, the attached files and the
archive are made from it alone. Every text is plain text in Swedish; a line break is a line break.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

from core.charts import Chart, DataTable
from core.days import day_words, month_words
from figures.drawing import days_table, draw_latest, draw_over_time, latest_table
from figures.masking import hidden_words
from figures.published import Published
from figures.timeline import TimelineRow, draw_timeline
from reports import frozen

# Goes up when a field gets another meaning; old issued reports keep the number they were made with.
SCHEMA = 1
# Characters that stand beside each other in a table over a page's breadth.
WIDEST_WORDS = 80


class Kind(Enum):
    STATUS_REPORT = "STATUS_REPORT"
    SUMMARY = "SUMMARY"
    FINAL_REPORT = "FINAL_REPORT"
    FUNDER_REPORT = "FUNDER_REPORT"
    LOGBOOK = "LOGBOOK"
    GUIDE_LOGBOOK = "GUIDE_LOGBOOK"
    TIME_LOGBOOK = "TIME_LOGBOOK"
    PLAN = "PLAN"
    SITUATION = "SITUATION"
    COUNTY_REPORT = "COUNTY_REPORT"

    @property
    def label(self) -> str:
        return _LABELS[self][0]

    @property
    def slug(self) -> str:
        """The label as a part of a file's name."""
        return _LABELS[self][1]

    @property
    def has_recipient(self) -> bool:
        """Whether it is written to somebody, and not only taken out."""
        return self not in LOGBOOKS


_LABELS = {
    Kind.STATUS_REPORT: ("Lägesrapport", "lagesrapport"),
    Kind.SUMMARY: ("Ensidig sammanfattning", "sammanfattning"),
    Kind.FINAL_REPORT: ("Slutrapport", "slutrapport"),
    Kind.FUNDER_REPORT: ("Underlag till finansiär", "finansiar"),
    Kind.LOGBOOK: ("Loggbok", "loggbok"),
    Kind.GUIDE_LOGBOOK: ("Loggbok enligt guiden", "loggbok-guiden"),
    Kind.TIME_LOGBOOK: ("Loggbok i tidsordning", "loggbok-tid"),
    Kind.PLAN: ("Genomförandeplan", "genomforandeplan"),
    Kind.SITUATION: ("Lägesbild", "lagesbild"),
    Kind.COUNTY_REPORT: ("Länsrapport", "lansrapport"),
}
# A beginning to write on, made of what the case knows. It is working material and never issued.
BEGINNINGS = frozenset({Kind.SITUATION})
# What tells of one case, and may be issued of it.
ISSUABLE = tuple(kind for kind in Kind if kind not in BEGINNINGS | {Kind.COUNTY_REPORT})
# Where readers get to see the figures; the next of these to them is masked with the last in mind.
WITH_FIGURES = frozenset({Kind.STATUS_REPORT, Kind.SUMMARY, Kind.FINAL_REPORT})
LOGBOOKS = frozenset({Kind.LOGBOOK, Kind.GUIDE_LOGBOOK, Kind.TIME_LOGBOOK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """The sender's logo: a PNG as base64, its size in pixels and the words that stand for it."""

    alt: str
    width: int
    height: int
    png: str

    @property
    def url(self) -> str:
        return f"data:image/png;base64,{self.png}"

    @property
    def content(self) -> bytes:
        return base64.b64decode(self.png)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands at the top of the first page. An empty text or None leaves its line out.

    `secrecy` is the whole sentence of a secrecy mark: provision, day and authority. `replaces` is
    the report that this one withdraws: its number and day. `exercise` is the whole sentence that says
    that nothing told here has happened. `readers` says whom it is for, `copy_of` which report it is a
    masked copy of, and `masking_decided` who decided that and when.
    """

    municipality: str
    document_type: str
    day: date
    diary_number: str = ""
    report_number: str = ""
    officer: str = ""
    officer_contact: str = ""
    recipient: str = ""
    case_number: str = ""
    case_title: str = ""
    period_from: date | None = None
    period_to: date | None = None
    stop_on: date | None = None
    secrecy: str | None = None
    replaces: str = ""
    replaced_because: str = ""
    exercise: str = ""
    logo: Logo | None = None
    readers: str = ""
    copy_of: str = ""
    masking_decided: str = ""

    ADDED: ClassVar[tuple[str, ...]] = (
        "replaces",
        "replaced_because",
        "exercise",
        "logo",
        "readers",
        "copy_of",
        "masking_decided",
    )
    SILENT: ClassVar[tuple[str, ...]] = ("logo",)

    @property
    def period(self) -> str:
        return day_words(self.period_from, self.period_to)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The lines as terms and values, for forms without a layout of their own."""
        lines = (
            ("Avsändare", self.municipality),
            ("Övning", self.exercise),
            ("Sekretess", self.secrecy or ""),
            ("Utlämnandekopia av", self.copy_of),
            ("Beslut om maskning", self.masking_decided),
            ("Läsare", self.readers),
            ("Datum", self.day.isoformat()),
            ("Diarienummer", self.diary_number),
            ("Rapport", self.report_number),
            ("Ersätter", f"{self.replaces}. {self.replaced_because}" if self.replaces else ""),
            ("Handläggare", self.officer),
            ("Mottagare", self.recipient),
            ("Ärende", f"{self.case_number} {self.case_title}".strip()),
            ("Period", self.period),
        )
        return [(term, value) for term, value in lines if value]


EXERCISE = "Övning: det som står här har inte hänt."
EXERCISE_TITLE = "Övning: "


def secrecy_mark(is_restricted: bool, provision: str, *, day: date, authority: str) -> str | None:
    """The mark on what is not public: provision, day and authority (OSL 2009:400, 5 kap. 5 §)."""
    if not is_restricted:
        return None
    by = f" enligt {provision}" if provision else ""
    return f"Sekretess{by}, {day_words(day)}, {authority}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; empty lines part it into paragraphs."""

    TAG: ClassVar[str] = "paragraph"
    text: str

    @property
    def parts(self) -> list[str]:
        return [part for part in re.split(r"\n\s*\n", self.text.strip("\r\n")) if part.strip()]


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading one level below the section's own."""

    TAG: ClassVar[str] = "subheading"
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and its value; with `url` the value is a link."""

    term: str
    value: str
    url: str = ""

    def __post_init__(self) -> None:
        _check_url(self.url)


@dataclass(frozen=True, slots=True)
class Facts:
    TAG: ClassVar[str] = "facts"
    facts: tuple[Fact, ...]

    @property
    def is_short(self) -> bool:
        """Whether the terms may float beside their values: only in a list kept on one page, since
        a float that is moved to the next page falls out of the PDF's structure."""
        return sum(len(fact.term) + len(fact.value) + 40 for fact in self.facts) < 1500


@dataclass(frozen=True, slots=True)
class NumberedList:
    TAG: ClassVar[str] = "numbered_list"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlainList:
    TAG: ClassVar[str] = "plain_list"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    numeric: bool = False


class Cell(NamedTuple):
    text: str
    is_header: bool
    numeric: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A true table. With `row_headers` the first cell of each row is the header of that row."""

    TAG: ClassVar[str] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    row_headers: bool = True

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"Table {self.caption!r}: row {number} has {len(row)} cells, "
                    f"there are {len(self.columns)} columns"
                )

    @property
    def is_broad(self) -> bool:
        """Whether so many columns need smaller type to stand beside each other on paper."""
        return len(self.columns) > 7

    @property
    def keeps_words(self) -> bool:
        """Whether the longest words of all columns fit beside each other, so that none is broken."""
        labels = tuple(column.label for column in self.columns)
        columns = zip(labels, *self.rows, strict=True)
        return sum(max(map(_longest_word, column)) for column in columns) <= WIDEST_WORDS

    @property
    def cells(self) -> list[list[Cell]]:
        """The rows with what a template must know about each cell."""
        return [
            [
                Cell(text, is_header=self.row_headers and place == 0, numeric=column.numeric)
                for place, (text, column) in enumerate(zip(row, self.columns, strict=True))
            ]
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideEntry:
    """One dated sentence in the guide's table. `attachments` are names with sizes."""

    ADDED: ClassVar[tuple[str, ...]] = ("attachments", "is_internal")
    starts_on: date
    ends_on: date | None = None
    text: str
    result: str = ""
    corrected_on: date | None = None
    attachments: tuple[str, ...] = ()
    is_internal: bool = False

    @property
    def when(self) -> str:
        return day_words(self.starts_on, self.ends_on)

    @property
    def is_short(self) -> bool:
        """Whether the sentence is kept whole on one page."""
        return len(self.text) + len(self.result) + _length(self.attachments) < 700


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideRow:
    """A main activity and what was done. Without a number: work not tied to a main activity."""

    number: int | None
    name: str
    entries: tuple[GuideEntry, ...] = ()
    note: str = ""

    @property
    def label(self) -> str:
        return self.name if self.number is None else f"Huvudaktivitet {self.number}: {self.name}"

    @property
    def is_short(self) -> bool:
        """Whether the row is short enough to be kept whole on one page (about a third of it)."""
        lengths = (len(e.text) + len(e.result) + _length(e.attachments) for e in self.entries)
        return sum(length + 60 for length in lengths) + len(self.name) < 1200


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideMeasure:
    heading: str
    rows: tuple[GuideRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideTable:
    """The logbook as the guide has it: two columns, main activities grouped under each measure."""

    TAG: ClassVar[str] = "guide_table"
    COLUMNS: ClassVar[tuple[str, str]] = ("Insats", "Vad har gjorts och när")
    caption: str = "Loggbok enligt Omställningsguiden"
    measures: tuple[GuideMeasure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A log entry as it read when the report was made: its newest wording, never an older one.

    `attachments` are names with sizes; the files themselves stay in the logbook.
    """

    ADDED: ClassVar[tuple[str, ...]] = ("attachments", "is_internal")
    starts_on: date
    ends_on: date | None = None
    text: str
    result: str = ""
    participants: str = ""
    measure: str = ""
    main_activity: str = ""
    by_system: bool = False
    corrected_on: date | None = None
    attachments: tuple[str, ...] = ()
    is_internal: bool = False

    @property
    def when(self) -> str:
        return day_words(self.starts_on, self.ends_on)

    @property
    def where(self) -> str:
        """Which measure and main activity it belongs to, as one line."""
        return " – ".join(part for part in (self.measure, self.main_activity) if part)

    @property
    def month(self) -> str:
        return month_words(self.starts_on)

    @property
    def is_short(self) -> bool:
        """Whether the entry is kept whole on one page."""
        told = len(self.text) + len(self.result) + len(self.participants)
        return told + _length(self.attachments) < 900


@dataclass(frozen=True, slots=True)
class Entries:
    """The log in time order. The entries are put in order here, whatever order they come in."""

    TAG: ClassVar[str] = "entries"
    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        in_order = tuple(sorted(self.entries, key=lambda entry: entry.starts_on))
        object.__setattr__(self, "entries", in_order)

    @property
    def months(self) -> list[tuple[str, list[Entry]]]:
        """The entries by the month in which they began, oldest first."""
        return [(month, list(group)) for month, group in groupby(self.entries, lambda e: e.month)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is known of those given notice, as it may leave the case. What is hidden is not here."""

    TAG: ClassVar[str] = "figures"
    figures: Published

    @property
    def charts(self) -> list[Chart]:
        drawn = (
            draw_latest(self.figures, key="diagram-laget"),
            draw_over_time(self.figures, key="diagram-over-tid"),
        )
        return [chart for chart in drawn if chart]

    @property
    def tables(self) -> list["Table"]:
        """The numbers behind the charts; day by day only when there are several days."""
        found = [latest_table(self.figures)]
        if len(self.figures.days) > 1:
            found.append(days_table(self.figures))
        return [_table(table) for table in found]

    @property
    def about_hidden(self) -> str:
        return hidden_words(self.figures.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Phases and measures as bars along the calendar, up to the stop date."""

    TAG: ClassVar[str] = "timeline"
    key: str
    title: str
    stop_on: date
    rows: tuple[TimelineRow, ...]

    @property
    def chart(self) -> Chart:
        return draw_timeline(
            self.rows, key=self.key, title=self.title, stop=self.stop_on, stop_words="stoppdatum"
        )

    @property
    def table(self) -> Table:
        """The chart's days in words."""
        return _table(self.chart.table)


@dataclass(frozen=True, slots=True)
class Empty:
    """The sentence that stands where a section has no data."""

    TAG: ClassVar[str] = "empty"
    sentence: str


@dataclass(frozen=True, slots=True)
class Masked:
    """What stands in a disclosure copy where a part is secret: the provision, never the part."""

    TAG: ClassVar[str] = "masked"
    provision: str

    @property
    def words(self) -> str:
        return f"Maskat: {self.provision}"


Block = (
    Paragraph
    | Subheading
    | Facts
    | NumberedList
    | PlainList
    | Table
    | GuideTable
    | Entries
    | Figures
    | Timeline
    | Empty
    | Masked
)


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part. `key` is stable and a–z with hyphens; `number` is "1" … or empty."""

    key: str
    heading: str
    blocks: tuple[Block, ...]
    number: str = ""

    @property
    def is_empty(self) -> bool:
        return all(isinstance(block, Empty) for block in self.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureStanding:
    """How far a measure had come. `key` tells it from others with the same title."""

    key: int
    title: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the case stood when the report was made: what the next report is compared with.

    `phase` is 1–5, or 0 before the first. `decisions` are those that the report proposed, `figures` what its
    readers got to see of the figures.
    """

    ADDED: ClassVar[tuple[str, ...]] = ("figures",)
    phase: int
    measures: tuple[MeasureStanding, ...] = ()
    decisions: tuple[str, ...] = ()
    figures: Published | None = None


class Paper:
    """What becomes a page and a PDF: a head, a title and headed parts. `slug` names its kind."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def title(self) -> str: ...
        @property
        def head(self) -> Head: ...
        @property
        def sections(self) -> tuple[Section, ...]: ...

    @property
    def slug(self) -> str:
        raise NotImplementedError

    def blocks(self) -> Iterator[Block]:
        for section in self.sections:
            yield from section.blocks

    def log(self) -> tuple[Entry, ...]:
        """Every log entry in the paper, in time order: what the attached CSV holds."""
        found = (b.entries for b in self.blocks() if isinstance(b, Entries))
        return Entries(_joined(found)).entries

    def to_data(self) -> dict[str, Any]:
        """Plain JSON data, as for a JSON column."""
        data: dict[str, Any] = frozen.thaw(self)
        return data

    def to_json(self) -> str:
        """Canonical JSON: the same paper gives the same text, so it can be hashed."""
        return frozen.canonical(self.to_data())


@dataclass(frozen=True, slots=True)
class Report(Paper):
    ADDED: ClassVar[tuple[str, ...]] = ("standing",)
    kind: Kind
    title: str
    head: Head
    sections: tuple[Section, ...]
    schema: int = SCHEMA
    standing: Standing | None = None

    def __post_init__(self) -> None:
        keys = [section.key for section in self.sections]
        if len(keys) != len(set(keys)):
            raise ValueError(f"Section keys are not unique: {keys}")

    def section(self, key: str) -> Section:
        """The section with that key. Raises KeyError."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    @property
    def slug(self) -> str:
        return self.kind.slug

    def entries_told(self) -> int:
        """How many log entries it tells: in its log, or else in the guide's table."""
        tables = [block for block in self.blocks() if isinstance(block, GuideTable)]
        rows = (row for table in tables for measure in table.measures for row in measure.rows)
        return max(len(self.log()), sum(len(row.entries) for row in rows))

    @classmethod
    def from_data(cls, data: Any) -> Self:
        """Raises frozen.NotFrozen when data are not a report of this schema."""
        report: Self = frozen.freeze(cls, data)
        if report.schema != SCHEMA:
            raise frozen.NotFrozen(f"report.schema: expected {SCHEMA}, got {report.schema}")
        return report

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        try:
            return cls.from_data(json.loads(text))
        except json.JSONDecodeError as error:
            raise frozen.NotFrozen(f"report: {error}") from error


def _table(table: DataTable) -> Table:
    first, *others = table.columns
    return Table(
        caption=table.caption,
        columns=(Column(first), *(Column(label, numeric=True) for label in others)),
        rows=table.rows,
    )


def _joined(parts: Iterable[tuple[Entry, ...]]) -> tuple[Entry, ...]:
    return tuple(entry for part in parts for entry in part)


def _longest_word(text: str) -> int:
    """Sums such as 1 800 000 kr are held together by hard spaces."""
    return max(map(len, text.split(" ")), default=0)


def _length(names: tuple[str, ...]) -> int:
    return sum(len(name) + 2 for name in names)


def _check_url(url: str) -> None:
    if url and not url.startswith(("https://", "http://", "mailto:")):
        raise ValueError(f"Not a link that a report may have: {url!r}")
