"""allauth's views, answering as ours do: 422 when a form failed, and no dead ends."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

View = Callable[..., HttpResponseBase]


def said_as_ours(view: View) -> View:
    """`view` of allauth's, with 422 and "Fel:" in the title when its form was not accepted.

    The wrapper keeps what the view has declared of itself (login_required, view_class).
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        form = context.get("form")
        if (
            request.method == "POST"
            and response.status_code == 200
            and getattr(form, "errors", None)
        ):
            response.status_code = 422
            context["form_failed"] = True
        return response

    return wrapper


def for_those_with_a_password(view: View) -> View:
    """Sends a person without a password (a guest) to their own page instead."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.has_usable_password():
            return redirect("accounts:account")
        return view(request, *args, **kwargs)

    return wrapper
