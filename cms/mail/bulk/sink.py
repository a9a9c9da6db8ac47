"""A mail server within this process that takes everything and keeps nothing: where a rehearsal goes."""

from __future__ import annotations

import smtplib
import socket
from threading import Thread
from types import TracebackType

from .conversation import Conversation

HERE = "127.0.0.1"
GREETING = b"220 rehearsal.invalid\r\n"
ABILITIES = b"250-rehearsal.invalid\r\n250-PIPELINING\r\n250 8BITMIME\r\n"
PATIENCE = 30.0  # seconds


class Sink:
    """Use as a context manager. Listens at a free port of this machine alone, for one connection after the other."""

    def __init__(self) -> None:
        self.messages = self.octets = 0

    def __enter__(self) -> Sink:
        self._listener = socket.create_server((HERE, 0))
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Closing alone would leave a thread that waits in accept() waiting.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(PATIENCE)

    def open(self) -> Conversation:
        """Return a line to this server, whatever the settings say of mail."""
        smtp = smtplib.SMTP(HERE, self._listener.getsockname()[1], local_hostname="rehearsal.invalid", timeout=PATIENCE)
        smtp.ehlo()
        return Conversation(smtp)

    def _serve(self) -> None:
        while True:
            try:
                line, _address = self._listener.accept()
            except OSError:  # closed: the rehearsal is over
                return
            with line:
                line.settimeout(PATIENCE)
                try:
                    self._talk(line)
                except OSError:  # hung up
                    continue

    def _talk(self, line: socket.socket) -> None:
        line.sendall(GREETING)
        with line.makefile("rb") as lines:
            while command := lines.readline():
                verb = command[:4].upper().strip()
                if verb == b"EHLO":
                    line.sendall(ABILITIES)
                elif verb == b"DATA":
                    line.sendall(b"354 go on\r\n")
                    while (content := lines.readline()) not in (b".\r\n", b""):
                        self.octets += len(content)
                    self.messages += 1
                    line.sendall(b"250 taken\r\n")
                else:
                    line.sendall(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
                    if verb == b"QUIT":
                        return
