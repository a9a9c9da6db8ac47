"""Where a text is from, apart from what it says: what is written under 出典 is no topic of a page."""

import re

_ATTRIBUTION = re.compile(
    r"<p\b[^>]*>\s*(?:<(?:b|i|em|strong|small)>\s*)*(?:出典|出所|Sources?)\s*[:\uff1a].*?</p>",
    re.IGNORECASE | re.DOTALL,
)


def without_attributions(html: str) -> str:
    """Return rich text without the paragraphs that begin with 出典: or Source:, for the search index.

    Somebody who looks for 中間支援 looks for what is told about it, not for all that a report on it was read for.
    """
    return _ATTRIBUTION.sub("", html)
