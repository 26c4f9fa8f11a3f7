"""One URL, one view, one template: whole page or the part that htmx asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
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
