"""What the guide consists of, as frozen dataclasses. `guide.load` fills them from the files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from django.db.models import TextChoices

from core.days import day_words
from guide.causes import Cause
from guide.phases import Phase


class MeasureGroup(TextChoices):
    """Whom a measure helps: the people who lose their jobs, or the business life that remains."""

    INDIVIDUAL = "INDIVIDUAL", "Individnivå"
    RENEWAL = "RENEWAL", "Näringslivets förnyelseförmåga"


class Origin(TextChoices):
    """Where a question, a measure or a document comes from."""

    GUIDE = "GUIDE", "Ur Omställningsguiden"
    GUIDE_EXAMPLE = "GUIDE_EXAMPLE", "Ur ett exempel i Omställningsguiden"
    ELSEWHERE = "ELSEWHERE", "Ur erfarenheter på andra håll"
    OWN = "OWN", "Tillägg i Omställning"


class Funder(TextChoices):
    """Whose money pays for a measure."""

    MUNICIPALITY = "MUNICIPALITY", "Kommunen"
    REGION = "REGION", "Regionen"
    STATE = "STATE", "Staten"
    EU = "EU", "EU"
    AGREEMENT = "AGREEMENT", "Omställningsorganisationerna"
    PRIVATE = "PRIVATE", "Privata medel"
    NONE = "NONE", "Ingen särskild finansiering"


class MeasureSize(TextChoices):
    """What a measure demands of those who do it."""

    SMALL = "SMALL", "Liten: ryms i ordinarie arbete"
    MEDIUM = "MEDIUM", "Mellan: kräver egna pengar eller personer"
    LARGE = "LARGE", "Stor: ett eget projekt"


class Industry(TextChoices):
    """The kind of industry, coarse enough to compare by."""

    FOOD = "FOOD", "Livsmedel"
    VEHICLES = "VEHICLES", "Fordon"
    ELECTRONICS = "ELECTRONICS", "Elektronik, kabel och tele"
    PHARMA = "PHARMA", "Läkemedel och forskning"
    ENERGY = "ENERGY", "Energi"
    FOREST = "FOREST", "Skog, trä och papper"
    METAL = "METAL", "Gruvor och metall"
    MANUFACTURING = "MANUFACTURING", "Övrig tillverkning"
    TRADE = "TRADE", "Handel och besöksnäring"
    TRANSPORT = "TRANSPORT", "Transport och lager"
    SERVICES = "SERVICES", "Tjänster"
    PUBLIC = "PUBLIC", "Offentlig verksamhet"
    SEVERAL = "SEVERAL", "Flera branscher"


@dataclass(frozen=True, slots=True)
class Source:
    """A page somewhere else that a statement rests on."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Question:
    """One of the guide's questions. The key never changes meaning; the wording may be mended."""

    key: str
    phase: Phase
    area: str
    text: str
    help: str
    origin: Origin
    parts: tuple[str, ...] = ()  # what a full answer covers, one row each
    retired: bool = False  # no longer asked, still shown where it has been answered


@dataclass(frozen=True, slots=True)
class QuestionArea:
    """Questions of a phase that stand under one heading."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do in a phase."""

    title: str
    text: str


class CaseFact(TextChoices):
    """A fact of a case which tells by itself that something for the first days is done."""

    DEPUTY = "DEPUTY", "Ansvarig och ersättare är utsedda"
    DIARY_NUMBER = "DIARY_NUMBER", "Diarienumret är angivet"
    FIGURES = "FIGURES", "Siffror är införda"


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Something to do in the first two days. The key never changes meaning."""

    key: str
    title: str
    help: str
    sentence: str  # for the log, when it is done
    known_by: CaseFact | None


@dataclass(frozen=True, slots=True)
class ExpectedDocument:
    """A document that should exist when the phase is over."""

    key: str
    title: str
    text: str
    origin: Origin


@dataclass(frozen=True)
class PhaseGuide:
    """What the guide says about one phase."""

    phase: Phase
    purpose: str
    result: str  # what must exist before the phase is over
    result_origin: Origin
    who: str
    about: tuple[str, ...]  # paragraphs
    steps: tuple[Step, ...]
    documents: tuple[ExpectedDocument, ...]
    all_questions: tuple[Question, ...]  # with the retired ones
    sources: tuple[Source, ...]

    @property
    def number(self) -> int:
        """1–5."""
        return self.phase.value

    @property
    def name(self) -> str:
        """The short Swedish name."""
        return str(self.phase.label)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions that are asked today."""
        return tuple(question for question in self.all_questions if not question.retired)

    @cached_property
    def areas(self) -> tuple[QuestionArea, ...]:
        """Today's questions under their headings, in the guide's order."""
        return tuple(
            QuestionArea(title, tuple(questions))
            for title, questions in groupby(self.questions, key=lambda question: question.area)
        )


@dataclass(frozen=True, slots=True)
class GroupGuide:
    """A group that the guide proposes: what it does and whether it decides."""

    key: str
    name: str
    task: str
    members: str
    decides: str
    size: str


@dataclass(frozen=True, slots=True)
class CatalogueMeasure:
    """A measure one can start from. `phases` is where it begins at the earliest and the latest."""

    number: int
    key: str
    group: MeasureGroup
    title: str
    description: str
    actors: tuple[str, ...]
    funding: str
    indicators: tuple[str, ...]
    starts: Phase
    ends: Phase
    origin: Origin
    favours_single_company: bool  # then KL 2:8 asks for a reason
    who: str  # who usually does it
    cost: str  # what it may cost
    cost_sources: tuple[Source, ...]
    funders: tuple[Funder, ...]
    size: MeasureSize
    causes: tuple[Cause, ...]
    from_affected: int  # not usual when fewer are concerned; 0 when it always is. Unit: persons
    used: tuple["Use", ...]

    @property
    def indicator(self) -> str:
        """The proposed indicators as one line."""
        return "; ".join(self.indicators)

    @property
    def seen_in(self) -> tuple[str, ...]:
        """The slugs of the examples where it was used."""
        return tuple(use.example for use in self.used)

    def begins_in(self, phase: int) -> bool:
        """Whether the measure normally can begin in `phase`."""
        return self.starts <= phase <= self.ends


@dataclass(frozen=True, slots=True)
class Use:
    """That a measure was used in an example, and how it went as far as its sources say."""

    example: str  # slug
    went: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of jobs as one source gives it. Sources differ, so there may be several."""

    count: str
    what: str
    source: Source


@dataclass(frozen=True, slots=True)
class When:
    """A day or a coarser period, first and last day included."""

    first: date
    last: date

    def __str__(self) -> str:
        return day_words(self.first, self.last)


@dataclass(frozen=True, slots=True)
class ExampleAction:
    """Something that was done. `when` is None where no source gives a date."""

    text: str
    when: When | None
    group: MeasureGroup | None
    measure: str | None  # key in the catalogue, so that it can be borrowed into a case
    activity: str  # what a borrowed main activity is called; empty without a measure


@dataclass(frozen=True, slots=True)
class Example:
    """A restructuring that has taken place, told in our own words from public sources."""

    slug: str
    title: str
    place: str
    municipality: str
    county: str
    company: str
    industry: str
    industry_kind: Industry
    cause: Cause | None  # None when it was no event of an employer's
    affected: int | None  # the lowest figure, for comparing; None where no source gives any
    share_percent: Decimal | None  # of the jobs in the municipality
    year: int | None  # None where the source gives none
    until: int | None
    in_guide: bool
    summary: str
    trigger: str
    jobs_lost: tuple[Figure, ...]
    share: str
    actors: tuple[str, ...]
    actions: tuple[ExampleAction, ...]
    outcomes: tuple[str, ...]
    lesson: str
    sources: tuple[Source, ...]

    @property
    def years(self) -> str:
        """The year, or the years from–to; empty when the sources give none."""
        return f"{self.year}–{self.until}" if self.until else str(self.year or "")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the product, explained to its readers. `identifier` is its name in code."""

    key: str
    term: str
    also: tuple[str, ...]
    explanation: str
    identifier: str
    see: tuple[str, ...]  # keys of other terms


@dataclass(frozen=True)
class Guide:
    """All of the guide. The look-ups raise KeyError for what does not exist."""

    version: str
    phases: Mapping[Phase, PhaseGuide]
    groups: tuple[GroupGuide, ...]
    first_steps: tuple[FirstStep, ...]
    measures: tuple[CatalogueMeasure, ...]
    examples: tuple[Example, ...]
    terms: tuple[Term, ...]  # in Swedish alphabetical order

    def phase(self, number: int) -> PhaseGuide:
        """The guide's text on phase 1–5."""
        try:
            return self.phases[Phase(number)]
        except ValueError:
            raise KeyError(number) from None

    def question(self, key: str) -> Question:
        """A question by its stable key, retired ones too."""
        return self._questions[key]

    def question_or_none(self, key: str) -> Question | None:
        """A question by its key; None when the guide has it no more."""
        return self._questions.get(key)

    def first_step(self, key: str) -> FirstStep:
        """Something for the first days by its stable key."""
        return next(step for step in self.first_steps if step.key == key)

    def measure(self, key: str) -> CatalogueMeasure:
        """An entry of the catalogue by its stable key."""
        return self._measures[key]

    def example(self, slug: str) -> Example:
        """A historical example by its slug."""
        return self._examples[slug]

    def term(self, key: str) -> Term:
        """A word in the glossary by its key."""
        return self._terms[key]

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {
            question.key: question
            for phase in self.phases.values()
            for question in phase.all_questions
        }

    @cached_property
    def _measures(self) -> dict[str, CatalogueMeasure]:
        return {measure.key: measure for measure in self.measures}

    @cached_property
    def _examples(self) -> dict[str, Example]:
        return {example.slug: example for example in self.examples}

    @cached_property
    def _terms(self) -> dict[str, Term]:
        return {term.key: term for term in self.terms}
