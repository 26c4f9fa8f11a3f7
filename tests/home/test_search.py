"""The search over all cases: what is found, in which order, how much, and what stays hidden."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import Organisation, User
from cases.models import Case
from home.finding import passage
from logbook.search import Search
from tests import make

Ask = Callable[..., Any]


@pytest.fixture
def ask(as_user: Callable[[User], Client], alice: User) -> Ask:
    """`ask(q="möte")`: the page Alice gets; `ask(by=siv, q=…)` somebody else's."""

    def run(by: User | None = None, **wanted: object) -> Any:
        response = as_user(by or alice).get(reverse("home:search"), wanted)
        assert response.status_code == 200
        return html.fromstring(response.content)

    return run


def section(page: Any, name: str) -> list[str]:
    """The rows under the heading with id `name`-heading, their texts with single spaces."""
    rows = page.cssselect(f"section[aria-labelledby={name}-heading] .rows > li")
    return [" ".join(row.text_content().split()) for row in rows]


@pytest.fixture
def other_case(norrby: Organisation, alice: User) -> Case:
    return make.case(norrby, by=alice, title="Bruket stänger", company="Norrby Bruk AB")


def test_entries_of_all_my_cases_are_found_best_first(
    ask: Ask, case: Case, other_case: Case, alice: User
) -> None:
    make.entry(case, by=alice, what="Samtal", result="Bruket visades")
    make.entry(other_case, by=alice, what="Besök på ett bruk")
    make.entry(case, by=alice, what="Pappersbruksfrågan")
    make.entry(case, by=alice, what="Något annat")
    page = ask(q="bruk")
    found = section(page, "entries")
    assert len(found) == 3
    assert "Besök på ett bruk" in found[0]
    assert "Pappersbruksfrågan" in found[2]
    assert section(page, "cases") == [f"Bruket stänger{other_case.number}Norrby Bruk AB"]
    assert "4\N{NO-BREAK SPACE}träffar" in page.text_content()


def test_a_hit_outside_what_was_done_is_shown_with_its_field(
    ask: Ask, case: Case, alice: User
) -> None:
    make.entry(
        case,
        by=alice,
        what="Samtal",
        participants="Landshövdingen",
        next_step="Bjud in landshövdingen",
        next_step_on=make.today(),
        next_step_by=alice,
    )
    page = ask(q="landshövding")
    (row,) = section(page, "entries")
    assert "Medverkande: Landshövdingen" in row
    assert "Nästa steg: Bjud in landshövdingen" in row
    assert len(page.cssselect("mark")) == 2


def test_measures_are_found_by_their_main_activities_too(ask: Ask, case: Case, alice: User) -> None:
    measure = make.measure(case, by=alice, title="Jobbmässa", description="För alla")
    make.activity(measure, by=alice, title="Boka sporthallen")
    assert "Huvudaktivitet 1: Boka sporthallen" in section(ask(q="sporthall"), "measures")[0]
    assert len(section(ask(q="rekryteringsmässa"), "measures")) == 1


def test_a_case_is_found_by_its_number(ask: Ask, case: Case, other_case: Case) -> None:
    assert len(section(ask(q=case.number), "cases")) == 1


def test_a_restricted_case_is_found_by_its_readers_alone(
    ask: Ask, case: Case, alice: User, rolf: User, siv: User, region_vast: Organisation
) -> None:
    make.share(case, region_vast, by=alice)
    make.measure(case, by=alice, title="Kanariefågel")
    make.entry(case, by=alice, what="Kanariefågel")
    assert "2\N{NO-BREAK SPACE}träffar" in ask(by=siv, q="kanariefågel").text_content()
    make.restricted(case, by=alice)
    for person in (rolf, siv):
        page = ask(by=person, q="kanariefågel")
        assert "0\N{NO-BREAK SPACE}träffar" in page.text_content()
        assert not page.cssselect("mark")
    assert len(section(ask(q="kanariefågel"), "entries")) == 1


def test_a_region_searches_next_steps_in_no_case_but_its_own(
    ask: Ask, case: Case, alice: User, siv: User, region_vast: Organisation
) -> None:
    """A coordinator who is also an officer of one municipality sees inside that one only."""
    make.share(case, region_vast, by=alice)
    samby = make.municipality("Samby")
    jo = make.member("Jo", "jo@samby.example", samby, "CASE_OFFICER")
    make.membership(jo, region_vast, "COORDINATOR")
    own = make.case(samby, by=jo)
    for place, by in ((case, alice), (own, jo)):
        make.entry(
            place,
            by=by,
            what=f"Post i {place.number}",
            next_step="Kanariefågel",
            next_step_on=make.today(),
            next_step_by=by,
        )
    (row,) = section(ask(by=jo, q="kanariefågel"), "entries")
    assert own.number in row
    # Found by another word, the entry still does not tell its next step.
    found = section(ask(by=jo, q="post"), "entries")
    assert len(found) == 2
    assert "Kanariefågel" not in " ".join(found)


def test_without_words_the_filter_alone_lists_what_happened(
    ask: Ask, case: Case, other_case: Case, alice: User, bo: User
) -> None:
    measure = make.measure(case, by=alice, title="Jobbmässa")
    make.entry(case, by=alice, what="Om mässan", measure=measure)
    make.entry(other_case, by=bo, what="Bo skrev")
    assert len(section(ask(period="vecka"), "entries")) == 2
    assert "Bo skrev" in section(ask(av="bo b"), "entries")[0]
    assert "Om mässan" in section(ask(om="jobbmässa"), "entries")[0]
    assert section(ask(period="vecka"), "cases") == []
    assert len(section(ask(slag="insatser"), "entries")) == 1


def test_of_a_word_that_stands_everywhere_the_newest_are_ranked_and_that_is_told(
    ask: Ask, case: Case, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("home.finding.MOST_HITS", 3)
    for number in range(5):
        make.entry(case, by=alice, what=f"Möte {number}")
    page = ask(q="möte")
    assert "Loggposter (fler än 3)" in page.text_content()
    assert "Fler än 3\N{NO-BREAK SPACE}träffar" in page.text_content()
    assert len(section(page, "entries")) == 3
    assert "Möte 0" not in " ".join(section(page, "entries"))


def test_more_hits_than_a_page_holds_come_on_the_next(ask: Ask, case: Case, alice: User) -> None:
    for number in range(23):
        make.entry(case, by=alice, what=f"Möte {number}")
    first = ask(q="möte", period="i-ar")
    assert first.cssselect(".more a")[0].get("href") == "?q=m%C3%B6te&period=i-ar&sida=2"
    rest = ask(q="möte", period="i-ar", sida=2)
    assert len(section(first, "entries")) == 20
    assert len(section(rest, "entries")) == 3
    assert not rest.cssselect(".more a")
    assert section(ask(q="möte", sida=9), "entries") == []


def test_a_long_text_is_shown_round_its_hit() -> None:
    text = "ord " * 400 + "nålen " + "ord " * 400
    found = passage(text, Search.of("nålen").pattern, length=80)
    assert "nålen" in found
    assert found.startswith("… ord")
    assert found.endswith("ord …")
    assert len(found) < 90
    assert passage("Kort text", None) == "Kort text"
    assert passage("å" * 900, Search.of("nålen").pattern, length=80) == "å" * 50 + " …"
