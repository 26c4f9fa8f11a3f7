"""Reading the log: by month, with a jump list, with what is new since last time, and on paper."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from accounts.models import Organisation, User
from cases.models import Case
from logbook import actions, visits
from logbook.models import LastVisit, LogEntry
from tests import make

Get = Callable[..., Any]


@pytest.fixture
def get(as_user: Callable[[User], Client], case: Case, alice: User) -> Get:
    """`get(vy="insatser")`: the log as Alice gets it; `get(by=bo)` as Bo does."""

    def run(by: User | None = None, address: str = "", **wanted: object) -> Any:
        url = reverse("logbook:list", args=[case.number]) + address.partition("#")[0]
        response = as_user(by or alice).get(url, wanted or None)
        assert response.status_code == 200
        return html.fromstring(response.content)

    return run


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


# --- By month ------------------------------------------------------------------------------------


@pytest.fixture
def over_two_years(case: Case, alice: User) -> None:
    for day in ("2024-12-30", "2025-01-02", "2025-01-31", "2025-12-05", "2026-01-01"):
        make.entry(case, by=alice, what=f"Post {day}", on=date.fromisoformat(day))
    make.entry(
        case,
        by=alice,
        what="Hela hösten",
        happened_from=date(2025, 9, 1),
        happened_to=date(2025, 11, 30),
    )


def test_months_that_have_entries_are_listed_with_their_numbers(
    get: Get, over_two_years: None
) -> None:
    page = get()
    assert [words(year) for year in page.cssselect(".jump dt")] == ["2026", "2025", "2024"]
    assert [words(month) for month in page.cssselect(".jump dd")] == [
        "januari 2026 1 post",
        "december 2025 1 post november 2025 1 post januari 2025 2 poster",
        "december 2024 1 post",
    ]
    assert [words(heading) for heading in page.cssselect("h3")][:3] == [
        "Januari 2026",
        "December 2025",
        "November 2025",
    ]


def test_every_link_of_the_jump_list_leads_to_its_month(get: Get, over_two_years: None) -> None:
    for link in get().cssselect(".jump dd a"):
        address = link.get("href")
        page = get(address=address)
        first = page.cssselect("h3")[0]
        assert first.get("id") == address.partition("#")[2]
        assert words(link).startswith(words(first).lower())


def test_the_jump_list_holds_what_the_filter_finds(get: Get, over_two_years: None) -> None:
    page = get(fran="2025-12-01", q="post")
    assert [words(month) for month in page.cssselect(".jump dd")] == [
        "januari 2026 1 post",
        "december 2025 1 post",
    ]
    assert "fran=2025-12-01" in page.cssselect(".jump dd a")[0].get("href")


def test_from_an_older_page_one_gets_back_to_the_newest(get: Get, over_two_years: None) -> None:
    page = get(fore="2025-02-01_0")
    assert "Till de senaste" in words(page)
    assert "Post 2026-01-01" not in words(page.cssselect(".log")[0])
    assert "Inga äldre" not in words(page)
    assert "Det finns inga äldre loggposter." in words(get(fore="2001-01-01_0"))


# --- What is new ---------------------------------------------------------------------------------


def come_back(user: User, case: Case, *, after: timedelta = timedelta(days=2)) -> None:
    """Let time pass since the person's last visit: its row is moved back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE logbook_lastvisit SET visited_at = visited_at - make_interval(secs => %s),"
            " previous_at = previous_at - make_interval(secs => %s)"
            " WHERE user_id = %s AND case_id = %s",
            [after.total_seconds(), after.total_seconds(), user.pk, case.pk],
        )


def new_in(page: Any) -> list[str]:
    return [
        words(entry.cssselect(".entry-text")[0])
        for entry in page.cssselect("article.entry")
        if entry.cssselect(".badge-new")
    ]


def test_the_first_time_nothing_is_called_new(get: Get, case: Case, bo: User) -> None:
    make.entry(case, by=bo, what="Bo skrev")
    page = get()
    assert new_in(page) == []
    assert "sedan du var här" not in words(page)


def test_what_others_wrote_since_last_time_is_marked_and_counted(
    get: Get, case: Case, alice: User, bo: User
) -> None:
    make.entry(case, by=bo, what="Gammalt", on=make.today() - timedelta(days=5))
    get()
    come_back(alice, case)
    make.entry(case, by=bo, what="Nytt idag")
    make.entry(case, by=bo, what="Nytt om något äldre", on=make.today() - timedelta(days=20))
    make.entry(case, by=alice, what="Mitt eget")
    page = get()
    assert set(new_in(page)) == {"Nytt idag", "Nytt om något äldre"}
    assert "2\N{NO-BREAK SPACE}nya sedan du var här" in page.text_content()
    lines = [words(line)[:19] for line in page.cssselect(".since")]
    assert lines == ["Nytt sedan du var h", "Det här fanns när d", "Nytt sedan du var h"]
    assert new_in(get(period="nytt")) == ["Nytt idag", "Nytt om något äldre"]
    assert "Mitt eget" not in words(get(period="nytt"))
    assert len(get(vy="insatser").cssselect(".guide-table .badge-new")) == 2


def test_a_correction_by_someone_else_is_new(get: Get, case: Case, alice: User, bo: User) -> None:
    entry = make.entry(case, by=alice, what="Före")
    get()
    come_back(alice, case)
    actions.correct_entry(
        entry=entry,
        seen_version=1,
        wording=make.wording("Efter"),
        reason="Fel ord",
        actor=bo,
        at=make.now(),
    )
    assert new_in(get()) == ["Efter"]


def test_a_visit_lasts_while_one_reads(get: Get, case: Case, alice: User, bo: User) -> None:
    get()
    come_back(alice, case)
    make.entry(case, by=bo, what="Nytt")
    for _ in range(3):
        assert new_in(get()) == ["Nytt"]
    before = LastVisit.objects.get(user=alice, case=case)
    come_back(alice, case, after=visits.SAME_VISIT / 2)
    assert new_in(get()) == ["Nytt"]
    come_back(alice, case, after=visits.SAME_VISIT)
    page = get()
    assert new_in(page) == []
    assert "Inget nytt sedan du var här" in words(page)
    after = LastVisit.objects.get(user=alice, case=case)
    assert after.previous_number == before.seen_number


def test_a_filtered_page_is_no_visit(get: Get, case: Case, alice: User, bo: User) -> None:
    get()
    come_back(alice, case)
    make.entry(case, by=bo, what="Nytt")
    for _ in range(2):
        assert new_in(get(q="nytt")) == ["Nytt"]
        come_back(alice, case)
    assert new_in(get()) == ["Nytt"]


def test_each_has_visits_of_their_own(get: Get, case: Case, alice: User, bo: User) -> None:
    get(by=bo)
    come_back(bo, case)
    make.entry(case, by=alice, what="Alice skrev")
    get()
    assert new_in(get(by=bo)) == ["Alice skrev"]
    assert new_in(get()) == []


def test_what_one_may_not_read_is_not_counted_as_new(
    get: Get, case: Case, alice: User, siv: User, region_vast: Organisation
) -> None:
    make.share(case, region_vast, by=alice)
    get(by=siv)
    come_back(siv, case)
    make.entry(case, by=alice, what="Internt", internal=True)
    page = get(by=siv)
    assert new_in(page) == []
    assert "Inget nytt sedan du var här" in words(page)
    make.entry(case, by=alice, what="För alla")
    assert new_in(get(by=siv)) == ["För alla"]


def test_marking_asks_no_more_for_many_entries(
    case: Case, alice: User, bo: User, as_user: Callable[[User], Client]
) -> None:
    client = as_user(alice)
    url = reverse("logbook:list", args=[case.number])
    numbers = []
    for _ in range(2):
        client.get(url)
        come_back(alice, case)
        for number in range(20):
            make.entry(case, by=bo, what=f"Post {number}")
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        numbers.append(len(asked))
    # Twelve, and one that notes the visit.
    assert numbers[0] == numbers[1] <= 12


# --- On paper ------------------------------------------------------------------------------------


def test_the_page_for_paper_has_everything_and_nothing_to_fill_in(
    get: Get, case: Case, alice: User
) -> None:
    for number in range(60):
        make.entry(case, by=alice, what=f"Post {number}")
    page = get(utskrift="ja", q="post")
    assert len(page.cssselect("article.entry")) == 60
    assert not page.cssselect("main textarea, main input:not([type=hidden])")
    said = words(page.cssselect(".print-only")[0])
    assert said.startswith("Utskrift 20")
    assert said.endswith("Alice Andersson. Urval: Sök i loggboken: ”post”.")
    assert words(page.cssselect(".actions a")[0]) == "Till loggboken"
    assert page.cssselect(".actions a")[0].get("href").endswith("?q=post")


def test_the_log_leads_to_its_page_for_paper(get: Get) -> None:
    links = [link.get("href") for link in get(q="möte").cssselect(".no-print a")]
    assert any(link.endswith("?q=m%C3%B6te&utskrift=ja") for link in links)


def test_a_visit_row_stands_alone(case: Case, alice: User) -> None:
    """Two tabs at once make one row: the database holds it."""
    for _ in range(2):
        visits.last_visit(alice, case, arrives=True)
    assert LastVisit.objects.filter(user=alice, case=case).count() == 1
    assert visits.last_visit(alice, case, arrives=False) is None
    assert LogEntry.objects.filter(case=case).count() == LastVisit.objects.get().seen_number
