"""Making a report: shown from the start, written in place, kept as a draft, never written over by anyone."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from lxml import html

from accounts.models import User
from cases.models import Case
from core.actions import Conflict
from logbook.models import LogEntry
from reports import draft_actions
from reports.model import Kind, Paragraph, Report
from reports.models import Issued, ReportDraft
from reports.previewing import MOST_ROWS, shortened
from tests import make, make_report
from tests.reports.test_kinds import build

WORDS = "Facket och bolaget har mötts två gånger."


@pytest.fixture(autouse=True)
def _no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")


@pytest.fixture
def client(as_user: Callable[[User], Client], alice: User) -> Client:
    return as_user(alice)


class Desk:
    """A person at the page where a report is made."""

    def __init__(self, client: Client, case: Case, kind: str = "STATUS_REPORT") -> None:
        self.client, self.case = client, case
        self.base = f"/arenden/{case.number}/rapporter/ny/"
        self.open(kind)

    def open(self, kind: str = "STATUS_REPORT") -> None:
        self.read(self.client.get(f"{self.base}?typ={kind}"))

    def read(self, answer: Any) -> None:
        self.answer = answer
        self.page = html.fromstring(answer.content)
        self.form = self.page.get_element_by_id("report-form")
        # A browser drops the line break that a text area begins with.
        values = self.form.form_values()
        self.data = {name: (value or "").removeprefix("\n") for name, value in values}

    def send(self, where: str, **changes: str) -> Any:
        return self.client.post(f"{self.base}{where}/", self.data | changes)

    def preview(self, **changes: str) -> None:
        self.read(self.send("forhandsgranska", **changes))

    def choose(self, kind: str, **changes: str) -> None:
        self.read(self.send("typ", kind=kind, **changes))

    @property
    def text(self) -> str:
        return " ".join(self.page.get_element_by_id("main").text_content().split())

    def section(self, key: str) -> str:
        return " ".join(self.page.get_element_by_id(f"avsnitt-{key}").text_content().split())


# --- The page -----------------------------------------------------------------------------------


def test_the_page_shows_the_report_at_once_and_names_what_is_missing(
    client: Client, case: Case, alice: User
) -> None:
    make.entry(case, by=alice, what="Ringde bolaget")
    desk = Desk(client, case)
    assert "Ringde bolaget" in desk.section("genomfort")
    assert "De här avsnitten saknar uppgifter: Läget i siffror" not in desk.text
    assert "Pågår och planeras, Avvikelser" in desk.text
    assert not ReportDraft.objects.exists()


def test_words_stand_in_their_section_and_what_is_computed_is_new_each_time(
    client: Client, case: Case, alice: User
) -> None:
    desk = Desk(client, case)
    desk.preview(summary=WORDS, **{"ord-ekonomi": "Budgeten håller."})
    assert desk.section("arendet-i-korthet").startswith(WORDS)
    assert desk.section("ekonomi").startswith("Budgeten håller.")
    make.entry(case, by=alice, what="Hände efteråt")
    desk.open()
    assert desk.data["summary"] == WORDS
    assert desk.data["ord-ekonomi"] == "Budgeten håller."
    assert "Hände efteråt" in desk.section("genomfort")
    assert "Utkast sparat" in desk.text


def test_the_report_is_frozen_with_what_is_computed_and_ones_own_words(
    client: Client, case: Case
) -> None:
    desk = Desk(client, case)
    answer = desk.send("faststall", summary=WORDS, **{"ord-samverkan": "Vi möts varje vecka."})
    assert answer.status_code == 302
    report = Report.from_json(Issued.objects.get().data)
    assert Paragraph(WORDS) in report.section("arendet-i-korthet").blocks
    assert report.section("samverkan").blocks == (Paragraph("Vi möts varje vecka."),)
    assert not ReportDraft.objects.exists()


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_fields_for_its_own_words_and_for_no_others(
    client: Client, case: Case, kind: Kind
) -> None:
    desk = Desk(client, case, kind.value)
    named = {"summary", "working", "deviations", "lessons", "continues"} & set(desk.data)
    filled = {name: f"Egna ord {name}" for name in desk.data if name in named or "ord-" in name}
    desk.preview(**filled)
    report = html.tostring(desk.page.find(".//article"), encoding="unicode")
    for words in filled.values():
        assert report.count(words) >= 2, "once in the field, once in the report"


def test_a_long_log_is_cut_where_one_writes_and_whole_when_asked_for(
    case: Case, alice: User, client: Client
) -> None:
    for number in range(MOST_ROWS + 5):
        make.entry(case, by=alice, what=f"Händelse {number:02}.")
    told = f"Här visas de första {MOST_ROWS} av {MOST_ROWS + 5} loggposter."
    desk = Desk(client, case)
    assert told in desk.text
    assert desk.text.count("Händelse 33.") == 0
    desk.preview()
    assert told not in desk.text
    assert desk.text.count("Händelse 33.") == 2
    report = build(case, alice, Kind.STATUS_REPORT)
    assert shortened(shortened(report)).title == report.title
    assert len(report.log()) == MOST_ROWS + 5


# --- Another kind -------------------------------------------------------------------------------


def test_another_kind_shows_its_fields_and_takes_the_words_along(
    client: Client, case: Case
) -> None:
    desk = Desk(client, case)
    assert "lessons" not in desk.data
    desk.choose("FINAL_REPORT", summary=WORDS, deviations="Bara här", recipient="Fullmäktige")
    assert {"lessons", "continues"} <= set(desk.data)
    assert (desk.data["summary"], desk.data["recipient"]) == (WORDS, "Fullmäktige")
    assert desk.data["decisions"] == "Kommunstyrelsen har tagit del av slutrapporten."
    assert "deviations" not in desk.data
    desk.choose("STATUS_REPORT")
    assert desk.data["deviations"] == "Bara här", "each kind has a draft of its own"


def test_choosing_a_kind_before_previewing_or_fixing_only_shows_it(
    client: Client, case: Case
) -> None:
    desk = Desk(client, case)
    for where in ("forhandsgranska", "faststall"):
        answer = desk.send(where, kind="SUMMARY", summary=WORDS)
        assert answer.status_code == 200
        assert b'value="SUMMARY" selected' in answer.content
    assert not Issued.objects.exists()


def test_choosing_the_kind_that_is_shown_leaves_the_page_as_it_stands(
    client: Client, case: Case
) -> None:
    desk = Desk(client, case)
    assert desk.send("typ", valt="ja").status_code == 204
    assert desk.send("typ", valt="ja", kind="SUMMARY").status_code == 200


def test_a_kind_that_is_none_of_ours_is_not_there(client: Client, case: Case) -> None:
    assert Desk(client, case).send("typ", kind="x").status_code == 404


def test_words_with_a_personal_number_are_not_lost_by_choosing_another_kind(
    client: Client, case: Case
) -> None:
    desk = Desk(client, case)
    answer = desk.send("typ", kind="SUMMARY", summary="Eva, 19811218-9876")
    assert answer.status_code == 422
    desk.read(answer)
    assert desk.data["summary"] == "Eva, 19811218-9876"
    assert desk.data["kind"] == "STATUS_REPORT"
    assert not ReportDraft.objects.exists()


# --- Drafts -------------------------------------------------------------------------------------


def test_the_script_keeps_the_words_and_is_told_where_they_are(client: Client, case: Case) -> None:
    desk = Desk(client, case)
    assert desk.send("utkast").json() == {"kept": True, "words": ""}
    answer = desk.send("utkast", summary=WORDS).json()
    assert answer["kept"]
    assert answer["words"].startswith("Utkast sparat ")
    answer = desk.send("utkast", summary="Eva, 19811218-9876").json()
    assert not answer["kept"]
    assert "personnummer" in answer["words"]
    assert ReportDraft.objects.get().fields["summary"] == WORDS
    assert desk.send("utkast", once="x").status_code == 422


def test_a_draft_outlives_the_login_and_goes_when_thrown_away(
    as_user: Callable[[User], Client], alice: User, case: Case
) -> None:
    Desk(as_user(alice), case).preview(summary=WORDS)
    desk = Desk(as_user(alice), case)
    assert desk.data["summary"] == WORDS
    answer = desk.send("utkast/slang")
    assert answer["Location"] == f"{desk.base}?typ=STATUS_REPORT"
    desk.open()
    assert desk.data["summary"] == ""


def test_a_draft_is_its_writers_own(
    as_user: Callable[[User], Client], alice: User, rolf: User, case: Case
) -> None:
    Desk(as_user(alice), case).preview(summary=WORDS)
    rolfs = Desk(as_user(rolf), case)
    assert WORDS not in rolfs.text
    assert "Alice Andersson har också ett utkast" in rolfs.text
    rolfs.preview(summary="Rolfs ord")
    assert {d.fields["summary"] for d in ReportDraft.objects.all()} == {WORDS, "Rolfs ord"}


def test_who_no_longer_sees_the_case_sees_no_draft_either(case: Case, alice: User) -> None:
    make_report.draft(case, by=alice)
    assert ReportDraft.objects.visible_to(alice).count() == 1
    make.end_memberships(alice)
    assert ReportDraft.objects.visible_to(alice).count() == 0


def test_two_pages_of_one_person_never_write_over_each_other(client: Client, case: Case) -> None:
    one, other = Desk(client, case), Desk(client, case)
    one.preview(summary="Från den ena")
    one.preview(summary="Från den ena, igen")
    assert not other.send("utkast", summary="Från den andra").json()["kept"]
    for where in ("forhandsgranska", "faststall"):
        answer = other.send(where, summary="Från den andra")
        assert answer.status_code == 409
    other.read(answer)
    assert "Från den ena, igen" in other.text
    assert other.data["summary"] == "Från den andra"
    assert ReportDraft.objects.get().fields["summary"] == "Från den ena, igen"
    assert not Issued.objects.exists()
    other.preview()
    assert ReportDraft.objects.get().fields["summary"] == "Från den andra"
    assert one.send("forhandsgranska", summary="Den ena").status_code == 409


def test_a_colleagues_report_in_the_meantime_is_shown_beside_ones_own_words(
    as_user: Callable[[User], Client], alice: User, rolf: User, case: Case
) -> None:
    alices, rolfs = Desk(as_user(alice), case), Desk(as_user(rolf), case)
    assert (
        rolfs.send("faststall", summary="Rolfs ord", decisions="Rolfs förslag").status_code == 302
    )
    answer = alices.send("faststall", summary=WORDS)
    assert answer.status_code == 409
    alices.read(answer)
    assert "Rolf Roos fastställde rapport" in alices.text
    assert "Rolfs ord" in alices.text
    assert "Rolfs förslag" in alices.text
    assert alices.data["summary"] == WORDS
    assert Issued.objects.count() == 1
    assert ReportDraft.objects.get().fields["summary"] == WORDS
    assert alices.send("faststall").status_code == 302
    assert Issued.objects.count() == 2


def test_a_report_of_another_kind_or_sender_is_in_nobodys_way(
    as_user: Callable[[User], Client], alice: User, jonna: User, case: Case
) -> None:
    make.take_part(case, jonna.memberships.get().organisation, by=alice)
    desk = Desk(as_user(alice), case)
    make.issued(case, by=jonna)
    make.issued(case, by=alice, kind=Kind.SUMMARY)
    assert desk.send("faststall").status_code == 302


def test_a_double_click_issues_one_report_and_leaves_no_draft(client: Client, case: Case) -> None:
    desk = Desk(client, case)
    first, second = (desk.send("faststall", summary=WORDS) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Issued.objects.count() == 1
    # What the script sends late belongs to a page that is used.
    desk.send("utkast", summary=WORDS)
    desk.open()
    assert desk.data["summary"] == ""
    desk.preview(summary="Nästa rapport")
    assert ReportDraft.objects.get().fields["summary"] == "Nästa rapport"


def test_what_is_begun_anew_does_not_meet_an_old_version(case: Case, alice: User) -> None:
    page = uuid.uuid4()
    make_report.draft(case, by=alice, page=page)
    make_report.draft(case, by=alice, page=page)
    with pytest.raises(Conflict):
        make_report.draft(case, by=alice, seen_version=1)
    draft_actions.drop_report_draft(
        case=case, kind=Kind.STATUS_REPORT, replaces=None, actor=alice, at=make.now()
    )
    assert make_report.draft(case, by=alice, seen_version=2).version == 1


def test_a_report_that_replaces_another_has_a_draft_of_its_own(
    client: Client, case: Case, alice: User
) -> None:
    old = make.issued(case, by=alice)
    Desk(client, case).preview(summary="Den nya rapporten")
    desk = Desk(client, case)
    address = f"{desk.base}?ersatter={old.pk}"
    desk.read(client.get(address))
    desk.preview(summary="Den rättade", replaced_because="Fel")
    desk.read(client.get(address))
    assert desk.data["summary"] == "Den rättade"
    assert desk.send("utkast/slang")["Location"] == address
    desk.open()
    assert desk.data["summary"] == "Den nya rapporten"


def test_old_drafts_are_cleared(case: Case, alice: User, client: Client) -> None:
    make_report.draft(case, by=alice)
    call_command("clear_drafts", verbosity=0)
    assert ReportDraft.objects.count() == 1
    ReportDraft.objects.update(saved_at=make.now() - timedelta(days=400))
    call_command("clear_drafts", verbosity=0)
    assert not ReportDraft.objects.exists()


def test_nothing_of_a_draft_is_logged(client: Client, case: Case) -> None:
    before = LogEntry.objects.count()
    Desk(client, case).preview(summary=WORDS)
    assert LogEntry.objects.count() == before
