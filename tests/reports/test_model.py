"""A report survives the way to JSON and back, and nothing that is not a report does."""

import json
from dataclasses import FrozenInstanceError
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.frozen import NotFrozen
from reports.model import (
    Column,
    Empty,
    Entries,
    Entry,
    Fact,
    GuideRow,
    Head,
    Kind,
    Paragraph,
    Report,
    Section,
    Table,
)
from reports.sections import SECTIONS, spec
from tests.reports import samples


def a_report(*sections: Section) -> Report:
    head = Head(municipality="Norrby kommun", document_type="Loggbok", day=date(2026, 3, 1))
    return Report(Kind.LOGBOOK, "Loggbok", head, sections)


@pytest.mark.parametrize("report", [samples.status_report(), samples.logbook()])
def test_a_report_comes_back_from_json_the_same(report: Report) -> None:
    assert Report.from_json(report.to_json()) == report
    assert Report.from_json(report.to_json()).to_json() == report.to_json()


def test_json_is_the_same_whatever_order_its_members_come_in() -> None:
    report = samples.status_report()
    shuffled = json.loads(report.to_json(), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert Report.from_data(shuffled).to_json() == report.to_json()


def test_json_keeps_swedish_letters_readable() -> None:
    assert "läggs ner" in samples.logbook().to_json()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_the_same(text: str) -> None:
    report = a_report(Section("x", text, (Paragraph(text), Empty(text))))
    assert Report.from_json(report.to_json().encode()) == report


def changed(path: list[str | int], value: Any) -> Any:
    """The logbook's data with one member changed."""
    data = samples.logbook().to_data()
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return data


ENTRY: list[str | int] = ["sections", 1, "blocks", 0, "entries", 0]


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (["kind"], "NOVEL", "report.kind"),
        (["title"], 7, "report.title"),
        (["schema"], True, "report.schema"),
        (["schema"], 2, "report.schema"),
        (["head", "day"], "2026-02-30", "report.head.day"),
        (["head", "day"], 20260301, "report.head.day"),
        (["head", "shoe_size"], "43", "shoe_size"),
        (["head", "recipient"], ..., "recipient"),
        (["sections"], "none", "report.sections"),
        (["sections", 0, "blocks", 0, "block"], "novel", "novel"),
        ([*ENTRY, "text"], None, "text"),
        ([*ENTRY, "by_system"], 0, "by_system"),
        (ENTRY, [], "entries[0]"),
    ],
)
def test_data_of_another_shape_are_refused_by_place(
    path: list[str | int], value: Any, place: str
) -> None:
    with pytest.raises(NotFrozen) as refused:
        Report.from_data(changed(path, value))
    assert place in str(refused.value)


def test_a_report_issued_before_a_field_was_added_is_read_with_its_default() -> None:
    older = changed([*ENTRY, "attachments"], ...)
    assert Report.from_data(older) == samples.logbook()
    assert samples.logbook().log()[0].attachments == ()


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "7"])
def test_what_is_not_a_report_is_refused(text: str) -> None:
    with pytest.raises(NotFrozen):
        Report.from_json(text)


def test_a_report_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        samples.logbook().title = "Annan"  # type: ignore[misc]


def test_a_table_with_a_short_row_is_refused() -> None:
    with pytest.raises(ValueError, match="row 2 has 1 cells"):
        Table(caption="T", columns=(Column("A"), Column("B")), rows=(("1", "2"), ("3",)))


def test_two_sections_may_not_have_one_key() -> None:
    with pytest.raises(ValueError, match="not unique"):
        a_report(Section("x", "A", ()), Section("x", "B", ()))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "//example.org"])
def test_a_link_that_is_not_to_the_web_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="link"):
        Fact("Källa", "här", url)


def test_entries_are_put_in_order_of_time_and_grouped_by_month() -> None:
    days = [date(2026, 3, 2), date(2025, 12, 31), date(2026, 3, 1)]
    entries = Entries(tuple(Entry(starts_on=day, text=str(day)) for day in days))
    assert [(month, len(group)) for month, group in entries.months] == [
        ("December 2025", 1),
        ("Mars 2026", 2),
    ]
    assert [entry.starts_on for entry in entries.entries] == sorted(days)


def test_entries_of_one_day_keep_the_order_they_came_in() -> None:
    entries = Entries(tuple(Entry(starts_on=date(2026, 3, 1), text=t) for t in "cab"))
    assert [entry.text for entry in entries.entries] == ["c", "a", "b"]


def test_a_main_activity_is_numbered_as_in_the_guide() -> None:
    assert GuideRow(number=2, name="Jobbmässa").label == "Huvudaktivitet 2: Jobbmässa"
    assert GuideRow(number=None, name="Övrigt").label == "Övrigt"


def test_a_paragraph_parts_at_empty_lines_only() -> None:
    assert Paragraph("a\nb\n\n \nc\n").parts == ["a\nb", "c"]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_sections_and_a_swedish_name(kind: Kind) -> None:
    assert kind.label
    assert len({s.key for s in SECTIONS[kind]}) == len(SECTIONS[kind])


def test_a_status_report_has_its_fourteen_sections() -> None:
    sections = SECTIONS[Kind.STATUS_REPORT]
    assert [s.number for s in sections] == [*map(str, range(1, 14)), ""]
    assert sections[0].heading == "Förslag till beslut"
    assert sections[-1].heading == "Bilaga: Loggbok"


def test_a_section_without_data_says_so_in_a_sentence() -> None:
    for sections in SECTIONS.values():
        for section in sections:
            filled = section.fill()
            assert filled.is_empty
            assert filled.blocks == (Empty(section.empty),)
            assert section.empty.endswith(".")
    assert not spec(Kind.LOGBOOK, "insatser").fill(Paragraph("Text")).is_empty
