"""What must hold before a case may be read by others. Pure: facts in, sentences out."""

import re
from collections.abc import Iterable, Iterator

from cases.models import Case
from cases.states import State
from library.story import Story

SHORTEST_NAME = 4
_SMALL_COUNT = re.compile(
    r"\b(?:[1-4]|en|ett|två|tre|fyra)\s+(?:av\s+(?:de|dem)\s+)?"
    r"(?:person|anställd|uppsagd|varslad|arbetslös|medarbetar|berörd|kvinn|män\b|man\b)",
    re.IGNORECASE,
)
_COMPANY_FORM = re.compile(r"\s+(?:AB|HB|KB|i konkurs|\(publ\)|Aktiebolag)\b\.?", re.IGNORECASE)


def blockers_to_offer(case: Case, *, is_published: bool) -> Iterator[str]:
    """Only a closed case, never a restricted one, and one telling at a time."""
    if case.is_restricted:
        yield "Ett ärende som inte är offentligt läggs aldrig i biblioteket."
    if case.is_exercise:
        yield "En övning läggs aldrig i biblioteket."
    if case.state != State.CLOSED:
        yield "Ärendet måste vara avslutat innan det kan läggas i biblioteket."
    if is_published:
        yield "Ärendet finns redan i biblioteket. Ta bort det först om det ska berättas på nytt."


def blockers_to_publish(
    story: Story, *, people: Iterable[str], companies: Iterable[str]
) -> Iterator[str]:
    """No person of the case is named, and no company of it but an employer who is named on purpose.

    `people` are the names known in the case, `companies` those whose names shall not be told.
    """
    texts = list(story.texts())
    for name in sorted(set(people)):
        for place in _places_of(name, texts):
            yield f"{place} nämner {name}. Skriv rollen i stället för namnet."
    for name in sorted(set(companies)):
        bare = _COMPANY_FORM.sub("", name)
        # The company may be called as the place is, which is told.
        wanted = name if bare.casefold() in story.municipality.casefold() else bare
        for place in _places_of(wanted, texts):
            yield f"{place} nämner {name}. Skriv vad det är för slags företag i stället."


def doubts(story: Story) -> Iterator[str]:
    """What the person should look at once more; never a reason to stop."""
    for place, text in story.texts():
        if found := _SMALL_COUNT.search(text):
            yield (
                f"{place} talar om ett litet antal (”{found.group()} …”). "
                "Går någon att känna igen? Skriv färre än 5 i stället."
            )


def blockers_to_withdraw(*, is_published: bool, reason: str) -> Iterator[str]:
    if not is_published:
        yield "Ärendet finns inte i biblioteket."
    if not reason.strip():
        yield "Skriv varför ärendet tas bort ur biblioteket."


def full_names(text: str) -> Iterator[str]:
    """What may be a person's full name in a field that holds a name and perhaps more.

    A single word is left aside: it is as often a word as a name.
    """
    for part in re.split(r"[,;:(/]", text):
        if len(part.split()) > 1 and not re.search(r"[\d@]", part):
            yield part.strip(" )")


def _places_of(name: str, texts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The first place where the name stands as words of its own; short names tell nothing."""
    wanted = name.strip()
    if len(wanted) < SHORTEST_NAME:
        return
    pattern = re.compile(rf"(?<!\w){re.escape(wanted)}s?(?!\w)", re.IGNORECASE)
    for place, text in texts:
        if pattern.search(text):
            yield "Rubriken" if place == "Rubrik" else place
            return
