"""Attached files in a store that speaks S3: moto's server, a process of its own."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import Case
from core.actions import Refused
from core.filestore import store_from
from logbook import stores, tidying
from logbook.models import Upload
from tests import files, make

BUCKET = "omstallning"


@pytest.fixture(scope="module")
def s3_address() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"},
        text=True,
    )
    assert server.stderr
    # It says so when it listens.
    for line in server.stderr:
        if "Running on" in line:
            break
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait()
    server.stderr.close()


@pytest.fixture
def s3(s3_address: str, settings: Any) -> Any:
    """The bucket, empty, as the environment of production would set it up."""
    environ = {
        "OMSTALLNING_S3_BUCKET": BUCKET,
        "OMSTALLNING_S3_ENDPOINT": s3_address,
        "OMSTALLNING_S3_REGION": "eu-north-1",
        "OMSTALLNING_S3_KEY": "key",
        "OMSTALLNING_S3_SECRET": "secret",
    }
    settings.STORAGES = settings.STORAGES | {"attachments": store_from(environ, Path("/nowhere"))}
    connection: Any = stores.store().connection  # type: ignore[attr-defined]
    bucket = connection.Bucket(BUCKET)
    bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
    yield bucket
    bucket.objects.all().delete()
    bucket.delete()


def keys(bucket: Any) -> set[str]:
    return {item.key for item in bucket.objects.all()}


def test_a_file_goes_to_the_bucket_and_comes_back(
    s3: Any, case: Case, alice: User, as_user: Callable[[User], Client]
) -> None:
    picture = make.upload(case, by=alice, name="a.jpg", content=files.picture("JPEG"))
    large = make.upload(case, by=alice, name="b.txt", content=b"rad\n" * 2_500_000)
    entry = make.entry_with_files(case, picture, large, by=alice)
    assert keys(s3) == {
        f"attachments/{name}" for name in (picture.key, f"{picture.key}-small", large.key)
    }
    client = as_user(alice)
    pages = [
        reverse("logbook:attachment", args=[case.number, entry.entry, file.pk])
        for file in entry.attachments.in_order()
    ]
    answers = [client.get(url) for url in (*pages, f"{pages[0]}liten/")]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert b"".join(answers[1].streaming_content) == b"rad\n" * 2_500_000
    assert b"".join(answers[2].streaming_content)[8:12] == b"WEBP"
    assert not list(tidying.faults())


def test_what_no_row_knows_is_swept_from_the_bucket(s3: Any, case: Case, alice: User) -> None:
    upload = make.upload(case, by=alice)
    s3.put_object(Key=f"attachments/{case.pk}/{'0' * 32}", Body=b"lost")
    assert tidying.sweep_store(before=make.now() - timedelta(days=1)) == 0
    assert tidying.sweep_store(before=make.now() + timedelta(minutes=1)) == 1
    assert keys(s3) == {f"attachments/{upload.key}"}


def test_a_lost_file_is_told(
    s3: Any, case: Case, alice: User, as_user: Callable[[User], Client]
) -> None:
    entry = make.entry_with_files(case, make.upload(case, by=alice), by=alice)
    s3.objects.all().delete()
    file = entry.attachments.get()
    url = reverse("logbook:attachment", args=[case.number, entry.entry, file.pk])
    assert as_user(alice).get(url).status_code == 503
    assert ["finns inte" in fault for fault in tidying.faults()] == [True]


def test_a_store_that_is_down_refuses_in_words_and_fetches_in_words(
    s3: Any, case: Case, alice: User, settings: Any, as_user: Callable[[User], Client]
) -> None:
    entry = make.entry_with_files(case, make.upload(case, by=alice), by=alice)
    environ = {"OMSTALLNING_S3_BUCKET": BUCKET, "OMSTALLNING_S3_ENDPOINT": "http://127.0.0.1:1"}
    environ |= {"OMSTALLNING_S3_KEY": "k", "OMSTALLNING_S3_SECRET": "s"}
    down = store_from(environ, Path("/nowhere"))
    before = settings.STORAGES
    settings.STORAGES = before | {"attachments": down}
    with pytest.raises(Refused, match="kunde inte sparas just nu"):
        make.upload(case, by=alice)
    file = entry.attachments.get()
    url = reverse("logbook:attachment", args=[case.number, entry.entry, file.pk])
    assert as_user(alice).get(url).status_code == 503
    assert not Upload.objects.exists()
    settings.STORAGES = before


def test_without_a_bucket_files_lie_in_a_folder() -> None:
    options = store_from({}, Path("/var/lib/omstallning"))["OPTIONS"]
    assert options["location"] == Path("/var/lib/omstallning/attachments")
