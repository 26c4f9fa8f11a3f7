"""The matrix: what each person gets from each address. Read by test_access and the page tests."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

LOGIN = "login"
ANONYMOUS = "anonymous"
PEOPLE = ("officer", "report officer", "admin", "coordinator", "guest", "outsider", ANONYMOUS)


@dataclass(frozen=True)
class Row:
    """How to ask, and the answers in the order of PEOPLE for a case shared with the region."""

    method: str
    expected: tuple[int | str, ...]
    needs: tuple[str, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    query: str = ""

    def url(self, name: str, ids: dict[str, Any]) -> str:
        """The address, with the ids that `make.full_case` gives."""
        renamed = {"phase_number": "number", "phase_one": "phase", "judged": "indicator"}
        renamed |= {"first_step": "key", "beginning": "kind"}
        renamed |= {"plan_group": "group", "plan_member": "member"}
        renamed |= {"exercise": "number", "report_kind": "kind"}
        renamed |= {"county": "report"}
        kwargs = {renamed.get(key, key): ids[key] for key in self.needs}
        return reverse(name, kwargs=kwargs) + self.query

    @property
    def is_of_case(self) -> bool:
        return "number" in self.needs


@dataclass(frozen=True)
class LibraryPage:
    """A page that comes whole from a library, and why it is open or not."""

    public: bool
    because: str
    kwargs: dict[str, Any] = field(default_factory=dict)


CASE = ("number",)
QUESTION = (*CASE, "phase_one", "question")
FIRST_STEP = (*CASE, "first_step")
MEASURE = (*CASE, "measure")
ACTIVITY = (*CASE, "activity")
ENTRY = (*CASE, "entry")
ATTACHMENT = (*ENTRY, "attachment")
UPLOAD = (*CASE, "upload")
REPORT = (*CASE, "report")
PACKAGE = (*CASE, "package")
WAVE = (*CASE, "wave")
HEADCOUNT = (*CASE, "row")
STAGED = (*CASE, "staged")
SUPPLIER = (*CASE, "supplier")
INDICATOR = (*CASE, "indicator")
GOAL = (*CASE, "goal")
FUNDING = (*CASE, "funding")
GROUP = (*CASE, "group")
MEMBER = (*CASE, "member")
ASSIGNMENT = (*CASE, "assignment")
DOCUMENT = (*CASE, "document")
ORGANISATION = ("organisation",)
CONTACT = (*ORGANISATION, "contact")
ACTOR = (*ORGANISATION, "actor")
PERSON = (*ORGANISATION, "person")
PLAN_GROUP = (*ORGANISATION, "plan_group")
PLAN_MEMBER = (*ORGANISATION, "plan_member")
EMPLOYER = (*ORGANISATION, "employer")
EXERCISE = (*ORGANISATION, "exercise")

MEETING = (*ORGANISATION, "meeting")

# In the order of PEOPLE: officer, report officer, admin, coordinator, guest, outsider, anonymous.
EVERYBODY = (200, 200, 200, 200, 200, 200, 200)
MEMBERS = (200, 200, 200, 200, 200, 200, LOGIN)
WHO_SEE_THE_CASE = (200, 200, 404, 200, 200, 404, LOGIN)
INSIDERS = (200, 200, 404, 403, 403, 404, LOGIN)
OFFICERS = (200, 403, 404, 403, 403, 404, LOGIN)
REPORTERS = INSIDERS
OF_NORRBY = (200, 200, 200, 404, 404, 404, LOGIN)
ADMINS = (403, 403, 200, 404, 404, 404, LOGIN)
COORDINATORS = (403, 403, 403, 200, 403, 403, LOGIN)
WHO_LOG = (200, 403, 403, 404, 404, 404, LOGIN)

COUNTY_REPORT = {
    "period_from": "2020-01-01",
    "period_to": "idag",
    "recipient": "Regeringskansliet",
}


def post(expected: tuple[int | str, ...], done: int) -> tuple[int | str, ...]:
    """The same people, but what is posted is answered with `done`: 422 for an empty form."""
    return tuple(done if answer == 200 else answer for answer in expected)


MATRIX: dict[str, Row] = {
    # Site
    "home:start": Row("get", MEMBERS),
    "home:search": Row("get", MEMBERS, query="?q=kanarie"),
    "home:change_case": Row("post", post(MEMBERS, 422)),
    "home:health": Row("get", EVERYBODY),
    "home:ready": Row("get", EVERYBODY),
    "home:accessibility": Row("get", EVERYBODY),
    "home:privacy": Row("get", EVERYBODY),
    "home:shortcuts": Row("get", MEMBERS),
    "checking:page": Row("get", EVERYBODY),
    "checking:file": Row("post", (422,) * len(PEOPLE)),
    "guide:index": Row("get", EVERYBODY),
    "guide:phase": Row("get", EVERYBODY, ("phase_number",)),
    "guide:measures": Row("get", EVERYBODY),
    "guide:measure": Row("get", EVERYBODY, ("key",)),
    "guide:examples": Row("get", EVERYBODY),
    "guide:example": Row("get", EVERYBODY, ("slug",)),
    "guide:glossary": Row("get", EVERYBODY),
    "guide:search": Row("get", EVERYBODY),
    # Me and my organisation
    "account_signup": Row("get", (404,) * 7),
    "accounts:account": Row("get", MEMBERS),
    "accounts:account_change": Row("post", post(MEMBERS, 422)),
    "accounts:form_key": Row("get", MEMBERS),
    "accounts:shortcuts_change": Row("post", post(MEMBERS, 302)),
    "accounts:logins": Row("get", MEMBERS),
    "accounts:login_end": Row("post", post(MEMBERS, 302), ("session",)),
    "accounts:login_end_others": Row("post", post(MEMBERS, 302)),
    "accounts:organisation_list": Row("get", (302, 302, 302, 302, 200, 302, LOGIN)),
    "accounts:organisation": Row("get", (200, 200, 200, 404, 404, 404, LOGIN), ORGANISATION),
    "accounts:jobs": Row("get", (403, 403, 200, 404, 404, 404, LOGIN), ORGANISATION),
    "report_settings:list": Row("get", ADMINS, ORGANISATION),
    "report_settings:logo_set": Row("post", post(ADMINS, 422), ORGANISATION),
    "report_settings:logo_remove": Row("post", post(ADMINS, 302), ORGANISATION),
    "report_settings:page": Row("get", ADMINS, (*ORGANISATION, "report_kind")),
    "report_settings:save": Row("post", post(ADMINS, 422), (*ORGANISATION, "report_kind")),
    "accounts:invite": Row("get", (403, 403, 200, 404, 404, 404, LOGIN), ORGANISATION),
    "accounts:invite_send": Row("post", (403, 403, 422, 404, 404, 404, LOGIN), ORGANISATION),
    "accounts:member": Row("get", (403, 403, 200, 404, 404, 404, LOGIN), PERSON),
    "accounts:role_give": Row("post", (403, 403, 422, 404, 404, 404, LOGIN), PERSON),
    "accounts:membership_end": Row(
        "post", (403, 403, 302, 404, 404, 404, LOGIN), (*PERSON, "membership")
    ),
    "accounts:invitation_resend": Row("post", (403, 403, 422, 404, 404, 404, LOGIN), PERSON),
    # The contacts of a municipality
    "contacts:list": Row("get", WHO_LOG, ORGANISATION),
    "contacts:add": Row("get", WHO_LOG, ORGANISATION),
    "contacts:add_save": Row("post", post(WHO_LOG, 422), ORGANISATION),
    "contacts:edit": Row("get", WHO_LOG, CONTACT),
    "contacts:edit_save": Row("post", post(WHO_LOG, 422), CONTACT),
    "contacts:actors": Row("get", WHO_LOG, ORGANISATION),
    "contacts:actor_add": Row("get", WHO_LOG, ORGANISATION),
    "contacts:actor_add_save": Row("post", post(WHO_LOG, 422), ORGANISATION),
    "contacts:actor_edit": Row("get", WHO_LOG, ACTOR),
    "contacts:actor_edit_save": Row("post", post(WHO_LOG, 422), ACTOR),
    # Cases
    "cases:list": Row("get", MEMBERS),
    "cases:open": Row("get", (200, 403, 403, 403, 403, 200, LOGIN)),
    "cases:open_save": Row("post", (422, 403, 403, 403, 403, 422, LOGIN)),
    "cases:page": Row("get", WHO_SEE_THE_CASE, CASE),
    "cases:edit": Row("get", OFFICERS, CASE),
    "cases:edit_save": Row("post", post(OFFICERS, 422), CASE),
    "cases:state": Row("get", OFFICERS, CASE),
    "cases:state_save": Row("post", post(OFFICERS, 422), CASE),
    "cases:visibility": Row("get", OFFICERS, CASE),
    "cases:visibility_save": Row("post", post(OFFICERS, 422), CASE),
    "cases:history": Row("get", INSIDERS, CASE),
    "cases:first_steps": Row("get", INSIDERS, CASE),
    "cases:first_step": Row("get", OFFICERS, FIRST_STEP),
    "cases:first_step_tick": Row("post", post(OFFICERS, 422), FIRST_STEP),
    "cases:first_step_set_aside": Row("post", post(OFFICERS, 422), FIRST_STEP),
    "cases:first_step_take_up": Row("post", post(OFFICERS, 302), FIRST_STEP),
    "cases:first_steps_put_away": Row("post", post(OFFICERS, 302), CASE),
    "cases:first_steps_take_out": Row("post", post(OFFICERS, 302), CASE),
    "cases:phases": Row("get", WHO_SEE_THE_CASE, CASE),
    "cases:phase": Row("get", WHO_SEE_THE_CASE, (*CASE, "phase")),
    "cases:phase_move": Row("post", post(OFFICERS, 422), (*CASE, "phase")),
    # Groups
    "cases:groups": Row("get", INSIDERS, CASE),
    "cases:group_add": Row("get", OFFICERS, CASE),
    "cases:group_add_save": Row("post", post(OFFICERS, 422), CASE),
    "cases:group": Row("get", INSIDERS, GROUP),
    "cases:group_edit": Row("get", OFFICERS, GROUP),
    "cases:group_edit_save": Row("post", post(OFFICERS, 422), GROUP),
    "cases:member_add": Row("get", OFFICERS, GROUP),
    "cases:member_add_save": Row("post", post(OFFICERS, 422), GROUP),
    "cases:member_edit": Row("get", OFFICERS, MEMBER),
    "cases:member_edit_save": Row("post", post(OFFICERS, 422), MEMBER),
    "cases:assignment_add": Row("get", OFFICERS, GROUP),
    "cases:assignment_add_save": Row("post", post(OFFICERS, 422), GROUP),
    "cases:assignment_edit": Row("get", OFFICERS, ASSIGNMENT),
    "cases:assignment_edit_save": Row("post", post(OFFICERS, 422), ASSIGNMENT),
    "cases:meeting": Row("get", OFFICERS, GROUP),
    "cases:meeting_save": Row("post", post(OFFICERS, 422), GROUP),
    "cases:meeting_draft": Row("post", post(OFFICERS, 422), GROUP),
    "cases:answer": Row("post", post(OFFICERS, 409), QUESTION),
    "cases:answer_draft": Row("post", post(OFFICERS, 404), QUESTION),
    "cases:answer_draft_save": Row("post", post(OFFICERS, 404), QUESTION),
    "cases:assign": Row("get", OFFICERS, QUESTION),
    "cases:assign_save": Row("post", post(OFFICERS, 422), QUESTION),
    "cases:take_back": Row("post", post(OFFICERS, 302), QUESTION),
    # Measures
    "measures:list": Row("get", WHO_SEE_THE_CASE, CASE),
    "measures:catalogue": Row("get", WHO_SEE_THE_CASE, CASE),
    "measures:add": Row("get", OFFICERS, CASE),
    "measures:add_save": Row("post", post(OFFICERS, 422), CASE),
    "measures:page": Row("get", WHO_SEE_THE_CASE, MEASURE),
    "measures:edit": Row("get", OFFICERS, MEASURE),
    "measures:edit_save": Row("post", post(OFFICERS, 422), MEASURE),
    "measures:state": Row("get", OFFICERS, MEASURE),
    "measures:state_save": Row("post", post(OFFICERS, 422), MEASURE),
    "measures:move": Row("post", post(OFFICERS, 302), MEASURE, {"direction": "up"}),
    "measures:activity_add": Row("post", post(OFFICERS, 422), MEASURE),
    "measures:activity_edit": Row("get", OFFICERS, ACTIVITY),
    "measures:activity_edit_save": Row("post", post(OFFICERS, 422), ACTIVITY),
    "measures:activity_done": Row("post", post(OFFICERS, 422), ACTIVITY),
    "measures:activity_reopen": Row("post", post(OFFICERS, 422), ACTIVITY),
    "measures:activity_move": Row("post", post(OFFICERS, 302), ACTIVITY, {"direction": "up"}),
    # The logbook
    "logbook:list": Row("get", WHO_SEE_THE_CASE, CASE),
    "logbook:new": Row("get", OFFICERS, CASE),
    "logbook:add": Row("post", post(OFFICERS, 422), CASE),
    "logbook:draft_keep": Row("post", post(OFFICERS, 422), CASE),
    "logbook:draft_drop": Row("post", post(OFFICERS, 404), CASE),
    "logbook:steps": Row("get", INSIDERS, CASE),
    "logbook:entry": Row("get", WHO_SEE_THE_CASE, ENTRY),
    "logbook:correct": Row("get", OFFICERS, ENTRY),
    "logbook:correct_save": Row("post", post(OFFICERS, 422), ENTRY),
    "logbook:next_step_done": Row("post", post(OFFICERS, 302), ENTRY),
    "logbook:upload_list": Row("get", OFFICERS, CASE),
    "logbook:upload_add": Row("post", post(OFFICERS, 422), CASE),
    "logbook:upload_file": Row("get", OFFICERS, UPLOAD),
    "logbook:upload_remove": Row("post", post(OFFICERS, 204), UPLOAD),
    "logbook:attachment": Row("get", WHO_SEE_THE_CASE, ATTACHMENT),
    "logbook:attachment_small": Row("get", WHO_SEE_THE_CASE, ATTACHMENT),
    # The clock, and the calendars it fills
    "figures:clock": Row("get", WHO_SEE_THE_CASE, CASE),
    "figures:date_note": Row("post", post(OFFICERS, 422), CASE),
    "figures:case_calendar_open": Row("post", post(INSIDERS, 302), CASE),
    "figures:assessments": Row("get", INSIDERS, CASE),
    "figures:assessment": Row("get", INSIDERS, (*CASE, "year")),
    "figures:assessment_save": Row("post", post(OFFICERS, 422), (*CASE, "year")),
    "figures:assessment_reopen": Row("post", post(OFFICERS, 422), (*CASE, "year")),
    "figures:suggestion_plan": Row("post", post(OFFICERS, 422), (*CASE, "year", "judged")),
    # An address that nobody has; those that somebody has are tested in tests/figures/test_feed.py.
    "calendar:feed": Row("get", (404,) * 7, ("secret",)),
    "calendar:page": Row("get", MEMBERS),
    "calendar:open": Row("post", post(MEMBERS, 302)),
    "calendar:choose": Row("post", (302, 404, 404, 404, 404, 404, LOGIN), ("calendar",)),
    "calendar:close": Row("post", (302, 404, 404, 404, 404, 404, LOGIN), ("calendar",)),
    # Figures
    "figures:page": Row("get", WHO_SEE_THE_CASE, CASE),
    "figures:add": Row("get", OFFICERS, CASE),
    "figures:add_save": Row("post", post(OFFICERS, 422), CASE),
    "figures:paste": Row("get", OFFICERS, CASE),
    "figures:paste_preview": Row("post", post(OFFICERS, 422), CASE),
    "figures:paste_save": Row("post", post(OFFICERS, 422), CASE),
    "figures:row": Row("get", INSIDERS, HEADCOUNT),
    "figures:correct": Row("get", OFFICERS, HEADCOUNT),
    "figures:correct_save": Row("post", post(OFFICERS, 422), HEADCOUNT),
    "figures:wave_add": Row("get", OFFICERS, CASE),
    "figures:wave_add_save": Row("post", post(OFFICERS, 422), CASE),
    "figures:wave_edit": Row("get", OFFICERS, WAVE),
    "figures:wave_edit_save": Row("post", post(OFFICERS, 422), WAVE),
    # The log as files
    "sheets:file": Row("get", OFFICERS, CASE),
    "sheets:file_read": Row("post", post(OFFICERS, 422), CASE),
    "sheets:columns": Row("get", OFFICERS, STAGED),
    "sheets:columns_save": Row(
        "post", post(OFFICERS, 422), STAGED, {"sheet": "0", "heading": "1", "year": "x"}
    ),
    "sheets:preview": Row("get", OFFICERS, STAGED),
    "sheets:entries_save": Row("post", post(OFFICERS, 422), STAGED),
    "sheets:file_drop": Row("post", post(OFFICERS, 302), STAGED),
    "sheets:export": Row("get", WHO_SEE_THE_CASE, CASE, query="?format=csv"),
    "figures:suppliers": Row("get", INSIDERS, CASE),
    "figures:supplier_add": Row("get", OFFICERS, CASE),
    "figures:supplier_add_save": Row("post", post(OFFICERS, 422), CASE),
    "figures:supplier_edit": Row("get", OFFICERS, SUPPLIER),
    "figures:supplier_edit_save": Row("post", post(OFFICERS, 422), SUPPLIER),
    "figures:indicators": Row("get", INSIDERS, CASE),
    "figures:indicator_add": Row("get", OFFICERS, CASE),
    "figures:indicator_add_save": Row("post", post(OFFICERS, 422), CASE),
    "figures:indicator": Row("get", INSIDERS, INDICATOR),
    "figures:indicator_edit": Row("get", OFFICERS, INDICATOR),
    "figures:indicator_edit_save": Row("post", post(OFFICERS, 422), INDICATOR),
    "figures:observation_add": Row("post", post(OFFICERS, 422), INDICATOR),
    "figures:import_preview": Row("post", post(OFFICERS, 422), INDICATOR),
    "figures:import_save": Row("post", post(OFFICERS, 422), INDICATOR),
    "figures:outcome": Row("get", INSIDERS, MEASURE),
    "figures:goal_add": Row("get", OFFICERS, MEASURE),
    "figures:goal_add_save": Row("post", post(OFFICERS, 422), MEASURE),
    "figures:goal_edit": Row("get", OFFICERS, GOAL),
    "figures:goal_edit_save": Row("post", post(OFFICERS, 422), GOAL),
    "figures:result_add": Row("get", OFFICERS, GOAL),
    "figures:result_add_save": Row("post", post(OFFICERS, 422), GOAL),
    "figures:funding_add": Row("get", OFFICERS, MEASURE),
    "figures:funding_add_save": Row("post", post(OFFICERS, 422), MEASURE),
    "figures:funding_edit": Row("get", OFFICERS, FUNDING),
    "figures:funding_edit_save": Row("post", post(OFFICERS, 422), FUNDING),
    "figures:cost_add": Row("get", OFFICERS, FUNDING),
    "figures:cost_add_save": Row("post", post(OFFICERS, 422), FUNDING),
    # Reports
    "reports:list": Row("get", INSIDERS, CASE),
    "reports:new": Row("get", REPORTERS, CASE),
    "reports:preview": Row("post", post(REPORTERS, 422), CASE),
    "reports:kind": Row(
        "post",
        post(REPORTERS, 200),
        CASE,
        {"kind": "SUMMARY", "kind_shown": "STATUS_REPORT"},
    ),
    "reports:draft": Row("post", post(REPORTERS, 422), CASE),
    "reports:draft_drop": Row("post", post(REPORTERS, 302), CASE),
    "reports:issue": Row("post", post(REPORTERS, 422), CASE),
    "reports:page": Row("get", INSIDERS, REPORT),
    "reports:download": Row("get", INSIDERS, REPORT),
    "reports:other_form": Row("get", INSIDERS, (*REPORT, "form")),
    "reports:pdf_again": Row("post", post(REPORTERS, 302), REPORT),
    "reports:diary_number": Row("post", post(REPORTERS, 422), REPORT),
    # The preparedness plan of a municipality
    "preparedness:page": Row("get", WHO_LOG, ORGANISATION),
    "preparedness:review": Row("post", post(WHO_LOG, 302), ORGANISATION),
    "preparedness:facts": Row("get", WHO_LOG, ORGANISATION),
    "preparedness:facts_save": Row("post", post(WHO_LOG, 409), ORGANISATION),
    "preparedness:steps": Row("get", WHO_LOG, ORGANISATION),
    "preparedness:steps_save": Row("post", post(WHO_LOG, 409), ORGANISATION),
    "preparedness:group_add": Row("get", WHO_LOG, ORGANISATION),
    "preparedness:group_add_save": Row("post", post(WHO_LOG, 422), ORGANISATION),
    "preparedness:group_edit": Row("get", WHO_LOG, PLAN_GROUP),
    "preparedness:group_edit_save": Row("post", post(WHO_LOG, 422), PLAN_GROUP),
    "preparedness:group_remove": Row("post", post(WHO_LOG, 302), PLAN_GROUP),
    "preparedness:member_add": Row("get", WHO_LOG, PLAN_GROUP),
    "preparedness:member_add_save": Row("post", post(WHO_LOG, 422), PLAN_GROUP),
    "preparedness:member_edit": Row("get", WHO_LOG, PLAN_MEMBER),
    "preparedness:member_edit_save": Row("post", post(WHO_LOG, 422), PLAN_MEMBER),
    "preparedness:member_remove": Row("post", post(WHO_LOG, 302), PLAN_MEMBER),
    "preparedness:employer_add": Row("get", WHO_LOG, ORGANISATION),
    "preparedness:employer_add_save": Row("post", post(WHO_LOG, 422), ORGANISATION),
    "preparedness:employer_edit": Row("get", WHO_LOG, EMPLOYER),
    "preparedness:employer_edit_save": Row("post", post(WHO_LOG, 422), EMPLOYER),
    "preparedness:employer_remove": Row("post", post(WHO_LOG, 302), EMPLOYER),
    "erasing:contact": Row("get", WHO_LOG, CONTACT),
    "erasing:contact_erase": Row("post", post(WHO_LOG, 422), CONTACT),
    # Exercises: the case full of everything is none, so nobody finds it there. What an exercise's own
    # pages answer is tested in tests/erasure.
    "erasure:list": Row("get", (403, 403, 200, 404, 404, 404, LOGIN), ORGANISATION),
    "erasure:exercise": Row("get", (403, 403, 404, 404, 404, 404, LOGIN), EXERCISE),
    "erasure:erase": Row("post", (403, 403, 404, 404, 404, 404, LOGIN), EXERCISE),
    # The handover
    "handover:page": Row("get", INSIDERS, CASE),
    "handover:pdf": Row("get", INSIDERS, CASE),
    # Choosing measures, and the library
    "measures:choose": Row("post", post(OFFICERS, 422), CASE),
    "library:shelf": Row("get", MEMBERS),
    "library:compare": Row("get", MEMBERS, query="?jamfor=exempel-bjuv-findus"),
    "library:publication": Row("get", (200, 200, 200, 200, 404, 200, LOGIN), ("publication",)),
    "library:borrow_to": Row("get", MEMBERS, ("ref",)),
    "library:alike": Row("get", INSIDERS, CASE),
    "library:borrow": Row("get", OFFICERS, (*CASE, "ref")),
    "library:borrow_save": Row("post", post(OFFICERS, 422), (*CASE, "ref")),
    "library:offer": Row("get", INSIDERS, CASE),
    "library:review": Row("post", post(OFFICERS, 422), CASE),
    "library:publish": Row("post", post(OFFICERS, 422), CASE),
    "library:withdraw": Row("post", post(OFFICERS, 422), CASE),
    # Documents: the one that is asked for is shared
    "cases:documents": Row("get", WHO_SEE_THE_CASE, CASE),
    "cases:document_add": Row("get", OFFICERS, CASE),
    "cases:document_add_save": Row("post", post(OFFICERS, 422), CASE),
    "cases:document": Row("get", WHO_SEE_THE_CASE, DOCUMENT),
    "cases:document_file": Row("get", WHO_SEE_THE_CASE, DOCUMENT),
    "cases:document_edit": Row("get", OFFICERS, DOCUMENT),
    "cases:document_edit_save": Row("post", post(OFFICERS, 422), DOCUMENT),
    "cases:version_add": Row("get", OFFICERS, DOCUMENT),
    "cases:version_add_save": Row("post", post(OFFICERS, 422), DOCUMENT),
    "cases:document_share": Row("post", post(OFFICERS, 302), DOCUMENT),
    "cases:document_stop_sharing": Row("post", post(OFFICERS, 302), DOCUMENT),
    # The plan, and documents to begin with
    "plan:page": Row("get", INSIDERS, CASE),
    "plan:adopt": Row("get", OFFICERS, CASE),
    "plan:adopt_save": Row("post", post(OFFICERS, 422), CASE),
    "plan:adopted": Row("get", INSIDERS, (*CASE, "plan")),
    "plan:beginning": Row("post", INSIDERS, (*CASE, "beginning", "form")),
    # When boards meet, and reminders
    "accounts:reminders_change": Row("post", post(MEMBERS, 302)),
    "reminders:meetings": Row("get", OF_NORRBY, ORGANISATION),
    "reminders:add": Row("get", OF_NORRBY, ORGANISATION),
    "reminders:add_save": Row("post", post(OF_NORRBY, 422), ORGANISATION),
    "reminders:edit": Row("get", OF_NORRBY, MEETING),
    "reminders:edit_save": Row("post", post(OF_NORRBY, 422), MEETING),
    "reminders:cancel": Row("post", post(OF_NORRBY, 302), MEETING),
    # Archive packages
    "archive:list": Row("get", INSIDERS, CASE),
    "archive:order": Row("post", post(REPORTERS, 302), CASE),
    "archive:fetch": Row("post", REPORTERS, PACKAGE),
    "archive:remove": Row("post", post(REPORTERS, 302), PACKAGE),
    # The region's reports
    "region:report_list": Row("get", COORDINATORS),
    "region:report_new": Row("get", COORDINATORS),
    "region:report_preview": Row("post", COORDINATORS, data=COUNTY_REPORT),
    "region:report_issue": Row("post", post(COORDINATORS, 422)),
    "region:report": Row("get", COORDINATORS, ("county",)),
    "region:report_download": Row("get", COORDINATORS, ("county",)),
    "region:report_form": Row("get", COORDINATORS, ("county", "form")),
    "region:report_pdf_again": Row("post", post(COORDINATORS, 302), ("county",)),
    "region:report_diary_number": Row("post", post(COORDINATORS, 422), ("county",)),
    # Copies of reports to give out
    "reports:copy": Row("get", REPORTERS, REPORT),
    "reports:copy_preview": Row("post", REPORTERS, REPORT),
    "reports:copy_issue": Row("post", post(REPORTERS, 422), REPORT),
}

OWN = "shows and changes only the logged-in person's own login"
OPEN = "whoever is not logged in must reach it, and it tells nothing of who has an account"

LIBRARY_PAGES: dict[str, LibraryPage] = {
    "account_login": LibraryPage(True, OPEN),
    "account_logout": LibraryPage(False, OWN),
    "account_inactive": LibraryPage(True, OPEN),
    "account_reset_password": LibraryPage(True, OPEN),
    "account_reset_password_done": LibraryPage(True, OPEN),
    "account_reset_password_from_key": LibraryPage(
        True, "the key from the e-mail is what gives access", {"uidb36": "1", "key": "x-y"}
    ),
    "account_reset_password_from_key_done": LibraryPage(True, OPEN),
    "mfa_authenticate": LibraryPage(False, "comes after the password"),
    "account_reauthenticate": LibraryPage(False, OWN),
    "mfa_reauthenticate": LibraryPage(False, OWN),
    "account_change_password": LibraryPage(False, OWN),
    "mfa_index": LibraryPage(False, OWN),
    "mfa_activate_totp": LibraryPage(False, OWN),
    "mfa_deactivate_totp": LibraryPage(False, OWN),
    "mfa_view_recovery_codes": LibraryPage(False, OWN),
    "mfa_generate_recovery_codes": LibraryPage(False, OWN),
    "mfa_download_recovery_codes": LibraryPage(False, OWN),
}
