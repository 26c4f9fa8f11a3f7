"""Reads the guide's files once and hands out the guide: `guide()`."""

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path

from core.sorting import swedish_key
from guide.causes import Cause
from guide.model import (
    CaseFact,
    CatalogueMeasure,
    Example,
    ExampleAction,
    ExpectedDocument,
    Figure,
    FirstStep,
    Funder,
    GroupGuide,
    Guide,
    Industry,
    MeasureGroup,
    MeasureSize,
    Origin,
    PhaseGuide,
    Question,
    Source,
    Step,
    Term,
    Use,
    When,
)
from guide.phases import Phase
from guide.records import ContentError, Record, read

__all__ = [
    "CatalogueMeasure",
    "ContentError",
    "Example",
    "Guide",
    "MeasureGroup",
    "Origin",
    "PhaseGuide",
    "Question",
    "Term",
    "guide",
    "load",
]

CONTENT = Path(__file__).parent / "content"
QUESTION_KEY = re.compile(r"[1-5](-[a-z0-9]+)+")
DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")
FILE_KEY = re.compile(r"[a-z]+(_[a-z]+)*")


@cache
def guide() -> Guide:
    """The guide. Read from disk the first time, then the same object."""
    return load(CONTENT)


def load(folder: Path) -> Guide:
    """Read the guide from `folder`. Raises ContentError, with file and field, if it is faulty."""
    with read(folder / "phases.toml") as file:
        version = file.text("version")
        phases = [_phase(record) for record in file.records("phases")]
        groups = tuple(_group(record) for record in file.records("groups"))
    with read(folder / "first_days.toml") as file:
        first_steps = tuple(_first_step(record) for record in file.records("items"))
    with read(folder / "measures.toml") as file:
        measures = tuple(_measure(record) for record in file.records("measures"))
    with read(folder / "examples.toml") as file:
        examples = tuple(_example(record) for record in file.records("examples"))
    with read(folder / "glossary.toml") as file:
        terms = [_term(record) for record in file.records("terms")]
    _check_phases(phases)
    _unique("first_days.toml", (step.key for step in first_steps))
    _check_examples(measures, examples)
    _check_catalogue(measures, examples)
    _check_terms(terms)
    return Guide(
        version=version,
        phases={phase.phase: phase for phase in phases},
        groups=groups,
        first_steps=first_steps,
        measures=measures,
        examples=examples,
        terms=tuple(sorted(terms, key=lambda term: swedish_key(term.term))),
    )


def _phase(record: Record) -> PhaseGuide:
    with record:
        phase = record.choice("number", Phase)
        return PhaseGuide(
            phase=phase,
            purpose=record.text("purpose"),
            result=record.text("result"),
            result_origin=record.choice("result_origin", Origin),
            who=record.text("who"),
            about=record.texts("about"),
            steps=tuple(_step(step) for step in record.records("steps")),
            documents=tuple(_document(document) for document in record.records("documents")),
            all_questions=tuple(
                question
                for area in record.records("areas")
                for question in _questions_of(area, phase)
            ),
            sources=_sources(record),
        )


def _questions_of(record: Record, phase: Phase) -> list[Question]:
    with record:
        area = record.text("title")
        return [_question(question, phase, area) for question in record.records("questions")]


def _question(record: Record, phase: Phase, area: str) -> Question:
    with record:
        key = record.slug("key", QUESTION_KEY)
        if not key.startswith(f"{phase.value}-"):
            raise record.error(f"'key' is {key!r} but the question stands in phase {phase.value}")
        return Question(
            key=key,
            phase=phase,
            area=area,
            text=record.text("text"),
            help=record.text("help"),
            origin=record.choice("origin", Origin, default=Origin.OWN),
            parts=record.texts("parts", optional=True),
            retired=record.flag("retired"),
        )


def _step(record: Record) -> Step:
    with record:
        return Step(title=record.text("title"), text=record.text("text"))


def _first_step(record: Record) -> FirstStep:
    with record:
        return FirstStep(
            key=record.slug("key"),
            title=record.text("title"),
            help=record.text("help"),
            sentence=record.text("sentence"),
            known_by=record.choice_or_none("known_by", CaseFact),
        )


def _document(record: Record) -> ExpectedDocument:
    with record:
        return ExpectedDocument(
            key=record.slug("key", FILE_KEY),
            title=record.text("title"),
            text=record.text("text"),
            origin=record.choice("origin", Origin, default=Origin.OWN),
        )


def _group(record: Record) -> GroupGuide:
    with record:
        return GroupGuide(
            key=record.slug("key", FILE_KEY),
            name=record.text("name"),
            task=record.text("task"),
            members=record.text("members"),
            decides=record.text("decides"),
            size=record.text("size", default=""),
        )


def _measure(record: Record) -> CatalogueMeasure:
    with record:
        return CatalogueMeasure(
            number=record.number("number"),
            key=record.slug("key"),
            group=record.choice("group", MeasureGroup),
            title=record.text("title"),
            description=record.text("description"),
            actors=record.texts("actors"),
            funding=record.text("funding"),
            indicators=record.texts("indicators"),
            starts=record.choice("starts", Phase),
            ends=record.choice("ends", Phase),
            origin=record.choice("origin", Origin),
            favours_single_company=record.flag("favours_single_company"),
            who=record.text("who"),
            cost=record.text("cost"),
            cost_sources=tuple(
                _source(source) for source in record.records("cost_sources", optional=True)
            ),
            funders=record.choices("funders", Funder),
            size=record.choice("size", MeasureSize),
            causes=record.choices("causes", Cause, default=tuple(Cause)),
            from_affected=record.number_or_none("from_affected") or 0,
            used=tuple(_use(use) for use in record.records("used", optional=True)),
        )


def _use(record: Record) -> Use:
    with record:
        return Use(example=record.text("example"), went=record.text("went"))


def _example(record: Record) -> Example:
    with record:
        return Example(
            slug=record.slug("slug"),
            title=record.text("title"),
            place=record.text("place"),
            municipality=record.text("municipality"),
            county=record.text("county"),
            company=record.text("company"),
            industry=record.text("industry"),
            industry_kind=record.choice("industry_kind", Industry),
            cause=record.choice_or_none("cause", Cause),
            affected=record.number_or_none("affected"),
            share_percent=_decimal(record, "share_percent"),
            year=record.number_or_none("year"),
            until=record.number_or_none("until"),
            in_guide=record.flag("in_guide"),
            summary=record.text("summary"),
            trigger=record.text("trigger"),
            jobs_lost=tuple(_figure(figure) for figure in record.records("jobs_lost")),
            share=record.text("share", default=""),
            actors=record.texts("actors"),
            actions=tuple(_action(action) for action in record.records("actions")),
            outcomes=record.texts("outcomes", optional=True),
            lesson=record.text("lesson"),
            sources=_sources(record),
        )


def _figure(record: Record) -> Figure:
    with record:
        return Figure(
            count=record.text("count"),
            what=record.text("what"),
            source=Source(title=record.text("title"), url=record.url("url")),
        )


def _decimal(record: Record, name: str) -> Decimal | None:
    """A decimal number, written as text so that it is kept to the digit."""
    text = record.text(name, default="")
    if text and not DECIMAL.fullmatch(text):
        raise record.error(f"{name!r} is {text!r}, which is no number")
    return Decimal(text) if text else None


def _action(record: Record) -> ExampleAction:
    with record:
        action = ExampleAction(
            text=record.text("text"),
            when=_when(record),
            group=record.choice_or_none("group", MeasureGroup),
            measure=record.text("measure", default="") or None,
            activity=record.text("activity", default=""),
        )
        if bool(action.measure) != bool(action.activity):
            raise record.error("'measure' and 'activity' go together")
        return action


def _when(record: Record) -> When | None:
    first, last = record.day_or_none("from"), record.day_or_none("to")
    if first is None and last is None:
        return None
    if first is None or (last is not None and last < first):
        raise record.error("'to' must follow 'from'")
    return When(first, last or first)


def _sources(record: Record) -> tuple[Source, ...]:
    return tuple(_source(source) for source in record.records("sources"))


def _source(record: Record) -> Source:
    with record:
        return Source(title=record.text("title"), url=record.url("url"))


def _term(record: Record) -> Term:
    with record:
        return Term(
            key=record.slug("key"),
            term=record.text("term"),
            also=record.texts("also", optional=True),
            explanation=record.text("explanation"),
            identifier=record.text("identifier", default=""),
            see=record.texts("see", optional=True),
        )


def _check_phases(phases: list[PhaseGuide]) -> None:
    if [phase.phase for phase in phases] != list(Phase):
        raise ContentError("phases.toml: phases 1 to 5 must stand there once each, in order")
    _unique("phases.toml", (question.key for phase in phases for question in phase.all_questions))
    for phase in phases:
        _unique(f"phases.toml, phase {phase.number}", (area.title for area in phase.areas))


def _check_catalogue(measures: tuple[CatalogueMeasure, ...], examples: tuple[Example, ...]) -> None:
    _unique("measures.toml", (measure.key for measure in measures))
    slugs = {example.slug for example in examples}
    for place, measure in enumerate(measures, start=1):
        where = f"measures.toml, {measure.key}"
        if measure.number != place:
            raise ContentError(f"{where}: 'number' is {measure.number}, stands as number {place}")
        if measure.starts > measure.ends:
            raise ContentError(f"{where}: 'starts' is after 'ends'")
        _unique(where, measure.seen_in)
        for slug in measure.seen_in:
            if slug not in slugs:
                raise ContentError(f"{where}: 'used' names the unknown example {slug!r}")
    uses = {(slug, measure.key) for measure in measures for slug in measure.seen_in}
    for example in examples:
        for action in example.actions:
            if action.measure and (example.slug, action.measure) not in uses:
                raise ContentError(
                    f"measures.toml, {action.measure}: 'used' does not tell of {example.slug!r}"
                )


def _check_examples(measures: tuple[CatalogueMeasure, ...], examples: tuple[Example, ...]) -> None:
    _unique("examples.toml", (example.slug for example in examples))
    keys = {measure.key for measure in measures}
    for example in examples:
        for action in example.actions:
            if action.measure and action.measure not in keys:
                raise ContentError(
                    f"examples.toml, {example.slug}: unknown measure {action.measure!r}"
                )


def _check_terms(terms: list[Term]) -> None:
    _unique("glossary.toml", (term.key for term in terms))
    _unique("glossary.toml", (term.term for term in terms))
    keys = {term.key for term in terms}
    for term in terms:
        for other in term.see:
            if other not in keys or other == term.key:
                raise ContentError(f"glossary.toml, {term.key}: 'see' names {other!r}")


def _unique(where: str, keys: Iterable[str]) -> None:
    for key, count in Counter(keys).items():
        if count > 1:
            raise ContentError(f"{where}: {key!r} stands there {count} times")
