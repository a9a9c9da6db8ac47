"""Read the log of a mail server: what became of each mail of ours, by the Message-ID or return path that it logged.

Postfix, Exim and Sendmail. The log is believed: whoever can bring it looks after the server or the site.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# The queue number that a server gives a mail, and what it says of it there.
QUEUED = re.compile(r"(?:postfix|sm-mta|sendmail)[^:]*: (?P<queue>[0-9A-Za-z]{6,20}): (?P<rest>.*)")
EXIM = re.compile(r"(?P<queue>\w{6}-\w{6,11}-\w{2,4}) (?P<mark><=|=>|->|\*\*) (?P<rest>.*)")
MESSAGE_ID = re.compile(r"\b(?:message-id=|msgid=|id=)<?([^\s<>,]+@[^\s<>,]+)>?")
SENDER = re.compile(r"\bfrom=<([^>]*)>")
STATUS = re.compile(r"\b(?:status=|stat=)(?P<word>\w+(?: unknown)?)[,:]?\s*(?P<words>.*)", re.IGNORECASE)
DSN = re.compile(r"\bdsn=(\d\.\d+\.\d+)")
ARRIVED = {"sent"}
CAME_BACK = {"bounced", "user unknown", "service unavailable", "host unknown"}


@dataclass(frozen=True)
class LoggedEnd:
    """What a log says of one mail at last. `message_id` without brackets; `sender`: its return path, if logged."""

    queue: str
    message_id: str
    sender: str
    has_arrived: bool
    status: str = ""
    words: str = ""


def ends_in(lines: Iterable[str]) -> Iterator[LoggedEnd]:
    """Yield what became of the mails of a log, or of a few lines of one. Mails that still wait are left out."""
    ids: dict[str, str] = {}
    senders: dict[str, str] = {}
    ends: dict[str, tuple[bool, str, str]] = {}
    for line in lines:
        entry = EXIM.search(line) or QUEUED.search(line)
        if entry is None:
            continue
        queue, rest = entry["queue"], entry["rest"]
        if found := MESSAGE_ID.search(rest):
            ids.setdefault(queue, found[1])
        if found := SENDER.search(rest):
            senders.setdefault(queue, found[1])
        end = _exim_end(entry["mark"], rest) if "mark" in entry.groupdict() else _end(rest)
        if end is not None:
            ends[queue] = end
        if entry.groupdict().get("mark") == "<=":
            senders.setdefault(queue, rest.split(" ")[0])
    for queue, (has_arrived, status, words) in ends.items():
        yield LoggedEnd(queue, ids.get(queue, ""), senders.get(queue, ""), has_arrived, status, words)


def _end(rest: str) -> tuple[bool, str, str] | None:
    status = STATUS.search(rest)
    if status is None:
        return None
    word = status["word"].lower()
    dsn = DSN.search(rest)
    code = dsn[1] if dsn else ""
    if word in ARRIVED:
        return True, code, status["words"]
    return (False, code, status["words"]) if word in CAME_BACK or code.startswith("5.") else None


def _exim_end(mark: str, rest: str) -> tuple[bool, str, str] | None:
    if mark in {"=>", "->"}:
        return True, "", ""
    return (False, "", rest.partition(": ")[2]) if mark == "**" else None
