"""Search in the guide finds words as people write them."""

import pytest

from guide.filters import ExampleFilter, MeasureFilter
from guide.load import guide
from guide.model import MeasureGroup
from guide.phases import Phase
from guide.search import Kind, search


def titles(query: str) -> list[str]:
    return [hit.entry.title for hit in search(query)]


def test_a_word_is_found_inside_compounds() -> None:
    found = titles("omställning")
    assert "omställning" in found
    assert "Omställningsfonden" in found
    assert "omställningsorganisation" in found


def test_the_whole_word_comes_before_its_compounds() -> None:
    found = titles("omställning")
    assert found.index("omställning") < found.index("Omställningsfonden")
    assert titles("varsel")[0] == "varsel"


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("uppsägningar", "uppsagda"),
        ("styrgruppens", "styrgrupp"),
        ("underleverantörerna", "underleverantör"),
        ("lärdomar", "lärdom"),
        ("VALIDERINGAR", "Validering av kunskaper"),
    ],
)
def test_an_inflected_word_is_found(query: str, title: str) -> None:
    assert title in titles(query)


@pytest.mark.parametrize("query", ["Översikt", "översikt", "ÖVERSIKT", "o\u0308versikt"])
def test_swedish_letters_are_found_in_any_case_and_form(query: str) -> None:
    assert titles(query)[0] == "översikt"


def test_a_and_o_are_not_taken_for_swedish_letters() -> None:
    assert "översikt" not in titles("oversikt")


def test_every_word_must_be_there() -> None:
    both = set(titles("almi inkubator"))
    assert both
    assert both == set(titles("almi")) & set(titles("inkubator"))


@pytest.mark.parametrize("query", ["", "   ", "?!", "\0", "…"])
def test_nothing_to_search_for_finds_nothing(query: str) -> None:
    assert search(query) == []


@pytest.mark.parametrize(
    "query", ["xyzzy", "<script>alert(1)</script>", "🙂", "x" * 5000, ".*", "[("]
)
def test_what_is_not_there_is_not_found(query: str) -> None:
    assert search(query) == []


def test_every_kind_can_be_found() -> None:
    kinds = {hit.entry.kind for query in ("företag", "plan", "fas") for hit in search(query)}
    assert kinds == set(Kind)


def test_an_example_is_found_by_its_company_and_place() -> None:
    assert titles("Findus")[0] == "Bjuv: Findus lämnar orten"
    assert "Västra Värmland: gränsen stängs" in titles("torsby")


def test_the_snippet_shows_the_word_that_was_searched_for() -> None:
    for hit in search("underleverantörer"):
        shown = "".join(piece.text for piece in hit.snippet)
        assert len(shown) <= 170
        marked = [piece.text.lower() for piece in hit.snippet if piece.hit]
        assert all(text.startswith("underleverantör") for text in marked)
    assert any(piece.hit for hit in search("underleverantörer") for piece in hit.snippet)


def test_measures_are_narrowed_by_group_phase_actor_and_text() -> None:
    chosen = MeasureFilter.read({"grupp": "fornyelse", "fas": "4", "aktor": "Almi", "q": "kapital"})
    found = chosen.measures()
    assert [measure.key for measure in found] == ["risk-capital"]
    assert found[0].group == MeasureGroup.RENEWAL
    assert found[0].begins_in(Phase.IMPLEMENT)


def test_each_choice_narrows_by_itself() -> None:
    assert len(MeasureFilter.read({"grupp": "individ"}).measures()) == 19
    assert all(m.begins_in(Phase.PREPARE) for m in MeasureFilter.read({"fas": "1"}).measures())
    assert all("CSN" in m.actors for m in MeasureFilter.read({"aktor": "CSN"}).measures())


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"grupp": "x", "fas": "9", "aktor": "Ingen", "sortering": "x", "q": " \0 "},
        {"fas": "-1"},
        {"fas": "²"},
        {"fas": "1' OR 1=1"},
    ],
)
def test_what_the_filter_does_not_understand_is_left_aside(params: dict[str, str]) -> None:
    chosen = MeasureFilter.read(params)
    assert not chosen.narrows
    assert chosen.measures() == list(guide().measures)


def test_measures_are_sorted_by_name_in_swedish() -> None:
    found = [measure.title for measure in MeasureFilter.read({"sortering": "namn"}).measures()]
    assert found.index("Vägar till ny sysselsättning") > found.index("Validering av kunskaper")
    assert found[-1].startswith(("Ö", "Ä", "Å", "Väg"))


def test_examples_are_narrowed_and_the_latest_comes_first() -> None:
    assert [e.year for e in ExampleFilter.read({"lan": "Skåne län"}).examples()] == [2016]
    assert all(e.in_guide for e in ExampleFilter.read({"ursprung": "guiden"}).examples())
    every = ExampleFilter.read({}).examples()
    years = [example.year or 0 for example in every]
    assert years == sorted(years, reverse=True)
    assert ExampleFilter.read({"q": "reaktorer"}).examples()[0].place == "Oskarshamn"
