"""A meeting that is being written is kept as a draft, and takes files as a log entry does."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import User
from cases.models import Case, Group
from logbook.models import Attachment, Draft, LogEntry, Upload
from tests import files, make

AsUser = Callable[[User], Client]


@pytest.fixture
def group(case: Case, alice: User) -> Group:
    return make.group(case, by=alice)


def url(name: str, group: Group) -> str:
    return reverse(f"cases:{name}", args=[group.case.number, group.pk])


def written(**changes: Any) -> dict[str, Any]:
    return {
        "when": "2026-03-01",
        "what": "Läget på fabriken",
        "others": "En konsult",
        "decisions": "Beställa en analys",
        "once": str(uuid.uuid4()),
    } | changes


def test_what_is_written_comes_back_to_its_writer_alone(
    group: Group, alice: User, bo: User, as_user: AsUser
) -> None:
    data, client = written(), as_user(alice)
    kept = client.post(url("meeting_draft", group), data)
    assert kept.json()["kept"]
    page = client.get(url("meeting", group)).content.decode()
    form = next(f for f in html.fromstring(page).forms if "decisions" in f.fields)
    assert form.fields["what"].strip() == "Läget på fabriken"
    assert form.fields["decisions"].strip() == "Beställa en analys"
    assert form.fields["once"] == data["once"]
    assert "Läget på fabriken" not in as_user(bo).get(url("meeting", group)).content.decode()
    log = client.get(reverse("logbook:new", args=[group.case.number])).content.decode()
    assert "Läget på fabriken" not in log


def test_who_was_ticked_stays_ticked(group: Group, alice: User, as_user: AsUser) -> None:
    members = [
        make.group_member(group, make.written_in(name=name), by=alice)
        for name in ("Eva", "Per", "Bo")
    ]
    ticked = [str(member.pk) for member in members[:2]]
    as_user(alice).post(url("meeting_draft", group), written(present=ticked))
    page = html.fromstring(as_user(alice).get(url("meeting", group)).content.decode())
    boxes = page.cssselect("input[name=present][checked]")
    assert [box.get("value") for box in boxes] == ticked


def test_a_saved_or_thrown_draft_is_gone(group: Group, alice: User, as_user: AsUser) -> None:
    client, data = as_user(alice), written()
    client.post(url("meeting_draft", group), data)
    thrown = client.post(url("meeting_draft", group), data | {"slang": "ja"})
    assert thrown.status_code == 302
    assert not Draft.objects.exists()
    kept = client.post(url("meeting_draft", group), data | {"behall": "ja"}, follow=True)
    assert "Utkastet är sparat" in kept.content.decode()
    assert client.post(url("meeting_save", group), data).status_code == 302
    assert not Draft.objects.visible_to(alice).exists()
    assert LogEntry.objects.notes().get().what.endswith("Läget på fabriken")


def test_nothing_written_keeps_nothing_and_a_personal_number_stays_in_the_browser(
    group: Group, alice: User, as_user: AsUser
) -> None:
    client = as_user(alice)
    empty = written(what=" ", others="", decisions="")
    assert client.post(url("meeting_draft", group), empty).json() == {"kept": True, "words": ""}
    number = written(what="Ring Eva, 19811218-9876")
    assert not client.post(url("meeting_draft", group), number).json()["kept"]
    assert not Draft.objects.exists()
    assert client.post(url("meeting_draft", group), written(once="x")).status_code == 422


def test_files_come_along_with_the_meeting(group: Group, alice: User, as_user: AsUser) -> None:
    client, data = as_user(alice), written()
    sent = data | {"attachments": make.sent("protokoll.pdf", files.pdf())}
    assert client.post(url("meeting_save", group), sent).status_code == 302
    (attached,) = Attachment.objects.all()
    assert attached.name == "protokoll.pdf"
    # A double click leaves neither a second entry nor a file that waits.
    again = data | {"attachments": make.sent("protokoll.pdf", files.pdf())}
    assert client.post(url("meeting_save", group), again).status_code == 302
    assert LogEntry.objects.notes().count() == 1
    assert not Upload.objects.exists()


def test_a_file_outlives_a_refused_form_and_a_draft(
    group: Group, alice: User, as_user: AsUser
) -> None:
    client, data = as_user(alice), written(what="")
    sent = data | {"attachments": make.sent("protokoll.pdf", files.pdf())}
    refused = client.post(url("meeting_save", group), sent)
    assert refused.status_code == 422
    assert "protokoll.pdf" in refused.content.decode()
    waiting = Upload.objects.get()
    kept = written(upload=str(waiting.pk))
    client.post(url("meeting_draft", group), kept)
    assert "protokoll.pdf" in client.get(url("meeting", group)).content.decode()
    assert client.post(url("meeting_save", group), kept).status_code == 302
    assert Attachment.objects.get().name == "protokoll.pdf"
