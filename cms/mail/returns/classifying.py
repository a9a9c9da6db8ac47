"""From a server's words to what they mean for an address: enhanced status codes first, then the words themselves.

Codes are those of RFC 3463 and its registry. What says nothing of the address counts against this one mail only.
"""

import re
from dataclasses import dataclass

from cms.mail.models import ReturnKind
from cms.mail.outcomes import NO_SUCH_MAILBOX, on_one_line
from cms.mail.states import Reason

# Neither part of a number, nor of an IP address.
STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
REPLY_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[\s\-:])")
# 5.2.1: switched off for good. 5.4.4: the domain does not exist. 5.4.310: the same, of Exchange Online.
HARD = NO_SUCH_MAILBOX | {"5.2.1", "5.4.4", "5.4.310"}

# Words of servers, those of Japanese carriers and portals among them, lower case. The first list that has one decides.
FULL = (
    "over quota", "quota exceeded", "exceeded storage", "mailbox full", "mailbox is full", "mail box full",
    "insufficient system storage", "too much mail data", "容量を超え", "容量オーバー", "メールボックスがいっぱい",
    "一杯のため", "空き容量",
)  # fmt: skip
BLOCKED = (
    "spam", "blacklist", "blocklist", "blocked", "policy", "dmarc", "spf", "filtered", "reputation",
    "rejected by the recipient", "受信拒否", "拒否設定", "迷惑メール",
)  # fmt: skip
UNKNOWN = (
    "user unknown", "unknown user", "no such user", "no such mailbox", "no mailbox here", "does not exist",
    "doesn't exist", "unknown recipient", "invalid recipient", "recipient not found", "unknown address",
    "address unknown", "unrouteable address", "mailbox not found", "mailbox unavailable", "account is disabled",
    "account that you tried to reach is disabled", "recipient address rejected: access denied",
    "doesn't have a yahoo", "not listed in", "host unknown", "host or domain name not found", "domain not found",
    "宛先不明", "宛先が見つかりません", "見つかりませんでした", "存在しません", "存在しない", "ユーザーが不明",
    "ユーザ不明",
)  # fmt: skip
TOO_LARGE = ("too large", "size limit", "message size exceeds", "サイズ")


@dataclass(frozen=True)
class Report:
    """What a report says of one mail. `detail` is the other server's words, which may repeat the address."""

    kind: ReturnKind
    reason: Reason = Reason.NOT_ACCEPTED
    status: str = ""
    detail: str = ""


def classify(*, status: str = "", words: str = "") -> Report:
    """Return what a failure means. status: an enhanced code, if the report had one; words: what the server said."""
    text = on_one_line(words)
    code = _exact(status, text)
    kind, reason = _by_code(code)
    if kind is None:
        kind, reason = _by_words(text.lower(), code)
    return Report(kind, reason, code[:12], text[:300])


def _exact(status: str, text: str) -> str:
    """Return the enhanced code; where the report's own says nothing ("5.0.0"), the one in the words."""
    given = STATUS.search(status)
    said = STATUS.search(text)
    vague = given is None or given[2] == "0" or (given[2], given[3]) == ("3", "0")
    chosen = said if vague and said is not None else given
    return ".".join(chosen.groups()) if chosen else ""


def _by_code(code: str) -> tuple[ReturnKind | None, Reason]:
    if code in HARD:
        return ReturnKind.HARD, Reason.UNKNOWN_MAILBOX
    soft = ReturnKind.SOFT
    if code.startswith("4."):
        return soft, Reason.MAILBOX_FULL if code in {"4.2.2", "4.3.1"} else Reason.GIVEN_UP
    if code == "5.2.2":
        return soft, Reason.MAILBOX_FULL
    if code in {"5.2.3", "5.3.4"}:
        return soft, Reason.TOO_LARGE
    if code.startswith("5.7."):  # a rule of the server, whatever its words name besides
        return soft, Reason.BLOCKED
    if code in {"5.1.7", "5.1.8"}:  # the sender's address, not the recipient's
        return soft, Reason.NOT_ACCEPTED
    return None, Reason.NONE


def _by_words(text: str, code: str) -> tuple[ReturnKind, Reason]:
    if "sender address" in text or "sender rejected" in text:  # it is us whom the words are about
        return ReturnKind.SOFT, Reason.BLOCKED
    for phrases, kind, reason in (
        (FULL, ReturnKind.SOFT, Reason.MAILBOX_FULL),
        (UNKNOWN, ReturnKind.HARD, Reason.UNKNOWN_MAILBOX),
        (BLOCKED, ReturnKind.SOFT, Reason.BLOCKED),
        (TOO_LARGE, ReturnKind.SOFT, Reason.TOO_LARGE),
    ):
        if any(phrase in text for phrase in phrases):
            return kind, reason
    blocked = code == "5.2.0"  # what carriers say when a telephone's own filter turned the mail away
    reply = REPLY_CODE.search(text)
    if not blocked and not code and reply is not None and reply[1].startswith("4"):
        return ReturnKind.SOFT, Reason.GIVEN_UP
    return ReturnKind.SOFT, Reason.BLOCKED if blocked else Reason.NOT_ACCEPTED
