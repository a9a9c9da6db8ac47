"""The way out where Django's mail backend speaks no SMTP: a development site's mailbox, a provider's API."""

import email
import email.policy
from collections.abc import Callable, Iterator
from typing import Any

from django.core.mail import EmailMultiAlternatives

from cms.mail.backend_errors import RAISED, meaning_of
from cms.mail.outcomes import Outcome, Result
from cms.mail.return_paths import Sealed, mark_for_services
from cms.mail.states import Reason

from .conversation import Message

# Set by Django or the backend itself.
OWN_HEADERS = {"from", "to", "subject", "reply-to", "mime-version", "content-type", "content-transfer-encoding"}


class BackendLine:
    """Hands messages to a backend, with the same promises as `Conversation`."""

    def __init__(self, backend: Any):
        self._backend = backend
        self.is_open = True

    def deliver(
        self, messages: Iterator[Message], *, before_dot: Callable[[int], None], after: Callable[[int, Outcome], None]
    ) -> None:
        for message in messages:
            before_dot(message.pk)
            outcome = self._send(message)
            after(message.pk, outcome)
            if outcome.result in {Result.LINE, Result.DOUBT}:
                self.is_open = False
                return

    def close(self) -> None:
        self._backend.close()
        self.is_open = False

    def _send(self, message: Message) -> Outcome:
        try:
            for_backend = as_django_message(message.content)
            mark_for_services(for_backend, Sealed(message.pk))
            taken = self._backend.send_messages([for_backend])
        except RAISED as error:
            # Nobody knows how far a backend got of which we know nothing.
            return meaning_of(error, unknown=Outcome(Result.DOUBT, Reason.LINE_BROKEN, reply=type(error).__name__))
        return Outcome(Result.SENT) if taken else Outcome(Result.LINE, Reason.SERVER_AWAY)


def as_django_message(content: bytes) -> EmailMultiAlternatives:
    """Return a message of the wire in the form that backends of Django take."""
    parsed = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(parsed, email.message.EmailMessage)
    plain, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    headers = {name: " ".join(str(value).split()) for name, value in parsed.items()}
    message = EmailMultiAlternatives(
        subject=str(parsed["Subject"]),
        body=plain.get_content() if plain else "",
        from_email=str(parsed["From"]),
        to=[str(parsed["To"])],
        reply_to=[str(answer) for answer in parsed.get_all("Reply-To", [])],
        headers={name: value for name, value in headers.items() if name.lower() not in OWN_HEADERS},
    )
    if html:
        message.attach_alternative(html.get_content(), "text/html")
    return message
