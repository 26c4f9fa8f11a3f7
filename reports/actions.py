"""What people do with reports: issue one, and give it a diary number later."""

import hashlib
import re
import uuid
from datetime import datetime

from django.db.models import Max

from accounts.models import Organisation, User
from cases.models import Case
from core import jobs
from core.actions import Conflict, action, refuse_if
from logbook.events import Audience, Event
from logbook.record import local_day, record, speaks_for, unwritten
from reports import rules
from reports.build import build_report
from reports.draft_actions import drop_report_draft
from reports.levels import Level
from reports.model import Kind
from reports.models import DiaryNumber, Issued, ReportedEntry, ReportFile
from reports.queries import belongs_to, material_for, newest_issued
from reports.request import ReportRequest

PDF_JOB = "reports.pdf"


@action
def issue_report(
    *,
    case: Case,
    request: ReportRequest,
    replaces: Issued | None = None,
    seen_issued: int | None = None,
    once: uuid.UUID | None = None,
    actor: User,
    at: datetime,
) -> Issued:
    """Freeze a report: its data, number and hash; its PDF follows as a job (reports.tasks).

    With `replaces` it withdraws an earlier report, for a reason that it gives. Two of the same
    organisation at once take their numbers one after the other. Raises Refused if the rules say
    no, and Conflict when a report of the kind has been issued since `seen_issued`: the id of the
    newest one that the person knew of, 0 for none. The person's draft goes.
    """
    today = local_day(at)
    organisation = locked(speaks_for(actor, case))
    refuse_if(
        list(
            rules.blockers_to_issue(
                request,
                today=today,
                is_of_the_organisation=belongs_to(actor, organisation),
            )
        )
    )
    if replaces:
        refuse_if(_blockers_to_replace(replaces, request, organisation))
    newest = newest_issued(case, request.kind, organisation, reader=actor)
    if newest and seen_issued is not None and newest.pk > seen_issued:
        raise Conflict(newest)
    serial = next_serial(organisation, today.year)
    material = material_for(
        case,
        officer=actor,
        organisation=organisation,
        first=request.period_from,
        stop=request.period_to,
        recipient=request.recipient,
        level=request.level,
        replaces=replaces,
    )
    report = build_report(
        material,
        request,
        day=today,
        report_number=f"{today.year}:{serial}",
        replaces=replaces.number if replaces else "",
    )
    data = report.to_json()
    issued = Issued.objects.create(
        case=case,
        organisation=organisation,
        year=today.year,
        serial=serial,
        kind=report.kind.value,
        level=request.level,
        title=report.title,
        recipient=request.recipient,
        period_from=request.period_from,
        period_to=request.period_to,
        stop_on=request.period_to,
        data=data,
        data_sha256=hashlib.sha256(data.encode()).hexdigest(),
        replaces=replaces,
        replaced_because=report.head.replaced_because,
        issued_by=actor,
    )
    ReportedEntry.objects.bulk_create(
        ReportedEntry(report=issued, log_entry=entry) for entry in material.entries
    )
    ask_for_pdf(issued, actor)
    drop_report_draft(case=case, kind=request.kind, replaces=replaces, actor=actor, at=at)
    record(
        case=case,
        event=Event.REPORT_ISSUED,
        actor=actor,
        at=at,
        audience=audience_of_report(issued),
        number=issued.number,
        kind=report.kind.label,
        stop_on=request.period_to.isoformat(),
        recipient=request.recipient,
        **({"replaces": replaces.number} if replaces else {}),
    )
    return issued


def _blockers_to_replace(
    replaced: Issued, request: ReportRequest, organisation: Organisation
) -> list[str]:
    return list(
        rules.blockers_to_replace(
            same_sender=replaced.organisation_id == organisation.pk,
            same_kind=replaced.kind == request.kind.value and replaced.copy_of_id is None,
            same_level=replaced.level == request.level,
            is_replaced=Issued.objects.filter(replaces=replaced).exists(),
            because=request.replaced_because,
        )
    )


@action
def ask_for_pdf_again(*, report: Issued, actor: User, at: datetime) -> Issued:
    """Try once more to make the PDF of a report whose first try failed. Raises Refused if it is there."""
    has_file = ReportFile.objects.filter(report=report).exists()
    refuse_if(list(rules.blockers_to_ask_for_pdf(has_file=has_file)))
    ask_for_pdf(report, actor)
    return report


@action
def keep_pdf(*, report: Issued, pdf: bytes, actor: User, at: datetime) -> ReportFile:
    """Store the PDF beside the frozen data. The same data gives the same bytes, so twice is once."""
    file, _ = ReportFile.objects.get_or_create(
        report=report,
        defaults={
            "content": pdf,
            "sha256": hashlib.sha256(pdf).hexdigest(),
            "name": file_name(report),
        },
    )
    return file


def ask_for_pdf(report: Issued, asked_by: User) -> None:
    """Enqueue the making of the report's PDF, in the action's transaction."""
    is_quiet = report.case is not None and report.case.is_restricted
    jobs.enqueue(PDF_JOB, report.pk, asked_by=asked_by.pk, is_quiet=is_quiet)


def audience_of_report(report: Issued) -> Audience | None:
    """Who may read in the log that the report is there; None as for the event in general."""
    return Audience.ORGANISATION if report.level == Level.INTERNAL else None


@action
def give_diary_number(
    *, report: Issued, diary_number: str, actor: User, at: datetime
) -> DiaryNumber:
    """Note the diary number a report got when it was registered. The report itself stays as it is.

    Of an internal report only the organisation that issued it is told, whoever else the actor works for.
    """
    given = DiaryNumber.objects.create(report=report, diary_number=diary_number, given_by=actor)
    if report.case is None:
        return given
    is_internal = report.level == Level.INTERNAL
    noted = unwritten(
        case=report.case,
        event=Event.DIARY_NUMBER_GIVEN,
        speaker=report.organisation if is_internal else speaks_for(actor, report.case),
        actor=actor,
        at=at,
        audience=audience_of_report(report),
        number=report.number,
        diary_number=diary_number,
    )
    noted.save(force_insert=True)
    return given


def file_name(issued: Issued) -> str:
    """A plain name that says what it is and nothing of the case's content: lagesrapport-2026-7.pdf."""
    case = issued.case
    kind = f"{case.file_mark if case else ''}{Kind(issued.kind).slug}"
    about = case.number if case else str(issued.year)
    copy = "-utlamnande" if issued.copy_of_id else ""
    return re.sub(r"[^a-z0-9-]", "", f"{kind}-{about}-nr-{issued.serial}{copy}") + ".pdf"


def locked(organisation: Organisation) -> Organisation:
    """The organisation, locked until the transaction ends: its reports take their numbers in turn."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def next_serial(organisation: Organisation, year: int) -> int:
    """The number after the last one of the year; the organisation must be locked."""
    last = Issued.objects.filter(organisation=organisation, year=year).aggregate(last=Max("serial"))
    return (last["last"] or 0) + 1
