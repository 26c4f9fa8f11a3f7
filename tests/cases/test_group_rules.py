"""What is warned of in how a case's groups are put together, and how a meeting is told. No database."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.group_kinds import ActorKind, GroupKind, GroupRole
from cases.group_rules import AssignmentFacts, GroupFacts, MemberFacts, represents, warnings
from cases.meeting_words import MOST_CHARACTERS, participants_in_words

COMPANY = "Norrby Livs AB"
CHAIR = MemberFacts(
    "Alice", "Norrby kommun", ActorKind.MUNICIPALITY, GroupRole.CHAIR, has_mandate=True, deputy="Bo"
)
MANAGER = MemberFacts("Vera", COMPANY, ActorKind.COMPANY, GroupRole.MEMBER, has_mandate=True)


def group(kind: GroupKind = GroupKind.STEERING, *members: MemberFacts, **values: Any) -> GroupFacts:
    facts = {"name": str(kind.label), "members": members or (CHAIR, MANAGER)}
    return GroupFacts(kind=kind, **(facts | values))


def said(*groups: GroupFacts) -> str:
    return "\n".join(warnings(groups, company=COMPANY))


def test_a_steering_group_with_chair_mandates_and_the_company_is_not_warned_of() -> None:
    assert said(group()) == ""
    assert said() == ""


def test_a_group_without_a_chair_is_told_of_and_a_reference_group_needs_none() -> None:
    member = replace(CHAIR, role=GroupRole.VICE_CHAIR)
    assert "Styrgruppen har ingen ordförande." in said(group(GroupKind.STEERING, member, MANAGER))
    assert said(group(GroupKind.REFERENCE, member, MANAGER)) == ""
    assert said(group(GroupKind.WORKING, replace(CHAIR, role=GroupRole.LEADER), MANAGER)) == ""


@pytest.mark.parametrize(("voting", "warned"), [(7, False), (8, True)])
def test_a_steering_group_over_seven_is_told_of_those_without_a_vote_set_aside(
    voting: int, warned: bool
) -> None:
    members = [replace(MANAGER, name=f"Ledamot {i}") for i in range(voting - 1)]
    beside = [replace(MANAGER, name="S", role=GroupRole.SECRETARY, has_mandate=False)] * 3
    words = said(group(GroupKind.STEERING, CHAIR, *members, *beside))
    assert (f"Styrgruppen har {voting} ledamöter." in words) is warned


def test_who_lacks_a_mandate_is_named_in_a_steering_group() -> None:
    without = replace(MANAGER, has_mandate=False)
    words = said(group(GroupKind.STEERING, CHAIR, without))
    assert words == "Saknar mandat i styrgruppen: Vera (Norrby Livs AB)."


def test_a_start_up_group_needs_one_who_may_decide() -> None:
    without = [replace(each, has_mandate=False) for each in (CHAIR, MANAGER)]
    assert "Ingen i uppstartsgruppen har mandat" in said(group(GroupKind.START_UP, *without))
    assert said(group(GroupKind.START_UP, CHAIR, without[1])) == ""


def test_an_empty_group_is_told_of_and_nothing_else_about_it() -> None:
    words = said(group(name="Styrgrupp", members=()))
    assert "Styrgruppen har inga medlemmar." in words
    assert "ordförande" not in words


def test_a_company_that_sits_nowhere_is_told_of() -> None:
    assert said(group(GroupKind.STEERING, CHAIR)) == (
        "Företaget Norrby Livs AB är inte representerat i någon grupp."
    )


@pytest.mark.parametrize(
    ("organisation", "expected"),
    [
        ("Norrby Livs AB", True),
        ("norrby livs", True),
        ("AB Norrby Livs (publ)", True),
        ("Norrby Livs Sverige AB", True),
        ("Norrby Livsmedel AB", False),
        ("Annat AB", False),
        ("AB", False),
    ],
)
def test_the_company_is_known_by_name_whatever_stands_round_it(
    organisation: str, expected: bool
) -> None:
    assert represents(replace(MANAGER, organisation=organisation), COMPANY) is expected
    union = replace(MANAGER, organisation=organisation, kind=ActorKind.UNION)
    assert not represents(union, COMPANY)


def test_one_who_answers_alone_without_a_deputy_is_told_of() -> None:
    alone = replace(CHAIR, deputy="")
    plan = AssignmentFacts("Konsekvensanalys", alone)
    words = said(group(GroupKind.STEERING, alone, MANAGER, assignments=[plan]))
    assert words == (
        "Alice (Norrby kommun) är ensam ansvarig för Konsekvensanalys och har ingen ersättare."
    )
    assert said(group(assignments=[AssignmentFacts("Konsekvensanalys", CHAIR)])) == ""


def test_one_who_answers_for_everything_is_told_of_even_with_a_deputy() -> None:
    plans = [AssignmentFacts(title, CHAIR) for title in ("Analys", "Plan")]
    words = "Alice (Norrby kommun) ansvarar ensam för allt som ska tas fram."
    assert said(group(assignments=plans[:1]), group(name="Två", assignments=plans[1:])) == words
    shared = [plans[0], AssignmentFacts("Plan", replace(MANAGER, deputy="Bo"))]
    assert said(group(assignments=shared)) == ""


def test_what_nobody_or_one_who_has_gone_answers_for_is_told_of() -> None:
    assert said(group(assignments=[AssignmentFacts("Analys")])) == "Ingen ansvarar för Analys."
    gone = AssignmentFacts("Analys", None, former="Eva Ek")
    assert said(group(assignments=[gone])) == ("Eva Ek ansvarar för Analys men är inte längre med.")


def test_one_who_has_left_the_organisation_but_sits_is_told_of() -> None:
    words = said(group(GroupKind.STEERING, CHAIR, replace(MANAGER, has_left=True)))
    assert words == "Vera (Norrby Livs AB) har slutat men sitter kvar i styrgruppen."


def test_a_group_with_a_name_of_its_own_is_called_by_it() -> None:
    assert said(group(name="Ledningsgruppen", members=())).startswith(
        "Ledningsgruppen har inga medlemmar."
    )


@dataclass
class Present:
    """One who was there."""

    role: str
    organisation_name: str


def test_a_meeting_tells_of_roles_and_organisations() -> None:
    present = [
        Present("MEMBER", "Almi"),
        Present("CHAIR", "Norrby kommun"),
        Present("MEMBER", "Almi"),
        Present("MEMBER", "Region Väst"),
    ]
    assert participants_in_words("Styrgruppen", present, "en konsult") == (
        "Styrgruppen: ordförande (Norrby kommun), 3 ledamöter (Almi, Region Väst). "
        "Också: en konsult"
    )
    assert participants_in_words("Styrgruppen", [], "en konsult") == "en konsult"


ROWS = st.builds(Present, st.sampled_from(GroupRole.values), st.text(max_size=160))


@given(st.text(max_size=80), st.lists(ROWS, max_size=60), st.text(max_size=200))
def test_however_many_were_there_the_words_fit_and_what_was_written_is_whole(
    name: str, present: list[Present], others: str
) -> None:
    words = participants_in_words(name, present, others)
    assert len(words) <= MOST_CHARACTERS
    assert words.endswith(others)
