"""A status report tells what is new since the one before to the same recipient."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from cases.models import Case
from guide.phases import Phase
from logbook.actions import correct_entry
from measures import actions as measure_actions
from measures.states import State
from reports.model import Facts, NumberedList, Paragraph, PlainList, Report, Subheading, Table
from reports.models import Issued
from tests import make


@pytest.fixture(autouse=True)
def _no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")


def told(issued: Issued, key: str = "genomfort") -> list[Any]:
    return [
        block
        for block in Report.from_json(issued.data).section(key).blocks
        if isinstance(block, Paragraph | PlainList | Subheading | Table | Facts | NumberedList)
    ]


def table(issued: Issued, key: str = "genomfort") -> dict[str, list[str]]:
    [found] = [block for block in told(issued, key) if isinstance(block, Table)]
    return {first: rest for first, *rest in found.rows}


def words(issued: Issued) -> str:
    found: list[str] = []
    for block in told(issued):
        if isinstance(block, PlainList):
            found += block.items
        elif isinstance(block, Paragraph | Subheading):
            found.append(block.text)
    return " | ".join(found)


def test_the_first_report_has_nothing_to_be_compared_with(case: Case, alice: User) -> None:
    make.entry(case, by=alice)
    assert told(make.issued(case, by=alice)) == []


def test_phase_and_measures_stand_before_beside_now(case: Case, alice: User) -> None:
    fair = make.measure(case, by=alice, title="Jobbmässa")
    make.measure(case, by=alice, title="Kurs")
    first = make.issued(case, by=alice, decisions=("Nämnden godkänner rapporten.",))
    measure_actions.change_measure_state(
        measure=fair, to=State.ONGOING, on=make.today(), actor=alice, at=make.now()
    )
    make.measure(case, by=alice, title="Lokalbank")
    make.entry(case, by=alice)
    case.refresh_from_db()
    make.moved_to(case, Phase.ANALYSE, by=alice)
    second = make.issued(case, by=alice)
    rows = table(second)
    assert rows["Fas"] == ["1. Förbereda", "2. Analysera"]
    assert rows["Insatser: idé"] == ["2", "2"]
    assert rows["Insatser: pågår"] == ["0", "1"]
    assert rows["Loggposter i rapporten"] == ["0", "1"]
    said = words(second)
    assert f"Den förra lägesrapporten, nr {first.number}, hade stoppdatum" in said
    assert "Ärendet har gått från fas 1 till fas 2." in said
    assert "Jobbmässa: från idé till pågår." in said
    assert "Ny insats: Lokalbank (idé)." in said
    assert "Kurs:" not in said
    assert "Förra rapporten föreslog: Nämnden godkänner rapporten." in said


def test_when_nothing_has_changed_it_says_so(case: Case, alice: User) -> None:
    make.issued(case, by=alice)
    assert "Fas och insatser är som i förra rapporten." in words(make.issued(case, by=alice))


def test_what_is_corrected_in_the_report_before_is_told(case: Case, alice: User) -> None:
    entry = make.entry(case, by=alice, what="Tjugo deltog")
    make.entry(case, by=alice, what="Står kvar")
    hidden = make.entry(case, by=alice, what="Blir intern")
    first = make.issued(case, by=alice)
    for wrong, wording in (
        (entry, make.wording("Trettio deltog")),
        (hidden, make.wording("Hemligt", internal=True)),
    ):
        correct_entry(
            entry=wrong, seen_version=1, wording=wording, reason="Fel", actor=alice, at=make.now()
        )
    said = words(make.issued(case, by=alice))
    assert f"Rättat sedan rapport nr {first.number}" in said
    assert "Trettio deltog" in said
    assert "Står kvar" not in said
    assert "Hemligt" not in said
    assert "Blir intern" not in said
    assert "Rättat sedan" not in words(make.issued(case, by=alice))


def test_figures_stand_beside_those_of_the_report_before(case: Case, alice: User) -> None:
    wave = make.wave(case, by=alice)
    make.headcount(
        wave, by=alice, counted_on=make.today() - timedelta(days=40), notified=240, dismissed=100
    )
    yesterday = make.today() - timedelta(days=31)
    make.issued(case, by=alice, period_from=yesterday - timedelta(days=30), period_to=yesterday)
    make.headcount(wave, by=alice, notified=240, dismissed=150)
    rows = table(make.issued(case, by=alice), "laget-i-siffror")
    assert rows["Varslade"] == ["240", "240"]
    assert rows["Uppsagda"] == ["100", "150"]


def test_another_recipients_report_is_none_to_be_compared_with(case: Case, alice: User) -> None:
    """Its readers may have seen other figures."""
    make.issued(case, by=alice, recipient="Regionen")
    assert told(make.issued(case, by=alice, recipient="Nämnden")) == []


def test_a_replaced_report_is_passed_over(case: Case, alice: User) -> None:
    first = make.issued(case, by=alice)
    wrong = make.issued(case, by=alice)
    new = make.issued(case, by=alice, replaces=wrong, replaced_because="Fel")
    assert f"nr {first.number}" in words(new)
    assert f"nr {new.number}" in words(make.issued(case, by=alice))
