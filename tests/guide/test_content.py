"""The guide's own files are whole, consistent and in plain Swedish."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum

import pytest

from guide.load import guide
from guide.model import Example, MeasureGroup, Origin, Source
from guide.phases import Phase

# Words of product.md that a person meets in the product.
WORDS_OF_THE_PRODUCT = """
ärende, insats, huvudaktivitet, loggbok, loggpost, fas, läge, översikt, återkoppling,
omställning, händelse, synlighet, ej offentligt, delning, gäst, part, ansvarig, ersättare,
diarienummer, handläggare, uppstartsgrupp, analysgrupp, styrgrupp, arbetsgrupp, referensgrupp,
mandat, tidigare lydelse, nästa steg, endast internt, varslade, återtagna, uppsagda, slutat på
egen begäran, nytt arbete, studier, eget företag, pension, arbetslösa, okänt, färre än 5,
indikator, utgångsläge, målvärde, utfall, lägesbild, analys, genomförandeplan,
kommunikationsplan, beslut, lägesrapport, länsrapport, slutrapport, stoppdatum, förslag till
beslut, synnerliga skäl, individnivå, näringslivets förnyelseförmåga, granskning, gallring,
näringslivsutvecklare, tjänsteperson, regional samordnare, förvaltare, idé, beslutad, pågår,
genomförd, avbruten, överlämnad, samverkanspart, omställningsorganisation, varsel, lärdom,
exempel
"""
ENGLISH_TO_AVOID = re.compile(r"\b(cases?|dashboard|deadline|feedback|status)\b", re.IGNORECASE)


def texts(thing: object, where: str = "guide") -> Iterator[tuple[str, str]]:
    """Every text a reader meets, with where it stands. Addresses and code names are left out."""
    if isinstance(thing, Enum):
        return
    if isinstance(thing, str):
        yield where, thing
    elif is_dataclass(thing):
        for field in fields(thing):
            if field.name not in {"url", "identifier", "key", "slug", "version"}:
                yield from texts(getattr(thing, field.name), f"{where}.{field.name}")
    elif isinstance(thing, (tuple, list)):
        for place, each in enumerate(thing):
            yield from texts(each, f"{where}[{place}]")
    elif isinstance(thing, dict):
        for key, each in thing.items():
            yield from texts(each, f"{where}[{key}]")


ALL_TEXTS = list(texts(guide()))


def test_every_phase_says_what_it_is_for_and_how_it_ends() -> None:
    assert list(guide().phases) == list(Phase)
    for phase in guide().phases.values():
        assert phase.purpose
        assert phase.result
        assert phase.who
        assert phase.about
        assert len(phase.steps) >= 3
        assert phase.documents
        assert phase.sources


def test_the_phases_have_the_short_names_of_the_product() -> None:
    names = [phase.name for phase in guide().phases.values()]
    assert names == ["Förbereda", "Analysera", "Planera och förankra", "Genomföra", "Följa upp"]


def test_no_question_has_been_lost() -> None:
    counts = [len(phase.questions) for phase in guide().phases.values()]
    assert counts == [14, 14, 8, 13, 11]


def test_the_keys_that_others_rely_on_stand() -> None:
    for key in ("1-right-people", "4-outside-every-measure", "5-dependence-now"):
        assert guide().question(key).key == key
    for key in ("site-reuse", "state-coordinator", "letter-of-intent", "further-education"):
        assert guide().measure(key).key == key


def test_every_question_has_a_key_of_its_phase_a_heading_and_a_help_text() -> None:
    for phase in guide().phases.values():
        for question in phase.all_questions:
            assert re.fullmatch(rf"{phase.number}(-[a-z0-9]+)+", question.key)
            assert len(question.key) <= 60
            assert question.text.endswith(("?", "."))
            assert question.area
            assert question.help


def test_phase_two_has_the_four_areas_of_the_guide() -> None:
    assert [area.title[:2] for area in guide().phase(2).areas] == ["A.", "B.", "C.", "D."]


def test_the_guides_own_questions_are_told_from_ours() -> None:
    origins = {question.origin for phase in guide().phases.values() for question in phase.questions}
    assert origins == {Origin.GUIDE, Origin.OWN}


def test_the_catalogue_has_19_measures_for_individuals_and_27_for_renewal() -> None:
    measures = guide().measures
    assert [measure.number for measure in measures] == list(range(1, 47))
    assert [measure.group for measure in measures] == [MeasureGroup.INDIVIDUAL] * 19 + [
        MeasureGroup.RENEWAL
    ] * 27


def test_the_measures_that_can_favour_one_company_are_marked() -> None:
    marked = {measure.number for measure in guide().measures if measure.favours_single_company}
    assert marked == {21, 32, 33, 38, 40, 41, 44}


def test_the_examples_of_the_guide_are_told_from_others() -> None:
    in_guide = {example.place for example in guide().examples if example.in_guide}
    assert in_guide == {"Bjuv", "Glava", "Södertälje", "Hudiksvall"}
    assert len(guide().examples) == 12


def test_the_course_of_bjuv_has_its_eleven_dated_events() -> None:
    events = guide().example("bjuv-findus").actions
    days = [str(event.when) for event in events]
    assert len(days) == 11
    assert days[0] == "31 mars 2016"
    assert days[3] == "juni 2016"
    assert days[7] == "juli–augusti 2017"
    assert days[-1] == "2020"


@pytest.mark.parametrize("example", guide().examples, ids=lambda example: example.slug)
def test_an_example_names_its_sources_and_its_dates_are_in_order(example: Example) -> None:
    sources: list[Source] = [*example.sources, *(figure.source for figure in example.jobs_lost)]
    assert all(re.match(r"https?://", source.url) for source in sources)
    assert example.trigger
    assert example.actors
    assert example.lesson
    days = [action.when.last for action in example.actions if action.when]
    assert days == sorted(days)


def test_the_glossary_explains_the_words_of_the_product() -> None:
    known = {word.lower() for term in guide().terms for word in (term.term, *term.also)}
    wanted = {word.strip() for word in WORDS_OF_THE_PRODUCT.replace("\n", " ").split(",")}
    assert wanted - known == set()


def test_every_term_has_an_anchor_an_explanation_and_a_name_in_code() -> None:
    for term in guide().terms:
        assert re.fullmatch(r"[a-z0-9-]+", term.key)
        assert term.explanation.endswith(".")
        assert term.identifier


def test_one_name_in_code_means_one_thing() -> None:
    identifiers = [term.identifier for term in guide().terms]
    assert len(identifiers) == len(set(identifiers))


def test_no_text_has_an_english_word_the_product_avoids() -> None:
    assert [(where, text) for where, text in ALL_TEXTS if ENGLISH_TO_AVOID.search(text)] == []


def test_numbers_and_percent_signs_do_not_break_over_lines() -> None:
    broken = [text for _, text in ALL_TEXTS if re.search(r"\d (\d{3}\b|%)", text)]
    assert [text for text in broken if not re.search(r"(19|20)\d\d", text)] == []


def test_quotation_marks_are_swedish() -> None:
    assert [text for _, text in ALL_TEXTS if '"' in text or "“" in text] == []
