"""Telephone numbers, times from–to and other rows of digits in languages written from the right.

053-111 must not read 111-053, and 14:00–15:30 not 15:30–14:00: numbers run from the left in Urdu too.

A browser sets the parts of such a row in the order of the words around it. A mark that nobody sees holds them together.
"""

import re

from django.utils.safestring import SafeString, mark_safe

#: Nobody sees this mark; letters and digits beside it run from the left.
LEFT_TO_RIGHT = "\u200e"
#: Of a telephone, of a house, of a postal code; not those of an address of the web.
_ROW = re.compile(r"(?<![\w/.:@=&?%#+-])(?:\d+(?:-\d+){2,}|\d{3}-\d{4})(?![\w/@=&-])")
#: From–to, of times, years and amounts. A hyphen of ASCII holds its numbers together by itself; these dashes do not.
_FIGURE = r"\d+(?:[:.,]\d+)*"
_SPAN = re.compile(rf"(?<![\w/:.–〜~-]){_FIGURE} ?[–—〜~] ?{_FIGURE}(?![\w/–〜~-]|[:.,]\d)")
_PART = re.compile(r"(<(script|style|textarea|title)\b.*?</\2>|<bdi\b.*?</bdi>|<!--.*?-->|<[^>]*>)", re.S | re.I)


def in_text(text: str) -> str:
    """Return a text whose rows of digits run from the left."""
    held = rf"{LEFT_TO_RIGHT}\g<0>{LEFT_TO_RIGHT}"
    return _SPAN.sub(held, _ROW.sub(held, text))


def in_html(html: str) -> SafeString:
    """Return the same of HTML: its texts, but not what is isolated already, is typed into, or is no text."""
    made, at = [], 0
    for part in _PART.finditer(html):
        made += [in_text(html[at : part.start()]), part.group()]
        at = part.end()
    return mark_safe("".join([*made, in_text(html[at:])]))
