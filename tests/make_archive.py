"""Makes archive packages for tests: through the real actions, with or without the worker's part."""

import hashlib
from io import BytesIO
from typing import Any

from accounts.models import Organisation, User
from archive import actions, storing
from archive.models import Package
from cases.models import Case, Group
from core.actions import acting_as
from core.models import JobRun, JobState
from figures.models import SelfGrade, SuggestedMeasure
from library.actions import withdraw_publication
from logbook import actions as logbook_actions
from logbook.models import LogEntry
from measures.models import Measure
from reports import actions as report_actions
from reports.models import Issued
from tests import make, make_library


def ordered(case: Case, *, by: User) -> Package:
    return actions.order_package(case=case, actor=by, at=make.now())


def kept(case: Case, *, by: User, content: bytes = b"PK a ZIP", **values: Any) -> Package:
    """A package whose file is in the store, without its making."""
    package = ordered(case, by=by)
    JobRun.objects.about(actions.PACKAGE_JOB, package.pk).update(state=JobState.DONE)
    facts = {
        "key": storing.put(package.pk, BytesIO(content)),
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "files": 1,
        "faults": 0,
        "at": make.now(),
    }
    actions.keep_package(package=package, actor=make.system(), **(facts | values))
    return Package.objects.select_related("case").get(pk=package.pk)


def full(organisation: Organisation, *, by: User, deputy: User) -> Case:
    """A case with rows in every table of a package, an entry with an older wording among them."""
    case, ids = make.full_case(organisation, by=by, deputy=deputy, canary="Bjuv")
    first = LogEntry.objects.get(entry=ids["entry"], version=1)
    corrected(first, by=by, what="Rättad lydelse \x0b <b>&amp;</b> \r\n 😀")
    make.share(case, make.region("Region Bjuv"), by=by)
    make.guest(case, make.person("Gäst", "gast@bjuv.example"), organisation, by=by)
    seated = make.contact(organisation, by=by, name="Kontakt Karin", note="Bara i listan")
    make.group_member(Group.objects.get(pk=ids["group"]), seated, by=by)
    with acting_as(by):
        SuggestedMeasure.objects.create(
            grade=SelfGrade.objects.filter(assessment__case=case).latest("id"),
            measure=Measure.objects.get(pk=ids["measure"]),
            made_by=by,
        )
    report_actions.give_diary_number(
        report=Issued.objects.get(pk=ids["report"]),
        diary_number="KS 2026/1",
        actor=by,
        at=make.now(),
    )
    make_library.published(make.closed(case, by=by), by=by, measures=())
    withdraw_publication(case=case, reason="Fel siffror", actor=by, at=make.now())
    return case


def corrected(entry: LogEntry, *, by: User, what: str, **values: Any) -> LogEntry:
    return logbook_actions.correct_entry(
        entry=entry,
        seen_version=entry.version,
        wording=make.wording(what, **values),
        reason="Fel",
        actor=by,
        at=make.now(),
    )
