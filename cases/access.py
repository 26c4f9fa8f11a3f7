"""`@case_view`: a view is handed the case, never its number. Also the frame of a case's pages."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import WHO_CAN_GIVE, Permission
from cases.models import Case
from cases.queries import Standing, standing_of
from core.access import MissingRight, declare
from core.actions import acting_as
from core.forms import Form
from core.htmx import render_page
from logbook.events import Audience, Event
from logbook.record import record


class MemberRequest(HttpRequest):
    """A request by a logged-in person."""

    user: User


class CaseRequest(MemberRequest):
    """A request by a logged-in person to a page of a case."""

    standing: Standing


@dataclass(frozen=True)
class Tab:
    """A page of the case in its menu, and what one must be allowed to see it."""

    key: str
    label: str
    url_name: str
    permission: Permission = Permission.VIEW_CASE


TABS = (
    Tab("case", "Översikt", "cases:page"),
    Tab("logbook", "Loggbok", "logbook:list"),
    Tab("measures", "Insatser", "measures:list"),
    Tab("phases", "Faser", "cases:phases"),
    Tab("groups", "Grupper", "cases:groups", Permission.VIEW_INSIDE),
    Tab("documents", "Dokument", "cases:documents"),
    Tab("figures", "Siffror", "figures:page"),
    Tab("clock", "Klockan", "figures:clock"),
    Tab("self-assessment", "Självskattning", "figures:assessments", Permission.VIEW_INSIDE),
    Tab("reports", "Rapporter", "reports:list", Permission.VIEW_INSIDE),
    Tab("history", "Historik", "cases:history", Permission.VIEW_INSIDE),
)


def render_case_page(
    request: CaseRequest,
    case: Case,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    tab: str,
    partials: Sequence[str] = (),
    status: int = 200,
) -> TemplateResponse:
    """Render a page of a case; templates extend `cases/case_base.html`."""
    whole = case_frame(request, case, tab=tab) | dict(context or {})
    return render_page(request, template, whole, partials=partials, status=status)


def case_frame(request: CaseRequest, case: Case, *, tab: str) -> dict[str, Any]:
    """What every page of a case shows: `case`, `standing`, `may` (permission name → bool), the tabs."""
    standing = request.standing
    return {
        "case": case,
        "standing": standing,
        "may": {permission.value: standing.may(permission) for permission in Permission},
        "tabs": [tab for tab in TABS if standing.may(tab.permission)],
        "current_tab": tab,
    }


def case_view(
    permission: Permission,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Find the case inside `visible_to(request.user)`.

    Stranger, or no such case: 404, alike to the number of queries. Member without the right: 403,
    which says which right is missing and who can give it.
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def wrapper(
            request: CaseRequest, number: str, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            visible = Case.objects.visible_to(request.user).numbered(number)
            case = get_object_or_404(visible.select_related("responsible", "deputy"))
            request.standing = standing_of(request.user, case)
            if not request.standing.may(permission):
                raise MissingRight(permission.label, WHO_CAN_GIVE[permission])
            return view(request, case, *args, **kwargs)

        return declare(wrapper, f"case: {permission.value}")

    return decorate


def from_inside(request: CaseRequest) -> None:
    """A guest may be allowed to write in the logbook, and nowhere else: 403 with the reason."""
    if not request.standing.is_inside:
        needed = Permission.VIEW_INSIDE
        raise MissingRight(needed.label, WHO_CAN_GIVE[needed])


@dataclass
class Saving:
    """What is being saved: a form of `case`, which an action may be about to make."""

    case: Case | None


@contextmanager
def saving(
    request: MemberRequest,
    form: Form,
    case: Case | None = None,
    *,
    audience: Audience | None = None,
) -> Iterator[Saving]:
    """Put this round the action that saves a form of a case.

    What the writer has declared to be no personal number is logged in the action's own
    transaction, for the same readers as what was written (`audience`); never the digits. Soft
    hints on the texts become messages. When the action raises, nothing is logged or said.
    """
    saved = Saving(case)
    labels = form.declared_in
    with acting_as(request.user) if labels else nullcontext():
        yield saved
        for label in labels:
            assert saved.case is not None
            record(
                case=saved.case,
                event=Event.DIGITS_DECLARED,
                actor=request.user,
                at=timezone.now(),
                audience=audience,
                label=label,
            )
    for hint in form.hints:
        messages.info(request, f"Kontrollera texten. {hint}")
