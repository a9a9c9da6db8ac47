"""The envelope senders of a batch."""

from collections.abc import Callable

from django.conf import settings

from cms.mail.mime import sender_address
from cms.mail.return_paths import Sealed, seal


def return_paths() -> Callable[[int], str]:
    """Return what gives a delivery's envelope sender: `CMS_RETURN_PATH` with its seal, or the sender of all mails."""
    pattern, sender = settings.CMS_RETURN_PATH, sender_address()
    return lambda pk: pattern.replace("{}", seal(Sealed(pk))) if pattern else sender
