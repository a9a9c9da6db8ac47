"""Read the mailbox for returned mail over IMAP (RFC 9051), now and then.

Reports are noted and removed from the mailbox: they hold addresses, which are kept no longer than needed. Every other
mail stays there as read, so that a person may look at it.
"""

import imaplib
import logging
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cms.mail.models import ReturnSource

from .intake import Taken, take, tell_how_it_went
from .reading import MOST_BYTES

logger = logging.getLogger(__name__)

SECONDS = 10.0
# So many, or as many as can be read in this time, in one go; the others are there the next time.
AT_ONCE, BUDGET = 300, 20.0  # seconds


@dataclass(frozen=True)
class Mailbox:
    """Where returned mail arrives. is_encrypted: TLS from the first byte; otherwise STARTTLS where it is offered."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    is_encrypted: bool


def mailbox_of(url: str) -> Mailbox:
    """Return what `CMS_BOUNCE_IMAP` names: imaps://user:password@host[:port][/folder], user and password with
    percent signs where they hold "@", "/" or ":". Raises ImproperlyConfigured, never naming the password."""
    parts = urlsplit(url)
    if parts.scheme not in {"imaps", "imap"} or not parts.hostname or not parts.username or not parts.password:
        raise ImproperlyConfigured("CMS_BOUNCE_IMAP must look like imaps://user:password@imap.example.jp/INBOX")
    is_encrypted = parts.scheme == "imaps"
    try:
        port = parts.port or (993 if is_encrypted else 143)
    except ValueError as error:
        raise ImproperlyConfigured("CMS_BOUNCE_IMAP: its port is no number") from error
    folder = unquote(parts.path.strip("/")) or "INBOX"
    return Mailbox(parts.hostname, port, unquote(parts.username), unquote(parts.password), folder, is_encrypted)


def poll(*, now: datetime) -> None:
    """Take what has arrived since the last time. Does nothing where no mailbox is set.

    A server that does not answer is tried again the next time; the staff's page says since when it does not.
    """
    if not settings.CMS_BOUNCE_IMAP:
        return
    try:
        noted, left = _read(mailbox_of(settings.CMS_BOUNCE_IMAP), now)
    except (imaplib.IMAP4.error, OSError, ImproperlyConfigured) as error:
        # Without its words, which may name the account.
        logger.warning("returned mail: the mailbox cannot be read (%s)", type(error).__name__)
        tell_how_it_went(ReturnSource.MAILBOX, trouble=_kind_of_trouble(error), now=now)
        return
    tell_how_it_went(ReturnSource.MAILBOX, noted=noted, left=left, now=now)


def _read(mailbox: Mailbox, now: datetime) -> tuple[int, int]:
    noted = left = 0
    with _opened(mailbox) as imap:
        _status, found = imap.uid("SEARCH", "UNSEEN")
        until = time.monotonic() + BUDGET
        for uid in (found[0] or b"").split()[:AT_ONCE]:
            if time.monotonic() > until:
                break
            content = _fetch(imap, uid)
            taken = take(content=content, source=ReturnSource.MAILBOX, now=now)
            is_report = taken in {Taken.NOTED, Taken.KNOWN}
            imap.uid("STORE", uid.decode(), "+FLAGS", r"(\Deleted \Seen)" if is_report else r"(\Seen)")
            noted, left = noted + (taken is Taken.NOTED), left + (not is_report)
        imap.expunge()
    return noted, left


def _fetch(imap: imaplib.IMAP4, uid: bytes) -> bytes:
    """Return the beginning of a mail. Looking does not mark it as read: should we end here, it is there again."""
    _status, answer = imap.uid("FETCH", uid.decode(), f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
    return next((part[1] for part in answer if isinstance(part, tuple)), b"")


@contextmanager
def _opened(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
    context = ssl.create_default_context()
    if mailbox.is_encrypted:
        imap: imaplib.IMAP4 = imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=context, timeout=SECONDS)
    else:
        imap = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=SECONDS)
    try:
        if not mailbox.is_encrypted and "STARTTLS" in imap.capabilities:
            imap.starttls(context)
        imap.login(mailbox.user, mailbox.password)
        status, _answer = imap.select(_quoted(mailbox.folder))
        if status != "OK":
            raise imaplib.IMAP4.error("no such folder")
        yield imap
    finally:
        with suppress(imaplib.IMAP4.error, OSError):  # it hung up first
            imap.logout()


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _kind_of_trouble(error: Exception) -> str:
    """Return what staff's page explains: setting, account or line."""
    if isinstance(error, ImproperlyConfigured):
        return "setting"
    return (
        "account" if isinstance(error, imaplib.IMAP4.error) and not isinstance(error, imaplib.IMAP4.abort) else "line"
    )
