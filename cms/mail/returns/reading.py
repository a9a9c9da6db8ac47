"""Read what a returned mail says: reports (RFC 3464), complaints (RFC 5965), letters of servers that know neither."""

import email
import email.message
import logging
from collections.abc import Iterator
from email.message import Message

from flufl.bounce import all_failures

from cms.mail.models import ReturnKind
from cms.mail.states import Reason

from . import plain
from .classifying import Report, classify

logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)  # its tracebacks may repeat a mail's lines

# Reports are small; what is longer holds the whole mail below them.
MOST_BYTES = 256 * 1024
# RFC 5965 section 3.1 and its registry: what a person says about a mail. Others are about forged senders.
COMPLAINTS = {"abuse", "fraud", "virus", "other", "opt-out", "opt-out-list"}
# RFC 3464 section 2.3.3. "delayed" is no end yet; the others tell that it arrived.
FAILED = "failed"
# RFC 6533 section 3: the second is for addresses with letters beyond ASCII.
STATUS_TYPES = {"message/delivery-status", "message/global-delivery-status"}


def parse(content: bytes) -> Message:
    """Return a mail as a message. Never raises: whatever cannot be read is plain text."""
    return email.message_from_bytes(content[:MOST_BYTES])


def read(message: Message) -> Report | None:
    """Return what a mail reports; None when it is no report of a failure or complaint, such as a holiday notice."""
    if (complaint := _complaint(message)) is not None:
        return complaint
    statuses = [part for part in _parts(message) if part.get_content_type() in STATUS_TYPES]
    if statuses:
        return _status(statuses[0], plain.text_of(message))
    if not plain.is_from_a_server(message):
        return None
    return plain.read(message, says_failure=_known_format(message))


def original_headers(message: Message) -> Iterator[str]:
    """Yield the headers of a mail and those of the mail that it encloses, as they stand, and fields of its report."""
    for part in message.walk():
        yield "\n".join(f"{name}: {value}" for name, value in part.items())
        if part.get_content_type() in {"text/rfc822-headers", "message/feedback-report"}:
            yield plain.decoded(part)


def _parts(message: Message) -> Iterator[Message]:
    """Yield the parts of a report, not those of the mail that it encloses."""
    if message.get_content_type() == "message/rfc822":
        return
    yield message
    if message.get_content_maintype() == "multipart":
        for part in _below(message):
            yield from _parts(part)


def _below(part: Message) -> list[Message]:
    """Return what a part is made of. One that is no list is not asked: its charset, as it came, may make that fail."""
    return [each for each in part.get_payload() if isinstance(each, Message)] if part.is_multipart() else []


def _fields(part: Message) -> Message:
    """Return the fields of a feedback report, however its part was parsed."""
    if below := _below(part):
        return below[0]
    return email.message_from_string(plain.decoded(part))


def _complaint(message: Message) -> Report | None:
    for part in _parts(message):
        if part.get_content_type() == "message/feedback-report":
            kind = str(_fields(part).get("Feedback-Type", "")).strip().lower()
            return Report(ReturnKind.COMPLAINT, Reason.NONE) if kind in COMPLAINTS else None
    return None


def _status(part: Message, text: str) -> Report | None:
    """Read the groups of fields of RFC 3464; the first recipient who failed counts: our mails have one."""
    for group in _groups(part):
        status, action = str(group.get("Status", "")), str(group.get("Action", "")).strip().lower()
        if not action and not status.strip():
            continue
        if action == FAILED or (not action and status.strip().startswith("5")):
            words = str(group.get("Diagnostic-Code", "")).partition(";")[2]
            return classify(status=status, words=words or text)
    return None


def _groups(part: Message) -> list[Message]:
    groups = _below(part)
    if part.get_content_type() == "message/delivery-status" or not groups:
        return groups
    # The standard library takes the newer type for a mail, whose first group is its head and the others its text.
    others = plain.decoded(groups[0]).replace("\r\n", "\n").split("\n\n")
    return [groups[0], *(email.message_from_string(group.lstrip()) for group in others)]


def _known_format(message: Message) -> bool:
    """Whether it looks like one of the many ways in which servers tell a failure that are none of the RFCs'."""
    try:
        _temporary, permanent = all_failures(message)
    except Exception:  # a library that reads what strangers send: what it stumbles over is no report
        return False
    return bool(permanent)
