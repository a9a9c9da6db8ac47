"""What came of handing one mail over, and what a mail server's answer means for it.

Reply codes are those of RFC 5321 section 4.2, enhanced codes those of RFC 3463.
"""

import enum
import re
from dataclasses import dataclass

from .states import Reason


class Stage(enum.Enum):
    """How far the conversation was when an answer came."""

    CONNECT = "connect"
    SENDER = "MAIL"
    RECIPIENT = "RCPT"
    CONTENT = "DATA"


class Result(enum.Enum):
    """SENT: the server has it. LATER: not now, because of this mail or its recipient. NEVER: refused for good.

    LINE: nothing was handed over and it is not this mail's fault. DOUBT: all was sent and no answer came.
    """

    SENT = "sent"
    LATER = "later"
    NEVER = "never"
    LINE = "line"
    DOUBT = "doubt"


@dataclass(frozen=True)
class Outcome:
    """`reply` is the server's own text, which may repeat the address: it goes nowhere but into the delivery's row."""

    result: Result
    reason: Reason = Reason.NONE
    code: int | None = None
    reply: str = ""
    no_such_mailbox: bool = False


# PostgreSQL stores no NUL, and nobody reads the others.
UNREADABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
ENHANCED = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})\b")
# RFC 3463 section 3.2 and RFC 7505: the address is wrong and stays wrong.
NO_SUCH_MAILBOX = {"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"}
SAYS_NO_SUCH_MAILBOX = re.compile(r"user unknown|unknown user|no such (user|mailbox)|does not exist", re.I)
SAYS_NOT_LET_IN = re.compile(r"relay|authenticat", re.I)


def on_one_line(words: str) -> str:
    """Return what a server said, without what nobody reads and no database stores: a server may say anything."""
    return " ".join(UNREADABLE.sub(" ", words).split())


def meaning(stage: Stage, code: int, reply: str) -> Outcome:
    """Return what an answer that was not "yes" means for the mail."""
    text = on_one_line(reply)
    match = ENHANCED.match(text)
    enhanced = ".".join(match.groups()) if match else ""
    if code == 421:  # "closing": the server speaks of itself, not of the mail
        return Outcome(Result.LINE, Reason.TRY_LATER, code, text)
    if code < 500:
        full = code == 452 or enhanced.startswith("4.2.2")
        return Outcome(Result.LATER, Reason.MAILBOX_FULL if full else Reason.TRY_LATER, code, text)
    if _not_let_in(stage, code, enhanced, text):
        return Outcome(Result.LINE, Reason.SERVER_SETUP, code, text)
    unknown = stage is Stage.RECIPIENT and (
        enhanced in NO_SUCH_MAILBOX or (not enhanced and bool(SAYS_NO_SUCH_MAILBOX.search(text)))
    )
    return Outcome(Result.NEVER, _why_never(stage, code, enhanced, unknown), code, text, unknown)


def _not_let_in(stage: Stage, code: int, enhanced: str, text: str) -> bool:
    """Whether our account or sender is refused: every mail would be, so none of them is to blame."""
    if stage is Stage.CONNECT:
        return True
    too_large = code == 552 or enhanced == "5.3.4"
    if stage is Stage.SENDER and not too_large:
        return True
    return stage is Stage.RECIPIENT and (code in {530, 535} or bool(SAYS_NOT_LET_IN.search(text)))


def _why_never(stage: Stage, code: int, enhanced: str, unknown: bool) -> Reason:
    if unknown:
        return Reason.UNKNOWN_MAILBOX
    if enhanced == "5.3.4" or (code == 552 and stage is not Stage.RECIPIENT):
        return Reason.TOO_LARGE
    if enhanced.startswith("5.2.") or code == 552:
        return Reason.MAILBOX_FULL
    if enhanced.startswith("5.7.") or (stage is Stage.CONTENT and code == 554):
        return Reason.BLOCKED
    return Reason.NOT_ACCEPTED
