"""Every form with what is sent when all is well. Read by the tests of bad input."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import accounts.forms
import cases.contact_forms
import cases.document_forms
import cases.forms
import cases.group_forms
import erasure.forms
import figures.assessment_forms
import figures.clock_forms
import figures.feed_forms
import figures.headcount_forms
import figures.indicator_forms
import figures.outcome_forms
import figures.supplier_forms
import library.forms
import logbook.forms
import measures.choose_forms
import measures.forms
import preparedness.forms
import region.forms
import reminders.forms
import reports.copy_forms
import reports.forms
import reports.plan_forms
import reports.settings_forms
import sheets.forms
from core.forms import Form


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
}
_CHOSEN = ("period_from", "period_to", "recipient", "summary")
FINAL_REPORT = {name: REPORT[name] for name in _CHOSEN} | {
    "kind": "FINAL_REPORT",
    "kind_shown": "FINAL_REPORT",
    "lessons": "Ring facken först",
    "continues": "Näringslivskontoret",
}
FUNDER_REPORT = {name: REPORT[name] for name in _CHOSEN} | {
    "kind": "FUNDER_REPORT",
    "kind_shown": "FUNDER_REPORT",
    "working": "Gruppen möts varje vecka",
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
DOCUMENT = {
    "kind": "IMPACT",
    "title": "Analys av näringslivet",
    "dated_on": "2026-03-01",
    "diary_number": "KS 2026/9",
    "guide_key": "first_message",
    "adopted_on": "2026-03-02",
    "adopting_group": "",
    "adopting_body": "Kommunstyrelsen",
}
PLAN_GROUP = {"kind": "WORKING", "name": "Arbetsgrupp lokaler", "task": "Hitta hyresgäster"}
PLANNED = {
    "role": "MEMBER",
    "has_mandate": "on",
    "mandate": "Lokaler",
    "deputy": "Enhetschefen",
}
EMPLOYER = {
    "name": "Bruket AB",
    "jobs": "240",
    "counted_on": "2026-03-01",
    "source": "SCB",
    "note": "Ägs från Finland",
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
    "reminders:add_save": FormPage(
        reminders.forms.MeetingsForm,
        {
            "board": "Kommunstyrelsen",
            **{f"meets_on_{n}": f"203{n}-03-18" for n in range(6)},
            **{f"stop_on_{n}": f"203{n}-03-04" for n in range(6)},
        },
    ),
    "reminders:edit_save": FormPage(
        reminders.forms.MeetingForm,
        {"board": "Kommunstyrelsen", "meets_on": "2030-03-18", "stop_on": "2030-03-04"},
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
    "preparedness:facts_save": FormPage(
        preparedness.forms.PlanForm,
        {
            "call_out": "Kommundirektören ringer",
            "jobs": "9000",
            "jobs_year": "2025",
            "jobs_source": "SCB",
            "seen_version": "99",
        },
    ),
    "preparedness:steps_save": FormPage(
        preparedness.forms.StepsForm,
        {"own": "Ring kommundirektören", "seen_version": "99"},
    ),
    "preparedness:group_add_save": FormPage(preparedness.forms.PlanGroupForm, PLAN_GROUP),
    "preparedness:group_edit_save": FormPage(
        preparedness.forms.PlanGroupForm, PLAN_GROUP | {"seen_version": "99"}
    ),
    "preparedness:member_add_save": FormPage(
        preparedness.forms.AddPlannedForm, PLANNED | {"who": ""}
    ),
    "preparedness:member_edit_save": FormPage(
        preparedness.forms.PlannedSeatForm, PLANNED | {"seen_version": "99"}
    ),
    "preparedness:employer_add_save": FormPage(
        preparedness.forms.EmployerForm, EMPLOYER, not_ahead=("counted_on",)
    ),
    "preparedness:employer_edit_save": FormPage(
        preparedness.forms.EmployerForm,
        EMPLOYER | {"seen_version": "99"},
        not_ahead=("counted_on",),
    ),
    "erasing:contact_erase": FormPage(
        erasure.forms.EraseContactForm, {"asked_on": "2026-11-20"}, not_ahead=("asked_on",)
    ),
    "reports:preview": FormPage(reports.forms.ReportForm, REPORT, not_ahead=("period_to",)),
    "reports:issue": FormPage(
        reports.forms.ReportForm, REPORT, not_ahead=("period_to",), shown_at="reports:preview"
    ),
    "reports:preview, final": FormPage(reports.forms.ReportForm, FINAL_REPORT),
    "reports:preview, funder": FormPage(reports.forms.ReportForm, FUNDER_REPORT),
    "reports:diary_number": FormPage(reports.forms.DiaryNumberForm, {"diary_number": "KS 2026/7"}),
    "measures:choose": FormPage(
        measures.choose_forms.ChooseForm,
        {"own": "Jobbmässa", "own_group": "INDIVIDUAL", "responsible": ""},
    ),
    "cases:document_add_save": FormPage(
        cases.document_forms.DocumentForm,
        DOCUMENT | {"link": "https://kommunen.example/analys"},
        not_ahead=("dated_on", "adopted_on"),
    ),
    "cases:version_add_save": FormPage(
        cases.document_forms.DocumentForm,
        DOCUMENT | {"link": "https://kommunen.example/analys", "news": "Nya siffror"},
        not_ahead=("dated_on", "adopted_on"),
    ),
    "plan:adopt_save": FormPage(
        reports.plan_forms.AdoptForm,
        {
            "adopted_on": "2026-03-01",
            "group": "",
            "body": "Kommunstyrelsen",
            "diary_number": "KS 2026/9",
        },
        not_ahead=("adopted_on",),
    ),
    "cases:document_edit_save": FormPage(
        cases.document_forms.EditDocumentForm,
        DOCUMENT | {"seen_version": "99"},
        not_ahead=("dated_on", "adopted_on"),
    ),
}
# Tested elsewhere: the login's and the administrator's forms in tests/accounts; drafts in
# tests/logbook; calendars' forms in tests/figures, with nothing to write in; lists' filters below.
ELSEWHERE = {
    reminders.forms.ReminderForm,  # tests/reminders/test_meetings.py
    accounts.forms.RoleForm,
    accounts.forms.InviteForm,
    measures.forms.MoveForm,
    # An exercise's number, of which the case full of everything has none: tests/erasure.
    erasure.forms.EraseForm,
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
    # What is published is reviewed first, and nothing in it may look like a personal number:
    # tests/library.
    library.forms.OfferForm,
    library.forms.WithdrawForm,
    library.forms.BorrowForm,
    # The administrator's: tests/reports/test_settings.py.
    reports.settings_forms.SettingsForm,
    reports.settings_forms.LogoForm,
    # Parts of one report: tests/reports/test_copies.py. For coordinators: tests/region.
    reports.copy_forms.CopyForm,
    region.forms.CountyReportForm,
    region.forms.CountyDiaryNumberForm,
    sheets.forms.FileForm,
    sheets.forms.MatchingForm,
    sheets.forms.ImportForm,
}


# What the case full of everything has of these is as it was made: their first version.
FIRST_VERSIONS = {
    *(f"cases:{kind}_edit_save" for kind in ("group", "member", "assignment")),
    "cases:document_edit_save",
    *(f"figures:{kind}_edit_save" for kind in ("wave", "supplier", "indicator", "goal", "funding")),
}
# These keep nothing, so there is nothing to log.
PREVIEWS = {
    "reports:preview",
    "reports:preview, final",
    "reports:preview, funder",
    "figures:paste_preview",
}
