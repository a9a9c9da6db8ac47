"""What boot found out, in the language of the person who reads it."""

from django.utils.translation import gettext, gettext_noop

from .boot import Reason, Status
from .boot.reasons import TEXTS

STATUSES = {
    Status.LOADED: gettext_noop("loaded"),
    Status.BROKEN: gettext_noop("broken"),
    Status.INCOMPATIBLE: gettext_noop("does not fit this site"),
    Status.REJECTED: gettext_noop("breaks the rules for plugins"),
    Status.OFF: gettext_noop("switched off on the server"),
}


def reason(found: Reason) -> str:
    """Return a reason as a sentence in the active language."""
    return gettext(TEXTS[found.key]) % found.params


def status(found: Status) -> str:
    """Return a status in the active language."""
    return gettext(STATUSES[found])
