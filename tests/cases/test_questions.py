"""The guide's questions in a case: drafts, whom they wait for, what was passed, what was asked then."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import Organisation, User
from cases import actions, queries
from cases.models import Case, PhaseAnswer, QuestionAssignment
from cases.states import State
from core.actions import Refused
from guide.load import guide
from guide.phases import Phase
from logbook.events import Event
from logbook.models import Draft, LogEntry
from tests import make

QUESTION = "1-right-people"
HTMX = {"HX-Request": "true"}
PERSONAL_NUMBER = "Ring Eva, 19811218-9876"


@pytest.fixture
def client(as_user: Callable[[User], Client], alice: User, case: Case) -> Client:
    return as_user(alice)


def url(case: Case, page: str = "answer", question: str = QUESTION) -> str:
    return reverse(f"cases:{page}", args=[case.number, 1, question])


def phase_url(case: Case, phase: int = 1) -> str:
    return reverse("cases:phase", args=[case.number, phase])


def answer(case: Case, text: str = "Ja", *, by: User, **values: Any) -> PhaseAnswer:
    return actions.answer_question(
        case=case, question=QUESTION, text=text, actor=by, at=make.now(), **values
    )


def assign(case: Case, person: User, *, by: User, days: int = 3) -> QuestionAssignment:
    return actions.assign_question(
        case=case,
        question=QUESTION,
        person=person,
        due_on=make.today() + timedelta(days=days),
        actor=by,
        at=make.now(),
    )


def item(client: Client, case: Case, question: str = QUESTION) -> queries.AnsweredQuestion:
    areas = client.get(phase_url(case)).context["areas"]
    return next(q for _, questions in areas for q in questions if q.question.key == question)


def section(content: bytes, question: str = QUESTION) -> Any:
    return html.fromstring(content.decode()).get_element_by_id(question)


# --- Drafts -----------------------------------------------------------------------------------


def test_an_answer_is_kept_while_it_is_written_and_said_so(client: Client, case: Case) -> None:
    fields = {"text": "Vi tror att", "once": uuid.uuid4()}
    said = client.post(url(case, "answer_draft"), fields, headers=HTMX).json()
    assert said["kept"] is True
    assert said["words"].startswith("Utkast sparat ")
    shown = section(client.get(phase_url(case)).content)
    assert shown.xpath(".//textarea")[0].text.strip() == "Vi tror att"
    assert "Bara du ser det" in shown.text_content()


def test_the_button_keeps_a_draft_without_a_script(client: Client, case: Case) -> None:
    fields = {"text": "Halvt", "once": uuid.uuid4()}
    response = client.post(url(case, "answer_draft_save"), fields)
    assert response.status_code == 302
    assert response["Location"] == f"{phase_url(case)}#{QUESTION}"
    assert Draft.objects.get().fields["text"] == "Halvt"
    client.post(url(case, "answer_draft_save"), fields | {"slang": "ja"})
    assert not Draft.objects.exists()


def test_saving_the_answer_ends_its_draft_also_one_that_came_late(
    client: Client, case: Case
) -> None:
    fields = {"text": "Klart", "once": uuid.uuid4()}
    client.post(url(case, "answer_draft"), fields, headers=HTMX)
    assert client.post(url(case), fields).status_code == 302
    client.post(url(case, "answer_draft"), fields, headers=HTMX)
    assert item(client, case).draft is None
    assert PhaseAnswer.objects.get().text == "Klart"


def test_nobody_else_sees_the_draft_and_the_logbook_does_not_offer_it(
    client: Client, case: Case, as_user: Callable[[User], Client], bo: User
) -> None:
    client.post(url(case, "answer_draft"), {"text": "Hemlighet", "once": uuid.uuid4()})
    assert "Hemlighet" not in as_user(bo).get(phase_url(case)).content.decode()
    for page in ("/", reverse("logbook:list", args=[case.number])):
        assert "Hemlighet" not in client.get(page).content.decode()


def test_a_personal_number_is_not_kept_and_the_text_stands_on_the_page(
    client: Client, case: Case
) -> None:
    fields = {"text": PERSONAL_NUMBER, "once": uuid.uuid4()}
    response = client.post(url(case, "answer_draft_save"), fields)
    assert response.status_code == 422
    assert PERSONAL_NUMBER in section(response.content).text_content()
    assert not Draft.objects.exists()


def test_a_draft_begun_before_someone_elses_answer_meets_it_with_both_texts(
    client: Client, case: Case, bo: User
) -> None:
    client.post(url(case, "answer_draft"), {"text": "Mitt", "once": uuid.uuid4()})
    answer(case, "Bos svar", by=bo)
    kept = section(client.get(phase_url(case)).content)
    sent = kept.xpath(".//form")[0].fields
    fields = {name: sent[name] or "" for name in ("text", "once", "seen_answer")}
    response = client.post(url(case), fields)
    assert response.status_code == 409
    words = section(response.content).text_content()
    assert "Bos svar" in words
    assert "Mitt" in words
    both = section(response.content).xpath(".//form")[0].fields
    merged = {"text": "Bos och mitt", "once": both["once"], "seen_answer": both["seen_answer"]}
    assert client.post(url(case), merged).status_code == 302
    assert queries.latest_answers(case)[QUESTION].text == "Bos och mitt"


# --- Two people -------------------------------------------------------------------------------


def test_two_who_answer_different_questions_do_not_meet(
    client: Client, case: Case, as_user: Callable[[User], Client], bo: User
) -> None:
    other = next(q.key for q in guide().phase(Phase.PREPARE).questions if q.key != QUESTION)
    assert client.post(url(case), {"text": "Ett", "once": uuid.uuid4()}).status_code == 302
    sent = {"text": "Två", "once": uuid.uuid4()}
    assert as_user(bo).post(url(case, question=other), sent).status_code == 302
    assert {a.text for a in queries.latest_answers(case).values()} == {"Ett", "Två"}


def test_a_double_click_saves_one_answer(client: Client, case: Case) -> None:
    fields = {"text": "Ja", "once": uuid.uuid4(), "seen_answer": ""}
    assert [client.post(url(case), fields).status_code for _ in range(2)] == [302, 302]
    assert PhaseAnswer.objects.count() == 1


# --- Given to a person ------------------------------------------------------------------------


def test_a_question_is_given_to_a_person_shown_on_their_start_page_and_logged(
    client: Client, case: Case, as_user: Callable[[User], Client], bo: User
) -> None:
    due = make.today() + timedelta(days=3)
    response = client.post(url(case, "assign_save"), {"person": bo.pk, "due_on": due.isoformat()})
    assert response.status_code == 302
    assert (
        f"Väntar på {bo.name}, senast {due}"
        in section(client.get(phase_url(case)).content).text_content()
    )
    text = guide().question(QUESTION).text
    assert text in as_user(bo).get("/").content.decode()
    assert text not in client.get("/").content.decode()
    row = LogEntry.objects.get(event=Event.QUESTION_ASSIGNED)
    assert row.details["name"] == bo.name


def test_it_says_how_many_days_it_is_late(case: Case, alice: User) -> None:
    given = assign(case, alice, by=alice, days=0)
    late = queries.OpenAssignment(given, make.today() + timedelta(days=4))
    assert (late.days_late, late.is_today) == (4, False)
    assert queries.OpenAssignment(given, make.today()).is_today


def test_the_answer_ends_it(client: Client, case: Case, alice: User, bo: User) -> None:
    given = assign(case, bo, by=alice)
    answer(case, by=alice)
    given.refresh_from_db()
    assert given.ended_by == alice
    assert item(client, case).assignment is None


def test_someone_else_takes_over_and_it_can_be_taken_back(
    client: Client, case: Case, alice: User, bo: User
) -> None:
    assign(case, bo, by=alice)
    assign(case, alice, by=bo)
    assert QuestionAssignment.objects.open().get().person == alice
    client.post(url(case, "take_back"))
    assert not QuestionAssignment.objects.open().exists()
    assert LogEntry.objects.filter(event=Event.QUESTION_TAKEN_BACK).count() == 1
    with pytest.raises(Refused, match="inte given"):
        actions.take_back_question(case=case, question=QUESTION, actor=alice, at=make.now())


def test_it_is_not_given_to_an_outsider_nor_for_a_day_that_has_passed(
    client: Client, case: Case, alice: User, charlie: User
) -> None:
    with pytest.raises(Refused, match="insidan"):
        assign(case, charlie, by=alice)
    late = (make.today() - timedelta(days=1)).isoformat()
    response = client.post(url(case, "assign_save"), {"person": alice.pk, "due_on": late})
    assert response.status_code == 422
    assert "redan passerat" in response.content.decode()
    assert not QuestionAssignment.objects.exists()


def test_who_no_longer_sees_the_case_is_not_reminded_of_it(
    case: Case, alice: User, rolf: User, as_user: Callable[[User], Client]
) -> None:
    assign(case, rolf, by=alice)
    make.restricted(case, by=alice)
    assert guide().question(QUESTION).text not in as_user(rolf).get("/").content.decode()


# --- Progress, and what was passed ------------------------------------------------------------


def test_progress_is_told_in_words_and_numbers(case: Case, alice: User) -> None:
    total = len(guide().phase(Phase.PREPARE).questions)
    words = queries.phase_progress(case, Phase.PREPARE).counts.words
    assert words == f"ingen av {total} frågor är besvarad än"
    answer(case, "", by=alice, not_relevant=True, reason="Finns inga")
    words = queries.phase_progress(case, Phase.PREPARE).counts.words
    assert (
        words
        == f"1 av {total} frågor är besvarad, varav 1 som inte aktuell, och {total - 1} är öppna"
    )


def test_what_was_missing_when_going_on_stays_visible_with_its_reason(
    client: Client, case: Case, alice: User
) -> None:
    actions.move_to_phase(
        case=case, to=Phase.ANALYSE, reason="Beskedet kom i går", actor=alice, at=make.now()
    )
    for page in (phase_url(case), reverse("cases:phases", args=[case.number])):
        text = client.get(page).content.decode()
        assert "fast detta saknades" in text
        assert "Beskedet kom i går" in text
        assert guide().question(QUESTION).text in text
    assert "fast detta saknades" not in client.get(phase_url(case, 2)).content.decode()


def test_outsiders_do_not_read_what_was_passed(
    case: Case,
    alice: User,
    as_user: Callable[[User], Client],
    siv: User,
    region_vast: Organisation,
) -> None:
    make.share(case, region_vast, by=alice)
    actions.move_to_phase(case=case, to=Phase.ANALYSE, reason="Skälet", actor=alice, at=make.now())
    for page in (phase_url(case), reverse("cases:phases", args=[case.number])):
        assert "Skälet" not in as_user(siv).get(page).content.decode()


# --- The guide changes ------------------------------------------------------------------------


def test_an_answer_keeps_the_question_as_it_was_put(case: Case, alice: User) -> None:
    kept = answer(case, by=alice)
    assert (kept.wording, kept.guide_version) == (guide().question(QUESTION).text, guide().version)


def test_an_answer_to_another_wording_or_to_no_question_any_more_is_readable(
    client: Client, case: Case, alice: User
) -> None:
    frame = {"case": case, "guide_version": "2020-1", "answered_at": make.now()}
    for key, wording in ((QUESTION, "Äldre lydelse?"), ("1-long-gone", "Borttagen fråga?")):
        PhaseAnswer.objects.create(
            **frame, question=key, wording=wording, text=f"Svar på {key}", answered_by=alice
        )
    page = client.get(phase_url(case)).content
    assert "löd frågan: ”Äldre lydelse?” (guidens version 2020-1)" in section(page).text_content()
    gone = section(page, "1-long-gone").text_content()
    assert "Borttagen fråga?" in gone
    assert "Svar på 1-long-gone" in gone
    assert not section(page, "1-long-gone").xpath(".//form")


def test_a_closed_case_gives_no_question_to_anyone(case: Case, alice: User) -> None:
    actions.change_state(case=case, to=State.CLOSED, reason="Klart", actor=alice, at=make.now())
    with pytest.raises(Refused, match="avslutat"):
        assign(case, alice, by=alice)
