"""Links that are mailed: 128 bits that only this site can make, for one purpose, about one row, until one moment.

Nothing is stored that could be used if it were stolen: a token is a keyed hash (HMAC-SHA-256, cut to 128 bits) over the
purpose, the row's UUID, a number, the row's version and the end. Raising the version makes all earlier links useless.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import struct
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.encoding import force_bytes

LAYOUT = struct.Struct(">16sII16s")  # row, number, end in seconds since 1970, hash
NEVER = 2**32 - 1


@dataclass(frozen=True)
class MailedToken:
    """A token taken apart. `row`: UUID of what it is about; `number`: what within it, such as a topic; 0 for all."""

    row: UUID
    number: int
    end: int
    digest: bytes

    def holds(self, *, purpose: str, version: int, now: datetime) -> bool:
        """Whether this site made it for this purpose and version, and it has not ended."""
        if self.end != NEVER and now.timestamp() >= self.end:
            return False
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return any(
            hmac.compare_digest(self.digest, _digest(key, purpose, self.row, self.number, version, self.end))
            for key in keys
        )


def make(*, purpose: str, row: UUID, version: int, number: int = 0, ends_at: datetime | None) -> str:
    """Return the token, letters that need no escaping in an address. ends_at: None for a link that never ends."""
    end = NEVER if ends_at is None else min(int(ends_at.timestamp()), NEVER - 1)
    digest = _digest(settings.SECRET_KEY, purpose, row, number, version, end)
    return base64.urlsafe_b64encode(LAYOUT.pack(row.bytes, number, end, digest)).decode().rstrip("=")


def read(token: str) -> MailedToken | None:
    """Take a token apart; None when it cannot be one. Ask `holds` before believing it."""
    try:
        padded = token.encode("ascii") + b"=" * (-len(token) % 4)
        row, number, end, digest = LAYOUT.unpack(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (UnicodeEncodeError, binascii.Error, struct.error, ValueError):
        return None
    return MailedToken(UUID(bytes=row), number, end, digest)


def _digest(key: str | bytes, purpose: str, row: UUID, number: int, version: int, end: int) -> bytes:
    message = f"cms.mail:{purpose}:{row.hex}:{number}:{version}:{end}".encode()
    return hmac.digest(force_bytes(key), message, "sha256")[:16]
