"""Where the entries of a file stand: measures and main activities, found by the words of the file."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from guide.load import guide
from guide.model import MeasureGroup
from measures.models import MainActivity, Measure

MOST_UNKNOWN = 40  # a column with more names that nobody knows holds no measures
LONGEST_TITLE = 160
ALIKE = 0.85  # how near two titles are when one may be meant for the other
_WORD = "(?:huvudaktivitet|aktivitet|insats|projekt|område)"
# "Huvudaktivitet 2: …", "2. …", or a number alone; but "3 nya jobb" begins with no number of its own.
_NUMBER = re.compile(
    rf"(?:{_WORD}|nr)\.?\s*(\d{{1,3}})(?:\s*[.:)–-]\s*|\s+(?=\D)|$)|(\d{{1,3}})(?:\s*[.:)]\s*|$)",
    re.IGNORECASE,
)
_CALLED = re.compile(rf"{_WORD}\s*[:–-]\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Words:
    """The place as the file says it."""

    measure: str = ""
    activity: str = ""

    def __str__(self) -> str:
        return " / ".join(filter(None, (self.measure, self.activity)))

    def __bool__(self) -> bool:
        return bool(self.measure or self.activity)


NOWHERE = Words()


@dataclass(frozen=True)
class Place:
    """Where an entry stands: nothing is the case as a whole; titles are of what is to be made."""

    measure: int | None = None
    activity: int | None = None
    new_measure: str = ""
    group: str = ""
    new_activity: str = ""


WHOLE_CASE = Place()


@dataclass(frozen=True)
class Unknown:
    """A measure that is not in the plan, or a main activity that is not in its measure."""

    key: str
    words: Words
    within: Measure | None
    entries: int

    @property
    def label(self) -> str:
        return f"{self.within.title} / {self.words.activity}" if self.within else str(self.words)


class Plan:
    """The measures of the case, and what the person has said of those that are not among them.

    `choices`, by Unknown.key: "" the whole case, "new:GROUP" a new measure, "m7" measure 7,
    "m7+" a new main activity in it, "a12" main activity 12.
    """

    def __init__(self, measures: Sequence[Measure], choices: Mapping[str, str]) -> None:
        self.choices = choices
        self.measures = {measure.pk: measure for measure in measures}
        self.activities = {
            activity.pk: (measure, activity)
            for measure in measures
            for activity in measure.main_activities.all()
        }
        self._titles = {plain(measure.title): measure for measure in measures}

    def place(self, words: Words) -> Place:
        """Where `words` lead; what nothing is known of stands under the case as a whole."""
        measure = self._named(words)
        if words and measure is None:
            choice = self.choices.get(key_of(words, None), "")
            measure = self._picked(choice)
            if choice.startswith("new:"):
                activity = title_of(words.activity) if words.measure else ""
                own = title_of(words.measure or words.activity)
                return Place(new_measure=own, group=choice[4:], new_activity=activity)
        if measure is None:
            return WHOLE_CASE
        if not words.activity:
            return Place(measure=measure.pk)
        if activity_found := self._activity(measure, words.activity):
            return Place(measure=measure.pk, activity=activity_found.pk)
        return self._within(measure, self.choices.get(key_of(words, measure), ""), words)

    def unknown(self, used: Iterable[Words]) -> list[Unknown]:
        """What is not in the plan, once each, in the order of the file."""
        counts: Counter[str] = Counter()
        first: dict[str, tuple[Words, Measure | None]] = {}
        for words in used:
            for shown, measure in self._gaps(words):
                key = key_of(shown, measure)
                counts[key] += 1
                first.setdefault(key, (shown, measure))
        return [Unknown(key, *about, counts[key]) for key, about in first.items()]

    def with_defaults(self, used: Iterable[Words]) -> "Plan":
        """The same plan with a choice for all that is unknown, also within measures so chosen."""
        plan, used = self, list(used)
        for _ in range(2):
            chosen = {unknown.key: plan.default(unknown) for unknown in plan.unknown(used)}
            plan = Plan(list(plan.measures.values()), chosen | dict(plan.choices))
        return plan

    def default(self, unknown: Unknown) -> str:
        """The choice to begin with: a title much alike, the catalogue's group, else the whole case."""
        if unknown.within:
            return f"m{unknown.within.pk}"
        title = plain(str(unknown.words))
        if close := get_close_matches(title, self._titles, 1, ALIKE):
            return f"m{self._titles[close[0]].pk}"
        groups = [m.group for m in guide().measures if plain(m.title) == title]
        return f"new:{groups[0].value}" if groups else ""

    def label(self, place: Place) -> str:
        """The place in words."""
        if place.activity:
            measure, activity = self.activities[place.activity]
            return f"{measure.title} / {activity.number}. {activity.title}"
        if not place.measure and not place.new_measure:
            return "Ärendet som helhet"
        parts = [f"{place.new_measure} (ny insats)"]
        if place.measure:
            parts = [self.measures[place.measure].title]
        if place.new_activity:
            parts.append(f"{place.new_activity} (ny huvudaktivitet)")
        return " / ".join(parts)

    def _gaps(self, words: Words) -> Iterator[tuple[Words, Measure | None]]:
        """What of `words` is not in the plan: the measure, or the activity within one."""
        measure = self._named(words)
        if words and measure is None:
            shown = Words(words.measure) if words.measure else words
            yield shown, None
            measure = self._picked(self.choices.get(key_of(shown, None), ""))
        if measure and words.activity and not self._activity(measure, words.activity):
            yield words, measure

    def _named(self, words: Words) -> Measure | None:
        """By its title; without one, the only measure with such a main activity."""
        if words.measure:
            return self._titles.get(plain(words.measure))
        if not words.activity:
            return None
        holders = [m for m in self.measures.values() if self._titled(m, words.activity)]
        return holders[0] if len(holders) == 1 else None

    def _picked(self, choice: str) -> Measure | None:
        number = re.fullmatch(r"m(\d{1,18})", choice)
        return self.measures.get(int(number[1])) if number else None

    def _titled(self, measure: Measure, words: str) -> MainActivity | None:
        wanted = plain(words)
        return next((a for a in measure.main_activities.all() if plain(a.title) == wanted), None)

    def _activity(self, measure: Measure, words: str) -> MainActivity | None:
        """By title, or by number alone: "Huvudaktivitet 2"."""
        if found := self._titled(measure, words):
            return found
        match = _NUMBER.fullmatch(words.strip())
        number = int(match[1] or match[2]) if match else 0
        return next((a for a in measure.main_activities.all() if a.number == number), None)

    def _within(self, measure: Measure, choice: str, words: Words) -> Place:
        """A choice about a main activity that its measure does not have."""
        if choice == f"m{measure.pk}+":
            return Place(measure=measure.pk, new_activity=title_of(words.activity))
        for activity in measure.main_activities.all():
            if choice == f"a{activity.pk}":
                return Place(measure=measure.pk, activity=activity.pk)
        return Place(measure=measure.pk)


def key_of(words: Words, within: Measure | None) -> str:
    """What a choice about `words` is kept under."""
    if within:
        return f"{within.pk}/{plain(words.activity)}"
    return plain(words.measure) if words.measure else f"/{plain(words.activity)}"


def plain(title: str) -> str:
    """A title without number, capitals, signs and doubled spaces: how two are compared."""
    words = title_of(title).lower()
    return " ".join(re.sub(r"[^\w]+", " ", words).split()) or words


def title_of(words: str) -> str:
    """The title of something new: without "Insats:" or "Huvudaktivitet 2:" before it."""
    line = " ".join(words.split())
    for pattern in (_NUMBER, _CALLED):
        match = pattern.match(line)
        if match and match.end() < len(line):
            line = line[match.end() :]
    return line


def choices_for(unknown: Unknown, measures: Sequence[Measure]) -> Iterator[tuple[str, Any]]:
    """Where it may stand, as the choices of a form's field."""
    if unknown.within:
        yield f"m{unknown.within.pk}", "Insatsen i övrigt"
        yield f"m{unknown.within.pk}+", "Ny huvudaktivitet i insatsen"
        activities = unknown.within.main_activities.all()
        if numbered := [(f"a{a.pk}", f"{a.number}. {a.title}") for a in activities]:
            yield "Huvudaktiviteter i insatsen", numbered
        return
    yield "", "Ärendet som helhet"
    for group in MeasureGroup:
        yield f"new:{group.value}", f"Ny insats, {group.label.lower()}"
    if measures:
        yield "Insatser i planen", [(f"m{measure.pk}", measure.title) for measure in measures]
