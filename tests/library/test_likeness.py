"""The likeness rule: plain, the same both ways, and told in words."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.causes import Cause
from guide.model import Industry
from library.likeness import Likeness, Profile, likeness, most_like

BRUK = Profile(
    cause=Cause.CLOSURE,
    affected=200,
    industry=Industry.FOREST,
    county="Norrbottens län",
    share_percent=Decimal(4),
    measures=frozenset({"validation", "prestudy"}),
)

profiles = st.builds(
    Profile,
    cause=st.none() | st.sampled_from(Cause),
    affected=st.none() | st.integers(0, 5000),
    industry=st.none() | st.sampled_from(Industry),
    county=st.sampled_from(["", "Skåne län", "Kalmar län"]),
    share_percent=st.none() | st.decimals(0, 100, places=1),
    measures=st.frozensets(st.sampled_from(["a", "b", "c", "d", "e"])),
)


def test_what_is_wholly_alike_says_all_of_it() -> None:
    assert likeness(BRUK, BRUK) == Likeness(
        3 + 3 + 3 + 2 + 1 + 2,
        (
            "samma orsak",
            "samma bransch",
            "ungefär lika många berörda",
            "ungefär lika stor andel av jobben",
            "samma län",
            "2 insatser gemensamma",
        ),
    )


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Profile(cause=Cause.BANKRUPTCY), Likeness(1, ("liknande orsak",))),
        (Profile(cause=Cause.ESTABLISHMENT), Likeness(0, ())),
        (Profile(affected=100), Likeness(3, ("ungefär lika många berörda",))),
        (Profile(affected=99), Likeness(1, ("antalet berörda i samma storleksordning",))),
        (Profile(affected=800), Likeness(1, ("antalet berörda i samma storleksordning",))),
        (Profile(affected=801), Likeness(0, ())),
        (Profile(share_percent=Decimal("8.1")), Likeness(0, ())),
        (Profile(measures=frozenset({"prestudy"})), Likeness(1, ("en insats gemensam",))),
        (Profile(), Likeness(0, ())),
    ],
)
def test_each_part_counts_as_the_page_says(other: Profile, expected: Likeness) -> None:
    assert likeness(BRUK, other) == expected


@given(profiles, profiles)
def test_it_is_the_same_both_ways_and_never_more_than_being_oneself(
    one: Profile, other: Profile
) -> None:
    found = likeness(one, other)
    assert found == likeness(other, one)
    assert found.points <= likeness(one, one).points
    assert bool(found.points) is bool(found.reasons)


@given(profiles, st.lists(profiles, max_size=8))
def test_the_most_like_come_first_and_what_has_nothing_in_common_is_left_out(
    subject: Profile, others: list[Profile]
) -> None:
    found = most_like(subject, list(enumerate(others)))
    points = [like.points for _, like in found]
    assert points == sorted(points, reverse=True)
    assert all(points)
    for (one, a), (other, b) in pairwise(found):
        assert a.points > b.points or one < other
