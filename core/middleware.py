"""Login that htmx understands: an expired session is a 401 beside the untouched form."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase


class HtmxLoginRequiredMiddleware(LoginRequiredMiddleware):
    """Everything needs login unless `@public`. An htmx request never gets the login page swapped in."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(
                "Du är utloggad.", status=401, content_type="text/plain; charset=utf-8"
            )
        return super().handle_no_permission(request, view_func)


class SecurityHeadersMiddleware:
    """Headers that Django has no setting for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            # Pages of a case must not stay in shared caches, nor in the browser after logout.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
