"""Links that are mailed: 128 bits that only this site can make, for one purpose, until one moment.

Nothing is stored that could be used if it were stolen: a token is a keyed hash (HMAC-SHA-256, cut to 128 bits) over the
registration, the purpose, the registration's `token_version` and the end. Raising the version makes all earlier links
useless.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import struct
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.utils.encoding import force_bytes

LAYOUT = struct.Struct(">16sI16s")  # registration, end in seconds since 1970, hash


class Purpose(StrEnum):
    """What a link is for; one for another purpose does not open it."""

    MANAGE = "manage"
    VERIFY = "verify"
    OFFER = "offer"
    CHECK_IN = "check-in"


def make(*, uuid: UUID, purpose: str, version: int, ends_at: datetime) -> str:
    """Return the token: 48 letters that need no escaping in an address."""
    end = min(int(ends_at.timestamp()), 2**32 - 1)
    digest = _digest(settings.SECRET_KEY, uuid, purpose, version, end)
    return base64.urlsafe_b64encode(LAYOUT.pack(uuid.bytes, end, digest)).decode()


def read(token: str) -> tuple[UUID, int, bytes] | None:
    """Take a token apart: registration, end, hash. None when it cannot be one."""
    try:
        raw = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
        uuid, end, digest = LAYOUT.unpack(raw)
    except (UnicodeEncodeError, binascii.Error, struct.error, ValueError):
        return None
    return UUID(bytes=uuid), end, digest


def holds(token: str, *, purpose: str, version: int, now: datetime) -> bool:
    """Whether this site made the token for this purpose and version, and it has not ended."""
    parts = read(token)
    if parts is None:
        return False
    uuid, end, digest = parts
    if now.timestamp() >= end:
        return False
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(hmac.compare_digest(digest, _digest(key, uuid, purpose, version, end)) for key in keys)


def _digest(key: str | bytes, uuid: UUID, purpose: str, version: int, end: int) -> bytes:
    message = f"event_registration:{purpose}:{uuid.hex}:{version}:{end}".encode()
    return hmac.digest(force_bytes(key), message, "sha256")[:16]
