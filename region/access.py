"""`@coordinator_view`: a view is handed the regions that the person coordinates."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.models import Organisation, User
from core.access import MissingRight, declare
from region.queries import regions_of

View = Callable[..., HttpResponseBase]


class CoordinatorRequest(HttpRequest):
    """A request by a coordinator."""

    user: User
    regions: list[Organisation]


def coordinator_view(view: View) -> View:
    """Whoever coordinates no region gets 403, which says who can give the right."""

    @wraps(view)
    def wrapper(request: CoordinatorRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.regions = regions_of(request.user)
        if not request.regions:
            raise MissingRight(
                "ta fram länsrapporter",
                "regionens förvaltare, som kan ge dig rollen regional samordnare",
            )
        return view(request, *args, **kwargs)

    return declare(wrapper, "region: coordinator")
