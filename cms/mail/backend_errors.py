"""What it means for a mail that a backend of Django which is no SMTP raised something: an API of a sending service.

django-anymail's errors are read by what the service answered, as the replies of a mail server are in `outcomes`. The
rule for what is not clear: a mail that the service may have is a doubt, and never sent a second time by itself where
that must not be.
"""

import requests
from anymail.exceptions import (
    AnymailAPIError,
    AnymailError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailSerializationError,
    AnymailUnsupportedFeature,
)
from django.core.exceptions import ImproperlyConfigured
from urllib3.exceptions import NameResolutionError, NewConnectionError

from .outcomes import Outcome, Result
from .states import Reason

# What `meaning_of` knows. A plain OSError is the backend's own business: who calls knows what it stands for.
RAISED = (AnymailError, ImproperlyConfigured, OSError)
UNREADABLE = (AnymailInvalidAddress, AnymailSerializationError, AnymailUnsupportedFeature)
# https://www.rfc-editor.org/rfc/rfc9110#section-15 – none of the first two is about one mail: key, quota, address of
# the service; too many at once, or busy.
NOT_LET_IN = {401, 402, 403, 404, 405, 407}
ASKS_TO_WAIT = {408, 425, 429, 503}
TOO_LARGE = 413


def meaning_of(error: Exception, *, unknown: Outcome) -> Outcome:
    """Return what an error of `RAISED` means for the mail that was handed over.

    unknown: for an error that is of no sending service. No text of the service is kept: it may repeat the mail.
    """
    name = type(error).__name__
    if isinstance(error, UNREADABLE):
        return Outcome(Result.NEVER, Reason.UNREADABLE, reply=name)
    if isinstance(error, AnymailRecipientsRefused):
        return Outcome(Result.NEVER, Reason.NOT_ACCEPTED, reply=name)
    if isinstance(error, ImproperlyConfigured):
        return Outcome(Result.LINE, Reason.SERVER_SETUP, reply=name)
    if isinstance(error, AnymailAPIError):
        status = error.status_code
        return _no_answer(error, name) if status is None else _answered(status, name)
    if isinstance(error, AnymailError):
        return Outcome(Result.DOUBT, Reason.LINE_BROKEN, reply=name)
    return unknown


def _answered(status: int, name: str) -> Outcome:
    if status in NOT_LET_IN:
        return Outcome(Result.LINE, Reason.SERVER_SETUP, status, name)
    if status in ASKS_TO_WAIT:
        return Outcome(Result.LINE, Reason.TRY_LATER, status, name)
    if status == TOO_LARGE:
        return Outcome(Result.NEVER, Reason.TOO_LARGE, status, name)
    if 400 <= status < 500:
        # The mail, its address or our sender: services say which in words of their own. A person decides after days.
        return Outcome(Result.LATER, Reason.NOT_ACCEPTED, status, name)
    # It broke while it had the mail, or said yes in words that nobody understands.
    return Outcome(Result.DOUBT, Reason.LINE_BROKEN, status, name)


def _no_answer(error: AnymailAPIError, name: str) -> Outcome:
    cause = error.__cause__
    if isinstance(cause, requests.exceptions.SSLError):
        return Outcome(Result.LINE, Reason.SERVER_SETUP, reply=name)
    reason = getattr(cause.args[0], "reason", None) if cause is not None and cause.args else None
    never_reached = isinstance(cause, requests.exceptions.ConnectTimeout) or isinstance(
        reason, NewConnectionError | NameResolutionError
    )
    if never_reached:
        return Outcome(Result.LINE, Reason.SERVER_AWAY, reply=name)
    return Outcome(Result.DOUBT, Reason.LINE_BROKEN, reply=name)
