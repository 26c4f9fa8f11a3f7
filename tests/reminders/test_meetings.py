"""When boards meet, and by when a case's next report is due."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import Organisation, User
from cases.models import Case
from core.actions import Refused
from figures.clock_kinds import DateKind
from reminders.models import Meeting, Muted
from reminders.queries import NextReport, next_report_of
from tests import make, make_reminders

As = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")


def coming(case: Case, user: User) -> NextReport:
    found = next_report_of(case, user, today=make.today())
    assert found
    return found


def in_days(days: int) -> date:
    return make.today() + timedelta(days=days)


def test_the_next_stop_date_that_no_report_covers_is_the_next_report(
    case: Case, alice: User, rolf: User, norrby: Organisation
) -> None:
    assert coming(case, alice).stop_on is None
    for days in (-3, 5, 40):
        make_reminders.meeting(norrby, by=alice, stop_on=in_days(days))
    assert (coming(case, alice).stop_on, coming(case, rolf).board) == (
        in_days(5),
        "Kommunstyrelsen",
    )
    make.issued(case, by=alice, period_to=make.today())
    assert coming(case, alice).stop_on == in_days(5)


def test_a_day_noted_in_the_case_goes_first_until_it_is_reported(
    case: Case, alice: User, norrby: Organisation
) -> None:
    make_reminders.meeting(norrby, by=alice, stop_on=in_days(5))
    make.noted_day(case, DateKind.REPORT_STOP, in_days(-2), by=alice)
    late = coming(case, alice)
    assert (late.stop_on, late.days_late, late.meets_on) == (in_days(-2), 2, None)
    make.issued(case, by=alice, period_to=make.today())
    assert coming(case, alice).stop_on == in_days(5)


def test_each_municipality_has_its_own_boards_and_outsiders_none(
    case: Case, alice: User, jonna: User, siv: User, region_vast: Organisation, norrby: Organisation
) -> None:
    samby = jonna.memberships.get().organisation
    make.take_part(case, samby, by=alice)
    make.share(case, region_vast, by=alice)
    make_reminders.meeting(norrby, by=alice, stop_on=in_days(5))
    make_reminders.meeting(samby, by=jonna, stop_on=in_days(9), board="Nämnden i Samby")
    assert coming(case, alice).stop_on == in_days(5)
    assert coming(case, jonna).board == "Nämnden i Samby"
    assert next_report_of(case, siv, today=make.today()) is None
    make.closed(case, by=alice)
    assert next_report_of(case, alice, today=make.today()) is None


def test_the_case_and_its_reports_say_when_and_where_to_change_it(
    as_user: As, case: Case, alice: User, norrby: Organisation
) -> None:
    client = as_user(alice)
    for page in ("cases:page", "reports:list"):
        said = client.get(reverse(page, args=[case.number])).content.decode()
        assert "Lägg in nämndernas möten" in said
    make_reminders.meeting(norrby, by=alice, stop_on=in_days(5), board="Kommunstyrelsen")
    for page in ("cases:page", "reports:list"):
        answer = html.fromstring(client.get(reverse(page, args=[case.number])).content)
        said = " ".join(answer.find_class("next-report")[0].text_content().split())
        assert said.startswith("Nästa rapport senast")
        assert "om 5 dagar, till Kommunstyrelsen" in said


def table(**rows: str) -> dict[str, str]:
    return {"board": "Kommunstyrelsen", **rows}


def test_a_table_of_meetings_is_added_at_once(
    as_user: As, alice: User, norrby: Organisation
) -> None:
    client, url = as_user(alice), reverse("reminders:add_save", args=[norrby.pk])
    sent = table(
        meets_on_0=f"{in_days(20)}",
        stop_on_0=f"{in_days(10)}",
        meets_on_3=f"{in_days(50)}",
        stop_on_3=f"{in_days(40)}",
    )
    assert client.post(url, sent).status_code == 302
    assert Meeting.objects.count() == 2
    again = client.post(url, sent)
    assert again.status_code == 422
    assert "har redan ett möte inlagt" in again.content.decode()
    assert f'value="{in_days(50)}"' in again.content.decode()


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({}, "Fyll i minst ett möte"),
        ({"meets_on_1": "2030-03-18"}, "Fyll i stoppdatum för mötet"),
        ({"stop_on_1": "2030-03-18"}, "Fyll i mötesdagen"),
        ({"meets_on_1": "2030-03-18", "stop_on_1": "2030-03-19"}, "ligger efter mötesdagen"),
        (
            {
                "meets_on_1": "2030-03-18",
                "stop_on_1": "2030-03-10",
                "meets_on_2": "2030-03-18",
                "stop_on_2": "2030-03-11",
            },
            "Samma mötesdag",
        ),
    ],
)
def test_a_row_that_is_not_a_meeting_is_told_at_the_row(
    as_user: As, alice: User, norrby: Organisation, rows: dict[str, str], sentence: str
) -> None:
    answer = as_user(alice).post(reverse("reminders:add_save", args=[norrby.pk]), table(**rows))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    for value in rows.values():
        assert f'value="{value}"' in answer.content.decode()
    assert not Meeting.objects.exists()


def test_a_meeting_is_moved_and_cancelled(as_user: As, alice: User, norrby: Organisation) -> None:
    client = as_user(alice)
    meeting = make_reminders.meeting(norrby, by=alice)
    other = make_reminders.meeting(norrby, by=alice, stop_on=in_days(90))
    moved = {"board": meeting.board, "meets_on": f"{in_days(30)}", "stop_on": f"{in_days(20)}"}
    client.post(reverse("reminders:edit_save", args=[norrby.pk, meeting.pk]), moved)
    meeting.refresh_from_db()
    assert meeting.stop_on == in_days(20)
    taken = moved | {"meets_on": f"{other.meets_on}"}
    answer = client.post(reverse("reminders:edit_save", args=[norrby.pk, meeting.pk]), taken)
    assert answer.status_code == 422
    client.post(reverse("reminders:cancel", args=[norrby.pk, meeting.pk]))
    assert list(Meeting.objects.all()) == [other]
    with pytest.raises(Refused):
        make_reminders.meeting(norrby, by=alice, stop_on=other.stop_on)


def test_the_list_shows_what_is_to_come_and_is_filtered_and_sorted(
    as_user: As, alice: User, norrby: Organisation
) -> None:
    for days, board in ((-30, "Kommunstyrelsen"), (10, "Kommunstyrelsen"), (20, "Byggnämnden")):
        make_reminders.meeting(norrby, by=alice, stop_on=in_days(days), board=board)
    client, url = as_user(alice), reverse("reminders:meetings", args=[norrby.pk])

    def shown(query: str = "") -> list[str]:
        page = html.fromstring(client.get(url + query).content)
        return [cell.text_content() for cell in page.xpath("//tbody/tr/td[2]")]

    assert shown() == ["Kommunstyrelsen", "Byggnämnden"]
    assert shown("?ordning=sist") == ["Byggnämnden", "Kommunstyrelsen"]
    assert shown("?ordning=namnd&visa=alla")[0] == "Byggnämnden"
    assert shown("?visa=tidigare") == ["Kommunstyrelsen"]
    assert shown("?q=bygg") == ["Byggnämnden"]
    assert client.get(url + "?visa=fel").status_code == 422


def test_only_members_of_the_organisation_meet_its_meetings(
    as_user: As, alice: User, charlie: User, norrby: Organisation, soderby: Organisation
) -> None:
    meeting = make_reminders.meeting(norrby, by=alice)
    client = as_user(charlie)
    assert client.get(reverse("reminders:meetings", args=[norrby.pk])).status_code == 404
    assert client.get(reverse("reminders:edit", args=[soderby.pk, meeting.pk])).status_code == 404


def test_reminders_are_turned_off_and_on_on_the_account_page(as_user: As, alice: User) -> None:
    client, url = as_user(alice), reverse("accounts:reminders_change")
    page = html.fromstring(client.get(reverse("accounts:account")).content)
    assert len(page.xpath("//input[@name='wanted'][@checked]")) == 4
    client.post(url, {"wanted": ["NEXT_STEP"]})
    assert set(Muted.objects.values_list("kind", flat=True)) == {"QUESTION", "REPORT", "OUTCOME"}
    page = html.fromstring(client.get(reverse("accounts:account")).content)
    assert page.xpath("//input[@name='wanted'][@checked]/@value") == ["NEXT_STEP"]
    client.post(url, {})
    assert Muted.objects.count() == 4
    assert client.post(url, {"wanted": ["STRANGE"]}).status_code == 422
    assert Muted.objects.count() == 4
