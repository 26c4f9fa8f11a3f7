"""A report is withdrawn by a new one that says so; the old one stays as it was."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from lxml import html

from accounts.models import User
from cases.models import Case
from core.actions import Refused
from logbook.wording import sentence
from reports.model import Kind, Report
from reports.models import Issued
from reports.render import render_body
from tests import make

Read = Callable[[str], str]


@pytest.fixture
def report(case: Case, alice: User, monkeypatch: pytest.MonkeyPatch) -> Issued:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")
    return make.issued(case, by=alice)


@pytest.fixture
def client(as_user: Callable[[User], Client], alice: User) -> Client:
    return as_user(alice)


@pytest.fixture
def read(client: Client, case: Case) -> Read:
    """`read("")`: what the list of reports says; `read("7/")`: report 7."""

    def get(address: str) -> str:
        response = client.get(f"/arenden/{case.number}/rapporter/{address}")
        assert response.status_code == 200
        return " ".join(
            html.fromstring(response.content).get_element_by_id("main").text_content().split()
        )

    return get


def form_of(client: Client, case: Case, report: Issued) -> dict[str, Any]:
    """The form for replacing the report, as the page gives it."""
    page = client.get(f"/arenden/{case.number}/rapporter/ny/?ersatter={report.pk}")
    assert page.status_code == 200
    form = next(f for f in html.fromstring(page.content).forms if "replaces" in f.fields)
    return {name: value or "" for name, value in form.form_values()}


def test_the_new_report_says_what_it_replaces_and_why(
    case: Case, alice: User, report: Issued, read: Read
) -> None:
    before = report.data
    new = make.issued(case, by=alice, replaces=report, replaced_because="Fel antal varslade")
    head = Report.from_json(new.data).head
    assert (head.replaces, head.replaced_because) == (report.number, "Fel antal varslade")
    assert f"Rapport {report.number}. Skäl: Fel antal varslade" in render_body(
        Report.from_json(new.data)
    )
    report.refresh_from_db()
    assert report.data == before
    said = read(f"{report.pk}/")
    assert f"Rapporten är ersatt av rapport {new.number}" in said
    assert "Skäl: Fel antal varslade" in said
    assert "Ersätt den med en ny" not in said
    assert f"Rapport {report.number}. Skäl: Fel antal varslade" in read(f"{new.pk}/")
    assert f"ersatt av {new.number}" in read("")
    entry = case.log.filter(event="REPORT_ISSUED").latest("id")
    assert sentence(entry).endswith(f"Den ersätter rapport nr {report.number}.")


def test_from_the_old_report_to_the_new_one_in_the_browser(
    client: Client, case: Case, report: Issued
) -> None:
    data = form_of(client, case, report)
    assert data["recipient"] == report.recipient
    base = f"/arenden/{case.number}/rapporter/ny"
    refused = client.post(f"{base}/faststall/", data)
    assert refused.status_code == 422
    assert "Skriv varför." in refused.content.decode()
    assert f"som ersätter {report.number}" in refused.content.decode()
    for wrong in ("x" * 501, "Eva, 19811218-9876", "\x00"):
        answer = client.post(f"{base}/forhandsgranska/", data | {"replaced_because": wrong})
        assert answer.status_code == 422
        assert 'id="id_replaced_because_error' in answer.content.decode()
    data["replaced_because"] = "Ett datum var fel"
    shown = client.post(f"{base}/forhandsgranska/", data)
    assert f"Rapport {report.number}. Skäl: Ett datum var fel" in shown.content.decode()
    assert client.post(f"{base}/faststall/", data).status_code == 302
    new = Issued.objects.latest("id")
    assert (new.replaces, new.replaced_because) == (report, "Ett datum var fel")
    again = client.post(f"{base}/faststall/", data | {"once": ""})
    assert again.status_code == 422
    assert "Rapporten är redan ersatt." in again.content.decode()


def test_another_kind_or_another_sender_replaces_nothing(
    case: Case, alice: User, jonna: User, report: Issued
) -> None:
    with pytest.raises(Refused, match="samma typ"):
        make.issued(case, by=alice, kind=Kind.LOGBOOK, replaces=report, replaced_because="x")
    with pytest.raises(Refused, match="varför"):
        make.issued(case, by=alice, replaces=report)
    make.take_part(case, jonna.memberships.get().organisation, by=alice)
    with pytest.raises(Refused, match="organisation"):
        make.issued(case, by=jonna, replaces=report, replaced_because="x")


@pytest.mark.parametrize("asked", ["999999", "x", "9" * 40])
def test_what_is_no_report_of_the_case_replaces_nothing(
    client: Client, case: Case, report: Issued, asked: str
) -> None:
    assert client.get(f"/arenden/{case.number}/rapporter/ny/?ersatter={asked}").status_code == 404
