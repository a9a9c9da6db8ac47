"""An SMTP connection for many messages, RFC 5321, with command pipelining where the server offers it, RFC 2920.

With pipelining the content of one message and the envelope of the next leave in one write: a message costs one round
trip where the plain dialogue takes four.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.mail import get_connection

from cms.mail.outcomes import Outcome, Result, Stage, meaning
from cms.mail.states import Reason
from cms.mail.transport import PATIENCE_AFTER_DOT

MOST_BYTES_OF_A_REPLY = 65536
REPLY_LINE = re.compile(rb"(\d{3})([ -]?)([^\r\n]*)\r?\n")


@dataclass(frozen=True)
class Message:
    """What goes over the wire: `content` has lines ended by CR LF, and none begins with a dot."""

    pk: int
    return_path: str
    recipient: str
    content: bytes


class LineBroken(Exception):
    """The server hung up, or did not answer in time."""


class Conversation:
    """One open connection. Whoever hands over hears of each step before and after it matters."""

    def __init__(self, smtp: smtplib.SMTP):
        assert smtp.sock is not None
        self._smtp = smtp
        self._sock: Any = smtp.sock
        self._buffer = b""
        self._timeout = smtp.timeout
        self._pipelines = smtp.has_extn("pipelining")
        self._says_size = smtp.has_extn("size")
        self.is_open = True

    @classmethod
    def open(cls) -> "Conversation | Outcome":
        """Connect as Django's settings say: host, account, TLS with the server's certificate verified.

        Returns the outcome, of kind LINE, when that fails.
        """
        backend: Any = get_connection(fail_silently=False)
        try:
            backend.open()
            backend.connection.ehlo_or_helo_if_needed()
        except smtplib.SMTPResponseException as error:
            reply = error.smtp_error
            text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
            return meaning(Stage.CONNECT, error.smtp_code, text)
        except (smtplib.SMTPNotSupportedError, ssl.SSLError) as error:
            return Outcome(Result.LINE, Reason.SERVER_SETUP, reply=type(error).__name__)
        except OSError as error:  # smtplib's other exceptions are OSErrors too
            return Outcome(Result.LINE, Reason.SERVER_AWAY, reply=type(error).__name__)
        return cls(backend.connection)

    def deliver(
        self, messages: Iterator[Message], *, before_dot: Callable[[int], None], after: Callable[[int, Outcome], None]
    ) -> None:
        """Hand messages over until there are no more or the line is no good; `is_open` says which.

        before_dot(pk) is called before anything of the content leaves, after(pk, outcome) when the outcome is known.
        For those that were not handed over because the line failed on another, neither is called.
        """
        message = next(messages, None)
        if message is None:
            return
        if self._pipelines:
            self._write_or_break(self._envelope(message), lambda outcome, pk=message.pk: after(pk, outcome))
        while message is not None and self.is_open:
            message = self._one(message, messages, before_dot, after)

    def close(self) -> None:
        """Hang up."""
        if self.is_open:
            try:
                self._sock.settimeout(2)
                self._sock.sendall(b"QUIT\r\n")
            except OSError:
                pass
        self.is_open = False
        self._smtp.close()

    # One message -----------------------------------------------------------------------------------------------

    def _one(
        self, message: Message, messages: Iterator[Message], before_dot: Callable[[int], None],
        after: Callable[[int, Outcome], None],
    ) -> Message | None:  # fmt: skip
        """Finish a message whose envelope is on its way, and send the next envelope; return that next message."""
        try:
            refusal = self._read_envelope(message) if self._pipelines else self._speak_envelope(message)
        except LineBroken as error:
            self._give_up()
            after(message.pk, Outcome(Result.LINE, Reason.LINE_BROKEN, reply=str(error)))
            return None
        if refusal is not None:
            after(message.pk, refusal)
            if refusal.result is Result.LINE:
                self._give_up()
                return None
            following = next(messages, None)
            announced = b"RSET\r\n" + (self._envelope(following) if following and self._pipelines else b"")
            try:
                self._write(announced)
                self._read()
            except LineBroken:
                self._give_up()
                return None
            return following
        following = next(messages, None)
        announced = self._envelope(following) if following and self._pipelines else b""
        before_dot(message.pk)
        outcome = self._content(message, announced)
        after(message.pk, outcome)
        if outcome.result in {Result.DOUBT, Result.LINE}:
            self._give_up()
            return None
        return following

    def _content(self, message: Message, announced: bytes) -> Outcome:
        ending = b".\r\n" if message.content.endswith(b"\r\n") else b"\r\n.\r\n"
        try:
            self._write(message.content + ending + announced)
            self._sock.settimeout(PATIENCE_AFTER_DOT)
            code, text = self._read()
            self._sock.settimeout(self._timeout)
        except (LineBroken, OSError) as error:
            # The kernel may have sent all of it although the write failed.
            return Outcome(Result.DOUBT, Reason.LINE_BROKEN, reply=type(error).__name__)
        return Outcome(Result.SENT, code=code) if code // 100 == 2 else meaning(Stage.CONTENT, code, text)

    # The envelope ----------------------------------------------------------------------------------------------

    def _envelope(self, message: Message) -> bytes:
        return b"".join(self._commands(message))

    def _commands(self, message: Message) -> tuple[bytes, bytes, bytes]:
        size = f" SIZE={len(message.content)}" if self._says_size else ""
        return (
            f"MAIL FROM:<{message.return_path}>{size}\r\n".encode("ascii"),
            f"RCPT TO:<{message.recipient}>\r\n".encode("ascii"),
            b"DATA\r\n",
        )

    def _read_envelope(self, message: Message) -> Outcome | None:
        """Read the three answers of a pipelined envelope; None when the content may follow."""
        sender = self._read()
        if sender[0] == 421:
            return meaning(Stage.SENDER, *sender)
        recipient = self._read()
        if recipient[0] == 421:
            return meaning(Stage.RECIPIENT, *recipient)
        data = self._read()
        refusal = _refusal(sender, recipient, data)
        if refusal is not None and data[0] == 354:
            # RFC 2920 section 3.1: DATA may be accepted although no recipient was. End it with nothing in it.
            self._write(b".\r\n")
            self._read()
        return refusal

    def _speak_envelope(self, message: Message) -> Outcome | None:
        """Send the envelope one command at a time; None when the content may follow."""
        mail, rcpt, data = self._commands(message)
        for stage, command, good in (
            (Stage.SENDER, mail, {250}), (Stage.RECIPIENT, rcpt, {250, 251}), (Stage.CONTENT, data, {354}),
        ):  # fmt: skip
            self._write(command)
            code, text = self._read()
            if code not in good:
                return meaning(stage, code, text)
        return None

    # The line --------------------------------------------------------------------------------------------------

    def _write_or_break(self, data: bytes, broken: Callable[[Outcome], None]) -> None:
        try:
            self._write(data)
        except LineBroken as error:
            self._give_up()
            broken(Outcome(Result.LINE, Reason.LINE_BROKEN, reply=str(error)))

    def _write(self, data: bytes) -> None:
        try:
            self._sock.sendall(data)
        except OSError as error:
            raise LineBroken(type(error).__name__) from error

    def _read(self) -> tuple[int, str]:
        """Return code and text of one answer, which may have several lines."""
        texts: list[bytes] = []
        while True:
            end = self._buffer.find(b"\n") + 1
            if not end:
                self._fill()
                continue
            line, self._buffer = self._buffer[:end], self._buffer[end:]
            match = REPLY_LINE.fullmatch(line)
            if match is None:
                raise LineBroken("not an answer of SMTP")
            texts.append(match[3])
            if match[2] != b"-":
                return int(match[1]), b" ".join(texts).decode("utf-8", "replace")

    def _fill(self) -> None:
        try:
            more = self._sock.recv(MOST_BYTES_OF_A_REPLY)
        except OSError as error:
            raise LineBroken(type(error).__name__) from error
        if not more or len(self._buffer) > MOST_BYTES_OF_A_REPLY:
            raise LineBroken("hung up")
        self._buffer += more

    def _give_up(self) -> None:
        """Let go of a line that does not answer, without waiting for its good-bye."""
        self.is_open = False
        self._smtp.close()


def _refusal(sender: tuple[int, str], recipient: tuple[int, str], data: tuple[int, str]) -> Outcome | None:
    if sender[0] != 250:
        return meaning(Stage.SENDER, *sender)
    if recipient[0] not in {250, 251}:
        return meaning(Stage.RECIPIENT, *recipient)
    return meaning(Stage.CONTENT, *data) if data[0] != 354 else None
