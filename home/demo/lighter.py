"""The demo's sixty lighter cases: put together from parts, the same every time."""

import random
from dataclasses import dataclass

from cases.states import State as CaseState
from guide.load import guide
from guide.phases import Phase
from home.demo import phrases
from home.demo.cast import MUNICIPALITIES, REGION, officers_of
from home.demo.phrases import INDUSTRIES, Industry, Line
from home.demo.story import (
    Activity,
    Answer,
    ChangeState,
    Course,
    Move,
    Note,
    Planned,
    Share,
    Step,
    Story,
)
from measures.states import State

HOW_MANY = 60
SEED = 20260301
# How many of each ten cases stand in which phase.
PHASES = (1, 1, 2, 2, 3, 3, 4, 4, 4, 5)
# For how many days a case that stands in the phase has usually been under way.
AGES = {1: (4, 40), 2: (30, 120), 3: (80, 240), 4: (170, 800), 5: (620, 1300)}
STARTS = {2: 0.12, 3: 0.3, 4: 0.45, 5: 0.85}  # share of the age at which a phase began
MEASURES = (
    "on-site-info",
    "supplier-survey",
    "job-match",
    "study-support-info",
    "further-education",
    "skills-inventory",
    "validation",
    "place-marketing",
    "prestudy",
    "innovation-support",
    "cluster",
    "place-development",
)


def lighter_stories() -> list[Story]:
    """All of them, in the same order with the same words on every run."""
    dice = random.Random(SEED)
    return [_story(number, dice) for number in range(HOW_MANY)]


@dataclass
class _Outline:
    """What is decided of a case before it is told."""

    place: str
    industry: Industry
    phase: int
    age: int
    affected: int
    dice: random.Random

    @property
    def words(self) -> dict[str, str]:
        return {
            "ort": self.place,
            "antal": str(self.affected),
            "halva": str(self.affected // 2),
            "fjardedel": str(max(2, self.affected // 4)),
            "tal": str(self.dice.randint(3, 19)),
            "vara": self.industry.product,
            "yrke": self.industry.trade,
            "lokal": self.industry.premises,
            "grannort": self.dice.choice([m for m in MUNICIPALITIES if m != self.place]),
        }

    def began(self, phase: int) -> int:
        """The day a phase began."""
        return round(self.age * STARTS[phase] * min(1.0, 0.5 + self.phase / 8))


def _story(number: int, dice: random.Random) -> Story:
    place = MUNICIPALITIES[number % len(MUNICIPALITIES)]
    industry = INDUSTRIES[(number * 5 + number // len(MUNICIPALITIES)) % len(INDUSTRIES)]
    phase = PHASES[number % len(PHASES)]
    outline = _Outline(
        place, industry, phase, dice.randint(*AGES[phase]), dice.randint(*industry.affected), dice
    )
    responsible, deputy = officers_of(place)
    return Story(
        slug=f"lighter-{number}",
        municipality=place,
        title=dice.choice(industry.titles).format(ort=place),
        company=industry.company.format(ort=place),
        trigger=industry.trigger,
        notice=outline.age,
        affected=outline.affected,
        responsible=responsible,
        deputy=deputy,
        diary_number=f"KS {{year}}/{dice.randint(40, 620)}" if dice.random() < 0.8 else "",
        description=industry.description.format(**outline.words),
        steps=tuple(_steps(outline)),
    )


def _steps(outline: _Outline) -> list[Step]:
    dice = outline.dice
    steps: list[Step] = _measures(outline) if outline.phase >= 2 else []
    steps += _notes(outline)
    steps += _answers(outline)
    if dice.random() < 0.75 or outline.place in ("Norrby", "Söderby"):
        steps.append(Share(day=min(outline.age, dice.randint(1, 9)), organisation=REGION))
    for phase in range(2, outline.phase + 1):
        steps.append(
            Move(
                day=outline.began(phase), to=Phase(phase), reason=dice.choice(phrases.MOVES[phase])
            )
        )
    if outline.phase == 5 and dice.random() < 0.7:
        last = outline.age - dice.randint(0, 20)
        reason = dice.choice(phrases.CLOSED)
        steps.append(ChangeState(day=last, to=CaseState.CLOSED, reason=reason))
    elif outline.phase in (2, 3) and dice.random() < 0.2:
        last = outline.age - dice.randint(0, 10)
        reason = dice.choice(phrases.PAUSED)
        steps.append(ChangeState(day=last, to=CaseState.PAUSED, reason=reason))
    return steps


def _notes(outline: _Outline) -> list[Step]:
    """A few entries for each phase so far, spread over its time, in the order of the days."""
    dice, words, notes = outline.dice, outline.words, []
    for phase in range(1, outline.phase + 1):
        first = 0 if phase == 1 else outline.began(phase)
        last = outline.age if phase == outline.phase else outline.began(phase + 1)
        lines: list[Line] = dice.sample(phrases.LINES[phase], min(3, 1 + (last - first) // 12))
        for place, line in enumerate(lines):
            day = first + (last - first) * place // max(1, len(lines))
            done = day + 9 if line.next_step and dice.random() < 0.7 else None
            notes.append(
                Note(
                    day=day,
                    what=line.what.format(**words),
                    participants=line.participants.format(**words),
                    result=line.result.format(**words),
                    next_step=line.next_step.format(**words),
                    next_in=10,
                    next_done=done if done and done < last else None,
                    internal=dice.random() < 0.08,
                )
            )
    return list(notes)


def _measures(outline: _Outline) -> list[Step]:
    dice, first = outline.dice, outline.began(2)
    chosen = dice.sample(MEASURES, min(outline.phase, dice.randint(1, 4)))
    return [_measure(outline, key, first + 2 * place) for place, key in enumerate(chosen)]


def _measure(outline: _Outline, key: str, day: int) -> Planned:
    dice, age = outline.dice, outline.age
    start = day + max(2, age // 12)
    length = max(20, age // 3)
    course = []
    if outline.phase >= 3:
        course.append(Course(day=start - 1, to=State.DECIDED))
    if outline.phase >= 4 or (outline.phase == 3 and dice.random() < 0.3):
        course.append(Course(day=start, to=State.ONGOING))
    ends = start + length + dice.randint(-10, 25)
    over = outline.phase == 5 or (outline.phase == 4 and ends < age and dice.random() < 0.6)
    if over:
        course.append(Course(day=min(ends, age - 21), to=State.DONE))
    activities = phrases.ACTIVITIES[key]
    return Planned(
        day=day,
        key=key,
        catalogue=key,
        responsible=dice.choice([*officers_of(outline.place), ""]),
        partners=", ".join(guide().measure(key).actors[:3]),
        start=start,
        end=start + length,
        activities=tuple(
            Activity(
                title=title.format(**outline.words),
                start=start + 5 * place,
                end=start + length,
                done=min(ends, age - 21) - place if over else None,
            )
            for place, title in enumerate(activities)
        ),
        course=tuple(course),
    )


def _answers(outline: _Outline) -> list[Step]:
    words = outline.words
    return [
        Answer(day=day, question=question, text=text.format(**words))
        for day, question, text in phrases.ANSWERS
        if day < outline.age - 21 and int(question[0]) <= outline.phase
    ]
