"""A line to the server that breaks in the middle of a sending: a small relay that hangs up."""

import socket
import struct
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

PIECE = 16 * 1024


class CuttingLine:
    """Listens on a port of its own and passes everything on, until it is told to cut.

    While `cut_after` is set, each connection that sends more bytes than that is reset. `cuts` counts.
    """

    def __init__(self, host: str, port: int) -> None:
        self.place = (host, port)
        self.cut_after: int | None = None
        self.cuts = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://{host}:{self.listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                browser, _ = self.listener.accept()
                server = socket.create_connection(self.place)
                for work in ((self._send, browser, server), (self._answer, server, browser)):
                    threading.Thread(target=work[0], args=work[1:], daemon=True).start()

    def _send(self, browser: socket.socket, server: socket.socket) -> None:
        passed = 0
        with browser, server, suppress(OSError):
            while piece := browser.recv(PIECE):
                passed += len(piece)
                if self.cut_after is not None and passed > self.cut_after:
                    self.cuts += 1
                    # Hangs up at once, with what is on its way.
                    hard = struct.pack("ii", 1, 0)
                    browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, hard)
                    break
                server.sendall(piece)
            # The other thread still listens to the server, so closing alone would say nothing.
            server.shutdown(socket.SHUT_RDWR)

    def _answer(self, server: socket.socket, browser: socket.socket) -> None:
        with suppress(OSError):
            while piece := server.recv(PIECE):
                browser.sendall(piece)
            browser.shutdown(socket.SHUT_RDWR)
