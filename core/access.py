"""Every view says who may use it; a system check refuses a URL that does not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Rule:
    """What a view demands, in words for the check and the access matrix."""

    text: str


class MissingRight(PermissionDenied):
    """A member lacks a right; the 403 page says which, and who can give it."""

    def __init__(self, right: str, who_can_give: str) -> None:
        super().__init__(right)
        self.right = right
        self.who_can_give = who_can_give


def declare(view: View, rule: str) -> View:
    """Mark `view` as having decided who may use it."""
    view.access_rule = Rule(rule)  # type: ignore[attr-defined]
    return view


def public(*, because: str) -> Callable[[View], View]:
    """Open a view to anyone, logged in or not. `because` is the reason, for the reviewer."""

    def decorate(view: View) -> View:
        return declare(login_not_required(view), f"public: {because}")

    return decorate


def for_members(view: View) -> View:
    """Any logged-in person; the view shows only what `visible_to(request.user)` gives."""
    return declare(view, "logged in")


def rule_of(view: Callable[..., Any]) -> Rule | None:
    """The declared rule, or None when the view has not declared one."""
    rule = getattr(view, "access_rule", None)
    return rule if isinstance(rule, Rule) else None
