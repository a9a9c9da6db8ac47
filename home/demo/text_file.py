"""The demo's own publications as files to download: their words as plain text, which every machine opens."""

import re
from collections.abc import Sequence
from html import unescape

from django.core.files.base import ContentFile

from cms.media.models import CustomDocument

_PIECE = re.compile(r"<(h[23]|p|li)>(.*?)</\1>|<(ol|ul)>", re.DOTALL)
# Windows' editors and browsers recognise UTF-8 by it.
BYTE_ORDER_MARK = "\ufeff"


def document(*, slug: str, title: str, lines: Sequence[str], html: str) -> CustomDocument:
    """Make the document of a publication: `lines` below the title, then the words of `html`."""
    text = BYTE_ORDER_MARK + "\r\n".join([title, *lines, "", *plain(html), ""])
    made = CustomDocument(title=title, file=ContentFile(text.encode(), name=f"{slug}.txt"))
    # Size and hash now: Wagtail would write them when a visitor first looks.
    made._set_document_file_metadata()
    made.save()
    return made


def plain(html: str) -> list[str]:
    """Return the lines of a text: headings marked with ■, items numbered or marked with ・, as Japanese mails do."""
    lines: list[str] = []
    number = 0
    for tag, words, opened in _PIECE.findall(html):
        if opened:
            number = 1 if opened == "ol" else 0
            continue
        words = unescape(re.sub(r"<[^>]+>", "", words)).strip()
        if tag == "li":
            lines.append(f"{number}. {words}" if number else f"・{words}")
            number += bool(number)
        else:
            lines += [f"■ {words}" if tag in ("h2", "h3") else words, ""]
    return lines
