"""Where a mail that cannot be delivered comes back: an address that tells which delivery it was (VERP).

`CMS_RETURN_PATH` is that address with {} in place of a seal: `bounce+{}@centre.example.jp`. A seal is the delivery's
number and a keyed hash over it, so that nobody can declare others unreachable by counting. It is no secret from whom
the mail was for: the address stands in her mail.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from .mime import sender_address

SEAL = re.compile(r"(m?)(\d{1,18})-([0-9a-f]{12})", re.IGNORECASE)
# The name by which sending services keep a seal beside a mail and put it into their events.
METADATA = "delivery"
# In a mail, an address ends before and after these.
AROUND = r"[\s<>\"'(),;:\[\]]"


@dataclass(frozen=True)
class Sealed:
    """Which delivery a seal names: a single mail's `Delivery`, or a `BulkDelivery`."""

    pk: int
    is_single: bool = False


def seal(sent: Sealed) -> str:
    """Return the seal of a delivery: letters, digits and a hyphen."""
    return f"{_name(sent)}-{_mac(settings.SECRET_KEY, sent)}"


def return_path(sent: Sealed) -> str:
    """Return a delivery's envelope sender: the sender of all mails where `CMS_RETURN_PATH` is not set."""
    pattern = settings.CMS_RETURN_PATH
    return pattern.replace("{}", seal(sent)) if pattern else sender_address()


def mark_for_services(message: Any, sent: Sealed) -> None:
    """Put the seal beside a message of Django's: django-anymail's backends hand it on, others do not look at it."""
    message.metadata = {METADATA: seal(sent)}


def read_seal(text: str) -> Sealed | None:
    """Return which delivery a seal names; None for what this site did not make.

    Case does not matter: some servers change it on the way.
    """
    match = SEAL.fullmatch(text.strip())
    if match is None:
        return None
    sent = Sealed(int(match[2]), is_single=bool(match[1]))
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return sent if any(constant_time_compare(match[3].lower(), _mac(key, sent)) for key in keys) else None


def find_in(text: str) -> Sealed | None:
    """Return the first delivery whose return path, rightly sealed, stands in a text such as the headers of a mail."""
    if not settings.CMS_RETURN_PATH:
        return None
    for match in _pattern(settings.CMS_RETURN_PATH).finditer(text):
        sent = read_seal(match[1])
        if sent is not None:
            return sent
    return None


@lru_cache(maxsize=4)
def _pattern(return_path: str) -> re.Pattern[str]:
    start, _mark, end = return_path.partition("{}")
    address = f"{re.escape(start)}({SEAL.pattern}){re.escape(end)}"
    return re.compile(rf"(?:^|(?<={AROUND})){address}(?=$|{AROUND})", re.IGNORECASE)


def _name(sent: Sealed) -> str:
    return f"m{sent.pk}" if sent.is_single else str(sent.pk)


def _mac(key: str | bytes, sent: Sealed) -> str:
    made = salted_hmac("cms.mail.return-path", _name(sent), secret=key, algorithm="sha256")  # type: ignore[arg-type]
    return made.hexdigest()[:12]
