"""Prints a report of a case as text in the terminal: as it would be now, or one that is issued."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.models import Case
from core.dates import DateNotUnderstood, parse_day
from reports.as_text import as_text
from reports.build import build_report
from reports.levels import Level
from reports.model import ISSUABLE, Kind, Report
from reports.models import Issued
from reports.queries import material_for, organisation_of
from reports.request import ReportRequest

KINDS = {kind.label.lower(): kind for kind in ISSUABLE}


class Command(BaseCommand):
    """Nothing is stored. Cases that are not public are not printed."""

    help = "Skriver ut en rapport om ett ärende som text."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("case", metavar="ÄRENDE", help="till exempel 2026-0042")
        parser.add_argument("--kind", choices=KINDS, default="lägesrapport", help="rapporttyp")
        parser.add_argument(
            "--from", dest="first", metavar="DAG", help="från beskedet om inget sägs"
        )
        parser.add_argument(
            "--to", dest="stop", metavar="DAG", help="stoppdatum, i dag om inget sägs"
        )
        parser.add_argument("--issued", metavar="NUMMER", help="en fastställd rapport, som 2026:3")

    def handle(self, *args: Any, **options: Any) -> None:
        case = Case.objects.numbered(options["case"]).first()
        # To whoever runs commands a case that is not public is as one that is not.
        if case is None or case.is_restricted:
            raise CommandError(f"Det finns inget offentligt ärende {options['case']}.")
        if number := options["issued"]:
            known = Issued.objects.exclude(level=Level.INTERNAL)
            issued = known.filter(case=case, number=number).first()
            if issued is None:
                raise CommandError(f"Ärendet har ingen fastställd rapport {number}.")
            report = Report.from_json(issued.data)
        else:
            report = _report(
                case,
                KINDS[options["kind"]],
                first=_day(options["first"]) or case.notice_on,
                stop=_day(options["stop"]) or timezone.localdate(),
            )
        self.stdout.write(as_text(report))


def _report(case: Case, kind: Kind, *, first: date, stop: date) -> Report:
    if stop < first:
        raise CommandError("Perioden slutar före den börjar.")
    request = ReportRequest(kind=kind, period_from=first, period_to=stop)
    material = material_for(
        case,
        officer=case.responsible,
        organisation=organisation_of(case.responsible, case),
        first=first,
        stop=stop,
    )
    return build_report(material, request, day=timezone.localdate())


def _day(text: str | None) -> date | None:
    try:
        return parse_day(text, timezone.localdate()) if text else None
    except DateNotUnderstood as error:
        raise CommandError(str(error)) from None
