"""The demo's attached files are such as people may attach."""

from io import BytesIO

import pytest

from home.demo.files import as_bytes
from home.demo.food import FOOD
from home.demo.others import RESTRICTED, SAWMILL, TEXTILE
from home.demo.story import Chart, Note, Paper
from logbook.preparing import prepare

FILES = [
    file
    for story in (FOOD, TEXTILE, RESTRICTED, SAWMILL)
    for step in story.steps
    if isinstance(step, Note)
    for file in step.files
]


def test_the_demo_has_both_documents_and_pictures() -> None:
    assert {type(file) for file in FILES} == {Paper, Chart}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_of_the_demo_is_taken_in_under_its_own_name(file: Paper | Chart) -> None:
    prepared = prepare(BytesIO(as_bytes(file)), file.name)
    assert prepared.name == file.name
    assert 0 < prepared.size < 50_000
    assert as_bytes(file) == as_bytes(file)
    if isinstance(file, Chart):
        assert len(file.alt) <= 300
