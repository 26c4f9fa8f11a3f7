"""Error pages that need a view of their own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from core.logs import request_id


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was too old or came from elsewhere: 403 with what to do.

    The header tells our own script that a fresh key (accounts:form_key) may help.
    """
    response = render(request, "403_csrf.html", status=403)
    response.headers["X-Form-Key"] = "stale"
    return response


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: which right is missing, and who can give it."""
    context = {
        "right": getattr(exception, "right", ""),
        "who_can_give": getattr(exception, "who_can_give", ""),
    }
    return render(request, "403.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: with the id to look for in the log. Asks nothing of session or database."""
    return HttpResponse(render_to_string("500.html", {"request_id": request_id.get()}), status=500)
