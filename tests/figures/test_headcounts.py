"""What people do with figures: entered, corrected and pasted, with every wording kept."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import Organisation, User
from cases import actions as case_actions
from cases.models import Case
from cases.states import State
from core.actions import AlreadyDone, Conflict, Refused
from figures import headcount_actions as actions
from figures import headcount_queries as queries
from figures.categories import Category
from figures.models import Headcount, NoticeWave
from figures.paste import read_rows, wave_numbered
from logbook.events import Event
from logbook.models import LogEntry
from reports.model import Figures, Kind
from reports.models import Issued
from reports.request import ReportRequest
from tests import make

TODAY = date(2026, 9, 1)


@pytest.fixture
def wave(case: Case, alice: User) -> NoticeWave:
    return make.wave(case, by=alice)


def last_event(case: Case) -> tuple[str, dict[str, Any]]:
    entry = LogEntry.objects.filter(case=case).latest("id")
    return entry.event, entry.details


def test_a_snapshot_is_kept_with_its_sources_and_logged(wave: NoticeWave, alice: User) -> None:
    row = make.headcount(
        wave,
        by=alice,
        notified=240,
        unemployed=30,
        sources={Category.UNEMPLOYED: "Arbetsförmedlingen", Category.RETIRED: "Facket"},
    )
    assert row.count(Category.NOTIFIED) == 240
    assert row.count(Category.RETIRED) is None
    # A source without a number says nothing.
    assert row.sources == {"unemployed_count": "Arbetsförmedlingen"}
    assert queries.source_words(row) == "Företaget; arbetslösa enligt Arbetsförmedlingen"
    event, details = last_event(wave.case)
    assert event == Event.HEADCOUNT_ENTERED
    assert (details["wave"], details["source"]) == ("Första varslet", "Företaget")
    assert not {"240", 240} & set(details.values())


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"notified": None}, "minst ett tal"),
        ({"notified": 5, "source": " "}, "varifrån"),
        ({"notified": 5, "counted_on": make.today() + timedelta(days=1)}, "framtiden"),
        ({"notified": 2_000_000}, "en miljon"),
    ],
)
def test_what_cannot_be_a_snapshot_is_refused(
    wave: NoticeWave, alice: User, values: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        make.headcount(wave, by=alice, **values)


def test_sums_that_do_not_hold_are_no_reason_to_refuse(wave: NoticeWave, alice: User) -> None:
    assert make.headcount(wave, by=alice, notified=10, dismissed=50).pk


def test_one_source_says_one_thing_a_day_but_others_may_disagree(
    wave: NoticeWave, alice: User
) -> None:
    make.headcount(wave, by=alice, dismissed=50)
    with pytest.raises(Refused, match="Rätta den raden"):
        make.headcount(wave, by=alice, dismissed=47, source="företaget")
    make.headcount(wave, by=alice, dismissed=47, source="Arbetsförmedlingen")
    waves = queries.waves_of(wave.case)
    [words] = queries.disagreements_in_words(queries.snapshots_of(wave.case), waves, most=5)
    assert "50 enligt Företaget men 47 enligt Arbetsförmedlingen" in words


def test_a_correction_takes_the_place_of_the_row_and_the_old_stays(
    wave: NoticeWave, alice: User
) -> None:
    row = make.headcount(wave, by=alice, notified=240)
    new = actions.correct_headcount(
        row=row,
        facts=make.headcount_facts(notified=204),
        reason="Siffrorna bytte plats",
        actor=alice,
        at=make.now(),
    )
    [counted] = queries.snapshots_of(wave.case)
    assert counted.counts[Category.NOTIFIED] == 204
    assert [v.pk for v in queries.versions_of(new)] == [new.pk, row.pk]
    assert queries.versions_of(row) == queries.versions_of(new)
    # As it stood before the correction.
    [before] = queries.snapshots_of(wave.case, recorded_by=row.recorded_at)
    assert before.counts[Category.NOTIFIED] == 240
    with pytest.raises(Refused, match="redan rättad"):
        actions.correct_headcount(
            row=row,
            facts=make.headcount_facts(notified=1),
            reason="Sent",
            actor=alice,
            at=make.now(),
        )


def test_a_correction_without_numbers_takes_the_row_away(wave: NoticeWave, alice: User) -> None:
    row = make.headcount(wave, by=alice, notified=240)
    with pytest.raises(Refused, match="varför"):
        actions.correct_headcount(
            row=row, facts=make.headcount_facts(), reason=" ", actor=alice, at=make.now()
        )
    actions.correct_headcount(
        row=row, facts=make.headcount_facts(), reason="Fel ärende", actor=alice, at=make.now()
    )
    assert queries.snapshots_of(wave.case) == []
    assert last_event(wave.case)[1]["taken_away"] is True
    # The same source may say something of the day again.
    assert make.headcount(wave, by=alice, notified=12).pk


def test_a_closed_case_still_takes_figures(wave: NoticeWave, alice: User) -> None:
    case_actions.change_state(
        case=wave.case, to=State.CLOSED, reason="Klart", actor=alice, at=make.now()
    )
    assert make.headcount(wave, by=alice, unemployed=12).pk


def test_a_wave_is_numbered_and_changed_by_one_at_a_time(case: Case, alice: User) -> None:
    first, second = make.wave(case, by=alice), make.wave(case, by=alice, name="Andra varslet")
    assert (first.number, second.number) == (1, 2)
    change = {"name": "Våren", "noticed_on": make.today(), "actor": alice, "at": make.now()}
    assert actions.change_wave(wave=first, seen_version=1, **change).version == 2
    with pytest.raises(Conflict):
        actions.change_wave(wave=first, seen_version=1, **change)
    with pytest.raises(Refused, match="framtiden"):
        make.wave(case, by=alice, on=make.today() + timedelta(days=1))


def test_a_double_click_enters_one_row(wave: NoticeWave, alice: User) -> None:
    once = uuid.uuid4()
    facts = make.headcount_facts(notified=240)
    actions.enter_headcount(wave=wave, facts=facts, once=once, actor=alice, at=make.now())
    with pytest.raises(AlreadyDone):
        actions.enter_headcount(wave=wave, facts=facts, once=once, actor=alice, at=make.now())
    assert Headcount.objects.count() == 1


# --- Paste ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day", "counts", "source"),
    [
        (
            "2026-03-01\t240\t12\t150\t\t40\t\t\t\t30\t2\tFacket",
            date(2026, 3, 1),
            {"notified": 240, "withdrawn": 12, "dismissed": 150, "unemployed": 30, "unknown": 2},
            "Facket",
        ),
        (
            "Källa\tVarslade\tDatum\nAF\t1 240\t1 mars 2026",
            date(2026, 3, 1),
            {"notified": 1240},
            "AF",
        ),
        (
            "datum;varslade;anm\n2026-03-01;1\N{NO-BREAK SPACE}240;x",
            date(2026, 3, 1),
            {"notified": 1240},
            "",
        ),
        ("2026-03-01;1.240", date(2026, 3, 1), {"notified": 1240}, ""),
        ("2026-03-01;1.000", date(2026, 3, 1), {"notified": 1000}, ""),
        ("2026-03-01;240,0;okänt;-", date(2026, 3, 1), {"notified": 240}, ""),
        ('Dag\tVarslade\n"2026-03-01"\t"240"', date(2026, 3, 1), {"notified": 240}, ""),
    ],
)
def test_rows_from_a_spreadsheet_are_understood(
    text: str, day: date, counts: dict[str, int], source: str
) -> None:
    pasted = read_rows(text, today=TODAY)
    assert pasted.is_whole, (pasted.faults, [row.faults for row in pasted.rows])
    [row] = pasted.rows
    known = {c.value.removesuffix("_count"): n for c, n in row.counts.items() if n is not None}
    assert row.day == day
    assert {key: known[key] for key in counts} == counts
    assert row.source == source


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("\n\n", "minst en rad"),
        ("2026-13-01\t5", "finns inte"),
        ("i somras\t5", "Skriv ett datum"),
        ("\t5", "ingen dag"),
        ("2026-03-01\tmånga", "inte ett antal"),
        ("2026-03-01\t-5", "inte ett antal"),
        ("2026-03-01\t12,5", "inte ett antal"),
        ("2026-03-01\t12.5", "inte ett antal"),
        ("2026-03-01\t1,000", "inte ett antal"),
        ("2026-03-01\t1 23", "inte ett antal"),
        ("2026-03-01\t99999999999", "inte ett antal"),
        ("Varslade\tUppsagda\tKälla\n5\t3\tFacket", "kolumn som heter Dag"),
        ("Dag\tVarslade\tVarslade\n2026-03-01\t5\t5", "samma rubrik"),
        ("Dag\tVarslade", "inga rader"),
        ("2026-03-01\t" + "\t".join("1" * 14), "celler"),
        ("\n".join(["2026-03-01\t5"] * 201), "högst 200"),
    ],
)
def test_what_is_not_understood_is_told_by_row(text: str, fault: str) -> None:
    pasted = read_rows(text, today=TODAY)
    said = [*pasted.faults, *(f for row in pasted.rows for f in row.faults)]
    assert not pasted.is_whole
    assert any(fault in sentence for sentence in said), said


def test_columns_that_are_not_known_are_named_before_anything_is_saved(
    case: Case, wave: NoticeWave, alice: User, as_user: Callable[[User], Client]
) -> None:
    text = "Dag\tVarslade\tNya jobb\tKonsulter\t\n2026-03-01\t50\t7\t3\tx"
    assert read_rows(text, today=TODAY).left_out == ("Konsulter",)
    page = as_user(alice).post(
        reverse("figures:paste_preview", args=[case.number]),
        {"text": text, "wave": "1", "source": "Facket", "once": str(uuid.uuid4())},
    )
    assert page.status_code == 200
    said = " ".join(html.fromstring(page.content.decode()).text_content().split())
    assert "känns inte igen och kommer inte med: Konsulter." in said
    assert not Headcount.objects.exists()


@pytest.mark.parametrize(
    ("wanted", "number"),
    [("1", 1), ("varsel 2", 2), ("andra VARSLET", 2), ("3", None), ("våren", None)],
)
def test_a_cell_names_a_wave_by_number_or_name(wanted: str, number: int | None) -> None:
    assert wave_numbered(wanted, {1: "Första varslet", 2: "Andra varslet"}) == number


def test_pasted_rows_are_saved_all_or_none(wave: NoticeWave, alice: User) -> None:
    good = make.headcount_facts(notified=240, counted_on=make.today() - timedelta(days=1))
    bad = make.headcount_facts(notified=240, source="")
    with pytest.raises(Refused, match="Rad 2: Skriv varifrån"):
        actions.paste_headcounts(
            case=wave.case, rows=[(wave, good), (wave, bad)], actor=alice, at=make.now()
        )
    with pytest.raises(Refused, match="två rader"):
        actions.paste_headcounts(
            case=wave.case, rows=[(wave, good), (wave, good)], actor=alice, at=make.now()
        )
    assert Headcount.objects.count() == 0


# --- Pages ------------------------------------------------------------------------------------


@pytest.fixture
def desk(as_user: Callable[[User], Client], alice: User) -> Client:
    return as_user(alice)


def text_of(response: Any) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


def test_the_first_wave_leads_to_the_first_row_and_to_the_charts(desk: Client, case: Case) -> None:
    page = reverse("figures:page", args=[case.number])
    assert "Lägg till första varslet" in text_of(desk.get(page))
    assert desk.get(reverse("figures:add", args=[case.number])).status_code == 302
    form = desk.get(reverse("figures:wave_add", args=[case.number])).context["form"]
    assert form["noticed_on"].value() == case.notice_on
    saved = desk.post(
        reverse("figures:wave_add_save", args=[case.number]),
        {"name": "Första varslet", "noticed_on": case.notice_on.isoformat()},
    )
    assert saved.headers["Location"] == reverse("figures:add", args=[case.number])
    for days, dismissed in ((9, "20"), (2, "300")):
        counted_on = (make.today() - timedelta(days=days)).isoformat()
        data = {"wave": "1", "counted_on": counted_on, "source": "Företaget"}
        numbers = {"notified_count": "240", "dismissed_count": dismissed, "unemployed_count": "3"}
        response = desk.post(
            reverse("figures:add_save", args=[case.number]), data | numbers, follow=True
        )
    text = text_of(response)
    assert "Se efter om det stämmer" in text
    assert "240 varslade" in text
    assert response.content.count(b"<svg xmlns") == 4
    copied = desk.get(reverse("figures:add", args=[case.number]) + "?kopiera=1").context["form"]
    assert copied["dismissed_count"].value() == 300
    assert copied["counted_on"].value() == make.today()


def test_pasted_rows_are_shown_before_they_are_saved(
    desk: Client, wave: NoticeWave, case: Case
) -> None:
    data = {
        "text": "Dag\tVarslade\tUppsagda\n2026-03-01\t240\t12\n2026-04-01\t240\t400",
        "wave": "1",
        "source": "Facket",
        "once": str(uuid.uuid4()),
    }
    shown = desk.post(reverse("figures:paste_preview", args=[case.number]), data)
    assert "Spara 2\N{NO-BREAK SPACE}rader" in shown.content.decode()
    assert "Rad 3, se efter om det stämmer" in text_of(shown)
    assert Headcount.objects.count() == 0
    for _ in range(2):
        saved = desk.post(reverse("figures:paste_save", args=[case.number]), data)
        assert saved.status_code == 302
    assert Headcount.objects.count() == 2


def test_outsiders_read_masked_figures_only(
    as_user: Callable[[User], Client],
    siv: User,
    wave: NoticeWave,
    alice: User,
    region_vast: Organisation,
) -> None:
    make.share(wave.case, region_vast, by=alice)
    make.headcount(wave, by=alice, source="Hemlig källa", notified=61, withdrawn=3, dismissed=58)
    response = as_user(siv).get(reverse("figures:page", args=[wave.case.number]))
    text = text_of(response)
    assert "färre än 5" in text
    assert "Hemlig källa" not in text
    assert "Första varslet" not in text
    cells = {cell.text_content() for cell in html.fromstring(response.content).iter("td")}
    assert "3" not in cells
    assert not {"61", "58"} <= cells


def test_a_report_shows_masked_figures_and_remembers_what_it_showed(
    wave: NoticeWave, alice: User, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")
    from reports import actions as report_actions

    def issue() -> Issued:
        request = ReportRequest(
            kind=Kind.STATUS_REPORT,
            period_from=make.today() - timedelta(days=30),
            period_to=make.today(),
            recipient="Kommunstyrelsen",
        )
        return report_actions.issue_report(
            case=wave.case, request=request, actor=alice, at=make.now()
        )

    earlier = make.today() - timedelta(days=9)
    make.headcount(wave, by=alice, counted_on=earlier, notified=61, withdrawn=3, dismissed=40)
    first = issue()
    make.headcount(wave, by=alice, notified=61, withdrawn=3, dismissed=58, unemployed=2)
    second = issue()
    for report in (first, second):
        assert '"number": 3' not in report.data
        assert '"number": 2,' not in report.data
    page = desk.get(reverse("reports:page", args=[wave.case.number, second.pk]))
    assert "färre än 5" in text_of(page)
    from reports.model import Report

    blocks = Report.from_json(second.data).section("laget-i-siffror").blocks
    assert any(isinstance(block, Figures) for block in blocks)
