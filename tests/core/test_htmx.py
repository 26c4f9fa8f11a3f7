"""One address, one view: the whole page, or the part that was asked for and may be had."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import RequestFactory

from core.htmx import redirect_page, render_done, render_page, wanted_partial

PARTS = ("snabblogg", "rattelse")


def request(target: str = "", *, htmx: bool = True, **headers: str) -> HttpRequest:
    sent = {"HX-Request": "true"} | headers if htmx else headers
    made = RequestFactory().get("/", headers=sent | ({"HX-Target": target} if target else {}))
    made._messages = CookieStorage(made)  # type: ignore[attr-defined]
    return made


@pytest.mark.parametrize(
    ("target", "partial"),
    [
        ("snabblogg", "snabblogg"),
        ("div#snabblogg", "snabblogg"),
        ("section#rattelse", "rattelse"),
        ("div#annat", None),
        ("", None),
        ("#", None),
        ("snabblogg#", None),
        ("div#snabblogg ", None),
        ("../base", None),
    ],
)
def test_only_an_allowed_part_is_given(target: str, partial: str | None) -> None:
    assert wanted_partial(request(target), PARTS) == partial


def test_a_browser_that_restores_its_history_gets_the_whole_page() -> None:
    restoring = {"HX-History-Restore-Request": "true"}
    assert wanted_partial(request("div#snabblogg", **restoring), PARTS) is None


@pytest.mark.parametrize("said", ["false", "1", "TRUE"])
def test_without_htmx_the_target_means_nothing(said: str) -> None:
    asked = request("div#snabblogg", htmx=False, **{"HX-Request": said})
    assert wanted_partial(asked, PARTS) is None
    assert wanted_partial(request("div#snabblogg", htmx=False), PARTS) is None


def template_of(response: Any) -> str:
    return str(response.template_name)


def test_the_part_is_the_templates_own() -> None:
    whole = render_page(request(), "logbook/new.html", {"a": 1}, partials=PARTS)
    part = render_page(
        request("div#snabblogg"), "logbook/new.html", {"a": 1}, partials=PARTS, status=422
    )
    assert template_of(whole) == "logbook/new.html"
    assert template_of(part) == "logbook/new.html#snabblogg"
    assert (whole.status_code, part.status_code) == (200, 422)
    assert part.context_data == {"a": 1}


@pytest.mark.parametrize("asked", [request(), request("div#snabblogg"), request(htmx=False)])
def test_no_cache_mixes_page_and_part(asked: HttpRequest) -> None:
    answers = [
        render_page(asked, "x.html", partials=PARTS),
        redirect_page(asked, "/dit/"),
        render_done(asked, "x.html", dict, partials=PARTS, location="/dit/", said="Sparat."),
    ]
    for answer in answers:
        assert {"HX-Request", "HX-Target"} <= {name.strip() for name in answer["Vary"].split(",")}


def test_an_act_that_is_done_is_answered_with_its_part_and_no_message() -> None:
    asked = request("div#snabblogg")
    answer: Any = render_done(
        asked, "x.html", lambda: {"a": 1}, partials=PARTS, location="/dit/", said="Sparat."
    )
    assert template_of(answer) == "x.html#snabblogg"
    assert answer.context_data == {"a": 1}
    assert not list(get_messages(asked))


@pytest.mark.parametrize("asked", [request(htmx=False), request("div#annat")])
def test_an_act_that_is_done_otherwise_leads_on_and_asks_for_nothing(asked: HttpRequest) -> None:
    def context() -> dict[str, Any]:
        raise AssertionError("nobody wanted the part")

    answer = render_done(asked, "x.html", context, partials=PARTS, location="/dit/", said="Sparat.")
    assert (answer.status_code, answer["Location"]) == (302, "/dit/")
    assert [str(message) for message in get_messages(asked)] == ["Sparat."]


def test_htmx_is_told_to_lead_the_whole_page_on() -> None:
    answer = redirect_page(request("div#snabblogg"), "/dit/")
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/dit/")
    plain = redirect_page(request(htmx=False), "/dit/")
    assert (plain.status_code, plain["Location"]) == (302, "/dit/")
