"""Where a bulk mail that cannot be delivered comes back: an address that tells which delivery it was (VERP)."""

import re
from collections.abc import Callable

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from cms.mail.mime import sender_address

NUMBER = re.compile(r"(\d+)-([0-9a-f]{12})")


def return_paths() -> Callable[[int], str]:
    """Return what gives a delivery's envelope sender: `CMS_RETURN_PATH` with its number, or the sender of all mails."""
    pattern, sender = settings.CMS_RETURN_PATH, sender_address()
    return lambda pk: pattern.replace("{}", f"{pk}-{_seal(pk)}") if pattern else sender


def delivery_of(address: str) -> int | None:
    """Return the number of the delivery that a returned mail was addressed from; None when it is not one of ours."""
    start, _mark, end = settings.CMS_RETURN_PATH.partition("{}")
    if not settings.CMS_RETURN_PATH or not (address.startswith(start) and address.endswith(end)):
        return None
    match = NUMBER.fullmatch(address[len(start) : len(address) - len(end)])
    if match is None or not constant_time_compare(match[2], _seal(int(match[1]))):
        return None
    return int(match[1])


def _seal(pk: int) -> str:
    # Without it anybody could declare a reader unreachable by counting.
    return salted_hmac("cms.mail.return-path", str(pk), algorithm="sha256").hexdigest()[:12]
