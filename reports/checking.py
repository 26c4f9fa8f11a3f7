"""Tells whether a file is a report that was issued here, unchanged: by its SHA-256 sum."""

from dataclasses import dataclass
from datetime import date

from logbook.record import local_day
from reports.models import Issued, ReportFile


@dataclass(frozen=True)
class Checked:
    """What the product says of a report to whoever holds it: what stands on its first page anyway."""

    number: str
    kind: str
    organisation: str
    issued_on: date
    issued_by: str
    replaced_by: str
    copy_of: str
    is_data: bool


def checked(sha256: str) -> Checked | None:
    """The report whose PDF, or whose frozen data, has that sum; None when there is none.

    Open to anyone: only who holds the file knows its sum.
    """
    file = ReportFile.objects.filter(sha256=sha256).values_list("report_id", flat=True).first()
    reports = Issued.objects.select_related("organisation", "issued_by", "replaced_by", "copy_of")
    wanted = reports.filter(pk=file) if file else reports.filter(data_sha256=sha256)
    found = wanted.defer("data").first()
    if found is None:
        return None
    replacement = getattr(found, "replaced_by", None)
    return Checked(
        number=found.number,
        kind=found.get_kind_display(),
        organisation=found.organisation.name,
        issued_on=local_day(found.issued_at),
        issued_by=found.issued_by.name,
        replaced_by=replacement.number if replacement else "",
        copy_of=found.copy_of.number if found.copy_of else "",
        is_data=file is None,
    )
