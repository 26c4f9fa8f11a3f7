"""Makes an exercise that is full of everything, through the real actions."""

from typing import Any

import pytest

from accounts.models import Organisation, User
from cases import actions
from cases.models import Case
from tests import make


def full_exercise(
    organisation: Organisation,
    *,
    by: User,
    deputy: User,
    canary: str,
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[Case, dict[str, Any]]:
    """The case of `make.full_case`, marked as an exercise; others that come with it are real."""
    real = actions.open_case
    opened: list[Case] = []

    def opens_the_first_as_exercise(**values: Any) -> Case:
        opened.append(real(**values, is_exercise=not opened))
        return opened[-1]

    with monkeypatch.context() as patch:
        patch.setattr(actions, "open_case", opens_the_first_as_exercise)
        return make.full_case(organisation, by=by, deputy=deputy, canary=canary)
