"""Asks an antivirus program (clamd) about a file, when one is set up: its INSTREAM command."""

import logging
import socket
import struct
from typing import BinaryIO

from django.conf import settings

from logbook.files.kinds import NotAccepted

logger = logging.getLogger(__name__)

CHUNK = 64 * 1024
LONGEST_ANSWER = 4096
INFECTED = "Viruskontrollen stoppade filen. Den sparas inte. Kontakta kommunens it-stöd."
DOWN = (
    "Viruskontrollen svarar inte, och utan den tas inga filer emot. "
    "Försök igen om en stund, eller spara loggposten utan bilagan."
)


def refuse_infected(file: BinaryIO) -> None:
    """Let clamd read the whole file. Raises NotAccepted for malware, and when clamd does not answer.

    Does nothing when no antivirus program is set up. Leaves the file at its beginning.
    """
    if not settings.CLAMAV:
        return
    try:
        answer = _answer(file)
    except OSError as error:
        logger.exception("clamd does not answer at %s", settings.CLAMAV)
        raise NotAccepted(DOWN) from error
    finally:
        file.seek(0)
    if answer.endswith("FOUND"):
        logger.warning("clamd stopped a file: %s", answer)
        raise NotAccepted(INFECTED)
    if answer != "stream: OK":
        logger.error("clamd could not judge a file: %s", answer)
        raise NotAccepted(DOWN)


def _answer(file: BinaryIO) -> str:
    with _connected() as connection:
        connection.sendall(b"zINSTREAM\0")
        file.seek(0)
        while chunk := file.read(CHUNK):
            connection.sendall(struct.pack(">I", len(chunk)) + chunk)
        connection.sendall(struct.pack(">I", 0))
        received = b""
        while b"\0" not in received and len(received) < LONGEST_ANSWER:
            part = connection.recv(LONGEST_ANSWER)
            if not part:
                break
            received += part
    return received.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _connected() -> socket.socket:
    kind, _, place = settings.CLAMAV.partition(":")
    if kind == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(settings.CLAMAV_TIMEOUT)
        connection.connect(place)
        return connection
    host, _, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=settings.CLAMAV_TIMEOUT)
