"""Entries of a file find their measures and main activities, or a person says where they stand."""

import pytest

from accounts.models import User
from cases.models import Case
from guide.load import guide
from measures.models import Measure
from sheets.places import WHOLE_CASE, Place, Plan, Words, plain, title_of
from sheets.queries import measures_in
from tests import make


@pytest.fixture
def fair(case: Case, alice: User) -> Measure:
    """A measure with two main activities."""
    measure = make.measure(case, by=alice, title="Jobbmässa")
    make.activity(measure, by=alice, title="Boka lokal")
    make.activity(measure, by=alice, title="Bjuda in arbetsgivare")
    return measure


def plan(case: Case, **choices: str) -> Plan:
    return Plan(measures_in(case), choices)


def activity(measure: Measure, number: int) -> int:
    return measure.main_activities.get(number=number).pk


@pytest.mark.parametrize(
    "words",
    [
        Words("Jobbmässa", "Boka lokal"),
        Words("jobbmässa ", "BOKA LOKAL"),
        Words("Insats: Jobbmässa", "Huvudaktivitet 1: Boka lokal"),
        Words("1. Jobbmässa", "1"),
        Words("Jobbmässa", "Huvudaktivitet 1"),
        Words("", "Boka lokal"),
    ],
    ids=str,
)
def test_the_plan_is_found_by_titles_and_numbers(case: Case, fair: Measure, words: Words) -> None:
    found = plan(case)
    assert found.place(words) == Place(measure=fair.pk, activity=activity(fair, 1))
    assert found.unknown([words]) == []


def test_no_words_are_the_case_as_a_whole(case: Case, fair: Measure) -> None:
    assert plan(case).place(Words()) == WHOLE_CASE
    assert plan(case).unknown([Words()]) == []
    assert plan(case).label(WHOLE_CASE) == "Ärendet som helhet"


def test_what_is_not_in_the_plan_is_asked_for_once(case: Case, fair: Measure) -> None:
    used = [Words("Validering", "Prov"), Words("Jobbmässa", "Städa"), Words("validering", "Kurs")]
    unknown = plan(case).unknown(used)
    assert [(u.label, u.entries) for u in unknown] == [("Validering", 2), ("Jobbmässa / Städa", 1)]
    assert plan(case).place(used[0]) == WHOLE_CASE
    assert plan(case).place(used[1]) == Place(measure=fair.pk)


def test_a_new_measure_brings_its_main_activities(case: Case, fair: Measure) -> None:
    chosen = plan(case, validering="new:INDIVIDUAL")
    place = chosen.place(Words("Insats 2: Validering", "Huvudaktivitet 1: Prov"))
    assert place == Place(new_measure="Validering", group="INDIVIDUAL", new_activity="Prov")
    assert chosen.label(place) == "Validering (ny insats) / Prov (ny huvudaktivitet)"


def test_a_measure_chosen_from_the_plan_asks_on_about_its_main_activities(
    case: Case, fair: Measure
) -> None:
    words = Words("Mässan", "Städa")
    chosen = plan(case, mässan=f"m{fair.pk}")
    assert [u.label for u in chosen.unknown([words])] == ["Mässan", "Jobbmässa / Städa"]
    assert chosen.place(words) == Place(measure=fair.pk)
    made = Plan(measures_in(case), {"mässan": f"m{fair.pk}", f"{fair.pk}/städa": f"m{fair.pk}+"})
    assert made.place(words) == Place(measure=fair.pk, new_activity="Städa")
    known = Plan(
        measures_in(case),
        {"mässan": f"m{fair.pk}", f"{fair.pk}/städa": f"a{activity(fair, 2)}"},
    )
    assert known.place(words) == Place(measure=fair.pk, activity=activity(fair, 2))


def test_a_title_much_alike_and_the_catalogues_own_are_proposed(case: Case, fair: Measure) -> None:
    in_catalogue = guide().measures[0]
    used = [Words("Jobbmässan"), Words(in_catalogue.title), Words("Något helt annat")]
    found = plan(case)
    assert [found.default(unknown) for unknown in found.unknown(used)] == [
        f"m{fair.pk}",
        f"new:{in_catalogue.group.value}",
        "",
    ]
    assert found.with_defaults(used).place(used[0]) == Place(measure=fair.pk)


@pytest.mark.parametrize("choice", ["m999999999", "a1x", "new:", "m", "x" * 90, "m1+", "\x00"])
def test_a_choice_that_was_never_offered_means_the_whole_case(
    case: Case, fair: Measure, choice: str
) -> None:
    place = plan(case, validering=choice).place(Words("Validering", "Prov"))
    assert place == WHOLE_CASE or (choice == "new:" and place.group == "")


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Huvudaktivitet 2: Nytt bolag", "Nytt bolag"),
        ("2. Nytt bolag", "Nytt bolag"),
        ("Insats: Nytt bolag", "Nytt bolag"),
        ("3 nya jobb", "3 nya jobb"),
        ("2016 års mässa", "2016 års mässa"),
        ("Insats 2", "Insats 2"),
        ("  Nytt   bolag ", "Nytt bolag"),
    ],
)
def test_numbers_and_names_before_a_title_are_no_part_of_it(words: str, title: str) -> None:
    assert title_of(words) == title
    assert plain(words) == plain(title)
