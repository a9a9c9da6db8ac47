"""Returned mail in words only, as carriers, portals and old servers send it."""

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from django.utils.html import strip_tags

from .classifying import FULL, REPLY_CODE, STATUS, UNKNOWN, Report, classify

# Where the returned mail itself begins.
ENCLOSED = re.compile(
    r"^(-{10,}\s*$|-+ ?(original message|message headers?|this is a copy|below this line|以下|元のメール)"
    r"|content-type: message/rfc822|return-path: |received: |unsent message below)",
    re.IGNORECASE | re.MULTILINE,
)
SUBJECTS = re.compile(
    r"undeliver|delivery (status|fail|notification)|returned mail|mail delivery|failure notice|mail system error"
    r"|could not be delivered|配信(不能|できません|エラー)|送信できません|メールの(返送|不達)|宛先不明|エラー通知",
    re.IGNORECASE,
)
SENDERS = re.compile(r"mailer-daemon|postmaster|mail-admin|mail delivery (sub)?system", re.IGNORECASE)
FAILURES = re.compile(
    r"could not be delivered|was not delivered|not be delivered|did not receive this message|undeliverable"
    r"|delivery .{0,20}failed|permanent|rejected|returned to sender|account is|unable to deliver"
    r"|送信できません|配信できません|届けることができません|お届けできません|配送できません|エラーのため",
    re.IGNORECASE,
)
DELAYS = re.compile(
    r"will (be retried|continue)|has not yet been delivered|do not need to resend|再送を試み|遅延", re.IGNORECASE
)


def is_from_a_server(message: Message) -> bool:
    """Whether a machine wrote it to tell about a mail; not the machine of somebody who is on holiday (RFC 3834)."""
    automatic = str(message.get("Auto-Submitted", "")).lower()
    if "auto-replied" in automatic or any(name in message for name in ("X-Autoreply", "X-Autorespond")):
        return False
    sender = str(message.get("From", ""))
    subject = header(message, "Subject")
    if SENDERS.search(sender):
        return bool(SUBJECTS.search(subject)) or automatic.startswith("auto-generated")
    return str(message.get("Return-Path", "")).strip() == "<>" and bool(SUBJECTS.search(subject))


def read(message: Message, *, says_failure: bool) -> Report | None:
    """Return what the words say; None where they tell of no failure, or of one that is not final yet."""
    words = text_of(message)
    own = ENCLOSED.split(words, maxsplit=1)[0] if ENCLOSED.search(words) else words
    own = own if own.strip() else words
    code = STATUS.search(own) or REPLY_CODE.search(own)
    if DELAYS.search(own) and not (code and code[0].startswith("5")):
        return None
    names_a_failure = FAILURES.search(own) or any(phrase in own.lower() for phrase in (*FULL, *UNKNOWN))
    if not (says_failure or code or names_a_failure):
        return None
    return classify(words=_telling_line(own))


def _telling_line(text: str) -> str:
    """Return the part of a letter with the server's answer, or all of it where none stands out."""
    for line in text.splitlines():
        if STATUS.search(line) or REPLY_CODE.search(line):
            return f"{line} {text}"
    return text


def text_of(message: Message) -> str:
    """Return the words of a mail: of its first plain part, or of its first in HTML without the tags."""
    html = ""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            break
        if kind == "text/plain":
            return decoded(part)
        if kind == "text/html" and not html:
            html = strip_tags(decoded(part))
    return html


def decoded(part: Message) -> str:
    """Return the text of a part, in whatever encoding; what cannot be read is replaced."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else str(part.get_payload()).encode("utf-8", "surrogateescape")
    charset = part.get_content_charset() or "utf-8"
    try:
        return content.decode(charset, "replace")
    except (LookupError, ValueError):  # no such encoding, or no name of one
        return content.decode("utf-8", "replace")


def header(message: Message, name: str) -> str:
    """Return a header as people read it; as it stands where its encoding is broken."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    if not raw.isascii():  # eight bits as they came, against the rules
        return raw.encode("ascii", "surrogateescape").decode("utf-8", "replace")
    try:
        return str(make_header(decode_header(raw)))
    except (LookupError, UnicodeError, HeaderParseError, ValueError):
        return raw
