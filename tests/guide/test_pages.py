"""The guide's pages: open to anyone, whole, and never broken by what is asked for."""

from typing import Any

import pytest
from django.template import engines
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import User
from guide.load import guide

PAGES: list[tuple[str, tuple[Any, ...]]] = [
    ("guide:index", ()),
    *(("guide:phase", (number,)) for number in range(1, 6)),
    ("guide:measures", ()),
    *(("guide:measure", (measure.key,)) for measure in guide().measures),
    ("guide:examples", ()),
    *(("guide:example", (example.slug,)) for example in guide().examples),
    ("guide:glossary", ()),
    ("guide:search", ()),
]


def read(client: Client, name: str, *args: Any, **query: Any) -> html.HtmlElement:
    """The parsed page, which must be there."""
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def text_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


# The client has no database here: the guide's pages ask it nothing when nobody is logged in.
@pytest.mark.parametrize(("name", "args"), PAGES, ids=lambda value: str(value))
def test_anyone_may_read_the_guide(client: Client, name: str, args: tuple[Any, ...]) -> None:
    document = read(client, name, *args)
    assert len(document.findall(".//h1")) == 1
    assert "Omställning" in document.findtext(".//title")
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert document.xpath("//@style") == []


def test_a_case_officer_reads_it_as_anyone(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert "Guiden" in text_of(read(client, "guide:index").find(".//h1"))


@pytest.mark.parametrize(
    "path",
    [
        "/guide/faser/0/",
        "/guide/faser/6/",
        "/guide/faser/99999999999999999999/",
        "/guide/insatser/finns-inte/",
        "/guide/exempel/finns-inte/",
    ],
)
def test_what_the_guide_does_not_have_is_404(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_guide_is_only_read(client: Client) -> None:
    assert client.post(reverse("guide:search"), {"q": "varsel"}).status_code == 405


def test_every_link_inside_the_guide_leads_somewhere(client: Client) -> None:
    seen: dict[str, html.HtmlElement] = {}
    for name, args in PAGES:
        document = read(client, name, *args)
        seen[reverse(name, args=args)] = document
    for address, document in seen.items():
        for link in document.xpath("//main//a/@href"):
            path, _, anchor = link.partition("#")
            path = path.partition("?")[0] or address
            if path.startswith("/guide/"):
                assert path in seen, f"{link} on {address}"
                assert not anchor or seen[path].xpath("//*[@id=$id]", id=anchor), link


def test_a_phase_shows_purpose_result_and_every_question(client: Client) -> None:
    for phase in guide().phases.values():
        shown = text_of(read(client, "guide:phase", phase.number))
        for wanted in (phase.purpose, phase.result, *(q.text for q in phase.questions)):
            assert " ".join(wanted.split()) in shown


def test_the_catalogue_says_how_many_of_all_are_shown(client: Client) -> None:
    assert "46 insatser." in text_of(read(client, "guide:measures"))
    narrowed = text_of(read(client, "guide:measures", grupp="individ"))
    assert "19 av 46 insatser." in narrowed


def test_the_filter_keeps_what_was_chosen(client: Client) -> None:
    query = {"q": "almi", "grupp": "fornyelse", "fas": "4", "aktor": "Almi", "sortering": "namn"}
    query |= {"finansiering": "EU", "storlek": "LARGE", "berorda": "under-50", "orsak": "CLOSURE"}
    document = read(client, "guide:measures", **query)
    chosen = {select.get("name"): select.value for select in document.xpath("//main//select")}
    assert chosen == {key: value for key, value in query.items() if key != "q"}
    assert document.xpath("//main//input[@name='q']/@value") == ["almi"]


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("guide:measures", "Ta bort ett val eller sök på ett kortare ord."),
        ("guide:examples", "Ta bort ett val eller sök på ett kortare ord."),
        ("guide:search", "Prova ett kortare ord"),
    ],
)
def test_an_empty_answer_says_what_to_do(client: Client, name: str, advice: str) -> None:
    assert advice in text_of(read(client, name, q="xyzzy"))


@pytest.mark.parametrize("name", ["guide:measures", "guide:examples", "guide:search"])
@pytest.mark.parametrize(
    "query",
    ["<script>alert(1)</script>", '"><img src=x>', "\0", "🙂", "åäö", "x" * 5000, "%", "' OR 1"],
)
def test_whatever_is_searched_for_is_shown_as_text(client: Client, name: str, query: str) -> None:
    response = client.get(reverse(name), {"q": query})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert b"<img src=x" not in response.content


def test_a_search_marks_the_word_and_links_to_its_place(client: Client) -> None:
    document = read(client, "guide:search", q="varsel")
    first = document.xpath("//section[@id='guide-hits']//li//a")[0]
    assert first.get("href") == "/guide/ordlista/#varsel"
    assert "varsel" in [mark.text.lower() for mark in document.xpath("//mark")]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("guide:measures", "measure-hits"),
        ("guide:examples", "example-hits"),
        ("guide:search", "guide-hits"),
    ],
)
def test_htmx_gets_only_the_hits(client: Client, name: str, target: str) -> None:
    headers = {"HX-Request": "true", "HX-Target": f"section#{target}"}
    response = client.get(reverse(name), {"q": "varsel"}, headers=headers)
    answer = response.content.decode().strip()
    assert answer.startswith(f'<section id="{target}"')
    assert "<html" not in answer
    assert "HX-Target" in response.headers["Vary"]


def test_a_measure_that_can_favour_one_company_warns_about_the_law(client: Client) -> None:
    assert "synnerliga skäl" in text_of(read(client, "guide:measure", "vouchers"))
    assert "synnerliga skäl" not in text_of(read(client, "guide:measure", "prestudy"))


def test_an_example_shows_its_course_and_links_to_the_catalogue(client: Client) -> None:
    document = read(client, "guide:example", "bjuv-findus")
    shown = text_of(document.xpath("//main")[0])
    for words in ("8 april 2016", "juni 2016", "juli–augusti 2017", "omkring 400", "omkring 650"):
        assert words in shown
    assert document.xpath("//main//a[@href='/guide/insatser/state-coordinator/']")


def test_a_word_on_any_page_links_to_its_explanation() -> None:
    template = engines["django"].from_string(
        '{% load guide_words %}{% guide_word "lagesbild" %}, {% guide_word "fas" words %}'
    )
    assert template.render({"words": "<fasen>"}) == (
        '<a href="/guide/ordlista/#lagesbild">lägesbild</a>, '
        '<a href="/guide/ordlista/#fas">&lt;fasen&gt;</a>'
    )


def test_a_link_to_a_word_that_is_not_there_fails_loudly() -> None:
    template = engines["django"].from_string("{% load guide_words %}{% guide_word 'nothing' %}")
    with pytest.raises(KeyError):
        template.render()


def test_every_word_has_an_anchor(client: Client) -> None:
    ids = set(read(client, "guide:glossary").xpath("//dl/div/@id"))
    assert ids == {term.key for term in guide().terms}
