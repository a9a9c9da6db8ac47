"""A mailbox for development: every mail is a file in a folder, and a page shows them."""

import email
import email.policy
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage as DjangoMessage
from django.core.mail.backends.base import BaseEmailBackend


class MailboxBackend(BaseEmailBackend):
    """Write each message to `CMS_MAILBOX_DIR` as an `.eml` file."""

    def send_messages(self, email_messages: Sequence[DjangoMessage]) -> int:
        folder = Path(settings.CMS_MAILBOX_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for number, message in enumerate(email_messages):
            (folder / f"{time.time_ns():020d}-{number:04d}.eml").write_bytes(message.message().as_bytes())
        return len(email_messages)


@dataclass(frozen=True)
class File:
    """What is attached to a mail."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """A message as the mailbox page shows it. `key` is the file's name without its ending."""

    key: str
    arrived_at: datetime
    subject: str
    sender: str
    to: str
    text: str
    html: str
    files: tuple[File, ...]


def mails(limit: int = 200) -> Iterator[Mail]:
    """Yield the newest mails first, at most `limit`."""
    for path in sorted(Path(settings.CMS_MAILBOX_DIR).glob("*.eml"), reverse=True)[:limit]:
        yield _read(path)


def mail(key: str) -> Mail | None:
    """Return one mail, or None when there is no such file."""
    path = Path(settings.CMS_MAILBOX_DIR) / f"{key}.eml"
    return _read(path) if path.is_file() else None


def _read(path: Path) -> Mail:
    parsed = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    arrived = datetime.fromtimestamp(int(path.stem.split("-")[0]) / 1e9, tz=UTC)
    return Mail(
        key=path.stem,
        arrived_at=arrived,
        subject=str(parsed["Subject"] or ""),
        sender=str(parsed["From"] or ""),
        to=str(parsed["To"] or ""),
        text=_part(parsed, "plain"),
        html=_part(parsed, "html"),
        files=tuple(_files(parsed)),
    )


def _part(message: EmailMessage, subtype: str) -> str:
    body = message.get_body(preferencelist=(subtype,))
    return body.get_content() if body is not None else ""


def _files(message: EmailMessage) -> Iterator[File]:
    for part in message.iter_attachments():
        content = part.get_payload(decode=True)
        # Parameters, such as the method of a calendar entry, are part of what a mail program goes by.
        yield File(
            part.get_filename() or "", part["Content-Type"] or "", content if isinstance(content, bytes) else b""
        )
