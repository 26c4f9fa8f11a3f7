"""What people do to give a report out: issue a copy of it with what is secret masked."""

import hashlib
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from accounts.models import User
from core.actions import action, refuse_if
from core.days import day_words
from logbook.events import Event
from logbook.record import local_day, record, speaks_for
from reports import rules
from reports.actions import ask_for_pdf, audience_of_report, locked, next_serial
from reports.copies import leftovers, masked_copy
from reports.model import Report
from reports.models import Issued


@action
def issue_disclosure_copy(
    *,
    report: Issued,
    masks: Mapping[str, str],
    decided_by: str,
    confirmed: bool = False,
    once: uuid.UUID | None = None,
    actor: User,
    at: datetime,
) -> Issued:
    """Freeze a copy with the parts of `masks` (key → provision) masked; its PDF follows as a job.

    `confirmed` says that what the copy still tells in other places has been read and may be given
    out. Raises Refused if the rules say no.
    """
    assert report.case is not None
    original = Report.from_json(report.data)
    organisation = locked(speaks_for(actor, report.case))
    refuse_if(
        list(
            rules.blockers_to_disclose(
                masks,
                decided_by=decided_by,
                same_sender=report.organisation_id == organisation.pk,
                is_copy=report.copy_of_id is not None,
                leftovers=0 if confirmed else len(leftovers(original, masks)),
            )
        )
    )
    today = local_day(at)
    serial = next_serial(organisation, today.year)
    copy = copy_to_give(original, masks, report=report, decided_by=decided_by, at=at)
    copy = replace(copy, head=replace(copy.head, report_number=f"{today.year}:{serial}"))
    data = copy.to_json()
    issued = Issued.objects.create(
        case=report.case,
        organisation=organisation,
        year=today.year,
        serial=serial,
        kind=report.kind,
        level=report.level,
        title=copy.title[:250],
        recipient=copy.head.recipient,
        period_from=report.period_from,
        period_to=report.period_to,
        stop_on=report.stop_on,
        data=data,
        data_sha256=hashlib.sha256(data.encode()).hexdigest(),
        copy_of=report,
        decided_by=decided_by,
        issued_by=actor,
    )
    ask_for_pdf(issued, actor)
    record(
        case=report.case,
        event=Event.DISCLOSURE_COPY_ISSUED,
        actor=actor,
        at=at,
        audience=audience_of_report(report),
        number=issued.number,
        copy_of=report.number,
        decided_by=decided_by,
        masked=_in_words(masks),
    )
    return issued


def copy_to_give(
    original: Report,
    masks: Mapping[str, str],
    *,
    report: Issued,
    decided_by: str,
    at: datetime,
) -> Report:
    """The copy with a head that says what it is a copy of and who decided. Not numbered yet."""
    copy, day = masked_copy(original, masks), local_day(at)
    return replace(
        copy,
        head=replace(
            copy.head,
            day=day,
            report_number="",
            secrecy=None,
            readers="",
            copy_of=f"rapport {report.number}, fastställd {local_day(report.issued_at).isoformat()}",
            masking_decided=f"{decided_by}, {day_words(day)}" if decided_by else "",
        ),
    )


def _in_words(masks: Mapping[str, str]) -> str:
    """ "2 delar enligt OSL 21 kap. 1 §, 1 del enligt …"."""
    counts = Counter(masks.values()).items()
    return ", ".join(f"{n} {'del' if n == 1 else 'delar'} enligt {law}" for law, n in counts)
