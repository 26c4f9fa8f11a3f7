"""What a document must be before it is kept, replaced or shared, and what of the guide's is missing. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from guide.model import CasePage, DocumentKind, ExpectedDocument, PhaseGuide

NO_LINK = "Skriv en hel länk, till exempel https://kommunen.se/dokument."


def is_link(text: str) -> bool:
    """Whether the text is the whole address of a page; nothing else becomes a link."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in parts.netloc and " " not in text


def blockers_to_change_documents(*, is_closed: bool) -> Iterator[str]:
    """A closed case takes no new documents (product.md, decision 9)."""
    if is_closed:
        yield "Ärendet är avslutat. Öppna det igen för att ändra bland dokumenten."


def blockers_to_document(
    *,
    title: str,
    dated_on: date,
    adopted_on: date | None,
    has_body: bool,
    has_two_bodies: bool,
    is_group_of_case: bool,
    has_file: bool,
    link: str,
    today: date,
) -> Iterator[str]:
    """A document has a title, a day that has been, and one place where it can be read."""
    if not title.strip():
        yield "Skriv vad dokumentet heter."
    if dated_on > today:
        yield "Dokumentets dag ligger i framtiden."
    if adopted_on and adopted_on > today:
        yield "Dagen då dokumentet antogs ligger i framtiden."
    if adopted_on and not has_body:
        yield "Skriv vem som antog dokumentet, eller ta bort dagen då det antogs."
    if has_body and adopted_on is None:
        yield "Skriv vilken dag dokumentet antogs."
    if has_two_bodies:
        yield "Välj en grupp eller skriv någon annan, inte båda."
    if not is_group_of_case:
        yield "Gruppen hör till ett annat ärende."
    if link and not is_link(link):
        yield NO_LINK
    if not has_file and not link:
        yield "Välj en fil, eller skriv en länk till där dokumentet finns."
    if has_file and link:
        yield "Välj en fil eller skriv en länk, inte båda."


def blockers_to_follow(*, is_newest: bool) -> Iterator[str]:
    """Only the newest version is changed or gets one after it; older ones stay as they were."""
    if not is_newest:
        yield "Det finns en nyare version av dokumentet. Öppna den och gör ändringen där."


def blockers_to_share(*, is_restricted: bool, is_shared: bool) -> Iterator[str]:
    """Nobody outside reads a restricted case, so nothing in it can be shared."""
    if is_restricted:
        yield "Ärendet är ej offentligt. Då går det inte att dela dokument."
    if is_shared:
        yield "Dokumentet är redan delat."


def blockers_to_end_sharing(*, is_shared: bool) -> Iterator[str]:
    if not is_shared:
        yield "Dokumentet är inte delat."


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document as the rules see one: the newest version."""

    pk: int
    kind: str
    guide_key: str
    title: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What the guide asks for in a phase, and what the case has of it."""

    document: ExpectedDocument
    phase: int
    found: tuple[DocumentFacts, ...] = ()

    @property
    def kept_in(self) -> CasePage | None:
        return self.document.kept_in

    @property
    def is_missing(self) -> bool:
        return self.kept_in is None and not self.found

    @property
    def kind(self) -> DocumentKind:
        return self.document.kind or DocumentKind.OTHER


def expected_in(phase: PhaseGuide, documents: Iterable[DocumentFacts]) -> list[Expected]:
    """What the phase expects, in the guide's order, with what answers to it."""
    held = list(documents)
    return [
        Expected(each, phase.number, tuple(one for one in held if _answers_to(one, each)))
        for each in phase.documents
    ]


def _answers_to(document: DocumentFacts, expected: ExpectedDocument) -> bool:
    if document.guide_key:
        return document.guide_key == expected.key
    return expected.kind is not None and document.kind == expected.kind


def missing_by_now(expected: Sequence[Expected], phase: int) -> list[Expected]:
    """What is missing of that which the phases up to and including `phase` expect."""
    return [each for each in expected if each.is_missing and each.phase <= phase]
