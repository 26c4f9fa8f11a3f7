"""`@organisation_view`: a view is handed the organisation, never its id."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from accounts.models import Organisation, User
from accounts.permissions import Role
from accounts.queries import admin_names, organisations_of, roles_in
from core.access import MissingRight, declare

View = Callable[..., HttpResponseBase]


class MemberRequest(HttpRequest):
    """A request by a logged-in person; on an organisation's pages with their roles there."""

    user: User
    roles: frozenset[str]


def organisation_view(
    *, admin: bool = False, right: str = "hantera medlemmar och roller"
) -> Callable[[View], View]:
    """Find the organisation among those where the person is a member.

    Outsider, or no such organisation: 404. With `admin`, a member who is not its administrator
    gets 403, which says who is, and what `right` is missing.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(
            request: MemberRequest, organisation: int, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            found = get_object_or_404(organisations_of(request.user), pk=organisation)
            request.roles = roles_in(request.user, found)
            if admin and Role.ADMIN not in request.roles:
                raise MissingRight(f"{right} i {found.name}", who_can_give(found))
            return view(request, found, *args, **kwargs)

        return declare(wrapper, "organisation: admin" if admin else "organisation: member")

    return decorate


def who_can_give(organisation: Organisation) -> str:
    """The administrators in words."""
    names = admin_names(organisation)
    if not names:
        return "den som sköter systemet: organisationen har ingen förvaltare"
    return f"organisationens förvaltare: {', '.join(names)}"
