"""Shows a new calendar address once: the secret waits in the owner's own browser, never on the server."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

COOKIE = "omstallning_calendar"
SECONDS = 300


def hand_over(response: HttpResponseBase, secret: str, *, page: str) -> None:
    """Let `page`, and no other, show the secret when it is fetched next."""
    response.set_signed_cookie(  # type: ignore[attr-defined]
        COOKIE,
        secret,
        max_age=SECONDS,
        path=page,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def handed_over(request: HttpRequest) -> str:
    """The whole address that waits to be shown on this page; empty when none does."""
    secret = request.get_signed_cookie(COOKIE, default="", max_age=SECONDS)
    return request.build_absolute_uri(reverse("calendar:feed", args=[secret])) if secret else ""


def forget(response: HttpResponseBase, *, page: str) -> None:
    """Shown once is enough."""
    response.delete_cookie(COOKIE, path=page, samesite="Strict")  # type: ignore[attr-defined]
