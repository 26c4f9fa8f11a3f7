"""Fills the database with `n` of every kind that a page may list, in bulk and past the actions."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from itertools import count, islice
from typing import Any

from django.db import models

from accounts.models import Membership, Organisation, OrganisationKind, User
from accounts.permissions import Role
from archive.models import Package
from cases.models import (
    Actor,
    Assignment,
    Case,
    Contact,
    Document,
    Group,
    GroupMember,
    Guest,
    Participant,
    PhaseAnswer,
    PhaseStay,
    QuestionAssignment,
    Reader,
    Share,
)
from cases.states import ShareMode
from core.actions import acting_as
from core.models import JobRun
from figures.assessment_indicators import ABOUT
from figures.clock_kinds import DateKind
from figures.models import (
    CalendarFeed,
    CaseDate,
    Cost,
    Funding,
    Goal,
    Headcount,
    Indicator,
    NoticeWave,
    Observation,
    Result,
    SelfAssessment,
    SelfGrade,
    Supplier,
)
from library.models import Publication, Withdrawal
from logbook.events import Audience, Event
from logbook.models import Attachment, Draft, LogEntry, Upload
from measures.models import MainActivity, Measure
from preparedness.models import Employer, PlanGroup, PlanMember
from reminders.models import Meeting
from reports.models import AdoptedPlan, DiaryNumber, Issued, ReportDraft, ReportLogo
from sheets.models import StagedFile
from sheets.reading.grid import Row, Sheet, pack
from tests import make


def fill(n: int, case: Case, ids: dict[str, Any], region: Organisation, *, by: User) -> None:
    """`n` of everything that a page may list: people, cases, readers, entries, files, days, reports."""
    norrby = case.participants.get(is_lead=True).organisation
    with acting_as(by):
        people = _people(n, norrby, by)
        _cases(n, case, norrby, region, by)
        _around_the_case(case, people, by)
        _answers(n, case, ids, by)
        measure = Measure.objects.get(pk=ids["measure"])
        activity = MainActivity.objects.get(pk=ids["activity"])
        _plan(n, measure, by)
        _log(n, case, measure, activity, ids, norrby, by)
        _drafts(n, case, ids, by)
        _reports(n, case, ids, by)
        _clock(n, case, by)
        _assessments(n, case, by)
        _figures(n, ids)
        _staged(n, ids)
        _groups(n, ids)
        _plans(n, ids)
        _library(n, case, ids, by)
        _documents(n, ids)
        _adopted_plans(n, ids)

        _packages(n, ids)
        _meetings(n, ids)


def copies(row: models.Model, n: int, **changes: Iterable[Any]) -> list[Any]:
    """`n` unsaved copies of a row; each of `changes` gives a value per copy."""
    kept = {
        f.attname: getattr(row, f.attname)
        for f in row._meta.concrete_fields
        if not f.generated and not f.primary_key
    }
    values = [
        dict(zip(changes, each, strict=True)) for each in zip(*changes.values(), strict=False)
    ]
    return [type(row)(**(kept | values[i])) for i in range(n)]


def _people(n: int, norrby: Organisation, by: User) -> list[User]:
    people = User.objects.bulk_create(
        [User(email=f"p{i}@norrby.example", name=f"Person {i}", password="!") for i in range(n)]
    )
    Membership.objects.bulk_create(
        [
            Membership(user=p, organisation=norrby, role=Role.CASE_OFFICER, began_by=by)
            for p in people
        ]
    )
    return people


def _cases(n: int, case: Case, norrby: Organisation, region: Organisation, by: User) -> None:
    taken = set(Case.objects.values_list("serial", flat=True))
    serials = list(islice((serial for serial in count(1000) if serial not in taken), n))
    cases = Case.objects.bulk_create(copies(case, n, serial=serials))
    Participant.objects.bulk_create(
        [Participant(case=c, organisation=norrby, is_lead=True, began_by=by) for c in cases]
    )
    Share.objects.bulk_create(
        [Share(case=c, organisation=region, mode=ShareMode.LIVE, began_by=by) for c in cases]
    )
    notes = [LogEntry(case=c, organisation=norrby, author=by, **_words("Möte")) for c in cases]
    LogEntry.objects.bulk_create(notes)
    CalendarFeed.objects.bulk_create(
        [CalendarFeed(owner=by, case=c, secret_hash=f"{c.pk:064}", began_by=by) for c in cases]
    )


def _around_the_case(case: Case, people: list[User], by: User) -> None:
    partners = Organisation.objects.bulk_create(
        [
            Organisation(
                name=f"Part {p.pk}", short_name=f"Part {p.pk}", kind=OrganisationKind.PARTNER
            )
            for p in people
        ]
    )
    both = list(zip(people, partners, strict=True))
    Share.objects.bulk_create(
        [Share(case=case, organisation=o, mode=ShareMode.LIVE, began_by=by) for _, o in both]
    )
    Guest.objects.bulk_create(
        [Guest(case=case, user=p, organisation=o, began_by=by) for p, o in both]
    )
    Reader.objects.bulk_create(
        [Reader(case=case, user=p, reason="Behöver veta", began_by=by) for p in people]
    )


def _answers(n: int, case: Case, ids: dict[str, Any], by: User) -> None:
    answer = PhaseAnswer.objects.filter(case=case, question=ids["question"]).latest("id")
    PhaseAnswer.objects.bulk_create(copies(answer, n, text=[f"Svar {i}" for i in range(n)]))
    given = QuestionAssignment.objects.get(case=case, question=ids["question"])
    keys = [f"{1 + i % 5}-busy-{i}" for i in range(n)]
    QuestionAssignment.objects.bulk_create(copies(given, n, question=keys))
    PhaseAnswer.objects.bulk_create(copies(answer, n, question=keys))


def _plan(n: int, measure: Measure, by: User) -> None:
    Measure.objects.bulk_create(copies(measure, n, position=range(100, 100 + n)))
    MainActivity.objects.bulk_create(
        [
            MainActivity(measure=measure, number=i + 10, title=f"Aktivitet {i}", responsible=by)
            for i in range(n)
        ]
    )


def _log(
    n: int,
    case: Case,
    measure: Measure,
    activity: MainActivity,
    ids: dict[str, Any],
    norrby: Organisation,
    by: User,
) -> None:
    frame = {"case": case, "organisation": norrby, "author": by}
    placed = frame | {"measure": measure, "main_activity": activity}
    waiting = {"next_step": "Ring", "next_step_on": make.today(), "next_step_by": by}
    changes = {"event": Event.CASE_CHANGED, "details": {"changes": []}}
    file = Attachment.objects.filter(log_entry__entry=ids["entry"]).latest("position")
    with_file = {"details": {"attachments": [file.covered]}}
    meetings = LogEntry.objects.bulk_create(
        [LogEntry(**placed, **_words(f"Möte {i}"), **waiting, **with_file) for i in range(n)]
    )
    Attachment.objects.bulk_create(
        copies(file, n, log_entry_id=[entry.pk for entry in meetings], position=[0] * n)
    )
    upload = Upload.objects.get(pk=ids["upload"])
    Upload.objects.bulk_create(copies(upload, n, name=[f"fil {i}.pdf" for i in range(n)]))
    LogEntry.objects.bulk_create(
        [LogEntry(**frame, **(_words("") | changes)) for _ in range(n)]
        + [
            LogEntry(**placed, **_words(f"Lydelse {i}"), entry=ids["entry"], version=i + 2)
            for i in range(n)
        ]
    )


def _drafts(n: int, case: Case, ids: dict[str, Any], by: User) -> None:
    """Of new entries and of corrections."""
    frame = {"case": case, "saved_by": by, "saved_at": make.now(), "fields": {"what": "Halvt"}}
    entries = (None, ids["entry"])
    Draft.objects.bulk_create(
        [Draft(**frame, entry=entry, form=uuid.uuid4()) for entry in entries for _ in range(n)]
        + [Draft(**frame, question=ids["question"], form=uuid.uuid4()) for _ in range(n)]
    )


def _words(what: str) -> dict[str, Any]:
    day = make.today() - timedelta(days=2)
    audience = Audience.EVERYONE
    return {"what": what, "happened_from": day, "happened_to": day, "audience": audience}


def _staged(n: int, ids: dict[str, Any]) -> None:
    rows = [Row(i + 2, ("2026-03-01", f"Ur fil {i}", "Ny insats")) for i in range(n)]
    sheet = Sheet("Logg", (Row(1, ("Datum", "Vad har gjorts", "Insats")), *rows))
    StagedFile.objects.filter(key=ids["staged"]).update(cells=pack([sheet]))


def _reports(n: int, case: Case, ids: dict[str, Any], by: User) -> None:
    issued = Issued.objects.get(pk=ids["report"])
    Issued.objects.bulk_create(copies(issued, n, serial=range(1000, 1000 + n)))
    if county := Issued.objects.filter(pk=ids["county"]).first():
        Issued.objects.bulk_create(copies(county, n, serial=range(1000, 1000 + n)))
    Issued.objects.bulk_create(
        copies(
            issued,
            n,
            serial=range(2000 + n, 2000 + 2 * n),
            copy_of_id=[issued.pk] * n,
            decided_by=["Kanslichefen"] * n,
        )
    )
    JobRun.objects.bulk_create(
        [JobRun(kind="reports.pdf", subject=i, asked_by_id=by.pk, state="DONE") for i in range(n)]
    )
    ReportLogo.objects.bulk_create(
        [ReportLogo(organisation=issued.organisation, added_by=by) for _ in range(n)]
    )
    others = User.objects.exclude(pk=by.pk)[:n]
    ReportDraft.objects.bulk_create(
        [
            ReportDraft(
                case=case,
                organisation=issued.organisation,
                kind=issued.kind,
                page=uuid.uuid4(),
                fields={"summary": "Utkast"},
                saved_by=other,
                saved_at=make.now(),
            )
            for other in others
        ]
    )
    DiaryNumber.objects.bulk_create(
        [DiaryNumber(report=issued, diary_number=f"KS {i}", given_by=by) for i in range(n)]
    )


def _meetings(n: int, ids: dict[str, Any]) -> None:
    meeting = Meeting.objects.get(pk=ids["meeting"])
    Meeting.objects.bulk_create(copies(meeting, n, board=[f"Nämnd {i}" for i in range(n)]))


def _packages(n: int, ids: dict[str, Any]) -> None:
    package = Package.objects.get(pk=ids["package"])
    Package.objects.bulk_create(copies(package, n, faults=range(n)))


def _clock(n: int, case: Case, by: User) -> None:
    CaseDate.objects.bulk_create(
        [
            CaseDate(case=case, kind=kind, on=make.today(), source=f"Källa {i}", noted_by=by)
            for i in range(n)
            for kind in DateKind
        ]
    )
    PhaseStay.objects.bulk_create(
        [
            PhaseStay(case=case, phase=1, began_on=make.today(), ended_on=make.today())
            for _ in range(n)
        ]
    )


def _figures(n: int, ids: dict[str, Any]) -> None:
    row = Headcount.objects.get(pk=ids["row"])
    days = [row.counted_on - timedelta(days=place % 700) for place in range(n)]
    Headcount.objects.bulk_create(
        copies(row, n, counted_on=days, source=[f"Källa {place}" for place in range(n)])
    )
    wave = NoticeWave.objects.get(pk=row.wave_id)
    NoticeWave.objects.bulk_create(copies(wave, n, number=range(10, 10 + n)))
    supplier = Supplier.objects.get(pk=ids["supplier"])
    Supplier.objects.bulk_create(copies(supplier, n, name=[f"Företag {i}" for i in range(n)]))
    indicator = Indicator.objects.get(pk=ids["indicator"])
    Indicator.objects.bulk_create(
        copies(indicator, n, catalogue_key=[""] * n, position=range(100, 100 + n))
    )
    observation = Observation.objects.get(indicator=indicator)
    years = [1950 + place % 75 for place in range(n)]
    Observation.objects.bulk_create(copies(observation, n, year=years))
    goal = Goal.objects.get(pk=ids["goal"])
    Goal.objects.bulk_create(copies(goal, n, indicator=[f"Mål {i}" for i in range(n)]))
    Result.objects.bulk_create(copies(goal.results.get(), n, comment=[f"{i}" for i in range(n)]))
    funding = Funding.objects.get(pk=ids["funding"])
    Funding.objects.bulk_create(copies(funding, n, funder=[f"Finansiär {i}" for i in range(n)]))
    Cost.objects.bulk_create(copies(funding.costs.get(), n, what=[f"Sak {i}" for i in range(n)]))


def _assessments(n: int, case: Case, by: User) -> None:
    this_year = make.today().year
    years = SelfAssessment.objects.bulk_create(
        [SelfAssessment(case=case, year=this_year - i) for i in range(1, min(n, 70))]
    )
    now = SelfAssessment.objects.get(case=case, year=this_year)
    SelfGrade.objects.bulk_create(
        [
            SelfGrade(assessment=year, indicator=item.key, grade=3, reason="Skäl", given_by=by)
            for year in years
            for item in ABOUT
        ]
        + [
            SelfGrade(assessment=now, indicator="PACE", grade=3, reason=f"{i}", given_by=by)
            for i in range(n)
        ]
    )


def _groups(n: int, ids: dict[str, Any]) -> None:
    """Groups, members of one group and of others, contacts at as many organisations."""
    actor = Actor.objects.get(pk=ids["actor"])
    actors = Actor.objects.bulk_create(copies(actor, n, name=[f"Part {i}" for i in range(n)]))
    contact = Contact.objects.get(pk=ids["contact"])
    contacts = Contact.objects.bulk_create(
        copies(
            contact,
            n,
            name=[f"Kontakt {i}" for i in range(n)],
            actor_id=[each.pk for each in actors],
        )
    )
    group = Group.objects.get(pk=ids["group"])
    groups = Group.objects.bulk_create(copies(group, n, name=[f"Grupp {i}" for i in range(n)]))
    member = GroupMember.objects.get(pk=ids["member"])
    contact_ids = [each.pk for each in contacts]
    for place in ([group] * n, groups):
        GroupMember.objects.bulk_create(
            copies(member, n, group_id=[g.pk for g in place], contact_id=contact_ids)
        )
    assignment = Assignment.objects.get(pk=ids["assignment"])
    titles = [f"Plan {i}" for i in range(n)]
    Assignment.objects.bulk_create(copies(assignment, n, title=titles))
    Assignment.objects.bulk_create(copies(assignment, n, group_id=[g.pk for g in groups]))


def _plans(n: int, ids: dict[str, Any]) -> None:
    """Groups, members of one group, and employers of the municipality's plan."""
    group = PlanGroup.objects.get(pk=ids["plan_group"])
    PlanGroup.objects.bulk_create(copies(group, n, name=[f"Plan {i}" for i in range(n)]))
    member = PlanMember.objects.get(pk=ids["plan_member"])
    contacts = Contact.objects.exclude(pk=ids["contact"]).values_list("pk", flat=True)[:n]
    PlanMember.objects.bulk_create(copies(member, len(contacts), contact_id=contacts))
    employer = Employer.objects.get(pk=ids["employer"])
    Employer.objects.bulk_create(
        copies(employer, n, name=[f"Arbetsgivare {i}" for i in range(n)], jobs=range(n))
    )


def _library(n: int, case: Case, ids: dict[str, Any], by: User) -> None:
    """Published cases of others, and as many of this case's own that were taken back."""
    told = Publication.objects.get(pk=ids["publication"])
    Publication.objects.bulk_create(copies(told, n, title=[f"Berättelse {i}" for i in range(n)]))
    own = Publication.objects.bulk_create(copies(told, n, case_id=[case.pk] * n))
    Withdrawal.objects.bulk_create(
        [Withdrawal(publication=row, reason="Fel", withdrawn_by=by) for row in own]
    )


def _documents(n: int, ids: dict[str, Any]) -> None:
    """Documents behind links, one by one shared, and as many versions of the one that is asked for."""
    document = Document.objects.get(pk=ids["document"])
    link = ["https://kommunen.example/1"] * n
    Document.objects.bulk_create(
        copies(document, n, series=[uuid.uuid4() for _ in range(n)], link=link)
        + copies(document, n, number=range(2, n + 2), link=link)
    )


def _adopted_plans(n: int, ids: dict[str, Any]) -> None:
    plan = AdoptedPlan.objects.get(pk=ids["plan"])
    AdoptedPlan.objects.bulk_create(copies(plan, n, body=[f"Nämnd {i}" for i in range(n)]))
