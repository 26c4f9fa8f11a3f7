"""Small pages that ask the database nothing: for machines, on accessibility, on privacy."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.access import for_members, public
from core.htmx import render_page


@require_safe
@never_cache
@public(because="whoever watches the service has no account; it says nothing but that it answers")
def health(request: HttpRequest) -> HttpResponseBase:
    """For machines: the process answers. Touches neither database nor session."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@require_safe
@public(because="the law wants the statement open to everyone (2018:1937)")
def accessibility(request: HttpRequest) -> HttpResponseBase:
    """How well everyone can use the service, and where to say what does not work."""
    return render_page(request, "home/accessibility.html")


@require_safe
@public(because="everyone may know how personal data are handled before they log in")
def privacy(request: HttpRequest) -> HttpResponseBase:
    """Which personal data are kept, why, how long, and whom to ask."""
    return render_page(request, "home/privacy.html")


@require_safe
@for_members
def shortcuts(request: HttpRequest) -> HttpResponseBase:
    """Which keys do what, and how to turn them off."""
    return render_page(request, "home/shortcuts.html")
