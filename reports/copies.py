"""A disclosure copy of a report: what can be masked in it, and the copy without what was. Pure.

The copy is made anew from the frozen data, and every form of it from the copy, so what is masked is
nowhere in them (docs/decisions/0077).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from textwrap import shorten
from typing import Any

from reports import frozen
from reports.model import (
    Block,
    Entries,
    Entry,
    Fact,
    Facts,
    Figures,
    GuideEntry,
    GuideMeasure,
    GuideTable,
    Masked,
    NumberedList,
    Paragraph,
    PlainList,
    Report,
    Section,
    Table,
    Timeline,
)

# Keys of the parts of the head.
TITLE, RECIPIENT, REASON = "rubrik", "mottagare", "skal"
HEAD = "Rapportens huvud"
LONGEST_EXCERPT = 140
# So many words in a row are no chance.
RUN = 6

Masks = Mapping[str, str]
Identity = tuple[date, date | None, str]


@dataclass(frozen=True)
class Part:
    """Something that can be masked by itself. `key` is stable within its report."""

    key: str
    label: str
    excerpt: str


@dataclass(frozen=True)
class PartsOfSection:
    """A section as a whole, and the parts that first stand in it."""

    heading: str
    whole: Part | None
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Leftover:
    """A text of the copy that tells what is masked elsewhere."""

    place: str
    excerpt: str


def parts_of(report: Report) -> list[PartsOfSection]:
    """All that can be masked, in the report's order; a log entry stands once, wherever it is told."""
    masker = _Masker(report, {})
    masker.copy()
    return masker.sections


def masked_copy(report: Report, masks: Masks) -> Report:
    """The report with each part of `masks` (key → provision) replaced by a mark."""
    return _Masker(report, masks).copy()


def leftovers(report: Report, masks: Masks) -> list[Leftover]:
    """Where the copy still tells what is masked: a whole text, or RUN words of it in a row."""
    masker = _Masker(report, masks)
    copy = masker.copy()
    whole, runs = _traces(masker.removed)
    found: dict[tuple[str, str], None] = {}
    for place, text in _texts(copy):
        plain = _plain(text)
        if any(each in plain for each in whole) or not runs.isdisjoint(_runs(plain)):
            found[place, shorten(text, LONGEST_EXCERPT, placeholder=" …")] = None
    return [Leftover(place, excerpt) for place, excerpt in found]


@dataclass
class _Masker:
    """Walks a report once: names its parts, masks those chosen, keeps what was removed."""

    report: Report
    masks: Masks
    sections: list[PartsOfSection] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    _named: dict[str, Part] = field(default_factory=dict)
    _new: list[Part] = field(default_factory=list)
    _around: str = ""

    def copy(self) -> Report:
        self._numbers = _numbered_entries(self.report)
        head, title = self._head()
        sections = tuple(self._section(section) for section in self.report.sections)
        return replace(self.report, title=title, head=head, sections=sections, standing=None)

    def _head(self) -> tuple[Any, str]:
        head, title = self.report.head, self.report.title
        self._new = []
        if words := self._take(TITLE, "Rubrik och ärendets namn", title, head.case_title):
            head, title = replace(head, case_title=words), f"{head.document_type}. {words}"
        if head.recipient and (words := self._take(RECIPIENT, "Mottagare", head.recipient)):
            head = replace(head, recipient=words)
        because = head.replaced_because
        if because and (words := self._take(REASON, "Skäl till ersättningen", because)):
            head = replace(head, replaced_because=words)
        self.sections.append(PartsOfSection(HEAD, None, tuple(self._new)))
        return head, title

    def _section(self, section: Section) -> Section:
        """What is inside is walked too when all of it is masked, so that it is known as removed."""
        self._new = []
        self._around = self.masks.get(section.key, "")
        heading = f"{section.number} {section.heading}".strip()
        blocks = tuple(
            self._block(block, f"{section.key}.{place}")
            for place, block in enumerate(section.blocks)
        )
        whole = None if section.is_empty else Part(section.key, "Hela avsnittet", "")
        self.sections.append(PartsOfSection(heading, whole, tuple(self._new)))
        provision, self._around = self._around, ""
        return (
            replace(section, blocks=(Masked(provision),))
            if provision
            else replace(section, blocks=blocks)
        )

    def _take(self, key: str, label: str, *texts: str) -> str:
        """Name the part; the mark that stands for it when it is masked, else nothing."""
        if key not in self._named:
            told = " ".join(texts[0].split())
            part = Part(key, label, shorten(told, LONGEST_EXCERPT, placeholder=" …"))
            self._named[key] = part
            self._new.append(part)
        provision = self._around or self.masks.get(key, "")
        if not provision:
            return ""
        self.removed += [text for text in texts if text]
        return Masked(provision).words

    def _block(self, block: Block, key: str) -> Block:
        match block:
            case Paragraph():
                words = self._take(key, "Stycke", block.text)
                return Masked(words.partition(": ")[2]) if words else block
            case NumberedList() | PlainList():
                return replace(block, items=tuple(self._items(block.items, key)))
            case Facts():
                return Facts(tuple(self._facts(block.facts, key)))
            case Table():
                return replace(block, rows=tuple(self._rows(block, key)))
            case Figures():
                words = self._take(key, "Siffrorna med diagram", "Tabeller och diagram")
                return Masked(words.partition(": ")[2]) if words else block
            case Timeline():
                words = self._take(key, "Tidslinje", block.title, *(r.label for r in block.rows))
                return Masked(words.partition(": ")[2]) if words else block
            case Entries():
                return Entries(tuple(map(self._entry, block.entries)))
            case GuideTable():
                return replace(block, measures=tuple(self._measures(block.measures, key)))
        return block

    def _items(self, items: Iterable[str], key: str) -> Iterator[str]:
        for number, item in enumerate(items, start=1):
            yield self._take(f"{key}.{number}", "Punkt", item) or item

    def _facts(self, facts: Iterable[Fact], key: str) -> Iterator[Fact]:
        for number, fact in enumerate(facts, start=1):
            told = f"{fact.term}: {fact.value}"
            words = self._take(f"{key}.{number}", "Uppgift", told, fact.value)
            yield Fact("Uppgift", words) if words else fact

    def _rows(self, table: Table, key: str) -> Iterator[tuple[str, ...]]:
        for number, row in enumerate(table.rows, start=1):
            told = " · ".join(cell for cell in row if cell)
            words = self._take(f"{key}.{number}", "Rad i tabell", told, *filter(_is_told, row))
            yield (words, *("" for _ in row[1:])) if words else row

    def _entry(self, entry: Entry) -> Entry:
        words = self._take(
            self._entry_key(entry),
            f"Loggpost {entry.when}",
            entry.text,
            entry.result,
            entry.participants,
            *entry.attachments,
        )
        if not words:
            return entry
        return Entry(starts_on=entry.starts_on, ends_on=entry.ends_on, text=words)

    def _guide_entry(self, entry: GuideEntry) -> GuideEntry:
        texts = (entry.text, entry.result, *entry.attachments)
        words = self._take(self._entry_key(entry), f"Loggpost {entry.when}", *texts)
        if not words:
            return entry
        return GuideEntry(starts_on=entry.starts_on, ends_on=entry.ends_on, text=words)

    def _measures(self, measures: Iterable[GuideMeasure], key: str) -> Iterator[GuideMeasure]:
        for number, measure in enumerate(measures, start=1):
            names = (row.name for row in measure.rows)
            around = self._around
            words = self._take(
                f"{key}.{number}", "Insatsen med alla poster", measure.heading, *names
            )
            self._around = words.partition(": ")[2] or around
            rows = tuple(
                replace(row, entries=tuple(map(self._guide_entry, row.entries)))
                for row in measure.rows
            )
            self._around = around
            yield GuideMeasure(heading=words) if words else replace(measure, rows=rows)

    def _entry_key(self, entry: Entry | GuideEntry) -> str:
        return f"post-{self._numbers[_identity(entry)]}"


def _identity(entry: Entry | GuideEntry) -> Identity:
    return entry.starts_on, entry.ends_on, entry.text


def _numbered_entries(report: Report) -> dict[Identity, int]:
    """The log entries of a report by day, each with its number, however often it is told."""
    found: dict[Identity, None] = {}
    for block in report.blocks():
        if isinstance(block, Entries):
            found |= dict.fromkeys(map(_identity, block.entries))
        elif isinstance(block, GuideTable):
            rows = (row for measure in block.measures for row in measure.rows)
            found |= dict.fromkeys(_identity(entry) for row in rows for entry in row.entries)
    in_order = sorted(found, key=lambda each: (each[0], each[1] or each[0], each[2]))
    return {identity: number for number, identity in enumerate(in_order, start=1)}


def _is_told(text: str) -> bool:
    """Whether a cell says something of its own, as dates, numbers and states do not."""
    return len(text.split()) > 2


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _traces(removed: Iterable[str]) -> tuple[list[str], set[str]]:
    """What to look for: short texts whole, long ones by runs of words."""
    whole, runs = set(), set()
    for text in map(_plain, removed):
        if found := set(_runs(text)):
            runs |= found
        elif " " in text or len(text) > 11:
            whole.add(text)
    return sorted(whole), runs


def _runs(text: str) -> Iterator[str]:
    words = re.findall(r"\w+", text)
    for first in range(len(words) - RUN + 1):
        yield " ".join(words[first : first + RUN])


def _texts(report: Report) -> Iterator[tuple[str, str]]:
    """Every text of the report with where it stands."""
    head = (report.title, *_strings(frozen.thaw(report.head)))
    yield from ((HEAD, text) for text in head)
    for section in report.sections:
        heading = f"{section.number} {section.heading}".strip()
        for block in section.blocks:
            yield from ((heading, text) for text in _strings(frozen.thaw(block)))


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)
