"""A line between whoever sends and a mail server that is cut after so many bytes."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum

PATIENCE = 20.0  # seconds


class Way(Enum):
    """Whose bytes are counted: of what is sent, or of what is answered."""

    SENT = "sent"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Cut:
    """After how many bytes, of which way, and whether by a reset (RST) or an ordinary end (FIN)."""

    way: Way
    after: int
    resets: bool


@dataclass
class Line:
    """Listens at `port` and passes on to another. `cuts` are used up by one connection each; others are left alone.

    What came before the cut is passed on first. passed: how many bytes went each way over all connections.
    """

    to_port: int
    cuts: list[Cut] = field(default_factory=list)
    passed: dict[Way, int] = field(default_factory=lambda: dict.fromkeys(Way, 0))
    was_cut: int = 0
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Line:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join(PATIENCE)
        self.settle()

    def settle(self) -> None:
        """Wait until all that has been passed on so far has been read by the server."""
        while self._threads:
            self._threads.pop().join(PATIENCE)

    def _accept(self) -> None:
        while True:
            try:
                sender, _address = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.to_port), PATIENCE)
            cut = self.cuts.pop(0) if self.cuts else None
            for way, source, sink in ((Way.SENT, sender, server), (Way.ANSWERED, server, sender)):
                limit = cut.after if cut is not None and cut.way is way else None
                ends = (sender, server, cut)
                thread = threading.Thread(target=self._pass_on, args=(way, source, sink, limit, ends), daemon=True)
                thread.start()
                self._threads.append(thread)

    def _pass_on(
        self, way: Way, source: socket.socket, sink: socket.socket, limit: int | None,
        ends: tuple[socket.socket, socket.socket, Cut | None],
    ) -> None:  # fmt: skip
        passed = 0
        try:
            while content := source.recv(65536):
                if limit is not None and passed + len(content) >= limit:
                    sink.sendall(content[: limit - passed])
                    self.passed[way] += limit - passed
                    self._cut(*ends)
                    return
                sink.sendall(content)
                passed += len(content)
                self.passed[way] += len(content)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        if way is Way.ANSWERED:  # the server has hung up: there is nothing more to pass on
            for end in ends[:2]:
                end.close()

    def _cut(self, sender: socket.socket, server: socket.socket, cut: Cut | None) -> None:
        self.was_cut += 1
        resets = cut is not None and cut.resets
        if resets:
            sender.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        with suppress(OSError):  # it has hung up meanwhile
            # Wakes the thread that reads from it: as long as one does, closing changes nothing.
            sender.shutdown(socket.SHUT_RD if resets else socket.SHUT_RDWR)
        sender.close()
        server.shutdown(socket.SHUT_WR)  # it reads what came before, and sees the end then
