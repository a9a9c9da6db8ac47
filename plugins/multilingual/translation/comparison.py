"""What is different between two texts, marked for people who read them."""

from difflib import SequenceMatcher
from html import unescape

from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString

from cms.core.phrases import phrases


def plain(text: str) -> str:
    """Return a stored text without the marks of links and bold."""
    return unescape(strip_tags(text.replace("<br/>", "\n").replace("<br>", "\n")))


def compared(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Return both texts, with `<del>` around what is gone and `<ins>` around what is new, by phrases."""
    old, new = phrases(plain(before)), phrases(plain(after))
    was, now = [], []
    for verb, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left, right = "".join(old[a:b]), "".join(new[c:d])
        if verb == "equal":
            was.append(("{}", left))
            now.append(("{}", right))
            continue
        if left:
            was.append(("<del>{}</del>", left))
        if right:
            now.append(("<ins>{}</ins>", right))
    return _joined(was), _joined(now)


def _joined(parts: list[tuple[str, str]]) -> SafeString:
    return format_html_join("", "{}", ((format_html(shape, text),) for shape, text in parts))
