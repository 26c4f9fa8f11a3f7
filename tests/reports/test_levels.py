"""Whom a report is for: what each level sees, what is counted as left out, and who may know of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from lxml import html

from accounts.models import Organisation, User
from accounts.permissions import Role
from cases.models import Case
from core.actions import Conflict, Refused
from figures.clock_queries import clock_of
from logbook.events import Event
from logbook.models import LogEntry
from measures.actions import change_measure_state
from measures.states import State
from reports.actions import give_diary_number, issue_report
from reports.levels import Held, Level, seen_at_each
from reports.model import Entries, Kind, NumberedList, Report
from reports.models import Issued
from tests import make

FORM = {
    "kind": "STATUS_REPORT",
    "period_from": (make.today() - timedelta(days=60)).isoformat(),
    "period_to": make.today().isoformat(),
    "recipient": "Kommunstyrelsen",
}


@pytest.fixture(autouse=True)
def _no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")


@pytest.fixture
def told(norrby: Organisation, alice: User, bo: User, jonna: User) -> Case:
    """A case with something in every field, in which Samby takes part and writes internally."""
    case, _ = make.full_case(norrby, by=alice, deputy=bo, canary="KANARIE")
    make.take_part(case, jonna.memberships.get().organisation, by=alice)
    make.entry(case, by=jonna, what="SAMBY internt", internal=True)
    make.entry(case, by=alice, what="Öppet möte")
    return case


def texts(case: Case, by: User, level: Level, **changes: Any) -> str:
    return make.issued(case, by=by, level=level, **changes).data


def test_the_public_see_nothing_that_is_internal(told: Case, alice: User) -> None:
    text = texts(told, alice, Level.PUBLIC)
    assert "Öppet möte" in text
    assert "KANARIE-INSIDE synnerliga skäl" in text
    assert "KANARIE-OWN" not in text
    assert "SAMBY" not in text


def test_the_region_sees_no_money_no_indicators_and_no_legal_reasons(
    told: Case, alice: User
) -> None:
    broken_off = make.measure(told, by=alice, title="Jobbmässa")
    change_measure_state(
        measure=broken_off,
        to=State.CANCELLED,
        on=make.today(),
        reason="HEMLIGT skäl",
        actor=alice,
        at=make.now(),
    )
    earlier = make.issued(told, by=alice, recipient="TIDIGARE")
    report = Report.from_json(texts(told, alice, Level.REGION))
    text = report.to_json()
    assert "Öppet möte" in text
    assert "Jobbmässa: avbruten" in text
    for hidden in (
        "KANARIE-OWN",
        "SAMBY",
        "HEMLIGT",
        "synnerliga",
        "finansiär",
        "indikator",
        "mål",
    ):
        assert f"KANARIE-INSIDE {hidden}" not in text, hidden
        assert hidden not in ("SAMBY", "HEMLIGT") or hidden not in text
    assert f"nr {earlier.number}" not in text
    assert report.section("ekonomi").is_empty
    assert report.head.readers == "Region: det som delas med regionen"


def test_an_internal_report_has_ones_own_internal_entries_and_marks_them(
    told: Case, alice: User
) -> None:
    report = Report.from_json(texts(told, alice, Level.INTERNAL))
    [appendix] = [b for b in report.section("bilaga-loggbok").blocks if isinstance(b, Entries)]
    marked = {entry.text for entry in appendix.entries if entry.is_internal}
    assert marked == {"KANARIE-OWN internt", "KANARIE-OWN ringde"}
    assert "SAMBY" not in report.to_json()


def test_an_internal_report_is_unknown_to_the_other_municipalities(
    told: Case, alice: User, jonna: User, as_user: Callable[[User], Client]
) -> None:
    open_to_all = as_user(jonna).get(f"/arenden/{told.number}/rapporter/").content
    log = as_user(jonna).get(f"/arenden/{told.number}/loggbok/?slag=allt").content.decode()
    report = make.issued(told, by=alice, level=Level.INTERNAL, recipient="Ledningen")
    there = f"/arenden/{told.number}/rapporter/"
    for page in (f"{report.pk}/", f"{report.pk}/pdf/", f"{report.pk}/som/word/"):
        assert as_user(jonna).get(there + page).status_code == 404
        assert as_user(alice).get(there + page).status_code == 200
    assert as_user(jonna).get(there).content.count(b"row-title") == open_to_all.count(b"row-title")
    after = as_user(jonna).get(f"/arenden/{told.number}/loggbok/?slag=allt").content.decode()
    assert report.number not in after.replace(log, "")
    by_samby = Report.from_json(make.issued(told, by=jonna).data)
    [basis] = by_samby.section("beslutsunderlag").blocks
    assert isinstance(basis, NumberedList)
    # The report itself and the open one that Norrby issued before.
    assert len(basis.items) == 2
    with pytest.raises(CommandError, match="ingen fastställd"):
        call_command("print_report", told.number, issued=report.number)


def test_the_diary_number_of_an_internal_report_is_told_to_its_own_organisation_alone(
    told: Case, alice: User, bo: User, jonna: User
) -> None:
    samby = jonna.memberships.get().organisation
    report = make.issued(told, by=jonna, level=Level.INTERNAL)
    make.membership(alice, samby, Role.CASE_OFFICER)
    give_diary_number(report=report, diary_number="SB 2026/7", actor=alice, at=make.now())
    rows = LogEntry.objects.filter(case=told, event=Event.DIARY_NUMBER_GIVEN)
    assert rows.visible_to(jonna).count() == 1
    assert not rows.visible_to(bo).exists()


def test_an_internal_report_moves_no_clock_that_others_read(
    norrby: Organisation, alice: User
) -> None:
    case = make.case(norrby, by=alice)
    make.issued(case, by=alice, level=Level.INTERNAL)
    assert clock_of(case).reported_until is None
    make.issued(case, by=alice)
    assert clock_of(case).reported_until == make.today()


def test_a_named_reader_from_elsewhere_makes_no_internal_report(
    told: Case, alice: User, charlie: User, as_user: Callable[[User], Client]
) -> None:
    make.reader(told, charlie, by=alice)
    make.restricted(told, by=alice)
    with pytest.raises(Refused, match="hör till organisationen"):
        make.issued(told, by=charlie, level=Level.INTERNAL)
    page = as_user(charlie).post(
        f"/arenden/{told.number}/rapporter/ny/forhandsgranska/", FORM | {"level": "INTERNAL"}
    )
    assert page.status_code in {403, 422}
    assert "KANARIE-OWN" not in page.content.decode()


def test_a_named_reader_from_elsewhere_is_not_told_of_an_internal_report_in_the_meantime(
    told: Case, alice: User, charlie: User
) -> None:
    make.reader(told, charlie, by=alice)
    make.restricted(told, by=alice)
    hidden = make.issued(told, by=alice, level=Level.INTERNAL)
    after = {
        "case": told,
        "request": make.report_request(),
        "seen_issued": hidden.pk - 1,
        "at": make.now(),
    }
    with pytest.raises(Conflict):
        issue_report(**after, actor=alice)
    assert issue_report(**after, actor=charlie).pk > hidden.pk


def test_a_report_is_replaced_at_its_own_level(told: Case, alice: User) -> None:
    internal = make.issued(told, by=alice, level=Level.INTERNAL)
    with pytest.raises(Refused, match="samma nivå"):
        make.issued(told, by=alice, replaces=internal, replaced_because="Fel tal")
    make.issued(told, by=alice, level=Level.INTERNAL, replaces=internal, replaced_because="Fel tal")


def test_what_is_new_is_told_beside_the_report_of_the_same_level(told: Case, alice: User) -> None:
    internal = make.issued(told, by=alice, level=Level.INTERNAL)
    public = texts(told, alice, Level.PUBLIC)
    assert f"nr {internal.number}" not in public


@pytest.mark.parametrize("kind", [Kind.FUNDER_REPORT, Kind.PLAN])
def test_what_is_about_money_is_not_for_the_region(told: Case, alice: User, kind: Kind) -> None:
    with pytest.raises(Refused, match="pengar"):
        make.issued(told, by=alice, level=Level.REGION, kind=kind)


def test_the_preview_is_what_the_level_sees_and_counts_the_rest(
    told: Case, alice: User, as_user: Callable[[User], Client]
) -> None:
    client = as_user(alice)
    address = f"/arenden/{told.number}/rapporter/ny/forhandsgranska/"
    shown = {}
    for level in Level:
        page = client.post(address, FORM | {"level": level.value})
        assert page.status_code == 200
        tree = html.fromstring(page.content)
        lines = [" ".join(li.text_content().split()) for li in tree.cssselect(".report-levels li")]
        rows = {name: said for name, _, said in (line.partition(": ") for line in lines)}
        shown[level] = (rows, tree.cssselect("article.report")[0].text_content())
    for level, (rows, article) in shown.items():
        assert f"{level.label} visas här" in rows
        counts = {name.removesuffix(" visas här"): row for name, row in rows.items()}
        assert counts["Intern"] == "4 loggposter. Inget är utelämnat."
        hidden = "2 loggposter. 2 poster som bara är interna är inte med."
        assert counts["Offentlig"] == hidden
        assert counts["Region"].startswith(f"{hidden} 2 avsnitt är inte med: Ekonomi")
        assert ("KANARIE-OWN internt" in article) is (level is Level.INTERNAL)
        assert ("synnerliga" in article) is (level is not Level.REGION)
    wrong = client.post(address, FORM | {"level": "ALLA"})
    assert wrong.status_code == 422
    assert "Välj ett av alternativen." in wrong.content.decode()


def test_without_a_choice_a_report_is_public(told: Case, alice: User) -> None:
    assert make.issued(told, by=alice).level == Level.PUBLIC
    assert Issued(case=told).level == Level.PUBLIC


def test_one_is_counted_in_the_singular() -> None:
    seen = seen_at_each(
        Held(open_entries=0, internal_entries=1, inside_sections=("Ekonomi",), reasons=1),
        chosen=Level.REGION,
    )
    assert [each.entries for each in seen] == [1, 0, 0]
    assert seen[1].left_out == (
        "1 post som bara är intern är inte med.",
        "1 avsnitt är inte med: Ekonomi.",
        "Skälen är inte med för 1 insats.",
    )
    assert seen[1].is_chosen
