"""The bytes of an SMTP connection: written whole, read as they come, with patience that costs no call of its own."""

import socket
import ssl
import struct
from typing import Any

MOST_AT_ONCE = 65536


class LineBroken(Exception):
    """The server hung up, or did not answer in time."""


class Wire:
    """A connected socket. On a plain one the kernel keeps the time: Python would ask it before every call."""

    def __init__(self, sock: socket.socket, patience: float):
        self._sock = sock
        self._is_plain = not isinstance(sock, ssl.SSLSocket)
        self._patience = 0.0
        # The end of a message must not wait for the acknowledgement of its beginning.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._is_plain:
            sock.settimeout(None)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _timeval(patience))
        self.be_patient(patience)

    def be_patient(self, seconds: float) -> None:
        """Wait for what is read next no longer than this."""
        if seconds == self._patience:
            return
        self._patience = seconds
        if self._is_plain:
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _timeval(seconds))
        else:
            self._sock.settimeout(seconds)

    def write(self, data: bytes, more: bytes = b"") -> None:
        """Write all of it. Raises LineBroken; part of it may have left then."""
        try:
            if more and self._is_plain:
                sent = self._sock.sendmsg([data, more])  # without a copy of what is large
                if sent == len(data) + len(more):
                    return
                data, more = (data + more)[sent:], b""
            self._sock.sendall(data + more)
        except OSError as error:
            raise LineBroken(_name(error)) from error

    def read(self) -> bytes:
        """Return what has come, at least a byte. Raises LineBroken."""
        try:
            more = self._sock.recv(MOST_AT_ONCE)
        except OSError as error:
            raise LineBroken(_name(error)) from error
        if not more:
            raise LineBroken("hung up")
        return more

    def say_good_bye(self) -> None:
        """Send QUIT without waiting for its answer, nor for long."""
        try:
            self.be_patient(2)
            self._sock.sendall(b"QUIT\r\n")
        except OSError:
            pass


def _name(error: OSError) -> str:
    # What the kernel calls "would block" is that its time is up: the socket blocks.
    return TimeoutError.__name__ if isinstance(error, BlockingIOError) else type(error).__name__


def _timeval(seconds: float) -> Any:
    whole = int(seconds)
    return struct.pack("ll", whole, int((seconds - whole) * 1_000_000))
