"""A writer's word that digits are no personal number is logged with what was written, or not at all."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import Case
from core.forms import DECLARE, REMOVE
from logbook.events import Audience, Event
from logbook.models import LogEntry
from tests import make

TEXT = "Faktura 811218-9876 betald"
WORD = {f"{DECLARE}-what": "8112189876"}


@pytest.fixture
def post(as_user: Callable[[User], Client], alice: User, case: Case) -> Callable[..., int]:
    """`post(what=…)`: the quick log as Alice; the answer's status."""
    client = as_user(alice)

    def send(**data: str) -> int:
        url = reverse("logbook:add", args=[case.number])
        return client.post(url, {"what": TEXT, "when": "idag", **data}).status_code

    return send


def declared() -> list[LogEntry]:
    return list(LogEntry.objects.filter(event=Event.DIGITS_DECLARED))


def test_without_the_word_nothing_is_saved(post: Callable[..., int]) -> None:
    assert post() == 422
    assert not LogEntry.objects.notes().exists()


def test_the_word_holds_for_those_digits_in_that_field_only(post: Callable[..., int]) -> None:
    assert post(**WORD, result="Även 640823-3234") == 422
    assert post(**WORD, result=TEXT) == 422
    assert post(**{f"{DECLARE}-what": "8112189877"}) == 422
    assert post(**{f"{DECLARE}-what": "811218-9876"}) == 422
    assert not declared()
    assert post(**WORD) == 302
    [row] = declared()
    assert row.details == {"label": "Vad har gjorts?"}
    assert row.audience == Audience.PARTICIPANTS


def test_beside_an_internal_entry_the_word_is_internal_too(
    post: Callable[..., int], case: Case, jonna: User
) -> None:
    make.take_part(case, jonna.memberships.get().organisation, by=case.responsible)
    assert post(**WORD, internal="on") == 302
    [row] = declared()
    assert row.audience == Audience.ORGANISATION
    assert not LogEntry.objects.visible_to(jonna).filter(pk=row.pk).exists()


def test_a_double_click_gives_the_word_once(post: Callable[..., int]) -> None:
    once = str(uuid.uuid4())
    assert [post(**WORD, once=once), post(**WORD, once=once)] == [302, 302]
    assert len(declared()) == LogEntry.objects.notes().count() == 1


def test_a_refused_entry_leaves_no_word(post: Callable[..., int], case: Case) -> None:
    make.closed(case, by=case.responsible)
    assert post(**WORD) == 422
    assert not declared()


def test_the_button_takes_out_only_what_was_not_vouched_for(
    as_user: Callable[[User], Client], alice: User, case: Case
) -> None:
    url = reverse("logbook:add", args=[case.number])
    data = {"what": f"{TEXT}, 640823-3234", "when": "idag", REMOVE: "what", **WORD}
    response = as_user(alice).post(url, data)
    assert response.status_code == 422
    assert response.context["quick_form"]["what"].value() == TEXT


def test_the_button_on_a_text_without_numbers_saves_as_usual(post: Callable[..., int]) -> None:
    """As when Enter presses the first button of the form after the writer has mended the text."""
    assert post(what="Möte", **{REMOVE: "what"}) == 302
