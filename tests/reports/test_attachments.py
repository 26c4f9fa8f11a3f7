"""Reports name the files of their entries, with sizes, and hold none of them."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation, User
from cases.models import Case
from logbook.actions import correct_entry
from logbook.attaching import Files
from logbook.models import Attachment
from reports.build import build_report
from reports.model import OF_A_CASE, GuideTable, Kind, Report
from reports.queries import material_for
from reports.render import render_body
from reports.request import ReportRequest
from tests import files, make


def report(case: Case, alice: User, norrby: Organisation, kind: Kind) -> Report:
    today = make.today()
    request = ReportRequest(kind=kind, period_from=today, period_to=today, recipient="Nämnden")
    material = material_for(case, officer=alice, organisation=norrby, first=today, stop=today)
    return build_report(material, request, day=today)


def named(found: Report) -> list[tuple[str, ...]]:
    return [entry.attachments for entry in found.log()]


def test_reports_that_tell_the_log_name_the_files_of_each_entry(
    case: Case, alice: User, norrby: Organisation
) -> None:
    waiting = [make.upload(case, by=alice, name=name) for name in ("Åtgärder.pdf", "svar.pdf")]
    make.entry_with_files(case, *waiting, by=alice)
    make.entry(case, by=alice, what="Utan bilagor")
    wanted = ("Åtgärder.pdf (1\N{NO-BREAK SPACE}kB)", "svar.pdf (1\N{NO-BREAK SPACE}kB)")
    for kind in (Kind.STATUS_REPORT, Kind.FINAL_REPORT, Kind.LOGBOOK, Kind.TIME_LOGBOOK):
        made = report(case, alice, norrby, kind)
        assert named(made) == [wanted, ()]
        html = render_body(made)
        assert "Bilagor:" in html
        assert "Åtgärder.pdf (1\N{NO-BREAK SPACE}kB), svar.pdf (1\N{NO-BREAK SPACE}kB)" in html
    (table,) = (
        b for b in report(case, alice, norrby, Kind.LOGBOOK).blocks() if isinstance(b, GuideTable)
    )
    (row,) = table.measures[-1].rows
    assert [entry.attachments for entry in row.entries] == [wanted, ()]


def test_a_report_names_the_files_of_the_newest_wording_only(
    case: Case, alice: User, norrby: Organisation
) -> None:
    entry = make.entry_with_files(case, make.upload(case, by=alice, name="fel.pdf"), by=alice)
    correct_entry(
        entry=entry,
        seen_version=1,
        wording=make.wording(),
        reason="Fel fil",
        files=Files(
            added={make.upload(case, by=alice, name="rätt.pdf").pk: ""},
            left_out=frozenset(Attachment.objects.values_list("pk", flat=True)),
        ),
        actor=alice,
        at=make.now(),
    )
    assert named(report(case, alice, norrby, Kind.LOGBOOK)) == [
        ("rätt.pdf (1\N{NO-BREAK SPACE}kB)",)
    ]


def test_files_of_internal_entries_are_not_named(
    case: Case, alice: User, norrby: Organisation
) -> None:
    upload = make.upload(case, by=alice, name="hemlig.png", content=files.picture("PNG"))
    make.entry_with_files(case, upload, by=alice, internal=True)
    for kind in OF_A_CASE:
        assert "hemlig" not in report(case, alice, norrby, kind).to_json()


def test_files_cost_a_report_no_more_questions_the_more_they_are(
    case: Case, alice: User, norrby: Organisation
) -> None:
    counts = []
    for more in (1, 3):
        for _ in range(more):
            make.entry_with_files(case, make.upload(case, by=alice), by=alice)
        with CaptureQueriesContext(connection) as queries:
            report(case, alice, norrby, Kind.LOGBOOK)
        counts.append(len(queries))
    assert counts[0] == counts[1]
