"""One URL, one view, one template: whole page or the part that htmx asked for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers


def wanted_partial(request: HttpRequest, partials: Sequence[str]) -> str | None:
    """The allowed partial that `HX-Target` names, or None for the whole page.

    htmx 2 sends the element's id, htmx 4 sends `tag#id`.
    """
    if request.headers.get("HX-Request") != "true":
        return None
    if request.headers.get("HX-History-Restore-Request") == "true":
        return None
    target = request.headers.get("HX-Target", "").rpartition("#")[2]
    return target if target in partials else None


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    partials: Sequence[str] = (),
    status: int = 200,
) -> TemplateResponse:
    """Answer with `template`, or with its partial named after the DOM id htmx will swap.

    `partials` is the allow-list; an unknown target gets the whole page.
    """
    partial = wanted_partial(request, partials)
    name = f"{template}#{partial}" if partial else template
    response = TemplateResponse(request, name, dict(context or {}), status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def render_done(
    request: HttpRequest,
    template: str,
    context: Callable[[], Mapping[str, Any]],
    *,
    partials: Sequence[str],
    location: str,
    said: str,
) -> HttpResponseBase:
    """Answer an act that is done: the wanted partial at once, else a redirect to `location`.

    For the few hottest acts only. `context` is asked for only when a partial is wanted; the page
    redirected to says what is `said`, the partial has its own words.
    """
    if wanted_partial(request, partials):
        return render_page(request, template, context(), partials=partials)
    messages.success(request, said)
    return _varied(HttpResponseRedirect(location))


def redirect_page(request: HttpRequest, location: str) -> HttpResponseBase:
    """Lead the whole browser page to `location` after an act whose form was sent by htmx or plainly.

    htmx would follow an ordinary redirect by itself, and put that page into the form's place.
    """
    if request.headers.get("HX-Request") == "true":
        return _varied(HttpResponse(status=204, headers={"HX-Redirect": location}))
    return _varied(HttpResponseRedirect(location))


def _varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response
