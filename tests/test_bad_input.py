"""Every form: what cannot be saved is answered with a Swedish sentence at the field, and nothing is lost."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from lxml import html
from lxml.cssselect import CSSSelector

import accounts.forms
import cases.contact_forms
import cases.forms
import cases.group_forms
import figures.assessment_forms
import figures.clock_forms
import figures.feed_forms
import figures.headcount_forms
import figures.indicator_forms
import figures.outcome_forms
import figures.supplier_forms
import logbook.forms
import measures.forms
import reports.forms
import sheets.forms
from accounts.models import Organisation, User
from cases.models import Case, PhaseAnswer
from core.forms import (
    DECLARE,
    REMOVE,
    FilterForm,
    Form,
    LongTextField,
    SwedishDateField,
    TextField,
)
from core.models import AppendOnlyModel, RowChange
from logbook.events import Event
from logbook.models import LogEntry
from measures.models import Measure
from tests import make
from tests.access_matrix import MATRIX

PERSONAL_NUMBER = "Ring Eva, 19811218-9876, i morgon"
HARMLESS = '<script>alert("1")</script> åäö ÅÄÖ 🏭 & "citat"'
NOT_A_DAY = ("i förrgår kanske", "2026-02-30", "2025-02-29", "29 februari 2025", "0000-00-00")
NOT_A_NUMBER = ("många", "12,5", "-1", "9" * 30)
NOT_A_DECIMAL = ("många", "1,2,3", "NaN", "Infinity", "9" * 30)

ERRORS = CSSSelector(".ds-validation-message")


@dataclass(frozen=True)
class FormPage:
    """A form on a page: what is sent when all is well, and the days that may not lie ahead."""

    form: type[Form]
    valid: dict[str, Any]
    not_ahead: tuple[str, ...] = ()
    shown_at: str = ""  # the page's form posts there, when the tested button posts elsewhere
    # Where a sentence must stand among other things, by field: {} is its place.
    around: Mapping[str, str] = field(default_factory=dict)


CASE_FACTS = {
    "title": "Bruket stänger",
    "company": "Bruket AB",
    "organisation_number": "556016-0680",
    "trigger": "CLOSURE",
    "notice_on": "2026-03-01",
    "affected": "240",
    "responsible": "alice",
    "deputy": "",
    "diary_number": "KS 2026/1",
    "description": "Hela orten berörs.",
    "secrecy_provision": "",
}
ENTRY = {
    "what": "Möte med facket",
    "when": "2026-03-01",
    "place": "",
    "participants": "IF Metall",
    "result": "Ny tid bestämd",
    "next_step": "Boka lokal",
    "next_step_on": "2030-01-01",
    "next_step_by": "",
}
MEASURE = {
    "title": "Jobbmässa",
    "group": "INDIVIDUAL",
    "responsible": "",
    "planned_start": "2026-03-01",
    "planned_end": "2026-04-01",
    "partners": "Arbetsförmedlingen",
    "description": "I sporthallen",
    "target": "Hundra samtal",
    "favours_single_company": "on",
    "exceptional_reasons": "Skälen",
    "judged_by": "Kommunjuristen",
    "judged_on": "2026-02-01",
}
ACTIVITY = {
    "title": "Boka hall",
    "responsible": "",
    "planned_start": "2026-03-01",
    "planned_end": "",
}
REPORT = {
    "kind": "STATUS_REPORT",
    "period_from": "2026-01-01",
    "period_to": "2026-03-01",
    "recipient": "Kommunstyrelsen",
    "decisions": "Godkänns",
    "summary": "Kort",
    "deviations": "Inga",
    "next_report_on": "2030-01-01",
    "decision_goes_to": "Regionen",
    "working": "Gruppen möts varje vecka",
    "lessons": "Ring facken först",
    "continues": "Näringslivskontoret",
}

COUNTS = {
    "counted_on": "2026-03-01",
    "source": "Facket",
    "notified_count": "240",
    "withdrawn_count": "12",
    "dismissed_count": "150",
    "resigned_count": "8",
    "reemployed_count": "40",
    "in_education_count": "10",
    "self_employed_count": "5",
    "retired_count": "6",
    "unemployed_count": "30",
    "unknown_count": "7",
    "source_notified_count": "",
    "source_unemployed_count": "Arbetsförmedlingen",
}
SUPPLIER = {
    "name": "Norrby Emballage AB",
    "organisation_number": "556016-0680",
    "municipality": "Norrby",
    "state": "CUTS_DOWN",
    "turnover_share": "42,5",
    "employees": "30",
    "jobs_at_risk": "12",
    "redundant": "8",
    "redundant_on": "2026-03-01",
    "contact": "Vd Eva Ek, 0500-12 34 56",
    "note": "Ring igen",
}
ACTOR = {
    "name": "Nya Almi",
    "kind": "ALMI",
    "email": "info@almi.example",
    "phone": "0500-12 34 56",
    "note": "Ring växeln",
}
CONTACT = {
    "name": "Eva Ek",
    "title": "Rådgivare",
    "organisation": "Nya Almi",
    "kind": "ALMI",
    "email": "eva@almi.example",
    "phone": "0500-12 34 56",
    "note": "Nås bäst på morgonen",
}
GROUP = {
    "kind": "WORKING",
    "name": "Arbetsgrupp lokaler",
    "task": "Hitta nya hyresgäster",
    "began_on": "2026-03-01",
    "ended_on": "2026-04-01",
}
PERSON = {key: value for key, value in CONTACT.items() if key != "note"}
SEAT = {
    "role": "MEMBER",
    "has_mandate": "on",
    "mandate": "Lokaler",
    "deputy": "Enhetschefen",
    "began_on": "2026-03-01",
    "ended_on": "2027-03-01",
}
ASSIGNMENT = {
    "title": "Lägesbild",
    "responsible": "",
    "due_on": "2027-01-01",
    "done_on": "2026-03-01",
}
INDICATOR = {
    "name": "Antal hyresgäster",
    "unit": "NUMBER",
    "better": "HIGHER",
    "source": "Egen räkning",
    "baseline": "0",
    "baseline_year": "2024",
    "baseline_jobs": "450",
    "target": "7,5",
    "target_year": "2030",
    "is_followed": "on",
}
GOAL = {
    "indicator": "Personer i nytt arbete",
    "unit": "NUMBER",
    "better": "HIGHER",
    "baseline": "0",
    "baseline_on": "2026-03-01",
    "target": "100",
    "target_on": "2030-01-01",
    "source": "Egen räkning",
}
FUNDING = {
    "funder": "Region Söder",
    "applied_ore": "250 000",
    "applied_on": "2026-03-01",
    "granted_ore": "200000,50",
    "decided_on": "2026-04-01",
    "reference": "RS 2026/1",
}
PASTED = {"text": "2026-03-01\t240\t12\t150", "wave": "1", "source": "Facket"}
# The day, ten numbers and the source.
IN_A_ROW = "2026-03-01\t240" + "\t" * 10 + "{}"

PAGES: dict[str, FormPage] = {
    "accounts:account_change": FormPage(
        accounts.forms.DetailsForm, {"name": "Alice", "phone": "070-123 45 67"}
    ),
    "cases:open_save": FormPage(
        cases.forms.OpenCaseForm,
        CASE_FACTS | {"municipality": "norrby", "visibility": "INTERNAL"},
        not_ahead=("notice_on",),
    ),
    "cases:edit_save": FormPage(
        cases.forms.EditCaseForm, CASE_FACTS | {"seen_version": "99"}, not_ahead=("notice_on",)
    ),
    "cases:state_save": FormPage(cases.forms.StateForm, {"to": "PAUSED", "reason": "Väntar"}),
    "cases:visibility_save": FormPage(cases.forms.ReasonForm, {"reason": "Inte offentligt"}),
    "cases:phase_move": FormPage(cases.forms.MoveForm, {"to": "3", "reason": "Bråttom"}),
    "cases:phase_move, back": FormPage(
        cases.forms.MoveBackForm, {"to": "1", "reason": "Nya fakta"}
    ),
    "cases:answer": FormPage(
        cases.forms.AnswerForm,
        {"text": "Ja", "not_relevant": "", "reason": "", "seen_answer": "0"},
    ),
    "cases:first_step_tick": FormPage(
        cases.forms.TickForm,
        {"what": "Ringde företaget", "on": "2026-03-01", "internal": ""},
        not_ahead=("on",),
    ),
    "cases:first_step_set_aside": FormPage(cases.forms.SetAsideForm, {"reason": "Inget företag"}),
    "cases:assign_save": FormPage(
        cases.forms.AssignForm, {"person": "alice", "due_on": "2099-03-01"}
    ),
    "measures:add_save": FormPage(measures.forms.MeasureForm, MEASURE, not_ahead=("judged_on",)),
    "measures:edit_save": FormPage(
        measures.forms.EditMeasureForm, MEASURE | {"seen_version": "99"}, not_ahead=("judged_on",)
    ),
    "measures:state_save": FormPage(
        measures.forms.StateForm,
        {"to": "CANCELLED", "on": "2026-03-01", "reason": "Ingen ville", "handed_over_to": ""},
        not_ahead=("on",),
    ),
    "measures:activity_add": FormPage(measures.forms.ActivityForm, ACTIVITY),
    "measures:activity_edit_save": FormPage(measures.forms.ActivityForm, ACTIVITY),
    "measures:activity_done": FormPage(
        measures.forms.DoneForm, {"on": "2026-03-01"}, not_ahead=("on",)
    ),
    "logbook:add": FormPage(logbook.forms.QuickLogForm, ENTRY, not_ahead=("when",)),
    "logbook:add, new place": FormPage(
        logbook.forms.QuickLogForm,
        ENTRY
        | {
            "new_activity": "Besök",
            "new_in": "ny",
            "new_measure": "Jobbmässa",
            "new_group": "INDIVIDUAL",
        },
    ),
    "logbook:correct_save": FormPage(
        logbook.forms.CorrectionForm,
        ENTRY | {"correction_reason": "Fel dag", "seen_version": "99"},
        not_ahead=("when",),
    ),
    "figures:assessment_save": FormPage(
        figures.assessment_forms.AssessmentForm,
        {
            "PACE-grade": "4",
            "PACE-reason": "Gruppen möttes dagen efter",
            "CAPACITY-suggestion": "Öva en gång om året",
            "agreed_on": "2026-03-01",
            "participants": "Styrgruppen",
            "seen_version": "1",
        },
        not_ahead=("agreed_on",),
    ),
    "figures:date_note": FormPage(
        figures.clock_forms.NoteDateForm,
        {"kind": "GROUP_MET", "on": "2026-03-01", "source": "Protokollet"},
        not_ahead=("on",),
    ),
    "figures:add_save": FormPage(
        figures.headcount_forms.HeadcountForm, COUNTS | {"wave": "1"}, not_ahead=("counted_on",)
    ),
    "figures:correct_save": FormPage(
        figures.headcount_forms.CorrectionForm,
        COUNTS | {"correction_reason": "Skrivfel"},
        not_ahead=("counted_on",),
    ),
    "figures:wave_add_save": FormPage(
        figures.headcount_forms.WaveForm,
        {"name": "Andra varslet", "noticed_on": "2026-03-01"},
        not_ahead=("noticed_on",),
    ),
    "figures:wave_edit_save": FormPage(
        figures.headcount_forms.WaveForm,
        {"name": "Andra varslet", "noticed_on": "2026-03-01", "seen_version": "99"},
        not_ahead=("noticed_on",),
    ),
    "figures:paste_preview": FormPage(
        figures.headcount_forms.PasteForm, PASTED, around={"text": IN_A_ROW}
    ),
    "figures:paste_save": FormPage(
        figures.headcount_forms.PasteForm,
        PASTED,
        shown_at="figures:paste_preview",
        around={"text": IN_A_ROW},
    ),
    "contacts:add_save": FormPage(cases.contact_forms.ContactForm, CONTACT),
    "contacts:edit_save": FormPage(
        cases.contact_forms.ContactForm,
        CONTACT | {"ended_on": "2026-03-01", "seen_version": "99"},
        not_ahead=("ended_on",),
    ),
    "contacts:actor_add_save": FormPage(cases.contact_forms.ActorForm, ACTOR),
    "contacts:actor_edit_save": FormPage(
        cases.contact_forms.ActorForm,
        ACTOR | {"ended_on": "2026-03-01", "seen_version": "99"},
        not_ahead=("ended_on",),
    ),
    "cases:group_add_save": FormPage(cases.group_forms.GroupForm, GROUP, not_ahead=("began_on",)),
    "cases:group_edit_save": FormPage(
        cases.group_forms.GroupForm, GROUP | {"seen_version": "99"}, not_ahead=("began_on",)
    ),
    "cases:member_add_save": FormPage(
        cases.group_forms.AddMemberForm, PERSON | SEAT | {"who": "", "keep": "on"}
    ),
    "cases:member_edit_save": FormPage(
        cases.group_forms.EditMemberForm, PERSON | SEAT | {"seen_version": "99"}
    ),
    "cases:assignment_add_save": FormPage(
        cases.group_forms.AssignmentForm, ASSIGNMENT, not_ahead=("done_on",)
    ),
    "cases:assignment_edit_save": FormPage(
        cases.group_forms.AssignmentForm,
        ASSIGNMENT | {"seen_version": "99"},
        not_ahead=("done_on",),
    ),
    "cases:meeting_save": FormPage(
        cases.group_forms.MeetingForm,
        {
            "when": "2026-03-01",
            "others": "En konsult",
            "what": "Läget på fabriken",
            "decisions": "Beställa en analys",
            "next_step": "Ring Almi",
            "next_step_on": "2027-01-01",
            "next_step_by": "",
            "internal": "on",
        },
        not_ahead=("when",),
    ),
    "figures:supplier_add_save": FormPage(
        figures.supplier_forms.SupplierForm, SUPPLIER, not_ahead=("redundant_on",)
    ),
    "figures:supplier_edit_save": FormPage(
        figures.supplier_forms.SupplierForm,
        SUPPLIER | {"seen_version": "99"},
        not_ahead=("redundant_on",),
    ),
    "figures:indicator_add_save": FormPage(figures.indicator_forms.IndicatorForm, INDICATOR),
    "figures:indicator_edit_save": FormPage(
        figures.indicator_forms.IndicatorForm, INDICATOR | {"seen_version": "99"}
    ),
    "figures:observation_add": FormPage(
        figures.indicator_forms.ObservationForm,
        {
            "year": "2024",
            "value": "12,5",
            "jobs": "400",
            "source": "SCB",
            "read_on": "2026-03-01",
        },
        not_ahead=("read_on",),
    ),
    "figures:goal_add_save": FormPage(
        figures.outcome_forms.GoalForm, GOAL, not_ahead=("baseline_on",)
    ),
    "figures:goal_edit_save": FormPage(
        figures.outcome_forms.GoalForm, GOAL | {"seen_version": "99"}, not_ahead=("baseline_on",)
    ),
    "figures:result_add_save": FormPage(
        figures.outcome_forms.ResultForm,
        {
            "value": "40",
            "measured_on": "2026-11-20",
            "source": "Egen räkning",
            "comment": "Fler än väntat",
        },
        not_ahead=("measured_on",),
    ),
    "figures:funding_add_save": FormPage(
        figures.outcome_forms.FundingForm, FUNDING, not_ahead=("applied_on", "decided_on")
    ),
    "figures:funding_edit_save": FormPage(
        figures.outcome_forms.FundingForm,
        FUNDING | {"seen_version": "99"},
        not_ahead=("applied_on", "decided_on"),
    ),
    "figures:cost_add_save": FormPage(
        figures.outcome_forms.CostForm,
        {"amount_ore": "1 250,50", "used_on": "2026-03-01", "entry": "", "what": "Hyra"},
        not_ahead=("used_on",),
    ),
    "reports:preview": FormPage(reports.forms.ReportForm, REPORT, not_ahead=("period_to",)),
    "reports:issue": FormPage(
        reports.forms.ReportForm, REPORT, not_ahead=("period_to",), shown_at="reports:preview"
    ),
    "reports:diary_number": FormPage(reports.forms.DiaryNumberForm, {"diary_number": "KS 2026/7"}),
}
# Tested elsewhere: the login's and the administrator's forms in tests/accounts; drafts in
# tests/logbook; calendars' forms in tests/figures, with nothing to write in; lists' filters below.
ELSEWHERE = {
    accounts.forms.RoleForm,
    accounts.forms.InviteForm,
    measures.forms.MoveForm,
    figures.assessment_forms.ReopenForm,
    figures.feed_forms.CalendarForm,
    figures.feed_forms.OnceForm,
    logbook.forms.DraftForm,
    # Keeps what it is sent, and judges nothing: tests/cases/test_questions.py.
    cases.forms.AnswerDraftForm,
    # Files and what was read out of them: tests/figures.
    figures.indicator_forms.StatisticsFileForm,
    figures.indicator_forms.ChosenSeriesForm,
    figures.indicator_forms.NoticeShareForm,
    reports.forms.ReportFileForm,
    sheets.forms.FileForm,
    sheets.forms.MatchingForm,
    sheets.forms.ImportForm,
}


# What the case full of everything has of these is as it was made: their first version.
FIRST_VERSIONS = {
    *(f"cases:{kind}_edit_save" for kind in ("group", "member", "assignment")),
    *(f"figures:{kind}_edit_save" for kind in ("wave", "supplier", "indicator", "goal", "funding")),
}
# These keep nothing, so there is nothing to log.
PREVIEWS = {"reports:preview", "figures:paste_preview"}


def bad_values(form: type[Form], name: str) -> Iterator[tuple[str, str]]:
    """What the field may not take: in words, and as sent."""
    kind = form.base_fields[name]
    if isinstance(kind, TextField):
        assert kind.max_length
        yield "too long", "å" * (kind.max_length + 1)
        yield "NUL", "text\x00text"
        yield "personal number", PERSONAL_NUMBER
    elif isinstance(kind, SwedishDateField):
        yield from (("no day", text) for text in NOT_A_DAY)
        yield "far off", "1849-01-01"
    elif isinstance(kind, forms.DecimalField):
        yield from (("no number", text) for text in NOT_A_DECIMAL)
    elif isinstance(kind, forms.IntegerField) and not kind.widget.is_hidden:
        yield from (("no number", text) for text in NOT_A_NUMBER)
    if kind.required and not kind.widget.is_hidden:
        yield "empty", ""


@dataclass
class Desk:
    """Alice at a case with something in every field."""

    client: Client
    ids: dict[str, Any]
    people: dict[str, str]

    def url(self, name: str) -> str:
        name = name.partition(",")[0]
        return MATRIX[name].url(name, self.ids)

    def versions(self, name: str) -> dict[str, str]:
        """What a form that is sent from a fresh page says of what it saw there."""
        newest = PhaseAnswer.objects.filter(question=self.ids["question"]).latest("id")
        return {
            "cases:edit_save": {"seen_version": str(Case.objects.get().version)},
            "cases:answer": {"seen_answer": str(newest.pk), "not_relevant": ""},
            "measures:edit_save": {"seen_version": str(Measure.objects.get().version)},
            "logbook:correct_save": {"seen_version": "1"},
        }.get(name, {"seen_version": "1"} if name in FIRST_VERSIONS else {})

    def data(self, page: FormPage, **changes: str) -> dict[str, str]:
        return {key: self.people.get(value, value) for key, value in (page.valid | changes).items()}


@pytest.fixture
def desk(
    alice: User,
    bo: User,
    norrby: Organisation,
    as_user: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")
    _, ids = make.full_case(norrby, by=alice, deputy=bo, canary="Bjuv")
    return Desk(as_user(alice), ids, {"alice": str(alice.pk), "norrby": str(norrby.pk)})


def kept_rows() -> dict[str, int]:
    """How much the record holds: every change leaves a row in one of these."""
    tables = [m for m in apps.get_models() if issubclass(m, AppendOnlyModel) or m is RowChange]
    return {model._meta.db_table: model._default_manager.count() for model in tables}


def forms_in(response: HttpResponse, url: str, field: str) -> list[Any]:
    page = html.fromstring(response.content.decode().replace("\x00", ""))
    return [form for form in page.forms if form.get("action") == url and field in form.fields]


def form_in(response: HttpResponse, url: str, after: str) -> Any:
    found = forms_in(response, url, after)
    # Onward and back stand on one page; what was sent is in the one with something wrong.
    found.sort(key=lambda form: form.find(".//*[@aria-invalid]") is None)
    assert found, f"no form posts to {url}"
    return found[0]


def faults(
    page: FormPage, response: HttpResponse, url: str, data: dict[str, str], name: str
) -> Iterator[str]:
    """What is wrong with the answer to a form whose field `name` held something bad."""
    if response.status_code != 422:
        yield f"answered {response.status_code}"
        return
    form = form_in(response, url, name)
    tree = form.getroottree()
    if not tree.findtext(".//title").startswith("Fel: "):
        yield "the title does not say that something is wrong"
    inputs = [e for e in form.iterfind(".//*[@name]") if e.get("name") == name]
    marked = [e for e in inputs if e.get("aria-invalid")]
    marked += [group for e in inputs for group in e.iterancestors("fieldset")]
    described = {i for e in marked for i in (e.get("aria-describedby") or "").split()}
    said = [e.text_content().strip() for e in ERRORS(tree) if e.get("id") in described]
    if not any(said):
        yield "no sentence belongs to the field"
    for key, value in data.items():
        shown = form.fields.get(key)
        if (shown or "").strip() != value.replace("\x00", "").strip() and not is_unshowable(
            inputs, key == name, value
        ):
            yield f"{key} was lost: {shown!r}"


def is_unshowable(inputs: list[Any], is_the_tested: bool, value: str) -> bool:
    """Whether the browser cannot show the value: an empty choice in a list that has none."""
    return is_the_tested and not value and any(e.tag == "select" for e in inputs)


@pytest.mark.parametrize("name", PAGES)
def test_bad_input_is_told_at_the_field_comes_back_as_typed_and_is_not_stored(
    desk: Desk, name: str
) -> None:
    before = kept_rows()
    what_cannot_be_saved_is_told_at_the_field_and_kept(desk, name)
    what_has_happened_does_not_lie_ahead(desk, name)
    markup_emoji_and_swedish_letters_come_back_as_they_were_typed(desk, name)
    one_button_takes_a_personal_number_out_and_shows_the_form_again(desk, name)
    assert kept_rows() == before


def what_cannot_be_saved_is_told_at_the_field_and_kept(desk: Desk, name: str) -> None:
    page, url = PAGES[name], desk.url(name)
    shown_at = desk.url(page.shown_at) if page.shown_at else url
    found = []
    for key in page.valid:
        for what, value in bad_values(page.form, key):
            data = desk.data(page, **{key: value})
            response = desk.client.post(url, data)
            found += [f"{key}, {what}: {f}" for f in faults(page, response, shown_at, data, key)]
    assert not found


def what_has_happened_does_not_lie_ahead(desk: Desk, name: str) -> None:
    page, url = PAGES[name], desk.url(name)
    shown_at = desk.url(page.shown_at) if page.shown_at else url
    tomorrow = (make.today() + timedelta(days=1)).isoformat()
    for key in page.not_ahead:
        data = desk.data(page, **{key: tomorrow})
        response = desk.client.post(url, data)
        assert not list(faults(page, response, shown_at, data, key))


def markup_emoji_and_swedish_letters_come_back_as_they_were_typed(desk: Desk, name: str) -> None:
    page, url = PAGES[name], desk.url(name)
    texts = [
        key
        for key in page.valid
        if isinstance(page.form.base_fields[key], LongTextField)
        or (getattr(page.form.base_fields[key], "max_length", None) or 0) > len(HARMLESS)
    ]
    for key in texts:
        # Something else is wrong, so the page comes back with what was typed.
        data = desk.data(page, **{key: HARMLESS + PERSONAL_NUMBER})
        response = desk.client.post(url, data)
        assert response.status_code == 422
        assert b"<script>alert" not in response.content
        shown_at = desk.url(page.shown_at) if page.shown_at else url
        assert form_in(response, shown_at, key).fields[key].strip() == data[key]


# Fields where only a number of another form, or a day, is right.
OF_A_FORM = {"organisation_number", "when", "phone"}


def guarded(page: FormPage) -> list[str]:
    """The fields of a form where a sentence with a personal number fits."""
    return [
        key
        for key in page.valid
        if isinstance(kind := page.form.base_fields[key], TextField)
        and (kind.max_length or 0) >= len(PERSONAL_NUMBER)
        and key not in OF_A_FORM
    ]


def one_button_takes_a_personal_number_out_and_shows_the_form_again(desk: Desk, name: str) -> None:
    page, url = PAGES[name], desk.url(name)
    shown_at = desk.url(page.shown_at) if page.shown_at else url
    for key in guarded(page):
        data = desk.data(page, **{key: PERSONAL_NUMBER})
        asked = desk.client.post(url, data)
        assert form_in(asked, shown_at, key).xpath(f".//button[@name='{REMOVE}'][@value='{key}']")
        assert b"<mark>19811218-9876</mark>" in asked.content
        response = desk.client.post(url, data | {REMOVE: key})
        assert response.status_code == 422, key
        shown = [
            {k: (form.fields[k] or "").strip() for k in data}
            for form in forms_in(response, shown_at, key)
            if set(data) <= set(form.fields)
        ]
        assert data | {key: "Ring Eva, i morgon"} in shown
        assert "Numret är borttaget ur fältet" in response.content.decode()


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if guarded(page)])
def test_digits_that_the_writer_vouches_for_are_saved_and_logged_without_the_digits(
    desk: Desk, name: str
) -> None:
    page, url = PAGES[name], desk.url(name)
    case = Case.objects.get(number=desk.ids["number"])
    # The log of a case that is being opened begins with it.
    in_a_case = MATRIX[name.partition(",")[0]].is_of_case or name == "cases:open_save"
    assert page.form.may_declare is in_a_case
    for key in guarded(page):
        text = page.around.get(key, "{}").format(PERSONAL_NUMBER)
        data = desk.data(page, **{key: text} | desk.versions(name))
        others = desk.client.post(url, data | {f"{DECLARE}-{key}": "198112189877"})
        assert others.status_code == 422
        before = logged(Event.DIGITS_DECLARED)
        with transaction.atomic():
            response = desk.client.post(url, data | {f"{DECLARE}-{key}": "198112189876"})
            new = logged(Event.DIGITS_DECLARED)[len(before) :]
            transaction.set_rollback(True)
        if not page.form.may_declare:
            assert (response.status_code, new) == (422, [])
        elif name in PREVIEWS:
            assert (response.status_code, new) == (200, [])
        else:
            assert response.status_code == 302, (key, response.content.decode())
            [row] = new
            assert row.details == {"label": page.form.base_fields[key].label}
            assert row.case_id == case.pk or name == "cases:open_save"


def logged(event: Event) -> list[LogEntry]:
    return list(LogEntry.objects.filter(event=event).order_by("pk"))


def test_every_form_is_tried_here_or_named_as_tried_elsewhere() -> None:
    modules = (
        accounts.forms,
        cases.forms,
        cases.contact_forms,
        cases.group_forms,
        measures.forms,
        logbook.forms,
        figures.assessment_forms,
        figures.clock_forms,
        figures.feed_forms,
        figures.headcount_forms,
        figures.supplier_forms,
        figures.indicator_forms,
        figures.outcome_forms,
        reports.forms,
        sheets.forms,
    )
    concrete = {
        form
        for module in modules
        for form in vars(module).values()
        if isinstance(form, type)
        and issubclass(form, Form)
        and form.__module__ == module.__name__
        and not form.__module__.startswith("allauth")
    }
    bases = {base for form in concrete for base in form.__mro__[1:]}
    filters = {form for form in concrete if issubclass(form, FilterForm)}
    of_allauth = {form for form in concrete if any("allauth" in b.__module__ for b in form.__mro__)}
    tried = {page.form for page in PAGES.values()}
    assert concrete - bases - filters - of_allauth - ELSEWHERE <= tried


FILTERS = {
    "cases:list": ("q", "fas", "lage", "kommun", "ordning"),
    "measures:list": ("grupp", "lage", "ansvarig"),
    "measures:catalogue": ("q", "grupp", "fas"),
    "logbook:new": ("utkast", "huvudaktivitet"),
    "logbook:correct": ("utkast",),
    "logbook:list": (
        *("q", "period", "fran", "till", "insats", "person", "slag", "fas", "fore", "vy"),
        "klart",
    ),
    "logbook:steps": ("visa", "person", "efter"),
    "sheets:columns": ("blad", "rubrikrad"),
    "sheets:preview": ("visa",),
    "sheets:export": ("format", "q", "period", "fran", "till", "insats", "person", "slag", "fas"),
    "figures:page": ("fore",),
    "figures:add": ("varsel", "kopiera"),
    "contacts:list": ("q", "slag", "visa", "ordning"),
    "contacts:actors": ("q", "slag", "visa", "ordning"),
    "cases:groups": (),
    "cases:group": (),
    "figures:suppliers": ("lage", "ordning"),
    "figures:indicator_add": ("ur",),
    "figures:indicator": ("forvarvsarbetande",),
    "figures:outcome": ("mal", "pengar", "kostnader"),
    "reports:list": ("fore",),
    "reports:new": ("typ",),
    "checking:page": ("summa",),
    "cases:history": ("fore",),
    "figures:clock": ("notera",),
    "calendar:page": ("fore",),
    "home:start": ("arende", "steg"),
    "home:search": ("q", "period", "fran", "till", "om", "av", "slag", "fas", "sida"),
    "guide:search": ("q",),
    "guide:measures": ("q", "grupp", "fas"),
}


STRANGE = ("\x00", "'; --", "9" * 40, HARMLESS, "-1", "1.5,x", "[]", "å" * 200)


def test_a_strange_filter_is_answered_in_words(desk: Desk) -> None:
    for name in FILTERS:
        url = MATRIX[name].url(name, desk.ids).partition("?")[0]
        for key, value in product((*FILTERS[name], "sida"), STRANGE):
            response = desk.client.get(url, {key: value})
            assert response.status_code in {200, 404, 422}, (name, key, value)
            assert response.streaming or b"<script>alert" not in response.content, (name, key)


def test_what_is_no_number_of_a_case_is_no_case(
    as_user: Callable[[User], Client], alice: User
) -> None:
    client = as_user(alice)
    for number in ("2026-%00", "%00", "2026-99999999999999999999", "2026-abcd", "å"):
        assert client.get(f"/arenden/{number}/").status_code == 404


def test_an_endless_number_in_an_address_finds_nothing(
    as_user: Callable[[User], Client], alice: User, case: Case
) -> None:
    client = as_user(alice)
    for part in ("insatser", "rapporter", "insatser/huvudaktiviteter"):
        assert client.get(f"/arenden/{case.number}/{part}/{'9' * 40}/").status_code == 404
