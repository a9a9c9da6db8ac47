"""The line to the mail server that `EMAIL_BACKEND` and its settings name."""

import re
import smtplib
import ssl
from typing import Any, Protocol

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend

from .backend_errors import RAISED, meaning_of
from .mime import wire_bytes
from .outcomes import Outcome, Result, Stage, meaning
from .states import Reason

# A server may look a mail through before it answers the final dot; hanging up too early makes copies.
PATIENCE_AFTER_DOT = 60.0  # seconds


class Transport(Protocol):
    """Hands over one message at a time and says what came of it. Never raises for what a server or a line does.

    What cannot be written as bytes raises before anything is handed over.
    """

    def send(self, message: EmailMultiAlternatives, *, recipient: str, return_path: str) -> Outcome:
        """Hand over `message` for one recipient, spelt as it goes over the wire.

        return_path: the envelope's sender, where it comes back to when it cannot be delivered.
        """

    def close(self) -> None:
        """Hang up, if connected."""


def open_transport() -> Transport:
    """Return the transport for the configured backend; it connects when the first message is sent."""
    try:
        backend = get_connection(fail_silently=False)
    except ImproperlyConfigured as error:  # the key of a sending service is missing
        return NoTransport(Outcome(Result.LINE, Reason.SERVER_SETUP, reply=type(error).__name__))
    return SmtpTransport() if isinstance(backend, EmailBackend) else BackendTransport(backend)


class SmtpTransport:
    """One SMTP connection, kept for many messages.

    Django's backend opens it (host, TLS, account). The conversation is our own: only here can be told whether a line
    broke before the final dot, when nothing was handed over, or after it, when nobody knows.
    """

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None

    def send(self, message: EmailMultiAlternatives, *, recipient: str, return_path: str) -> Outcome:
        data = wire_bytes(message)
        if self._smtp is None:
            refusal = self._connect()
            if refusal is not None:
                return refusal
        assert self._smtp is not None
        outcome = _converse(self._smtp, data, recipient, return_path)
        if outcome.result in {Result.LINE, Result.DOUBT}:
            self._drop()
        elif outcome.result is not Result.SENT:
            self._reset()
        return outcome

    def close(self) -> None:
        if self._smtp is None:
            return
        try:
            self._smtp.quit()
        except (OSError, smtplib.SMTPException):  # it hung up first
            self._smtp.close()
        self._smtp = None

    def _connect(self) -> Outcome | None:
        backend: Any = get_connection(fail_silently=False)
        try:
            backend.open()
            backend.connection.ehlo_or_helo_if_needed()
        except smtplib.SMTPResponseException as error:
            return meaning(Stage.CONNECT, error.smtp_code, _text(error.smtp_error))
        except (smtplib.SMTPNotSupportedError, ssl.SSLError) as error:
            return Outcome(Result.LINE, Reason.SERVER_SETUP, reply=type(error).__name__)
        # smtplib's other exceptions are OSErrors too; a host name that cannot be one is a ValueError.
        except (OSError, ValueError) as error:
            return Outcome(Result.LINE, Reason.SERVER_AWAY, reply=type(error).__name__)
        self._smtp = backend.connection
        return None

    def _reset(self) -> None:
        assert self._smtp is not None
        try:
            self._smtp.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        """Let go of a line that does not answer, without waiting for its good-bye."""
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


def _converse(smtp: smtplib.SMTP, data: bytes, recipient: str, return_path: str) -> Outcome:
    """Run one mail transaction, RFC 5321 section 3.3."""
    try:
        options = [f"SIZE={len(data)}"] if smtp.has_extn("size") else []
        code, reply = smtp.mail(return_path, options)
        if code != 250:
            return meaning(Stage.SENDER, code, _text(reply))
        code, reply = smtp.rcpt(recipient)
        if code not in {250, 251}:
            return meaning(Stage.RECIPIENT, code, _text(reply))
        code, reply = smtp.docmd("DATA")
        if code != 354:
            return meaning(Stage.CONTENT, code, _text(reply))
        smtp.send(re.sub(rb"(?m)^\.", b"..", data).rstrip(b"\r\n") + b"\r\n.\r\n")
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return Outcome(Result.LINE, Reason.LINE_BROKEN, reply=type(error).__name__)
    try:
        if smtp.sock is not None:
            smtp.sock.settimeout(PATIENCE_AFTER_DOT)
        code, reply = smtp.getreply()
        if smtp.sock is not None:
            smtp.sock.settimeout(smtp.timeout)
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(Result.DOUBT, Reason.LINE_BROKEN, reply=type(error).__name__)
    return Outcome(Result.SENT, code=code) if code // 100 == 2 else meaning(Stage.CONTENT, code, _text(reply))


def _text(reply: bytes | str) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply


class NoTransport:
    """What stands for a backend whose settings are not whole: every mail waits, and staff read why."""

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome

    def send(self, message: EmailMultiAlternatives, *, recipient: str, return_path: str) -> Outcome:
        return self._outcome

    def close(self) -> None:
        """There is nothing to hang up."""


class BackendTransport:
    """Any other backend of Django: the mailbox of a development site, the API of a sending service."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def send(self, message: EmailMultiAlternatives, *, recipient: str, return_path: str) -> Outcome:
        try:
            taken = self._backend.send_messages([message])
        except RAISED as error:
            return meaning_of(error, unknown=Outcome(Result.LINE, Reason.SERVER_AWAY, reply=type(error).__name__))
        return Outcome(Result.SENT) if taken else Outcome(Result.LINE, Reason.SERVER_AWAY)

    def close(self) -> None:
        self._backend.close()
