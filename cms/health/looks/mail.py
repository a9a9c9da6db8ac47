"""Can mails leave, and do they?"""

import smtplib
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from cms.health.findings import Finding, Level
from cms.mail.models import Delivery

PART = pgettext_lazy("health", "Mail")
SECONDS = 5


def look(*, now: datetime) -> Iterator[Finding]:
    if trouble := _server():
        yield trouble
    waiting = Delivery.objects.waiting_long(at=now).count()
    if waiting:
        said = ngettext_lazy(
            "%(number)d mail has not left an hour after it was written.",
            "%(number)d mails have not left an hour after they were written.",
            waiting,
        ) % {"number": waiting}
        remedy = _("Look under Mail what the server answered, and whether the worker runs.")
        yield Finding("mail.waiting", Level.TROUBLE, PART, said, remedy)
    stuck = Delivery.objects.needing_a_person().count()
    if stuck:
        said = ngettext_lazy(
            "%(number)d mail could not be delivered and waits for somebody to deal with it.",
            "%(number)d mails could not be delivered and wait for somebody to deal with them.",
            stuck,
        ) % {"number": stuck}
        yield Finding("mail.stuck", Level.WARNING, PART, said, _("Look under Mail, at those that need a person."))
    if not trouble and not waiting and not stuck:
        yield Finding("mail", Level.GOOD, PART, _("Mails leave."))


def _server() -> Finding | None:
    """Say hello to the mail server that the settings name, if they name one; no mail is sent."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return None
    opened = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    try:
        with opened(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=SECONDS) as server:
            server.ehlo()
            if settings.EMAIL_USE_TLS:
                server.starttls()
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except smtplib.SMTPAuthenticationError:
        said = _("The mail server does not accept the account.")
        return Finding("mail.server", Level.TROUBLE, PART, said, _("Look at SMTP_USER and SMTP_PASSWORD."))
    except (OSError, smtplib.SMTPException):
        said = _("The mail server does not answer. Mails wait up to four days and are not lost.")
        return Finding("mail.server", Level.TROUBLE, PART, said, _("Look at SMTP_HOST, SMTP_PORT and the server."))
    return None
