"""Makes people, organisations and cases for tests, through the real actions."""

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, Organisation, OrganisationKind, User
from accounts.permissions import Role
from cases import actions as case_actions
from cases import contact_actions, first_step_actions, group_actions
from cases.group_kinds import ActorKind, GroupKind, GroupRole
from cases.models import (
    Assignment,
    Case,
    Contact,
    Group,
    GroupMember,
    Guest,
    Participant,
    Reader,
    Share,
)
from cases.states import ShareMode, State, Trigger, Visibility
from core import jobs
from core.actions import acting_as
from core.models import JobRun
from figures import (
    assessment_actions,
    clock_actions,
    feed_actions,
    headcount_actions,
    indicator_actions,
    outcome_actions,
    supplier_actions,
)
from figures.assessment_indicators import ABOUT
from figures.assessment_records import Judgement
from figures.categories import Category
from figures.clock_kinds import DateKind, kinds_to_note
from figures.feed_secret import hash_of, new_secret
from figures.models import (
    CalendarFeed,
    CaseDate,
    Funding,
    Goal,
    Headcount,
    Indicator,
    NoticeWave,
    Observation,
    SelfAssessment,
    Supplier,
)
from figures.supplier_states import SupplierState
from figures.units import Better, Unit
from guide.load import guide
from guide.model import MeasureGroup
from guide.phases import Phase
from logbook import actions as logbook_actions
from logbook.attaching import Files
from logbook.models import Draft, LogEntry, Upload
from logbook.receiving import receive
from measures import actions as measure_actions
from measures.models import MainActivity, Measure
from reports import actions as report_actions
from reports import draft_actions
from reports.model import Kind
from reports.models import Issued
from reports.request import ReportRequest
from sheets import actions as sheet_actions
from sheets.columns import guess
from sheets.matching import Matching
from sheets.models import StagedFile
from sheets.preview import Preview, build_preview, entries_of
from sheets.reading.grid import Cell, Sheet, pack
from sheets.reading.grid import Row as GridRow
from tests import (
    files,
    make_archive,
    make_county,
    make_document,
    make_library,
    make_plan,
    make_preparedness,
    make_reminders,
)

PASSWORD = "omstallning-demo"
KEPT_TABLES = ("django_migrations", "django_content_type")


def now() -> datetime:
    return timezone.now()


def today() -> date:
    return timezone.localdate()


def municipality(name: str) -> Organisation:
    return _organisation(f"{name} kommun", name, OrganisationKind.MUNICIPALITY)


def region(name: str) -> Organisation:
    return _organisation(name, name, OrganisationKind.REGION)


def partner(name: str) -> Organisation:
    return _organisation(name, name, OrganisationKind.PARTNER)


def _organisation(name: str, short_name: str, kind: OrganisationKind) -> Organisation:
    with acting_as(system()):
        return Organisation.objects.create(name=name, short_name=short_name, kind=kind)


def system() -> User:
    return User.objects.system()


def person(name: str, email: str) -> User:
    return User.objects.create_user(email, PASSWORD, name=name)


def member(name: str, email: str, organisation: Organisation, role: Role) -> User:
    user = person(name, email)
    membership(user, organisation, role)
    return user


def membership(user: User, organisation: Organisation, role: Role) -> Membership:
    with acting_as(system()):
        return Membership.objects.create(
            user=user, organisation=organisation, role=role, began_by=system()
        )


def facts(responsible: User, **changes: Any) -> case_actions.CaseFacts:
    values: dict[str, Any] = {
        "title": "Livsmedelsfabriken lägger ner",
        "company": "Norrby Livs AB",
        "trigger": Trigger.CLOSURE,
        "notice_on": today() - timedelta(days=30),
        "affected": 240,
        "responsible": responsible,
    }
    return case_actions.CaseFacts(**(values | changes))


def case(
    organisation: Organisation,
    *,
    by: User,
    visibility: Visibility = Visibility.INTERNAL,
    at: datetime | None = None,
    **changes: Any,
) -> Case:
    return case_actions.open_case(
        municipality=organisation,
        facts=facts(**({"responsible": by} | changes)),
        visibility=visibility,
        actor=by,
        at=at or now(),
    )


def exercise(organisation: Organisation, *, by: User, **changes: Any) -> Case:
    """A case that is marked as an exercise."""
    return case_actions.open_case(
        municipality=organisation,
        facts=facts(**({"responsible": by} | changes)),
        is_exercise=True,
        actor=by,
        at=now(),
    )


def moved_to(case: Case, phase: Phase, *, by: User) -> Case:
    while case.phase < phase:
        case = case_actions.move_to_phase(
            case=case, to=Phase(case.phase + 1), reason="Bråttom", actor=by, at=now()
        )
    return case


def measure(
    case: Case, *, by: User, title: str = "Ny användning av fabriken", **values: Any
) -> Measure:
    group = values.pop("group", MeasureGroup.RENEWAL)
    return measure_actions.add_measure(
        case=case,
        facts=measure_actions.MeasureFacts(title=title, group=group, **values),
        actor=by,
        at=now(),
    )


def activity(
    measure: Measure, *, by: User, title: str = "Kontakta fastighetsägare"
) -> MainActivity:
    return measure_actions.add_main_activity(
        measure=measure, facts=measure_actions.ActivityFacts(title=title), actor=by, at=now()
    )


def wording(what: str = "Möte med fastighetsägaren", **values: Any) -> logbook_actions.Wording:
    day = values.pop("on", None) or today()
    return logbook_actions.Wording(
        what=what, **({"happened_from": day, "happened_to": day} | values)
    )


def entry(
    case: Case, *, by: User, what: str = "Möte med fastighetsägaren", **values: Any
) -> LogEntry:
    return logbook_actions.add_entry(case=case, wording=wording(what, **values), actor=by, at=now())


def report_request(**changes: Any) -> ReportRequest:
    values: dict[str, Any] = {
        "kind": Kind.STATUS_REPORT,
        "period_from": today() - timedelta(days=30),
        "period_to": today(),
        "recipient": "Kommunstyrelsen",
    }
    return ReportRequest(**(values | changes))


def issued(case: Case, *, by: User, replaces: Issued | None = None, **changes: Any) -> Issued:
    """An issued report with its PDF."""
    report = report_actions.issue_report(
        case=case, request=report_request(**changes), replaces=replaces, actor=by, at=now()
    )
    do_jobs()
    return report


def do_jobs() -> None:
    """Do all that waits for a worker, here and now."""
    for run in JobRun.objects.unfinished().order_by("id"):
        jobs.perform(run.pk)


def noted_day(case: Case, kind: DateKind, on: date, *, by: User, **values: Any) -> CaseDate:
    values = {"source": "Protokollet", "at": now()} | values
    return clock_actions.note_date(case=case, kind=kind, on=on, actor=by, **values)


def judgements(grade: int = 3, **changes: Judgement) -> dict[str, Judgement]:
    """All twelve with the same grade and a reason; `changes` by key of indicator."""
    said = {item.key: Judgement(grade=grade, reason="Så ser vi det") for item in ABOUT}
    return said | changes


def assessment(
    case: Case, year: int, said: dict[str, Judgement], *, by: User, agreed: bool = False
) -> SelfAssessment:
    """A self-assessment as saved, and with `agreed` as fixed today."""
    before = SelfAssessment.objects.filter(case=case, year=year).first()
    saved = assessment_actions.save_assessment(
        case=case,
        year=year,
        seen_version=before.version if before else 0,
        judgements=said,
        actor=by,
        at=now(),
    )
    if not agreed:
        return saved
    return assessment_actions.agree_on_assessment(
        assessment=saved, agreed_on=today(), participants="Styrgruppen", actor=by, at=now()
    )


def calendar(by: User, case: Case | None = None, **values: Any) -> tuple[CalendarFeed, str]:
    """A calendar address of `by` and its secret."""
    secret = new_secret()
    feed = feed_actions.open_calendar(
        secret_hash=hash_of(secret), case=case, actor=by, at=now(), **values
    )
    return feed, secret


def draft(
    case: Case,
    *,
    by: User,
    what: str = "Halvskrivet",
    form: uuid.UUID | None = None,
    entry: uuid.UUID | None = None,
    question: str = "",
    at: datetime | None = None,
    **fields: Any,
) -> Draft:
    return logbook_actions.keep_draft(
        case=case,
        entry=entry,
        question=question,
        form=form or uuid.uuid4(),
        fields={"what": what, "when": "idag", **fields},
        actor=by,
        at=at or now(),
    )


def staged_file(
    case: Case, *rows: tuple[Cell, ...], by: User, file_name: str = "logg.xlsx", **changes: Any
) -> StagedFile:
    """A file with these rows, the first its headings, read and matched as it guesses itself."""
    numbered = [GridRow(number, row) for number, row in enumerate(rows, start=1)]
    sheets = [Sheet("Logg", tuple(numbered))]
    staged = sheet_actions.stage_file(
        case=case, file_name=file_name, cells=pack(sheets), actor=by, at=now()
    )
    matching = replace(guess(sheets, 0, file_name), **changes)
    sheet_actions.match_columns(staged=staged, matching=matching, actor=by, at=now())
    staged.matching = matching.to_json()
    return staged


def matching_of(staged: StagedFile) -> Matching:
    return Matching.from_json(staged.matching)


def preview_of(staged: StagedFile, *, by: User) -> Preview:
    """What the first sheet of the file would give."""
    return build_preview(
        case=staged.case,
        sheet=staged.sheets()[0],
        matching=matching_of(staged),
        user=by,
        today=today(),
    )


def import_arguments(staged: StagedFile, *, by: User) -> dict[str, Any]:
    """What `import_entries` is called with, besides `actor` and `at`, to store all that is new."""
    return {
        "staged": staged,
        "sheet": 0,
        "sheet_name": staged.sheets()[0].name,
        "others": [],
        "entries": entries_of(preview_of(staged, by=by)),
        "once": uuid.uuid4(),
    }


def imported(staged: StagedFile, *, by: User) -> LogEntry:
    """All that is new in the file, stored; the row of the log that tells of it."""
    arguments = import_arguments(staged, by=by)
    return sheet_actions.import_entries(**arguments, actor=by, at=now())


# Shares, participants, guests and readers have no pages yet; their rows are made directly.


def take_part(case: Case, organisation: Organisation, *, by: User) -> Participant:
    with acting_as(by):
        return Participant.objects.create(case=case, organisation=organisation, began_by=by)


def share(case: Case, organisation: Organisation, *, by: User) -> Share:
    with acting_as(by):
        return Share.objects.create(
            case=case, organisation=organisation, mode=ShareMode.LIVE, began_by=by
        )


def guest(
    case: Case, user: User, organisation: Organisation, *, by: User, may_log: bool = False
) -> Guest:
    with acting_as(by):
        return Guest.objects.create(
            case=case, user=user, organisation=organisation, began_by=by, may_log=may_log
        )


def reader(case: Case, user: User, *, by: User, reason: str = "Behöver veta") -> Reader:
    with acting_as(by):
        return Reader.objects.create(case=case, user=user, reason=reason, began_by=by)


def upload(
    case: Case,
    *,
    by: User,
    name: str = "protokoll.pdf",
    content: bytes = b"",
    at: datetime | None = None,
) -> Upload:
    """A file that waits for its entry; a small PDF when nothing else is said."""
    return receive(
        case=case, file=BytesIO(content or files.pdf()), name=name, by=by, at=at or now()
    )


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as the test client posts it."""
    return SimpleUploadedFile(name, content, "application/octet-stream")


def end(period: Share | Guest | Reader | Participant, *, by: User) -> None:
    """End a share, a visit, a reading or a taking part, as of now."""
    with acting_as(by):
        type(period).objects.filter(pk=period.pk).update(ends_at=now(), ended_by=by)


def entry_with_files(
    case: Case, *uploads: Upload, by: User, alt: str = "Alla runt bordet", **values: Any
) -> LogEntry:
    return logbook_actions.add_entry(
        case=case,
        wording=wording(**values),
        files=Files(added={upload.pk: alt for upload in uploads}),
        actor=by,
        at=now(),
    )


def empty_tables() -> None:
    """Empty every table but what migrations put there, guards lifted; for transactional tests only."""
    kept = {*KEPT_TABLES, "accounts_user", "accounts_organisation"}
    tables = [m._meta.db_table for m in apps.get_models() if m._meta.db_table not in kept]
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {', '.join(tables)}, django_cache CASCADE")
        cursor.execute("DELETE FROM accounts_organisation WHERE code = ''")
        cursor.execute("DELETE FROM accounts_user WHERE email <> %s", [system().email])
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("SET ROLE omstallning_web")


def analyse() -> None:
    """Tell the planner what the tables hold now, as autovacuum does in time on a real server."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("ANALYZE")
        cursor.execute("SET ROLE omstallning_web")


def restricted(case: Case, *, by: User) -> Case:
    return case_actions.change_visibility(
        case=case, to=Visibility.RESTRICTED, reason="Inte offentligt än", actor=by, at=now()
    )


def closed(case: Case, *, by: User) -> Case:
    return case_actions.change_state(case=case, to=State.CLOSED, reason="Klart", actor=by, at=now())


def cookies_of(user: User) -> dict[str, str]:
    """The cookies of a browser where the person is logged in."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return {name: morsel.value for name, morsel in client.cookies.items()}


def end_memberships(user: User) -> None:
    with acting_as(system()):
        Membership.objects.active().filter(user=user).update(ended_at=now(), ended_by=system())


def wave(
    case: Case, *, by: User, name: str = "Första varslet", on: date | None = None
) -> NoticeWave:
    return headcount_actions.add_wave(
        case=case, name=name, noticed_on=on or today() - timedelta(days=30), actor=by, at=now()
    )


def headcount_facts(**values: Any) -> headcount_actions.HeadcountFacts:
    """Facts by short names: `headcount_facts(notified=240, dismissed=150)`."""
    names = {category.value.removesuffix("_count"): category for category in Category}
    given = {"counted_on": today(), "source": "Företaget"}
    given |= {key: values.pop(key) for key in ("counted_on", "source", "sources") if key in values}
    counts = {names[name]: number for name, number in values.items()}
    return headcount_actions.HeadcountFacts(counts=counts, **given)


def headcount(wave: NoticeWave, *, by: User, **values: Any) -> Headcount:
    return headcount_actions.enter_headcount(
        wave=wave, facts=headcount_facts(**values), actor=by, at=now()
    )


def supplier(case: Case, *, by: User, name: str = "Norrby Emballage AB", **values: Any) -> Supplier:
    facts = supplier_actions.SupplierFacts(
        name=name, **({"state": SupplierState.AT_RISK, "jobs_at_risk": 12} | values)
    )
    return supplier_actions.add_supplier(case=case, facts=facts, actor=by, at=now())


def indicator_facts(**values: Any) -> indicator_actions.IndicatorFacts:
    given = {"name": "Antal hyresgäster", "unit": Unit.NUMBER, "better": Better.HIGHER}
    return indicator_actions.IndicatorFacts(**(given | values))


def indicator(case: Case, *, by: User, key: str = "", **values: Any) -> Indicator:
    return indicator_actions.add_indicator(
        case=case, facts=indicator_facts(**values), catalogue_key=key, actor=by, at=now()
    )


def observation(
    indicator: Indicator, year: int, value: str, *, by: User, jobs: int | None = None
) -> Observation:
    return indicator_actions.enter_observation(
        indicator=indicator,
        observed=indicator_actions.Observed(year=year, value=Decimal(value), jobs=jobs),
        source="SCB",
        read_on=today(),
        actor=by,
        at=now(),
    )


def goal_facts(**values: Any) -> outcome_actions.GoalFacts:
    given = {
        "indicator": "Personer i nytt arbete",
        "unit": Unit.NUMBER,
        "better": Better.HIGHER,
        "baseline": Decimal(0),
        "baseline_on": today() - timedelta(days=20),
        "target": Decimal(100),
        "target_on": today() + timedelta(days=200),
    }
    return outcome_actions.GoalFacts(**(given | values))


def goal(measure: Measure, *, by: User, **values: Any) -> Goal:
    return outcome_actions.set_goal(measure=measure, facts=goal_facts(**values), actor=by, at=now())


def funding(measure: Measure, *, by: User, funder: str = "Region Väst", **values: Any) -> Funding:
    facts = outcome_actions.FundingFacts(funder=funder, **values)
    return outcome_actions.add_funding(measure=measure, facts=facts, actor=by, at=now())


def contact_facts(**values: Any) -> contact_actions.ContactFacts:
    given = {"name": "Eva Ek", "organisation": "Almi", "kind": ActorKind.ALMI}
    return contact_actions.ContactFacts(**(given | values))


def contact(municipality: Organisation, *, by: User, **values: Any) -> Contact:
    facts = contact_facts(**values)
    return contact_actions.add_contact(municipality=municipality, facts=facts, actor=by, at=now())


def group(case: Case, kind: GroupKind = GroupKind.STEERING, *, by: User, **values: Any) -> Group:
    facts = group_actions.GroupFacts(kind=kind, **({"began_on": today()} | values))
    return group_actions.form_group(case=case, facts=facts, actor=by, at=now())


def written_in(**values: Any) -> group_actions.PersonFacts:
    given = {"name": "Vera Vd", "organisation": "Norrby Livs AB", "kind": ActorKind.COMPANY}
    return group_actions.PersonFacts(**(given | values))


def seat(**values: Any) -> group_actions.Seat:
    return group_actions.Seat(**({"began_on": today()} | values))


def group_member(
    group: Group,
    chosen: group_actions.Chosen | None = None,
    *,
    by: User,
    keep: bool = False,
    **values: Any,
) -> GroupMember:
    """A member; when nobody is chosen, one who is written in."""
    return group_actions.add_member(
        group=group,
        chosen=chosen or written_in(),
        seat=seat(**values),
        keep=keep,
        actor=by,
        at=now(),
    )


def assignment(
    group: Group, title: str = "Konsekvensanalys", *, by: User, **values: Any
) -> Assignment:
    facts = group_actions.AssignmentFacts(title=title, **values)
    return group_actions.give_assignment(group=group, facts=facts, actor=by, at=now())


def full_case(
    organisation: Organisation, *, by: User, deputy: User, canary: str
) -> tuple[Case, dict[str, Any]]:
    """A case with something in every field, marked with who may see it, and the ids its URLs need.

    SEEN: everyone who sees the case. INSIDE: the municipalities in it. OWN: the writer's own.
    DRAFT: the writer alone.
    """
    made = case(
        organisation,
        by=by,
        title=f"{canary}-SEEN fabrik",
        company=f"{canary}-SEEN AB",
        deputy=deputy,
        diary_number=f"{canary}-INSIDE",
        description=f"{canary}-INSIDE beskrivning",
    )
    case_actions.answer_question(
        case=made, question="1-right-people", text=f"{canary}-INSIDE svar", actor=by, at=now()
    )
    made = case_actions.move_to_phase(
        case=made, to=Phase.ANALYSE, reason=f"{canary}-INSIDE skäl", actor=by, at=now()
    )
    planned = measure(
        made,
        by=by,
        title=f"{canary}-SEEN insats",
        favours_single_company=True,
        exceptional_reasons=f"{canary}-INSIDE synnerliga skäl",
        judged_by=f"{canary}-INSIDE jurist",
        judged_on=today(),
    )
    main_activity = activity(planned, by=by, title=f"{canary}-SEEN aktivitet")
    seen = entry_with_files(
        made,
        upload(made, by=by, name=f"{canary}-SEEN protokoll.pdf"),
        upload(made, by=by, name=f"{canary}-SEEN foto.png", content=files.picture("PNG")),
        by=by,
        alt=f"{canary}-SEEN tavla",
        what=f"{canary}-SEEN möte",
        main_activity=main_activity,
        next_step=f"{canary}-INSIDE ring igen",
        next_step_on=today(),
        next_step_by=by,
    )
    entry_with_files(
        made,
        upload(made, by=by, name=f"{canary}-OWN foto.png", content=files.picture("PNG")),
        by=by,
        alt=f"{canary}-OWN tavla",
        what=f"{canary}-OWN internt",
        internal=True,
    )
    draft(made, by=by, what=f"{canary}-DRAFT utkast")
    draft(made, by=by, what=f"{canary}-DRAFT rättelse", entry=seen.entry)
    draft(made, by=by, question="1-right-people", text=f"{canary}-DRAFT svar")
    case_actions.assign_question(
        case=made, question="1-right-people", person=by, due_on=today(), actor=by, at=now()
    )
    for kind in kinds_to_note(is_closed=False):
        noted_day(made, kind, today(), by=by, source=f"{canary}-INSIDE källa")
    first_step_actions.tick_first_step(
        case=made,
        key="who-to-call",
        wording=wording(f"{canary}-OWN ringde", internal=True),
        actor=by,
        at=now(),
    )
    first_step_actions.set_first_step_aside(
        case=made, key="first-meeting", reason=f"{canary}-INSIDE skäl", actor=by, at=now()
    )
    calendar(by, made)
    feed, _ = calendar(by)
    pace = Judgement(grade=2, reason=f"{canary}-INSIDE skäl", suggestion=f"{canary}-INSIDE förslag")
    assessment(made, today().year, {"PACE": pace}, by=by)
    first = wave(made, by=by, name=f"{canary}-INSIDE varsel")
    earlier_row = headcount(
        first,
        by=by,
        counted_on=today() - timedelta(days=20),
        source=f"{canary}-INSIDE källa",
        notified=240,
        dismissed=3,
    )
    row = headcount(
        first,
        by=by,
        source=f"{canary}-INSIDE källa",
        notified=240,
        withdrawn=12,
        dismissed=150,
        reemployed=40,
        unemployed=23,
        unknown=2,
        sources={Category.UNEMPLOYED: f"{canary}-INSIDE förmedling"},
    )
    headcount_actions.correct_headcount(
        row=earlier_row,
        facts=headcount_facts(
            counted_on=earlier_row.counted_on, source=earlier_row.source, notified=240, dismissed=4
        ),
        reason=f"{canary}-INSIDE rättat",
        actor=by,
        at=now(),
    )
    waiting = upload(made, by=by, name=f"{canary}-SENDER anteckningar.pdf")
    report = issued(made, by=by, recipient=f"{canary}-INSIDE styrelse")
    draft_actions.keep_report_draft(
        case=made,
        kind=Kind.STATUS_REPORT,
        replaces=None,
        page=uuid.uuid4(),
        seen_version=0,
        fields={"summary": f"{canary}-DRAFT rapport"},
        actor=by,
        at=now(),
    )
    staged = staged_file(
        made,
        ("Datum", "Vad har gjorts", "Insats"),
        ("2026-03-01", f"{canary}-OWN ur fil", f"{canary}-OWN ny insats"),
        ("snart", f"{canary}-OWN oläsligt", ""),
        by=by,
    )
    sold_to = supplier(
        made, by=by, name=f"{canary}-INSIDE leverantör", contact=f"{canary}-INSIDE kontakt"
    )
    followed = indicator(
        made,
        by=by,
        key="dependency_top1",
        name=f"{canary}-INSIDE indikator",
        unit=Unit.PER_CENT,
        better=Better.UNCLEAR,
        source=f"{canary}-INSIDE källa",
        baseline=Decimal("16.9"),
        baseline_year=2020,
        baseline_jobs=450,
        target=Decimal(8),
        target_year=2030,
    )
    observation(followed, 2024, "9.3", by=by, jobs=210)
    aimed = goal(planned, by=by, indicator=f"{canary}-INSIDE mål")
    outcome_actions.note_result(
        goal=aimed, value=Decimal(40), measured_on=today(), actor=by, at=now()
    )
    paid = funding(
        planned,
        by=by,
        funder=f"{canary}-INSIDE finansiär",
        applied_ore=50_000_000,
        granted_ore=40_000_000,
        decided_on=today(),
    )
    outcome_actions.note_cost(
        funding=paid,
        amount_ore=1_250_050,
        used_on=today(),
        what=f"{canary}-INSIDE lokalhyra",
        entry=seen.entry,
        actor=by,
        at=now(),
    )
    known = contact(
        organisation,
        by=by,
        name=f"{canary}-SENDER kontakt",
        organisation=f"{canary}-SENDER part",
        title=f"{canary}-SENDER befattning",
        note=f"{canary}-SENDER anteckning",
    )
    formed = group(made, by=by, name=f"{canary}-INSIDE grupp", task=f"{canary}-INSIDE uppgift")
    sitting = group_member(
        formed,
        written_in(
            name=f"{canary}-INSIDE deltagare",
            title=f"{canary}-INSIDE befattning",
            organisation=f"{canary}-INSIDE part",
            phone=f"{canary}-INSIDE telefon",
        ),
        by=by,
        role=GroupRole.CHAIR,
        has_mandate=True,
        mandate=f"{canary}-INSIDE mandat",
        deputy=f"{canary}-INSIDE ersättare",
    )
    to_produce = assignment(
        formed, f"{canary}-INSIDE analys", by=by, responsible=sitting, due_on=today()
    )
    ids = {
        **make_preparedness.full_plan(organisation, known, by=by, canary=canary),
        "meeting": make_reminders.meeting(organisation, by=by).pk,
        "package": make_archive.kept(made, by=by, content=f"{canary}-OWN".encode()).pk,
        "contact": known.pk,
        "actor": known.actor_id,
        "group": formed.pk,
        "member": sitting.pk,
        "assignment": to_produce.pk,
        "staged": staged.key,
        "number": made.number,
        "exercise": made.number,
        "supplier": sold_to.pk,
        "indicator": followed.pk,
        "goal": aimed.pk,
        "funding": paid.pk,
        "wave": first.number,
        "row": row.pk,
        "phase": 2,
        "question": "1-right-people",
        "first_step": "company-contact",
        "measure": planned.pk,
        "activity": main_activity.pk,
        "entry": seen.entry,
        "attachment": seen.attachments.get(position=1).pk,
        "upload": waiting.pk,
        "report": report.pk,
        "report_kind": "lagesrapport",
        "form": "word",
        "county": make_county.of_any_region(),
        "organisation": organisation.pk,
        "person": deputy.pk,
        "membership": deputy.memberships.get().pk,
        "session": 0,
        "secret": "an-address-that-nobody-has",
        "calendar": feed.pk,
        "year": today().year,
        "judged": "PACE",
        "phase_number": 2,
        "phase_one": 1,
        "key": "site-reuse",
        "slug": guide().examples[0].slug,
        "ref": f"exempel-{guide().examples[0].slug}",
        "publication": make_library.another(organisation, by=by).pk,
    }
    ids |= make_document.documents_of_everything(made, formed, by=by, canary=canary)
    ids |= make_plan.plan_of_everything(made, by=by, canary=canary)
    return made, ids
