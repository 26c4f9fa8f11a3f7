"""The list for the first two days: what is on it, ticking off into the log, setting aside, putting away."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Organisation, User
from cases import actions, first_step_actions
from cases.first_step_views import PLACES
from cases.first_steps import FirstSteps, ListedStep, first_steps_of
from cases.models import Case, FirstStepMark
from cases.states import State, StepState
from core.actions import Refused
from guide.load import guide
from guide.model import CaseFact
from guide.phases import Phase
from logbook.events import Audience, Event
from logbook.models import LogEntry
from tests import make

STEP = "who-to-call"


@pytest.fixture
def client(as_user: Callable[[User], Client], alice: User, case: Case) -> Client:
    return as_user(alice)


def url(case: Case, page: str = "first_steps", key: str = "") -> str:
    return reverse(f"cases:{page}", args=[case.number, *([key] if key else [])])


def first(case: Case, *, has_figures: bool = False, days: int = 0) -> FirstSteps:
    today = case.notice_on + timedelta(days=days)
    return first_steps_of(case, today=today, has_figures=has_figures)


def row(case: Case, key: str = STEP, **facts: Any) -> ListedStep:
    return next(row for row in first(case, **facts).rows if row.step.key == key)


def ticked(**changes: Any) -> dict[str, Any]:
    day = make.today().isoformat()
    return {"what": "Ringde facket", "on": day, "once": uuid.uuid4()} | changes


# --- The list ---------------------------------------------------------------------------------


def test_the_list_covers_what_cannot_wait() -> None:
    keys = {step.key for step in guide().first_steps}
    assert keys >= {
        "two-responsible",
        "diary-number",
        "what-is-public",
        "who-to-call",
        "who-may-speak",
        "first-figures",
        "first-meeting",
    }
    known = [step.known_by for step in guide().first_steps if step.known_by]
    assert sorted(known) == sorted(CaseFact)


def test_what_the_case_knows_already_is_done_by_itself(case: Case, bo: User) -> None:
    assert row(case, "diary-number").is_open
    case.diary_number, case.deputy = "KS 2026/7", bo
    assert row(case, "diary-number").fact == "Diarienummer KS 2026/7."
    assert bo.name in row(case, "two-responsible").fact
    assert row(case, "first-figures", has_figures=True).is_done


@given(days=st.integers(min_value=0, max_value=4000))
def test_the_clock_says_how_long_ago_the_notice_came(days: int) -> None:
    case = Case(notice_on=make.today())
    words = FirstSteps(case, make.today() + timedelta(days=days), []).clock
    assert ("går till och med" in words) == (days <= 2)
    assert ("är över" in words) == (days > 2)
    assert days < 2 or f"för {days} dagar sedan" in words


# --- Ticking off ------------------------------------------------------------------------------


def test_ticking_off_writes_in_the_log_and_points_there(client: Client, case: Case) -> None:
    shown = client.get(url(case, "first_step", STEP)).content.decode()
    assert guide().first_step(STEP).sentence in shown
    assert client.post(url(case, "first_step_tick", STEP), ticked()).status_code == 302
    entry = LogEntry.objects.get(event=Event.NOTED)
    assert (entry.what, entry.audience) == ("Ringde facket", Audience.EVERYONE)
    assert row(case).is_done
    page = client.get(url(case)).content.decode()
    assert reverse("logbook:entry", args=[case.number, entry.entry]) in page


def test_an_internal_one_is_read_by_its_own_organisation_only(client: Client, case: Case) -> None:
    client.post(url(case, "first_step_tick", STEP), ticked(internal="on"))
    assert LogEntry.objects.get(event=Event.NOTED).audience == Audience.ORGANISATION


def test_a_double_click_ticks_once_and_someone_elses_tick_is_told(
    client: Client, case: Case, as_user: Callable[[User], Client], bo: User
) -> None:
    sent = ticked()
    answers = [client.post(url(case, "first_step_tick", STEP), sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    late = as_user(bo).post(url(case, "first_step_tick", STEP), ticked(what="Bos text"))
    assert late.status_code == 422
    assert "redan avbockad" in late.content.decode()
    assert "Bos text" in late.content.decode()
    assert LogEntry.objects.filter(event=Event.NOTED).count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"what": ""}, "Vad har gjorts?"),
        ({"what": "Vi har ringt … De vet nu att …"}, "Byt ut varje …"),
        ({"on": "2099-01-01"}, "ligger i framtiden"),
    ],
)
def test_what_cannot_be_saved_stands_on_the_page_with_the_reason(
    client: Client, case: Case, changes: dict[str, str], words: str
) -> None:
    response = client.post(url(case, "first_step_tick", STEP), ticked(**changes))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not FirstStepMark.objects.exists()


# --- Not relevant, and back -------------------------------------------------------------------


def test_something_is_set_aside_with_a_reason_and_taken_up_again(
    client: Client, case: Case
) -> None:
    assert client.post(url(case, "first_step_set_aside", STEP), {}).status_code == 422
    client.post(url(case, "first_step_set_aside", STEP), {"reason": "Alla var med på mötet"})
    mark = row(case).mark
    assert mark is not None
    assert (mark.state, mark.reason) == (StepState.SET_ASIDE, "Alla var med på mötet")
    assert "Alla var med på mötet" in client.get(url(case)).content.decode()
    client.post(url(case, "first_step_take_up", STEP))
    assert row(case).is_open
    events = list(
        LogEntry.objects.filter(event__startswith="FIRST_").values_list("event", flat=True)
    )
    assert events == [Event.FIRST_STEP_SET_ASIDE, Event.FIRST_STEP_TAKEN_UP]


def test_what_is_taken_up_again_keeps_its_entry_in_the_log(client: Client, case: Case) -> None:
    client.post(url(case, "first_step_tick", STEP), ticked())
    client.post(url(case, "first_step_take_up", STEP))
    assert row(case).is_open
    assert LogEntry.objects.filter(event=Event.NOTED).exists()


def test_the_words_count_what_is_done_not_relevant_and_left(case: Case, alice: User) -> None:
    total = len(guide().first_steps)
    # The case has a deputy, so one is done by itself.
    assert first(case).words == f"1 av {total} punkter är klar och {total - 1} är kvar"
    first_step_actions.set_first_step_aside(
        case=case, key=STEP, reason="Alla vet", actor=alice, at=make.now()
    )
    words = first(case, has_figures=True).words
    assert words == f"2 av {total} punkter är klara, 1 är inte aktuell och {total - 3} är kvar"


# --- On the overview --------------------------------------------------------------------------


def test_the_overview_shows_the_list_until_it_is_put_away(client: Client, case: Case) -> None:
    overview = reverse("cases:page", args=[case.number])
    assert client.get(overview).context["first"] is not None
    client.post(url(case, "first_steps_put_away"))
    assert client.get(overview).context["first"] is None
    assert url(case) in client.get(overview).content.decode()
    client.post(url(case, "first_steps_take_out"))
    assert client.get(overview).context["first"] is not None


def test_an_old_case_with_a_finished_list_does_not_show_it(case: Case, alice: User) -> None:
    assert first(case, days=400).is_on_overview
    for step in guide().first_steps:
        first_step_actions.set_first_step_aside(
            case=case, key=step.key, reason="Gjort", actor=alice, at=make.now()
        )
    assert not first(case, days=400).is_on_overview
    assert first(case, days=3).is_on_overview


def test_an_old_case_past_phase_one_does_not_show_it(case: Case, alice: User) -> None:
    moved = make.moved_to(case, Phase.ANALYSE, by=alice)
    assert not first(moved, days=400).is_on_overview
    assert first(moved, days=3).is_on_overview


def test_a_closed_case_takes_no_more_ticks(case: Case, alice: User) -> None:
    actions.change_state(case=case, to=State.CLOSED, reason="Klart", actor=alice, at=make.now())
    with pytest.raises(Refused, match="avslutat"):
        first_step_actions.set_first_step_aside(
            case=case, key=STEP, reason="Klart", actor=alice, at=make.now()
        )


def test_an_unknown_step_is_not_found(client: Client, case: Case) -> None:
    assert client.get(url(case, "first_step", "no-such-step")).status_code == 404


# --- Where it is seen to ----------------------------------------------------------------------


def test_the_list_leads_to_the_page_where_each_thing_is_seen_to(
    client: Client, norrby: Organisation, alice: User
) -> None:
    case = make.case(norrby, by=alice)
    assert set(PLACES) < {step.key for step in guide().first_steps}
    for key, place in PLACES.items():
        text = client.get(url(case, "first_step", key)).content.decode()
        where = reverse(place.url_name, args=[case.number])
        assert f'<p>Gå till <a href="{where}">{place.label}</a>. {place.words}</p>' in text
        assert client.get(where).status_code == 200


def test_what_is_in_the_case_already_leads_nowhere(client: Client, case: Case) -> None:
    text = client.get(url(case, "first_step", "two-responsible")).content.decode()
    assert "Finns redan i ärendet" in text
    assert "Gå till" not in text


# --- From the news to the list ----------------------------------------------------------------


def test_a_notice_that_comes_tomorrow_is_told_what_to_write(client: Client) -> None:
    tomorrow = make.today() + timedelta(days=1)
    data = {"title": "Ärende Eken", "notice_on": tomorrow.isoformat()}
    answer = client.post(reverse("cases:open_save"), data)
    assert answer.status_code == 422
    assert "Skriv dagen då ni fick veta." in answer.content.decode()


def test_the_overview_of_a_new_case_leads_on_in_a_sentence_each(client: Client, case: Case) -> None:
    text = client.get(reverse("cases:page", args=[case.number])).content.decode()
    for name in (
        "measures:catalogue",
        "plan:page",
        "library:alike",
        "handover:page",
        "archive:list",
    ):
        where = reverse(name, args=[case.number])
        assert f'href="{where}"' in text
        assert client.get(where).status_code == 200


def test_someone_with_cases_opens_another_from_the_first_page(client: Client, case: Case) -> None:
    opens = f'href="{reverse("cases:open")}"'
    assert opens in client.get(reverse("home:start")).content.decode()
