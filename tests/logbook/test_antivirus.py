"""An antivirus program that is set up sees each file first; a small clamd speaks its protocol."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import Case
from logbook import antivirus
from logbook.files.kinds import NotAccepted
from logbook.models import Upload
from tests import files, make

BAD = b"X5O!P%@AP not the real thing"


class SmallClamd(threading.Thread):
    """Answers INSTREAM as clamd does: reads the pieces to the empty one, then judges."""

    def __init__(self, listener: socket.socket, verdict: bytes | None) -> None:
        super().__init__(daemon=True)
        self.listener, self.verdict = listener, verdict
        self.seen: list[bytes] = []

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while length := struct.unpack(">I", stream.read(4))[0]:
                    content += stream.read(length)
                self.seen.append(content)
                if self.verdict is not None:
                    bad = BAD in content
                    connection.sendall(b"stream: Eicar FOUND\0" if bad else self.verdict)


@pytest.fixture
def clamd(settings: Any, tmp_path: Path) -> Iterator[Callable[..., SmallClamd]]:
    """`clamd()`: a running clamd that the settings point at, over TCP or a Unix socket."""
    listeners: list[socket.socket] = []

    def start(kind: str = "tcp", verdict: bytes | None = b"stream: OK\0") -> SmallClamd:
        if kind == "tcp":
            listener = socket.create_server(("127.0.0.1", 0))
            settings.CLAMAV = f"tcp:127.0.0.1:{listener.getsockname()[1]}"
        else:
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(str(tmp_path / "clamd.ctl"))
            listener.listen()
            settings.CLAMAV = f"unix:{tmp_path / 'clamd.ctl'}"
        listeners.append(listener)
        server = SmallClamd(listener, verdict)
        server.start()
        return server

    yield start
    for listener in listeners:
        listener.close()


@pytest.mark.parametrize("kind", ["tcp", "unix"])
def test_a_clean_file_is_seen_whole_and_kept(
    kind: str, clamd: Callable[..., SmallClamd], case: Case, alice: User
) -> None:
    server = clamd(kind)
    content = b"a" * 200_000
    upload = make.upload(case, by=alice, name="a.txt", content=content)
    assert server.seen == [content]
    assert upload.size == len(content)


def test_a_picture_is_seen_as_it_was_sent(
    clamd: Callable[..., SmallClamd], case: Case, alice: User
) -> None:
    server = clamd()
    make.upload(case, by=alice, name="a.jpg", content=files.picture("JPEG"))
    assert server.seen == [files.picture("JPEG")]


def test_an_infected_file_is_refused(
    clamd: Callable[..., SmallClamd], case: Case, alice: User, file_folder: Path
) -> None:
    clamd()
    with pytest.raises(NotAccepted) as refused:
        make.upload(case, by=alice, name="a.txt", content=b"hej " + BAD)
    assert refused.value.reasons == [antivirus.INFECTED]
    assert not Upload.objects.exists()
    assert not list(file_folder.rglob("*"))


@pytest.mark.parametrize(
    "verdict", [b"INSTREAM size limit exceeded. ERROR\0", b"nonsense\0", b"", b"stream: OK FOUND"]
)
def test_an_answer_that_is_not_ok_lets_nothing_through(
    verdict: bytes, clamd: Callable[..., SmallClamd], case: Case, alice: User
) -> None:
    clamd(verdict=verdict)
    with pytest.raises(NotAccepted):
        make.upload(case, by=alice)
    assert not Upload.objects.exists()


@pytest.mark.parametrize("place", ["tcp:127.0.0.1:1", "unix:/nowhere/clamd.ctl"])
def test_a_program_that_is_down_refuses_with_a_clear_word_and_keeps_the_text(
    place: str, settings: Any, case: Case, alice: User, as_user: Callable[[User], Client]
) -> None:
    settings.CLAMAV = place
    client = as_user(alice)
    send, add = (reverse(f"logbook:{name}", args=[case.number]) for name in ("upload_add", "add"))
    answer = client.post(send, {"file": make.sent("a.pdf", files.pdf())})
    assert (answer.status_code, answer.content.decode()) == (422, antivirus.DOWN)
    form = {"what": "Möte", "when": "idag", "attachments": make.sent("a.pdf", files.pdf())}
    answer = client.post(add, form)
    assert answer.status_code == 422
    assert "Viruskontrollen svarar inte" in answer.content.decode()
    assert ">\nMöte</textarea>" in answer.content.decode()
    assert client.post(add, {"what": "Möte", "when": "idag"}).status_code == 302


def test_a_program_that_never_answers_is_not_waited_for_for_ever(
    clamd: Callable[..., SmallClamd], settings: Any, case: Case, alice: User
) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    settings.CLAMAV = f"tcp:127.0.0.1:{listener.getsockname()[1]}"
    settings.CLAMAV_TIMEOUT = 0.2
    with listener, pytest.raises(NotAccepted, match="svarar inte"):
        make.upload(case, by=alice)


def test_without_a_program_nothing_is_asked(settings: Any, case: Case, alice: User) -> None:
    assert settings.CLAMAV == ""
    make.upload(case, by=alice, name="a.txt", content=BAD)
    assert Upload.objects.count() == 1
