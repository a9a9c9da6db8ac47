"""An SMTP connection for many messages, RFC 5321, with command pipelining where the server offers it, RFC 2920.

With pipelining the content of one message and the envelope of the next leave in one write: a message costs one round
trip where the plain dialogue takes four.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.mail import get_connection

from cms.mail.outcomes import Outcome, Result, Stage, meaning
from cms.mail.states import Reason
from cms.mail.transport import PATIENCE_AFTER_DOT

from .wire import LineBroken, Wire

MOST_BYTES_OF_A_REPLY = 65536
DOUBT, LINE = Result.DOUBT, Result.LINE
REPLY_LINE = re.compile(rb"(\d{3})([ -]?)([^\r\n]*)\r?\n")
# The dot was answered with yes, and so was the envelope of the next: what comes nearly always, in one piece.
TAKEN = re.compile(rb"(2\d\d) [^\r\n]*\r?\n")
TAKEN_AND_NEXT = re.compile(TAKEN.pattern + rb"250 [^\r\n]*\r?\n25[01] [^\r\n]*\r?\n354 [^\r\n]*\r?\n")


class Message(NamedTuple):
    """What goes over the wire: `content` has lines ended by CR LF, and none begins with a dot."""

    pk: int
    return_path: str
    recipient: str
    content: bytes


class Conversation:
    """One open connection. Whoever hands over hears of each step before and after it matters."""

    def __init__(self, smtp: smtplib.SMTP):
        assert smtp.sock is not None
        self._smtp = smtp
        self._timeout = smtp.timeout or PATIENCE_AFTER_DOT
        self._wire = Wire(smtp.sock, self._timeout)
        self._buffer = b""
        self._next_is_accepted = False
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
            try:
                self._wire.write(self._envelope(message))
            except LineBroken as error:
                self._give_up()
                after(message.pk, Outcome(Result.LINE, Reason.LINE_BROKEN, reply=str(error)))
        while message is not None and self.is_open:
            message = self._one(message, messages, before_dot, after)

    def close(self) -> None:
        """Hang up."""
        if self.is_open:
            self._wire.say_good_bye()
        self.is_open = False
        self._smtp.close()

    # One message -----------------------------------------------------------------------------------------------

    def _one(
        self, message: Message, messages: Iterator[Message], before_dot: Callable[[int], None],
        after: Callable[[int, Outcome], None],
    ) -> Message | None:  # fmt: skip
        """Finish a message whose envelope is on its way, and send the next envelope; return that next message."""
        refusal = None
        try:
            if not self._pipelines:
                refusal = self._speak_envelope(message)
            elif not self._next_is_accepted:
                refusal = self._read_envelope(message)
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
                self._wire.write(announced)
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
        if outcome.result is DOUBT or outcome.result is LINE:
            self._give_up()
            return None
        return following

    def _content(self, message: Message, announced: bytes) -> Outcome:
        self._next_is_accepted = False
        ending = b".\r\n" if message.content.endswith(b"\r\n") else b"\r\n.\r\n"
        try:
            self._wire.write(message.content, ending + announced)
            self._wire.be_patient(PATIENCE_AFTER_DOT)
            self._buffer += self._wire.read()
            sent = _all_well(self._buffer, bool(announced))
            if sent is not None:
                self._buffer, self._next_is_accepted = b"", bool(announced)
                return sent
            code, text = self._read()
            self._wire.be_patient(self._timeout)
        except LineBroken as error:
            # The kernel may have sent all of it although the write failed.
            return Outcome(Result.DOUBT, Reason.LINE_BROKEN, reply=str(error))
        return Outcome(Result.SENT, code=code) if code // 100 == 2 else meaning(Stage.CONTENT, code, text)

    # The envelope ----------------------------------------------------------------------------------------------

    def _envelope(self, message: Message) -> bytes:
        size = f" SIZE={len(message.content)}" if self._says_size else ""
        return f"MAIL FROM:<{message.return_path}>{size}\r\nRCPT TO:<{message.recipient}>\r\nDATA\r\n".encode("ascii")

    def _read_envelope(self, message: Message) -> Outcome | None:
        """Read the three answers of a pipelined envelope; None when the content may follow."""
        self._wire.be_patient(self._timeout)
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
            self._wire.write(b".\r\n")
            self._read()
        return refusal

    def _speak_envelope(self, message: Message) -> Outcome | None:
        """Send the envelope one command at a time; None when the content may follow."""
        mail, rcpt, data = self._envelope(message).splitlines(keepends=True)
        for stage, command, good in (
            (Stage.SENDER, mail, {250}), (Stage.RECIPIENT, rcpt, {250, 251}), (Stage.CONTENT, data, {354}),
        ):  # fmt: skip
            self._wire.write(command)
            code, text = self._read()
            if code not in good:
                return meaning(stage, code, text)
        return None

    # The line --------------------------------------------------------------------------------------------------

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
        if len(self._buffer) > MOST_BYTES_OF_A_REPLY:
            raise LineBroken("an answer without an end")
        self._buffer += self._wire.read()

    def _give_up(self) -> None:
        """Let go of a line that does not answer, without waiting for its good-bye."""
        self.is_open = False
        self._smtp.close()


@lru_cache(maxsize=32)
def _all_well(answers: bytes, with_next: bool) -> Outcome | None:
    """Return the outcome when a message was taken, and the next envelope if there is one, with nothing besides."""
    taken = (TAKEN_AND_NEXT if with_next else TAKEN).fullmatch(answers)
    return Outcome(Result.SENT, code=int(taken[1])) if taken else None


def _refusal(sender: tuple[int, str], recipient: tuple[int, str], data: tuple[int, str]) -> Outcome | None:
    if sender[0] != 250:
        return meaning(Stage.SENDER, *sender)
    if recipient[0] not in {250, 251}:
        return meaning(Stage.RECIPIENT, *recipient)
    return meaning(Stage.CONTENT, *data) if data[0] != 354 else None
