"""What a package holds as data: every model that hangs on a case, every field, all with words."""

import pytest
from django.apps import apps
from django.db import models

from archive.columns import columns_of
from archive.contents import ALL_PARTS, LEFT_OUT, PARTS, Part
from archive.words import FIELD_WORDS
from cases.models import Case
from tests.test_architecture import APPS

OURS = [m for m in apps.get_models() if m.__module__.split(".")[0] in APPS]


def hanging_on_a_case() -> set[type[models.Model]]:
    """The case, and every model that leads to it by foreign keys, however many."""
    found: set[type[models.Model]] = {Case}
    while True:
        more = {
            model
            for model in OURS
            for field in model._meta.concrete_fields
            if field.related_model in found
        } - found
        if not more:
            return found
        found |= more


def test_every_model_of_a_case_is_packed_or_left_out_with_a_reason() -> None:
    packed = {part.model for part in PARTS}
    left_out = {apps.get_model(label) for label in LEFT_OUT}
    assert not packed & left_out
    assert packed | left_out == hanging_on_a_case()
    assert all(LEFT_OUT.values())


@pytest.mark.parametrize("part", ALL_PARTS, ids=lambda part: part.table)
def test_every_field_is_described_or_left_out_with_a_reason(part: Part) -> None:
    names = {field.name for field in part.model._meta.concrete_fields}
    assert set(part.leave_out) <= names
    assert all(part.leave_out.values())
    assert all(column.words for column in columns_of(part))
    assert {c.field.name for c in columns_of(part)} == names - set(part.leave_out)


def test_no_words_are_left_of_fields_that_are_gone() -> None:
    used = {f"{part.table}.{field.name}" for part in ALL_PARTS for field in part.fields}
    used |= {field.name for part in ALL_PARTS for field in part.fields}
    assert set(FIELD_WORDS) <= used
