"""Logs tell what happened and where in the code, never to whom: no token of a link, no address, nothing that was typed.

Whatever logger or handler a line goes through (Django's, the server's access log, a worker's), it is masked when its
record is made. What a proxy in front writes is not ours: see docs/operations.md.
"""

from __future__ import annotations

import logging
import logging.config
import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from cms import tracebacks

MASK = "…"
# A part of a path that is long enough to be the secret of a link: 96 bits in base 64 are sixteen characters.
PART = re.compile(r"(?<=/)[A-Za-z0-9_:.~=%-]{16,}(?=[/?#&\s\"'<>)\]},;]|$)")
# Words of an address that people read: lower case, parted by hyphens or dots, each shorter than a secret.
READABLE = re.compile(r"(?:[a-z0-9]{1,15}[-_.])*[a-z0-9]{1,15}")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# In quoted-printable or an address bar, @ is %40.
MAIL_ADDRESS = re.compile(r"[^\s\"'<>()\[\]{},;:/?&=@]+(?:@|%40)[^\s\"'<>()\[\]{},;:/?&=@]+", re.IGNORECASE)
# What follows a path is what somebody looked for, or chose.
QUERY = re.compile(r"(?<=[/\w])\?[^\s\"'<>]+")


def mask(text: str) -> str:
    """Return the text without mail addresses, queries, and parts of paths that may be secrets of links."""
    if "/" in text:
        text = PART.sub(lambda part: part[0] if _is_readable(part[0]) else MASK, text)
        text = QUERY.sub(f"?{MASK}", text)
    return MAIL_ADDRESS.sub(f"{MASK}@{MASK}", text) if "@" in text or "%40" in text else text


def _is_readable(part: str) -> bool:
    # Letters of other scripts come percent-encoded; no secret is.
    return bool("%" in part or (READABLE.fullmatch(part) and not UUID.fullmatch(part)))


class MaskedRecord(logging.LogRecord):
    """A line of a log. Its traceback has the places in the code; messages of errors quote what was typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        error = self.exc_info[1] if self.exc_info else None
        if error is not None and not settings.DEBUG:
            self.exc_text = tracebacks.without_data(error)
            if isinstance(self.args, Mapping) and "traceback" in self.args:  # Celery's own lines
                self.args = {**self.args, "traceback": ""}

    def getMessage(self) -> str:
        text = super().getMessage()
        error = self.exc_info[1] if self.exc_info else None
        if error is not None and not settings.DEBUG and not isinstance(error, tracebacks.SPEAK_OF_CODE):
            for said in filter(None, (repr(error), str(error))):
                text = text.replace(said, tracebacks.kind_of(error))
        return mask(text)


def configure(config: dict[str, Any]) -> None:
    """Mask every record from now on, in every logger of this process, then configure. Django's LOGGING_CONFIG."""
    logging.setLogRecordFactory(MaskedRecord)
    logging.config.dictConfig(config)
