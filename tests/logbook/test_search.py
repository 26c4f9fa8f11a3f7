"""Finding log entries by words: compounds, inflection, short words, phrases, file names, marks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from cases.models import Case
from core.templatetags.omstallning import marked
from logbook import search_columns
from logbook.models import LogEntry
from logbook.search import SYNONYMS, Search
from tests import make

Find = Callable[[str], list[str]]

# What is searched for, and a text that must be found; half of them inside other words.
FOUND = [
    ("omställning", "Omställningsarbetet har börjat"),
    ("omställningar", "Lokal omställning"),
    ("varsel", "Ett storvarsel kom"),
    ("varsel", "De varslade fick besked"),
    ("bostad", "Bostadsbolaget var med"),
    ("bostäder", "Det kommunala bostadsbolaget"),
    ("möte", "Första nätverksmötet"),
    ("mötet", "Ett nätverksmöte hölls"),
    ("möten", "Efter mötet"),
    ("fastighet", "Fastighetsägarens hyresgäster"),
    ("fastigheter", "En fastighet såldes"),
    ("lokal", "Lokalförsörjningen sågs över"),
    ("skola", "Förskolebyggnaden"),
    ("befolkning", "Befolkningsminskningen"),
    ("kontor", "Nya kontoret invigdes"),
    ("kontoret", "Kontorshotell"),
    ("företag", "Småföretagarna"),
    ("utbildning", "Yrkesutbildningar"),
    ("facket", "Fackklubben informerades"),
    ("simhall", "Badhuset stängs"),
    ("badhuset", "Simhallen stängs"),
    ("arbetsförmedlingen", "Träff med AF om stöd"),
    ("AF", "Arbetsförmedlingens chef"),
    ("ks", "Ärendet går till KS i maj"),
    ("vd", "Företagets VD ringde"),
    ("lag", "Nya lagen gäller"),
    ("bil", "Bilarna flyttades"),
    ("ÖVERENSKOMMELSE", "en överenskommelse nåddes"),
    ("överenskommelse", "ÖVERENSKOMMELSEN ÄR SKRIVEN"),
    ("2016/124", "Diarienummer KS 2016/124"),
    ("möte och fabrik", "Fabriksmöte"),
    ("e-post", "Skickade e-post till alla"),
    ('"första mötet"', "Det första mötet med ägaren"),
    ("re\u0301sume\u0301", "En résumé skrevs"),
    ("bruk", "Pappersbruket"),
    ("vecka", "Veckovisa möten"),
    ("plan", "Enligt genomförandeplanens mål"),
]
NOT_FOUND = [
    ("lag", "Bolaget svarade"),
    ("ål", "Åldern på byggnaden"),
    ("bil", "Bilagan skickades"),
    ("af", "Nya affärer i centrum"),
    ("ks", "Riksdagens kansli"),
    ("fastighet", "Beslutet står fast"),
    ("statlig", "Staden svarade"),
    ('"första mötet"', "Mötet var det första"),
    ("möte fabrik", "Ett möte hölls"),
    ("vecka", "Näringslivets utveckling"),
    ("bilden", "En utbildning startade"),
    ("kontor", "Ny kontakt"),
    ("100%", "1005 personer"),
    ("a_b_c_d", "axbxcxd"),
]


@pytest.fixture
def find(case: Case, alice: User) -> Find:
    def run(text: str) -> list[str]:
        found = LogEntry.objects.filter(Search.of(text).in_log(sees_steps=True), case=case)
        return sorted(entry.what for entry in found)

    return run


def test_words_are_found_inflected_and_inside_compounds(
    find: Find, case: Case, alice: User
) -> None:
    texts = {text: make.entry(case, by=alice, what=text) for _, text in FOUND}
    missed = [(query, text) for query, text in FOUND if text not in find(query)]
    assert texts
    assert not missed


def test_what_only_looks_alike_is_not_found(find: Find, case: Case, alice: User) -> None:
    for _, text in NOT_FOUND:
        make.entry(case, by=alice, what=text)
    assert not [(query, text) for query, text in NOT_FOUND if text in find(query)]


@pytest.mark.parametrize("field", ["result", "participants", "next_step"])
def test_every_text_of_an_entry_is_searched(
    find: Find, case: Case, alice: User, field: str
) -> None:
    make.entry(case, by=alice, what="Utan ordet")
    make.entry(case, by=alice, what="Med ordet", **{field: "Landshövdingens besök"})
    assert find("landshövding") == ["Med ordet"]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("AF_avtal-2026.pdf", "af"),
        ("AF_avtal-2026.pdf", "avtal"),
        ("Protokoll styrgrupp.docx", "styrgruppen"),
        # As a Mac writes names: "ä" as two characters.
        ("Lägesbild.xlsx", "lägesbild"),
    ],
)
def test_names_of_files_are_searched(
    find: Find, case: Case, alice: User, name: str, query: str
) -> None:
    seen = make.entry(case, by=alice, what="Med fil")
    # As the action that keeps files writes them.
    LogEntry.objects.create(
        case=case,
        organisation=seen.organisation,
        audience=seen.audience,
        happened_from=seen.happened_from,
        happened_to=seen.happened_to,
        what="Bifogad",
        details={"attachments": [{"name": name, "sha256": "0" * 64, "size": 1}]},
        author=alice,
    )
    assert find(query) == ["Bifogad"]


def test_other_details_than_names_are_not_searched(
    case: Case, alice: User, sql: Callable[..., list[Any]]
) -> None:
    entry = make.entry(case, by=alice)
    LogEntry.objects.create(
        case=case,
        organisation=entry.organisation,
        audience=entry.audience,
        event="CASE_CHANGED",
        happened_from=entry.happened_from,
        happened_to=entry.happened_to,
        details={"reason": "hemligt", "attachments": [{"name": "a.pdf", "sha256": "hemligt"}]},
        author=alice,
    )
    assert sql("SELECT count(*) FROM logbook_logentry WHERE search_text LIKE '%%hemligt%%'") == [
        (0,)
    ]


@pytest.mark.parametrize("text", ["", "   ", "och", "och på i", '"', '""', "-", "!!", "%"])
def test_a_search_without_words_finds_nothing(find: Find, text: str) -> None:
    assert not Search.of(text)
    assert find(text) == []


@given(st.text(max_size=120))
def test_any_text_can_be_searched_for(text: str) -> None:
    search = Search.of(text)
    assert len(search.terms) <= 8
    assert not search or search.pattern


@pytest.mark.django_db
@given(st.text(alphabet="abåäö%_\\\"'&|!():*<>-0 ", max_size=40))
def test_no_search_is_an_error_in_the_database(text: str) -> None:
    search = Search.of(text)
    found = LogEntry.objects.filter(search.in_log(sees_steps=True))
    list(found.annotate(rank=search.rank()).order_by("-rank") if search else found)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("omställning", "Omställningsarbetet", "<mark>Omställning</mark>sarbetet"),
        ("möten", "mötet om nätverksmöten", "<mark>mötet</mark> om nätverks<mark>möten</mark>"),
        ("af", "AF i affären", "<mark>AF</mark> i affären"),
        ('"första mötet"', "Det första  mötet", "Det <mark>första  mötet</mark>"),
        ("simhall", "Badhuset", "<mark>Badhus</mark>et"),
        ("script", "<script>", "&lt;<mark>script</mark>&gt;"),
        ("och", "och", "och"),
    ],
)
def test_what_was_found_is_marked_and_nothing_else(query: str, text: str, expected: str) -> None:
    assert marked(text, Search.of(query).pattern) == expected


def test_a_word_leads_to_one_group_of_synonyms() -> None:
    words = [word for group in SYNONYMS for word in group]
    assert len(words) == len(set(words))


def test_whole_words_in_what_was_done_come_first(case: Case, alice: User) -> None:
    for what, more in (
        ("Bruksorten ordnar möte", {}),
        ("Samtal", {"result": "Ett bruk hör av sig"}),
        ("Besök på ett bruk", {}),
    ):
        make.entry(case, by=alice, what=what, **more)
    search = Search.of("bruk")
    found = LogEntry.objects.filter(search.in_log(sees_steps=False)).annotate(rank=search.rank())
    assert [entry.what for entry in found.order_by("-rank", "-id")] == [
        "Besök på ett bruk",
        "Samtal",
        "Bruksorten ordnar möte",
    ]


def test_every_search_column_has_an_index_that_the_search_uses(case: Case, alice: User) -> None:
    """With sequential scans priced out, each column is read by its own index."""
    make.entry(case, by=alice, what="Sällsynt", next_step="Sällsynt")
    for text, index in (("sällsynt", "log_entry_search_text"), ("vd", "log_entry_search")):
        found = LogEntry.objects.filter(Search.of(text).in_log(sees_steps=True))
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            plan = found.explain()
        assert f"on {index} " in plan
        # Of the two indexes of next steps either may be read: they hold only rows with a step.
        assert "on log_entry_search_step" in plan
        assert "Seq Scan" not in plan


def test_the_columns_for_searching_are_not_fetched_with_the_rows(case: Case, alice: User) -> None:
    make.entry(case, by=alice)
    entry = LogEntry.objects.latest("id")
    assert set(search_columns.COLUMNS) <= entry.get_deferred_fields()
