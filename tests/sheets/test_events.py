"""Several events in one cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.events import LONGEST, Event, split_events

PARTED = [
    (
        "12/3 möte med facket; 15/3 beslut om samordnare",
        [("12/3", "möte med facket"), ("15/3", "beslut om samordnare")],
    ),
    (
        "12/3 Möte.\n15/3: Beslut\nforts. på raden\n• 18 mars 2016 – Ny träff",
        [("12/3", "Möte."), ("15/3", "Beslut\nforts. på raden"), ("18 mars 2016", "Ny träff")],
    ),
    ("2016-04-08 Regionen beslutade. 2016-04-29 Första mötet.",
     [("2016-04-08", "Regionen beslutade."), ("2016-04-29", "Första mötet.")]),
    ("3–5 mars Resa; v. 12 träff", [("3–5 mars", "Resa"), ("v. 12", "träff")]),
    ("- 12/3-15/3 mässa\n- tis 15/3 facket", [("12/3-15/3", "mässa"), ("tis 15/3", "facket")]),
    ("Möte med facket 12/3\nBeslut (15/3).", [("12/3", "Möte med facket"), ("15/3", "Beslut")]),
    ("Kontakter: 12/3 ring; 14/3 brev", [("12/3", "Kontakter: ring"), ("14/3", "brev")]),
    ("160331 Beskedet kom", [("160331", "Beskedet kom")]),
    ("den 12 mars 2016 hölls möte", [("den 12 mars 2016", "hölls möte")]),
]  # fmt: skip

WHOLE = [
    "Möte med facket",
    "Möten 12/3, 15/3 och 18/3",
    "3/4 av personalen blir kvar",
    "Budget 2016: 12 mnkr",
    "12/3",
    "",
]


@pytest.mark.parametrize(("text", "events"), PARTED)
def test_a_cell_is_parted_where_each_event_has_its_day(
    text: str, events: list[tuple[str, str]]
) -> None:
    assert split_events(text, has_day=False) == [Event(*event) for event in events]


@pytest.mark.parametrize("text", WHOLE)
def test_other_cells_stay_whole(text: str) -> None:
    assert split_events(text, has_day=False) == [Event("", text)]


@pytest.mark.parametrize("text", ["12/3 möte", "Möte. 15/3 ses vi igen.", "Nästa möte 15/3"])
def test_a_single_day_is_part_of_the_text_when_the_row_has_its_own(text: str) -> None:
    assert split_events(text, has_day=True) == [Event("", text)]


def test_words_before_the_first_day_are_an_event_of_the_rows_own_day() -> None:
    assert split_events("Lugn vecka.\n12/3 möte\n14/3 brev", has_day=True) == [
        Event("", "Lugn vecka."),
        Event("12/3", "möte"),
        Event("14/3", "brev"),
    ]


WORDS = st.from_regex(r"[A-ZÅÄÖ][a-zåäö]{3,9}( [a-zåäö]{2,9}){0,4}", fullmatch=True)


@given(
    st.lists(st.tuples(st.integers(1, 28), st.integers(1, 12), WORDS), min_size=2, max_size=8),
    st.sampled_from(["; ", "\n", "\n• ", ".\n"]),
)
def test_what_is_put_together_is_parted_again(
    told: list[tuple[int, int, str]], between: str
) -> None:
    text = between.join(f"{day}/{month} {what}" for day, month, what in told)
    parted = split_events(text, has_day=True)
    assert [event.when for event in parted] == [f"{day}/{month}" for day, month, _ in told]
    assert [event.what.rstrip(".") for event in parted] == [what for *_, what in told]


@pytest.mark.parametrize(
    "piece", ["1", "12/3 ", "-", " \n", "a 12/3 b; ", "mån ", "(12/3", "• ", "; ", "12-12/3-12/3"]
)
def test_no_text_takes_long(piece: str) -> None:
    text = (piece * LONGEST)[:LONGEST]
    assert split_events(text, has_day=False)
