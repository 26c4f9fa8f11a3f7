"""What a coordinator does: issue a county report."""

import hashlib
import uuid
from datetime import datetime

from accounts.models import Organisation, User
from core.actions import action, refuse_if
from logbook.record import local_day
from region import rules
from region.build import build_county_report
from region.queries import county_material
from region.request import CountyRequest
from reports.actions import ask_for_pdf, locked, next_serial
from reports.levels import Level
from reports.models import Issued


@action
def issue_county_report(
    *,
    region: Organisation,
    request: CountyRequest,
    once: uuid.UUID | None = None,
    actor: User,
    at: datetime,
) -> Issued:
    """Freeze a report over the cases shared with `region`; its PDF follows as a job.

    It is in no case's log: the frozen row says who issued it and when. Raises Refused if the rules
    say no.
    """
    today = local_day(at)
    refuse_if(list(rules.blockers_to_issue(request, today=today)))
    region = locked(region)
    serial = next_serial(region, today.year)
    material = county_material(
        region, officer=actor, first=request.period_from, stop=request.period_to
    )
    report = build_county_report(
        material, request, day=today, report_number=f"{today.year}:{serial}"
    )
    data = report.to_json()
    issued = Issued.objects.create(
        case=None,
        organisation=region,
        year=today.year,
        serial=serial,
        kind=report.kind.value,
        level=Level.REGION,
        title=report.title,
        recipient=request.recipient,
        period_from=request.period_from,
        period_to=request.period_to,
        stop_on=request.period_to,
        data=data,
        data_sha256=hashlib.sha256(data.encode()).hexdigest(),
        issued_by=actor,
    )
    ask_for_pdf(issued, actor)
    return issued
