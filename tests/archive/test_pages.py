"""The page of archive packages: asked for, shown while it is made, fetched and removed, all noted."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import Organisation, User
from archive import actions, rules, storing, tidying
from archive.models import Package
from cases.models import Case
from core.actions import Refused
from core.models import JobRun
from logbook.events import Event
from logbook.models import LogEntry
from logbook.wording import sentence
from tests import make, make_archive

As = Callable[[User], Client]


def page(client: Client, case: Case) -> html.HtmlElement:
    return html.fromstring(client.get(reverse("archive:list", args=[case.number])).content)


def said_in_log(case: Case, event: Event) -> list[str]:
    return [sentence(row) for row in LogEntry.objects.filter(case=case, event=event)]


def test_a_package_is_asked_for_made_and_fetched(as_user: As, alice: User, case: Case) -> None:
    client = as_user(alice)
    assert "Inget arkivpaket är gjort än" in page(client, case).text_content()
    client.post(reverse("archive:order", args=[case.number]))
    package = Package.objects.get()
    waiting = page(client, case)
    assert waiting.xpath("//section[@id='archive-packages'][@data-hx-trigger]")
    assert "Det väntar på sin tur" in waiting.text_content()
    assert said_in_log(case, Event.ARCHIVE_ORDERED) == [
        f"Alice Andersson begärde arkivpaket nr {package.pk}, med allt i ärendet."
    ]
    JobRun.objects.all().delete()
    kept = make_archive.kept(case, by=alice, content=b"PK content" * 100_000)
    answer = client.post(reverse("archive:fetch", args=[case.number, kept.pk]))
    assert b"".join(answer.streaming_content) == b"PK content" * 100_000
    assert answer["Content-Disposition"] == f'attachment; filename="{kept.file_name}"'
    assert answer["Cache-Control"] == "private, no-store"
    assert said_in_log(case, Event.ARCHIVE_FETCHED) == [
        f"Alice Andersson hämtade arkivpaket nr {kept.pk}."
    ]


def test_one_at_a_time_and_three_kept_and_the_page_says_so(
    as_user: As, alice: User, case: Case
) -> None:
    for _ in range(rules.MOST_KEPT):
        make_archive.kept(case, by=alice)
    answer = as_user(alice).post(reverse("archive:order", args=[case.number]))
    assert answer.status_code == 422
    assert "Ta bort ett av dem först" in answer.content.decode()
    with pytest.raises(Refused):
        make_archive.ordered(case, by=alice)
    actions.remove_package(package=Package.objects.first(), actor=alice, at=make.now())
    make_archive.ordered(case, by=alice)
    with pytest.raises(Refused, match="görs redan"):
        make_archive.ordered(case, by=alice)


def test_a_removed_file_is_gone_and_the_row_tells_of_it(
    as_user: As, alice: User, case: Case, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    kept, client = make_archive.kept(case, by=alice), as_user(alice)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("archive:remove", args=[case.number, kept.pk]))
    assert not storing.store().exists(kept.key)
    shown = page(client, case).text_content()
    assert "filen togs bort" in shown
    assert kept.sha256 in shown
    for action in ("fetch", "remove"):
        answer = client.post(reverse(f"archive:{action}", args=[case.number, kept.pk]))
        assert answer.status_code == 422
        assert "borttagen" in answer.content.decode()


def test_a_file_that_is_lost_is_told_and_not_noted_as_fetched(
    as_user: As, alice: User, case: Case
) -> None:
    kept = make_archive.kept(case, by=alice)
    storing.store().delete(kept.key)
    answer = as_user(alice).post(reverse("archive:fetch", args=[case.number, kept.pk]))
    assert answer.status_code == 503
    assert "kan inte hämtas just nu" in answer.content.decode()
    assert not said_in_log(case, Event.ARCHIVE_FETCHED)


def test_another_municipality_in_the_case_meets_nothing_of_the_package(
    as_user: As, alice: User, jonna: User, case: Case
) -> None:
    make.take_part(case, jonna.memberships.get().organisation, by=alice)
    kept, client = make_archive.kept(case, by=alice), as_user(jonna)
    assert "Inget arkivpaket är gjort än" in page(client, case).text_content()
    for action in ("fetch", "remove"):
        answer = client.post(reverse(f"archive:{action}", args=[case.number, kept.pk]))
        absent = client.post(reverse(f"archive:{action}", args=[case.number, kept.pk + 1000]))
        assert (answer.status_code, absent.status_code) == (404, 404)
    assert make_archive.ordered(case, by=jonna).organisation.short_name == "Samby"


def test_in_a_restricted_case_only_its_readers_fetch(
    as_user: As, alice: User, rolf: User, case: Case, ada: User, norrby: Organisation
) -> None:
    kept = make_archive.kept(case, by=rolf)
    make.restricted(case, by=alice)
    url = reverse("archive:fetch", args=[case.number, kept.pk])
    assert as_user(rolf).post(url).status_code == 404
    assert as_user(alice).post(url).status_code == 200
    make.reader(case, ada, by=alice)
    client = as_user(ada)
    assert "Du kan inte göra eller hämta arkivpaket" in page(client, case).text_content()
    assert client.post(url).status_code == 403
    make_archive.ordered(case, by=alice)
    assert JobRun.objects.latest("id").is_quiet


def test_files_are_thrown_away_after_their_day_and_what_no_row_knows_is_swept(
    alice: User, case: Case, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    kept = make_archive.kept(case, by=alice)
    key = kept.key
    left = storing.put(999, BytesIO(b"kvar efter en process som dog"))
    later = make.now() + timedelta(days=15)
    with django_capture_on_commit_callbacks(execute=True):
        assert tidying.drop_expired(actor=make.system(), at=make.now()) == 0
        assert tidying.drop_expired(actor=make.system(), at=later) == 1
    kept.refresh_from_db()
    assert (kept.has_file, kept.removed_by) == (False, make.system())
    assert not storing.store().exists(key)
    still = make_archive.kept(case, by=alice)
    assert tidying.sweep_store(at=make.now()) == 0
    assert tidying.sweep_store(at=later) >= 1
    assert not storing.store().exists(left)
    assert storing.store().exists(still.key)
