"""A report as plain text in the terminal: all that it says, side by side where it is a table."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organisation, User
from cases.models import Case
from reports.as_text import WIDTH, as_text
from reports.model import Kind
from tests import make
from tests.reports import samples


def printed(case: Case | str, **options: Any) -> str:
    out = StringIO()
    number = case if isinstance(case, str) else case.number
    call_command("print_report", number, stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("report", [samples.status_report(), samples.logbook()])
def test_every_heading_sentence_and_cell_is_there(report: Any) -> None:
    text = as_text(report)
    flat = " ".join(text.split())
    for section in report.sections:
        assert f"{section.number} {section.heading}".strip() in flat
    for entry in report.log():
        assert " ".join(entry.text.split()) in flat
    longest = max(text.splitlines(), key=len)
    assert len(longest) <= WIDTH + 60, longest


def test_a_case_is_printed_as_it_is_now(norrby: Organisation, alice: User, bo: User) -> None:
    case, _ = make.full_case(norrby, by=alice, deputy=bo, canary="Bjuv")
    text = printed(case)
    assert text.startswith("Lägesrapport: Bjuv-SEEN fabrik\n====")
    for heading in ("1 Förslag till beslut", "5 Genomfört sedan förra", "Bilaga: Loggbok"):
        assert heading in text
    assert "Bjuv-SEEN möte" in text
    assert "Bjuv-OWN" not in text
    assert "Huvudaktivitet 1: Bjuv-SEEN aktivitet" in printed(case, kind="loggbok")


def test_an_issued_report_is_printed_as_it_was(
    case: Case, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")
    make.entry(case, by=alice, what="Före")
    issued = make.issued(case, by=alice, kind=Kind.LOGBOOK)
    make.entry(case, by=alice, what="Efter")
    text = printed(case, issued=issued.number)
    assert f"Rapport:      {issued.number}" in text
    assert "Före" in text
    assert "Efter" not in text


def test_what_cannot_be_printed_is_said(case: Case, alice: User) -> None:
    for options, said in (
        ({"issued": "2020:7"}, "ingen fastställd rapport 2020:7"),
        ({"first": "2026-02-02", "stop": "2026-01-01"}, "slutar före"),
        ({"first": "snart"}, "Skriv ett datum"),
    ):
        with pytest.raises(CommandError, match=said):
            printed(case, **options)
    with pytest.raises(CommandError, match="inget offentligt ärende 2020-0001"):
        printed("2020-0001")
    make.restricted(case, by=alice)
    with pytest.raises(CommandError, match="inget offentligt ärende"):
        printed(case)
