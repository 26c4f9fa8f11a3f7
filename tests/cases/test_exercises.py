"""Exercise mode: said on every page and in every file, and never among what is counted."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from cases import sharing
from cases.models import Case
from core.actions import Refused
from figures.clock_queries import clocks_of
from figures.feed_events import clock_events
from reports.model import EXERCISE, Report
from reports.models import Issued
from reports.other_forms import OTHER_FORMS
from reports.render import render_pdf
from tests import make
from tests.access_matrix import MATRIX
from tests.make_exercise import full_exercise
from tests.pdf import read_pdf

AsUser = Callable[[User], Client]
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")
    monkeypatch.setattr("reports.handover_views.render_pdf", lambda *a, **k: b"%PDF-1.7")


def test_every_page_of_an_exercise_says_so(
    norrby: Organisation, alice: User, bo: User, as_user: AsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ids = full_exercise(norrby, by=alice, deputy=bo, canary="Bjuv", monkeypatch=monkeypatch)
    client, unmarked, pages = as_user(alice), [], 0
    for name, row in MATRIX.items():
        if not row.is_of_case or row.method != "get" or row.expected[0] != 200:
            continue
        response = client.get(row.url(name, ids))
        if "text/html" not in response["Content-Type"] or response.streaming:
            if "Content-Disposition" in response and name.startswith(
                ("sheets:", "reports:d", "handover")
            ):
                assert 'filename="ovning-' in response["Content-Disposition"], name
            continue
        body = response.content.decode()
        if "<html" not in body:
            continue  # a part of a page that says it
        pages += 1
        if '<p class="exercise-mark"><strong>Övning.</strong>' not in body:
            unmarked.append(name)
        assert re.search(r"<title>[^<]*Övning", body), name
    assert not unmarked
    assert pages > 40


def test_a_real_case_does_not_say_it(case: Case, alice: User, as_user: AsUser) -> None:
    body = as_user(alice).get(reverse("cases:page", args=[case.number])).content.decode()
    assert "exercise-mark" not in body


def report_of(norrby: Organisation, alice: User) -> Report:
    case = make.exercise(norrby, by=alice)
    for number in range(40):
        make.entry(case, by=alice, what=f"Övade moment {number}. " + "Vi mötte facket. " * 12)
    made = make.issued(case, by=alice)
    assert made.title.startswith("Övning: Lägesrapport")
    return Report.from_json(Issued.objects.get().data)


def test_every_page_of_its_pdf_and_every_other_form_say_it(
    norrby: Organisation, alice: User
) -> None:
    report = report_of(norrby, alice)
    pdf = read_pdf(render_pdf(report, issued_at=AT))
    assert EXERCISE in pdf.text
    margins = pdf.running_text.splitlines()
    assert len(margins) == pdf.pages > 3
    assert all(EXERCISE in margin for margin in margins)
    assert pdf.title.startswith("Övning: ")
    made = {key: form.make(report, issued_at=AT) for key, form in OTHER_FORMS.items()}
    told: dict[str, str] = {}
    for key, content in made.items():
        if key == "word":
            told[key] = " ".join(p.text for p in docx.Document(BytesIO(content)).paragraphs)
        elif key == "excel":
            book: Any = openpyxl.load_workbook(BytesIO(content))
            told[key] = " ".join(str(c.value) for sheet in book for row in sheet for c in row)
        else:
            told[key] = content.decode()
    assert len(told) == 3
    assert all(EXERCISE in text for text in told.values()), told.keys()


def test_the_list_leaves_exercises_out_until_they_are_asked_for(
    norrby: Organisation, alice: User, as_user: AsUser
) -> None:
    real, exercise = make.case(norrby, by=alice), make.exercise(norrby, by=alice)
    client = as_user(alice)

    def numbers(query: str) -> set[str]:
        page = client.get(reverse("cases:list") + query).content.decode()
        return set(re.findall(r'class="row-title" href="/arenden/([\d-]+)/"', page))

    assert numbers("") == {real.number}
    assert numbers("?ovningar=med") == {real.number, exercise.number}
    assert numbers("?ovningar=bara") == {exercise.number}
    assert client.get(reverse("cases:list") + "?ovningar=x").status_code == 422
    assert Case.objects.visible_to(alice).real().count() == 1
    assert Case.objects.visible_to(alice).exercises().get() == exercise


def test_an_exercise_is_not_shared_with_the_region(
    norrby: Organisation, region_vast: Organisation, alice: User
) -> None:
    with pytest.raises(Refused, match="En övning delas inte"):
        sharing.share_live(
            case=make.exercise(norrby, by=alice),
            organisation=region_vast,
            actor=alice,
            at=make.now(),
        )


def test_its_days_in_a_calendar_say_it(norrby: Organisation, alice: User) -> None:
    make.exercise(norrby, by=alice)
    clocks = clocks_of(Case.objects.visible_to(alice), alice)
    events = list(clock_events(clocks, today=make.today(), address=lambda case: ""))
    assert events
    assert all(event.summary.startswith("Övning: ") for event in events)


def test_it_is_chosen_when_the_case_is_opened(
    norrby: Organisation, alice: User, as_user: AsUser
) -> None:
    data = {
        "title": "Övar",
        "municipality": str(norrby.pk),
        "company": "Bruket AB",
        "trigger": "CLOSURE",
        "notice_on": make.today().isoformat(),
        "responsible": str(alice.pk),
        "visibility": "INTERNAL",
        "is_exercise": "on",
    }
    assert as_user(alice).post(reverse("cases:open_save"), data).status_code == 302
    assert Case.objects.get().is_exercise
