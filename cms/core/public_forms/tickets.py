"""A ticket is handed out with each form: it names the attempt and the moment, signed."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from django.core import signing

LIFETIME = timedelta(hours=12)
SALT = "cms.public_forms"


class NoTicket(Exception):
    """The ticket is missing, forged or too old."""


@dataclass(frozen=True)
class Ticket:
    """`key` is the same however often the form is sent: services use it so that twice is the same as once."""

    key: str
    issued_at: datetime

    @classmethod
    def issue(cls, *, now: datetime) -> Self:
        """Return a new ticket with a key of 128 bits. Signed times have whole seconds."""
        return cls(secrets.token_urlsafe(16), now.replace(microsecond=0))

    @classmethod
    def read(cls, text: str, *, now: datetime) -> Self:
        """Read a ticket that `str` wrote.

        Raises:
            NoTicket: it is not ours, or older than `LIFETIME`.
        """
        try:
            key, _, seconds = signing.Signer(salt=SALT).unsign(text).rpartition(".")
            issued_at = datetime.fromtimestamp(int(seconds), tz=UTC)
        except (signing.BadSignature, ValueError):
            raise NoTicket from None
        if not timedelta(0) <= now - issued_at + timedelta(seconds=1) <= LIFETIME:
            raise NoTicket
        return cls(key, issued_at)

    def __str__(self) -> str:
        return signing.Signer(salt=SALT).sign(f"{self.key}.{int(self.issued_at.timestamp())}")
